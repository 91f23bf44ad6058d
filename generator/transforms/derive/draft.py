"""What a deriver hands over: an item, and the names of the rules that keep it off the paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.diagnostics import Span
from generator.model.items import Item, ItemId, ItemType
from generator.transforms.rank import base32, digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from generator.model.bank import Bank, Entry

_ID_LENGTH = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One derived item; printable when it trips no rule."""

    item: Item
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deriver:
    """A row of the registry: an item type (or two) and what makes it from an entry."""

    name: str
    derive: Callable[[Entry, Bank], Iterator[Draft]]


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
