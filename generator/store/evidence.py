"""The evidence that two entries are one: prompt, answer, neighbours, place; and when it is enough."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Self

from generator.store.edits import Edit, edit
from generator.store.likeness import bigrams, dice, same_answer, same_prompt

MARGIN = 0.06
"""Lead in score that a pair must have over every other pair of its two sides."""

_WEIGHTS = {"prompt": 0.5, "answer": 0.3, "near": 0.15, "spot": 0.05}
_UNTOLD = 0.5
"""Score of an answer that tells nothing."""
_ALIKE = 0.55
"""Likeness of two prompts below which they are strangers unless their answers agree."""


class Verdict(IntEnum):
    """What the evidence for a pair amounts to."""

    STRANGERS = 0
    DOUBT = 1
    SAME = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """What an entry is known by; prompt and section folded, answer signed."""

    path: str
    section: str
    prompt: str
    answer: str
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What the neighbours say about a pair."""

    near: float
    """0, one half or 1: neighbours before and after that are the same on both sides."""
    lone: bool
    """Between the same neighbours, each is the only one not matched."""

    @classmethod
    def between(cls, old: tuple[int, int], new: tuple[int, int], *, lone: bool) -> Self:
        """Compare the nearest matched neighbours of both sides (-1: none)."""
        shared = [a == b and a >= 0 for a, b in zip(old, new, strict=True)]
        return cls(near=sum(shared) / 2, lone=lone and old == new and any(shared))


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A pair of an old and a new entry, and what their texts say."""

    o: int
    n: int
    prompt: float
    answer: float | None
    edit: Edit
    spot: float
    """0, one half or 1: same file, same section."""
    same_section: bool
    short: bool
    """A prompt so short that others may well have the same."""
    gone: bool

    @classmethod
    def of(cls, o: int, n: int, old: Face, new: Face) -> Self:
        """Compare two faces."""
        same_section = old.section == new.section
        overlap = dice(bigrams(old.prompt), bigrams(new.prompt))
        same = old.prompt == new.prompt
        return cls(
            o=o,
            n=n,
            prompt=1.0 if same else min(same_prompt(old.prompt, new.prompt, overlap), 0.99),
            answer=same_answer(old.answer, new.answer),
            edit=Edit.SLIGHT if same else edit(old.prompt, new.prompt),
            spot=((old.path == new.path) + same_section) / 2,
            same_section=same_section and old.section != "",
            short=min(len(old.prompt), len(new.prompt)) < 8,
            gone=old.gone,
        )

    def score(self, place: Place) -> float:
        """Return a number to compare pairs by, from 0 to 1."""
        answer = _UNTOLD if self.answer is None else self.answer
        parts = {"prompt": self.prompt, "answer": answer, "near": place.near, "spot": self.spot}
        return sum(_WEIGHTS[name] * part for name, part in parts.items())

    def verdict(self, place: Place) -> Verdict:
        """Weigh the evidence; what has gone is either the same beyond doubt or a stranger."""
        if self._holds(place) and (not self.gone or self._returns()):
            return Verdict.SAME
        alike = self.prompt >= _ALIKE or (self.answer or 0.0) >= 0.7
        return Verdict.DOUBT if alike and not self.gone else Verdict.STRANGERS

    def _returns(self) -> bool:
        return self.prompt == 1.0 or ((self.answer or 0.0) >= 0.7 and self.prompt >= 0.6)

    def _holds(self, place: Place) -> bool:
        if self.prompt == 1.0:
            return self._same_words_hold(place)
        if self.answer is None:
            return self._prompt_alone_holds(place)
        return self._both_hold(self.answer, place)

    def _same_words_hold(self, place: Place) -> bool:
        if self.answer is not None:
            return self.answer >= 0.35 or self.same_section or place.near >= 0.5
        return self.same_section or place.near >= 0.5 or not self.short

    def _prompt_alone_holds(self, place: Place) -> bool:
        if self.edit is Edit.TERM:
            return False
        needed = 0.75 if self.edit is Edit.SLIGHT else 0.85
        return (place.near >= 0.5 and self.prompt >= needed) or (place.lone and self.prompt >= 0.65)

    def _both_hold(self, answer: float, place: Place) -> bool:
        if self.edit is Edit.TERM:
            return answer >= 0.9 and (self.prompt >= 0.4 or place.lone)
        if answer >= 0.7:
            return self.prompt >= 0.4 or place.near >= 0.5
        if answer >= 0.35:
            return self.prompt >= 0.6
        return self.edit is Edit.SLIGHT and self.prompt >= 0.8 and place.near >= 0.5
