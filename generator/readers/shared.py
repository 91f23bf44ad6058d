"""Choices that several questions share: `（1～3 题共用备选答案）`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.readers.lines import Line, State
from generator.readers.options import find_choices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.readers.marks import Mark

_SHARED = re.compile(
    r"(?P<low>\d{1,3})\s*[-~～—–至到]+\s*(?P<high>\d{1,3})\s*(?:题|小题|共用)|(?:questions?|items?)\s*(?P<from>\d{1,3})\s*"
    r"(?:[-~–—]|to)\s*(?P<to>\d{1,3})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """Choices of the questions numbered `low` to `high` that follow line `start`."""

    start: int
    low: int
    high: int
    text: str


def find_shared(lines: Sequence[Line], hidden: set[int]) -> list[Shared]:
    """Find lines such as `（1～3 题共用备选答案）` with choices below."""
    out: list[Shared] = []
    for index, line in enumerate(lines):
        found = _SHARED.search(line.text) if line.state is State.TEXT and index not in hidden else None
        if not found:
            continue
        stop = next((i for i in range(index + 1, len(lines)) if lines[i].state is not State.TEXT), len(lines))
        if stop == index + 1:
            stop = _after_gap(lines, stop)
        texts = [one.text for one in lines[index + 1 : stop]]
        choices = find_choices(texts)
        if choices and choices.alphabet and not any(text.strip() for text in texts[: choices.first]):
            out.append(
                Shared(
                    start=index,
                    low=int(found["low"] or found["from"]),
                    high=int(found["high"] or found["to"]),
                    text="\n".join(texts[choices.first : choices.last + 1]),
                )
            )
            hidden.update(range(index, index + choices.last + 2))
    return out


def _after_gap(lines: Sequence[Line], index: int) -> int:
    """Return where the paragraph after blank lines ends."""
    start = next((i for i in range(index, len(lines)) if lines[i].state is State.TEXT), len(lines))
    return next((i for i in range(start, len(lines)) if lines[i].state is not State.TEXT), len(lines))


def attach_shared(marks: list[Mark], one: Shared) -> None:
    """Give the choices to the prompts that follow and bear the numbers, in place."""
    wanted = iter(range(one.low, one.high + 1))
    number = next(wanted, None)
    for i, mark in enumerate(marks):
        if mark.index > one.start and number is not None and number_of(mark) == number:
            marks[i] = replace(mark, shared=one.text)
            number = next(wanted, None)


def number_of(mark: Mark) -> int:
    """Return the number a prompt bears, -1 where it bears none."""
    found = re.search(r"\d+$", mark.number)
    return int(found[0]) if found else -1
