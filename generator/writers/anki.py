"""The Anki deck: one note per answered entry, identified by ids alone, so that it can be imported again for years."""

from __future__ import annotations

import dataclasses
import hashlib
from dataclasses import dataclass, field
from html import escape
from types import MappingProxyType
from typing import TYPE_CHECKING

from generator.model.bank import Entry, Marker
from generator.model.deck import EPOCH, Artifact, Deck, Note
from generator.press import labels
from generator.resources import templates
from generator.writers.anki_names import deck_name, guid, levels, tags
from generator.writers.anki_package import pack
from generator.writers.anki_sink import CardSink
from generator.writers.anki_types import CHOICE, NOTE_TYPES, QUESTION, Face, NoteType, face
from generator.writers.chapters import Chapter, chapters
from generator.writers.guide import marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from generator.model.bank import Bank, EntryId, Option
    from generator.press.desk import Press

_UNKNOWN_DATES: Mapping[EntryId, int] = MappingProxyType({})
_FOREMOST = frozenset({Marker.FREQUENT, Marker.ASKED})
"""Entries with such a marker come first among the new cards."""


def write_deck(
    bank: Bank,
    press: Press,
    *,
    modified: Mapping[EntryId, int] = _UNKNOWN_DATES,
    faces_modified: int = EPOCH,
    unanswered: bool = False,
) -> Artifact:
    """Return `deck.apkg`; complaints collect in `press.found`.

    Args:
        bank: Its entries' ids become the notes' GUIDs and must be unique.
        press: The project's settings, labels and pictures.
        modified: Unix seconds when an entry's content last changed; EPOCH where it is not said. Anki updates a
            note that it has only when this is later than its own date.
        faces_modified: The same for templates and style sheet.
        unanswered: Whether unanswered entries get cards too, in a deck of their own.

    Raises:
        StudypressError: a template of the user's cannot be read or names an unknown field.
    """
    deck = make_deck(bank, press, modified=modified, unanswered=unanswered)
    return pack_deck(deck, faces_of(deck, press), faces_modified=faces_modified)


def faces_of(deck: Deck, press: Press) -> dict[NoteType, Face]:
    """Return the templates and style sheets of the note types that a deck uses.

    Raises:
        StudypressError: a template of the user's cannot be read or names an unknown field.
    """
    folders = _folders(press)
    texts = labels.load(folders, press.settings.language)
    used = {note.note_type for note in deck.notes}
    return {one: face(one, folders, texts) for one in NOTE_TYPES if one.name in used}


def digest_of_faces(faces: Mapping[NoteType, Face]) -> str:
    """Return 12 hexadecimal digits of what all cards look like."""
    texts = [text for one in NOTE_TYPES if one in faces for text in (one.name, *dataclasses.astuple(faces[one]))]
    return hashlib.sha256("\x1f".join(texts).encode()).hexdigest()[:12]


def pack_deck(deck: Deck, faces: Mapping[NoteType, Face], *, faces_modified: int = EPOCH) -> Artifact:
    """Return `deck.apkg`; the same records always give the same bytes."""
    return Artifact(path="deck.apkg", data=pack(deck, faces, modified=faces_modified))


def make_deck(
    bank: Bank, press: Press, *, modified: Mapping[EntryId, int] = _UNKNOWN_DATES, unanswered: bool = False
) -> Deck:
    """Return the deck as records: what `write_deck` packs (same arguments)."""
    desk = _Desk(press=press, modified=modified, texts=labels.load(_folders(press), press.settings.language))
    planned = sorted(_planned(bank, press, unanswered=unanswered), key=_rank)
    notes = tuple(_note(card, due, desk) for due, card in enumerate(planned, 1))
    root = deck_name(*levels(press.settings.title)) or "Studypress"
    return Deck(name=root, notes=notes, media=tuple(sorted(desk.media.items())))


def _folders(press: Press) -> tuple[Path, ...]:
    own = press.settings.templates
    return (*((own / "anki",) if own else ()), templates() / "anki")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """What every note is made with."""

    press: Press
    texts: Mapping[str, str]
    """Labels of templates/anki/locale/."""
    modified: Mapping[EntryId, int]
    media: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Card:
    """An entry and where its card goes."""

    entry: Entry
    deck: str
    chapter: str
    crumbs: tuple[str, ...]


