"""Which texts are worth comparing: those that share a rare term, rarest terms first, within a budget of pairs."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PER_TEXT, SPARE = 10, 40_000
"""Pairs to look at: so many per text and so many more; it makes the time grow in proportion to the texts."""

_COMMON = 50
_SHARE = 0.003


def blocks(texts: Sequence[Sequence[str]]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield each text's index with the earlier ones that share a rare term with it.

    A term is rare when no more than max(50, .003 n) texts have it; of the rare terms the rarest are used, until the
    pairs that they give reach the budget. Both bounds need the whole collection, so the pairs do not depend on the
    order of the texts. When all pairs are within the budget, every shared term counts.
    """
    rare = _rare(texts)
    postings: defaultdict[str, list[int]] = defaultdict(list)
    for index, terms in enumerate(texts):
        earlier: dict[int, None] = {}
        for term in terms:
            if term in rare:
                earlier.update(dict.fromkeys(postings[term]))
                postings[term].append(index)
        yield index, tuple(earlier)


def _rare(texts: Sequence[Sequence[str]]) -> frozenset[str]:
    counts = Counter(term for terms in texts for term in terms)
    left = PER_TEXT * len(texts) + SPARE
    if len(texts) * (len(texts) - 1) // 2 <= left:
        return frozenset(counts)
    by_count: defaultdict[int, list[str]] = defaultdict(list)
    for term, count in counts.items():
        by_count[count].append(term)
    rare: list[str] = []
    for count in sorted(count for count in by_count if count <= max(_COMMON, _SHARE * len(texts))):
        left -= len(by_count[count]) * count * (count - 1) // 2
        if left < 0:
            break
        rare += by_count[count]
    return frozenset(rare)
