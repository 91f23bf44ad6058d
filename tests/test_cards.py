"""Flash cards: every answer behind its question, nothing cut off, marks only where there is a cut."""

import importlib.util
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from generator.cli import main
from generator.writers.cards import FLIPS, behind, cards_context, grid_of, write_cards

HERE = Path(__file__).parent / "paper"
_spec = importlib.util.spec_from_file_location("cards_printing", HERE / "printing.py")
printing = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(printing)
entry = printing.entry
MM = 72 / 25.4


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def press(tmp_path, cache):
    return printing.new_press(tmp_path, cache)


def numbers(rows):
    return [[card.answer.number if card else "" for card in row] for row in rows]


def cell_of(line, grid):
    """Return (row, column) of the cell that a line lies in; it lies in one wholly."""
    left, top = line.extent.x / MM - grid.margin, line.extent.y / MM - grid.margin
    column, row = int(left // grid.width), int(top // grid.height)
    assert (line.extent.right / MM - grid.margin) <= (column + 1) * grid.width + 0.1
    assert (line.extent.bottom / MM - grid.margin) <= (row + 1) * grid.height + 0.1
    return row, column


@pytest.mark.parametrize("flip", FLIPS)
@pytest.mark.parametrize("paper", ["A4", "Letter", "A5"])
def test_answers_lie_behind_their_questions(tmp_path, cache, flip, paper):
    press = printing.new_press(tmp_path, cache, paper=paper)
    bank = printing.bank_of(*(entry(f"问{i:02}x", f"答{i:02}x。") for i in range(11)))
    context, left_out = cards_context(bank, press, flip=flip)
    assert not left_out
    grid = grid_of(paper)
    pages = press.measure("cards.html.j2", **context)
    per_page = grid.rows * grid.columns
    assert len(pages) == 2 * -(-11 // per_page)
    for front, back in zip(pages[::2], pages[1::2], strict=True):
        fronts = {line.text[1:3]: cell_of(line, grid) for line in front.lines if line.text.startswith("问")}
        backs = {line.text[1:3]: cell_of(line, grid) for line in back.lines if line.text.startswith("答")}
        assert list(fronts) == sorted(fronts)
        for name, (row, column) in fronts.items():
            turned = (row, grid.columns - 1 - column) if flip == "long" else (grid.rows - 1 - row, column)
            assert backs[name] == turned


@given(st.lists(st.lists(st.integers(), min_size=2, max_size=2), max_size=4), st.sampled_from(FLIPS))
def test_turning_the_paper_twice_turns_it_back(rows, flip):
    assert behind(behind(rows, flip), flip) == rows


def test_long_answers_are_set_smaller_and_too_long_ones_listed(press):
    tall = "$$" + r"\\".join(["x"] * 19) + "$$"
    taller = "$$" + r"\\".join(["x"] * 80) + "$$"
    bank = printing.bank_of(entry("短", "答。"), entry("长", tall), entry("太长", taller), entry("无", "![](a.png)"))
    context, left_out = cards_context(bank, press)
    assert [one.prompt for one in left_out] == ["太长", "无"]
    (short, long, *_), *_ = context["pages"][0][1]
    assert short.size == 9.5
    assert 7 <= long.size < 9.5
    grid = grid_of("A4")
    for page in press.measure("cards.html.j2", **context):
        for line in page.lines:
            cell_of(line, grid)


def test_options_stand_in_front_and_the_key_behind(press):
    bank = printing.bank_of(entry("哪个对？", "因为。", options=["甲", "乙", "丙"], right=[1]))
    html = press.page("cards.html.j2", **cards_context(bank, press)[0])
    assert '<li><span class="letter">C</span>丙</li>' in html
    assert '<b class="letters">B</b>' in html


def test_the_pdf(tmp_path, cache):
    press = printing.new_press(tmp_path, cache)
    artifact, left_out = write_cards(printing.small_bank(), press)
    assert artifact.path == "cards.pdf"
    assert [one.prompt for one in left_out] == []
    assert not [found for found in press.found if found.code == "typesetting"]
    printing.check(artifact.data, tmp_path)
    assert len(PdfReader(io.BytesIO(artifact.data)).pages) == 2


def test_cards_may_be_of_some_topics_only(press):
    context, _ = cards_context(printing.small_bank(什="y", 写="x"), press, topics=("y",))
    assert numbers(context["pages"][0][1])[0] == ["2.1", ""]


def test_no_cards_at_all(press):
    context, left_out = cards_context(printing.bank_of(), press)
    assert (context["pages"], left_out) == ([], ())


@pytest.fixture
def project(tmp_path, monkeypatch):
    (tmp_path / "study.toml").write_text('title = "测试"\n', encoding="utf-8")
    notes = tmp_path / "content"
    notes.mkdir()
    lines = [
        f"{i + 1}. 第{i}个问题是什么？\n\n   答案是第{i}个，" + "说得很长，" * (i % 9) + "完。\n" for i in range(250)
    ]
    (notes / "a.md").write_text("# 甲\n\n" + "\n".join(lines), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_commands(project, capsys):
    assert main(["sheet", "--fit", "1", "--quiet"]) == 0
    assert len(PdfReader(project / "build" / "sheet.pdf").pages) == 1
    rows = (project / "build" / "sheet-left-out.txt").read_text(encoding="utf-8").splitlines()
    assert 20 < len(rows) < 240
    assert all(row.startswith("a.md:") for row in rows)
    assert main(["cards", "--flip", "short"]) == 0
    assert capsys.readouterr().out.splitlines() == [str(project / "build" / "cards.pdf")]


@pytest.mark.parametrize("words", [["sheet", "--fit", "-1"], ["sheet", "--topic", "nix"], ["cards", "--topic", "nix"]])
def test_impossible_wishes_are_refused(project, words, capsys):
    assert main(words) == 2
    assert "hint" in capsys.readouterr().err
    assert not (project / "build").exists()
