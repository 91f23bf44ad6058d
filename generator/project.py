"""study.toml as frozen records: where a project lives and what its owner wants."""

from __future__ import annotations

import difflib
import hashlib
import re
import tomllib
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from platformdirs import user_cache_path, user_data_path

from generator.diagnostics import Code, Diagnostic, Span, StudypressError, error

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE = "study.toml"
PAPERS = ("A4", "Letter", "A5")
LANGUAGES = ("zh", "en")
OUTPUTS = ("guide", "sheet", "quiz", "deck")
GROUPS = ("topic", "document")
ACTIONS = ("split", "join", "ignore", "reword")

KEYS: Mapping[str, type | tuple[type, ...]] = {
    "title": str,
    "content": str,
    "paper": str,
    "duplex": bool,
    "punch": bool,
    "language": str,
    "outputs": list,
    "group": str,
    "lexicon": list,
    "quiz": dict,
    "dialects": dict,
    "read": list,
    "pictures": dict,
    "topics": dict,
    "same": list,
    "different": list,
}
QUIZ_KEYS: Mapping[str, type] = {"title": str, "count": int, "versions": list}
_READ_KEYS = ("file", "text", "action", "prompt")
_CHOICES: Mapping[str, tuple[str, ...]] = {"paper": PAPERS, "language": LANGUAGES, "group": GROUPS}
_EMPTY: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRow:
    """One `[[read]]` row: in notes matching `file`, do `action` at the line that holds `text`."""

    file: str
    text: str
    action: str
    prompt: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRow:
    """One `[[same]]` or `[[different]]` row: entries named by (id, file, piece of the question), empty where unsaid."""

    same: bool
    entries: tuple[tuple[str, str, str], ...]
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizWishes:
    """The `[quiz]` table: what a quiz holds when the command line does not say."""

    title: str = ""
    count: int = 20
    versions: tuple[str, ...] = ("A",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """One project: its folders and the owner's wishes. Paths are absolute."""

    root: Path
    content: Path
    out: Path
    state: Path
    """Folder of study.lock (and later study.log): the root, or a folder of ours for notes without a project."""
    cache: Path
    title: str = ""
    paper: str = "A4"
    duplex: bool = False
    """Printed on both sides: the inner margin changes sides."""
    punch: bool = False
    """Room for holes at the inner margin."""
    language: str = "zh"
    outputs: tuple[str, ...] = OUTPUTS
    group: str = "topic"
    lexicon: tuple[str, ...] = ("ml-nlp",)
    quiz: QuizWishes = field(default_factory=QuizWishes)
    dialects: Mapping[str, str] = field(default_factory=lambda: _EMPTY)
    read: tuple[ReadRow, ...] = ()
    pictures: Mapping[str, str] = field(default_factory=lambda: _EMPTY)
    pairs: tuple[PairRow, ...] = ()
    topics: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def templates(self) -> Path | None:
        """The user's own templates folder, if there is one."""
        own = self.root / "templates"
        return own if own.is_dir() else None

    @property
    def lock(self) -> Path:
        """Where identities are kept."""
        return self.state / "study.lock"

    @property
    def guard(self) -> Path:
        """What a run that writes state holds, so that two never do at once; kept out of the project's folder."""
        return self.cache / "running" / hashlib.sha256(str(self.state).encode()).hexdigest()[:24]


def cache_root() -> Path:
    """Return the folder of the user's cache that is ours."""
    return user_cache_path("studypress", appauthor=False)


def find_project(content: Path | None, project: Path | None, out: Path | None, cwd: Path) -> Project:
    """Return the project that the command line means.

    `project`, else the nearest folder with a study.toml at or above `content`, else (no content given) at or
    above `cwd`. Notes without any project keep their state in a folder of the user's data directory.

    Raises:
        StudypressError: no such folder, or study.toml is wrong (its diagnostics are in `ProjectError.found`).
    """
    root = _root(content, project, cwd)
    if root is None and content is None:
        hint = "run `studypress init DIR` to make a project, or name a folder of notes with --content DIR"
        raise StudypressError(f"no {FILE} at or above {cwd}", hint)
    wishes, text, found = read_wishes(root / FILE) if root and (root / FILE).is_file() else ({}, "", ())
    if found:
        raise ProjectError(found)
    base = root or cwd
    notes = (cwd / content if content else base / str(wishes.get("content", "content"))).resolve()
    if not notes.is_dir():
        raise StudypressError(f"no such folder of notes: {notes}", "name it with --content DIR, or create it")
    target = (cwd / out if out else base / "build").resolve()
    return _project(wishes, text=text, root=base.resolve(), notes=notes, out=target, state=root or _own_state(notes))


class ProjectError(StudypressError):
    """study.toml is wrong; `found` says where."""

    def __init__(self, found: tuple[Diagnostic, ...]) -> None:
        super().__init__(f"{FILE} cannot be used")
        self.found = found


def _root(content: Path | None, project: Path | None, cwd: Path) -> Path | None:
    if project is not None:
        folder = (cwd / project).resolve()
        if not folder.is_dir():
            raise StudypressError(f"no such project folder: {folder}", "check --project")
        return folder
    start = (cwd / content).resolve() if content else cwd.resolve()
    return next((folder for folder in (start, *start.parents) if (folder / FILE).is_file()), None)


def _own_state(notes: Path) -> Path:
    name = re.sub(r"[^\w-]+", "-", notes.name) or "notes"
    digest = hashlib.sha256(str(notes).encode()).hexdigest()[:12]
    return user_data_path("studypress", appauthor=False) / f"{name}-{digest}"


def read_wishes(path: Path) -> tuple[dict[str, object], str, tuple[Diagnostic, ...]]:
    """Return study.toml's content, its text, and everything wrong with it; no content if it is not TOML."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        return {}, "", (error(Code.BAD_TOML, f"cannot be read: {problem}", Span(path=FILE), "save it as UTF-8 text"),)
    try:
        wishes = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        at = re.search(r"at line (\d+)", str(problem))
        line = int(at[1]) if at else text.count("\n") + 1
        message = re.sub(r" \(at .*\)$", "", str(problem))
        hint = 'TOML wants `key = "value"`; see docs/study-toml.md'
        return {}, text, (error(Code.BAD_TOML, message, Span(path=FILE, line=line, end_line=line), hint),)
    return wishes, text, tuple(_Checker(text).check(wishes))


class _Checker:
    """Compares parsed TOML with what Studypress reads; TOML gives no lines, so keys are found in the text."""

    def __init__(self, text: str) -> None:
        self.lines = text.splitlines()
        self.found: list[Diagnostic] = []

    def check(self, wishes: Mapping[str, object]) -> list[Diagnostic]:
        self._table(wishes, KEYS, "")
        quiz = wishes.get("quiz")
        if isinstance(quiz, dict):
            self._table(quiz, QUIZ_KEYS, "quiz")
            if isinstance(quiz.get("count"), int) and not 1 <= quiz["count"] <= 500:
                self._bad("count", "quiz", "must be from 1 to 500")
        for key, allowed in _CHOICES.items():
            if isinstance(wishes.get(key), str) and wishes[key] not in allowed:
                self._bad(key, "", f"must be one of {', '.join(allowed)}")
        outputs = wishes.get("outputs")
        if isinstance(outputs, list) and not set(map(str, outputs)) <= set(OUTPUTS):
            self._bad("outputs", "", f"may hold {', '.join(OUTPUTS)}")
        for table in ("dialects", "pictures"):
            self._strings(wishes.get(table), table)
        self._rows(wishes.get("read"))
        for table in ("same", "different"):
            self._pairs(wishes.get(table), table)
        return self.found

    def _table(self, table: Mapping[str, object], types: Mapping[str, type | tuple[type, ...]], name: str) -> None:
        for key, value in table.items():
            if key not in types:
                close = difflib.get_close_matches(key, types, n=1)
                hint = f"did you mean `{close[0]}`?" if close else f"known keys: {', '.join(types)}"
                where = f" in [{name}]" if name else ""
                self.found.append(error(Code.UNKNOWN_KEY, f"unknown key `{key}`{where}", self._span(key, name), hint))
            elif not isinstance(value, types[key]) or (isinstance(value, bool) and types[key] is not bool):
                self._bad(key, name, f"must be {_WORDS[types[key]]}")

    def _strings(self, table: object, name: str) -> None:
        for key, value in table.items() if isinstance(table, dict) else ():
            if not isinstance(value, str):
                self._bad(key, name, "must be a text in quotes")

    def _rows(self, rows: object) -> None:
        for row in rows if isinstance(rows, list) else ():
            if not isinstance(row, dict) or not all(isinstance(v, str) for v in row.values()):
                self._bad("read", "", "must be [[read]] tables of texts")
                continue
            for key in row:
                if key not in _READ_KEYS:
                    hint = f"known keys: {', '.join(_READ_KEYS)}"
                    span = self._span(key, "read")
                    self.found.append(error(Code.UNKNOWN_KEY, f"unknown key `{key}` in [[read]]", span, hint))
            if row.get("action") not in ACTIONS or not row.get("file") or not row.get("text"):
                self._bad("read", "", f"needs file, text and action ({', '.join(ACTIONS)})")
            elif row["action"] == "reword" and not row.get("prompt"):
                self._bad("read", "", "with action reword needs a prompt")

    def _pairs(self, rows: object, table: str) -> None:
        for row in rows if isinstance(rows, list) else ():
            entries = row.get("entries") if isinstance(row, dict) and set(row) == {"entries"} else None
            if not isinstance(entries, list) or len(entries) < 2 or not all(map(_names_entry, entries)):
                self._bad(table, "", 'needs entries = [ two or more of { id = "…" } or { file = "…", text = "…" } ]')

    def _bad(self, key: str, table: str, rule: str) -> None:
        span = self._span(key, table)
        name = f"{table}.{key}" if table else key
        self.found.append(error(Code.BAD_VALUE, f"`{name}` {rule}", span, "see docs/study-toml.md"))

    def _span(self, key: str, table: str) -> Span:
        return span_of(self.lines, key, table)


_WORDS: Mapping[type | tuple[type, ...], str] = {
    bool: "true or false",
    str: "text in quotes",
    int: "a whole number",
    list: "a list",
    dict: "a table",
}


def _names_entry(entry: object) -> bool:
    """Whether a value names an entry: its id (alone or in a table), or its file and a piece of its question."""
    if isinstance(entry, str):
        return bool(entry)
    if not isinstance(entry, dict) or not all(isinstance(value, str) and value for value in entry.values()):
        return False
    return set(entry) in ({"id"}, {"file", "text"})


def span_of(lines: list[str], key: str, table: str) -> Span:
    """Return where a key (of a table, or the table itself) stands in study.toml; line 1 if it cannot be found."""
    name = re.escape(key)
    inside = not table
    for number, line in enumerate(lines, 1):
        header = re.match(r"\s*\[\[?\s*([^\]]+?)\s*\]\]?", line)
        if header:
            inside = not table or header[1].split(".")[0] == table
            if not table and header[1].split(".")[0].strip("\"'") == key:
                return Span(path=FILE, line=number, end_line=number)
        elif inside and re.match(rf"\s*[\"']?{name}[\"']?\s*[=.]", line):
            return Span(path=FILE, line=number, end_line=number)
    return Span(path=FILE, line=1, end_line=1)


def _rows(wishes: Mapping[str, object], name: str, text: str) -> list[tuple[dict[str, Any], int]]:
    """Return the rows of an array of tables, each with the line of study.toml where it begins."""
    head = re.compile(rf"\s*\[\[\s*{name}\s*\]\]")
    heads = [number for number, line in enumerate(text.splitlines(), 1) if head.match(line)]
    rows = wishes.get(name)
    found = rows if isinstance(rows, list) else []
    heads += [1] * (len(found) - len(heads))  # an inline array has no heads
    return list(zip(found, heads, strict=False))


def _entry_name(entry: str | dict[str, str]) -> tuple[str, str, str]:
    """Return (id, file, piece of the question) of a checked name."""
    if isinstance(entry, str):
        return entry, "", ""
    return entry.get("id", ""), entry.get("file", ""), entry.get("text", "")


def _pair_rows(wishes: Mapping[str, object], text: str) -> tuple[PairRow, ...]:
    return tuple(
        PairRow(
            same=name == "same",
            entries=tuple(_entry_name(one) for one in row["entries"]),
            line=line,
        )
        for name in ("same", "different")
        for row, line in _rows(wishes, name, text)
    )


def _project(wishes: Mapping[str, object], *, text: str, root: Path, notes: Path, out: Path, state: Path) -> Project:
    """Return the record of checked wishes; `text` is study.toml itself."""

    def strings(key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        value = wishes.get(key)
        return tuple(map(str, value)) if isinstance(value, list) else default

    def table(key: str) -> Mapping[str, str]:
        value = wishes.get(key)
        return MappingProxyType({str(k): str(v) for k, v in value.items()}) if isinstance(value, dict) else _EMPTY

    quiz, topics = wishes.get("quiz"), wishes.get("topics")
    quiz = quiz if isinstance(quiz, dict) else {}
    return Project(
        root=root,
        content=notes,
        out=out,
        state=state,
        cache=cache_root(),
        title=str(wishes.get("title", "")) or notes.name,
        paper=str(wishes.get("paper", "A4")),
        duplex=bool(wishes.get("duplex", False)),
        punch=bool(wishes.get("punch", False)),
        language=str(wishes.get("language", "zh")),
        outputs=strings("outputs", OUTPUTS),
        group=str(wishes.get("group", "topic")),
        lexicon=strings("lexicon", ("ml-nlp",)),
        quiz=QuizWishes(
            title=str(quiz.get("title", "")),
            count=int(quiz.get("count", 20)),
            versions=tuple(map(str, quiz.get("versions", ("A",)))),
        ),
        dialects=table("dialects"),
        read=tuple(ReadRow(**row, line=line) for row, line in _rows(wishes, "read", text)),
        pairs=_pair_rows(wishes, text),
        pictures=table("pictures"),
        topics=MappingProxyType(dict(topics)) if isinstance(topics, dict) else MappingProxyType({}),
    )
