"""The dialect of tables: a row asks in one cell and answers in another, as the table's head says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.readers.dialect import Claim, Dialect
from generator.readers.headings import contents_lines, heading_marks
from generator.readers.lines import Line, State
from generator.readers.marks import Mark, MarkKind, ends_after
from generator.readers.options import cells_of, is_delimiter
from generator.readers.wording import is_prompt

if TYPE_CHECKING:
    from collections.abc import Sequence

_ASKING = re.compile(
    r"^(?:问题?|題目?|题目?|問題?|面试题|面試題|質問|設問|提问|questions?|q|prompt|front|ask|interview questions?)$",
    re.IGNORECASE,
)
_TERM = re.compile(
    r"^(?:名[词詞]|术语|術語|概念|[单單][词詞]|[词詞][汇彙语語]?|关键[词字]|知识点|用語|言葉|キーワード|缩写|縮寫|terms?|concepts?|words?|"
    r"vocab(?:ulary)?|acronym|abbreviation|key ?term|phrase)$",
    re.IGNORECASE,
)
_ANSWERING = re.compile(
    r"^(?:(?:参考|简要)?答案?|解答|回答|解[释釋析]|[释釋][义義]|定[义義]|含[义義]|意[思义義味]|说明|說明|説明|全称|翻译|描述|简介|"
    r"answers?|a|back|definitions?|meanings?|descriptions?|explanations?|stands for|translation|what it means)$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"^(?:#|no\.?|序号|编号|题号|id|番号|№)$", re.IGNORECASE)
_LINKS = re.compile(r"\]\(#")
_WEIGHT = 4.0
_LEAST = 2
_ASKING_SHARE = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    prompt: int
    answer: int
    """-1 where the table has questions only."""
    number: int


def claim(lines: Sequence[Line]) -> Claim:
    """Claim the rows of tables of questions or terms, unless the table answers a question above it."""
    headings = heading_marks(lines, may_open=False)
    contents = contents_lines(lines)
    marks: list[Mark] = []
    above = ""
    at_heading = {mark.index: mark.text for mark in headings}
    stop = 0
    for start in range(len(lines) - 2):
        above = at_heading.get(start, above)
        if start < stop or lines[start].state is not State.TEXT or not is_delimiter(lines[start + 1].text):
            continue
        stop = next((i for i in range(start + 2, len(lines)) if "|" not in lines[i].text), len(lines))
        if start not in contents and not is_prompt(above):
            marks += _rows(lines, start, stop)
    if len(marks) < _LEAST:
        return Claim()
    both = tuple(sorted([*marks, *headings], key=lambda mark: mark.index))
    reason = f"{len(marks)} rows of tables of questions or terms"
    return Claim(marks=ends_after(both, lines), score=_WEIGHT * len(marks), reason=reason)


def _rows(lines: Sequence[Line], start: int, stop: int) -> list[Mark]:
    columns = _columns(cells_of(lines[start].body))
    if columns is None:
        return []
    out: list[Mark] = []
    for index in range(start + 2, stop):
        row = cells_of(lines[index].body)
        if columns.prompt < len(row) and row[columns.prompt]:
            out.append(_mark(index, row, columns))
    asks = sum(is_prompt(mark.text) for mark in out)
    is_listing = columns.answer < 0 and (asks < _ASKING_SHARE * len(out) or _has_anchors(out))
    return [] if is_listing else out


def _has_anchors(marks: Sequence[Mark]) -> bool:
    """Whether rows lead to places of the document: a table of contents."""
    return any(_LINKS.search(mark.text) for mark in marks)


def _columns(head: Sequence[str]) -> _Columns | None:
    """Return which columns ask and answer, by the words of the table's head."""
    bare = [cell.strip("*_` ") for cell in head]
    asking = next((i for i, cell in enumerate(bare) if _ASKING.match(cell)), -1)
    term = next((i for i, cell in enumerate(bare) if _TERM.match(cell)), -1)
    answer = next((i for i, cell in enumerate(bare) if _ANSWERING.match(cell) and i not in {asking, term}), -1)
    number = next((i for i, cell in enumerate(bare) if _NUMBER.match(cell)), -1)
    prompt = asking if asking >= 0 else term if answer >= 0 else -1
    return _Columns(prompt=prompt, answer=answer, number=number) if prompt >= 0 else None


def _mark(index: int, row: Sequence[str], columns: _Columns) -> Mark:
    has_answer = 0 <= columns.answer < len(row)
    return Mark(
        index=index,
        kind=MarkKind.PROMPT,
        text=row[columns.prompt],
        rest=row[columns.answer] if has_answer else "",
        number=row[columns.number] if 0 <= columns.number < len(row) else "",
        rule="row of a table",
        level=7,
        is_short=True,
    )


DIALECT = Dialect(name="table-rows", describe="tables of questions and answers, or of terms", claim=claim)
