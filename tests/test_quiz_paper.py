"""The quiz and its key on paper: nothing leaks, nothing is split, and the letters are those that were printed."""

import importlib.util
import io
import math
import re
import subprocess
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape
from pypdf import PdfReader

from generator.diagnostics import Span
from generator.model.bank import EntryId, Markdown, Option
from generator.model.exam import Form, Paper, Placement
from generator.model.items import Item, ItemId, ItemType
from generator.writers.key import key_context, write_key
from generator.writers.quiz import (
    MAX_LINES,
    MIN_LINES,
    answer_lines,
    context,
    option_columns,
    printed_options,
    qr_code,
    quiz_context,
    write_quiz,
)

HERE = Path(__file__).parent / "paper"
_spec = importlib.util.spec_from_file_location("paper_printing", HERE / "printing.py")
printing = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(printing)

SECRET = "绝密答案"


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def press(tmp_path, cache):
    return printing.new_press(tmp_path, cache)


def item(number=1, kind=ItemType.SHORT_ANSWER, stem="题干", **row):
    options = tuple(
        Option(text=Markdown(text), is_key=i in row.get("right", ())) for i, text in enumerate(row.get("options", ()))
    )
    return Item(
        id=ItemId(f"i{number}"), type=kind, entry=EntryId(row.get("entry", f"e{number}")), stem=Markdown(stem),
        span=Span(path="a.md", line=number, end_line=number + 2), options=options,
        key=tuple(map(Markdown, row.get("key", ()))), points=row.get("points", 1), section=row.get("section", ()),
        rationale=Markdown(row.get("rationale", "")),
    )  # fmt: skip


CHOICE = item(
    1, ItemType.CHOICE, "下列哪个是质数？", options=["4", "7", "9", "15"], right=[1], points=2,
    entry="e-下列哪个是质数？", rationale="7 没有别的因数。",
)  # fmt: skip
SEVERAL = item(
    2, ItemType.MULTI_SELECT, "哪些是偶数？", options=["2", "3", "4", "5"], right=[0, 2], section=("数论", "整除")
)
CLOZE = item(3, ItemType.CLOZE, "偏差刻画____的程度，方差刻画____。", key=["欠拟合", "过拟合"], section=("过拟合",))
OPEN = item(
    4,
    stem="推导 $a^2$。\n\n![" + SECRET + "](x.png)[链接](https://example.org/s)",
    key=["第一点", "第二点$b$"],
    points=3,
)
ORDERS = {"A": (0, 1, 2, 3), "B": (2, 0, 3, 1)}


def form(version, items, order):
    return Form(
        version=version,
        placements=tuple(
            Placement(number=i, item=one, order=order if one.options else ()) for i, one in enumerate(items, 1)
        ),
    )


def paper(*items, orders=ORDERS):
    items = items or (CHOICE, SEVERAL, CLOZE, OPEN)
    forms = tuple(form(version, items if version == "A" else items[::-1], order) for version, order in orders.items())
    return Paper(id="7QX2KD9MZB", title="小测", seed="4F2A", scheme=1, forms=forms)


def quiz_page(one, press):
    return press.page("quiz.html.j2", **quiz_context(one, press))


def key_page(one, press, bank=None):
    return press.page("key.html.j2", **key_context(one, bank or printing.small_bank(), press))


def test_the_quiz_looks_as_agreed(press, golden):
    golden(HERE / "quiz.html", printing.without_data(quiz_page(paper(), press)))


def test_the_key_looks_as_agreed(press, golden):
    golden(HERE / "key.html", printing.without_data(key_page(paper(), press)))


def test_the_key_follows_the_printed_order(press):
    forms = key_context(paper(), printing.small_bank(), press)["forms"]
    assert [form.letters for form in forms] == [((1, "B"), (2, "AC")), ((3, "AB"), (4, "D"))]
    assert forms[0].rows[0].guide == "1.3"
    assert [str(answer) for answer in forms[1].rows[1].answers] == ["欠拟合", "过拟合"]


STATEMENT = item(
    1, ItemType.TRUE_FALSE, "方差大说明欠拟合。", key=["×", "“欠拟合”应为“过拟合”"], rationale="方差大说明过拟合"
)
MATCH = replace(
    item(2, ItemType.MATCHING, "配对。", options=["最后是一", "最后是二", "多出来的"]),
    parts=(Markdown("左甲"), Markdown("左乙")),
)
ORDER = item(3, ItemType.ORDERING, "排序。", options=["先洗", "再切", "后炒"])
LIST = item(4, ItemType.ENUMERATION, "列出三点。", key=["点一", "点二", "点三"], points=3)
TABLE = replace(
    item(5, ItemType.COMPARISON, "比较。", key=["- 快", "- 慢\n- 稳"]), parts=(Markdown("甲"), Markdown("乙"))
)
FRAME = item(
    6, ItemType.COMPARISON, "补全。\n\n| a | b |\n|---|---|\n| x |  |", key=["| a | b |\n|---|---|\n| x | y |"]
)
FORMULA = item(7, ItemType.FORMULA, "写出面积的公式。", key=["$$\nS=ab\n$$"], points=2)
TERM = item(8, ItemType.TERM, "“两边之积”，这说的是 ____。", key=["面积"])
EVERY = (STATEMENT, MATCH, ORDER, LIST, TABLE, FRAME, FORMULA, TERM)


