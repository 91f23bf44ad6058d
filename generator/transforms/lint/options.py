"""Rules on the options of choice items: nothing about them but the subject may tell the right one."""

from __future__ import annotations

import re
import unicodedata

from generator.markup import plain
from generator.markup.characters import fold, has_cjk, width
from generator.transforms.derive.bench import overlap
from generator.transforms.lint.case import CHOICE, SELECTED, Case, Rule

_OTHERS = re.compile(
    r"以上(?:都|全|皆|均|各项|选项|答案|说法|所有)|(?:都|均|全)(?:不?(?:对|正确|是)|错)$|[①②③④].*[①②③④]|^(?:仅|只有)?\s*[A-H]\s*(?:和|与|、|及)\s*[A-H]\s*$|"
    r"\b(?:all|none|both|neither|either|any) of (?:the|these|those)\b|\bthe above\b|^(?:both )?[A-H] and [A-H]$",
    re.IGNORECASE,
)
_ALSO_TRUE = 0.35
_REPEATED, _SPARED = 0.5, 0.25


def _longest(case: Case) -> bool:
    if len(case.right) != 1 or not case.wrong:
        return False
    key, other = width(case.right[0]), max(map(width, case.wrong))
    return key > 1.3 * other and key - other > 4


def _shortest(case: Case) -> bool:
    return len(case.right) == 1 and bool(case.wrong) and 1.6 * width(case.right[0]) < min(map(width, case.wrong))


def _uneven(case: Case) -> bool:
    widths = [width(text) for text in (*case.right, *case.wrong)]
    return bool(widths) and max(widths) > 2.5 * max(min(widths), 1)


def _odd_script(case: Case) -> bool:
    if len(case.right) != 1 or len(case.wrong) < 2:
        return False
    key = has_cjk(case.right[0])
    return all(has_cjk(text) is not key for text in case.wrong)


def _duplicate(case: Case) -> bool:
    texts = ["".join(unicodedata.normalize("NFKC", option.text).lower().split()) for option in case.item.options]
    concepts = [name for text in (*case.right, *case.wrong) if (name := case.bench.concept(text))]
    return len(set(texts)) < len(texts) or (not case.draft.carried and len(set(concepts)) < len(concepts))


def _inside(case: Case) -> bool:
    texts = [fold(text) for text in (*case.right, *case.wrong)]
    return any(one in other for one in texts for other in texts if one and one != other)


def _key_in_stem(case: Case) -> bool:
    """Whether the stem names the key and none of the other options (naming all is asking to choose)."""
    if len(case.right) != 1:
        return False
    key, stem = fold(case.right[0]), fold(case.said)
    named = set(case.bench.lexicon.ids(case.said))
    concept, others = case.terms
    if any(fold(text) in stem for text in case.wrong) or any(name in named for name in others):
        return False
    long = len(key) >= (4 if has_cjk(key) else 5)
    return (long and key in stem) or bool(concept and concept in named)


def _word_repeat(case: Case) -> bool:
    if len(case.right) != 1 or not case.wrong:
        return False
    others = [_repeated(text, case.said) for text in case.wrong]
    return _repeated(case.right[0], case.said) >= _REPEATED and all(share < _SPARED for share in others)


def _repeated(option: str, stem: str) -> float:
    """Return the share of an option's Chinese bigrams that the stem prints."""
    pieces = [run[i : i + 2] for run in re.findall(r"[\u4e00-\u9fff]+", option) for i in range(len(run) - 1)]
    return sum(piece in stem for piece in pieces) / len(pieces) if len(pieces) > 1 else 0.0


def _wrong_in_stem(case: Case) -> bool:
    key, others = case.terms
    named = case.bench.lexicon.ids(case.said)
    return bool(key) and key not in named and any(name in named for name in others)


def _related(case: Case) -> bool:
    key, others = case.terms
    return bool(key) and any(case.bench.are_kin(key, name) for name in others)


def _also_true(case: Case) -> bool:
    """Whether the notes say of a wrong option what the stem says."""
    _, others = case.terms
    told = (one.text for one in case.bench.definitions if one.concept in others) if others else ()
    return any(overlap(text, case.said) >= _ALSO_TRUE for text in told)


def _speaks_of_others(case: Case) -> bool:
    return any(_OTHERS.search(plain(option.text).strip()) for option in case.item.options)


def _key_count(case: Case) -> bool:
    keys = sum(option.is_key for option in case.item.options)
    return keys == 0 or keys == len(case.item.options) or len(case.item.options) < 2


def _by_length(case: Case) -> bool:
    right, wrong = [width(text) for text in case.right], [width(text) for text in case.wrong]
    if len(right) < 2 or len(wrong) < 2:
        return False
    return min(right) > max(wrong) or max(right) < min(wrong)


def _other_class(case: Case) -> bool:
    key, others = case.terms
    kinds = {case.bench.lexicon.concepts[name].kind for name in (key, *others) if name}
    return len(kinds) > 1


RULES: tuple[Rule, ...] = (
    Rule(number=1, name="key-longest", types=CHOICE, trips=_longest, pardons_carried=True),
    Rule(number=2, name="key-shortest", types=CHOICE, trips=_shortest, rejects=False),
    Rule(number=3, name="option-lengths", types=SELECTED, trips=_uneven, rejects=False),
    Rule(number=4, name="option-script", types=CHOICE, trips=_odd_script, rejects=False),
    Rule(number=5, name="duplicate-option", types=SELECTED, trips=_duplicate),
    Rule(number=6, name="option-inside-option", types=SELECTED, trips=_inside, rejects=False),
    Rule(number=7, name="key-in-stem", types=CHOICE, trips=_key_in_stem),
    Rule(number=8, name="word-repeat", types=CHOICE, trips=_word_repeat),
    Rule(number=9, name="distractor-in-stem", types=CHOICE, trips=_wrong_in_stem),
    Rule(number=10, name="related-options", types=CHOICE, trips=_related),
    Rule(number=11, name="also-true", types=CHOICE, trips=_also_true),
    Rule(number=13, name="all-of-the-above", types=SELECTED, trips=_speaks_of_others, pardons_carried=True),
    Rule(number=22, name="key-count", types=SELECTED, trips=_key_count),
    Rule(number=22, name="keys-by-length", types=SELECTED, trips=_by_length, rejects=False),
    Rule(number=30, name="other-class", types=CHOICE, trips=_other_class, rejects=False),
)
