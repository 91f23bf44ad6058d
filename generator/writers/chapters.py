"""The bank as numbered chapters: the same numbers in the guide, on the sheet and in a key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.markup.characters import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.model.bank import Bank, Entry, EntryId, Marker


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """An answered entry and its number, `chapter.n`."""

    number: str
    entry: Entry
    crumbs: tuple[str, ...] = ()
    """Headings above it that neither the chapter's title nor the prompt repeats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A topic, or a document where no topics have been given."""

    number: int
    """From 1 among chapters with an answered entry; 0 when nothing is answered."""
    title: str
    entries: tuple[Numbered, ...]
    unanswered: tuple[Entry, ...]

    @property
    def total(self) -> int:
        """How many entries belong here, answered or not."""
        return len(self.entries) + len(self.unanswered)

    def crumbs(self, entry: Entry) -> tuple[str, ...]:
        """Return the headings above an entry that neither this chapter's title nor the prompt repeats."""
        return _crumbs(entry, self.title)

    def count(self, marker: Marker) -> int:
        """Return how many of the answered entries carry a marker."""
        return sum(marker in numbered.entry.markers for numbered in self.entries)


def chapters(bank: Bank, *, language: str, other: str) -> tuple[Chapter, ...]:
    """Return the chapters in printing order; those without any entry are left out.

    Args:
        bank: Where entries, topics and documents come from.
        language: Of topic titles, `zh` or `en`.
        other: Title of the chapter for entries without a topic.
    """
    found: list[Chapter] = []
    number = 0
    for title, entries in _groups(bank, language, other):
        answered = [entry for entry in entries if entry.answered]
        number += bool(answered)
        found.append(
            Chapter(
                number=number if answered else 0,
                title=title,
                entries=tuple(_numbered(entry, number, i, title) for i, entry in enumerate(answered, 1)),
                unanswered=tuple(entry for entry in entries if not entry.answered),
            )
        )
    return tuple(found)


def numbers(found: Sequence[Chapter]) -> dict[EntryId, str]:
    """Return the printed number of every answered entry."""
    return {numbered.entry.id: numbered.number for chapter in found for numbered in chapter.entries}


def _groups(bank: Bank, language: str, other: str) -> list[tuple[str, list[Entry]]]:
    if bank.topics:
        titles = {topic.id: topic.zh if language == "zh" else topic.en for topic in bank.topics}
        keys = [entry.topic if entry.topic in titles else "" for entry in bank.entries]
        titles[""] = other
    else:
        titles = {document.path: document.title or document.path for document in bank.documents}
        keys = [entry.span.path for entry in bank.entries]
    titles.update({key: key for key in keys if key not in titles})
    members: dict[str, list[Entry]] = {key: [] for key in titles}
    for key, entry in zip(keys, bank.entries, strict=True):
        members[key].append(entry)
    return [(titles[key], entries) for key, entries in members.items() if entries]


def _numbered(entry: Entry, chapter: int, position: int, title: str) -> Numbered:
    return Numbered(number=f"{chapter}.{position}", entry=entry, crumbs=_crumbs(entry, title))


def _crumbs(entry: Entry, title: str) -> tuple[str, ...]:
    said = {fold(title), fold(entry.prompt)}
    return tuple(heading for heading in entry.section if heading.strip() and fold(heading) not in said)
