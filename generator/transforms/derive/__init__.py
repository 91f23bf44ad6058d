"""From entries to items: the literal registry of item types, one module and one row each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.transforms import lint
from generator.transforms.derive import (
    attribution,
    choice,
    cloze,
    comparison,
    enumeration,
    fill_in,
    formula,
    matching,
    number,
    ordering,
    short_answer,
    term,
    term_choice,
    true_false,
)
from generator.transforms.derive.bench import Bench
from generator.transforms.derive.draft import Deriver, Draft
from generator.transforms.derive.verdicts import judged

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from generator.model.bank import Bank, EntryId
    from generator.model.items import Item, ItemId, Verdict
    from generator.transforms.lexicon import Lexicon

DERIVERS: tuple[Deriver, ...] = (
    Deriver(name="choice", derive=choice.derive),
    Deriver(name="fill-in", derive=fill_in.derive),
    Deriver(name="term-choice", derive=term_choice.derive),
    Deriver(name="attribution", derive=attribution.derive),
    Deriver(name="true-false", derive=true_false.derive),
    Deriver(name="cloze", derive=cloze.derive),
    Deriver(name="number", derive=number.derive),
    Deriver(name="term", derive=term.derive),
    Deriver(name="matching", derive=matching.derive),
    Deriver(name="ordering", derive=ordering.derive),
    Deriver(name="formula", derive=formula.derive),
    Deriver(name="enumeration", derive=enumeration.derive),
    Deriver(name="comparison", derive=comparison.derive),
    Deriver(name="short-answer", derive=short_answer.derive),
)
"""Every item type, in the order in which an entry's items are listed."""


def derive(
    bank: Bank,
    *,
    lexicon: Lexicon | None = None,
    review: Mapping[ItemId, Verdict] | None = None,
    conflicts: Collection[EntryId] = frozenset(),
) -> tuple[Item, ...]:
    """Return every item of a bank that may be printed, in the bank's order.

    Args:
        bank: The bank, with permanent ids and topics.
        lexicon: The subject's terms; without one fewer types can be made.
        review: What a person said of items, from study.review.toml.
        conflicts: Entries whose answers disagree with others'; nothing comes from them.
    """
    found = drafts(bank, lexicon=lexicon, review=review, conflicts=conflicts)
    return tuple(draft.item for draft in found if draft.printable)


def drafts(
    bank: Bank,
    *,
    lexicon: Lexicon | None = None,
    review: Mapping[ItemId, Verdict] | None = None,
    conflicts: Collection[EntryId] = frozenset(),
) -> Iterator[Draft]:
    """Yield every derived item with the rules it trips and its verdict; nothing comes from unanswered entries."""
    bench = Bench(bank, lexicon, conflicts)
    for entry in bank.entries:
        if entry.answered or entry.options:
            for deriver in DERIVERS:
                if entry.options and deriver.name != "choice":
                    continue  # what stands below options speaks of them
                for draft in deriver.derive(entry, bench):
                    yield judged(lint.lint(draft, entry, bench), review or {})


__all__ = ["DERIVERS", "Deriver", "Draft", "derive", "drafts"]
