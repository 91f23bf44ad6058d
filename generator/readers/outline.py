"""The dialect of long notes: a tree of headings, with bold question lines inside the sections."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from generator.markup.links import URL
from generator.readers.answers import Body
from generator.readers.bold import bold_line
from generator.readers.dialect import Claim, Dialect
from generator.readers.entries import clean_prompt
from generator.readers.headings import heading_marks
from generator.readers.lines import Line, State
from generator.readers.marks import Mark, MarkKind
from generator.readers.names import QUESTION_SECTION
from generator.readers.numbers import read_number
from generator.readers.shapes import split_same_line
from generator.readers.wording import INTERROGATIVE, MARKS, is_label, is_prompt, is_prompt_like, read_remark, take_marks

if TYPE_CHECKING:
    from collections.abc import Sequence

_NEARLY_ALL = 0.6
_WIDE_GAP = 2
_STARTERS = re.compile(r"^(?:[-*+>|#]|!\[|<|\d+[.、)）]|[（(]\d)")
_BARE_NUMBER = re.compile(r"(?P<n>\d{1,3}(?:\.\d{1,2})*)\s+(?P<text>[^\s\d+*/=<>-].*)")
_LEAST_BARE = 3
"""So many headings must begin with a number without punctuation for it to be one."""
_MAX_PLAIN_PROMPT = 120


def claim(lines: Sequence[Line]) -> Claim:
    """Claim headings, bold prompts, and in sections named for questions the plain lines that ask."""
    headings = _without_title(heading_marks(lines, may_open=True))
    if not headings:
        return Claim()
    is_bare = sum(bool(_BARE_NUMBER.match(mark.text)) for mark in headings) >= _LEAST_BARE
    numbered = _own_subheadings([_numbered(mark, is_bare=is_bare) for mark in headings])
    numbered = _without_bare_titles([_split(mark, lines) for mark in numbered], lines)
    marks: list[Mark] = []
    for position, mark in enumerate(numbered):
        stop = numbered[position + 1].index if position + 1 < len(numbered) else len(lines)
        bold = [] if _is_question(mark) else _bold_prompts(lines, mark.index + 1, stop)
        marks.append(mark)
        marks.extend(bold or _plain_prompts(lines, mark, stop))
    score = sum(_weight(mark, marks[i + 1] if i + 1 < len(marks) else None) for i, mark in enumerate(marks))
    prompts = sum(mark.kind is MarkKind.PROMPT for mark in marks)
    reason = f"a tree of {len(headings)} headings with {prompts} question lines inside the sections"
    return Claim(marks=tuple(marks), score=score, reason=reason)


def _without_title(headings: Sequence[Mark]) -> list[Mark]:
    """Return the headings with the document's title, alone on the highest level and first, opening nothing."""
    out = list(headings)
    if out and out[0].level == 1 and not is_prompt(out[0].text) and all(mark.level > out[0].level for mark in out[1:]):
        out[0] = replace(out[0], may_open=False)
    return out


def _without_bare_titles(headings: Sequence[Mark], lines: Sequence[Line]) -> list[Mark]:
    """Return the headings; where nearly all ask, one that does not and has nothing or headings below opens nothing."""
    asking = sum(is_prompt(mark.text) for mark in headings if mark.may_open)
    if asking < _NEARLY_ALL * sum(mark.may_open for mark in headings):
        return list(headings)
    bare: set[int] = set()
    for mark, following in pairwise([*headings, None]):
        stop = following.index if following else len(lines)
        is_parent = following is not None and mark is not None and following.level > mark.level
        is_silent = mark is not None and not is_prompt_like(mark.text)
        if mark and is_silent and (is_parent or not Body(lines[mark.end + 1 : stop], "").has_own_text()):
            bare.add(mark.index)
    return [replace(mark, may_open=mark.may_open and mark.index not in bare) for mark in headings]


def _own_subheadings(headings: Sequence[Mark]) -> list[Mark]:
    """Return the headings without those that only divide the answer of a question heading above them.

    A heading that asks keeps the deeper headings below it in its answer, unless one of them asks as well.
    """
    out: list[Mark] = []
    position = 0
    while position < len(headings):
        mark = headings[position]
        end = position + 1
        while end < len(headings) and headings[end].level > mark.level:
            end += 1
        below = headings[position + 1 : end]
        out.append(mark)
        position = (
            end if below and _is_question(mark) and not any(is_prompt(one.text) for one in below) else position + 1
        )
    return out


