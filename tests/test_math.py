r"""Formulas: every construct typesets on the baseline, mistakes are values, hostile TeX is bounded, caches are safe."""

from __future__ import annotations

import base64
import json
import re
import string
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.diagnostics import StudypressError
from generator.press import mathcache, mathjax, mathsvg, mathtex
from generator.press.math import FAMILY, MathTypesetter, TexError, TypesetFormula, math_img

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent / "math"
FORMULAS = [
    (line[2:], line[0] == "d")
    for line in (HERE / "formulas.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
AXIS = 0.25
"""Height of the fraction bar above the baseline in em, as in Latin Modern."""


@pytest.fixture(scope="module")
def typesetter() -> MathTypesetter:
    return MathTypesetter(None)


def formula(typesetter: MathTypesetter, tex: str, *, display: bool = False) -> TypesetFormula:
    made = typesetter.typeset(tex, display=display)
    assert isinstance(made, TypesetFormula), made
    return made


def mistake(typesetter: MathTypesetter, tex: str) -> TexError:
    made = typesetter.typeset(tex, display=False)
    assert isinstance(made, TexError), tex
    return made


def texts(made: TypesetFormula) -> list[str]:
    return [element.text or "" for element in ET.fromstring(made.svg).iter() if element.tag.endswith("text")]


# ---------------------------------------------------------------- what must typeset


def test_there_are_enough_formulas() -> None:
    assert len(FORMULAS) >= 130
    assert len(set(FORMULAS)) == len(FORMULAS)


@pytest.mark.parametrize(("tex", "display"), FORMULAS)
def test_textbook_formula(typesetter: MathTypesetter, tex: str, display: bool) -> None:
    made = formula(typesetter, tex, display=display)
    assert 0.2 < made.width < 45, "a line of A4 holds about 45 em"
    assert 0.05 < made.height < 12
    assert -0.7 < made.depth < made.height
    root = ET.fromstring(made.svg)
    left, top, width, height = (float(number) for number in root.attrib["viewBox"].split())
    assert left == 0
    assert width == pytest.approx(made.width * 1000, abs=0.1)
    assert height == pytest.approx(made.height * 1000, abs=0.1)
    assert top + height == pytest.approx(made.depth * 1000, abs=0.1)
    assert root.find(".//{*}path") is not None or texts(made)


@pytest.mark.parametrize(("tex", "display"), FORMULAS)
def test_svg_is_self_contained_and_small(typesetter: MathTypesetter, tex: str, display: bool) -> None:
    svg = formula(typesetter, tex, display=display).svg
    for junk in ("data-", "href", " id=", "<use", "<defs", "style=", "class=", "<a ", "xlink", "<title", "<g></g>"):
        assert junk not in svg, junk
    assert len(svg) < 30_000


def test_baselines(typesetter: MathTypesetter) -> None:
    assert formula(typesetter, "x").depth == pytest.approx(0.011, abs=0.005)
    assert formula(typesetter, "y").depth == pytest.approx(0.2, abs=0.02)
    assert formula(typesetter, "x").height == pytest.approx(0.45, abs=0.02), "an x is an x high"


@pytest.mark.parametrize("tex", [r"\dfrac{a}{a}", r"\left[\dfrac{a}{a}\right]", r"\begin{matrix}a\\a\\a\end{matrix}"])
def test_what_is_symmetrical_is_centred_on_the_axis(typesetter: MathTypesetter, tex: str) -> None:
    made = formula(typesetter, tex, display=True)
    middle = made.height / 2 - made.depth
    assert middle == pytest.approx(AXIS, abs=0.1)


def test_fraction_bar_lies_on_the_axis(typesetter: MathTypesetter) -> None:
    bar = ET.fromstring(formula(typesetter, r"\frac{1}{2}").svg).find(".//{*}rect")
    assert bar is not None
    assert float(bar.attrib["y"]) + float(bar.attrib["height"]) / 2 == pytest.approx(AXIS * 1000, abs=5)


def test_widths_add_up(typesetter: MathTypesetter) -> None:
    one = formula(typesetter, "x").width
    assert formula(typesetter, "xx").width == pytest.approx(2 * one, abs=0.01)
    assert formula(typesetter, r"x\quad x").width == pytest.approx(2 * one + 1, abs=0.01)


def test_display_is_larger_than_inline(typesetter: MathTypesetter) -> None:
    tex = r"\sum_{i=1}^n \frac{a}{b}"
    assert formula(typesetter, tex, display=True).height > 1.5 * formula(typesetter, tex).height


def test_operators_keep_their_space_when_they_have_limits(typesetter: MathTypesetter) -> None:
    for operator in (r"\operatorname*{arg\,max}_k", r"\argmax_k", r"\max_k"):
        both, alone = formula(typesetter, operator + " p", display=True), formula(typesetter, operator, display=True)
        assert both.width - alone.width - formula(typesetter, "p").width == pytest.approx(1 / 6, abs=0.01)


def test_physics_does_not_redefine_common_commands(typesetter: MathTypesetter) -> None:
    bracket = formula(typesetter, r"\log [x]")
    assert bracket.width > formula(typesetter, r"\log x").width + 0.3
    assert formula(typesetter, r"\div").width == pytest.approx(0.778, abs=0.01)


# ---------------------------------------------------------------- Chinese


def test_chinese_is_one_em_wide_in_the_documents_family(typesetter: MathTypesetter) -> None:
    made = formula(typesetter, r"\text{准确率}")
    assert made.width == pytest.approx(3)
    assert made.height >= 1, "the ink of a Chinese character is not cut off"
    text = ET.fromstring(made.svg).find(".//{*}text")
    assert text is not None
    assert text.attrib["font-size"] == "1000px"
    assert text.attrib["font-family"] == FAMILY
    assert 'font-family="Songti SC"' in MathTypesetter(None, family="Songti SC").typeset("准", display=False).svg  # type: ignore[union-attr]


@pytest.mark.parametrize("tex", ["准", "、", "，", "①", "⑳", "℃", "＝", "（", "Ⅳ", r"\text{【}"])
def test_wide_characters_do_not_overlap(typesetter: MathTypesetter, tex: str) -> None:
    alone = formula(typesetter, tex)
    assert alone.width == pytest.approx(1, abs=0.2)


def test_chinese_is_never_slanted_and_may_be_bold(typesetter: MathTypesetter) -> None:
    assert "italic" not in formula(typesetter, r"损失，\textit{斜体}").svg
    assert 'font-weight="bold"' in formula(typesetter, r"\textbf{粗体}").svg


def test_text_is_escaped(typesetter: MathTypesetter) -> None:
    made = formula(typesetter, r"\text{中<b>\&文}")
    assert "".join(texts(made)).startswith("中")
    assert "<b>" not in made.svg


# ---------------------------------------------------------------- what notes do to TeX


@pytest.mark.parametrize(
    ("tex", "ready"),
    [
        ("50% x", r"50\% x"),
        (r"50\% x", r"50\% x"),
        (r"a\\% b", r"a\\\% b"),
        ("a % b", r"a \% b"),
        ("a % note\n+b", "a % note\n+b"),
        ("a%\n+b", "a%\n+b"),
        ("% note\na", "% note\na"),
        ("20 % x\n+b", "20 \\% x\n+b"),
        ("50%+\n20%", "50\\%+\n20\\%"),
        (" x ", "x"),
        ("x\\ ", "x\\ "),
        ("x\\\\ ", "x\\\\"),
        ("x\r\ny\rz", "x\ny\nz"),
        ("x\u200b\ufe0f", "x"),
        (r"\label{eq:a}x", "x"),
        (r"a\hspace*{1em}b", r"a\hspace{1em}b"),
        (r"x\tag{6}", r"x\qquad\text{(6)}"),
        (r"x\tag*{$\star$}", r"x\qquad\text{$\star$}"),
        (r"x \tag {a{b}}\\ y", r"x \qquad\text{(a{b})}\\ y"),
        (r"\tag{1} x", r"\text{(1)}\qquad  x"),
        (r"\begin{multline*}a\end{multline*}", r"\begin{multlined}a\end{multlined}"),
        (r"\begin {flalign}a\end{flalign}", r"\begin{align*}a\end{align*}"),
        (r"\begin{align}a\end{align}", r"\begin{align}a\end{align}"),
    ],
)
def test_prepare(tex: str, ready: str) -> None:
    assert mathtex.prepare(tex) == ready


@pytest.mark.parametrize(
    ("tex", "message"),
    [
        ("", "empty"),
        (" \n ", "empty"),
        ("\u200b", "empty"),
        ("a\x00b", "U+0000"),
        ("a\ud800", "U+D800"),
        ("\uffff", "U+FFFF"),
        ("x" * 8001, "8001 characters"),
    ],
)
def test_what_is_refused_before_mathjax(typesetter: MathTypesetter, tex: str, message: str) -> None:
    assert message in mistake(typesetter, tex).message


def test_percent_sign_is_printed(typesetter: MathTypesetter) -> None:
    assert formula(typesetter, "50%+3").width == formula(typesetter, r"50\%+3").width


def test_tags_stand_beside_the_formula(typesetter: MathTypesetter) -> None:
    tagged, bare = formula(typesetter, r"x=y\tag{12}", display=True), formula(typesetter, "x=y", display=True)
    assert 3 < tagged.width - bare.width < 5
    assert tagged.height < 1.3


def test_lines_broken_outside_any_environment_are_rows(typesetter: MathTypesetter) -> None:
    rows = formula(typesetter, "a=b\\\\\n c=d+e")
    assert rows.svg == formula(typesetter, r"\begin{gathered}a=b\\ c=d+e\end{gathered}").svg
    displayed = formula(typesetter, "a=b\\\\\n c=d+e", display=True)
    assert displayed.height > 2
    assert displayed.width == pytest.approx(rows.width, abs=0.1)


@pytest.mark.parametrize("name", ["align", "align*", "gather", "equation", "eqnarray", "displaymath", "alignat"])
def test_displayed_environments_in_a_line_are_displayed(typesetter: MathTypesetter, name: str) -> None:
    argument = "{2}" if name == "alignat" else ""
    tex = rf"\begin{{{name}}}{argument} \sum_i^n x_i \end{{{name}}}"
    assert formula(typesetter, tex) == formula(typesetter, tex, display=True)
    assert formula(typesetter, tex).height > formula(typesetter, r"\sum_i^n x_i").height


# ---------------------------------------------------------------- mistakes


@pytest.mark.parametrize(
    ("tex", "macro"),
    [
        (r"\unknowncmd{x}+1", r"\unknowncmd"),
        (r"\frac{\foo}{b}", r"\foo"),
        (r"\R^n", r"\R"),
        (r"\require{html}x", r"\require"),
        (r"\href{javascript:alert(1)}{x}", r"\href"),
        (r"\style{color:red}{x}", r"\style"),
        (r"\begin{theorem}x\end{theorem}", r"\begin{theorem}"),
        (r"\text{\foo}", r"\foo"),
        (r"\qty(x)", r"\qty"),
    ],
)
def test_unknown_commands_are_named(typesetter: MathTypesetter, tex: str, macro: str) -> None:
    made = mistake(typesetter, tex)
    assert made.macro == macro
    assert macro in made.message


@pytest.mark.parametrize(
    ("tex", "message"),
    [
        (r"\frac{a}{b", "Missing close brace"),
        (r"\begin{cases} x", r"Missing \end{cases}"),
        ("a^b^c", "Double exponent"),
        (r"\left( x", r"\left"),
        ("x_{", "missing close brace"),
        ("}", "Extra close brace"),
        ("a & b", "Misplaced &"),
        (r"\unicode{x0}", "cannot be drawn"),
        (r"\unicode{xD800}", "cannot be drawn"),
        (r"\hspace{99999em}x", "no page can hold"),
    ],
)
def test_other_mistakes_have_a_message_and_no_macro(typesetter: MathTypesetter, tex: str, message: str) -> None:
    made = mistake(typesetter, tex)
    assert message in made.message
    assert made.macro == ""


# ---------------------------------------------------------------- hostile TeX

HOSTILE = {
    "recursive macro": r"\newcommand{\zz}{\zz}\zz",
    "growing macro": r"\def\a{\a\a}\a",
    "multiplying macro": r"\def\a#1{#1#1#1#1#1#1#1#1}\a{\a{\a{\a{\a{x}}}}}",
    "twenty thousand letters": "x" * 20_000,
    "eight thousand letters": "x" * 8000,
    "five thousand braces": "{" * 5000 + "x" + "}" * 5000,
    "two thousand braces": "{" * 2000 + "x" + "}" * 2000,
    "roots": r"\sqrt{" * 1000 + "x" + "}" * 1000,
    "superscripts": "x" + "^{x" * 2000 + "}" * 2000,
    "delimiters": r"\left(" * 500 + "x" + r"\right)" * 500,
    "middles": r"\left." + r"\middle|" * 1100 + r"\right.",
    "columns": r"\begin{array}{" + "c" * 7000 + r"}1\end{array}",
    "cells": r"\begin{matrix}" + ("a&" * 50 + r"\\") * 50 + r"\end{matrix}",
    "chemistry": r"\ce{" + "A->" * 2000 + "}",
    "primes": "x" + "'" * 7000,
    "rule": r"\rule{99999em}{1em}",
    "redefinition": r"\renewcommand{\frac}[2]{pwned}\def\sum{pwned}\let\alpha\beta\frac12",
    "raw unicode": r"\U{5C}def\alpha{pwned}",
    "hidden colour": r"\definecolor{red}{rgb}{0,1,0}\color{red}x",
    "colours": r"\color{red}" * 700,
}


@pytest.mark.parametrize("tex", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_tex_is_bounded_and_leaves_no_trace(tex: str) -> None:
    typesetter = MathTypesetter(None)
    probe = r"\frac{\alpha}{2}+\sum_i\color{red}x"
    before = MathTypesetter(None).typeset(probe, display=True)
    assert isinstance(before, TypesetFormula)
    started = time.process_time()
    made = typesetter.typeset(tex, display=True)
    assert time.process_time() - started < 3, "a bound of one second and two engines, on a slow machine"
    if isinstance(made, TypesetFormula):
        assert len(made.svg) < mathsvg.MAX_SVG + 1000
        assert max(made.width, made.height) <= mathsvg.MAX_EM
    assert typesetter.typeset(probe, display=True) == before


@pytest.mark.parametrize(
    "tex",
    [
        r"\newcommand{\leak}{y}\leak",
        r"\def\leak{y}\leak",
        r"\let\leak=y\leak",
        r"\DeclareMathOperator{\leak}{y}\leak",
        r"\DeclarePairedDelimiter{\leak}{(}{)}\leak{y}",
        r"\Newextarrow{\leak}{5,5}{8672}\leak{y}",
        r"\newenvironment{leak}{y}{}\begin{leak}\end{leak}",
    ],
)
def test_definitions_do_not_leak(typesetter: MathTypesetter, tex: str) -> None:
    assert isinstance(typesetter.typeset(tex, display=False), TypesetFormula)
    assert mistake(typesetter, r"\leak{y}").macro == r"\leak"
    assert mistake(typesetter, r"\begin{leak}\end{leak}").macro == r"\begin{leak}"


def test_labels_may_repeat(typesetter: MathTypesetter) -> None:
    for tex in (r"\label{a}x", r"\label{a}y", r"\begin{equation}\label{a}z\end{equation}"):
        formula(typesetter, tex)


def test_script_never_reaches_the_svg(typesetter: MathTypesetter) -> None:
    for tex in (r"\text{<script>alert(1)</script>}", r"\text{中<script>}", r"\color{red;x:url(http://a)}x"):
        made = typesetter.typeset(tex, display=False)
        if isinstance(made, TypesetFormula):
            assert "<script" not in made.svg
            assert "url(" not in made.svg


def test_depth_that_is_allowed_can_be_drawn_by_weasyprint(typesetter: MathTypesetter) -> None:
    weasyprint = pytest.importorskip("weasyprint")
    tex = r"\frac{1}{" * 14 + "x" + "}" * 14
    made = formula(typesetter, tex)
    pdf = weasyprint.HTML(string=f"<p>{math_img(made, tex, display=True)}").write_pdf()
    assert pdf.startswith(b"%PDF")


# ---------------------------------------------------------------- the distiller by itself


def svg(body: str, box: str = 'viewBox="0 -700 1000 900"') -> str:
    return f'<svg xmlns:xlink="http://www.w3.org/1999/xlink" {box}>{body}</svg>'


def distilled(body: str) -> str:
    return mathsvg.distil(svg(body), "F").svg.partition(">")[2].removesuffix("</svg>")


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ('<defs><path id="a" d="M0 0"/></defs><use xlink:href="#a" data-c="1"/>', '<path d="M0 0"/>'),
        ('<defs><path id="a" d=""/></defs><use xlink:href="#a"/><use xlink:href="#b"/>', ""),
        ('<a href="javascript:x"><g onclick="x"><rect width="1"/></g></a>', '<rect width="1"/>'),
        ('<g transform="scale(1,-1)"><g/></g>', '<g transform="scale(1,-1)"/>'),
        ('<g fill="red"><line x1="1"/><line x1="2"/></g>', '<g fill="red"><line x1="1"/><line x1="2"/></g>'),
        ('<g fill=" URL(#x)"><path d="M0 0"/></g>', '<path d="M0 0"/>'),
        ("<script>alert(1)</script><title>t<g>u</g></title>", ""),
        ('<rect data-hitbox="true" width="5"/>', ""),
        ('<path d="M0 0" style="stroke-width: 67.5; x: y"/>', '<path d="M0 0" stroke-width="67.5"/>'),
        ('<line data-line="h" class="mjx-solid" x1="1"/>', '<line x1="1" stroke-width="70"/>'),
        (
            '<line data-line="v" class="mjx-dashed" x1="1"/>',
            '<line x1="1" stroke-width="70" stroke-dasharray="140"/>',
        ),
        ('<rect data-frame="true" width="1"/>', '<rect width="1" fill="none" stroke-width="70"/>'),
        (
            '<text font-style="italic" font-size="9px">中&amp;</text>',
            '<text font-size="9px" font-family="F">中&amp;</text>',
        ),
        ('<text font-style="italic">中é</text>', '<text font-family="F">中é</text>'),
        ('<text font-style="italic">é</text>', '<text font-style="italic" font-family="F">é</text>'),
        ("<text> </text>stray", ""),
        ('<svg x="1" viewBox="0 0 1 1"><path d="M1 1"/></svg>', '<svg x="1" viewBox="0 0 1 1"><path d="M1 1"/></svg>'),
    ],
)
def test_distil(body: str, kept: str) -> None:
    assert distilled(body) == kept


def test_distil_makes_room_for_chinese() -> None:
    drawing = mathsvg.distil(svg('<text font-size="9px">中</text>'), "F")
    assert (drawing.height, drawing.depth) == (1.08, 0.2)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (svg("", 'width="100%"'), "width of a page"),
        ("<nothing/>", "width of a page"),
        (svg("<g>"), "cannot be drawn"),
        (svg("\ud800"), "cannot be drawn"),
        (svg('<g data-mjx-error="Bad &amp; wrong"/>'), "Bad & wrong"),
        (svg('<g fill="red">' * 101 + "</g>" * 101), "nested too deeply"),
        (svg('<path d="M 0 0"/>' * 40_000), "too large"),
        (svg("", 'viewBox="0 0 250001 1"'), "250 em across"),
        (svg("", 'viewBox="0 0 1 999999"'), "1000 em across"),
    ],
)
def test_undrawable(text: str, message: str) -> None:
    with pytest.raises(mathsvg.UndrawableError, match=re.escape(message)):
        mathsvg.distil(text, "F")


