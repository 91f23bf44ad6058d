"""Gaps that the notes carry themselves: prompts with `____` or `[…]`, and the answers that fill them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from generator.markup import plain
from generator.markup.characters import width
from generator.model.bank import AnswerKind, Entry, Markdown
from generator.model.items import GAP, ItemType
from generator.transforms.derive.draft import Draft, new_item
from generator.transforms.derive.wording import GAPS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.transforms.derive.bench import Bench

_MOST = 6
_WIDEST = 48
_RANK = 92
_SEPARATOR = re.compile(r"\s*(?:[；;、，,/|\n]|\s{2,})\s*")
_NUMBER = re.compile(r"^\s*(?:[（(]?\d[)）.、．]|[①-⑨])\s*")


def derive(entry: Entry, bench: Bench) -> Iterator[Draft]:
    """Yield the gap-filling question of an entry whose prompt has gaps."""
    del bench
    count = len(GAPS.findall(entry.prompt_markdown))
    if not count or entry.options or entry.answer.kind is not AnswerKind.TEXT:
        return
    answer = plain(entry.answer.details or entry.answer.markdown).strip()
    first = answer.split("\n")[0].strip()
    key = (first,) if count == 1 else tuple(_NUMBER.sub("", part) for part in _SEPARATOR.split(answer) if part.strip())
    item = replace(
        new_item(entry, ItemType.CLOZE, "carried"),
        stem=Markdown(GAPS.sub(GAP, entry.prompt_markdown)),
        key=tuple(map(Markdown, key)),
        points=count,
    )
    rules = (
        ("fill-in-count", len(key) != count or count > _MOST),
        ("fill-in-long", any(width(text) > _WIDEST for text in key)),
        ("fill-in-empty", not all(key)),
    )
    yield Draft(item=item, rank=_RANK, carried=True, rules=tuple(name for name, trips in rules if trips))
