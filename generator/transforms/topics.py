"""Which topic each entry belongs to: the user's word, else headings and file name, else the terms it uses."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from generator.diagnostics import Code, Diagnostic, info
from generator.markup.characters import fold
from generator.model.bank import Bank, Topic
from generator.transforms.lexicon import Concept, Lexicon
from generator.transforms.topic_overrides import Overrides

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from generator.model.bank import Entry

MISC = Topic(id="misc", zh="其他", en="Other")

_PATH, _PROMPT, _ANSWER = 6.0, 3.0, 2.0
"""Weights of what the path, the prompt and the answer say: a path that says one thing outvotes the other two."""
_KEYWORD, _GENERIC = 0.5, 0.25
"""Weight of a keyword in a heading, and of a general word (`optimizer`); any other concept weighs 1."""
_OUTWARDS = 0.5
"""What a heading weighs for each heading that stands nearer."""
_FIRST = 0.5
"""What a prompt's first term weighs more: it is mostly the subject."""
_DRAW = 1e-6
_COVERED = 0.5
"""Keywords only speak where they make up this share of a heading (`Data`, not `Data structures of Python`)."""


def assign_topics(bank: Bank, lexicon: Lexicon, overrides: Mapping[str, object]) -> tuple[Bank, tuple[Diagnostic, ...]]:
    """Return the bank with a topic for every entry, and what the user should know about it.

    The nearest heading counts most, then those above it, then the title, file name and folders; where they say
    nothing or disagree, the terms of prompt and answer decide; entries without any hint or with a draw are `misc`.
    A lexicon without topics gives each entry the topmost heading as its topic, or the document's title.

    Args:
        bank: Entries with any topics they had; these are replaced.
        lexicon: Concepts and topics.
        overrides: The `[topics]` table of study.toml.
    """
    own = Overrides.of(overrides)
    judge = _Judge(bank, lexicon) if lexicon.topics else _Headings(bank)
    entries: list[Entry] = []
    found: list[Diagnostic] = []
    for entry in bank.entries:
        topic = own.topic_of(entry) or judge.topic_of(entry)
        entries.append(replace(entry, topic=topic))
        if topic == MISC.id:
            found.append(_undecided(entry))
    topics = _occurring((entry.topic for entry in entries), own.renamed(judge.topics))
    return replace(bank, entries=tuple(entries), topics=topics), (*own.complaints(bank), *found)


def slug(text: str) -> str:
    """Return a heading as an id: letters and digits of any script, joined by hyphens."""
    return re.sub(r"[\W_]+", "-", unicodedata.normalize("NFKC", text).lower()).strip("-") or "untitled"


def _undecided(entry: Entry) -> Diagnostic:
    message = f"no topic found for “{entry.prompt[:60]}”"
    hint = "name one under [topics] in study.toml, or add its terms to lexicon.toml"
    return info(Code.NO_TOPIC, message, entry.span, hint)


def _occurring(ids: Iterable[str], named: Iterable[Topic]) -> tuple[Topic, ...]:
    """Return the topics that occur: those with names in their order, then others as they come, `misc` last."""
    used = dict.fromkeys(ids)
    names: dict[str, Topic] = {}
    for topic in (*named, *(Topic(id=one, zh=one, en=one) for one in used if one != MISC.id), MISC):
        names.setdefault(topic.id, topic)
    return tuple(topic for one, topic in names.items() if one in used)


class _Headings:
    """Topics without a lexicon: the topmost heading, or the document's title."""

    def __init__(self, bank: Bank) -> None:
        self._titles = {document.path: document.title for document in bank.documents}
        topics: dict[str, Topic] = {}
        for name in map(self._name, bank.entries):
            topics.setdefault(slug(name), Topic(id=slug(name), zh=name, en=name))
        self.topics = tuple(topics.values())

    def topic_of(self, entry: Entry) -> str:
        return slug(self._name(entry))

    def _name(self, entry: Entry) -> str:
        title = self._titles.get(entry.span.path) or PurePosixPath(entry.span.path).stem
        return entry.section[0] if entry.section else title


class _Judge:
    """Topics by a lexicon: what path, prompt and answer say, weighed."""

    def __init__(self, bank: Bank, lexicon: Lexicon) -> None:
        self.topics = lexicon.topics
        self._lexicon = lexicon
        self._weights = {concept.id: _weight(concept) for concept in lexicon.concepts.values()}
        self._keywords = Lexicon.of(
            Concept(id=topic, zh="", en="", aliases=words) for topic, words in lexicon.keywords.items()
        )
        self._titles = {document.path: document.title for document in bank.documents}
        self._paths: dict[tuple[str, tuple[str, ...]], Mapping[str, float]] = {}

    def topic_of(self, entry: Entry) -> str:
        place = (entry.span.path, entry.section)
        if place not in self._paths:
            self._paths[place] = self._path(*place)
        scores = defaultdict[str, float](float)
        for weight, votes in (
            (_PATH, self._paths[place]),
            (_PROMPT, self._prompt(entry.prompt)),
            (_ANSWER, self._answer(entry.answer.text)),
        ):
            total = sum(votes.values())
            for topic, vote in votes.items():
                scores[topic] += weight * vote / total
        return _clear_winner(scores)

    def _path(self, path: str, section: Sequence[str]) -> Mapping[str, float]:
        """Return what the headings say, or where they are silent what title, file name and folders say."""
        file = PurePosixPath(path)
        outside = (self._titles.get(path, ""), file.stem, *reversed(file.parent.parts))
        return self._nested(reversed(section)) or self._nested(outside)

    def _nested(self, headings: Iterable[str]) -> Mapping[str, float]:
        """Return the votes of headings, nearest first."""
        votes = defaultdict[str, float](float)
        weight = 1.0
        for heading in headings:
            said = self._heading(heading)
            for topic, vote in said.items():
                votes[topic] += weight * vote
            weight *= _OUTWARDS if said else 1.0
        return votes

    def _heading(self, text: str) -> Mapping[str, float]:
        votes = defaultdict[str, float](float)
        taken: set[int] = set()
        for match in self._lexicon.find(text):
            topic = self._lexicon.concepts[match.concept].topic
            if topic:
                votes[topic] += self._weights[match.concept]
                taken.update(range(match.start, match.end))
        length = len(fold(text))
        for match in self._keywords.find(text):
            if match.start not in taken and match.end - match.start >= _COVERED * length:
                votes[match.concept] += _KEYWORD
        return votes

    def _prompt(self, text: str) -> Mapping[str, float]:
        votes = defaultdict[str, float](float)
        bonus = _FIRST
        for concept in self._lexicon.ids(text):
            topic = self._lexicon.concepts[concept].topic
            if topic:
                votes[topic] += self._weights[concept] + bonus
                bonus = 0.0
        return votes

    def _answer(self, text: str) -> Mapping[str, float]:
        topics = (self._lexicon.concepts[match.concept].topic for match in self._lexicon.find(text))
        return {topic: float(count) for topic, count in Counter(filter(None, topics)).items()}


def _weight(concept: Concept) -> float:
    return _GENERIC if concept.kind.endswith("-family") else 1.0


def _clear_winner(scores: Mapping[str, float]) -> str:
    """Return the topic with the most, or `misc` where there is none or two of them draw."""
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    draw = len(ranked) > 1 and ranked[0][1] - ranked[1][1] < _DRAW
    return MISC.id if draw or not ranked else ranked[0][0]
