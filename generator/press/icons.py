"""The drawings of emoji and of boxes as a font of our own, so that text stays text."""

from __future__ import annotations

import hashlib
import io

from generator.press.boxes import BOXES, WIDTH
from generator.press.drawings import DRAWINGS

_EM = 1000
_ALL = DRAWINGS | BOXES
_TOP = 850
"""Where y = 0 of a drawing stands above the baseline."""


def icons_key() -> str:
    """Return a key that changes with any drawing."""
    return hashlib.sha256(repr((_TOP, sorted(_ALL.items()))).encode()).hexdigest()[:16]


def build_icons() -> bytes:
    """Return the drawings as an OpenType font, the same bytes every time."""
    from fontTools.fontBuilder import FontBuilder  # noqa: PLC0415 - only when the font is missing

    names = {ord(character): f"u{ord(character):04X}" for character in sorted(_ALL)}
    order = [".notdef", *names.values()]
    widths = {".notdef": _EM} | {names[ord(c)]: WIDTH if c in BOXES else _EM for c in _ALL}
    outlines = {".notdef": _charstring("", _EM)}
    outlines |= {names[ord(c)]: _charstring(path, widths[names[ord(c)]]) for c, path in _ALL.items()}
    builder = FontBuilder(_EM, isTTF=False)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(names)
    builder.setupCFF("StudypressIcons-Regular", {}, outlines, {})
    builder.setupHorizontalMetrics({name: (width, 0) for name, width in widths.items()})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "Studypress Icons", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWinAscent=880, usWinDescent=120)
    builder.setupPost()
    builder.updateHead(created=0, modified=0)
    builder.font.recalcTimestamp = False
    file = io.BytesIO()
    builder.save(file)
    return file.getvalue()


def _charstring(path: str, width: int) -> object:
    """Return an SVG path as a CFF glyph (circles become cubic curves)."""
    from fontTools.pens.t2CharStringPen import T2CharStringPen  # noqa: PLC0415 - see build_icons
    from fontTools.pens.transformPen import TransformPen  # noqa: PLC0415
    from fontTools.svgLib.path import parse_path  # noqa: PLC0415

    pen = T2CharStringPen(width, None)
    parse_path(path, TransformPen(pen, (1, 0, 0, -1, 0, _TOP)))
    return pen.getCharString()
