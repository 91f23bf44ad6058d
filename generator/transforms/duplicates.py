"""Entries that ask the same thing: pairs scored, joined to groups in which everything is alike."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from generator.markup.characters import fold
from generator.model.groups import Group, Grouping, Link, Pins, pair
from generator.transforms.likeness import Likeness
from generator.transforms.likeness_blocks import blocks
from generator.transforms.likeness_prompts import Reading, read_prompt
from generator.transforms.linkage import Join, NodePair, Partition, link, ordered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.model.bank import Bank, Entry, EntryId
    from generator.transforms.lexicon import Lexicon

SAME = 0.5
"""From this score on two entries are taken to ask the same thing (measured in docs/duplicates.md)."""
ENEMY = 0.4
"""From this score on they may not meet on one paper; no two entries below it stand in one group."""

_EQUAL = "prompts are equal"
_PINNED = "pinned in study.toml"
_LISTED = 20
"""Of more entries with one prompt, only neighbours are listed as enemies; the prompt itself tells the others."""


@dataclass(frozen=True, slots=True)
class _Node:
    """Entries with one prompt, by path and line; compared as one."""

    entries: tuple[Entry, ...]
    reading: Reading
    key: tuple[str, str]

    @property
    def ids(self) -> tuple[EntryId, ...]:
        return tuple(entry.id for entry in self.entries)


def find_groups(bank: Bank, lexicon: Lexicon, pins: Pins | None = None) -> Grouping:
    """Return the groups and enemies of a bank; nothing depends on the order of its entries.

    Equal prompts are one group, pinned pairs are what the pin says, and a pair that scores `SAME` joins its two
    groups when every pair across them scores `ENEMY` at least.
    """
    return _Grouper(_nodes(bank, lexicon, pins or Pins()), lexicon, pins or Pins()).grouping()


def _place(entry: Entry) -> tuple[str, int, str]:
    return entry.span.path, entry.span.line, entry.id


def _nodes(bank: Bank, lexicon: Lexicon, pins: Pins) -> list[_Node]:
    """Return the entries by prompt; those that a pin names stay alone."""
    pinned = {entry for pairs in (pins.same, pins.different) for both in pairs for entry in both}
    readings: dict[tuple[str, ...], Reading] = {}
    alike: defaultdict[tuple[str, str, str], list[Entry]] = defaultdict(list)
    for entry in sorted(bank.entries, key=_place):
        wording = (entry.prompt, *entry.section)
        if wording not in readings:
            readings[wording] = read_prompt(entry, lexicon)
        alike[*_key(entry, readings[wording]), entry.id if entry.id in pinned else ""].append(entry)
    return [
        _Node(tuple(entries), readings[entries[0].prompt, *entries[0].section], key[:2])
        for key, entries in alike.items()
    ]


def _key(entry: Entry, reading: Reading) -> tuple[str, str]:
    """Return what entries with equal prompts have in common: "特点" below two headings is two questions."""
    prompt = fold(entry.prompt) or entry.prompt
    return (prompt, fold(entry.section[-1])) if reading.generic and entry.section else (prompt, "")


class _Grouper:
    """One bank's nodes and what is known of their pairs."""

    def __init__(self, nodes: Sequence[_Node], lexicon: Lexicon, pins: Pins) -> None:
        self.nodes = nodes
        self.pins = pins
        self.likeness = Likeness.of([node.entries for node in nodes], [node.reading for node in nodes], lexicon)
        where = {entry: index for index, node in enumerate(nodes) for entry in node.ids}
        self.same = {ordered(where[a], where[b]) for a, b in sorted(pins.same)}
        self.different = {ordered(where[a], where[b]) for a, b in sorted(pins.different)}
        self.equal = set(_equal(nodes))
        self.scores = self._scores()

    def grouping(self) -> Grouping:
        partition = link(len(self.nodes), self.scores, SAME, same=self.same, different=self.different)
        groups = [
            self._group(partition, root)
            for root, part in partition.parts.items()
            if len(part) > 1 or len(self.nodes[root].entries) > 1
        ]
        places = {entry.id: _place(entry) for node in self.nodes for entry in node.entries}
        groups.sort(key=lambda group: places[group.entries[0]])
        return Grouping(groups=tuple(groups), enemies=self._enemies())

    def _scores(self) -> dict[NodePair, float]:
        """Return the score of every pair of nodes that reaches `ENEMY`."""
        scores: dict[NodePair, float] = {}
        for j, earlier in blocks([node.reading.keys for node in self.nodes]):
            for i in earlier:
                score = self.likeness.score(i, j, ENEMY)
                if score >= ENEMY:
                    scores[i, j] = score
        return scores | dict.fromkeys(sorted(self.equal | self.same), 1.0)

    def _group(self, partition: Partition, root: int) -> Group:
        part = sorted(partition.parts[root])
        links = [Link(a=a, b=b, score=1.0, reasons=(_EQUAL,)) for n in part for a, b in pairwise(self.nodes[n].ids)]
        links += [self._link(join) for join in partition.joins[root]]
        links.sort(key=lambda one: (-one.score, one.a, one.b))
        return Group(
            entries=self._ids(part),
            score=links[-1].score,
            reasons=tuple(dict.fromkeys(reason for one in links for reason in one.reasons)),
            links=tuple(links),
            identical=len({self.nodes[node].key for node in part}) == 1,
            twins=self._twins(part),
        )

    def _link(self, join: Join) -> Link:
        both = ordered(join.a, join.b)
        reasons = (_EQUAL,) if both in self.equal else (_PINNED,) if both in self.same else self.likeness.reasons(*both)
        a, b = pair(self.nodes[join.a].ids[0], self.nodes[join.b].ids[0])
        return Link(a=a, b=b, score=join.score, reasons=reasons)

    def _twins(self, part: Sequence[int]) -> tuple[tuple[EntryId, ...], ...]:
        """Return the entries of a part that may share a note: equal prompts, pinned pairs, and what these chain to."""
        certain = {both for both in combinations(part, 2) if both in self.equal or both in self.same}
        number = {node: index for index, node in enumerate(part)}
        pairs = [(number[a], number[b]) for a, b in certain]
        chained = link(len(part), {}, SAME, same=pairs).parts.values()
        twins = (self._ids([part[index] for index in indices]) for indices in chained)
        return tuple(sorted(one for one in twins if len(one) > 1))

    def _ids(self, part: Sequence[int]) -> tuple[EntryId, ...]:
        return tuple(entry.id for entry in sorted((e for n in part for e in self.nodes[n].entries), key=_place))

    def _enemies(self) -> tuple[tuple[EntryId, EntryId, float], ...]:
        found: list[tuple[EntryId, EntryId, float]] = []
        for node in self.nodes:
            few = len(node.ids) <= _LISTED
            found += [(*pair(a, b), 1.0) for a, b in (combinations(node.ids, 2) if few else pairwise(node.ids))]
        for (i, j), score in self.scores.items():
            if (i, j) not in self.different:
                ids = self.nodes[j].ids[:_LISTED]
                found += [(*pair(a, b), score) for a in self.nodes[i].ids[:_LISTED] for b in ids]
        return tuple(sorted(found))


def _equal(nodes: Sequence[_Node]) -> Iterator[NodePair]:
    """Yield the pairs of nodes with equal prompts (pins keep them from being one node)."""
    by_key: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for index, node in enumerate(nodes):
        by_key[node.key].append(index)
    for same in by_key.values():
        yield from combinations(same, 2)
