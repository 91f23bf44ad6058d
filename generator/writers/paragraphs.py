"""Paragraphs of a note set as a printer would: enumerations hang, lead-ins stay with what they lead to."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from markupsafe import Markup

from generator.markup.characters import width
from generator.writers.html import TAG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SHORTEST_WRAPPED = 40
"""Half-width cells; a shorter line never reaches a second one in the narrowest column of the guide."""

_NUMBER = "[一二三四五六七八九十]{1,3}"
_ENUMERATOR = re.compile(
    rf"(?:[（(](?:\d{{1,2}}|[a-zA-Z]|{_NUMBER})[）)]|\d{{1,2}}[、.．)）](?!\d)|{_NUMBER}、|[a-zA-Z][)）、]|[①-⑳])\s*"
)
_BULLET = re.compile(r"[-•·]\s+")
_EM = {"s": 0.224, "d": 0.555, "l": 0.56, ".": 0.278, "(": 0.338, ")": 0.338}
"""Advances of Source Han Sans in em: space, digit, Latin letter and punctuation; everything else is one em."""
_FULL_WIDTH_BRACKET = 0.44
"""How much of `（` is blank: so far it is hung out, that brackets and text stand on one edge."""
_LEAD = re.compile(r"[：:]\s*$")
_STRESSED = re.compile(r"<(b|strong)>(?:(?!</?\1\b).)*</\1>[：:]?", re.DOTALL)
_LONGEST_HEADING = 40
_END = re.compile(r"[\u4e00-\u9fff]{2}[，。；：！？…、）》」』”’,.;:!?)\]]*$")
_BLOCKS = frozenset(["p", "ul", "ol", "li", "div", "table", "blockquote", "pre", "dl", "details", "figure", "hr"])
_PLACES = frozenset(["li", "blockquote", "td", "th", "dd", "div", "details"])
_MISSING = '<span class="picture-missing">'
_CAPTION = re.compile(r'<span class="picture-alt">(.*?)</span> ?', re.DOTALL)
_APART = re.compile(r'(?<=</span>)</p>\s*<p class="pictures-missing"><span class="no-picture">[^<]*</span> ', re.DOTALL)
"""Between two lines of pictures that could not be had; they become one."""
_PICTURE = re.compile(r'<img class="picture"[^>]*?\balt="([^"]*)"[^>]*>')
_NO_CAPTION = re.compile(
    r"(?:截屏|截图|屏幕快照|screen ?shot|image|img|图片|图|在这里插入图片描述|v2)?"
    r"[\s\d._:：()-]*[0-9a-f]*(?:\.\w{3,4})?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Level:
    style: str
    left: float
    hang: float


@dataclass(slots=True)
class _Place:
    """What has been seen inside one list item, quotation or the answer itself."""

    levels: list[_Level] = field(default_factory=list)
    after_colon: bool = False
    """Whether the line before is an item that announces more, or what it announced."""


def arranged(note: Markup, no_picture: str, caption: Callable[[str], str] | None = None) -> Markup:
    """Return a note's HTML with every line of a paragraph as a paragraph of its own, enumerations hanging.

    Copied text stays what it was: only elements, classes and indents are added. Pictures that stand alone become
    figures, runs of pictures that could not be had become one line, and the last two characters of a long
    paragraph are kept together.

    Args:
        note: Sanitised HTML of a note.
        no_picture: Said before pictures that could not be had.
        caption: Returns the caption (HTML) of the next figure from its description; without it there are none.
    """
    made = "".join(_Arranger(no_picture, caption).arrange(TAG.split(note)))
    return Markup(_APART.sub(" ", made))  # noqa: S704 - sanitised HTML and tags of ours


def kept_end(line: str, at_least: int = SHORTEST_WRAPPED) -> str:
    """Return a line's HTML whose last two hanzi stay together, if it is long enough to be wrapped."""
    found = _END.search(line)
    if not found or ">" in found[0] or width(text_of(line)) < at_least:
        return line
    return f'{line[: found.start()]}<span class="keep">{found[0]}</span>'


