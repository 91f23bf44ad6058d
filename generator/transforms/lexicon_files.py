"""Lexicons as TOML: the packs that ship with the tool, and the project's own lexicon.toml on top of them."""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from generator.diagnostics import Code, Diagnostic, Span, StudypressError, error
from generator.model.bank import Topic
from generator.transforms.lexicon import Concept, Lexicon

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FILE = "lexicon.toml"
"""The project's own lexicon, beside study.toml."""

_PACKS = Path(__file__).resolve().parent.parent / "packs"
_TEXTS = ("zh", "en", "class", "topic")
_LISTS = ("aliases", "cased", "more", "is_a", "contrast")
_TOPIC_TEXTS = ("id", "zh", "en")
_KEY = re.compile(r"""\s*\[{0,2}\s*(?:concepts\.)?(?:["']([^"']+)["']|([\w-]+))\s*(?:[=.\]]|$)""")
_HINT = "docs/lexicon.md shows the format"


def pack_names() -> tuple[str, ...]:
    """Return the names of the packs that ship with the tool."""
    return tuple(sorted(path.stem for path in _PACKS.glob("*.toml")))


def load(packs: Sequence[str], own: Path | None = None) -> tuple[Lexicon, tuple[Diagnostic, ...]]:
    """Return the lexicon of these packs with the project's own file on top, and all that is wrong with them.

    A file that is not TOML counts as empty, a wrong row is left out; each is an ERROR with its line.

    Args:
        packs: Names of shipped packs; later ones overrule earlier ones.
        own: The project's lexicon.toml; it need not exist.

    Raises:
        StudypressError: If there is no pack of such a name.
    """
    shelf = _Shelf()
    for name in packs:
        if name not in pack_names():
            raise StudypressError(f'no lexicon pack "{name}"', f"packs: {', '.join(pack_names())}; [] for none")
        shelf.add(_PACKS / f"{name}.toml", f"packs/{name}.toml")
    if own is not None and own.is_file():
        shelf.add(own, own.name)
    return shelf.lexicon(), tuple(shelf.found)


@dataclass(slots=True)
class _Shelf:
    """The rows of all files read so far, later ones on top."""

    rows: dict[str, dict[str, object]] = field(default_factory=dict)
    spans: dict[str, Span] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    keywords: dict[str, tuple[str, ...]] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)

    def add(self, path: Path, name: str) -> None:
        """Read one file."""
        try:
            text = path.read_text(encoding="utf-8-sig")
            tables = tomllib.loads(text)
        except tomllib.TOMLDecodeError as problem:
            at = re.search(r"at line (\d+)", str(problem))
            line = int(at[1]) if at else text.count("\n") + 1
            self._bad(Code.BAD_TOML, re.sub(r" \(at .*\)$", "", str(problem)), Span(path=name, line=line))
            return
        except (OSError, UnicodeDecodeError) as problem:
            self._bad(Code.BAD_TOML, f"cannot be read: {problem}", Span(path=name))
            return
        _File(self, name, _lines(text)).add(tables)

    def lexicon(self) -> Lexicon:
        """Return everything on the shelf as one lexicon."""
        concepts = [_concept(key, row, self.spans[key]) for key, row in self.rows.items()]
        return Lexicon.of(concepts, self.topics.values(), self.keywords)

    def _bad(self, code: Code, message: str, span: Span) -> None:
        self.found.append(error(code, message, span, _HINT))


