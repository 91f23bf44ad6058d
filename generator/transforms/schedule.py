"""Which entries the next session asks: what was missed, what is new, what is about to be forgotten.

A session is drawn from the bank under four rules: what was missed comes back within three sessions, as another item
of its entry where there is one; at least three in ten were never asked while there are such; nothing else was asked
in the last three sessions; and among the rest an entry's chance follows its weight (marks of the author, weak topics,
sessions since it was asked, how likely it is forgotten; ITEMS.md, section 4).
"""

from __future__ import annotations

import bisect
import math
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.model.bank import EntryId, Marker
from generator.transforms.memory import missed
from generator.transforms.rank import ordered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from generator.model.bank import Entry
    from generator.model.exam import Paper
    from generator.model.items import Item, ItemId
    from generator.model.sessions import Graded, Session

REST = 3
"""Sessions in which an entry is not asked again, and within which a missed one is."""
NEW_SHARE = 0.3
"""At least this part of a session was never asked, while there are such."""
RETURN_SHARE = 0.4
"""At most this part are missed ones that could still wait."""

_LONGEST = 24
"""Sessions without being asked from which on an entry's weight no longer grows."""
_UNKNOWN = 0.5
"""Retrievability of what was never graded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """An entry that was missed and has not been asked since."""

    session: str
    items: tuple[ItemId, ...]
    left: int
    """Sessions in which it has to come back: 1 is the next one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What earlier sessions asked."""

    sessions: int
    last: Mapping[EntryId, int]
    """Sessions since an entry was asked: 1 is the last one."""
    counts: Mapping[ItemId, int]
    """How often an item was asked."""
    misses: Mapping[EntryId, Miss]
    lapse_rates: Mapping[EntryId, float]
    """Part of an entry's answers that were missed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why an entry may be asked."""

    kind: str
    """`missed`, `new`, or `due`."""
    text: str
    tickets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """How the next paper is drawn: what `assemble` is given, and why."""

    items: tuple[Item, ...]
    tickets: Mapping[str, int]
    first: tuple[EntryId, ...]
    """Entries to be tried before all others, in this order."""
    reasons: Mapping[EntryId, Reason]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A drawn paper, why each entry is on it, and which rules were given up, for people."""

    paper: Paper
    reasons: Mapping[EntryId, Reason]
    relaxed: tuple[str, ...]


def past(sessions: Sequence[Session]) -> Past:
    """Return what the sessions that count have asked; `sessions` are in order, the oldest first."""
    last: dict[EntryId, int] = {}
    counts: Counter[ItemId] = Counter()
    pending: dict[EntryId, tuple[Session, Graded]] = {}
    answers: defaultdict[EntryId, list[bool]] = defaultdict(list)
    for number, session in enumerate(sessions):
        for asked in session.printed.asked:
            last[asked.entry] = len(sessions) - number
            counts[asked.item] += 1
            pending.pop(asked.entry, None)
        for graded in session.graded.values():
            result = graded.result
            if result.score is not None and not result.disputed:
                answers[result.entry].append(missed(result))
            if missed(result):
                pending[result.entry] = (session, graded)
    return Past(
        sessions=len(sessions),
        last=last,
        counts=counts,
        misses=_misses(pending, [session.printed.at for session in sessions]),
        lapse_rates={entry: sum(found) / len(found) for entry, found in answers.items()},
    )


def _misses(pending: Mapping[EntryId, tuple[Session, Graded]], times: Sequence[datetime]) -> dict[EntryId, Miss]:
    """Return the misses with the sessions they have left, counted from when they were graded."""
    return {
        entry: Miss(
            session=session.name,
            items=(graded.result.item,),
            left=REST - (len(times) - bisect.bisect_right(times, graded.at)),
        )
        for entry, (session, graded) in pending.items()
    }


def draw(
    items: Iterable[Item],
    entries: Mapping[EntryId, Entry],
    before: Past,
    recall: Mapping[EntryId, float],
    count: int,
    make: Callable[[Draw], Paper],
    seed: str,
) -> Drawn:
    """Return the paper of the next session.

    Args:
        items: Everything that may be printed.
        entries: The bank, for the author's marks.
        before: What earlier sessions asked.
        recall: How likely each graded entry is recalled now.
        count: Items wanted.
        make: Assembles a paper from a draw.
        seed: Of the session; with the same draw it gives the same paper.
    """
    pool = _rotated(tuple(items), before)
    here = {item.entry for item in pool}
    before = replace(before, misses={entry: miss for entry, miss in before.misses.items() if entry in here})
    new = len(here - before.last.keys())
    for rest in range(min(REST, before.sessions), -1, -1):
        eligible = {entry for entry in here if before.last.get(entry, REST + 1) > rest or entry in before.misses}
        if len(eligible) < min(count, len(here)) and rest:
            continue
        best = _fulfilled(pool, _weights(eligible, entries, before, recall), before, count, make, seed)
        if _size(best.paper) >= min(count, len(here)) or not rest:
            break
    return replace(best, relaxed=_given_up(best.paper, before, rest, count, new))


def _fulfilled(
    pool: Sequence[Item],
    reasons: Mapping[EntryId, Reason],
    before: Past,
    count: int,
    make: Callable[[Draw], Paper],
    seed: str,
) -> Drawn:
    """Return a paper with its share of new entries; those that clash are made up for by trying more of them first."""
    new = [entry for entry, reason in reasons.items() if reason.kind == "new"]
    tickets: dict[str, int] = {item.entry: 0 for item in pool}
    tickets |= {entry: reason.tickets for entry, reason in reasons.items()}
    queue = [EntryId(name) for name in ordered(new, seed, "new", tickets=tickets)]
    wanted = min(math.ceil(NEW_SHARE * count), len(new))
    back = _returning(reasons, before, count, wanted)
    extra = 0
    while True:
        first = (*back, *queue[: wanted + extra])
        draw = Draw(items=tuple(pool), tickets=tickets, first=first, reasons=reasons)
        paper = make(draw)
        short = wanted - len(_entries(paper) & set(new))
        if short <= 0 or wanted + extra >= len(queue):
            return Drawn(paper=paper, reasons=reasons, relaxed=())
        extra += short


def _returning(reasons: Mapping[EntryId, Reason], before: Past, count: int, new: int) -> tuple[EntryId, ...]:
    """Return the missed entries that come back now: all whose time is up, and some that could wait."""
    misses = {entry: before.misses[entry] for entry in reasons if entry in before.misses}
    waiting = sorted(misses, key=lambda entry: (misses[entry].left, entry))
    urgent = sum(misses[entry].left <= 1 for entry in waiting)
    return tuple(waiting[: min(max(urgent, math.floor(RETURN_SHARE * count)), count - new)])


def _weights(
    eligible: Iterable[EntryId], entries: Mapping[EntryId, Entry], before: Past, recall: Mapping[EntryId, float]
) -> dict[EntryId, Reason]:
    """Return the reason and the weight of every entry that may be asked, in order of id."""
    weak = _weak_topics(entries, before)
    reasons: dict[EntryId, Reason] = {}
    for entry in sorted(eligible):
        age = before.last.get(entry, _LONGEST)
        now = recall.get(entry, _UNKNOWN)
        markers = entries[entry].markers & {Marker.FREQUENT, Marker.ASKED}
        topic = weak.get(entries[entry].topic, 0.0)
        weight = (1 + len(markers)) * (1 + topic) * (min(age, _LONGEST) / 4) * (0.3 + 1 - now)
        tickets = max(1, round(2 * weight))
        kind, why = _why(entry, before, recall)
        marks = [str(marker) for marker in sorted(markers)] + [f"weak topic ({topic:.0%} missed)"] * (topic >= 0.3)
        reasons[entry] = Reason(kind=kind, text=", ".join([why, *marks]), tickets=tickets)
    return reasons


def _weak_topics(entries: Mapping[EntryId, Entry], before: Past) -> dict[str, float]:
    """Return how much of a topic's answers was missed, doubted while there are few (two imagined right ones)."""
    rates: defaultdict[str, list[float]] = defaultdict(list)
    for entry, rate in before.lapse_rates.items():
        if entry in entries and entries[entry].topic:
            rates[entries[entry].topic].append(rate)
    return {topic: sum(found) / (len(found) + 2) for topic, found in rates.items()}


