r"""Find TeX in notes before Markdown can touch it: `$…$`, `$$…$$`, `\(…\)`, `\[…\]` and bare environments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

_INLINE = (
    re.compile(r"\$\$(?P<display>(?:\\.|[^$\\])+?)\$\$", re.DOTALL),
    re.compile(r"\$(?P<tex>(?:\\.|[^$\\])+?)\$(?!\d)", re.DOTALL),
    re.compile(r"\\\((?P<tex>.+?)\\\)", re.DOTALL),
    re.compile(r"\\\[(?P<display>.+?)\\\]", re.DOTALL),
)
_LOOKS_LIKE_TEX = re.compile(r"[\\^_{}=<>+*/|]|^\s*[A-Za-z0-9α-ωΑ-Ω]{1,3}'?\s*$")
_ENVIRONMENT = re.compile(r"\\begin\{((?:equation|align|gather|multline|alignat|eqnarray|displaymath)\*?)\}")


def math_inline(state: StateInline, silent: bool) -> bool:
    """Markdown-it inline rule: push a `math_inline` token (`info` is "display" for doubled delimiters)."""
    if state.src[state.pos] not in "$\\":
        return False
    for pattern in _INLINE:
        found = pattern.match(state.src, state.pos, state.posMax)
        if found and _is_formula(found, state.src):
            if not silent:
                token = state.push("math_inline", "", 0)
                groups = found.groupdict()
                token.content = (groups.get("tex") or groups.get("display") or "").strip()
                token.info = "display" if groups.get("display") else ""
            state.pos = found.end()
            return True
    return False


def _is_formula(found: re.Match[str], source: str) -> bool:
    """Tell TeX from money: `$5 and $10` has a space before its second sign, `$ x_i $` looks like TeX."""
    if source[found.start()] == "\\" or found.groupdict().get("display"):
        return bool(found[0][2:-2].strip()) and "\n\n" not in found[0]
    content = found["tex"]
    if not content.strip() or "\n\n" in content:
        return False
    if content[0].isspace() or content[-1].isspace():
        return bool(_LOOKS_LIKE_TEX.search(content))
    return True


def math_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    r"""Markdown-it block rule: `$$`, `\[` or a bare environment at a line's start, up to its close.

    It may interrupt a paragraph (notes seldom leave a blank line); without a close it is no formula.
    """
    first = _line(state, start)
    opened = _opening(first)
    if opened is None:
        return False
    closing, keep = opened
    found = _find_close(state, start, end, closing, skip=0 if keep else 2)
    if found is None:
        return False
    last, column = found
    if silent:
        return True
    tail = _line(state, last)[column:].strip()
    token = state.push("math_block", "", 0)
    token.content = _content(state, start, last, column, closing, keep=keep)
    token.map = [start, last + 1]
    if tail:
        opening = state.push("paragraph_open", "p", 1)
        opening.map = [last, last + 1]
        inline = state.push("inline", "", 0)
        inline.content, inline.map, inline.children = tail, [last, last + 1], []
        state.push("paragraph_close", "p", -1)
    state.line = last + 1
    return True


def _opening(line: str) -> tuple[str, bool] | None:
    """Return (closing delimiter, whether the delimiters belong to the TeX), or None."""
    if line.startswith("$$"):
        return "$$", False
    if line.startswith("\\["):
        return "\\]", False
    environment = _ENVIRONMENT.match(line)
    return (f"\\end{{{environment[1]}}}", True) if environment else None


def _find_close(state: StateBlock, start: int, end: int, closing: str, skip: int) -> tuple[int, int] | None:
    """Return (line, column after the close); a blank line inside is allowed only before 60 lines have passed."""
    for number in range(start, min(end, start + 60)):
        line = _line(state, number)
        if number > start and line and state.sCount[number] < state.blkIndent:
            return None
        at = line.find(closing, skip if number == start else 0)
        if at >= 0:
            return number, at + len(closing)
    return None


def _content(state: StateBlock, start: int, last: int, column: int, closing: str, *, keep: bool) -> str:
    lines = [_line(state, number) for number in range(start, last + 1)]
    lines[-1] = lines[-1][:column]
    text = "\n".join(lines)
    return text if keep else text[2 : len(text) - len(closing)].strip()


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]
