"""Sentences made shorter: whole clauses kept, nothing cut inside TeX, code or stressed words."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from generator.markup.characters import width
from generator.markup.pieces import Piece, PieceKind, Sentence, cells

if TYPE_CHECKING:
    from collections.abc import Iterable

_CLAUSE_END = re.compile(r"[，；,;](?=[^\d])|[。！？]")
_BRACKETS = re.compile(r"[（(【\[《「『]|[）)】\]》」』]")


def without_end(pieces: Sentence) -> Sentence:
    """Return pieces without their last full stop or comma."""
    if not pieces or pieces[-1].kind is not PieceKind.TEXT:
        return pieces
    rest = pieces[-1].text.rstrip(" 。；;，,.、：:")
    return (*pieces[:-1], replace(pieces[-1], text=rest)) if rest else pieces[:-1]


def clip(pieces: Sentence, limit: int) -> Sentence:
    """Return as many whole clauses as fit into `limit` cells, with `…` where something was left out.

    Stress that covers everything stresses nothing and is dropped; a piece of code that does not fit is left out.
    """
    if all(piece.strong for piece in pieces):
        pieces = tuple(replace(piece, strong=False) for piece in pieces)
    if cells(pieces) <= limit:
        return pieces
    best: Sentence = ()
    for candidate in _prefixes(pieces):
        if cells(candidate) + 2 > limit:
            break
        best = candidate
    kept = without_end(best or _cut(pieces, limit - 2))
    return (*kept, Piece(text="…")) if kept else ()


def _prefixes(pieces: Sentence) -> Iterable[Sentence]:
    """Yield every beginning that ends with a clause, outside of brackets."""
    depth = 0
    for i, piece in enumerate(pieces):
        if piece.kind is not PieceKind.TEXT:
            continue
        for found in re.finditer(f"{_CLAUSE_END.pattern}|{_BRACKETS.pattern}", piece.text):
            if _BRACKETS.match(found[0]):
                depth = max(0, depth + (1 if found[0] in "（(【[《「『" else -1))
            elif not depth and not piece.strong:
                yield (*pieces[:i], replace(piece, text=piece.text[: found.end()]))


def _cut(pieces: Sentence, limit: int) -> Sentence:
    """Return a beginning without any clause's end: whole words, TeX, code and stressed words only."""
    out: list[Piece] = []
    for piece in pieces:
        room = limit - cells(out)
        if cells([piece]) <= room:
            out.append(piece)
            continue
        if piece.kind is PieceKind.TEXT and not piece.strong:
            out.append(replace(piece, text=_words(piece.text, room)))
        break
    return tuple(out)


def _words(text: str, room: int) -> str:
    """Return the beginning of a text, cut between Chinese characters or after a Latin word where there is one."""
    end = next((i for i in range(len(text)) if width(text[: i + 1]) > room), len(text))
    while_latin = re.search(r"[A-Za-z0-9'-]+\Z", text[:end])
    splits_word = end < len(text) and text[end].isascii() and text[end].isalnum()
    return text[: while_latin.start()] if splits_word and while_latin and while_latin.start() else text[:end]
