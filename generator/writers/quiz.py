"""A quiz on paper: all versions in one file, with nothing on it that tells an answer."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import segno
from markupsafe import Markup, escape

from generator.markup.characters import fold, width
from generator.markup.facts import facts
from generator.markup.text import plain
from generator.model.bank import Markdown
from generator.model.deck import Artifact
from generator.model.exam import LETTERS
from generator.model.items import ARRANGED, GAP, GAPPED, ItemType
from generator.writers.html import breakable, unlinked

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.model.bank import Option
    from generator.model.exam import Form, Paper, Placement
    from generator.model.items import Item
    from generator.press.desk import Press

CHOICES = frozenset({ItemType.CHOICE, ItemType.MULTI_SELECT})
"""Item types answered by letters in a bracket."""
_RULED = frozenset({ItemType.SHORT_ANSWER, ItemType.FORMULA})
MIN_LINES, MAX_LINES = 2, 8
"""Ruled lines of an open answer."""
CELLS_PER_LINE = 64
"""Half-width cells that a handwritten line across the page holds."""
ROOM = 80
"""Half-width cells of printed text that fit across the page beside the item's number."""

_GAP = re.compile(f"{GAP}_*")
_GAP_TAG = "<samp></samp>"
_GAP_HTML = '<span class="gap">    </span>'
_PICTURE_ALT = re.compile(r'(<img class="picture"[^>]*? alt=")[^"]*')
_BOX = re.compile(r'<span class="picture-missing">.*?<span class="picture-address">.*?</span></span>', re.DOTALL)
_FORMULA_CELLS = 2 * CELLS_PER_LINE


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizOption:
    """A choice as the template prints it."""

    letter: str
    html: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizItem:
    """An item as the template prints it; nothing here tells its answer."""

    number: int
    context: str
    """Headings above the question in the notes; none that would tell the answer."""
    stem: Markup
    points: int
    type: ItemType
    options: tuple[QuizOption, ...]
    parts: tuple[Markup, ...]
    """What is matched with the options, or the heads of the columns to fill."""
    slots: int
    """Places to fill in: a letter for each part or step, a line for each point."""
    columns: int
    """Options in a row: 4, 2 or 1; 0 without options."""
    lines: int
    """Ruled lines below (in a table: of room in a cell); 0 where the answer goes into gaps or a bracket."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizForm:
    """One version as the template prints it."""

    version: str
    anchor: str
    items: tuple[QuizItem, ...]
    points: int
    qr: str
    """`data:` address of the code that names paper and version."""


def write_quiz(paper: Paper, press: Press) -> Artifact:
    """Return `quiz-<seed>-<paper id>.pdf` with every version; complaints collect in `press.found`.

    Raises:
        StudypressError: a template is wrong, or a font or system library is missing.
    """
    data = press.pdf("quiz.html.j2", **quiz_context(paper, press))
    return Artifact(path=f"quiz-{paper.seed}-{paper.id}.pdf", data=data)


def quiz_context(paper: Paper, press: Press) -> dict[str, object]:
    """Return the variables of `quiz.html.j2`."""
    return {
        "quiz": paper.title,
        "seed": paper.seed,
        "id": paper.id,
        "forms": [_form(f, paper, press) for f in paper.forms],
    }


def _form(form: Form, paper: Paper, press: Press) -> QuizForm:
    return QuizForm(
        version=form.version,
        anchor=_anchor(form.version),
        items=tuple(_item(placement, press) for placement in form.placements),
        points=sum(placement.item.points for placement in form.placements),
        qr=qr_code(f"S1:{paper.id}:{form.version}"),
    )


def _anchor(version: str) -> str:
    """Return a name that CSS can use for a version's pages."""
    return "v" + "".join(char if char.isascii() and char.isalnum() else f"-{ord(char):x}" for char in version)


def qr_code(payload: str) -> str:
    """Return a QR code as a `data:` address of an SVG picture."""
    return segno.make(payload, error="m", micro=False).svg_data_uri(border=0, xmldecl=False, encode_minimal=False)


