"""What a person said of an item, applied to it: accepted, rejected, or in the person's own words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generator.model.items import Ruling
from generator.transforms.derive.draft import Draft, item_digest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.model.items import ItemId, Verdict

ACCEPTED = 100
"""The rank of what a person accepted."""


def judged(draft: Draft, review: Mapping[ItemId, Verdict]) -> Draft:
    """Return a draft as its verdict leaves it.

    A rejection or a disputed key keeps an item off the paper whatever becomes of its text; an acceptance
    counts for the text that was judged, rules or no rules, and lapses when the notes have changed it.
    """
    verdict = review.get(draft.item.id)
    if verdict is None:
        return draft
    if verdict.disputed:
        return replace(draft, verdict=verdict, rules=(*draft.rules, "disputed"))
    if verdict.ruling is Ruling.REJECT:
        return replace(draft, verdict=verdict, rules=(*draft.rules, "rejected"))
    if verdict.digest != item_digest(draft.item):
        return draft
    item = replace(draft.item, stem=verdict.stem or draft.item.stem, key=verdict.key or draft.item.key)
    return replace(draft, item=item, verdict=verdict, rules=(), rank=ACCEPTED)
