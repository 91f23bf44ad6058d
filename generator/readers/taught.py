"""Dialects that a user teaches in study.toml with two patterns: how a question looks, and how its answer begins."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from generator.diagnostics import Code, Diagnostic, Span, error
from generator.readers.dialect import Claim, Dialect
from generator.readers.headings import heading_marks
from generator.readers.lines import Line, State
from generator.readers.marks import Mark, MarkKind, in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WEIGHT = 9.0
"""What a user took the trouble to teach outweighs every dialect of ours."""
_LONGEST = 2000
"""Longer lines are not matched: a careless pattern must not take for ever."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """One `[[dialect]]` row of study.toml.

    `question` and `answer` are regular expressions (Python's `re`), tried at the beginning of a line without
    its indent. The prompt is the group `text`, else the last group, else what follows the match; the group `n`
    is its number. `answer` marks where the answer begins: what stands before it belongs to the prompt, and
    what the pattern matches goes; empty where answers have no mark.
    """

    name: str
    question: str
    answer: str = ""
    line: int = 0
    """Line of study.toml, for complaints."""


def taught_dialects(rows: Iterable[Taught]) -> tuple[tuple[Dialect, ...], tuple[Diagnostic, ...]]:
    """Return the dialects of the rows whose patterns are valid, and complaints about the others."""
    dialects: list[Dialect] = []
    found: list[Diagnostic] = []
    for row in rows:
        try:
            question, answer = re.compile(row.question), re.compile(row.answer) if row.answer else None
        except re.error as problem:
            found.append(_invalid(row, str(problem)))
            continue
        if question.match(""):
            found.append(_invalid(row, "`question` matches an empty line"))
            continue
        describe = f"taught in study.toml: lines that match {row.question}"
        dialects.append(Dialect(name=row.name, describe=describe, claim=partial(_claim, question, answer)))
    return tuple(dialects), tuple(found)


def _invalid(row: Taught, problem: str) -> Diagnostic:
    span = Span(path="study.toml", line=row.line, end_line=row.line)
    hint = "write a regular expression as Python's re module reads them, in single quotes"
    return error(Code.BAD_VALUE, f'[[dialect]] "{row.name}": {problem}', span, hint)


def _claim(question: re.Pattern[str], answer: re.Pattern[str] | None, lines: Sequence[Line]) -> Claim:
    starts = [(i, found) for i, line in enumerate(lines) if (found := _match(question, line))]
    marks: list[Mark] = []
    for position, (index, found) in enumerate(starts):
        stop = starts[position + 1][0] if position + 1 < len(starts) else len(lines)
        marks.append(_mark(lines, index, found, answer, stop))
    if not marks:
        return Claim()
    reason = f"{len(marks)} lines that match the pattern of study.toml"
    both = in_order([*marks, *heading_marks(lines, may_open=False)])
    return Claim(marks=both, score=_WEIGHT * len(marks), reason=reason)


def _match(shape: re.Pattern[str], line: Line) -> re.Match[str] | None:
    return shape.match(line.body) if line.state is State.TEXT and len(line.body) <= _LONGEST else None


def _mark(lines: Sequence[Line], index: int, found: re.Match[str], answer: re.Pattern[str] | None, stop: int) -> Mark:
    texts, rest, last = [_text(found)], "", index
    at = next((i for i in range(index + 1, stop) if answer and _match(answer, lines[i])), -1)
    opening = _match(answer, lines[at]) if answer and at >= 0 else None
    if opening:
        texts += [lines[i].text for i in range(index + 1, at)]
        rest, last = lines[at].body[opening.end() :].strip(), at
    return Mark(
        index=index,
        kind=MarkKind.PROMPT,
        text="\n".join(texts).strip(),
        rest=rest,
        last=last,
        number=found.groupdict().get("n") or "",
        rule="pattern of study.toml",
        level=7,
    )


def _text(found: re.Match[str]) -> str:
    """Return the prompt's text: the group `text`, else the last group, else the rest of the line."""
    text = found.groupdict().get("text")
    if text is None and found.re.groups and "n" not in found.re.groupindex:
        text = found[found.re.groups]
    return (text if text is not None else found.string[found.end() :]).strip()
