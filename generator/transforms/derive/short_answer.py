"""Open questions: the prompt as it is, or made of a heading, with the answer's own points as rubric."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from generator.markup import plain
from generator.markup.characters import fold, width
from generator.model.bank import AnswerKind, Entry, Kind, Markdown
from generator.model.items import ItemType
from generator.transforms.derive.draft import Draft, new_item
from generator.transforms.derive.prompts import ask
from generator.transforms.derive.rubric import rubric
from generator.transforms.derive.wording import PICTURE_REFERENCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.transforms.derive.bench import Bench

_MIN_WIDTH = 12
_RANK, _THIN = 80, 64
"""A term with a word beside it is a vocabulary card, rarely a question."""
_MAX_LENGTH = 1800
_POINTS = (2, 6)


def derive(entry: Entry, bench: Bench) -> Iterator[Draft]:
    """Yield one open question of an entry with an answer in words, unless it is a choice question."""
    del bench
    if entry.options or entry.answer.kind is AnswerKind.NONE:
        return
    stem, problem = ask(entry)
    long = len(entry.answer.text) > _MAX_LENGTH
    key = () if long else rubric(entry)
    points = min(max(len(key), _POINTS[0]), _POINTS[1])
    item = replace(new_item(entry, ItemType.SHORT_ANSWER), stem=Markdown(stem), key=key, points=points)
    reasons = (("answer-long", True),) if long else _found(entry, key)
    rules = (problem, *(name for name, trips in reasons if trips))
    thin = width("\n".join(map(plain, key))) < _MIN_WIDTH and entry.kind is Kind.CONCEPT and not entry.math
    yield Draft(item=item, rules=tuple(filter(None, rules)), rank=_THIN if thin else _RANK)


def _found(entry: Entry, key: tuple[Markdown, ...]) -> tuple[tuple[str, bool], ...]:
    """Return every rule with whether the entry or its rubric trips it."""
    text = "\n".join(plain(point) for point in key)
    return (
        (f"answer-{entry.answer.kind}", entry.answer.kind is not AnswerKind.TEXT),
        ("answer-thin", not fold(text) and not entry.math),
        ("answer-remark", bool(re.fullmatch(r"[（(][^（()）]*[)）]", entry.answer.text.strip()))),
        ("answer-picture", _needs_picture(entry, text)),
        ("answer-echo", fold(text) == fold(entry.prompt)),
    )


def _needs_picture(entry: Entry, text: str) -> bool:
    """Whether the answer is in a picture: asked for a formula but without one, or mostly pointing at one."""
    if (
        entry.images
        and not entry.math
        and re.search(r"公式|推导|画出|formula|diagram|draw", entry.prompt, re.IGNORECASE)
    ):
        return True
    return bool(PICTURE_REFERENCE.search(text)) and width(text) < 2 * _MIN_WIDTH + width(text) // 4
