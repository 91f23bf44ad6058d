"""Items: what a quiz prints, made from entries or carried by the notes."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NewType

from generator.model.bank import EntryId, Markdown, Option

if TYPE_CHECKING:
    from generator.diagnostics import Span

ItemId = NewType("ItemId", str)

GAP = "____"
"""A gap in a cloze stem, one width whatever fills it. Not Markdown: split the stem here before rendering."""


class ItemType(StrEnum):
    """The kinds of items; more derived types join in `transforms/derive/`."""

    SHORT_ANSWER = "short-answer"
    CLOZE = "cloze"
    CHOICE = "choice"
    """One right option."""
    MULTI_SELECT = "multi-select"
    """Several right options."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One printable question.

    `stem` of a cloze holds its gaps as `____` (all one width); `key` says what fills them, in order.
    """

    id: ItemId
    type: ItemType
    entry: EntryId
    stem: Markdown
    span: Span
    options: tuple[Option, ...] = ()
    key: tuple[Markdown, ...] = ()
    """Right answers of open items: the gap's texts, or rubric points of a short answer."""
    topic: str = ""
    points: int = 1
    section: tuple[str, ...] = field(default=())
    rationale: Markdown = field(default=Markdown(""))
    """What the key prints beside the answer: the notes' explanation, or the sentence a gap was cut from."""
