"""The note types of our decks: ids that never change, and faces read from templates/anki/."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.diagnostics import StudypressError
from generator.press.labels import fill

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field; Anki knows it by its id, so that it can be renamed later without a conflict."""

    id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteType:
    """A note type with one card template; everything but the spare fields is frozen for ever.

    A new need takes a spare field and renames it: Anki then updates the collections of those who have the deck
    already. A field added or removed instead would leave them with two note types and no more updates.
    """

    id: int
    name: str
    stem: str
    """Its faces are `<stem>.front.html` and `<stem>.back.html`."""
    template: int
    """Id of the card template."""
    fields: tuple[Field, ...]

    def values(self, values: Mapping[str, str]) -> tuple[str, ...]:
        """Return field values in the order of the fields, empty where none is given."""
        return tuple(values.get(field.name, "") for field in self.fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """What a note type looks like: Anki's templates and style sheet."""

    front: str
    back: str
    css: str


QUESTION = NoteType(
    id=1778430703122,
    name="Studypress Question",
    stem="question",
    template=2852055472890953,
    fields=(
        Field(id=2345593393866824, name="ID"),
        Field(id=2598495333847878, name="Question"),
        Field(id=7514615804761109, name="Short"),
        Field(id=3531755137818198, name="Details"),
        Field(id=3163669438091621, name="Section"),
        Field(id=360337582471915, name="Badges"),
        Field(id=6946721420009522, name="Source"),
        Field(id=792340398972589, name="Retired"),
        Field(id=5397552544730821, name="Spare 1"),
        Field(id=930561133567805, name="Spare 2"),
        Field(id=8600795840096284, name="Spare 3"),
        Field(id=4315892451795328, name="Spare 4"),
    ),
)
"""A question or concept and its answer."""

CHOICE = NoteType(
    id=1772501845819,
    name="Studypress Choice",
    stem="choice",
    template=3034149519629020,
    fields=(
        Field(id=5368750474111053, name="ID"),
        Field(id=4812953092944787, name="Question"),
        Field(id=4195419502228577, name="Options"),
        Field(id=7631101816509156, name="Key"),
        Field(id=3480507645792693, name="Solution"),
        Field(id=7440956445707959, name="Short"),
        Field(id=688686416757509, name="Details"),
        Field(id=7062606109200694, name="Section"),
        Field(id=8147935430001241, name="Badges"),
        Field(id=1972893156738882, name="Source"),
        Field(id=5706904684096520, name="Retired"),
        Field(id=4071741593737093, name="Spare 1"),
        Field(id=4689235811752966, name="Spare 2"),
        Field(id=3508527688564226, name="Spare 3"),
        Field(id=5627817131873031, name="Spare 4"),
    ),
)
"""A multiple-choice question that the notes carry themselves; `Options` hides the key, `Solution` shows it."""

NOTE_TYPES = (QUESTION, CHOICE)
"""In the order of their introduction; a new one joins at the end with ids of its own."""

_LABEL = re.compile(r"\[\[([\w.-]+)\]\]")
_PLACEHOLDER = re.compile(r"\{\{(?:[#^/]|[\w-]+:)*\s*([^{}]*?)\s*\}\}")
_SPECIAL_FIELDS = frozenset({"FrontSide", "Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag", "CardID"})


def face(note_type: NoteType, folders: Sequence[Path], labels: Mapping[str, str]) -> Face:
    """Return the templates and style sheet of a note type; a file in an earlier folder replaces a later one.

    Raises:
        StudypressError: a file cannot be read, or names a field or label that does not exist.
    """
    sides = {}
    for side in ("front", "back"):
        path = _first(folders, f"{note_type.stem}.{side}.html")
        sides[side] = _checked(_labelled(_read(path), labels), note_type, path)
    return Face(front=sides["front"], back=sides["back"], css=_read(_first(folders, "card.css")))


def _labelled(text: str, labels: Mapping[str, str]) -> str:
    return _LABEL.sub(lambda found: fill(labels, found[1], {}), text)


def _checked(text: str, note_type: NoteType, path: Path) -> str:
    names = {field.name for field in note_type.fields} | _SPECIAL_FIELDS
    for found in _PLACEHOLDER.finditer(text):
        if found[1] not in names:
            line = text.count("\n", 0, found.start()) + 1
            fields = ", ".join(field.name for field in note_type.fields)
            raise StudypressError(f"{path}:{line}: there is no field {found[1]!r}", f"the fields are {fields}")
    return text


def _first(folders: Sequence[Path], name: str) -> Path:
    """Return the first file of that name, the last folder's when there is none."""
    paths = [folder / name for folder in folders]
    return next((path for path in paths if path.is_file()), paths[-1])


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise StudypressError(
            f"{path}: {problem}", "correct the file, or remove it to use the shipped one"
        ) from problem
