"""The cheat sheet: every answered entry as a term and its condensed answer, in narrow columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.model.bank import Markdown, Marker
from generator.model.deck import Artifact
from generator.writers.chapters import chapters
from generator.writers.condense import condense
from generator.writers.html import breakable, unlinked

if TYPE_CHECKING:
    from markupsafe import Markup

    from generator.model.bank import Bank
    from generator.press.desk import Press
    from generator.writers.chapters import Chapter, Numbered


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetEntry:
    """An entry as the template prints it."""

    number: str
    term: Markup
    frequent: bool
    asked: bool
    text: Markup
    """Empty when the answer holds nothing that can be condensed."""
    formulas: tuple[Markup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetChapter:
    """A chapter as the template prints it."""

    number: int
    title: str
    entries: tuple[SheetEntry, ...]


def write_sheet(bank: Bank, press: Press) -> Artifact:
    """Return `sheet.pdf`; complaints collect in `press.found`.

    Raises:
        StudypressError: a template is wrong, or a font or system library is missing.
    """
    return Artifact(path="sheet.pdf", data=press.pdf("sheet.html.j2", **sheet_context(bank, press)))


def sheet_context(bank: Bank, press: Press) -> dict[str, object]:
    """Return the variables of `sheet.html.j2`."""
    found = chapters(bank, language=press.settings.language, other=press.label("other"))
    return {"chapters": [_chapter(chapter, press) for chapter in found if chapter.entries]}


def _chapter(chapter: Chapter, press: Press) -> SheetChapter:
    entries = tuple(_entry(numbered, press) for numbered in chapter.entries)
    return SheetChapter(number=chapter.number, title=chapter.title, entries=entries)


def _entry(numbered: Numbered, press: Press) -> SheetEntry:
    entry = numbered.entry
    text, *formulas = condense(entry).split("\n\n")
    if text.startswith(("$$", "\\[")):
        text, formulas = "", [text, *formulas]
    return SheetEntry(
        number=numbered.number,
        term=breakable(unlinked(press.html(entry.prompt_markdown, entry.span, inline=True))),
        frequent=Marker.FREQUENT in entry.markers,
        asked=Marker.ASKED in entry.markers,
        text=breakable(press.html(Markdown(text), entry.span, inline=True)),
        formulas=tuple(press.html(Markdown(tex), entry.span) for tex in formulas),
    )