def every_type(orders={2: (2, 0, 1), 3: (1, 2, 0)}):  # noqa: B006
    placements = tuple(Placement(number=i, item=one, order=orders.get(i, ())) for i, one in enumerate(EVERY, 1))
    return Paper(
        id="7QX2KD9MZB", title="小测", seed="4F2A", scheme=1, forms=(Form(version="A", placements=placements),)
    )


def test_every_type_looks_as_agreed(press, golden):
    golden(HERE / "types.html", printing.without_data(quiz_page(every_type(), press)))
    golden(HERE / "types-key.html", printing.without_data(key_page(every_type(), press)))


def test_places_to_fill_in(press):
    items = {one.number: one for one in quiz_context(every_type(), press)["forms"][0].items}
    assert [items[i].slots for i in range(1, 9)] == [0, 2, 3, 3, 0, 0, 0, 0]
    assert [len(items[i].options) for i in range(1, 9)] == [0, 3, 3, 0, 0, 0, 0, 0]
    html = quiz_page(every_type(), press)
    assert html.count('class="slot"') == 5
    assert html.count("改错") == 1
    assert not [text for text in ("过拟合", "×", "点一", "S=ab", "面积</") if text in html.replace("面积的公式", "")]


def test_the_key_of_arranged_items_and_statements(press):
    rows = key_context(every_type(), printing.small_bank(), press)["forms"][0].rows
    assert [row.letters for row in rows[:3]] == ["×", "BC", "CAB"]
    assert [str(answer) for answer in rows[0].answers] == ["“欠拟合”应为“过拟合”"]
    assert [str(answer) for answer in rows[1].answers] == ["左甲 — 最后是一", "左乙 — 最后是二"]
    assert [row.numbered for row in rows] == [False, True, True, True, False, False, False, False]
    assert "<strong>乙</strong>" in rows[4].answers[1]
    true = replace(STATEMENT, key=(Markdown("√"),))
    (row,) = key_context(paper(true, orders={"A": ()}), printing.small_bank(), press)["forms"][0].rows
    assert (row.letters, row.answers) == ("√", ())


@given(st.permutations(range(5)), st.sets(st.integers(0, 4), min_size=1))
@settings(max_examples=60, deadline=None)
def test_letters_always_name_the_right_options(order, right):
    one = item(1, ItemType.MULTI_SELECT, options=[f"o{i}" for i in range(5)], right=right)
    placement = Placement(number=1, item=one, order=tuple(order))
    named = {letter: option.text for letter, option in printed_options(placement)}
    (row,) = key_context(paper(one, orders={"A": tuple(order)}), printing.small_bank(), Plain())["forms"][0].rows
    assert {named[letter] for letter in row.letters} == {f"o{i}" for i in right}
    assert row.letters == "".join(sorted(row.letters))


class Plain:
    """A press that sets nothing."""

    settings = SimpleNamespace(language="zh")

    def label(self, key, **values):
        return key

    def html(self, source, at, *, line=0, inline=False):
        return escape(source)


def test_nothing_on_the_quiz_tells_an_answer(tmp_path, press):
    open_item = replace(OPEN, key=(Markdown(SECRET),), rationale=Markdown(SECRET))
    cloze = item(2, ItemType.CLOZE, "这是____。", key=[SECRET], section=(f"关于{SECRET}", "别的"), rationale=SECRET)
    choice = item(3, ItemType.CHOICE, "选", options=["甲", "乙"], right=[0], rationale=SECRET)
    one = paper(open_item, cloze, choice, orders={"A": (0, 1), "B": (1, 0)})
    html = quiz_page(one, press)
    assert SECRET not in html
    assert "example.org" not in html
    assert "is_key" not in html
    assert "a.md" not in html
    artifact = write_quiz(one, press)
    path = tmp_path / "q.pdf"
    plain = tmp_path / "plain.pdf"
    path.write_bytes(artifact.data)
    subprocess.run(["qpdf", "--qdf", "--object-streams=disable", path, plain], check=True)
    data = plain.read_bytes()
    for encoded in (SECRET.encode(), SECRET.encode("utf-16-be"), SECRET.encode("utf-16-be").hex().encode()):
        assert encoded not in data
        assert encoded.upper() not in data
    assert b"/URI" not in data
    reader = PdfReader(io.BytesIO(artifact.data))
    assert reader.outline == []
    assert set(reader.metadata) <= {"/Title", "/Creator", "/Producer"}
    assert SECRET in key_page(one, press)


def test_headings_that_tell_an_answer_are_left_out():
    assert context(CLOZE) == ()
    assert context(SEVERAL) == ("数论", "整除")
    assert context(replace(SEVERAL, section=("含2的标题",))) == ()
    assert context(replace(OPEN, section=("甲", "推导 $a^2$", "乙", "丙"))) == ("乙", "丙")


