"""study.log: nothing acknowledged is lost, whatever is torn, damaged, merged or written at the same time."""

import errno
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.diagnostics import StudypressError
from generator.model.sessions import Asked, Event, EventKind, Result, asked_row, result_row
from generator.store.log import append, new_id, read_log
from generator.store.log_lines import LaterVersionError, decode, encode
from generator.transforms.history import history

ROOT = Path(__file__).parent.parent
START = datetime(2026, 3, 1, 8, tzinfo=UTC)


def printed(number=1, at=START, name="", items=("i1", "i2"), **more):
    name = name or f"p{number}"
    rows = tuple(asked_row(Asked(item=i, entry=f"e{i}", type="cloze", topic="机器 学习")) for i in items)
    return Event(
        kind=EventKind.PRINTED, id=name, of=name, at=at, session=number, paper=f"PAPER{number:05}", seed="S",
        version="A", rows=rows, **more,
    )  # fmt: skip


def graded(of, name, at=START + timedelta(hours=1), kind=EventKind.GRADED, **scores):
    rows = tuple(
        result_row(Result(item=item, entry=f"e{item}", type="cloze", score=score, most=2))
        for item, score in scores.items()
    )
    return Event(kind=kind, id=name, of=of, at=at, session=1, version="A", rows=rows)


def about(of, kind, name, at=START + timedelta(hours=2), rows=()):
    return Event(kind=kind, id=name, of=of, at=at, session=1, rows=rows)


def written(path, *events):
    path.write_bytes(b"".join(map(encode, events)))
    return path


def ids(log):
    return [event.id for event in log.events]


RECORD = '{"paper":{"title":"第 1 次 \\n"},"relaxed":[]}'.encode()

words = st.text(st.characters(codec="utf-8", exclude_characters=" \n\r", exclude_categories=("Z", "C")), min_size=1)
results = st.builds(
    Result,
    item=words,
    entry=words,
    type=words,
    score=st.none() | st.integers(0, 9),
    most=st.integers(1, 9),
    options=st.integers(0, 8),
    guessed=st.booleans(),
    disputed=st.booleans(),
    quick=st.booleans(),
    given=st.text("ABCD", max_size=4),
)
asked = st.builds(Asked, item=words, entry=words, type=words, topic=st.just("") | words)
times = st.integers(0, 10**15).map(lambda n: START + timedelta(microseconds=n))


@given(st.lists(results), times)
def test_results_come_back(found, at):
    event = Event(kind=EventKind.GRADED, id="g", of="p", at=at, rows=tuple(map(result_row, found)))
    again = decode(encode(event))
    assert again == event
    assert again.results == tuple(found)


@given(st.lists(asked), times, words, st.sampled_from([b"", RECORD]))
def test_prints_come_back(found, at, seed, record):
    event = Event(
        kind=EventKind.PRINTED, id="p", of="p", at=at, session=3, paper="P", seed=seed, version="A,B",
        rows=tuple(map(asked_row, found)), record=record,
    )  # fmt: skip
    line = encode(event)
    assert line.count(b"\n") == 1
    assert decode(line) == decode(line, whole=True) == event
    assert decode(line).asked == tuple(found)


def test_the_record_may_stand_anywhere_and_be_spaced():
    line = encode(printed(record=RECORD)).replace(b',"record":', b', "record": ')
    assert decode(line).record == RECORD
    moved = b'{"record": ' + RECORD + b", " + encode(printed())[1:]
    assert b"paper" in decode(moved).record


def test_a_log_that_is_not_there_is_empty(tmp_path):
    assert read_log(tmp_path / "study.log").events == ()


def test_a_log_that_is_a_folder_is_said(tmp_path):
    with pytest.raises(StudypressError, match="cannot read"):
        read_log(tmp_path)


def test_a_crash_at_any_byte_of_the_last_line_loses_only_that_line(tmp_path):
    first, last = printed(), printed(2, record=RECORD, at=START + timedelta(days=1))
    head, tail = encode(first), encode(last)
    path = tmp_path / "study.log"
    for cut in range(len(tail) + 1):
        path.write_bytes(head + tail[:cut])
        log = read_log(path)
        whole = cut >= len(tail) - 1
        assert ids(log) == (["p1", "p2"] if whole else ["p1"])
        torn = 0 < cut < len(tail) - 1
        assert [one.code.value for one in log.found] == (["bad-log"] if torn else [])
        assert log.torn == (cut if torn else 0)
        if torn:
            assert str(log.found[0]).startswith("study.log:2: warning[bad-log]: the last line is torn")
        if cut % 13 == 0 or whole:
            append(path, [graded("p1", "g", at=START + timedelta(days=2), i1=2)], tmp_path / "guard")
            again = read_log(path)
            assert ids(again) == [*ids(log), "g"]
            assert not again.found


def test_a_tail_of_zeros_after_a_power_cut_is_torn(tmp_path):
    path = written(tmp_path / "study.log", printed())
    path.write_bytes(path.read_bytes() + bytes(4096))
    assert read_log(path).torn == 4096
    append(path, [printed(2, at=START + timedelta(days=1))], tmp_path / "guard")
    assert ids(read_log(path)) == ["p1", "p2"]
    assert b"\0" not in path.read_bytes()


