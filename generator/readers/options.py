"""Lists of choices: which lines of a question's body offer them, in every common shape."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.readers.paint import CLOSING, unpaint

if TYPE_CHECKING:
    from collections.abc import Sequence

LATIN = "ABCDEFGH"
CIRCLED = "①②③④⑤⑥⑦⑧"
KANA = "アイウエオカキク"
_ALPHABETS = (LATIN, LATIN.lower(), CIRCLED, KANA)
"""Letters of choices; the n-th of each means the same choice."""

_BULLET = r"\s*(?:[-*+]\s+|>\s*)?"
_PAINT = r"(?:\*\*|__|==|<(?:font|span|b|strong|u|mark|em)\b[^>]*>)"
_LETTER = re.compile(
    rf"^{_BULLET}(?P<star>\*(?=[A-Ha-h][.)]))?(?P<paint>{_PAINT})?[（(\[【]?(?P<letter>[A-Ha-h])(?:\*\*|__)?\s*"
    r"[.、．)）:：】\]](?:\*\*|__)?\s*(?P<text>\S.*)$"
)
_CIRCLE = re.compile(rf"^{_BULLET}(?P<star>\*)?(?P<paint>{_PAINT})?(?P<letter>[①-⑧])\s*[.、]?\s*(?P<text>\S.*)$")
_KATAKANA = re.compile(
    rf"^{_BULLET}(?P<star>\*)?(?P<paint>{_PAINT})?[（(]?(?P<letter>[ア-ク])[）)]?(?:\s+|[.、．:：]\s*)(?P<text>\S.*)$"
)
_BOX = re.compile(r"^\s*(?:[-*+]\s+|\d+[.)]\s+)?\[(?P<tick>[ xX*✓√])\]\s*(?P<text>\S.*)$")
_BULLETED_BOX = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+\[")
_INNER = {
    LATIN: re.compile(r"(?:^|\s+|(?<=[；;]))[（(]?([A-H])[.、．)）:：]\s*"),
    LATIN.lower(): re.compile(r"(?:^|\s+|(?<=[；;]))[（(]?([a-h])[)）]\s*"),
    CIRCLED: re.compile(r"\s*([①-⑧])\s*[.、]?\s*"),
    KANA: re.compile(r"(?:^|\s+)([ア-ク])[\s.、．:：]\s*"),
}
_LABEL = re.compile(
    r"^\s*(?:[-*+]\s+)?(?:\*\*|__)?(?:options?|choices|选项|選項|選択肢)\s*(?:\*\*|__)?\s*[:：]\s*(?:\*\*|__)?\s*",
    re.IGNORECASE,
)
_FIRST = re.compile(r"(?<![A-Za-z0-9（(])(?:A\s*[.、．)）]|[（(]A[)）](?=.*[（(]B[)）]))\s*(?=\S)")
_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})")
_CELLS = re.compile(r"(?<!\\)\|")
_DELIMITER = re.compile(r"^\s*\|?(?:\s*:?-+:?\s*\|)+\s*:?-*:?\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One choice: its source text, and whether it is painted, ticked or starred as the right one."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """A list of choices and the body lines (`first` to `last`, from 0) that hold it.

    `alphabet` is the one its letters are of, empty for boxes.
    """

    choices: tuple[Choice, ...]
    first: int
    last: int
    alphabet: str = ""

    @property
    def marked(self) -> tuple[int, ...]:
        """Which choices are marked as right, unless all or none are."""
        found = tuple(i for i, one in enumerate(self.choices) if one.is_marked)
        return found if len(found) < len(self.choices) else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    index: int
    found: tuple[tuple[str, str, bool], ...]
    """(letter, text, is marked) of each choice on the line."""


def find_choices(lines: Sequence[str]) -> Choices | None:
    """Return the first list of at least two choices in a question's body, or None."""
    return _boxes(lines) or _lettered(lines) or _table(lines)


def choices_in_line(text: str) -> int:
    """Return where the choices begin that stand on the question's own line, -1 where none do."""
    found = _FIRST.search(text)
    if not found:
        return -1
    return found.start() if len(_inner(text[found.start() :], LATIN)) > 1 else -1


def letter_index(letter: str) -> int:
    """Return which choice a letter of any alphabet names, counted from 0; -1 for no such letter."""
    return next((alphabet.index(letter) for alphabet in _ALPHABETS if letter in alphabet), -1)


def _lettered(lines: Sequence[str]) -> Choices | None:
    rows = _rows(lines)
    for start, row in enumerate(rows):
        if letter_index(row.found[0][0]) == 0:
            found = _running(rows[start:], lines)
            if found:
                return found
    return None


def _rows(lines: Sequence[str]) -> list[_Row]:
    """Return the lines outside fences that begin with a choice's letter."""
    out: list[_Row] = []
    fenced = False
    for index, line in enumerate(lines):
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced and (found := _row(line)):
            out.append(_Row(index=index, found=found))
    return out


def _row(line: str) -> tuple[tuple[str, str, bool], ...]:
    line = _LABEL.sub("", line)
    for alphabet, shape in ((LATIN, _LETTER), (CIRCLED, _CIRCLE), (KANA, _KATAKANA)):
        found = shape.match(line)
        if found:
            lower = alphabet.lower() if found["letter"].islower() else alphabet
            return _inner(line, lower) or (_painted(found),)
    return ()


