"""What an entry sets against each other: the terms its prompt compares, contrasts of the lexicon, opposites."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

from generator.markup.characters import fold, has_cjk, width
from generator.transforms.derive.antonyms import ANTONYMS, NEGATIONS, OPPOSITE_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model.bank import Entry
    from generator.transforms.derive.bench import Bench

_MOST = 4
_NAME = r"[^，,。；;？?：:、和与跟及/（）()]{1,24}?"
_AND = r"\s*(?:和|与|跟|及|以及|、|vs\.?|/|,|，)\s*"
_TAIL = (
    r"\s*(?:之间)?(?:到底|究竟|都|各自|分别)?(?:有什么|有何|有哪些|有啥|是什么|的)*\s*(?:本质|主要|核心|最大)?的?\s*"
)
_ZH = re.compile(rf"^(?P<all>[^？?。；;：:]{{3,70}}?){_TAIL}(?:区别|不同|差异|差别|对比|比较|异同|优劣)")
_SETTING = re.compile(r"^(?:在|对于?|从|当|关于)")
_COMPARING = re.compile(
    rf"(?:对比|比较)(?:一下)?\s*(?P<c>{_NAME}){_AND}(?P<d>{_NAME})(?:[，,。？?的]|$)|"
    r"\b(?:difference|differences|distinction) between (?:an? |the )?(?P<e>[^,?]{1,40}?) and (?:an? |"
    r"the )?(?P<f>[^,?]{1,40}?)\s*[?.]?$|"
    r"\bcompare (?:an? |the )?(?P<g>[^,?]{1,40}?) (?:and|with|to) (?:an? |the )?(?P<h>[^,?]{1,40}?)\s*[?.]?$|"
    r"^(?P<i>[^,?:：，]{1,30}?)\s+(?:vs\.?|versus)\s+(?P<j>[^,?:：，]{1,30}?)\s*[?？]?$",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"^(?:什么是|简述|简单|请|说明|阐述|解释|描述|介绍|谈谈|说说|一下|试|述|说|what is|what are|explain|describe)+\s*",
    re.IGNORECASE,
)
_COMPARISON = re.compile(
    r"区别|不同|差异|差别|对比|比较|异同|优劣|相比|\bdiffer|\bdistinction|\bcompare|\bvs\b|\bversus\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of several things compared: its names, longest first, and its concept if the lexicon has it."""

    forms: tuple[str, ...]
    concept: str = ""

    @property
    def name(self) -> str:
        """Its fullest form."""
        return self.forms[0]

    def opens(self, text: str, within: int = 0) -> tuple[int, int] | None:
        """Return where a text begins with it (after at most so many letters), or None."""
        for form in self.forms:
            found = _whole(form).search(text)
            if found and found.start() <= within:
                return found.start(), found.end()
        return None

    def reaches(self, text: str, bench: Bench, within: int = 0) -> tuple[int, int] | None:
        """Return where a text begins with it, to the end of whatever longer name of the lexicon stands there."""
        place = self.opens(text, within)
        if place and self.concept:
            longer = [
                m.end
                for m in bench.lexicon.find(text[: place[1] + 40])
                if m.concept == self.concept and m.start <= place[0] < m.end
            ]
            return place[0], max(place[1], *longer, 0)
        return place

    def count(self, text: str) -> int:
        """Return how often a text names it."""
        if not any(form.lower() in text.lower() for form in self.forms):
            return 0
        return len(re.findall("|".join(_whole(form).pattern for form in self.forms), text, re.IGNORECASE))


def is_comparison(entry: Entry) -> bool:
    """Whether a prompt asks to compare."""
    return bool(_COMPARISON.search(entry.prompt))


def compared(entry: Entry, bench: Bench) -> tuple[Side, ...]:
    """Return the two to four things that a prompt compares, as its words or the lexicon tell; empty if none."""
    if not is_comparison(entry):
        return ()
    names = _listed(entry.prompt) or _paired(entry.prompt)
    ids = bench.lexicon.ids(entry.prompt)
    if names:
        sides = tuple(_side(name, bench) for name in names)
    elif len(ids) == 2:
        sides = tuple(_of_concept(name, bench) for name in ids)
    else:
        return ()
    return sides if all(_differ(*pair) for pair in combinations(sides, 2)) else ()


