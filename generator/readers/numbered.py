"""Four dialects that number their prompts: plain lines, quotes with details, bullets, headings."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from generator.readers.bold import bold_line
from generator.readers.dialect import Claim, Dialect
from generator.readers.entries import clean_prompt
from generator.readers.headings import heading_marks
from generator.readers.lines import Line, State
from generator.readers.marks import Mark, MarkKind
from generator.readers.names import FURNITURE
from generator.readers.numbering import Candidate, candidates, sequence
from generator.readers.numbers import read_number
from generator.readers.shapes import split_same_line
from generator.readers.wording import is_prompt

if TYPE_CHECKING:
    from collections.abc import Sequence

_MIN_PROMPTS = 2
_RUNNING = 3
_HOPELESS = -2.0
_SURE = 3.0
"""Weight from which a single numbered line is a prompt by itself."""
_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})\s*$")
_DETAILS = re.compile(r"\s*<details\b", re.IGNORECASE)

_NAMES = {
    "line": ("numbered-lines", "numbered lines, each with its answer below"),
    "quote": ("quoted-details", "numbered quotes, each with a folded answer below"),
    "bullet": ("numbered-bullets", "numbered bullets, answers one level deeper"),
    "heading": ("numbered-headings", "numbered headings, whatever their level"),
}


def _claim(carrier: str, lines: Sequence[Line]) -> Claim:
    """Claim the running sequence of numbers that one carrier bears."""
    every = candidates(lines)
    found = [one for one in every if not one.prefix]
    headings = heading_marks(lines, may_open=False)
    numbered = {one.index for one in found if one.carrier == "heading"}
    boundaries = frozenset(mark.index for mark in headings if mark.index not in numbered)
    if carrier == "heading":
        boundaries = frozenset()
    chain = _best_chain([one for one in found if one.carrier == carrier], boundaries)
    dotted = _dotted([one for one in every if one.prefix and one.carrier == carrier]) if carrier != "heading" else ()
    if _sum(dotted) > _sum(chain):
        chain, found = dotted, []
    if len(chain) < _MIN_PROMPTS and _sum(chain) < _SURE:
        return Claim()
    chain = _complete(chain, found)
    score = _sum(chain) + _folded(carrier, chain, lines)
    marks = _merge([_prompt(one, lines) for one in chain], headings, carrier, chain)
    return Claim(marks=marks, score=max(score, 0.0), reason=_reason(carrier, chain, lines))


def _sum(chain: Sequence[Candidate]) -> float:
    return sum(one.weight for one in chain)


def _dotted(found: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return the running sequences below each prefix: `1.1`, `1.2`, `2.1`."""
    prefixes = dict.fromkeys(one.prefix for one in found)
    members = [one for prefix in prefixes for one in sequence(one for one in found if one.prefix == prefix)]
    return tuple(sorted(members, key=lambda one: one.index))


def _best_chain(found: Sequence[Candidate], boundaries: frozenset[int]) -> tuple[Candidate, ...]:
    """Return the weightiest running sequence of one style, with the list it stands in up to its last item."""
    styles = dict.fromkeys(one.style for one in found)
    chains = [sequence((one for one in found if one.style == style), boundaries) for style in styles]
    best = max(chains, key=_sum, default=())
    return _to_the_end(best, found)


