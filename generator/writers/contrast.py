"""Answers to `X 和 Y 的区别` taken apart: what they say of the one and what of the other."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.markup.characters import has_cjk
from generator.markup.pieces import Line, Piece, PieceKind, Sentence, cells, lines, text_of, write
from generator.writers.index import names_of
from generator.writers.shorten import clip, without_end

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.model.bank import Entry, Markdown

ROOM = 90
"""Half-width cells for each side."""
LARGEST_TABLE = (7, 5)
"""Rows and columns of a table that is printed on a sheet."""

_CONTRAST = re.compile(r"区别|不同|差异|对比|比较|异同|\bvs\b|\bversus\b|\bdifferences?\b", re.IGNORECASE)
_TABLE = re.compile(r"(?:^[ \t]*\|.*\|[ \t]*(?:\n|\Z)){3,}", re.MULTILINE)
_WORD = re.compile(r"[a-z0-9]+|[\u4e00-\u9fff]")
_HEAD = re.compile(r"[：:]\s*$")
_LINK = re.compile(r"^\s*(?:但是?|而|所以|因此|其中|同时|另外|此外|不过)，?")
_NEITHER, _BOTH = -1, -2


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of two things that are told apart."""

    name: str
    text: Markdown


def contrast(entry: Entry) -> tuple[Side, Side] | None:
    """Return both sides of a question about a difference, when the answer speaks of each by name."""
    names = tuple(dict.fromkeys(names_of(entry)))
    if len(names) != 2 or not _CONTRAST.search(entry.prompt):
        return None
    marks = _marks(*names)
    sides: tuple[list[Piece], list[Piece]] = ([], [])
    for side, sentence in _said(lines(entry.answer.markdown), marks):
        _add(sides[side], sentence)
    if not all(sides):
        return None
    first, second = (Side(name=name, text=write(tuple(said))) for name, said in zip(names, sides, strict=True))
    return first, second


def small_table(source: str) -> str:
    """Return the first table of a note if it is small enough for a sheet, else nothing."""
    found = _TABLE.search(source)
    if not found:
        return ""
    rows = found[0].strip().splitlines()
    fits = len(rows) - 1 <= LARGEST_TABLE[0] and rows[0].strip().strip("|").count("|") < LARGEST_TABLE[1]
    return found[0] if fits else ""


def _marks(first: str, second: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what each name is known by: its whole, or the words that set it apart from the other."""
    one, other = _WORD.findall(first.lower()), _WORD.findall(second.lower())
    start = _common(one, other)
    end = _common(one[start:][::-1], other[start:][::-1])
    own, others = one[start : len(one) - end], other[start : len(other) - end]
    return _pattern("".join(own), first), _pattern("".join(others), second)


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many words two names begin with together."""
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _pattern(own: str, name: str) -> re.Pattern[str]:
    mark = own if len(own) > 1 or has_cjk(own) else name.lower()
    edges = ("(?<![a-z0-9])", "(?![a-z0-9])") if mark.isascii() else ("", "")
    return re.compile(f"{edges[0]}{re.escape(mark)}{edges[1]}")


def _said(found: Sequence[Line], marks: Sequence[re.Pattern[str]]) -> Iterator[tuple[int, Sentence]]:
    """Yield (side, sentence) for what names one of the two, or stands in the list below its name."""
    head = -1
    for line in found:
        named = _named(text_of(line.pieces), marks)
        if named >= 0 and _HEAD.search(text_of(line.pieces)) and len(line.sentences) == 1:
            head = named
            continue
        head = head if line.item or line.depth else -1
        for sentence in line.sentences:
            side = _named(text_of(sentence), marks)
            side = head if side == _NEITHER else side
            if side >= 0 and not any(piece.kind is PieceKind.DISPLAY for piece in sentence):
                yield side, sentence


def _named(text: str, marks: Sequence[re.Pattern[str]]) -> int:
    """Return which of the two a text names: 0 or 1, or that it is neither or both."""
    found = [bool(mark.search(text.lower())) for mark in marks]
    return found.index(True) if found[0] != found[1] else _BOTH if all(found) else _NEITHER


def _add(side: list[Piece], sentence: Sentence) -> None:
    """Add a sentence while there is room for a useful part of it."""
    room = ROOM - cells(side)
    if side and room < ROOM // 3:
        return
    if side:
        side.append(Piece(text="；" if has_cjk(text_of(side)) else "; "))
    if sentence[0].kind is PieceKind.TEXT:
        sentence = (replace(sentence[0], text=_LINK.sub("", sentence[0].text).lstrip()), *sentence[1:])
    side += without_end(clip(sentence, room))
