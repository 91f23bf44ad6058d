"""Every dialect's documents are read as their golden files say, and nothing is ever lost."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import Code
from generator.model.bank import AnswerKind, Bank, Marker
from generator.readers import DIALECTS, Correction, Taught, read, taught_dialects
from generator.readers.source import Source, decode
from generator.writers.native import bank_json

HERE = Path(__file__).parent / "readers"
VALID = sorted(HERE.glob("*/valid/*.md"))
INVALID = sorted(HERE.glob("*/invalid/*.md"))
assert VALID, "no documents to read"
assert INVALID, "no documents to refuse"


def source(text: str, path: str = "note.md") -> Source:
    return Source(path=path, text=text, encoding="utf-8")


def entries(text: str):
    return read(source(text)).entries


@pytest.mark.parametrize("path", VALID, ids=lambda p: f"{p.parent.parent.name}/{p.stem}")
def test_document(path, golden):
    got = read(source(path.read_text(encoding="utf-8"), path.name))
    assert got.document.dialect == path.parent.parent.name
    bank = Bank(documents=(got.document,), entries=got.entries)
    golden(path.with_suffix(".json"), bank_json(bank, got.found))


@pytest.mark.parametrize("path", INVALID, ids=lambda p: f"{p.parent.parent.name}/{p.stem}")
def test_document_of_no_such_dialect(path):
    got = read(source(path.read_text(encoding="utf-8"), path.name))
    assert got.document.dialect != path.parent.parent.name or not got.entries
    assert path.parent.parent.name not in got.document.reason


@pytest.mark.parametrize("paths", [VALID, INVALID])
def test_every_dialect_has_documents(paths):
    shown = {path.parent.parent.name for path in paths}
    assert {dialect.name for dialect in DIALECTS} <= shown


def covered(got) -> set[int]:
    lines = set()
    for entry in got.entries:
        lines.update(range(entry.span.line, entry.span.end_line + 1))
    for skipped in got.document.skipped:
        lines.update(range(skipped.line, skipped.end_line + 1))
    return lines


PIECES = st.sampled_from(
    [
        "# 标题",
        "## 1, 问题",
        "1. 什么？",
        "2. 为什么？",
        "- 3、如何",
        "> 4、怎么",
        "<details>",
        "</details>",
        "<summary>答案</summary>",
        "```",
        "$$",
        "<!--",
        "-->",
        "**为什么**",
        "**标签**",
        "（2024.1.2 某司二面）",
        "不知道",
        "https://a.b/c",
        "![x](y.png)",
        "A. 甲",
        "B. 乙",
        "答案：B",
        "- [x] 是",
        "Q: a?",
        "A: b",
        "---",
        "",
        "  ",
        "\ttext",
        "⭐️",
        "[TOC]",
        "$x$",
        "正文。",
        "场景题",
        "## 场景题",
        "甲::乙",
        "#flashcards",
        "- 甲 #card",
        "?",
        "==空==",
        "{{c1::空}}",
        "| 问题 | 答案 |",
        "|---|---|",
        "| 甲 | 乙 |",
        "术语",
        ": 定义",
        "<dt>甲</dt>",
        "<dd>乙</dd>",
        "> [!question] 甲",
        '??? question "甲"',
        "    缩进",
        "::甲:: 乙 {=丙 ~丁}",
        "## 参考答案",
        "1-2 AB",
        "（1～2 题共用选项）",
        "1. 甲（√）",
        "- **甲**：乙",
        "**Q1:** 甲",
        "**A1:** 乙",
        "1.1 甲？",
        "1.",
        "甲\t乙",
        "<h2>甲</h2>",
        "===",
        "%",
        "<summary>甲",
        "</summary>",
    ]
)


@given(st.lists(PIECES, max_size=25).map("\n".join))
def test_every_line_is_accounted_for(text):
    got = read(source(text))
    wanted = {n for n, line in enumerate(text.split("\n"), 1) if line.strip()}
    assert wanted <= covered(got)
    spans = [(e.span.line, e.span.end_line) for e in got.entries]
    assert spans == sorted(spans)
    assert all(a[1] < b[0] for a, b in itertools.pairwise(spans))
    skipped = [n for s in got.document.skipped for n in range(s.line, s.end_line + 1)]
    inside = {n for first, last in spans for n in range(first, last + 1)}
    assert not inside & set(skipped)


@given(st.text(max_size=300))
def test_reading_cannot_fail(text):
    read(source(text))


@given(st.binary(max_size=300))
def test_decoding_cannot_fail(data):
    got, found = decode(data, "x.md")
    assert (got is None) <= bool(found)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(encoding, newline):
    text = "1. 什么是编码？\n把字符变成字节。\n\n2. 为什么会乱码？\n读写用了不同的编码。"
    got, found = decode(text.replace("\n", newline).encode(encoding), "x.md")
    assert got is not None
    assert got.text == text
    assert [d.code for d in found] == ([Code.GUESSED_ENCODING] if encoding == "gb18030" else [])
    assert len(read(got).entries) == 2


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", Code.EMPTY_FILE),
        (b" \n\t\n", Code.EMPTY_FILE),
        (b"1. a?\x00b", Code.BINARY_FILE),
        (bytes(range(256)) * 9, Code.BINARY_FILE),
        (b"x" * 21_000_000, Code.HUGE_FILE),
    ],
)
def test_files_that_are_no_notes(data, code):
    got, found = decode(data, "x.md")
    assert got is None
    assert [d.code for d in found] == [code]
    assert found[0].hint


def test_marks_and_remarks():
    (one,) = entries("# 面试题集\n\n## ⚡️⭐️什么是栈？\n\n（2023.4.5 字节跳动后端一面）\n\n后进先出。")
    assert one.prompt == "什么是栈？"
    assert one.markers == {Marker.ASKED, Marker.FREQUENT}
    assert one.asked is not None
    assert (one.asked.date, one.asked.company, one.asked.role, one.asked.round) == (
        "2023-04-05",
        "字节跳动",
        "后端",
        "一面",
    )
    assert one.answer.text == "后进先出。"


def test_a_dated_remark_is_no_answer():
    (one,) = entries("## 什么是栈？\n\n（2023.4.5 某司一面）")
    assert not one.answered
    assert one.span.end_line == 3


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("", AnswerKind.NONE),
        ("TODO", AnswerKind.NONE),
        ("待补充", AnswerKind.NONE),
        ("答：略", AnswerKind.NONE),
        ("不知道", AnswerKind.UNKNOWN),
        ("我也不清楚啊。", AnswerKind.UNKNOWN),
        ("https://example.org/a", AnswerKind.LINK),
        ("![图](a.png)", AnswerKind.IMAGE),
        ("不知道的人很多。", AnswerKind.TEXT),
        ("$x$", AnswerKind.TEXT),
    ],
)
def test_kinds_of_answers(answer, kind):
    (one,) = entries(f"## 什么是栈？\n\n{answer}")
    assert one.answer.kind is kind


def test_unclosed_things_swallow_nothing():
    got = read(source("## 甲是什么？\n```\n代码\n\n## 乙是什么？\n答\n<!-- 没有结尾\n\n## 丙是什么？\n<details>\n答"))
    assert [e.prompt for e in got.entries] == ["甲是什么？", "乙是什么？", "丙是什么？"]
    codes = {d.code: d.span.line for d in got.found}
    assert codes == {Code.UNCLOSED_FENCE: 2, Code.UNCLOSED_COMMENT: 7, Code.UNCLOSED_DETAILS: 10}


def test_front_matter_and_force():
    text = "---\ndialect: outline\ntitle: 我的笔记\n---\n# 题\n\n1. 什么？\n甲\n\n2. 为何？\n乙"
    got = read(source(text))
    assert (got.document.dialect, got.document.title) == ("outline", "我的笔记")
    assert read(source(text), dialect="numbered-lines").document.dialect == "numbered-lines"
    assert read(source("1. 什么？\n甲"), dialect="outline").entries == ()


NOTE = "1. 甲是什么？\n甲。\n\n2. 乙是什么？\n乙。\n丙又是什么\n丙。\n\n3. 丁是什么？\n丁。"


def corrected(**row):
    return read(source(NOTE), corrections=[Correction(line=7, **row)])


def test_corrections():
    assert [e.prompt for e in corrected(action="split", text="丙又是").entries][2] == "丙又是什么"
    joined = corrected(action="join", text="乙是什么").entries
    assert [e.prompt for e in joined] == ["甲是什么？", "丁是什么？"]
    assert "丙。" in joined[0].answer.text
    ignored = corrected(action="ignore", text="乙是什么")
    assert len(ignored.entries) == 2
    assert ignored.document.skipped[0].reason == "ignored by study.toml"
    assert corrected(action="reword", text="丁是", prompt="丁为何物？").entries[2].prompt == "丁为何物？"


@pytest.mark.parametrize(
    "row",
    [
        {"action": "split", "text": "甲是什么"},
        {"action": "join", "text": "丙。"},
        {"action": "ignore", "text": "没有这句"},
        {"action": "reword", "text": "乙是"},
    ],
)
def test_a_correction_that_corrects_nothing_is_reported(row):
    (complaint,) = corrected(**row).found
    assert complaint.code is Code.UNUSED_OVERRIDE
    assert complaint.span.line == 7


def test_deep_nesting_is_read_in_no_time():
    for text in ("> " * 10_000 + "1. 什么？", "[" * 10_000, "1. 什么？\n" + "- " * 5_000, "(" * 10_000):
        read(source(text))


TAUGHT = """卡 1 » 什么是栈
用自己的话说。
↳ 后进先出。
例如一叠盘子。

