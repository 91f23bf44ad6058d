"""From marks to entries: the one engine below all dialects.

It knows how far an answer reaches, which headings are entries and which only a path, what is a remark and
what is furniture; and it accounts for every line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from generator.diagnostics import Span
from generator.markup import facts, plain
from generator.markup.links import URL
from generator.model.bank import (
    AnswerKind,
    Asked,
    Entry,
    EntryId,
    Markdown,
    Marker,
    Skipped,
)
from generator.readers.answers import Body, answer_of
from generator.readers.choices import Around, take_apart
from generator.readers.headings import is_contents
from generator.readers.lines import Line, State
from generator.readers.marks import Mark, MarkKind
from generator.readers.names import FURNITURE, QUESTION_LABEL
from generator.readers.wording import is_prompt, kind_of, read_remark, take_marks

if TYPE_CHECKING:
    from collections.abc import Sequence

_RULE = re.compile(r"^\s*(?:-{3,}|\*{3,}|_{3,}|=+)\s*$|^[\s>]*$")
_TAG_ONLY = re.compile(r"^\s*(?:</?(?:details|summary|div|p|center|br|font|a|span)\b[^>]*>\s*)+$", re.IGNORECASE)
_SUMMARY = re.compile(r"^\s*(?:<details[^>]*>)?\s*<summary>.*</summary>\s*$", re.IGNORECASE)
_TOC = re.compile(r"^\s*(?:\[TOC\]|@\[TOC\].*|\[\[_?TOC_?\]\]|\{:toc\})\s*$", re.IGNORECASE)
_ANCHOR = re.compile(r"^\s*(?:[-*+]|\d+[.)、])?\s*\[[^\]]*\]\(#[^)]*\)\s*$")
_FONT = re.compile(r"</?(?:font|span|b|strong|center|u)\b[^>]*>", re.IGNORECASE)
_BOLD_ALL = re.compile(r"^(?:\*\*|__)(.+?)(?:\*\*|__)([:：]?)$")

_STATES = {State.COMMENT: "comment", State.FRONT: "front matter", State.APART: "answers or choices listed apart"}
_SHAPES = (
    (_TOC, "table of contents mark"),
    (_RULE, "rule"),
    (_ANCHOR, "table of contents"),
    (_TAG_ONLY, "mark-up around an answer"),
    (_SUMMARY, "mark-up around an answer"),
)
"""Furniture by its shape, most telling first."""


@dataclass
class _Section:
    """One open heading while the lines are walked."""

    mark: Mark
    title: str


@dataclass
class Reading:
    """What the engine makes of one document."""

    entries: list[Entry] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


@lru_cache(maxsize=4096)
def clean_prompt(source: str) -> tuple[str, str, frozenset[Marker]]:
    """Return (plain prompt, prompt with inline mark-up, markers) of a prompt's source text.

    Author's marks, font tags, a bold around the whole, and a colon at the end go; inner punctuation stays.
    """
    text, markers = take_marks(_FONT.sub("", source))
    bold = _BOLD_ALL.match(text)
    if bold and "**" not in bold[1]:
        text = bold[1]
    text, more = take_marks(text)
    text = QUESTION_LABEL.sub("", text.strip()).rstrip(":：").rstrip()
    return " ".join(plain(text, addresses=True).split()), text, markers | more


def read_entries(
    path: str, lines: Sequence[Line], marks: Sequence[Mark], ignored: frozenset[int] = frozenset()
) -> Reading:
    """Return the entries that the marks open, in source order, and every other line with a reason.

    Marks whose index is in `ignored` (the user's wish) are no entries; their lines are skipped.
    """
    out = Reading()
    stack: list[_Section] = []
    claimed: set[int] = set()
    dropped: set[int] = set()
    for position, mark in enumerate(marks):
        stop = marks[position + 1].index if position + 1 < len(marks) else len(lines)
        if mark.kind is MarkKind.END:
            continue
        if mark.kind is MarkKind.HEADING:
            while stack and stack[-1].mark.level >= mark.level:
                stack.pop()
        above = tuple(section.title for section in stack)
        title, _, _ = clean_prompt(mark.text)
        if mark.kind is MarkKind.HEADING:
            stack.append(_Section(mark, title))
        body = Body(lines[mark.end + 1 : stop], mark.rest)
        if mark.index in ignored:
            dropped.update(range(mark.index, stop))
        elif _opens(mark, marks, position, body):
            entry, last = _entry(path, lines, mark, body, above)
            out.entries.append(entry)
            claimed.update(range(mark.index, last + 1))
    out.skipped.extend(_leftovers(lines, marks, claimed, dropped))
    return out


def _opens(mark: Mark, marks: Sequence[Mark], position: int, body: Body) -> bool:
    """Whether a mark opens an entry: prompts do; headings that may, with a body of their own or no children."""
    if mark.kind is MarkKind.PROMPT:
        return True
    title, _, _ = clean_prompt(mark.text)
    if not mark.may_open or not title or FURNITURE.match(title) or _is_contents(title, body):
        return False
    if body.is_todo_list() and not is_prompt(title):
        return False
    following = marks[position + 1] if position + 1 < len(marks) else None
    is_leaf = following is None or (following.kind is MarkKind.HEADING and following.level <= mark.level)
    return is_leaf or body.has_own_text()


def _is_contents(title: str, body: Body) -> bool:
    """Whether a section is a table of contents: named so, or nothing but links into the document."""
    texts = [text for text in body.texts if text.strip()]
    return is_contents(title, texts) or (bool(texts) and all(_ANCHOR.match(text) for text in texts))


def _entry(path: str, lines: Sequence[Line], mark: Mark, body: Body, above: tuple[str, ...]) -> tuple[Entry, int]:
    """Return the entry of a mark and the index of its last line."""
    asks = bool(mark.number) or is_prompt(mark.text) or mark.text.endswith((":", "："))
    around = Around(is_question=asks, opener=body.opener, shared=mark.shared, apart=mark.apart)
    parts = take_apart(mark.text, body.markdown(), around)
    prompt, source, markers = clean_prompt(parts.prompt)
    answer, oral = answer_of(parts.answer, body.first)
    if parts.options:
        answer = replace(answer, kind=AnswerKind.TEXT if parts.is_keyed else AnswerKind.NONE)
    asked = body.asked() or (Asked() if Marker.ASKED in markers else None)
    last = mark.end if body.last is None else mark.end + 1 + body.last
    asking = facts(parts.stem, line=body.first)
    found = facts(answer.markdown, line=answer.line)
    entry = Entry(
        id=EntryId(""),
        prompt=prompt,
        prompt_markdown=Markdown(f"{source}\n\n{parts.stem}" if parts.stem else source),
        kind=kind_of(prompt),
        number=mark.number,
        span=Span(path=path, line=lines[mark.index].number, end_line=lines[last].number),
        section=above,
        answer=answer,
        markers=markers,
        asked=asked,
        oral=oral,
        options=parts.options,
        links=tuple(dict.fromkeys((*asking.links, *found.links))),
        images=(*asking.images, *found.images),
        math=(*facts(source, line=lines[mark.index].number).math, *asking.math, *found.math),
    )
    return entry, last


def _leftovers(lines: Sequence[Line], marks: Sequence[Mark], claimed: set[int], dropped: set[int]) -> list[Skipped]:
    """Return the non-blank lines in no entry, neighbours with one reason joined."""
    first = marks[0].index if marks else len(lines)
    headings = {mark.index for mark in marks if mark.kind is MarkKind.HEADING}
    out: list[Skipped] = []
    for index, line in enumerate(lines):
        if index in claimed or line.state is State.BLANK:
            continue
        reason = "ignored by study.toml" if index in dropped else _reason(line, index, first, headings)
        if out and out[-1].reason == reason and not _between(lines, out[-1].end_line, index, claimed):
            out[-1] = replace(out[-1], end_line=line.number)
        else:
            out.append(Skipped(line=line.number, end_line=line.number, reason=reason))
    return out


def _between(lines: Sequence[Line], end_line: int, index: int, claimed: set[int]) -> bool:
    """Whether anything but blank lines stands between file line `end_line` and line index `index`."""
    return any(i in claimed or lines[i].state is not State.BLANK for i in range(end_line, index))


def _reason(line: Line, index: int, first: int, headings: set[int]) -> str:
    if line.state in _STATES:
        return _STATES[line.state]
    if index in headings:
        return "heading of a section"
    for shape, reason in _SHAPES:
        if shape.match(line.text):
            return reason
    if read_remark(line.body):
        return "remark"
    if index < first:
        return "preface"
    if URL.search(line.text) and not URL.sub("", line.body).strip(" -*[]()（）"):
        return "link of a section"
    return "text outside every entry"
