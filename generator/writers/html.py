"""Small repairs of a note's HTML before it goes onto a page."""

from __future__ import annotations

import re

from markupsafe import Markup

LONGEST = 28
"""ASCII characters in a row that are never broken; longer ones (addresses, hashes) may be broken anywhere."""

TAG = re.compile(r"""(<(?:[^<>"']|"[^"]*"|'[^']*')*>)""")
_LINK = re.compile(r"""</?a\b(?:[^<>"']|"[^"]*"|'[^']*')*>""")
_LONG = re.compile(rf"(?:&\w+;|[!-%'-;=?-~]){{{LONGEST},}}")
_SPAN = '<span class="long">'


def breakable(html: Markup) -> Markup:
    """Return HTML in which long words are marked, so that only they are broken when they do not fit.

    (WeasyPrint's `overflow-wrap: anywhere` on running text would break any word after an inline element.)
    """
    pieces = TAG.split(html)
    pieces[::2] = [_LONG.sub(rf"{_SPAN}\g<0></span>", text) for text in pieces[::2]]
    return Markup("".join(pieces))  # noqa: S704 - sanitised HTML and a tag of ours


def unlinked(html: Markup) -> Markup:
    """Return HTML without its links; what they said stays."""
    return Markup(_LINK.sub("", html))  # noqa: S704 - sanitised HTML minus tags
