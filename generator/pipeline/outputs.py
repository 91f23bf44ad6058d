"""From the bank to files: what is made, in which order, and all of it or nothing written."""

from __future__ import annotations

import dataclasses
import hashlib
import math
import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.diagnostics import StudypressError
from generator.markup.pictures import Pictures
from generator.model.bank import EntryId
from generator.model.deck import Artifact
from generator.model.exam import Blueprint, Paper
from generator.model.items import ItemType
from generator.pipeline.bank import Reading, grouping_of, read_project
from generator.pipeline.progress import Progress, silent
from generator.press.desk import Press, Settings
from generator.press.fetch import Report, fetch
from generator.store.atomic import locked, write_all
from generator.store.dates import date_cards, date_faces
from generator.store.lock import write_lock
from generator.store.review import FILE as REVIEW
from generator.store.review import load_review
from generator.transforms.assemble import assemble
from generator.transforms.derive import derive
from generator.transforms.gaps import gaps
from generator.transforms.rank import fresh_seed, read_seed, sample_seed
from generator.writers.anki import digest_of_faces, faces_of, make_deck, pack_deck
from generator.writers.guide import write_guide
from generator.writers.key import write_key
from generator.writers.native import bank_json
from generator.writers.quiz import write_quiz
from generator.writers.sheet import write_sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from generator.diagnostics import Diagnostic
    from generator.model.bank import Bank
    from generator.model.gaps import Gap
    from generator.model.items import Item
    from generator.project import Project
    from generator.store.records import Lock

_WRITTEN_SHARE = 0.6
"""At most this part of a quiz wants sentences written, while there are other items."""
MANIFEST = ".studypress-files"
"""In the out folder: what `build` made last, so that a sample quiz it no longer makes can go."""

_WRITERS = {"guide": write_guide, "sheet": write_sheet}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a command made: the files written, in order, and every complaint."""

    files: tuple[Path, ...]
    found: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the command line says of a quiz; what is empty or 0 is left to study.toml."""

    seed: str = ""
    count: int = 0
    versions: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


def build(project: Project, progress: Progress = silent) -> Outcome:
    """Make everything the project wants, write it all at once, and record identities.

    Raises:
        StudypressError: nothing could be written; the previous build is untouched.
    """
    with locked(project.guard):
        reading = read_project(project, progress)
        press = Press(settings_of(project))
        artifacts = [Artifact(path="bank.json", data=bank_json(reading.bank, ()).encode())]
        wanted = [name for name in project.outputs if reading.bank.entries]
        for number, name in enumerate(wanted):
            progress(f"making {name}", number, len(wanted))
            made, reading = _make(name, project, reading, press)
            artifacts += made
        progress("writing", len(wanted), len(wanted))
        files = write(project, reading, artifacts, replace=True)
    return Outcome(files=files, found=reading.found + once(press.found, reading.bank))


def make_some(project: Project, names: Sequence[str], progress: Progress = silent) -> Outcome:
    """Make some outputs alone; the others stay as they are. The deck records identities, as a build does.

    Raises:
        StudypressError: nothing could be written, or there is nothing to print.
    """
    with locked(project.guard):
        reading = readable(project, progress)
        press = Press(settings_of(project))
        artifacts: list[Artifact] = []
        for number, name in enumerate(names):
            progress(f"making {name}", number, len(names))
            made, reading = _make(name, project, reading, press)
            artifacts += made
        progress("writing", len(names), len(names))
        files = write(project, reading, artifacts, keep_lock="deck" not in names)
    return Outcome(files=files, found=reading.found + once(press.found, reading.bank))


def make_quiz(project: Project, wishes: Wishes, progress: Progress = silent) -> Outcome:
    """Make one quiz and its key; without a seed, one that nobody has seen.

    Raises:
        StudypressError: nothing could be written, or a wish is impossible.
    """
    seed = read_seed(wishes.seed) if wishes.seed else fresh_seed()
    with locked(project.guard):
        reading = readable(project, progress)
        press = Press(settings_of(project))
        paper = _paper(project, reading, wishes, seed)
        progress("making the quiz", 0, 1)
        artifacts = [write_quiz(paper, press), write_key(paper, reading.bank, press)]
        progress("making the quiz", 1, 1)
        files = write(project, reading, artifacts)
    return Outcome(files=files, found=reading.found + once(press.found, reading.bank))


