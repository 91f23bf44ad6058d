"""Which characters the fonts of this machine can draw, and what is printed for those that none can."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from generator.diagnostics import Code, Diagnostic, Span, warning
from generator.press.fonts import installed_characters

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.press.fonts import Fonts

_INVISIBLE = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
"""Unicode categories that need no glyph."""
_MARKUP = re.compile(
    r"<(?P<raw>style|title)\b.*?</(?P=raw)>|<!--.*?-->|<[a-zA-Z/!](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.DOTALL
)
_KEYCAP = re.compile("([0-9])\ufe0f?\u20e3")
_MODIFIERS = {ord(c): None for c in "\ufe0e\ufe0f\u20e3\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"}
"""Emoji presentation, keycaps and skin tones: paper has one of each."""
_FLAG_LETTERS = {0x1F1E6 + i: chr(ord("A") + i) for i in range(26)}
_QUOTES = re.compile("[‘’“”]+")
_APOSTROPHE = re.compile("(?<=[A-Za-z])’(?=[A-Za-z])")
_CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")


class Glyphs:
    """What our subsets and, behind them, the installed fonts can draw."""

    def __init__(self, fonts: Fonts) -> None:
        self.fonts = fonts

    def missing(self, text: str) -> str:
        """Return the characters of `text` that no font can draw, sorted, each once."""
        rare = set(text) - self.fonts.covered
        return "".join(sorted(c for c in rare if _needs_glyph(c) and not _is_installed(c)))

    def complaints(self, text: str, path: str, line: int) -> tuple[Diagnostic, ...]:
        """Return one diagnostic for each undrawable character, at the first line that has it.

        Args:
            text: Notes whose first line is file line `line` (0: unknown).
            path: The note's path, relative to content/.
            line: See `text`.
        """
        return tuple(
            warning(
                Code.MISSING_GLYPH,
                f"no font can draw {name_of(character)}; it is printed as {stand_in(character)}",
                Span(path=path, line=line + text.count("\n", 0, text.index(character)) if line else 0),
                "install a font that has it",
            )
            for character in self.missing(simplified(text))
        )

    def readable(self, html: str) -> str:
        """Return a page that can be read whole: names for undrawable characters, narrow quotes around Latin.

        Chinese fonts draw `’` and `“` as wide as a hanzi, which tears English text apart; they are put into
        `<span class="latin">`, for which there is a font of its own.
        """
        html = simplified(html)
        table = {ord(c): f'<span class="glyph-missing">{escape(stand_in(c))}</span>' for c in self.missing(html)}
        if not table and not _QUOTES.search(html):
            return html
        return _texts(html, lambda text: narrow_quotes(text).translate(table))


def simplified(text: str) -> str:
    """Return text without what only a colour screen can show: keycaps, flags, skin tones."""
    text = _KEYCAP.sub(lambda found: "⓪①②③④⑤⑥⑦⑧⑨"[int(found[1])], text)
    return text.translate({**_MODIFIERS, **_FLAG_LETTERS})


def narrow_quotes(text: str) -> str:
    """Return a stretch of text with its quotes marked as Latin: all without hanzi around, else the apostrophes."""
    pattern = _APOSTROPHE if _CHINESE.search(text) else _QUOTES
    return pattern.sub(r'<span class="latin">\g<0></span>', text)


def name_of(character: str) -> str:
    """Return a character's code point and Unicode name, for people."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()


def stand_in(character: str) -> str:
    """Return what is printed for a character that no font has: its short name, else its number."""
    name = unicodedata.name(character, "")
    numbered = not name or name.startswith(("CJK", "HANGUL SYLLABLE", "TANGUT", "NUSHU"))
    return f"[U+{ord(character):04X}]" if numbered else f"[{name.lower()}]"


def _texts(html: str, change: Callable[[str], str]) -> str:
    """Change what stands between the tags of a page."""
    pieces, end = [], 0
    for tag in _MARKUP.finditer(html):
        pieces += [change(html[end : tag.start()]), tag[0]]
        end = tag.end()
    return "".join([*pieces, change(html[end:])])


def _needs_glyph(character: str) -> bool:
    return unicodedata.category(character) not in _INVISIBLE


def _is_installed(character: str) -> bool:
    return any(ord(character) in characters for characters in _installed())


@cache
def _installed() -> tuple[range, ...]:
    """Return what all installed fonts have together."""
    return installed_characters()
