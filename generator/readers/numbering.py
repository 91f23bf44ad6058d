"""Numbered lines: the shapes of numbers, and which of the numbered lines form the one running sequence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from generator.markup.characters import width
from generator.readers.lines import Line, State
from generator.readers.options import LATIN, find_choices
from generator.readers.shapes import is_contents_link
from generator.readers.wording import GAP, LISTING_SECTION, MARKS, OPENING_LABEL, is_prompt, is_prompt_like

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SURE = 3.0
"""Weight of a line that surely asks: it may break the running order of numbers."""
_SECTION = 2.5
"""How much less a heading weighs that only names a part."""
_LISTED = 1.0
"""How much more a number weighs below a heading such as "exercises"."""
_JUMP = 2.0
"""What breaking the order costs."""
_CN = "零一二三四五六七八九十"

NUMBERS = (
    re.compile(r"(?P<n>\d{1,3})\s*[、]\s*(?P<text>\S.*)"),
    re.compile(r"(?P<n>\d{1,3})\s*[.．](?!\d)\s*(?P<text>\S.*)"),
    re.compile(r"(?P<n>\d{1,3})\s*[,，]\s*(?P<text>\S.*)"),
    re.compile(r"(?P<n>\d{1,3})\s*(?::\s+|：\s*(?!\d))(?P<text>\S.*)"),
    re.compile(r"(?P<n>\d{1,3})\s*[)）]\s*(?P<text>\S.*)"),
    re.compile(r"(?P<n>\d{1,3})\s*[.．、]\s*(?P<text>)$"),
    re.compile(r"[（(]\s*(?P<n>\d{1,3})\s*[)）]\s*(?P<text>\S.*)"),
    re.compile(r"[（(]?(?P<n>[一二三四五六七八九十]{1,3})[）)]?\s*[、.．]\s*(?P<text>\S.*)"),
    re.compile(r"第\s*(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})\s*[题題问問道个個]\s*[、.．:：)）]?\s*(?P<text>.*)"),
    re.compile(
        r"[【\[]?(?:题目|題目|問題|问题|習題|习题|练习|例题?|面试题|設?問|设?问|Q|Question|Exercise|Problem|No)\s*[.．#]?\s*(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3}(?=[:：、.\s]|$))(?:\s*(?:/|of)\s*\d+)?\s*[】\]]?\s*[.．、:：)）]?\s*"
        r"(?:[（(]\s*(?:共\s*)?\d+\s*(?:分|points?|marks?)\s*[）)])?\s*(?P<text>.*)",
        re.IGNORECASE,
    ),
    re.compile(r"(?P<prefix>(?:\d{1,2}[.\-])+)(?P<n>\d{1,3})[.、:：）)]?\s+(?P<text>[^\s+*/=<>-].*)"),
    re.compile(r"#(?P<n>\d{1,3})\s*[.、:：）)]?\s+(?P<text>\S.*)"),
    re.compile(r"(?P<n>\d{1,2})\ufe0f?\u20e3\s*(?P<text>\S.*)"),
)
"""Shapes of a numbered prompt after its carrier, most telling first; a new shape is one more row."""

_BOLD_NUMBER = re.compile(r"(?:\*\*|__)([\d.、．\-]{1,8})(?:\*\*|__)\s*(\S.*)")

_NUMBERED = re.compile(r"\d+\s*[.、:：)）]|第|Q|题|問|问")
_EMOJI = re.compile(r"(?:[\u2600-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff\u200d\ufe0f]\s*)+")
_HASHED = re.compile(r"#\d")
_LINKED = re.compile(r"\[(?P<text>[^\[\]]+)\](?P<address>\([^()]*\))$")

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
    style: str = ""
    """How the number is written: numbers of one running sequence are written alike."""


def read_number(text: str) -> tuple[str, int, str, str] | None:
    """Return (prefix, number, number as written, rest) of a text that begins with a number, else None."""
    emoji = _EMOJI.match(text)
    if emoji:
        marks = "".join(char for char in emoji[0] if char in MARKS)
        return _wrapped(read_number(text[emoji.end() :]), marks, "")
    link = _LINKED.match(text)
    if link and _NUMBERED.match(link["text"]):
        return _wrapped(read_number(link["text"]), "[", f"]{link['address']}")
    bold = _BOLD_NUMBER.match(text)
    for shape in NUMBERS:
        found = shape.match(f"{bold[1]} {bold[2]}" if bold else text)
        if found:
            prefix = found.groupdict().get("prefix") or ""
            return prefix, _value(found["n"]), prefix + found["n"], found["text"].strip()
    return None


def _wrapped(found: tuple[str, int, str, str] | None, before: str, after: str) -> tuple[str, int, str, str] | None:
    """Return what was read of a number with its text put between what stood around it."""
    return (*found[:3], f"{before}{found[3]}{after}") if found else None


def _value(digits: str) -> int:
    if digits.isdigit():
        return int(digits)
    tens, _, ones = digits.rpartition("十") if "十" in digits else ("", "", digits)
    if "十" not in digits:
        return _CN.index(ones)
    return 10 * (_CN.index(tens) if tens else 1) + (_CN.index(ones) if ones else 0)


def carried(line: Line) -> tuple[str, str, str]:
    """Return (carrier, its mark, text after it) of a line."""
    if _HASHED.match(line.body):
        return "line", "#", line.body
    for name, shape in CARRIERS:
        found = shape.match(line.body)
        if found:
            return name, found["mark"], found["text"]
    return "line", "", line.body


@lru_cache(maxsize=16)
def candidates(lines: Sequence[Line]) -> tuple[Candidate, ...]:
    """Return every numbered line of plain text with the weight of its claim to be a prompt."""
    out: list[Candidate] = []
    above = ""
    for index, line in enumerate(lines):
        if line.state is State.TEXT and line.body.startswith("#"):
            above = line.body.strip("# *:：")
        if line.state is not State.TEXT or line.indent > 3:
            continue
        carrier, mark, text = carried(line)
        found = read_number(text) if carrier == "heading" or not is_contents_link(text) else None
        if found:
            prefix, number, shown, rest = found
            weight = _weight(lines, index, carrier, rest)
            weight += _LISTED if carrier != "heading" and LISTING_SECTION.search(above) else 0.0
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
                    style=_style(text),
                )
            )
    return tuple(out)


def _style(text: str) -> str:
    """Return the style of a number: in brackets, in Chinese, or plain."""
    text = _EMOJI.sub("", text, count=1)
    if re.match(r"[（(]", text):
        return "bracketed"
    return "chinese" if re.match(r"[一二三四五六七八九十]", text) else "plain"


def _is_section(lines: Sequence[Line], index: int, text: str) -> bool:
    """Whether a numbered heading only names a part: `一、网络`, or one with another heading right below."""
    below = next((line for line in lines[index + 1 : index + 4] if line.state is not State.BLANK), None)
    is_parent = below is not None and below.state is State.TEXT and below.body.startswith(f"{_signs(lines[index])}#")
    is_chinese = _style(lines[index].body.lstrip("# ")) == "chinese"
    return not is_prompt_like(text) and (is_parent or is_chinese)


def _signs(line: Line) -> str:
    return line.body[: len(line.body) - len(line.body.lstrip("#"))]


def _answered_below(lines: Sequence[Line], index: int) -> bool:
    """Whether a labelled answer (`答：`) begins a line or two below."""
    below = (line for line in lines[index + 1 : index + 4] if line.state is State.TEXT)
    return any(OPENING_LABEL.match(line.body) for line in below)


def _offers_choices(lines: Sequence[Line], index: int) -> bool:
    """Whether a list of lettered choices begins right below a line."""
    below = [line.text for line in lines[index + 1 : index + 5] if line.state is State.TEXT]
    choices = find_choices(below)
    return choices is not None and choices.alphabet == LATIN and choices.first == 0


class _Chain(NamedTuple):
    """Candidates in order and what they weigh together."""

    score: float
    members: tuple[Candidate, ...]


_BASE = {"heading": 3.0, "quote": 1.5, "bullet": 1.0, "bold": 2.0, "line": 0.0}


def _weight(lines: Sequence[Line], index: int, carrier: str, text: str) -> float:
    """Return how much a numbered line looks like a prompt and not like an item of an enumeration."""
    line = lines[index]
    weight = _BASE[carrier]
    text = text or next((below.body for below in lines[index + 1 : index + 4] if below.body), "")
    weight -= _SECTION if carrier == "heading" and _is_section(lines, index, text) else 0.0
    weight += 2.0 if _answered_below(lines, index) else 0.0
    weight += 3.0 if _offers_choices(lines, index) else 0.0
    weight += 1.5 if GAP.search(text) else 0.0
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
    little), and may start again at 1 only after a boundary (an unnumbered heading, by line index); a line
    that surely asks may also repeat a number, jump ahead or start again. The chain with the greatest sum of
    weights wins, so that enumerations inside answers, weak and short, lose to the prompts around them.
    """
    chains: dict[int, _Chain] = {}
    best = base = _Chain(0.0, ())
    passed = -1
    for one in found:
        if any(passed < at < one.index for at in boundaries):
            base = best
        passed = one.index
        options = _before(one, chains, base)
        if one.weight >= _SURE and best.members:
            options.append(_Chain(best.score - _JUMP, best.members))
        if not options:
            continue
        before = max(options, key=lambda option: option.score)
        chain = _Chain(before.score + one.weight, (*before.members, one))
        if one.number not in chains or chain.score > chains[one.number].score:
            chains[one.number] = chain
            if chain.score > best.score:
                best = chain
    return best.members


def _before(one: Candidate, chains: dict[int, _Chain], base: _Chain) -> list[_Chain]:
    """Return the chains that a number may go on with, each with its cost taken off."""
    options = [chains[n] for n in (one.number - 1,) if n in chains]
    skipped = (chains[n] for n in range(one.number - 4, one.number - 1) if n in chains)
    options += [_Chain(chain.score - 1.0, chain.members) for chain in skipped]
    if one.number <= 1 or not base.members:
        options.append(_Chain(base.score - (0.0 if one.number <= 1 else 1.0), base.members))
    return options