# ---------------------------------------------------------------- the engine by itself


def test_nothing_is_loaded_before_the_first_formula() -> None:
    code = (
        "import sys; from generator.press.math import MathTypesetter; m = MathTypesetter(None);"
        "m.typeset('', display=False); assert 'quickjs' not in sys.modules; assert 'quickjax' not in sys.modules;"
        "m.typeset('x', display=False); assert 'quickjs' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_unknown_bundle_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mathjax, "_BUNDLE_PATCHES", ((re.compile("no such text"), 1, ""),))
    with pytest.raises(StudypressError, match="not a version Studypress knows") as caught:
        mathjax.MathJax().svg("x", display=False)
    assert "quickjax" in caught.value.hint


def test_time_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mathjax, "TIME_LIMIT", 0.05)
    typesetter = MathTypesetter(None)
    assert "more than 0.05 s" in mistake(typesetter, "x+" * 3000).message
    formula(typesetter, "x")


def test_memory_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mathjax, "MEMORY_LIMIT", 24 * 1024 * 1024)
    typesetter = MathTypesetter(None)
    assert "memory" in mistake(typesetter, r"\begin{matrix}" + "a&" * 2000 + r"\end{matrix}").message
    formula(typesetter, "x")


@pytest.mark.parametrize(("problem", "said"), [("", "no reason given"), ("TypeError: a\n at b", "TypeError: a")])
def test_other_failures_are_told(problem: str, said: str) -> None:
    class Broken:
        def eval(self, code: str) -> object:
            raise ValueError(problem)

    with pytest.raises(mathjax.EngineError, match=said):
        mathjax._run(Broken(), "x", display=False)  # type: ignore[arg-type]


