"""Multi-select in its two safe forms: advantages against disadvantages of one thing, and what is said of one of two."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from generator.markup.characters import fold, has_cjk, width
from generator.model.bank import AnswerKind, Entry, Kind, Markdown, Option
from generator.model.items import ItemType
from generator.transforms.derive.comparison import said_of
from generator.transforms.derive.context import subject_name
from generator.transforms.derive.contrast import compared
from generator.transforms.derive.draft import Draft, new_item
from generator.transforms.derive.enumeration import owner, sided
from generator.transforms.derive.outline import groups
from generator.transforms.derive.source import MASK, masked
from generator.transforms.derive.wording import PICTURE_REFERENCE, POINTING, spaced

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.transforms.derive.bench import Bench

_GOOD = re.compile(r"^(?:优点|优势|好处|advantages?|pros|benefits)$", re.IGNORECASE)
_BAD = re.compile(r"^(?:缺点|劣势|不足|局限性?|坏处|disadvantages?|cons|drawbacks|limitations)$", re.IGNORECASE)
_TONE = re.compile(
    r"缺点|不足|无法|不佳|容易|较?差|困难|耗时|昂贵|简单|高效|良好|优秀|better|worse|poor|hard|easy|fail|cannot",
    re.IGNORECASE,
)
_RIGHT, _WRONG = 4, 3
_WIDEST = 60
_ANTI, _ATTRIBUTION = 66, 64


def derive(entry: Entry, bench: Bench) -> Iterator[Draft]:
    """Yield the multi-select questions of an entry; both wait for review."""
    if entry.answer.kind is not AnswerKind.TEXT:
        return
    yield from _anti(entry, bench)
    sides = compared(entry, bench)
    if len(sides) == 2:
        said = [said_of(entry, one, [other], bench) for one, other in (sides, sides[::-1])]
        for number, side in enumerate(sides):
            if len(said[number]) > 1 and len(said[1 - number]) > 1:
                yield _draft(entry, side.name, "", said[number], said[1 - number])


def _anti(entry: Entry, bench: Bench) -> Iterator[Draft]:
    """Yield advantages against disadvantages and the other way round, where an entry about one thing lists both."""
    lists = [group for group in groups(bench.nodes(entry)) if _GOOD.match(group.lead) or _BAD.match(group.lead)]
    sides = [(group.lead, tuple(_head(point.text) for point in group.points)) for group in lists]
    good = [(lead, points) for lead, points in sides if _GOOD.match(lead)]
    bad = [(lead, points) for lead, points in sides if _BAD.match(lead)]
    about = (sided(lists[0], bench.nodes(entry)) if lists else "") or owner(subject_name(entry))
    if len(good) == len(bad) == 1 and about and len(bench.lexicon.ids(about)) < 2:
        for (lead, right), (_, wrong) in ((good[0], bad[0]), (bad[0], good[0])):
            yield _draft(
                entry, about, lead, right, wrong, many=entry.kind is not Kind.CONCEPT and about == entry.prompt
            )


def _head(text: str) -> str:
    found = re.match(r"^([^：:，,。]{3,24})[：:]", text)
    plain = re.sub(r"[（(][A-Za-z][^（()）]*[)）]", "", found[1] if found else re.split(r"[。；;]", text)[0])
    return plain.strip().rstrip("：:，,")


def _draft(
    entry: Entry, about: str, side: str, right: Sequence[str], wrong: Sequence[str], *, many: bool = False
) -> Draft:
    chinese = has_cjk("".join(right) + about)
    if chinese:
        stem = spaced("下列哪些是", about, f"的{side}？") if side else spaced("下列描述中，哪些是说", about, "的？")
    else:
        stem = f"Which of these are {side.lower()} of {about}?" if side else f"Which of these are said of {about}?"
    right, wrong = right[:_RIGHT], wrong[:_WRONG]
    item = new_item(entry, ItemType.MULTI_SELECT, fold(about), fold(side))
    item = replace(
        item,
        stem=Markdown(stem),
        options=tuple(
            Option(text=Markdown(text), is_key=number < len(right)) for number, text in enumerate((*right, *wrong))
        ),
        points=2,
    )
    texts = (*right, *wrong)
    rules = (
        ("multi-width", any(not 4 <= width(text) <= _WIDEST for text in texts)),
        ("multi-markup", any(MASK in masked(text) for text in texts)),
        ("multi-tone", bool(side) and any(_TONE.search(text) for text in texts)),
        ("multi-subject", many),
        ("multi-names", any(fold(about) in fold(text) for text in texts)),
        ("pointing", any(POINTING.search(text) for text in texts)),
        ("picture-reference", any(PICTURE_REFERENCE.search(text) for text in texts)),
    )
    return Draft(item=item, rank=_ANTI if side else _ATTRIBUTION, rules=tuple(name for name, trips in rules if trips))
