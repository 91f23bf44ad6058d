"""Scored pairs become a partition: pins first, then by score, never along a chain of which the ends are unlike."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

NodePair = tuple[int, int]
"""Two nodes, the smaller number first."""


class Join(NamedTuple):
    """A pair that joined two parts."""

    a: int
    b: int
    score: float


@dataclass(slots=True)
class Partition:
    """Numbers 0 .. n - 1 in parts that grow by joining; pairs in `apart` never get into one part."""

    size: int
    apart: Mapping[int, frozenset[int]] = field(default_factory=dict)
    home: list[int] = field(init=False)
    parts: dict[int, list[int]] = field(init=False)
    joins: defaultdict[int, list[Join]] = field(init=False)

    def __post_init__(self) -> None:
        self.home = list(range(self.size))
        self.parts = {node: [node] for node in range(self.size)}
        self.joins = defaultdict(list)

    def may_join(self, a: int, b: int) -> bool:
        """Whether the parts of two nodes are different and nothing keeps them apart."""
        one, other = self.home[a], self.home[b]
        if one == other or not self.apart:
            return one != other
        return not any(self.apart.get(node, frozenset()).intersection(self.parts[other]) for node in self.parts[one])

    def join(self, a: int, b: int, score: float) -> None:
        """Make the parts of two nodes one."""
        into, gone = sorted((self.home[a], self.home[b]))
        for node in self.parts[gone]:
            self.home[node] = into
        self.parts[into] += self.parts.pop(gone)
        self.joins[into] += [*self.joins.pop(gone, ()), Join(a, b, score)]


def ordered(a: int, b: int) -> NodePair:
    """Return two nodes with the smaller first."""
    return (a, b) if a < b else (b, a)


def link(
    size: int,
    scores: Mapping[NodePair, float],
    threshold: float,
    *,
    same: Iterable[NodePair] = (),
    different: Iterable[NodePair] = (),
) -> Partition:
    """Return the partition of `size` nodes that pins and scores make.

    `same` pairs are joined whatever their score; `different` pairs end up in different parts. Then pairs are taken
    from the highest score down to `threshold`; a pair joins two parts if every pair across them is in `scores`
    (complete linkage; nodes pinned together count as one, whose score is that of its best).
    """
    apart: defaultdict[int, set[int]] = defaultdict(set)
    for a, b in different:
        apart[a].add(b)
        apart[b].add(a)
    partition = Partition(size, {node: frozenset(others) for node, others in apart.items()})
    for a, b in sorted(same):
        if partition.may_join(a, b):
            partition.join(a, b, 1.0)
    unit = list(partition.home)
    pinned = len(partition.parts) < size
    near = {ordered(unit[a], unit[b]) for a, b in scores} if pinned else scores.keys()
    strong = [(both, score) for both, score in scores.items() if score >= threshold]
    for (a, b), score in sorted(strong, key=lambda item: (-item[1], item[0])):
        if partition.may_join(a, b) and _all_near(partition, a, b, unit, near):
            partition.join(a, b, score)
    return partition


def _all_near(partition: Partition, a: int, b: int, unit: list[int], near: Collection[NodePair]) -> bool:
    others = dict.fromkeys(unit[node] for node in partition.parts[partition.home[b]])
    ours = dict.fromkeys(unit[node] for node in partition.parts[partition.home[a]])
    return all(ordered(one, other) in near for one in ours for other in others)
