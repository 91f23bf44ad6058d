"""One line of study.log: an event as JSON, its heavy record last so that reading can step over it."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import cast

from generator.model.sessions import Event, EventKind

VERSION = 1

_RECORD = b',"record":{'
_ROWS = {
    EventKind.PRINTED: "asked",
    EventKind.GRADED: "results",
    EventKind.AMENDED: "results",
    EventKind.DISPUTED: "items",
}
_ASKED = re.compile(r"\S+ \S+ \S+(?: .*)?")
_RESULT = re.compile(r"\S+ \S+ \S+ (?:-|\d+)/\d+ \d+ (?:-|[?!+]+)(?: [A-Z]+)?")
_ITEM = re.compile(r"\S+")
_SHAPES = {
    EventKind.PRINTED: _ASKED,
    EventKind.GRADED: _RESULT,
    EventKind.AMENDED: _RESULT,
    EventKind.DISPUTED: _ITEM,
}


class LaterVersionError(ValueError):
    """A line that a later Studypress wrote, of a kind that this one does not know."""


def encode(event: Event) -> bytes:
    """Return the line of an event, with its end; no raw newline can be in it."""
    fields: dict[str, object] = {"v": VERSION, "event": event.kind, "id": event.id, "at": stamp(event.at)}
    if event.kind is not EventKind.PRINTED:
        fields["of"] = event.of
    fields |= {"session": event.session, "paper": event.paper, "seed": event.seed, "version": event.version}
    fields = {name: value for name, value in fields.items() if value not in {"", 0}}
    if event.kind in _ROWS:
        fields[_ROWS[event.kind]] = event.rows
    head = _compact(fields)
    if not event.record:
        return head + b"\n"
    return head[:-1] + b',"record":' + _compact(json.loads(event.record)) + b"}\n"


def _compact(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def stamp(at: datetime) -> str:
    """Return a time as study.log writes it: UTC, always with microseconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def decode(line: bytes, number: int = 0, *, whole: bool = False) -> Event:
    """Return the event of a line.

    Args:
        line: The line, with or without its end.
        number: Which line of the file it is.
        whole: Check the record too (the last line may be cut off there); otherwise it is left for later.

    Raises:
        LaterVersionError: A later Studypress wrote it.
        ValueError: It is no event.
    """
    text = line.strip()
    cut = -1 if whole else text.find(_RECORD)
    if cut >= 0 and text.endswith(b"}}"):
        head, record = text[:cut] + b"}", text[cut + len(_RECORD) - 1 : -1]
    else:
        head, record = text, b""
    fields = json.loads(head)
    if not isinstance(fields, dict):
        raise ValueError("not an object")  # noqa: TRY004 - a wrong line is a wrong value
    if not record and "record" in fields:
        record = _compact(fields["record"])
    return _event(fields, record, number)


def _event(fields: dict[str, object], record: bytes, number: int) -> Event:
    if fields.get("v") != VERSION:
        raise LaterVersionError(f"version {fields.get('v')!r}")
    if fields.get("event") not in _KINDS:
        raise LaterVersionError(f"event {fields.get('event')!r}")
    kind = _KINDS[cast("str", fields["event"])]
    name = _text(fields, "id")
    session = fields.get("session", 0)
    if not isinstance(session, int) or (kind is EventKind.PRINTED and session < 1):
        raise ValueError(f"session {session!r}")
    return Event(
        kind=kind,
        id=name,
        at=_time(_text(fields, "at")),
        of=name if kind is EventKind.PRINTED else _text(fields, "of"),
        session=session,
        paper=_text(fields, "paper", ""),
        seed=_text(fields, "seed", ""),
        version=_text(fields, "version", ""),
        rows=_rows(fields, kind),
        record=record,
        line=number,
    )


_KINDS = {kind.value: kind for kind in EventKind}


def _text(fields: dict[str, object], name: str, default: str | None = None) -> str:
    value = fields.get(name, default)
    if not isinstance(value, str):
        raise ValueError(f"{name} {value!r}")  # noqa: TRY004 - a wrong line is a wrong value
    return value


def _time(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"time without its zone: {text!r}")
    return at if at.tzinfo is UTC else at.astimezone(UTC)


def _rows(fields: dict[str, object], kind: EventKind) -> tuple[str, ...]:
    if kind not in _ROWS:
        return ()
    rows, shape = fields.get(_ROWS[kind]), _SHAPES[kind]
    if not isinstance(rows, list) or not all(isinstance(row, str) and shape.fullmatch(row) for row in rows):
        raise ValueError(f"{_ROWS[kind]} {rows!r:.60}")
    return tuple(rows)
