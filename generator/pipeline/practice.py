"""After a quiz: grades taken down, items looked up, and what the sessions add up to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from generator.diagnostics import StudypressError
from generator.model.exam import key
from generator.model.sessions import Event, EventKind, result_row
from generator.pipeline.bank import read_project
from generator.pipeline.items import dispute
from generator.pipeline.outputs import settings_of
from generator.pipeline.session_log import load_history, memory_of, record, session_named
from generator.pipeline.session_record import record_of
from generator.press.desk import Press
from generator.store.atomic import locked, write_all
from generator.store.log import new_id
from generator.transforms.grading import GradeError, feedback, grade, parse
from generator.transforms.statistics import statistics
from generator.writers.statistics import write_statistics

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from generator.diagnostics import Diagnostic
    from generator.model.exam import Form, KeyEntry, Placement
    from generator.model.sessions import Graded, Result, Session
    from generator.model.statistics import Statistics
    from generator.project import Project
    from generator.transforms.grading import Feedback

_REFERENCE = re.compile(r"(\d+(?:~\d+)?)([^\W\d_]*)(?:\.(\d+))?")
_PAPER = re.compile(r"([0-9A-Za-z]{10})(?:\.(\d+))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A version of a session, ready to be graded."""

    session: Session
    form: Form
    found: tuple[Diagnostic, ...]
    number: int = 0
    """The item that was named (`7.3`), or 0."""

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of its items."""
        return tuple(placement.number for placement in self.form.placements)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grades:
    """What `grade` recorded, and what to learn from it."""

    sheet: Sheet
    feedback: tuple[Feedback, ...]
    points: float
    """Points got, of the items that were reached and whose key is not disputed."""
    most: int


def is_reference(text: str) -> bool:
    """Whether a text names a session (`7`, `7B`, `7~2`, `7.3`, a paper id) rather than marks."""
    return bool(_REFERENCE.fullmatch(text) or _PAPER.fullmatch(text))


def sheet_of(project: Project, reference: str, version: str = "") -> Sheet:
    """Return what a reference names: a session, its version, perhaps an item.

    Args:
        project: Where the sessions are.
        reference: `7`, `7B`, `7~2`, `7.3`, a paper id, or nothing for the last session.
        version: The version, where the reference does not say it.

    Raises:
        StudypressError: There is no such session, version or item, or the version is not clear.
    """
    found, complaints = load_history(project)
    name, letters, number = _split(reference)
    session = session_named(found, name)
    if session.discarded and not session.graded:
        raise StudypressError(f"session {session.name} was discarded", "name another one")
    forms = {form.version.upper(): form for form in record_of(session).paper.forms}
    wanted = (version or letters).upper() or ("" if len(forms) > 1 else next(iter(forms)))
    if wanted not in forms:
        names = ", ".join(f"{session.name}{one}" for one in forms)
        problem = f"no version {wanted}" if wanted else "several versions"
        raise StudypressError(f"session {session.name} has {problem}", f"say which one you have: {names}")
    sheet = Sheet(session=session, form=forms[wanted], found=complaints, number=number)
    if number and number not in sheet.numbers:
        raise StudypressError(f"session {session.name} has no item {number}", f"it has 1 to {len(sheet.numbers)}")
    return sheet


def _split(reference: str) -> tuple[str, str, int]:
    """Return session, version and item of a reference."""
    match = _REFERENCE.fullmatch(reference)
    if match:
        return match[1], match[2], int(match[3] or 0)
    paper = _PAPER.fullmatch(reference)
    if paper:
        return paper[1], "", int(paper[2] or 0)
    if reference:
        raise StudypressError(f"{reference!r} names no session", "write 7, 7B for its version B, or a paper's number")
    return "", "", 0


def take_grades(project: Project, sheet: Sheet, text: str, *, amend: bool, now: datetime | None = None) -> Grades:
    """Record typed grades of a session.

    Raises:
        StudypressError: They are not clear, were given before (and this is no amendment), or could not be written.
    """
    before = {item: graded.result for item, graded in sheet.session.graded.items()}
    marks = parse(text, sheet.numbers)
    results = grade(marks, sheet.form, before)
    twice = [
        mark.number
        for mark, result in zip(marks, results, strict=True)
        if mark.value and not amend and (old := before.get(result.item)) and old.score is not None
    ]
    if twice:
        names = ", ".join(map(str, twice))
        hint = "with --amend the new marks count instead; leave out what stays as it is"
        raise GradeError(f"of session {sheet.session.name} these are graded already: {names}", hint)
    _dispute(project, sheet, results)  # first: done twice it does no harm, as grading would
    record(project, _events(sheet, results, now or datetime.now(UTC)))
    counted = [one for one in results if one.score is not None and not one.disputed]
    return Grades(
        sheet=sheet,
        feedback=feedback(results, sheet.form),
        points=sum(one.score or 0 for one in counted) / 2,
        most=sum(one.most for one in counted) // 2,
    )


def _dispute(project: Project, sheet: Sheet, results: Sequence[Result]) -> None:
    """Keep items whose key is newly disputed off later papers, until a person has reviewed them."""
    new = {one.item for one in results if one.disputed and one.item not in sheet.session.disputed}
    items = [placement.item for placement in sheet.form.placements if placement.item.id in new]
    if items:
        dispute(project, items)


def _events(sheet: Sheet, results: Sequence[Result], now: datetime) -> list[Event]:
    """Return what is recorded: new grades, amended ones, and each newly disputed key."""
    known = sheet.session.graded
    rows: dict[EventKind, list[str]] = {
        EventKind.GRADED: [result_row(one) for one in results if one.item not in known],
        EventKind.AMENDED: [result_row(one) for one in results if one.item in known],
        EventKind.DISPUTED: [one.item for one in results if one.disputed and one.item not in sheet.session.disputed],
    }
    printed = sheet.session.printed
    return [
        Event(
            kind=kind,
            id=new_id(),
            at=now,
            of=printed.id,
            session=printed.session,
            version=sheet.form.version,
            rows=tuple(found),
        )
        for kind, found in rows.items()
        if found
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownItem:
    """An item of a session, with everything that is known of it."""

    sheet: Sheet
    placement: Placement
    entry: KeyEntry
    graded: Graded | None
    why: str


def show_item(project: Project, reference: str, version: str = "") -> ShownItem:
    """Return the item that `7.3` or `7B.3` names.

    Raises:
        StudypressError: There is none.
    """
    sheet = sheet_of(project, reference, version)
    if not sheet.number:
        name = f"{sheet.session.name}{sheet.form.version}"
        raise StudypressError(f"{name} is a whole session", f"name an item of it, as in {name}.3")
    placement = next(one for one in sheet.form.placements if one.number == sheet.number)
    entry = next(one for one in key(sheet.form) if one.number == sheet.number)
    why = record_of(sheet.session).reasons.get(placement.item.entry)
    return ShownItem(
        sheet=sheet,
        placement=placement,
        entry=entry,
        graded=sheet.session.graded.get(placement.item.id),
        why=why.text if why else "",
    )


def statistics_of(project: Project, today: date | None = None) -> tuple[Statistics, tuple[Diagnostic, ...]]:
    """Return the statistics of a project's sessions, and what is wrong with its study.log.

    Raises:
        StudypressError: The log cannot be read.
    """
    sessions, found = load_history(project)
    memory = memory_of(project, sessions.sessions)
    return statistics(sessions.sessions, memory, today or datetime.now(UTC).date()), found


def plot_statistics(project: Project, found: Statistics) -> Path:
    """Write `stats.pdf` and return where it is.

    Raises:
        StudypressError: It could not be written.
    """
    bank = read_project(project).bank
    names = {topic.id: topic.zh if project.language == "zh" else topic.en for topic in bank.topics}
    artifact = write_statistics(found, names, Press(settings_of(project)))
    with locked(project.guard):
        write_all([artifact], project.out)
    return project.out / artifact.path
