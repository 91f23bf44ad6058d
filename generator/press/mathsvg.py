"""Distil MathJax's SVG: an allow-list of drawing elements, glyph outlines in place, metrics in em."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

UNITS_PER_EM = 1000
MAX_DEPTH = 100
"""Nested groups that a renderer with a recursive drawer (WeasyPrint) still draws."""
MAX_SVG = 400_000
"""Characters of SVG in one formula."""
MAX_EM = 250
"""Width or height beyond which no page could hold the formula, in em."""

_ASCENT, _DESCENT = 0.88, 0.12
"""Ink of a Chinese character above and below the baseline, in em (MathJax guesses 0.75 and 0.2)."""
_TABLE_LINE = "70"
"""Width of the lines of a table in units: MathJax leaves it to its style sheet."""
_KEPT = {
    "g": ("transform", "fill", "stroke", "stroke-width"),
    "svg": ("x", "y", "width", "height", "viewBox"),
    "path": ("d", "transform", "fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin"),
    "rect": ("x", "y", "width", "height", "rx", "fill", "stroke", "stroke-width", "transform"),
    "line": (
        "x1",
        "y1",
        "x2",
        "y2",
        "stroke",
        "stroke-width",
        "stroke-linecap",
        "stroke-dasharray",
        "transform",
    ),
    "ellipse": ("cx", "cy", "rx", "ry", "fill", "stroke", "stroke-width", "transform"),
    "polygon": ("points", "fill", "stroke", "stroke-width", "transform"),
    "text": ("transform", "font-size", "font-weight", "font-style"),
}
_SILENT = frozenset({"defs", "title", "desc", "style", "script", "metadata", "image", "foreignObject"})
_STROKE_WIDTH = re.compile(r"stroke-width:\s*([\d.]+)")
_SAFE_VALUE = re.compile(r"(?!\s*url)[-\w.,%()# \n]*\Z", re.ASCII | re.IGNORECASE)
_SLANTED = re.compile(r"[A-Za-zÀ-ɏͰ-ӿ0-9\s.,;:'!?()-]*\Z")
_LINE_CLASSES = {
    "mjx-dashed": (("stroke-dasharray", "140"),),
    "mjx-dotted": (("stroke-dasharray", "0,140"), ("stroke-linecap", "round")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A self-contained SVG and its box; lengths in em, `depth` below the baseline."""

    svg: str
    width: float
    height: float
    """From the top to the bottom, depth included."""
    depth: float


class UndrawableError(Exception):
    """The formula was parsed but cannot be drawn; the message says why."""


class PageWideError(UndrawableError):
    """MathJax lays the formula out over the width of a page (lines broken outside any environment do that)."""

    def __init__(self) -> None:
        super().__init__("the formula wants the width of a page; use aligned or gathered")


def distil(svg: str, family: str) -> Drawing:
    """Rewrite MathJax's SVG (TeX error nodes included, see `merror`) as a small, safe, self-contained one.

    Args:
        svg: What MathJax made: 1000 units to the em, baseline at y = 0.
        family: CSS font families for characters MathJax has no outline of, separated by bare commas.

    Raises:
        PageWideError: there is no width but the page's.
        UndrawableError: MathJax's own error node, or a drawing no page could hold.
    """
    distiller = _Distiller(family)
    try:
        distiller.feed(svg)
    except (expat.ExpatError, UnicodeEncodeError) as problem:
        raise UndrawableError(f"the formula holds characters that cannot be drawn ({problem})") from problem
    return distiller.drawing()


