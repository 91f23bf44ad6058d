"""From the bank to files: what is made, in which order, and all of it or nothing written."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.model.deck import Artifact
from generator.model.exam import Blueprint, Paper
from generator.pipeline.bank import Reading, read_project
from generator.pipeline.progress import Progress, silent
from generator.press.desk import Press, Settings
from generator.store.atomic import locked, write_all
from generator.transforms.assemble import assemble
from generator.transforms.derive import derive
from generator.transforms.rank import fresh_seed, read_seed, sample_seed
from generator.writers.anki import write_deck
from generator.writers.guide import write_guide
from generator.writers.native import write_bank
from generator.writers.quiz import write_key, write_quiz
from generator.writers.sheet import write_sheet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from generator.diagnostics import Diagnostic
    from generator.model.bank import Bank
    from generator.project import Project

_MANIFEST = ".studypress-files"
"""In the out folder: the files that `build` made last, so that those it no longer makes can go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a command made: the files written, and every complaint."""

    files: tuple[Path, ...]
    found: tuple[Diagnostic, ...]
    bank: Bank
    papers: tuple[Paper, ...] = ()


def settings_of(project: Project) -> Settings:
    """Return what the press wants to know of a project."""
    return Settings(
        title=project.title,
        paper=project.paper,
        language=project.language,
        content=project.content,
        cache=project.cache,
        templates=project.templates,
        pictures=project.pictures,
    )
