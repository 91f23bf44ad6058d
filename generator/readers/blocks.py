"""The dialect of choice questions without numbers (Aiken and the like): a paragraph, its choices, its key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.readers.dialect import Claim, Dialect
from generator.readers.headings import heading_marks
from generator.readers.keys import read_key
from generator.readers.lines import Line, State
from generator.readers.marks import Mark, MarkKind
from generator.readers.numbers import read_number
from generator.readers.options import LATIN, find_choices

if TYPE_CHECKING:
    from collections.abc import Sequence

_WEIGHT = 3.2
_LEAST = 2
_MAX_LINES = 12
"""A block with more lines than this is no single question."""


def claim(lines: Sequence[Line]) -> Claim:
    """Claim each paragraph whose later lines are lettered choices with a key."""
    headings = heading_marks(lines, may_open=False)
    at_heading = {mark.index for mark in headings}
    marks: list[Mark] = []
    index = 0
    while index < len(lines):
        if lines[index].state is not State.TEXT or index in at_heading:
            index += 1
            continue
        stop = next((i for i in range(index, len(lines)) if lines[i].state is not State.TEXT), len(lines))
        marks += _block(lines, index, stop)
        index = stop
    if len(marks) < _LEAST:
        return Claim()
    both = tuple(sorted([*marks, *headings], key=lambda mark: mark.index))
    return Claim(marks=both, score=_WEIGHT * len(marks), reason=f"{len(marks)} paragraphs with lettered choices")


def _block(lines: Sequence[Line], start: int, stop: int) -> list[Mark]:
    texts = [line.text for line in lines[start:stop]]
    choices = find_choices(texts[:_MAX_LINES])
    if not choices or not choices.first or choices.alphabet.upper() != LATIN:
        return []
    is_keyed = bool(choices.marked) or any(read_key(text) for text in texts[choices.last + 1 :])
    if not is_keyed:
        return []
    text = "\n".join(text.strip() for text in texts[: choices.first])
    number = read_number(text)
    shown, body = (number[2], number[3]) if number and number[3] else ("", text)
    last = start + choices.first - 1
    rule = "paragraph with lettered choices"
    return [Mark(index=start, kind=MarkKind.PROMPT, text=body, last=last, number=shown, rule=rule, level=7)]


DIALECT = Dialect(name="choice-blocks", describe="choice questions without numbers (Aiken)", claim=claim)
