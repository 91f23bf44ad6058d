"""What kind of character this is: CJK or not, and how wide on paper."""

from __future__ import annotations

import unicodedata

_CJK_RANGES = (
    (0x2E80, 0x303F),  # radicals, symbols and punctuation
    (0x3040, 0x30FF),  # kana
    (0x3100, 0x31FF),
    (0x3200, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xAC00, 0xD7AF),  # hangul
    (0xF900, 0xFAFF),
    (0xFE30, 0xFE4F),
    (0xFF00, 0xFFEF),  # full-width forms
    (0x20000, 0x3FFFF),
)
_QUOTES = "“”‘’…—·"


def is_cjk(char: str) -> bool:
    """Whether a character is Chinese, Japanese or Korean text or punctuation (curly quotes included)."""
    code = ord(char)
    return (code > 0x2E7F and any(low <= code <= high for low, high in _CJK_RANGES)) or char in _QUOTES


def has_cjk(text: str) -> bool:
    """Whether any character of a text is CJK."""
    return any(is_cjk(char) for char in text)


def width(text: str) -> int:
    """Return the display width in half-width cells: CJK counts 2 (Unicode UAX #11, wide and full-width)."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def fold(text: str) -> str:
    """Return text with width, case, white space and punctuation folded away, for comparing."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return "".join(char for char in folded if unicodedata.category(char)[0] in "LN")
