"""What a dialect says about lines: here a heading starts, here a prompt, this line is only furniture."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class MarkKind(Enum):
    """The role a dialect gives to a line."""

    HEADING = auto()
    """A heading: part of the path of what follows, and itself an entry only if it `may_open` one."""
    PROMPT = auto()
    """A question or concept: opens an entry."""


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
    may_open: bool = False
    """Whether a heading opens an entry where it has a body of its own or nothing below it."""

    @property
    def end(self) -> int:
        """Index of the last line of the prompt itself."""
        return max(self.index, self.last)
