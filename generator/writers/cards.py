"""Flash cards to cut out: questions on one side of the sheet, answers behind them on the other."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from markupsafe import Markup

from generator.model.deck import Artifact
from generator.model.exam import LETTERS
from generator.writers.html import breakable, unlinked
from generator.writers.paragraphs import kept_end
from generator.writers.sheet import SheetEntry, card_of, chapters_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.model.bank import Bank, Entry
    from generator.press.desk import Press
    from generator.writers.chapters import Numbered

FLIPS = ("long", "short")
"""Over which edge the printer turns the sheet."""
_PAPERS = {"A4": (210.0, 297.0), "Letter": (215.9, 279.4), "A5": (148.0, 210.0)}
_GRIDS = {"A4": (2, 4), "Letter": (2, 4), "A5": (2, 3)}
_MARGIN = 9.0
"""Millimetres around the cards, where the cutting marks stand (printers reach to about 5 mm)."""
_PADDING = 5.0
_SIZE, _SMALLEST = 9.5, 7.0
"""Points of text on a card, and the least that a long answer is set in."""
_WRAPPED = 30
"""Half-width cells of a question that may need a second line."""
_MM = 72 / 25.4
_TEMPLATE = "cards.html.j2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Where the cards lie on the paper; lengths in millimetres."""

    paper: str
    columns: int
    rows: int
    width: float
    height: float
    margin: float = _MARGIN
    padding: float = _PADDING
    size: float = _SIZE

    @property
    def cuts_x(self) -> list[float]:
        """Where to cut from top to bottom."""
        return [round(self.margin + i * self.width, 3) for i in range(self.columns + 1)]

    @property
    def cuts_y(self) -> list[float]:
        """Where to cut from left to right."""
        return [round(self.margin + i * self.height, 3) for i in range(self.rows + 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperCard:
    """One card: its question and options in front, the condensed answer behind."""

    front: str
    """Its front's key, for measuring."""
    back: str
    chapter: str
    term: Markup
    answer: SheetEntry
    letters: str
    """Of the right options, where there are options."""
    options: tuple[tuple[str, Markup], ...]
    size: float = _SIZE
    """Points of the answer's text."""
    front_size: float = _SIZE


def write_cards(
    bank: Bank, press: Press, *, topics: tuple[str, ...] = (), flip: str = "long"
) -> tuple[Artifact, tuple[Entry, ...]]:
    """Return `cards.pdf` and the answered entries that no card can hold.

    Args:
        bank: Where the entries come from.
        press: Where they are printed.
        topics: Topic ids; empty for all.
        flip: Over which edge the printer turns the sheet, one of `FLIPS`.

    Raises:
        StudypressError: a template is wrong, or a font or system library is missing.
    """
    context, left_out = cards_context(bank, press, topics=topics, flip=flip)
    return Artifact(path="cards.pdf", data=press.pdf(_TEMPLATE, **context)), left_out


def cards_context(
    bank: Bank, press: Press, *, topics: tuple[str, ...] = (), flip: str = "long"
) -> tuple[dict[str, object], tuple[Entry, ...]]:
    """Return the variables of `cards.html.j2`, and the answered entries that no card can hold."""
    grid = grid_of(press.settings.paper)
    entries = [(chapter.title, one) for chapter in chapters_of(bank, press, topics) for one in chapter.entries]
    made = {one.number: _card(title, one, press) for title, one in entries}
    measured = press.measure(_TEMPLATE, grid=grid, pages=[], cards=list(made.values()))
    heights = {name: extent.height for page in measured for name, extent in page.named}
    cards = [card for card in (_sized(card, heights, grid) for card in made.values()) if card]
    printed = {card.answer.number for card in cards}
    count = grid.columns * grid.rows
    pages = []
    for i in range(0, len(cards), count):
        fronts = _rows(cards[i : i + count], grid)
        pages += [("front", fronts), ("back", behind(fronts, flip))]
    left_out = tuple(one.entry for _, one in entries if one.number not in printed)
    return {"grid": grid, "pages": pages, "cards": []}, left_out


def grid_of(paper: str) -> Grid:
    """Return how cards lie on a paper."""
    (width, height), (columns, rows) = _PAPERS[paper], _GRIDS[paper]
    return Grid(
        paper=paper,
        columns=columns,
        rows=rows,
        width=round((width - 2 * _MARGIN) / columns, 3),
        height=round((height - 2 * _MARGIN) / rows, 3),
    )


def behind(fronts: Sequence[Sequence[PaperCard | None]], flip: str) -> list[list[PaperCard | None]]:
    """Return the rows of a back page, so that every answer lies behind its question."""
    return [list(row) for row in reversed(fronts)] if flip == "short" else [list(reversed(row)) for row in fronts]


def _rows(cards: Sequence[PaperCard], grid: Grid) -> list[list[PaperCard | None]]:
    """Return cards row by row, the last ones filled up with nothing."""
    cells: list[PaperCard | None] = [*cards, *[None] * (grid.columns * grid.rows - len(cards))]
    return [cells[i : i + grid.columns] for i in range(0, len(cells), grid.columns)]


def _card(chapter: str, numbered: Numbered, press: Press) -> PaperCard:
    entry = numbered.entry
    answer = card_of(numbered, press)
    lettered = list(zip(LETTERS, entry.options, strict=False))
    options = [
        (letter, unlinked(breakable(press.html(option.text, entry.span, inline=True)))) for letter, option in lettered
    ]
    return PaperCard(
        front=f"front-{numbered.number}",
        back=f"back-{numbered.number}",
        chapter=chapter,
        term=Markup(kept_end(answer.term, _WRAPPED)),  # noqa: S704 - sanitised HTML and a tag of ours
        answer=answer,
        letters="".join(letter for letter, option in lettered if option.is_key),
        options=tuple(options),
    )


def _sized(card: PaperCard, heights: Mapping[str, float], grid: Grid) -> PaperCard | None:
    """Return a card in the size of text that fits; None if nothing does, or there is nothing to say."""
    room = (grid.height - 2 * grid.padding) * _MM
    sizes = [_fitting(heights[key], room) for key in (card.front, card.back)]
    if card.answer.is_empty or min(sizes) < _SMALLEST:
        return None
    return replace(card, front_size=sizes[0], size=sizes[1])


def _fitting(height: float, room: float) -> float:
    """Return the size of text at which what is so high at full size surely fits (formulas shrink in proportion)."""
    return _SIZE if height <= room else math.floor(10 * _SIZE * room / height) / 10