def text_of(line: str) -> str:
    """Return what a piece of HTML says."""
    return html.unescape(TAG.sub("", line))


class _Arranger:
    """Goes through the tags of a note once."""

    def __init__(self, no_picture: str, caption: Callable[[str], str] | None) -> None:
        self._caption = caption
        self._no_picture = f'<span class="no-picture">{html.escape(no_picture)}</span>'
        self._places = [_Place()]
        self._out: list[str] = []

    def arrange(self, pieces: Sequence[str]) -> list[str]:
        i = 0
        while i < len(pieces):
            name, closes = _name(pieces[i]) if i % 2 else ("", False)
            if name == "p" and not closes:
                end = _closing(pieces, i)
                self._paragraph(pieces[i], pieces[i + 1 : end])
                i = end
            else:
                self._out.append(pieces[i])
                self._move(name, closes=closes)
                if name == "li" and not closes:
                    end = _next_block(pieces, i)
                    self._item(pieces[i + 1 : end])
                    i = end - 1
            i += 1
        return self._out

    def _move(self, name: str, *, closes: bool) -> None:
        """Follow the structure: every list item and quotation counts for itself."""
        if name in _PLACES and closes and len(self._places) > 1:
            self._places.pop()
        elif name in _PLACES and not closes:
            self._places.append(_Place())
        elif name in _BLOCKS and not closes:
            self._places[-1] = _Place()

    def _paragraph(self, tag: str, pieces: Sequence[str]) -> None:
        lines = _lines(pieces)
        if "class=" in tag or not lines:
            self._out += [tag, *pieces, "</p>"]
            self._places[-1] = _Place()
            return
        groups = list(_grouped(lines))
        for i, group in enumerate(groups):
            self._out.append(self._line(group, last=i == len(groups) - 1))

    def _item(self, pieces: Sequence[str]) -> None:
        """Set what a list item says before any block: in paragraphs only where it is itself enumerated."""
        lines = _lines(pieces)
        if len(lines) > 1 and any(_ENUMERATOR.match(text_of(line)) for line in lines[1:]):
            self._paragraph("<p>", pieces)
        else:
            self._out.append("<br>\n".join(map(kept_end, lines)))

    def _line(self, group: Sequence[str], *, last: bool) -> str:
        line = group[0]
        if line.startswith(_MISSING):
            return f'<p class="pictures-missing">{self._no_picture} {" ".join(map(_without_caption, group))}</p>\n'
        picture = _PICTURE.fullmatch(line)
        if picture and self._caption:
            return self._figure(line, picture[1])
        text = text_of(line).strip()
        classes = [*self._classes(line, text, last=last)]
        style = self._style(text)
        named = f' class="{" ".join(classes)}"' if classes else ""
        styled = f' style="{style}"' if style else ""
        return f"<p{named}{styled}>{kept_end(line)}</p>\n"

    def _classes(self, line: str, text: str, *, last: bool) -> Iterator[str]:
        if not last:
            yield "line"
        if _STRESSED.fullmatch(line) and width(text) <= _LONGEST_HEADING:
            yield "stressed"
        elif _LEAD.search(text):
            yield "lead"

    def _style(self, text: str) -> str:
        """Return the indents of a line, and remember what it means for the lines below it."""
        place = self._places[-1]
        found = _ENUMERATOR.match(text) or (_BULLET.match(text) if place.levels else None)
        if found:
            level = _level(place.levels, found[0])
            place.levels = [*[one for one in place.levels if one.left < level.left], level]
            place.after_colon = bool(_LEAD.search(text))
            return _indents(level, found[0])
        if place.levels and place.after_colon:
            return f"padding-left:{place.levels[-1].left + place.levels[-1].hang:.3g}em"
        place.levels, place.after_colon = [], False
        return ""

    def _figure(self, picture: str, alt: str) -> str:
        assert self._caption is not None
        told = "" if _NO_CAPTION.fullmatch(html.unescape(alt)) else alt
        return f"<figure>{picture}<figcaption>{self._caption(told)}</figcaption></figure>\n"


