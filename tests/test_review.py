"""Review: verdicts survive everything, and the commands that show and judge items."""

import io
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.cli import main
from generator.diagnostics import Code, Span, StudypressError
from generator.model.bank import EntryId, Markdown
from generator.model.items import Item, ItemId, ItemType, Ruling, Verdict
from generator.pipeline.items import Precision, dispute, judge, offer_items, precision, record, review_path, waiting
from generator.project import find_project
from generator.store.review import FILE, load_review, write_review
from generator.transforms.derive.draft import Draft, item_digest
from generator.transforms.derive.verdicts import ACCEPTED, judged

NOTE = """\
## 动量守恒的优缺点

优点：
- 不管内力
- 一步算完

缺点：
- 合外力要为零
- 不讲过程

## 深海和浅海的区别

深海在夏天的水温低于浅海在夏天的水温，因为阳光照不到**深海平原**上。
河口的盐度高于上游的盐度。

## 海浪从哪里来？

它由**风**推动，见下图。
"""


@pytest.fixture
def project(tmp_path):
    root = tmp_path / "p"
    (root / "content").mkdir(parents=True)
    (root / "study.toml").write_text('title = "海"\nlexicon = []\n', encoding="utf-8")
    (root / "content" / "a.md").write_text(NOTE, encoding="utf-8")
    return find_project(None, root, None, tmp_path)


@pytest.fixture
def run(project, capsys, monkeypatch):
    def call(*arguments, typed=""):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        status = main([*arguments, "--project", str(project.root)])
        out, err = capsys.readouterr()
        return status, out, err

    return call


def item(name="i", stem="题", key=("甲",)):
    return Item(
        id=ItemId(name),
        type=ItemType.CLOZE,
        entry=EntryId("e"),
        stem=Markdown(stem),
        key=tuple(map(Markdown, key)),
        span=Span(path="a.md", line=1),
    )


def verdict(ruling=Ruling.ACCEPT, **more):
    return Verdict(ruling=ruling, type="cloze", **more)


texts = st.text(max_size=20)
verdicts = st.dictionaries(
    st.text(alphabet="0123456789abcdefghjkmnpqrstvwxyz", min_size=12, max_size=12).map(ItemId),
    st.builds(
        Verdict,
        ruling=st.sampled_from(Ruling),
        type=texts,
        digest=texts,
        stem=texts.map(Markdown),
        key=st.lists(texts.map(Markdown), max_size=3).map(tuple),
        disputed=st.booleans(),
        source=texts,
        note=texts,
    ),
    max_size=5,
)


@given(verdicts)
def test_what_is_written_is_read_back(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("review") / FILE
    path.write_bytes(write_review(rows))
    got, wrong = load_review(path)
    assert wrong == ()
    assert got == rows
    assert write_review(got) == write_review(dict(reversed(rows.items())))


def test_no_file_no_verdicts(tmp_path):
    assert load_review(tmp_path / FILE) == ({}, ())


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("[items.a]\nruling = ", Code.BAD_TOML, 2),
        ('[items.a]\nruling = "perhaps"\n', Code.BAD_VALUE, 1),
        ('\n[items.a]\nruling = "accept"\nkey = "x"\n', Code.BAD_VALUE, 2),
        ('[items.a]\nruling = "accept"\nkey = [1]\n', Code.BAD_VALUE, 1),
        ('[items.a]\nruling = "accept"\ndisputed = "no"\n', Code.BAD_VALUE, 1),
        ('[items.a]\nruling = "accept"\nstem = 1\n', Code.BAD_VALUE, 1),
        ('[items]\na = "accept"\n', Code.BAD_VALUE, 0),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path, text, code, line):
    path = tmp_path / FILE
    path.write_text(text + ('[items.b]\nruling = "reject"\n' if code is Code.BAD_VALUE else ""), encoding="utf-8")
    got, wrong = load_review(path)
    assert [(one.code, one.span.line) for one in wrong] == [(code, line)]
    assert list(got) == (["b"] if code is Code.BAD_VALUE else [])


