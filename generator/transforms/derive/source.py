"""The source of an answer as an item maker sees it: lines outside code and formulas, sentences, bold words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model.bank import Answer

LIST_MARK = re.compile(
    r"(?P<bullet>[-*+•·])\s+|(?P<number>\d{1,2})(?:[.．](?!\d)|[、)）])\s*|"
    r"[（(](?P<bracket>\d{1,2}|[a-z]|[一二三四五六七八九十]{1,2}|i{1,3}|iv|vi?)[)）]\s*|(?P<circle>[①-⑳])\s*|"
    r"(?P<step>第[一二三四五六七八九十]+步|步骤[一二三四五六七八九十\d]+)\s*[:：]\s*"
)
"""A mark of a list item, by style."""

_LONGEST_LINE = 4000
"""Longer lines are data, not prose."""

_LONGEST_LABEL = 30

_PROTECTED = re.compile(r"\$\$.+?\$\$|\$[^$]+\$|`[^`]+`|!?\[(?:[^\[\]]|\[[^\]]*\])*\]\([^)]*\)|https?://\S+|<[^>]+>")
_BOLD = re.compile(r"\*\*(?P<stars>.+?)\*\*|<(?P<tag>u|b|strong)>(?P<tagged>.+?)</(?P=tag)>", re.IGNORECASE)
_END = re.compile(r"[。！？!?；;]+[”」』）)]*|(?<!\d)\.(?=\s+[A-Z\u4e00-\u9fff]|\s*$)")
_OPEN, _CLOSE = "（([「『“【《", "）)]」』”】》"
_FENCE = re.compile(r"\s*(?:```|~~~)")
MASK = "\ue000"
"""Stands for a character of code, TeX, a link or a picture where text is searched."""


@dataclass(frozen=True, slots=True)
class Bold:
    """A span of emphasised text, in a line whose marks of emphasis are gone."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """A line of running text: `text` without list mark and emphasis, `line` in the file."""

    text: str
    line: int
    bold: tuple[Bold, ...]


def readable(answer: Answer) -> Iterator[tuple[int, str]]:
    """Yield (file line, source) of the lines of an answer that are text: not code, TeX, a table or a heading."""
    inside = ""
    for offset, source in enumerate(answer.markdown.split("\n")):
        text = source.strip().lstrip("> ").strip()
        mark = "```" if _FENCE.match(text) else "$$" if text.count("$$") == 1 else ""
        if inside or mark:
            inside = "" if inside and mark == inside else inside or mark
        elif text and text[0] not in "|#" and len(text) <= _LONGEST_LINE:
            yield answer.line + offset, source


def prose(answer: Answer) -> Iterator[TextLine]:
    """Yield the lines of an answer that are text, without their list marks."""
    for line, source in readable(answer):
        yield text_line(unmarked(source.strip().lstrip("> ").strip()), line)


def unmarked(text: str) -> str:
    """Return a line without its list marks."""
    while found := LIST_MARK.match(text):
        text = text[found.end() :]
    return text


def masked(text: str) -> str:
    """Return text of the same length in which code, TeX, links and pictures are unreadable."""
    return _PROTECTED.sub(lambda found: MASK * len(found[0]), text)


def is_label_line(line: TextLine) -> bool:
    """Whether a line is nothing but a short bold label, no sentence."""
    text = line.text.strip()
    whole = len(line.bold) == 1 and line.text[line.bold[0].start : line.bold[0].end].strip(" :：") == text.strip(" :：")
    return whole and len(text) <= _LONGEST_LABEL and not re.search(r"[，。；！？,;!?]", text)


def text_line(text: str, line: int) -> TextLine:
    """Return a line with its emphasis taken out of the text and kept beside it."""
    out = ""
    done = 0
    bold: list[Bold] = []
    for found in _BOLD.finditer(text):
        inner = (found["stars"] or found["tagged"]).strip()
        out += text[done : found.start()]
        bold.append(Bold(len(out), len(out) + len(inner)))
        out += inner
        done = found.end()
    return TextLine(text=out + text[done:], line=line, bold=tuple(bold))


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the sentences of a line; brackets, code and TeX hold no ends."""
    depth = 0
    start = 0
    readable = masked(text)
    for found in re.finditer(rf"[{re.escape(_OPEN + _CLOSE)}]|{_END.pattern}", readable):
        if found[0] in _OPEN:
            depth += 1
        elif found[0] in _CLOSE:
            depth = max(depth - 1, 0)
        elif not depth:
            yield start, found.end()
            start = found.end()
    if text[start:].strip():
        yield start, len(text)
