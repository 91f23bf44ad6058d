"""What stands apart from its question: a list of answers at the end, and choices that several questions share."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

from generator.readers.headings import folded_lines, heading_marks
from generator.readers.lines import Line, Page, State
from generator.readers.names import ANSWER_HEADING, ANSWER_LIST, FOLDED_ANSWER, OPENING_LABEL
from generator.readers.numbering import candidates
from generator.readers.shared import Shared, attach_shared, find_shared, number_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.readers.marks import Mark

_SHARE = 0.8
"""Part of the questions that a list must answer, and of its answers that must have a question."""
_LEAST = 2
_MANY = 10_000
_ITEM = re.compile(
    r"^\s*(?:[-*+]\s+)?(?:\*\*)?(?:第|Q|A)?\s*(?P<n>\d{1,3})\s*(?:题)?\s*(?:[.．、:：)）]|\*\*)+\s*(?P<text>\S.*)$",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"^\s*(?:[-*+]\s+)?(?:\*\*)?(?P<low>\d{1,3})\s*[-~～—–至到]+\s*(?P<high>\d{1,3})\s*(?:题)?\s*[:：.、]?(?:\*\*)?\s*"
    r"(?P<letters>[A-H][A-H\s,，、]*)$"
)
_SEVERAL = re.compile(
    r"(?:^|\s+|[,，;；])\s*(?P<n>\d{1,3})\s*[.．、:：)）-]\s*(?P<text>[A-H]{1,6}|[a-h]|[√×✓✗]|对|错)(?=\s|$|[,，;；])"
)
_SUMMARY = re.compile(r"<summary\b[^>]*>(?P<text>.*?)</summary>", re.IGNORECASE)
_DETAILS = re.compile(r"</?details\b[^>]*>", re.IGNORECASE)
_LIST_LABEL = re.compile(
    r"^\s*(?:\*\*)?(?:answers?(?: key)?|key|(?:参考)?答案)(?:\*\*)?\s*[:：]\s*(?:\*\*)?\s*", re.IGNORECASE
)
_HEADING = re.compile(r"^#{1,6}\s")


class Item(NamedTuple):
    """One answer of a list: its number and source."""

    number: int
    text: str
    line: int
    """Index of the line it stands on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A list of answers to the questions between lines `after` and `start` (indices)."""

    after: int
    start: int
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """A document's lines, those that stand apart taken out of every dialect's sight, and what they say."""

    lines: Page
    keys: tuple[Key, ...]
    shared: tuple[Shared, ...]

    def attach(self, marks: Sequence[Mark]) -> tuple[Mark, ...]:
        """Return the marks with the answers and choices that belong to them."""
        out = list(marks)
        for key in self.keys:
            _attach_key(out, key)
        for one in self.shared:
            attach_shared(out, one)
        return tuple(out)


def find_apart(lines: Sequence[Line]) -> Apart:
    """Return the lines with answer lists and shared choices taken out."""
    hidden: set[int] = set()
    keys = _keys(lines, hidden)
    shared = find_shared(lines, hidden)
    masked = (replace(line, state=State.APART) if i in hidden else line for i, line in enumerate(lines))
    return Apart(lines=Page(masked), keys=tuple(keys), shared=tuple(shared))


def _keys(lines: Sequence[Line], hidden: set[int]) -> list[Key]:
    out: list[Key] = []
    folded = folded_lines(lines)
    numbers = [(one.index, one.number) for one in candidates(lines) if one.index not in folded and not one.prefix]
    openers = [index for index, line in enumerate(lines) if line.state is State.TEXT and _opens(line)]
    headings = [(mark.index, mark.level) for mark in heading_marks(lines, may_open=False)]
    last = -1
    for index, following in pairwise([*openers, len(lines)]):
        line = lines[index]
        if index in hidden:
            continue
        low, high = bisect_right(numbers, (last, _MANY)), bisect_left(numbers, (index, 0))
        asked = [number for _, number in numbers[low:high]]
        stop = min(following, _end(lines, index, following, headings, is_folded=index in folded))
        items = _items(lines, index, stop)
        if _is_list(line) and _answers(items, asked):
            out.append(Key(after=last, start=index, items=items))
            hidden.update(range(index, stop))
            last = stop - 1
        else:
            last = max((item.line for item in items), default=index)
    return out


def _opens(line: Line) -> bool:
    """Whether an answer or a list of answers begins on a line."""
    summary = _SUMMARY.search(line.text)
    if summary:
        return bool(FOLDED_ANSWER.search(summary["text"]))
    bare = line.body.lstrip("#>").strip().strip("*_【】[]").strip()
    return bool(
        _LIST_LABEL.match(line.body)
        or ANSWER_HEADING.match(bare)
        or ANSWER_LIST.match(bare)
        or OPENING_LABEL.match(line.body)
    )


def _is_list(line: Line) -> bool:
    """Whether what a line opens may be a list of answers to several questions, not the answer to one."""
    bare = line.body.lstrip("#>").strip().strip("*_【】[]").strip()
    label = OPENING_LABEL.match(line.body) or _LIST_LABEL.match(line.body)
    if label and _of_row(line.body[label.end() :]):
        return True
    is_signed = bare != line.body and bool(ANSWER_HEADING.match(bare))
    return bool(_SUMMARY.search(line.text) or ANSWER_LIST.match(bare)) or is_signed


def _end(lines: Sequence[Line], index: int, limit: int, headings: Sequence[tuple[int, int]], *, is_folded: bool) -> int:
    """Return where a list of answers may end: with its folded block, or with the next heading above its own parts."""
    if is_folded or _SUMMARY.search(lines[index].text):
        return next((i for i in range(index + 1, limit) if _DETAILS.search(lines[i].text)), limit)
    level = len(lines[index].body) - len(lines[index].body.lstrip("#"))
    below = (at for at, one in islice(headings, bisect_right(headings, (index, _MANY)), None) if one <= (level or 6))
    return next(below, limit)


def _items(lines: Sequence[Line], index: int, stop: int) -> tuple[Item, ...]:
    """Return the numbered answers between an opening line and `stop`; lines below an item go on with it."""
    out: list[Item] = []
    for i in range(index, stop):
        text = _DETAILS.sub("", _SUMMARY.sub("", lines[i].text))
        if i == index:
            text = _LIST_LABEL.sub("", OPENING_LABEL.sub("", text), count=1) if _is_list(lines[i]) else ""
        if lines[i].state is not State.TEXT or _HEADING.match(text):
            continue
        several = _of_row(text)
        single = _ITEM.match(text) if lines[i].indent < 3 else None
        if several:
            out += [item._replace(line=i) for item in several]
        elif single and (not out or int(single["n"]) == out[-1].number + 1 or int(single["n"]) == 1):
            out.append(Item(int(single["n"]), single["text"], i))
        elif out and text.strip():
            out[-1] = out[-1]._replace(text=f"{out[-1].text}\n{text}")
    return tuple(out)


def _of_row(text: str) -> list[Item]:
    """Return the answers of a line that holds several: `1-5 ABCDA`, `1. A  2. B`."""
    span = _RANGE.match(text)
    if span:
        letters = re.findall(r"[A-H]+", span["letters"])
        low, high = int(span["low"]), int(span["high"])
        if len(letters) != high - low + 1:
            letters = list("".join(letters))
        if len(letters) == high - low + 1:
            return [Item(low + n, letter, -1) for n, letter in enumerate(letters)]
        return []
    found = list(_SEVERAL.finditer(text))
    covered = sum(len(one.group()) for one in found) >= len(text.strip())
    return [Item(int(one["n"]), one["text"], -1) for one in found] if len(found) > 1 and covered else []


def _answers(items: Sequence[Item], asked: Sequence[int]) -> bool:
    """Whether a list of answers and the numbered lines before it go together."""
    if len(items) < _LEAST or len(asked) < _LEAST:
        return False
    numbers, questions = {item.number for item in items}, set(asked)
    both = len(numbers & questions)
    return both >= _SHARE * len(numbers) and both >= _SHARE * len(questions)


def _attach_key(marks: list[Mark], key: Key) -> None:
    """Give the answers to the prompts before the list, number by number, in order."""
    at = 0
    places = [i for i, mark in enumerate(marks) if key.after < mark.index < key.start and mark.number]
    for item in key.items:
        hit = next((n for n in range(at, len(places)) if number_of(marks[places[n]]) == item.number), -1)
        if hit >= 0:
            marks[places[hit]] = replace(marks[places[hit]], apart=item.text)
            at = hit + 1
