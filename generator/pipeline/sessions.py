"""Numbered quizzes: drawn after what earlier ones asked, recorded once they are printed, printed again at will."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from generator import __version__
from generator.diagnostics import Code, Span, info, warning
from generator.model.sessions import Asked, Event, EventKind, asked_row
from generator.pipeline.outputs import Outcome, blueprint_of, once, readable, settings_of, something, stock_of, write
from generator.pipeline.progress import Progress, silent
from generator.pipeline.session_log import load_history, memory_of, record, session_named
from generator.pipeline.session_record import Record, record_of, to_json
from generator.press.desk import Press
from generator.store.atomic import locked, write_all
from generator.store.log import LOG_NAME, new_id
from generator.store.log_pictures import FOLDER, KeptPictures, WatchedPictures
from generator.transforms.assemble import assemble
from generator.transforms.rank import fresh_seed, read_seed
from generator.transforms.schedule import Draw, Drawn, draw, past
from generator.writers.key import guide_numbers, write_numbered_key
from generator.writers.quiz import write_quiz

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from generator.diagnostics import Diagnostic
    from generator.model.bank import EntryId
    from generator.model.deck import Artifact
    from generator.model.exam import Paper
    from generator.model.sessions import Session
    from generator.pipeline.bank import Reading
    from generator.pipeline.outputs import Wishes
    from generator.project import Project
    from generator.transforms.history import History


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why an item is on the paper, for people."""

    number: int
    kind: str
    """`missed`, `new` or `due`."""
    text: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionOutcome(Outcome):
    """What a command made of a session."""

    session: str
    """Its name: what `grade`, `show` and `--again` take."""
    why: tuple[Why, ...]
    """For every item of the first version."""


def make_session(
    project: Project, wishes: Wishes, progress: Progress = silent, *, now: datetime | None = None
) -> SessionOutcome:
    """Make the next numbered quiz and its key, and record it once both are written.

    Raises:
        StudypressError: Nothing could be written, or a wish is impossible.
    """
    with locked(project.guard):
        reading = readable(project, progress)
        sessions, complaints = load_history(project)
        press = Press(settings_of(project))
        pictures = WatchedPictures(press.pictures)
        press.pictures = pictures
        number = sessions.next_number
        drawn = _drawn(project, reading, wishes, sessions, press.label("quiz.session", number=number), now)
        progress("making the quiz", 0, 1)
        guide = guide_numbers(reading.bank, press)
        artifacts = _print(drawn.paper, guide, press)
        progress("making the quiz", 1, 1)
        kept = Record(
            paper=drawn.paper,
            title=project.title,
            size=project.paper,
            language=project.language,
            guide={entry: guide[entry] for entry in drawn.reasons if entry in guide},
            pictures=pictures.keep(project.state / FOLDER),
            reasons=drawn.reasons,
            relaxed=drawn.relaxed,
            files=_digests(artifacts),
            tool=__version__,
        )
        files = write(project, reading, artifacts)
        record(project, [_printed(kept, number, now or datetime.now(UTC))])
    return SessionOutcome(
        files=files,
        found=reading.found + complaints + _said(drawn.relaxed) + once(press.found, reading.bank),
        session=str(number),
        why=explained(kept),
    )


def _drawn(
    project: Project, reading: Reading, wishes: Wishes, sessions: History, suffix: str, now: datetime | None
) -> Drawn:
    """Return the next session's paper."""
    blueprint = blueprint_of(project, reading.bank, wishes, fresh_seed())
    blueprint = replace(blueprint, title=f"{blueprint.title} · {suffix}")
    stock = stock_of(project, reading)
    items = [item for item in stock.items if not blueprint.topics or item.topic in blueprint.topics]
    memory = memory_of(project, sessions.sessions)
    today = (now or datetime.now(UTC)).date()
    recall = {entry: known for entry in memory.entries if (known := memory.retrievability(entry, today)) is not None}

    def make(plan: Draw) -> Paper:
        return assemble(plan.items, blueprint, stock.enemies, tickets=plan.tickets, first=plan.first)

    entries = {entry.id: entry for entry in reading.bank.entries}
    found = draw(items, entries, past(sessions.counting), recall, blueprint.count, make, blueprint.seed)
    chosen = {placement.item.entry for form in something(found.paper).forms for placement in form.placements}
    return replace(found, reasons={entry: why for entry, why in found.reasons.items() if entry in chosen})