def test_lines_of_a_later_studypress_are_left_alone(tmp_path):
    path = written(tmp_path / "study.log", printed())
    later = b'{"v":2,"event":"printed"}\n{"v":1,"event":"oral","id":"x"}\n{"v":9}'
    path.write_bytes(path.read_bytes() + later)
    log = read_log(path)
    assert ids(log) == ["p1"]
    assert [one.span.line for one in log.found] == [2, 3, 4]
    append(path, [printed(2)], tmp_path / "guard")
    assert later + b"\n" in path.read_bytes()
    assert ids(read_log(path)) == ["p1", "p2"]
    with pytest.raises(LaterVersionError):
        decode(later.splitlines()[0])


BAD = {
    "no json": b"oh",
    "no object": b"[1]",
    "no id": b'{"v":1,"event":"discarded","at":"2026-01-01T00:00:00Z","of":"p"}',
    "no zone": b'{"v":1,"event":"discarded","id":"x","at":"2026-01-01T00:00:00","of":"p"}',
    "no time": b'{"v":1,"event":"discarded","id":"x","at":"yesterday","of":"p"}',
    "no session": b'{"v":1,"event":"printed","id":"x","at":"2026-01-01T00:00:00Z","asked":[]}',
    "wrong session": b'{"v":1,"event":"printed","session":"7","id":"x","at":"2026-01-01T00:00:00Z","asked":[]}',
    "no rows": b'{"v":1,"event":"graded","id":"x","of":"p","at":"2026-01-01T00:00:00Z"}',
    "wrong rows": b'{"v":1,"event":"graded","id":"x","of":"p","at":"2026-01-01T00:00:00Z","results":["a b c 1 2 3"]}',
    "no text": b"\xff\xfe\xfd",
}


@pytest.mark.parametrize("line", BAD.values(), ids=BAD)
def test_a_damaged_line_is_said_and_the_others_count(tmp_path, line):
    path = tmp_path / "study.log"
    path.write_bytes(encode(printed()) + line + b"\n" + encode(printed(2)))
    log = read_log(path)
    assert ids(log) == ["p1", "p2"]
    assert [(one.span.line, one.code.value) for one in log.found] == [(2, "bad-log")]
    assert "damaged" in log.found[0].message


def test_mark_of_order_carriage_returns_and_empty_lines_do_no_harm(tmp_path):
    path = tmp_path / "study.log"
    path.write_bytes(b"\xef\xbb\xbf" + encode(printed()).replace(b"\n", b"\r\n") + b"\n" + encode(printed(2)) + b"\r\n")
    log = read_log(path)
    assert ids(log) == ["p1", "p2"]
    assert not log.found


def test_both_sides_of_a_conflict_count(tmp_path):
    path = tmp_path / "study.log"
    ours, theirs = encode(printed(2)), encode(printed(3))
    path.write_bytes(
        encode(printed()) + b"<<<<<<< HEAD\n" + ours + b"||||||| base\n=======\n" + theirs + b">>>>>>> other\n"
    )
    log = read_log(path)
    assert ids(log) == ["p1", "p2", "p3"]
    assert [one.span.line for one in log.found] == [2]
    assert "merge=union" in log.found[0].hint


def test_an_id_that_stands_twice_counts_once(tmp_path):
    same = read_log(written(tmp_path / "a", printed(), printed()))
    assert ids(same) == ["p1"]
    assert not same.found
    one = read_log(written(tmp_path / "b", printed(1, name="x"), printed(2, name="x")))
    other = read_log(written(tmp_path / "c", printed(2, name="x"), printed(1, name="x")))
    assert [e.session for e in one.events] == [e.session for e in other.events] == [1]
    assert "another text" in one.found[0].message


def test_what_is_appended_is_dated_after_what_is_there(tmp_path):
    path = tmp_path / "study.log"
    guard = tmp_path / "guard"
    append(path, [printed(1, at=START), printed(2, at=START - timedelta(hours=1))], guard)
    append(path, [printed(3, at=START - timedelta(days=3))], guard)
    times = [event.at for event in read_log(path).events]
    assert times == sorted(times)
    assert times[-1] - START < timedelta(seconds=1)


def test_a_clock_that_was_far_ahead_is_not_followed(tmp_path):
    future = datetime.now(UTC) + timedelta(days=400)
    path = written(tmp_path / "study.log", printed(1, at=future))
    append(path, [printed(2, at=START)], tmp_path / "guard")
    assert read_log(path).events[1].at == START


@pytest.mark.parametrize("torn", [b"", b'{"v":1,"ev'])
def test_what_could_not_be_written_leaves_nothing(tmp_path, monkeypatch, torn):
    path = written(tmp_path / "study.log", printed())
    whole = path.read_bytes()
    path.write_bytes(whole + torn)

    def full(_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StudypressError, match="No space left"):
        append(path, [printed(2)], tmp_path / "guard")
    assert path.read_bytes() == whole


