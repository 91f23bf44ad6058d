"""Steps to put in order: numbered lists that their lead or prompt calls steps."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from generator.markup.characters import fold, has_cjk, width
from generator.model.bank import AnswerKind, Entry, Markdown, Option
from generator.model.items import ItemType
from generator.transforms.derive.context import names, subject_name
from generator.transforms.derive.draft import Draft, new_item
from generator.transforms.derive.outline import Group, groups
from generator.transforms.derive.source import MASK, masked
from generator.transforms.derive.statements import is_head
from generator.transforms.derive.wording import PICTURE_REFERENCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.transforms.derive.bench import Bench

_FEWEST, _MOST = 3, 7
_WIDEST = 140
STEPS = re.compile(
    r"步骤|流程|过程|工作机制|阶段|(?:先后)?顺序|怎么(?:做|实现|工作)|\b(?:steps?|process|procedure|"
    r"stages?|workflow|sequence of|how does .{2,30} work)\b",
    re.IGNORECASE,
)
_NOT_STEPS = re.compile(
    r"几种|[两三四五]种|优点|缺点|区别|方法有|原因|特点|作用|\b(?:types|kinds|advantages|reasons)\b", re.IGNORECASE
)
_ORDINAL = re.compile(
    r"^(?:(?:首先|其次|再次|然后|接着|接下来|随后|之后|最后|最终|先|再)[，,：:\s]*|(?:第[一二三四五六七八九十\d]+步|步骤\s*[一二三四五六七八九十\d]+)[，,：:、\s]*|"
    r"(?:first|second|third|then|next|after that|finally|lastly)\b[,:]?\s*)+",
    re.IGNORECASE,
)
_RANK = {"step": 78, "number": 72}


def derive(entry: Entry, bench: Bench) -> Iterator[Draft]:
    """Yield an ordering for every numbered list of steps."""
    if entry.answer.kind is not AnswerKind.TEXT:
        return
    for group in groups(bench.nodes(entry)):
        kind = (
            "step"
            if group.style == "step"
            else "number"
            if group.style.startswith(("number", "bracket-digit", "circle"))
            else ""
        )
        called = STEPS.search(group.lead or group.before or entry.prompt)
        if kind and (called or kind == "step") and len(group.points) >= _FEWEST:
            yield _draft(entry, group, _RANK[kind])


def _draft(entry: Entry, group: Group, rank: int) -> Draft:
    steps = tuple(_step(point.text) for point in group.points)
    title = (
        group.lead
        or (group.before.rstrip("。：: ") if STEPS.search(group.before) else "")
        or entry.prompt.rstrip("？?：: ")
    )
    about = subject_name(entry)
    chinese = has_cjk(title + steps[0])
    shown = "" if names(title, about) or not about else f"【{about}】" if chinese else f"{about}: "
    ask = "将下列各步按先后顺序排列" if chinese else "Put the steps in order"
    item = new_item(entry, ItemType.ORDERING, *map(fold, steps[:2]), line=group.points[0].line)
    item = replace(
        item,
        stem=Markdown(f"{shown}{title}：{ask}。" if chinese else f"{shown}{title}: {ask}."),
        span=replace(item.span, end_line=group.points[-1].line),
        options=tuple(Option(text=Markdown(step)) for step in steps),
        points=2,
    )
    rules = (
        ("ordering-size", len(steps) > _MOST),
        ("ordering-long", any(width(step) > _WIDEST for step in steps)),
        ("ordering-thin", any(width(step) < 6 for step in steps)),
        (
            "ordering-not-steps",
            bool(_NOT_STEPS.search(f"{group.lead} {entry.prompt}")) or any(_NOT_STEPS.search(step) for step in steps),
        ),
        ("ordering-duplicate", len(set(map(fold, steps))) < len(steps)),
        ("ordering-markup", any(MASK in masked(step) for step in steps)),
        ("ordering-title", not is_head(title)),
        ("picture-reference", any(PICTURE_REFERENCE.search(step) for step in steps)),
    )
    return Draft(item=item, rank=rank, rules=tuple(name for name, trips in rules if trips))


def _step(text: str) -> str:
    return _ORDINAL.sub("", text).strip().rstrip("。；;，, ")
