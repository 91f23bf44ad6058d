"""Sessions: what study.log records of numbered quizzes, and what it adds up to."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from generator.model.bank import EntryId
from generator.model.items import ItemId

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


class EventKind(StrEnum):
    """What may happen to a session."""

    PRINTED = "printed"
    DISCARDED = "discarded"
    GRADED = "graded"
    AMENDED = "amended"
    """A grade put right; it wins over every plain one."""
    DISPUTED = "disputed"
    """An item whose key the learner does not believe."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One item on a paper; `type` and `topic` are words of their time, which need not exist any more."""

    item: ItemId
    entry: EntryId
    type: str
    topic: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How one item went. Scores are in halves of a point."""

    item: ItemId
    entry: EntryId
    type: str
    score: int | None
    """None: not reached."""
    most: int
    """The halves there were to get."""
    options: int = 0
    """Options printed with it; 0 for an open item."""
    guessed: bool = False
    disputed: bool = False
    quick: bool = False
    """Known at once."""
    given: str = ""
    """The letters of a choice item, as printed."""

    @property
    def share(self) -> float:
        """The part of the points that was got; 0 where it was not reached."""
        return (self.score or 0) / self.most if self.most else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of study.log; its parts are read when they are asked for.

    `of` is the id of the `printed` event that the others are about (of a `printed` one: its own).
    """

    kind: EventKind
    id: str
    at: datetime
    """UTC."""
    of: str
    session: int = 0
    """The number on the paper; two machines may have used the same one."""
    paper: str = ""
    seed: str = ""
    version: str = ""
    """The version that was graded, or those printed, with commas."""
    rows: tuple[str, ...] = ()
    """Of a `printed` event the items, of a grade the results, of a dispute the item; see `store.log_lines`."""
    record: bytes = b""
    """JSON: everything that was printed."""
    line: int = 0
    """Where it stands in study.log."""

    @property
    def asked(self) -> tuple[Asked, ...]:
        """The items of a `printed` event."""
        return tuple(_asked(row) for row in self.rows)

    @property
    def results(self) -> tuple[Result, ...]:
        """The results of a `graded` or `amended` event."""
        return tuple(_result(row) for row in self.rows)


def asked_row(asked: Asked) -> str:
    """Return an item as study.log keeps it: id, entry, type, topic."""
    return f"{asked.item} {asked.entry} {asked.type} {asked.topic}".rstrip()


def result_row(result: Result) -> str:
    """Return a result as study.log keeps it: item, entry, type, halves, options, marks, letters."""
    score = "-" if result.score is None else result.score
    marks = "?" * result.guessed + "!" * result.disputed + "+" * result.quick
    fields = (
        result.item,
        result.entry,
        result.type,
        f"{score}/{result.most}",
        result.options,
        marks or "-",
        result.given,
    )
    return " ".join(map(str, fields)).rstrip()


def _asked(row: str) -> Asked:
    item, entry, kind, *topic = row.split(" ", 3)
    return Asked(item=ItemId(item), entry=EntryId(entry), type=kind, topic=topic[0] if topic else "")


def _result(row: str) -> Result:
    item, entry, kind, points, options, marks, *given = row.split(" ")
    score, most = points.split("/")
    return Result(
        item=ItemId(item),
        entry=EntryId(entry),
        type=kind,
        score=None if score == "-" else int(score),
        most=int(most),
        options=int(options),
        guessed="?" in marks,
        disputed="!" in marks,
        quick="+" in marks,
        given=given[0] if given else "",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """A result that counts, and when it was first given."""

    result: Result
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One numbered quiz and all that happened to it."""

    name: str
    """Its number; `7~2` is the second one that two machines numbered 7."""
    printed: Event
    discarded: bool = False
    graded: Mapping[ItemId, Graded] = field(default_factory=dict)
    disputed: frozenset[ItemId] = frozenset()

    @property
    def counts(self) -> bool:
        """Whether its items count as asked."""
        return not self.discarded or bool(self.graded)
