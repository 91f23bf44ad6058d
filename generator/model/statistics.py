"""Statistics: what all sessions add up to, for a table and for a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """One session in the table."""

    name: str
    at: datetime
    items: int
    graded: int
    points: float
    most: int
    missed: int
    discarded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicRow:
    """One topic in the table, over all its answers so far."""

    topic: str
    """Its id; empty for items without one."""
    answers: int
    missed: int
    recall: float | None
    """How likely its entries are recalled today, on average; None where no answer told anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What FSRS expects of the entries graded so far."""

    known: int
    recall: float
    """How likely they are recalled today, on average."""
    due: tuple[int, ...]
    """Entries that fall below 90 % by today, by tomorrow, and so on: each entry once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """Everything that `studypress stats` prints."""

    sessions: tuple[SessionRow, ...]
    topics: tuple[TopicRow, ...]
    """The weakest first."""
    forecast: Forecast
