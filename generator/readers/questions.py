"""Dialects without numbers or headings: bullets, quotes, folded summaries, bold lines and bare lines that ask."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from generator.readers.bold import bold_line
from generator.readers.dialect import Claim, Dialect
from generator.readers.headings import heading_marks
from generator.readers.lines import Line, State
from generator.readers.marks import Mark, MarkKind
from generator.readers.numbering import read_number
from generator.readers.wording import SUMMARY_LABEL, is_prompt, take_marks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_BULLET = re.compile(r"^[-*+•·]\s+(?:\[[ xX]\]\s*)?(?P<text>\S.*)$")
_QUOTE = re.compile(r"^>\s*(?P<text>[^>\s].*)$")
_SUMMARY = re.compile(
    r"^(?:<details\b[^>]*>\s*)?<summary\b[^>]*>(?P<text>.+?)</summary>\s*(?P<rest>.*)$", re.IGNORECASE
)
_TAGS = re.compile(r"</?(?:b|strong|h\d|font|span|code|i|em)\b[^>]*>", re.IGNORECASE)
_ANCHOR = re.compile(r"^\[[^\]]*\]\(#[^)]*\)")
_SAME_LINE = re.compile(r"^(?P<text>.{3,90}?[？?])\s*(?:答案?[:：]|A[:：])?\s*(?P<rest>[^？?]{4,})$")
_MAX_PROMPT = 160

Read = "Callable[[Sequence[Line], int], tuple[str, str] | None]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One such dialect: how a prompt's line is read, how much one weighs, and how many make a dialect.

    `share` is the part of the lines with this carrier (at the prompts' own depth) that must ask.
    """

    name: str
    describe: str
    plural: str
    read: Callable[[Sequence[Line], int], tuple[str, str] | None]
    weight: float
    least: int = 2
    share: float = 0.0


def split_same_line(text: str) -> tuple[str, str]:
    """Return (prompt, start of the answer) of a line that goes on after its question mark."""
    found = _SAME_LINE.match(text)
    if not found or is_prompt(found["rest"]) or re.match(r"[（(【\[]|等$", found["rest"]):
        return text, ""
    return found["text"], found["rest"].strip()


def _bullet(lines: Sequence[Line], index: int) -> tuple[str, str] | None:
    found = _BULLET.match(lines[index].body)
    if not found or _ANCHOR.match(found["text"]):
        return None
    bold = bold_line(found["text"])
    return bold or split_same_line(found["text"])


def _quote(lines: Sequence[Line], index: int) -> tuple[str, str] | None:
    found = _QUOTE.match(lines[index].body)
    before = lines[index - 1].body if index else ""
    return (found["text"], "") if found and not before.startswith(">") else None


def _summary(lines: Sequence[Line], index: int) -> tuple[str, str] | None:
    found = _SUMMARY.match(lines[index].body)
    text = _TAGS.sub("", found["text"]).strip() if found else ""
    return (text, found["rest"]) if found and text and not SUMMARY_LABEL.match(text) else None


def _bold(lines: Sequence[Line], index: int) -> tuple[str, str] | None:
    return bold_line(lines[index].text) if lines[index].indent < 2 else None


def _bare(lines: Sequence[Line], index: int) -> tuple[str, str] | None:
    """Read a line that stands alone between blank lines and ends with a question mark."""
    line = lines[index]
    alone = (line.gap or index == 0) and (index + 1 >= len(lines) or lines[index + 1].state is State.BLANK)
    plain = not line.indent and re.match(r"[^\s\-*+>#|<!\[`$]", line.body)
    return (line.body, "") if alone and plain and line.body.endswith(("？", "?")) else None


ROWS = (
    Row(
        name="folded-questions",
        describe="questions in <summary>, answers folded below",
        plural="<summary> lines",
        read=_summary,
        weight=5.0,
        least=1,
    ),
    Row(
        name="bold-questions",
        describe="bold lines that ask, answers below",
        plural="bold lines",
        read=_bold,
        weight=2.5,
    ),
    Row(
        name="bulleted-questions",
        describe="bullets that ask, answers deeper or none",
        plural="bullets",
        read=_bullet,
        weight=2.2,
        least=3,
        share=0.6,
    ),
    Row(
        name="quoted-questions",
        describe="quotes that ask, answers below",
        plural="quotes",
        read=_quote,
        weight=2.2,
        share=0.6,
    ),
    Row(
        name="bare-questions",
        describe="lines of their own that end with a question mark",
        plural="lines of their own",
        read=_bare,
        weight=1.5,
        least=3,
    ),
)


def _claim(row: Row, lines: Sequence[Line]) -> Claim:
    """Claim the lines of a row's shape that ask."""
    shaped = [
        (index, found)
        for index, line in enumerate(lines)
        if line.state is State.TEXT and (found := row.read(lines, index))
    ]
    asking = [(index, found) for index, found in shaped if _asks(row, found[0])]
    if not asking:
        return Claim()
    depth = min(lines[index].indent for index, _ in asking)
    level = [index for index, _ in shaped if lines[index].indent == depth]
    prompts = [(index, found) for index, found in asking if lines[index].indent == depth]
    if len(prompts) < row.least or len(prompts) < row.share * len(level):
        return Claim()
    marks = [_mark(row, index, *found) for index, found in prompts]
    both = sorted([*marks, *heading_marks(lines, may_open=False)], key=lambda mark: mark.index)
    reason = f"{len(prompts)} {row.plural} that ask"
    return Claim(marks=tuple(both), score=row.weight * len(prompts), reason=reason)


def _asks(row: Row, text: str) -> bool:
    """Whether a text is a prompt; what a summary folds is one whatever it says."""
    if len(text) > _MAX_PROMPT:
        return False
    return row.name == "folded-questions" or is_prompt(text) or bool(take_marks(text)[1])


def _mark(row: Row, index: int, text: str, rest: str) -> Mark:
    number = read_number(text)
    shown, body = (number[2], number[3]) if number and number[3] else ("", text)
    rule = f"one of the {row.plural} that ask"
    return Mark(index=index, kind=MarkKind.PROMPT, text=body, rest=rest, rule=rule, number=shown, level=7)


DIALECTS = tuple(Dialect(name=row.name, describe=row.describe, claim=partial(_claim, row)) for row in ROWS)
