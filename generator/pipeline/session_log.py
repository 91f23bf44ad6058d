"""A project's study.log: its sessions, events added to it, and what they say is remembered."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING

from generator.diagnostics import Code, Span, StudypressError, warning
from generator.model.sessions import Event, EventKind
from generator.store.atomic import write_atomic
from generator.store.log import LOG_NAME, append, new_id, read_log
from generator.transforms.history import History, history
from generator.transforms.memory import Memory, diary

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from generator.diagnostics import Diagnostic
    from generator.model.sessions import Session
    from generator.project import Project


def log_path(project: Project) -> Path:
    """Return where a project's sessions are recorded."""
    return project.state / LOG_NAME


def load_history(project: Project) -> tuple[History, tuple[Diagnostic, ...]]:
    """Return a project's sessions and what is wrong with its study.log.

    Raises:
        StudypressError: The log cannot be read.
    """
    log = read_log(log_path(project))
    found = history(log.events)
    return found, log.found + tuple(_clash(found, names) for names in found.clashes)


def _clash(found: History, names: tuple[str, ...]) -> Diagnostic:
    said = [one.printed for name in names if (one := found.find(name))]
    papers = ", ".join(f"{name} is paper {one.paper}" for name, one in zip(names, said, strict=True))
    line = said[-1].line
    hint = "printed on two machines before their logs were merged; `grade` and `show` take the paper's number too"
    message = f"{len(names)} sessions are numbered {names[0]}: {papers}"
    return warning(Code.BAD_LOG, message, Span(path=LOG_NAME, line=line, end_line=line), hint)


def session_named(found: History, name: str) -> Session:
    """Return the session of a number or paper id; the last one that counts where the name is empty.

    Raises:
        StudypressError: There is none.
    """
    if not name and not found.counting:
        raise StudypressError("no session has been printed yet", "`studypress quiz` prints one")
    session = found.find(name) if name else found.counting[-1]
    if session is None:
        known = ", ".join(one.name for one in found.sessions[-8:])
        hint = (
            f"the last ones are {known}; `studypress stats` lists them all" if known else "print one: studypress quiz"
        )
        raise StudypressError(f"there is no session {name}", hint)
    return session


def record(project: Project, events: Iterable[Event]) -> None:
    """Add events to study.log, down to the disk.

    Raises:
        StudypressError: They could not be written.
    """
    append(log_path(project), tuple(events), project.guard.with_name(f"{project.guard.name}-log"))


def memory_of(project: Project, sessions: Iterable[Session]) -> Memory:
    """Return what the sessions' results say of each entry; the replay is kept in the cache for the next time."""
    days = diary(sessions)
    if not days:
        return Memory(days)
    place = project.cache / "memory" / f"{project.guard.name}.json"
    engine = f"fsrs {version('fsrs')}"
    kept = _kept(place, engine)
    memory = Memory(days, kept)
    if memory.kept != kept:
        write_atomic(place, json.dumps({"engine": engine, "entries": memory.kept}).encode())
    return memory


def _kept(place: Path, engine: str) -> dict[str, list[object]]:
    """Return what the last replay left, or nothing where it does not fit."""
    try:
        found = json.loads(place.read_bytes()) if place.is_file() else {}
    except (OSError, ValueError):  # only a cache: replayed anew
        return {}
    return found["entries"] if isinstance(found, dict) and found.get("engine") == engine else {}


def discard(project: Project, name: str) -> Session:
    """Take a session back: its items count as never asked there.

    Raises:
        StudypressError: There is no such session, or it has been graded.
    """
    session = session_named(load_history(project)[0], name)
    if session.graded:
        hint = "what was answered has been learned from; wrong marks are put right with `studypress grade --amend`"
        raise StudypressError(f"session {session.name} has been graded and cannot be discarded", hint)
    if not session.discarded:
        printed = session.printed
        event = Event(
            kind=EventKind.DISCARDED, id=new_id(), at=datetime.now(UTC), of=printed.id, session=printed.session
        )
        record(project, [event])
    return session
