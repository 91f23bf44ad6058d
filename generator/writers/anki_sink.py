"""What a card does with the special things of a note: TeX for Anki's MathJax, pictures as media files."""

from __future__ import annotations

import hashlib
import io
import re
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from PIL import Image as Pillow

from generator.diagnostics import Code, warning
from generator.markup.html import render
from generator.press.sink import PaperSink

if TYPE_CHECKING:
    from generator.press.desk import Press
    from generator.press.images import Image

LONGEST_SIDE = 1600
"""Pixels: twice the width of a card on a large screen; larger pictures are scaled down."""
_JPEG_QUALITY = 85
_ACTIVE_TEX = re.compile(r"\\(href|url|style|class|cssId|data|require|mmlToken|unicode|csname)(?![A-Za-z])")
"""Commands that put links, styles or attributes on the card, or load extensions."""
_TEX_COMMAND = re.compile(r"\\.", re.DOTALL)
_INNER_MATH = {"\\(": "$", "\\)": "$"}
_TWO_BRACES = re.compile(r"\}(?=\})")
_MATHJAX_BLIND = re.compile(
    r"<(?P<blind>pre|code)\b.*?</(?P=blind)>|<span class=\"tex[^<]*</span>|<[^>]*>|\\(?=[(\[])", re.DOTALL
)
_ANKI_MARK = re.compile(r"\[(?=(?:sound|anki):|/?(?:latex|\$\$?)\])")


class CardSink(PaperSink):
    """Receives the special things of one note file; complaints go to the press."""

    def __init__(self, press: Press, path: str, media: dict[str, bytes]) -> None:
        """Work on the note at `path` (relative to content/); pictures are added to `media` by file name."""
        super().__init__(press, path)
        self._media = media

    def html(self, source: str, *, line: int, inline: bool = False) -> str:
        """Return a piece of a note as HTML that Anki shows as it was written.

        Args:
            source: The notes' dialect.
            line: File line of its first line.
            inline: Whether it is one line of text.
        """
        return _literal(render(source, self, line=line, inline=inline))

    def formula(self, tex: str, *, display: bool, line: int) -> str:
        """Return a formula between MathJax's delimiters, or its source when it would do more than show a formula."""
        if found := _ACTIVE_TEX.search(tex):
            message = f"{found[0]} is not allowed on a card; the formula is shown as source: {tex}"
            self._say(warning(Code.BAD_TEX, message, self._at(line), f"write the formula without {found[0]}"))
            return f'<code class="tex-error">{escape(tex)}</code>'
        body = escape(_mathjax(tex), quote=False)
        return f'<span class="tex display">\\[{body}\\]</span>' if display else f'<span class="tex">\\({body}\\)</span>'

    def _img(self, image: Image, alt: str, zoom: float) -> str:
        data = image.data if image.extension == "svg" else _shrunk(image.data)
        name = f"studypress-{hashlib.sha256(data).hexdigest()[:20]}.{image.extension}"
        self._media[name] = data
        return f'<img class="picture" src="{name}" alt="{escape(alt)}" width="{round(image.width * zoom) or 1}">'


def _mathjax(tex: str) -> str:
    r"""Return TeX that holds none of the delimiters of MathJax or of Anki's clozes (`\(`, `}}`)."""
    inner = _TEX_COMMAND.sub(lambda found: _INNER_MATH.get(found[0], found[0]), tex)
    return _TWO_BRACES.sub("} ", inner)


def _literal(html: str) -> str:
    r"""Return HTML whose text neither Anki nor MathJax takes for something else.

    `\(` outside a formula gets an invisible joiner; the bracket of `[sound:…]` and `[latex]` becomes an entity.
    """
    joined = _MATHJAX_BLIND.sub(lambda found: "\\\u2060" if found[0] == "\\" else found[0], html)
    return _ANKI_MARK.sub("&#91;", joined)


@lru_cache(maxsize=256)
def _shrunk(data: bytes) -> bytes:
    """Return a sound PNG or JPEG, scaled down when its longest side has more than LONGEST_SIDE pixels."""
    with Pillow.open(io.BytesIO(data)) as picture:
        if max(picture.size) <= LONGEST_SIDE:
            return data
        kind, exif = picture.format, picture.info.get("exif", b"")
        smaller = picture.convert("RGBA") if picture.mode == "P" else picture.copy()
    smaller.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Pillow.Resampling.LANCZOS)
    file = io.BytesIO()
    smaller.save(file, kind, quality=_JPEG_QUALITY, optimize=True, exif=exif)
    return file.getvalue()
