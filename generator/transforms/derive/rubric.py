"""Rubric points: what a full answer says, split along the answer's own list, lines and paragraphs."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

from generator.markup import facts, plain
from generator.model.bank import Markdown
from generator.transforms.derive.source import LIST_MARK, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.model.bank import Entry

MAX_POINTS = 10
_FULL_LENGTH = 450
"""Longer answers (in characters of plain text) are condensed to the head of each point."""

_LEAD = re.compile(r"[:：?？]\s*(?:\*\*|</u>)?\s*$|^\s*(?:\*\*|<u>)[^，。；,;*<]{1,20}(?:\*\*|</u>)\s*$")
"""A line that only announces the next one: it ends in a colon, asks, or is a short bold label."""
_BARE_ADDRESS = re.compile(r"<https?://[^<>\s]+>|(?<![(\"'=<])https?://[!-;=?-~]+")
_POINTER = re.compile(
    r"[（(]?(?:(?:详?见|参见|参考|来源|原文|链接|see(?: also)?|source|from)\s*[:：]?\s*)\x00\s*[)）]?\s*[.。]?\s*$",
    re.IGNORECASE,
)
_BREAK = re.compile(r"<br\s*/?>$", re.IGNORECASE)
_FENCE = re.compile(r"\s*(?:>\s*)*(```|~~~|\$\$)")
_ASIDE = re.compile(
    r"^[（(]?(?:详见|参见|参考|见|具体见|推荐(?:看|阅读)|建议(?:看|阅读)|来源|链接|原文|转自|摘自|source|see|ref(?:erence)?s?|from\b)[^。]{0,40}$",
    re.IGNORECASE,
)
_RULE_ROW = re.compile(r"[\s>]*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*$|[\s>]*\|\s*:?-+:?\s*\|\s*$")
"""The row of dashes below a table's head."""
_SHORT_ORAL = 20


def rubric(entry: Entry) -> tuple[Markdown, ...]:
    """Return the points of an entry's answer: of the spoken one where there is one, condensed when long."""
    spoken = entry.oral if len(plain(entry.oral)) >= _SHORT_ORAL else ""
    source = spoken or entry.answer.details or entry.answer.markdown
    points = [point for block in _points(source.split("\n")) if (point := _dedent(block)) and _says_something(point)]
    if sum(len(plain(point)) for point in points) > _FULL_LENGTH:
        points = [_head(point) for point in points]
    return tuple(Markdown(point) for point in points[:MAX_POINTS])


def _points(lines: Sequence[str]) -> Iterator[list[str]]:
    """Yield the lines of each point.

    A line of text, a list item of the outermost style or the head of a table begins one; deeper items,
    rows, code, TeX and pictures go with the one above, as does whatever follows a line that ends in a colon.
    """
    block: list[str] = []
    fence = ""
    style: tuple[str, int] | None = None
    rows = _rows(lines)
    for number, line in enumerate(lines):
        opening = _FENCE.match(line)
        if fence or (opening and line.count("$$") != 2):
            block.append(line)
            fence = _after_fence(line, fence)
        elif number in rows:
            block.append(line)
        elif not line.strip():
            block.append("")
        else:
            here = _style(line)
            if _begins(line, here, style, block):
                yield block
                block = []
                style = here if here or not _is_text(line) else None
            elif not any(block):
                style = here
            block.append(line)
    yield block


def _rows(lines: Sequence[str]) -> frozenset[int]:
    """Return the numbers of the lines that belong to the table row above them."""
    rows: set[int] = set()
    for number, line in enumerate(lines):
        below_head = _RULE_ROW.match(line) and number and "|" in lines[number - 1]
        if below_head or (number - 1 in rows and "|" in line):
            rows.add(number)
    return frozenset(rows)


def _after_fence(line: str, fence: str) -> str:
    """Return the fence that is open after a line, given the one before it."""
    found = _FENCE.match(line)
    if fence == "$$" or (not fence and found and found[1] == "$$"):
        return "" if fence and "$$" in line else "$$"
    if fence:
        return "" if line.strip(" >").startswith(fence) else fence
    return found[1] if found else ""


def _style(line: str) -> tuple[str, int] | None:
    """Return (list style, indent) of a line, or None for plain text."""
    text = line.lstrip(" >\t")
    found = LIST_MARK.match(text)
    return (str(found.lastgroup), len(line) - len(text)) if found else None


def _is_text(line: str) -> bool:
    return bool(plain(line)) and not line[:1].isspace()


def _begins(line: str, here: tuple[str, int] | None, style: tuple[str, int] | None, block: Sequence[str]) -> bool:
    """Whether a line begins a point of its own."""
    last = next((text for text in reversed(block) if text.strip()), "")
    if not last:
        return False
    if _LEAD.search(last) and _style(last) is None:
        return False
    if here is None:
        return _is_text(line) and not (style and line[:1].isspace())
    if style is None:
        return True
    return here == style or (here[1] < style[1]) or (here[0] == style[0] and here[1] <= style[1])


def _dedent(block: Sequence[str]) -> str:
    """Return a point's source: its list mark, quote marks, bare addresses and final breaks gone."""
    lines = [re.sub(r"^\s*(?:>\s?)+", "", line).expandtabs(4) for line in block]
    first = next((i for i, line in enumerate(lines) if line.strip()), len(lines))
    lines = lines[first:]
    if not lines:
        return ""
    start = lines[0].lstrip()
    found = LIST_MARK.match(start)
    source = [start[found.end() :] if found else start, *textwrap.dedent("\n".join(lines[1:])).split("\n")]
    return "\n".join(_unbroken(_without_address(line)) for line in source).strip()


def _without_address(line: str) -> str:
    """Return a line without its bare addresses and the words that point at them."""
    return _POINTER.sub("", _BARE_ADDRESS.sub("\x00", line)).replace("\x00", "") if "://" in line else line


def _unbroken(line: str) -> str:
    """Return a line without the breaks at its end."""
    line = line.rstrip()
    while found := _BREAK.search(line[-8:]):
        line = line[: found.start() - len(line[-8:])].rstrip()
    return line


def _says_something(point: str) -> bool:
    """Whether a point is more than an address, a pointer elsewhere, a picture or a bare label."""
    text = plain(point).strip()
    if not text:
        return bool(facts(point).math)
    flat = re.sub(r"[*_]", "", point).strip()
    linked = re.fullmatch(r"[^\[]{0,4}\[[^\]]*\]\([^)]*\)[^\[]{0,4}", flat)
    label = "\n" not in flat and _LEAD.search(point)
    return not (linked or label or _ASIDE.match(text))


def _head(point: str) -> str:
    """Return a point's first sentence, with the one it announces where it does."""
    line, _, rest = point.partition("\n")
    if _LEAD.search(line) and rest.strip():
        return f"{line}\n{_head(rest.strip())}"
    if _FENCE.match(line) or not line.strip() or _RULE_ROW.match(rest.split("\n")[0]):
        return point
    end = next((end for _, end in sentences(line) if line[:end].rstrip()[-1] not in "?？"), len(line))
    sentence = line[:end].strip()
    return sentence if sentence.count("**") % 2 == 0 else sentence.replace("**", "")
