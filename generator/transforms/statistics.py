"""What the sessions add up to: how each went, which topics are weak, and what will have to be asked again when."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from generator.model.statistics import Forecast, SessionRow, Statistics, TopicRow
from generator.transforms.memory import missed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from generator.model.bank import EntryId
    from generator.model.sessions import Session
    from generator.transforms.memory import Memory

HORIZON = 14
"""Days of the forecast."""


def statistics(sessions: Sequence[Session], memory: Memory, today: date) -> Statistics:
    """Return the statistics of sessions."""
    return Statistics(
        sessions=tuple(_row(session) for session in sessions),
        topics=_topics(sessions, memory, today),
        forecast=_forecast(memory, today),
    )


def _row(session: Session) -> SessionRow:
    results = [graded.result for graded in session.graded.values()]
    counted = [result for result in results if result.score is not None and not result.disputed]
    return SessionRow(
        name=session.name,
        at=session.printed.at,
        items=len(session.printed.rows),
        graded=sum(result.score is not None for result in results),
        points=sum(result.score or 0 for result in counted) / 2,
        most=sum(result.most for result in counted) // 2,
        missed=sum(missed(result) for result in counted),
        discarded=not session.counts,
    )


def _topics(sessions: Sequence[Session], memory: Memory, today: date) -> tuple[TopicRow, ...]:
    topic_of = {asked.entry: asked.topic for session in sessions for asked in session.printed.asked}
    answers: Counter[str] = Counter()
    misses: Counter[str] = Counter()
    entries: defaultdict[str, set[EntryId]] = defaultdict(set)
    for session in sessions:
        for graded in session.graded.values():
            if graded.result.score is not None and not graded.result.disputed:
                topic = topic_of.get(graded.result.entry, "")
                answers[topic] += 1
                misses[topic] += missed(graded.result)
                entries[topic].add(graded.result.entry)
    rows = [
        TopicRow(topic=topic, answers=count, missed=misses[topic], recall=_mean(memory, sorted(entries[topic]), today))
        for topic, count in answers.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.missed / row.answers, -row.answers, row.topic)))


def _mean(memory: Memory, entries: Sequence[EntryId], today: date) -> float | None:
    known = [one for entry in entries if (one := memory.retrievability(entry, today)) is not None]
    return sum(known) / len(known) if known else None


def _forecast(memory: Memory, today: date) -> Forecast:
    entries = memory.entries
    due = Counter(max(recall.due, today) for recall in entries.values())
    return Forecast(
        known=len(entries),
        recall=_mean(memory, sorted(entries), today) or 0.0,
        due=tuple(due[today + timedelta(days=day)] for day in range(HORIZON)),
    )
