"""Booklets, sheets and cards made to order: some topics, so many pages, and a list of what found no room."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generator.diagnostics import StudypressError
from generator.model.deck import Artifact
from generator.pipeline.outputs import Outcome, once, readable, settings_of, write
from generator.pipeline.progress import Progress, silent
from generator.press.booklet import booklet
from generator.press.desk import Press
from generator.store.atomic import locked
from generator.writers.cards import write_cards
from generator.writers.guide import write_guide
from generator.writers.sheet import SheetWishes, fit_sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from generator.model.bank import Bank, Entry
    from generator.project import Project

LEFT_OUT = "{}-left-out.txt"
"""Name of the list of entries that found no room."""
MOST_PAGES = 50


def make_sheet(
    project: Project, *, topics: tuple[str, ...] = (), pages: int = 0, progress: Progress = silent
) -> Outcome:
    """Make a cheat sheet of some topics, or of the most valuable entries that fit on so many pages.

    Raises:
        StudypressError: nothing could be written, or a wish is impossible.
    """
    if not 0 <= pages <= MOST_PAGES:
        raise StudypressError(f"a sheet of {pages} pages cannot be made", f"ask for 1 to {MOST_PAGES} with --fit")

    def make(bank: Bank, press: Press) -> tuple[Artifact, tuple[Entry, ...]]:
        return fit_sheet(bank, press, SheetWishes(topics=topics, pages=pages))

    return _made(project, "sheet", topics, make, progress)


def make_cards(
    project: Project, *, topics: tuple[str, ...] = (), flip: str = "long", progress: Progress = silent
) -> Outcome:
    """Make flash cards to cut out, for a printer that turns the paper over its long or its short edge.

    Raises:
        StudypressError: nothing could be written, or a topic does not exist.
    """

    def make(bank: Bank, press: Press) -> tuple[Artifact, tuple[Entry, ...]]:
        return write_cards(bank, press, topics=topics, flip=flip)

    return _made(project, "cards", topics, make, progress)


def make_booklet(project: Project, progress: Progress = silent) -> Outcome:
    """Make the guide as a booklet: A5 pages, two to a side of A4, in the order for folding.

    Raises:
        StudypressError: nothing could be written, or there is nothing to print.
    """
    with locked(project.guard):
        reading = readable(project, progress)
        press = Press(replace(settings_of(project), paper="A5", duplex=True))
        progress("making the booklet", 0, 1)
        guide = write_guide(reading.bank, press)
        artifact = Artifact(path="guide-booklet.pdf", data=booklet(guide.data))
        progress("making the booklet", 1, 1)
        files = write(project, reading, [artifact], keep_lock=True)
    return Outcome(files=files, found=reading.found + once(press.found, reading.bank))


def _made(
    project: Project,
    name: str,
    topics: Sequence[str],
    make: Callable[[Bank, Press], tuple[Artifact, tuple[Entry, ...]]],
    progress: Progress,
) -> Outcome:
    with locked(project.guard):
        reading = readable(project, progress)
        _check(topics, reading.bank)
        press = Press(settings_of(project))
        progress(f"making the {name}", 0, 1)
        artifact, left_out = make(reading.bank, press)
        progress(f"making the {name}", 1, 1)
        artifacts = [artifact, *_list(name, left_out)]
        files = write(project, reading, artifacts, keep_lock=True)
    return Outcome(files=files, found=reading.found + once(press.found, reading.bank))


def _check(topics: Sequence[str], bank: Bank) -> None:
    """Refuse topics that no entry has.

    Raises:
        StudypressError: there is such a topic; says which there are.
    """
    known = {entry.topic for entry in bank.entries if entry.topic}
    unknown = [name for name in topics if name not in known]
    if unknown:
        raise StudypressError(
            f"no such topic: {', '.join(unknown)}", f"topics here: {', '.join(sorted(known)) or 'none'}"
        )


def _list(name: str, left_out: Sequence[Entry]) -> list[Artifact]:
    """Return the list of what was left out, if anything was."""
    rows = "".join(f"{entry.span}: {entry.prompt}\n" for entry in left_out)
    return [Artifact(path=LEFT_OUT.format(name), data=rows.encode())] if rows else []
