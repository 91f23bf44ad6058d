"""Fonts for paper: cut once, the right glyphs, nothing undrawable, emoji as our own drawings."""

import io
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import uharfbuzz as hb
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.TupleVariation import TupleVariation
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.diagnostics import Code, StudypressError
from generator.press import files, fonts
from generator.press.boxes import BOXES, _arms
from generator.press.coverage import code_characters, text_characters
from generator.press.drawings import DRAWINGS
from generator.press.fonts import (
    ICONS,
    LATIN,
    MONO,
    SANS,
    Installed,
    installed_characters,
    installed_faces,
    prepare,
    subset,
)
from generator.press.glyphs import Glyphs, _installed, name_of, narrow_quotes, simplified, stand_in
from generator.press.icons import build_icons


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def glyphs(cache: Path) -> Glyphs:
    return Glyphs(prepare(cache))


@pytest.fixture
def forget_installed() -> Iterator[None]:
    _installed.cache_clear()
    yield
    _installed.cache_clear()


def shape(path: Path, text: str) -> list[tuple[int, int]]:
    """Return (glyph, advance) of shaped text."""
    font = hb.Font(hb.Face(hb.Blob.from_file_path(str(path))))
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(font, buffer)
    return [(i.codepoint, p.x_advance) for i, p in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)]


def outline(path: Path, index: int, character: str) -> str:
    font = hb.Font(hb.Face(hb.Blob.from_file_path(str(path)), index))
    drawn: list[object] = []
    pen = hb.DrawFuncs()
    pen.set_move_to_func(lambda x, y, _: drawn.append(("M", x, y)))
    pen.set_line_to_func(lambda x, y, _: drawn.append(("L", x, y)))
    pen.set_cubic_to_func(lambda *points: drawn.append(("C", points[:6])))
    pen.set_quadratic_to_func(lambda *points: drawn.append(("Q", points[:4])))
    font.draw_glyph(font.get_nominal_glyph(ord(character)), pen)
    return str(drawn)


def face(glyphs: Glyphs, family: str, weight: int = 400) -> Path:
    return next(face.path for face in glyphs.fonts.faces if (face.family, face.weight) == (family, weight))


def test_coverage_is_everyday_chinese_and_more() -> None:
    characters = text_characters()
    assert len(characters) > 12_000
    assert all(ord(c) in characters for c in "骨直啊龟 ÀŁβЖ あア ，。「」ＡＢ → ∑ ∀ ≤ ① ⑩ ┌─┐ ★ ✓ 臺灣說 é")
    assert ord("骨") not in code_characters()


def test_simplified_glyphs(glyphs: Glyphs) -> None:
    family = glyphs.fonts.faces[0].fallback
    source = next(f for f in installed_faces(":lang=zh-cn") if f.family == family and f.weight == 80)
    japanese = [
        f for f in installed_faces(":lang=ja") if f.file == source.file and f.family == family.replace("SC", "JP")
    ]
    for character in "骨直":
        mine = outline(face(glyphs, SANS), 0, character)
        assert mine == outline(Path(source.file), source.index & 0xFFFF, character)
        if japanese:
            assert mine != outline(Path(japanese[0].file), japanese[0].index, character)


def test_subsets_are_cut_once(cache: Path, glyphs: Glyphs) -> None:
    before = {path: path.stat().st_mtime_ns for path in (cache / "fonts").iterdir()}
    again = prepare(cache)
    assert again == glyphs.fonts
    assert {path: path.stat().st_mtime_ns for path in (cache / "fonts").iterdir()} == before
    assert {(f.family, f.weight) for f in again.faces} >= {(SANS, 400), (SANS, 700), (ICONS, 400)}
    assert face(glyphs, SANS).stat().st_size < 4_000_000


def test_two_at_a_time(tmp_path: Path) -> None:
    with ThreadPoolExecutor(3) as pool:
        made = list(pool.map(prepare, [tmp_path] * 3))
    assert made[0] == made[1] == made[2]
    assert not list(tmp_path.rglob(".new-*"))


