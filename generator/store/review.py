"""study.review.toml: what a person said of items, by item id; made to be read, edited and merged."""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING

from generator.diagnostics import Code, Diagnostic, Span, error
from generator.model.bank import Markdown
from generator.model.items import ItemId, Ruling, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE = "study.review.toml"
"""Beside study.lock."""

_HEAD = """\
# What you said of quiz items. `studypress review` writes this file; it may be edited, and belongs in git.
# ruling: accept, reject or edit (stem and key are then yours). An acceptance lapses when the notes change the item.
"""
_TEXTS = ("ruling", "type", "digest", "stem", "source", "note")
_HINT = "correct the row, or remove it to review the item again"

Review = dict[ItemId, Verdict]


def load_review(path: Path) -> tuple[Review, tuple[Diagnostic, ...]]:
    """Return the verdicts of a file and what is wrong with it; a row that is wrong is left out.

    A file that is not TOML gives one ERROR of code `bad-toml` and no verdicts: do not write over it.
    """
    if not path.is_file():
        return {}, ()
    text = ""
    try:
        text = path.read_text(encoding="utf-8-sig")
        tables = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        found = re.search(r"at line (\d+)", str(problem))
        span = Span(path=path.name, line=int(found[1]) if found else text.count("\n") + 1)
        return {}, (error(Code.BAD_TOML, f"cannot be read: {problem}", span, "put it right, or take it from git"),)
    rows = tables.get("items", {})
    verdicts: Review = {}
    wrong: list[Diagnostic] = []
    for name, row in rows.items() if isinstance(rows, dict) else ():
        verdict = _verdict(row)
        if verdict:
            verdicts[ItemId(name)] = verdict
        else:
            wrong.append(
                error(Code.BAD_VALUE, f"the verdict on item {name} is no verdict", _span(path, text, name), _HINT)
            )
    return verdicts, tuple(wrong)


def write_review(verdicts: Mapping[ItemId, Verdict]) -> bytes:
    """Return the text of the file, items by id, so that two people's rows merge."""
    return (_HEAD + "".join(f"\n{_row(name, verdicts[name])}" for name in sorted(verdicts))).encode()


def _row(name: str, verdict: Verdict) -> str:
    values: list[tuple[str, object]] = [
        ("ruling", verdict.ruling.value),
        ("type", verdict.type),
        ("source", verdict.source),
        ("digest", verdict.digest),
        ("stem", verdict.stem),
        ("key", list(verdict.key)),
        ("disputed", verdict.disputed),
        ("note", verdict.note),
    ]
    lines = [f"{key} = {_toml(value)}\n" for key, value in values if value]
    return f"[items.{name}]\n{''.join(lines)}"


def _toml(value: object) -> str:
    """Return a text, a list of texts or a truth as TOML; JSON's spelling is TOML's but for one control character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _verdict(row: object) -> Verdict | None:
    """Return a table as a verdict, or None if it is none."""
    if not isinstance(row, dict) or not all(isinstance(row.get(name, ""), str) for name in _TEXTS):
        return None
    key, disputed, ruling = row.get("key", []), row.get("disputed", False), row.get("ruling")
    if ruling not in set(Ruling) or not isinstance(disputed, bool):
        return None
    if not isinstance(key, list) or not all(isinstance(text, str) for text in key):
        return None
    return Verdict(
        ruling=Ruling(ruling),
        type=row.get("type", ""),
        digest=row.get("digest", ""),
        stem=Markdown(row.get("stem", "")),
        key=tuple(Markdown(text) for text in key),
        disputed=disputed,
        source=row.get("source", ""),
        note=row.get("note", ""),
    )


def _span(path: Path, text: str, name: str) -> Span:
    lines = enumerate(text.splitlines(), start=1)
    return Span(path=path.name, line=next((number for number, line in lines if f"items.{name}" in line), 0))
