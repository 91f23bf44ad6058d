"""Where two answers to one question say different things: a number, a word of polarity, a formula.

Few such pairs are real contradictions (one in seven when measured), so only sentences that are otherwise nearly the
same are reported, for a person to look at both.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from generator.diagnostics import Span
from generator.markup.characters import fold
from generator.transforms.folding import fold_case

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model.bank import Entry

_ALIKE = 0.5
"""Least Dice coefficient of the character pairs of two sentences without what differs."""
_SHORTEST = 6
"""Characters that a sentence must have left to be compared."""
_SENTENCES = 60
_SPLIT = re.compile(r"[。！？!?；;\n]|\.(?=\s|$)")
_NUMBERING = re.compile(r"^[\s>*+-]*(?:[（(]?\d{1,2}[)）.、:：]|第[一二三四五六七八九十]+[步点]?)?\s*")
_NUMBER = re.compile(r"(?<![a-z\d])\d+(?:\.\d+)?%?(?![a-z\d])")
_OPPOSITES = (
    ("非线性", "线性"),
    ("不需要", "需要"),
    ("不可以", "可以"),
    ("不能", "能"),
    ("不会", "会"),
    ("不是", "是"),
    ("没有", "有"),
    ("增大", "减小"),
    ("增加", "减少"),
    ("提高", "降低"),
    ("上升", "下降"),
    ("变大", "变小"),
    ("升高", "降低"),
    ("之前", "之后"),
    ("保留", "丢弃"),
    ("nonlinear", "linear"),
    ("cannot", "can"),
    ("does not", "does"),
    ("is not", "is"),
    ("increases", "decreases"),
    ("higher", "lower"),
    ("before", "after"),
    ("always", "never"),
)
_WORDS = sorted({word for both in _OPPOSITES for word in both}, key=lambda word: (-len(word), word))
_POLAR = re.compile("|".join(rf"\b{word}\b" if word.isascii() else word for word in _WORDS), re.ASCII)
_OPPOSITE = {frozenset(both) for both in _OPPOSITES}
_TEX_NOISE = re.compile(
    r"\\(?:left|right|,|;|!|:|quad|qquad|mathrm|text|operatorname|limits|displaystyle|bm?|mathbf)|[\s{}&]"
)


class Difference(NamedTuple):
    """Two places that say different things."""

    what: str
    a: str
    a_span: Span
    b: str
    b_span: Span


class _Sentence(NamedTuple):
    text: str
    numbers: tuple[str, ...]
    polar: tuple[str, ...]
    pairs: Counter[str]


def differences(a: Entry, b: Entry) -> Iterator[Difference]:
    """Yield where the answers of two entries differ, each sentence at most once."""
    yield from _formulas(a, b)
    others = _sentences(b.answer.text)
    for one in _sentences(a.answer.text):
        for other in others:
            what = _what(one, other)
            if what:
                yield Difference(what, one.text, _span(a, one.text), other.text, _span(b, other.text))
                break


def _sentences(text: str) -> list[_Sentence]:
    """Return the sentences of an answer that hold a number or a word of polarity."""
    found = []
    for part in _SPLIT.split(text)[:_SENTENCES]:
        bare = _NUMBERING.sub("", part).strip()
        folded = fold_case(bare)
        numbers, polar = tuple(sorted(_NUMBER.findall(folded))), tuple(sorted(_POLAR.findall(folded)))
        rest = fold(_POLAR.sub("", _NUMBER.sub("", folded)))
        if (numbers or polar) and len(rest) >= _SHORTEST:
            found.append(_Sentence(bare, numbers, polar, Counter(map("".join, pairwise(rest)))))
    return found


def _what(a: _Sentence, b: _Sentence) -> str:
    """Say in what two sentences differ that are alike otherwise; empty if in nothing, or if they are not alike."""
    number = a.numbers != b.numbers and len(a.numbers) == len(b.numbers)
    polarity = a.polar != b.polar and _opposed(a.polar, b.polar)
    if number == polarity or _dice(a.pairs, b.pairs) < _ALIKE:
        return ""
    if number:
        return "a number" if a.polar == b.polar else ""
    return "a word of polarity" if a.numbers == b.numbers else ""


def _opposed(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether one word of each is the other's opposite, and the rest the same."""
    left, right = Counter(a), Counter(b)
    only_a, only_b = list((left - right).elements()), list((right - left).elements())
    return len(only_a) == len(only_b) == 1 and frozenset((only_a[0], only_b[0])) in _OPPOSITE


def _dice(a: Counter[str], b: Counter[str]) -> float:
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 0.0


def _formulas(a: Entry, b: Entry) -> Iterator[Difference]:
    """Yield formulas for the same left side, defined once in each answer, of which the right sides differ."""
    left, right = _definitions(a), _definitions(b)
    for name in left:
        if name in right and left[name][0] != right[name][0]:
            _, tex, line = left[name]
            _, other, other_line = right[name]
            yield Difference("a formula", tex, _at(a, line), other, _at(b, other_line))


def _definitions(entry: Entry) -> dict[str, tuple[str, str, int]]:
    """Return {left side: (right side, TeX, line)} of the formulas with one `=`; names defined twice are left out."""
    found: dict[str, tuple[str, str, int]] = {}
    twice = set()
    for formula in entry.math:
        sides = _TEX_NOISE.sub("", formula.tex).split("=")
        if len(sides) == 2 and all(sides) and len(sides[0]) > 1:
            if sides[0] in found:
                twice.add(sides[0])
            found[sides[0]] = (sides[1].rstrip(".,。，"), formula.tex.strip(), formula.line)
    return {name: value for name, value in found.items() if name not in twice}


def _at(entry: Entry, line: int) -> Span:
    return Span(path=entry.span.path, line=line or entry.span.line, end_line=line or entry.span.line)


def _span(entry: Entry, sentence: str) -> Span:
    """Return the line of an answer that holds (the start of) a sentence; the answer's first if none does."""
    start = fold(sentence)[:12]
    lines = enumerate(entry.answer.markdown.splitlines(), entry.answer.line)
    return _at(entry, next((number for number, text in lines if start in fold(text)), entry.answer.line))
