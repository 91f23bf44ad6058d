"""Which entry of today is which entry of the last build: exact joins first, then weighed evidence, never a guess."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.store.candidates import propose
from generator.store.evidence import MARGIN, Evidence, Place, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from generator.store.evidence import Face

_LONG = 8
"""Folded characters from which a prompt is unlikely to be one of many (`原理` and `定义` stand everywhere)."""
_UNPAIRED = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """Who is who, as indices: `old[new]`, and the doubtful new ones of each unmatched old one."""

    old: dict[int, int]
    doubts: dict[int, tuple[int, ...]]


def match(old: Sequence[Face], new: Sequence[Face]) -> Matching:
    """Match what was known to what has been read, both in document order.

    Pairs are one to one. A known entry that has gone may return, but causes no doubt. Time and memory grow
    linearly with the number of entries, the longer path with that of the changed ones.
    """
    table = _Table(old=old, new=new, of_old=[_UNPAIRED] * len(old), of_new=[_UNPAIRED] * len(new))
    table.join_exact()
    pairs = propose(old, new, table.free_old(), table.free_new())
    table.weigh(pairs)
    table.pair_twins(_text)
    return Matching(old={n: o for n, o in enumerate(table.of_new) if o >= 0}, doubts=table.doubts())


def _whole(face: Face) -> Hashable:
    return (face.path, face.section, face.prompt, face.answer)


def _text(face: Face) -> Hashable:
    return (face.section, face.prompt, face.answer)


def _words(face: Face) -> Hashable:
    return (face.prompt, face.answer) if face.answer or len(face.prompt) >= _LONG else None


def _spot(face: Face) -> Hashable:
    return (face.path, face.section, face.prompt)


@dataclass(slots=True, kw_only=True)
class _Table:
    """Both sides and the pairs found so far (`of_old[o] == n` and `of_new[n] == o`)."""

    old: Sequence[Face]
    new: Sequence[Face]
    of_old: list[int]
    of_new: list[int]
    possible: list[tuple[int, int]] = field(default_factory=list)

    def free_old(self) -> list[int]:
        return [o for o, n in enumerate(self.of_old) if n < 0]

    def free_new(self) -> list[int]:
        return [n for n, o in enumerate(self.of_new) if o < 0]

    def pair(self, o: int, n: int) -> None:
        self.of_old[o], self.of_new[n] = n, o

    def join_exact(self) -> None:
        """Pair what is the same text, the present before the gone, the unmoved before the moved."""
        for key in (_whole, _text, _words):
            self.pair_only(key)
        self.pair_lone(_spot)
        for key in (_whole, _text, _words):
            self.pair_only(key, gone=True)

    def groups(self, key: Callable[[Face], Hashable], *, gone: bool) -> Iterator[tuple[list[int], list[int]]]:
        """Yield the free old and new ones that share a key."""
        known: defaultdict[Hashable, list[int]] = defaultdict(list)
        for o in self.free_old():
            if self.old[o].gone == gone:
                known[key(self.old[o])].append(o)
        seen: defaultdict[Hashable, list[int]] = defaultdict(list)
        for n in self.free_new():
            seen[key(self.new[n])].append(n)
        yield from ((found, seen[k]) for k, found in known.items() if k is not None and k in seen)

    def pair_only(self, key: Callable[[Face], Hashable], *, gone: bool = False) -> None:
        """Pair where one old and one new share a key; twins in one place, too, when none came or went."""
        for olds, news in self.groups(key, gone=gone):
            if len(olds) == len(news) and (key is _whole or len(olds) == 1):
                for o, n in zip(olds, news, strict=True):
                    self.pair(o, n)

    def pair_lone(self, key: Callable[[Face], Hashable]) -> None:
        """Pair where a key was and is unique, even among what is paired already."""
        often_old = Counter(map(key, self.old))
        often_new = Counter(map(key, self.new))
        for olds, news in self.groups(key, gone=False):
            if often_old[key(self.old[olds[0]])] == often_new[key(self.new[news[0]])] == 1:
                self.pair(olds[0], news[0])

    def pair_twins(self, key: Callable[[Face], Hashable]) -> None:
        """Pair in document order what reads the same to the last word: no history can go wrong there."""
        for olds, news in self.groups(key, gone=False):
            for o, n in zip(olds, news, strict=False):
                self.pair(o, n)

    def weigh(self, pairs: Sequence[Evidence]) -> None:
        """Pair by evidence, the clearest cases first; each pair tells more about its neighbours."""
        while True:
            standing = list(self.standing(pairs))
            chosen = list(clear(standing))
            if not chosen:
                self.possible = [(e.o, e.n) for e, place in standing if e.verdict(place) and not e.gone]
                return
            for found in chosen:
                self.pair(found.o, found.n)
            pairs = [e for e, _ in standing]

    def standing(self, pairs: Iterable[Evidence]) -> Iterator[tuple[Evidence, Place]]:
        """Yield the pairs still open, with what their neighbours say now."""
        gaps_old, gaps_new = gaps(self.old, self.of_old), gaps(self.new, range(len(self.new)), self.of_new)
        many_old = Counter(gaps_old[o] for o in self.free_old())
        many_new = Counter(gaps_new[n] for n in self.free_new())
        for pair in pairs:
            if self.of_old[pair.o] < 0 and self.of_new[pair.n] < 0:
                before, after = gaps_old[pair.o], gaps_new[pair.n]
                lone = many_old[before] == many_new[after] == 1
                yield pair, Place.between(before[1:], after[1:], lone=lone)

    def doubts(self) -> dict[int, tuple[int, ...]]:
        """Return the free new ones that each free old one may have become."""
        found: defaultdict[int, list[int]] = defaultdict(list)
        for o, n in self.possible:
            if self.of_old[o] < 0 and self.of_new[n] < 0:
                found[o].append(n)
        return {o: tuple(sorted(news)) for o, news in sorted(found.items())}


def gaps(
    faces: Sequence[Face], names: Sequence[int], paired: Sequence[int] | None = None
) -> list[tuple[str, int, int]]:
    """Return for each face its file and the nearest paired neighbours before and after it, by their new index.

    `names[i]` is the new index of face i; it is paired where that of `paired` (else `names`) is not negative.
    """
    known = names if paired is None else paired
    before = _nearest(faces, names, known, range(len(faces)))
    after = _nearest(faces, names, known, range(len(faces) - 1, -1, -1))
    return [(face.path, b, a) for face, b, a in zip(faces, before, after, strict=True)]


def _nearest(faces: Sequence[Face], names: Sequence[int], known: Sequence[int], order: range) -> list[int]:
    found = [_UNPAIRED] * len(faces)
    path, last = "", _UNPAIRED
    for i in order:
        if faces[i].gone:
            continue
        if faces[i].path != path:
            path, last = faces[i].path, _UNPAIRED
        found[i] = last
        if known[i] >= 0:
            last = names[i]
    return found


def clear(pairs: Iterable[tuple[Evidence, Place]]) -> Iterator[Evidence]:
    """Yield the pairs that hold by themselves and that no other pair of either side comes near."""
    weighed = [(e, e.verdict(place), e.score(place)) for e, place in pairs]
    scores: defaultdict[tuple[str, int], list[float]] = defaultdict(list)
    for e, verdict, score in weighed:
        if verdict:
            scores["old", e.o].append(score)
            scores["new", e.n].append(score)
    for e, verdict, score in weighed:
        if verdict is Verdict.SAME and all(_leads(score, scores[side]) for side in (("old", e.o), ("new", e.n))):
            yield e


def _leads(score: float, scores: list[float]) -> bool:
    best = sorted(scores)[-2:]
    return best[-1] == score and (len(best) == 1 or best[0] <= score - MARGIN)
