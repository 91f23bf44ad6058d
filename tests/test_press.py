"""The desk: notes to HTML to PDF, with formulas, pictures, code, labels, and complaints with file:line."""

import io
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from markupsafe import Markup
from PIL import Image
from pypdf import PdfReader

from generator.diagnostics import Code, Severity, Span, StudypressError
from generator.markup.pictures import cached
from generator.model.bank import Markdown
from generator.press import page
from generator.press.desk import Press, Settings
from generator.press.sink import PaperSink
from generator.resources import templates

HERE = Path(__file__).parent / "press"
ROOT = Path(__file__).parent.parent
NewPress = Callable[..., Press]


def png(size: tuple[int, int] = (300, 200)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "red").save(file, "PNG")
    return file.getvalue()


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    (tmp_path / "content" / "图").mkdir(parents=True)
    (tmp_path / "content" / "图" / "a 1.png").write_bytes(png())
    (tmp_path / "content" / "bad.png").write_bytes(b"no picture")
    return tmp_path / "content"


@pytest.fixture
def new_press(content: Path, cache: Path) -> NewPress:
    def make(**changes: object) -> Press:
        settings = {
            "title": "期末复习", "paper": "A4", "language": "zh", "content": content, "cache": cache,
            "templates": HERE / "templates", "pictures": {}, **changes,
        }  # fmt: skip
        return Press(Settings(**settings))  # type: ignore[arg-type]

    return make


@pytest.fixture
def press(new_press: NewPress) -> Press:
    return new_press()


def html(press: Press, text: str, line: int = 3, **options: object) -> str:
    return str(press.html(Markdown(text), Span(path="图/n.md", line=line), **options))  # type: ignore[arg-type]


def found(press: Press) -> list[tuple[Code, Severity, str]]:
    return [(c.code, c.severity, str(c.span)) for c in press.found]


def test_html_is_markup(press: Press) -> None:
    made = press.html(Markdown("**粗** <script>alert(1)</script>"), Span(path="n.md"), inline=True)
    assert isinstance(made, Markup)
    assert "<strong>粗</strong>" in made
    assert "script" not in made


def test_formulas(press: Press) -> None:
    made = html(press, "$x^2$\n\n$$\\frac12$$")
    assert made.count("<img") == 2
    assert 'class="math inline"' in made
    assert 'class="math display"' in made
    assert not press.found


def test_wrong_formulas_are_printed_as_source(press: Press) -> None:
    made = html(press, "好\n\n$\\frac{a<b$ 与 $\\nosuch x$")
    assert '<code class="tex-error">\\frac{a&lt;b</code>' in made
    assert '<code class="tex-error">\\nosuch x</code>' in made
    assert found(press) == [
        (Code.BAD_TEX, Severity.ERROR, "图/n.md:5"),
        (Code.UNKNOWN_MACRO, Severity.ERROR, "图/n.md:5"),
    ]


@pytest.mark.parametrize(
    ("source", "style"),
    [
        ("![图一](<a 1.png>)", "width:300px;max-width:100%"),
        ('<img src="a%201.png" alt="图一" style="zoom:50%">', "width:150px;max-width:50%"),
        ('<img src="a%201.png" alt="图一" style="zoom:200%">', "width:600px;max-width:100%"),
    ],
)
def test_pictures(press: Press, source: str, style: str) -> None:
    assert html(press, source) == html(press, source)
    made = html(press, source)
    name = next(iter(press.images))
    assert f'src="https://studypress.invalid/pictures/{name}" alt="图一" style="{style}"' in made
    assert press.images[name] == png()
    assert not press.found


@pytest.mark.parametrize(
    ("source", "code", "severity", "shown"),
    [
        ("![b](gone.png)", Code.MISSING_PICTURE, Severity.WARNING, '<span class="picture-address">gone.png</span>'),
        ("![b](../../x.png)", Code.OUTSIDE_FILE, Severity.WARNING, '<span class="picture-address">../../x.png</span>'),
        ("![b](/bad.png)", Code.BAD_PICTURE, Severity.WARNING, '<span class="picture-address">/bad.png</span>'),
        ('<img src="a%00b" alt="b">', Code.BAD_PICTURE, Severity.WARNING, '<span class="picture-alt">b</span>'),
        (
            "![b](https://pic.test/x.png?a=1&b=2)",
            Code.REMOTE_PICTURE,
            Severity.INFO,
            '<a class="picture-address" href="https://pic.test/x.png?a=1&amp;b=2">pic.test</a>',
        ),
        ("![b](//pic.test/x)", Code.REMOTE_PICTURE, Severity.INFO, 'href="https://pic.test/x">pic.test</a>'),
    ],
)
def test_absent_pictures_leave_a_box(press: Press, source: str, code: Code, severity: Severity, shown: str) -> None:
    made = html(press, f"一\n\n{source}")
    assert '<span class="picture-missing"><span class="picture-alt">b</span> ' in made
    assert shown in made
    assert found(press) == [(code, severity, "图/n.md:5")]
    assert press.found[0].hint
    assert not press.images


