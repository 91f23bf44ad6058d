"""What paper does with the special things of a note: formulas as glyphs, pictures checked, code coloured."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from generator.diagnostics import Code, Diagnostic, Span, error, info, warning
from generator.markup.pictures import Picture, PictureKind, is_remote

if TYPE_CHECKING:
    from generator.press.desk import Press
    from generator.press.images import Image

_PICTURES = "https://studypress.invalid/pictures/"
_LONGEST_COLOURED = 50_000
"""Characters; a longer listing is printed plain."""


class PaperSink:
    """Receives the special things of one note; satisfies `markup.html.Sink`."""

    def __init__(self, press: Press, path: str) -> None:
        """Work for `press` on the note at `path` (relative to content/)."""
        self._press = press
        self._path = path

    def formula(self, tex: str, *, display: bool, line: int) -> str:
        """Return a formula as vector glyphs, or its source when MathJax cannot set it."""
        from generator.press.math import TexError, math_img  # noqa: PLC0415 - QuickJS only when there is TeX

        result = self._press.math.typeset(tex, display=display)
        if not isinstance(result, TexError):
            return math_img(result, tex, display=display)
        code = Code.UNKNOWN_MACRO if result.macro else Code.BAD_TEX
        hint = f"MathJax does not know {result.macro}" if result.macro else "correct the formula between its dollars"
        self._say(error(code, f"{result.message}: {tex}", self._at(line), hint))
        return f'<code class="tex-error">{escape(tex)}</code>'

    def picture(self, src: str, *, alt: str, zoom: float, line: int) -> str:
        """Return a picture, or a captioned box that says why there is none."""
        found = self._press.pictures.find(src, self._path)
        if found.kind is PictureKind.TEX:
            return self.formula(found.tex, display=False, line=line)
        if found.path is None:
            self._say(_why_not(found, self._at(line)))
            return _box(found, alt)
        image = self._press.load(found.path)
        if isinstance(image, str):
            hint = "replace the file, or name another one in [pictures] of study.toml"
            self._say(warning(Code.BAD_PICTURE, f"{src}: {image}", self._at(line), hint))
            return _box(found, alt)
        return self._img(image, alt or found.path.stem, zoom)

    def code(self, text: str, *, language: str, line: int) -> str:  # noqa: ARG002 - part of the protocol
        """Return a listing with Pygments' classes; of an unknown language, plain."""
        lexer = _lexer(language) if len(text) <= _LONGEST_COLOURED else None
        body = highlight(text, lexer, _FORMATTER) if lexer else escape(text, quote=False)
        return f'<pre class="code"><code>{body}</code></pre>'

    def _img(self, image: Image, alt: str, zoom: float) -> str:
        name = f"{hashlib.sha256(image.data).hexdigest()[:20]}.{image.extension}"
        self._press.images[name] = image.data
        size = f"width:{round(image.width * zoom)}px;max-width:{round(100 * min(zoom, 1))}%"
        return f'<img class="picture" src="{_PICTURES}{name}" alt="{escape(alt)}" style="{size}">'

    def _at(self, line: int) -> Span:
        return Span(path=self._path, line=line)

    def _say(self, complaint: Diagnostic) -> None:
        self._press.found.append(complaint)


def _why_not(picture: Picture, at: Span) -> Diagnostic:
    address = picture.address
    if picture.kind is PictureKind.REMOTE:
        hint = "`studypress fetch` downloads it once, or name a local file in [pictures] of study.toml"
        return info(Code.REMOTE_PICTURE, f"picture on the web, not fetched: {address}", at, hint)
    if picture.kind is PictureKind.OUTSIDE:
        hint = "copy the picture into the content folder, or name a file there in [pictures] of study.toml"
        return warning(Code.OUTSIDE_FILE, f"picture outside the content folder: {address}", at, hint)
    if picture.kind is PictureKind.BAD:
        return warning(
            Code.BAD_PICTURE, f"not a picture's address: {address}", at, "give a file name or an http address"
        )
    hint = "put the file there, or name another one in [pictures] of study.toml"
    return warning(Code.MISSING_PICTURE, f"picture not found: {address}", at, hint)


def _box(picture: Picture, alt: str) -> str:
    """Return a captioned box in a picture's place; a remote one links to where it is."""
    address = picture.address
    caption = f'<span class="picture-alt">{escape(alt)}</span> ' if alt else ""
    place = _link(address) if is_remote(address) else f'<span class="picture-address">{escape(address)}</span>'
    return f'<span class="picture-missing">{caption}{place}</span>'


def _link(address: str) -> str:
    link = f"https:{address}" if address.startswith("//") else address
    return f'<a class="picture-address" href="{escape(link)}">{escape(_host(link))}</a>'


def _host(link: str) -> str:
    try:
        return urlsplit(link).hostname or link
    except ValueError:
        return link


_FORMATTER = HtmlFormatter(nowrap=True)


@lru_cache(maxsize=64)
def _lexer(language: str) -> Any:  # noqa: ANN401 - Pygments makes lexer classes dynamically
    try:
        return get_lexer_by_name(language, stripnl=False) if language else None
    except ClassNotFound:
        return None
