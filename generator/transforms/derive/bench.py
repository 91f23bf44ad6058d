"""What derivers work with besides an entry: the bank, the lexicon, and what both say of terms."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from generator.markup.characters import fold, has_cjk
from generator.transforms.derive.definitions import Definition, definitions
from generator.transforms.derive.outline import Node, bare, nodes
from generator.transforms.derive.statements import Statement, is_sound, opening_of, statements
from generator.transforms.derive.wording import is_label
from generator.transforms.lexicon import Lexicon

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from generator.model.bank import Bank, Entry, EntryId

_GLOSS = re.compile(r"\s*[（(][^（()）]*[)）]")
_SUFFIX = re.compile(r"\s*(?:模型|算法|机制|曲线|函数|方法|网络|协议|技术)$")
GRAM = 5
_FURNITURE = 4
"""A label in so many entries is the author's furniture."""
_OPENING, _GRACE = 40, 3


class Bench:
    """One bank on the bench; what is asked of it is worked out once."""

    def __init__(
        self, bank: Bank, lexicon: Lexicon | None = None, conflicts: Collection[EntryId] = frozenset()
    ) -> None:
        self.bank = bank
        self.conflicts = frozenset(conflicts)
        self.lexicon = lexicon or Lexicon()
        self._nodes: dict[EntryId, tuple[Node, ...]] = {}
        self._statements: dict[EntryId, tuple[Statement, ...]] = {}

    def nodes(self, entry: Entry) -> tuple[Node, ...]:
        """Return the outline of an entry's answer."""
        if entry.id not in self._nodes:
            self._nodes[entry.id] = nodes(entry.answer)
        return self._nodes[entry.id]

    def statements(self, entry: Entry) -> tuple[Statement, ...]:
        """Return every sentence of an entry's answer."""
        if entry.id not in self._statements:
            self._statements[entry.id] = tuple(statements(entry, self.nodes(entry)))
        return self._statements[entry.id]

    @cached_property
    def furniture(self) -> frozenset[str]:
        """The labels with which this author opens lines in entry after entry (`出处：`): no terms of the subject."""
        counts: Counter[str] = Counter()
        for entry in self.bank.entries:
            lines = self.nodes(entry)
            counts.update({fold(opening_of(node.text) or (bare(node.text) if node.leads else "")) for node in lines})
        return frozenset(
            name for name, count in counts.items() if name and count >= _FURNITURE and not self.concept(name)
        )

    def is_furniture(self, label: str) -> bool:
        """Whether a text is such a label, or one that heads a part of any subject."""
        return is_label(label) or fold(label) in self.furniture

    def concept(self, text: str) -> str:
        """Return the concept that a text names and nothing else (a gloss or a word like `算法` apart), or ""."""
        bare = _GLOSS.sub("", text).strip(" :：*“”\"'`")
        for name in (bare, _SUFFIX.sub("", bare)):
            found = self.lexicon.find(name)
            if len(found) == 1 and (found[0].start, found[0].end) == (0, len(name)):
                return found[0].concept
        return ""

    def wider(self, concept: str) -> frozenset[str]:
        """Return a concept and everything that it is."""
        found: set[str] = set()
        waiting = [concept]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                row = self.lexicon.concepts.get(name)
                waiting += row.is_a if row else ()
        return frozenset(found)

    def are_kin(self, one: str, other: str) -> bool:
        """Whether two concepts are the same or one is a kind of the other."""
        return one in self.wider(other) or other in self.wider(one)

    def has_kinds(self, concept: str) -> bool:
        """Whether the lexicon has kinds of a concept."""
        return any(concept in row.is_a for row in self.lexicon.concepts.values())

    def contrasts(self, concept: str) -> tuple[str, ...]:
        """Return what a concept is compared with, whichever of the two says so."""
        return self._contrasts.get(concept, ())

    @cached_property
    def _contrasts(self) -> dict[str, tuple[str, ...]]:
        table: dict[str, list[str]] = {}
        for row in self.lexicon.concepts.values():
            for other in row.contrast:
                if other in self.lexicon.concepts and not self.are_kin(row.id, other):
                    table.setdefault(row.id, []).append(other)
                    table.setdefault(other, []).append(row.id)
        return {name: tuple(dict.fromkeys(others)) for name, others in table.items()}

    def siblings(self, concept: str) -> tuple[str, ...]:
        """Return the concepts of the same class that are no kin, in the lexicon's order."""
        row = self.lexicon.concepts.get(concept)
        if row is None or not row.kind:
            return ()
        return tuple(
            other.id
            for other in self.lexicon.concepts.values()
            if other.kind == row.kind and not self.are_kin(concept, other.id)
        )

    def name(self, concept: str, like: str = "") -> str:
        """Return a concept's printed name, in the script of another text where it has one."""
        row = self.lexicon.concepts[concept]
        return (row.zh or row.en) if has_cjk(like) or not row.en else row.en

    @cached_property
    def known(self) -> frozenset[str]:
        """The concepts that the bank's answers and prompts name."""
        return frozenset(
            name for entry in self.bank.entries for name in self.lexicon.ids(f"{entry.prompt}\n{entry.answer.text}")
        )

    @cached_property
    def sentences(self) -> tuple[tuple[str, frozenset[str]], ...]:
        """Every sound sentence of the bank with its grams."""
        found = [one.text for entry in self.bank.entries for one in self.statements(entry) if is_sound(one.text)]
        return tuple((text, grams(text)) for text in dict.fromkeys(found))

    @cached_property
    def _sentence_places(self) -> dict[str, tuple[int, ...]]:
        return _postings(pieces for _, pieces in self.sentences)

    def alike(self, text: str, *, but: str = "") -> float:
        """Return how much of a text some other sentence of the bank says (share of its grams)."""
        mine = grams(text)
        shared = Counter(number for piece in mine for number in self._sentence_places.get(piece, ()))
        counts = [count for number, count in shared.items() if self.sentences[number][0] != but]
        return max(counts, default=0) / max(len(mine), 1)

    @cached_property
    def definitions(self) -> tuple[Definition, ...]:
        """Every definition of a lexicon term in the bank."""
        return tuple(one for entry in self.bank.entries for one in definitions(entry, self) if one.concept)

    @cached_property
    def _defined(self) -> tuple[tuple[tuple[str, frozenset[str]], ...], dict[str, tuple[int, ...]]]:
        rows = tuple((one.concept, grams(one.text, 4)) for one in self.definitions)
        return rows, _postings(pieces for _, pieces in rows)

    def defined_elsewhere(self, text: str, concept: str) -> float:
        """Return how much a description has in common with what the bank says of any other term."""
        rows, places = self._defined
        mine = grams(text, 4)
        shared = Counter(number for piece in mine for number in places.get(piece, ()))
        others = (count / min(len(mine), len(rows[n][1])) for n, count in shared.items() if rows[n][0] != concept)
        return max(others, default=0.0)

    @cached_property
    def _openings(self) -> dict[str, tuple[str, ...]]:
        table: dict[str, list[str]] = {}
        for text, _ in self.sentences:
            found = next(iter(self.lexicon.find(text[:_OPENING])), None)
            if found and found.start <= _GRACE:
                table.setdefault(found.concept, []).append(text)
        return {concept: tuple(texts) for concept, texts in table.items()}

    def said_of(self, concept: str) -> tuple[str, ...]:
        """Return the sound sentences of the bank that open with a concept."""
        return self._openings.get(concept, ())


def _postings(rows: Iterable[frozenset[str]]) -> dict[str, tuple[int, ...]]:
    """Return in which rows each gram stands."""
    table: dict[str, list[int]] = {}
    for number, pieces in enumerate(rows):
        for piece in pieces:
            table.setdefault(piece, []).append(number)
    return {piece: tuple(numbers) for piece, numbers in table.items()}


def grams(text: str, size: int = GRAM) -> frozenset[str]:
    """Return the letter n-grams of a folded text."""
    flat = fold(text)
    return frozenset(flat[i : i + size] for i in range(max(len(flat) - size + 1, 1)))


def overlap(one: str, other: str, size: int = 4) -> float:
    """Return the share of grams that two texts have in common, of the smaller one."""
    a, b = grams(one, size), grams(other, size)
    return len(a & b) / max(min(len(a), len(b)), 1)
