"""The characters that every one of our font subsets carries."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

COVERAGE_VERSION = 4
"""Part of the cached fonts' names: raise it whenever a table here changes."""

_SYMBOLS = (
    (0x0020, 0x007E, "ASCII"),
    (0x00A0, 0x024F, "Latin-1, Latin Extended-A and -B"),
    (0x02B0, 0x036F, "modifier letters, combining marks"),
    (0x0370, 0x03FF, "Greek"),
    (0x0400, 0x045F, "Cyrillic"),
    (0x1E00, 0x1EFF, "Latin Extended Additional"),
    (0x2010, 0x206F, "general punctuation"),
    (0x2070, 0x20BF, "superscripts, subscripts, currency"),
    (0x2100, 0x23FF, "letterlike, number forms, arrows, mathematical operators, technical"),
    (0x2460, 0x27BF, "enclosed numbers, box drawing, shapes, miscellaneous symbols, dingbats"),
    (0x27E6, 0x27FF, "mathematical brackets, long arrows"),
    (0x2900, 0x2BFF, "more arrows and mathematical operators"),
    (0x2E80, 0x2FDF, "radicals"),
)
_ASIAN = (
    (0x3000, 0x30FF, "CJK punctuation, kana"),
    (0x3200, 0x33FF, "enclosed CJK"),
    (0xFE30, 0xFE4F, "CJK compatibility forms"),
    (0xFF00, 0xFFEF, "full width, half width"),
)
_GB2312 = (range(0xA1, 0xF8), (range(0xA1, 0xFF),))
"""6763 hanzi and 682 symbols: everyday Simplified Chinese."""
_BIG5 = (range(0xA4, 0xC7), (range(0x40, 0x7F), range(0xA1, 0xFF)))
"""Level 1 of Big5: the 5401 hanzi of everyday Traditional Chinese."""


def text_characters() -> frozenset[int]:
    """Return the code points of running text."""
    return frozenset(chain(_ranges(_SYMBOLS), _ranges(_ASIAN), _encoded("gb2312", *_GB2312), _encoded("big5", *_BIG5)))


def code_characters() -> frozenset[int]:
    """Return the code points of a fixed-width font; hanzi (twice as wide) and boxes come from other fonts."""
    return frozenset(_ranges(_SYMBOLS)) - frozenset(range(0x2500, 0x2580))


def quote_characters() -> frozenset[int]:
    """Return the code points that Chinese fonts draw too wide for Latin text."""
    return frozenset(map(ord, "‘’“”"))


def _ranges(table: tuple[tuple[int, int, str], ...]) -> Iterable[int]:
    return chain.from_iterable(range(first, last + 1) for first, last, _ in table)


def _encoded(encoding: str, leads: range, trails: tuple[range, ...]) -> Iterable[int]:
    """Yield the characters of a double-byte character set."""
    for lead in leads:
        for trail in chain.from_iterable(trails):
            text = bytes((lead, trail)).decode(encoding, errors="ignore")
            if len(text) == 1 and ord(text) > 0x7F:
                yield ord(text)
