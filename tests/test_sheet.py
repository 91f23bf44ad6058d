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
from generator.model.bank import Bank
from generator.writers.condense import LIMIT, MAX_FORMULAS, condense
from generator.writers.contrast import contrast
from generator.writers.packing import Block, balance, choose, deal, paged
from generator.writers.sheet import SheetWishes, sheet_context, write_sheet
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


def page_of(bank, press, **wishes):
    return press.page("sheet.html.j2", **sheet_context(bank, press, SheetWishes(**wishes))[0])


def test_the_page_looks_as_agreed(press, golden):
    golden(HERE / "sheet.html", printing.without_data(page_of(printing.small_bank(), press)))


def test_an_answer_that_cannot_be_condensed_points_to_the_guide(press):
    bank = printing.bank_of(entry("图", "![](a.png)"), entry("式", "$$x$$"))
    html = page_of(bank, press)
    assert html.count('class="see"') == 1
    assert "见手册 1.1" in html


def test_an_empty_bank_makes_an_empty_sheet(press):
    assert write_sheet(Bank(), press).data.startswith(b"%PDF")


def test_a_small_table_is_printed_as_it_is(press):
    rows = "\n".join(f"| {i} | 值 |" for i in range(3))
    assert "<td>2</td>" in page_of(printing.bank_of(entry("问", f"| 甲 | 乙 |\n|---|---|\n{rows}")), press)


@pytest.mark.parametrize(
    ("prompt", "answer", "sides"),
    [
        ("深拷贝与浅拷贝的区别", "浅拷贝只复制外层。深拷贝会递归复制。", ("深拷贝会递归复制", "浅拷贝只复制外层")),
        ("L1 正则和 L2 正则的区别", "L1 变稀疏。但是 L2 变小。两者都好。", ("L1 变稀疏", "L2 变小")),
        ("甲法和乙法的区别", "（1）甲法：\n（a）快。\n（2）乙法：\n（a）慢。", ("快", "慢")),
        ("甲法和乙法的区别", "甲法和乙法都很好。", None),
        ("甲法和乙法", "甲法快。乙法慢。", None),
        ("甲、乙和丙的区别", "甲快。乙慢。丙停。", None),
        ("甲法和乙法的区别", "甲法快。$$x$$ 它很好。", None),
    ],
)
def test_two_things_told_apart_stand_side_by_side(prompt, answer, sides):
    found = contrast(entry(prompt, answer))
    assert (tuple(side.text for side in found) if found else None) == sides


def test_sides_are_printed_as_a_table(press):
    html = page_of(printing.bank_of(entry("LSTM 和 GRU 的区别", "LSTM 大。GRU 小。")), press)
    assert '<table class="sides"><tr><th>LSTM</th><th>GRU</th></tr><tr><td>LSTM 大</td><td>GRU 小</td></tr>' in html


def test_a_long_side_is_cut_at_a_clause():
    found = contrast(entry("LSTM 和 GRU 的区别", f"LSTM {LONG}，然后。LSTM 又。GRU 一，{LONG}。GRU 二。"))
    assert all(width(plain(side.text)) <= 96 for side in found)


def many(count=200, **row):
    return printing.bank_of(*(entry(f"概念{i}", f"{LONG}，然后，第{i}句。", **row) for i in range(count)))


def columns_of(pages):
    """Return how far down each column of each page is filled, as a part of the page."""
    found = []
    for page in pages:
        last = {line.column: line.extent.bottom for line in page.lines if line.column}
        found.append([(bottom - page.area.y) / page.area.height for bottom in last.values()])
    return found


@pytest.mark.parametrize("pages", [1, 2])
@pytest.mark.parametrize("paper", ["A4", "A5"])
def test_a_sheet_of_so_many_pages_is_full(tmp_path, cache, pages, paper):
    press = printing.new_press(tmp_path, cache, paper=paper)
    asked = [entry(f"真题{i}", f"说{i}。" * (i % 5 + 1), markers=["asked"]) for i in range(5)]
    plain_ones = [entry(f"概念{i}", f"第{i}句，" * (i * 7 % 23 + 1), section=["s"]) for i in range(300)]
    bank = printing.bank_of(*plain_ones[:150], *asked, *plain_ones[150:])
    context, left_out = sheet_context(bank, press, SheetWishes(pages=pages))
    boxes = press.measure("sheet.html.j2", **context)
    assert len(boxes) == pages
    filled = columns_of(boxes)
    assert sum(map(sum, filled)) / sum(map(len, filled)) > 0.92
    assert left_out
    assert not {one.id for one in asked} & {one.id for one in left_out}
    printed = [card.number for page in context["pages"] for column in page for card in column if card.number]
    assert len(printed) + len(left_out) == 305
    assert printed == sorted(printed, key=lambda number: int(number.partition(".")[2]))


