"""How long it takes to read study.log and to replay it: a life of sessions, and 100,000 small events.

    python benchmarks/study_log.py [--items 20] [--events 7300]

Sessions are made, half of the events printed ones (each with a record of 8 kB), half grades of all their items. Prints
megabytes and seconds: the log read, sessions put together, what to ask next, FSRS replayed, and taken from the cache.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from generator.model.sessions import Asked, Event, EventKind, Result, asked_row, result_row
from generator.store.log import read_log
from generator.store.log_lines import encode
from generator.transforms.history import history
from generator.transforms.memory import Memory, diary
from generator.transforms.schedule import past

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def write(path: Path, events: int, items: int) -> None:
    """Write a log of 1,000 entries asked over and over, twice a day."""
    chance = random.Random(1)
    entries = [f"entry{n:07}" for n in range(1000)]
    at = datetime(2000, 1, 1, tzinfo=UTC)
    record = b'{"paper":"' + b"a" * 8000 + b'"}'
    with path.open("wb") as file:
        for number in range(1, events // 2 + 1):
            at += timedelta(hours=12)
            chosen = chance.sample(entries, items)
            asked = tuple(asked_row(Asked(item=f"{e}i", entry=e, type="cloze", topic="nlp")) for e in chosen)
            results = tuple(
                result_row(Result(item=f"{e}i", entry=e, type="cloze", score=chance.choice((0, 1, 2, 2)), most=2))
                for e in chosen
            )
            name = f"p{number:09}"
            printed = Event(kind=EventKind.PRINTED, id=name, at=at, of=name, session=number, rows=asked, record=record)
            graded = Event(kind=EventKind.GRADED, id=f"g{number:09}", at=at + timedelta(hours=1), of=name, rows=results)
            file.write(encode(printed) + encode(graded))


def timed(what: str, work: Callable[[], T]) -> T:
    """Do something and say how long it took."""
    start = time.perf_counter()
    result = work()
    print(f"{what:12} {time.perf_counter() - start:6.2f} s")
    return result


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=7300, help="ten years of a session a day")
    parser.add_argument("--items", type=int, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "study.log"
        write(path, options.events, options.items)
        print(f"{options.events} events, {path.stat().st_size / 1e6:.0f} MB")
        log = timed("read", lambda: read_log(path))
    found = timed("sessions", lambda: history(log.events))
    timed("next", lambda: past(found.counting))
    days = diary(found.sessions)
    memory = timed("replay", lambda: Memory(days))
    timed("from cache", lambda: Memory(days, memory.kept))


if __name__ == "__main__":
    main()
