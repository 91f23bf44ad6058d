"""Choices that their author painted as right: bold, coloured, highlighted, ticked."""

from __future__ import annotations

import re

_TICKED = re.compile(
    r"\s*(?:[✓✔√✅☑]|[（(](?:正确(?:答案)?|对|correct|right|answer|key)[）)]|<!--\s*correct\s*-->)\s*", re.IGNORECASE
)


_WHOLE = (
    re.compile(r"^\*\*(?P<text>(?:(?!\*\*).)+)\*\*$"),
    re.compile(r"^__(?P<text>(?:(?!__).)+)__$"),
    re.compile(r"^==(?P<text>(?:(?!==).)+)==$"),
    re.compile(r"^<(?P<tag>font|span|b|strong|u|mark|em)\b[^>]*>(?P<text>.*)</(?P=tag)>$", re.IGNORECASE),
)


CLOSING = re.compile(r"(?:\*\*|__|==|</(?:font|span|b|strong|u|mark|em)>)\s*$", re.IGNORECASE)


def unpaint(text: str) -> tuple[str, bool]:
    """Return a choice's text without what marks it as right, and whether anything did."""
    bare = _TICKED.sub(" ", text).strip()
    is_marked = bare != text.strip()
    for shape in _WHOLE:
        found = shape.match(bare)
        if found:
            return found["text"].strip(), True
    return (bare, True) if is_marked and bare else (text, False)
