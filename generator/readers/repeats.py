"""Prompts that repeat ("Fill in the blank"): what stands below them tells them apart."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from generator.markup import plain
from generator.markup.characters import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.model.bank import Entry

_LONGEST = 160


def tell_apart(entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries; prompts of one file that read alike go on with the listing or sentence below them."""
    counts = Counter(fold(entry.prompt) for entry in entries)
    return [_longer(entry) if counts[fold(entry.prompt)] > 1 else entry for entry in entries]


def _longer(entry: Entry) -> Entry:
    """Return an entry whose prompt goes on with its stem, if it has one."""
    _, _, stem = entry.prompt_markdown.partition("\n\n")
    more = " ".join(plain(stem).split())
    if not more:
        return entry
    text = f"{entry.prompt} {more}"
    return replace(entry, prompt=text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…")
