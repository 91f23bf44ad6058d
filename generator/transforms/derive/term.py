"""Terms to name: a description, and a gap for what it describes."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from generator.markup.characters import fold, has_cjk, width
from generator.model.bank import Entry, Markdown
from generator.model.items import GAP, ItemType
from generator.transforms.derive.definitions import Definition, definitions, faults
from generator.transforms.derive.draft import Draft, new_item
from generator.transforms.derive.wording import subject_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.transforms.derive.bench import Bench

_WIDEST_KEY = 28
_ALSO_TRUE = 0.5
_TELLING = 40
"""A narrower description of a term that no lexicon has may be of several."""
_LEXICON, _ASKED, _BRIEF = 76, 72, 64


def derive(entry: Entry, bench: Bench) -> Iterator[Draft]:
    """Yield a term to name for every definition in an entry."""
    for found in definitions(entry, bench):
        yield _draft(entry, found, bench)


def _draft(entry: Entry, found: Definition, bench: Bench) -> Draft:
    item = new_item(entry, ItemType.TERM, found.concept or fold(found.term), line=found.line)
    chinese = has_cjk(found.text)
    stem = f"“{found.text}”，这说的是 {GAP}。" if chinese else f"“{found.text}”: this is {GAP}."
    about = "" if found.concept else subject_of(entry.section)
    if about and fold(found.term) not in fold(about):
        stem = f"【{about}】{stem}" if chinese else f"{about}: {stem}"
    item = replace(
        item,
        stem=Markdown(stem),
        key=(Markdown(_key(found, entry, bench)),),
        points=1,
        rationale=Markdown(f"{found.term}：{found.text}" if chinese else f"{found.term}: {found.text}"),
    )
    rules = (
        *faults(found, bench),
        *(("term-long",) if width(found.term) > _WIDEST_KEY else ()),
        *(("also-true",) if bench.defined_elsewhere(found.text, found.concept) > _ALSO_TRUE else ()),
    )
    return Draft(
        item=item,
        rank=_LEXICON if found.concept else _ASKED if width(found.text) >= _TELLING else _BRIEF,
        rules=rules,
        concept=found.concept,
    )


def _key(found: Definition, entry: Entry, bench: Bench) -> str:
    """Return the term as the notes write it, with the lexicon's other name where the entry writes that too."""
    row = bench.lexicon.concepts.get(found.concept)
    others = (
        [
            name
            for name in (row.zh, row.en)
            if name and fold(name) != fold(found.term) and fold(name) in fold(entry.answer.text)
        ]
        if row
        else []
    )
    return f"{found.term}（{others[0]}）" if others and not re.search("[（(]", found.term) else found.term
