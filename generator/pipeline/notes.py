"""From the content folder to what each note file says."""

from __future__ import annotations

import fnmatch
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.diagnostics import Code, Diagnostic, Span, error, warning
from generator.pipeline.progress import Progress, silent
from generator.readers import Correction, Read, read
from generator.readers.source import MAX_BYTES, Source, decode, too_large

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from generator.project import Project

SUFFIXES = (".md", ".markdown", ".txt")
_NOT_NOTES = frozenset({"build", "node_modules", "__pycache__"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """All note files of a project as they were read, and every complaint about them."""

    reads: tuple[Read, ...]
    found: tuple[Diagnostic, ...]


def read_notes(project: Project, progress: Progress = silent) -> Notes:
    """Read every note below the content folder, in the order of their paths."""
    paths, found = note_files(project.content)
    reads: list[Read] = []
    for number, path in enumerate(paths):
        progress("reading notes", number, len(paths))
        one, complaints = _read_file(project, path)
        found += complaints
        if one:
            reads.append(one)
            found += one.found
    progress("reading notes", len(paths), len(paths))
    if not paths:
        found += (_no_notes(project),)
    return Notes(reads=tuple(reads), found=found + _unused_rows(project, reads))


def _no_notes(project: Project) -> Diagnostic:
    hint = f"put notes ({', '.join(SUFFIXES)}) there, or name another folder with --content"
    return error(Code.NO_NOTES, "there is no note in this folder", Span(path=str(project.content)), hint)


def note_files(content: Path) -> tuple[list[Path], tuple[Diagnostic, ...]]:
    """Return the note files below a folder, sorted; hidden folders and links that lead outside are left out."""
    paths: list[Path] = []
    found: list[Diagnostic] = []
    root = content.resolve()
    for folder, folders, files in os.walk(content):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _NOT_NOTES)
        for name in files:
            path = content / os.path.relpath(folder, content) / name
            if name.startswith(".") or path.suffix.lower() not in SUFFIXES:
                continue
            if path.is_symlink() and not path.resolve().is_relative_to(root):
                found.append(_outside(path.relative_to(content).as_posix()))
            else:
                paths.append(path)
    return sorted(paths, key=lambda path: path.relative_to(content).as_posix()), tuple(found)


def _outside(name: str) -> Diagnostic:
    message = "a link out of the notes folder is not followed"
    return warning(Code.OUTSIDE_FILE, message, Span(path=name), "copy the file into the folder")


def _read_file(project: Project, path: Path) -> tuple[Read | None, tuple[Diagnostic, ...]]:
    name = path.relative_to(project.content).as_posix()
    source, found = load(path, name)
    if source is None:
        return None, found
    dialect = next((value for glob, value in project.dialects.items() if fnmatch.fnmatch(name, glob)), "")
    return read(source, dialect=dialect, corrections=_corrections(project, name)), found


def load(path: Path, name: str) -> tuple[Source | None, tuple[Diagnostic, ...]]:
    """Return a note file's text, or None and why it cannot be had."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            return None, (too_large(size, name),)
        return decode(path.read_bytes(), name)
    except OSError as problem:
        message = f"cannot be read: {problem.strerror or problem}"
        return None, (error(Code.UNREADABLE_FILE, message, Span(path=name), "check its permissions"),)


def _corrections(project: Project, name: str) -> list[Correction]:
    return [
        Correction(action=row.action, text=row.text, prompt=row.prompt, line=row.line)
        for row in project.read
        if fnmatch.fnmatch(name, row.file)
    ]


def _unused_rows(project: Project, reads: Iterable[Read]) -> tuple[Diagnostic, ...]:
    """Complain about rows of study.toml that name no file that was read."""
    names = [one.document.path for one in reads]
    return tuple(
        warning(
            Code.UNUSED_OVERRIDE,
            f'[[read]] file "{row.file}" names no note',
            Span(path="study.toml", line=row.line, end_line=row.line),
            "paths are relative to the content folder; * and ? are allowed",
        )
        for row in project.read
        if not any(fnmatch.fnmatch(name, row.file) for name in names)
    )
