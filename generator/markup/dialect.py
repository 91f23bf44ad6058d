"""The Markdown dialect of messy notes: CommonMark, bent where Chinese and TeX need it (only importer of markdown_it).

Differences from CommonMark, each because real notes demand it: TeX is protected first; indented text is
never code and `---` never underlines a heading; emphasis works beside Chinese punctuation and leaves the `*`
of a product alone; bare addresses end where full-width text begins; tags that HTML does not know (`<mask>`)
are text; HTML does not switch Markdown off, tables, lists and preformatted blocks excepted.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.rules_block import html_block
from markdown_it.rules_inline.state_inline import Delimiter

from generator.markup.characters import is_cjk
from generator.markup.links import URL, clip
from generator.markup.math_rules import math_block, math_inline
from generator.markup.tags import TAG, is_known_tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_OPAQUE_HTML = re.compile(r"\s*<(?:table|pre|ul|ol|dl|script|style|svg|iframe|!--)\b", re.IGNORECASE)
_DUNDER = re.compile(r"__[a-z][a-z0-9_]*?__(?![A-Za-z0-9_])")
"""A Python name such as `__init__`, not emphasis."""
_MAX_NESTING = 30


def parse(source: str) -> Sequence[Token]:
    """Return the block tokens of a piece of notes; `token.map` counts lines from 0."""
    return _parser().parse(source)


def parse_inline(source: str) -> Sequence[Token]:
    """Return the tokens of one line of text: a single `inline` token with children."""
    return _parser().parseInline(source)


@cache
def _parser() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING})
    md.enable(["table", "strikethrough"]).disable(["code", "lheading"])
    interrupts: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    md.block.ruler.before("fence", "math_block", math_block, interrupts)
    md.block.ruler.at("html_block", _html_block, {"alt": ["paragraph", "reference", "blockquote"]})
    md.inline.ruler.before("escape", "math_inline", math_inline)
    md.inline.ruler.at("emphasis", _emphasis)
    md.core.ruler.push("notes_text", _notes_text)
    return md


def _html_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Let only tags that hold structure of their own start an HTML block."""
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    return bool(_OPAQUE_HTML.match(line)) and html_block(state, start, end, silent)


def _emphasis(state: StateInline, silent: bool) -> bool:
    """Collect `*` and `_` delimiter runs, flanking judged kindly beside Chinese (see `_flanks`)."""
    marker = state.src[state.pos]
    if silent or marker not in "*_":
        return False
    dunder = _DUNDER.match(state.src, state.pos)
    if dunder:
        state.pending += dunder[0]
        state.pos = dunder.end()
        return True
    scanned = state.scanDelims(state.pos, marker == "*")
    can_open, can_close = scanned.can_open, scanned.can_close
    if marker == "*":
        can_open, can_close = _flanks(state, scanned.length, can_open, can_close)
    for _ in range(scanned.length):
        token = state.push("text", "", 0)
        token.content = marker
        state.delimiters.append(
            Delimiter(
                marker=ord(marker),
                length=scanned.length,
                token=len(state.tokens) - 1,
                end=-1,
                open=can_open,
                close=can_close,
            )
        )
    state.pos += scanned.length
    return True


def _flanks(state: StateInline, length: int, can_open: bool, can_close: bool) -> tuple[bool, bool]:
    """Return (can open, can close) of a run of stars.

    CommonMark refuses `**重点。**然后` because a full stop stands inside and a letter outside; beside
    Chinese characters white space alone decides. A single star between Latin letters, digits or brackets
    multiplies.
    """
    before = state.src[state.pos - 1] if state.pos else " "
    end = state.pos + length
    after = state.src[end] if end < state.posMax else " "
    if is_cjk(before) or is_cjk(after):
        can_open, can_close = not after.isspace(), not before.isspace()
    if length == 1:
        can_open = can_open and not (before.isascii() and (before.isalnum() or before in ")]}"))
        can_close = can_close and not (after.isascii() and (after.isalnum() or after in "([{\\"))
    return can_open, can_close


def _notes_text(state: StateCore) -> None:
    """Turn unknown tags into text and bare addresses into links, in every inline token."""
    for token in state.tokens:
        if token.type == "inline" and token.children:
            token.children = _link_addresses(_unknown_tags(token.children), state)


def _unknown_tags(children: list[Token]) -> list[Token]:
    for child in children:
        if child.type == "html_inline":
            tag = TAG.match(child.content)
            if tag and not is_known_tag(tag.group(1)):
                child.type = "text"
    return children


def _link_addresses(children: list[Token], state: StateCore) -> list[Token]:
    out: list[Token] = []
    depth = 0
    for child in children:
        depth += child.nesting if child.type in {"link_open", "link_close"} else 0
        if child.type == "text" and not depth and "://" in child.content:
            out.extend(_split(child, state))
        else:
            out.append(child)
    return out


def _split(child: Token, state: StateCore) -> list[Token]:
    """Return the text token cut at its addresses, each wrapped in link tokens."""
    out: list[Token] = []
    done = 0
    for match in URL.finditer(child.content):
        url = clip(match.group())
        out.append(_text(child, child.content[done : match.start()]))
        opening = type(child)("link_open", "a", 1, attrs={"href": state.md.normalizeLink(url)}, markup="bare")
        out += [opening, _text(child, url), type(child)("link_close", "a", -1, markup="bare")]
        done = match.start() + len(url)
    out.append(_text(child, child.content[done:]))
    return [token for token in out if token.type != "text" or token.content]


def _text(like: Token, content: str) -> Token:
    return type(like)("text", "", 0, content=content, level=like.level)
