"""Rules on stems, sentences and keys: clear, certain, self-contained, and without a hint."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.markup import facts, plain
from generator.markup.characters import fold, width
from generator.model.items import FALSE, GAP, ItemType
from generator.transforms.derive.wording import DOUBT, is_doubted
from generator.transforms.lint.case import ALL, CHOICE, GAPS, SELECTED, STATED, Case, Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.model.bank import Markdown

_NEGATIVE = re.compile(
    r"不正确|错误的|不属于|不包括|不是(?!因为)|不恰当|不对的|有误|除[^，,。]{0,12}外|\b(?:not|except|least|incorrect|false)\b",
    re.IGNORECASE,
)
_ABSOLUTE = re.compile(
    r"总是|从不|永远|绝对(?!值)|一定(?!程度|的?概率|比例|数量|范围|条件)|必然|所有|任何|完全|唯一|\b(?:always|never|all|none|only|every|must)\b",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"通常|往往|有时|可能|经常|一般来说|大多|比较|较(?![大小高低多少强弱快慢长短])|\b(?:usually|often|sometimes|may|might|generally|mostly)\b",
    re.IGNORECASE,
)
_BOILERPLATE = re.compile(
    r"下列|以下|哪一?[项个些]|最?符合(?:这一)?描述|这说的是|的是|说法|正确|[“”：:？?，,。.\s（）()]|"
    r"which|of these|is best described as|this is",
    re.IGNORECASE,
)
_RESIDUE = re.compile(
    r"（它）\s*(?:曲线|[（(])|[（(]{2}|[）)]{2}|（）|\(\)|“[，。、：]|一[个种类]”|的”|，，|：，|\ban ____"
)
_ANYWHERE = re.compile(
    r"上述|前面(?:提到|所述|说)|[上下]面的?(?:图|公式|式子|代码|表|例)|[如见]?[下上]图|如图|[（(]\d[)）]\s*式|以上(?!都|全|均|皆)|前者|后者|"
    r"\b(?:the (?:above|former|latter|following)|as shown|see figure)\b",
    re.IGNORECASE,
)
_PICTURE = re.compile(
    r"[如见从][上下]?图|[上下]图(?![像形])|图[中示]|\b(?:see|in) (?:the )?(?:figure|picture|diagram)\b", re.IGNORECASE
)
_ORDINAL = re.compile(
    r"第\s*[一二三四五六七八九十\d]+\s*[个步次轮阶]|步骤\s*[一二三四五六七八九十\d]|首先|最后|最终|上一步|前一步|重复(?:步骤|第)|"
    r"\b(?:first(?:ly)?|lastly?|finally|step \d|previous step)\b|\d\s*[和、]\s*\d",
    re.IGNORECASE,
)
_HAN = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_COUNT = re.compile(
    r"(?<![第之])(?P<n>[两二三四五六七八九]|\d{1,2})\s*[大个]?(?:种|个|类|点|条|项|步|方面|部分|要素|points|ways|types|kinds|reasons)"
)
_LEAST, _LEAST_GAP = 14, 8
_LONGEST = 110
_LONGEST_KEY = 24
_ALIKE = 0.75


def _negative(case: Case) -> bool:
    """Whether what is asked (the last clause, outside quotes) is in the negative."""
    asked = re.split(r"[，,。；;\n]", re.sub(r"“[^”]*”|\"[^\"]*\"", "", case.said).strip(" ？?。."))[-1]
    return bool(_NEGATIVE.search(asked))


def _absolute(case: Case) -> bool:
    false = case.item.key[:1] == (FALSE,)
    return false and bool(_ABSOLUTE.search(case.said)) and not _ABSOLUTE.search(case.draft.original)


def _vague(case: Case) -> bool:
    return bool(_VAGUE.search(case.said))


def _unfocused(case: Case) -> bool:
    if case.draft.carried:
        return False
    least = _LEAST_GAP if case.item.type in {ItemType.CLOZE, ItemType.NUMBER} else _LEAST
    return len(_BOILERPLATE.sub("", case.stem)) < least


def _long(case: Case) -> bool:
    return len(case.said) > _LONGEST


def _residue(case: Case) -> bool:
    return not case.draft.carried and bool(_RESIDUE.search(case.item.stem))


def _pointing(case: Case) -> bool:
    return not case.draft.carried and bool(_ANYWHERE.search(case.said))


def _doubted(case: Case) -> bool:
    return is_doubted(case.entry) or bool(DOUBT.search(case.draft.original))


def _conflict(case: Case) -> bool:
    return case.entry.id in case.bench.conflicts


def _unsafe(case: Case) -> bool:
    """Whether a false statement may be true: its new word is not the entry's, or the notes say nearly the same."""
    if case.item.key[:1] != (FALSE,):
        return False
    words = re.findall(r"“([^”]+)”", case.item.key[1]) if len(case.item.key) > 1 else []
    told = fold(f"{case.entry.prompt}{case.entry.answer.text}")
    unknown = any(fold(word) not in told for word in words)
    return unknown or not words or case.bench.alike(case.said, but=case.draft.original) >= _ALIKE


