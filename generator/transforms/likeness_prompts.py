"""A prompt taken apart for comparison: what it is about, how it asks, and which parts of it ask by themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from generator.transforms.intent import Intent, intents
from generator.transforms.likeness_terms import CONCEPT_WEIGHT, terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.model.bank import Entry
    from generator.transforms.lexicon import Lexicon

_CLAUSES = re.compile(r"[？?；;。！!（）()]")
_TOPIC = re.compile(r"([^，,：:？?。]{2,24})[，,：:]\s*([^\W\d_a-zA-Z].{3,})")
_PAIRED = 5
_BACKGROUND = 1.0
"""Weight of what the heading above names, for a prompt that says by itself what it is about."""


class Draft(NamedTuple):
    """A clause before the weights of its terms are known."""

    weights: dict[str, float]
    subjects: frozenset[str]
    intents: frozenset[Intent]


@dataclass(frozen=True, slots=True)
class Reading:
    """An entry's prompt taken apart."""

    clauses: tuple[Draft, ...]
    generic: bool
    """The prompt does not say what it is about."""

    @property
    def keys(self) -> tuple[str, ...]:
        """What another entry must share to be compared: a term (if rare), two subjects, or all subjects."""
        found = dict.fromkeys(term for clause in self.clauses for term in clause.weights if len(term) > 1)
        subjects = sorted(self.clauses[0].subjects)
        if subjects:
            found["&".join(("", *subjects, ""))] = None
        for both in combinations(subjects[:_PAIRED], 2):
            found["&".join(both)] = None
        return tuple(found)


def read_prompt(entry: Entry, lexicon: Lexicon) -> Reading:
    """Take an entry's prompt apart; one that names no subject is about what the headings above it name."""
    whole = terms(entry.prompt, lexicon)
    above: dict[str, float] = {}
    named: frozenset[str] = frozenset()
    if not whole.subjects:
        above, named = _subject_above(entry.section, lexicon, generic=whole.generic)
    drafts = [Draft(above | whole.weights, whole.subjects | named, intents(entry.prompt, bare=whole.bare))]
    for part in _parts(entry.prompt, lexicon):
        one = terms(part, lexicon)
        if one.subjects and one.weights != drafts[0].weights:
            drafts.append(Draft(one.weights, one.subjects, intents(part, bare=one.bare)))
    return Reading(tuple(drafts), whole.generic)


def _parts(prompt: str, lexicon: Lexicon) -> list[str]:
    """Return the parts of a prompt that ask by themselves: sentences, glosses, `X` of "X, a remark on it"."""
    parts = [part for part in _CLAUSES.split(prompt) if part.strip()]
    topic = _TOPIC.match(prompt)
    if topic and _is_topic(topic[1], topic[2], lexicon):
        parts.append(topic[1])
    return parts if len(parts) > 1 else []


def _is_topic(name: str, remark: str, lexicon: Lexicon) -> bool:
    """Whether a name stands before a remark, and not before another name as in a list."""
    found = lexicon.find(remark)
    return bool(terms(name, lexicon).subjects) and terms(name, lexicon).bare and not (found and found[0].start == 0)


def _subject_above(
    section: Sequence[str], lexicon: Lexicon, *, generic: bool
) -> tuple[dict[str, float], frozenset[str]]:
    """Return what the nearest heading that names anything adds to a prompt; a generic one is about nothing else."""
    for heading in reversed(section):
        found = terms(heading, lexicon)
        if found.subjects:
            weight = CONCEPT_WEIGHT if generic else _BACKGROUND
            return dict.fromkeys(sorted(found.subjects), weight), found.subjects if generic else frozenset()
        if generic and found.weights and not found.generic:
            return found.weights, frozenset()
    return {}, frozenset()
