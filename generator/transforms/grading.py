"""Grades as a person types them (`1-20: ooxo/-…  3:B  7?`), read strictly and turned into results.

A mark is `o` right, `x` wrong, `/` half, `-` not reached; on an item with letters it may be the letters that were
written (`3:B`, `4:ACD`), and for a single item the points (`6:1.5`). Behind a mark `?` says guessed, `!` that the key
is disputed, `+` that it was known at once; `7?` and `7!` say so of an item that is marked elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.diagnostics import StudypressError
from generator.model.exam import LETTERS, key
from generator.model.items import ARRANGED, TRUE, ItemType
from generator.model.sessions import Result
from generator.transforms.memory import RIGHT, missed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from generator.model.exam import Form, KeyEntry
    from generator.model.items import ItemId

HINT = 'o right, x wrong, / half, - not reached, or letters: "1-4: oox/ 5:B 6:1.5 7?"'

_HEAD = re.compile(r"(\d+)(?:-(\d+))?:(.*)")
_FLAGS = re.compile(r"(\d+)([?!+]+)")
_BETWEEN = re.compile(r"[\s,;、]+")
_MARK = re.compile(r"([^?!+])([?!+]*)")
_VALUE = re.compile(r"(.*?)([?!+]*)", re.DOTALL)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−~", "-"))
_SAME = str.maketrans({"O": "o", "X": "x", "✓": "√", "✔": "√", "✗": "×", "✘": "×", "对": "√", "错": "×", "半": "/"})
_TICKS = {"√": "o", "×": "x"}
_SHARES = {"o": 2, "/": 1, "x": 0}
"""Halves of a mark for each point of the item."""


class GradeError(StudypressError):
    """A grade that cannot be taken as it is typed; nothing is recorded."""

    def __init__(self, message: str, hint: str = HINT) -> None:
        super().__init__(message, hint)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What was typed for one item; `value` is empty where only its key is disputed."""

    number: int
    value: str = ""
    flags: frozenset[str] = frozenset()


def parse(text: str, numbers: Sequence[int]) -> tuple[Mark, ...]:
    """Return the marks of a typed grade, by number.

    Args:
        text: What was typed.
        numbers: The items that there are.

    Raises:
        GradeError: It is not clear; the message says where and why.
    """
    marks: dict[int, Mark] = {}
    flags: dict[int, frozenset[str]] = {}
    for first, last, body in _segments(text, numbers, flags):
        for mark in _segment(first, last, body):
            if mark.number in marks:
                raise GradeError(f"item {mark.number} is marked twice")
            marks[mark.number] = mark
    for number, more in flags.items():
        known = marks.get(number, Mark(number=number))
        marks[number] = replace(known, flags=known.flags | more)
    for number in marks:
        if number not in numbers:
            raise GradeError(f"there is no item {number}: the paper has {numbers[0]} to {numbers[-1]}")
    if not marks:
        raise GradeError("no marks are given")
    return tuple(marks[number] for number in sorted(marks))


def _segments(text: str, numbers: Sequence[int], flags: dict[int, frozenset[str]]) -> list[tuple[int, int | None, str]]:
    """Return (first, last or None, marks) of each part of a grade; lone flags go to `flags`."""
    found: list[tuple[int, int | None, str]] = []
    for token in _BETWEEN.split(_normal(text)):
        if head := _HEAD.fullmatch(token):
            found.append((int(head[1]), int(head[2]) if head[2] else None, head[3]))
        elif lone := _FLAGS.fullmatch(token):
            number = int(lone[1])
            flags[number] = flags.get(number, frozenset()) | frozenset(lone[2])
        elif token and found:
            first, last, body = found[-1]
            found[-1] = (first, last, body + token)
        elif token:
            found.append((numbers[0], numbers[-1], token))
    return found


def _normal(text: str) -> str:
    """Return what is typed in one spelling: width, dashes, ticks."""
    halves = re.sub(r"(?<=\d)½", ".5", text).replace("½", "/")
    flat = unicodedata.normalize("NFKC", halves).translate(_DASHES).translate(_SAME)
    return re.sub(r"(?<=\d)\s+(?=:)", "", flat)


def _segment(first: int, last: int | None, body: str) -> list[Mark]:
    if not body:
        raise GradeError(f"nothing is given for item {first}")
    if last is None:
        return [_single(first, body)]
    if last < first:
        raise GradeError(f"the range {first}-{last} runs backwards")
    pieces = _MARK.findall(body)
    if sum(len(value) + len(more) for value, more in pieces) != len(body):
        raise GradeError(f"{first}-{last}: {body[0]!r} stands before any mark")
    for place, (value, _) in enumerate(pieces):
        if value not in "ox/-√×" and not ("A" <= value.upper() <= "Z"):
            raise GradeError(f"item {first + place}: {value!r} is no mark")
    count = last - first + 1
    if len(pieces) != count:
        raise GradeError(f"{first}-{last} are {count} items, but {len(pieces)} marks are given: {body}")
    return [
        Mark(number=first + place, value=value, flags=frozenset(more)) for place, (value, more) in enumerate(pieces)
    ]


def _single(number: int, body: str) -> Mark:
    match = _VALUE.fullmatch(body)
    assert match is not None
    value = match[1]
    known = re.fullmatch(r"[ox/√×-]|[A-Za-z]+|\d+(?:\.\d+)?|\.\d+", value)
    if not known:
        raise GradeError(f"item {number}: {value!r} is neither a mark nor letters nor points")
    return Mark(number=number, value=value, flags=frozenset(match[2]))


