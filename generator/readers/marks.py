"""What a dialect says about lines: here a heading starts, here a prompt, this line is only furniture."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from generator.readers.lines import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.readers.lines import Line


class MarkKind(Enum):
    """The role a dialect gives to a line."""

    HEADING = auto()
    """A heading: part of the path of what follows, and itself an entry only if it `may_open` one."""
    PROMPT = auto()
    """A question or concept: opens an entry."""
    END = auto()
    """No prompt, but the answer above ends here: the line belongs to no entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One claimed line; indices count `lines` from 0.

    `text` is the prompt's source without its carrier (number, hash signs, bullet, quote, bold). `rest` is
    what the line says after the prompt, the start of the answer. `level` orders headings.
    """

    index: int
    kind: MarkKind
    text: str
    rule: str
    """Which rule claimed the line, for `check --explain`."""
    number: str = ""
    level: int = 0
    last: int = -1
    """Index of the prompt's last line when it has several; -1 means `index`."""
    rest: str = ""
    shared: str = ""
    """Lines of choices that this prompt shares with others."""
    apart: str = ""
    """What a list of answers elsewhere in the file says about it."""
    is_short: bool = False
    """Whether the answer reaches no further than what is indented below the line."""
    may_open: bool = False
    """Whether a heading opens an entry where it has a body of its own or nothing below it."""

    @property
    def end(self) -> int:
        """Index of the last line of the prompt itself."""
        return max(self.index, self.last)


def ends_after(marks: Sequence[Mark], lines: Sequence[Line]) -> tuple[Mark, ...]:
    """Return the marks with an END where the answer of one that does not reach far is over."""
    out: list[Mark] = []
    for position, mark in enumerate(marks):
        out.append(mark)
        stop = marks[position + 1].index if position + 1 < len(marks) else len(lines)
        own = lines[mark.index].indent
        outside = (i for i in range(mark.end + 1, stop) if lines[i].state is not State.BLANK and lines[i].indent <= own)
        end = next(outside, stop) if mark.is_short else stop
        if end < stop:
            out.append(Mark(index=end, kind=MarkKind.END, text="", rule="end of an answer of one line"))
    return tuple(out)


def in_order(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Return the marks by line, without those on lines that another's prompt holds already."""
    ranks = {MarkKind.PROMPT: 0, MarkKind.HEADING: 1, MarkKind.END: 2}
    out: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.index, ranks[mark.kind])):
        if not out or mark.index > out[-1].end:
            out.append(mark)
    return tuple(out)
