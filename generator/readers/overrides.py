"""The user's corrections: what the reader got wrong, put right without touching the note."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.diagnostics import Code, Diagnostic, Span, warning
from generator.markup.characters import fold
from generator.readers.lines import Line, State
from generator.readers.marks import Mark, MarkKind

if TYPE_CHECKING:
    from collections.abc import Sequence

ACTIONS = ("split", "join", "ignore", "reword")


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One `[[read]]` row of study.toml: the first line of the file that holds `text`, and what to do there.

    split: an entry begins on this line. join: this entry belongs to the one above. ignore: this entry is
    none. reword: its prompt reads `prompt`.
    """

    action: str
    text: str
    prompt: str = ""
    line: int = 0
    """Line of study.toml, for complaints."""


def apply(
    marks: Sequence[Mark], lines: Sequence[Line], corrections: Sequence[Correction]
) -> tuple[tuple[Mark, ...], tuple[Diagnostic, ...], frozenset[int]]:
    """Return the corrected marks, complaints about rows that match nothing, and marks not to be entries."""
    out = list(marks)
    found: list[Diagnostic] = []
    ignored: set[int] = set()
    for row in corrections:
        index = _find(row.text, lines)
        if index < 0 or not _correct(row, index, out, lines, ignored):
            found.append(_unused(row))
    return tuple(sorted(out, key=lambda mark: mark.index)), tuple(found), frozenset(ignored)


def _find(text: str, lines: Sequence[Line]) -> int:
    wanted = fold(text)
    hits = (i for i, line in enumerate(lines) if line.state is State.TEXT and wanted and wanted in fold(line.text))
    return next(hits, -1)


def _correct(row: Correction, index: int, marks: list[Mark], lines: Sequence[Line], ignored: set[int]) -> bool:
    at = next((i for i, mark in enumerate(marks) if mark.index <= index <= mark.end), -1)
    if row.action == "split" and at < 0:
        text = row.prompt or lines[index].body.lstrip("#>-*+ ").strip()
        marks.append(Mark(index=index, kind=MarkKind.PROMPT, text=text, rule="split by study.toml", level=7))
    elif row.action == "join" and at >= 0:
        del marks[at]
    elif row.action == "ignore" and at >= 0:
        ignored.add(marks[at].index)
    elif row.action == "reword" and at >= 0 and row.prompt:
        marks[at] = replace(marks[at], text=row.prompt, rule=f"{marks[at].rule}, reworded by study.toml")
    else:
        return False
    return True


def _unused(row: Correction) -> Diagnostic:
    span = Span(path="study.toml", line=row.line, end_line=row.line)
    message = f'[[read]] {row.action} "{row.text}" matches no line it could change'
    return warning(Code.UNUSED_OVERRIDE, message, span, "copy a piece of the line from the note; see `check --explain`")
