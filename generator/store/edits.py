"""What an edit of a prompt did: a slip corrected, a character swapped, or another term asked for."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from enum import IntEnum

_TERM = re.compile(r"[a-z0-9][a-z0-9+#]*")
_FILLER = re.compile(
    r"为什么|什么|怎么样|怎么|怎样|如何|为何|哪些|哪|简述|介绍|谈谈|说说|说明|解释|一下|区别|不同|差异|异同|请|的|了|吗|呢|是|有|和|与|及"
)
_IDLE_WORDS = re.compile(
    r"(?:a|an|and|are|between|describe|did|do|does|differences?|explain|for|how|in|is|of|on|or|the|to|vs|was|what|when"
    r"|where|which|who|why|with)"
)
_CONTRARY = frozenset(
    "不非无没未否反正负优缺好坏大小高低长短多少快慢深浅强弱前后上下左右内外入出过欠增减升降加乘除有硬软静动单双稀密单多全局先后首末早晚新旧真假同异编解顺逆奇偶最始终因果自互伪半超批层行列主次显隐"
)
"""Characters of which one, changed, turns a question into another one."""
_LONG_WORD = 6
_COMPARED = 2000
"""Characters beyond which no step is looked at; it counts as the gravest."""


class Edit(IntEnum):
    """How far an edit may have changed what is asked."""

    SLIGHT = 0
    """Fillers, punctuation, a key of a long Latin word struck twice or not at all."""
    SWAPPED = 1
    """A character exchanged, words added or left out."""
    TERM = 2
    """Another term, another number, another order of terms, or a contrary."""


def edit(one: str, other: str) -> Edit:
    """Judge the step from one folded prompt to another."""
    if max(len(one), len(other)) > _COMPARED:
        return Edit.SLIGHT if one == other else Edit.TERM
    terms = _terms_edit(_terms(one), _terms(other))
    ideographs = _ideographs_edit(_ideographs(one), _ideographs(other))
    return max(terms, ideographs) if Edit.SLIGHT in {terms, ideographs} else Edit.TERM


def _terms(folded: str) -> list[str]:
    return [word for word in _TERM.findall(folded) if not _IDLE_WORDS.fullmatch(word)]


def _ideographs(folded: str) -> str:
    return _FILLER.sub("", _TERM.sub("", folded)).replace(" ", "")


def _terms_edit(one: list[str], other: list[str]) -> Edit:
    if one == other or "".join(one) == "".join(other):
        return Edit.SLIGHT
    steps = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    tags = {tag for tag, *_ in steps}
    if {"insert", "delete"} <= tags:
        return Edit.TERM
    replaced = (_replaced_terms(one[a:b], other[c:d]) for tag, a, b, c, d in steps if tag == "replace")
    return max(replaced, default=Edit.SLIGHT) if tags <= {"equal", "replace"} else max(replaced, default=Edit.SWAPPED)


def _replaced_terms(one: list[str], other: list[str]) -> Edit:
    same_count = len(one) == len(other)
    slips = same_count and all(_is_slip(a, b) for a, b in zip(one, other, strict=True))
    return Edit.SLIGHT if slips or "".join(one) == "".join(other) else Edit.TERM


def _is_slip(one: str, other: str) -> bool:
    """Whether two long words differ by one key too many, too few or too early (TextCNN and TextRNN do not)."""
    if max(len(one), len(other)) < _LONG_WORD or one[0] != other[0] or _digits(one) != _digits(other):
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    return a[1:] == b or a == b[1:] or (a[1::-1] == b[:2] and a[2:] == b[2:])


def _digits(word: str) -> str:
    return "".join(c for c in word if c.isdigit())


def _ideographs_edit(one: str, other: str) -> Edit:
    steps = [step for step in SequenceMatcher(None, one, other, autojunk=False).get_opcodes() if step[0] != "equal"]
    gone = "".join(one[a:b] for _, a, b, _, _ in steps)
    come = "".join(other[c:d] for _, _, _, c, d in steps)
    if _CONTRARY.intersection(gone + come) or min(len(gone), len(come)) > 1:
        return Edit.TERM
    return Edit.SWAPPED if gone or come else Edit.SLIGHT
