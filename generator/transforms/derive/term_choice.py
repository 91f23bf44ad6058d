"""Single choice from the lexicon: a description, the term it describes, and others of the same class."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from generator.markup.characters import has_cjk
from generator.model.bank import Entry, Markdown, Option
from generator.model.items import ItemType
from generator.transforms.derive.definitions import Definition, definitions, faults
from generator.transforms.derive.draft import Draft, new_item
from generator.transforms.rank import ordered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.transforms.derive.bench import Bench

_DISTRACTORS = 3
_ALSO_TRUE = 0.35
_RANK = 66
"""Below what is printed: the notes may say of one term what is true of another, and no rule sees that."""


def derive(entry: Entry, bench: Bench) -> Iterator[Draft]:
    """Yield a choice question for every definition of a lexicon term that has a class."""
    for found in definitions(entry, bench):
        if found.concept and bench.lexicon.concepts[found.concept].kind:
            yield _draft(entry, found, bench)


def _draft(entry: Entry, found: Definition, bench: Bench) -> Draft:
    item = new_item(entry, ItemType.CHOICE, found.concept, line=found.line)
    wrong = distractors(found, bench, item.id)
    term = re.sub(r"\s*[（(][^（()）]*[)）]", "", found.term) or found.term
    names = (term, *(bench.name(concept, "中" if has_cjk(term) else "") for concept in wrong))
    chinese = has_cjk(found.text)
    stem = (
        f"下列哪一项最符合这一描述：“{found.text}”？"
        if chinese
        else f"Which of these is best described as “{found.text}”?"
    )
    item = replace(
        item,
        stem=Markdown(stem),
        options=tuple(Option(text=Markdown(name), is_key=not number) for number, name in enumerate(names)),
        rationale=Markdown(f"{found.term}：{found.text}" if chinese else f"{found.term}: {found.text}"),
    )
    rules = (
        *faults(found, bench),
        *(("too-few-siblings",) if len(wrong) < _DISTRACTORS else ()),
        *(("also-true",) if bench.defined_elsewhere(found.text, found.concept) >= _ALSO_TRUE else ()),
    )
    return Draft(item=item, rank=_RANK, rules=rules, concept=found.concept)


def distractors(found: Definition, bench: Bench, salt: str) -> tuple[str, ...]:
    """Return the wrong answers: of the key's class, in its script, no kin of each other, not named in the stem.

    Contrasts come first, then what the bank speaks of, then the rest; each in keyed order.
    """
    named = set(bench.lexicon.ids(found.text))
    latin = not has_cjk(re.sub(r"[（(].*", "", found.term))
    pool = [
        name
        for name in bench.siblings(found.concept)
        if name not in named and has_cjk(bench.name(name, "" if latin else "中")) != latin
    ]
    near = set(bench.contrasts(found.concept))
    tiers = (
        [n for n in pool if n in near],
        [n for n in pool if n not in near and n in bench.known],
        [n for n in pool if n not in near and n not in bench.known],
    )
    chosen: list[str] = []
    for name in (name for tier in tiers for name in ordered(tier, "distractor", salt)):
        if len(chosen) < _DISTRACTORS and not any(bench.are_kin(name, other) for other in chosen):
            chosen.append(name)
    return tuple(chosen)