def _item(placement: Placement, press: Press) -> QuizItem:
    item = placement.item
    options = printed_options(placement) if item.type in CHOICES | ARRANGED else ()
    return QuizItem(
        number=placement.number,
        context=" › ".join(context(item)),
        stem=_silent(press.html(_with_gaps(item.stem), item.span), press),
        points=item.points,
        type=item.type,
        options=tuple(
            QuizOption(letter=letter, html=_silent(press.html(option.text, item.span, inline=True), press))
            for letter, option in options
        ),
        parts=tuple(_silent(press.html(part, item.span, inline=True), press) for part in item.parts),
        slots=_slots(item),
        columns=1 if item.type in ARRANGED else option_columns([option.text for _, option in options]),
        lines=_lines(item),
    )


def _slots(item: Item) -> int:
    """Return how many places an item has to fill in."""
    if item.type is ItemType.ENUMERATION:
        return len(item.key)
    return len(item.parts or item.options) if item.type in ARRANGED else 0


def _lines(item: Item) -> int:
    if item.type is ItemType.COMPARISON and item.parts:
        return max(answer_lines((Markdown(text * len(item.parts)),)) for text in item.key)
    return answer_lines(item.key) if item.type in _RULED else 0


def _with_gaps(stem: Markdown) -> Markdown:
    """Replace `____` by an empty tag, which no emphasis rule can take for its own."""
    return Markdown(_GAP.sub(_GAP_TAG, stem))


def _silent(html: Markup, press: Press) -> Markup:
    """Take out whatever could tell an answer without being read: links, alternate texts, addresses."""
    word = str(escape(press.label("quiz.picture")))
    quiet: str = _PICTURE_ALT.sub(rf"\g<1>{word}", breakable(unlinked(html)))
    quiet = _BOX.sub(f'<span class="picture-missing">{word}</span>', quiet)
    return Markup(quiet.replace(_GAP_TAG, _GAP_HTML))  # noqa: S704 - sanitised HTML minus tags


def context(item: Item) -> tuple[str, ...]:
    """Return the innermost headings that neither the stem repeats nor hold an answer."""
    right = [option.text for option in item.options if option.is_key]
    answers = [fold(plain(text)) for text in (*right, *(item.key if item.type in GAPPED else ()))]
    stem = fold(plain(item.stem))
    telling = [heading for heading in item.section if any(answer in fold(heading) for answer in answers if answer)]
    shown = [heading for heading in item.section if fold(heading) and fold(heading) not in stem]
    return tuple(shown[-2:]) if not telling else ()


def printed_options(placement: Placement) -> tuple[tuple[str, Option], ...]:
    """Return the options as they are printed, each with its letter."""
    return tuple(zip(LETTERS, (placement.item.options[index] for index in placement.order), strict=False))


def option_columns(texts: Sequence[Markdown]) -> int:
    """Return how many options stand in a row so that none breaks: 4, 2 or 1; 0 for no options."""
    if not texts:
        return 0
    widest = max(map(_cells, texts))
    fitting = (columns for columns in (4, 2) if widest + 4 <= ROOM // columns and len(texts) >= columns)
    return next(fitting, 1)


def _cells(text: Markdown) -> int:
    """Return the width of an option; pictures and displayed formulas need a row of their own."""
    found = facts(text)
    if found.images or any(formula.display for formula in found.math):
        return ROOM
    return max((width(line) for line in plain(text, addresses=True).splitlines()), default=0)


def answer_lines(key: Iterable[Markdown]) -> int:
    """Return how many ruled lines an open answer gets; a longer key never gets fewer."""
    cells = sum(width(plain(text)) + _FORMULA_CELLS * _displayed(text) for text in key)
    return min(MAX_LINES, max(MIN_LINES, 1 + math.ceil(cells / CELLS_PER_LINE)))


def _displayed(text: Markdown) -> int:
    return sum(formula.display for formula in facts(text).math)
