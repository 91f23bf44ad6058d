"""Which texts are worth comparing: those that share a rare term, rarest terms first, within a budget of pairs."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BUDGET = 100
"""Pairs to look at per text, on average; it makes the time grow in proportion to the number of texts."""

_COMMON = 50
_SHARE = 0.003
_SMALL = 2 * BUDGET
"""So few texts are all compared with each other within the budget."""


def blocks(texts: Sequence[Sequence[str]], budget: int = BUDGET) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield each text's index with the earlier ones that share a rare term with it.

    A term is rare when no more than max(50, .003 n) texts have it; of the rare terms the rarest are used until
    the pairs that they give reach `budget` per text. Both bounds need the whole collection, so the pairs do not
    depend on the order of the texts.
    """
    rare = _rare(texts, budget)
    postings: defaultdict[str, list[int]] = defaultdict(list)
    for index, terms in enumerate(texts):
        earlier: dict[int, None] = {}
        for term in terms:
            if term in rare:
                earlier.update(dict.fromkeys(postings[term]))
                postings[term].append(index)
        yield index, tuple(earlier)


def _rare(texts: Sequence[Sequence[str]], budget: int) -> frozenset[str]:
    counts = Counter(term for terms in texts for term in terms)
    if len(texts) <= _SMALL:
        return frozenset(counts)
    limit = max(_COMMON, _SHARE * len(texts))
    left = budget * len(texts)
    rare = []
    by_count = defaultdict(list)
    for term, count in counts.items():
        by_count[count].append(term)
    for count in sorted(by_count):
        left -= len(by_count[count]) * count * (count - 1) // 2
        if count > limit or left < 0:
            break
        rare += by_count[count]
    return frozenset(rare)
