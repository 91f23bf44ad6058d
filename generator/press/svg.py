"""SVG pictures made harmless: nothing outside the file, no scripts, no endless copies of copies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOST_ELEMENTS = 20_000
"""Drawn elements, each copy by `<use>` counted."""
_DROPPED = frozenset({"script", "foreignObject", "iframe", "audio", "video"})
_INSIDE = ("#", "data:image/png", "data:image/jpeg")
"""How an address that stays inside the file begins."""
_IMPORT = re.compile(r"@import\b[^;]*;?", re.IGNORECASE)
_OUTSIDE_URL = re.compile(r"url\(\s*[\"']?(?!#|data:)[^)]*\)", re.IGNORECASE)
_LENGTH = re.compile(r"^\s*(\d*\.?\d+)\s*(px|pt|mm|cm|in|)\s*$")
_PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}


class BadSvgError(ValueError):
    """An SVG that cannot be printed; the message says why."""


def is_svg(data: bytes) -> bool:
    """Return whether bytes look like an SVG document."""
    head = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<svg", b"<?xml", b"<!--", b"<!doctype svg")) and b"<svg" in data[:20_000].lower()


def cleaned(data: bytes) -> tuple[bytes, float]:
    """Return a harmless SVG (untouched if it was so already) and its natural width in CSS pixels.

    Raises:
        BadSvgError: damaged, with entities, or drawing too many elements.
    """
    if b"<!entity" in data.lower():
        raise BadSvgError("an SVG with XML entities is not printed")
    try:
        tree = ET.fromstring(data)  # noqa: S314 - entities are refused above
    except (ET.ParseError, ValueError, LookupError) as problem:
        raise BadSvgError(f"the SVG is damaged: {problem}") from problem
    if _drawn(tree) > _MOST_ELEMENTS:
        raise BadSvgError("the SVG draws too many elements")
    changes = [_clean(element) for element in list(tree.iter())]
    return ET.tostring(tree) if any(changes) else data, _width(tree)


def _clean(element: ET.Element) -> bool:
    """Take what reaches outside from one element; return whether there was anything."""
    dropped = [child for child in element if _name(child) in _DROPPED]
    for child in dropped:
        element.remove(child)
    outside = [key for key, value in element.attrib.items() if _reaches_out(key, value)]
    for key in outside:
        del element.attrib[key]
    return bool(dropped or outside) | _clean_style(element)


def _reaches_out(key: str, value: str) -> bool:
    name = key.rpartition("}")[2].lower()
    if name == "href":
        return not value.strip().lower().startswith(_INSIDE)
    return name.startswith("on") or _OUTSIDE_URL.search(value) is not None


def _clean_style(element: ET.Element) -> bool:
    if _name(element) != "style" or not element.text:
        return False
    before, element.text = element.text, _OUTSIDE_URL.sub("none", _IMPORT.sub("", element.text))
    return element.text != before


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _drawn(tree: ET.Element) -> int:
    """Return how many elements are drawn, counting no further than a little beyond the limit."""
    by_id = {element.get("id", ""): element for element in tree.iter()}
    return _count(tree, by_id, frozenset(), [0])


def _count(element: ET.Element, by_id: Mapping[str, ET.Element], above: frozenset[str], total: list[int]) -> int:
    """Add the elements drawn for `element` to `total`; `above` are the ids being copied, which end a circle."""
    total[0] += 1
    if total[0] <= _MOST_ELEMENTS:
        for child in element:
            _count(child, by_id, above, total)
        target = _copied(element)
        if target in by_id and target not in above:
            _count(by_id[target], by_id, above | {target}, total)
    return total[0]


def _copied(element: ET.Element) -> str:
    """Return the id that a `<use>` copies, or no id."""
    if _name(element) != "use":
        return "\0"
    hrefs = [value for key, value in element.attrib.items() if key.rpartition("}")[2] == "href"]
    return hrefs[0].strip().removeprefix("#") if hrefs else "\0"


def _width(tree: ET.Element) -> float:
    """Return the natural width in CSS pixels: `width`, else that of `viewBox`, else CSS's 300."""
    if match := _LENGTH.match(tree.get("width", "")):
        return float(match[1]) * _PIXELS[match[2]]
    box = tree.get("viewBox", "").replace(",", " ").split()
    match = _LENGTH.match(box[2]) if len(box) == 4 else None
    return float(match[1]) if match else 300.0
