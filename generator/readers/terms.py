"""The dialects of glossaries: definition lists, and lines of a term, a colon and what it means."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from generator.markup.characters import width
from generator.readers.dialect import Claim, Dialect
from generator.readers.headings import heading_marks
from generator.readers.lines import Line, State
from generator.readers.marks import Mark, MarkKind
from generator.readers.names import GLOSSARY

if TYPE_CHECKING:
    from collections.abc import Sequence

_DEFINITION = re.compile(r"^:\s+(?P<text>\S.*)$")
_NO_TERM = re.compile(r"^(?:[-*+>|#<]|\d+[.)、])")
_DT = re.compile(r"^(?:<dl\b[^>]*>\s*)?<dt\b[^>]*>(?P<text>.*?)(?:</dt>)?\s*(?P<rest><dd\b.*)?$", re.IGNORECASE)
_D_TAGS = re.compile(r"</?d[ltd]\b[^>]*>", re.IGNORECASE)
_STRONG = re.compile(
    r"^(?:[-*+•]\s+|\d+[.)、]\s*)?(?:\*\*|__)(?P<text>(?:(?!\*\*|__).)+?)(?:(?:\*\*|__)\s*(?:[:：]|[—–-]+\s)|[:：](?:\*\*|__))\s*(?P<rest>\S.*)$"
)
_PLAIN = re.compile(r"^(?:[-*+•]\s+|\d+[.)、]\s*)(?P<text>[^:：*`]{1,40}?)\s*(?:[:：]|\s[—–-]+\s)\s*(?P<rest>\S.*)$")
_BARE = re.compile(r"^(?P<text>\S[^:：`]{0,40}?)\s*(?:[:：]|\s[—–-]+\s)\s*(?P<rest>\S.*)$")
_MAX_TERM = 50
_LEAST = 2
_LEAST_STRONG = 4
_DISTINCT = 0.8
"""Part of the terms that must differ: what repeats is a label."""
_SHARE = 0.7
"""Part of a file's lines that must be such terms where nothing says that it is a glossary."""


def _definitions(lines: Sequence[Line]) -> Claim:
    """Claim terms with their definitions below: `: …`, or `<dt>` and `<dd>`."""
    marks = [mark for index in range(len(lines)) if (mark := _term(lines, index) or _html_term(lines, index))]
    if len(marks) < _LEAST:
        return Claim()
    return _with_headings(marks, lines, 4.0, f"{len(marks)} terms of a definition list")


def _term(lines: Sequence[Line], index: int) -> Mark | None:
    line = lines[index]
    if line.state is not State.TEXT or line.indent or _DEFINITION.match(line.body) or _NO_TERM.match(line.body):
        return None
    found: list[str] = []
    for below in (lines[i] for i in range(index + 1, len(lines))):
        match = _DEFINITION.match(below.body) if below.state is State.TEXT else None
        if not match:
            break
        found.append(match["text"])
    if not found or width(line.body) > _MAX_TERM * 2:
        return None
    return _mark(index, line.body, "\n\n".join(found), index + len(found))


def _html_term(lines: Sequence[Line], index: int) -> Mark | None:
    found = _DT.match(lines[index].body) if lines[index].state is State.TEXT else None
    return _mark(index, found["text"], _D_TAGS.sub("", found["rest"] or ""), index) if found and found["text"] else None


def _mark(index: int, text: str, rest: str, last: int) -> Mark:
    return Mark(
        index=index, kind=MarkKind.PROMPT, text=text, rest=rest, last=last, rule="term with its definition", level=7
    )


def _with_headings(marks: Sequence[Mark], lines: Sequence[Line], weight: float, reason: str) -> Claim:
    both = sorted([*marks, *heading_marks(lines, may_open=False)], key=lambda mark: mark.index)
    return Claim(marks=tuple(both), score=weight * len(marks), reason=reason)


def _term_lines(lines: Sequence[Line]) -> Claim:
    """Claim `**term**: meaning` lines below a heading that says glossary, or where nearly all lines are such."""
    headings = heading_marks(lines, may_open=False)
    at_heading = {mark.index for mark in headings}
    texts = [i for i, line in enumerate(lines) if line.state is State.TEXT and not line.indent and i not in at_heading]
    strong = [mark for i in texts if (mark := _line(lines[i], i, _STRONG))]
    distinct = len({mark.text for mark in strong})
    if distinct < max(_LEAST_STRONG, _SHARE * len(texts), _DISTINCT * len(strong)):
        strong = []
    for mark, following in pairwise([*headings, None]):
        stop = following.index if following else len(lines)
        if mark and GLOSSARY.search(mark.text):
            inside = (i for i in range(mark.index + 1, stop) if lines[i].state is State.TEXT and not lines[i].indent)
            strong += [one for i in inside if (one := _line(lines[i], i, _STRONG) or _line(lines[i], i, _PLAIN))]
    if not headings and texts and GLOSSARY.search(lines[texts[0]].body):
        strong += [one for i in texts[1:] if (one := _line(lines[i], i, _BARE))]
    marks = list({mark.index: mark for mark in strong}.values())
    if len(marks) < _LEAST:
        return Claim()
    return _with_headings(marks, lines, 2.5, f"{len(marks)} lines of a term and its meaning")


def _line(line: Line, index: int, shape: re.Pattern[str]) -> Mark | None:
    found = shape.match(line.body)
    is_term = found and width(found["text"]) <= _MAX_TERM
    return _mark(index, found["text"], found["rest"], index) if found and is_term else None


DIALECTS = (
    Dialect(name="definition-lists", describe="terms with `: definition` or <dt>/<dd> below", claim=_definitions),
    Dialect(name="term-lines", describe="lines of a bold term and its meaning", claim=_term_lines),
)
