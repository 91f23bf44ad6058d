"""Sessions: what the next one asks, when it is recorded, and that it can be printed again for ever."""

import json
import math
import os
import random
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from generator.cli import main
from generator.diagnostics import Code, Span, StudypressError
from generator.model.bank import Entry, EntryId, Kind, Markdown, Marker
from generator.model.exam import Blueprint
from generator.model.items import Item, ItemId, ItemType
from generator.model.sessions import Asked, Event, EventKind, Graded, Result, Session, asked_row
from generator.model.statistics import Forecast, SessionRow, Statistics, TopicRow
from generator.pipeline import sessions
from generator.pipeline.outputs import write
from generator.pipeline.session_log import load_history
from generator.pipeline.session_record import record_of
from generator.project import find_project
from generator.store.log import read_log
from generator.transforms.assemble import assemble
from generator.transforms.memory import Memory, diary, missed
from generator.transforms.schedule import NEW_SHARE, REST, draw, past
from generator.writers.statistics import statistics_context

ROOT = Path(__file__).parent.parent
START = datetime(2026, 3, 1, 8, tzinfo=UTC)


# Which entries are drawn


def small_bank(count, per_entry=2, topics=5, marked=()):
    """Return entries and items; every third entry has one item only."""
    entries, items = {}, []
    for n in range(count):
        name = EntryId(f"e{n:04}")
        entries[name] = Entry(
            id=name,
            prompt=f"第{n}问",
            prompt_markdown=Markdown(f"第{n}问"),
            kind=Kind.QUESTION,
            span=Span(path="a.md", line=n + 1, end_line=n + 1),
            topic=f"t{n % topics}",
            markers=frozenset({Marker.FREQUENT}) if n in marked else frozenset(),
        )
        items += [
            Item(
                id=ItemId(f"i{n:04}-{k}"),
                type=(ItemType.SHORT_ANSWER, ItemType.CLOZE)[k % 2],
                entry=name,
                stem=Markdown(f"第 {n} 号问题的第 {k} 个问法"),
                key=(
                    Markdown(f"独有的回答编号{n}之{k}的很长很长的一段话，不会印在别的题目里，也不会泄露任何别的答案"),
                ),
                span=entries[name].span,
                topic=f"t{n % topics}",
            )
            for k in range(1 if n % 3 == 0 else per_entry)
        ]
    return entries, items


class Student:
    """Prints and grades sessions in memory, one a day."""

    def __init__(self, entries, items, count, seed=0, lapse=0.3, skips=0.0):
        self.entries, self.items, self.count = entries, items, count
        self.sessions = []
        self.chance = random.Random(seed)
        self.lapse, self.skips = lapse, skips

    def next(self):
        number = len(self.sessions)
        seed = f"S{number}"
        memory = Memory(diary(self.sessions))
        today = (START + timedelta(days=number)).date()
        recall = {entry: memory.retrievability(entry, today) for entry in memory.entries}
        blueprint = Blueprint(title="t", count=self.count, seed=seed)

        def make(plan):
            return assemble(plan.items, blueprint, tickets=plan.tickets, first=plan.first)

        return draw(self.items, self.entries, past(self.sessions), recall, self.count, make, seed)

    def sit(self, drawn):
        number = len(self.sessions)
        at = START + timedelta(days=number)
        items = [placement.item for placement in drawn.paper.forms[0].placements]
        rows = tuple(asked_row(Asked(item=i.id, entry=i.entry, type=i.type, topic=i.topic)) for i in items)
        event = Event(kind=EventKind.PRINTED, id=f"p{number}", of=f"p{number}", at=at, session=number + 1, rows=rows)
        graded = {}
        for one in items if self.chance.random() >= self.skips else ():
            score = 0 if self.chance.random() < self.lapse else 2
            result = Result(item=one.id, entry=one.entry, type=one.type.value, score=score, most=2)
            graded[one.id] = Graded(result=result, at=at + timedelta(hours=1))
        self.sessions.append(Session(name=str(number + 1), printed=event, graded=graded))
        return items


