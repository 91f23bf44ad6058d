"""Sentences of an answer that can stand alone: each with what it is about and what announces it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.markup.characters import width
from generator.model.bank import AnswerKind
from generator.transforms.derive.outline import Node, head_of
from generator.transforms.derive.source import MASK, masked, sentences
from generator.transforms.derive.wording import DOUBT, EMPTY_LABELS, PICTURE_REFERENCE, POINTING, SUBJECTIVE, is_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.model.bank import Entry

_NARROW, _WIDE = 24, 180
_HEAD = 32
_SIDE = re.compile(
    r"^(?:相同|不同|相同点|不同点|区别|共同点|举例|例子|小结|总结|答案?|答|解析?|要点)$|(?:优缺点|总结|小结|区别|有|包括|包含|是|为|如下)$"
)
_BRACKETS = ("（）", "()", "【】", "[]", "“”", "《》")
_EXAMPLE = re.compile(
    r"例如|比如|譬如|举例|假设|假定|假如|比方|诸如|如下|下列|以下|综上|总之|\be\.g\.|\bfor (?:example|"
    r"instance)\b|\bsuppose\b|\bassume\b|\.\.\.|…",
    re.IGNORECASE,
)
_UNTRUE = re.compile(
    r"误区|误解|误以为|误认为|错误地|错误的?(?:说法|理解|认识|观点)|易错|谣言|反例|不要(?:说|以为)|→|=>|⇒|"
    r"\b(?:misconception|myth|wrongly|mistakenly|pitfall)s?\b",
    re.IGNORECASE,
)
"""Words that put a falsehood, or a change of thought, into a sentence."""
_REMARK = re.compile(
    r"这[一两二三几]?[个种些]|这样|这里|此时|上述|参考|参见|详见|转自|来源|见[上下]|上文|下文|本文|前文|论文里|作者|笔者|别人|面试|https?:",
    re.IGNORECASE,
)
_UNSOUND = (POINTING, PICTURE_REFERENCE, SUBJECTIVE, DOUBT, _EXAMPLE, _REMARK, _UNTRUE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One sentence as it stands in the notes, without list mark, emphasis and final full stop."""

    text: str
    line: int
    head: str = ""
    """The lead or label that it stands below; empty at the top or below a label of every subject."""
    opening: str = ""
    """`X` of a line `X：…`, for the sentences after the first."""
    first: bool = False
    """Whether it opens its line."""


def statements(entry: Entry, lines: Sequence[Node]) -> Iterator[Statement]:
    """Yield every sentence of an answer, sound or not."""
    if entry.answer.kind is not AnswerKind.TEXT:
        return
    for node in lines:
        head = head_of(lines, node)
        opening = ""
        for number, (start, end) in enumerate(sentences(node.text)):
            text = node.text[start:end].strip().rstrip("。；;").strip()
            yield Statement(
                text=text,
                line=node.line,
                head="" if _says_nothing(head) else head,
                opening=opening,
                first=not number,
            )
            opening = opening if number else opening_of(text)


def _says_nothing(head: str) -> bool:
    """Whether a lead is a label that heads a part of any subject."""
    return is_label(head) or bool(EMPTY_LABELS.search(head)) or bool(_SIDE.search(head))


def is_head(head: str) -> bool:
    """Whether a lead can be printed before a sentence that it announces."""
    return width(head) <= _HEAD and not any(p.search(head) for p in _UNSOUND)


def opening_of(text: str) -> str:
    """Return `X` of a line `X：…`, or an empty string."""
    found = re.match(r"([^：:，,。]{2,24})[：:]\s*\S", text)
    return found[1].strip() if found else ""


def is_sound(text: str) -> bool:
    """Whether a sentence says something by itself, for certain, without pointing elsewhere."""
    if (
        not _NARROW <= width(text) <= _WIDE
        or MASK in masked(text)
        or re.search(r"[？?]|[：:,，、]$|^[（(，、)）]", text)
    ):
        return False
    if any(text.count(pair[0]) != text.count(pair[1]) for pair in _BRACKETS):
        return False
    return not any(pattern.search(text) for pattern in _UNSOUND)
