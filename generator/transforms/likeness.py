"""How alike two entries are, from 0 to 1, and why: the measure behind groups and enemies.

score = (.6 prompts + .25 subjects + .3 answers) x intent x place, the first factor at most .99: 1 is for equal prompts.
`prompts` is the cosine of TF-IDF vectors over concepts and what else the prompts say, `subjects` the IDF-weighted
Jaccard index of what they name, `answers` the cosine of the answers (where one is missing, a little of `prompts`
stands in for it). Two entries below one heading need more to be the same, for an author seldom asks twice in one
place. A prompt is also compared clause by clause.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from generator.transforms.intent import Intent, compatibility
from generator.transforms.likeness_terms import CONCEPT, WORD, answer_weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from generator.model.bank import Entry
    from generator.transforms.lexicon import Lexicon
    from generator.transforms.likeness_prompts import Reading

PROMPTS, SUBJECTS, ANSWERS = 0.6, 0.25, 0.3
"""Weights of the three parts."""

_UNANSWERED = 0.1
_MOST = 0.99
_NAMES = frozenset({Intent.NAMING})
_HALF, _OTHER_NAME = 0.45, 0.8
"""For two names that have less than half in common."""
_NOTHING_ELSE = 0.7
"""For prompts about one subject that have nothing else to say in common."""
_CLAUSE = 0.9
_CLOSE, _COUSINS = 0.6, 0.85
_ANSWER_LENGTH = 1200
"""Characters of an answer that are looked at."""
_ANSWER_TERMS = 40
"""The weightiest terms of an answer; the others hardly count."""
_SOMEWHAT, _MUCH = 0.2, 0.45
_FLOOR, _HOPELESS = 0.3, 0.15
"""Clauses less alike than the first, and whole prompts less alike than the second, are not compared further."""


class Clause(NamedTuple):
    """A prompt, or a part of it that asks something by itself."""

    vector: dict[str, float]
    """Of length 1."""
    subjects: frozenset[str]
    weight: float
    """Of all its subjects together."""
    rest: frozenset[str]
    """What else it says, in pairs of characters."""
    intents: frozenset[Intent]


@dataclass(frozen=True, slots=True)
class Profile:
    """What is compared of entries with one and the same prompt."""

    clauses: tuple[Clause, ...]
    """The whole prompt first."""
    trails: tuple[tuple[str, ...], ...]
    """Where they stand: path, headings and prompt of each."""
    answer: str


@dataclass(slots=True)
class Likeness:
    """Compares profiles; the weights of terms come from all prompts of the bank."""

    lexicon: Lexicon
    idf: Mapping[str, float]
    unseen: float
    """The weight of a term that no prompt has."""
    profiles: Sequence[Profile]
    answers: dict[int, dict[str, float]] = field(default_factory=dict)
    """Vectors of the answers asked for so far."""
    last: tuple[tuple[int, int], float | None] = ((-1, -1), None)
    """How alike the answers asked for last were; the clauses of a prompt share them."""

    @classmethod
    def of(cls, nodes: Sequence[Sequence[Entry]], readings: Sequence[Reading], lexicon: Lexicon) -> Likeness:
        """Return the measure over nodes, each the entries of one prompt, and the readings of their prompts."""
        counts = Counter(term for reading in readings for term in reading.clauses[0].weights)
        total = len(nodes) + 1
        idf = {term: 1 + math.log(total / (1 + count)) for term, count in counts.items()}
        unseen = 1 + math.log(total)
        profiles = [_profile(entries, reading, idf, unseen) for entries, reading in zip(nodes, readings, strict=True)]
        return cls(lexicon=lexicon, idf=idf, unseen=unseen, profiles=profiles)

    def score(self, i: int, j: int, least: float = 0.0) -> float:
        """Return how alike two profiles are; scores below `least` may come out as 0."""
        return self._best(i, j, least)[0]

    def reasons(self, i: int, j: int) -> tuple[str, ...]:
        """Say what makes two profiles alike."""
        _, a, b = self._best(i, j)
        found = []
        shared = sorted(a.subjects & b.subjects, key=lambda term: (-self.idf.get(term, self.unseen), term))
        if shared:
            found.append(f"both name {', '.join(self._name(term) for term in shared)}")
        else:
            found.append("worded alike")
        both = sorted(a.intents & b.intents)
        if both and both != [Intent.OTHER]:
            found.append(f"both ask for {', '.join(both)}")
        answers = self._answers(i, j)
        if answers is not None and answers >= _SOMEWHAT:
            found.append("answers much alike" if answers >= _MUCH else "answers somewhat alike")
        return tuple(found)

    def _name(self, term: str) -> str:
        concept = self.lexicon.concepts.get(term[1:]) if term[0] == CONCEPT else None
        return (concept.zh or concept.en or concept.id) if concept else term.removeprefix(WORD).removeprefix(CONCEPT)

    def _best(self, i: int, j: int, least: float = 0.0) -> tuple[float, Clause, Clause]:
        """Return the score of the two clauses that are most alike, and those clauses; 0 if it cannot reach `least`."""
        one, other = self.profiles[i], self.profiles[j]
        whole = one.clauses[0], other.clauses[0]
        best = (0.0, *whole)
        shared = _dot(whole[0].vector, whole[1].vector)
        if shared < _HOPELESS:
            return best
        factor = place(one.trails, other.trails)
        for a in one.clauses:
            for b in other.clauses:
                entire = a is whole[0] and b is whole[1]
                prompts = shared if entire else _dot(a.vector, b.vector)
                if prompts >= _FLOOR:
                    scale = factor if entire else factor * _CLAUSE
                    score = self._compare(a, b, prompts, (i, j), scale, max(least, best[0]))
                    if score > best[0]:
                        best = (score, a, b)
        return best

    def _compare(
        self, a: Clause, b: Clause, prompts: float, nodes: tuple[int, int], scale: float, least: float
    ) -> float:
        """Return the score of two clauses, or 0 if no answer could lift it to `least`."""
        subjects = self._jaccard(a, b) if a.subjects or b.subjects else prompts
        several = len(a.subjects) > 1 and len(b.subjects) > 1
        scale *= compatibility(a.intents, b.intents, several=several)
        if a.rest and b.rest and a.rest.isdisjoint(b.rest):
            scale *= _NOTHING_ELSE
        if subjects < _HALF and a.intents == b.intents == _NAMES:
            scale *= _OTHER_NAME
        two = PROMPTS * prompts + SUBJECTS * subjects
        if min(_MOST, two + ANSWERS) * scale < least:
            return 0.0
        answers = self._answers(*nodes)
        third = _UNANSWERED * prompts if answers is None else ANSWERS * answers
        return min(_MOST, two + third) * scale

    def _jaccard(self, a: Clause, b: Clause) -> float:
        both = a.subjects & b.subjects
        if not both:
            return 0.0
        shared = _weight(both, self.idf, self.unseen)
        return shared / (a.weight + b.weight - shared)

    def _answers(self, i: int, j: int) -> float | None:
        if self.last[0] != (i, j):
            both = self.profiles[i].answer and self.profiles[j].answer
            self.last = ((i, j), _dot(self._answer(i), self._answer(j)) if both else None)
        return self.last[1]

    def _answer(self, i: int) -> dict[str, float]:
        if i not in self.answers:
            weights = answer_weights(self.profiles[i].answer[:_ANSWER_LENGTH], self.lexicon)
            top = sorted(_vector(weights, self.idf, self.unseen).items(), key=lambda item: (-item[1], item[0]))
            self.answers[i] = dict(top[:_ANSWER_TERMS])
        return self.answers[i]


def _profile(entries: Sequence[Entry], reading: Reading, idf: Mapping[str, float], unseen: float) -> Profile:
    clauses = [
        Clause(
            _vector(d.weights, idf, unseen),
            d.subjects,
            _weight(d.subjects, idf, unseen),
            frozenset(t for t in d.weights if len(t) > 1 and t[0] not in {CONCEPT, WORD}),
            d.intents,
        )
        for d in reading.clauses
    ]
    trails = dict.fromkeys((entry.span.path, *entry.section, entry.prompt) for entry in entries)
    answers = [entry.answer.text for entry in entries if entry.answered]
    return Profile(tuple(clauses), tuple(trails)[:8], max(answers, key=lambda text: (len(text), text), default=""))


def place(one: Iterable[tuple[str, ...]], other: Sequence[tuple[str, ...]]) -> float:
    """Return how far apart two prompts stand, at best: 1 in different files or chapters, less below one heading."""
    return max([_distance(a, b) for a in one for b in other])


def _distance(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    if a[0] != b[0]:
        return 1.0
    common = next((k for k, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    if common == min(len(a), len(b)):
        return _CLOSE
    if common == 1:
        return 1.0
    return _CLOSE if a[:-1] == b[:-1] else _COUSINS


def _vector(weights: Mapping[str, float], idf: Mapping[str, float], unseen: float) -> dict[str, float]:
    raw = {t: (1 + math.log(w) if w > 1 else w) * idf.get(t, unseen) for t, w in weights.items()}
    length = math.sqrt(math.fsum(x * x for x in raw.values()))
    return {term: x / length for term, x in raw.items()} if length else {}


def _weight(subjects: Iterable[str], idf: Mapping[str, float], unseen: float) -> float:
    return math.fsum([idf.get(term, unseen) for term in subjects])


def _dot(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    return math.fsum([a[term] * b[term] for term in a.keys() & b.keys()])
