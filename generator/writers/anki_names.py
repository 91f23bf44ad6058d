"""Names that Anki accepts and keeps as they are: GUIDs, tags, deck names."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.model.bank import EntryId
    from generator.writers.anki_types import NoteType

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\u200b\ufeff]+")
_COLONS = re.compile(r"\s*:(?:\s*:)+\s*")
_GUID_BYTES = 10


def guid(entry: EntryId, note_type: NoteType) -> str:
    """Return the GUID of an entry's note: 16 letters and digits made from ids alone.

    The note type takes part, because Anki never again updates a note whose GUID comes with another type.
    """
    digest = hashlib.sha256(f"studypress/{note_type.id}/{entry}".encode()).digest()
    return base64.b32encode(digest[:_GUID_BYTES]).decode().lower()


def deck_name(*levels: str) -> str:
    """Return a full deck name; levels without a printable character are left out.

    Anki would split a level at `::` and call an empty one "blank"; here the colons become one full-width colon.
    """
    return "::".join(name for level in levels if (name := _component(level)))


def levels(name: str) -> tuple[str, ...]:
    """Return the levels that a user wrote with `::` between them."""
    return tuple(part for part in name.split("::") if part.strip())


def tags(paths: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Return hierarchical tags (`topic::bert`), sorted, each once; white space becomes `_`.

    A path with an empty part is left out: it would be a tag called "blank".
    """
    found = {"::".join(parts) for path in paths if all(parts := [_tag_part(part) for part in path])}
    return tuple(sorted(found))


def _component(text: str) -> str:
    clean = " ".join(_UNPRINTABLE.sub(" ", unicodedata.normalize("NFC", text)).replace('"', "'").split())
    return _COLONS.sub("：", clean).strip(" :")


def _tag_part(text: str) -> str:
    return "_".join(_component(text).split())