class _Distiller:
    """One pass over the SVG's events; no tree is built, so that nesting costs nothing."""

    def __init__(self, family: str) -> None:
        self._family = family
        self._out: list[str] = []
        self._ends: list[str] = []
        """What closes each open element: empty for an element left out."""
        self._glyphs: dict[str, str] = {}
        self._silent = 0
        self._depth = 0
        self._text: dict[str, str] | None = None
        self._box: tuple[float, float, float, float] | None = None
        self._has_text = False

    def feed(self, svg: str) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.Parse(svg, True)  # noqa: FBT003 -- expat's own positional flag: nothing follows

    def drawing(self) -> Drawing:
        body = "".join(self._out)
        left, top, width, height = self._padded_box()
        if width > MAX_EM * UNITS_PER_EM or height > MAX_EM * UNITS_PER_EM:
            wide = max(width, height) / UNITS_PER_EM
            raise UndrawableError(f"the formula is {wide:.0f} em across, no page can hold it")
        if len(body) > MAX_SVG:
            raise UndrawableError("the formula is too large to print; split it")
        view = " ".join(_number(value) for value in (left, top, width, height))
        return Drawing(
            svg=f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}">{body}</svg>',
            width=width / UNITS_PER_EM,
            height=height / UNITS_PER_EM,
            depth=(height + top) / UNITS_PER_EM,
        )

    def _padded_box(self) -> tuple[float, float, float, float]:
        """Return the box, tall enough for the ink of Chinese characters on the baseline."""
        if self._box is None:
            raise PageWideError
        left, top, width, height = self._box
        if not self._has_text:
            return left, top, width, height
        above = max(-top, _ASCENT * UNITS_PER_EM)
        below = max(top + height, _DESCENT * UNITS_PER_EM)
        return left, -above, width, above + below

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if "data-mjx-error" in attributes:
            raise UndrawableError(attributes["data-mjx-error"])
        if tag == "path" and "id" in attributes:
            self._glyphs[attributes["id"]] = attributes.get("d", "")
        if tag in _SILENT or "data-hitbox" in attributes:
            self._silent += 1
            self._ends.append("silent")
        elif self._silent:
            self._ends.append("")
        elif self._box is None and tag == "svg":
            self._open_root(attributes)
        elif tag == "use":
            self._use(attributes)
        else:
            self._open(tag, attributes)

    def _open_root(self, attributes: dict[str, str]) -> None:
        if "viewBox" not in attributes:
            raise PageWideError
        left, top, width, height = (float(number) for number in attributes["viewBox"].split())
        self._box = left, top, width, height
        self._ends.append("")

    def _use(self, attributes: dict[str, str]) -> None:
        outline = self._glyphs.get(attributes.get("xlink:href", "").removeprefix("#"), "")
        if outline:
            self._open("path", {**attributes, "d": outline})
        else:
            self._ends.append("")

    def _open(self, tag: str, attributes: dict[str, str]) -> None:
        kept = _attributes(tag, attributes)
        if tag not in _KEPT or (tag == "g" and not kept):
            self._ends.append("")
            return
        if tag == "text":
            self._text = kept
            self._ends.append("text")
            return
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise UndrawableError("the formula is nested too deeply")
        self._out.append(f"<{tag}{_joined(kept)}>")
        self._ends.append(f"</{tag}>")

    def _characters(self, text: str) -> None:
        if self._text is not None and not self._silent:
            self._text["#"] = self._text.get("#", "") + text

    def _end(self, _tag: str) -> None:
        closing = self._ends.pop()
        if closing == "silent":
            self._silent -= 1
        elif closing == "text":
            self._close_text()
        elif closing:
            self._depth -= 1
            self._close(closing)

    def _close(self, closing: str) -> None:
        """Close an element; `<x …></x>` becomes `<x …/>`."""
        last = self._out[-1]
        if last.startswith(f"<{closing[2:-1]}") and not last.endswith("/>"):
            self._out[-1] = f"{last[:-1]}/>"
        else:
            self._out.append(closing)

    def _close_text(self) -> None:
        """Write a run of text in the document's family; Chinese is never slanted."""
        assert self._text is not None
        attributes, self._text = self._text, None
        text = attributes.pop("#", "")
        if not text.strip():
            return
        if not _SLANTED.match(text):
            attributes.pop("font-style", None)
        self._has_text = True
        attributes["font-family"] = self._family
        self._out.append(f"<text{_joined(attributes)}>{escape(text)}</text>")


def _attributes(tag: str, attributes: dict[str, str]) -> dict[str, str]:
    """Return the drawing attributes, those that MathJax leaves to a style sheet made explicit."""
    given = dict(attributes)
    width = _STROKE_WIDTH.search(given.get("style", ""))
    if width:
        given["stroke-width"] = width[1]
    if "data-line" in given or "data-frame" in given:
        given |= {"stroke-width": _TABLE_LINE, "fill": "none"}
        given |= dict(_LINE_CLASSES.get(given.get("class", ""), ()))
    kept = _KEPT.get(tag, ())
    return {name: given[name] for name in kept if name in given and _SAFE_VALUE.match(given[name])}


def _joined(attributes: dict[str, str]) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