def test_code_aligns_with_hanzi(glyphs: Glyphs) -> None:
    widths = {advance for _, advance in shape(face(glyphs, MONO), "iW0") + shape(face(glyphs, ICONS), "┌─╋║")}
    hanzi = {advance for _, advance in shape(face(glyphs, SANS), "骨，")}
    assert len(widths) == len(hanzi) == 1
    assert 2 * widths.pop() == hanzi.pop()


def test_css_names_what_was_cut(glyphs: Glyphs) -> None:
    css = glyphs.fonts.css("base/")
    assert css.count("@font-face") == 2 * len(glyphs.fonts.faces) - css.count(f'@font-face {{ font-family: "{LATIN}"')
    assert all(f'url("base/{name}")' in css for name in glyphs.fonts.files)
    assert f'--sans: "{SANS}", "{ICONS}"' in css
    assert f'--mono: "{MONO}", "{ICONS}", "{SANS}"' in css
    assert f'.latin {{ font-family: "{LATIN}"' in css


def test_no_chinese_font(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "installed_faces", lambda *_: ())
    with pytest.raises(StudypressError, match="no Simplified Chinese font") as caught:
        prepare(tmp_path)
    assert "fonts-noto-cjk" in caught.value.hint


def test_one_face_is_enough(tmp_path: Path, glyphs: Glyphs, monkeypatch: pytest.MonkeyPatch) -> None:
    only = Installed(file=str(face(glyphs, SANS)), index=0, family="Some Hei", weight=80)
    monkeypatch.setattr(fonts, "installed_faces", lambda *_: (only,))
    made = prepare(tmp_path)
    assert [(f.family, f.weight) for f in made.faces] == [(SANS, 400), (ICONS, 400)]
    assert "骨" in made.covered
    assert '--serif: "Studypress Sans", "Studypress Icons", "Some Hei", serif' in made.css("")


def test_fontconfig_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(StudypressError, match="fc-list was not found"):
        installed_faces()


def test_cache_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "fonts").write_text("a file where a folder should be")
    with pytest.raises(StudypressError, match="cannot be put into"):
        prepare(tmp_path)


def test_a_failed_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        files.write_whole(tmp_path / "a" / "b", b"data")
    assert list((tmp_path / "a").iterdir()) == []


def test_a_variable_font_is_pinned() -> None:
    light = subset(variable_font(), 0, frozenset({0x41}), 400)
    bold = subset(variable_font(), 0, frozenset({0x41}), 700)
    assert "fvar" not in TTFont(io.BytesIO(bold))
    assert light != bold


def variable_font() -> bytes:
    """Return a font of one square whose side grows with the weight."""
    pen = TTGlyphPen(None)
    for number, point in enumerate([(0, 0), (0, 500), (500, 500), (500, 0)]):
        (pen.lineTo if number else pen.moveTo)(point)
    pen.closePath()
    empty = TTGlyphPen(None).glyph()
    builder = FontBuilder(1000)
    builder.setupGlyphOrder([".notdef", "A"])
    builder.setupCharacterMap({0x41: "A"})
    builder.setupGlyf({".notdef": empty, "A": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (600, 0), "A": (600, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Growing", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.setupFvar([("wght", 100, 400, 900, "Weight")], [])
    deltas = [(0, 0), (0, 100), (100, 100), (100, 0), *[(0, 0)] * 4]
    builder.setupGvar({"A": [TupleVariation({"wght": (0, 1, 1)}, deltas)]})
    file = io.BytesIO()
    builder.save(file)
    return file.getvalue()


def test_icons_are_the_same_everywhere() -> None:
    code = "import hashlib; from generator.press.icons import build_icons as b; print(hashlib.sha256(b()).hexdigest())"
    made = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent.parent)},
            capture_output=True, check=True,
        ).stdout
        for seed in "12"
    }  # fmt: skip
    assert len(made) == 1


def test_every_drawing_is_a_glyph_inside_its_square() -> None:
    font = TTFont(io.BytesIO(build_icons()))
    assert set(map(chr, font.getBestCmap())) == set(DRAWINGS | BOXES)
    for name in (font.getBestCmap()[ord(character)] for character in DRAWINGS):
        bounds = font.getGlyphSet()[name]
        pen = BoundsPen(None)
        bounds.draw(pen)
        assert pen.bounds is not None
        left, bottom, right, top = pen.bounds
        assert -10 <= left < right <= 1010, name
        assert -160 <= bottom < top <= 910, name


