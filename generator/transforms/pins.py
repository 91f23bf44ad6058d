"""What study.toml says about pairs of entries: which are the same, which are different, for good."""

from __future__ import annotations

import fnmatch
from itertools import combinations
from typing import TYPE_CHECKING

from generator.diagnostics import Code, Diagnostic, Span, warning
from generator.markup.characters import fold
from generator.model.groups import EntryRef, Pair, PinRow, Pins, pair

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.model.bank import Bank, Entry, EntryId


def resolve_pins(bank: Bank, rows: Iterable[PinRow]) -> tuple[Pins, tuple[Diagnostic, ...]]:
    """Return the pairs that the rows of study.toml mean, and a warning for every name that is not one entry's."""
    folded = [(entry, fold(entry.prompt)) for entry in bank.entries]
    pairs: dict[bool, set[Pair]] = {True: set(), False: set()}
    found: list[Diagnostic] = []
    for row in rows:
        named: list[EntryId] = []
        for ref in row.entries:
            hits = _hits(ref, folded)
            if len(hits) == 1:
                named.append(hits[0].id)
            else:
                found.append(_complaint(row, ref, hits))
        pairs[row.same].update(pair(a, b) for a, b in combinations(sorted(set(named)), 2))
    return Pins(same=frozenset(pairs[True] - pairs[False]), different=frozenset(pairs[False])), tuple(found)


def _hits(ref: EntryRef, folded: list[tuple[Entry, str]]) -> list[Entry]:
    """Return the entries that a name may mean; one whose whole prompt it is goes before those that contain it."""
    if ref.id:
        return [entry for entry, _ in folded if entry.id == ref.id]
    text = fold(ref.text)
    near = [(entry, prompt) for entry, prompt in folded if fnmatch.fnmatchcase(entry.span.path, ref.file)]
    exact = [entry for entry, prompt in near if prompt == text]
    return exact or [entry for entry, prompt in near if text and text in prompt]


def _complaint(row: PinRow, ref: EntryRef, hits: list[Entry]) -> Diagnostic:
    name = f'"{ref.id}"' if ref.id else f'"{ref.text}" in "{ref.file}"'
    table = "same" if row.same else "different"
    span = Span(path="study.toml", line=row.line, end_line=row.line)
    if not hits:
        return warning(
            Code.UNUSED_OVERRIDE,
            f"[[{table}]] {name} names no entry",
            span,
            "`studypress bank` lists the prompts; file patterns are relative to the content folder",
        )
    places = ", ".join(str(entry.span) for entry in hits[:3])
    message = f"[[{table}]] {name} could be {len(hits)} entries ({places}{', …' if len(hits) > 3 else ''})"
    return warning(Code.UNUSED_OVERRIDE, message, span, "give more of the prompt, or the entry's id")