def check_project(project: Project, progress: Progress = silent) -> Reading:
    """Read the notes and set every prompt and answer, for the complaints alone; nothing is written."""
    reading = read_project(project, progress)
    press = Press(settings_of(project))
    for number, entry in enumerate(reading.bank.entries):
        progress("checking", number, len(reading.bank.entries))
        press.html(entry.prompt_markdown, entry.span, inline=True)
        press.html(entry.answer.markdown, entry.span, line=entry.answer.line)
    progress("checking", 1, 1)
    return dataclasses.replace(reading, found=reading.found + once(press.found, reading.bank))


def gaps_of(project: Project, reading: Reading) -> tuple[Gap, ...]:
    """Return what is missing or doubtful in the notes: a list to work through."""
    pictures = Pictures(project.content, project.cache, project.pictures)
    return gaps(reading.bank, grouping_of(reading), pictures.find)


def once(found: Iterable[Diagnostic], bank: Bank) -> tuple[Diagnostic, ...]:
    """Return complaints without repetitions: what the guide says of a line, the sheet says of the whole entry."""
    rows = list(dict.fromkeys(found))
    firsts = {(entry.span.path, entry.span.line): entry.span.end_line for entry in bank.entries}
    lines: dict[tuple[str, str, str], list[int]] = {}
    for one in rows:
        lines.setdefault((one.span.path, one.code, one.message), []).append(one.span.line)

    def repeated(one: Diagnostic) -> bool:
        end = firsts.get((one.span.path, one.span.line))
        others = lines[one.span.path, one.code, one.message]
        return end is not None and any(one.span.line < line <= end for line in others)

    return tuple(one for one in rows if not repeated(one))


def fetch_pictures(project: Project, progress: Progress = silent) -> tuple[Report, Outcome]:
    """Download the remote pictures of the notes into the cache; nothing else uses the network."""
    reading = readable(project, progress)
    pictures = {address: entry.span for entry in reading.bank.entries for address in entry.images}
    done = iter(range(1, len(pictures) + 1))
    report, found = fetch(pictures, project.cache, progress=lambda _: progress("fetching", next(done), len(pictures)))
    return report, Outcome(files=(), found=reading.found + found)


def settings_of(project: Project) -> Settings:
    """Return what the press wants to know of a project."""
    return Settings(
        title=project.title,
        paper=project.paper,
        duplex=project.duplex,
        punch=project.punch,
        language=project.language,
        content=project.content,
        cache=project.cache,
        templates=project.templates,
        pictures=project.pictures,
    )


def readable(project: Project, progress: Progress) -> Reading:
    """Return a project's bank.

    Raises:
        StudypressError: there is nothing in it.
    """
    reading = read_project(project, progress)
    if not reading.bank.entries:
        raise StudypressError(
            f"no question or concept was found in {project.content}", "`studypress check` says how each note was read"
        )
    _, wrong = load_review(project.state / REVIEW)
    return dataclasses.replace(reading, found=reading.found + wrong)


def _make(name: str, project: Project, reading: Reading, press: Press) -> tuple[list[Artifact], Reading]:
    """Return the files of one output, and the reading with what has to be recorded of them."""
    bank = reading.bank
    if name == "deck":
        return _make_deck(reading, press)
    if name != "quiz":
        return [_WRITERS[name](bank, press)], reading
    paper = _paper(project, reading, Wishes(), sample_seed(hashlib.sha256(bank_json(bank, ()).encode()).hexdigest()))
    return [write_quiz(paper, press), write_key(paper, bank, press)], reading


