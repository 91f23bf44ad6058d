"""From notes to the bank: identities, then topics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.diagnostics import Diagnostic
from generator.model.bank import Bank
from generator.pipeline.notes import Notes, read_notes
from generator.pipeline.progress import Progress, silent
from generator.store.lock import Lock, identify, read_lock, write_lock
from generator.transforms.topics import assign_topics

if TYPE_CHECKING:
    from generator.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A project's bank, the identities to be recorded with it, and all complaints so far."""

    bank: Bank
    lock: str
    """The new text of study.lock."""
    notes: Notes
    found: tuple[Diagnostic, ...]


def read_project(project: Project, progress: Progress = silent) -> Reading:
    """Read the notes and return the bank with permanent ids and topics; nothing is written."""
    notes = read_notes(project, progress)
    bank = Bank(
        documents=tuple(one.document for one in notes.reads),
        entries=tuple(entry for one in notes.reads for entry in one.entries),
    )
    lock, complaints = _lock(project)
    bank, lock, ambiguous = identify(bank, lock)
    bank, listed = assign_topics(bank, lexicon_of(project), project.topics)
    found = notes.found + complaints + ambiguous + listed
    return Reading(bank=bank, lock=write_lock(lock), notes=notes, found=found)


def _lock(project: Project) -> tuple[Lock, tuple[Diagnostic, ...]]:
    text = project.lock.read_text(encoding="utf-8") if project.lock.is_file() else ""
    return read_lock(text, project.lock.name)
