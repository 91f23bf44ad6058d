"""So many points, a few words each: lists that answer what their prompt or lead asks to enumerate."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from generator.markup.characters import fold, has_cjk, width
from generator.model.bank import AnswerKind, Entry, Kind, Markdown
from generator.model.items import ItemType
from generator.transforms.derive.context import names, subject_name
from generator.transforms.derive.contrast import is_comparison
from generator.transforms.derive.draft import Draft, new_item
from generator.transforms.derive.outline import Group, Node, bare, groups
from generator.transforms.derive.source import MASK, is_label_line, masked
from generator.transforms.derive.statements import is_head
from generator.transforms.derive.wording import (
    DOUBT,
    EMPTY_LABELS,
    PICTURE_REFERENCE,
    POINTING,
    SUBJECTIVE,
    is_label,
    names_nothing,
    spaced,
    subject_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.transforms.derive.bench import Bench

_FEWEST, _MOST = 2, 7
_WIDEST = 56
ENUMERATIVE = re.compile(
    r"哪[些几]|几[种个类点大]|[两三四五六七2-7]\s*[大个]?[种个类点条项步]|方法|方式|手段|措施|办法|原因|优点|缺点|优势|劣势|不足|特[点征性]|作用|"
    r"表现|现象|症状|^(?:解决|防止|避免|缓解|减少|提高)|组成|包[括含]|分为|分类|种类|类型|要素|条件|原则|性质|策略|技巧|功能|用途|场景|局限|"
    r"\b(?:which|types?|kinds?|methods?|ways?|reasons?|causes?|advantages?|disadvantages?|pros|cons|properties|features|components?|"
    r"conditions?|principles|benefits|drawbacks|limitations|functions|parts|list|name|examples)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"^(?:(?:一?共|总共|主要|可以|大致|通常|一般|常[见用]的?)*(?:分为?|分成|包括|包含)?有?)?\s*(?:以下|下面|下列|如下)?(?:这)?"
    r"[两二三四五六七八九十几\d]*\s*[大个]?[种个类点条项]?\s*"
    r"(?:方面|方式|方法|办法|原因|特性|特点|条件|情况|类型|部分|要点|优点|缺点|作用|要素|层面|因素|阶段)?(?:组成|构成)?(?:如下)?$|"
    r"^(?:there are |it has |these are )?(?:the )?(?:two|three|four|five|six|seven|several|some|common|main|\d+)"
    r"(?: (?:main|common|basic))? \w+$",
    re.IGNORECASE,
)
"""A lead that only counts what follows: the prompt says what is asked."""
_STEPS = re.compile(
    r"分[两三四五六]步|步骤|流程|过程|顺序|机制|阶段|算法描述|\b(?:steps?|process|procedure|stages?|order)\b",
    re.IGNORECASE,
)
_LABEL_POINT = re.compile(
    r"^(?:解释|说法|方案|方法|情况|例|第)\s*[一二三四五\d]|^(?:原因)?参考|^引申|^(?:首先|然后|接着|最后)"
)
_POLARITY = re.compile(
    r"^(?:优点|缺点|优势|劣势|不足|特点|作用|特性|好处|坏处|局限|局限性|advantages?|disadvantages?|pros|cons|benefits|drawbacks)$",
    re.IGNORECASE,
)
_SIDES = re.compile(r"^(?:相同|不同|共同|区别|差异|异同|小结|总结)")
_POINTER = re.compile(r"[（(](?:详?见|参见|参考|如|see)[^（()）]*[)）]")
_CONDITION = re.compile(
    r"^(?:如果|由于|当|在|对|因为|为了|若|通过|随着|基于|相比|根据|if |when |because |since |for |in )", re.IGNORECASE
)
_HEAD = re.compile(r"^(?P<head>[^：:，,。；;（(]{2,24}(?:[（(][^（()）]{1,40}[)）])?)\s*[：:](?P<rest>.*)$")
_TERSE, _SHORT_PROMPT = 30, 40
_SEVERAL = re.compile(r"吗[？?]?$|会怎样|会发生|是否|能否|[，,、；;]|分别|各|又|和|与|及|\band\b")
"""A prompt that asks more than one thing."""
_ASKS_MORE = re.compile(
    r"作用|功能|区别|含义|改动|变化|用途|目的|各|分别|\b(?:functions?|roles?|purposes?|meanings?|uses)\b", re.IGNORECASE
)
"""Asked for these, the head of `head：text` is not yet the answer."""
_CUT = re.compile(r"(?:[后时中下上里]|以后|之后|之前|的时候)$")
_DIRECT, _LED, _ANSWERED, _PLAIN = 80, 76, 74, 64


def derive(entry: Entry, bench: Bench) -> Iterator[Draft]:
    """Yield an enumeration for every list of short points."""
    if entry.answer.kind is not AnswerKind.TEXT:
        return
    for group in groups(bench.nodes(entry)):
        if _FEWEST <= len(group.points) <= _MOST and not group.depth:
            yield _draft(entry, group, bench)


def points_of(group: Group) -> tuple[str, ...]:
    """Return the points of a list as key words: what stands before their colon, or their first sentence or clause."""
    return tuple(_short(point) for point in group.points)


def _short(point: Node) -> str:
    text = _POINTER.sub("", point.text).strip()
    found = _HEAD.match(text)
    if found:
        return found["head"].strip()
    sentence = re.split(r"[。；;]", text.rstrip("：:"))[0].strip()
    clause = re.split(r"[，,]", sentence)[0].strip()
    whole = width(sentence) <= _WIDEST or width(clause) < 6 or _CONDITION.match(clause)
    return sentence if whole else clause


def _draft(entry: Entry, group: Group, bench: Bench) -> Draft:
    points = points_of(group)
    stem, rank, rule = _stem(entry, group, bench)
    first, last = group.points[0].line, group.points[-1].line
    item = new_item(entry, ItemType.ENUMERATION, *map(fold, points[:2]), line=first)
    item = replace(
        item,
        stem=Markdown(stem),
        span=replace(item.span, end_line=last),
        key=tuple(map(Markdown, points)),
        points=len(points),
    )
    return Draft(item=item, rank=rank, rules=tuple(filter(None, (rule, *_rules(group, points, entry, bench)))))


def _stem(entry: Entry, group: Group, bench: Bench) -> tuple[str, int, str]:
    """Return (question, rank, rule against it)."""
    count = len(group.points)
    chinese = has_cjk(entry.prompt + group.points[0].text)
    ask = f"（写出 {count} 点）" if chinese else f" (write {count} points)"
    lead = re.split(r"[。；;]\s*", group.lead)[-1]
    lead = "" if _COUNTED.match(lead) and not _POLARITY.match(lead) else lead
    prompt = entry.prompt.rstrip("：:")
    about = subject_name(entry)
    if lead and (EMPTY_LABELS.search(lead) or _LABEL_POINT.match(lead) or _SIDES.match(lead)):
        return f"{lead}{ask}", _PLAIN, "enumeration-lead"
    if lead and _POLARITY.match(lead):
        heading = subject_of(entry.section) if is_label(entry.prompt) else about
        about = owner(sided(group, bench.nodes(entry)) or heading)
        several = is_comparison(entry) or len(bench.lexicon.ids(about)) > 1 or not _is_term(entry, about)
        stem = (
            spaced("写出", about, f"的{lead}") + ask + "。" if chinese else f"Write the {lead.lower()} of {about}{ask}."
        )
        return stem, _LED, "enumeration-subject" if several else ""
    if lead:
        rank = _LED if ENUMERATIVE.search(lead) else _PLAIN
        shown = "" if names(lead, about) or not about else f"【{about}】" if chinese else f"{about}: "
        return f"{shown}{lead.rstrip('有是为，,')}{ask}", rank, "" if is_head(lead) else "enumeration-lead"
    if names_nothing(entry.prompt) or is_label(entry.prompt):
        stem = spaced(about, "：", prompt) if about != prompt and not is_label(entry.prompt) else about
        return stem + ask, _LED if ENUMERATIVE.search(prompt) and len(about) > len(prompt) else _PLAIN, ""
    single = entry.kind is Kind.QUESTION and not _SEVERAL.search(prompt) and width(prompt) <= _SHORT_PROMPT
    terse = single and count > _FEWEST and all(width(point) <= _TERSE for point in points_of(group))
    return prompt + ask, _DIRECT if ENUMERATIVE.search(prompt) else _ANSWERED if terse else _PLAIN, ""


def sided(group: Group, lines: Sequence[Node]) -> str:
    """Return what a bold line above a list of advantages says that they are of, or an empty string."""
    first = group.points[0].line
    bold = [bare(n.text) for n in lines if n.line < first and n.source and is_label_line(n.source)]
    named = [text for text in bold if not _POLARITY.match(text)]
    return owner(named[-1]) if named else ""


def owner(about: str) -> str:
    """Return what something is an advantage of (`反范式的优缺点`: `反范式`)."""
    return re.sub(r"的?(?:优缺点|优点|缺点|优劣|利弊|优势|特点)(?:是什么|有哪些)?[？?]?$", "", about) or about


def _is_term(entry: Entry, about: str) -> bool:
    return bool(about) and (entry.kind is Kind.CONCEPT or about != entry.prompt) and width(about) <= 32


def _rules(group: Group, points: tuple[str, ...], entry: Entry, bench: Bench) -> Iterator[str]:
    texts = [point.text for point in group.points]
    asked = f"{entry.prompt} {group.lead}"
    rules = (
        ("enumeration-long", any(width(point) > _WIDEST for point in points)),
        ("enumeration-heads", bool(_ASKS_MORE.search(asked)) and any(_HEAD.match(text) for text in texts)),
        (
            "enumeration-cut",
            any(_CUT.search(point) and point != text.strip() for point, text in zip(points, texts, strict=True)),
        ),
        ("enumeration-thin", any(width(point) < 3 for point in points)),
        ("enumeration-steps", group.style == "step" or bool(_STEPS.search(asked))),
        ("enumeration-comparison", is_comparison(entry) and not group.lead),
        ("enumeration-several", bool(re.search(r"[？?].+[？?]|优缺点|优劣", group.lead or entry.prompt))),
        (
            "enumeration-label",
            any(
                _LABEL_POINT.match(text) or EMPTY_LABELS.search(point)
                for text, point in zip(texts, points, strict=True)
            ),
        ),
        ("enumeration-labels", any(bench.is_furniture(point) for point in points)),
        ("enumeration-duplicate", len(set(map(fold, points))) < len(points)),
        ("enumeration-question", any(re.search(r"[？?]", text) for text in texts)),
        (
            "enumeration-markup",
            any(MASK in masked(point) or point.startswith("$") or "http" in point for point in points),
        ),
        ("enumeration-rest", bool(group.before)),
        ("enumeration-told", any(fold(point) in fold(asked) for point in points)),
        ("pointing", any(POINTING.search(point) for point in points)),
        ("picture-reference", any(PICTURE_REFERENCE.search(point) for point in points)),
        ("subjective", any(SUBJECTIVE.search(point) or DOUBT.search(point) for point in points)),
    )
    return (name for name, trips in rules if trips)
