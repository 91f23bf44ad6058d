"""What the learner still knows: FSRS, replayed from the results of all sessions and kept nowhere else.

Ratings follow ITEMS.md, section 4: one a day and entry, the lowest of that day. Days are UTC days and every review
is dated at noon, so that what counts is calendar days, not hours. A scheduler for paper has no learning steps and
no fuzz: the same results always give the same dates.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from generator.model.items import ItemType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from fsrs import Card, Scheduler

    from generator.model.bank import EntryId
    from generator.model.sessions import Result, Session

AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4

RIGHT = 0.9
"""Share of the points from which an answer counts as right."""
RECALLED = 0.6
"""Share from which it counts as recalled, with difficulty; below it, as forgotten."""
_SURE = 0.8
"""A right choice says something only where it is this likely that it was known, not guessed."""
_CHOSEN = frozenset({ItemType.CHOICE.value, ItemType.MULTI_SELECT.value, "true-false", "matching"})
"""Types that can be got right by choosing."""

_KEPT = 7
"""Values of an entry in `Memory.kept`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """All results of one entry on one UTC day."""

    date: date
    results: tuple[Result, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """The memory of one entry."""

    stability: float
    """Days after which it is recalled with 90 %."""
    difficulty: float
    """1 to 10."""
    last: date
    due: date
    reviews: int
    lapses: int
    """Reviews in which it was forgotten."""


Diary = dict["EntryId", tuple[Day, ...]]


def missed(result: Result) -> bool:
    """Whether an answer shows that the entry has to come back soon."""
    if result.score is None or result.disputed:
        return False
    return result.share < (RIGHT if result.type in _CHOSEN else RECALLED)


def rating(result: Result, retrievability: float) -> int | None:
    """Return the FSRS rating of one answer, or None where it says nothing.

    Args:
        result: The answer.
        retrievability: How likely it was to be recalled just before; 0 where that is not known.
    """
    if result.score is None or result.disputed:
        return None
    if missed(result):
        return AGAIN
    if result.type in _CHOSEN:
        return _rating_of_choice(result, retrievability)
    if result.share < RIGHT or result.guessed:
        return HARD
    return EASY if result.quick else GOOD


def _rating_of_choice(result: Result, retrievability: float) -> int | None:
    if result.guessed:
        return None
    known = retrievability / (retrievability + (1 - retrievability) * _luck(result))
    return HARD if known >= _SURE else None


def _luck(result: Result) -> float:
    """Return how likely a blind answer is right."""
    if result.type == ItemType.MULTI_SELECT:
        return 0.5 ** max(result.options, 2)
    return 1 / max(result.options, 2)


def diary(sessions: Iterable[Session]) -> Diary:
    """Return the answers by entry and day, in order."""
    days: defaultdict[EntryId, defaultdict[date, list[Result]]] = defaultdict(lambda: defaultdict(list))
    for session in sessions:
        for graded in session.graded.values():
            if graded.result.score is not None:
                days[graded.result.entry][graded.at.date()].append(graded.result)
    return {
        entry: tuple(Day(date=day, results=tuple(found[day])) for day in sorted(found)) for entry, found in days.items()
    }


class Memory:
    """FSRS over a diary; what was replayed before is taken up where it fits (see `kept`)."""

    def __init__(self, diary: Diary, kept: Mapping[str, Sequence[object]] | None = None) -> None:
        """Replay a diary.

        Args:
            diary: Answers by entry and day.
            kept: What `kept` returned before, of this diary or one that began alike.
        """
        self._entries: dict[EntryId, tuple[str, Recall]] = {}
        self._scheduler = _scheduler() if diary else None
        for entry, days in diary.items():
            found = self._replay(entry, days, (kept or {}).get(entry))
            if found:
                self._entries[entry] = found

    def recall(self, entry: EntryId) -> Recall | None:
        """Return the memory of an entry; None where no answer told anything."""
        found = self._entries.get(entry)
        return found[1] if found else None

    @property
    def entries(self) -> dict[EntryId, Recall]:
        """Every entry that any answer told something of."""
        return {entry: recall for entry, (_, recall) in self._entries.items()}

    def retrievability(self, entry: EntryId, today: date) -> float | None:
        """Return how likely an entry is recalled today; None where no answer told anything."""
        found = self.recall(entry)
        if found is None or self._scheduler is None:
            return None
        return self._scheduler.get_card_retrievability(_card(entry, found), _noon(today))

    @property
    def kept(self) -> dict[str, list[object]]:
        """The replay as JSON, to be given to the next one: a digest of the days behind each entry, and its memory."""
        return {entry: [digest, *_row(recall)] for entry, (digest, recall) in self._entries.items()}

    def _replay(self, entry: EntryId, days: Sequence[Day], kept: Sequence[object] | None) -> tuple[str, Recall] | None:
        digest = _digest(days)
        if kept and kept[0] == digest and len(kept) == _KEPT:
            return digest, _recall(kept[1:])
        scheduler = self._scheduler
        assert scheduler is not None
        recall: Recall | None = None
        for day in days:
            recall = _review(scheduler, entry, recall, day) or recall
        return (digest, recall) if recall else None


def _scheduler() -> Scheduler:
    from fsrs import Scheduler  # noqa: PLC0415 - only once there is something to remember

    return Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)


