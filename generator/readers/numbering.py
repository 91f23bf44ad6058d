"""Numbered lines: the shapes of numbers, and which of the numbered lines form the one running sequence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from generator.markup.characters import width
from generator.readers.lines import Line, State
from generator.readers.names import LISTING_SECTION, OPENING_LABEL
from generator.readers.numbers import carried, read_number, style_of
from generator.readers.options import LATIN, find_choices
from generator.readers.shapes import is_contents_link
from generator.readers.wording import GAP, is_prompt, is_prompt_like

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
            weight = weigh(lines, index, carrier, rest)
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
                    style=style_of(text),
                )
            )
    return tuple(out)


def _is_section(lines: Sequence[Line], index: int, text: str) -> bool:
    """Whether a numbered heading only names a part: `一、网络`, or one with another heading right below."""
    below = next((line for line in lines[index + 1 : index + 4] if line.state is not State.BLANK), None)
    is_parent = below is not None and below.state is State.TEXT and below.body.startswith(f"{_signs(lines[index])}#")
    is_chinese = style_of(lines[index].body.lstrip("# ")) == "chinese"
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


def weigh(lines: Sequence[Line], index: int, carrier: str, text: str) -> float:
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
