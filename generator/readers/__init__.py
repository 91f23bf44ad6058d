"""Note files to entries: the literal registry of dialects, and the choice of one with its reason."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from generator.diagnostics import Code, Diagnostic, Span, warning
from generator.markup.characters import fold
from generator.model.bank import Document, Entry
from generator.readers import blocks, callouts, cards, gift, labels, numbered, outline, questions, tables, terms
from generator.readers.answers import Body
from generator.readers.apart import find_apart
from generator.readers.dialect import Claim, Dialect
from generator.readers.entries import clean_prompt, read_entries
from generator.readers.foreign import to_markdown
from generator.readers.headings import heading_marks
from generator.readers.lines import Line, Page, State, scan
from generator.readers.marks import Mark, MarkKind, in_order
from generator.readers.names import LISTING_SECTION
from generator.readers.overrides import Correction, apply
from generator.readers.repeats import tell_apart
from generator.readers.taught import Taught, taught_dialects
from generator.readers.wording import is_prompt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.readers.source import Source

DIALECTS: tuple[Dialect, ...] = (
    *numbered.DIALECTS,
    outline.DIALECT,
    labels.DIALECT,
    *questions.DIALECTS,
    cards.DIALECT,
    callouts.DIALECT,
    tables.DIALECT,
    *terms.DIALECTS,
    blocks.DIALECT,
    gift.DIALECT,
)
"""Every dialect, most telling first: of two equal claims the earlier wins."""

_FAR_BETTER = 1.5
_AT_LEAST = 4.0
_NAMED = 0.5
"""A section is read in another dialect when its score there exceeds this much and this many times the own; a
section named for questions, when it exceeds the own by the last."""
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


def read(
    source: Source, *, dialect: str = "", corrections: Sequence[Correction] = (), taught: Sequence[Dialect] = ()
) -> Read:
    """Return the entries of a note; reading cannot fail.

    Args:
        source: The decoded file.
        dialect: Name of the dialect to read it in; empty lets front matter or the text decide.
        corrections: The user's `[[read]]` rows that concern this file.
        taught: The user's own dialects (`taught_dialects`), tried before ours.
    """
    text = to_markdown(source.text, PurePosixPath(source.path).suffix.lower())
    lines, found = scan(text, source.path)
    front = _front_matter(lines)
    apart = find_apart(lines)
    lines = apart.lines
    claim, name, reason = _choose(lines, dialect or front.get("dialect", ""), (*taught, *DIALECTS))
    marks, complaints, ignored = apply(_without_lists(in_order(claim.marks), lines), lines, corrections)
    reading = read_entries(source.path, lines, apart.attach(marks), ignored)
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
    return Read(document=document, entries=tuple(tell_apart(reading.entries)), found=found, rules=rules)


def _choose(lines: Sequence[Line], forced: str, dialects: Sequence[Dialect]) -> tuple[Claim, str, str]:
    """Return (claim, dialect's name, reason)."""
    claims = {dialect.name: dialect.claim(lines) for dialect in dialects}
    if forced in claims:
        return claims[forced], forced, f"asked for; {claims[forced].reason or 'it finds nothing here'}"
    name = max(claims, key=lambda one: claims[one].score)
    if claims[name].score <= 0:
        return Claim(), "none", "no dialect recognises a question in it"
    claim = _mixed(lines, name, claims[name], dialects)
    return claim, name, claim.reason


def _mixed(lines: Sequence[Line], name: str, claim: Claim, dialects: Sequence[Dialect]) -> Claim:
    """Return the document's claim with the sections taken out that another dialect reads far better."""
    marks: list[Mark] = []
    others: dict[str, int] = {}
    for start, stop, is_named in _sections(lines):
        own = tuple(mark for mark in claim.marks if start <= mark.index < stop)
        base = _score(own)
        section = Page(lines[start:stop])
        best, part = max(
            ((dialect.name, dialect.claim(section)) for dialect in dialects if dialect.name != name),
            key=lambda pair: pair[1].score,
        )
        least = base + _NAMED if is_named else _FAR_BETTER * base + _AT_LEAST
        if part.score > least:
            marks += [replace(mark, index=mark.index + start, last=_shift(mark, start)) for mark in part.marks]
            others[best] = others.get(best, 0) + 1
        else:
            marks += own
    if not others:
        return claim
    mixed = ", ".join(f"{count} sections as {other}" for other, count in sorted(others.items()))
    return replace(claim, marks=tuple(marks), reason=f"{claim.reason}; {mixed}")


def _without_lists(marks: Sequence[Mark], lines: Sequence[Line]) -> tuple[Mark, ...]:
    """Return the marks with those that only list what is answered further down (a table of contents) as ENDs."""
    texts = [fold(clean_prompt(mark.text)[0]) for mark in marks]
    counts = Counter(texts)
    answered: set[str] = set()
    out: list[Mark] = []
    stop = len(lines)
    for mark, text in zip(reversed(marks), reversed(texts), strict=True):
        has_body = counts[text] > 1 and Body(lines[mark.end + 1 : stop], mark.rest).has_own_text()
        if mark.kind is MarkKind.PROMPT and text in answered and not has_body:
            out.append(Mark(index=mark.index, kind=MarkKind.END, text="", rule="listed here, answered below"))
        else:
            out.append(mark)
        if has_body:
            answered.add(text)
        stop = mark.index
    return tuple(reversed(out))


def _shift(mark: Mark, start: int) -> int:
    return mark.last + start if mark.last >= 0 else -1


def _score(marks: Sequence[Mark]) -> float:
    """Return what a section's own marks weigh: a prompt as much as a sure one, a heading that may open little."""
    return sum(
        4.0
        if mark.kind is MarkKind.PROMPT or (mark.may_open and is_prompt(mark.text))
        else 1.5
        if mark.may_open
        else 0.0
        for mark in marks
    )


def _sections(lines: Sequence[Line]) -> list[tuple[int, int, bool]]:
    """Return (start, stop, whether it is named for questions) of the parts of a document.

    Parts lie between headings of the highest level that occurs more than once; a deeper heading that says
    "exercises" begins a part of its own, up to the next heading as high.
    """
    headings = heading_marks(lines, may_open=False)
    levels = sorted({mark.level for mark in headings})
    top = next((level for level in levels if sum(mark.level == level for mark in headings) > 1), 0)
    starts = {mark.index: False for mark in headings if mark.level <= top} | {0: False}
    for position, mark in enumerate(headings):
        if mark.level > top and LISTING_SECTION.search(clean_prompt(mark.text)[0]) and not is_prompt(mark.text):
            following = (one.index for one in headings[position + 1 :] if one.level <= mark.level)
            starts[mark.index] = True
            starts.setdefault(next(following, len(lines)), False)
    bounds = sorted({*starts, len(lines)})
    return [(start, stop, starts[start]) for start, stop in pairwise(bounds)]


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


__all__ = ["DIALECTS", "Correction", "MarkKind", "Read", "Taught", "read", "taught_dialects"]
