"""study.log: what was asked and how it went, one JSON line an event, only ever added to."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from generator.diagnostics import Code, Diagnostic, Span, StudypressError, warning
from generator.store.atomic import locked
from generator.store.log_lines import LaterVersionError, decode, encode

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from generator.model.sessions import Event

LOG_NAME = "study.log"

_MARKERS = (b"<<<<<<<", b"=======", b">>>>>>>", b"|||||||")
_WAIT = 20.0
"""Seconds to wait for another run's line; writing one takes milliseconds."""
_SKEW = timedelta(days=1)
"""A clock that is further ahead than this is wrong, and no later event is dated after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """What could be read of study.log."""

    events: tuple[Event, ...] = ()
    found: tuple[Diagnostic, ...] = ()
    torn: int = 0
    """Bytes at the end that are no whole line: a write that never came to its end."""


def read_log(path: Path) -> Log:
    """Return every event of a log, each once; what cannot be read is reported and stays in the file.

    A torn last line is dropped, both sides of a merge conflict are taken, and lines of a later Studypress
    are left alone. A log that does not exist is empty.

    Raises:
        StudypressError: The system does not let us read it.
    """
    try:
        data = path.read_bytes() if path.exists() else b""
    except OSError as problem:
        raise StudypressError(f"cannot read {path}: {problem.strerror}", "check its permissions") from problem
    return _Reading(path.name).read(data)


def append(path: Path, events: Sequence[Event], guard: Path) -> tuple[Event, ...]:
    """Add events to a log, down to the disk, and return them as written (with ids and times of their own).

    When this returns, a crash or a power cut loses none of them; when it raises, none of them is in the file. A torn
    line that an earlier crash left at the end goes first: nobody was told that it had been written.

    Args:
        path: The log; it is made when it does not exist.
        events: What happened, in order. Their times may be moved on so that none is before the last line's.
        guard: A lock file, so that two runs never write at once.

    Raises:
        StudypressError: It could not be written, or another run has held it for too long.
    """
    with locked(guard, wait=_WAIT):
        old = read_log(path)
        dated = _dated(events, old.events)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _add(path, b"".join(map(encode, dated)), old.torn)
        except OSError as problem:
            hint = "free some space or make the folder writable; nothing was recorded"
            raise StudypressError(f"cannot write {path}: {problem.strerror}", hint) from problem
    return dated


def new_id() -> str:
    """Return an id that no other event has, on whatever machine: 64 random bits."""
    return secrets.token_hex(8)


def _dated(events: Sequence[Event], old: Sequence[Event]) -> tuple[Event, ...]:
    """Return events in an order that their times keep, after those that the log has already."""
    last = max((event.at for event in old if event.at < datetime.now(UTC) + _SKEW), default=None)
    dated: list[Event] = []
    for event in events:
        at = event.at if last is None else max(event.at, last + timedelta(microseconds=1))
        dated.append(replace(event, at=at))
        last = at
    return tuple(dated)


def _add(path: Path, data: bytes, torn: int) -> None:
    """Write at the end of a file, or leave it as it was."""
    fresh = not path.exists()
    with path.open("ab", buffering=0) as file:
        size = file.tell()
        try:
            if torn:
                size -= torn
                file.truncate(size)
            elif size and not _ends_a_line(path):
                data = b"\n" + data
            rest = memoryview(data)
            while rest:
                rest = rest[file.write(rest) :]
            os.fsync(file.fileno())
        except OSError:
            os.truncate(file.fileno(), size)
            raise
    if fresh and os.name != "nt":
        _sync(path.parent)


def _ends_a_line(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class _Reading:
    """What has been understood of a log so far."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.found: list[Diagnostic] = []
        self.events: dict[str, tuple[bytes, Event]] = {}
        self.in_conflict = False

    def read(self, data: bytes) -> Log:
        *lines, tail = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
        for number, line in enumerate(lines, 1):
            self._line(line, number)
        torn = self._tail(tail, len(lines) + 1)
        return Log(events=tuple(event for _, event in self.events.values()), found=tuple(self.found), torn=torn)

    def _line(self, line: bytes, number: int) -> None:
        if line.startswith(_MARKERS):
            self._conflict(line, number)
        elif line.strip():
            try:
                self._keep(line, decode(line, number))
            except LaterVersionError as later:
                self._say(number, f"a line of a later Studypress ({later}); it is left alone", "update Studypress")
            except ValueError as problem:
                self._say(number, f"a damaged line, which does not count: {problem}", "restore the line from git")

    def _tail(self, tail: bytes, number: int) -> int:
        """Take what stands after the last line's end: a whole event whose end was lost, or a torn one."""
        if not tail.strip():
            return 0
        try:
            self._keep(tail, decode(tail, number, whole=True))
        except LaterVersionError as later:
            self._say(number, f"a line of a later Studypress ({later}); it is left alone", "update Studypress")
        except ValueError:
            message = f"the last line is torn ({len(tail)} bytes): a run was cut off before it was recorded"
            self._say(number, message, "nothing to do: the line does not count, and the next one takes its place")
            return len(tail)
        return 0

    def _keep(self, line: bytes, event: Event) -> None:
        """Take an event; of two different lines with one id the same one on every machine."""
        line = line.strip()
        known = self.events.get(event.id)
        if known and known[0] != line:
            self._say(event.line, f"event {event.id} stands here with another text", "delete the wrong line")
        if known is None or line < known[0]:
            self.events[event.id] = (line, event)

    def _conflict(self, line: bytes, number: int) -> None:
        if not self.in_conflict:
            hint = "both sides count; delete the marker lines, or put `study.log merge=union` into .gitattributes"
            self._say(number, "a merge conflict in study.log", hint)
        self.in_conflict = not line.startswith(b">>>>>>>")

    def _say(self, line: int, message: str, hint: str) -> None:
        self.found.append(warning(Code.BAD_LOG, message, Span(path=self.name, line=line, end_line=line), hint))
