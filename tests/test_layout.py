"""The laid-out boxes of our own notes: no flaw that a typographer would send back; and what counts as one.

STUDYPRESS_LAYOUT_NOTES names a folder of notes that is looked at instead.
"""

import importlib.util
import os
from pathlib import Path

import pytest

from generator.model.bank import Bank
from generator.pipeline.bank import read_project
from generator.pipeline.outputs import settings_of
from generator.press.desk import Press
from generator.project import find_project
from generator.writers.guide import guide_context
from generator.writers.sheet import sheet_context

HERE = Path(__file__).parent


def loaded(name, path):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


layout = loaded("layout_flaws", HERE / "layout" / "flaws.py")
printing = loaded("layout_printing", HERE / "paper" / "printing.py")
NOTES = Path(os.environ.get("STUDYPRESS_LAYOUT_NOTES", HERE.parent / "content"))


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return find_project(NOTES, None, tmp_path_factory.mktemp("out"), HERE.parent)


@pytest.fixture(scope="module")
def bank(project):
    return read_project(project).bank


@pytest.fixture
def press(tmp_path, tmp_path_factory):
    return printing.new_press(tmp_path, tmp_path_factory.getbasetemp() / "layout-cache")


def paged(press, tmp_path, body, css=""):
    """Lay out a page of 100 pt by 60 pt, in lines of 10 pt."""
    folder = tmp_path / "templates"
    folder.mkdir(exist_ok=True)
    style = "@page{size:140pt 100pt;margin:20pt} body,p,h3{margin:0;font:10pt/10pt var(--sans)} .column{float:left}"
    (folder / "x.html").write_text(f"<style>{style}{css}</style><body>{body}", encoding="utf-8")
    own = printing.new_press(tmp_path, press.settings.cache, templates=folder)
    return own.measure("x.html")


def kinds(pages):
    return [flaw.kind for flaw in layout.flaws(pages)]