def test_items_that_are_no_table(tmp_path):
    (tmp_path / FILE).write_text("items = 1\n", encoding="utf-8")
    assert load_review(tmp_path / FILE) == ({}, ())
    (tmp_path / FILE).write_bytes(b"\xff\xfe[")
    assert load_review(tmp_path / FILE)[1][0].code is Code.BAD_TOML


def test_an_acceptance_overrules_rules_until_the_item_changes():
    draft = Draft(item=item(), rules=("cloze-leak",), rank=50)
    said = {ItemId("i"): verdict(digest=item_digest(draft.item))}
    got = judged(draft, said)
    assert got.printable
    assert (got.rules, got.rank) == ((), ACCEPTED)
    changed = replace(draft, item=item(stem="新题"))
    assert judged(changed, said) == changed
    assert judged(draft, {}) == draft


def test_a_rejection_and_a_dispute_stay():
    draft = Draft(item=item(), rank=90)
    for said, rule in ((verdict(Ruling.REJECT), "rejected"), (verdict(Ruling.ACCEPT, disputed=True), "disputed")):
        got = judged(draft, {ItemId("i"): said})
        assert not got.printable
        assert got.rules == (rule,)


def test_an_edit_puts_the_reviewers_words_in():
    draft = Draft(item=item(), rank=50)
    said = verdict(Ruling.EDIT, digest=item_digest(draft.item), stem=Markdown("我的题"), key=(Markdown("乙"),))
    got = judged(draft, {ItemId("i"): said}).item
    assert (got.stem, got.key) == ("我的题", ("乙",))
    kept = judged(draft, {ItemId("i"): replace(said, stem=Markdown(""), key=())}).item
    assert kept == draft.item


def test_the_queue_is_what_waits(project):
    offer = offer_items(project)
    queue = waiting(offer)
    assert queue
    assert not [draft for draft in queue if draft.rules or draft.printable]
    assert [draft.rank for draft in queue] == sorted((draft.rank for draft in queue), reverse=True)
    everything = waiting(offer, everything=True)
    assert {d.item.id for d in queue} < {d.item.id for d in everything}
    assert {d.item.type for d in waiting(offer, types=["multi-select"])} == {ItemType.MULTI_SELECT}


def test_verdicts_reach_the_paper_and_survive_a_new_note(project):
    queue = waiting(offer_items(project))
    judge(project, queue[0], Ruling.ACCEPT)
    judge(project, queue[1], Ruling.REJECT)
    (project.content / "b.md").write_text("## 什么是潮汐？\n\n海水每天两次涨落的现象。\n", encoding="utf-8")
    offer = offer_items(project)
    by_id = {draft.item.id: draft for draft in offer.drafts}
    assert by_id[queue[0].item.id].printable
    assert by_id[queue[1].item.id].rules[-1] == "rejected"
    assert not {queue[0].item.id, queue[1].item.id} & {draft.item.id for draft in waiting(offer)}
    assert offer.answered == 4


def test_disputed_keys_go_to_the_file(project):
    one = waiting(offer_items(project))[0].item
    dispute(project, [one])
    row = load_review(review_path(project))[0][one.id]
    assert (row.disputed, row.source) == (True, str(one.span))
    before = review_path(project).stat().st_mtime_ns
    dispute(project, [one])
    assert review_path(project).stat().st_mtime_ns == before


def test_a_broken_file_is_never_written_over(project):
    review_path(project).write_text("[items.", encoding="utf-8")
    with pytest.raises(StudypressError, match="nothing was written"):
        record(project, {ItemId("a"): verdict()})
    assert review_path(project).read_text(encoding="utf-8") == "[items."