def _blanks(case: Case) -> bool:
    gaps = case.item.stem.count(GAP)
    printed = fold(case.stem)
    told = any(
        fold(key) in printed for key in case.item.key if case.item.type is not ItemType.NUMBER and len(fold(key)) > 1
    )
    return (
        not (1 <= gaps <= 2 or case.draft.carried)
        or told
        or any(key.rstrip().endswith((":", "：")) for key in case.item.key)
    )


def _long_key(case: Case) -> bool:
    return any(width(re.sub(r"[（(].*", "", key)) > _LONGEST_KEY for key in case.item.key)


def _arithmetic(case: Case) -> bool:
    """Whether a percentage is the rest of others that are printed."""
    source = case.item.rationale or case.item.stem
    figures = len(re.findall(r"\d\s*[%％]", source))
    asks = any(re.search(r"[%％]", key) for key in case.item.key) or re.search(rf"{GAP}\s*[%％]", case.item.stem)
    return figures > 1 and bool(asks)


def _ordinal(case: Case) -> bool:
    return any(_ORDINAL.search(plain(option.text)) for option in case.item.options)


def _count(case: Case) -> bool:
    found = [found["n"] for found in _COUNT.finditer(case.said)]
    return any((_HAN.get(number) or int(number)) != len(case.item.key) for number in found)


def _broken_tex(case: Case) -> bool:
    cut = case.item.type in STATED | GAPS | {
        ItemType.ENUMERATION,
        ItemType.COMPARISON,
        ItemType.MATCHING,
        ItemType.ORDERING,
    }
    return any(_is_broken(text, cut=cut and not case.draft.carried) for text in case.texts)


def _is_broken(text: Markdown, *, cut: bool) -> bool:
    """Whether a formula is not closed, or (in what was cut out of a text) a dollar sign is left alone."""
    bare = re.sub(r"```.*?```|`[^`]*`|\\[$%{}]", "", text, flags=re.DOTALL)
    if cut and bare.count("$") % 2:
        return True
    return "$" in text and any(not _is_balanced(formula.tex) for formula in facts(text).math)


def _is_balanced(tex: str) -> bool:
    bare = re.sub(r"\\[\\{}]", "", tex)
    pairs: Sequence[tuple[str, str]] = (
        (r"\{", r"\}"),
        (r"\\left(?![a-z])", r"\\right(?![a-z])"),
        (r"\\begin\b", r"\\end\b"),
    )
    return all(len(re.findall(one, bare)) == len(re.findall(other, bare)) for one, other in pairs)


def _lost_picture(case: Case) -> bool:
    shown = any(facts(text).images for text in case.texts)
    return not shown and not case.entry.images and any(_PICTURE.search(plain(text)) for text in case.texts)


RULES: tuple[Rule, ...] = (
    Rule(number=12, name="conflict", types=ALL, trips=_conflict),
    Rule(number=14, name="negative-stem", types=SELECTED, trips=_negative, rejects=False),
    Rule(number=15, name="absolute-word", types=STATED, trips=_absolute, rejects=False),
    Rule(number=16, name="vague-word", types=STATED | CHOICE, trips=_vague, rejects=False),
    Rule(number=17, name="unfocused", types=CHOICE | STATED | GAPS, trips=_unfocused),
    Rule(number=18, name="long-stem", types=CHOICE | STATED | GAPS, trips=_long, rejects=False),
    Rule(number=19, name="grammar-cue", types=CHOICE | GAPS, trips=_residue),
    Rule(number=20, name="pointing", types=CHOICE | STATED | GAPS, trips=_pointing),
    Rule(number=21, name="doubted-entry", types=ALL, trips=_doubted),
    Rule(number=23, name="unsafe-false", types=STATED, trips=_unsafe),
    Rule(number=24, name="blanks", types=GAPS, trips=_blanks),
    Rule(number=24, name="long-key", types=GAPS, trips=_long_key, rejects=False),
    Rule(number=25, name="arithmetic", types=GAPS, trips=_arithmetic),
    Rule(number=26, name="ordinal", types=frozenset({ItemType.ORDERING}), trips=_ordinal),
    Rule(number=27, name="count", types=frozenset({ItemType.ENUMERATION}), trips=_count),
    Rule(number=28, name="broken-tex", types=ALL, trips=_broken_tex),
    Rule(number=29, name="lost-picture", types=ALL, trips=_lost_picture),
)
