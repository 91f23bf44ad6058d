"""An Anki deck in Anki's words, without Anki."""

from __future__ import annotations

from dataclasses import dataclass

EPOCH = 1_577_836_800
"""2020-01-01 in Unix seconds: the date of everything whose real date is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One Anki note: `fields` are HTML in the order of the note type's fields."""

    guid: str
    """Stable for ever; made from the entry's id, never from its text."""
    note_type: str
    deck: str
    """Full deck name, `::` between levels."""
    fields: tuple[str, ...]
    tags: tuple[str, ...] = ()
    due: int = 0
    """Place among the new cards."""
    modified: int = EPOCH
    """Unix seconds: Anki updates a note it has only when this is later than its own."""
    entry: str = ""
    """Id of the entry it was made from."""
    digest: str = ""
    """Of everything that a learner sees (the source line moves, and is left out): 12 hexadecimal digits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deck:
    """A package: notes and the media files they name."""

    name: str
    notes: tuple[Note, ...]
    media: tuple[tuple[str, bytes], ...] = ()
    """(flat file name, content), sorted by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """A file to be written, relative to the out folder."""

    path: str
    data: bytes
