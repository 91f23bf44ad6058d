"""Since when a card has said what it says: only what really changed is new to Anki."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from generator.model.deck import EPOCH
from generator.store.records import Dated, Lock

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.model.bank import EntryId

_FACES = re.compile(r"# card faces: ([0-9a-f]{12})@(\d{1,12})")


def date_cards(lock: Lock, digests: Mapping[EntryId, str], now: int) -> tuple[Lock, Mapping[EntryId, int]]:
    """Return the lock with the cards' contents recorded, and since when each card is what it is.

    A card that no deck held before is dated EPOCH (Anki takes any new note), so that the first deck made from the
    same notes is the same everywhere; one whose content changed is dated `now`; the others keep their date.

    Args:
        lock: What the last build recorded.
        digests: Content of each card: 12 hexadecimal digits by entry id.
        now: Unix seconds.
    """
    old = {record.id: record.card for record in lock.records}
    cards = {entry_id: _dated(old.get(entry_id), digest, now) for entry_id, digest in digests.items()}
    records = tuple(replace(record, card=cards.get(record.id, record.card)) for record in lock.records)
    return replace(lock, records=records), {entry_id: card.since for entry_id, card in cards.items()}


def date_faces(lock: Lock, digest: str, now: int) -> tuple[Lock, int]:
    """Return the same for the templates and style sheet of the cards, all of them together."""
    found = [match for comment in lock.comments if (match := _FACES.fullmatch(comment))]
    old = Dated(digest=found[-1][1], since=int(found[-1][2])) if found else None
    new = _dated(old, digest, now)
    others = tuple(comment for comment in lock.comments if not _FACES.fullmatch(comment))
    return replace(lock, comments=(*others, f"# card faces: {new.digest}@{new.since}")), new.since


def _dated(old: Dated | None, digest: str, now: int) -> Dated:
    if old is None:
        return Dated(digest=digest, since=EPOCH)
    return old if old.digest == digest else Dated(digest=digest, since=max(now, old.since + 1))
