"""The study guide: the whole bank as a book, unanswered questions in a last chapter of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from generator.model.bank import Marker
from generator.model.deck import Artifact
from generator.model.exam import LETTERS
from generator.writers.chapters import Chapter, Numbered, chapters
from generator.writers.html import breakable, unlinked
from generator.writers.index import Term, by_letter, references, terms
from generator.writers.paragraphs import arranged, kept_end

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from generator.model.bank import Bank, Entry, EntryId
    from generator.press.desk import Press

BADGES = (Marker.FREQUENT, Marker.ASKED, Marker.INCOMPLETE, Marker.UNKNOWN)
"""Markers in printing order; each has an icon of the same name."""
MOST_ASKED = 12
"""At most so many entries are listed at a chapter's opening."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideOption:
    """One choice of a question that the notes carry themselves."""

    letter: str
    html: Markup
    is_key: bool
    why: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideLink:
    """A pointer to an entry, by its number."""

    number: str
    anchor: str
    text: Markup
    marks: tuple[str, ...] = ()
    """Icon names."""
    is_main: bool = True
    """In the index: whether the entry is about the term, not only names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideTerm:
    """A line of the index."""

    name: str
    places: tuple[GuideLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideEntry:
    """An entry as the template prints it; empty where there is nothing."""

    number: str
    anchor: str
    prompt: Markup
    prompt_text: Markup
    """The prompt without links of its own, for the contents."""
    plain: str
    crumbs: str
    marks: tuple[tuple[str, str], ...]
    options: tuple[GuideOption, ...]
    oral: Markup
    details: Markup
    see: tuple[GuideLink, ...]
    """Other entries that say more about what it names."""
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideChapter:
    """A chapter as the template prints it."""

    number: int
    anchor: str
    title: str
    facts: tuple[str, ...]
    asked: tuple[GuideLink, ...]
    """Its entries that are asked most, for the chapter's opening."""
    entries: tuple[GuideEntry, ...]


def write_guide(bank: Bank, press: Press, concepts: Mapping[EntryId, Sequence[str]] | None = None) -> Artifact:
    """Return `guide.pdf`; complaints collect in `press.found`.

    Args:
        bank: What to print.
        press: Where to print it.
        concepts: For the index, the subject's concepts that each entry names.

    Raises:
        StudypressError: a template is wrong, or a font or system library is missing.
    """
    return Artifact(path="guide.pdf", data=press.pdf("guide.html.j2", **guide_context(bank, press, concepts)))


def guide_context(
    bank: Bank, press: Press, concepts: Mapping[EntryId, Sequence[str]] | None = None
) -> dict[str, object]:
    """Return the variables of `guide.html.j2`."""
    found = chapters(bank, language=press.settings.language, other=press.label("other"))
    see = references(found)
    missing = [_chapter(chapter, press, see, answered=False) for chapter in found if chapter.unanswered]
    return {
        "subtitle": press.label("guide.subtitle"),
        "figures": _figures(bank, press),
        "legend": _legend(bank, press),
        "chapters": [_chapter(chapter, press, see, answered=True) for chapter in found if chapter.entries],
        "index": [
            (letter, [_index_line(term) for term in group]) for letter, group in by_letter(terms(found, concepts))
        ],
        "missing": missing,
        "missing_count": sum(len(chapter.entries) for chapter in missing),
    }


def _figures(bank: Bank, press: Press) -> list[tuple[int, str]]:
    answered = sum(entry.answered for entry in bank.entries)
    counts = [
        ("entries", len(bank.entries)),
        ("answered", answered),
        ("unanswered", len(bank.entries) - answered),
        ("documents", len(bank.documents)),
    ]
    return [(count, press.label(f"guide.figures.{key}")) for key, count in counts]


def _legend(bank: Bank, press: Press) -> list[tuple[str, str]]:
    used = {marker for entry in bank.entries for marker in entry.markers}
    return [(marker.value, press.label(f"legend.{marker.value}")) for marker in BADGES if marker in used]


def _chapter(chapter: Chapter, press: Press, see: Mapping[str, Sequence[Numbered]], *, answered: bool) -> GuideChapter:
    entries = chapter.entries if answered else _unnumbered(chapter)
    return GuideChapter(
        number=chapter.number,
        anchor=f"c{chapter.number}",
        title=chapter.title,
        facts=tuple(_facts(chapter, press)),
        asked=tuple(_most_asked(chapter, press)),
        entries=tuple(_entries(entries, press, see, Figures(press, chapter.number))),
    )


