"""Notes taken apart into lines of sentences, which can be chosen, shortened and written back as Markdown."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import Enum
from itertools import groupby
from typing import TYPE_CHECKING

from generator.markup.characters import width
from generator.markup.dialect import parse
from generator.markup.html import is_break
from generator.markup.links import tex_of_picture
from generator.model.bank import Markdown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from markdown_it.token import Token


class PieceKind(Enum):
    """What a piece is written as."""

    TEXT = "text"
    MATH = "math"
    DISPLAY = "display"
    CODE = "code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of text, or a formula or code that is never cut."""

    text: str
    kind: PieceKind = PieceKind.TEXT
    strong: bool = False


Sentence = tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of an answer as its author meant it."""

    sentences: tuple[Sentence, ...]
    item: str = ""
    """How it is numbered when it heads a list item, an enumerated point or a section: `(1)`, `(a)`, `1、`, `-`."""
    depth: int = 0
    """Lists around it."""

    @property
    def pieces(self) -> Sentence:
        """The whole line."""
        return tuple(piece for sentence in self.sentences for piece in sentence)


_ENUMERATOR = re.compile(
    r"\s*(?:[（(](?:\w|1\d|[一二三四五六七八九十]{1,2})[）)]|\d{1,2}[.、．)）](?!\d)|[①-⑳]|[-•·])\s*"
)
_SENTENCE_END = re.compile(r"[。！？；]+[”’」』]*|[.!?;]+[”’]*(?=\s|$)")
_OPEN, _CLOSE = "（([【《「『", "）)]】》」』"
_SPECIAL = re.compile(r"[\\`*_\[\]<>$~&|#:]")
_BLOCK_START = re.compile(r"\A(\d*)([-+.)])")
_SKIPPED = {"table_open": "table_close", "html_block": ""}


def lines(source: str) -> tuple[Line, ...]:
    """Return the lines of a piece of notes; tables, listings, pictures and addresses are left out."""
    found: list[Line] = []
    depth, heads, until = 0, False, ""
    for token in parse(source):
        if until:
            until = "" if token.type == until else until
        elif token.type in _SKIPPED:
            until = _SKIPPED[token.type]
        elif token.type in {"list_item_open", "heading_open"}:
            depth, heads = depth + (token.type == "list_item_open"), True
        elif token.type == "list_item_close":
            depth -= 1
        elif token.type == "math_block":
            formula = Piece(text=token.content, kind=PieceKind.DISPLAY)
            found.append(Line(sentences=((formula,),), depth=depth))
        elif token.type == "inline":
            found += _of_paragraph(token.children or [], heads=heads, depth=depth)
            heads = False
    return tuple(found)


def _of_paragraph(children: Sequence[Token], *, heads: bool, depth: int) -> Iterator[Line]:
    for i, pieces in enumerate(_broken(children)):
        trimmed = _trimmed(pieces)
        if not trimmed:
            continue
        bare, enumerator = _without_enumerator(trimmed)
        item = "-" if heads and i == 0 else enumerator
        yield Line(sentences=tuple(sentences(bare)), item=item, depth=depth)


def _broken(children: Sequence[Token]) -> Iterator[list[Piece]]:
    """Yield the pieces of each line; soft breaks count where their author meant them."""
    pieces: list[Piece] = []
    strong = bare_link = 0
    for i, token in enumerate(children):
        strong += token.nesting if token.type in {"strong_open", "strong_close"} else 0
        if token.markup == "bare":
            bare_link += token.nesting
        elif _ends_line(children, i):
            yield pieces
            pieces = []
        elif not bare_link:
            pieces += _pieces(token, strong=bool(strong))
    yield pieces


def _ends_line(children: Sequence[Token], i: int) -> bool:
    token = children[i]
    if token.type == "softbreak":
        before = children[i - 1].content if i else ""
        after = children[i + 1].content if i + 1 < len(children) else ""
        return is_break(before, after)
    return token.type == "hardbreak" or token.content.lower().startswith("<br")


def _pieces(token: Token, *, strong: bool) -> list[Piece]:
    if token.type == "softbreak":
        return [Piece(text=" ")]
    if token.type == "image":
        tex = tex_of_picture(str(token.attrs["src"]))
        return [Piece(text=tex, kind=PieceKind.MATH)] if tex else []
    kinds = {"text": PieceKind.TEXT, "code_inline": PieceKind.CODE, "math_inline": PieceKind.MATH}
    kind = PieceKind.DISPLAY if token.info == "display" else kinds.get(token.type)
    return [Piece(text=token.content, kind=kind, strong=strong)] if kind and token.content else []


def _trimmed(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with neighbouring text joined and the ends stripped."""
    joined: list[Piece] = []
    for piece in pieces:
        if joined and _joins(joined[-1], piece):
            joined[-1] = replace(piece, text=joined[-1].text + piece.text)
        else:
            joined.append(piece)
    return _stripped(_stripped(joined, 0, str.lstrip), -1, str.rstrip)


