"""Entries that ask the same thing: groups, the pairs behind them, and what the project's owner said about pairs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.model.bank import EntryId

Pair = tuple["EntryId", "EntryId"]
"""Two entries, the smaller id first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRef:
    """How study.toml names an entry: by its id, or by its file and a piece of its prompt."""

    id: str = ""
    file: str = ""
    """Relative to the content folder; `*` and `?` are allowed."""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PinRow:
    """One `[[same]]` or `[[different]]` table of study.toml."""

    same: bool
    entries: tuple[EntryRef, ...]
    """At least two."""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pins:
    """Pairs that the project's owner decided for good."""

    same: frozenset[Pair] = frozenset()
    different: frozenset[Pair] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Why two entries stand in one group."""

    a: EntryId
    b: EntryId
    score: float
    """0 to 1; 1 for prompts that are equal and for pinned pairs."""
    reasons: tuple[str, ...]
    """For people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Entries that seem to ask the same thing; shown side by side, never merged by themselves."""

    entries: tuple[EntryId, ...]
    """At least two, by path and line."""
    score: float
    """Of the weakest link that holds it together."""
    reasons: tuple[str, ...]
    links: tuple[Link, ...]
    """What holds it together: one link less than it has entries, the strongest first."""
    identical: bool = False
    """All prompts are equal once width, case, spaces and punctuation are folded away."""
    twins: tuple[tuple[EntryId, ...], ...] = ()
    """Those of its entries that may share one Anki note: equal prompts, and entries pinned together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """All groups of a bank, and the pairs that may not meet on one paper."""

    groups: tuple[Group, ...] = ()
    """By path and line of their first entries; no entry is in two."""
    enemies: tuple[tuple[EntryId, EntryId, float], ...] = ()
    """Pairs that overlap, those within a group included, by ids; the score is of the same kind as a group's."""

    def of(self) -> dict[EntryId, Group]:
        """Return the group of every entry that is in one."""
        return {entry: group for group in self.groups for entry in group.entries}

    def enemy_pairs(self) -> tuple[Pair, ...]:
        """Return the enemies without their scores."""
        return tuple((a, b) for a, b, _ in self.enemies)


def pair(a: EntryId, b: EntryId) -> Pair:
    """Return two entries as a pair, the smaller id first."""
    return (a, b) if a < b else (b, a)


def groups_json(grouping: Grouping) -> dict[str, object]:
    """Return what `studypress groups --json` prints; scores with three decimals."""
    return {
        "groups": [
            {
                "entries": list(group.entries),
                "score": round(group.score, 3),
                "reasons": list(group.reasons),
                "identical": group.identical,
                "twins": [list(twins) for twins in group.twins],
            }
            for group in grouping.groups
        ],
        "enemies": [[a, b, round(score, 3)] for a, b, score in grouping.enemies],
    }
