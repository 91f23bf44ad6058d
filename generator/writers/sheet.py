"""The cheat sheet: answers condensed to cards, the most valuable first, dealt into balanced columns."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from generator.markup.characters import fold
from generator.model.bank import Markdown, Marker
from generator.model.deck import Artifact
from generator.writers.chapters import chapters
from generator.writers.condense import condense
from generator.writers.contrast import contrast, small_table
from generator.writers.html import breakable, unlinked
from generator.writers.index import references
from generator.writers.packing import Block, balance, choose, paged
from generator.writers.paragraphs import kept_end

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.model.bank import Bank, Entry, EntryId
    from generator.press.desk import Press
    from generator.writers.chapters import Chapter, Numbered
    from generator.writers.packing import Column

COLUMNS = {"A5": 3}
"""Columns of a landscape page; four on larger paper."""
_SHORTEST_WRAPPED = 26
"""Half-width cells that a column of the sheet surely holds."""
_LONGEST_TERM = 60
_HIGHEST_HEADING = 60.0
"""Points of a column that a chapter's heading may need above a card."""
_TEMPLATE = "sheet.html.j2"
_SLACK = 4.0
"""Points of a column that stay free: WeasyPrint breaks a float up to 2 pt before the page is full."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetWishes:
    """What a sheet is to hold."""

    topics: tuple[str, ...] = ()
    """Topic ids; empty for all."""
    pages: int = 0
    """How many pages there may be; 0 for as many as everything needs."""
    weak: frozenset[EntryId] = frozenset()
    """Entries that their reader often gets wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetEntry:
    """An entry as the template prints it."""

    key: str
    number: str
    term: Markup
    frequent: bool
    asked: bool
    text: Markup
    """Empty when the answer holds nothing that can be condensed."""
    formulas: tuple[Markup, ...]
    sides: tuple[tuple[str, Markup], ...]
    """Two things told apart: name and what is said of each, side by side."""
    table: Markup

    @property
    def is_empty(self) -> bool:
        """Whether only the guide can answer."""
        return not (self.text or self.formulas or self.sides or self.table)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetHeading:
    """A chapter's heading above its first card."""

    key: str
    text: str
    number: str = ""
    """Empty, which tells the template that it is no card."""


def write_sheet(bank: Bank, press: Press) -> Artifact:
    """Return `sheet.pdf` with every answered entry; complaints collect in `press.found`.

    Raises:
        StudypressError: a template is wrong, or a font or system library is missing.
    """
    return fit_sheet(bank, press, SheetWishes())[0]


def fit_sheet(bank: Bank, press: Press, wishes: SheetWishes) -> tuple[Artifact, tuple[Entry, ...]]:
    """Return `sheet.pdf` and, when it may only have so many pages, the answered entries that are not on it.

    Raises:
        StudypressError: as `write_sheet`.
    """
    context, left_out = sheet_context(bank, press, wishes)
    return Artifact(path="sheet.pdf", data=press.pdf(_TEMPLATE, **context)), left_out


def sheet_context(
    bank: Bank, press: Press, wishes: SheetWishes | None = None
) -> tuple[dict[str, object], tuple[Entry, ...]]:
    """Return the variables of `sheet.html.j2`, and the answered entries that found no room."""
    wishes = wishes or SheetWishes()
    found = chapters_of(bank, press, wishes.topics)
    cards = {one.number: card_of(one, press) for chapter in found for one in chapter.entries}
    columns = COLUMNS.get(press.settings.paper, 4)
    context: dict[str, object] = {"columns": columns, "height": 0, "pages": []}
    if not cards:
        return context, ()
    heights, first, later = _measured(found, cards, press, columns)
    tall = {n: _shortened(card) for n, card in cards.items() if heights[card.key] > first - _HIGHEST_HEADING}
    if tall:
        cards |= tall
        heights, first, later = _measured(found, cards, press, columns)
    blocks = _blocks(found, cards, heights, wishes)
    dealt = _dealt(blocks, [first] * columns, [later] * columns, wishes.pages)
    headings = {chapter.title: _heading(chapter) for chapter in found}
    printed = [block for page in dealt for column in page for block in column.blocks]
    starts = {block.chapter: block.key for block in reversed(printed)}
    pages = [[_items(column, cards, headings, starts) for column in page] for page in dealt]
    left_out = {numbered.number: numbered.entry for chapter in found for numbered in chapter.entries}
    for block in printed:
        del left_out[block.key]
    return context | {"height": later, "first_height": first, "pages": pages}, tuple(left_out.values())


def chapters_of(bank: Bank, press: Press, topics: Sequence[str]) -> list[Chapter]:
    """Return the chapters as the guide numbers them, with the answered entries of the wanted topics."""
    found = chapters(bank, language=press.settings.language, other=press.label("other"))
    wanted = [
        replace(chapter, entries=tuple(one for one in chapter.entries if not topics or one.entry.topic in topics))
        for chapter in found
    ]
    return [chapter for chapter in wanted if chapter.entries]


