"""An answer in two or three lines, by rule: what its author says, stresses or lists, else how it begins."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from generator.markup.characters import has_cjk, width
from generator.markup.pieces import Line, Piece, PieceKind, Sentence, cells, lines, text_of, write
from generator.model.bank import Markdown
from generator.writers.shorten import clip, without_end

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.model.bank import Entry

LIMIT = 160
"""Half-width cells of text in a condensed answer; formulas come on top."""
MAX_FORMULAS = 2
"""Displayed formulas that a condensed answer may carry."""

_LONGEST_HEAD = 40
_SHORTEST = 6
_LONGEST_FORMULA = 400
_LEAD_IN = re.compile(r"[：:]\s*$")
_COLON = re.compile(r"[：:]")
_FIGURE = re.compile(
    r"[如上下][面方]?[这该]?[个张]?(?:图|方案)|图[中示]|如下|as (?:shown|follows)|\bfigure\b", re.IGNORECASE
)
_DANGLING = re.compile(
    r"(?:所以|因此|但是?|而且?|然后|其中|这[个些样种]?|那[个些]?|它们?|他们?|并且|同时|此外|另外|于是|从而|不过|接着|"
    r"(?:so|but|and|then|thus|this|that|these|it|they|therefore|however|hence)\b)",
    re.IGNORECASE,
)


def condense(entry: Entry) -> Markdown:
    """Return the shortest form of an answer that still answers; empty when it holds no text and no formula.

    The first paragraph is text of at most `LIMIT` cells (one sentence is always allowed to reach it); each
    further paragraph is a displayed formula. Nothing is cut inside TeX, code or stressed words, and a sentence
    is only taken where it can be understood without the one before it.
    """
    spoken = lines(entry.oral)
    details = lines(entry.answer.details or entry.answer.markdown)
    text = (
        _first(spoken)
        or _keys(entry)
        or _points(details)
        or _stressed(details)
        or _first(details)
        or _first(details, strict=False)
    )
    formulas = [tex for tex in _displayed(details) if tex not in text_of(text)][:MAX_FORMULAS]
    return Markdown("\n\n".join(filter(None, [write(_inline(text)), *map(_block, formulas)])))


def _first(found: Sequence[Line], *, strict: bool = True) -> Sentence:
    """Return the first sentences that fit, at least one; unless `strict`, also those that point to a picture."""
    chosen: list[Piece] = []
    before = True
    for line in found:
        for sentence in line.sentences:
            usable = _is_usable(sentence, after_chosen=before, strict=strict) and not (strict and _is_label(line))
            if usable and chosen and cells(chosen) + cells(sentence) > LIMIT:
                return tuple(chosen)
            if usable:
                chosen += _joint(chosen) + list(clip(sentence, LIMIT))
            before = usable
    return tuple(chosen)


def _keys(entry: Entry) -> Sentence:
    """Return the right options of a choice question."""
    right = [line.pieces for option in entry.options if option.is_key for line in lines(option.text)[:1]]
    joined = [piece for i, key in enumerate(right) for piece in ([Piece(text="；")] if i else []) + list(key)]
    return clip(tuple(joined), LIMIT) if joined else ()


def _stressed(found: Sequence[Line]) -> Sentence:
    """Return the sentences with stressed words that fit and stand on their own."""
    chosen: list[Piece] = []
    for line in found:
        before = False
        for sentence in line.sentences:
            stressed = any(piece.strong for piece in sentence) and not _is_label(line)
            before = stressed and _is_usable(sentence, after_chosen=before)
            if before and chosen and cells(chosen) + cells(sentence) > LIMIT:
                return tuple(chosen)
            if before:
                chosen += _joint(chosen) + list(clip(sentence, LIMIT))
    return tuple(chosen)


def _points(found: Sequence[Line]) -> Sentence:
    """Return the heads of the answer's outermost list, each with as much as its share of room allows."""
    points = _outermost(found)
    heads = [_head(lines_of[0].pieces) for lines_of in points]
    if len(points) < 2 or sum(map(bool, heads)) < 0.7 * len(points):
        return ()
    share = LIMIT // len(points)
    return _enumerated([_point(point, head, share) for point, head in zip(points, heads, strict=True)], room=LIMIT)


