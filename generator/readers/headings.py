"""ATX headings of a note, wherever they stand in plain text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.readers.lines import Line, State
from generator.readers.marks import Mark, MarkKind
from generator.readers.wording import ANSWER_HEADING

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEADING = re.compile(r"(?P<signs>#{1,6})(?:\s+(?P<text>.*?)\s*#*|\s*(?P<glued>[^#\s!].*?)\s*#*)?\s*$")
_TITLE_MAX = 200
_DETAILS = re.compile(r"<(/?)details\b", re.IGNORECASE)


def heading_marks(lines: Sequence[Line], *, may_open: bool) -> tuple[Mark, ...]:
    """Return a mark for each heading with text; `#` glued to its text counts, `#!`, `#include` do not.

    Headings inside a folded block, and those that only say "answer", belong to the answer.
    """
    out: list[Mark] = []
    folded = folded_lines(lines)
    for index, line in enumerate(lines):
        if line.state is not State.TEXT or line.indent > 3 or index in folded:
            continue
        found = _HEADING.match(line.body)
        if not found:
            continue
        text = found["text"] or _glued(found["signs"], found["glued"])
        if text and len(text) <= _TITLE_MAX and not ANSWER_HEADING.match(text.strip("* ")):
            out.append(
                Mark(
                    index=index,
                    kind=MarkKind.HEADING,
                    text=text,
                    rule="heading",
                    level=len(found["signs"]),
                    may_open=may_open,
                )
            )
    return tuple(out)


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