def _heading(chapter: Chapter) -> SheetHeading:
    return SheetHeading(key=f"topic-{chapter.number}", text=f"{chapter.number}  {chapter.title}")


def _measured(
    found: Sequence[Chapter], cards: Mapping[str, SheetEntry], press: Press, columns: int
) -> tuple[dict[str, float], float, float]:
    """Return how high every card and heading is, and a column on the first page and on all others; in points."""
    everything: list[SheetHeading | SheetEntry] = []
    for chapter in found:
        everything += [_heading(chapter), *(cards[numbered.number] for numbered in chapter.entries)]
    pages = press.measure(_TEMPLATE, columns=columns, height=0, pages=[[everything]])
    heights = {name: extent.height for page in pages for name, extent in page.named}
    room = pages[0].area.height - _SLACK
    return heights, room - heights["title"], room


def _shortened(card: SheetEntry) -> SheetEntry:
    """Return a card that is higher than a column as a pointer to the guide."""
    term = escape(card.term.striptags()[:_LONGEST_TERM] + "…")
    return replace(card, term=term, text=Markup(), formulas=(), sides=(), table=Markup())


def _blocks(
    found: Sequence[Chapter], cards: Mapping[str, SheetEntry], heights: Mapping[str, float], wishes: SheetWishes
) -> list[Block]:
    """Return the cards as blocks; on a sheet of limited size none that says nothing or says a thing again."""
    named = Counter(other.number for row in references(found).values() for other in row)
    said: set[str] = set()
    blocks = []
    for chapter in found:
        for one in chapter.entries:
            if wishes.pages and (cards[one.number].is_empty or fold(one.entry.prompt) in said):
                continue
            said.add(fold(one.entry.prompt))
            blocks.append(
                Block(
                    key=one.number,
                    height=heights[cards[one.number].key],
                    value=_value(one.entry, named[one.number], wishes),
                    chapter=chapter.title,
                    heading=heights[_heading(chapter).key],
                    is_first=bool(one.entry.markers & {Marker.FREQUENT, Marker.ASKED}),
                )
            )
    return blocks


def _value(entry: Entry, named: int, wishes: SheetWishes) -> float:
    """Return what an entry is worth: asked often or really, named by others, not yet known; less if unfinished."""
    value = 1.0 + 3 * (Marker.FREQUENT in entry.markers) + 3 * (Marker.ASKED in entry.markers)
    return value + min(2.0, named / 2) + 2 * (entry.id in wishes.weak) - 0.5 * (Marker.INCOMPLETE in entry.markers)


def _dealt(
    blocks: Sequence[Block], first: Sequence[float], later: Sequence[float], pages: int
) -> tuple[tuple[Column, ...], ...]:
    """Return the pages: all blocks, or those most worth having on so many pages."""
    everything = paged(blocks, first, later)
    if not pages or len(everything) <= pages:
        return everything
    limits = [*first, *(list(later) * (pages - 1))]
    columns = balance(choose(blocks, limits), limits) or ()
    return tuple(tuple(columns[i : i + len(later)]) for i in range(0, len(columns), len(later)))


def _items(
    column: Column,
    cards: Mapping[str, SheetEntry],
    headings: Mapping[str, SheetHeading],
    starts: Mapping[str, str],
) -> list[SheetEntry | SheetHeading]:
    """Return what stands in a column: each chapter's heading above its first card."""
    items: list[SheetEntry | SheetHeading] = []
    for block in column.blocks:
        if starts[block.chapter] == block.key:
            items.append(headings[block.chapter])
        items.append(cards[block.key])
    return items


def card_of(numbered: Numbered, press: Press) -> SheetEntry:
    """Return an entry as a card: its term, and its answer condensed."""
    entry = numbered.entry

    def inline(source: str) -> Markup:
        html = breakable(press.html(Markdown(source), entry.span, inline=True))
        return Markup(kept_end(html, _SHORTEST_WRAPPED))  # noqa: S704 - sanitised HTML and a tag of ours

    sides = contrast(entry)
    text, *formulas = ("",) if sides else condense(entry).split("\n\n")
    if text.startswith(("$$", "\\[")):
        text, formulas = "", [text, *formulas]
    table = "" if sides or text or formulas else small_table(entry.answer.markdown)
    return SheetEntry(
        key=f"card-{numbered.number}",
        number=numbered.number,
        term=unlinked(breakable(press.html(entry.prompt_markdown, entry.span, inline=True))),
        frequent=Marker.FREQUENT in entry.markers,
        asked=Marker.ASKED in entry.markers,
        text=inline(text),
        formulas=tuple(press.html(Markdown(tex), entry.span) for tex in formulas),
        sides=tuple((side.name, inline(side.text)) for side in sides or ()),
        table=breakable(press.html(Markdown(table), entry.span)),
    )
