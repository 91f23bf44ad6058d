"""From notes to the bank: identities, then topics."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.model.bank import Bank
from generator.model.groups import EntryRef, PinRow
from generator.pipeline.notes import Notes, read_notes
from generator.pipeline.progress import Progress, silent
from generator.store.identity import identify
from generator.store.sources import load_lock
from generator.transforms.duplicates import find_groups
from generator.transforms.lexicon_check import check
from generator.transforms.lexicon_files import load
from generator.transforms.lexicon_suggest import suggest
from generator.transforms.pins import resolve_pins
from generator.transforms.topics import assign_topics

if TYPE_CHECKING:
    from generator.diagnostics import Diagnostic
    from generator.model.groups import Grouping, Pins
    from generator.project import Project
    from generator.store.records import Lock
    from generator.transforms.lexicon import Lexicon

OWN_LEXICON = "lexicon.toml"
"""The project's own lexicon, beside study.toml: it extends the packs, or overrules them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A project's bank, the identities to be recorded with it, and all complaints so far."""

    bank: Bank
    lexicon: Lexicon
    pins: Pins
    """Pairs of entries that study.toml decides."""
    lock: Lock
    """What study.lock is to say."""
    notes: Notes
    found: tuple[Diagnostic, ...]


def read_project(project: Project, progress: Progress = silent) -> Reading:
    """Read the notes and return the bank with permanent ids and topics; nothing is written."""
    notes = read_notes(project, progress)
    bank = Bank(
        documents=tuple(one.document for one in notes.reads),
        entries=tuple(entry for one in notes.reads for entry in one.entries),
    )
    lock, complaints = load_lock(project.lock)
    bank, lock, ambiguous = identify(bank, lock)
    lexicon, wrong = load(project.lexicon, project.root / OWN_LEXICON)
    bank, undecided = assign_topics(bank, lexicon, project.topics)
    if project.group == "document":
        bank = replace(bank, topics=())
    pins, unknown = resolve_pins(bank, pin_rows(project))
    found = notes.found + complaints + ambiguous + wrong + undecided + unknown
    return Reading(bank=bank, lexicon=lexicon, pins=pins, lock=lock, notes=notes, found=found)


def pin_rows(project: Project) -> tuple[PinRow, ...]:
    """Return study.toml's `[[same]]` and `[[different]]` rows in the model's words."""
    return tuple(
        PinRow(
            same=row.same,
            entries=tuple(EntryRef(id=entry, file=file, text=text) for entry, file, text in row.entries),
            line=row.line,
        )
        for row in project.pairs
    )


def grouping_of(reading: Reading) -> Grouping:
    """Return the groups of entries that ask the same thing, and the pairs that may not meet on a quiz."""
    return find_groups(reading.bank, reading.lexicon, reading.pins)


def suggest_terms(reading: Reading) -> str:
    """Return terms that the lexicon lacks, as TOML ready to paste into the project's lexicon.toml."""
    return suggest(_texts(reading), reading.lexicon)


def check_lexicon(reading: Reading) -> tuple[Diagnostic, ...]:
    """Return what is wrong or unused in the lexicon."""
    return check(reading.lexicon, _texts(reading))


def _texts(reading: Reading) -> list[str]:
    return [f"{entry.prompt}\n{entry.answer.text}" for entry in reading.bank.entries]
