"""What a typographer would send back, counted on the laid-out boxes of a document."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

NEVER_FIRST = "、，。．：；！？）》〉】〗」』〕］｝”’…～·％‰℃"
"""GB/T 15834 and W3C's CLREQ: marks that belong to what is before them."""
NEVER_LAST = "（《〈【〖「『〔［｛“‘"
LATIN_FIRST = re.compile(r"[)\]}]|[,.;:!?%](?![A-Za-z0-9])")
"""`.py` and `!important` may begin a line; a full stop may not."""
LATIN_LAST = "([{"
TOGETHER = ("……", "——")
RANKS = (
    ("h1",),
    ("header", "h2", "part"),
    ("h4",),
    ("crumbs",),
    ("h3",),
    ("marks",),
    ("tag",),
    ("stressed", "subhead", "thead"),
)
"""Headings, the outer ones first: each must be followed, on its page, by something further in."""
FREE = ("pre", "long")
"""Where lines are broken anywhere: listings and addresses."""
SLACK = 0.6
"""Points that a box may be off by rounding."""


class Flaw(NamedTuple):
    kind: str
    page: int
    text: str


def flaws(pages):
    return [*line_breaks(pages), *clipped(pages), *stranded(pages), *single_lines(pages)]


def flow(page):
    return [line for line in page.lines if not line.is_floated]


def line_breaks(pages):
    lines = [(number, line) for number, page in enumerate(pages, 1) for line in flow(page)]
    for (_, before), (number, after) in pairwise(lines):
        if before.block != after.block or before.is_forced or after.inside(*FREE):
            continue
        end, start = before.text.rstrip(), after.text.lstrip()
        if start[0] in NEVER_FIRST or LATIN_FIRST.match(start):
            yield Flaw("first", number, f"{end[-8:]}|{start[:8]}")
        if end[-1] in NEVER_LAST or end[-1] in LATIN_LAST:
            yield Flaw("last", number, f"{end[-8:]}|{start[:8]}")
        if end[-1] + start[0] in TOGETHER:
            yield Flaw("torn", number, f"{end[-8:]}|{start[:8]}")


def short_lines(pages):
    """Lines that end although more hanzi would have found room: WeasyPrint does so before some formulas."""
    lines = [(number, line) for number, page in enumerate(pages, 1) for line in flow(page)]
    for (number, before), (_, after) in pairwise(lines):
        free = before.room.right - before.extent.right
        same = before.block == after.block and not before.is_forced and not after.inside(*FREE)
        start = re.match(r"[\u4e00-\u9fff]{3}", after.text)
        if same and start and free > 3 * before.extent.height:
            yield Flaw("short", number, f"{before.text[-8:]}|{after.text[:8]}")


def clipped(pages):
    for number, page in enumerate(pages, 1):
        for line in page.lines:
            drawn, room, area = line.extent, line.room, page.area
            wide = drawn.right > min(room.right, area.right) + SLACK
            high = drawn.bottom > area.bottom + SLACK or drawn.y < area.y - SLACK
            left = drawn.x < (0 if line.is_floated else room.x - SLACK)
            if wide or high or left:
                yield Flaw("clipped", number, f"{line.text[:20]} {'wide' * wide}{'high' * high}{'left' * left}")


def rank(line):
    """How far in a line stands; `len(RANKS)` is running text."""
    found = [i for i, names in enumerate(RANKS) if line.inside(*names)]
    return len(RANKS) if line.inside("todo") or not found else found[0]


def stranded(pages):
    lines = [(number, line) for number, page in enumerate(pages, 1) for line in flow(page)]
    for (number, before), (other, after) in pairwise(lines):
        moved = number != other or (before.column and before.column != after.column)
        if moved and 0 < rank(before) < rank(after):
            yield Flaw("stranded", number, before.text[:20])


def single_lines(pages):
    for (number, before), (_, after) in pairwise(enumerate(pages, 1)):
        above, below = flow(before), flow(after)
        if not above or not below or above[-1].block != below[0].block or below[0].inside("td"):
            continue
        if len(above) == 1 or above[-2].block != above[-1].block:
            yield Flaw("orphan", number, above[-1].text[:20])
        if len(below) == 1 or below[1].block != below[0].block:
            yield Flaw("widow", number + 1, below[0].text[:20])


def lonely(pages):
    """Last lines of one character: not forbidden, but ugly."""
    lines = [(number, line) for number, page in enumerate(pages, 1) for line in flow(page)]
    for (_, before), (number, line), (_, after) in zip(lines, lines[1:], lines[2:], strict=False):
        ends = after.block != line.block or line.is_forced
        if ends and before.block == line.block and not before.is_forced and not line.inside(*FREE):
            letters = re.sub(r"\W", "", line.text)
            if len(letters) <= 1:
                yield Flaw("lonely", number, f"{before.text[-6:]}|{line.text}")
