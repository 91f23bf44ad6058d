"""What a deriver hands over: an item, how sure it is of it, and the names of the rules that keep it off the paper."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.diagnostics import Span
from generator.model.items import Item, ItemId, ItemType, Verdict
from generator.transforms.rank import base32, digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from generator.model.bank import Entry
    from generator.transforms.derive.bench import Bench

_ID_LENGTH = 12
PRINTED_FROM = 70
"""Drafts of at least this rank are printed without anyone having looked at them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One derived item."""

    item: Item
    rules: tuple[str, ...] = ()
    """Why it may not be printed; only a reviewer's acceptance overrules them."""
    warnings: tuple[str, ...] = ()
    """What lowered its rank."""
    rank: int = 80
    """How many of a hundred such items a careful reader is expected to accept, on notes that nobody tuned for."""
    carried: bool = False
    """Whether the notes carry it as a question of their own."""
    original: str = ""
    """The true sentence of a true/false item."""
    concept: str = ""
    """The concept that is its key, if the lexicon has it."""
    verdict: Verdict | None = None
    """What a reviewer said of it."""

    @property
    def printable(self) -> bool:
        """Whether it may go to paper as it is."""
        return not self.rules and self.rank >= PRINTED_FROM


@dataclass(frozen=True, slots=True, kw_only=True)
class Deriver:
    """A row of the registry: an item type (or two) and what makes it from an entry."""

    name: str
    derive: Callable[[Entry, Bench], Iterator[Draft]]


def item_id(entry: Entry, kind: ItemType, *about: str | int) -> ItemId:
    """Return an item's id: from its entry, its type and what it is about, never from where it stands."""
    return ItemId(base32(digest("item", entry.id, kind, *about), _ID_LENGTH).lower())


def new_item(entry: Entry, kind: ItemType, *about: str | int, line: int = 0) -> Item:
    """Return an item of an entry that still wants its key; the stem is the entry's prompt.

    Args:
        entry: Where it comes from.
        kind: Its type.
        about: What tells it from the entry's other items of the type, for its id.
        line: The file line of its sentence; 0 when its source is the whole entry.
    """
    span = Span(path=entry.span.path, line=line, end_line=line) if line else entry.span
    return Item(
        id=item_id(entry, kind, *about),
        type=kind,
        entry=entry.id,
        stem=entry.prompt_markdown,
        span=span,
        topic=entry.topic,
        section=entry.section,
    )


def item_digest(item: Item) -> str:
    """Return a short hash of what a person judges in an item: stem, options, parts and key."""
    texts = (item.stem, *item.key, "", *item.parts, "", *(f"{option.is_key}{option.text}" for option in item.options))
    return base32(hashlib.sha256("\x00".join(texts).encode()).digest(), _ID_LENGTH).lower()