def test_macros_are_all_defined_and_missing_from_mathjax(typesetter: MathTypesetter) -> None:
    for name, definition in mathjax.MACROS:
        assert definition.startswith(rf"\newcommand{{{name}}}")
        formula(typesetter, rf"{name}{{x}}")


# ---------------------------------------------------------------- caches


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Return the formulas for which MathJax was asked."""
    asked: list[str] = []
    original = mathjax.MathJax.svg

    def svg_(self: mathjax.MathJax, tex: str, *, display: bool) -> str:
        asked.append(tex)
        return original(self, tex, display=display)

    monkeypatch.setattr(mathjax.MathJax, "svg", svg_)
    return asked  # type: ignore[return-value]


def test_each_formula_is_made_once(tmp_path: Path, counted: list[str]) -> None:
    first = MathTypesetter(tmp_path)
    made = [first.typeset(tex, display=False) for tex in ("x", "x", r"\foo", r"\foo", " x ")]
    second = MathTypesetter(tmp_path)
    again = [second.typeset(tex, display=False) for tex in ("x", "x", r"\foo", r"\foo", " x ")]
    assert counted == ["x", r"\foo"]
    assert again == made


def test_display_family_and_version_are_part_of_the_key(
    tmp_path: Path, counted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    MathTypesetter(tmp_path).typeset("x", display=False)
    MathTypesetter(tmp_path).typeset("x", display=True)
    MathTypesetter(tmp_path, family="Other").typeset("x", display=False)
    monkeypatch.setattr("generator.press.math.SCHEME", 0)
    MathTypesetter(tmp_path).typeset("x", display=False)
    assert counted == ["x"] * 4


def test_formulas_out_of_time_are_tried_again(
    tmp_path: Path, counted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mathjax, "TIME_LIMIT", 0.02)
    tex = "x+" * 2000
    assert isinstance(MathTypesetter(tmp_path).typeset(tex, display=False), TexError)
    assert isinstance(MathTypesetter(tmp_path).typeset(tex, display=False), TexError)
    assert len(counted) == 2


@pytest.mark.parametrize("damage", [b"", b"\n", b"\xff\xfe\x00", b"0" * 64 + b"\n{}"])
def test_damaged_entries_are_made_again(tmp_path: Path, counted: list[str], damage: bytes) -> None:
    made = MathTypesetter(tmp_path).typeset("x", display=False)
    (entry,) = (tmp_path / "math").iterdir()
    whole = entry.read_bytes()
    for broken in (damage, whole[:-1], whole + b" ", whole.replace(b"svg", b"gvs", 1)):
        entry.write_bytes(broken)
        assert MathTypesetter(tmp_path).typeset("x", display=False) == made
        assert entry.read_bytes() == whole
    assert len(counted) == 5


def test_cached_formulas_take_less_than_three_milliseconds(tmp_path: Path) -> None:
    first = MathTypesetter(tmp_path)
    for tex, display in FORMULAS:
        first.typeset(tex, display=display)
    second = MathTypesetter(tmp_path)
    started = time.process_time()
    for tex, display in FORMULAS:
        math_img(formula(second, tex, display=display), tex, display=display)
    assert (time.process_time() - started) / len(FORMULAS) < 0.003


def test_two_processes_may_share_a_cache(tmp_path: Path) -> None:
    code = (
        "import sys, json; from pathlib import Path; from generator.press.math import MathTypesetter\n"
        "m = MathTypesetter(Path(sys.argv[1]))\n"
        "print(json.dumps([m.typeset(f'x^{{{i}}}', display=False).svg for i in range(60)]))"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    workers = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(3)]
    outputs = [worker.communicate()[0] for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0, 0]
    assert len(json.loads(outputs[0])) == 60
    assert len(set(outputs)) == 1
    names = [path.name for path in (tmp_path / "math").iterdir()]
    assert len(names) == 60
    assert not [name for name in names if name.endswith(".tmp")]


def test_cache_is_bounded_and_drops_the_oldest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mathcache, "_WRITES_BETWEEN_CHECKS", 1)
    cache = mathcache.FormulaCache(tmp_path, max_bytes=2000)
    for number in range(40):
        cache.put(f"{number:064}", "x" * 100)
        entry = tmp_path / f"{number:064}.formula"
        stamp = 1_000_000_000 + number
        __import__("os").utime(entry, (stamp, stamp))
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 2000
    assert cache.get(f"{0:064}") is None
    assert cache.get(f"{39:064}") == "x" * 100


def test_files_of_others_are_never_deleted(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("n" * 5000, encoding="utf-8")
    cache = mathcache.FormulaCache(tmp_path, max_bytes=10)
    cache.put("a" * 64, "text")
    assert [path.name for path in tmp_path.iterdir()] == ["notes.md"]


def test_a_folder_that_cannot_be_made_does_not_stop_a_build(tmp_path: Path) -> None:
    (tmp_path / "math").write_text("a file in the way", encoding="utf-8")
    typesetter = MathTypesetter(tmp_path)
    formula(typesetter, "x")
    formula(typesetter, "y")
    assert (tmp_path / "math").read_text(encoding="utf-8") == "a file in the way"


def test_a_failed_rename_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    cache = mathcache.FormulaCache(tmp_path)
    cache.put("a" * 64, "text")
    assert list(tmp_path.iterdir()) == []


# ---------------------------------------------------------------- the image


def test_image_holds_svg_tex_and_box(typesetter: MathTypesetter) -> None:
    tex = 'a<b\n \\& "c"'
    made = formula(typesetter, tex)
    image = ET.fromstring(math_img(made, tex, display=False).replace(">", "/>"))
    assert image.attrib["alt"] == r'a<b \& "c"'
    assert image.attrib["class"] == "math inline"
    head, _, data = image.attrib["src"].partition(",")
    assert head == "data:image/svg+xml;base64"
    assert base64.b64decode(data).decode() == made.svg
    assert f"width:{made.width:.4f}em;vertical-align:{-made.depth:.4f}em" in image.attrib["style"]


def test_image_can_be_displayed_and_coloured(typesetter: MathTypesetter) -> None:
    made = formula(typesetter, r"x+\color{red}y")
    image = math_img(made, "x", display=True, colour='#036"')
    assert 'class="math display"' in image
    coloured = base64.b64decode(image.partition("base64,")[2].partition('"')[0]).decode()
    assert 'color="#036&quot;"' in coloured
    assert ET.fromstring(coloured).attrib["color"] == '#036"'
    assert 'fill="currentColor"' in coloured
    assert 'fill="red"' in coloured


# ---------------------------------------------------------------- laws

PIECES = st.sampled_from(
    [
        *"xyabn012+-=()[]|{}^_&%$#~<>'\" \n",
        "\\\\",
        "中",
        "率",
        "、",
        "①",
        "é",
        "\u200b",
        "😀",
        r"\frac",
        r"\sqrt",
        r"\text",
        r"\left",
        r"\right",
        r"\begin{cases}",
        r"\end{cases}",
        r"\sum",
        r"\alpha",
        r"\tag{1}",
        r"\label{a}",
        r"\foo",
        r"\bm",
        r"\mathbb",
        r"\over",
        r"\color{red}",
        r"\newcommand",
        r"\x",
    ]
)
TEX = st.lists(PIECES, max_size=25).map("".join)
SHARED = MathTypesetter(None)


@settings(max_examples=300, deadline=None)
@given(tex=TEX | st.text(string.printable, max_size=40) | st.text(max_size=20), display=st.booleans())
@example(tex="\\", display=False)
@example(tex=r"\text{%}", display=False)
def test_anything_becomes_a_drawable_formula_or_a_message(tex: str, display: bool) -> None:
    made = SHARED.typeset(tex, display=display)
    if isinstance(made, TexError):
        assert made.message
        return
    ET.fromstring(made.svg)
    assert made.width >= 0
    assert made.height >= 0
    ET.fromstring(math_img(made, tex, display=display).replace('">', '"/>')) if tex.isprintable() else None
    assert isinstance(SHARED.typeset("x+1", display=False), TypesetFormula)


@settings(max_examples=60, deadline=None)
@given(texs=st.lists(TEX, min_size=2, max_size=4))
def test_order_does_not_matter(texs: list[str]) -> None:
    forwards, backwards = MathTypesetter(None), MathTypesetter(None)
    forwards._engine = backwards._engine = SHARED._engine
    there = {tex: forwards.typeset(tex, display=False) for tex in texs}
    back = {tex: backwards.typeset(tex, display=False) for tex in reversed(texs)}
    assert there == back


@given(tex=st.text("ab%\\{}\n 1", max_size=30))
def test_prepared_tex_has_no_percent_that_eats_a_single_line(tex: str) -> None:
    try:
        ready = mathtex.prepare(tex)
    except mathtex.UnreadableTexError:
        return
    last = ready.rpartition("\n")[2]
    assert "%" not in re.sub(r"\\.", "", last)
