"""Lines of a note file, each with what surrounds it: fence, comment, formula, front matter, or plain text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from generator.diagnostics import Code, Diagnostic, Span, warning
from generator.markup.characters import width

TAB = 4


class State(Enum):
    """What a line is part of; only TEXT lines are looked at by the dialects' rules."""

    TEXT = auto()
    BLANK = auto()
    FENCE = auto()
    COMMENT = auto()
    MATH = auto()
    FRONT = auto()
    APART = auto()
    """A list of answers or of shared choices: it belongs to questions elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: `text` without its end and without hidden comments, `indent` in columns (tab 4, wide space 2)."""

    number: int
    text: str
    state: State
    indent: int
    gap: int
    """Blank lines directly above."""

    @property
    def body(self) -> str:
        """The text without surrounding white space."""
        return self.text.strip()


class Page(tuple[Line, ...]):
    """Lines that are looked at by many rules: two pages are the same only if they are one object."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        """Return whether both are one object."""
        return self is other

    def __hash__(self) -> int:
        """Return a hash of the object, not of its lines."""
        return id(self)


_FENCE = re.compile(r"\s*(?:[-*+>]\s+|\d+[.)]\s+)*(`{3,}|~{3,})([^`]*)$")
_TOO_DEEP = re.compile(r"^\s*(?:>\s*|[*+-]\s+){30,}|\[{100,}|\({100,}|\{{100,}")
_MATH_END = re.compile(r"\$\$")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def indent_of(text: str) -> int:
    """Return the columns of leading white space: a tab runs to the next multiple of 4, U+3000 is 2 wide."""
    columns = 0
    for char in text:
        if char == "\t":
            columns += TAB - columns % TAB
        elif char == "\u3000":
            columns += 2
        elif char.isspace():
            columns += 1
        else:
            break
    return columns


def scan(text: str, path: str) -> tuple[Page, tuple[Diagnostic, ...]]:
    """Return every line of a note, classified, and complaints about what is never closed.

    A fence or comment without its end is taken for a stray mark: only its own line counts, so that the rest
    of the file is not swallowed.
    """
    raw = text.split("\n")
    while raw and not raw[-1].strip():
        raw.pop()
    scanner = _Scanner(raw, path)
    return scanner.scan(), tuple(scanner.found)


class _Scanner:
    """State of one pass over the lines."""

    def __init__(self, raw: list[str], path: str) -> None:
        self.raw = raw
        self.path = path
        self.found: list[Diagnostic] = []
        self.lines: list[Line] = []
        self.gap = 0

    def scan(self) -> Page:
        i = self._front_matter()
        while i < len(self.raw):
            i = self._fence(i) or self._comment(i) or self._math(i) or self._plain(i)
        return Page(self.lines)

    def _add(self, i: int, state: State, text: str | None = None) -> None:
        text = self.raw[i] if text is None else text
        if state is State.TEXT and not text.strip():
            state = State.BLANK if not self.raw[i].strip() else State.COMMENT
        self.lines.append(Line(number=i + 1, text=text, state=state, indent=indent_of(text), gap=self.gap))
        self.gap = self.gap + 1 if state in {State.BLANK, State.COMMENT} else 0

    def _front_matter(self) -> int:
        if not self.raw or self.raw[0].rstrip() != "---":
            return 0
        for end in range(1, min(len(self.raw), 50)):
            line = self.raw[end].rstrip()
            if line in {"---", "..."}:
                for i in range(end + 1):
                    self._add(i, State.FRONT)
                return end + 1
            if line and not re.match(r"[\w-]+\s*:|\s+\S|-\s|#", line):
                return 0
        return 0

    def _fence(self, i: int) -> int:
        opening = _FENCE.match(self.raw[i])
        if not opening:
            return 0
        mark = opening[1]
        above = self.raw[i - 1].strip() if i else ""
        if mark[0] == "~" and above and abs(len(mark) - width(above)) <= 1:
            return 0
        closing = re.compile(rf"[\s>]*{re.escape(mark[0])}{{{len(mark)},}}\s*$")
        for end in range(i + 1, len(self.raw)):
            if closing.match(self.raw[end]):
                for j in range(i, end + 1):
                    self._add(j, State.FENCE)
                return end + 1
        hint = f"end the block with a line of {mark}"
        self._warn(Code.UNCLOSED_FENCE, i, "this code fence is never closed; read as text", hint)
        self._add(i, State.TEXT)
        return i + 1

    def _comment(self, i: int) -> int:
        """Hide comments: within the line, or over several lines."""
        text = _COMMENT.sub("", self.raw[i])
        at = text.find("<!--")
        if text == self.raw[i] and at < 0:
            return 0
        if at < 0:
            self._add(i, State.TEXT, text)
            return i + 1
        for end in range(i + 1, len(self.raw)):
            if "-->" in self.raw[end]:
                self._add(i, State.TEXT, text[:at])
                for j in range(i + 1, end):
                    self._add(j, State.COMMENT, "")
                self._add(end, State.TEXT, self.raw[end].split("-->", 1)[1])
                return end + 1
        self._warn(Code.UNCLOSED_COMMENT, i, "this comment is never closed; read as text", "end it with -->")
        self._add(i, State.TEXT, text.replace("<!--", ""))
        return i + 1

    def _math(self, i: int) -> int:
        """A `$$` block that starts a line and ends on a later one."""
        text = self.raw[i].strip()
        if not text.startswith("$$") or _MATH_END.search(text, 2):
            return 0
        for end in range(i + 1, min(len(self.raw), i + 60)):
            if "$$" in self.raw[end]:
                for j in range(i, end + 1):
                    self._add(j, State.MATH)
                return end + 1
        return 0

    def _plain(self, i: int) -> int:
        if _TOO_DEEP.search(self.raw[i]):
            hint = "the rest of the line is printed as plain text; use fewer levels"
            self._warn(Code.TOO_DEEP, i, "quotes, lists or brackets are nested too deep to follow", hint)
        self._add(i, State.TEXT)
        return i + 1

    def _warn(self, code: Code, i: int, message: str, hint: str) -> None:
        self.found.append(warning(code, message, Span(path=self.path, line=i + 1, end_line=i + 1), hint))
