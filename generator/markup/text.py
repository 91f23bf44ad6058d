"""Notes as plain text: what the JSON shows, what is compared, what is searched."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from generator.markup.dialect import parse
from generator.markup.links import tex_of_picture
from generator.markup.tags import TAG

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

_BLOCK_END = {"paragraph_close", "heading_close", "tr_close", "math_block", "fence", "hr"}
_ANY_TAG = re.compile(r"<[^>]*>")
_BLANKS = re.compile(r"[ \t]+\n|\n{2,}")


@lru_cache(maxsize=2048)
def plain(source: str, *, addresses: bool = False) -> str:
    """Return notes without mark-up, one line a paragraph, list item or table row.

    Numbers of ordered lists stay (`1. `), as do `（1）` and `1、`; TeX loses its delimiters only; pictures
    vanish; bare addresses vanish unless `addresses`.
    """
    out: list[str] = []
    numbers: list[int] = []
    for token in parse(source):
        if token.type == "ordered_list_open":
            numbers.append(int(token.attrs.get("start", 1)))
        elif token.type == "bullet_list_open":
            numbers.append(-1)
        elif token.type in {"ordered_list_close", "bullet_list_close"}:
            numbers.pop()
        elif token.type == "list_item_open" and numbers[-1] >= 0:
            out.append(f"{numbers[-1]}{token.markup} ")
            numbers[-1] += 1
        else:
            out.append(_block(token, addresses=addresses))
    return _BLANKS.sub("\n", "".join(out)).strip()


def _block(token: Token, *, addresses: bool) -> str:
    if token.type == "inline":
        return inline_text(token.children or [], addresses=addresses)
    if token.type in {"fence", "math_block"}:
        return token.content.rstrip("\n") + "\n"
    if token.type == "html_block":
        return _ANY_TAG.sub(" ", token.content)
    if token.type in {"td_close", "th_close"}:
        return "\t"
    return "\n" if token.type in _BLOCK_END else ""


def inline_text(children: Sequence[Token], *, addresses: bool = True) -> str:
    """Return the text of inline tokens."""
    out: list[str] = []
    bare = False
    for child in children:
        if child.type in {"link_open", "link_close"} and child.markup in {"bare", "autolink"}:
            bare = child.type == "link_open" and not addresses
        elif child.type in {"softbreak", "hardbreak"} or _is_break(child):
            out.append("\n")
        elif child.type == "image":
            out.append(tex_of_picture(str(child.attrs["src"])))
        elif child.type in {"text", "code_inline", "math_inline"} and not bare:
            out.append(child.content)
    return "".join(out)


def _is_break(child: Token) -> bool:
    tag = TAG.match(child.content) if child.type == "html_inline" else None
    return bool(tag and tag[1].lower() == "br")
