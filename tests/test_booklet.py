"""Booklets and smaller paper: every page where it belongs after folding, margins on the right side."""

import importlib.util
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from generator.cli import main
from generator.press.booklet import booklet, order
from generator.writers.guide import guide_context, write_guide

HERE = Path(__file__).parent


def loaded(name, path):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


printing = loaded("booklet_printing", HERE / "paper" / "printing.py")
layout = loaded("booklet_flaws", HERE / "layout" / "flaws.py")


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


def long_bank():
    entries = [printing.entry(f"第{i}题是什么？", f"答{i}，" + "说得很长，" * 60) for i in range(14)]
    return printing.bank_of(*entries)


@given(st.integers(1, 60))
def test_a_folded_stack_is_read_in_order(pages):
    sides = order(pages)
    assert len(sides) % 2 == 0
    sheets = list(zip(sides[::2], sides[1::2], strict=True))
    right_halves = [(front[1], back[0]) for front, back in sheets]
    left_halves = [(back[1], front[0]) for front, back in reversed(sheets)]
    read = [page for half in [*right_halves, *left_halves] for page in half]
    assert read == list(range(len(sheets) * 4))
    assert len(read) - pages < 4


def test_the_booklet_holds_every_page_in_its_place(tmp_path, cache):
    press = printing.new_press(tmp_path, cache, paper="A5", duplex=True)
    data = write_guide(long_bank(), press).data
    made = booklet(data)
    assert made == booklet(data)
    printing.check(made, tmp_path)
    pages, sides = PdfReader(io.BytesIO(data)).pages, PdfReader(io.BytesIO(made)).pages
    assert len(sides) == 2 * -(-len(pages) // 4)
    assert (round(float(sides[0].mediabox.width)), round(float(sides[0].mediabox.height))) == (839, 595)
    texts = printing.pdf_text(made, tmp_path, "-layout").split("\f")
    for side, (left, right) in zip(texts, order(len(pages)), strict=False):
        for number in (left, right):
            if 0 < number < len(pages):
                assert f"{number + 1}/{len(pages)}" in side.replace(" ", "")
    assert len(made) < 1.2 * len(data)


@pytest.mark.parametrize("duplex", [True, False])
def test_small_paper_is_laid_out_without_a_flaw(tmp_path, cache, duplex):
    press = printing.new_press(tmp_path, cache, paper="A5", duplex=duplex)
    pages = press.measure("guide.html.j2", **guide_context(long_bank(), press))
    assert layout.flaws(pages) == []
    lefts = [round(page.area.x) for page in pages]
    assert (lefts[0] != lefts[1]) is duplex


def test_punched_sheets_leave_room_for_the_holes(tmp_path, cache):
    for punch, room in ((True, 20), (False, 9)):
        press = printing.new_press(tmp_path, cache, punch=punch)
        (page,) = press.measure("sheet.html.j2", columns=4, height=0, pages=[])
        assert round(page.area.y * 25.4 / 72) == room


def test_the_command(tmp_path, monkeypatch, capsys):
    (tmp_path / "study.toml").write_text('title = "测试"\n', encoding="utf-8")
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "a.md").write_text("# 甲\n\n1. 什么是乙？\n\n   乙是丙。\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["guide", "--booklet"]) == 0
    assert main(["guide"]) == 0
    made = [Path(line).name for line in capsys.readouterr().out.split()]
    assert made == ["guide-booklet.pdf", "guide.pdf"]
