"""From entries to items: the literal registry of item types, one module and one row each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generator.transforms.derive import choice, cloze, short_answer
from generator.transforms.derive.draft import Deriver, Draft
from generator.transforms.derive.wording import is_doubted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model.bank import Bank, Entry
    from generator.model.items import Item

DERIVERS: tuple[Deriver, ...] = (
    Deriver(name="choice", derive=choice.derive),
    Deriver(name="cloze", derive=cloze.derive),
    Deriver(name="short-answer", derive=short_answer.derive),
)
"""Every item type, in the order in which an entry's items are listed."""


def derive(bank: Bank) -> tuple[Item, ...]:
    """Return every item of a bank that no rule rejects, in the bank's order."""
    return tuple(draft.item for draft in drafts(bank) if not draft.rules)


def drafts(bank: Bank) -> Iterator[Draft]:
    """Yield every derived item, with the rules it trips; nothing comes from unanswered entries."""
    for entry in bank.entries:
        if entry.answered or entry.options:
            yield from _drafts(entry, bank)


def _drafts(entry: Entry, bank: Bank) -> Iterator[Draft]:
    doubt = ("doubted-entry",) if is_doubted(entry) else ()
    for deriver in DERIVERS:
        for draft in deriver.derive(entry, bank):
            yield replace(draft, rules=doubt + draft.rules) if doubt else draft


__all__ = ["DERIVERS", "Deriver", "Draft", "derive", "drafts"]
