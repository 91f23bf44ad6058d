"""What the typesetter may load, seen in whole PDFs: every way out is refused, told, and the PDF is made."""

import base64
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from generator.diagnostics import Code, Diagnostic, Severity, Span
from generator.press import page
from generator.press.fetcher import BASE, PICTURES, TEMPLATES, Fetcher, RefusedError
from generator.press.fonts import prepare

SECRET = "the secret sentence"
Make = Callable[..., tuple[PdfReader, tuple[Diagnostic, ...]]]


def png() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (3, 2), "red").save(file, "PNG")
    return file.getvalue()


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    folder = tmp_path / "templates"
    (folder / "css").mkdir(parents=True)
    (folder / "css" / "a.css").write_text("p { margin-left: 99pt }")
    (folder / "logo.png").write_bytes(png())
    (folder / "page.html.j2").write_text(SECRET)
    (tmp_path / "secret.css").write_text(f"/* {SECRET} */ p::after {{ content: '{SECRET}' }}")
    (tmp_path / "secret.png").write_bytes(png())
    (tmp_path / "secret.txt").write_text(SECRET)
    (folder / "link.css").symlink_to(tmp_path / "secret.css")
    return folder


@pytest.fixture
def make(cache: Path, templates: Path) -> Make:
    def typeset(html: str, **pictures: bytes) -> tuple[PdfReader, tuple[Diagnostic, ...]]:
        data, found = page.typeset(
            f"<html lang=en><title>t</title>{html}",
            fonts=prepare(cache),
            templates=[templates],
            pictures={name.replace("_", "."): content for name, content in pictures.items()},
            span=Span(path="page.html.j2"),
        )
        return PdfReader(io.BytesIO(data)), found

    return typeset


def attached(pdf: PdfReader) -> bool:
    data = b"".join(bytes(str(pdf.get_object(number)), "utf-8") for number in range(1, len(pdf.xref[0]) + 1))
    return b"EmbeddedFile" in data or b"FileAttachment" in data


REFUSED = [
    '<img alt="a" src="file:///etc/passwd">',
    '<img alt="a" src="file://{root}/secret.png">',
    '<img alt="a" src="{root}/secret.png">',
    '<img alt="a" src="../secret.png">',
    '<img alt="a" src="%2e%2e/secret.png">',
    '<img alt="a" src="http://127.0.0.1:9/a.png">',
    '<img alt="a" src="https://example.com/a.png">',
    '<img alt="a" src="//example.com/a.png">',
    '<img alt="a" src="ftp://example.com/a.png">',
    '<img alt="a" src="data:text/html,<p>hello">',
    '<img alt="a" src="' + PICTURES + '../secret.png">',
    '<img alt="a" src="' + PICTURES + 'unknown.png">',
    '<img alt="a" src="page.html.j2">',
    '<object data="file://{root}/secret.png"></object>',
    '<embed src="file://{root}/secret.png">',
    '<link rel="stylesheet" href="file://{root}/secret.css">',
    '<link rel="stylesheet" href="../secret.css">',
    '<link rel="stylesheet" href="link.css">',
    '<style>@import "file://{root}/secret.css"</style>',
    "<style>p {{ background: url(file://{root}/secret.png) }}</style>",
    "<style>p::before {{ content: url(http://example.com/a.png) }}</style>",
    "<style>li {{ list-style-image: url(http://example.com/a.png) }}</style><ul><li>x</ul>",
    '<svg width="9" height="9"><image href="file://{root}/secret.png" width="5" height="5"/></svg>',
    '<base href="file://{root}/"><img alt="a" src="secret.png">',
]


@pytest.mark.parametrize("html", REFUSED)
def test_refused(make: Make, templates: Path, html: str) -> None:
    pdf, found = make(f"<p>Here.</p>{html.format(root=templates.parent)}")
    assert "Here." in pdf.pages[0].extract_text()
    assert SECRET not in pdf.pages[0].extract_text()
    assert not pdf.pages[0].images
    assert {(c.code, c.severity) for c in found} == {(Code.TYPESETTING, Severity.WARNING)}
    assert any("is not served" in c.message for c in found)


@pytest.mark.parametrize(
    "html",
    [
        '<link rel="attachment" href="file://{root}/secret.txt">',
        "<link REL=' Attachment ' href='file://{root}/secret.txt'>",
        '<a rel="attachment" href="file://{root}/secret.txt">x</a>',
    ],
)
def test_nothing_is_attached(make: Make, templates: Path, html: str) -> None:
    pdf, found = make(f"<p>Here.</p>{html.format(root=templates.parent)}")
    assert not pdf.attachments
    assert not attached(pdf)
    assert ["attaches files" in c.message for c in found] == [True]


def test_an_inline_drawing_copies_nothing_from_a_file(make: Make, templates: Path) -> None:
    (templates.parent / "secret.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><text id="a">no</text></svg>')
    pdf, _ = make(f'<svg width="9" height="9"><use href="file://{templates.parent}/secret.svg#a"/></svg>')
    assert pdf.pages[0].extract_text() == ""


def test_a_picture_cannot_load_another_one(make: Make, templates: Path) -> None:
    svg = f"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">
        <style>@font-face {{ font-family: a; src: url(file://{templates.parent}/secret.otf) }}</style>
        <image xlink:href="file://{templates.parent}/secret.png" width="5" height="5"/></svg>"""
    inline = base64.b64encode(svg.encode()).decode()
    for source in (PICTURES + "a.svg", f"data:image/svg+xml;base64,{inline}"):
        pdf, found = make(f'<img alt="a" src="{source}">', a_svg=svg.encode())
        assert not pdf.pages[0].images
        assert sorted(c.message.partition("secret")[2][:4] for c in found if "not served" in c.message) == [
            ".otf",
            ".png",
        ]


def test_what_is_served(make: Make) -> None:
    inline = base64.b64encode(png()).decode()
    html = f"""<link rel="stylesheet" href="css/a.css"><p>Here.</p><img alt="a" src="logo.png">
        <img alt="a" src="{PICTURES}a.png"><img alt="a" src="data:image/png;base64,{inline}">"""
    pdf, found = make(html, a_png=png())
    assert found == ()
    assert len(pdf.pages[0].images) == 3


def test_each_complaint_once_and_short() -> None:
    fetcher = Fetcher(fonts={}, templates=[], pictures={}, span=Span(path="a"))
    for _ in range(2):
        with pytest.raises(RefusedError):
            fetcher.fetch("https://example.com/" + "x" * 5000)
    assert len(fetcher.refused) == 1
    assert len(fetcher.refused[0].message) < 250
    for address in (BASE, TEMPLATES, BASE + "fonts/a.otf"):
        with pytest.raises(RefusedError):
            fetcher.fetch(address)


def test_fonts_and_queries_are_served(tmp_path: Path) -> None:
    (tmp_path / "a.otf").write_bytes(b"font")
    fetcher = Fetcher(fonts={"a.otf": tmp_path / "a.otf"}, templates=[], pictures={"a.png": b"x"}, span=Span(path="a"))
    assert fetcher.fetch(BASE + "fonts/a.otf").read() == b"font"
    response = fetcher.fetch(PICTURES + "a.png?x#y")
    assert (response.read(), response.content_type) == (b"x", "application/octet-stream")
