"""The terms of a subject, and where they stand in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import ahocorasick

from generator.diagnostics import Span
from generator.transforms.folding import fold_case, fold_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.model.bank import Topic

_LATIN_OR_DIGIT = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_SCRIPTS_MEET = r"(?<=[a-zA-Z0-9]) ?(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff]) ?(?=[a-zA-Z0-9])"
_NOWHERE = Span(path="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One thing the subject talks about, under all its names."""

    id: str
    zh: str
    en: str
    aliases: tuple[str, ...] = ()
    """Further names; letters match in either case unless the name is in `cased`."""
    cased: tuple[str, ...] = ()
    """Names that only match as they are written (`MAP`, not `map`)."""
    kind: str = ""
    """The pack's `class`: optimizer, activation, … ; concepts of one class are each other's distractors."""
    is_a: tuple[str, ...] = ()
    contrast: tuple[str, ...] = ()
    """Concepts that people compare it with or mistake it for."""
    topic: str = ""
    """The topic it votes for; empty for terms that turn up everywhere."""
    span: Span = _NOWHERE

    @property
    def forms(self) -> tuple[str, ...]:
        """Every name once, in the order written: zh, en, aliases, cased."""
        return tuple(dict.fromkeys(f for f in (self.zh, self.en, *self.aliases, *self.cased) if f))


class Match(NamedTuple):
    """A term found: `text[start:end]` names the concept with this id. Light, as it is made by the million."""

    concept: str
    start: int
    end: int


class _Form(NamedTuple):
    """A way of writing a concept: `exact` is empty where case does not matter."""

    concept: str
    exact: str


class _Hit(NamedTuple):
    """What the automaton holds for a folded form; letters at its ends must not run on into the text."""

    length: int
    opens_latin: bool
    closes_latin: bool
    forms: tuple[_Form, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Concepts by id, the topics they vote for, and the automaton that finds them.

    The method is Aho and Corasick's (1975): one pass over the text finds all forms at once; of those that overlap
    the one that starts first stands, and of several that start together the longest.
    """

    concepts: Mapping[str, Concept] = field(default_factory=lambda: MappingProxyType({}))
    topics: tuple[Topic, ...] = ()
    """In printing order."""
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Words in a heading or file name that say which topic it is about, by topic id."""
    automaton: ahocorasick.Automaton | None = None

    @classmethod
    def of(
        cls,
        concepts: Iterable[Concept],
        topics: Iterable[Topic] = (),
        keywords: Mapping[str, tuple[str, ...]] | None = None,
    ) -> Lexicon:
        """Return the lexicon of these concepts; a name that two of them claim is the later one's."""
        by_id = {concept.id: concept for concept in concepts}
        return cls(
            concepts=MappingProxyType(by_id),
            topics=tuple(topics),
            keywords=MappingProxyType(dict(keywords or {})),
            automaton=_automaton(by_id.values()),
        )

    def find(self, text: str) -> tuple[Match, ...]:
        """Return the terms in `text` from left to right; they never overlap."""
        if self.automaton is None:
            return ()
        found = []
        free = 0
        for start, stop, concept in sorted(_candidates(self.automaton, text)):
            if start >= free:
                free = -stop
                found.append(Match(concept, start, free))
        return tuple(found)

    def ancestors(self, concept: str) -> frozenset[str]:
        """Return everything that a concept is a kind of, however remotely; itself only if `is_a` runs in a circle."""
        found: set[str] = set()
        waiting = [concept]
        while waiting:
            known = self.concepts.get(waiting.pop())
            new = [parent for parent in known.is_a if parent not in found] if known else []
            found.update(new)
            waiting += new
        return frozenset(found)

    def ids(self, text: str) -> tuple[str, ...]:
        """Return the concepts named in `text`, each once, in the order of their first mention."""
        return tuple(dict.fromkeys(match.concept for match in self.find(text)))


def _candidates(automaton: ahocorasick.Automaton, text: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, -end, concept) of every form that stands in `text` as a word of its own."""
    folded = fold_case(text)
    size = len(folded)
    for last, (length, opens, closes, forms) in automaton.iter(folded):
        end = last + 1
        start = end - length
        if opens and start and folded[start - 1] in _LATIN_OR_DIGIT:
            continue
        if closes and end < size and folded[end] in _LATIN_OR_DIGIT:
            continue
        for concept, exact in forms:
            if not exact or fold_width(text[start:end]) == exact:
                yield start, -end, concept
                break


def _automaton(concepts: Iterable[Concept]) -> ahocorasick.Automaton | None:
    hits: dict[str, dict[str, str]] = {}
    for concept in concepts:
        for form in concept.forms:
            for spelling in spellings(form):
                exact = fold_width(spelling) if is_cased(form, concept) else ""
                hits.setdefault(fold_case(spelling), {})[exact] = concept.id
    if not hits:
        return None
    automaton = ahocorasick.Automaton()
    for folded, forms in hits.items():
        ranked = sorted(forms.items(), key=lambda item: not item[0])  # an exact spelling goes before any other
        ends = (folded[0] in _LATIN_OR_DIGIT, folded[-1] in _LATIN_OR_DIGIT)
        automaton.add_word(folded, _Hit(len(folded), *ends, tuple(_Form(c, exact) for exact, c in ranked)))
    automaton.make_automaton()
    return automaton


def is_cased(form: str, concept: Concept) -> bool:
    """Tell whether a name only matches as written: listed in `cased`, or of one or two letters (`LR`, `BN`)."""
    return form in concept.cased or (len(form) < 3 and form.isascii() and form.isalpha())


def spellings(form: str) -> tuple[str, ...]:
    """Return the ways to write a name: `-`, space or nothing between words, and a plural `s` after Latin ones."""
    joints = (form, *(re.sub(r"(?<=[A-Za-z0-9])[- ](?=[A-Za-z0-9])", joint, form) for joint in ("-", " ", "")))
    spaced = (re.sub(_SCRIPTS_MEET, space, joint) for joint in joints for space in ("", " "))
    singular = tuple(dict.fromkeys((*joints, *spaced)))
    return singular + tuple(f"{s}s" for s in singular if re.search(r"[A-Za-rt-z]$", s))
