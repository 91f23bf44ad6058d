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


TRUE, FALSE = "√", "×"
"""The first key of a true/false item; a false one's second says what is put right."""


class ItemType(StrEnum):
    """The kinds of items; `transforms/derive/` makes them."""

    SHORT_ANSWER = "short-answer"
    CLOZE = "cloze"
    CHOICE = "choice"
    """One right option."""
    MULTI_SELECT = "multi-select"
    """Several right options."""
    NUMBER = "number"
    """A cloze whose gap is a figure."""
    TERM = "term"
    """A description; the gap is what it describes."""
    TRUE_FALSE = "true-false"
    """A statement to judge and, where it is wrong, to put right; see `TRUE` and `FALSE`."""
    MATCHING = "matching"
    """`parts` are matched with options: the first options, in the order of the parts; the rest match nothing."""
    ORDERING = "ordering"
    """`options` in their right order; printed in another."""
    FORMULA = "formula"
    """The formula of something named."""
    ENUMERATION = "enumeration"
    """So many points, each a few words."""
    COMPARISON = "comparison"
    """A table to fill: `parts` head its columns, `key` fills them; or `key` is it all, and the stem its frame."""


GAPPED = frozenset({ItemType.CLOZE, ItemType.NUMBER, ItemType.TERM})
"""Types whose stem holds gaps."""
ARRANGED = frozenset({ItemType.MATCHING, ItemType.ORDERING})
"""Types answered by letters in an order."""


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
    """Right answers of open items: the gap's texts, rubric points, or whatever else the type says."""
    parts: tuple[Markdown, ...] = ()
    """What options are matched with, or the heads of columns."""
    topic: str = ""
    points: int = 1
    section: tuple[str, ...] = field(default=())
    rationale: Markdown = field(default=Markdown(""))
    """What the key prints beside the answer: the notes' explanation, or the sentence a gap was cut from."""


class Ruling(StrEnum):
    """What a person decided about an item."""

    ACCEPT = "accept"
    REJECT = "reject"
    EDIT = "edit"
    """Accepted with the reviewer's own words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A person's ruling on one item, kept in study.review.toml."""

    ruling: Ruling
    type: str
    """The item's type when it was judged, for the precision per type."""
    digest: str = ""
    """Of the text that was judged: a changed item is judged anew (a rejection stays)."""
    stem: Markdown = field(default=Markdown(""))
    """The reviewer's stem, or empty."""
    key: tuple[Markdown, ...] = ()
    """The reviewer's key, or empty."""
    disputed: bool = False
    """The learner did not believe the key when a quiz was graded."""
    source: str = ""
    """Where the item came from, for people who read the file."""
    note: str = ""
