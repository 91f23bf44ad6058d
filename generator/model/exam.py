"""A form is one assembled version of a quiz; the key is computed from it, never kept beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.model.items import ARRANGED, Item, ItemType

if TYPE_CHECKING:
    from generator.model.bank import Markdown

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Blueprint:
    """What a quiz must contain."""

    title: str
    count: int
    """Items wanted per version."""
    seed: str
    versions: tuple[str, ...] = ("A",)
    topics: tuple[str, ...] = ()
    """Only these topics; empty means all."""
    limits: tuple[tuple[ItemType, int], ...] = ()
    """At most so many items of a type; given up first when the bank is short."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """One printed item: its number and the order of its options (indices into `item.options`)."""

    number: int
    item: Item
    order: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One version of a quiz as it is printed."""

    version: str
    placements: tuple[Placement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """All versions of one quiz, resolved once; quiz and key both render from it."""

    id: str
    """Short base-32 hash of everything printed."""
    title: str
    seed: str
    scheme: int
    """Number of the keyed-rank algorithm that drew it."""
    forms: tuple[Form, ...]
    relaxed: tuple[str, ...] = ()
    """Wishes given up: `type-limits`, `topic-spread`, or `count:<got>/<wanted>`, in this order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyEntry:
    """The right answer to one printed item."""

    number: int
    item: Item
    letters: str = ""
    """Right letters as printed on this form (`B`, `ACD`, or in the order asked for `CAB`); empty for open items."""
    answers: tuple[Markdown, ...] = ()
    """Texts of the right options (printed order, or the order asked for), the gaps' texts, or the rubric points."""


def key(form: Form) -> tuple[KeyEntry, ...]:
    """Return the key of a form, computed from what is printed on it."""
    return tuple(_key_entry(placement) for placement in form.placements)


def _key_entry(placement: Placement) -> KeyEntry:
    item = placement.item
    if not item.options:
        return KeyEntry(number=placement.number, item=item, answers=item.key)
    if item.type in ARRANGED:
        return _arranged(placement)
    printed = [item.options[index] for index in placement.order]
    right = [(letter, option.text) for letter, option in zip(LETTERS, printed, strict=False) if option.is_key]
    return KeyEntry(
        number=placement.number,
        item=item,
        letters="".join(letter for letter, _ in right),
        answers=tuple(text for _, text in right),
    )


def _arranged(placement: Placement) -> KeyEntry:
    """Return the key of an item answered by letters in an order: of its parts, or of its steps."""
    item = placement.item
    count = len(item.parts) if item.type is ItemType.MATCHING else len(item.options)
    return KeyEntry(
        number=placement.number,
        item=item,
        letters="".join(LETTERS[placement.order.index(index)] for index in range(count)),
        answers=tuple(option.text for option in item.options[:count]),
    )