def _print(paper: Paper, guide: Mapping[EntryId, str], press: Press) -> tuple[Artifact, ...]:
    return write_quiz(paper, press), write_numbered_key(paper, guide, press)


def _digests(artifacts: Iterable[Artifact]) -> dict[str, str]:
    return {one.path: hashlib.sha256(one.data).hexdigest() for one in artifacts}


def _printed(kept: Record, number: int, at: datetime) -> Event:
    paper, name = kept.paper, new_id()
    asked = {p.item.id: p.item for form in paper.forms for p in form.placements}
    return Event(
        kind=EventKind.PRINTED,
        id=name,
        at=at,
        of=name,
        session=number,
        paper=paper.id,
        seed=paper.seed,
        version=",".join(form.version for form in paper.forms),
        rows=tuple(
            asked_row(Asked(item=one.id, entry=one.entry, type=one.type.value, topic=one.topic))
            for one in asked.values()
        ),
        record=to_json(kept),
    )


def _said(relaxed: Iterable[str]) -> tuple[Diagnostic, ...]:
    return tuple(info(Code.RELAXED, text, Span(path=LOG_NAME)) for text in relaxed)


def explained(kept: Record) -> tuple[Why, ...]:
    """Return why each item of a session's first version was chosen."""
    return tuple(
        Why(number=p.number, kind=why.kind, text=why.text, source=str(p.item.span))
        for p in kept.paper.forms[0].placements
        if (why := kept.reasons.get(p.item.entry))
    )


def session_of_seed(project: Project, seed: str) -> str:
    """Return the name of the recorded session whose papers bear this seed, or an empty string."""
    sessions, _ = load_history(project)
    wanted = read_seed(seed)
    return next((one.name for one in reversed(sessions.sessions) if one.printed.seed == wanted), "")


def print_again(project: Project, name: str) -> SessionOutcome:
    """Print a session as it was, whatever has become of the notes.

    What is not kept are templates, fonts and Studypress itself: where they have changed the bytes may differ, and a
    warning says so. A file that is still as it was printed is never replaced by one that differs.

    Raises:
        StudypressError: There is no such session, its record is damaged, or nothing could be written.
    """
    sessions, complaints = load_history(project)
    session = session_named(sessions, name)
    kept = record_of(session)
    settings = replace(settings_of(project), title=kept.title, paper=kept.size, language=kept.language)
    press = Press(settings)
    pictures = KeptPictures(kept.pictures, project.state / FOLDER)
    press.pictures = pictures
    artifacts = _print(kept.paper, kept.guide, press)
    changed = [one.path for one in artifacts if _digests([one])[one.path] != kept.files.get(one.path)]
    with locked(project.guard):
        write_all([one for one in artifacts if not _intact(project.out / one.path, kept)], project.out)
    return SessionOutcome(
        files=tuple(project.out / one.path for one in artifacts),
        found=complaints + (_differs(session, kept, pictures.lost) if changed else ()),
        session=session.name,
        why=explained(kept),
    )


def _intact(path: Path, kept: Record) -> bool:
    """Whether a file is still there as it was printed."""
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == kept.files.get(path.name)


def _differs(session: Session, kept: Record, lost: tuple[str, ...]) -> tuple[Diagnostic, ...]:
    if lost:
        why, hint = f"pictures are gone: {', '.join(lost)}", f"restore the folder {FOLDER} from git"
    elif kept.tool != __version__:
        why, hint = f"it was printed by Studypress {kept.tool}", "install that version to get the same bytes"
    else:
        why, hint = "templates or fonts are not those of that day", "take your changes in templates/ back for a moment"
    line = session.printed.line
    message = f"session {session.name} is printed again with the same text, but not byte for byte: {why}"
    return (warning(Code.CHANGED_PRINT, message, Span(path=LOG_NAME, line=line, end_line=line), hint),)
