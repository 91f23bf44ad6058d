"""The cheat sheet: answers condensed by rule, so that each line stands on its own and nothing is cut open."""

import importlib.util
import io
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from generator.markup.characters import width
from generator.markup.facts import facts
from generator.markup.html import render
from generator.markup.pieces import Piece, PieceKind, cells, lines, sentences, text_of, write
from generator.markup.text import plain
from generator.writers.condense import LIMIT, MAX_FORMULAS, condense
from generator.writers.sheet import sheet_context, write_sheet
from generator.writers.shorten import clip

HERE = Path(__file__).parent / "paper"
_spec = importlib.util.spec_from_file_location("paper_printing", HERE / "printing.py")
printing = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(printing)
entry = printing.entry

LONG = "这是很长的一句话" * 30


class Seen:
    """A sink that keeps what it was given."""

    def __init__(self):
        self.formulas = []

    def formula(self, tex, *, display, line):
        self.formulas.append(tex)
        return "∎"

    def picture(self, src, *, alt, zoom, line):
        return "▣"

    def code(self, text, *, language, line):
        return "▤"


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def press(tmp_path, cache):
    return printing.new_press(tmp_path, cache)


def short(answer="", oral="", **row):
    return condense(entry("问", answer, oral, **row))


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        ("第一句话在这里。第二句话。", "第一句话在这里。第二句话。"),
        ("概念一：\n(1) 甲方法\n(2) 乙方法\n(3) 丙方法", "①\xa0甲方法；②\xa0乙方法；③\xa0丙方法"),
        ("- 甲方法：很好用\n- 乙方法：很难用", "①\xa0甲方法：很好用；②\xa0乙方法：很难用"),
        (f"- 甲方法：{LONG}\n- 乙方法：{LONG}", "①\xa0甲方法；②\xa0乙方法"),
        ("(1) 甲：\n  (a) 甲的一面。\n(2) 乙：\n  (a) 乙的一面。", "①\xa0甲：甲的一面；②\xa0乙：乙的一面"),
        ("- 甲\n    - 里面的一点\n- 乙", "①\xa0甲；②\xa0乙"),
        ("1. first point\n2. second point", "①\xa0first point; ②\xa0second point"),
        ("前面的话。**重点**在这里。后面的话。", "<b>重点</b>在这里。"),
        ("**小标题**\n\n正文说了什么。", "正文说了什么。"),
        ("开头的一句话。所以**它**很重要。", "开头的一句话。所以<b>它</b>很重要。"),
        ("如下图所示的结构。真正的内容在这里。", "真正的内容在这里。"),
        ("公式见下图。", "公式见下图。"),
        ("什么意思呢？意思是这样的。", "意思是这样的。"),
        ("详情参考：https://example.org/a", ""),
        ("https://example.org/a", ""),
        ("![图](a.png)", ""),
        ("是", "是"),
        ("```\ncode\n```\n| a | b |\n|---|---|\n| 1 | 2 |", ""),
        ("误差是 $e$ 的平方。\n\n$$e=1$$", "误差是 \\(e\\) 的平方。\n\n$$e=1$$"),
        ("$$e=1$$", "$$e=1$$"),
        ("$$a$$\n\n$$b$$\n\n$$c$$", "$$a$$\n\n$$b$$"),
        ("![[公式]](https://www.zhihu.com/equation?tex=x%2By)就是和。", "\\(x+y\\)就是和。"),
        ("调用 `next()` 就行。", "调用 `next()` 就行。"),
        ("没有句号的一行文字\n另一行没有句号的文字", "没有句号的一行文字；另一行没有句号的文字"),
        ("![](p.png) **重要的字**和别的字。", "<b>重要的字</b>和别的字。"),
        (f"{'word ' * 13}\nwrapped by an editor", f"{'word ' * 13}wrapped by an editor"),
        (f"**甲**{'一' * 50}。**乙**{'二' * 50}。", f"<b>甲</b>{'一' * 50}。"),
        ("A first line\nanother line", "A first line; another line"),
    ],
)
def test_rules(answer, wanted):
    assert short(answer) == wanted


def test_the_spoken_answer_comes_first():
    assert short("**别的**重点。", "口头这样说。") == "口头这样说。"


def test_a_choice_question_is_condensed_to_its_key():
    assert short("解释。", options=["甲", "乙", "丙"], right=[0, 2]) == "甲；丙"


def test_a_list_of_whole_sentences_is_no_list_of_heads():
    assert short(f"- {LONG}，没有冒号\n- {LONG}，也没有") == f"{LONG[:79]}…"


def test_many_points_end_with_an_ellipsis():
    text = short("\n".join(f"- 一个不长也不短的要点{i:02}" for i in range(30)))
    assert text.endswith("；…")
    assert width(plain(text)) <= LIMIT + 8


def test_points_beyond_twenty_are_numbered_in_brackets():
    assert short("\n".join(f"- p{i}" for i in range(22))).endswith("; (21)\xa0p20; (22)\xa0p21")


def test_special_characters_read_back_as_themselves():
    for text in (
        "a*b*c",
        "1. x",
        "- x",
        "[a](b)",
        "<b>",
        "x_1_2",
        "a|b",
        "5$ 和 6$",
        "`",
        "# x",
        "A & B &amp;",
        "~~x~~",
    ):
        assert plain(write((Piece(text=text),))) == text