def _planned(bank: Bank, press: Press, *, unanswered: bool) -> Iterator[_Card]:
    """Yield the cards in the order of the guide."""
    root = levels(press.settings.title)
    found = chapters(bank, language=press.settings.language, other=press.label("other"))
    for chapter in found:
        name = deck_name(*root, chapter.title)
        yield from (_card(numbered.entry, name, chapter) for numbered in chapter.entries)
    if unanswered:
        name = deck_name(*root, press.label("guide.missing"))
        yield from (_card(entry, name, chapter) for chapter in found for entry in chapter.unanswered)


def _rank(card: _Card) -> tuple[bool, bool]:
    return not card.entry.answered, not _FOREMOST & _markers(card.entry)


def _markers(entry: Entry) -> frozenset[Marker]:
    """Return the markers of an entry; a dated remark says that it was asked, too."""
    return entry.markers | ({Marker.ASKED} if entry.asked else set())


def _card(entry: Entry, deck: str, chapter: Chapter) -> _Card:
    return _Card(entry=entry, deck=deck, chapter=chapter.title, crumbs=chapter.crumbs(entry))


def _note(card: _Card, due: int, desk: _Desk) -> Note:
    entry = card.entry
    note_type = CHOICE if entry.options else QUESTION
    fields, tags_of_note = _fields(card, note_type, desk), _tags(card, desk)
    seen = [
        note_type.name,
        *(f"{name}={text}" for name, text in sorted(fields.items()) if name != "Source"),
        *tags_of_note,
    ]
    return Note(
        guid=guid(entry.id, note_type),
        note_type=note_type.name,
        deck=card.deck,
        fields=note_type.values(fields),
        tags=tags_of_note,
        due=due,
        modified=desk.modified.get(entry.id, EPOCH),
        entry=entry.id,
        digest=hashlib.sha256("\x1f".join(seen).encode()).hexdigest()[:12],
    )


def _fields(card: _Card, note_type: NoteType, desk: _Desk) -> dict[str, str]:
    entry, answer = card.entry, card.entry.answer
    sink = CardSink(desk.press, entry.span.path, desk.media)
    line = entry.span.line
    fields = {
        "ID": escape(entry.id),
        "Question": sink.html(entry.prompt_markdown, line=line, inline=True),
        "Short": sink.html(entry.oral, line=line),
        "Details": sink.html(answer.details if entry.oral else answer.markdown, line=answer.line or line),
        "Section": " › ".join(map(escape, (card.chapter, *card.crumbs))),
        "Badges": "".join(_badges(entry, desk.press)),
        "Source": escape(str(entry.span)),
    }
    return fields | _choice(entry, sink) if note_type is CHOICE else fields


def _badges(entry: Entry, press: Press) -> Iterator[str]:
    for name, text in marks(entry, press):
        yield f'<span class="badge {name}">{escape(text)}</span>'


def _choice(entry: Entry, sink: CardSink) -> dict[str, str]:
    """Return the fields of a choice: options without a sign of the key, the key, and both together."""
    rows = [(chr(ord("A") + i), option) for i, option in enumerate(entry.options)]
    texts = [sink.html(option.text, line=entry.span.line, inline=True) for _, option in rows]
    lettered = [f'<span class="letter">{letter}</span>{text}' for (letter, _), text in zip(rows, texts, strict=True)]
    solved = [_solved(row, option, entry, sink) for row, (_, option) in zip(lettered, rows, strict=True)]
    return {
        "Options": f'<ol class="options">{"".join(f"<li>{row}</li>" for row in lettered)}</ol>',
        "Key": "".join(letter for letter, option in rows if option.is_key),
        "Solution": f'<ol class="options">{"".join(solved)}</ol>',
    }


def _solved(row: str, option: Option, entry: Entry, sink: CardSink) -> str:
    why = sink.html(option.rationale, line=entry.span.line) if option.rationale else ""
    rationale = f'<div class="why">{why}</div>' if why else ""
    start = '<li class="key">' if option.is_key else "<li>"
    return f"{start}{row}{rationale}</li>"


def _tags(card: _Card, desk: _Desk) -> tuple[str, ...]:
    """Return the tags of a card: its topic, its markers, the company that asked."""
    entry, texts = card.entry, desk.texts
    found = [(texts["tag.topic"], card.chapter)]
    found += [(texts["tag.mark"], desk.press.label(f"mark.{marker}")) for marker in Marker if marker in _markers(entry)]
    if entry.asked and entry.asked.company:
        found.append((texts["tag.company"], entry.asked.company))
    return tags(found)
