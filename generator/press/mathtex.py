"""Ready TeX out of a Markdown note for MathJax: percent signs, tags, labels, page-wide environments."""

from __future__ import annotations

import re

MAX_TEX = 8000
"""Characters in one formula; MathJax needs about a second for this many letters."""

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ZERO_WIDTH = re.compile("[\u200b-\u200f\u2060\ufe0e\ufe0f\ufeff]")
_PERCENT = re.compile(r"\\.|%", re.DOTALL)
_LABEL = re.compile(r"\\label\s*\{[^{}]*\}")
_TAG = re.compile(r"\\tag\s*(?P<star>\*?)\s*\{(?P<text>(?:\\.|[^{}\\]|\{[^{}]*\})*)\}")
_STARRED = re.compile(r"\\hspace\s*\*")
r"""MathJax knows only `\hspace`; within a formula they are the same."""
_ROW_ENDS = re.compile(r"\s*(?:\Z|\\\\|\\end\s*\{|\\(?:notag|nonumber)(?![A-Za-z]))")
_ENVIRONMENT = re.compile(r"\\(?P<side>begin|end)\s*\{(?P<name>[A-Za-z]+)\*?\}")
_REPLACED = {
    "multline": "multlined",
    "flalign": "align*",
    "xalignat": "alignat*",
    "xxalignat": "alignat*",
    "displaymath": "equation*",
    "math": "equation*",
}
"""Environments that want a page's width, or that MathJax lacks, and what serves in their place."""
_DISPLAYED = re.compile(
    r"\s*\\begin\s*\{(?:equation|align|alignat|gather|multline|eqnarray|flalign|x{1,2}alignat|displaymath)\*?\}"
)


class UnreadableTexError(Exception):
    """The TeX holds something that no formula may; the message says what."""


def prepare(tex: str) -> str:
    r"""Return what to hand to MathJax for `tex` as it stands in a note.

    A bare `%` is a percent sign (see `_percent`), `\tag{6}` becomes "(6)" beside the formula, `\label` goes.

    Raises:
        UnreadableTexError: the formula is empty, overlong, or holds control characters.
    """
    found = _UNPRINTABLE.search(tex)
    if found:
        raise UnreadableTexError(f"the formula holds the control character U+{ord(found[0]):04X}")
    text = _ZERO_WIDTH.sub("", tex).replace("\r\n", "\n").replace("\r", "\n")
    text = _stripped(_LABEL.sub("", _escape_percents(_stripped(text))))
    text = _STARRED.sub(r"\\hspace", text)
    text = _TAG.sub(_beside, _ENVIRONMENT.sub(_environment, text))
    if not text:
        raise UnreadableTexError("the formula is empty")
    if len(text) > MAX_TEX:
        raise UnreadableTexError(f"the formula is {len(text)} characters long, more than {MAX_TEX}; split it")
    return text


def wants_display(tex: str) -> bool:
    """Tell whether the formula is an environment that only exists displayed (notes put such in `$…$` too)."""
    return bool(_DISPLAYED.match(tex))


def in_rows(tex: str) -> str:
    r"""Return TeX whose `\\` stand outside any environment as rows, as Markdown previewers show them."""
    return rf"\begin{{gathered}}{tex}\end{{gathered}}"


def _stripped(tex: str) -> str:
    r"""Strip white space, but leave `\ ` (a space by command) whole at the end."""
    text = tex.strip()
    backslashes = len(text) - len(text.rstrip("\\"))
    return f"{text} " if backslashes % 2 else text


def _escape_percents(tex: str) -> str:
    return _PERCENT.sub(lambda found: _percent(found, tex), tex)


def _percent(found: re.Match[str], tex: str) -> str:
    r"""Return `\%` for a bare percent sign, the sign itself where it opens a TeX comment.

    A comment stands at a line's start, after a space that does not follow a digit, or at a line's end;
    and the formula goes on below it. Everything else in a Markdown note is a percentage.
    """
    if found[0] != "%":
        return found[0]
    before, after = tex[: found.start()], tex[found.end() :]
    stripped = before.rstrip(" \t")
    comment = stripped.endswith("\n") or not stripped or after.startswith("\n")
    comment = comment or (stripped != before and not stripped[-1].isdigit())
    return "%" if comment and "\n" in after else r"\%"


def _environment(found: re.Match[str]) -> str:
    replacement = _REPLACED.get(found["name"])
    return f"\\{found['side']}{{{replacement}}}" if replacement else found[0]


def _beside(found: re.Match[str]) -> str:
    r"""Return the tag as text of its row: MathJax's own `\tag` would want the width of the page."""
    text = found["text"] if found["star"] else f"({found['text']})"
    last = _ROW_ENDS.match(found.string, found.end())
    return rf"\qquad\text{{{text}}}" if last else rf"\text{{{text}}}\qquad "