def entries_of(session):
    return {asked.entry for asked in session.printed.asked}


@pytest.mark.parametrize(
    ("size", "count", "lapse", "skips"), [(300, 20, 0.3, 0.0), (150, 12, 0.1, 0.3), (90, 20, 0.35, 0.0)]
)
def test_sixty_sessions_keep_the_rules(size, count, lapse, skips):
    student = Student(*small_bank(size), count, lapse=lapse, skips=skips)
    own = Counter(item.entry for item in student.items)
    for _ in range(60):
        asked_before = set().union(*map(entries_of, student.sessions))
        drawn = student.next()
        items = student.sit(drawn)
        entries = [item.entry for item in items]
        assert len(entries) == len(set(entries)) == count
        assert set(entries) <= drawn.reasons.keys()

        new = size - len(asked_before)
        assert sum(entry not in asked_before for entry in entries) >= min(math.ceil(NEW_SHARE * count), new)

        recent = set().union(*map(entries_of, student.sessions[-1 - REST : -1]))
        misses = {
            graded.result.entry: graded.result.item
            for session in student.sessions[-1 - REST : -1]
            for graded in session.graded.values()
            if missed(graded.result)
        }
        again = [entry for entry in entries if entry in recent and entry not in misses]
        if not any("come again" in text for text in drawn.relaxed):
            assert not again
        for item in items:
            if item.entry in misses and own[item.entry] > 1:
                assert item.id != misses[item.entry]
    if size == 300:
        assert not late(student)
        assert len(set().union(*map(entries_of, student.sessions))) == size


def late(student):
    """Return the misses that did not come back within three sessions."""
    found = []
    for number, session in enumerate(student.sessions[: -REST or None]):
        for graded in session.graded.values():
            after = set().union(*map(entries_of, student.sessions[number + 1 : number + 1 + REST]))
            if missed(graded.result) and graded.result.entry not in after:
                found.append((session.name, graded.result.entry))
    return found


def test_what_cannot_come_back_in_time_is_said():
    student = Student(*small_bank(300), 10, lapse=1.0)
    said = []
    for _ in range(10):
        drawn = student.next()
        student.sit(drawn)
        said += drawn.relaxed
    assert any("missed questions have to wait" in text for text in said)
    assert bool(late(student))


def test_a_small_bank_is_asked_again_and_it_is_said():
    student = Student(*small_bank(8), 6, lapse=0)
    assert student.next().relaxed == ()
    student.sit(student.next())
    drawn = student.next()
    items = student.sit(drawn)
    assert len(items) == 6
    assert drawn.relaxed == ("4 of the last 3 sessions' questions come again: there are too few others",)
    tiny = Student(*small_bank(3), 6).next()
    assert tiny.relaxed == ("3 questions instead of 6: the bank has no more that go together",)


def test_clashing_new_entries_are_made_up_for():
    entries, items = small_bank(40, per_entry=1)
    same = [item if n < 20 else Item(**fields(item, stem=Markdown("同一个题干"))) for n, item in enumerate(items)]
    student = Student(entries, same, 10, lapse=0)
    student.sessions = [fake_session(1, same[:20])]
    drawn = student.next()
    fresh = [entry for entry, why in chosen(drawn).items() if why.kind == "new"]
    assert len(fresh) == 1
    assert "1 questions were never asked, not 3" in drawn.relaxed[-1]


def fields(item, **changes):
    return {name: getattr(item, name) for name in item.__dataclass_fields__} | changes


def fake_session(number, items, scores=None, at=None):
    at = at or START + timedelta(days=number)
    rows = tuple(asked_row(Asked(item=i.id, entry=i.entry, type=i.type, topic=i.topic)) for i in items)
    event = Event(kind=EventKind.PRINTED, id=f"p{number}", of=f"p{number}", at=at, session=number, rows=rows)
    graded = {
        item.id: Graded(
            result=Result(item=item.id, entry=item.entry, type=item.type.value, score=score, most=2),
            at=at + timedelta(hours=1),
        )
        for item, score in zip(items, scores or (), strict=False)
    }
    return Session(name=str(number), printed=event, graded=graded)


