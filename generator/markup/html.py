"""Notes as safe HTML: Markdown rendered, raw HTML through an allow-list, the special things through a sink."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any, Protocol

import nh3
from markdown_it.renderer import RendererHTML
from markdown_it.utils import OptionsDict

from generator.markup.characters import has_cjk, is_cjk, width
from generator.markup.dialect import parse, parse_inline
from generator.markup.links import tex_of_picture
from generator.markup.tags import ALLOWED, ATTRIBUTES, CLASSES, IMG, attributes, zoom_of

if TYPE_CHECKING:
    from collections.abc import MutableMapping, Sequence

    from markdown_it.token import Token

_ENUMERATOR = re.compile(r"\s*(?:[（(][\w一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.、）)．]|[①-⑳]|[-*•·])")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_MARKS = re.compile("[\ue000\ue001]")
_PLACEHOLDER = re.compile("\ue000(\\d+)\ue001")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_WRAPPED_AT = 60
"""A Latin line at least this wide was broken by an editor, not by its author."""


class Sink(Protocol):
    """What one kind of output does with formulas, pictures and code; every method returns trusted HTML."""

    def formula(self, tex: str, *, display: bool, line: int) -> str:
        """Return a formula; `line` is the source line it stands on."""

    def picture(self, src: str, *, alt: str, zoom: float, line: int) -> str:
        """Return a picture; `zoom` 1.0 is its natural size."""

    def code(self, text: str, *, language: str, line: int) -> str:
        """Return a block of code; `language` may be empty."""


def render(source: str, sink: Sink, *, line: int = 0, inline: bool = False) -> str:
    """Return notes as HTML that is safe to put on a page or a card.

    Args:
        source: Notes in the one dialect; its first line is file line `line`.
        sink: Where formulas, pictures and code go; what it returns is not sanitised again.
        line: File line of the first source line, for the sink's complaints.
        inline: Whether `source` is one line of text, rendered without a paragraph around it.
    """
    text = _CONTROL.sub("", _MARKS.sub("", source))
    renderer = _Renderer(sink, line)
    tokens = parse_inline(text) if inline else parse(text)
    clean = nh3.clean(
        renderer.render(tokens, _OPTIONS, {}),
        tags=set(ALLOWED),
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    return _PLACEHOLDER.sub(lambda found: renderer.kept[int(found[1])], clean).strip()


_OPTIONS = OptionsDict(
    {
        "maxNesting": 0,
        "html": True,
        "linkify": False,
        "typographer": False,
        "quotes": "",
        "xhtmlOut": False,
        "breaks": False,
        "langPrefix": "",
        "highlight": None,
    }
)


class _Renderer(RendererHTML):
    """Markdown-it's renderer, with the sink's output kept aside behind placeholders."""

    def __init__(self, sink: Sink, line: int) -> None:
        super().__init__()
        self.kept: list[str] = []
        self._sink = sink
        self._first = line
        self._line = line

    def render(self, tokens: Sequence[Token], options: OptionsDict, env: MutableMapping[str, Any]) -> str:
        out = []
        for i, token in enumerate(tokens):
            if token.map:
                self._line = self._first + token.map[0]
            if token.type == "inline":
                out.append(self.renderInline(token.children or [], options, env))
            elif token.type in self.rules:
                out.append(self.rules[token.type](tokens, i, options, env))
            else:
                out.append(self.renderToken(tokens, i, options, env))
        return "".join(out)

    def _keep(self, html: str) -> str:
        self.kept.append(html)
        return f"\ue000{len(self.kept) - 1}\ue001"

    def math_inline(self, tokens: Sequence[Token], idx: int, *_: object) -> str:
        token = tokens[idx]
        display = token.info == "display"
        return self._keep(self._sink.formula(token.content, display=display, line=self._line))

    def math_block(self, tokens: Sequence[Token], idx: int, *_: object) -> str:
        formula = self._sink.formula(tokens[idx].content, display=True, line=self._line)
        return f"<div>{self._keep(formula)}</div>\n"

    def image(self, tokens: Sequence[Token], idx: int, *_: object) -> str:
        token = tokens[idx]
        return self._picture(str(token.attrs["src"]), token.content, 1.0, alone=len(tokens) == 1)

    def _picture(self, src: str, alt: str, zoom: float, *, alone: bool) -> str:
        tex = tex_of_picture(src)
        if tex:
            return self._keep(self._sink.formula(tex, display=alone, line=self._line))
        return self._keep(self._sink.picture(src, alt=alt, zoom=zoom, line=self._line))

    def html_inline(self, tokens: Sequence[Token], idx: int, *_: object) -> str:
        return IMG.sub(lambda found: self._img(found[0], alone=len(tokens) == 1), tokens[idx].content)

    def html_block(self, tokens: Sequence[Token], idx: int, *_: object) -> str:
        return IMG.sub(lambda found: self._img(found[0], alone=False), tokens[idx].content)

    def _img(self, tag: str, *, alone: bool) -> str:
        found = attributes(tag)
        zoom = zoom_of(found.get("style", ""), found.get("width", ""))
        return self._picture(found.get("src", ""), found.get("alt", ""), zoom, alone=alone)

    def fence(self, tokens: Sequence[Token], idx: int, *_: object) -> str:
        token = tokens[idx]
        language = token.info.split()[0] if token.info.strip() else ""
        code = self._sink.code(token.content, language=language, line=self._line + 1)
        return f"<div>{self._keep(code)}</div>\n"

    def softbreak(self, tokens: Sequence[Token], idx: int, *_: object) -> str:
        if idx and _BREAK.fullmatch(tokens[idx - 1].content):
            self._line += 1
            return "\n"
        before = tokens[idx - 1].content if idx else ""
        after = tokens[idx + 1].content if idx + 1 < len(tokens) else ""
        self._line += 1
        return "<br>\n" if is_break(before, after) else "\n"

    def heading_open(self, *_: object) -> str:
        return '<p class="subhead">'

    def heading_close(self, *_: object) -> str:
        return "</p>\n"

    def th_open(self, tokens: Sequence[Token], idx: int, *_: object) -> str:
        return f"<th{_alignment(tokens[idx])}>"

    def td_open(self, tokens: Sequence[Token], idx: int, *_: object) -> str:
        return f"<td{_alignment(tokens[idx])}>"

    def text(self, tokens: Sequence[Token], idx: int, *_: object) -> str:
        return escape(tokens[idx].content, quote=False)


def _alignment(cell: Token) -> str:
    side = str(cell.attrs.get("style", "")).removeprefix("text-align:")
    return f' class="{side}"' if side else ""


def is_break(before: str, after: str) -> bool:
    """Whether a single newline between two lines of a paragraph was meant as a line break.

    Authors of Chinese notes press Enter where a line ends; only a long Latin line, continued in Latin, was
    wrapped by an editor.
    """
    if not before or not after or _ENUMERATOR.match(after):
        return True
    if is_cjk(before[-1]) or is_cjk(after[0]) or has_cjk(before):
        return True
    return width(before) < _WRAPPED_AT