class Figures:
    """Counts the figures of a chapter and writes their captions."""

    def __init__(self, press: Press, chapter: int) -> None:
        self._press, self._chapter, self._count = press, chapter, 0

    def __call__(self, told: str) -> str:
        """Return the next caption; `told` is its text as HTML, which may be empty."""
        self._count += 1
        label = escape(self._press.label("guide.figure", number=f"{self._chapter}-{self._count}"))
        return f'<span class="n">{label}</span>{told}'


def _most_asked(chapter: Chapter, press: Press) -> Iterator[GuideLink]:
    """Yield the entries of a chapter that are really or often asked, the surest first."""
    marked = [(one, tuple(mark.value for mark in BADGES[:2] if mark in one.entry.markers)) for one in chapter.entries]
    found = [(one, marks) for one, marks in marked if marks]
    for one, marks in sorted(found, key=lambda row: (-len(row[1]), row[1] != (Marker.ASKED.value,)))[:MOST_ASKED]:
        yield _link(one, unlinked(press.html(one.entry.prompt_markdown, one.entry.span, inline=True)), marks)


def _link(numbered: Numbered, text: Markup, marks: tuple[str, ...] = (), *, is_main: bool = True) -> GuideLink:
    number = numbered.number
    return GuideLink(number=number, anchor=_anchor(number), text=text, marks=marks, is_main=is_main)


def _anchor(number: str) -> str:
    return f"e{number.replace('.', '-')}"


def _index_line(term: Term) -> GuideTerm:
    places = [_link(one, Markup(), is_main=one.number in term.main) for one in term.entries]
    return GuideTerm(name=term.name, places=tuple(places))


def _unnumbered(chapter: Chapter) -> tuple[Numbered, ...]:
    return tuple(Numbered(number="", entry=entry, crumbs=chapter.crumbs(entry)) for entry in chapter.unanswered)


def _facts(chapter: Chapter, press: Press) -> Iterator[str]:
    yield press.label("guide.chapter_answered", count=len(chapter.entries))
    if chapter.unanswered:
        yield press.label("guide.chapter_unanswered", count=len(chapter.unanswered))
    for marker in BADGES[:2]:
        if chapter.count(marker):
            yield press.label(f"guide.chapter_{marker.value}", count=chapter.count(marker))


def _entries(
    entries: Sequence[Numbered], press: Press, see: Mapping[str, Sequence[Numbered]], caption: Callable[[str], str]
) -> Iterator[GuideEntry]:
    """Yield the entries; headings above them are said again only where they change."""
    shown: tuple[str, ...] = ()
    for numbered in entries:
        crumbs = " › ".join(numbered.crumbs) if numbered.crumbs != shown else ""
        yield _entry(numbered, crumbs, press, see.get(numbered.number, ()), caption if numbered.number else None)
        shown = numbered.crumbs


def _entry(
    numbered: Numbered,
    crumbs: str,
    press: Press,
    see: Sequence[Numbered],
    caption: Callable[[str], str] | None,
) -> GuideEntry:
    entry = numbered.entry
    html = breakable(press.html(entry.prompt_markdown, entry.span, inline=True))
    prompt = Markup(kept_end(html))  # noqa: S704 - sanitised HTML and a tag of ours
    answer = entry.answer
    no_picture = press.label("guide.no_picture")
    details = answer.details if entry.oral else answer.markdown
    return GuideEntry(
        number=numbered.number,
        anchor=_anchor(numbered.number),
        prompt=prompt,
        prompt_text=unlinked(prompt),
        plain=entry.prompt,
        crumbs=crumbs,
        marks=tuple(marks(entry, press)),
        options=tuple(_options(entry, press)),
        oral=arranged(breakable(press.html(entry.oral, entry.span)), no_picture),
        details=arranged(breakable(press.html(details, entry.span, line=answer.line)), no_picture, caption),
        see=tuple(_link(one, escape(one.entry.prompt)) for one in see),
        source=str(entry.span),
    )


def _options(entry: Entry, press: Press) -> Iterator[GuideOption]:
    for letter, option in zip(LETTERS, entry.options, strict=False):
        yield GuideOption(
            letter=letter,
            html=breakable(press.html(option.text, entry.span, inline=True)),
            is_key=option.is_key,
            why=arranged(breakable(press.html(option.rationale, entry.span)), press.label("guide.no_picture")),
        )


def marks(entry: Entry, press: Press) -> Iterator[tuple[str, str]]:
    """Yield (icon name, text) for what the author marked an entry with."""
    for marker in BADGES:
        if marker is Marker.ASKED and entry.asked:
            asked = entry.asked
            told = [text for text in (asked.company, asked.role, asked.round, asked.date) if text]
            yield marker.value, " / ".join(told) or press.label("mark.asked")
        elif marker in entry.markers:
            yield marker.value, press.label(f"mark.{marker.value}")