def _review(scheduler: Scheduler, entry: EntryId, recall: Recall | None, day: Day) -> Recall | None:
    """Return the memory after a day, or None where that day says nothing."""
    from fsrs import Rating  # noqa: PLC0415 - only once there is something to remember

    card, noon = _card(entry, recall), _noon(day.date)
    before = scheduler.get_card_retrievability(card, noon)
    ratings = [one for result in day.results if (one := rating(result, before)) is not None]
    if not ratings:
        return None
    card, _ = scheduler.review_card(card, Rating(min(ratings)), noon)
    assert card.stability is not None
    assert card.difficulty is not None
    return Recall(
        stability=card.stability,
        difficulty=card.difficulty,
        last=day.date,
        due=card.due.date(),
        reviews=(recall.reviews if recall else 0) + 1,
        lapses=(recall.lapses if recall else 0) + (min(ratings) == AGAIN),
    )


def _card(entry: EntryId, recall: Recall | None) -> Card:
    from fsrs import Card, State  # noqa: PLC0415 - only once there is something to remember

    name = int.from_bytes(hashlib.sha256(entry.encode()).digest()[:8], "big") >> 1
    if recall is None:
        return Card(card_id=name, due=_noon(date.min + timedelta(days=1)))
    return Card(
        card_id=name,
        state=State.Review,
        stability=recall.stability,
        difficulty=recall.difficulty,
        due=_noon(recall.due),
        last_review=_noon(recall.last),
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


def _digest(days: Sequence[Day]) -> str:
    """Return a digest of everything that a rating depends on."""
    rows = (
        (day.date.toordinal(), r.type, r.score, r.most, r.options, r.guessed, r.disputed, r.quick)
        for day in days
        for r in day.results
    )
    return hashlib.sha256(repr(tuple(rows)).encode()).hexdigest()[:24]


def _row(recall: Recall) -> list[object]:
    return [
        recall.stability,
        recall.difficulty,
        recall.last.toordinal(),
        recall.due.toordinal(),
        recall.reviews,
        recall.lapses,
    ]


def _recall(row: Sequence[object]) -> Recall:
    stability, difficulty, last, due, reviews, lapses = (value for value in row if isinstance(value, int | float))
    return Recall(
        stability=float(stability),
        difficulty=float(difficulty),
        last=date.fromordinal(int(last)),
        due=date.fromordinal(int(due)),
        reviews=int(reviews),
        lapses=int(lapses),
    )
