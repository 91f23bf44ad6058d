"""Terms to match with what is said of them: lists whose points are all `term：description`."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from generator.markup.characters import fold, has_cjk, width
from generator.model.bank import AnswerKind, Entry, Markdown, Option
from generator.model.items import ItemType
from generator.transforms.derive.bench import overlap
from generator.transforms.derive.context import names, subject_name
from generator.transforms.derive.draft import Draft, new_item
from generator.transforms.derive.outline import Group, groups
from generator.transforms.derive.source import MASK, masked
from generator.transforms.derive.wording import EMPTY_LABELS, PICTURE_REFERENCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.transforms.derive.bench import Bench

_FEWEST, _MOST = 3, 7
_WIDEST = 120
_HEAD = re.compile(r"^(?P<head>[^：:，,。；;（(]{1,24})(?:[（(][^（()）]{1,60}[)）])?\s*[：:]\s*(?P<rest>\S.*)?$")
_GENERIC = re.compile(r"^(?:方法|方案|解释|说法|情况|原因|例|阶段|步骤|思想|第|要点|注|其[他它]|总结)|[一二三四五\d]$")
_TOO_ALIKE = 0.35
_FULL, _THREE = 76, 66


def derive(entry: Entry, bench: Bench) -> Iterator[Draft]:
    """Yield a matching for every list of terms with their descriptions."""
    if entry.answer.kind is not AnswerKind.TEXT:
        return
    for group in groups(bench.nodes(entry)):
        pairs = tuple(
            filter(
                None,
                (
                    _pair(point.text, [node.text for node in below])
                    for point, below in zip(group.points, group.below, strict=True)
                ),
            )
        )
        if len(pairs) >= _FEWEST and len(pairs) == len(group.points):
            yield _draft(entry, group, pairs, bench)


def _pair(text: str, below: list[str]) -> tuple[str, str] | None:
    """Return (term, description) of a point, the description being its first sentence."""
    found = _HEAD.match(text)
    if not found:
        return None
    rest = found["rest"] or (below[0] if len(below) == 1 else "")
    sentence = re.split(r"(?<=[。；;])", rest)[0].strip().rstrip("。；;")
    return (found["head"].strip(), sentence) if sentence else None


def _draft(entry: Entry, group: Group, pairs: tuple[tuple[str, str], ...], bench: Bench) -> Draft:
    heads, texts = tuple(head for head, _ in pairs), tuple(text for _, text in pairs)
    chinese = has_cjk("".join(texts))
    about = subject_name(entry)
    lead = group.lead if group.lead and not names(group.lead, about) else ""
    shown = "：".join(filter(None, (about, lead)))
    ask = "把左边的各项与右边的说明配对。" if chinese else "Match each term with its description."
    item = new_item(entry, ItemType.MATCHING, *map(fold, heads[:2]), line=group.points[0].line)
    item = replace(
        item,
        stem=Markdown((f"【{shown}】" if chinese else f"{shown}: ") + ask),
        span=replace(item.span, end_line=group.points[-1].line),
        parts=tuple(map(Markdown, heads)),
        options=tuple(Option(text=Markdown(text)) for text in texts),
        points=max(2, len(pairs) // 2),
    )
    return Draft(item=item, rank=_FULL if len(pairs) > _FEWEST else _THREE, rules=tuple(_rules(heads, texts, bench)))


def _rules(heads: tuple[str, ...], texts: tuple[str, ...], bench: Bench) -> Iterator[str]:
    among = [(one, other) for n, one in enumerate(texts) for other in texts[n + 1 :]]
    rules = (
        ("matching-size", len(heads) > _MOST),
        (
            "matching-labels",
            any(bench.is_furniture(head) or EMPTY_LABELS.search(head) or _GENERIC.search(head) for head in heads),
        ),
        ("matching-long", any(not 12 <= width(text) <= _WIDEST for text in texts)),
        ("matching-told", any(_tells(head, text) for head in heads for text in texts)),
        ("matching-alike", any(overlap(one, other) > _TOO_ALIKE for one, other in among)),
        ("matching-duplicate", len(set(map(fold, heads))) < len(heads)),
        ("matching-markup", any(MASK in masked(text) for text in (*heads, *texts))),
        ("picture-reference", any(PICTURE_REFERENCE.search(text) for text in texts)),
        (
            "matching-relative",
            any(
                re.search(r"^(?:同上|与.{1,10}(?:相反|类似|相同)|这也|也|另一)|上述|前者|后者", text) for text in texts
            ),
        ),
    )
    return (name for name, trips in rules if trips)


def _tells(head: str, text: str) -> bool:
    """Whether a description names a term, or half of a Chinese one."""
    flat, name = fold(text), fold(head)
    if name in flat:
        return True
    words = re.findall(r"[a-z][a-z0-9]{3,}", head.lower())
    pieces = [run[i : i + 2] for run in re.findall(r"[\u4e00-\u9fff]+", head) for i in range(len(run) - 1)]
    return any(word in flat for word in words) or (
        len(pieces) > 1 and sum(piece in flat for piece in pieces) * 2 > len(pieces)
    )