def test_what_everything_needs_is_balanced_on_its_last_page(press):
    context, left_out = sheet_context(many(30), press)
    assert left_out == ()
    filled = columns_of(press.measure("sheet.html.j2", **context))
    assert max(filled[-1]) - min(filled[-1]) < 0.2


def test_a_sheet_may_be_of_some_topics_only(press):
    bank = printing.small_bank(什="y", 写="x")
    html = page_of(bank, press, topics=("x",))
    assert "生成器" in html
    assert "偏差" not in html
    assert '<span class="n">1.1</span>' in html


def test_weak_entries_are_worth_more(press):
    bank = many(120)
    weak = bank.entries[100]
    _, left_out = sheet_context(bank, press, SheetWishes(pages=1, weak=frozenset({weak.id})))
    assert weak not in left_out
    _, left_out = sheet_context(bank, press, SheetWishes(pages=1))
    assert weak in left_out


def test_nothing_is_said_twice_when_room_is_short(press):
    bank = printing.bank_of(*(entry("同一题", f"第{i}种说法。", id=f"e{i}") for i in range(3)))
    context, left_out = sheet_context(bank, press, SheetWishes(pages=1))
    assert len(left_out) == 2
    assert sum(bool(card.number) for column in context["pages"][0] for card in column) == 1


def test_what_is_higher_than_a_page_is_scaled_or_points_to_the_guide(press):
    tall = "$$" + r"\\".join("x" for _ in range(90)) + "$$"
    bank = printing.bank_of(entry("式", tall), entry("很长的题" * 3000, "答。"), entry("别的", "答案。"))
    context, _ = sheet_context(bank, press)
    (page,) = press.measure("sheet.html.j2", **context)
    text = "".join(line.text for line in page.lines)
    assert text.count("见手册") == 1
    assert "1.1 式\ufffc" in text
    assert "答案。" in text


HEIGHTS = st.lists(st.tuples(st.integers(5, 60), st.integers(1, 9), st.integers(0, 3), st.booleans()), max_size=40)


def blocks_of(rows):
    return [
        Block(key=str(i), height=h, value=v, chapter=str(c), heading=12.0, is_first=first)
        for i, (h, v, c, first) in enumerate(sorted(rows, key=lambda row: row[2]))
    ]


def height_of(column, before=()):
    """Return what a column needs: its blocks and the headings of chapters that begin in it."""
    chapters = [block.chapter for block in before]
    total = 0.0
    for block in column.blocks:
        total += block.height + (block.heading if block.chapter not in chapters else 0)
        chapters.append(block.chapter)
    return total


@given(HEIGHTS, st.lists(st.integers(80, 200), min_size=1, max_size=5))
@settings(max_examples=200, deadline=None)
def test_what_is_chosen_fits_and_leaves_no_room_for_more(rows, limits):
    blocks = blocks_of(rows)
    chosen = choose(blocks, limits)
    columns = balance(chosen, limits)
    assert [block for column in columns for block in column.blocks] == list(chosen)
    done = []
    for column, limit in zip(columns, limits, strict=True):
        assert height_of(column, done) <= limit + 1e-6
        done += column.blocks
    for block in blocks:
        if block not in chosen:
            assert deal([one for one in blocks if one in chosen or one is block], limits) is None
    if deal(blocks, limits):
        assert chosen == tuple(blocks)


@given(HEIGHTS, st.integers(80, 200), st.integers(1, 4))
@settings(max_examples=200, deadline=None)
def test_pages_hold_everything_in_order(rows, height, count):
    blocks = blocks_of(rows)
    pages = paged(blocks, [height * 0.9] * count, [height] * count)
    assert [block for page in pages for column in page for block in column.blocks] == blocks
    assert all(len(page) == count for page in pages)
    assert all(column.height <= height for page in pages for column in page)


def test_the_pdf(tmp_path, cache):
    press = printing.new_press(tmp_path, cache, language="en", paper="Letter")
    artifact = write_sheet(many(section=["s"]), press)
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
