"""Terms that notes use and the lexicon does not know, as TOML to paste into lexicon.toml."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from generator.transforms.folding import fold_case
from generator.transforms.lexicon import spellings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from generator.transforms.lexicon import Lexicon

_OFTEN = 3
_VARIETY = 3
"""A Chinese string is a word only if this many different characters (or edges) stand on each side of it."""
_SHORTEST, _LONGEST = 3, 8
"""Characters of a Chinese term; words of two are mostly everyday ones."""
_MOST = 40
"""Suggestions of one kind at most; the frequent ones."""
_GAP = "\n"
"""Stands where a known term stood."""

_LINKS = "的了是在和与为有对于也都及或将把被从到由叫称即用使让给以之"
_WORDS = "进行|通过|什么|怎样|因此|所以|而且|可以|可能|能够|就是|不是|我们|他们|它们|每个|各个|以及|如果|例如|然后"
_FUNCTION = _LINKS + "而个这那其会要就不该它我你他并且则等若时因此每各"
_EDGES = "中上下前后同种去更只内外来得一二两多少次时进所出起成能可如当"
"""Characters that no term begins or ends with (of those that may stand within one)."""
_HAN = r"\u4e00-\u9fff"
_ENGLISH = r"[A-Za-z][A-Za-z0-9 '\-]{1,40}?"
_PAIRS = (
    re.compile(rf"(?P<zh>[{_HAN}]{{2,15}})\s*[（(]\s*(?:简称|英文|即)?[:：]?\s*(?P<en>{_ENGLISH})\s*[)）,，]"),
    re.compile(rf"(?<![A-Za-z0-9])(?P<en>{_ENGLISH})\s*[（(]\s*(?P<zh>[{_HAN}]{{2,12}})\s*[)）]"),
)
_NAME = re.compile(r"[A-Z]{2}|(?:[A-Za-z].*){3}")
"""An English name has two capitals or three letters."""
_LATIN = re.compile(r"(?<![A-Za-z0-9_\\$.-])[A-Za-z][A-Za-z0-9]*(?:[-+.][A-Za-z0-9]+)*(?![A-Za-z0-9_])")
_RUN = re.compile(rf"[{_HAN}]+")
_LINK = re.compile(rf"[{_LINKS}]")
_CLAUSE = re.compile(rf"{_WORDS}|[{_FUNCTION}]")
_PROSE = re.compile(
    "(the|and|for|with|that|this|from|are|was|were|not|you|your|can|will|has|have|had|but|all|one|two|use|used|using|"
    "into|out|its|our|their|they|then|than|when|what|which|where|why|how|who|also|such|some|any|each|more|most|other|"
    "only|same|both|between|over|under|after|before|about|because|while|there|here|these|those|new|set|get|let|may|"
    "com|www|https?|html|org|net|png|jpe?g|img|src|div|details|summary|true|false|none|print|def|return|import|self)",
    re.IGNORECASE,
)


class _Suggestion(NamedTuple):
    key: str
    zh: str
    en: str
    times: int


def suggest(texts: Iterable[str], lexicon: Lexicon) -> str:
    """Return terms seen three times or more that the lexicon lacks, and pairs like `早停（Early Stopping）`, as TOML.

    A pair counts from its first time on; where the lexicon knows one half, the other is offered as `more` name of
    that concept. Chinese words are found without a segmenter: strings with several different neighbours on both
    sides (accessor variety; Feng et al. 2004). Empty if there is nothing to suggest.
    """
    notes = tuple(texts)
    pairs = Counter(pair for text in notes for pair in _pairs(text))
    fresh, more = _sorted_pairs(pairs, lexicon)
    told = {fold_case(name) for one in fresh for name in (one.zh, one.en)}
    told.update(fold_case(name) for names in more.values() for name in names)
    unknown = [_without_known(text, lexicon) for text in notes]
    rows = [
        *_section("Pairs of a Chinese and an English name:", fresh),
        *_more(more, lexicon),
        *_section("English terms seen often:", _latin(unknown, told)),
        *_section("Chinese strings seen often (leave out those that are no terms):", _chinese(unknown, told)),
    ]
    return "\n".join(["[concepts]", *_unique(rows, lexicon), ""]) if rows else ""


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """Yield (Chinese, English) of every bilingual bracket; the Chinese name begins after the last linking word."""
    for pattern in _PAIRS:
        for found in pattern.finditer(text):
            name, english = _LINK.split(found["zh"])[-1], found["en"].strip()
            if len(name) > 1 and _NAME.match(english) and not _PROSE.fullmatch(english):
                yield name, english


def _sorted_pairs(pairs: Counter[tuple[str, str]], lexicon: Lexicon) -> tuple[list[_Suggestion], dict[str, list[str]]]:
    """Return the pairs of which the lexicon knows neither half, and the unknown halves by known concept."""
    fresh: dict[str, _Suggestion] = {}
    more: dict[str, dict[str, None]] = defaultdict(dict)
    for (chinese, english), count in pairs.items():
        known = _concept(chinese, lexicon), _concept(english, lexicon)
        name = chinese if known[1] else english
        if not any(known):
            fresh.setdefault(fold_case(english), _Suggestion(_key(english), chinese, english, count))
        elif not all(known) and (name == english or len(name) >= _SHORTEST):
            more[known[0] or known[1]][name] = None
    claims = Counter(fold_case(name) for names in more.values() for name in names)
    single = {key: [name for name in names if claims[fold_case(name)] == 1] for key, names in more.items()}
    names = Counter(fold_case(one.zh) for one in fresh.values())
    new = [one for one in fresh.values() if names[fold_case(one.zh)] == 1 and fold_case(one.zh) not in claims]
    return new, {key: names for key, names in single.items() if names}


def _concept(name: str, lexicon: Lexicon) -> str:
    """Return the concept whose name this is from end to end, or an empty text."""
    matches = ((spelling, match) for spelling in spellings(name) for match in lexicon.find(spelling))
    return next((match.concept for spelling, match in matches if len(spelling) == match.end - match.start), "")


def _without_known(text: str, lexicon: Lexicon) -> str:
    """Return a text with every known term cut out."""
    pieces, last = [], 0
    for match in lexicon.find(text):
        pieces.append(text[last : match.start])
        last = match.end
    return _GAP.join([*pieces, text[last:]])


def _latin(texts: Sequence[str], told: set[str]) -> list[_Suggestion]:
    together: dict[str, Counter[str]] = defaultdict(Counter)
    for word in (word for text in texts for word in _LATIN.findall(text)):
        if _NAME.match(word) and not _PROSE.fullmatch(word) and fold_case(word) not in told:
            together[word.lower().removesuffix("s")][word] += 1
    words = [(sum(forms.values()), forms.most_common(1)[0][0]) for forms in together.values()]
    often = sorted((one for one in words if one[0] >= _OFTEN), key=lambda one: -one[0])
    return [_Suggestion(_key(word), "", word, count) for count, word in often[:_MOST]]


def _chinese(texts: Sequence[str], told: set[str]) -> list[_Suggestion]:
    counts, lefts, rights = _strings(texts)
    words = {
        word: count
        for word, count in counts.items()
        if word not in told and not set(_EDGES) & {word[0], word[-1]} and min(lefts[word], rights[word]) >= _VARIETY
    }
    whole = [word for word in words if not any(_swallows(other, word, words) for other in words)]
    often = sorted(whole, key=lambda word: -words[word] * len(word))
    return [_Suggestion(word, word, "", words[word]) for word in often[:_MOST]]


def _strings(texts: Sequence[str]) -> tuple[Mapping[str, int], dict[str, int], dict[str, int]]:
    """Count the frequent strings inside clauses, and the different characters (or edges) on either side of each."""
    clauses = list(_clauses(texts))
    counts = Counter(word for clause in clauses for _, word in _substrings(clause))
    often = {word: count for word, count in counts.items() if count >= _OFTEN}
    lefts: dict[str, set[str]] = defaultdict(set)
    rights: dict[str, set[str]] = defaultdict(set)
    for number, clause in enumerate(clauses):
        for start, word in _substrings(clause):
            if word in often:
                end = start + len(word)
                lefts[word].add(clause[start - 1] if start else f"edge {number}")
                rights[word].add(clause[end] if end < len(clause) else f"edge {number}")
    return often, {w: len(n) for w, n in lefts.items()}, {w: len(n) for w, n in rights.items()}


def _substrings(clause: str) -> Iterator[tuple[int, str]]:
    for start in range(len(clause)):
        for end in range(start + _SHORTEST, min(start + _LONGEST, len(clause)) + 1):
            yield start, clause[start:end]


def _clauses(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        for run in _RUN.findall(text):
            yield from (clause for clause in _CLAUSE.split(run) if len(clause) >= _SHORTEST)


def _swallows(other: str, word: str, words: dict[str, int]) -> bool:
    """Whether a word occurs mostly as a part of another one."""
    return len(other) > len(word) and word in other and words[other] * 2 > words[word]


def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _section(title: str, found: Sequence[_Suggestion]) -> list[tuple[str, str]]:
    """Return the rows of a section as (id, rest of the line); a title has no id."""
    rows = [("", f"\n# {title}")] if found else []
    for one in found:
        names = {"zh": one.zh, "en": one.en}
        table = ", ".join(f"{key} = {_quoted(name)}" for key, name in names.items() if name)
        rows.append((one.key, f"{{ {table} }}  # {one.times}×"))
    return rows


def _more(names: dict[str, list[str]], lexicon: Lexicon) -> list[tuple[str, str]]:
    rows = [("", "\n# Further names of concepts that the lexicon has:")] if names else []
    for concept, fresh in names.items():
        known = lexicon.concepts[concept]
        listed = ", ".join(map(_quoted, fresh))
        rows.append((f"={concept}", f"{{ more = [{listed}] }}  # {known.zh}, {known.en}"))
    return rows


def _unique(rows: Sequence[tuple[str, str]], lexicon: Lexicon) -> Iterator[str]:
    """Yield the lines; every new concept gets an id that neither the lexicon nor another line has."""
    taken = set(lexicon.concepts)
    for key, rest in rows:
        if key.startswith("="):
            yield f"{_bare(key[1:])} = {rest}"
        elif key:
            free = next(name for name in _candidates(key) if name not in taken)
            taken.add(free)
            yield f"{_bare(free)} = {rest}"
        else:
            yield rest


def _candidates(key: str) -> Iterator[str]:
    yield key
    number = 2
    while True:
        yield f"{key}-{number}"
        number += 1


def _bare(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else _quoted(key)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
