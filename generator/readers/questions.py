"""Dialects without numbers or headings: bullets, quotes, folded summaries, bold lines and bare lines that ask."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from generator.readers import shapes
from generator.readers.dialect import Claim, Dialect
from generator.readers.headings import contents_lines, details_depth, heading_marks
from generator.readers.lines import Line, State
from generator.readers.marks import Mark, MarkKind
from generator.readers.numbers import read_number
from generator.readers.wording import is_prompt, take_marks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from generator.readers.shapes import Shaped

_MAX_PROMPT = 160
_MAX_FOLDED = 600
_LEAST_SILENT = 2
"""Folded blocks none of which asks must be so many."""
_NEARLY_ALL = 0.75
_MOST = 0.5
_WRAPS = 2
"""A `<summary>` with this many folded blocks right inside wraps questions and is none itself."""

Found = tuple[int, "Shaped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One such dialect: how a prompt's line is read, how much one weighs, and how many make a dialect.

    `share` is the part of the lines with this carrier (at the prompts' own depth) that must ask.
    """

    name: str
    describe: str
    plural: str
    read: Callable[[Sequence[Line], int], Shaped | None]
    weight: float
    least: int = 2
    share: float = 0.0
    carrier: str = ""
    asks: bool = True
    """Whether the words must ask; what a summary folds is a prompt whatever it says."""


ROWS = (
    Row(
        name="folded-questions",
        describe="questions in <summary>, answers folded below",
        plural="<summary> lines",
        read=shapes.summary,
        weight=5.0,
        least=1,
        asks=False,
    ),
    Row(
        name="bold-questions",
        describe="bold lines that ask, answers below",
        plural="bold lines",
        read=shapes.bold,
        weight=2.5,
    ),
    Row(
        name="bulleted-questions",
        describe="bullets that ask, answers deeper or none",
        plural="bullets",
        carrier="bullet",
        read=shapes.bullet,
        weight=2.2,
        least=3,
        share=0.6,
    ),
    Row(
        name="quoted-questions",
        describe="quotes that ask, answers below",
        plural="quotes",
        read=shapes.quote,
        weight=2.2,
        share=0.6,
    ),
    Row(
        name="bare-questions",
        describe="lines of their own that end with a question mark",
        plural="lines of their own",
        read=shapes.bare,
        weight=1.5,
        least=3,
    ),
)


def _claim(row: Row, lines: Sequence[Line]) -> Claim:
    """Claim the lines of a row's shape that ask."""
    contents = contents_lines(lines)
    shaped = [
        (index, found)
        for index, line in enumerate(lines)
        if line.state is State.TEXT and index not in contents and (found := row.read(lines, index))
    ]
    if not row.asks:
        shaped = _outermost(shaped, lines)
    asking = [(index, found) for index, found in shaped if _asks(row, found.text)]
    if not asking:
        return Claim()
    depth = min(lines[index].indent for index, _ in asking) if row.asks else 0
    level = [(index, found) for index, found in shaped if lines[index].indent == depth]
    prompts = [(index, found) for index, found in asking if lines[index].indent == depth or not row.asks]
    if not any(is_prompt(found.text) for _, found in prompts) and len(prompts) < _LEAST_SILENT:
        return Claim()
    if len(prompts) < row.least or len(prompts) < row.share * len(level):
        return Claim()
    if row.carrier:
        prompts = _with_siblings(prompts, level, lines)
    marks = [_mark(row, index, found) for index, found in prompts]
    ends = _parents(marks, lines) if row.carrier == "bullet" else []
    both = sorted([*marks, *heading_marks(lines, may_open=False), *ends], key=lambda mark: mark.index)
    reason = f"{len(prompts)} {row.plural} that ask"
    return Claim(marks=tuple(both), score=row.weight * len(prompts), reason=reason)


def _with_siblings(prompts: list[Found], level: list[Found], lines: Sequence[Line]) -> list[Found]:
    """Return the prompts with the bullets beside them, section by section, where nearly all of them ask."""
    starts = [mark.index for mark in heading_marks(lines, may_open=False)]
    asking = {index for index, _ in prompts}
    is_list = len(prompts) >= _NEARLY_ALL * len(level)
    out: list[Found] = []
    for low, high in pairwise([-1, *starts, len(lines)]):
        inside = [one for one in level if low < one[0] < high]
        asked = [one for one in inside if one[0] in asking]
        linked = [one for one in inside if shapes.is_linked(one[1])]
        if len(asked) >= (_MOST if is_list else _NEARLY_ALL) * len(inside):
            out += [one for one in inside if len(one[1].text) <= _MAX_PROMPT]
        elif asked and all(shapes.is_linked(found) for _, found in asked):
            out += linked
        else:
            out += asked
    return out


def _parents(marks: Sequence[Mark], lines: Sequence[Line]) -> list[Mark]:
    """Return ENDs at the bullets above the prompts' own depth: an answer does not reach over them."""
    depth = lines[marks[0].index].indent
    found = (i for i, line in enumerate(lines) if line.state is State.TEXT and line.indent < depth)
    rule = "bullet above the questions"
    return [
        Mark(index=i, kind=MarkKind.END, text="", rule=rule)
        for i in found
        if shapes.is_bullet(lines[i]) and i > marks[0].index
    ]


def _outermost(shaped: list[Found], lines: Sequence[Line]) -> list[Found]:
    """Return the folded blocks that are questions: outermost ones, or those inside a mere wrapper of several."""
    depth = details_depth(lines)
    depths = [depth[max(found.last, index)] for index, found in shaped]
    wrappers: set[int] = set()
    for i, own in enumerate(depths):
        inside = next((j for j in range(i + 1, len(shaped)) if depths[j] <= own), len(shaped))
        if sum(one == own + 1 for one in depths[i + 1 : inside]) >= _WRAPS:
            wrappers.add(i)
    out: list[Found] = []
    open_at: list[int] = []
    for i, one in enumerate(shaped):
        open_at = [level for level in open_at if level < depths[i]]
        if i not in wrappers and not open_at:
            out.append(one)
            open_at.append(depths[i])
    return out


def _asks(row: Row, text: str) -> bool:
    """Whether a text is a prompt."""
    if not row.asks:
        return len(text) <= _MAX_FOLDED
    return len(text) <= _MAX_PROMPT and (is_prompt(text) or bool(take_marks(text)[1]))


def _mark(row: Row, index: int, found: Shaped) -> Mark:
    number = read_number(found.text)
    shown, body = (number[2], number[3]) if number and number[3] else ("", found.text)
    return Mark(
        index=index,
        kind=MarkKind.PROMPT,
        text=body,
        rest=found.rest,
        last=found.last,
        rule=f"one of the {row.plural} that ask",
        number=shown,
        level=7,
    )


DIALECTS = tuple(Dialect(name=row.name, describe=row.describe, claim=partial(_claim, row)) for row in ROWS)
