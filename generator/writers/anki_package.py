"""A deck as an .apkg file: genanki's collection in memory, zipped with fixed dates."""

from __future__ import annotations

import io
import itertools
import json
import sqlite3
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING, Any

import genanki
from genanki.apkg_col import APKG_COL
from genanki.apkg_schema import APKG_SCHEMA

from generator.model.deck import EPOCH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.model.deck import Deck, Note
    from generator.writers.anki_types import Face, NoteType

_SORT_FIELD = 1
"""The question, not the id, is what Anki's browser sorts by."""
_FIRST_DECK_ID = 1_600_000_000_001
"""Any number will do: Anki finds decks by their names."""
_ALREADY_SMALL = (".png", ".jpg")


def pack(deck: Deck, faces: Mapping[NoteType, Face], *, modified: int = EPOCH) -> bytes:
    """Return the package of a deck; equal decks give equal bytes.

    Args:
        deck: Notes, each with one card, and their media.
        faces: Templates and style sheet of every note type that the notes use, and no other.
        modified: Unix seconds of the last change of the faces; Anki takes over only later ones.
    """
    models = {note_type.name: _model(note_type, face) for note_type, face in faces.items()}
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "collection.anki2", _collection(deck, models, modified))
        names = {str(number): name for number, (name, _) in enumerate(deck.media)}
        _add(archive, "media", json.dumps(names).encode())
        for number, (name, data) in enumerate(deck.media):
            _add(archive, str(number), data, compress=not name.endswith(_ALREADY_SMALL))
    return package.getvalue()


def _add(archive: zipfile.ZipFile, name: str, data: bytes, *, compress: bool = True) -> None:
    entry = zipfile.ZipInfo(name)  # dated 1980-01-01
    entry.compress_type = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, data)


def _collection(deck: Deck, models: Mapping[str, genanki.Model], modified: int) -> bytes:
    """Return the SQLite file of a collection in Anki's schema 11."""
    decks = _decks(deck)
    ids = itertools.count(EPOCH * 1000)
    with closing(sqlite3.connect(":memory:")) as database:
        cursor = database.cursor()
        cursor.executescript(APKG_SCHEMA)
        cursor.executescript(APKG_COL)
        cursor.execute("UPDATE col SET models = ?, decks = ?", (_models_json(models, modified), _decks_json(decks)))
        for note in deck.notes:
            made = _Note(note, models[note.note_type])
            made.write_to_db(cursor, note.modified, decks[note.deck.casefold()].deck_id, ids)
        database.commit()
        return database.serialize()


class _Note(genanki.Note):  # type: ignore[misc]  # genanki has no types
    """A note with exactly one card: what genanki finds out from the templates loses cards."""

    def __init__(self, note: Note, model: genanki.Model) -> None:
        fields = [field.replace("\x1f", "") for field in note.fields]
        super().__init__(model=model, fields=fields, guid=note.guid, tags=note.tags, due=note.due)
        self.cards = [genanki.Card(0)]

    def _check_invalid_html_tags_in_fields(self) -> None:
        """Do nothing: the fields were sanitised, and the check takes quadratic time."""


class _Model(genanki.Model):  # type: ignore[misc]  # genanki has no types
    """A note type whose only card always exists."""

    _req = ((0, "any", (_SORT_FIELD,)),)


def _model(note_type: NoteType, face: Face) -> genanki.Model:
    fields = [_field(field.id, field.name) for field in note_type.fields]
    template = {"id": note_type.template, "name": "Card 1", "qfmt": face.front, "afmt": face.back}
    return _Model(
        note_type.id,
        note_type.name,
        fields=fields,
        templates=[template],
        css=face.css,
        sort_field_index=_SORT_FIELD,
    )


def _field(number: int, name: str) -> dict[str, Any]:
    """Return a field in Anki's words; those that nobody edits by hand are folded in the editor."""
    folded = name.startswith("Spare") or name in {"ID", "Retired"}
    return {"id": number, "name": name, "collapsed": folded, "font": "Arial", "size": 16}


def _decks(deck: Deck) -> dict[str, genanki.Deck]:
    """Return the decks by folded name: Anki takes `BERT` and `bert` for the same."""
    names = dict.fromkeys([deck.name, *sorted(note.deck for note in deck.notes)])
    decks: dict[str, genanki.Deck] = {}
    for name in names:
        decks.setdefault(name.casefold(), genanki.Deck(_FIRST_DECK_ID + len(decks), name))
    return decks


def _models_json(models: Mapping[str, genanki.Model], modified: int) -> str:
    return json.dumps({str(model.model_id): model.to_json(modified, _FIRST_DECK_ID) for model in models.values()})


def _decks_json(decks: Mapping[str, genanki.Deck]) -> str:
    return json.dumps({str(deck.deck_id): deck.to_json() for deck in decks.values()})
