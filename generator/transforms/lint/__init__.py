"""Lint of items (rules 1 to 30 of ITEMS.md, section 5) and of forms (31 to 38): each rule a row with a name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generator.transforms.lint import options, texts
from generator.transforms.lint.case import Case, Rule
from generator.transforms.lint.forms import Finding, check_form

if TYPE_CHECKING:
    from generator.model.bank import Entry
    from generator.transforms.derive.bench import Bench
    from generator.transforms.derive.draft import Draft

RULES: tuple[Rule, ...] = tuple(sorted((*options.RULES, *texts.RULES), key=lambda rule: rule.number))
"""Every rule on items, by its number."""

_COST = 5
"""What a warning takes from an item's rank."""


def lint(draft: Draft, entry: Entry, bench: Bench) -> Draft:
    """Return a draft with the names of the rules it trips; each warning lowers its rank."""
    case = Case(draft=draft, entry=entry, bench=bench)
    tripped = [rule for rule in RULES if draft.item.type in rule.types and rule.trips(case)]
    rejecting = [rule for rule in tripped if rule.rejects and not (rule.pardons_carried and draft.carried)]
    warning = [rule for rule in tripped if rule not in rejecting]
    return replace(
        draft,
        rules=tuple(dict.fromkeys((*draft.rules, *(rule.name for rule in rejecting)))),
        warnings=(*draft.warnings, *(rule.name for rule in warning)),
        rank=draft.rank - _COST * len(warning),
    )


__all__ = ["RULES", "Case", "Finding", "Rule", "check_form", "lint"]