def test_precision_by_type():
    rows = {
        ItemId("a"): verdict(),
        ItemId("b"): verdict(Ruling.EDIT),
        ItemId("c"): verdict(Ruling.REJECT),
        ItemId("d"): verdict(Ruling.REJECT, disputed=True),
        ItemId("e"): replace(verdict(), type=""),
    }
    assert precision(rows) == (
        Precision(type="?", accepted=1, edited=0, rejected=0, disputed=0),
        Precision(type="cloze", accepted=1, edited=1, rejected=2, disputed=1),
    )
    assert precision(rows)[1].share == 0.25
    assert Precision(type="x", accepted=0, edited=0, rejected=0, disputed=0).share == 0


def test_items_lists_types_keys_sources_and_rules(run):
    status, out, _ = run("items")
    assert status == 0
    assert "[multi-select]" in out
    assert "waits for review" in out
    assert "a.md:" in out
    assert "answered entries" in out
    _, out, _ = run("items", "--type", "short-answer")
    assert "[short-answer]" in out
    assert "[multi-select]" not in out
    _, out, _ = run("items", "--rejected")
    assert "rejected: " in out


def test_items_as_json(run):
    rows = json.loads(run("items", "--json")[1])["items"]
    assert not [row for row in rows if row["rules"]]
    row = next(row for row in rows if row["type"] == "multi-select")
    assert set(row) >= {
        "id",
        "type",
        "entry",
        "stem",
        "options",
        "key",
        "source",
        "topic",
        "rank",
        "printable",
        "rules",
    }
    assert row["key"] == [option["text"] for option in row["options"] if option["is_key"]]
    assert row["source"]["path"] == "a.md"
    assert all(row["rules"] for row in json.loads(run("items", "--json", "--rejected")[1])["items"])


def test_a_walk_keeps_every_answer_at_once(run, project):
    queue = waiting(offer_items(project))
    status, out, _ = run("review", typed="huh\na\nr\ns\nq\n")
    assert status == 0
    assert "不管内力" in out
    assert "1 accepted, 0 edited, 1 rejected" in out
    rows = load_review(review_path(project))[0]
    assert rows[queue[0].item.id].ruling is Ruling.ACCEPT
    assert rows[queue[1].item.id].ruling is Ruling.REJECT
    assert len(rows) == 2


def test_the_walk_ends_with_the_input_and_reports(run, project):
    status, out, _ = run("review", typed="")
    assert status == 0
    assert "no item has been reviewed yet" in out
    assert not review_path(project).exists()


def test_an_edit_in_the_walk(run, project):
    run("review", "--all", "--type", "short-answer", typed="e\n我的问题？\n我的要点\n\nq\n")
    (row,) = load_review(review_path(project))[0].values()
    assert (row.ruling, row.stem) == (Ruling.EDIT, "我的问题？")
    assert row.key[0] == "我的要点"
    assert "我的问题？" in run("items")[1]
    assert "edit by you" in run("items")[1]


def test_an_edit_that_changes_nothing(run, project):
    run("review", "--all", "--type", "short-answer", typed="e\n\n\n\n\n\n\n")
    (row,) = load_review(review_path(project))[0].values()
    assert (row.stem, row.key) == ("", ())


def test_the_report_alone(run, project):
    record(project, {ItemId("a"): verdict(), ItemId("b"): verdict(Ruling.REJECT, disputed=True)})
    _, out, _ = run("review", "--report")
    assert out == "cloze            50% good as they were: 1 accepted, 0 edited, 1 rejected, 1 of them disputed\n"
    rows = json.loads(run("review", "--json")[1])["types"]
    assert rows == [{"type": "cloze", "accepted": 1, "edited": 0, "rejected": 1, "disputed": 1, "precision": 0.5}]


def test_a_wrong_file_is_reported(run, project):
    review_path(project).write_text('[items.a]\nruling = "perhaps"\n', encoding="utf-8")
    status, _, err = run("review", "--report")
    assert status == 2
    assert "study.review.toml:1" in err