def chosen(drawn):
    return {p.item.entry: drawn.reasons[p.item.entry] for p in drawn.paper.forms[0].placements}


def test_reasons_say_why():
    entries, items = small_bank(12, per_entry=1, topics=1, marked=(7,))
    student = Student(entries, items, 12)
    student.sessions = [fake_session(1, items[:4], scores=(0, 2)), *(fake_session(n, []) for n in (2, 3, 4))]
    texts = {entry: why.text for entry, why in chosen(student.next()).items()}
    assert texts["e0000"] == "missed in session 1"
    assert texts["e0001"].startswith("last asked 4 sessions ago, recall now ")
    assert texts["e0002"] == "last asked 4 sessions ago, never graded"
    assert texts["e0005"] == "never asked"
    assert texts["e0007"] == "never asked, frequent"


def test_weights_follow_marks_topics_age_and_recall():
    entries, items = small_bank(40, per_entry=1, topics=2, marked=(7,))
    even = [item for n, item in enumerate(items[:20]) if n % 2 == 0]
    student = Student(entries, items, 4)
    weak = fake_session(1, even, scores=[0] * 10)
    student.sessions = [weak, fake_session(2, even, scores=[2] * 10), *(fake_session(n, []) for n in (3, 4, 5, 6))]
    reasons = student.next().reasons
    assert reasons["e0007"].tickets > reasons["e0005"].tickets
    assert reasons["e0024"].tickets > reasons["e0025"].tickets, "its topic is weak"
    assert "weak topic" in reasons["e0024"].text
    assert reasons["e0005"].tickets > reasons["e0004"].tickets, "it was never asked"
    older = [*student.sessions, *(fake_session(n, []) for n in range(7, 12))]
    student.sessions = older
    assert student.next().reasons["e0004"].tickets > reasons["e0004"].tickets


def test_misses_have_three_sessions_from_when_they_are_graded():
    _, items = small_bank(4, per_entry=1)
    first = fake_session(1, items[:1], scores=(0,))
    others = [fake_session(n, []) for n in (2, 3, 4, 5)]
    assert [past([first, *others[:n]]).misses["e0000"].left for n in range(5)] == [3, 2, 1, 0, -1]
    late_grade = fake_session(1, items[:1], scores=(0,))
    graded = {
        i: Graded(result=g.result, at=others[2].printed.at + timedelta(hours=1)) for i, g in late_grade.graded.items()
    }
    late_grade = Session(name="1", printed=late_grade.printed, graded=graded)
    assert past([late_grade, *others]).misses["e0000"].left == 2
    back = past([first, others[0], fake_session(3, items[:1])])
    assert back.misses == {}


