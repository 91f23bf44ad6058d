"""The `[topics]` table of study.toml: topics that the user chose, over all that headings and terms say."""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.diagnostics import Code, Diagnostic, Span, error, warning
from generator.markup.characters import fold
from generator.model.bank import Topic
from generator.project import FILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from generator.model.bank import Bank, Entry

_HINT = "see [topics] in docs/study-toml.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrides:
    """Checked overrides; of several that fit an entry, its question goes before a heading, a heading before a file."""

    rows: tuple[tuple[str, str], ...]
    """(file pattern, heading or piece of a question; topic id), as written."""
    topics: tuple[Topic, ...]
    wrong: tuple[Diagnostic, ...]

    @classmethod
    def of(cls, table: Mapping[str, object]) -> Overrides:
        """Return a `[topics]` table as overrides; wrong values are left out and told."""
        rows: list[tuple[str, str]] = []
        wrong: list[Diagnostic] = []
        topics, nameless = _names(table.get("names", {}))
        for key, value in table.items():
            if key == "names":
                continue
            if isinstance(value, str) and value and fold(key):
                rows.append((key, value))
            else:
                wrong.append(_bad(key, "must be the id of a topic in quotes"))
        return cls(rows=tuple(rows), topics=topics, wrong=(*wrong, *nameless))

    def topic_of(self, entry: Entry) -> str:
        """Return the topic that the user chose for an entry, or an empty text."""
        fitting = [(rank, key, topic) for key, topic in self.rows if (rank := _rank(key, entry))]
        return max(fitting, key=lambda row: (row[0], len(row[1])))[2] if fitting else ""

    def renamed(self, topics: Iterable[Topic]) -> tuple[Topic, ...]:
        """Return topics under the names that the user gave them, the user's further ones after them."""
        own = {topic.id: topic for topic in self.topics}
        return (*(own.pop(topic.id, topic) for topic in topics), *own.values())

    def complaints(self, bank: Bank) -> tuple[Diagnostic, ...]:
        """Return what is wrong with the table, rows that fit no entry included."""
        idle = [key for key, _ in self.rows if not any(_rank(key, entry) for entry in bank.entries)]
        hint = "it may be a file pattern, a heading as it is written, or a piece of a question"
        return self.wrong + tuple(
            warning(Code.UNUSED_OVERRIDE, f"[topics] {key!r} fits no entry", Span(path=FILE), hint) for key in idle
        )


def _rank(key: str, entry: Entry) -> int:
    """Return how closely a key fits an entry: 0 not at all, 1 by its file, more by a heading, most by its question."""
    folded = fold(key)
    if folded in fold(entry.prompt):
        return len(entry.section) + 2
    depths = [depth for depth, heading in enumerate(entry.section, 2) if fold(heading) == folded]
    return max(depths, default=int(fnmatch.fnmatchcase(entry.span.path, key)))


def _names(table: object) -> tuple[tuple[Topic, ...], tuple[Diagnostic, ...]]:
    topics: list[Topic] = []
    wrong: list[Diagnostic] = []
    for key, names in table.items() if isinstance(table, dict) else [("names", table)]:
        if (
            isinstance(names, dict)
            and names
            and all(k in {"zh", "en"} and isinstance(v, str) for k, v in names.items())
        ):
            first = next(iter(names.values()))
            topics.append(Topic(id=key, zh=names.get("zh", first), en=names.get("en", first)))
        else:
            wrong.append(_bad(f"names.{key}", "must be a table { zh = …, en = … }"))
    return tuple(topics), tuple(wrong)


def _bad(key: str, rule: str) -> Diagnostic:
    return error(Code.BAD_VALUE, f"`topics.{key}` {rule}", Span(path=FILE), _HINT)