def _outermost(found: Sequence[Line]) -> list[list[Line]]:
    """Return the points of the first list of the least depth, each with the lines below it."""
    items = [(line.depth, i, line.item) for i, line in enumerate(found) if line.item]
    if not items:
        return []
    depth, _, style = min(items)
    starts = [i for d, i, item in items if (d, item) == (depth, style)]
    return [list(found[start:end]) for start, end in pairwise([*starts, len(found)])]


def _point(point: Sequence[Line], head: Sentence, share: int) -> Sentence:
    """Return a point's first sentence if there is room, else its head, else a clause."""
    first = point[0].sentences[0]
    whole = without_end(first)
    if cells(whole) <= share and _is_usable(first, after_chosen=True, strict=False):
        return whole
    below = without_end(point[1].sentences[0]) if head and len(point) > 1 else ()
    if below and _LEAD_IN.search(text_of(first)) and cells(head) + cells(below) + 2 <= share:
        return (*head, Piece(text="：" if has_cjk(text_of(below)) else ": "), *below)
    return head or clip(whole, share)


def _enumerated(points: Sequence[Sentence], room: int) -> Sentence:
    """Return points as `① …；② …`, ended by `…` where the room does."""
    chinese = any(has_cjk(text_of(point)) for point in points)
    out: list[Piece] = []
    for i, point in enumerate(points):
        if out and cells(out) + cells(point) > room:
            return (*out, Piece(text="；…" if chinese else "; …"))
        joint = ("；" if chinese else "; ") if out else ""
        out += [Piece(text=f"{joint}{_circled(i + 1)}\N{NO-BREAK SPACE}"), *point]
    return tuple(out)


def _circled(number: int) -> str:
    return chr(ord("①") + number - 1) if number <= 20 else f"({number})"


def _head(pieces: Sentence) -> Sentence:
    """Return what a list item names before its colon, or all of a short one; empty where there is no head."""
    if cells(pieces) <= _LONGEST_HEAD and not _LEAD_IN.search(text_of(pieces)):
        return without_end(pieces)
    for i, piece in enumerate(pieces):
        colon = _COLON.search(piece.text) if piece.kind is PieceKind.TEXT else None
        if colon:
            rest = replace(piece, text=piece.text[: colon.start()].rstrip())
            head = (*pieces[:i], *([rest] if rest.text else []))
            return head if 0 < cells(head) <= _LONGEST_HEAD else ()
    return ()


def _is_usable(sentence: Sentence, *, after_chosen: bool, strict: bool = True) -> bool:
    """Whether a sentence says something by itself (or after the sentence before it)."""
    text = text_of(sentence).strip()
    if all(piece.kind is PieceKind.DISPLAY for piece in sentence) or _LEAD_IN.search(text):
        return False
    if strict and (width(text) < _SHORTEST or _FIGURE.search(text) or text[-1] in "？?"):
        return False
    return after_chosen or not _DANGLING.match(text)


def _is_label(line: Line) -> bool:
    """Whether a line is a stressed heading rather than a stressed statement."""
    return all(piece.strong for piece in line.pieces) and (
        cells(line.pieces) <= 24 or bool(_LEAD_IN.search(text_of(line.pieces)))
    )


def _joint(chosen: Sequence[Piece]) -> list[Piece]:
    """Return what goes between two sentences: nothing after full-width punctuation, else a space or a stop."""
    last = text_of(chosen).rstrip()[-1:]
    if not last or last in "。！？；”’」』）…":
        return []
    return [Piece(text=" " if last in ".!?;" else "；" if has_cjk(last) else "; ")]


def _inline(pieces: Sentence) -> Sentence:
    """Return pieces without displayed formulas inside the text."""
    return tuple(piece for piece in pieces if piece.kind is not PieceKind.DISPLAY)


def _displayed(found: Sequence[Line]) -> list[str]:
    texs = [piece.text for line in found for piece in line.pieces if piece.kind is PieceKind.DISPLAY]
    return [tex for tex in dict.fromkeys(texs) if len(tex) <= _LONGEST_FORMULA]


def _block(tex: str) -> str:
    """Return a displayed formula in delimiters that it does not contain; an impossible one is left out."""
    kept = "\n".join(line for line in tex.splitlines() if line.strip())
    if "$$" not in kept:
        return f"$${kept}$$"
    return f"\\[{kept}\\]" if "\\]" not in kept else ""
