"""From items to a paper: a keyed draw under a blueprint, versions, and an id for what is printed."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from generator.model.exam import Blueprint, Form, KeyEntry, Paper, Placement, key
from generator.model.items import Item, ItemType
from generator.model.papers import paper_from_json, paper_to_json, printed
from generator.transforms.clash import Clashes
from generator.transforms.rank import SCHEME, Stream, base32, ordered, rank

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from generator.model.bank import EntryId

PRINTED_ORDER = (
    ItemType.CHOICE,
    ItemType.MULTI_SELECT,
    ItemType.TRUE_FALSE,
    ItemType.CLOZE,
    ItemType.NUMBER,
    ItemType.TERM,
    ItemType.MATCHING,
    ItemType.ORDERING,
    ItemType.FORMULA,
    ItemType.ENUMERATION,
    ItemType.COMPARISON,
    ItemType.SHORT_ANSWER,
)
"""Sections of a form: quick ones first, writing last."""

_ID_LENGTH = 10
_REDRAWS = 50
_RARE_TICKETS = 3


def assemble(
    items: Iterable[Item],
    blueprint: Blueprint,
    enemies: Iterable[tuple[EntryId, EntryId]] = (),
    *,
    tickets: Mapping[str, int] | None = None,
    first: Sequence[EntryId] = (),
) -> Paper:
    """Return the paper that a blueprint's seed draws from items; the same for ever.

    Entries are drawn by keyed rank, then one item of each, so that an entry with many items is not asked
    more often and one more entry in the bank changes at most one item of an unconstrained draw. No two
    items clash (see `clash`); topics take turns within a cap. What cannot be had is given up in the order
    type limits, topic spread, count, and named in `Paper.relaxed`.

    Args:
        items: Everything that may be printed.
        blueprint: What the quiz must contain.
        enemies: Pairs of entries that may not meet on one paper (duplicates, overlaps).
        tickets: Weight of an entry by its id, a small integer: 0 never, 1 where not given.
        first: Entries to be tried before all others, in this order.
    """
    pool = [item for item in items if not blueprint.topics or item.topic in blueprint.topics]
    chosen, relaxed = _choose(_queues(pool, blueprint.seed, tickets, first), blueprint, Clashes(enemies))
    forms: list[Form] = []
    for version in blueprint.versions:
        forms.append(_form(chosen, blueprint.seed, version, forms))
    return identified(
        Paper(
            id="",
            title=blueprint.title,
            seed=blueprint.seed,
            scheme=SCHEME,
            forms=tuple(forms),
            relaxed=relaxed,
        )
    )


def identified(paper: Paper) -> Paper:
    """Return a paper with its id: a short hash of everything printed."""
    return replace(paper, id=base32(hashlib.sha256(printed(paper).encode()).digest(), _ID_LENGTH))


def _queues(
    pool: Sequence[Item], seed: str, tickets: Mapping[str, int] | None, first: Sequence[EntryId]
) -> list[list[Item]]:
    """Return entries by keyed rank, those to come first before, each as its items in the order they are tried."""
    by_entry: dict[str, list[Item]] = {}
    for item in pool:
        by_entry.setdefault(item.entry, []).append(item)
    drawn = ordered(by_entry, seed, "draw", tickets=tickets)
    places: dict[str, int] = {entry: place for place, entry in enumerate(first)}
    return [
        sorted(by_entry[entry], key=lambda item: _preference(item, seed))
        for entry in sorted(drawn, key=lambda entry: places.get(entry, len(places)))
    ]


def _preference(item: Item, seed: str) -> tuple[int, int, str]:
    """Return the rank of an item within its entry: a type first (open questions, which all have, less often)."""
    tickets = 1 if item.type is ItemType.SHORT_ANSWER else _RARE_TICKETS
    return rank(seed, "type", item.entry, item.type, tickets=tickets), rank(seed, "item", item.id), item.id


def _choose(
    queues: Sequence[Sequence[Item]], blueprint: Blueprint, clashes: Clashes
) -> tuple[tuple[Item, ...], tuple[str, ...]]:
    """Return the items drawn and the names of the wishes given up."""
    limits: Mapping[ItemType, int] = dict(blueprint.limits)
    topics = {item.topic for queue in queues for item in queue if item.topic}
    cap = -(-2 * blueprint.count // max(len(topics), 1))
    chosen: list[Item] = []
    relaxed: list[str] = []
    for wish, limits_now, cap_now in (
        ("", limits, cap),
        ("type-limits", {}, cap),
        ("topic-spread", {}, blueprint.count),
    ):
        before = len(chosen)
        _fill(chosen, queues, blueprint.count, clashes, limits_now, cap_now)
        if wish and len(chosen) > before:
            relaxed.append(wish)
    if len(chosen) < blueprint.count:
        relaxed.append(f"count:{len(chosen)}/{blueprint.count}")
    return tuple(chosen), tuple(relaxed)


def _fill(
    chosen: list[Item],
    queues: Sequence[Sequence[Item]],
    count: int,
    clashes: Clashes,
    limits: Mapping[ItemType, int],
    cap: int,
) -> None:
    """Add to the chosen, entry by entry, the first item that clashes with none and keeps the limits."""
    types = Counter(item.type for item in chosen)
    topics = Counter(item.topic for item in chosen if item.topic)
    for queue in queues:
        if len(chosen) >= count:
            return
        for item in queue:
            full = types[item.type] >= limits.get(item.type, count) or topics[item.topic] >= cap
            if not full and not clashes.among(item, chosen):
                chosen.append(item)
                types[item.type] += 1
                topics[item.topic] += bool(item.topic)
                break


def _form(items: Sequence[Item], seed: str, version: str, others: Sequence[Form]) -> Form:
    """Return one version, in an order that no other version has (as far as there are others)."""
    taken = {tuple(placement.item.id for placement in form.placements) for form in others}
    for attempt in range(_REDRAWS):
        arranged = _arranged(items, seed, version, attempt)
        if tuple(item.id for item in arranged) not in taken:
            break
    placements = [
        Placement(number=number, item=item, order=_options(item, seed, version))
        for number, item in enumerate(arranged, start=1)
    ]
    return Form(version=version, placements=tuple(placements))


def _arranged(items: Sequence[Item], seed: str, version: str, attempt: int) -> list[Item]:
    """Return the items type by type, in keyed order within a type."""
    return sorted(
        items,
        key=lambda item: (PRINTED_ORDER.index(item.type), rank(seed, "order", version, attempt, item.id)),
    )


def _options(item: Item, seed: str, version: str) -> tuple[int, ...]:
    """Return the printed order of an item's options; pinned ones stay where the author put them."""
    free = [index for index, option in enumerate(item.options) if not option.pinned]
    shuffled = iter(Stream(seed, "options", version, item.id).shuffle(free))
    return tuple(index if option.pinned else next(shuffled) for index, option in enumerate(item.options))


__all__ = [
    "PRINTED_ORDER",
    "KeyEntry",
    "assemble",
    "identified",
    "key",
    "paper_from_json",
    "paper_to_json",
]