def test_everyday_emoji_need_no_emoji_font(glyphs: Glyphs) -> None:
    assert glyphs.missing(simplified("⭐️⚠️❌⚡️✅🔥💡❗👉📌📝🚀🔴🟢 1️⃣ 👍🏽 🇨🇳")) == ""


def test_undrawable_characters_are_named(
    glyphs: Glyphs, monkeypatch: pytest.MonkeyPatch, forget_installed: None
) -> None:
    monkeypatch.setattr("generator.press.glyphs.installed_characters", tuple)
    assert glyphs.missing("好𪛖\n🦄\u200d\ue000") == "\ue000🦄𪛖"
    found = glyphs.complaints("好\n𪛖\n🦄🦄", "n.md", 7)
    assert [(c.code, str(c.span)) for c in found] == [(Code.MISSING_GLYPH, "n.md:9"), (Code.MISSING_GLYPH, "n.md:8")]
    assert "U+1F984 UNICORN FACE" in found[0].message
    page = '<title>🦄</title><style>a::before{content:"🦄"}</style><p title="a>🦄">🦄<i>b</i>𪛖 < ⭐️</p><!-- 🦄 -->'
    assert glyphs.readable(page) == (
        '<title>🦄</title><style>a::before{content:"🦄"}</style><p title="a>🦄">'
        '<span class="glyph-missing">[unicorn face]</span><i>b</i><span class="glyph-missing">[U+2A6D6]</span> < ⭐</p>'
        "<!-- 🦄 -->"
    )
    assert glyphs.complaints("🦄", "n.md", 0)[0].span.line == 0


def test_an_installed_font_will_do(glyphs: Glyphs, monkeypatch: pytest.MonkeyPatch, forget_installed: None) -> None:
    monkeypatch.setattr("generator.press.glyphs.installed_characters", lambda: (range(0x2A6D0, 0x2A6E0),))
    assert glyphs.missing("𪛖𪛖🦄") == "🦄"


def test_installed_characters() -> None:
    found = installed_characters()
    assert any(ord("骨") in characters for characters in found)
    assert not any(0x10FFFF in characters for characters in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("don’t", "don[’]t"),
        ("“quoted”", "[“]quoted[”]"),
        ("他说“OK”，don’t", "他说“OK”，don[’]t"),
        ("‘中’", "‘中’"),
        ("plain", "plain"),
    ],
)
def test_quotes(text: str, expected: str) -> None:
    marked = narrow_quotes(text)
    assert marked.replace('<span class="latin">', "[").replace("</span>", "]") == expected


def test_names() -> None:
    assert name_of("\ue000") == "U+E000"
    assert stand_in("\ue000") == "[U+E000]"
    assert stand_in("한") == "[U+D55C]"
    assert simplified("2️⃣🇨🇳") == "②CN"


@settings(deadline=None)
@given(st.text())
def test_only_texts_change(glyphs: Glyphs, text: str) -> None:
    html = f'<p a="{text.replace(chr(34), "")}">'.translate({ord(c): None for c in "\ufe0e\ufe0f\u20e3"})
    if simplified(html) == html:
        assert glyphs.readable(html + "’x") == html + '<span class="latin">’</span>x'


@pytest.mark.parametrize(
    ("character", "arms"),
    [("─", "LR"), ("│", "DU"), ("┌", "DR"), ("┼", "DLRU"), ("┞", "DRU"), ("╔", "DR"), ("╭", "DR"), ("╴", "L")],
)
def test_boxes_have_the_arms_of_their_names(character: str, arms: str) -> None:
    assert "".join(sorted(side[0] for side in _arms(unicodedata.name(character)))) == arms


def test_heavy_arms_are_thicker() -> None:
    assert _arms("BOX DRAWINGS UP HEAVY AND RIGHT DOWN LIGHT") == {"UP": 110, "RIGHT": 50, "DOWN": 50}
