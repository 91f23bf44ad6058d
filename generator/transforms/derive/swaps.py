"""How a true sentence is made false: a name or a word exchanged for its contrast, and the rules against it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.markup.characters import has_cjk
from generator.transforms.derive.bench import grams
from generator.transforms.derive.contrast import Side, is_comparison, opposites

if TYPE_CHECKING:
    from generator.model.bank import Entry
    from generator.transforms.derive.bench import Bench
    from generator.transforms.derive.statements import Statement

_SHARED = re.compile(
    r"都|也|均|皆|同样|同时|相同|一样|一致|共同|类似|相似|两者|二者|各自|分别|之间|互相|相互|\b(?:both|also|same|similar|either|each|respectively)\b",
    re.IGNORECASE,
)
_ALSO = re.compile(r"也|同样|相同|一样|类似|相似|\b(?:both|also|same|similar)\b", re.IGNORECASE)
_CONDITION = re.compile(
    r"^\s*(?:当|如果|若|假如|只要|一旦|除非|由于|因为|为了|在|对于?)|(?:时|时候|的话|情况下|之[前后]|以[前后]|[以之]?后|下)[，,；;：:]?$|"
    r"^\s*(?:when|if|once|unless|because|since|after|before|for|in)\b",
    re.IGNORECASE,
)
"""A clause that says when or why: with another condition, what follows may still be true."""
_GLOSS = re.compile(r"^[^，,；;：:]{0,6}[（(][A-Za-z]|[A-Za-z]\s*[)）]$")
_MODAL = re.compile(
    r"(?<!不)可以|(?<!不)可能|(?<!不)能够|(?<!不)能(?!量|力)|(?<!不)会|常用|适合|适用|\b(?:can|may|"
    r"might|could)\b(?! (?:only|not))",
    re.IGNORECASE,
)
_FORBIDS = re.compile(
    r"只[能会有需]|不[能会需是可]|无法|没有|必须|\b(?:only|cannot|never|must|no|not)\b", re.IGNORECASE
)
_CLAUSE = re.compile(r"[，,；;]\s*(?:而|但是?|然而|while|whereas|but|and)?\s*", re.IGNORECASE)
_TOO_ALIKE = 0.75
_ALSO_TRUE = 0.35
GRACE = 3
"""A sentence is about a name that stands after at most so many letters."""
_EXCHANGE, _OPPOSITE, _RIVAL = 80, 76, 72


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """A sentence made false, and the words that put it right."""

    text: str
    wrong: str
    right: str
    rank: int
    rule: str = ""
    both: bool = False
    """Whether two names changed places."""


def swapped(statement: Statement, entry: Entry, pairs: tuple[tuple[Side, Side], ...], bench: Bench) -> Swap | None:
    """Return the surest way to make a sentence false."""
    text = statement.text
    exchanged = next(filter(None, (_exchange(text, pair) for pair in pairs)), None)
    found = (
        exchanged
        or _opposite(text, entry, bench)
        or next(filter(None, (_rival(statement, entry, pair, bench) for pair in pairs)), None)
    )
    if found and bench.alike(found.text, but=text) >= _TOO_ALIKE:
        return replace(found, rule="true-elsewhere")
    return found


def _exchange(text: str, pair: tuple[Side, Side]) -> Swap | None:
    """Return a sentence of two clauses, each about one side, with the sides changed."""
    one, other = pair
    if one.count(text) != 1 or other.count(text) != 1:
        return None
    starts = [0, *(found.end() for found in _CLAUSE.finditer(text))]
    first, second = (next((s for s in starts if side.opens(text[s:])), None) for side in (one, other))
    if first is None or second is None or _SHARED.search(text):
        return None
    says = all(
        len(re.split(r"[，,；;]", text[s:])[0]) > max(map(len, side.forms)) // 2 + 4
        for s, side in ((first, one), (second, other))
    )
    if not says:
        return None
    if first > second:
        one, other, first, second = other, one, second, first
    here, there = one.opens(text[first:]), other.opens(text[second:])
    assert here
    assert there
    a, b = text[first : first + here[1]], text[second : second + there[1]]
    if not first and a[0].isupper() and b[0].islower():
        a, b = a[0].lower() + a[1:], b[0].upper() + b[1:]
    false = text[:first] + b + text[first + here[1] : second] + a + text[second + there[1] :]
    return Swap(text=false, wrong=b, right=a, rank=_EXCHANGE, both=True)


def _clauses(text: str) -> list[tuple[int, int]]:
    """Return where the clauses of a sentence begin and end."""
    ends = [*(found.end() for found in re.finditer(r"[，,；;：:]", text)), len(text) + 1]
    return list(zip([0, *ends[:-1]], ends, strict=True))


def _opposite(text: str, entry: Entry, bench: Bench) -> Swap | None:
    attested = f"{entry.prompt}\n{entry.answer.text}".replace(text, "")
    found = next(opposites(text, attested), None)
    if found is None:
        return None
    word = text[found.start : found.end]
    beside = text[found.start - 1 : found.start] + text[found.end : found.end + 1]
    clause = next(part for part in _clauses(text) if part[0] <= found.start < part[1])
    also = _also_true(text, found.end, Side(forms=(found.other,)), entry, bench) if found.is_name else ""
    rules = (
        (also, bool(also)),
        ("statement-condition", bool(_CONDITION.search(text[clause[0] : clause[1]]))),
        ("statement-shared", bool(re.search(r"无论|不管|不论|regardless|whether", text) or _ALSO.search(text))),
        ("statement-gloss", bool(_GLOSS.match(text[found.end :])) or bool(re.search(r"[-/、和与或及]", beside))),
    )
    rule = next((name for name, trips in rules if trips), "")
    return Swap(
        text=text[: found.start] + found.other + text[found.end :],
        wrong=found.other,
        right=word,
        rank=_OPPOSITE,
        rule=rule,
    )


def _rival(statement: Statement, entry: Entry, pair: tuple[Side, Side], bench: Bench) -> Swap | None:
    """Return a sentence about one side with the other's name in its place."""
    text = statement.text
    for one, other in (pair, pair[::-1]):
        place = one.reaches(text, bench, GRACE)
        if not place or one.count(text) != 1 or other.count(text):
            continue
        name = _as_written(other, entry)
        if not name or len(bench.lexicon.ids(text[: place[1] + 4])) > 1:
            continue
        name = name[:1].upper() + name[1:] if text[place[0]].isupper() and name[:1].isascii() else name
        false = text[: place[0]] + name + text[place[1] :]
        return Swap(
            text=false,
            wrong=name,
            right=text[place[0] : place[1]],
            rank=_RIVAL if is_comparison(entry) else _RIVAL - 8,
            rule=_also_true(text, place[1], other, entry, bench),
        )
    return None


