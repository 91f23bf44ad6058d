"""ATX headings of a note, wherever they stand in plain text."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from generator.markup.characters import width
from generator.readers.lines import Line, State
from generator.readers.marks import Mark, MarkKind
from generator.readers.names import ANSWER_HEADING, CONTENTS, INDEX

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEADING = re.compile(r"(?P<signs>#{1,6})(?:\s+(?P<text>.*?)\s*#*|\s*(?P<glued>[^#\s!].*?)\s*#*)?\s*$")
_HTML = re.compile(r"^<h(?P<level>[1-6])\b[^>]*>\s*(?P<text>.*?)\s*</h(?P=level)>\s*$", re.IGNORECASE)
_PART = re.compile(
    r"^(?:第[一二三四五六七八九十\d]+(?:部分|章|节|節)|[一二三四五六七八九十]{1,3}\s*[、.．])\s*.{0,20}?(?:题|題|部分|解释|解釋)\s*(?:[（(].*[)）])?[:：。]?$"
)
"""Plain lines that divide a paper: `一、选择题（每题 2 分）`."""
_PART_LEVEL = 6
_UNDERLINES = {"=": 1, "-": 2, "~": 3, "^": 4}
_UNDERLINE = re.compile(r"^(?P<sign>[=\-~^])(?P=sign){2,}$")
_TITLE_MAX = 200
_SHORT = 4
_DETAILS = re.compile(r"<(/?)details\b", re.IGNORECASE)


@lru_cache(maxsize=16)
def heading_marks(lines: Sequence[Line], *, may_open: bool) -> tuple[Mark, ...]:
    """Return a mark for each heading with text; `#` glued to its text counts, `#!`, `#include` do not.

    Headings inside a folded block, and those that only say "answer", belong to the answer.
    """
    out: list[Mark] = []
    folded = folded_lines(lines)
    for index, line in enumerate(lines):
        if line.state is not State.TEXT or line.indent > 3 or index in folded:
            continue
        level, text = _heading(lines, index)
        if text and len(text) <= _TITLE_MAX and not ANSWER_HEADING.match(text.strip("* ")):
            kind, is_part = MarkKind.HEADING, bool(_PART.match(line.body))
            out.append(
                Mark(
                    index=index,
                    kind=kind,
                    text=text,
                    last=index + 1 if is_underlined(lines, index) and not _HEADING.match(line.body) else -1,
                    rule="heading",
                    level=level,
                    may_open=may_open and not is_part,
                )
            )
    return tuple(out)


def _heading(lines: Sequence[Line], index: int) -> tuple[int, str]:
    """Return (level, text) of the heading on a line; the text is empty where there is none."""
    body = lines[index].body
    found = _HEADING.match(body)
    if found:
        return len(found["signs"]), found["text"] or _glued(found["signs"], found["glued"])
    html = _HTML.match(body)
    if html:
        return int(html["level"]), html["text"]
    if _PART.match(body):
        return _PART_LEVEL, body
    if is_underlined(lines, index):
        return _UNDERLINES[lines[index + 1].body[0]], body
    return 0, ""


def is_underlined(lines: Sequence[Line], index: int) -> bool:
    """Whether the line below underlines a heading: any run of `=`, or of another sign as long as the text."""
    found = _UNDERLINE.match(lines[index + 1].body) if index + 1 < len(lines) else None
    body = lines[index].body
    if not found or not re.match(r"\w", body) or lines[index + 1].state is not State.TEXT:
        return False
    return found["sign"] == "=" or underlines(body, found[0])


def underlines(text: str, line: str) -> bool:
    """Whether a line of signs is as long as the text above it."""
    return len(line) > _SHORT and abs(len(line) - width(text)) <= 1


@lru_cache(maxsize=16)
def contents_lines(lines: Sequence[Line]) -> frozenset[int]:
    """Return the indices of lines below a heading that says "contents", up to the next heading."""
    out: set[int] = set()
    for mark, following in pairwise([*heading_marks(lines, may_open=False), None]):
        stop = following.index if following else len(lines)
        if mark and is_contents(mark.text, [line.body for line in lines[mark.end + 1 : stop]]):
            out.update(range(mark.index, stop))
    return frozenset(out)


def is_contents(title: str, texts: Sequence[str]) -> bool:
    """Whether a section is a table of contents: named so, or perhaps named so and nothing but links."""
    bare = re.sub(r"^\W+|\W+$", "", title)
    written = [text for text in texts if text.strip()]
    return bool(CONTENTS.match(bare)) or (bool(INDEX.match(bare)) and all("](" in text for text in written))


@lru_cache(maxsize=16)
def details_depth(lines: Sequence[Line]) -> tuple[int, ...]:
    """Return how many `<details>` are open at the end of each line."""
    depth = 0
    out: list[int] = []
    for line in lines:
        if line.state is State.TEXT:
            for found in _DETAILS.finditer(line.text):
                depth = max(depth + (-1 if found[1] else 1), 0)
        out.append(depth)
    return tuple(out)


@lru_cache(maxsize=16)
def folded_lines(lines: Sequence[Line]) -> frozenset[int]:
    """Return the indices of lines inside a `<details>` that is closed again."""
    out: set[int] = set()
    opened: list[int] = []
    for index, line in enumerate(lines):
        if line.state is not State.TEXT:
            continue
        for found in _DETAILS.finditer(line.text):
            if not found[1]:
                opened.append(index)
            elif opened:
                out.update(range(opened.pop() + 1, index))
    return frozenset(out)


def _glued(signs: str, text: str | None) -> str:
    """Accept `##标题` but neither a hashtag (`#tag`) nor a preprocessor line."""
    if not text or (len(signs) == 1 and text[0].isascii()):
        return ""
    return text
