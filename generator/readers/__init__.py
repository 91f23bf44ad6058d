"""Note files to entries: the literal registry of dialects, and the choice of one with its reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from generator.diagnostics import Code, Diagnostic, Span, warning
from generator.model.bank import Document, Entry
from generator.readers import labels, numbered, outline
from generator.readers.dialect import Claim, Dialect
from generator.readers.entries import clean_prompt, read_entries
from generator.readers.lines import Line, State, scan
from generator.readers.marks import MarkKind
from generator.readers.overrides import Correction, apply

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.readers.source import Source

DIALECTS: tuple[Dialect, ...] = (*numbered.DIALECTS, outline.DIALECT, labels.DIALECT)
"""Every dialect, most telling first: of two equal claims the earlier wins."""

_FRONT_KEY = re.compile(r"^(dialect|title)\s*:\s*[\"']?(.*?)[\"']?\s*$")
_DETAILS = re.compile(r"<(/?)details\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What was read from one note file."""

    document: Document
    entries: tuple[Entry, ...]
    found: tuple[Diagnostic, ...]
    rules: tuple[tuple[int, str], ...]
    """(1-based line, rule that claimed it), for `check --explain`."""


def read(source: Source, *, dialect: str = "", corrections: Sequence[Correction] = ()) -> Read:
    """Return the entries of a note; reading cannot fail.

    Args:
        source: The decoded file.
        dialect: Name of the dialect to read it in; empty lets front matter or the text decide.
        corrections: The user's `[[read]]` rows that concern this file.
    """
    lines, found = scan(source.text, source.path)
    front = _front_matter(lines)
    claim, name, reason = _choose(lines, dialect or front.get("dialect", ""))
    marks, complaints, ignored = apply(claim.marks, lines, corrections)
    reading = read_entries(source.path, lines, marks, ignored)
    document = Document(
        path=source.path,
        title=front.get("title") or _title(source.path, lines),
        dialect=name,
        reason=reason,
        encoding=source.encoding,
        skipped=tuple(reading.skipped),
    )
    found += _details(lines, source.path) + complaints
    if not reading.entries:
        found += (_nothing(source.path),)
    rules = tuple((lines[mark.index].number, mark.rule) for mark in marks)
    return Read(document=document, entries=tuple(reading.entries), found=found, rules=rules)


def _choose(lines: Sequence[Line], forced: str) -> tuple[Claim, str, str]:
    """Return (claim, dialect's name, reason)."""
    claims = [(dialect, dialect.claim(lines)) for dialect in DIALECTS]
    for dialect, claim in claims:
        if dialect.name == forced:
            return claim, dialect.name, f"asked for; {claim.reason or 'it finds nothing here'}"
    dialect, claim = max(claims, key=lambda pair: pair[1].score)
    if claim.score <= 0:
        return Claim(), "none", "no dialect recognises a question in it"
    return claim, dialect.name, claim.reason


def _front_matter(lines: Sequence[Line]) -> dict[str, str]:
    found = (_FRONT_KEY.match(line.text) for line in lines if line.state is State.FRONT)
    return {match[1]: match[2] for match in found if match and match[2]}


def _title(path: str, lines: Sequence[Line]) -> str:
    """Return the document's title: its only top heading, else the file's name without suffix."""
    tops = [line.body.lstrip("# ") for line in lines if line.state is State.TEXT and re.match(r"#\s+\S", line.body)]
    return clean_prompt(tops[0])[0] if len(tops) == 1 else PurePosixPath(path).stem


def _details(lines: Sequence[Line], path: str) -> tuple[Diagnostic, ...]:
    """Complain about a `<details>` that is never closed, at the line that opens it."""
    open_at: list[int] = []
    for line in lines:
        if line.state is State.TEXT:
            for found in _DETAILS.finditer(line.text):
                if not found[1]:
                    open_at.append(line.number)
                elif open_at:
                    open_at.pop()
    hint = "end it with </details>; the answer was read up to the next question"
    return tuple(
        warning(Code.UNCLOSED_DETAILS, "this <details> is never closed", Span(path=path, line=n, end_line=n), hint)
        for n in open_at
    )


def _nothing(path: str) -> Diagnostic:
    hint = "number the questions, make them headings, or name a dialect in study.toml ([dialects])"
    return warning(Code.NO_ENTRIES, "no question or concept was found", Span(path=path), hint)


__all__ = ["DIALECTS", "Correction", "MarkKind", "Read", "read"]