def test_a_nonsense_address_leaves_a_box(press: Press) -> None:
    made = PaperSink(press, "n.md").picture("https://[x/y", alt="", zoom=1.0, line=1)
    assert made.endswith(">https://[x/y</a></span>")


def test_pictures_from_the_project_file(new_press: NewPress) -> None:
    press = new_press(pictures={"https://a.test/1": "图/a 1.png", "x.png": "$y^2$"})
    assert '<img class="picture"' in html(press, "![](https://a.test/1)")
    assert 'alt="y^2"' in html(press, "![](x.png)")
    assert not press.found


def test_fetched_pictures(press: Press, cache: Path) -> None:
    path = cached(cache, "https://a.test/fetched.png")
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(png((7, 7)))
    assert 'style="width:7px' in html(press, "![](https://a.test/fetched.png)")


def test_code(press: Press) -> None:
    assert '<span class="k">def</span>' in html(press, "```python\ndef f(): pass\n```")
    for language in ("", "no-such-language"):
        made = html(press, f"```{language}\nif a < b & c:\n```")
        assert "<code>if a &lt; b &amp; c:\n</code>" in made
    assert "<span" not in html(press, "```python\n" + "x = 1\n" * 10_000 + "```")
    assert "style=" not in made


def test_undrawable_characters_are_told_with_their_line(press: Press) -> None:
    html(press, "一\n\n\U0010fffd")
    assert found(press) == [(Code.MISSING_GLYPH, Severity.WARNING, "图/n.md:5")]


def test_a_pdf(press: Press) -> None:
    body = html(press, "骨直 ⭐️\n\n![图一](<a 1.png>)\n\n$x^2$ \U0010fffd")
    press.found.clear()
    pdf = PdfReader(io.BytesIO(press.pdf("page.html.j2", body=Markup(body))))
    text = pdf.pages[0].extract_text()
    assert "你好，小明" in text
    assert "骨直 ⭐" in text
    assert "[U+10FFFD]" in text
    assert len(pdf.pages[0].images) == 1
    assert pdf.metadata is not None
    assert pdf.metadata.title == "期末复习"
    assert pdf.trailer["/Root"]["/Lang"] == "zh-CN"
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"].value is True
    assert [item.title for item in pdf.outline] == ["你好，小明"]  # type: ignore[union-attr]
    assert pdf.pages[0].mediabox.width == pytest.approx(419.5, abs=0.5)
    names = {str(font["/BaseFont"]).partition("+")[2] for font in fonts_of(pdf)}
    assert names == {"Studypress-Sans", "Studypress-Sans-Bold", "emoji"}
    assert not press.found


def fonts_of(pdf: PdfReader) -> list[dict[str, object]]:
    return [font.get_object() for font in pdf.pages[0]["/Resources"]["/Font"].values()]  # type: ignore[index]


def test_generic_families_have_simplified_glyphs(press: Press) -> None:
    generic = "".join(f'<p style="font-family: {name}">骨 a' for name in ("serif", "sans-serif", "monospace"))
    drawing = '<svg width="50" height="20"><text y="15" font-family="Times, serif">骨</text></svg>'
    pdf = PdfReader(io.BytesIO(press.pdf("page.html.j2", body=Markup(generic + drawing))))
    names = {str(font["/BaseFont"]).partition("+")[2] for font in fonts_of(pdf)}
    ours = {"serif", "sans-serif", "monospace"}  # where fontconfig knows better for zh-CN: its own, of Noto's
    assert all(name.startswith("Studypress") or name in ours or name.endswith("CJK-SC") for name in names)


