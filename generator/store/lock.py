"""study.lock: one line of text per entry, sorted by id, merged by git like any text."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.diagnostics import Code, Diagnostic, Span, error, warning
from generator.model.bank import EntryId
from generator.store.records import VERSION, Dated, Lock, Record, State

if TYPE_CHECKING:
    from collections.abc import Sequence

LOCK_NAME = "study.lock"

_TITLE = "# studypress lock"
_HELP = (
    "# Who is who: it keeps the learning history of every question. Commit it; in a conflict, keep both sides.",
    "# id, state, answer, id of the entry above, file, section, question, card (between tabs)",
)
_HEADER = (f"{_TITLE} {VERSION}", *_HELP)
_FIELDS = (7, 8)
_CARD = re.compile(r"([0-9a-f]{12})@(\d{1,12})")
_UNREADABLE = "# unreadable: "
_NONE = "-"
_ID = re.compile(r"[a-z0-9]{6,32}")
_STATE = re.compile(r"(live|gone|held)|(held|is):([a-z0-9,]+)")
_MARKER = re.compile(r"(<{7}|\|{7}|={7}|>{7})(?: .*)?")
_ESCAPED = re.compile(r"\\(\\|t|n|r|x[0-9a-f]{2}|u[0-9a-f]{4})")
_RAW = re.compile(r"[\\\x00-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")
_SHORT = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_LONG = {short: raw for raw, short in _SHORT.items()}
_BETWEEN = " > "


_RANK = {State.LIVE: 0, State.IS: 1, State.HELD: 2, State.GONE: 3}


def is_id(text: str) -> bool:
    """Whether a text may be an entry's id."""
    return _ID.fullmatch(text) is not None


def write_lock(lock: Lock) -> str:
    """Return the text of study.lock; the same lock always gives the same text."""
    lines = [f"{_TITLE} {lock.version}", *_HELP, *lock.comments, *map(_line, lock.records)]
    return "\n".join(lines) + "\n"


def _line(record: Record) -> str:
    state = f"{record.state}:{','.join(record.others)}" if record.others else str(record.state)
    section = _BETWEEN.join(_escape(heading).replace(">", "\\x3e") for heading in record.section)
    fields = (record.answer, record.after, _escape(record.path), section, _escape(record.prompt))
    card = (f"{record.card.digest}@{record.card.since}",) if record.card else ()
    return "\t".join((record.id, state, *(field or _NONE for field in fields), *card))


def _escape(text: str) -> str:
    safe = _RAW.sub(lambda found: _SHORT.get(found[0]) or _code(found[0]), text)
    return "\\x2d" if safe == _NONE else safe


def _code(character: str) -> str:
    number = ord(character)
    return f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}"


def _unescape(text: str) -> str:
    return _ESCAPED.sub(lambda found: _LONG.get(found[0]) or chr(int(found[1][1:], 16)), text)


def read_lock(text: str, path: str = LOCK_NAME) -> tuple[Lock, tuple[Diagnostic, ...]]:
    """Read study.lock; of a damaged file, all that can be read.

    Both sides of a merge conflict are taken, and a line that has lost its end keeps its id. What cannot be read at
    all stays in the file as a comment.

    Args:
        text: The whole file.
        path: Its name for the diagnostics.
    """
    reading = _Reading(path=path, found=[], records=defaultdict(list), comments=[])
    lines = text.removeprefix("\ufeff").split("\n")
    version = reading.header(lines)
    for number, line in enumerate(lines, 1):
        reading.line(line.removesuffix("\r"), number)
    if lines[-1]:
        reading.complain(len(lines), "the last line has no end; the file may have been cut off")
    return Lock(records=reading.chosen(), comments=tuple(reading.comments), version=version), tuple(reading.found)