def _inner(line: str, alphabet: str) -> tuple[tuple[str, str, bool], ...]:
    """Return the choices of a line that holds several."""
    parts = _INNER[alphabet].split(re.sub(rf"^{_BULLET}", "", line))
    letters, texts = parts[1::2], parts[2::2]
    numbers = [letter_index(letter) for letter in letters]
    runs = numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False
    if parts[0].strip() or len(numbers) < 2 or not runs or not all(text.strip() for text in texts):
        return ()
    return tuple((letter, *unpaint(text.strip())) for letter, text in zip(letters, texts, strict=True))


def _painted(found: re.Match[str]) -> tuple[str, str, bool]:
    """Return (letter, text, is marked) of a single choice."""
    text, is_marked = found["text"].strip(), bool(found["star"])
    if found["paint"]:
        closed = CLOSING.sub("", text)
        is_marked, text = is_marked or closed != text, closed.strip()
    text, inner = unpaint(text)
    return found["letter"], text, is_marked or inner


def _running(rows: Sequence[_Row], lines: Sequence[str]) -> Choices | None:
    """Return the choices whose letters run on from the first row; between them may stand continued text."""
    choices: list[Choice] = []
    last = first = rows[0].index
    alphabet = next(one for one in _ALPHABETS if rows[0].found[0][0] in one)
    for row in rows:
        letters = [letter for letter, _, _ in row.found]
        if letters[0] not in alphabet or alphabet.index(letters[0]) != len(choices):
            break
        between = [line for line in lines[last + 1 : row.index] if line.strip()] if choices else []
        if between and not _continues(between):
            break
        if between:
            choices[-1] = Choice(text="\n".join([choices[-1].text, *between]), is_marked=choices[-1].is_marked)
        choices += [Choice(text=text, is_marked=is_marked) for _, text, is_marked in row.found]
        last = row.index
    if len(choices) < 2:
        return None
    return Choices(choices=tuple(choices), first=first, last=last, alphabet=alphabet)


def _continues(between: Sequence[str]) -> bool:
    """Whether the lines between two choices go on with the first: indented, or a listing."""
    return all(line[0].isspace() for line in between) or bool(_FENCE.match(between[0]) and _FENCE.match(between[-1]))


def _boxes(lines: Sequence[str]) -> Choices | None:
    """Read a list of check boxes; listings between them belong to the box above."""
    found = [(i, match) for i, line in enumerate(lines) if (match := _BOX.match(line))]
    ticked = [match for _, match in found if match["tick"] != " "]
    if len(found) < 2 or (not ticked and len(found) < 3):
        return None
    choices: list[Choice] = []
    last = found[0][0]
    for position, (index, match) in enumerate(found):
        stop = found[position + 1][0] if position + 1 < len(found) else _end_of_listing(lines, index)
        more = [line for line in lines[index + 1 : stop] if line.strip()]
        if more and not _continues(more):
            return None
        choices.append(Choice(text="\n".join([match["text"].strip(), *more]), is_marked=match["tick"] != " "))
        last = stop - 1
    return Choices(choices=tuple(choices), first=found[0][0], last=last)


def _end_of_listing(lines: Sequence[str], index: int) -> int:
    """Return where the last choice's own listing ends: after the fence that follows it, if one does."""
    after = next((i for i in range(index + 1, len(lines)) if lines[i].strip()), len(lines))
    if after < len(lines) and _FENCE.match(lines[after]):
        closing = next((i for i in range(after + 1, len(lines)) if _FENCE.match(lines[i])), after)
        return closing + 1
    return index + 1


def _table(lines: Sequence[str]) -> Choices | None:
    """Read choices from a table: letters in its head over one row of texts, or in its first column."""
    start = next((i for i in range(len(lines) - 1) if "|" in lines[i] and _DELIMITER.match(lines[i + 1])), -1)
    if start < 0:
        return None
    stop = next((i for i in range(start + 2, len(lines)) if "|" not in lines[i]), len(lines))
    rows = [cells_of(line) for line in (lines[start], *lines[start + 2 : stop])]
    if len(rows) == 2 and _letters(rows[0]) and len(rows[1]) == len(rows[0]):
        texts = rows[1]
    elif all(len(row) == 2 for row in rows) and _letters([row[0] for row in rows[1:]]):
        texts = [row[1] for row in rows[1:]]
    else:
        return None
    choices = tuple(Choice(text=text, is_marked=is_marked) for text, is_marked in map(unpaint, texts))
    return Choices(choices=choices, first=start, last=stop - 1, alphabet=LATIN)


def cells_of(line: str) -> list[str]:
    """Return the cells of a table's row, escaped bars as bars."""
    inner = line.strip().removeprefix("|")
    inner = inner.removesuffix("|") if not inner.endswith("\\|") else inner
    return [cell.strip().replace("\\|", "|") for cell in _CELLS.split(inner)]


def is_delimiter(line: str) -> bool:
    """Whether a line is the row of dashes below a table's head."""
    return bool(_DELIMITER.match(line))


def _letters(cells: Sequence[str]) -> bool:
    return len(cells) > 1 and [cell.strip("*. ") for cell in cells] == list(LATIN[: len(cells)])