def test_tex_is_written_in_delimiters_that_it_does_not_hold():
    assert write((Piece(text="a\\)b", kind=PieceKind.MATH),)) == "$a\\)b$"
    assert write((Piece(text="a\\)b$", kind=PieceKind.MATH),)) == ""
    assert write((Piece(text="a % b\n\n\nc", kind=PieceKind.MATH),)) == "\\(a % b\nc\\)"
    assert short("\\[a$$b\\]") == "\\[a$$b\\]"


def test_code_with_backticks_survives():
    for text in ("a`b", "`a`", " a "):
        (piece,) = lines(write((Piece(text=text, kind=PieceKind.CODE),)))[0].pieces
        assert (piece.kind, piece.text) == (PieceKind.CODE, text)


def test_sentences_do_not_end_inside_brackets():
    found = [text_of(s) for s in sentences((Piece(text="甲（其一。其二。）之后。乙。v1.2 is out. Yes"),))]
    assert found == ["甲（其一。其二。）之后。", "乙。", "v1.2 is out.", " Yes"]


@pytest.mark.parametrize(
    ("text", "limit", "wanted"),
    [
        ("短句。", 20, "短句。"),
        ("第一分句，第二分句，第三分句", 20, "第一分句…"),
        ("没有任何标点的长句子一直写下去", 12, "没有任何标…"),
        ("some words without any comma", 15, "some words…"),
        ("1,000,000 rows", 8, "1,000…"),
        ("甲（一，二，三，四，五）后", 14, "甲（一，二…"),
    ],
)
def test_clipping(text, limit, wanted):
    assert text_of(clip((Piece(text=text),), limit)) == wanted


def test_clipping_never_opens_code_or_stress():
    code = Piece(text="x" * 50, kind=PieceKind.CODE)
    assert clip((code,), 20) == ()
    assert text_of(clip((Piece(text="前面的字"), code), 20)) == "前面的字…"
    strong = Piece(text="重" * 30, strong=True)
    assert text_of(clip((Piece(text="前面的字"), strong), 20)) == "前面的字…"
    assert not any(piece.strong for piece in clip((strong,), 20))


ATOMS = st.sampled_from(
    [
        *"，。（）；：*<$`|\\\n",
        *("重点", "**粗，体。字**", "$a_1，b$", "`co，de`", "\n\n", "- ", "（1）", "1. ", "word ", "**", "$$x=1$$"),
        *("\n$$\\frac{a}{b}$$\n", "![](p.png)", "所以", "如下图", "https://e.org/x"),
    ]
)


@given(st.lists(ATOMS, max_size=40).map("".join), st.lists(ATOMS, max_size=8).map("".join))
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_condensed_answers_are_short_and_balanced(answer, oral):
    text = short(answer, oral)
    paragraph, *formulas = text.split("\n\n") if text else [""]
    if paragraph.startswith(("$$", "\\[")):
        paragraph, formulas = "", [paragraph, *formulas]
    assert len(formulas) <= MAX_FORMULAS
    read = lines(paragraph)
    assert len(read) <= 1
    pieces = read[0].pieces if read else ()
    assert cells(pieces) <= LIMIT + 20
    known = {formula.tex for part in (answer, oral) for formula in facts(part).math}
    sink = Seen()
    html = render(text, sink)
    assert set(sink.formulas) <= {" ".join(tex.split()) for tex in known} | known
    assert html.count("<b>") == html.count("</b>")
    codes = {
        piece.text
        for part in (answer, oral)
        for line in lines(part)
        for piece in line.pieces
        if piece.kind is PieceKind.CODE
    }
    assert {piece.text for piece in pieces if piece.kind is PieceKind.CODE} <= codes


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_is_condensed_without_harm(text):
    assert isinstance(short(text, text[::-1]), str)


def page_of(bank, press):
    return press.page("sheet.html.j2", **sheet_context(bank, press))


def test_the_page_looks_as_agreed(press, golden):
    golden(HERE / "sheet.html", printing.without_data(page_of(printing.small_bank(), press)))


def test_an_answer_that_cannot_be_condensed_points_to_the_guide(press):
    bank = printing.bank_of(entry("图", "![](a.png)"), entry("式", "$$x$$"))
    html = page_of(bank, press)
    assert html.count('class="see"') == 1
    assert "见手册 1.1" in html


def test_the_pdf(tmp_path, cache):
    bank = printing.bank_of(*(entry(f"概念{i}", f"{LONG}，然后，第{i}句。", section=["s"]) for i in range(200)))
    press = printing.new_press(tmp_path, cache, language="en", paper="Letter")
    artifact = write_sheet(bank, press)
    assert artifact.path == "sheet.pdf"
    assert not [found for found in press.found if found.code == "typesetting"]
    printing.check(artifact.data, tmp_path)
    reader = PdfReader(io.BytesIO(artifact.data))
    page = reader.pages[0].mediabox
    assert (round(float(page.width)), round(float(page.height))) == (792, 612)
    assert 2 <= len(reader.pages) <= 8
    text = printing.pdf_text(artifact.data, tmp_path, "-raw")
    found = [int(number) for number in re.findall(r"概念(\d+)", text)]
    assert found == list(range(200))
    rights = re.findall(r'xMax="([\d.]+)"', printing.pdf_text(artifact.data, tmp_path, "-bbox"))
    assert max(map(float, rights)) < 792 - 20
