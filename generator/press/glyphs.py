"""Which characters the fonts of this machine can draw, and what is printed for those that none can."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from generator.diagnostics import Code, Diagnostic, Span, warning
from generator.press.fonts import installed_faces

if TYPE_CHECKING:
    from generator.press.fonts import Fonts

_SELECTORS = str.maketrans("", "", "\ufe0e\ufe0f")
"""Emoji and text presentation: paper has one presentation."""
_INVISIBLE = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
"""Unicode categories that need no glyph."""
_TAG = re.compile(r"<style\b.*?</style>|<!--.*?-->|<[a-zA-Z/!](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.DOTALL)


class Glyphs:
    """What our subsets and, behind them, the installed fonts can draw."""

    def __init__(self, fonts: Fonts) -> None:
        self.fonts = fonts

    def missing(self, text: str) -> str:
        """Return the characters of `text` that no font can draw, sorted, each once."""
        rare = set(text) - self.fonts.covered
        return "".join(sorted(c for c in rare if _needs_glyph(c) and not _installed(c)))

    def complaints(self, text: str, path: str, line: int) -> tuple[Diagnostic, ...]:
        """Return one diagnostic for each undrawable character, at the first line that has it."""
        return tuple(
            warning(
                Code.MISSING_GLYPH,
                f"no font can draw {name_of(character)}; it is printed as {stand_in(character)}",
                Span(path=path, line=line + text.count("\n", 0, text.index(character)) if line else 0),
                "install a font that has it (for emoji: fonts-noto-color-emoji)",
            )
            for character in self.missing(text)
        )

    def spell_out(self, html: str) -> str:
        """Return a page on which a readable name stands for every undrawable character, outside of its tags."""
        html = html.translate(_SELECTORS)
        missing = self.missing(html)
        if not missing:
            return html
        table = {ord(c): f'<span class="glyph-missing">{escape(stand_in(c))}</span>' for c in missing}
        pieces, end = [], 0
        for tag in _TAG.finditer(html):
            pieces += [html[end : tag.start()].translate(table), tag[0]]
            end = tag.end()
        return "".join([*pieces, html[end:].translate(table)])


def name_of(character: str) -> str:
    """Return a character's code point and Unicode name, for people."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()


def stand_in(character: str) -> str:
    """Return what is printed for a character that no font has: its short name, else its number."""
    name = unicodedata.name(character, "")
    plain = name and not name.startswith(("CJK", "HANGUL SYLLABLE", "VARIATION"))
    return f"[{name.lower()}]" if plain else f"[U+{ord(character):04X}]"


def _needs_glyph(character: str) -> bool:
    return unicodedata.category(character) not in _INVISIBLE


@cache
def _installed(character: str) -> bool:
    """Return whether any installed font has the character."""
    return bool(installed_faces(f":charset={ord(character):x}"))
