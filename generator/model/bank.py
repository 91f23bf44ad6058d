"""The question bank: documents and the entries read from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from generator.diagnostics import Span

EntryId = NewType("EntryId", str)
Markdown = NewType("Markdown", str)
"""Source text in the notes' dialect; rendered only by writers, through `generator.markup`."""


class Kind(StrEnum):
    """Whether a prompt asks something or names something."""

    QUESTION = "question"
    CONCEPT = "concept"


class AnswerKind(StrEnum):
    """What the answer consists of."""

    TEXT = "text"
    LINK = "link"
    """Nothing but addresses."""
    IMAGE = "image"
    """Nothing but pictures."""
    NONE = "none"
    """Nothing at all (remarks apart)."""
    UNKNOWN = "unknown"
    """The author says that they do not know."""


class Marker(StrEnum):
    """What the author marked a prompt with."""

    FREQUENT = "frequent"  # ⭐️
    INCOMPLETE = "incomplete"  # ⚠️
    UNKNOWN = "unknown"  # ❌
    ASKED = "asked"  # ⚡️; a dated remark below the prompt is in `Entry.asked`


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Where and when a question was really asked; empty strings where the remark does not say."""

    date: str = ""
    """ISO 8601, or its year or year and month alone."""
    company: str = ""
    role: str = ""
    round: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """A piece of TeX without its delimiters, and the source line it starts on."""

    tex: str
    display: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What stands below (or beside) a prompt."""

    kind: AnswerKind = AnswerKind.NONE
    text: str = ""
    """Plain text: `（1）` and `1、` kept, Markdown marks, addresses and TeX delimiters gone."""
    markdown: Markdown = Markdown("")
    """The whole answer as normalised source; its line i (from 0) is file line `line + i`."""
    details: Markdown = Markdown("")
    """`markdown` with the spoken answer blanked out (same lines)."""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One choice of a multiple-choice question that the notes carry themselves."""

    text: Markdown
    is_key: bool = False
    rationale: Markdown = Markdown("")
    pinned: bool = False
    """"None of the above" stays where it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One question or concept read from the notes."""

    id: EntryId
    prompt: str
    """Plain text without number, marker and mark-up."""
    prompt_markdown: Markdown
    """The same with its inline mark-up and TeX."""
    kind: Kind
    span: Span
    number: str = ""
    """The author's own number as written (`7`, `1-1`), or empty."""
    section: tuple[str, ...] = ()
    """Headings above it, outermost first, as plain text."""
    answer: Answer = field(default_factory=Answer)
    markers: frozenset[Marker] = frozenset()
    asked: Asked | None = None
    oral: Markdown = Markdown("")
    """The author's spoken answer, or empty."""
    options: tuple[Option, ...] = ()
    links: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    math: tuple[Formula, ...] = ()
    topic: str = ""

    @property
    def answered(self) -> bool:
        """Whether there is anything to learn below the prompt."""
        return self.answer.kind not in {AnswerKind.NONE, AnswerKind.UNKNOWN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """Lines of a document that belong to no entry, and why."""

    line: int
    end_line: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One note file as it was read."""

    path: str
    """Relative to the content folder, with forward slashes."""
    title: str
    dialect: str
    reason: str
    """Why this dialect was chosen, for people."""
    encoding: str
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A chapter of the guide and a subdeck: an id and its name in each label language."""

    id: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """Everything read from one content folder."""

    documents: tuple[Document, ...] = ()
    entries: tuple[Entry, ...] = ()
    topics: tuple[Topic, ...] = ()
    """In printing order; every `Entry.topic` is one of them once topics have been given."""

    def entries_of(self, path: str) -> tuple[Entry, ...]:
        """Return the entries read from one document, in source order."""
        return tuple(e for e in self.entries if e.span.path == path)
