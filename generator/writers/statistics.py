"""The statistics of all sessions on one page: points, weak topics, and what is to be asked again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.model.deck import Artifact

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.model.statistics import Statistics, TopicRow
    from generator.press.desk import Press

SESSIONS = 40
"""So many of the last graded sessions are drawn."""
TOPICS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar of a chart: `part` of the whole height or width, 0 to 1."""

    name: str
    part: float
    value: str


def write_statistics(found: Statistics, topics: Mapping[str, str], press: Press) -> Artifact:
    """Return `stats.pdf`.

    Args:
        found: What the sessions add up to.
        topics: Names of topics by id.
        press: Sets the page.

    Raises:
        StudypressError: a template is wrong, or a font or system library is missing.
    """
    return Artifact(path="stats.pdf", data=press.pdf("stats.html.j2", **statistics_context(found, topics, press)))


def statistics_context(found: Statistics, topics: Mapping[str, str], press: Press) -> dict[str, object]:
    """Return the variables of `stats.html.j2`."""
    graded = [row for row in found.sessions if row.most]
    most = max((*found.forecast.due, 1))
    return {
        "sessions": [
            Bar(name=row.name, part=row.points / row.most, value=f"{row.points / row.most:.0%}")
            for row in graded[-SESSIONS:]
        ],
        "printed": len(found.sessions),
        "graded": len(graded),
        "topics": _topics(found.topics, topics, press),
        "due": [
            Bar(name=str(day), part=count / most, value=str(count)) for day, count in enumerate(found.forecast.due)
        ],
        "known": found.forecast.known,
        "recall": f"{found.forecast.recall:.0%}",
    }


def _topics(rows: Sequence[TopicRow], names: Mapping[str, str], press: Press) -> list[Bar]:
    return [
        Bar(
            name=names.get(row.topic, row.topic) or press.label("other"),
            part=row.missed / row.answers,
            value=f"{row.missed}/{row.answers}",
        )
        for row in rows[:TOPICS]
    ]
