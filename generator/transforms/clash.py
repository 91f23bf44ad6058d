"""Which items may not stand on one paper: of one entry, of entries that overlap, or one telling another's key."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from generator.markup import plain
from generator.markup.characters import fold, has_cjk
from generator.model.items import GAP

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.model.bank import EntryId
    from generator.model.items import Item, ItemId

_LONGEST_KEY = 40
"""Longer keys (rubric points) are not printed in other stems by accident."""


class Clashes:
    """Answers whether two items clash; what an item prints is worked out once."""

    def __init__(self, enemies: Iterable[tuple[EntryId, EntryId]] = ()) -> None:
        self._enemies = {frozenset(pair) for pair in enemies}
        self._printed: dict[ItemId, str] = {}
        self._told: dict[ItemId, re.Pattern[str] | None] = {}

    def among(self, item: Item, chosen: Sequence[Item]) -> bool:
        """Whether an item clashes with any of those chosen."""
        return any(self.between(item, other) for other in chosen)

    def between(self, one: Item, other: Item) -> bool:
        """Whether two items clash."""
        if one.entry == other.entry or frozenset((one.entry, other.entry)) in self._enemies:
            return True
        return self._asks_the_same(one, other) or self._gives_away(one, other) or self._gives_away(other, one)

    def _asks_the_same(self, one: Item, other: Item) -> bool:
        return fold(self._text(one)) == fold(self._text(other))

    def _gives_away(self, one: Item, other: Item) -> bool:
        """Whether `other` prints an answer of `one`."""
        if one.id not in self._told:
            self._told[one.id] = _answers(one)
        pattern = self._told[one.id]
        return pattern is not None and bool(pattern.search(self._text(other)))

    def _text(self, item: Item) -> str:
        if item.id not in self._printed:
            texts = [item.stem.replace(GAP, "…"), *item.parts, *(option.text for option in item.options)]
            self._printed[item.id] = _normal("\n".join(texts))
        return self._printed[item.id]


def _answers(item: Item) -> re.Pattern[str] | None:
    """Return what finds an item's short answers in a printed text, or None where they are all long."""
    texts = item.key or tuple(option.text for option in item.options if option.is_key and not option.pinned)
    keys = [key for text in texts if 2 <= len(key := _normal(text)) <= _LONGEST_KEY]
    return re.compile("|".join(_whole(key) for key in keys)) if keys else None


def _whole(key: str) -> str:
    """Return a pattern for a key; a Latin one only as whole words."""
    return re.escape(key) if has_cjk(key) else rf"(?<![a-z0-9]){re.escape(key)}(?![a-z0-9])"


def _normal(text: str) -> str:
    """Return a text as it is read: plain, one width, small letters, no space beside Chinese."""
    flat = " ".join(unicodedata.normalize("NFKC", plain(text)).lower().split())
    return re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", flat)
