"""Rules on whole forms (31 to 38 of ITEMS.md, section 5): what no single item shows."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from generator.markup import plain
from generator.markup.characters import width
from generator.model.exam import LETTERS, Form, Paper, key
from generator.model.items import FALSE, ItemType
from generator.model.papers import paper_from_json, paper_to_json
from generator.transforms.clash import Clashes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from generator.model.bank import EntryId
    from generator.model.exam import Blueprint
    from generator.model.items import Item, ItemId

_LONGEST_RUN = 5
"""So many times one letter in a row is no accident."""
_CHANCE = 0.001
_FEWEST = 20
"""Below so many items a share says nothing."""
_MOST_LONGEST = 0.35


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is wrong with one version of a paper."""

    rule: str
    version: str
    message: str
    rejects: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """A form with what it is held against."""

    form: Form
    paper: Paper
    blueprint: Blueprint | None
    clashes: Clashes
    again: Paper | None
    recent: Collection[ItemId]

    @property
    def items(self) -> Sequence[Item]:
        return [placement.item for placement in self.form.placements]


def check_form(
    paper: Paper,
    *,
    blueprint: Blueprint | None = None,
    enemies: Iterable[tuple[EntryId, EntryId]] = (),
    again: Paper | None = None,
    recent: Collection[ItemId] = (),
) -> tuple[Finding, ...]:
    """Return everything that is wrong with the versions of a paper; empty when it may be printed.

    Args:
        paper: What is to be printed.
        blueprint: What was asked for; count, topics and type limits are held against it.
        enemies: Entries that may not meet.
        again: The paper that the same seed and bank gave a second time; it must be the same.
        recent: Items of the last sessions; they only warn.
    """
    clashes = Clashes(enemies)
    return tuple(
        Finding(rule=name, version=form.version, message=message, rejects=rejects)
        for form in paper.forms
        for name, rejects, find in _RULES
        for message in find(
            _Sheet(form=form, paper=paper, blueprint=blueprint, clashes=clashes, again=again, recent=recent)
        )
    )


def _enemies(sheet: _Sheet) -> Iterator[str]:
    numbered = [(placement.number, placement.item) for placement in sheet.form.placements]
    for (first, one), (second, other) in combinations(numbered, 2):
        if sheet.clashes.between(one, other):
            yield f"items {first} and {second} may not meet"


def _counts(sheet: _Sheet) -> Iterator[str]:
    wish = sheet.blueprint
    if wish is None:
        return
    got = len(sheet.items)
    if got != wish.count and f"count:{got}/{wish.count}" not in sheet.paper.relaxed:
        yield f"{got} items, {wish.count} wanted"
    types = Counter(item.type for item in sheet.items)
    for kind, most in wish.limits:
        if types[kind] > most and "type-limits" not in sheet.paper.relaxed:
            yield f"{types[kind]} items of type {kind}, at most {most} wanted"
    if wish.topics and (strange := sorted({item.topic for item in sheet.items} - set(wish.topics))):
        yield f"topics that were not wanted: {', '.join(strange)}"


def _positions(sheet: _Sheet) -> Iterator[str]:
    rows = [(p, entry.letters) for p, entry in zip(sheet.form.placements, key(sheet.form), strict=True)]
    free = [(len(p.order), letters) for p, letters in rows if p.item.type is ItemType.CHOICE and not _is_pinned(p.item)]
    letters = "".join(letter for _, letter in free)
    for letter in sorted(set(letters)):
        if letter * _LONGEST_RUN in letters:
            yield f"{letter} is right {_LONGEST_RUN} times in a row"
    for size in sorted({count for count, _ in free}):
        counts = Counter(letter for count, letter in free if count == size)
        total = sum(counts.values())
        if total >= _FEWEST and _chi_square_tail([counts[LETTERS[i]] for i in range(size)]) < _CHANCE:
            yield f"the right letters of {total} items are not spread evenly"


def _is_pinned(item: Item) -> bool:
    return any(option.pinned for option in item.options)


def _chi_square_tail(counts: Sequence[int]) -> float:
    """Return the chance of counts at least as uneven as these (Wilson and Hilferty's approximation, 1931)."""
    expected = sum(counts) / len(counts)
    freedom = len(counts) - 1
    if not freedom:
        return 1.0
    value = sum((count - expected) ** 2 for count in counts) / expected
    spread = math.sqrt(2 / (9 * freedom))
    score = ((value / freedom) ** (1 / 3) - (1 - 2 / (9 * freedom))) / spread
    return 0.5 * math.erfc(score / math.sqrt(2))


def _statements(sheet: _Sheet) -> Iterator[str]:
    marks = [item.key[:1] == (FALSE,) for item in sheet.items if item.type is ItemType.TRUE_FALSE]
    false, total = sum(marks), len(marks)
    low = sum(math.comb(total, k) for k in range(false + 1)) / 2**total
    high = sum(math.comb(total, k) for k in range(false, total + 1)) / 2**total
    if total and min(low, high) < 0.005:
        yield f"{false} of {total} statements are false"


def _key_sheet(sheet: _Sheet) -> Iterator[str]:
    """Hold the key against what is kept: numbers without holes, letters that exist, the same key when read back."""
    numbers = [placement.number for placement in sheet.form.placements]
    if numbers != list(range(1, len(numbers) + 1)):
        yield f"items are numbered {numbers}"
    for placement, entry in zip(sheet.form.placements, key(sheet.form), strict=True):
        letters = set(LETTERS[: len(placement.order)])
        if not set(entry.letters) <= letters or (placement.item.options and not entry.letters):
            yield f"item {placement.number} has the key {entry.letters or 'nothing'} of {len(placement.order)} options"
        elif not entry.letters and not entry.answers:
            yield f"item {placement.number} has no key"
    if paper_from_json(paper_to_json(sheet.paper)) != sheet.paper:
        yield "the kept paper does not read back as it is"


def _reproducible(sheet: _Sheet) -> Iterator[str]:
    if sheet.again is not None and paper_to_json(sheet.again) != paper_to_json(sheet.paper):
        yield "the same seed gave another paper"


def _recent(sheet: _Sheet) -> Iterator[str]:
    for placement in sheet.form.placements:
        if placement.item.id in sheet.recent:
            yield f"item {placement.number} was asked in one of the last sessions"


def _longest(sheet: _Sheet) -> Iterator[str]:
    marks = [_is_longest(item) for item in sheet.items if item.type is ItemType.CHOICE and len(item.options) > 2]
    if len(marks) >= _FEWEST and sum(marks) / len(marks) > _MOST_LONGEST:
        yield f"the longest option is right in {sum(marks)} of {len(marks)} items"


def _is_longest(item: Item) -> bool:
    widths = [(width(plain(option.text)), option.is_key) for option in item.options]
    longest = max(size for size, _ in widths)
    return [right for size, right in widths if size == longest] == [True]


_RULES: tuple[tuple[str, bool, Callable[[_Sheet], Iterator[str]]], ...] = (
    ("enemies", True, _enemies),
    ("blueprint", True, _counts),
    ("key-positions", True, _positions),
    ("statement-share", True, _statements),
    ("key-sheet", True, _key_sheet),
    ("reproducible", True, _reproducible),
    ("recent", False, _recent),
    ("longest-rate", True, _longest),
)
"""Rules 31 to 38, in order: name, whether it rejects, and what finds its messages."""
