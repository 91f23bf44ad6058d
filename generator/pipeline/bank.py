"""From notes to the bank: identities, then topics."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.model.bank import Bank
from generator.pipeline.notes import Notes, read_notes
from generator.pipeline.progress import Progress, silent
from generator.store.identity import identify
from generator.store.sources import load_lock
from generator.transforms.lexicon_files import load
from generator.transforms.topics import assign_topics

if TYPE_CHECKING:
    from generator.diagnostics import Diagnostic
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
    found = notes.found + complaints + ambiguous + wrong + undecided
    return Reading(bank=bank, lexicon=lexicon, lock=lock, notes=notes, found=found)
