"""The bank as JSON (schema 1): for other programs, for golden files, and for `bank.json`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from generator.diagnostics import Diagnostic, Span, diagnostic_json
from generator.model.bank import (
    Answer,
    AnswerKind,
    Asked,
    Bank,
    Document,
    Entry,
    EntryId,
    Formula,
    Kind,
    Markdown,
    Marker,
    Option,
    Skipped,
    Topic,
)
from generator.model.deck import Artifact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SCHEMA = 1


def write_bank(bank: Bank) -> Artifact:
    """Return bank.json: the bank without the run's diagnostics, so that it depends on the notes alone."""
    return Artifact(path="bank.json", data=bank_json(bank, ()).encode())


def bank_json(bank: Bank, found: Iterable[Diagnostic]) -> str:
    """Return the bank and what was complained about as JSON text (layout in docs/bank-json.md)."""
    value = {
        "schema": SCHEMA,
        "documents": [_document(document, bank) for document in bank.documents],
        "topics": [{"id": topic.id, "zh": topic.zh, "en": topic.en} for topic in bank.topics],
        "entries": [_entry(entry) for entry in bank.entries],
        "diagnostics": [diagnostic_json(one) for one in found],
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _document(document: Document, bank: Bank) -> dict[str, object]:
    entries = bank.entries_of(document.path)
    return {
        "path": document.path,
        "title": document.title,
        "dialect": document.dialect,
        "reason": document.reason,
        "encoding": document.encoding,
        "entries": len(entries),
        "answered": sum(entry.answered for entry in entries),
        "skipped": [{"line": s.line, "end_line": s.end_line, "reason": s.reason} for s in document.skipped],
    }


def _entry(entry: Entry) -> dict[str, object]:
    asked = entry.asked
    return {
        "id": entry.id,
        "prompt": entry.prompt,
        "prompt_markdown": entry.prompt_markdown,
        "kind": entry.kind.value,
        "number": entry.number,
        "source": {"path": entry.span.path, "line": entry.span.line, "end_line": entry.span.end_line},
        "section": list(entry.section),
        "answered": entry.answered,
        "answer": _answer(entry.answer),
        "markers": sorted(marker.value for marker in entry.markers),
        "asked": asked and {"date": asked.date, "company": asked.company, "role": asked.role, "round": asked.round},
        "links": list(entry.links),
        "images": list(entry.images),
        "math": [{"tex": one.tex, "display": one.display, "line": one.line} for one in entry.math],
        "oral": entry.oral or None,
        "options": [
            {"text": o.text, "is_key": o.is_key, "rationale": o.rationale, "pinned": o.pinned} for o in entry.options
        ],
        "topic": entry.topic or None,
    }


def _answer(answer: Answer) -> dict[str, object]:
    return {
        "kind": answer.kind.value,
        "text": answer.text,
        "markdown": answer.markdown,
        "details": answer.details,
        "line": answer.line,
    }


def read_bank(text: str) -> Bank:
    """Return the bank that `bank_json` wrote (its diagnostics left out).

    Raises:
        ValueError: the text is not a bank of this schema.
    """
    value = json.loads(text)
    if not isinstance(value, dict) or value.get("schema") != SCHEMA:
        raise ValueError("not a bank of schema 1")
    try:
        return Bank(
            documents=tuple(_read_document(row) for row in value["documents"]),
            entries=tuple(_read_entry(row) for row in value["entries"]),
            topics=tuple(Topic(**row) for row in value["topics"]),
        )
    except (KeyError, TypeError) as problem:
        raise ValueError(f"not a bank of schema 1: {problem}") from problem


def _read_document(row: Mapping[str, object]) -> Document:
    skipped = row["skipped"]
    assert isinstance(skipped, list)
    return Document(
        path=str(row["path"]),
        title=str(row["title"]),
        dialect=str(row["dialect"]),
        reason=str(row["reason"]),
        encoding=str(row["encoding"]),
        skipped=tuple(Skipped(**one) for one in skipped),
    )


def _read_entry(row: dict) -> Entry:  # type: ignore[type-arg]  # checked JSON
    source, answer = row["source"], row["answer"]
    return Entry(
        id=EntryId(row["id"]),
        prompt=row["prompt"],
        prompt_markdown=Markdown(row["prompt_markdown"]),
        kind=Kind(row["kind"]),
        number=row["number"],
        span=Span(path=source["path"], line=source["line"], end_line=source["end_line"]),
        section=tuple(row["section"]),
        answer=Answer(
            kind=AnswerKind(answer["kind"]),
            text=answer["text"],
            markdown=Markdown(answer["markdown"]),
            details=Markdown(answer["details"]),
            line=answer["line"],
        ),
        markers=frozenset(Marker(one) for one in row["markers"]),
        asked=Asked(**row["asked"]) if row["asked"] else None,
        links=tuple(row["links"]),
        images=tuple(row["images"]),
        math=tuple(Formula(**one) for one in row["math"]),
        oral=Markdown(row["oral"] or ""),
        options=tuple(Option(**one) for one in row["options"]),
        topic=row["topic"] or "",
    )
