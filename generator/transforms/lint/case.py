"""One item under examination, with what the rules want to know of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.markup import plain
from generator.model.items import GAP, ItemType

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.model.bank import Entry, Markdown, Option
    from generator.model.items import Item
    from generator.transforms.derive.bench import Bench
    from generator.transforms.derive.draft import Draft

CHOICE = frozenset({ItemType.CHOICE})
SELECTED = frozenset({ItemType.CHOICE, ItemType.MULTI_SELECT})
STATED = frozenset({ItemType.TRUE_FALSE})
GAPS = frozenset({ItemType.CLOZE, ItemType.NUMBER, ItemType.TERM})
ALL = frozenset(ItemType)

_CONTEXT = re.compile(r"^【[^】]*】")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An item with its draft, its entry and the bench."""

    draft: Draft
    entry: Entry
    bench: Bench

    @property
    def item(self) -> Item:
        """The item examined."""
        return self.draft.item

    @property
    def stem(self) -> str:
        """The stem's readable text, without gaps and the `【…】` before it."""
        return plain(self.item.stem.replace(GAP, " ")) if GAP in self.item.stem else plain(self.item.stem)

    @property
    def said(self) -> str:
        """The stem without what is printed before a sentence to say what it is about."""
        return _CONTEXT.sub("", self.stem)

    @property
    def free(self) -> tuple[Option, ...]:
        """The options that are answers of their own, not `以上都对`."""
        return tuple(option for option in self.item.options if not option.pinned) or self.item.options

    @property
    def right(self) -> tuple[str, ...]:
        """Texts of the right options."""
        return tuple(plain(option.text) for option in self.free if option.is_key)

    @property
    def wrong(self) -> tuple[str, ...]:
        """Texts of the wrong options."""
        return tuple(plain(option.text) for option in self.free if not option.is_key)

    @property
    def terms(self) -> tuple[str, tuple[str, ...]]:
        """(concept of the only key, concepts of the wrong options) where those are terms of the lexicon; else empty."""
        concepts = [self.bench.concept(text) for text in (*self.right, *self.wrong)]
        return (concepts[0], tuple(concepts[1:])) if len(self.right) == 1 and all(concepts) else ("", ())

    @property
    def texts(self) -> tuple[Markdown, ...]:
        """Everything that is printed of it, on the paper or in the key."""
        item = self.item
        return (item.stem, *item.parts, *(option.text for option in item.options), *item.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A row of the lint: `number` is that of ITEMS.md, section 5."""

    number: int
    name: str
    types: frozenset[ItemType]
    trips: Callable[[Case], bool]
    rejects: bool = True
    """Whether it keeps an item off the paper; otherwise it lowers its rank."""
    pardons_carried: bool = False
    """Whether on questions that the notes carry it only lowers the rank."""
