"""Topics: what the user says, else headings and file name, else the terms; without a lexicon the topmost heading."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import Code, Severity, Span
from generator.model.bank import Answer, AnswerKind, Bank, Document, Entry, EntryId, Kind, Markdown, Topic
from generator.transforms.lexicon import Concept, Lexicon
from generator.transforms.lexicon_files import load
from generator.transforms.topics import assign_topics, slug

QUESTIONS = Path(__file__).parent / "lexicon" / "questions.txt"


@pytest.fixture(scope="module")
def pack() -> Lexicon:
    return load(["ml-nlp"])[0]


def entry(prompt: str, *section: str, path: str = "notes.md", answer: str = "", line: int = 1) -> Entry:
    return Entry(
        id=EntryId(f"{path}:{line}:{prompt}"),
        prompt=prompt,
        prompt_markdown=Markdown(prompt),
        kind=Kind.QUESTION,
        span=Span(path=path, line=line, end_line=line),
        section=section,
        answer=Answer(kind=AnswerKind.TEXT if answer else AnswerKind.NONE, text=answer),
    )


def document(path: str, title: str) -> Document:
    return Document(path=path, title=title, dialect="outline", reason="", encoding="utf-8")


def topic_of(one: Entry, lexicon: Lexicon, **overrides: object) -> str:
    bank, _ = assign_topics(Bank(entries=(one,)), lexicon, overrides)
    return bank.entries[0].topic


# ---- what decides ----


@pytest.mark.parametrize(
    ("one", "topic"),
    [
        (entry("参数量怎么算？", "循环网络", "LSTM"), "rnn"),
        (entry("为什么用 ReLU？", "卷积神经网络"), "cnn"),
        (entry("优化器", "模型", "BERT"), "bert"),
        (entry("用了哪个？", "BERT", "优化器", answer="AdamW，BERT 的 Adam 变体"), "bert"),
        (entry("Adam 怎么更新？", "神经网络", "优化器"), "optimisation"),
        (entry("缺点？", "CNN", "激活层"), "cnn"),
        (entry("为什么要用它？", "模型", "常见问题", "SVM"), "classical"),
        (entry("先问什么？", "场景"), "scenario"),
        (entry("什么是卷积？", "常见问题"), "cnn"),
    ],
)
def test_headings_go_first_and_the_nearest_counts_most(one, topic, pack):
    assert topic_of(one, pack) == topic


@pytest.mark.parametrize(
    ("path", "topic"),
    [
        ("5 - SVM.md", "classical"),
        ("trees/notes.md", "trees"),
        ("决策树/01.md", "trees"),
        ("python.md", "python"),
        ("notes.md", "rnn"),
        ("SVM/notes-2024/RNN.md", "rnn"),
    ],
)
def test_file_names_and_folders_go_next(path, topic, pack):
    lexicon = Lexicon.of([*pack.concepts.values(), Concept(id="t", zh="trees", en="", topic="trees")], pack.topics)
    assert topic_of(entry("GRU 有几个门？", "常见问题", path=path), lexicon) == topic


def test_headings_go_before_file_names(pack):
    assert topic_of(entry("有几个？", "LSTM", path="SVM.md"), pack) == "rnn"


def test_the_documents_title_goes_before_its_file_name(pack):
    bank = Bank(documents=(document("SVM.md", "LSTM 笔记"),), entries=(entry("有几个？", path="SVM.md"),))
    assert assign_topics(bank, pack, {})[0].entries[0].topic == "rnn"


@pytest.mark.parametrize(
    ("prompt", "answer", "topic"),
    [
        ("逻辑回归为什么用 sigmoid？", "", "classical"),
        ("它有什么用？", "防止过拟合，例如 dropout", "regularisation"),
        ("AUC 是什么？", "过拟合、dropout、早停", "loss_metrics"),
        ("BERT 的位置编码怎么得到？", "", "bert"),
        ("CRF 的损失函数怎么写？", "", "classical"),
    ],
)
def test_terms_decide_last_and_those_of_the_prompt_count_more(prompt, answer, topic, pack):
    assert topic_of(entry(prompt, answer=answer), pack) == topic


def test_keywords_only_speak_where_they_make_up_most_of_a_heading(pack):
    assert topic_of(entry("问什么？", "大数据"), pack) == "scenario"
    assert topic_of(entry("GRU 是什么？", "某某公司二面的数据结构部分以及其他许多问题"), pack) == "rnn"


def test_headings_that_disagree_leave_it_to_the_terms(pack):
    for prompt, topic in (("什么是 k-means？", "clustering"), ("什么是 GBDT？", "trees")):
        assert topic_of(entry(prompt, "聚类与决策树"), pack) == topic


def test_a_draw_is_misc_and_told(pack):
    lexicon = Lexicon.of(
        [Concept(id="a", zh="甲", en="", topic="x"), Concept(id="b", zh="乙", en="", topic="y")],
        [Topic(id="x", zh="x", en="x"), Topic(id="y", zh="y", en="y")],
    )
    bank, found = assign_topics(Bank(entries=(entry("问", answer="甲乙", line=7),)), lexicon, {})
    assert bank.entries[0].topic == "misc"
    assert bank.topics == (Topic(id="misc", zh="其他", en="Other"),)
    (one,) = found
    assert (one.code, one.severity, str(one.span)) == (Code.NO_TOPIC, Severity.INFO, "notes.md:7")
    assert "问" in one.message
    assert "[topics]" in one.hint


def test_topics_that_occur_are_listed_in_printing_order(pack):
    prompts = ("装饰器是什么？", "今天吃什么？", "LSTM 是什么？", "word2vec 是什么？", "GRU 是什么？")
    bank, _ = assign_topics(Bank(entries=tuple(map(entry, prompts))), pack, {})
    assert [topic.id for topic in bank.topics] == ["embeddings", "rnn", "python", "misc"]
    assert bank.topics[0] in pack.topics


def test_short_questions_without_any_heading(pack):
    rows = [line.split("\t") for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    right = [topic_of(entry(question), pack) in topics.split(",") for topics, question in rows]
    assert len(rows) >= 100
    assert sum(right) >= 0.95 * len(rows)


# ---- what the user says ----


def test_overrides_win_over_all_else(pack):
    one = entry("LSTM 有几个门？", "RNN", path="a/rnn.md")
    assert topic_of(one, pack, **{"a/*.md": "python"}) == "python"
    assert topic_of(one, pack, rnn="trees", **{"a/*.md": "python"}) == "trees"
    assert topic_of(one, pack, 几个门="cnn", rnn="trees", **{"*": "python"}) == "cnn"


def test_the_nearest_heading_wins_among_overrides(pack):
    one = entry("问？", "甲", "乙")
    assert topic_of(one, pack, 乙="cnn", 甲="trees") == "cnn"
    assert topic_of(one, pack, 甲="trees", 乙="cnn") == "cnn"


def test_of_two_pieces_of_a_question_the_longer_wins(pack):
    assert topic_of(entry("什么是闭包？"), pack, 闭包="cnn", 什么是闭包="trees") == "trees"


def test_overrides_bring_names_of_their_own(pack):
    names = {"net": {"zh": "网络", "en": "Networks"}, "os": {"zh": "系统"}, "rnn": {"zh": "循环", "en": "Loops"}}
    bank = Bank(entries=(entry("TCP？"), entry("进程？"), entry("LSTM？"), entry("这个？")))
    bank, found = assign_topics(bank, pack, {"TCP": "net", "进程": "os", "这个": "plain", "names": names})
    assert found == ()
    assert bank.topics == (
        Topic(id="rnn", zh="循环", en="Loops"),
        Topic(id="net", zh="网络", en="Networks"),
        Topic(id="os", zh="系统", en="系统"),
        Topic(id="plain", zh="plain", en="plain"),
    )


def test_overrides_that_fit_nothing_are_told(pack):
    _, found = assign_topics(Bank(entries=(entry("LSTM？"),)), pack, {"GRU": "rnn"})
    (one,) = found
    assert (one.code, one.severity, one.span.path) == (Code.UNUSED_OVERRIDE, Severity.WARNING, "study.toml")


@pytest.mark.parametrize(
    "table",
    [{"LSTM": 3}, {"LSTM": ""}, {"？": "rnn"}, {"names": 3}, {"names": {"rnn": "循环"}}, {"names": {"rnn": {}}}],
)
def test_wrong_overrides_are_told_and_left_out(table, pack):
    bank, found = assign_topics(Bank(entries=(entry("LSTM？"),)), pack, table)
    assert bank.entries[0].topic == "rnn"
    assert [(one.code, one.severity) for one in found] == [(Code.BAD_VALUE, Severity.ERROR)]


# ---- without a lexicon ----


def test_without_a_lexicon_the_topmost_heading_is_the_topic():
    bank = Bank(
        documents=(document("b.md", "第二份"),),
        entries=(
            entry("一", "操作系统", "进程"),
            entry("二", path="b.md"),
            entry("三", "操作系统"),
            entry("四", path="x/c.md"),
        ),
    )
    bank, found = assign_topics(bank, Lexicon(), {})
    assert found == ()
    assert [one.topic for one in bank.entries] == ["操作系统", "第二份", "操作系统", "c"]
    assert bank.topics[0] == Topic(id="操作系统", zh="操作系统", en="操作系统")
    assert [topic.id for topic in bank.topics] == ["操作系统", "第二份", "c"]


@pytest.mark.parametrize(
    ("heading", "name"),
    [("C++ / STL", "c-stl"), ("第一章：绪论", "第一章-绪论"), ("  !! ", "untitled"), ("ＡＢ c", "ab-c")],
)
def test_slug(heading, name):
    assert slug(heading) == name


# ---- laws ----

TEXTS = st.text("甲乙丙 LSTMsvm，？", max_size=12)
ENTRIES = st.lists(
    st.builds(lambda p, s, a: entry(p, *s, answer=a), TEXTS, st.lists(TEXTS, max_size=3), TEXTS), max_size=6
)


@given(entries=ENTRIES, empty=st.booleans())
def test_every_entry_has_a_topic_that_is_listed_and_nothing_else_changes(entries, empty, pack):
    before = Bank(entries=tuple(entries))
    after, _ = assign_topics(before, Lexicon() if empty else pack, {})
    listed = [topic.id for topic in after.topics]
    assert set(listed) == {one.topic for one in after.entries}
    assert len(set(listed)) == len(listed)
    assert tuple(replace(one, topic="") for one in after.entries) == before.entries
    assert assign_topics(after, Lexicon() if empty else pack, {})[0] == after


@given(entries=ENTRIES, random=st.randoms(use_true_random=False))
def test_the_order_of_entries_makes_no_difference(entries, random, pack):
    shuffled = random.sample(entries, len(entries))
    one, _ = assign_topics(Bank(entries=tuple(entries)), pack, {})
    other, _ = assign_topics(Bank(entries=tuple(shuffled)), pack, {})
    assert one.topics == other.topics
    assert sorted((e.id, e.topic) for e in one.entries) == sorted((e.id, e.topic) for e in other.entries)


@given(ENTRIES, TEXTS)
def test_overrides_of_everything_reach_everything(entries, name):
    topic = slug(name)
    bank, _ = assign_topics(Bank(entries=tuple(entries)), Lexicon(), {"*.md": topic})
    assert {one.topic for one in bank.entries} <= {topic}
