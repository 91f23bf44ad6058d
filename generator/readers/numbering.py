"""Numbered lines: the shapes of numbers, and which of the numbered lines form the one running sequence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.markup.characters import width
from generator.readers.lines import Line, State
from generator.readers.wording import is_prompt, is_prompt_like

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_CN = "零一二三四五六七八九十"

NUMBERS = (
    re.compile(r"(?P<n>\d{1,3})\s*[、]\s*(?P<text>\S.*)"),
    re.compile(r"(?P<n>\d{1,3})\s*[.．](?!\d)\s*(?P<text>\S.*)"),
    re.compile(r"(?P<n>\d{1,3})\s*[,，]\s*(?P<text>\S.*)"),
    re.compile(r"(?P<n>\d{1,3})\s*[:：]\s+(?P<text>\S.*)"),
    re.compile(r"(?P<n>\d{1,3})\s*[)）]\s*(?P<text>\S.*)"),
    re.compile(r"第\s*(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})\s*[题題问問道个個]\s*[、.．:：)）]?\s*(?P<text>.*)"),
    re.compile(
        r"(?:题目|問題|问题|習題|习题|面试题|Q|Question|No)\s*[.．#]?\s*(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3}(?=[:：、.]))(?:\s*/\s*\d+)?\s*[.．、:：)）]?\s*(?P<text>.*)",
        re.IGNORECASE,
    ),
    re.compile(r"(?P<prefix>(?:\d{1,2}[.\-])+)(?P<n>\d{1,3})[.、:：）)]?\s+(?P<text>\S.*)"),
)
"""Shapes of a numbered prompt after its carrier, most telling first; a new shape is one more row."""

_BOLD_NUMBER = re.compile(r"(?:\*\*|__)([\d.、．\-]{1,8})(?:\*\*|__)\s*(\S.*)")

CARRIERS = (
    ("heading", re.compile(r"(?P<mark>#{1,6})\s*(?P<text>\S.*?)\s*#*\s*$")),
    ("quote", re.compile(r"(?P<mark>>)\s*(?P<text>\S.*)$")),
    ("bullet", re.compile(r"(?P<mark>[-*+•·])\s+(?P<text>\S.*)$")),
    ("bold", re.compile(r"(?P<mark>\*\*|__)(?P<text>\S.*?)(?:\*\*|__)[:：]?\s*$")),
    ("line", re.compile(r"(?P<mark>)(?P<text>\S.*)$")),
)
"""What may stand before the number, most telling first; a line is carried by the first that fits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A line that carries a number: `index` counts lines from 0, `mark` is the carrier's own mark."""

    index: int
    carrier: str
    mark: str
    prefix: str
    number: int
    shown: str
    text: str
    weight: float


def read_number(text: str) -> tuple[str, int, str, str] | None:
    """Return (prefix, number, number as written, rest) of a text that begins with a number, else None."""
    bold = _BOLD_NUMBER.match(text)
    for shape in NUMBERS:
        found = shape.match(f"{bold[1]} {bold[2]}" if bold else text)
        if found:
            prefix = found.groupdict().get("prefix") or ""
            return prefix, _value(found["n"]), prefix + found["n"], found["text"].strip()
    return None


def _value(digits: str) -> int:
    if digits.isdigit():
        return int(digits)
    tens, _, ones = digits.rpartition("十") if "十" in digits else ("", "", digits)
    if "十" not in digits:
        return _CN.index(ones)
    return 10 * (_CN.index(tens) if tens else 1) + (_CN.index(ones) if ones else 0)


def carried(line: Line) -> tuple[str, str, str]:
    """Return (carrier, its mark, text after it) of a line."""
    for name, shape in CARRIERS:
        found = shape.match(line.body)
        if found:
            return name, found["mark"], found["text"]
    return "line", "", line.body


def candidates(lines: Sequence[Line]) -> tuple[Candidate, ...]:
    """Return every numbered line of plain text with the weight of its claim to be a prompt."""
    out: list[Candidate] = []
    for index, line in enumerate(lines):
        if line.state is not State.TEXT or line.indent > 3:
            continue
        carrier, mark, text = carried(line)
        found = read_number(text)
        if found:
            prefix, number, shown, rest = found
            weight = _weight(lines, index, carrier, rest)
            out.append(
                Candidate(
                    index=index,
                    carrier=carrier,
                    mark=mark,
                    prefix=prefix,
                    number=number,
                    shown=shown,
                    text=rest,
                    weight=weight,
                )
            )
    return tuple(out)


_BASE = {"heading": 3.0, "quote": 1.5, "bullet": 1.0, "bold": 2.0, "line": 0.0}


def _weight(lines: Sequence[Line], index: int, carrier: str, text: str) -> float:
    """Return how much a numbered line looks like a prompt and not like an item of an enumeration."""
    line = lines[index]
    weight = _BASE[carrier]
    weight += 2.5 if is_prompt(text) else 0.75 if is_prompt_like(text) else 0.0
    weight += 1.0 if line.gap or index == 0 else -0.5
    weight -= 1.0 if line.indent else 0.0
    weight -= 2.0 if text.rstrip().endswith(("。", "；", ";", "！", ".")) else 0.0
    weight -= 1.5 if width(text) > 160 else 0.0
    above = next((lines[i] for i in range(index - 1, -1, -1) if lines[i].state is not State.BLANK), None)
    if above is not None and above.state is State.TEXT and above.body.endswith((":", "：")):
        weight -= 2.0
    return weight


def sequence(found: Iterable[Candidate], boundaries: frozenset[int] = frozenset()) -> tuple[Candidate, ...]:
    """Return the chain of candidates that best reads as the author's own running numbering.

    Dynamic programming over the lines: a number may follow its predecessor (a skipped number costs a
    little), and may start again at 1 only after a boundary (an unnumbered heading, by line index); the
    chain with the greatest sum of weights wins, so that enumerations inside answers, weak and short, lose
    to the prompts around them.
    """
    chains: dict[int, tuple[float, tuple[Candidate, ...]]] = {}
    best: tuple[float, tuple[Candidate, ...]] = (0.0, ())
    base = best
    passed = -1
    for one in found:
        if any(passed < at < one.index for at in boundaries):
            base = best
        passed = one.index
        options = [chains[n] for n in (one.number - 1,) if n in chains]
        options += [(chains[n][0] - 1.0, chains[n][1]) for n in range(one.number - 4, one.number - 1) if n in chains]
        if one.number <= 1 or not base[1]:
            options.append((base[0] - (0.0 if one.number <= 1 else 1.0), base[1]))
        if not options:
            continue
        score, chain = max(options, key=lambda option: option[0])
        score += one.weight
        if one.number not in chains or score > chains[one.number][0]:
            chains[one.number] = (score, (*chain, one))
            if score > best[0]:
                best = chains[one.number]
    return best[1]
