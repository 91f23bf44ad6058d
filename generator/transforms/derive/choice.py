"""Choice questions that the notes carry themselves, as they are; options that name letters stay in place."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from generator.markup import plain
from generator.markup.characters import fold
from generator.model.items import ItemType
from generator.transforms.derive.draft import Draft, new_item

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.model.bank import Entry, Option
    from generator.transforms.derive.bench import Bench

_SPEAKS_OF_OTHERS = re.compile(
    r"以上(?:都|全|皆|均|各项|选项|答案|说法|内容|所有|[两三四])|(?:都|均|全)(?:不?(?:对|正确|是)|错)$|其[他它]选项|"
    r"\b(?:all|none|both|neither|either|any) of (?:the|these|those)\b|\bthe above\b",
    re.IGNORECASE,
)
_LETTERS = re.compile(
    r"(?<![A-Za-z])[A-H](?:\s*[、,，和与及/&+]\s*|\s+(?:and|or)\s+)[A-H](?![A-Za-z])|选项?\s*[A-H](?![A-Za-z])|"
    r"(?<![A-Za-z])[A-H]\s*(?:选?项|错|对|正确|不正确|不对|is (?:right|wrong|correct|incorrect|true|false))|"
    r"\b[Oo]ptions? [A-H]\b|^\s*[A-H]\s*[:：.、]",
    re.MULTILINE,
)
_RANK = 95
"""The author's own questions."""
_VERDICTS = frozenset({"对", "错", "正确", "错误", "是", "否", "true", "false", "yes", "no", "t", "f"})


def derive(entry: Entry, bench: Bench) -> Iterator[Draft]:
    """Yield the choice question of an entry that has options."""
    del bench
    if not entry.options:
        return
    keys = sum(option.is_key for option in entry.options)
    kind = ItemType.CHOICE if keys == 1 else ItemType.MULTI_SELECT
    item = replace(
        new_item(entry, kind),
        options=_pin(entry),
        points=1 if kind is ItemType.CHOICE else 2,
        rationale=entry.answer.details or entry.answer.markdown,
    )
    yield Draft(item=item, rules=_rules(entry.options), rank=_RANK, carried=True)


def _pin(entry: Entry) -> tuple[Option, ...]:
    """Return the options; all of them pinned where letters are named or their order is a convention."""
    texts = [plain(option.text) for option in entry.options]
    explained = [entry.prompt, entry.answer.text, *(plain(option.rationale) for option in entry.options)]
    fixed = any(_LETTERS.search(text) for text in (*texts, *explained)) or _is_verdict(texts)
    return tuple(
        replace(option, pinned=fixed or option.pinned or bool(_SPEAKS_OF_OTHERS.search(text)))
        for option, text in zip(entry.options, texts, strict=True)
    )


def _is_verdict(texts: Sequence[str]) -> bool:
    """Whether the options are right and wrong, which have an order of their own."""
    return all(fold(text) in _VERDICTS for text in texts)


def _rules(options: Sequence[Option]) -> tuple[str, ...]:
    """Return why options make no question: none right, two the same, one without text."""
    folded = [fold(plain(option.text)) or option.text.strip() for option in options]
    found = (
        ("choice-no-key", not any(option.is_key for option in options)),
        ("choice-one-option", len(options) < 2),
        ("choice-empty-option", not all(folded)),
    )
    return tuple(name for name, trips in found if trips)
