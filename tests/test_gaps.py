"""What is missing or doubtful, one entry at a time; tests/duplicates/expected holds a whole list."""

from __future__ import annotations

import json

import pytest

from generator.diagnostics import Span
from generator.markup.pictures import Picture, PictureKind, Pictures
from generator.model.bank import Answer, AnswerKind, Bank, Entry, EntryId, Formula, Kind, Markdown, Marker
from generator.model.gaps import GapKind, gap_json
from generator.model.groups import Grouping
from generator.transforms.disagreement import differences
from generator.transforms.duplicates import find_groups
from generator.transforms.gaps import donors, gaps
from generator.transforms.lexicon import Lexicon


def entry(name="e1", answer="", *, prompt="What is a stack?", kind=None, path="a.md", line=1, **more):
    kind = kind or (AnswerKind.TEXT if answer else AnswerKind.NONE)
    return Entry(
        id=EntryId(name),
        prompt=prompt,
        prompt_markdown=Markdown(prompt),
        kind=Kind.QUESTION,
        span=Span(path=path, line=line, end_line=line),
        answer=Answer(kind=kind, text=answer, markdown=Markdown(answer), line=line + 1),
        **more,
    )


def found(*entries, look=None):
    bank = Bank(entries=entries)
    return gaps(bank, find_groups(bank, Lexicon()), look)


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (entry(), ["a.md:1: unanswered: no answer"]),
        (entry(kind=AnswerKind.UNKNOWN), ["a.md:1: unknown: the author does not know"]),
        (entry(kind=AnswerKind.LINK), ["a.md:1: link-only: the answer is only a link"]),
        (entry(kind=AnswerKind.IMAGE), ["a.md:1: image-only: the answer is only a picture"]),
        (entry(answer="x", markers=frozenset({Marker.INCOMPLETE})), ["a.md:1: incomplete: marked ⚠️"]),
        (entry(answer="x", markers=frozenset({Marker.UNKNOWN})), ["a.md:1: doubted: marked ❌"]),
        (entry(markers=frozenset({Marker.UNKNOWN, Marker.INCOMPLETE})), ["a.md:1: unanswered: no answer"]),
        (entry(answer="x", markers=frozenset({Marker.FREQUENT})), []),
    ],
)
def test_one_entry(one, expected):
    assert list(map(str, found(one))) == expected


def test_an_unanswered_entry_names_the_duplicate_that_has_an_answer():
    asked = entry()
    told = entry("e2", "last in, first out", path="b.md", line=7)
    (gap,) = found(asked, told)
    assert (gap.kind, gap.others) == (GapKind.ANSWERED_ELSEWHERE, ("e2",))
    assert str(gap) == "a.md:1: answered-elsewhere: no answer here; b.md:7 may answer it (What is a stack?)"


def test_a_donor_is_text_first_then_the_most_alike():
    link = entry("e2", kind=AnswerKind.LINK, path="b.md")
    far = entry("e3", "a pile of plates", prompt="Explain what a stack is", path="c.md")
    near = entry("e4", "last in, first out", path="d.md")
    bank = Bank(entries=(entry(), link, far, near))
    assert donors(bank, find_groups(bank, Lexicon())) == {"e1": "e4"}
    bank = Bank(entries=(entry(), link))
    assert donors(bank, find_groups(bank, Lexicon())) == {"e1": "e2"}


def test_no_donor_where_nobody_answers():
    bank = Bank(entries=(entry(), entry("e2", path="b.md")))
    assert donors(bank, find_groups(bank, Lexicon())) == {}
    assert [gap.kind for gap in found(*bank.entries)] == [GapKind.UNANSWERED] * 2


def test_lost_pictures_and_links(tmp_path):
    (tmp_path / "here.png").write_bytes(b"")
    content = tmp_path
    one = entry(
        answer="x",
        images=("here.png", "gone.png", "gone.png", "https://example.org/p.png", "also-gone.png"),
        links=("https://example.org", "#top", "//example.org/x", "more.md", "mailto:me"),
    )
    look = Pictures(content, tmp_path / "cache", {}).find
    assert list(map(str, found(one, look=look))) == [
        "a.md:1: picture: picture is not there: gone.png, also-gone.png",
        "a.md:1: picture: picture is on the web and has not been fetched: https://example.org/p.png",
        "a.md:1: link: linked file is not there: more.md",
    ]
    assert found(one) == ()