@given(
    st.lists(st.text(alphabet="答案ab，。 ", max_size=300), max_size=5), st.text(alphabet="答案ab，。", max_size=100)
)
@settings(max_examples=150, deadline=None)
def test_a_longer_key_never_gets_fewer_lines(key, more):
    key = tuple(map(Markdown, key))
    found = answer_lines(key)
    assert MIN_LINES <= found <= MAX_LINES
    assert answer_lines((*key, Markdown(more))) >= found
    if key:
        assert answer_lines((Markdown(key[0] + "\n\n$$x$$"), *key[1:])) >= found


def test_lines_for_known_lengths():
    assert answer_lines(()) == MIN_LINES
    assert answer_lines((Markdown("短"),)) == 2
    assert answer_lines((Markdown("一" * 96),)) == 4
    assert answer_lines((Markdown("一" * 900),)) == MAX_LINES


@pytest.mark.parametrize(
    ("options", "columns"),
    [
        ([], 0),
        (["甲", "乙", "丙", "丁"], 4),
        (["甲", "乙"], 2),
        (["甲"], 1),
        (["这个选项有点长", "乙", "丙", "丁"], 4),
        (["这个选项有点长了不好放", "乙", "丙", "丁"], 2),
        (["这个选项太长了" * 4, "乙", "丙", "丁"], 1),
        (["$$x$$", "乙", "丙", "丁"], 1),
        (["![](a.png)", "乙", "丙", "丁"], 1),
    ],
)
def test_options_in_a_row(options, columns):
    assert option_columns([Markdown(text) for text in options]) == columns


def test_gaps_are_all_of_one_width_and_never_emphasis(press):
    stem = "____ 是 ____，__粗__ 和 ________。"
    html = quiz_page(paper(item(1, ItemType.CLOZE, stem, key=["a", "b", "c"]), orders={"A": ()}), press)
    assert html.count('class="gap"') == 3
    assert "<strong>粗</strong>" in html


def test_the_code_names_paper_and_version():
    assert qr_code("S1:7QX2KD9MZB:A") == qr_code("S1:7QX2KD9MZB:A")
    assert qr_code("S1:7QX2KD9MZB:A") != qr_code("S1:7QX2KD9MZB:B")
    assert qr_code("S1:X:A").startswith("data:image/svg+xml")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_pdf(tmp_path, cache, language):
    press = printing.new_press(tmp_path, cache, language=language)
    stems = [item(i, stem=f"题目{i:02}？", key=["答" * (i % 9 * 40)]) for i in range(1, 25)]
    one = paper(*stems, orders={"A": (), "B": ()})
    artifact = write_quiz(one, press)
    assert artifact.path == "quiz-4F2A-7QX2KD9MZB.pdf"
    assert not [found for found in press.found if found.code == "typesetting"]
    assert artifact.data == write_quiz(one, press).data
    printing.check(artifact.data, tmp_path)
    pages = printing.pdf_text(artifact.data, tmp_path, "-layout").split("\f")[:-1]
    half = len(pages) // 2
    for i, text in enumerate(pages):
        version, page = ("A", i + 1) if i < half else ("B", i - half + 1)
        assert re.search(rf"{version}\s+{page}\s*/\s*{half}\s*$", text, re.MULTILINE)
        assert "7QX2KD9MZB" in text
        assert "4F2A" in text
    found = [int(number) for number in re.findall(r"题目(\d+)", "".join(pages))]
    assert found == [*range(1, 25), *range(24, 0, -1)]


def test_an_item_is_never_split(tmp_path, press):
    stems = [item(i, stem="\n\n".join(f"段{i:02}行{j}" for j in range(6)), key=["答" * 200]) for i in range(1, 16)]
    data = write_quiz(paper(*stems, orders={"A": ()}), press).data
    for page in printing.pdf_text(data, tmp_path).split("\f"):
        found = re.findall(r"段(\d+)行(\d)", page)
        assert len(found) % 6 == 0


def test_the_key_pdf(tmp_path, press):
    artifact = write_key(paper(), printing.small_bank(), press)
    assert artifact.path == "key-4F2A-7QX2KD9MZB.pdf"
    assert not [found for found in press.found if found.code == "typesetting"]
    printing.check(artifact.data, tmp_path)
    text = printing.pdf_text(artifact.data, tmp_path, "-layout")
    for wanted in ("4F2A", "7QX2KD9MZB", "a.md:3", "欠拟合", "手册 1.3", "7 没有别的因数"):
        assert wanted in text
    assert math.isclose(len(PdfReader(io.BytesIO(artifact.data)).pages), 2)


def test_an_item_without_a_key_points_to_its_source(press):
    assert "见原文" in key_page(paper(item(1)), press)


def test_a_version_may_have_any_name(press):
    html = quiz_page(paper(OPEN, orders={"甲 1": (), "B2": ()}), press)
    assert "@page v-7532-201 {" in html
    assert "@page vB2 {" in html
    assert write_quiz(paper(OPEN, orders={"甲 1": ()}), press).data.startswith(b"%PDF")
