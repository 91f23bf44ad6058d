"""The dialect of labelled pairs: `Q: … A: …`, `问：… 答：…`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.readers.dialect import Claim, Dialect
from generator.readers.headings import heading_marks
from generator.readers.lines import Line, State
from generator.readers.marks import Mark, MarkKind
from generator.readers.names import ANSWER_LABEL

if TYPE_CHECKING:
    from collections.abc import Sequence

_QUESTION = re.compile(
    r"^(?:[>\-*+]\s*)*(?:\*\*|__)?(?:[【\[])?(?:Q|Ques|Que|Question|Interviewer|问|問|问题|提问|題目|题目|質問|面试官)\s*\.?\s*(?P<n>\d{0,3})\s*(?:[】\]]\s*[:：]?|(?:\*\*|__)?\s*[:：.、])\s*(?:\*\*|__)?\s*(?P<text>\S.*?)(?:\*\*|__)?$",
    re.IGNORECASE,
)
_ITALIC = re.compile(r"^(?P<sign>[*_])(?P<text>[^*_\s].*)(?P=sign)$")
_EMPHASISED = re.compile(r"^(?P<sign>\*{1,3}|_{1,3})\S.*\S(?P=sign)$")
_INLINE_ANSWER = re.compile(r"^(.+?)\s+(?:\*\*)?(?:A|Answer|答)(?:\*\*)?\s*[:：]\s*(\S.*)$")


def claim(lines: Sequence[Line]) -> Claim:
    """Claim every line that begins with a question's label, when answers are labelled too."""
    prompts = [mark for index, line in enumerate(lines) if (mark := _prompt(index, line))]
    answers = sum(line.state is State.TEXT and bool(ANSWER_LABEL.match(line.body.lstrip("> "))) for line in lines)
    answers += sum(bool(mark.rest) for mark in prompts)
    if not prompts or not (answers or all(_EMPHASISED.match(lines[mark.index].body) for mark in prompts)):
        return Claim()
    headings = heading_marks(lines, may_open=False)
    marks = tuple(sorted([*prompts, *headings], key=lambda mark: mark.index))
    reason = f"{len(prompts)} lines labelled as questions, {answers} as answers"
    return Claim(marks=marks, score=4.5 * min(len(prompts), answers + 1), reason=reason)


def _prompt(index: int, line: Line) -> Mark | None:
    body = _ITALIC.sub(r"\g<text>", line.body)
    found = _QUESTION.match(body) if line.state is State.TEXT else None
    if not found:
        return None
    text, rest = found["text"].strip(), ""
    both = _INLINE_ANSWER.match(text)
    if both:
        text, rest = both[1], both[2]
    return Mark(
        index=index,
        kind=MarkKind.PROMPT,
        text=text,
        rest=rest,
        rule="question label",
        number=found["n"],
        level=7,
    )


DIALECT = Dialect(name="labelled-pairs", describe="question and answer labels (Q:/A:, 问/答)", claim=claim)
