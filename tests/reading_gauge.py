"""Hand-typed readings of strangers' notes, and how far a reading agrees with them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from generator.markup import plain
from generator.markup.characters import fold
from generator.readers import Read, read
from generator.readers.source import Source

STRANGERS = Path(__file__).parent / "readers" / "strangers"
_ROW = re.compile(
    r"(?P<line>\d+) (?P<flag>[+-]) (?P<prompt>.*?)(?: => (?P<head>.*?))?(?: \{(?P<count>\d+):(?P<key>[A-Z]*)\})?$"
)
ASPECTS = ("prompt", "answered", "head", "options")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One question as a person reads it: `head` begins its answer, `options` counts them, `key` names the right."""

    line: int
    answered: bool
    prompt: str
    head: str = ""
    options: int = 0
    key: str = ""


@dataclass
class Gauge:
    """What was found of one file: counts and the misses in words."""

    wanted: int = 0
    read: int = 0
    matched: int = 0
    right: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ASPECTS, 0))
    asked: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ASPECTS, 0))
    misses: list[str] = field(default_factory=list)

    def add(self, other: Gauge) -> None:
        """Sum another file's counts into this one."""
        self.wanted, self.read = self.wanted + other.wanted, self.read + other.read
        self.matched += other.matched
        for aspect in ASPECTS:
            self.right[aspect] += other.right[aspect]
            self.asked[aspect] += other.asked[aspect]
        self.misses += other.misses

    @property
    def recall(self) -> float:
        """Part of the wanted entries that were found; 1 where none is wanted."""
        return self.matched / self.wanted if self.wanted else 1.0

    @property
    def precision(self) -> float:
        """Part of the read entries that are wanted; 1 where none was read."""
        return self.matched / self.read if self.read else 1.0

    def share(self, aspect: str) -> float:
        """Part of the matched entries, where the aspect applies, in which it is right."""
        return self.right[aspect] / self.asked[aspect] if self.asked[aspect] else 1.0


def documents() -> list[Path]:
    """Return the strangers' documents that have a hand-typed reading."""
    return sorted(path.with_suffix("") for path in STRANGERS.glob("*.expect"))


def wanted(path: Path) -> list[Wanted]:
    """Return the hand-typed reading of a document."""
    rows = path.with_name(f"{path.name}.expect").read_text(encoding="utf-8").splitlines()
    out: list[Wanted] = []
    for row in rows:
        found = _ROW.fullmatch(row)
        assert found, f"{path.name}: {row}"
        out.append(
            Wanted(
                line=int(found["line"]),
                answered=found["flag"] == "+",
                prompt=found["prompt"],
                head=found["head"] or "",
                options=int(found["count"] or 0),
                key=found["key"] or "",
            )
        )
    return out


def reading(path: Path) -> Read:
    """Read one of the documents."""
    return read(Source(path=path.name, text=path.read_text(encoding="utf-8"), encoding="utf-8"))


def gauge(path: Path) -> Gauge:
    """Compare the reading of a document with the hand-typed one."""
    out = Gauge()
    left = list(reading(path).entries)
    rows = wanted(path)
    out.wanted, out.read = len(rows), len(left)
    for row in rows:
        near = [e for e in left if abs(e.span.line - row.line) <= 1]
        same = [e for e in near if fold(e.prompt) == fold(row.prompt)]
        same = same or near or [e for e in left if fold(e.prompt) == fold(row.prompt)]
        if not same:
            out.misses.append(f"{path.name}:{row.line}: not found: {row.prompt}")
            continue
        entry = min(same, key=lambda e: abs(e.span.line - row.line))
        left.remove(entry)
        out.matched += 1
        for aspect, is_right in _compare(row, entry).items():
            out.asked[aspect] += 1
            out.right[aspect] += is_right
            if not is_right:
                said = {
                    "prompt": entry.prompt,
                    "answered": entry.answered,
                    "head": entry.answer.text[:40],
                    "options": _options(entry),
                }[aspect]
                out.misses.append(f"{path.name}:{row.line}: {aspect}: {said!r}, wanted {row}")
    out.misses += [f"{path.name}:{e.span.line}: nobody asked: {e.prompt}" for e in left]
    return out


def _options(entry) -> tuple[int, str]:
    return len(entry.options), "".join(chr(65 + i) for i, one in enumerate(entry.options) if one.is_key)


def _compare(row: Wanted, entry) -> dict[str, bool]:
    out = {"prompt": fold(row.prompt) == fold(entry.prompt), "answered": row.answered == entry.answered}
    if row.head:
        text = fold(entry.answer.text + plain(entry.oral))
        out["head"] = fold(plain(row.head)) in text
    if row.options or entry.options:
        out["options"] = (row.options, row.key) == _options(entry)
    return out
