"""What a prompt wants to know of its subject: a reason, a difference, a remedy, …, told by the words it asks with."""

from __future__ import annotations

import re
from enum import StrEnum

from generator.transforms.folding import fold_case


class Intent(StrEnum):
    """A way of asking; the words are Chinese and English ones of any subject."""

    FORMULA = "formula or derivation"
    DIFFERENCE = "difference"
    STEPS = "how it works"
    MERITS = "merits and drawbacks"
    REMEDY = "remedy"
    REASON = "reason or purpose"
    LISTING = "listing"
    NAMING = "what it is"
    """Nothing but the subject's name, or an open request to present it."""
    OTHER = "something of its own"


_WORDS = {
    Intent.FORMULA: (
        "公式|手写|手撕|手推|推导|证明|怎么算|如何计算|计算过程|参数量",
        "formulas?|equations?|derive|derivation|prove|compute",
    ),
    Intent.DIFFERENCE: (
        r"区别|差别|差异|不同(?=之处|点|在|吗|呢|[\s，。、；？！,.;?!）)]|$)|有.{0,3}不同|对比|相比|比较|异同|优于|比.{1,12}(?:更|优|好)|而不是",
        r"differ\w*|compare\w*|comparison|versus|vs|instead of|rather than",
    ),
    Intent.STEPS: (
        "步骤|流程|过程|机制|怎么实现|如何实现|怎么做|原理",
        r"steps?|procedure|algorithm|workflow|implement\w*|how (?:does|do|is|are)",
    ),
    Intent.MERITS: (
        "优缺点|优点|缺点|优势|劣势|好处|利弊",
        "(?:dis)?advantages?|drawbacks?|pros|cons|benefits?|limitations?",
    ),
    Intent.REMEDY: (
        "解决|防止|预防|避免|缓解|怎么办|怎么处理|如何处理|应对|手段",
        r"prevent\w*|avoid\w*|remed\w+|solve\w*|solutions?|handle|deal with|mitigate",
    ),
    Intent.REASON: (
        "为什么|为啥|为何|原因|意义|目的|作用|有什么用",
        "why|reasons?|purpose|motivation|role|used for",
    ),
    Intent.LISTING: (
        "哪些|哪几|几种|(?:的|常用|主要|常见|基本)方[法式]|举例|种类",
        "which|list|kinds?|types?|examples?|methods?|ways?",
    ),
}
_PATTERNS = tuple(
    (intent, re.compile(rf"{chinese}|(?<![a-z0-9])(?:{english})(?![a-z0-9])"))
    for intent, (chinese, english) in _WORDS.items()
)

ASKING_CHINESE = "|".join(chinese for chinese, _ in _WORDS.values())
ASKING_ENGLISH = "|".join(english for _, english in _WORDS.values())
"""Patterns of words that say what is asked and not of what."""

_EQUAL, _OVERLAP, _OPEN, _APART, _AGAINST = 1.0, 0.9, 0.75, 0.65, 0.55
_OPEN_TO_ALL = frozenset({Intent.STEPS, Intent.REASON, Intent.MERITS, Intent.LISTING, Intent.REMEDY})


def intents(prompt: str, *, bare: bool) -> frozenset[Intent]:
    """Return the ways a prompt asks; `bare` says that it holds nothing beside its subject's name."""
    text = fold_case(prompt)
    found = frozenset(intent for intent, pattern in _PATTERNS if pattern.search(text))
    return found or frozenset({Intent.NAMING if bare else Intent.OTHER})


def compatibility(a: frozenset[Intent], b: frozenset[Intent], *, several: bool) -> float:
    """Return how well two ways of asking go together, from .65 to 1; `several` says that both name several subjects.

    A bare name asks for whatever there is to say, of two or more names for their difference as well.
    """
    if a == b:
        return _EQUAL
    if a & b:
        return _OVERLAP
    for bare, other in ((a, b), (b, a)):
        if Intent.NAMING in bare:
            if Intent.DIFFERENCE in other:
                return _OVERLAP if several else _AGAINST
            return _OVERLAP if other & _OPEN_TO_ALL else _OPEN
    return _OPEN if Intent.OTHER in a | b else _APART
