"""Items from notes: every rule has a document that trips it, every printed shape a golden file."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import Span
from generator.model.bank import Answer, AnswerKind, Bank, Entry, EntryId, Formula, Kind, Markdown, Marker, Option
from generator.model.items import GAP, ItemType
from generator.readers import read
from generator.readers.source import Source
from generator.transforms.derive import DERIVERS, derive, drafts
from generator.transforms.derive.cloze import GUARDS
from generator.transforms.derive.draft import item_id
from generator.transforms.derive.prompts import ask
from generator.transforms.derive.rubric import MAX_POINTS, rubric
from generator.transforms.derive.source import masked, prose, sentences, unmarked
from generator.transforms.derive.wording import is_doubted, names_nothing, spaced, subject_of
from generator.transforms.lexicon_files import load

HERE = Path(__file__).parent / "items"
RULES = sorted((HERE / "rules").glob("*.md"))
PRINTED = sorted((HERE / "printed").glob("*.md"))
STRANGERS = sorted((HERE / "strangers").glob("*.md"))
LEXICON, _wrong = load((), HERE / "strangers" / "lexicon.toml")
assert not _wrong


def bank_of(path: Path) -> Bank:
    got = read(Source(path=path.name, text=path.read_text(encoding="utf-8"), encoding="utf-8"))
    entries = tuple(replace(e, id=EntryId(f"e{n}")) for n, e in enumerate(got.entries))
    return Bank(documents=(got.document,), entries=entries)


def entry(prompt="什么是浮力？", answer="", *, section=(), kind=Kind.QUESTION, oral="", **more):
    """An entry with its answer on line 2."""
    text = Answer(kind=AnswerKind.TEXT, text=answer, markdown=Markdown(answer), details=Markdown(answer), line=2)
    return Entry(
        id=EntryId("e"),
        prompt=prompt,
        prompt_markdown=Markdown(prompt),
        kind=kind,
        span=Span(path="a.md", line=1, end_line=9),
        section=section,
        answer=text,
        oral=Markdown(oral),
        **more,
    )


def items_of(*entries: Entry):
    return derive(Bank(entries=entries))


def stem_of(one: Entry) -> str:
    return ask(one)[0]


def describe(bank: Bank, lexicon=None) -> str:
    """Items as a person reads them in a golden file."""
    out = []
    for draft in drafts(bank, lexicon=lexicon):
        if draft.rules:
            continue
        item = draft.item
        out.append(f"[{item.type}] line {item.span.line}, {item.points} p" + ("" if draft.printable else ", waits"))
        out.append(item.stem)
        out += [f"  | {part}" for part in item.parts]
        out += [f"  ({'x' if o.is_key else ' '}{'!' if o.pinned else ''}) {o.text}" for o in item.options]
        out += [f"  - {key.replace(chr(10), ' / ')}" for key in item.key]
        out.append("")
    return "\n".join(out)


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_rule_has_a_document_that_trips_it(path):
    rejected = [draft for draft in drafts(bank_of(path), lexicon=LEXICON) if path.stem in draft.rules]
    assert rejected
    printed = {item.id for item in derive(bank_of(path), lexicon=LEXICON)}
    assert not printed & {draft.item.id for draft in rejected}


def test_every_cloze_guard_has_a_document():
    assert {name for name, _ in GUARDS} <= {path.stem for path in RULES}


def test_rules_of_choices_that_readers_never_make():
    def rules(*options):
        one = entry("选哪个？", "解释。", options=options)
        return next(iter(drafts(Bank(entries=(one,))))).rules

    right, wrong = Option(text=Markdown("甲"), is_key=True), Option(text=Markdown("乙"))
    assert rules(right, wrong) == ()
    assert rules(wrong, replace(wrong, text=Markdown("丙"))) == ("choice-no-key", "key-count")
    assert rules(right) == ("choice-one-option", "key-count")
    assert rules(right, Option(text=Markdown(" "))) == ("choice-empty-option",)


@pytest.mark.parametrize("path", PRINTED, ids=lambda path: path.stem)
def test_printed_items(path, golden):
    golden(path.with_suffix(".txt"), describe(bank_of(path)))


@pytest.mark.parametrize("path", STRANGERS, ids=lambda path: path.stem)
def test_items_of_other_subjects(path, golden):
    """Read these by hand when they change: they are what strangers get."""
    golden(path.with_suffix(".txt"), describe(bank_of(path), LEXICON))


def test_strangers_get_many_items_and_half_of_them_ask_for_more_than_recall():
    banks = [bank_of(path) for path in STRANGERS]
    answered = sum(entry.answered for bank in banks for entry in bank.entries)
    found = [draft for bank in banks for draft in drafts(bank, lexicon=LEXICON) if not draft.rules]
    printed = [draft for draft in found if draft.printable]
    assert len(found) >= 1.5 * answered
    assert len(printed) >= 0.9 * answered
    assert sum(draft.item.type is ItemType.SHORT_ANSWER for draft in printed) <= 0.5 * len(printed)


def test_stem_gap_width_never_tells_the_key():
    for path in PRINTED:
        for item in derive(bank_of(path)):
            if item.type is ItemType.CLOZE:
                assert item.stem.replace(GAP, "").count("_") == 0
                assert item.stem.count(GAP) == len(item.key) <= 2


def test_items_keep_their_ids_when_entries_and_sentences_move():
    before = items_of(entry(answer="浸在液体里的物体受到向上的**托举力**，方向与重力相反。"))
    after = items_of(
        replace(entry("什么是压强？", "单位面积上受到的压力叫作压强。"), id=EntryId("other")),
        entry(answer="先看一个例子。\n\n浸在液体里的物体受到向上的**托举力**，方向与重力相反。"),
    )
    assert {item.id for item in before} <= {item.id for item in after}
    assert [item.span.line for item in before if item.type is ItemType.CLOZE] == [2]
    assert [item.span.line for item in after if item.type is ItemType.CLOZE] == [4]


def test_same_key_twice_in_an_entry_gives_two_ids():
    sentence = "浸在{}里的物体受到向上的**托举力**，方向与重力相反。"
    items = items_of(entry(answer=sentence.format("水") + "\n" + sentence.format("油")))
    clozes = [item.id for item in items if item.type is ItemType.CLOZE]
    assert len(clozes) == len(set(clozes)) == 2


def test_item_ids_tell_type_and_key_apart():
    one = entry()
    ids = {item_id(one, kind, about) for kind in ItemType for about in ("", "a", "b")}
    assert len(ids) == 3 * len(ItemType)
    assert all(len(name) == 12 and name == name.lower() for name in ids)


def test_cloze_carries_its_sentence_and_subject():
    one = entry("声音", "频率高于两万赫兹的波动叫作**超声波**，人耳听不见。", kind=Kind.CONCEPT)
    cloze = next(item for item in items_of(one) if item.type is ItemType.CLOZE)
    assert cloze.stem == "【声音】频率高于两万赫兹的波动叫作____，人耳听不见。"
    assert cloze.key == ("超声波",)
    assert cloze.rationale == "频率高于两万赫兹的波动叫作超声波，人耳听不见。"


@pytest.mark.parametrize(
    ("prompt", "section", "kind", "prefix"),
    [
        ("潮汐", (), Kind.CONCEPT, "【潮汐】"),
        ("优点", ("自然", "风力发电"), Kind.CONCEPT, "【风力发电：优点】"),
        ("为什么要用它？", ("自然", "风力发电"), Kind.QUESTION, "【风力发电】"),
        ("风轮为什么转？", ("自然", "风力发电"), Kind.QUESTION, "【风轮为什么转？】"),
        ("为什么" + "很" * 30, (), Kind.QUESTION, ""),
        ("海水", (), Kind.CONCEPT, ""),
    ],
)
def test_cloze_names_its_subject(prompt, section, kind, prefix):
    one = entry(prompt, "海水每天两次涨落，主要由**月球引力**造成。", section=section, kind=kind)
    cloze = next(draft.item for draft in drafts(Bank(entries=(one,))) if draft.item.type is ItemType.CLOZE)
    assert cloze.stem == f"{prefix}海水每天两次涨落，主要由____造成。"


def test_cloze_reads_only_running_text():
    answer = (
        "```\n数组里的**下标越界**会使程序在运行时停下来报错。\n```\n$$\na **b** c\n$$\n| **表** | 格 |\n\n"
        "正文里写到**循环不变式**，它在每一轮开始时都成立。"
    )
    lines = list(prose(entry(answer=answer).answer))
    assert [line.line for line in lines] == [10]
    assert [line.text[b.start : b.end] for line in lines for b in line.bold] == ["循环不变式"]


def test_no_items_from_unanswered_or_doubted_entries():
    silent = replace(entry(), answer=Answer())
    doubted = entry(answer="大概是压力差造成的，我也不太确定，以后再查。")
    assert items_of(silent, doubted) == ()
    assert is_doubted(doubted)
    assert [draft.rules for draft in drafts(Bank(entries=(doubted,)))] == [("doubted-entry",)]
    assert is_doubted(entry(answer="压力差造成的。", markers=frozenset({Marker.INCOMPLETE})))
    assert is_doubted(entry(answer="难道是因为密度不同？"))
    assert not is_doubted(entry(answer="人们没有办法知道粒子的确切位置。"))


@pytest.mark.parametrize(
    ("prompt", "section", "answer", "stem"),
    [
        ("惯性", (), "惯性是物体保持原有运动状态的性质。", "什么是惯性？简述其要点。"),
        ("TCP", (), "TCP 是面向连接的传输协议。", "什么是 TCP？简述其要点。"),
        ("惯性", (), "质量越大，越难改变运动状态。", "简述惯性的要点。"),
        ("握手", ("网络", "TCP"), "双方交换三个报文来同步序号。", "【TCP】简述握手的要点。"),
        ("TCP 握手", ("网络", "TCP"), "双方交换三个报文来同步序号。", "简述 TCP 握手的要点。"),
        ("优点", ("网络", "TCP"), "可靠，有序。", "简述 TCP 的优点。"),
        ("优点", ("网络", "常见问题"), "可靠，有序。", "简述网络的优点。"),
        ("重力、弹力和摩擦力", (), "重力向下。弹力来自形变。摩擦力阻碍相对滑动。", "分别解释：重力、弹力、摩擦力。"),
        ("三种力：重力、弹力", (), "重力向下。弹力来自形变。", "分别解释下列三种力：重力、弹力。"),
        ("牛顿第二定律的适用范围", (), "宏观低速。", "简述牛顿第二定律的适用范围。"),
        ("摩擦力，可以是动力", (), "人走路时靠它前进。", "请说明：摩擦力，可以是动力。"),
        ("Inertia", (), "Inertia is resistance to change of motion.", "What is Inertia? Give the key points."),
        ("Laws of motion", (), "There are three of them.", "Explain: Laws of motion."),
        ("Advantages", ("Power", "Wind"), "No fuel is needed.", "Describe the advantages of Wind."),
        ("Mass and weight", (), "Mass stays the same. Weight depends on gravity.", "Explain each: Mass, weight."),
        ("Forces: drag, lift", (), "Drag slows. Lift raises.", "Explain each of these Forces: drag, lift."),
    ],
)
def test_prompts_of_concepts(prompt, section, answer, stem):
    assert ask(entry(prompt, answer, section=section, kind=Kind.CONCEPT)) == (stem, "")


@pytest.mark.parametrize(
    ("prompt", "section", "stem"),
    [
        ("为什么天是蓝的？", (), "为什么天是蓝的？"),
        ("为什么天是蓝的", (), "为什么天是蓝的？"),
        ("介绍一下大气层", (), "介绍一下大气层。"),
        ("为什么天是蓝的，请举例说明", (), "为什么天是蓝的，请举例说明。"),
        ("大气层的作用", (), "简述大气层的作用。"),
        ("水温不上升", (), "就“水温不上升”写出要点。"),
        ("大气分层（由低到高）", (), "大气分层（由低到高）"),
        ("为什么有效？", ("物理", "保温杯"), "【保温杯】为什么有效？"),
        ("和暖瓶的区别？", ("物理", "保温杯"), "【保温杯】和暖瓶的区别？"),
        ("Why is the sky blue", (), "Why is the sky blue"),
        ("什么是雾？什么是霜？", (), "（a）什么是雾？\n\n（b）什么是霜？"),
        ("什么是雾？为何？", (), "（a）什么是雾？\n\n（b）为何？"),
        ("雾是什么（水滴？冰？）", (), "雾是什么（水滴？冰？）？"),
    ],
)
def test_prompts_of_questions(prompt, section, stem):
    assert stem_of(entry(prompt, section=section)) == stem


def test_formula_answers_are_asked_for_as_formulas():
    def one(prompt):
        return entry(prompt, "$$\nE = mc^2\n$$", kind=Kind.CONCEPT, math=(Formula(tex="E = mc^2"),))

    assert stem_of(one("质能关系")) == "写出质能关系的公式。"
    assert stem_of(replace(one("Mass"), section=())) == "Write the formula of Mass."
    assert [item.type for item in items_of(one("质能关系"))] == [ItemType.SHORT_ANSWER]
    assert [item.type for item in items_of(one("质能方程"))] == [ItemType.FORMULA, ItemType.SHORT_ANSWER]


def points(source: str, oral: str = "") -> list[str]:
    return list(rubric(entry(answer=source, oral=oral)))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("一句话说完。", ["一句话说完。"]),
        ("- 甲\n- 乙\n  - 乙一\n- 丙", ["甲", "乙\n- 乙一", "丙"]),
        ("（1）甲：\n  （a）细节\n（2）乙", ["甲：\n（a）细节", "乙"]),
        ("1、甲\n2、乙", ["甲", "乙"]),
        ("优点：\n- 快\n- 省\n缺点：\n- 贵", ["优点：\n- 快", "省", "缺点：\n- 贵"]),
        ("**步骤**\n\n1. 洗\n2. 切", ["**步骤**\n\n1. 洗", "切"]),
        ("先看式子\n$$\na=b\n\nc=d\n$$\n再看图\n![](a.png)", ["先看式子\n$$\na=b\n\nc=d\n$$", "再看图\n![](a.png)"]),
        ("```\nx = 1\n\ny = 2\n```\n代码如上", ["```\nx = 1\n\ny = 2\n```", "代码如上"]),
        ("甲<br>\n乙<br /> <BR>", ["甲", "乙"]),
        ("详见教材\nhttps://example.org/a\n<https://example.org/c>\n[原文](https://example.org/b)\n正文", ["正文"]),
        ("> 引用一\n>\n> 引用二", ["引用一", "引用二"]),
        ("- 甲\n  - 一\n    - 一之一\n  - 二\n- 乙", ["甲\n- 一\n  - 一之一\n- 二", "乙"]),
        ("（1）甲\n\t（a）一\n\t\t- 细\n（2）乙", ["甲\n（a）一\n    - 细", "乙"]),
        ("1. 甲\n   1. 一\n   2. 二\n2. 乙", ["甲\n1. 一\n2. 二", "乙"]),
        (
            "| 甲 | 乙 |\n|---|:-:|\n| 1 | 2 |\n| 3 | 4 |\n\n后文",
            ["| 甲 | 乙 |\n|---|:-:|\n| 1 | 2 |\n| 3 | 4 |", "后文"],
        ),
        ("比较：\n\n甲 | 乙\n--- | ---\n1 | 2", ["比较：\n\n甲 | 乙\n--- | ---\n1 | 2"]),
        ("先说。\n| 甲 |\n|---|\n| 1 |", ["先说。", "| 甲 |\n|---|\n| 1 |"]),
        ("甲 | 乙\n丙 | 丁", ["甲 | 乙", "丙 | 丁"]),
        ("补充：", []),
        ("$x$", ["$x$"]),
    ],
)
def test_rubric_points(source, expected):
    assert points(source) == expected


def test_rubric_of_the_spoken_answer_comes_first():
    assert points("写在纸上的长篇。", oral="先说结论，再举一个例子，最后总结一句话，面试官就满意了。") == [
        "先说结论，再举一个例子，最后总结一句话，面试官就满意了。"
    ]
    assert points("写在纸上的长篇。", oral="短") == ["写在纸上的长篇。"]


def test_long_rubrics_are_condensed_to_first_sentences():
    filler = "后面是许多补充说明，讲的都是同一件事。" * 5
    lines = [f"{n}. 第 {n} 点说**重要**的话。{filler}" for n in range(1, 15)]
    got = points("\n".join(lines))
    assert len(got) == MAX_POINTS
    assert got[0] == "第 1 点说**重要**的话。"
    lead = points(f"为什么？\n因为热。{filler}\n" + "\n".join(lines))
    assert lead[0] == "为什么？\n因为热。"
    asked = points(f"那么水去哪了呢？变成水汽了。{filler}\n" + "\n".join(lines))
    assert asked[0] == "那么水去哪了呢？变成水汽了。"
    bold = points(f"**前半句。后半句{filler}**\n```\ncode\n```\n\n" + "\n".join(lines))
    assert bold[0] == "前半句。"
    table = "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |"
    assert table in points("\n".join([table, "", *lines]))
    tex = points("\n".join([*lines[:3], "步骤：", "$$", "a = b", "$$", *lines[3:]]))
    assert tex[3] == "步骤：\n$$\na = b\n$$"


def test_options_that_name_letters_are_all_pinned():
    items = derive(bank_of(HERE / "printed" / "letters.md"))
    pinned = [[option.pinned for option in item.options] for item in items]
    assert pinned == [[True] * 4, [False, False, False, True], [True, True]]


@pytest.mark.parametrize("text", ["可以上升", "线性回归", "Plan A", "以上海为例"])
def test_ordinary_options_are_free(text):
    options = (Option(text=Markdown(text), is_key=True), Option(text=Markdown("另一个")))
    item = next(iter(items_of(entry("选哪个？", "解释。", options=options))))
    assert not any(option.pinned for option in item.options)


def test_subjects_labels_and_spaces():
    assert subject_of(("网络", "TCP", "常见问题")) == "TCP"
    assert subject_of(("面试题",)) == ""
    assert subject_of(("x" * 50,)) == ""
    assert names_nothing("它是什么？")
    assert not names_nothing("雾是什么？")
    assert spaced("简述", "TCP", "的", "优点") == "简述 TCP 的优点"
    assert spaced("", "水") == "水"


def test_registry_rows_have_names_of_their_own():
    assert len({row.name for row in DERIVERS}) == len(DERIVERS)


MARKDOWN = st.text(alphabet="甲乙。，：？**__$`()（）[]!<>|#- \n1.aAuU/￥", max_size=120)


@given(MARKDOWN, MARKDOWN)
def test_deriving_never_fails_and_never_repeats_an_id(prompt, answer):
    one = entry(prompt or "问", answer)
    items = [draft.item for draft in drafts(Bank(entries=(one,)))]
    assert len({item.id for item in items}) == len(items)
    assert len(rubric(one)) <= MAX_POINTS
    for item in derive(Bank(entries=(one,))):
        assert item.stem.strip()
        assert item.type is not ItemType.CLOZE or item.stem.count(GAP) == len(item.key) > 0


@given(MARKDOWN)
def test_sentences_partition_a_line(text):
    line = text.replace("\n", " ")
    spans = list(sentences(line))
    assert [a for a, _ in spans[1:]] == [b for _, b in spans[:-1]]
    assert not spans or spans[0][0] == 0
    assert len(masked(line)) == len(line)
    assert unmarked(unmarked(line)) == unmarked(line)
