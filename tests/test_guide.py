"""The study guide: what is printed, in which order, and that nothing of the bank is lost."""

import importlib.util
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from markupsafe import Markup
from pypdf import PdfReader

from generator import writers
from generator.model.bank import AnswerKind, Asked, Bank, Marker
from generator.press import labels
from generator.resources import templates
from generator.writers.chapters import chapters, numbers
from generator.writers.guide import guide_context, marks, write_guide
from generator.writers.html import LONGEST, breakable, unlinked

A4_WIDTH, RIGHT_MARGIN = 595.3, 65.0
HERE = Path(__file__).parent / "paper"
_spec = importlib.util.spec_from_file_location("paper_printing", HERE / "printing.py")
printing = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(printing)


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def press(tmp_path, cache):
    return printing.new_press(tmp_path, cache)


def page_of(bank, press):
    return press.page("guide.html.j2", **guide_context(bank, press))


def test_the_page_looks_as_agreed(press, golden):
    golden(HERE / "guide.html", printing.without_data(page_of(printing.small_bank(), press)))


def test_chapters_are_documents_without_topics():
    found = chapters(printing.small_bank(), language="zh", other="其他")
    assert [(c.number, c.title, len(c.entries), len(c.unanswered)) for c in found] == [
        (1, "甲篇", 3, 1),
        (2, "乙篇", 1, 0),
    ]
    assert [n.number for n in found[0].entries] == ["1.1", "1.2", "1.3"]
    assert found[0].total == 4
    assert found[0].count(Marker.FREQUENT) == 1


@pytest.mark.parametrize(
    ("language", "titles"), [("zh", ["专题x", "专题y", "其他"]), ("en", ["Topic x", "Topic y", "其他"])]
)
def test_chapters_are_topics_where_there_are_topics(language, titles):
    bank = printing.small_bank(什="y", 写="x")
    found = chapters(bank, language=language, other="其他")
    assert [chapter.title for chapter in found] == titles
    assert numbers(found)[bank.entries[1].id] == "1.1"
    assert numbers(found)[bank.entries[0].id] == "2.1"


def test_a_chapter_without_answers_takes_no_number():
    bank = Bank(
        documents=(printing.document("a.md", "甲"), printing.document("b.md", "乙")),
        entries=(printing.entry("无"), printing.entry("有", "答", path="b.md")),
    )
    assert [(c.title, c.number) for c in chapters(bank, language="zh", other="")] == [("甲", 0), ("乙", 1)]


def test_entries_of_an_unlisted_document_still_get_a_chapter():
    bank = Bank(entries=(printing.entry("有", "答", path="z.md"),))
    assert [c.title for c in chapters(bank, language="zh", other="")] == ["z.md"]


def test_headings_above_are_said_once_and_never_repeat_title_or_prompt(press):
    bank = printing.small_bank()
    entries = guide_context(bank, press)["chapters"][0].entries
    assert [entry.crumbs for entry in entries] == ["基础 › 误差", "", "数论"]
    own = replace(bank.entries[0], section=("甲篇", "什么是偏差", "别的"))
    found = chapters(replace(bank, entries=(own,)), language="zh", other="")
    assert found[0].entries[0].crumbs == ("别的",)


def test_unanswered_entries_are_collected_and_not_numbered(press):
    html = page_of(printing.small_bank(), press)
    body, _, missing = html.partition('id="missing"')
    assert "贝叶斯" not in body.partition("</nav>")[2]
    assert "贝叶斯公式怎么推导" in missing
    assert "a.md:40" in missing


def test_what_an_unanswered_entry_says_does_not_vanish(press):
    unknown = printing.entry("问", "还不清楚这一点", options=["甲", "乙"])
    bank = printing.bank_of(replace(unknown, answer=replace(unknown.answer, kind=AnswerKind.UNKNOWN)))
    missing = page_of(bank, press).partition('id="missing"')[2]
    assert "还不清楚这一点" in missing
    assert 'class="choices"' in missing


def test_an_empty_bank_still_makes_a_guide(press):
    assert write_guide(Bank(), press).data.startswith(b"%PDF")


def test_a_bank_without_gaps_has_no_such_chapter(press):
    bank = printing.small_bank()
    full = replace(bank, entries=tuple(entry for entry in bank.entries if entry.answered))
    assert 'id="missing"' not in page_of(full, press)


def test_the_spoken_answer_comes_before_the_details(press):
    html = page_of(printing.small_bank(), press)
    assert html.index("平均意义上") < html.index("刻画")


def test_markup_of_notes_never_reaches_the_page(press):
    html = page_of(printing.small_bank(), press)
    assert "<script" not in html
    assert "onerror" not in html


