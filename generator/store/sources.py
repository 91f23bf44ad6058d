"""Where a lock comes from: the file of the last build, or the bank.json that it wrote."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from generator.diagnostics import Code, Diagnostic, Span, StudypressError, error
from generator.model.bank import EntryId
from generator.store.likeness import sign
from generator.store.lock import LOCK_NAME, is_id, read_lock
from generator.store.records import Lock, Record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Found = tuple[Diagnostic, ...]


def load_lock(path: Path) -> tuple[Lock, Found]:
    """Read study.lock; a file that does not exist is an empty lock.

    Raises:
        StudypressError: The file is there, but cannot be read: building on without it would lose every id.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Lock(), ()
    except OSError as problem:
        hint = "make it readable; without it every edited question would lose its learning history"
        raise StudypressError(f"{path} cannot be read: {problem.strerror}", hint) from problem
    return read_lock(data.decode("utf-8", "replace"), path.name)


def rebuild_from_bank_json(text: str, path: str = "bank.json") -> tuple[Lock, Found]:
    """Return the lock that an earlier build had, from the bank.json it wrote.

    Tombstones are not in bank.json; everything else comes back. What is no bank gives an empty lock and an error.
    """
    try:
        bank = json.loads(text)
    except (ValueError, RecursionError) as problem:
        return Lock(), (_no_bank(path, f"it is not JSON: {problem}"),)
    entries = bank.get("entries") if isinstance(bank, dict) else None
    if not isinstance(entries, list):
        return Lock(), (_no_bank(path, "it has no list of entries"),)
    records = {record.id: record for record in _chained(entries)}
    lost = len(entries) - len(records)
    found = (_no_bank(path, f"{lost} of {len(entries)} entries have no usable id and prompt"),) if lost else ()
    return Lock(records=tuple(records[key] for key in sorted(records))), found


def _no_bank(path: str, why: str) -> Diagnostic:
    hint = f"take the bank.json of the last good build, or restore {LOCK_NAME} from git"
    return error(Code.BAD_LOCK, f"{LOCK_NAME} cannot be rebuilt from {path}: {why}", Span(path=path), hint)


def _chained(entries: list[object]) -> Iterator[Record]:
    """Yield a record for each usable entry, each after the one above it in its file."""
    above: dict[str, EntryId] = {}
    for entry in entries:
        if not isinstance(entry, dict) or not is_id(_text(entry, "id")) or not _text(entry, "prompt").strip():
            continue
        path, entry_id = _text(_table(entry, "source"), "path"), EntryId(_text(entry, "id"))
        yield Record(
            id=entry_id,
            answer=sign(_answer(entry)),
            after=above.get(path, ""),
            path=path,
            section=tuple(" ".join(heading.split()) for heading in _texts(entry, "section") if heading.strip()),
            prompt=" ".join(_text(entry, "prompt").split()),
        )
        above[path] = entry_id


def _answer(entry: dict[str, object]) -> str:
    return _text(_table(entry, "answer"), "text") or "\n".join((*_texts(entry, "images"), *_texts(entry, "links")))


def _table(entry: dict[str, object], key: str) -> dict[str, object]:
    value = entry.get(key)
    return value if isinstance(value, dict) else {}


def _text(entry: dict[str, object], key: str) -> str:
    value = entry.get(key)
    return value if isinstance(value, str) else ""


def _texts(entry: dict[str, object], key: str) -> list[str]:
    value = entry.get(key)
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []
