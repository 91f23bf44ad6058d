"""Memory: the rating of every kind of answer, FSRS's own figures, and a replay that depends on nothing else."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.sessions import Event, EventKind, Graded, Result, Session
from generator.transforms.memory import AGAIN, EASY, GOOD, HARD, Day, Memory, diary, missed, rating
from generator.transforms.statistics import statistics

MONDAY = date(2026, 3, 2)


def result(share=1.0, kind="short-answer", entry="e", points=5, **more):
    score = None if share is None else round(2 * points * share)
    return Result(item=f"{entry}-i", entry=entry, type=kind, score=score, most=2 * points, **more)


def days(*rows):
    """Return a diary of one entry from (day, result…) rows."""
    return {"e": tuple(Day(date=MONDAY + timedelta(days=n), results=tuple(found)) for n, *found in rows)}


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (result(1.0), GOOD),
        (result(0.9), GOOD),
        (result(0.8), HARD),
        (result(0.6), HARD),
        (result(0.5), AGAIN),
        (result(0.0), AGAIN),
        (result(None), None),
        (result(1.0, quick=True), EASY),
        (result(1.0, guessed=True), HARD),
        (result(0.0, guessed=True), AGAIN),
        (result(0.0, disputed=True), None),
        (result(0.0, "cloze"), AGAIN),
        (result(0.0, "choice", options=4), AGAIN),
        (result(0.5, "multi-select", options=4), AGAIN),
        (result(0.0, "true-false"), AGAIN),
        (result(1.0, "choice", options=4, guessed=True), None),
    ],
)
def test_rating(found, expected):
    assert rating(found, 0.95) == expected


@pytest.mark.parametrize(
    ("kind", "options", "before", "expected"),
    [
        ("choice", 4, 0.0, None),
        ("choice", 4, 0.49, None),
        ("choice", 4, 0.51, HARD),
        ("choice", 2, 0.65, None),
        ("choice", 2, 0.67, HARD),
        ("true-false", 0, 0.65, None),
        ("true-false", 0, 0.67, HARD),
        ("multi-select", 4, 0.19, None),
        ("multi-select", 4, 0.21, HARD),
    ],
)
def test_a_right_choice_counts_only_when_it_was_likely_known(kind, options, before, expected):
    assert rating(result(1.0, kind, options=options), before) == expected


def test_missed_is_what_is_rated_again():
    found = [result(share, kind, disputed=d) for share in (None, 0, 0.5, 0.6, 1) for kind in ("cloze", "choice")
             for d in (False, True)]  # fmt: skip
    assert [missed(one) for one in found] == [rating(one, 0.9) == AGAIN for one in found]


@pytest.mark.parametrize(
    ("first", "stability"),
    [
        (result(0.0), 0.212),
        (result(0.7), 1.2931),
        (result(1.0), 2.3065),
        (result(1.0, quick=True), 8.2956),
    ],
)
def test_first_answers_have_the_stability_of_fsrs_6(first, stability):
    assert Memory(days((0, first))).recall("e").stability == pytest.approx(stability)


@pytest.mark.parametrize(
    ("second", "stability", "lapses"),
    [
        (result(0.0), 0.72, 1),
        (result(0.7), 13.8, 0),
        (result(1.0), 21.4, 0),
        (result(1.0, quick=True), 38.1, 0),
    ],
)
def test_second_answers_after_a_week(second, stability, lapses):
    found = Memory(days((0, result(1.0)), (7, second))).recall("e")
    assert found.stability == pytest.approx(stability, rel=0.01)
    assert (found.reviews, found.lapses) == (2, lapses)
    assert found.last == MONDAY + timedelta(days=7)
    assert found.due == found.last + timedelta(days=max(1, round(found.stability)))


def test_recall_is_what_stability_means():
    memory = Memory(days((0, result(1.0, quick=True))))
    assert memory.retrievability("e", MONDAY) == 1
    assert memory.retrievability("e", MONDAY + timedelta(days=8)) == pytest.approx(0.9, abs=0.01)
    assert memory.retrievability("other", MONDAY) is None
    assert memory.recall("other") is None


def test_the_lowest_answer_of_a_day_counts():
    both = Memory(days((0, result(1.0), result(0.0))))
    assert both.recall("e") == Memory(days((0, result(0.0)))).recall("e")
    assert both.recall("e").reviews == 1


def test_a_day_that_says_nothing_changes_nothing():
    silent = result(1.0, "choice", options=4)
    assert Memory(days((0, silent))).entries == {}
    assert Memory(days((0, result(1.0)), (60, result(None)))).recall("e").last == MONDAY
    assert Memory(days((0, silent), (1, result(1.0)))).recall("e") == Memory(days((1, result(1.0)))).recall("e")


def test_nothing_to_remember_needs_no_scheduler():
    memory = Memory({})
    assert memory.entries == {}
    assert memory.retrievability("e", MONDAY) is None


def session(*graded, name="1", at=datetime(2026, 3, 1, tzinfo=UTC), **more):
    rows = tuple(
        f"{one.result.item} {one.result.entry} {one.result.type} {more.get('topic', '')}".rstrip() for one in graded
    )
    event = Event(kind=EventKind.PRINTED, id=f"p{name}", of=f"p{name}", at=at, session=1, rows=rows)
    return Session(name=name, printed=event, graded={one.result.item: one for one in graded})


def test_days_are_those_of_utc_and_in_order():
    late = datetime(2026, 3, 2, 23, 59, tzinfo=UTC)
    early = datetime(2026, 3, 2, 0, 1, tzinfo=UTC)
    found = diary([
        session(Graded(result=result(1.0), at=late + timedelta(minutes=2))),
        session(Graded(result=result(0.0), at=late)),
        session(Graded(result=replace(result(0.7), item="other"), at=early)),
        session(Graded(result=result(None), at=early)),
    ])  # fmt: skip
    assert [(day.date.day, [one.score for one in day.results]) for day in found["e"]] == [(2, [0, 7]), (3, [10])]


answers = st.lists(
    st.tuples(
        st.sampled_from(["e", "f", "g"]),
        st.integers(0, 60),
        st.sampled_from([None, 0.0, 0.5, 0.7, 1.0]),
        st.sampled_from(["cloze", "choice"]),
    ),
    max_size=25,
)


def sessions_of(rows):
    start = datetime(2026, 3, 1, 9, tzinfo=UTC)
    return [
        session(Graded(result=result(share, kind, entry, options=4), at=start + timedelta(days=day)), name=str(number))
        for number, (entry, day, share, kind) in enumerate(rows)
    ]


@given(answers, answers)
@settings(max_examples=40, deadline=None)
def test_a_replay_taken_up_is_the_whole_replay(before, after):
    kept = Memory(diary(sessions_of(before))).kept
    whole = Memory(diary(sessions_of(before + after)))
    assert Memory(diary(sessions_of(before + after)), kept).entries == whole.entries
    assert Memory(diary(sessions_of(before + after)), whole.kept).entries == whole.entries


def test_a_kept_replay_that_does_not_fit_is_not_taken():
    found = days((0, result(1.0)))
    good = Memory(found)
    (row,) = good.kept.values()
    assert Memory(found, {"e": ["0" * 24, *row[1:]]}).entries == good.entries
    assert Memory(found, {"e": row[:3]}).entries == good.entries
    assert Memory(found, {"e": [row[0], 99.0, *row[2:]]}).recall("e").stability == 99


def test_the_order_of_sessions_and_chance_do_not_matter():
    rows = [("e", day, share, "cloze") for day, share in ((0, 1.0), (3, 0.0), (4, 0.7), (30, 1.0))]
    expected = Memory(diary(sessions_of(rows))).entries
    for seed in range(3):
        random.seed(seed)
        assert Memory(diary(sessions_of(random.sample(rows, len(rows))))).entries == expected


def test_times_elsewhere_are_taken_as_utc():
    shanghai = datetime(2026, 3, 3, 7, tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)
    found = diary([session(Graded(result=result(1.0), at=shanghai))])
    assert found["e"][0].date == date(2026, 3, 2)


def test_statistics():
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    good, bad = result(1.0, entry="e"), result(0.0, entry="f")
    sessions = [
        session(Graded(result=good, at=at), Graded(result=bad, at=at), name="1", topic="nlp"),
        session(Graded(result=result(0.5, entry="g", disputed=True), at=at), name="2"),
        session(Graded(result=result(None, entry="h"), at=at), name="3", topic="cv"),
        replace(session(name="4"), discarded=True),
        session(Graded(result=result(1.0, entry="i"), at=at), name="5", topic="cv"),
    ]
    found = statistics(sessions, Memory(diary(sessions)), MONDAY)
    rows = [(row.name, row.graded, row.points, row.most, row.missed, row.discarded) for row in found.sessions]
    assert rows == [
        ("1", 2, 5, 10, 1, False),
        ("2", 1, 0, 0, 0, False),
        ("3", 0, 0, 0, 0, False),
        ("4", 0, 0, 0, 0, True),
        ("5", 1, 5, 5, 0, False),
    ]
    assert [(row.topic, row.answers, row.missed, row.recall) for row in found.topics] == [
        ("nlp", 2, 1, 1.0),
        ("cv", 1, 0, 1.0),
    ]
    assert found.forecast.known == 3
    assert found.forecast.due[:4] == (0, 1, 2, 0)
    later = statistics(sessions, Memory(diary(sessions)), MONDAY + timedelta(days=90))
    assert later.forecast.due[0] == 3
    assert 0 < later.forecast.recall < 0.7


def test_a_choice_that_tells_nothing_is_no_memory():
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    sessions = [session(Graded(result=result(1.0, "choice", options=4), at=at), topic="t")]
    found = statistics(sessions, Memory(diary(sessions)), MONDAY)
    assert found.topics[0].recall is None
    assert found.forecast.known == 0