def _listed(prompt: str) -> tuple[str, ...]:
    """Return the names in `A、B 和 C 的区别`."""
    found = _ZH.match(prompt)
    if not found:
        return ()
    names = [
        name
        for part in re.split(_AND, found["all"])
        if (name := _ASKING.sub("", part).strip()) and not _SETTING.match(name)
    ]
    return tuple(names) if 2 <= len(names) <= _MOST and all(re.fullmatch(_NAME, name) for name in names) else ()


def _paired(prompt: str) -> tuple[str, ...]:
    found = _COMPARING.search(prompt)
    return tuple(text.strip() for text in found.groups() if text) if found else ()


def _differ(one: Side, other: Side) -> bool:
    distinct = not any(
        fold(a) in fold(b) or fold(b) in fold(a) for a in one.forms for b in other.forms if fold(a) and fold(b)
    )
    return distinct and all(width(side.name) > 1 for side in (one, other))


def _side(name: str, bench: Bench) -> Side:
    """Return a name with its other forms: the lexicon's, and its last word (`Python 列表` is called `列表` below)."""
    forms = [name]
    last = re.sub(r"^[A-Za-z0-9 ._+\-]+(?=[\u4e00-\u9fff]{2})", "", name)
    if last != name and has_cjk(last) and len(last) > 1:
        forms.append(last)
    found = bench.lexicon.find(name)
    concept = found[-1].concept if found and found[-1].end >= len(name) - 2 else ""
    if concept:
        forms += bench.lexicon.concepts[concept].forms
    return Side(forms=tuple(sorted(dict.fromkeys(forms), key=len, reverse=True)), concept=concept)


def _of_concept(concept: str, bench: Bench) -> Side:
    return Side(forms=tuple(sorted(bench.lexicon.concepts[concept].forms, key=len, reverse=True)), concept=concept)


def rivals(entry: Entry, bench: Bench) -> tuple[tuple[Side, Side], ...]:
    """Return the pairs whose names may be exchanged: compared by the prompt, or contrasts that the entry names both."""
    pairs = list(combinations(compared(entry, bench), 2))
    text = f"{entry.prompt}\n{entry.answer.text}"
    ids = bench.lexicon.ids(text)
    taken = {side.concept for pair in pairs for side in pair}
    pairs += [
        (_of_concept(one, bench), _of_concept(other, bench))
        for one, other in combinations(ids, 2)
        if other in bench.contrasts(one) and not {one, other} <= taken
    ]
    return tuple(pair for pair in pairs if _differ(*pair))


@dataclass(frozen=True, slots=True, kw_only=True)
class Opposite:
    """A word in a sentence and the word that would make it false."""

    start: int
    end: int
    other: str
    is_name: bool = False
    """Whether the words name things, rather than say something of them."""


def opposites(sentence: str, attested: str) -> Iterator[Opposite]:
    """Yield the words of a sentence whose opposite the attesting text (its entry's) has too, each standing once."""
    for pair in (*ANTONYMS, *OPPOSITE_NAMES):
        for word, other in (pair, pair[::-1]):
            places = list(_places(word, sentence))
            if len(places) == 1 and not list(_places(other, sentence)) and list(_places(other, attested)):
                yield Opposite(start=places[0], end=places[0] + len(word), other=other, is_name=pair in OPPOSITE_NAMES)


def _places(word: str, text: str) -> Iterator[int]:
    if word not in text and word.lower() not in text.lower():
        return
    for found in _whole(word).finditer(text):
        before = text[max(found.start() - 1, 0) : found.start()]
        if not before or before not in NEGATIONS:
            yield found.start()


@cache
def _whole(form: str) -> re.Pattern[str]:
    """Return a pattern for a form; Latin ends only at the end of a word."""
    start = r"(?<![A-Za-z0-9])" if form[:1].isascii() and form[:1].isalnum() else ""
    end = r"(?![A-Za-z0-9])" if form[-1:].isascii() and form[-1:].isalnum() else ""
    return re.compile(start + re.escape(form) + end, re.IGNORECASE)