def test_the_same_bytes_in_two_processes(content: Path, cache: Path) -> None:
    code = f"""
import hashlib
from pathlib import Path
from generator.diagnostics import Span
from generator.press.desk import Press, Settings
from generator.press.sink import PaperSink
press = Press(Settings(title="t", paper="A4", language="zh", content=Path({str(content)!r}),
    cache=Path({str(cache)!r}), templates=Path({str(HERE / "templates")!r}), pictures={{}}))
body = press.html("骨 $x$ ⭐ ![](图/a%201.png) `code`", Span(path="n.md"))
print(hashlib.sha256(press.pdf("page.html.j2", body=body)).hexdigest())
"""
    made = set()
    for seed in "12":
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)
        made.add(done.stdout)
    assert len(made) == 1


def test_two_documents_differ_in_identity(press: Press) -> None:
    one, two = (PdfReader(io.BytesIO(press.pdf("page.html.j2", body=text))) for text in "ab")
    assert one.trailer["/ID"] != two.trailer["/ID"]


def test_deep_nesting_is_laid_out(press: Press) -> None:
    depth = 300
    data = press.pdf("page.html.j2", body=Markup("<div>" * depth + "bottom" + "</div>" * depth))
    assert "bottom" in PdfReader(io.BytesIO(data)).pages[0].extract_text()


def test_the_typesetter_complains_once(press: Press, capfd: pytest.CaptureFixture[str]) -> None:
    press.pdf("page.html.j2", body=Markup('<p style="colour: red"><p style="colour: red">'))
    assert len(press.found) == 1
    assert press.found[0].code is Code.TYPESETTING
    assert "colour" in press.found[0].message
    assert press.found[0].span.path == "page.html.j2"
    assert capfd.readouterr() == ("", "")
    assert logging.getLogger("weasyprint").propagate


def test_labels(press: Press, new_press: NewPress) -> None:
    assert press.label("quiz.score") == "分数"
    assert press.label("greeting", name="你") == "你好，你"
    with pytest.raises(StudypressError, match="'nothing' is in no locale file"):
        press.label("nothing")
    with pytest.raises(StudypressError, match="cannot be filled in"):
        press.label("greeting")


def test_own_templates_win_one_by_one(new_press: NewPress, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    (mine / "locale").mkdir(parents=True)
    (mine / "locale" / "zh.toml").write_text("own = '我的'\n")
    press = new_press(templates=mine)
    assert press.label("own") == "我的"
    assert press._folders == (mine, templates())
    assert new_press(templates=None)._folders == (templates(),)


def test_a_locale_file_that_is_not_toml(new_press: NewPress, tmp_path: Path) -> None:
    (tmp_path / "locale").mkdir()
    (tmp_path / "locale" / "zh.toml").write_text("= =")
    with pytest.raises(StudypressError, match=r"zh\.toml: "):
        new_press(templates=tmp_path).label("x")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("one\n{{ unknown }}", r"bad\.j2:2: 'unknown' is undefined"),
        ("one\ntwo\n{% if %}", r"bad\.j2:3: "),
        ("{% include 'gone.j2' %}", r"template gone\.j2 does not exist"),
        ("one\n{{ 1 + 'a' }}", r"bad\.j2:2: unsupported operand"),
        ("{{ label('nothing') }}", r"'nothing' is in no locale file"),
    ],
)
def test_wrong_templates(new_press: NewPress, tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "bad.j2").write_text(text)
    with pytest.raises(StudypressError, match=message) as caught:
        new_press(templates=tmp_path).page("bad.j2")
    assert caught.value.hint


def test_templates_escape(press: Press) -> None:
    assert "&lt;b&gt;" in press.page("page.html.j2", body="<b>")


def test_a_library_is_missing(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(name: str, *rest: object, **options: object) -> object:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return original(name, *rest, **options)

    original = __import__
    monkeypatch.setattr("builtins.__import__", fails)
    with pytest.raises(StudypressError, match="libpango") as caught:
        page.typeset("", fonts=press.glyphs.fonts, templates=[], pictures={}, span=Span(path="x"))
    assert "apt install" in caught.value.hint


def test_a_slow_library_is_told(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("weasyprint.text.ffi.harfbuzz_subset", None)
    _, complaints = page._weasyprint(Span(path="x"))
    assert "much longer" in complaints[0].message
    assert "libharfbuzz-subset0" in complaints[0].hint


def test_templates_are_found() -> None:
    assert templates() == ROOT / "templates"


def test_weasyprint_is_imported_late() -> None:
    code = "import sys, generator.press.desk, generator.press.fetch; sys.exit('weasyprint' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True)