卡 2 » 什么是队列
↳ 先进先出。

卡 3 » 什么是堆
"""


def taught(text: str, **row: str):
    dialects, found = taught_dialects([Taught(name="mine", line=4, **row)])
    return read(source(text), taught=dialects), found


def test_a_dialect_can_be_taught():
    got, found = taught(TAUGHT, question=r"卡 (?P<n>\d+) » (?P<text>.+)", answer="↳")
    assert not found
    assert got.document.dialect == "mine"
    assert [(e.number, e.prompt, e.answer.text) for e in got.entries] == [
        ("1", "什么是栈 用自己的话说。", "后进先出。\n例如一叠盘子。"),
        ("2", "什么是队列", "先进先出。"),
        ("3", "什么是堆", ""),
    ]


@pytest.mark.parametrize("question", [r"卡 \d+ » (.+)", r"卡 \d+ » "])
def test_what_is_taught_as_a_prompt(question):
    got, _ = taught(TAUGHT, question=question)
    assert [e.prompt for e in got.entries] == ["什么是栈", "什么是队列", "什么是堆"]
    assert got.entries[0].answer.text == "用自己的话说。\n↳ 后进先出。\n例如一叠盘子。"


@pytest.mark.parametrize("question", ["(", "x*"])
def test_a_pattern_that_cannot_be_used_is_reported(question):
    got, (complaint,) = taught(TAUGHT, question=question)
    assert complaint.code is Code.BAD_VALUE
    assert complaint.span.line == 4
    assert got.document.dialect == "none"


def test_a_pattern_that_never_matches_changes_nothing():
    got, _ = taught("1. 什么是栈？\n后进先出。\n\n2. 什么是堆？\n一棵树。", question="卡")
    assert got.document.dialect == "numbered-lines"
