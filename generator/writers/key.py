"""The key to a quiz: computed from what each version prints, in the order it prints it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.model.bank import Markdown
from generator.model.deck import Artifact
from generator.model.exam import KeyEntry, key
from generator.model.items import FALSE, TRUE, ItemType
from generator.writers.chapters import chapters, numbers
from generator.writers.html import breakable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup

    from generator.model.bank import Bank, EntryId
    from generator.model.exam import Form, Paper
    from generator.model.items import Item
    from generator.press.desk import Press

_BLOCKS = frozenset({ItemType.SHORT_ANSWER, ItemType.FORMULA, ItemType.COMPARISON})
"""Types whose answers may be paragraphs, lists, tables and displayed formulas."""
_PLAIN = frozenset({ItemType.CHOICE, ItemType.MULTI_SELECT, ItemType.COMPARISON})
"""Types whose answers are not counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRow:
    """The answer to one printed item."""

    number: int
    letters: str
    """Of a choice, a match or an order; or the mark of a statement."""
    numbered: bool
    """Whether the answers are points, counted."""
    answers: tuple[Markup, ...]
    why: Markup
    """The reason that the item gives, or empty."""
    points: int
    source: str
    guide: str
    """The entry's number in the guide, or empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyForm:
    """The answers to one version."""

    version: str
    rows: tuple[KeyRow, ...]
    letters: tuple[tuple[int, str], ...]
    """Numbers and letters of the choice items alone."""


def write_key(paper: Paper, bank: Bank, press: Press) -> Artifact:
    """Return `key-<seed>-<paper id>.pdf`, computed from the printed order of each version.

    Raises:
        StudypressError: a template is wrong, or a font or system library is missing.
    """
    return write_numbered_key(paper, guide_numbers(bank, press), press)


def write_numbered_key(paper: Paper, guide: Mapping[EntryId, str], press: Press) -> Artifact:
    """Return the key of a paper whose entries have these numbers in the guide; nothing else comes from the bank.

    Raises:
        StudypressError: as `write_key`.
    """
    data = press.pdf("key.html.j2", **_context(paper, guide, press))
    return Artifact(path=f"key-{paper.seed}-{paper.id}.pdf", data=data)


def guide_numbers(bank: Bank, press: Press) -> dict[EntryId, str]:
    """Return the number of each entry in the guide."""
    return numbers(chapters(bank, language=press.settings.language, other=press.label("other")))


def key_context(paper: Paper, bank: Bank, press: Press) -> dict[str, object]:
    """Return the variables of `key.html.j2`."""
    return _context(paper, guide_numbers(bank, press), press)


def _context(paper: Paper, guide: Mapping[EntryId, str], press: Press) -> dict[str, object]:
    forms = [_key_form(form, guide, press) for form in paper.forms]
    return {"quiz": paper.title, "seed": paper.seed, "id": paper.id, "forms": forms}


def _key_form(form: Form, guide: Mapping[EntryId, str], press: Press) -> KeyForm:
    rows = tuple(_key_row(entry, guide, press) for entry in key(form))
    letters = tuple((row.number, row.letters) for row in rows if row.letters)
    return KeyForm(version=form.version, rows=rows, letters=letters)


def _key_row(entry: KeyEntry, guide: Mapping[EntryId, str], press: Press) -> KeyRow:
    item = entry.item
    answers = _answers(entry)
    return KeyRow(
        number=entry.number,
        letters=entry.letters or _mark(item),
        numbered=len(answers) > 1 and item.type not in _PLAIN,
        answers=tuple(breakable(press.html(text, item.span, inline=item.type not in _BLOCKS)) for text in answers),
        why=breakable(press.html(item.rationale, item.span)),
        points=item.points,
        source=str(item.span),
        guide=guide.get(item.entry, ""),
    )


def _mark(item: Item) -> str:
    """Return √ or × of a statement, else an empty string."""
    return item.key[0] if item.type is ItemType.TRUE_FALSE and item.key[:1] in {(TRUE,), (FALSE,)} else ""


def _answers(entry: KeyEntry) -> tuple[Markdown, ...]:
    """Return what the key prints as the answer: corrections, pairs, filled columns, or the answers as they are."""
    item = entry.item
    if item.type is ItemType.TRUE_FALSE:
        return entry.answers[1:]
    if item.type is ItemType.MATCHING:
        return tuple(Markdown(f"{part} — {text}") for part, text in zip(item.parts, entry.answers, strict=False))
    if item.type is ItemType.COMPARISON and item.parts:
        return tuple(Markdown(f"**{part}**\n\n{text}") for part, text in zip(item.parts, entry.answers, strict=False))
    return entry.answers