@dataclass(slots=True, kw_only=True)
class _Reading:
    """What has been understood of a study.lock so far."""

    path: str
    found: list[Diagnostic]
    records: defaultdict[EntryId, list[tuple[int, Record]]]
    comments: list[str]
    in_conflict: bool = False

    def complain(self, line: int, message: str, hint: str = "compare it with the last version in git") -> None:
        self.found.append(warning(Code.BAD_LOCK, message, Span(path=self.path, line=line, end_line=line), hint))

    def header(self, lines: Sequence[str]) -> int:
        """Return the version that the file claims."""
        claims = [line.strip().removeprefix(_TITLE).strip() for line in lines if line.startswith(_TITLE)]
        if not claims:
            if any(lines):
                self.complain(
                    1, "study.lock does not begin with its version", f"the first line should be “{_HEADER[0]}”"
                )
            return VERSION
        if claims[0].isascii() and claims[0].isdigit() and int(claims[0]) >= 1:
            return self._known(int(claims[0]))
        self.complain(1, f"study.lock has an unreadable version: {claims[0][:40]!r}")
        return VERSION

    def _known(self, version: int) -> int:
        if version > VERSION:
            message = f"study.lock has version {version}; this Studypress knows {VERSION}, and leaves the file as it is"
            span = Span(path=self.path, line=1, end_line=1)
            self.found.append(error(Code.BAD_LOCK, message, span, "update Studypress"))
        return version

    def line(self, line: str, number: int) -> None:
        """Take one line."""
        marker = _MARKER.fullmatch(line)
        if marker:
            self._marker(marker[1], number)
        elif line.startswith("#"):
            self._comment(line)
        elif line.strip():
            self._record(line, number)

    def _marker(self, kind: str, number: int) -> None:
        if kind.startswith("<") or not self.in_conflict:
            hint = "nothing to do: both sides are taken, and the next build writes the file anew"
            self.complain(number, "a merge conflict in study.lock", hint)
        self.in_conflict = not kind.startswith(">")

    def _comment(self, line: str) -> None:
        if not line.startswith(_TITLE) and line not in _HELP and line not in self.comments:
            self.comments.append(line)

    def _record(self, line: str, number: int) -> None:
        fields = line.split("\t")
        if not is_id(fields[0]):
            self.complain(number, f"a line without an id: {line[:60]!r}", "restore it from git, or delete it")
            self._comment(_UNREADABLE + line)
            return
        record = _parse(fields)
        if record is None:
            self.complain(number, f"the line of {fields[0]} is damaged; its id is kept", "restore the line from git")
            record = _salvage(fields)
        self.records[record.id].append((number, record))

    def chosen(self) -> tuple[Record, ...]:
        """Return one record for each id, sorted."""
        return tuple(self._choose(self.records[key]) for key in sorted(self.records))

    def _choose(self, rivals: list[tuple[int, Record]]) -> Record:
        number, best = min(rivals, key=lambda rival: (_RANK[rival[1].state], not rival[1].prompt, rival[0]))
        others = [n for n, record in rivals if replace(record, after=best.after) != best]
        if others:
            hint = "usual after a merge; delete the wrong one if the question on it is another"
            self.complain(others[0], f"{best.id} stands on several lines; line {number} counts", hint)
        return best


def _parse(fields: Sequence[str]) -> Record | None:
    state = _STATE.fullmatch(fields[1]) if len(fields) in _FIELDS else None
    if state is None or not fields[6] or (fields[6] == _NONE and fields[1] == State.LIVE):
        return None
    answer, after, path, section, prompt = ("" if field == _NONE else field for field in fields[2:7])
    return Record(
        id=EntryId(fields[0]),
        state=State(state[1] or state[2]),
        others=tuple(EntryId(other) for other in (state[3] or "").split(",") if other),
        answer=answer,
        after=after,
        path=_unescape(path),
        section=tuple(map(_unescape, section.split(_BETWEEN))) if section else (),
        prompt=_unescape(prompt),
        card=_card(fields[7]) if len(fields) > 7 else None,
    )


def _card(text: str) -> Dated | None:
    found = _CARD.fullmatch(text)
    return Dated(digest=found[1], since=int(found[2])) if found else None


def _salvage(fields: Sequence[str]) -> Record:
    """Return what is left of a line: at least its id, held."""
    path = _unescape(fields[4]) if len(fields) > 4 else ""
    return Record(id=EntryId(fields[0]), state=State.HELD, path=path)
