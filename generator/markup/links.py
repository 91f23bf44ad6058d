"""Addresses: where a bare one ends, and which pictures are formulas in disguise."""

from __future__ import annotations

import re
from urllib.parse import unquote, unquote_plus, urlsplit

URL = re.compile(r"https?://[!#-;=?-_a-~]+", re.IGNORECASE)
"""An address in running text: printable ASCII, so that it ends where full-width text or `<` begins."""

_TRAILING = ".,;:!?'*_~"
_PAIRS = {")": "(", "]": "[", "}": "{"}
_TEX_PARAMETERS = ("tex", "latex", "formula", "math")
_TEX_SERVICE = re.compile(r"(?:equation|latex|math|formula|tex)", re.IGNORECASE)


def clip(url: str) -> str:
    """Return an address without the sentence punctuation or the unbalanced bracket glued to its end."""
    while url:
        last = url[-1]
        if last in _TRAILING or (last in _PAIRS and url.count(last) > url.count(_PAIRS[last])):
            url = url[:-1]
        else:
            break
    return url


def find_urls(text: str) -> tuple[str, ...]:
    """Return the bare addresses of a text in order, clipped."""
    return tuple(clip(match.group()) for match in URL.finditer(text))


def tex_of_picture(address: str) -> str:
    """Return the TeX that a formula service's picture address carries, or an empty string.

    Services known by shape: `…/equation?tex=…` (and `latex=`, `formula=`, `math=`) and
    `…/svg.latex?…` whose whole query is TeX.
    """
    try:
        parts = urlsplit(address)
    except ValueError:  # not an address at all
        return ""
    if parts.scheme not in {"http", "https"} or not parts.query:
        return ""
    if parts.path.endswith(".latex"):
        return unquote(parts.query).strip()
    if not _TEX_SERVICE.search(parts.netloc + parts.path):
        return ""
    for name in _TEX_PARAMETERS:
        found = re.search(rf"(?:^|&){name}=([^&]*)", parts.query)
        if found:
            return unquote_plus(found.group(1)).strip()
    return ""
