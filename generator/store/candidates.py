"""Which pairs are worth weighing: those that share rare pieces, an answer, or a piece of its sketch."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from generator.store.evidence import Evidence
from generator.store.likeness import bands, bigrams

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.store.evidence import Face

_RARE = 8
"""Pieces of a prompt (two or three characters) that are looked up, the rarest first."""
_CROWD = 40
"""Entries sharing a feature from which on it is too common to say anything."""
_KEPT = 6
"""Pairs weighed for each new entry."""


def propose(
    old: Sequence[Face], new: Sequence[Face], free_old: Sequence[int], free_new: Sequence[int]
) -> list[Evidence]:
    """Return the evidence for the pairs of free entries that may be one, at most six for each new one.

    Blocking by rare shared features keeps this near-linear in the number of free entries.
    """
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for o in free_old:
        for feature in _features(old[o]):
            holders[feature].append(o)
    return [Evidence.of(o, n, old[o], new[n]) for n in free_new for o in _holders_of(new[n], old, holders)]


def _features(face: Face) -> list[str]:
    """Return what a face is found by; a capital letter in front tells kinds of features apart."""
    pieces = [f"B{pair}" for pair in bigrams(face.prompt)]
    pieces += sorted({f"B{face.prompt[i : i + 3]}" for i in range(len(face.prompt) - 2)})
    return [f"P{face.prompt}", *pieces, *(f"A{band}" for band in bands(face.answer))]


def _holders_of(face: Face, old: Sequence[Face], holders: dict[str, list[int]]) -> list[int]:
    known = [feature for feature in _features(face) if feature in holders]
    votes: Counter[int] = Counter()
    for feature in _rarest(known, holders):
        for o in holders[feature][:_CROWD]:
            votes[o] += 1
    for o in holders.get(f"P{face.prompt}", ())[:_CROWD]:
        votes[o] += _RARE
    ranked = sorted(votes, key=lambda o: (-votes[o], old[o].section != face.section, old[o].path != face.path, o))
    return ranked[:_KEPT]


def _rarest(features: Iterable[str], holders: dict[str, list[int]]) -> list[str]:
    """Return the rarest pieces and every band that is not too common, in a fixed order."""
    ranked = sorted(features, key=lambda feature: (len(holders[feature]), feature))
    pairs = [feature for feature in ranked if feature[0] == "B"][:_RARE]
    return pairs + [feature for feature in ranked if feature[0] == "A" and len(holders[feature]) <= _CROWD]