def _make_deck(reading: Reading, press: Press) -> tuple[list[Artifact], Reading]:
    """Return the deck, its notes dated by when their content really changed, and those dates to be recorded."""
    now = int(os.environ.get("SOURCE_DATE_EPOCH") or time.time())
    deck = make_deck(reading.bank, press)
    faces = faces_of(deck, press)
    lock, cards = date_cards(reading.lock, {EntryId(note.entry): note.digest for note in deck.notes}, now)
    lock, looks = date_faces(lock, digest_of_faces(faces), now)
    notes = tuple(dataclasses.replace(note, modified=cards[EntryId(note.entry)]) for note in deck.notes)
    package = pack_deck(dataclasses.replace(deck, notes=notes), faces, faces_modified=looks)
    return [package], dataclasses.replace(reading, lock=lock)


def _paper(project: Project, reading: Reading, wishes: Wishes, seed: str) -> Paper:
    blueprint = blueprint_of(project, reading.bank, wishes, seed)
    stock = stock_of(project, reading)
    return something(assemble(stock.items, blueprint, stock.enemies))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """What papers are drawn from."""

    items: tuple[Item, ...]
    """All that may be printed: none that a person rejected, or whose key is disputed."""
    enemies: tuple[tuple[EntryId, EntryId], ...]
    """Entries that may not meet on one paper."""


def stock_of(project: Project, reading: Reading) -> Stock:
    """Return what papers are drawn from."""
    review, _ = load_review(project.state / REVIEW)
    return Stock(
        items=derive(reading.bank, lexicon=reading.lexicon, review=review), enemies=grouping_of(reading).enemy_pairs()
    )


def blueprint_of(project: Project, bank: Bank, wishes: Wishes, seed: str) -> Blueprint:
    """Return what the wishes and study.toml ask for.

    Raises:
        StudypressError: a topic is unknown, or a version named twice.
    """
    known = {topic.id for topic in bank.topics}
    unknown = [name for name in wishes.topics if name not in known]
    if unknown:
        raise StudypressError(
            f"no such topic: {', '.join(unknown)}", f"topics here: {', '.join(sorted(known)) or 'none'}"
        )
    versions = wishes.versions or project.quiz.versions
    if len(set(versions)) < len(versions):
        raise StudypressError(f"a version is named twice: {', '.join(versions)}", "give each its own letter")
    count = wishes.count or project.quiz.count
    if count < 1:
        raise StudypressError(f"a quiz of {count} items cannot be made", "ask for at least one with --count")
    return Blueprint(
        title=project.quiz.title or project.title,
        count=count,
        seed=seed,
        versions=versions,
        topics=wishes.topics,
        limits=((ItemType.SHORT_ANSWER, math.ceil(_WRITTEN_SHARE * count)),),
    )


def something(paper: Paper) -> Paper:
    """Return a paper that asks something.

    Raises:
        StudypressError: it does not.
    """
    if not any(form.placements for form in paper.forms):
        raise StudypressError("there is nothing to ask", "no entry has an answer that a quiz could use")
    return paper


def write(
    project: Project, reading: Reading, artifacts: Iterable[Artifact], *, replace: bool = False, keep_lock: bool = False
) -> tuple[Path, ...]:
    """Write files and study.lock, all or none; `replace` removes what the last build made and this one did not."""
    files = list(artifacts)
    names = [one.path for one in files]
    old = [name for name in _last_build(project) if name not in names] if replace else []
    if replace:
        files.append(Artifact(path=MANIFEST, data="".join(f"{name}\n" for name in sorted(names)).encode()))
    write_all(files, project.out, also={} if keep_lock else _changed_lock(project, reading.lock), remove=old)
    return tuple(project.out / name for name in names)


def _last_build(project: Project) -> tuple[str, ...]:
    """Return the names of the files that the last build made; only plain names directly below the out folder."""
    manifest = project.out / MANIFEST
    lines = manifest.read_text(encoding="utf-8").splitlines() if manifest.is_file() else []
    return tuple(name for name in lines if name and "/" not in name and "\\" not in name and not name.startswith("."))


def _changed_lock(project: Project, lock: Lock) -> dict[Path, bytes]:
    """Return study.lock's new content if it changed; one of a newer Studypress stays as it is."""
    if not lock.writable:
        return {}
    data = write_lock(lock).encode()
    same = project.lock.is_file() and project.lock.read_bytes() == data
    return {} if same else {project.lock: data}
