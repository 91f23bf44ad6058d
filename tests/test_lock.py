"""study.lock: its text, its damage, and who gets which id."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import Code, Severity, Span, StudypressError
from generator.model.bank import Answer, AnswerKind, Bank, Entry, EntryId, Kind, Markdown
from generator.store import (
    Lock,
    Record,
    State,
    identify,
    load_lock,
    read_lock,
    rebuild_from_bank_json,
    resolve,
    write_lock,
)
from generator.store.edits import Edit, edit
from generator.store.likeness import bands, fold, fold_prompt, same_answer, same_prompt, sign
from generator.store.records import in_order

HERE = Path(__file__).parent / "lock"
LONG = "把每一层的输入标准化，训练时用小批量的均值和方差，推理时用滑动平均，再缩放和平移。"
OTHER = "先随机抽样本和特征，各自长成一棵树，分类时投票，回归时取平均，袋外样本可以用来评价。"


def entry(prompt, answer="", *, path="a.md", section=(), line=1, images=()):
    return Entry(
        id=EntryId(""),
        prompt=prompt,
        prompt_markdown=Markdown(prompt),
        kind=Kind.QUESTION,
        span=Span(path=path, line=line, end_line=line),
        section=section,
        answer=Answer(kind=AnswerKind.TEXT if answer else AnswerKind.NONE, text=answer),
        images=images,
    )


def bank(*entries):
    return Bank(entries=entries)


def ids(named):
    return [e.id for e in named.entries]


def built(*entries, lock=None):
    named, new, found = identify(bank(*entries), lock or Lock())
    return ids(named), new, found


def states(lock):
    return {record.id: record.state for record in lock.records}


# The text of the file


def sample():
    entries = (
        entry("什么是 Batch Normalization？", LONG, path="深度学习/一.md", section=("归一化", "a > b")),
        entry("什么是过拟合", "", path="深度学习/一.md"),
        entry("Tab\there, back\\slash", OTHER, path="b.md"),
    )
    return built(*entries)


def test_lock_looks_like_its_golden(golden):
    _, lock, _ = sample()
    removed, _, _ = identify(bank(), lock)
    assert removed.entries == ()
    golden(HERE / "sample.lock", write_lock(lock))


def test_ids_are_for_ever(golden):
    prompts = ("什么是过拟合？", "What is BatchNorm?", "L1 和 L2 的区别", "？！", "ＢＥＲＴ", "🙂")
    golden(HERE / "ids.txt", "".join(f"{built(entry(p))[0][0]} {p}\n" for p in prompts))


def test_golden_reads_back():
    text = (HERE / "sample.lock").read_text(encoding="utf-8")
    lock, found = read_lock(text)
    assert found == ()
    assert write_lock(lock) == text
    assert text.splitlines()[lock.line_of(lock.records[1].id) - 1].startswith(lock.records[1].id)
    assert lock.line_of("nowhere") == 0
    assert sorted(text.splitlines()[3:]) == text.splitlines()[3:]


id_texts = st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=12, max_size=12).map(EntryId)
texts = st.text(st.characters(codec=None, exclude_categories=()), min_size=1, max_size=30)
records = st.builds(
    Record,
    id=id_texts,
    state=st.just(State.LIVE),
    answer=st.text("abc234-", max_size=5).filter(lambda t: t != "-"),
    after=st.one_of(st.just(""), id_texts),
    path=texts,
    section=st.lists(texts, max_size=3).map(tuple),
    prompt=texts,
)
held = st.builds(Record, id=id_texts, state=st.just(State.HELD), others=st.lists(id_texts, max_size=2).map(tuple))
comments = st.lists(st.just("# mine").map(str), max_size=1).map(tuple)


@given(st.lists(st.one_of(records, held), unique_by=lambda r: r.id), comments)
def test_write_then_read_is_the_identity(recorded, remarks):
    lock = Lock(records=tuple(sorted(recorded, key=lambda r: r.id)), comments=remarks)
    text = write_lock(lock)
    assert read_lock(text) == (lock, ())
    assert read_lock(text.replace("\n", "\r\n")) == (lock, ())
    assert not set(text) & set("\x00\r\u2028")
    text.encode("utf-8")


@given(st.text(max_size=300))
def test_any_text_reads_without_a_traceback(text):
    lock, _ = read_lock(text)
    assert read_lock(write_lock(lock))[0] == lock


@given(st.data())
def test_any_cut_or_smudge_keeps_every_id_whose_line_begins_well(data):
    _, lock, _ = sample()
    text = write_lock(lock)
    at = data.draw(st.integers(0, len(text)))
    damaged = text[:at] + data.draw(st.text(max_size=5)) + text[at + data.draw(st.integers(0, 40)) :]
    survived, found = read_lock(damaged)
    assert {r.id for r in lock.records if f"\n{r.id}\t" in damaged} <= {r.id for r in survived.records}
    assert all(d.code is Code.BAD_LOCK for d in found)
    identify(bank(entry("什么是过拟合")), survived)


# Damage


def test_both_sides_of_a_conflict_are_taken():
    _, lock, _ = sample()
    lines = write_lock(lock).splitlines()
    mine, base, theirs = (lines[3].replace("Normalization", word) for word in ("Norm", "Normalization", "Renorm"))
    one, two = lines[4:]
    text = "\n".join(
        [*lines[:3], "<<<<<<< HEAD", mine, one, "||||||| 1234", base, "=======", theirs, two, ">>>>>>> b", ""]
    )
    merged, found = read_lock(text)
    assert {r.id for r in merged.records} == {r.id for r in lock.records}
    assert {d.span.line for d in found if "conflict" in d.message} == {4}
    assert all(d.code is Code.BAD_LOCK and d.severity is Severity.WARNING for d in found)


def test_marker_without_a_beginning_is_told():
    _, found = read_lock(f"{write_lock(Lock())}=======\n>>>>>>> b\n")
    assert [d.span.line for d in found] == [4]


def test_one_id_on_two_lines_counts_once_the_present_first():
    gone = Record(id=EntryId("a" * 12), state=State.GONE, path="a.md", prompt="前")
    live = Record(id=EntryId("a" * 12), path="a.md", prompt="后")
    lock, found = read_lock(write_lock(Lock(records=(gone, live))))
    assert lock.records == (live,)
    assert [(d.code, d.span.line) for d in found] == [(Code.BAD_LOCK, 4)]
    assert read_lock(write_lock(Lock(records=(live, live))))[1] == ()


@pytest.mark.parametrize(("cut", "kept"), [("\t", "{id}"), ("\tlive", "{id}\tlive"), ("\tsleeping", None)])
def test_damaged_line_keeps_its_id(cut, kept):
    names, lock, _ = built(entry("什么是过拟合", LONG), entry("什么是欠拟合", OTHER))
    text = write_lock(lock)
    line = next(x for x in text.splitlines() if x.startswith(names[0]))
    torn = kept.format(id=names[0]) if kept else line.replace("\tlive", cut)
    survived, found = read_lock(text.replace(line, torn))
    assert states(survived) == {names[0]: State.HELD, names[1]: State.LIVE}
    assert [(d.code, d.span.line) for d in found] == [(Code.BAD_LOCK, lock.line_of(names[0]))]
    again, healed, _ = built(entry("什么是过拟合", LONG), entry("什么是欠拟合", OTHER), lock=survived)
    assert (again, healed) == (names, lock)


def test_damaged_line_of_an_edited_question_is_held_until_the_user_says():
    first, lock, _ = built(entry("什么是过拟合，怎么办", LONG))
    names, lock, _ = built(entry("什么是过拟合，如何应对", LONG), lock=lock)
    assert names == first
    survived, _ = read_lock(f"{write_lock(Lock())}{names[0]}\tli\n")
    fresh, held_lock, found = built(entry("什么是过拟合，如何应对", LONG), lock=survived)
    assert fresh != names
    assert states(held_lock)[names[0]] is State.HELD
    assert [(d.code, d.span) for d in found] == [
        (
            Code.AMBIGUOUS_IDENTITY,
            Span(path="study.lock", line=held_lock.line_of(names[0]), end_line=held_lock.line_of(names[0])),
        )
    ]
    assert built(entry("什么是过拟合，如何应对", LONG), lock=held_lock) == (fresh, held_lock, found)


@pytest.mark.parametrize(("said", "state"), [("gone", State.GONE), ("is:{fresh}", State.LIVE)])
def test_user_decides_about_a_line_that_lost_its_text(said, state):
    damaged, _ = read_lock(f"{write_lock(Lock())}oldoldoldold\tli\n")
    fresh, lock, _ = built(entry("什么是过拟合", LONG), lock=damaged)
    text = write_lock(lock).replace("oldoldoldold\theld", f"oldoldoldold\t{said.format(fresh=fresh[0])}")
    decided, found = read_lock(text)
    assert found == ()
    again, new, found = built(entry("什么是过拟合", LONG), lock=decided)
    assert again == (["oldoldoldold"] if state is State.LIVE else fresh)
    assert states(new)["oldoldoldold"] is state
    assert found == ()


def test_line_without_an_id_stays_as_a_comment():
    text = f"{write_lock(Lock())}# mine\nwhat is this\n\n"
    lock, found = read_lock(text)
    assert lock.comments == ("# mine", "# unreadable: what is this")
    assert [(d.code, d.span.line) for d in found] == [(Code.BAD_LOCK, 5)]
    assert read_lock(write_lock(lock)) == (lock, ())


@pytest.mark.parametrize(
    ("text", "message", "writable"),
    [
        ("# studypress lock 2\n", "version 2", False),
        ("# studypress lock two\n", "unreadable version", True),
        ("# something else\n", "does not begin", True),
        ("# studypress lock 1", "no end", True),
    ],
)
def test_header_is_checked(text, message, writable):
    lock, found = read_lock(text)
    assert [d.code for d in found] == [Code.BAD_LOCK]
    assert message in found[0].message
    assert lock.writable is writable


def test_newer_version_keeps_what_can_be_read():
    _, lock, _ = sample()
    newer, found = read_lock(write_lock(lock).replace("lock 1", "lock 9"))
    assert newer.records == lock.records
    assert found[0].severity is Severity.ERROR


def test_empty_file_is_an_empty_lock():
    assert read_lock("") == (Lock(), ())
    assert read_lock("\ufeff" + write_lock(Lock())) == (Lock(), ())


def test_load_lock(tmp_path):
    assert load_lock(tmp_path / "study.lock") == (Lock(), ())
    _, lock, _ = sample()
    (tmp_path / "study.lock").write_bytes(write_lock(lock).encode() + b"\xff\xfe\n")
    loaded, found = load_lock(tmp_path / "study.lock")
    assert loaded.records == lock.records
    assert [d.span for d in found] == [Span(path="study.lock", line=7, end_line=7)]
    with pytest.raises(StudypressError, match="cannot be read"):
        load_lock(tmp_path)


# Ids without a lock


def test_same_text_has_the_same_id_on_a_fresh_clone():
    one, _, _ = built(entry("什么是 过拟合？", LONG, path="a.md"))
    other, _, _ = built(entry("什么是过拟合?", OTHER, path="b/c.md", section=("x",)), entry("别的"))
    assert one[0] == other[0]


def test_repeated_prompts_get_ids_from_section_answer_and_order():
    entries = (
        entry("原理", LONG, section=("LSTM",)),
        entry("原理", OTHER, section=("GRU",)),
        entry("原理", LONG, section=("GRU",)),
        entry("原理", section=("RNN",)),
        entry("原理", section=("RNN",)),
    )
    names, _, found = built(*entries)
    assert len(set(names)) == 5
    assert found == ()
    backwards, _, _ = built(*reversed(entries))
    assert backwards[::-1][:3] == names[:3]
    assert set(backwards) == set(names)


@pytest.mark.parametrize("at", [0, 1, 2])
def test_third_duplicate_shifts_no_recorded_id(at):
    two = [entry("原理", section=("RNN",)), entry("中间", OTHER), entry("原理", section=("RNN",))]
    names, lock, _ = built(*two)
    three = [*two]
    three.insert(at * 3 // 2, entry("原理", section=("RNN",)))
    again, _, found = built(*three, lock=lock)
    assert set(names) < set(again)
    assert found == ()


def test_duplicate_of_a_recorded_question_does_not_take_its_id():
    names, lock, _ = built(entry("什么是词向量", LONG, path="b.md"))
    again, _, found = built(
        entry("什么是词向量", OTHER, path="a.md"), entry("什么是词向量", LONG, path="b.md"), lock=lock
    )
    assert again[1] == names[0] != again[0]
    assert found == ()


def test_new_question_with_the_old_words_of_an_edited_one_gets_its_own_id():
    names, lock, _ = built(entry("什么是词向量", LONG))
    names2, lock, _ = built(entry("什么是静态的词向量", LONG), lock=lock)
    assert names2 == names
    again, _, _ = built(entry("什么是静态的词向量", LONG), entry("什么是词向量", OTHER), lock=lock)
    assert again[0] == names[0] != again[1]


# Ids with a lock


@pytest.mark.parametrize(
    "after",
    [
        entry("什么是 批归一化 ？", LONG),
        entry("什么是批归一化，有何用", LONG),
        entry("批归一化", LONG),
        entry("什么是批归一化", LONG[:20]),
        entry("什么是批归一化", OTHER),
        entry("什么是批归一化"),
        entry("什么是批归一化", LONG, path="new.md"),
        entry("什么是批归一化", LONG, path="new.md", section=("训练",)),
        entry("讲讲它的做法和用处", LONG),
    ],
)
def test_edited_or_moved_question_keeps_its_id(after):
    around = (entry("随机森林怎么训练？", OTHER), entry("卷积的参数量怎么算？"))
    names, lock, _ = built(around[0], entry("什么是批归一化", LONG), around[1])
    again, new, found = built(around[0], after, around[1], lock=lock)
    assert sorted(again) == sorted(names)
    assert again[1] == names[1]
    assert found == ()
    assert set(states(new).values()) == {State.LIVE}


def test_another_question_in_the_same_place_gets_a_fresh_id():
    names, lock, _ = built(entry("什么是批归一化", LONG))
    again, new, found = built(entry("随机森林怎么训练？", OTHER), lock=lock)
    assert again != names
    assert states(new)[names[0]] is State.GONE
    assert found == ()


def test_short_prompt_in_another_section_is_another_question():
    names, lock, _ = built(entry("原理", LONG, section=("LSTM",)))
    again, new, found = built(entry("原理", OTHER, section=("GRU",)), lock=lock)
    assert again != names
    assert states(new)[names[0]] is State.HELD
    assert [d.code for d in found] == [Code.AMBIGUOUS_IDENTITY]


def test_short_prompt_without_answer_follows_its_section_or_neighbours():
    names, lock, _ = built(entry("定义", section=("LSTM",)), entry("随机森林怎么训练？", OTHER, section=("LSTM",)))
    renamed, lock, _ = built(
        entry("定义", section=("长短期记忆",)), entry("随机森林怎么训练？", OTHER, section=("长短期记忆",)), lock=lock
    )
    assert renamed == names
    moved, _, _ = built(entry("定义", section=("长短期记忆",), path="b.md"), lock=lock)
    assert moved == names[:1]


def test_removed_question_leaves_a_tombstone_and_returns():
    names, lock, _ = built(entry("什么是批归一化", LONG), entry("随机森林怎么训练？", OTHER))
    _, without, found = built(entry("随机森林怎么训练？", OTHER), lock=lock)
    assert states(without)[names[0]] is State.GONE
    assert found == ()
    again, back, _ = built(entry("随机森林怎么训练？", OTHER), entry("什么是批归一化", LONG, path="b.md"), lock=without)
    assert again == names[::-1]
    assert set(states(back).values()) == {State.LIVE}


def test_tombstone_inherits_only_beyond_doubt():
    names, lock, _ = built(entry("什么情况下批归一化会失效", LONG))
    _, gone, _ = built(lock=lock)
    slightly, _, _ = built(entry("什么情况下批归一化会失效呀", LONG, path="b.md"), lock=gone)
    assert slightly == names
    other, new, found = built(entry("什么情况下层归一化会失效", OTHER), lock=gone)
    assert other != names
    assert found == ()
    assert states(new)[names[0]] is State.GONE


def test_exact_return_beats_a_likeness():
    names, lock, _ = built(entry("为什么要用批归一化训练网络", LONG))
    _, gone, _ = built(lock=lock)
    later, lock, _ = built(entry("为什么要用层归一化训练网络", LONG + "句子长短不一。"), lock=gone)
    assert later != names
    again, _, _ = built(entry("为什么要用批归一化训练网络", LONG), lock=lock)
    assert again == names


def ambiguous():
    names, lock, _ = built(entry("梯度消失和梯度爆炸怎么解决", LONG + OTHER))
    halves = (entry("梯度消失怎么解决好", LONG, line=3), entry("梯度爆炸怎么解决好", OTHER, line=9))
    return names[0], lock, halves


def test_split_question_is_asked_about_not_guessed():
    old, lock, halves = ambiguous()
    fresh, held_lock, found = built(*halves, lock=lock)
    assert old not in fresh
    assert states(held_lock)[old] is State.HELD
    assert len(found) == 1
    assert (found[0].code, found[0].span) == (Code.AMBIGUOUS_IDENTITY, halves[0].span)
    assert "a.md:9" in found[0].message
    assert f"study.lock:{held_lock.line_of(old)}" in found[0].hint
    assert f"`is:{fresh[0]}` or `is:{fresh[1]}`" in found[0].hint
    assert built(*halves, lock=held_lock) == (fresh, held_lock, found)


def test_merged_questions_are_held_or_one_goes_on():
    names, lock, _ = built(entry("梯度消失怎么解决好", LONG), entry("梯度爆炸怎么解决好", OTHER))
    both, new, found = built(entry("梯度消失和梯度爆炸怎么解决", LONG + OTHER), lock=lock)
    assert both[0] not in names
    assert [states(new)[name] for name in names] == [State.HELD, State.HELD]
    assert [d.code for d in found] == [Code.AMBIGUOUS_IDENTITY] * 2


@pytest.mark.parametrize("way", ["file", "call"])
def test_user_says_it_is_the_same_question(way):
    old, lock, halves = ambiguous()
    below = entry("卷积的参数量怎么算？", LONG[::-1], line=20)
    fresh, lock, _ = built(*halves, below, lock=lock)
    if way == "file":
        text = write_lock(lock).replace(f"held:{','.join(sorted(fresh[:2]))}", f"is:{fresh[1]}")
        lock, found = read_lock(text)
        assert found == ()
    else:
        lock = resolve(lock, {old: fresh[1]})
    again, new, found = built(*halves, below, lock=lock)
    assert again == [fresh[0], old, fresh[2]]
    assert states(new)[fresh[1]] is State.GONE
    assert found == ()
    assert built(*halves, below, lock=new) == (again, new, ())


def test_user_says_it_has_gone():
    old, lock, halves = ambiguous()
    fresh, lock, _ = built(*halves, lock=lock)
    again, new, found = built(*halves, lock=resolve(lock, {old: None, fresh[0]: None}))
    assert again == fresh
    assert states(new) == {old: State.GONE, fresh[0]: State.LIVE, fresh[1]: State.LIVE}
    assert found == ()


def test_held_id_goes_when_everything_it_could_be_has_gone():
    old, lock, halves = ambiguous()
    _, lock, _ = built(*halves, lock=lock)
    _, one_left, found = built(halves[0], lock=lock)
    assert states(one_left)[old] is State.HELD
    assert len(found) == 1
    _, none_left, found = built(lock=one_left)
    assert states(none_left)[old] is State.GONE
    assert found == ()


def test_undoing_the_edit_resolves_it():
    old, lock, halves = ambiguous()
    _, lock, _ = built(*halves, lock=lock)
    back, new, found = built(entry("梯度消失和梯度爆炸怎么解决", LONG + OTHER), lock=lock)
    assert back == [old]
    assert found == ()
    assert sorted(states(new).values()) == [State.GONE, State.GONE, State.LIVE]


def test_answer_that_names_no_entry_is_told():
    old, lock, halves = ambiguous()
    _, lock, _ = built(*halves, lock=lock)
    wrong = resolve(lock, {old: "nobodyatall2"})
    again, new, found = built(*halves, lock=wrong)
    assert [d.code for d in found] == [Code.BAD_LOCK, Code.AMBIGUOUS_IDENTITY]
    assert states(new)[old] is State.HELD
    assert old not in again
    later, lock, found = built(*halves, lock=new)
    assert (later, lock) == (again, new)
    assert [d.code for d in found] == [Code.AMBIGUOUS_IDENTITY]


def test_picture_answers_tell_entries_apart():
    one, two = entry("图", images=("a.png",)), entry("图", images=("b.png",))
    names, lock, _ = built(one, two)
    swapped, _, _ = built(two, one, lock=lock)
    assert swapped == names[::-1]


def test_many_like_prompts_stay_with_their_sections():
    entries = [entry("优缺点", section=(f"方法{i}",), line=i) for i in range(120)]
    names, lock, _ = built(*entries)
    shuffled = random.Random(1).sample(range(120), 120)
    again, _, found = built(*(entries[i] for i in shuffled), lock=lock)
    assert again == [names[i] for i in shuffled]
    assert found == ()


def test_documents_and_topics_pass_through():
    whole = Bank(entries=(entry("什么是过拟合"),))
    named, _, _ = identify(whole, Lock())
    assert named.documents == whole.documents
    assert named.entries[0].prompt == "什么是过拟合"


# The bank.json of an earlier build


def as_json(named):
    rows = [
        {
            "id": e.id,
            "prompt": e.prompt,
            "source": {"path": e.span.path, "line": e.span.line},
            "section": list(e.section),
            "answer": {"kind": "text", "text": e.answer.text},
            "images": list(e.images),
            "links": list(e.links),
        }
        for e in named.entries
    ]
    return json.dumps({"schema": 1, "entries": rows})


def test_lock_is_rebuilt_from_bank_json():
    entries = (
        entry("什么是批归一化", LONG, section=("归一化", " ")),
        entry("图", images=("a.png",)),
        entry("随机森林怎么训练？", OTHER, path="b.md"),
    )
    _, first, _ = built(*entries)
    edited = (entry("何为批归一化？", LONG, section=("归一化", " ")), *entries[1:])
    named, lock, _ = identify(bank(*edited), first)
    assert rebuild_from_bank_json(as_json(named)) == (lock, ())


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"entries": 3}', "[" * 100_000, "nul"])
def test_what_is_no_bank_is_told(text):
    lock, found = rebuild_from_bank_json(text)
    assert lock == Lock()
    assert [(d.code, d.severity) for d in found] == [(Code.BAD_LOCK, Severity.ERROR)]


def test_unusable_entries_of_bank_json_are_counted():
    rows = [3, {"id": "x y"}, {"id": "abcdefgh"}, {"id": "abcdefgh2", "prompt": "问", "section": "no", "source": 1}]
    lock, found = rebuild_from_bank_json(json.dumps({"entries": rows}))
    assert [r.id for r in lock.records] == ["abcdefgh2"]
    assert "3 of 4" in found[0].message


# Likeness


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("什么是 BN ？", "什么是bn"),
        ("Ｗｈａｔ  is\u3000BN?", "what is bn"),
        ("A/B、C。", "a/b c"),
        ("\u200bC++ 与 C#", "c++与c#"),
        ("ver. 2.0.", "ver.2.0"),
    ],
)
def test_folding(text, folded):
    assert fold(text) == folded
    assert fold(folded) == folded


def test_prompt_of_nothing_but_marks_keeps_them():
    assert fold_prompt(" ？！ ") == "？！"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("什么是过拟合", "过拟合是什么", Edit.SLIGHT),
        ("transfomer的结构", "transformer的结构", Edit.SLIGHT),
        ("tranfsormer的结构", "transformer的结构", Edit.SLIGHT),
        ("over fitting", "overfitting", Edit.SLIGHT),
        ("what is overfitting", "explain overfitting", Edit.SLIGHT),
        ("过拟和怎么办", "过拟合怎么办", Edit.SWAPPED),
        ("bert的结构", "bert base的结构", Edit.SWAPPED),
        ("textcnn的结构", "textrnn的结构", Edit.TERM),
        ("l1正则化", "l2正则化", Edit.TERM),
        ("为什么用bn", "为什么不用bn", Edit.TERM),
        ("adam的优点", "adam的缺点", Edit.TERM),
        ("为什么bn比ln好", "为什么ln比bn好", Edit.TERM),
        ("encoder做什么", "decoder做什么", Edit.TERM),
        ("决策树怎么剪枝", "gpt怎么剪枝", Edit.TERM),
        ("a" * 3000, "a" * 3000, Edit.SLIGHT),
        ("a" * 3000, "a" * 3001, Edit.TERM),
    ],
)
def test_what_an_edit_did(one, other, expected):
    assert edit(one, other) is expected
    assert edit(other, one) is expected


def test_likeness_of_answers():
    assert sign("") == ""
    assert same_answer(sign(LONG), sign(LONG)) == 1.0
    assert same_answer(sign(LONG), sign(LONG + "完")) > 0.8
    assert same_answer(sign(LONG), sign(OTHER)) < 0.3
    assert same_answer(sign("略"), sign("略")) is None
    assert same_answer(sign(LONG), "") is None
    assert set(bands(sign(LONG))) & set(bands(sign(LONG + "完")))
    assert bands("") == ()


def test_likeness_of_prompts_beyond_comparing_is_their_overlap():
    assert same_prompt("a" * 500, "b" * 500, 0.25) == 0.25
    assert same_prompt("过拟合", "过拟合", 1.0) == 1.0


# Order


def test_records_stand_in_their_old_order_even_when_links_are_broken():
    def record(name, after, path="a.md"):
        return Record(id=EntryId(name), after=after, path=path, prompt=name)

    chain = [record("c", "b"), record("a", ""), record("b", "a"), record("z", "y", "b.md"), record("y", "", "b.md")]
    assert [r.id for r in in_order(chain)] == ["a", "b", "c", "y", "z"]
    loop = [record("a", "b"), record("b", "a"), record("c", "lost")]
    assert [r.id for r in in_order(loop)] == ["c", "a", "b"]