def _also_true(text: str, end: int, other: Side, entry: Entry, bench: Bench) -> str:
    """Return the rule against a sentence that may be true of the other side as well."""
    if _SHARED.search(text):
        return "statement-shared"
    if re.match(r"\s*[（(]", text[end:]):
        return "statement-gloss"
    if any(text[end:].startswith(form[i:]) for form in other.forms for i in range(1, len(form)) if has_cjk(form[i:])):
        return "statement-doubled"
    if _MODAL.search(text) and not _FORBIDS.search(text):
        return "statement-modal"
    rest = text[end:]
    told = (
        *bench.said_of(other.concept),
        *(one.text for one in bench.statements(entry) if other.opens(one.text, GRACE)),
    )
    return "also-true" if any(_share(rest, sentence) >= _ALSO_TRUE for sentence in told) else ""


def _share(rest: str, sentence: str) -> float:
    mine = grams(rest, 3)
    return len(mine & grams(sentence, 3)) / max(len(mine), 1)


def _as_written(side: Side, entry: Entry) -> str:
    """Return a side's name as its entry's answer writes it."""
    for text in (entry.answer.text, entry.prompt):
        for form in side.forms:
            found = re.search(re.escape(form), text, re.IGNORECASE)
            if found and side.count(text):
                return found[0]
    return ""