def test_what_was_asked_names_company_and_date(press):
    asked = printing.entry("问", "答", markers=["asked", "incomplete"], company="甲厂", date="2022-02")
    assert list(marks(asked, press)) == [("asked", "甲厂 / 2022-02"), ("incomplete", "待完善")]
    assert next(iter(marks(replace(asked, asked=Asked()), press))) == ("asked", "真题")
    assert next(iter(marks(replace(asked, asked=None), press))) == ("asked", "真题")


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_pdf(tmp_path, cache, paper, language):
    press = printing.new_press(tmp_path, cache, paper=paper, language=language)
    artifact = write_guide(printing.small_bank(), press)
    assert artifact.path == "guide.pdf"
    assert artifact.data == write_guide(printing.small_bank(), press).data
    assert not [found for found in press.found if found.code == "typesetting"]
    printing.check(artifact.data, tmp_path)
    reader = PdfReader(io.BytesIO(artifact.data))
    assert round(float(reader.pages[0].mediabox.width)) == {"A4": 595, "Letter": 612}[paper]
    assert reader.metadata.title == "测试手册"
    titles = [item.title for item in reader.outline if not isinstance(item, list)]
    assert titles == [
        press.label("guide.contents"),
        "1 甲篇",
        "2 乙篇",
        press.label("guide.missing"),
        press.label("guide.index"),
    ]
    inner = next(item for item in reader.outline if isinstance(item, list))
    assert [item.title for item in inner] == ["1.1 什么是偏差？", "1.2 写一个生成器", "1.3 下列哪个是质数？"]
    text = printing.pdf_text(artifact.data, tmp_path, "-layout")
    order = [
        "测试手册",
        "什么是偏差",
        "偏差是模型平均",
        "欠拟合",
        "yield i * i",
        "质数",
        "列甲",
        "贝叶斯公式怎么推导？ a.md:40",
    ]
    places = [text.rindex(wanted) for wanted in order]
    assert places[1:] == sorted(places[1:])
    assert f"2/{len(reader.pages)}" in text.replace(" ", "")


def test_contents_give_the_page_that_an_entry_is_on(tmp_path, press):
    entries = tuple(printing.entry(f"第{i}题", "答案" * 300) for i in range(12))
    bank = Bank(documents=(printing.document("a.md", "甲篇"),), entries=entries)
    pages = printing.pdf_text(write_guide(bank, press).data, tmp_path, "-layout").split("\f")
    row = next(line.split() for line in pages[1].splitlines() if "第11题" in line)
    assert "第11题" in pages[int(row[-1]) - 1]
    assert int(row[-1]) > 4


def test_no_heading_is_left_alone_at_the_end_of_a_page(tmp_path, press):
    entries = tuple(
        printing.entry(f"标题{i:02}", "一二三四五六七八九十。\n\n" * (i % 7 + 1), markers=["frequent"])
        for i in range(60)
    )
    bank = Bank(documents=(printing.document("a.md", "甲篇"),), entries=entries)
    pages = printing.pdf_text(write_guide(bank, press).data, tmp_path, "-layout").split("\f")
    for page in [page for page in pages[4:-1] if "索引" not in page]:
        body = [line.strip() for line in page.splitlines() if line.strip()][:-1]
        assert "标题" not in body[-1]
        assert "高频" not in body[-1]


def test_code_and_addresses_are_wrapped_not_cut(tmp_path, press):
    code = "x = [" + ", ".join(f"value_{i}" for i in range(60)) + "]  # end"
    address = "https://example.org/" + "abcdefghij" * 30 + "zz"
    bank = Bank(
        documents=(printing.document("a.md", "甲"),),
        entries=(printing.entry("问", f"```python\n{code}\n```\n{address}"),),
    )
    data = write_guide(bank, press).data
    text = "".join(printing.pdf_text(data, tmp_path).split())
    assert "".join(code.split()) in text
    assert address in text
    rights = re.findall(r'xMax="([\d.]+)"', printing.pdf_text(data, tmp_path, "-bbox"))
    assert max(map(float, rights)) < A4_WIDTH - RIGHT_MARGIN


def test_the_heads_of_a_long_table_are_repeated(tmp_path, press):
    rows = "\n".join(f"| {i} | 值{i} |" for i in range(120))
    bank = Bank(
        documents=(printing.document("a.md", "甲"),),
        entries=(printing.entry("问", f"| 编号 | 数值 |\n|---|---|\n{rows}"),),
    )
    assert printing.pdf_text(write_guide(bank, press).data, tmp_path).count("编号") >= 3


def test_only_long_words_may_be_broken_anywhere():
    html = Markup('<a href="https://example.org/a-very-long-address-inside-a-tag">short</a> x&lt;y 中文 ')
    assert breakable(html) == html
    long = "a" * LONGEST
    assert breakable(Markup(f"中{long}文")) == f'中<span class="long">{long}</span>文'
    assert '<span class="long">' in breakable(Markup("&amp;" * LONGEST))


def test_unlinked_keeps_what_a_link_says():
    assert unlinked(Markup('<a href="x>y">说</a> <abbr>a</abbr>')) == "说 <abbr>a</abbr>"


def test_both_languages_have_the_same_labels_and_each_is_used():
    zh, en = (labels.load((templates(),), language) for language in ("zh", "en"))
    assert list(zh) == list(en)
    assert [re.findall(r"\{\w+\}", text) for text in zh.values()] == [
        re.findall(r"\{\w+\}", text) for text in en.values()
    ]
    code = sorted(Path(writers.__file__).parent.parent.rglob("*.py"))
    pages = "".join(path.read_text(encoding="utf-8") for path in [*sorted(templates().glob("*.j2")), *code])
    built = {"guide.figures", "legend", "mark"}
    unused = [key for key in zh if f'"{key}"' not in pages and f"'{key}'" not in pages]
    assert [key for key in unused if key.rpartition(".")[0] not in built] == [
        "guide.chapter_frequent", "guide.chapter_asked"
    ]  # fmt: skip
