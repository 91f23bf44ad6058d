"""What a deriver hands over: an item, and the names of the rules that keep it off the paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.diagnostics import Span
from generator.model.items import Item, ItemId, ItemType
from generator.transforms.rank import base32, digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from generator.model.bank import Bank, Entry, Markdown, Option

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


def make_item(
    entry: Entry,
    kind: ItemType,
    *about: str | int,
    stem: Markdown,
    key: tuple[Markdown, ...] = (),
    options: tuple[Option, ...] = (),
    line: int = 0,
    points: int = 1,
    rationale: Markdown,
) -> Item:
    """Return an item of an entry; `line` is that of its sentence, else the entry's whole span is its source."""
    span = Span(path=entry.span.path, line=line, end_line=line) if line else entry.span
    return Item(
        id=item_id(entry, kind, *about),
        type=kind,
        entry=entry.id,
        stem=stem,
        span=span,
        options=options,
        key=key,
        topic=entry.topic,
        points=points,
        section=entry.section,
        rationale=rationale,
    )
