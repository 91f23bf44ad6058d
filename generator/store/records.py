"""Recorded entries: the lines of study.lock as frozen records, and the order in which their entries stood."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.model.bank import EntryId

VERSION = 1
HEADER_LINES = 3
"""Lines of study.lock above the comments and records."""


class State(StrEnum):
    """What became of a recorded entry."""

    LIVE = "live"
    HELD = "held"
    """Not found again, but one of `others` may be it: neither reused nor retired until the user says."""
    GONE = "gone"
    """Removed from the notes: a tombstone, and the id of the entry should it return."""
    IS = "is"
    """Written by the user in place of `held`: it is the entry named in `others`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A content by its digest, and the Unix seconds since when it is that."""

    digest: str
    since: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One line of study.lock."""

    id: EntryId
    state: State = State.LIVE
    others: tuple[EntryId, ...] = ()
    answer: str = ""
    """The answer as `likeness.sign` signs it."""
    after: str = ""
    """Id of the entry above it in the same file; empty for the first."""
    path: str = ""
    section: tuple[str, ...] = ()
    prompt: str = ""
    """On one line; empty only where a damaged line lost it."""
    card: Dated | None = None
    """What Anki was last given of it, and since when that is so; None before the first deck."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """The content of study.lock; records sorted by id, each id once."""

    records: tuple[Record, ...] = ()
    comments: tuple[str, ...] = ()
    """Lines starting with `#` other than the header; unreadable lines are kept here."""
    version: int = VERSION

    @property
    def writable(self) -> bool:
        """Whether this Studypress may replace the file: one of a newer version must stay as it is."""
        return self.version <= VERSION

    def line_of(self, entry_id: str) -> int:
        """Return the 1-based line on which `write_lock` puts an id; 0 if it is not recorded."""
        above = HEADER_LINES + len(self.comments) + 1
        return next((above + i for i, record in enumerate(self.records) if record.id == entry_id), 0)


def in_order(records: Iterable[Record]) -> tuple[Record, ...]:
    """Return records file by file as their entries stood, following `after`; strays at the end of their file."""
    files: defaultdict[str, list[Record]] = defaultdict(list)
    for record in records:
        files[record.path].append(record)
    return tuple(record for path in sorted(files) for record in _chain(files[path]))


def _chain(records: list[Record]) -> list[Record]:
    ids = {record.id for record in records}
    below: defaultdict[str, list[Record]] = defaultdict(list)
    for record in records:
        below[record.after if record.after in ids else ""].append(record)
    chained: dict[EntryId, Record] = {}
    stack = below[""][::-1]
    while stack:
        record = stack.pop()
        chained[record.id] = record
        stack += below[record.id][::-1]
    return [*chained.values(), *(record for record in records if record.id not in chained)]
