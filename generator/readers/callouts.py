"""The dialect of framed questions: Obsidian's `> [!question] …` and MkDocs' `??? question "…"`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.readers.dialect import Claim, Dialect
from generator.readers.headings import heading_marks
from generator.readers.lines import Line, State
from generator.readers.marks import Mark, MarkKind, in_order

if TYPE_CHECKING:
    from collections.abc import Sequence

_KINDS = r"(?:question|faq|help|quiz|example|exercise|问题|題目|题目)"
_CALLOUT = re.compile(rf"^>\s*\[!{_KINDS}(?:\|[^\]]*)?\][+-]?\s*(?P<text>\S.*)$", re.IGNORECASE)
_ADMONITION = re.compile(
    rf"^(?:\?{{3}}\+?|!{{3}}|:{{3,}})\s*{_KINDS}\s+(?P<quote>[\"“]?)(?P<text>\S.*?)[\"”]?$", re.IGNORECASE
)
_WEIGHT = 5.0


def claim(lines: Sequence[Line]) -> Claim:
    """Claim framed questions; the frame's own lines are the answer."""
    marks: list[Mark] = []
    for index, line in enumerate(lines):
        found = _CALLOUT.match(line.body) or _ADMONITION.match(line.body) if line.state is State.TEXT else None
        if found:
            marks += _framed(lines, index, found["text"])
    if not marks:
        return Claim()
    count = sum(mark.kind is MarkKind.PROMPT for mark in marks)
    both = in_order([*marks, *heading_marks(lines, may_open=False)])
    return Claim(marks=both, score=_WEIGHT * count, reason=f"{count} framed questions")


def _framed(lines: Sequence[Line], index: int, text: str) -> list[Mark]:
    """Return the prompt and the END of its frame."""
    prompt = Mark(index=index, kind=MarkKind.PROMPT, text=text, rule="framed question", level=7)
    is_quote = lines[index].body.startswith(">")
    stop = index + 1
    while stop < len(lines) and _is_inside(lines[stop], lines[index], is_quote=is_quote):
        stop += 1
    end = [Mark(index=stop, kind=MarkKind.END, text="", rule="end of a frame")] if stop < len(lines) else []
    return [prompt, *end]


def _is_inside(line: Line, opening: Line, *, is_quote: bool) -> bool:
    if is_quote:
        return line.body.startswith(">") and not _CALLOUT.match(line.body)
    return line.state is State.BLANK or line.indent > opening.indent


DIALECT = Dialect(name="callouts", describe="framed questions of Obsidian and MkDocs", claim=claim)