@dataclass(frozen=True, slots=True)
class _File:
    """One file on its way to the shelf."""

    shelf: _Shelf
    name: str
    lines: Mapping[str, Sequence[int]]

    def add(self, tables: Mapping[str, object]) -> None:
        for key in tables:
            if key not in {"concepts", "topic"}:
                self._bad(Code.UNKNOWN_KEY, f"unknown table `{key}` (known: [concepts], [[topic]])", key)
        topics, concepts = tables.get("topic", []), tables.get("concepts", {})
        if not isinstance(topics, list):
            self._bad(Code.BAD_VALUE, "topics are written as [[topic]] tables", "topic")
            topics = []
        if not isinstance(concepts, dict):
            self._bad(Code.BAD_VALUE, "concepts are written as rows below [concepts]", "concepts")
            concepts = {}
        for nth, topic in enumerate(topics):
            self._topic(topic, nth)
        for key, row in concepts.items():
            self._row(key, row)

    def _topic(self, row: object, nth: int) -> None:
        values = row if isinstance(row, dict) else {}
        texts = {key: value for key, value in values.items() if key in _TOPIC_TEXTS and isinstance(value, str)}
        if not texts.get("id") or not _strings(values.get("keywords", [])) or set(values) - {*texts, "keywords"}:
            self._bad(Code.BAD_VALUE, "[[topic]] needs texts id, zh, en and may have a list keywords", "topic", nth)
            return
        name = texts["id"]
        self.shelf.topics[name] = Topic(id=name, zh=texts.get("zh", name), en=texts.get("en", texts.get("zh", name)))
        self.shelf.keywords[name] = tuple(values.get("keywords", self.shelf.keywords.get(name, ())))

    def _row(self, key: str, row: object) -> None:
        if row is False:
            self.shelf.rows.pop(key, None)
        elif isinstance(row, dict) and self._is_good(key, row):
            merged = {**self.shelf.rows.pop(key, {}), **row}  # put on top: its names win
            if merged.get("zh") or merged.get("en"):
                self.shelf.rows[key] = merged
                self.shelf.spans[key] = self._span(key)
            else:
                self._bad(Code.BAD_VALUE, f"concept `{key}` needs a name, zh or en", key)
        elif not isinstance(row, dict):
            self._bad(Code.BAD_VALUE, f"concept `{key}` must be a table {{ zh = …, en = … }}, or false", key)

    def _is_good(self, key: str, row: Mapping[str, object]) -> bool:
        before = len(self.shelf.found)
        for name, value in row.items():
            if name not in {*_TEXTS, *_LISTS}:
                close = difflib.get_close_matches(name, (*_TEXTS, *_LISTS), n=1)
                also = f"; did you mean `{close[0]}`?" if close else ""
                self._bad(Code.UNKNOWN_KEY, f"unknown key `{name}` of concept `{key}`{also}", key)
            elif not (isinstance(value, str) if name in _TEXTS else _strings(value)):
                kind = "a text in quotes" if name in _TEXTS else "a list of texts"
                self._bad(Code.BAD_VALUE, f"`{name}` of concept `{key}` must be {kind}", key)
        return len(self.shelf.found) == before

    def _bad(self, code: Code, message: str, key: str, nth: int = 0) -> None:
        self.shelf.found.append(error(code, message, self._span(key, nth), _HINT))

    def _span(self, key: str, nth: int = 0) -> Span:
        """Return where a key stands for the nth time; TOML readers give no lines, so it was looked for in the text."""
        lines = self.lines.get(key, [])
        line = lines[min(nth, len(lines) - 1)] if lines else 0
        return Span(path=self.name, line=line, end_line=line)


def _lines(text: str) -> dict[str, list[int]]:
    """Return the lines on which each key or table name opens a line."""
    lines: dict[str, list[int]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if found := _KEY.match(line):
            lines.setdefault(found[1] or found[2], []).append(number)
    return lines


def _strings(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and one.strip() for one in value)


def _concept(key: str, row: Mapping[str, object], span: Span) -> Concept:
    """Return a checked row as a concept."""

    def text(name: str) -> str:
        return str(row.get(name, "")).strip()

    def texts(*names: str) -> tuple[str, ...]:
        lists = [row.get(name) for name in names]
        return tuple(str(one).strip() for one_list in lists if isinstance(one_list, list) for one in one_list)

    return Concept(
        id=key,
        zh=text("zh") or text("en"),
        en=text("en") or text("zh"),
        aliases=texts("aliases", "more"),
        cased=texts("cased"),
        kind=text("class"),
        is_a=texts("is_a"),
        contrast=texts("contrast"),
        topic=text("topic"),
        span=span,
    )
