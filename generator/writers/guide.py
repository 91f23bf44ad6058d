"""The study guide: the whole bank as a book, unanswered questions in a last chapter of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from generator.model.bank import Marker
from generator.model.deck import Artifact
from generator.model.exam import LETTERS
from generator.writers.chapters import Chapter, Numbered, chapters
from generator.writers.html import breakable, unlinked
from generator.writers.paragraphs import arranged, kept_end

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.model.bank import Bank, Entry
    from generator.press.desk import Press

BADGES = (Marker.FREQUENT, Marker.ASKED, Marker.INCOMPLETE, Marker.UNKNOWN)
"""Markers in printing order; each has an icon of the same name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideOption:
    """One choice of a question that the notes carry themselves."""

    letter: str
    html: Markup
    is_key: bool
    why: Markup


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
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideChapter:
    """A chapter as the template prints it."""

    number: int
    anchor: str
    title: str
    facts: tuple[str, ...]
    entries: tuple[GuideEntry, ...]


def write_guide(bank: Bank, press: Press) -> Artifact:
    """Return `guide.pdf`; complaints collect in `press.found`.

    Raises:
        StudypressError: a template is wrong, or a font or system library is missing.
    """
    return Artifact(path="guide.pdf", data=press.pdf("guide.html.j2", **guide_context(bank, press)))


def guide_context(bank: Bank, press: Press) -> dict[str, object]:
    """Return the variables of `guide.html.j2`."""
    found = chapters(bank, language=press.settings.language, other=press.label("other"))
    missing = [_chapter(chapter, press, answered=False) for chapter in found if chapter.unanswered]
    return {
        "subtitle": press.label("guide.subtitle"),
        "figures": _figures(bank, press),
        "legend": _legend(bank, press),
        "chapters": [_chapter(chapter, press, answered=True) for chapter in found if chapter.entries],
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


def _chapter(chapter: Chapter, press: Press, *, answered: bool) -> GuideChapter:
    entries = chapter.entries if answered else _unnumbered(chapter)
    return GuideChapter(
        number=chapter.number,
        anchor=f"c{chapter.number}",
        title=chapter.title,
        facts=tuple(_facts(chapter, press)),
        entries=tuple(_entries(entries, press)),
    )


def _unnumbered(chapter: Chapter) -> tuple[Numbered, ...]:
    return tuple(Numbered(number="", entry=entry, crumbs=chapter.crumbs(entry)) for entry in chapter.unanswered)


def _facts(chapter: Chapter, press: Press) -> Iterator[str]:
    yield press.label("guide.chapter_answered", count=len(chapter.entries))
    if chapter.unanswered:
        yield press.label("guide.chapter_unanswered", count=len(chapter.unanswered))
    for marker in BADGES[:2]:
        if chapter.count(marker):
            yield press.label(f"guide.chapter_{marker.value}", count=chapter.count(marker))


def _entries(entries: Sequence[Numbered], press: Press) -> Iterator[GuideEntry]:
    """Yield the entries; headings above them are said again only where they change."""
    shown: tuple[str, ...] = ()
    for numbered in entries:
        crumbs = " › ".join(numbered.crumbs) if numbered.crumbs != shown else ""
        yield _entry(numbered, crumbs, press)
        shown = numbered.crumbs


def _entry(numbered: Numbered, crumbs: str, press: Press) -> GuideEntry:
    entry = numbered.entry
    html = breakable(press.html(entry.prompt_markdown, entry.span, inline=True))
    prompt = Markup(kept_end(html))  # noqa: S704 - sanitised HTML and a tag of ours
    answer = entry.answer
    details = answer.details if entry.oral else answer.markdown
    return GuideEntry(
        number=numbered.number,
        anchor=f"e{numbered.number.replace('.', '-')}",
        prompt=prompt,
        prompt_text=unlinked(prompt),
        plain=entry.prompt,
        crumbs=crumbs,
        marks=tuple(marks(entry, press)),
        options=tuple(_options(entry, press)),
        oral=arranged(breakable(press.html(entry.oral, entry.span))),
        details=arranged(breakable(press.html(details, entry.span, line=answer.line))),
        source=str(entry.span),
    )


def _options(entry: Entry, press: Press) -> Iterator[GuideOption]:
    for letter, option in zip(LETTERS, entry.options, strict=False):
        yield GuideOption(
            letter=letter,
            html=breakable(press.html(option.text, entry.span, inline=True)),
            is_key=option.is_key,
            why=arranged(breakable(press.html(option.rationale, entry.span))),
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