@pytest.mark.parametrize("which", ["guide.html.j2", "sheet.html.j2"])
def test_our_own_notes_are_laid_out_without_a_flaw(project, bank, which):
    press = Press(settings_of(project))
    context = guide_context(bank, press) if which.startswith("guide") else sheet_context(bank, press)[0]
    pages = press.measure(which, **context)
    assert sum(len(page.lines) for page in pages) > 50
    assert layout.flaws(pages) == []
    assert len(list(layout.lonely(pages))) <= max(3, len(pages))
    assert len(list(layout.short_lines(pages))) <= max(1, len(pages) // 10)


def test_lines_say_where_they_stand(press, tmp_path):
    (page,) = paged(press, tmp_path, '<p id="a">甲<b class="x">乙</b><br>丙丁</p><div class="column">戊</div>')
    first, second, third = page.lines
    assert (first.text, first.is_forced, first.block == second.block) == ("甲乙", True, True)
    assert (round(first.extent.x), round(first.extent.y), round(first.extent.right)) == (20, 20, 40)
    assert (second.text, second.is_forced, round(second.extent.y)) == ("丙丁", False, 30)
    assert (third.column, third.is_floated, third.inside("column")) == (1, False, True)
    assert (page.area.width, page.area.height) == (100, 60)
    assert [(name, round(extent.height)) for name, extent in page.named] == [("a", 20)]


def test_pictures_and_formulas_are_characters_of_their_line(press, tmp_path):
    svg = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"
    img = f'<img alt="" src="{svg}"'
    (page,) = paged(press, tmp_path, f'<p>甲{img}>乙</p>{img} style="display:block;width:20pt;height:10pt">')
    assert [line.text for line in page.lines] == ["甲\ufffc乙", "\ufffc"]
    assert round(page.lines[1].extent.width) == 20


def test_marks_that_begin_or_end_a_line_are_seen(press, tmp_path):
    tight = "p{width:50pt;overflow-wrap:anywhere}"
    no_break = paged(press, tmp_path, "<p>一二三四五。六七八九「十</p>", tight)
    assert kinds(no_break) == []
    forced = paged(press, tmp_path, "<p>一二三四<br>。六七<br>」八</p>", tight)
    assert kinds(forced) == []
    (page,) = paged(press, tmp_path, "<p>一二三四五六七</p>", tight)
    first, second = page.lines

    def broken(before, after):
        from dataclasses import replace

        lines = (replace(first, text=before), replace(second, text=after))
        return kinds([replace(page, lines=lines)])

    assert broken("甲乙", "，丙") == ["first"]
    assert broken("甲乙（", "丙") == ["last"]
    assert broken("甲乙…", "…丙") == ["first", "torn"]
    assert broken("word", ". Next") == ["first"]
    assert broken("see", ".py files") == []
    assert broken("f(", "x)") == ["last"]


def test_what_leaves_its_room_is_seen(press, tmp_path):
    wide = "<p style='white-space:nowrap'>一二三四五六七八九十一二</p>"
    assert kinds(paged(press, tmp_path, wide)) == ["clipped"]
    assert kinds(
        paged(press, tmp_path, "<div style='width:30pt'><p style='white-space:nowrap'>一二三四</p></div>")
    ) == ["clipped"]
    assert kinds(paged(press, tmp_path, "<p style='position:relative;top:55pt'>一</p>")) == ["clipped"]


def test_a_heading_alone_at_the_end_is_seen(press, tmp_path):
    lines = "<p>一</p>" * 5
    body = f"{lines}<h3>题</h3><p>答</p>"
    assert kinds(paged(press, tmp_path, body, "h3{break-after:auto}")) == ["stranded"]
    assert kinds(paged(press, tmp_path, body, "h3{break-after:avoid}")) == []
    assert kinds(paged(press, tmp_path, f"{lines}<h3>题</h3><h3>题</h3>", "h3{break-after:auto}")) == []


def test_single_lines_are_seen(press, tmp_path):
    lines = "<p>一</p>" * 5
    body = f"{lines}<p>一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一</p>"
    assert kinds(paged(press, tmp_path, body, "p{orphans:1;widows:1}")) == ["orphan"]
    assert kinds(paged(press, tmp_path, body, "p{orphans:2;widows:2}")) == []
    body = "<p>一</p>" * 4 + "<p>一二三四五六七八九十一二三四五六七八九十一二三四五六</p>"
    assert kinds(paged(press, tmp_path, body, "p{orphans:1;widows:1}")) == ["widow"]


def test_a_lonely_character_is_seen(press, tmp_path):
    pages = paged(press, tmp_path, "<p><b>一二三四五六七八九十</b>甲。</p><p>乙</p><p>丙</p>")
    assert [flaw.text for flaw in layout.lonely(pages)] == ["五六七八九十|甲。"]


def test_a_line_that_ends_too_early_is_seen(press, tmp_path):
    from dataclasses import replace

    (page,) = paged(press, tmp_path, "<p>一二三四五六七八九十一二三四五六</p>")
    first, second = page.lines
    early = replace(first, extent=replace(first.extent, width=20))
    assert list(layout.short_lines([page])) == []
    assert [flaw.kind for flaw in layout.short_lines([replace(page, lines=(early, second))])] == ["short"]


def test_long_enumerations_tables_and_listings_are_broken_well(tmp_path):
    """Everything that pages break through, two hundred entries of it."""
    answers = [
        "先说一句：<br>\n（1）" + "甲乙丙丁" * 12 + "。<br>\n（2）" + "戊己庚辛" * 15 + "。\n（a）" + "壬癸" * 25,
        "**小标题**\n\n" + "一段很长的话，" * 30 + "完。",
        "| 列 | 值 |\n|---|---|\n" + "\n".join(f"| {i} | {'值' * i} |" for i in range(1, 14)),
        "```python\n" + "\n".join(f"value_{i} = {i}" for i in range(18)) + "\n```\n后面的话。",
        "- 要点：" + "内容，" * 20 + "\n- 要点二：" + "内容（括号），" * 15 + "\n\n$$\\sum_i x_i$$",
        "“引文”和《书名》，" * 14 + "English words (in brackets), " * 8,
    ]
    entries = [
        printing.entry(f"第{i}题：{'很' * (i % 40)}长吗？", answers[i % 6] * (1 + i % 2), section=[f"节{i // 7}"],
                       markers=["frequent"] * (i % 3 == 0), oral="这样说。" * (i % 5))
        for i in range(120)
    ]  # fmt: skip
    press = printing.new_press(tmp_path, tmp_path.parent / "layout-cache")
    bank = Bank(documents=(printing.document("a.md", "甲篇"),), entries=tuple(entries))
    pages = press.measure("guide.html.j2", **guide_context(bank, press))
    assert len(pages) > 30
    assert layout.flaws(pages) == []