def test_it_is_synced_before_anything_is_promised(tmp_path, monkeypatch):
    synced = []
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(os.fstat(handle).st_size))
    path = tmp_path / "new" / "study.log"
    (one,) = append(path, [printed()], tmp_path / "guard")
    assert synced[0] == path.stat().st_size == len(encode(one))
    assert len(synced) == (1 if os.name == "nt" else 2)


WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from generator.model.sessions import Event, EventKind
from generator.store.log import append, new_id
for _ in range(25):
    name = new_id()
    event = Event(kind=EventKind.DISCARDED, id=name, at=datetime.now(UTC), of="p" * 3000)
    append(Path(sys.argv[1]), [event], Path(sys.argv[2]))
    print(name, flush=True)
"""


def test_two_processes_at_once_lose_nothing(tmp_path):
    path, guard = tmp_path / "study.log", tmp_path / "guard"
    command = [sys.executable, "-c", WRITER, str(path), str(guard)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env) for _ in range(2)]
    names = [line for one in both for line in one.communicate(timeout=120)[0].split()]
    log = read_log(path)
    assert sorted(ids(log)) == sorted(names)
    assert len(names) == 50
    assert not log.found
    times = [event.at for event in log.events]
    assert times == sorted(times)


def test_new_ids_differ():
    assert len({new_id() for _ in range(100)}) == 100


# What events add up to


def test_amendments_win_whenever_they_were_made():
    events = [
        printed(),
        graded("p1", "a", i1=0, i2=2),
        graded("p1", "b", kind=EventKind.AMENDED, at=START + timedelta(minutes=30), i1=2),
        graded("p1", "c", at=START + timedelta(hours=3), i1=1),
    ]
    (session,) = history(events).sessions
    assert {item: one.result.score for item, one in session.graded.items()} == {"i1": 2, "i2": 2}
    assert session.graded["i1"].at == START + timedelta(hours=1)


def test_what_was_not_reached_is_dated_when_it_is_graded():
    events = [printed(), graded("p1", "a", i1=None), graded("p1", "b", at=START + timedelta(days=2), i1=2)]
    (session,) = history(events).sessions
    assert session.graded["i1"].at == START + timedelta(days=2)


def test_a_discarded_session_does_not_count_unless_it_was_graded():
    discarded = about("p1", EventKind.DISCARDED, "d")
    found = history([printed(), discarded, printed(2, at=START + timedelta(days=1))])
    assert [one.name for one in found.counting] == ["2"]
    assert found.next_number == 3
    merged = history([printed(), discarded, graded("p1", "g", i1=2)])
    assert [one.name for one in merged.counting] == ["1"]


def test_disputes_are_remembered():
    (session,) = history([printed(), about("p1", EventKind.DISPUTED, "d", rows=("i2",))]).sessions
    assert session.disputed == {"i2"}


def test_numbers_used_twice_get_names_of_their_own():
    events = [printed(7, name="b"), printed(7, name="a", at=START + timedelta(hours=1)), printed(8, name="c")]
    found = history(events)
    assert [(one.name, one.printed.id) for one in found.sessions] == [("7", "b"), ("8", "c"), ("7~2", "a")]
    assert found.clashes == (("7", "7~2"),)
    assert found.find("7").printed.id == found.find("7~1").printed.id == "b"
    assert found.find("7~2").printed.id == "a"
    assert found.find("paper00008").name == "8"
    assert found.find("9") is None
    assert history([]).next_number == 1


@st.composite
def logs(draw):
    """A few events, and two machines' logs that share some of them."""
    events = []
    for number in range(draw(st.integers(1, 4))):
        name = f"p{number}"
        at = START + timedelta(hours=draw(st.integers(0, 5)))
        events.append(printed(draw(st.integers(1, 2)), at=at, name=name))
        for turn in range(draw(st.integers(0, 3))):
            kind = draw(st.sampled_from([EventKind.GRADED, EventKind.AMENDED]))
            later = at + timedelta(hours=draw(st.integers(0, 3)))
            score = draw(st.none() | st.integers(0, 2))
            events.append(graded(name, f"g{number}{turn}", kind=kind, at=later, i1=score, i2=draw(st.integers(0, 2))))
        if draw(st.booleans()):
            events.append(about(name, EventKind.DISCARDED, f"d{number}"))
    sides = [draw(st.sampled_from("lrb")) for _ in events]
    left = [event for event, side in zip(events, sides, strict=True) if side in "lb"]
    right = [event for event, side in zip(events, sides, strict=True) if side in "rb"]
    return draw(st.permutations(left)), draw(st.permutations(right))


@given(logs())
@settings(max_examples=60)
def test_merges_commute(tmp_path_factory, both):
    left, right = both
    folder = tmp_path_factory.mktemp("merge")
    one = read_log(written(folder / "one", *left, *right))
    other = read_log(written(folder / "other", *right, *left))
    again = read_log(written(folder / "again", *left, *right, *left))
    assert set(ids(one)) == {event.id for event in (*left, *right)}

    def bare(log):
        found = history(log.events)
        return [(s.name, s.printed.id, s.discarded, dict(s.graded), s.disputed) for s in found.sessions]

    assert bare(one) == bare(other) == bare(again)
