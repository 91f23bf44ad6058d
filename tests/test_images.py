"""Picture files: sound ones pass, damaged or hostile ones are told, odd formats become PNG."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pillow

from generator.press.images import BadImageError, decode, load
from generator.press.svg import is_svg

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" %s><rect width="5" height="5"/></svg>'


def made(kind: str, size: tuple[int, int] = (30, 20), mode: str = "RGB", **options: object) -> bytes:
    file = io.BytesIO()
    Pillow.new(mode, size).save(file, kind, **options)
    return file.getvalue()


@pytest.mark.parametrize(("kind", "extension"), [("PNG", "png"), ("JPEG", "jpg")])
def test_everyday_pictures_are_untouched(kind: str, extension: str) -> None:
    data = made(kind)
    image = decode(data)
    assert (image.data, image.extension, image.width) == (data, extension, 30)


@pytest.mark.parametrize(
    ("kind", "mode"), [("GIF", "P"), ("WEBP", "RGB"), ("BMP", "RGB"), ("TIFF", "CMYK"), ("TIFF", "I;16")]
)
def test_other_formats_become_png(kind: str, mode: str) -> None:
    image = decode(made(kind, mode=mode))
    assert (image.extension, image.width) == ("png", 30)
    assert Pillow.open(io.BytesIO(image.data)).size == (30, 20)


def test_large_pictures_shrink_but_keep_their_natural_width() -> None:
    for kind in ("PNG", "JPEG"):
        image = decode(made(kind, (4800, 1200)))
        assert image.width == 4800
        assert Pillow.open(io.BytesIO(image.data)).size == (2400, 600)


def test_a_turned_photograph_stands_upright() -> None:
    exif = Pillow.Exif()
    exif[0x0112] = 6
    image = decode(made("JPEG", exif=exif))
    assert image.width == 20
    assert Pillow.open(io.BytesIO(image.data)).size == (20, 30)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"hello", "not a picture"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "not a picture"),
        (made("PNG", (300, 300))[:200], "damaged"),
        (made("JPEG", (300, 300))[:700], "damaged"),
        (SVG % b"" + b"<", "SVG is damaged"),
        (b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>', "entities"),
        (b'<svg xmlns="http://www.w3.org/2000/svg">' + b"<g/>" * 30_000 + b"</svg>", "too many elements"),
    ],
)
def test_bad_pictures(data: bytes, reason: str) -> None:
    with pytest.raises(BadImageError, match=reason):
        decode(data)


def test_a_picture_with_too_many_pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pillow, "MAX_IMAGE_PIXELS", 400)
    for side in (25, 60):  # Pillow warns of the first and refuses the second
        with pytest.raises(BadImageError, match="too many pixels"):
            decode(made("PNG", (side, side)))


@pytest.mark.parametrize(
    ("attributes", "width"),
    [
        (b'width="20" height="10"', 20),
        (b'width="1in"', 96),
        (b'width="50%" viewBox="0 0 70 40"', 70),
        (b'viewBox="0,0,7.5,4"', 7.5),
        (b'viewBox="none"', 300),
        (b"", 300),
    ],
)
def test_svg_width(attributes: bytes, width: float) -> None:
    image = decode(SVG % attributes)
    assert (image.extension, image.width) == ("svg", width)


NS = b'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def svg(body: bytes) -> bytes:
    return b"<svg %s>%s</svg>" % (NS, body)


@pytest.mark.parametrize(
    "hostile",
    [
        b"<script>alert(1)</script>",
        b"<foreignObject><p>x</p></foreignObject>",
        b'<image xlink:href="file:///etc/passwd"/>',
        b'<image href=" HTTP://example.com/a.png"/>',
        b'<use href="other.svg#a"/>',
        b'<rect onload="alert(1)"/>',
        b'<rect fill="url(file:///etc/passwd#a)"/>',
        b'<rect style="fill: url( &quot;http://example.com/a&quot; )"/>',
        b"<style>@import url(file:///etc/passwd); rect { fill: red }</style>",
        b"<style>rect { fill: URL('http://example.com/a') }</style>",
    ],
)
def test_svg_is_made_harmless(hostile: bytes) -> None:
    clean = decode(svg(hostile + b"<circle/>")).data
    assert b"circle" in clean
    for trace in (b"alert", b"passwd", b"example.com", b"other.svg", b"foreignObject"):
        assert trace not in clean


def test_harmless_svg_is_untouched() -> None:
    data = svg(
        b'<!-- x --><defs><g id="a"/></defs><use href="#a"/><style>g { fill: url(#a) }</style><style/>'
        b'<image href="data:image/png;base64,AAAA"/><use/>'
    )
    assert decode(data).data == data


def test_copies_of_copies() -> None:
    ten = b"".join(b'<g id="g%d">%s</g>' % (level, b'<use href="#g%d"/>' % (level - 1) * 10) for level in range(1, 9))
    with pytest.raises(BadImageError, match="too many elements"):
        decode(svg(b'<g id="g0"/>' + ten))
    circle = svg(b'<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>')
    assert decode(circle).data == circle


def test_deep_svg() -> None:
    with pytest.raises(BadImageError):
        decode(svg(b"<g>" * 5000 + b"</g>" * 5000))


def test_svg_is_recognised() -> None:
    assert is_svg(b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- x --><svg/>')
    assert is_svg(b"<!DOCTYPE svg><svg/>")
    assert not is_svg(b"<html><svg/></html>")
    assert not is_svg(b"<?xml version='1.0'?><other/>")


def test_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(made("PNG"))
    assert load(path).width == 30
    with pytest.raises(BadImageError, match="cannot be read: No such file"):
        load(tmp_path / "b.png")
    monkeypatch.setattr("generator.press.images._LARGEST_FILE", 10)
    with pytest.raises(BadImageError, match="more than"):
        load(path)


@given(st.binary(max_size=200))
def test_no_bytes_do_harm(tail: bytes) -> None:
    for head in (b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a", b"<svg "):
        try:
            decode(head + tail)
        except BadImageError:
            continue
