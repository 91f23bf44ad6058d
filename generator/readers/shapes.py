"""The shapes of a question without number or heading: how the text of one is read from its line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from generator.markup.characters import has_cjk
from generator.readers.bold import bold_line
from generator.readers.lines import Line, State
from generator.readers.names import QUESTION_LABEL, folds_answer
from generator.readers.wording import is_prompt, take_marks

if TYPE_CHECKING:
    from collections.abc import Sequence

_BULLET = re.compile(r"^[-*+•·]\s+(?:\[[ xX]\]\s*)?(?P<text>\S.*)$")
_QUOTE = re.compile(r"^>\s*(?P<text>[^>\s].*)$")
_SUMMARY_OPEN = re.compile(r"^(?:[-*+]\s+|\d+[.)、]\s*)?(?:<details\b[^>]*>\s*)?<summary\b[^>]*>", re.IGNORECASE)
_SUMMARY_CLOSE = re.compile(r"</summary>", re.IGNORECASE)
_TAGS = re.compile(r"</?(?:b|strong|h\d|font|span|i|em|p|br)\b[^>]*>", re.IGNORECASE)
_LEFTOVER = re.compile(r"^(?:\s*</?(?:b|strong|p|br|em|i|div|details)\b[^>]*>\s*)+", re.IGNORECASE)
_CONTENTS_LINK = re.compile(
    r"^(?:\[[^\]]*\]\s*)*\[[^\]]*\]\((?:#[^)]*|(?!\w+://)[^)\s]*\.(?:md|markdown|html?|txt)(?:#[^)]*)?)\)"
)
_LINK = re.compile(r"\[(?P<text>[^\]]+)\]\((?P<address>\w+://[^)\s]+)\)\s*$")
_SAME_LINE = re.compile(r"^(?P<text>.{3,90}?[？?])\s*(?:答案?[:：]|A[:：])?\s*(?P<rest>[^？?]{2,})$")
_LABELLED = re.compile(
    r"^(?P<text>.{2,200}?[\s？?。])(?:\*\*|__)?\s*(?:答案?|解答|Answer|Ans|A)\s*[:：]\s*(?:\*\*|__)?\s*(?P<rest>\S.*)$"
)
_LETTERS = re.compile(r"[（(]?[A-H](?:[、,，]?[A-H])*[）)]?\s*$|.*\bB\s*[.:：、)）]")
_NO_ANSWER = re.compile(r"[（(【\[\]）)*_`\"'”’」』]|等$|[a-z]{0,2}=")
_RULE = re.compile(r"(?:-{3,}|\*{3,}|_{3,})$")
_SUMMARY_LINES = 12
"""A `<summary>` longer than this is not one question."""


class Shaped(NamedTuple):
    """A line's text, what follows it on the line, and the index of the last line it reaches (-1: its own)."""

    text: str
    rest: str = ""
    last: int = -1


def split_same_line(text: str) -> tuple[str, str]:
    """Return (prompt, start of the answer) of a line that goes on after its question mark."""
    labelled = _LABELLED.match(text)
    if labelled and not _LETTERS.match(labelled["rest"]):
        return QUESTION_LABEL.sub("", labelled["text"]).strip(), labelled["rest"].strip()
    found = _SAME_LINE.match(text)
    if not found or _asks_on(found["rest"]) or _NO_ANSWER.match(found["rest"]) or not take_marks(found["rest"])[0]:
        return text, ""
    return found["text"], found["rest"].strip()


def _asks_on(rest: str) -> bool:
    """Whether what follows a question asks on: in English by its first word, for "where" joins clauses as well."""
    return is_prompt(rest) if has_cjk(rest) else is_prompt(rest.split(maxsplit=1)[0])


def bullet(lines: Sequence[Line], index: int) -> Shaped | None:
    """Read a bullet; links into the document or to its sister files are a table of contents."""
    found = _BULLET.match(lines[index].body)
    if not found or is_contents_link(found["text"]):
        return None
    bold = bold_line(found["text"])
    if not bold and _goes_on(lines, index):
        return Shaped(f"{found['text']}{lines[index + 1].body}", "", index + 1)
    return Shaped(*(bold or split_same_line(found["text"])))


def _goes_on(lines: Sequence[Line], index: int) -> bool:
    """Whether a bullet's question ends on the next line, broken without indent."""
    below = lines[index + 1] if index + 1 < len(lines) else None
    return (
        below is not None
        and below.state is State.TEXT
        and below.indent <= lines[index].indent
        and not _BULLET.match(below.body)
        and below.body.endswith(("?", "？"))
    )


def is_contents_link(text: str) -> bool:
    """Whether a text is a link into the document or to a sister file: a line of a table of contents."""
    return bool(_CONTENTS_LINK.match(text))


def is_bullet(line: Line) -> bool:
    """Whether a line begins with a bullet."""
    return bool(_BULLET.match(line.body))


def is_linked(shaped: Shaped) -> bool:
    """Whether a prompt is a link out of the notes."""
    return bool(_LINK.search(shaped.text))


def quote(lines: Sequence[Line], index: int) -> Shaped | None:
    """Read the first line of a quote."""
    found = _QUOTE.match(lines[index].body)
    before = lines[index - 1].body if index else ""
    return Shaped(found["text"]) if found and not before.startswith(">") else None


def summary(lines: Sequence[Line], index: int) -> Shaped | None:
    """Read what a `<summary>` says, over several lines if need be; a mere label ("answer") is none."""
    opening = _SUMMARY_OPEN.match(lines[index].body)
    if not opening:
        return None
    texts = [lines[index].body[opening.end() :]]
    last = index
    while not _SUMMARY_CLOSE.search(texts[-1]):
        last += 1
        if last >= len(lines) or last > index + _SUMMARY_LINES or lines[last].state not in {State.TEXT, State.BLANK}:
            return None
        texts.append(lines[last].text)
    texts[-1], rest = _SUMMARY_CLOSE.split(texts[-1], maxsplit=1)
    text = _TAGS.sub("", " ".join(_unlisted(one) for one in texts)).strip()
    if not text or folds_answer(text):
        return None
    return Shaped(text, _LEFTOVER.sub("", rest).strip(), last)


def _unlisted(line: str) -> str:
    return re.sub(r"^\s*(?:[-*+]\s+)?", "", line).strip()


def bold(lines: Sequence[Line], index: int) -> Shaped | None:
    """Read a bold line."""
    found = bold_line(lines[index].text) if lines[index].indent < 2 else None
    return Shaped(*found) if found else None


def bare(lines: Sequence[Line], index: int) -> Shaped | None:
    """Read a line that stands alone between blank lines and ends with a question mark."""
    line = lines[index]
    alone = (line.gap or index == 0) and (index + 1 >= len(lines) or lines[index + 1].state is State.BLANK)
    plain = not line.indent and re.match(r"[^\s\-*+>#|<!\[`$]", line.body)
    asks = line.body.endswith(("？", "?")) or (_after_rule(lines, index) and is_prompt(line.body))
    return Shaped(line.body) if alone and plain and asks else None


def _after_rule(lines: Sequence[Line], index: int) -> bool:
    """Whether a thematic break stands right above."""
    above = next((lines[i].body for i in range(index - 1, -1, -1) if lines[i].body), "")
    return bool(_RULE.match(above))
