"""What is missing or doubtful in the notes, as records: for `check`, and for the guide's last chapter."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.diagnostics import Span
    from generator.model.bank import EntryId


class GapKind(StrEnum):
    """What is wrong, in the order of the list."""

    UNANSWERED = "unanswered"
    """Nothing stands below the prompt, here or in a duplicate."""
    UNKNOWN = "unknown"
    """The author says that they do not know."""
    ANSWERED_ELSEWHERE = "answered-elsewhere"
    """Without an answer of its own, but a duplicate has one (`others[0]`)."""
    DOUBTED = "doubted"
    """Answered, but marked ❌."""
    INCOMPLETE = "incomplete"
    """Answered, but marked ⚠️."""
    LINK_ONLY = "link-only"
    IMAGE_ONLY = "image-only"
    PICTURE = "picture"
    """Pictures that cannot be had (`addresses`)."""
    LINK = "link"
    """Links to files that cannot be had (`addresses`)."""
    DISAGREEMENT = "disagreement"
    """Duplicates whose answers differ in a number, a polarity word or a formula (`sides`): to be checked, not wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one entry says where another says something else."""

    entry: EntryId
    span: Span
    text: str
    """The sentence, or the formula's TeX."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One thing to complete or to check."""

    kind: GapKind
    entry: EntryId
    span: Span
    message: str
    """For people, in English; what the guide prints follows from the other fields."""
    others: tuple[EntryId, ...] = ()
    """The duplicate that has an answer, or the other side of a disagreement."""
    addresses: tuple[str, ...] = ()
    sides: tuple[Side, ...] = ()
    """Two, in the order of their files and lines."""

    def __str__(self) -> str:
        return f"{self.span}: {self.kind}: {self.message}"


def gap_json(gap: Gap) -> dict[str, object]:
    """Return one gap as JSON."""
    return {
        "kind": gap.kind.value,
        "entry": gap.entry,
        "message": gap.message,
        "source": _place(gap.span),
        "others": list(gap.others),
        "addresses": list(gap.addresses),
        "sides": [{"entry": side.entry, "source": _place(side.span), "text": side.text} for side in gap.sides],
    }


def _place(span: Span) -> dict[str, object]:
    return {"path": span.path, "line": span.line, "end_line": span.end_line}