def _name(tag: str) -> tuple[str, bool]:
    """Return a tag's name and whether it closes an element."""
    found = re.match(r"</?([a-z0-9]+)", tag)
    return (found[1] if found else ""), tag.startswith("</")


def _closing(pieces: Sequence[str], start: int) -> int:
    """Return where the paragraph that opens at `start` is closed (paragraphs are never nested)."""
    return next((i for i in range(start + 2, len(pieces), 2) if pieces[i] == "</p>"), len(pieces))


def _next_block(pieces: Sequence[str], start: int) -> int:
    """Return where the inline content after a start tag ends."""
    return next((i for i in range(start + 2, len(pieces), 2) if _name(pieces[i])[0] in _BLOCKS), len(pieces))


def _lines(pieces: Sequence[str]) -> list[str]:
    """Return the lines of a paragraph; a break inside an element does not end one."""
    lines, depth = [""], 0
    for i, piece in enumerate(pieces):
        name, closes = _name(piece) if i % 2 else ("", False)
        if name == "br" and not depth:
            lines.append("")
            continue
        depth += 0 if not name or name in {"br", "img"} else -1 if closes else 1
        lines[-1] += piece
    return [line.strip() for line in lines if line.strip()]


def _grouped(lines: Sequence[str]) -> Iterator[list[str]]:
    """Yield lines one by one; pictures that are not there come together, however many follow each other."""
    group: list[str] = []
    for line in [part for whole in lines for part in _pictures_apart(whole)]:
        if group and not (line.startswith(_MISSING) and group[0].startswith(_MISSING)):
            yield group
            group = []
        group.append(line)
    yield group


def _pictures_apart(line: str) -> list[str]:
    """Return a line whose missing picture is followed by text as two lines."""
    pieces, depth = TAG.split(line), 0
    if not line.startswith(_MISSING):
        return [line]
    for i in range(1, len(pieces), 2):
        depth += -1 if pieces[i].startswith("</") else 1
        if not depth:
            rest = "".join(pieces[i + 1 :]).strip()
            return ["".join(pieces[: i + 1]), *(_pictures_apart(rest) if rest else [])]
    return [line]


def _without_caption(box: str) -> str:
    """Return a missing picture without a description that is only a file's name."""
    return _CAPTION.sub(lambda found: "" if _NO_CAPTION.fullmatch(html.unescape(found[1])) else found[0], box)


def _level(levels: Sequence[_Level], enumerator: str) -> _Level:
    """Return where an enumerated line stands: beside those of its kind, else inside the last one."""
    style = re.sub(r"[a-zA-Z]", "a", re.sub(r"\d+", "1", re.sub(_NUMBER, "一", enumerator.strip())))
    style = style.translate(_SAME)
    same = next((one for one in levels if one.style == style), None)
    left = same.left if same else levels[-1].left + levels[-1].hang if levels else 0.0
    return _Level(style=style, left=left, hang=sum(map(_advance, enumerator)) - _hung_out(enumerator))


def _indents(level: _Level, enumerator: str) -> str:
    out = _hung_out(enumerator)
    margin = f"margin-left:-{out}em;" if out else ""
    return f"{margin}padding-left:{level.left + level.hang + out:.3g}em;text-indent:-{level.hang + out:.3g}em"


def _hung_out(enumerator: str) -> float:
    return _FULL_WIDTH_BRACKET if enumerator[0] == "（" else 0.0


_SAME = str.maketrans("（）．、", "()..")


def _advance(character: str) -> float:
    if character.isspace():
        return _EM["s"]
    if character.isascii():
        kind = "d" if character.isdigit() else "l" if character.isalpha() else character
        return _EM.get(kind, 0.5)
    return 1.0
