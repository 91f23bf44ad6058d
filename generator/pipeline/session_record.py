"""All that a printed session needs to be printed again: its paper, what was around it, and why it was drawn so."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from generator.diagnostics import StudypressError
from generator.markup.pictures import PictureKind
from generator.model.bank import EntryId
from generator.model.papers import paper_from_json, paper_to_json
from generator.store.log_pictures import Shown
from generator.transforms.schedule import Reason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.model.exam import Paper
    from generator.model.sessions import Session

_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One printed session."""

    paper: Paper
    title: str
    """The project's, on headers."""
    size: str
    """A4 or Letter."""
    language: str
    guide: Mapping[EntryId, str]
    """Numbers in the guide of the entries on the paper."""
    pictures: tuple[Shown, ...]
    reasons: Mapping[EntryId, Reason]
    relaxed: tuple[str, ...]
    files: Mapping[str, str]
    """SHA-256 of each file by name."""
    tool: str
    """The version of Studypress that printed it."""


def to_json(record: Record) -> bytes:
    """Return a record as JSON."""
    return json.dumps(
        {
            "paper": json.loads(paper_to_json(record.paper)),
            "title": record.title,
            "size": record.size,
            "language": record.language,
            "guide": dict(record.guide),
            "pictures": [[p.document, p.address, p.kind.value, p.digest, p.name, p.tex] for p in record.pictures],
            "why": {entry: [why.kind, why.text, why.tickets] for entry, why in record.reasons.items()},
            "relaxed": list(record.relaxed),
            "files": dict(record.files),
            "tool": record.tool,
        },
        ensure_ascii=False,
    ).encode()


def record_of(session: Session) -> Record:
    """Return the record of a session.

    Raises:
        StudypressError: It is damaged.
    """
    try:
        return _read(json.loads(session.printed.record))
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        where = f"study.log:{session.printed.line}"
        hint = "restore the line from git; everything else of the log still counts"
        raise StudypressError(
            f"{where}: the record of session {session.name} is damaged ({problem})", hint
        ) from problem


def _read(found: dict[str, object]) -> Record:
    guide = cast("dict[str, str]", found["guide"])
    why = cast("dict[str, tuple[str, str, int]]", found["why"])
    return Record(
        paper=paper_from_json(json.dumps(found["paper"])),
        title=str(found["title"]),
        size=str(found["size"]),
        language=str(found["language"]),
        guide={EntryId(entry): str(number) for entry, number in guide.items()},
        pictures=tuple(_shown(*row) for row in cast("list[list[str]]", found["pictures"])),
        reasons={EntryId(entry): Reason(kind=kind, text=text, tickets=n) for entry, (kind, text, n) in why.items()},
        relaxed=tuple(map(str, cast("list[str]", found["relaxed"]))),
        files=dict(cast("dict[str, str]", found["files"])),
        tool=str(found["tool"]),
    )


def _shown(document: str, address: str, kind: str, digest: str, name: str, tex: str) -> Shown:
    """Return a row as what it says; the log is text that anybody may edit, so no name may lead elsewhere."""
    if digest and not (_DIGEST.fullmatch(digest) and name not in {"", ".", ".."} and not re.search(r"[/\\\0]", name)):
        raise ValueError(f"not a kept picture: {digest}/{name}")
    return Shown(document=document, address=address, kind=PictureKind(kind), digest=digest, name=name, tex=tex)
