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

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.transforms.derive.bench import Bench

_WIDEST_KEY = 28
_ALSO_TRUE = 0.5
_LEXICON, _ASKED = 76, 72


def derive(entry: Entry, bench: Bench) -> Iterator[Draft]:
    """Yield a term to name for every definition in an entry."""
    for found in definitions(entry, bench):
        yield _draft(entry, found, bench)


def _draft(entry: Entry, found: Definition, bench: Bench) -> Draft:
    item = new_item(entry, ItemType.TERM, found.concept or fold(found.term), line=found.line)
    stem = (
        f"“{found.text}”，这说的是 {GAP}。"
        if has_cjk(found.text)
        else f"{found.text[:1].upper()}{found.text[1:]}: this is {GAP}."
    )
    item = replace(item, stem=Markdown(stem), key=(Markdown(_key(found, bench)),), points=1)
    rules = (
        *faults(found, bench),
        *(("term-long",) if width(found.term) > _WIDEST_KEY else ()),
        *(("also-true",) if bench.defined_elsewhere(found.text, found.concept) > _ALSO_TRUE else ()),
    )
    return Draft(item=item, rank=_LEXICON if found.concept else _ASKED, rules=rules, concept=found.concept)


def _key(found: Definition, bench: Bench) -> str:
    """Return the term as the notes write it, with the lexicon's other name where it has one."""
    row = bench.lexicon.concepts.get(found.concept)
    others = [name for name in (row.zh, row.en) if name and fold(name) != fold(found.term)] if row else []
    return f"{found.term}（{others[0]}）" if others and not re.search("[（(]", found.term) else found.term