def _to_the_end(chain: Sequence[Candidate], found: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return the chain with the numbers that go on with it although they hardly look like prompts.

    On the next line, as in a bare list; or anywhere, once so many came before that no enumeration of an
    answer could go on with their numbers.
    """
    out = {one.index: one for one in chain}
    last: Candidate | None = None
    for position, one in enumerate(found):
        if last and one.index not in out and _goes_on(last, one) and not _has(out, one.number, found[position + 1 :]):
            out[one.index] = one
        last = out.get(one.index, last)
    return tuple(out.values())


def _goes_on(last: Candidate, one: Candidate) -> bool:
    """Whether a number goes on with the one before it: written alike, and where a list may go on."""
    follows = one.number == last.number + 1 and (one.mark, one.style) == (last.mark, last.style)
    return follows and (one.index == last.index + 1 or (last.number >= _RUNNING and one.weight > _HOPELESS))


def _has(chain: dict[int, Candidate], number: int, later: Sequence[Candidate]) -> bool:
    """Whether the next member of the chain bears this number or goes on after it, so that it is no gap's filler."""
    following = next((one for one in later if one.index in chain), None)
    return following is not None and following.number in {number, number + 1}


def _complete(chain: Sequence[Candidate], found: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return the chain with its missing numbers filled by lines of other carriers, and continued by them.

    Authors give up half-way: headings to 19, then plain lines from 20 on.
    """
    out = list(chain)
    for one in found:
        if one.carrier == chain[0].carrier or one.weight <= 0 or one.style != chain[0].style:
            continue
        before = max((c for c in out if c.index < one.index), key=lambda c: c.index, default=None)
        after = min((c for c in out if c.index > one.index), key=lambda c: c.index, default=None)
        follows = before is not None and one.number == before.number + 1
        if follows and (after is None or after.number > one.number):
            out.append(one)
    return tuple(sorted(out, key=lambda c: c.index))


def _folded(carrier: str, chain: Sequence[Candidate], lines: Sequence[Line]) -> float:
    """Return the extra weight of quotes that a `<details>` follows."""
    if carrier != "quote":
        return 0.0
    return 2.0 * sum(_has_details(one, lines) for one in chain)


def _has_details(one: Candidate, lines: Sequence[Line]) -> bool:
    below = lines[one.index + 1 : one.index + 4]
    return any(_DETAILS.match(line.text) for line in below)


def _prompt(one: Candidate, lines: Sequence[Line]) -> Mark:
    text, rest, last = one.text, "", one.index
    if not text:
        last, text = _below(lines, one.index)
    bold = bold_line(text)
    text, rest = bold if bold and bold.rest else split_same_line(text)
    return Mark(
        index=one.index,
        kind=MarkKind.PROMPT,
        text=text,
        rest=rest,
        last=last,
        number=one.shown,
        rule=f"number after a {one.carrier}" if one.carrier != "line" else "numbered line",
        level=len(one.mark) if one.carrier == "heading" else 7,
    )


def _below(lines: Sequence[Line], index: int) -> tuple[int, str]:
    """Return (last line, text) of what a number that stands alone numbers: a line of text, or a listing."""
    at = next((i for i in range(index + 1, len(lines)) if lines[i].state in {State.TEXT, State.FENCE}), index)
    if at == index:
        return index, lines[index].body.lstrip("#> ").strip()
    if lines[at].state is State.TEXT:
        return at, lines[at].body.lstrip("> ").strip()
    stop = next((i for i in range(at + 1, len(lines)) if _FENCE.match(lines[i].text)), at)
    return stop, " ".join(line.body for line in lines[at + 1 : stop])


def _merge(
    prompts: Sequence[Mark], headings: Sequence[Mark], carrier: str, chain: Sequence[Candidate]
) -> tuple[Mark, ...]:
    """Return prompts and section headings in order.

    Below a prompt, a deeper heading is part of the answer; where headings carry the prompts, only headings
    above all of their levels are sections.
    """
    taken = {mark.index for mark in prompts}
    top = min((len(one.mark) for one in chain if one.carrier == "heading"), default=7)
    sections = [mark for mark in headings if mark.index not in taken and (carrier != "heading" or _divides(mark, top))]
    beside = [mark for mark in headings if carrier == "heading" and mark.level == top and mark not in sections]
    sections += [_as_prompt(mark) for mark in beside if mark.index not in taken and _is_prompt(mark)]
    asking = _asking_below(prompts, headings, sections) if carrier == "heading" else []
    return tuple(sorted([*prompts, *sections, *asking], key=lambda mark: mark.index))


def _divides(heading: Mark, top: int) -> bool:
    """Whether an unnumbered heading ends the answer above: one as high as the numbered ones, or furniture."""
    return heading.level < top or bool(FURNITURE.match(clean_prompt(heading.text)[0]))


def _asking_below(prompts: Sequence[Mark], headings: Sequence[Mark], sections: Sequence[Mark]) -> list[Mark]:
    """Return the headings below a prompt as prompts where one of them asks."""
    out: list[Mark] = []
    starts = sorted([*(mark.index for mark in prompts), *(mark.index for mark in sections)])
    for mark in prompts:
        stop = next((index for index in starts if index > mark.index), headings[-1].index + 1 if headings else 0)
        below = [one for one in headings if mark.index < one.index < stop and one.level > mark.level]
        level = min((one.level for one in below if is_prompt(one.text)), default=0)
        out += [_as_prompt(one) for one in below if one.level == level]
    return out


def _is_prompt(heading: Mark) -> bool:
    """Whether a heading as high as the numbered ones is a question too: it asks, or bears a number like `10.1`."""
    return is_prompt(heading.text) or bool(read_number(heading.text))


def _as_prompt(heading: Mark) -> Mark:
    number = read_number(heading.text)
    shown, text = (number[2], number[3]) if number and number[3] else ("", heading.text)
    return replace(heading, kind=MarkKind.PROMPT, text=text, number=shown, rule="heading below a number that asks")


def _reason(carrier: str, chain: Sequence[Candidate], lines: Sequence[Line]) -> str:
    count = sum(one.carrier == carrier for one in chain)
    span = f"{chain[0].shown}–{chain[-1].shown}"
    if carrier == "quote":
        folded = sum(_has_details(one, lines) for one in chain)
        return f"{count} numbered quotes ({span}), {folded} of them followed by <details>"
    other = len(chain) - count
    tail = f", then {other} without the {carrier} sign" if other else ""
    plural = {"line": "lines", "bullet": "bullets", "heading": "headings"}[carrier]
    return f"{count} numbered {plural} in one running sequence ({span}){tail}"


DIALECTS = tuple(
    Dialect(name=name, describe=describe, claim=partial(_claim, carrier))
    for carrier, (name, describe) in _NAMES.items()
)
