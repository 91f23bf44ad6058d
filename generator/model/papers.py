"""Papers as JSON and back: what is kept of a quiz, so that its key can never change."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

from generator.diagnostics import Span
from generator.model.bank import EntryId, Markdown, Option
from generator.model.exam import Form, Paper, Placement
from generator.model.items import Item, ItemId, ItemType

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMA = 1

Json = dict[str, object]


def paper_to_json(paper: Paper) -> str:
    """Return a paper as canonical JSON: sorted keys, no spaces, each item once."""
    return json.dumps(_paper(paper), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def printed(paper: Paper) -> str:
    """Return the canonical JSON of what is printed: everything but the paper's own id."""
    document = _paper(paper)
    del document["id"]
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def paper_from_json(text: str) -> Paper:
    """Return the paper that `paper_to_json` wrote.

    Raises:
        ValueError: If the text is not such JSON, or of another schema.
    """
    try:
        return _read_paper(json.loads(text))
    except (KeyError, TypeError, AttributeError, IndexError) as problem:
        raise ValueError(f"not a paper: {problem!r}") from problem


def _paper(paper: Paper) -> Json:
    items = {placement.item.id: placement.item for form in paper.forms for placement in form.placements}
    return {
        "schema": SCHEMA,
        "id": paper.id,
        "title": paper.title,
        "seed": paper.seed,
        "scheme": paper.scheme,
        "relaxed": list(paper.relaxed),
        "items": {name: _item(item) for name, item in items.items()},
        "forms": [_form(form) for form in paper.forms],
    }


def _form(form: Form) -> Json:
    placements = [{"number": p.number, "item": p.item.id, "order": list(p.order)} for p in form.placements]
    return {"version": form.version, "placements": placements}


def _item(item: Item) -> Json:
    return {
        "type": item.type,
        "entry": item.entry,
        "stem": item.stem,
        "source": [item.span.path, item.span.line, item.span.end_line],
        "options": [_option(option) for option in item.options],
        "key": list(item.key),
        **({"parts": list(item.parts)} if item.parts else {}),
        "topic": item.topic,
        "points": item.points,
        "section": list(item.section),
        "rationale": item.rationale,
    }


def _option(option: Option) -> Json:
    return {
        "text": option.text,
        "key": option.is_key,
        "rationale": option.rationale,
        "pinned": option.pinned,
    }


def _read_paper(document: Json) -> Paper:
    if document["schema"] != SCHEMA:
        raise ValueError(f"papers of schema {document['schema']!r} are not known, only {SCHEMA}")
    rows = cast("Mapping[str, Json]", document["items"])
    items = {name: _read_item(name, row) for name, row in rows.items()}
    forms = cast("list[Json]", document["forms"])
    return Paper(
        id=_text(document["id"]),
        title=_text(document["title"]),
        seed=_text(document["seed"]),
        scheme=_number(document["scheme"]),
        forms=tuple(_read_form(form, items) for form in forms),
        relaxed=_texts(document["relaxed"]),
    )


def _read_form(form: Json, items: Mapping[str, Item]) -> Form:
    placements = cast("list[Json]", form["placements"])
    return Form(
        version=_text(form["version"]),
        placements=tuple(_read_placement(placement, items) for placement in placements),
    )


def _read_placement(placement: Json, items: Mapping[str, Item]) -> Placement:
    item = items[_text(placement["item"])]
    order = tuple(_number(index) for index in cast("list[object]", placement["order"]))
    if sorted(order) != list(range(len(item.options))):
        raise ValueError(f"item {item.id} is printed with the options {order} of {len(item.options)}")
    return Placement(number=_number(placement["number"]), item=item, order=order)


def _read_item(name: str, row: Json) -> Item:
    path, line, end_line = cast("list[object]", row["source"])
    return Item(
        id=ItemId(name),
        type=ItemType(_text(row["type"])),
        entry=EntryId(_text(row["entry"])),
        stem=Markdown(_text(row["stem"])),
        span=Span(path=_text(path), line=_number(line), end_line=_number(end_line)),
        options=tuple(_read_option(option) for option in cast("list[Json]", row["options"])),
        key=tuple(Markdown(text) for text in _texts(row["key"])),
        parts=tuple(Markdown(text) for text in _texts(row.get("parts", []))),
        topic=_text(row["topic"]),
        points=_number(row["points"]),
        section=_texts(row["section"]),
        rationale=Markdown(_text(row["rationale"])),
    )


def _read_option(row: Json) -> Option:
    return Option(
        text=Markdown(_text(row["text"])),
        is_key=row["key"] is True,
        rationale=Markdown(_text(row["rationale"])),
        pinned=row["pinned"] is True,
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"expected text, found {value!r}")
    return value


def _texts(value: object) -> tuple[str, ...]:
    return tuple(_text(one) for one in cast("list[object]", value))


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"expected a whole number, found {value!r}")
    return value
