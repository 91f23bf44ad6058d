"""What a sentence is about, for those who print it alone."""

from __future__ import annotations

import re

from generator.markup.characters import fold, width
from generator.model.bank import Entry, Kind
from generator.transforms.derive.wording import is_label, names_nothing, subject_of

_SUBJECT_WIDTH = 44


def subject(entry: Entry, sentence: str) -> str:
    """Return what a sentence of an entry is about, unless it says so itself."""
    about = subject_name(entry)
    asks = about == entry.prompt and entry.kind is Kind.QUESTION
    return "" if about and not asks and names(sentence, about) else about


def subject_name(entry: Entry) -> str:
    """Return what an entry is about, as it is printed in `【…】`; empty for a long prompt without a heading."""
    prompt = entry.prompt if width(entry.prompt) <= _SUBJECT_WIDTH else ""
    heading = subject_of(entry.section)
    if entry.kind is Kind.CONCEPT and is_label(entry.prompt) and heading:
        prompt = f"{heading}：{entry.prompt}"
    leans = entry.kind is not Kind.CONCEPT and (
        names_nothing(entry.prompt) or re.search(r"[它其该]|\bit\b", entry.prompt)
    )
    return (heading or prompt) if leans else (prompt or heading)


def names(sentence: str, about: str) -> bool:
    """Whether a sentence names a subject: a Latin word of it, or the Chinese as it stands."""
    words = re.findall(r"[a-z][a-z0-9\-]+", about.lower())
    text = sentence.lower()
    return any(word in text for word in words) or fold(about) in fold(sentence)
