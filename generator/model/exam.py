"""A form is one assembled version of a quiz; the key is computed from it, never kept beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.model.items import Item


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
