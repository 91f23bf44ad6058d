"""From the events of study.log to sessions: what counts after amendments, discards and merges."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.model.items import ItemId
from generator.model.sessions import Event, EventKind, Graded, Session

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """All sessions, oldest first."""

    sessions: tuple[Session, ...] = ()

    @property
    def counting(self) -> tuple[Session, ...]:
        """The sessions that count as asked."""
        return tuple(session for session in self.sessions if session.counts)

    @property
    def next_number(self) -> int:
        """The number of the next session; numbers of discarded ones are not used again."""
        return 1 + max((session.printed.session for session in self.sessions), default=0)

    @property
    def clashes(self) -> tuple[tuple[str, ...], ...]:
        """The names of sessions that carry one number on paper, clash by clash."""
        names: defaultdict[int, list[str]] = defaultdict(list)
        for session in self.sessions:
            names[session.printed.session].append(session.name)
        return tuple(tuple(same) for _, same in sorted(names.items()) if len(same) > 1)

    def find(self, name: str) -> Session | None:
        """Return the session of a name or of a paper id."""
        wanted = name.removesuffix("~1").upper()
        return next((one for one in reversed(self.sessions) if wanted in {one.name, one.printed.paper}), None)


def history(events: Iterable[Event]) -> History:
    """Return the sessions that events add up to; the order in which they come does not matter.

    Events are taken by time, then by id, so that two machines that have merged their logs agree.
    """
    about: defaultdict[str, list[Event]] = defaultdict(list)
    printed: list[Event] = []
    for event in sorted(events, key=lambda event: (event.at, event.id)):
        if event.kind is EventKind.PRINTED:
            printed.append(event)
        else:
            about[event.of].append(event)
    names = _names(printed)
    return History(sessions=tuple(_session(one, names[one.id], about.get(one.id, ())) for one in printed))


def _names(printed: Sequence[Event]) -> dict[str, str]:
    """Return a name for each session by its event; where a number was used again the later ones get `~2`, `~3`."""
    used: defaultdict[int, int] = defaultdict(int)
    names: dict[str, str] = {}
    for event in printed:
        used[event.session] += 1
        place = used[event.session]
        names[event.id] = f"{event.session}~{place}" if place > 1 else str(event.session)
    return names


def _session(printed: Event, name: str, events: Sequence[Event]) -> Session:
    return Session(
        name=name,
        printed=printed,
        discarded=any(event.kind is EventKind.DISCARDED for event in events),
        graded=_graded(events),
        disputed=frozenset(ItemId(row) for event in events if event.kind is EventKind.DISPUTED for row in event.rows),
    )


def _graded(events: Sequence[Event]) -> Mapping[ItemId, Graded]:
    """Return the results that count: amendments over grades, later over earlier; dated when first graded."""
    found: dict[ItemId, Graded] = {}
    for kind in (EventKind.GRADED, EventKind.AMENDED):
        for event in events:
            for result in event.results if event.kind is kind else ():
                known = found.get(result.item)
                first = known.at if known and known.result.score is not None else event.at
                found[result.item] = Graded(result=result, at=first)
    return found