def grade(marks: Iterable[Mark], form: Form, before: Mapping[ItemId, Result]) -> tuple[Result, ...]:
    """Return the results of marks on a form, in the order of the marks.

    Args:
        marks: What was typed.
        form: The version that was answered.
        before: Results given before, by item: a lone `7?` or `7!` is added to them.

    Raises:
        GradeError: A mark does not fit its item.
    """
    entries = {entry.number: entry for entry in key(form)}
    return tuple(_result(mark, entries[mark.number], before) for mark in marks)


def _result(mark: Mark, entry: KeyEntry, before: Mapping[ItemId, Result]) -> Result:
    item = entry.item
    old = before.get(item.id)
    if not mark.value and old is not None:
        return _flagged(old, mark.flags)
    if not mark.value and "!" not in mark.flags:
        raise GradeError(f"item {mark.number} has no mark yet: write {mark.number}:o? or the like")
    score, given = _score(mark, entry)
    return Result(
        item=item.id,
        entry=item.entry,
        type=item.type.value,
        score=score,
        most=2 * item.points,
        options=len(item.options),
        guessed="?" in mark.flags,
        disputed="!" in mark.flags,
        quick="+" in mark.flags,
        given=given,
    )


def _flagged(old: Result, flags: frozenset[str]) -> Result:
    return replace(
        old,
        guessed=old.guessed or "?" in flags,
        disputed=old.disputed or "!" in flags,
        quick=old.quick or "+" in flags,
    )


def _score(mark: Mark, entry: KeyEntry) -> tuple[int | None, str]:
    """Return the halves that a mark gives, and the letters if it has any."""
    points, value = entry.item.points, mark.value
    if value in {"", "-"}:
        return None, ""
    if value in _TICKS and entry.item.type is ItemType.TRUE_FALSE:
        hint = "write T or F for the answer, o or x for the mark"
        raise GradeError(f"item {mark.number}: is {value} the answer or the mark?", hint)
    value = _TICKS.get(value, value)
    if value in _SHARES:
        return _SHARES[value] * points, ""
    if value[0].isdigit() or value[0] == ".":
        return _halves(mark.number, value, points), ""
    if entry.item.type is ItemType.TRUE_FALSE:
        return _judged(mark.number, value.upper(), entry)
    return _lettered(mark.number, value.upper(), entry)


def _halves(number: int, value: str, points: int) -> int:
    halves = 2 * float(value)
    if halves != int(halves):
        raise GradeError(f"item {number}: points go in halves, not {value}")
    if halves > 2 * points:
        raise GradeError(f"item {number} has {points} points, not {value}")
    return int(halves)


def _judged(number: int, value: str, entry: KeyEntry) -> tuple[int, str]:
    if value not in {"T", "F"}:
        raise GradeError(f"item {number} is true or false: write T or F, o or x")
    right = "T" if entry.answers[:1] == (TRUE,) else "F"
    return (2 * entry.item.points if value == right else 0), value


def _lettered(number: int, letters: str, entry: KeyEntry) -> tuple[int, str]:
    item = entry.item
    if not item.options:
        raise GradeError(f"item {number} has no letters to choose from: mark it o, x, / or -")
    known = LETTERS[: len(item.options)]
    if wrong := [letter for letter in letters if letter not in known]:
        raise GradeError(f"item {number} has the letters {known[0]} to {known[-1]}, not {wrong[0]}")
    if item.type in ARRANGED:
        return _in_order(number, letters, entry), letters
    if len(set(letters)) < len(letters):
        raise GradeError(f"item {number}: a letter is given twice: {letters}")
    if item.type is ItemType.CHOICE and len(letters) > 1:
        raise GradeError(f"item {number} has one right letter, but {letters} are given")
    given = "".join(sorted(letters))
    if given == entry.letters:
        return 2 * item.points, given
    return (item.points if set(given) < set(entry.letters) else 0), given


def _in_order(number: int, letters: str, entry: KeyEntry) -> int:
    """Return the halves of letters in an order: the part that stands in its place, rounded down."""
    if len(letters) != len(entry.letters):
        raise GradeError(f"item {number} wants {len(entry.letters)} letters, but {letters} are given")
    right = sum(one == other for one, other in zip(letters, entry.letters, strict=True))
    return 2 * entry.item.points * right // len(letters)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """One graded item, for the learner; the most instructive come first."""

    kind: str
    """`confidently wrong`, `wrong`, `half`, `disputed`, `guessed`, `not reached` or `right`."""
    entry: KeyEntry
    result: Result


_ORDER = ("confidently wrong", "wrong", "half", "disputed", "guessed", "not reached", "right")


def feedback(results: Iterable[Result], form: Form) -> tuple[Feedback, ...]:
    """Return graded items, the confidently wrong first."""
    entries = {entry.item.id: entry for entry in key(form)}
    found = [Feedback(kind=_kind(result), entry=entries[result.item], result=result) for result in results]
    return tuple(sorted(found, key=lambda one: (_ORDER.index(one.kind), one.entry.number)))


def _kind(result: Result) -> str:
    if result.disputed:
        return "disputed"
    if result.score is None:
        return "not reached"
    if result.score == 0:
        return "wrong" if result.guessed else "confidently wrong"
    if missed(result) or result.share < RIGHT:
        return "half"
    return "guessed" if result.guessed else "right"