def test_the_caller_says_what_can_be_had():
    one = entry(answer="x", images=("p.png",))
    kinds = {
        kind: found(one, look=lambda address, document, kind=kind: Picture(kind=kind, address=address))
        for kind in PictureKind
    }
    lost = {PictureKind.MISSING, PictureKind.OUTSIDE, PictureKind.BAD, PictureKind.REMOTE}
    assert {kind for kind, some in kinds.items() if some} == lost


@pytest.mark.parametrize(
    ("one", "other", "what"),
    [
        ("The default timeout is 30 seconds.", "The default timeout is 60 seconds.", "a number"),
        ("1. 连接超时默认是 30 秒", "（2）连接超时默认是 45 秒", "a number"),
        ("逻辑回归本质上是线性模型", "逻辑回归本质上是非线性模型。", "a word of polarity"),
        ("Larger batches always converge faster", "Larger batches never converge faster", "a word of polarity"),
        ("学习率越大，收敛所需的步数增加", "学习率越大，收敛所需的步数减少", "a word of polarity"),
    ],
)
def test_answers_that_differ_in_a_sentence(one, other, what):
    (difference,) = differences(entry(answer=one), entry("e2", other))
    assert difference.what == what


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The default timeout is 30 seconds.", "The default timeout is 30 seconds."),
        ("The default timeout is 30 seconds.", "Version 60 was released in spring and changed everything."),
        ("共有 12 层，隐藏层大小 768", "共有 12 层"),
        ("1. 先加锁再写入数据", "2. 先加锁再写入数据"),
        ("连接可以复用，默认 30 秒", "连接不可以复用，默认 60 秒"),
        ("这个操作增大开销而且不需要锁", "这个操作减小开销而且需要锁"),
        ("30 秒", "60 秒"),
        ("", "The default timeout is 30 seconds."),
    ],
)
def test_answers_that_do_not_contradict(one, other):
    assert list(differences(entry(answer=one), entry("e2", other))) == []


def test_formulas_for_one_name_are_shown_side_by_side():
    one = entry(answer="x", math=(Formula(tex=r"L(\theta) = -\log p", line=3), Formula(tex="a=b=c"), Formula(tex="p")))
    other = entry("e2", "y", path="b.md", math=(Formula(tex=r"L( \theta )=\log p", line=9),))
    (difference,) = differences(one, other)
    assert (difference.what, str(difference.a_span), str(difference.b_span)) == ("a formula", "a.md:3", "b.md:9")
    assert list(differences(one, one)) == []


def test_a_name_defined_twice_is_an_example():
    one = entry(answer="x", math=(Formula(tex="f(x)=1"), Formula(tex="f(x)=2")))
    assert list(differences(one, entry("e2", "y", math=(Formula(tex="f(x)=3"),)))) == []


def test_a_disagreement_names_both_lines_and_never_says_wrong():
    one = entry(answer="It is a structure.\nThe default size is 16 frames.", line=4)
    other = entry("e2", "The default size is 64 frames", path="b.md", line=20)
    (gap,) = found(one, other)
    assert gap.kind is GapKind.DISAGREEMENT
    assert str(gap).startswith("a.md:6: disagreement: check this: differs in a number from b.md:21:")
    assert "wrong" not in gap.message
    assert json.loads(json.dumps(gap_json(gap))) == {
        "kind": "disagreement",
        "entry": "e1",
        "message": gap.message,
        "source": {"path": "a.md", "line": 6, "end_line": 6},
        "others": ["e2"],
        "addresses": [],
        "sides": [
            {
                "entry": "e1",
                "source": {"path": "a.md", "line": 6, "end_line": 6},
                "text": "The default size is 16 frames",
            },
            {
                "entry": "e2",
                "source": {"path": "b.md", "line": 21, "end_line": 21},
                "text": "The default size is 64 frames",
            },
        ],
    }


def test_the_list_is_in_the_order_of_files_and_lines():
    some = [entry("e1", path="b.md", line=2, prompt="A?"), entry("e2", path="a.md", line=9, prompt="B?")]
    some.append(entry("e3", "x", path="a.md", line=3, prompt="C?", markers=frozenset({Marker.INCOMPLETE})))
    assert [str(gap.span) for gap in found(*some)] == ["a.md:3", "a.md:9", "b.md:2"]


def test_nothing_is_missing_in_an_empty_bank():
    assert gaps(Bank(), Grouping()) == ()