def _why(entry: EntryId, before: Past, recall: Mapping[EntryId, float]) -> tuple[str, str]:
    if entry in before.misses:
        miss = before.misses[entry]
        return "missed", f"missed in session {miss.session}"
    if entry not in before.last:
        return "new", "never asked"
    ago = before.last[entry]
    known = f", recall now {recall[entry]:.0%}" if entry in recall else ", never graded"
    return "due", f"last asked {ago} session{'s' * (ago > 1)} ago{known}"


def _rotated(items: Sequence[Item], before: Past) -> tuple[Item, ...]:
    """Leave each entry the items that were asked least often, so that it comes back as another one."""
    missed_items = {item for miss in before.misses.values() for item in miss.items}
    others = {item.entry for item in items if item.id not in missed_items}
    items = [item for item in items if item.id not in missed_items or item.entry not in others]
    least: dict[EntryId, int] = {}
    for item in items:
        count = before.counts.get(item.id, 0)
        least[item.entry] = min(count, least.get(item.entry, count))
    return tuple(item for item in items if before.counts.get(item.id, 0) == least[item.entry])


def _given_up(paper: Paper, before: Past, rest: int, count: int, new: int) -> tuple[str, ...]:
    """Return the rules that the paper breaks, for people."""
    chosen = _entries(paper)
    said: list[str] = []
    if rest < min(REST, before.sessions):
        again = sum(before.last.get(entry, REST + 1) <= REST and entry not in before.misses for entry in chosen)
        if again:
            said.append(f"{again} of the last {REST} sessions' questions come again: there are too few others")
    fresh = len(chosen - before.last.keys())
    wanted = min(math.ceil(NEW_SHARE * count), new)
    if fresh < wanted:
        said.append(f"{fresh} questions were never asked, not {wanted}: the others clash with what is on the paper")
    late = sum(miss.left <= 1 and entry not in chosen for entry, miss in before.misses.items())
    if late:
        said.append(f"{late} missed questions have to wait for longer than {REST} sessions: there is no room")
    if _size(paper) < count:
        said.append(f"{_size(paper)} questions instead of {count}: the bank has no more that go together")
    return tuple(said)


def _entries(paper: Paper) -> set[EntryId]:
    return {placement.item.entry for form in paper.forms for placement in form.placements}


def _size(paper: Paper) -> int:
    return max((len(form.placements) for form in paper.forms), default=0)