def _joins(first: Piece, second: Piece) -> bool:
    return first.kind is second.kind is PieceKind.TEXT and first.strong == second.strong


def _stripped(pieces: list[Piece], end: int, strip: Callable[[str], str]) -> list[Piece]:
    while pieces and pieces[end].kind is PieceKind.TEXT:
        pieces[end] = replace(pieces[end], text=strip(pieces[end].text))
        if pieces[end].text:
            break
        pieces.pop(end)
    return pieces


def _without_enumerator(pieces: list[Piece]) -> tuple[list[Piece], str]:
    """Return the pieces without a `（1）` or `1、` in front, and what kind of number that was."""
    first = pieces[0]
    found = _ENUMERATOR.match(first.text) if first.kind is PieceKind.TEXT else None
    if not found or (found.end() == len(first.text) and len(pieces) == 1):
        return pieces, ""
    rest = first.text[found.end() :]
    return [*([replace(first, text=rest)] if rest else []), *pieces[1:]], _style(found[0].strip())


def _style(enumerator: str) -> str:
    """Return an enumerator with what counts in it made the same: `（2）` is `(1)`, `b)` is `a)`."""
    folded = unicodedata.normalize("NFKC", enumerator) if enumerator[0] not in "①②③④⑤⑥⑦⑧⑨⑩" else "①"
    return re.sub(r"[a-zA-Z]", "a", re.sub(r"\d+", "1", re.sub("[一二三四五六七八九十]+", "一", folded)))


def sentences(pieces: Iterable[Piece]) -> Iterator[Sentence]:
    """Yield the sentences of a line; none ends inside brackets, TeX or code."""
    current: list[Piece] = []
    depth = 0
    for piece in pieces:
        if piece.kind is not PieceKind.TEXT:
            current.append(piece)
            continue
        start = 0
        for end in [found.end() for found in _SENTENCE_END.finditer(piece.text)]:
            balance = _balance(piece.text[start:end])
            if depth + balance > 0:
                continue
            current.append(replace(piece, text=piece.text[start:end]))
            yield tuple(current)
            current, start, depth = [], end, 0
        depth = max(0, depth + _balance(piece.text[start:]))
        if start < len(piece.text):
            current.append(replace(piece, text=piece.text[start:]))
    if current:
        yield tuple(current)


def _balance(text: str) -> int:
    return sum((char in _OPEN) - (char in _CLOSE) for char in text)


def text_of(pieces: Iterable[Piece]) -> str:
    """Return the characters of a sentence."""
    return "".join(piece.text for piece in pieces)


def cells(pieces: Iterable[Piece]) -> int:
    """Return the display width without formulas, in half-width cells."""
    return sum(width(piece.text) for piece in pieces if piece.kind not in {PieceKind.MATH, PieceKind.DISPLAY})


def write(pieces: Iterable[Piece]) -> Markdown:
    """Return pieces as Markdown of the notes' dialect that reads back as the same pieces."""
    out = []
    for strong, run in groupby(pieces, key=lambda piece: piece.strong):
        text = "".join(_WRITERS[piece.kind](piece.text) for piece in run)
        out.append(f"<b>{text}</b>" if strong and text.strip() else text)
    return Markdown(_BLOCK_START.sub(lambda found: f"{found[1]}&#{ord(found[2])};", "".join(out)))


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: f"&#{ord(found[0])};", text)


def _code(text: str) -> str:
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    padding = " " if text.strip(" ") and (text[0] in "` " or text[-1] in "` ") else ""
    return f"{fence}{padding}{text}{padding}{fence}"


def _math(tex: str) -> str:
    """Return inline TeX in delimiters that it does not contain itself; an impossible one is left out."""
    joined = " ".join(tex.split()) if "%" not in tex else re.sub(r"\n\s*\n", "\n", tex)
    if "\\)" not in joined:
        return f"\\({joined}\\)"
    return f"${joined}$" if "$" not in joined else ""


_WRITERS = {PieceKind.TEXT: _escaped, PieceKind.CODE: _code, PieceKind.MATH: _math, PieceKind.DISPLAY: _math}
