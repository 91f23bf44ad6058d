"""The index of terms and the cross references: what the notes name, and which entries say most about it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from generator.markup.characters import fold, has_cjk, width
from generator.markup.pieces import lines, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from generator.model.bank import Entry, EntryId
    from generator.writers.chapters import Chapter, Numbered

LOCATORS = 8
"""At most so many entries are given for a term; those about it come first."""
REFERENCES = 2
"""At most so many cross references below an entry."""
_LONGEST = 24
_SHORTEST_STRESSED = 6
_LONGEST_PROMPT = 44
_COMMON = 12
"""A term that more entries than this name leads nowhere as a cross reference."""
_SPLIT = re.compile(
    r"\s*(?:[、，,/／；;]|\bvs\.?|\band\b|(?<=[a-zA-Z0-9])\s*[和与及中]的?|[和与及]\s*(?=[a-zA-Z])|(?<=\w\w)[和与及或](?=\w\w)|"
    r"\s的|的|以及)\s*"
)
_BRACKETS = re.compile(r"\s*[（(]([^（）()]+)[）)]\s*$")
_PREFIX = re.compile(
    r"^(?:请?(?:简单|详细的?|简要)?(?:介绍|解释|描述|说明|谈谈|说说|讲讲|简述|概述)(?:一?下)?|什么是|何谓|常[见用]的?|手写|"
    r"(?:what (?:is|are)|explain|describe|define)\s+(?:an?\s+|the\s+)?)\s*",
    re.IGNORECASE,
)
_SUFFIX = re.compile(
    r"的?(?:区别|不同|作用|定义|含义|意义|原理|机制|流程|步骤|过程|方法|公式|优点|缺点|优缺点|特点|表现|应用|目的|问题|"
    r"实现|推导|总结|思想|相关问题|使用场景|应用场景|有哪些|是什么|是啥)+[？?]?$"
)
_NO_TERM = re.compile(
    r"[。！？!?：:“”\"…]|为什么|怎么|如何|什么|哪|吗|呢|是否|可以|不|没有|一[个层些]|这|那|我|你|它|他|了$|^[在对用把是有]|是$|等$|"
    r"比|可能|能够|讲|存在|分别|体现|主要$|更|差别|举例|方式$|^\d+\s*[%-]|\d%|^\W*\d*\W*$"
)
_QUESTION = re.compile(
    r"为什么|怎么|如何|什么|哪|吗|呢|嘛|多少|是否|下列|关于|[？?，]|^(?:why|how|which|when|does|is)\b", re.IGNORECASE
)
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9+-]+")
_GENERIC = re.compile(
    "简介|介绍|特点|架构|结构|[总小]结|优缺?点|缺点|微调|输入|输出|输入输出|定义|概念|原理|作用|区别|应用|训练|测试|公式|步骤|"
    "背景|例子|示例|其[他它]|问题|流程|方法|过程|推导|实现|代码|参考|原因|目的|意义|思想|[相不]同|同时|重要|注意|速度|数据|区别和|办法|手段|技术手段|解决办法|"
    "summary|overview|introduction|example|notes?|pros|cons|input|output|loss|model|score|the|for|and|with|from",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A line of the index."""

    name: str
    entries: tuple[Numbered, ...]
    """Where it is named, in printing order."""
    main: frozenset[str]
    """Numbers of the entries that are about it."""


def terms(found: Sequence[Chapter], concepts: Mapping[EntryId, Sequence[str]] | None = None) -> tuple[Term, ...]:
    """Return the terms of the answered entries, sorted as in a Chinese-Latin dictionary.

    Args:
        found: The chapters as they are printed.
        concepts: The subject's concepts that each entry names, where a lexicon knows them; they join the terms
            that titles and stressed words give.
    """
    entries = [numbered for chapter in found for numbered in chapter.entries]
    titles = {numbered.number: tuple(names_of(numbered.entry)) for numbered in entries}
    stressed = {numbered.number: tuple(_stressed(numbered.entry)) for numbered in entries}
    known = {numbered.number: tuple((concepts or {}).get(numbered.entry.id, ())) for numbered in entries}
    texts = {numbered.number: _text(numbered.entry) for numbered in entries}
    names = _spellings(name for rows in (titles, known, stressed) for row in rows.values() for name in row)
    sure = {fold(name) for rows in (titles, known) for row in rows.values() for name in row}
    made = [_term(name, entries, titles, stressed, texts) for name in names.values()]
    return tuple(sorted((term for term in made if _is_worth(term, sure)), key=lambda term: _sort_key(term.name)))


def by_letter(found: Iterable[Term]) -> tuple[tuple[str, tuple[Term, ...]], ...]:
    """Return sorted terms under their Latin letter; what begins with none comes under `#`."""
    return tuple((letter, tuple(group)) for letter, group in groupby(found, key=lambda term: _sort_key(term.name)[0]))


