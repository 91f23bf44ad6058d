"""What a dialect is: a name, a sentence for people, and a function that claims lines of a note."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.readers.lines import Line
    from generator.readers.marks import Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a dialect would make of a document.

    `score` sums the weights of the prompts it sees (about 1 a doubtful one, 3–6 a sure one), so that claims of
    different dialects on one document compare; 0 claims nothing. `reason` is for people.
    """

    marks: tuple[Mark, ...] = ()
    score: float = 0.0
    reason: str = ""


class Claimer(Protocol):
    """Reads the classified lines and says what it would make of them; never fails."""

    def __call__(self, lines: Sequence[Line]) -> Claim:
        """Return the claim, empty when the dialect sees nothing of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """One way of writing notes."""

    name: str
    describe: str
    claim: Claimer
