"""What fits on a sheet: blocks of known heights chosen by value and dealt into columns, in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

UNIT = 2.0
"""Points: the step in which the knapsack counts heights."""
_SPARED = 0.98
"""Of all columns together, what the knapsack may fill; the rest is lost where columns end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A card that is printed whole, and the heading that its chapter needs once."""

    key: str
    height: float
    """Points."""
    value: float = 1.0
    chapter: str = ""
    heading: float = 0.0
    """Height of the chapter's heading in points; printed above its first card."""
    is_first: bool = False
    """Whether it is chosen before all that are not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its blocks from top to bottom and how high they are together."""

    blocks: tuple[Block, ...]
    height: float


def deal(blocks: Sequence[Block], limits: Sequence[float]) -> tuple[Column, ...] | None:
    """Return blocks dealt into columns in order, each filled up to its limit; None when they do not fit."""
    columns: list[Column] = []
    left = list(limits)
    current: list[Block] = []
    used, chapter = 0.0, None
    for block in blocks:
        need = block.height + (block.heading if block.chapter != chapter else 0)
        while len(columns) < len(left) and used + need > left[len(columns)] + 1e-6:
            columns.append(Column(blocks=tuple(current), height=used))
            current, used = [], 0.0
        if len(columns) == len(left):
            return None
        current.append(block)
        used, chapter = used + need, block.chapter
    filled = [*columns, Column(blocks=tuple(current), height=used)]
    return (*filled, *[Column(blocks=(), height=0.0)] * (len(left) - len(filled)))


def balance(blocks: Sequence[Block], limits: Sequence[float]) -> tuple[Column, ...] | None:
    """Return blocks dealt into columns whose fullest is as empty as can be (bisection over its height)."""
    low, high = 0.0, 1.0
    best = deal(blocks, limits)
    for _ in range(12 if best else 0):
        middle = (low + high) / 2
        found = deal(blocks, [limit * middle for limit in limits])
        low, high, best = (low, middle, found) if found else (middle, high, best)
    return best


def paged(blocks: Sequence[Block], first: Sequence[float], later: Sequence[float]) -> tuple[tuple[Column, ...], ...]:
    """Return all blocks on as few pages as they need, the last page's columns balanced.

    Args:
        blocks: What to print, in order.
        first: Heights of the first page's columns.
        later: Heights of every other page's columns.

    Raises:
        ValueError: a block is higher than a column.
    """
    limits = list(first)
    while (dealt := deal(blocks, limits)) is None:
        limits += later
        if len(limits) > (len(blocks) + 2) * len(later):
            raise ValueError("a block is higher than its column")
    pages = [tuple(dealt[i : i + len(later)]) for i in range(0, len(dealt), len(later))]
    last = [block for column in pages[-1] for block in column.blocks]
    return (*pages[:-1], balance(last, limits[-len(later) :]) or pages[-1])


def choose(blocks: Sequence[Block], limits: Sequence[float]) -> tuple[Block, ...]:
    """Return the most valuable blocks that fit into the columns, in the order given.

    Those that come first are taken first, by value for their height. The room that is left is a 0/1 knapsack
    (dynamic programming over the heights, Bellman 1957); what the ends of columns then waste is filled again
    with whatever still fits.
    """
    ranked = sorted(blocks, key=lambda block: (not block.is_first, -block.value / max(block.height, 1.0)))
    chosen = _added((), [block for block in ranked if block.is_first], blocks, limits)
    rest = [block for block in blocks if not block.is_first]
    room = _SPARED * sum(limits) - _height(chosen, blocks)
    best = {block.key for block in _knapsack(rest, room)}
    chosen = _added(chosen, [block for block in ranked if block.key in best], blocks, limits)
    return _added(chosen, ranked, blocks, limits)


def _added(
    chosen: Sequence[Block], more: Sequence[Block], order: Sequence[Block], limits: Sequence[float]
) -> tuple[Block, ...]:
    """Return `chosen` with every block of `more`, tried in turn, that still fits."""
    keys = {block.key for block in chosen}
    for block in more:
        wanted = [one for one in order if one.key in keys or one is block]
        if deal(wanted, limits):
            keys.add(block.key)
    return tuple(block for block in order if block.key in keys)


def _height(chosen: Sequence[Block], order: Sequence[Block]) -> float:
    headings: Mapping[str, float] = {block.chapter: block.heading for block in order}
    return sum(block.height for block in chosen) + sum(headings.values())


def _knapsack(blocks: Sequence[Block], room: float) -> tuple[Block, ...]:
    """Return the blocks of the greatest value whose heights together do not exceed `room`."""
    capacity = max(0, int(room / UNIT))
    weights = [max(1, round(block.height / UNIT)) for block in blocks]
    best = [0.0] * (capacity + 1)
    taken: list[bytearray] = []
    for block, weight in zip(blocks, weights, strict=True):
        row = bytearray(capacity + 1)
        for size in range(capacity, weight - 1, -1):
            value = best[size - weight] + block.value
            if value > best[size]:
                best[size], row[size] = value, 1
        taken.append(row)
    found, size = [], capacity
    for i in range(len(blocks) - 1, -1, -1):
        if taken[i][size]:
            found.append(blocks[i])
            size -= weights[i]
    return tuple(reversed(found))
