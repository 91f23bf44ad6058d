"""Bold lines: the text they emphasise, the marks beside it, and what follows on the line."""

from __future__ import annotations

import re
from typing import NamedTuple

from generator.readers.names import NO_PROMPT
from generator.readers.wording import MARKS

_MARK_CLASS = "".join(MARKS)
_M = rf"[{_MARK_CLASS}\ufe0f\s]*"
_ALONE = re.compile(
    rf"^{_M}(?:<(?:font|span)\b[^>]*>\s*)?{_M}"
    r"(?:\*\*(?P<text>(?:(?!\*\*).)+)\*\*|__(?P<under>(?:(?!__).)+)__|<(?:b|strong)>(?P<html>.+?)</(?:b|strong)>)"
    rf"\s*(?:</(?:font|span)>)?\s*[:：]?{_M}(?:<br\s*/?>\s*)?$"
)
_LEADING = re.compile(r"^(?:\*\*(?P<text>(?:(?!\*\*).)+[？?]\s*)\*\*)\s*(?:<br\s*/?>)?\s*(?P<rest>\S.*)$")


class Bold(NamedTuple):
    """A line's bold text, and the rest of the line (only after a question)."""

    text: str
    rest: str


def bold_line(text: str) -> Bold | None:
    """Return what a line emphasises if it is bold alone, or a bold question with its answer behind it."""
    alone = _ALONE.match(text)
    if alone:
        inner = (alone["text"] or alone["under"] or alone["html"]).strip()
        return None if NO_PROMPT.match(inner) else Bold(inner, "")
    leading = _LEADING.match(text.strip())
    return Bold(leading["text"].strip(), leading["rest"].strip()) if leading else None