# The commands


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A project of twelve questions, with a picture and a formula."""
    root = tmp_path / "我的 project"
    (root / "content" / "img").mkdir(parents=True)
    (root / "study.toml").write_text('title = "网络"\nlexicon = []\n[quiz]\ncount = 4\n', encoding="utf-8")
    facts = ["星型", "环型", "总线", "树型", "网状", "混合", "蜂窝", "对等", "分层", "胖树", "超立方", "蝶形"]
    notes = [
        f"{n}. 什么是{name}拓扑？\n\n"
        f"A. {name}第{n}号结构 ![图](img/a.png)\nB. 没有第{n}号 ![远](https://example.org/x.png)\n"
        f"C. 只有{name}的一半，$x_{{{n}}}={n}$\n答案：A\n"
        for n, name in enumerate(facts, 1)
    ]
    (root / "content" / "a.md").write_text("\n".join(notes), encoding="utf-8")
    picture(root / "content" / "img" / "a.png", "red")
    monkeypatch.chdir(root)
    seeds = (f"SEED{n:04}" for n in range(100))
    monkeypatch.setattr(sessions, "fresh_seed", lambda: next(seeds))
    return root


def picture(path, colour):
    from PIL import Image

    Image.new("RGB", (40, 20), colour).save(path)


def run(*arguments, capsys, status=0):
    found = main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    assert found == status, err
    return out, err


def quiz(capsys, *arguments, status=0):
    """Print a session, and return what --json says."""
    return json.loads(run("quiz", "--json", *arguments, capsys=capsys, status=status)[0])


def events(root):
    return read_log(root / "study.log").events


def log_history(root):
    return load_history(find_project(None, root, None, root))[0]


def test_a_session_is_recorded_once_it_is_written(root, capsys, monkeypatch):
    found = quiz(capsys)
    (event,) = events(root)
    assert (event.session, event.kind, len(event.rows)) == (1, EventKind.PRINTED, 4)
    assert found["session"] == "1"
    assert all(event.paper in name and Path(name).is_file() for name in found["files"])
    assert [why["kind"] for why in found["why"]] == ["new"] * 4

    def full(*_, **__):
        raise StudypressError("the disk is full")

    monkeypatch.setattr(sessions, "write", full)
    run("quiz", capsys=capsys, status=2)
    assert len(events(root)) == 1
    monkeypatch.setattr(sessions, "write", write)
    assert quiz(capsys)["session"] == "2"


def test_the_number_stands_on_paper_and_key(root, capsys):
    from pypdf import PdfReader

    quiz(capsys)
    for path in quiz(capsys)["files"]:
        assert "第 2 次" in PdfReader(path).pages[0].extract_text().replace("第2次", "第 2 次")


def test_a_seed_is_neither_looked_up_nor_recorded(root, capsys):
    run("quiz", "--seed", "ABC", capsys=capsys)
    assert not (root / "study.log").exists()
    one = sorted((root / "build").iterdir())
    quiz(capsys)
    before = (root / "study.log").read_bytes()
    run("quiz", "--seed", "ABC", capsys=capsys)
    assert (root / "study.log").read_bytes() == before
    assert set(one) <= set((root / "build").iterdir())
    _, err = run("quiz", "--seed", "ABC", "--explain", capsys=capsys, status=2)
    assert "--explain is about sessions" in err


def test_again_gives_the_same_bytes_after_everything_has_changed(root, capsys):
    first = quiz(capsys, "--versions", "A,B")
    bytes_then = {name: Path(name).read_bytes() for name in first["files"]}
    quiz(capsys)
    for name in first["files"]:
        Path(name).unlink()
    note = root / "content" / "a.md"
    note.write_text(note.read_text(encoding="utf-8").replace("拓扑", "结构")[40:], encoding="utf-8")
    (root / "content" / "0.md").write_text("1. 什么是新问题？\n一个新的回答。\n", encoding="utf-8")
    picture(root / "content" / "img" / "a.png", "blue")
    toml = (root / "study.toml").read_text(encoding="utf-8")
    (root / "study.toml").write_text(toml.replace("网络", "别的") + "[pictures]\n", encoding="utf-8")
    again = quiz(capsys, "--again", "1")
    assert again["files"] == first["files"]
    assert again["why"] == first["why"]
    assert {name: Path(name).read_bytes() for name in again["files"]} == bytes_then
    assert len(events(root)) == 2
    assert again["diagnostics"] == []


def test_again_says_when_it_cannot_be_the_same(root, capsys):
    first = quiz(capsys)
    name = first["files"][1]
    untouched = Path(name).read_bytes()
    for path in (root / "study.pictures").rglob("a.png"):
        path.unlink()
    out, err = run("quiz", "--again", "1", capsys=capsys)
    assert f"warning[{Code.CHANGED_PRINT}]: session 1 is printed again with the same text, but not byte for byte" in err
    assert "pictures are gone: img/a.png" in err
    assert name in out
    assert Path(name).read_bytes() == untouched, "a file that is as it was printed stays"


def test_again_names_another_version_or_templates(root, capsys, monkeypatch):
    quiz(capsys)
    monkeypatch.setattr(sessions, "_digests", lambda artifacts: {one.path: "other" for one in artifacts})
    assert "templates or fonts" in run("quiz", "--again", "1", capsys=capsys)[1]
    monkeypatch.setattr(sessions, "__version__", "99")
    assert "it was printed by Studypress" in run("quiz", "--again", "1", capsys=capsys)[1]


def test_again_takes_no_wishes(root, capsys):
    quiz(capsys)
    assert "prints a session as it was" in run("quiz", "--again", "1", "--count", "3", capsys=capsys, status=2)[1]
    _, err = run("quiz", "--again", "9", capsys=capsys, status=2)
    assert "there is no session 9\n  hint: the last ones are 1" in err


def test_a_damaged_record_is_said(root, capsys):
    quiz(capsys)
    log = root / "study.log"
    log.write_bytes(log.read_bytes().replace(b'"language":"zh"', b'"tongue":"zh"'))
    _, err = run("quiz", "--again", "1", capsys=capsys, status=2)
    assert "study.log:1: the record of session 1 is damaged" in err


def test_a_record_cannot_lead_out_of_its_folder(root, capsys):
    quiz(capsys)
    log = root / "study.log"
    log.write_bytes(log.read_bytes().replace(b'"a.png"', b'"../../../content/img/a.png"'))
    assert "not a kept picture" in run("quiz", "--again", "1", capsys=capsys, status=2)[1]


def test_discard(root, capsys):
    first = quiz(capsys)
    assert "is discarded" in run("quiz", "discard", "1", capsys=capsys)[0]
    assert json.loads(run("quiz", "discard", "1", "--json", capsys=capsys)[0]) == {"discarded": "1"}
    assert len(events(root)) == 2, "discarding twice is recorded once"
    assert quiz(capsys, "--count", "12")["session"] == "2"
    assert {why["kind"] for why in first["why"]} == {"new"}
    _, err = run("grade", "1", "1:o", capsys=capsys, status=2)
    assert "session 1 was discarded" in err
    run("grade", "2", "1:o", capsys=capsys)
    _, err = run("quiz", "discard", "2", capsys=capsys, status=2)
    assert "has been graded and cannot be discarded" in err
    assert "is not known" in run("quiz", "undo", "2", capsys=capsys, status=2)[1]


def test_explain_prints_why(root, capsys):
    out, err = run("quiz", "--explain", capsys=capsys)
    assert "   1  never asked  (a.md:" in out
    assert 'session 1: 4 never asked\n  when it is done: studypress grade 1 "1-4: …"' in err
    run("grade", "1", "xxxx", capsys=capsys)
    out, err = run("quiz", "--explain", "--count", "5", capsys=capsys)
    assert "missed in session 1" in out
    assert "never asked, 2 missed before" in err
    assert not run("quiz", "--quiet", capsys=capsys)[1]


def test_a_bank_asked_through_is_said(root, capsys):
    quiz(capsys, "--count", "12")
    found = quiz(capsys, "--count", "12")
    assert Code.RELAXED in {one["code"] for one in found["diagnostics"]}


def test_grade_then_stats(root, capsys):
    quiz(capsys)
    out, _ = run("grade", "o/x- 1?", capsys=capsys)
    lines = out.splitlines()
    assert lines[0].startswith("session 1A: ")
    assert [line for line in lines if line in practice_kinds()] == [
        "confidently wrong",
        "half",
        "guessed",
        "not reached",
    ]
    assert any(line.strip().startswith("a.md:") for line in lines)
    _, err = run("grade", "1", "1:x", capsys=capsys, status=2)
    assert "of session 1 these are graded already: 1\n  hint: with --amend" in err
    found = json.loads(run("grade", "1", "1:x", "4:o", "--amend", "--json", capsys=capsys)[0])
    assert [one["kind"] for one in found["feedback"]] == ["confidently wrong", "right"]
    assert [event.kind.value for event in events(root)] == ["printed", "graded", "amended"]
    stats = json.loads(run("stats", "--json", capsys=capsys)[0])
    assert stats["sessions"][0]["graded"] == 4
    assert stats["sessions"][0]["missed"] == 3
    assert stats["forecast"]["known"] == 3
    assert sum(stats["forecast"]["due"]) == 3
    text, _ = run("stats", capsys=capsys)
    assert "3 entries graded, recalled today with 100%" in text


def test_the_plot(root, capsys):
    from pypdf import PdfReader

    quiz(capsys)
    out, _ = run("stats", "--plot", capsys=capsys)
    assert out.splitlines()[-1] == str(root / "build" / "stats.pdf")
    assert PdfReader(root / "build" / "stats.pdf").pages[0].extract_text().count("还没有评分") == 3
    run("grade", "oxo/", capsys=capsys)
    found = json.loads(run("stats", "--plot", "--json", capsys=capsys)[0])
    assert found["files"] == [str(root / "build" / "stats.pdf")]
    text = PdfReader(root / "build" / "stats.pdf").pages[0].extract_text()
    assert "已出 1 次，已评 1 次" in text
    assert "还没有评分" not in text


def test_bars_are_parts_of_the_whole():
    rows = [
        SessionRow(name=str(n), at=START, items=4, graded=4, points=n % 5, most=4, missed=1, discarded=False)
        for n in range(50)
    ]
    unread = SessionRow(name="51", at=START, items=4, graded=0, points=0, most=0, missed=0, discarded=False)
    topics = (
        TopicRow(topic="t", answers=4, missed=3, recall=None),
        TopicRow(topic="", answers=2, missed=0, recall=1.0),
    )
    found = Statistics(sessions=(*rows, unread), topics=topics, forecast=Forecast(known=9, recall=0.5, due=(2, 4, 0)))
    context = statistics_context(found, {"t": "主题"}, SimpleNamespace(label=lambda key: key))
    assert [bar.name for bar in context["sessions"]] == [str(n) for n in range(10, 50)]
    assert (context["sessions"][3].part, context["sessions"][3].value) == (0.75, "75%")
    assert [(bar.name, bar.part, bar.value) for bar in context["topics"]] == [
        ("主题", 0.75, "3/4"),
        ("other", 0, "0/2"),
    ]
    assert [bar.part for bar in context["due"]] == [0.5, 1, 0]


def practice_kinds():
    return {"confidently wrong", "wrong", "half", "disputed", "guessed", "not reached"}


def test_a_disputed_key_is_recorded_once(root, capsys):
    quiz(capsys)
    run("grade", "1-4: ooxo 3!", capsys=capsys)
    run("grade", "3!", capsys=capsys)
    kinds = [event.kind.value for event in events(root)]
    assert kinds == ["printed", "graded", "disputed", "amended"]
    (session,) = log_history(root).sessions
    (disputed,) = session.disputed
    review = (root / "study.review.toml").read_text(encoding="utf-8")
    assert f"[items.{disputed}]" in review
    assert "disputed = true" in review
    for _ in range(2):
        quiz(capsys, "--count", "12")
    assert [disputed in str(event.rows) for event in events(root)].count(True) == 4, "it is asked no more"


def test_versions_have_to_be_named(root, capsys):
    found = quiz(capsys, "--versions", "A,B")
    _, err = run("grade", "oooo", capsys=capsys, status=2)
    assert "session 1 has several versions\n  hint: say which one you have: 1A, 1B" in err
    assert "no version C" in run("grade", "1C", "oooo", capsys=capsys, status=2)[1]
    run("grade", "1B", "1:x", "--quiet", capsys=capsys)
    run("grade", "1", "--version", "a", "4:o", capsys=capsys)
    paper = Path(found["files"][0]).stem.split("-")[-1]
    shown = json.loads(run("show", f"{paper}.1", "--version", "B", "--json", capsys=capsys)[0])
    assert (shown["version"], shown["number"], shown["score"]) == ("B", 1, 0)


def test_show(root, capsys):
    quiz(capsys)
    run("grade", "1", "2:o?", capsys=capsys)
    out, _ = run("show", "1.2", capsys=capsys)
    assert out.startswith("1A.2  ")
    assert "source  a.md:" in out
    assert "chosen  never asked" in out
    assert "guessed (" in out
    assert "graded" not in run("show", "1.1", capsys=capsys)[0]
    assert "is a whole session" in run("show", "1", capsys=capsys, status=2)[1]
    assert "session 1 has no item 9" in run("show", "1.9", capsys=capsys, status=2)[1]
    assert "names no session" in run("show", "first", capsys=capsys, status=2)[1]


def test_nothing_printed_yet(root, capsys):
    assert "no session has been printed yet" in run("grade", "oooo", capsys=capsys, status=2)[1]
    assert "there is no session 3\n  hint: print one" in run("show", "3.1", capsys=capsys, status=2)[1]
    assert "no session has been printed yet" in run("stats", capsys=capsys)[0]
    quiz(capsys)
    assert "nothing to forecast yet" in run("stats", capsys=capsys)[0]


def test_marks_are_asked_for_on_a_terminal(root, capsys, monkeypatch):
    quiz(capsys)
    assert "no marks are given" in run("grade", capsys=capsys, status=2)[1]
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    said = iter(["o", "Z", "x?", "", "q"])
    monkeypatch.setattr("builtins.input", lambda _: next(said))
    out, _ = run("grade", capsys=capsys)
    assert "has no letters" in out or "has the letters" in out or "true or false" in out
    assert "2 items recorded" in out
    said = iter(["q"])
    asked, err = run("grade", capsys=capsys)
    assert "nothing was recorded" in err
    assert "\n1. " not in asked, "what is graded is not asked again"

    def gone(_):
        raise EOFError

    monkeypatch.setattr("builtins.input", gone)
    assert "\n1. " in run("grade", "--amend", capsys=capsys)[0]
    assert len(events(root)) == 2


def test_logs_of_two_machines_merge_and_the_clash_is_said(root, capsys):
    quiz(capsys)
    log = root / "study.log"
    ours = log.read_bytes()
    log.unlink()
    quiz(capsys)
    log.write_bytes(log.read_bytes() + ours)
    out, err = run("stats", "--strict", capsys=capsys, status=3)
    assert "2 sessions are numbered 1: 1 is paper " in err
    assert "1~2" in out
    run("grade", "1~2", "oooo", capsys=capsys)
    assert [len(one.graded) for one in log_history(root).sessions] == [0, 4]
    assert quiz(capsys)["session"] == "2"


def test_the_log_keeps_everything_needed(root, capsys):
    quiz(capsys)
    (session,) = log_history(root).sessions
    kept = record_of(session)
    assert kept.title == "网络"
    assert kept.paper.title == "网络 · 第 1 次"
    assert kept.paper.id == session.printed.paper
    assert {one.kind.value for one in kept.pictures} <= {"file", "remote"}
    stored = {path.parent.name for path in (root / "study.pictures").rglob("*.png")}
    assert stored == {one.digest for one in kept.pictures if one.digest}


def test_the_replay_in_the_cache_is_only_a_cache(root, capsys, tmp_path, monkeypatch):
    monkeypatch.setattr("generator.project.cache_root", lambda: tmp_path / "own cache")
    quiz(capsys)
    run("grade", "oxo/", capsys=capsys)
    first = run("stats", "--json", capsys=capsys)[0]
    (kept,) = (tmp_path / "own cache" / "memory").iterdir()
    assert run("stats", "--json", capsys=capsys)[0] == first
    for rubbish in (b"", b"{", b"[]", b'{"engine": "older", "entries": {}}'):
        kept.write_bytes(rubbish)
        assert run("stats", "--json", capsys=capsys)[0] == first


def test_two_quizzes_at_once_have_two_numbers(root):
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "generator", "quiz", "--quiet", "--count", "2"]
    both = [subprocess.Popen(command, cwd=root, env=env, stderr=subprocess.PIPE) for _ in range(2)]
    status = sorted(one.wait(timeout=120) for one in both)
    for one in both:
        one.stderr.close()
    assert status in ([0, 0], [0, 2])
    assert [event.session for event in events(root)] == list(range(1, 1 + status.count(0)))


def test_no_scheduler_is_loaded_for_the_first_quiz(root):
    code = "import sys; from generator.cli import main; main(['quiz', '--quiet']); sys.exit('fsrs' in sys.modules)"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    assert subprocess.run([sys.executable, "-c", code], cwd=root, env=env, check=False).returncode == 0