def references(found: Sequence[Chapter]) -> dict[str, tuple[Numbered, ...]]:
    """Return for each entry's number the entries that say more about what it names, the most named first."""
    entries = [numbered for chapter in found for numbered in chapter.entries]
    texts = {numbered.number: _text(numbered.entry) for numbered in entries}
    titles = {numbered.number: tuple(names_of(numbered.entry)) for numbered in entries}
    counts = {
        name: {n: c for n, text in texts.items() if (c := _count(name, text))}
        for name in dict.fromkeys(name for row in titles.values() for name in row if width(name) > 2)
    }
    scores: dict[str, dict[str, float]] = {number: {} for number in texts}
    for other, name in [(number, name) for number, row in titles.items() for name in row if name in counts]:
        for number, count in counts[name].items() if len(counts[name]) <= _COMMON else ():
            shared = fold(name) in map(fold, titles[number])
            if number != other and (shared or len(titles[other]) == 1):
                scores[number][other] = scores[number].get(other, 0) + (count + 5 * shared) / len(counts[name])
    of = {numbered.number: numbered for numbered in entries}
    return {
        n: tuple(of[other] for other in sorted(row, key=row.__getitem__)[::-1][:REFERENCES])
        for n, row in scores.items()
    }


def names_of(entry: Entry) -> Iterator[str]:
    """Yield what a prompt is about, when it names something: `LR和SVM的区别` is about LR and about SVM."""
    title = _PREFIX.sub("", entry.prompt.strip())
    inner = _BRACKETS.search(title)
    outer = _SUFFIX.sub("", _BRACKETS.sub("", title).rstrip("？?。")).strip()
    if width(outer) > _LONGEST_PROMPT or _QUESTION.search(outer):
        return
    for part in [*_SPLIT.split(outer), *([inner[1]] if inner else [])]:
        name = _SUFFIX.sub("", part).strip(" -–—'*")
        if is_term(name):
            yield name


def is_term(name: str) -> bool:
    """Whether words look like the name of a thing rather than a phrase."""
    if not 2 <= width(name) <= _LONGEST or _NO_TERM.search(name) or _GENERIC.fullmatch(name):
        return False
    words = len(name.split())
    hanzi = sum(map(has_cjk, name))
    return (words <= 3 and len(name) > 1) if not hanzi else hanzi <= 8 and words <= 2


def _stressed(entry: Entry) -> Iterator[str]:
    """Yield what may be a term: Latin words of a prompt, stressed words of an answer."""
    yield from (name for name in _LATIN.findall(entry.prompt) if name != name.lower() and is_term(name))
    for line in lines(entry.answer.markdown):
        for piece in line.pieces:
            name = piece.text.strip(" ：:，,。.")
            if piece.strong and is_term(name) and (width(name) >= _SHORTEST_STRESSED or not has_cjk(name)):
                yield name


def _text(entry: Entry) -> str:
    answer = " ".join(text_of(line.pieces) for line in lines(entry.answer.markdown))
    return f"{entry.prompt} {answer}".lower()


def _spellings(names: Iterable[str]) -> dict[str, str]:
    """Return each name once, by its folded form, in the spelling that comes most often."""
    spelled: dict[str, Counter[str]] = {}
    for name in names:
        spelled.setdefault(fold(name), Counter())[name] += 1
    return {key: counts.most_common(1)[0][0] for key, counts in spelled.items() if key}


def _term(
    name: str,
    entries: Sequence[Numbered],
    titles: Mapping[str, Sequence[str]],
    stressed: Mapping[str, Sequence[str]],
    texts: Mapping[str, str],
) -> Term:
    key = fold(name)
    weights: dict[str, int] = {}
    main = set()
    for numbered in entries:
        number = numbered.number
        count = _count(name, texts[number])
        if key in map(fold, titles[number]) or _count(name, numbered.entry.prompt.lower()):
            main.add(number)
            weights[number] = 1000 + count
        elif count and (count > 1 or key in map(fold, stressed[number])):
            weights[number] = count
    best = sorted(weights, key=lambda number: -weights[number])[:LOCATORS]
    return Term(name=name, entries=tuple(n for n in entries if n.number in best), main=frozenset(main))


def _is_worth(term: Term, sure: set[str]) -> bool:
    """Whether a term is looked up: a title, or stressed words that come back elsewhere."""
    return bool(term.entries) and (fold(term.name) in sure or len(term.entries) > 1)


def _count(name: str, text: str) -> int:
    """Return how often a name stands in a text (in lower case) as a word of its own."""
    name = name.lower()
    if name not in text:
        return 0
    return len(_pattern(name).findall(text))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    before = r"(?<![a-z0-9])" if name[0].isascii() else ""
    after = r"(?![a-z0-9])" if name[-1].isascii() else ""
    return re.compile(f"{before}{re.escape(name)}{after}")


@cache
def _sort_key(name: str) -> tuple[str, str, str]:
    """Return (letter, sound, name): hanzi by their pinyin, among the Latin words."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - a dictionary of 40 000 phrases, only for an index

    sound = " ".join(lazy_pinyin(name)).lower()
    first = next((character for character in sound if character.isalnum()), "#").upper()
    return (first if "A" <= first <= "Z" else "#", sound, name)