def _is_question(mark: Mark) -> bool:
    return bool(INTERROGATIVE.search(mark.text)) and not QUESTION_SECTION.search(clean_prompt(mark.text)[0])


def _numbered(mark: Mark, *, is_bare: bool) -> Mark:
    """Return a heading's mark with a leading number taken off its text; `is_bare`: also one without punctuation."""
    bare = _BARE_NUMBER.match(mark.text) if is_bare else None
    if bare:
        return replace(mark, text=bare["text"], number=bare["n"])
    found = read_number(mark.text)
    return replace(mark, text=found[3], number=found[2]) if found and found[3] else mark


def _split(mark: Mark, lines: Sequence[Line]) -> Mark:
    """Return a heading that answers on its own line, with nothing below it, as a prompt and its answer."""
    text, rest = split_same_line(mark.text)
    below = next((line.body for line in lines[mark.end + 1 : mark.end + 4] if line.body), "#")
    return replace(mark, text=text, rest=rest) if rest and below.startswith("#") else mark


def _weight(mark: Mark, following: Mark | None) -> float:
    asks = is_prompt(mark.text)
    if not mark.may_open and mark.kind is MarkKind.HEADING:
        return 0.0
    if mark.kind is MarkKind.PROMPT:
        return 2.5
    is_leaf = following is None or (following.kind is MarkKind.HEADING and following.level <= mark.level)
    return (3.5 if asks else 1.5) if is_leaf else (1.5 if asks else 0.25)


def _bold_prompts(lines: Sequence[Line], start: int, stop: int) -> list[Mark]:
    """Return the bold lines that open entries: those that ask, and short labels after such a one."""
    out: list[Mark] = []
    for index in range(start, stop):
        line = lines[index]
        found = bold_line(line.text) if line.state is State.TEXT and line.indent < 2 else None
        if not found:
            continue
        text = found.text
        _, own_marks = take_marks(line.text)
        if URL.search(text) or len(text) > _MAX_PLAIN_PROMPT:
            continue
        number = read_number(text)
        asks = is_prompt(text) or bool(own_marks)
        goes_on = bool(out and number and f"{number[1] - 1}" == out[-1].number)
        if asks or goes_on or (out and not out[-1].number and is_label(text)):
            rule = "bold line that asks" if asks else "bold label beside bold questions"
            out.append(replace(_prompt(index, _marked(line, text), rule, number), rest=found.rest))
    return out


def _marked(line: Line, text: str) -> str:
    """Return the prompt's text with the author's marks of its line in front."""
    return "".join(char for char in line.text if char in MARKS and char not in text) + text


def _prompt(index: int, text: str, rule: str, number: tuple[str, int, str, str] | None) -> Mark:
    shown = number[2] if number and number[3] else ""
    body = number[3] if number and number[3] else text
    return Mark(index=index, kind=MarkKind.PROMPT, text=body, rule=rule, number=shown, level=7)


def _plain_prompts(lines: Sequence[Line], heading: Mark, stop: int) -> list[Mark]:
    """Return the plain lines that are questions in a section whose heading says that it lists questions.

    Nothing but their place tells such lines from answers: the first line of the section, and any one-line
    paragraph after a wide gap (two blank lines, or a rule), unless it only introduces what follows.
    """
    title, _, _ = clean_prompt(heading.text)
    if not QUESTION_SECTION.search(title) or is_prompt(title):
        return []
    out: list[Mark] = []
    fresh = True
    for index in range(heading.index + 1, stop):
        line = lines[index]
        if line.state is State.BLANK:
            continue
        if _is_rule(line):
            fresh = True
            continue
        wide = fresh or line.gap >= _WIDE_GAP
        fresh = False
        if wide and _is_plain_prompt(lines, index, stop):
            out.append(_prompt(index, line.body, "line of a list of questions", None))
    return out


def _is_rule(line: Line) -> bool:
    return line.state is State.TEXT and bool(re.fullmatch(r"(?:-{3,}|\*{3,}|_{3,})", line.body))


def _is_plain_prompt(lines: Sequence[Line], index: int, stop: int) -> bool:
    line = lines[index]
    alone = index + 1 >= stop or lines[index + 1].state is State.BLANK
    return (
        alone
        and line.state is State.TEXT
        and not _STARTERS.match(line.body)
        and not line.body.endswith((":", "："))
        and not URL.search(line.body)
        and not read_remark(line.body)
        and len(line.body) <= _MAX_PLAIN_PROMPT
    )


DIALECT = Dialect(name="outline", describe="a tree of headings with bold questions", claim=claim)
