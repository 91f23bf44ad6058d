"""The dialect of flashcard programs: Obsidian, Logseq, Anki and tables of front and back in plain text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.markup.characters import has_cjk
from generator.readers.dialect import Claim, Dialect
from generator.readers.headings import heading_marks
from generator.readers.lines import Line, State
from generator.readers.marks import Mark, MarkKind, ends_after
from generator.readers.shapes import Shaped

if TYPE_CHECKING:
    from collections.abc import Sequence

_WEIGHT = 8.0
"""Nobody writes such signs by chance."""
_CUE = re.compile(
    r"(?:^|\s)#(?:flash)?cards?\b|\[\[card\]\]|<!--SR:|^\s*tags:.*\bflashcards?\b|^\s*-\s+flashcards?\b", re.IGNORECASE
)
_CODE = re.compile(r"`[^`]*`")
_INLINE = re.compile(
    r"^(?:[-*+]\s+|\d+[.)]\s+)?(?P<text>\S.*?)(?P<before>\s*)(?<!:):{2,3}(?!:)(?P<after>\s*)(?P<rest>\S.*)$"
)
_PROPERTY = re.compile(r"^[a-z][\w.-]*$")
_OWN_PROPERTY = re.compile(
    r"^(?:id|collapsed|tags?|alias(?:es)?|title|type|deck|card-[\w-]+|logseq\.[\w.-]+|created-at|updated-at)$"
)
_TAGGED = re.compile(
    r"^(?P<carrier>[-*+]\s+|#{1,6}\s+)?(?P<text>.*?)\s*(?:#(?:flash)?cards?\b|\[\[card\]\])(?P<more>.*)$", re.IGNORECASE
)
_TAG = re.compile(r"\s*(?:#[\w/-]+|\[\[[\w/ -]+\]\])")
_CLOZES = (
    re.compile(r"\{\{c\d+::(?P<text>.+?)(?:::(?P<hint>[^{}]*?))?\}\}"),
    re.compile(r"\{\{cloze\s+(?P<text>.+?)(?:\\\\(?P<hint>[^{}]*?))?\}\}", re.IGNORECASE),
)
_HIGHLIGHT = re.compile(r"(?<!=)==(?=[^\s=])(?P<text>[^=]+?)(?<=[^\s=])==(?!=)(?P<hint>)")
_BULLET = re.compile(r"^(?:[-*+]\s+|\d+[.)]\s+)")
_TURN = re.compile(r"^\?{1,2}$")
_TAG_LINE = re.compile(r"^#[\w/-]+(?:\s+#[\w/-]+)*$")
_HEADER = re.compile(r"^#(?:separator|html|tags|columns|notetype|deck|guid)\b", re.IGNORECASE)
_TABBED_SHARE = 0.8
_OPEN = -2
"""What `Shaped.last` is where the answer reaches to the next card, not only what is indented below."""
_LEAST = 2
_LEAST_UNCUED = 3


def claim(lines: Sequence[Line]) -> Claim:
    """Claim the lines that are cards, and say where each card ends."""
    is_cued = any(line.state is not State.FENCE and _CUE.search(line.text) for line in lines)
    found = _tabbed(lines) or [
        (index, shaped) for index in range(len(lines)) if (shaped := _card(lines, index, is_cued=is_cued))
    ]
    if len(found) < (_LEAST if is_cued or _is_explicit(lines, found) else _LEAST_UNCUED):
        return Claim()
    marks = [_mark(index, shaped) for index, shaped in found]
    taken = {index for index, _ in found}
    headings = [
        mark
        for mark in heading_marks(lines, may_open=False)
        if mark.index not in taken and not _HEADER.match(lines[mark.index].body)
    ]
    both = tuple(sorted([*marks, *headings], key=lambda mark: mark.index))
    return Claim(marks=ends_after(both, lines), score=_WEIGHT * len(found), reason=f"{len(found)} flashcards")


def _is_explicit(lines: Sequence[Line], found: Sequence[tuple[int, Shaped]]) -> bool:
    return any(shape.search(lines[index].text) for index, _ in found for shape in _CLOZES)


def _card(lines: Sequence[Line], index: int, *, is_cued: bool) -> Shaped | None:
    """Return the card on a line, of whatever program."""
    line = lines[index]
    if line.state is not State.TEXT or _TAG_LINE.match(line.body):
        return None
    return (
        _cloze(line.body, is_cued=is_cued)
        or _tagged(line.body)
        or (_inline(line.body, is_cued=is_cued) if is_cued or line.indent == 0 else None)
        or _turned(lines, index)
    )


def _cloze(body: str, *, is_cued: bool) -> Shaped | None:
    """Read a sentence with hidden parts: `{{c1::…}}`, `{{cloze …}}`, and in decks `==…==`."""
    shapes = (*_CLOZES, _HIGHLIGHT) if is_cued else _CLOZES
    shape = next((one for one in shapes if one.search(_CODE.sub("", body))), None)
    if shape is None:
        return None
    hidden = [match["text"] for match in shape.finditer(body)]
    text = shape.sub(lambda match: f"[{match['hint'] or '…'}]", _BULLET.sub("", body))
    return Shaped(_untagged(text), ("、" if has_cjk(body) else ", ").join(hidden))


def _untagged(text: str) -> str:
    return _TAG.sub("", text).strip() if _CUE.search(text) else text


def _tagged(body: str) -> Shaped | None:
    """Read a block tagged as a card; its children are the answer."""
    found = _TAGGED.match(body)
    text = _TAG.sub("", f"{found['text']} {found['more']}").strip() if found else ""
    if not found or not text or text.startswith(("tags:", "#")):
        return None
    is_bullet = (found["carrier"] or "#")[0] != "#"
    return Shaped(text, "", -1 if is_bullet else _OPEN)


def _inline(body: str, *, is_cued: bool) -> Shaped | None:
    """Read `front::back`; a name of a programming language (`std::list`) or a property is none."""
    masked = _CODE.sub(lambda code: "`" + "x" * (len(code[0]) - 2) + "`", body)
    found = _INLINE.match(masked)
    if not found:
        return None
    text, rest = body[found.start("text") : found.end("text")], body[found.start("rest") :]
    tight = (
        not found["before"] and not found["after"] and text[-1].isalnum() and rest[0].isascii() and rest[0].isalnum()
    )
    is_name = tight and text[-1].isascii() and " " in text and not rest[0].isupper()
    is_property = bool((_OWN_PROPERTY if is_cued else _PROPERTY).match(text))
    return None if is_name or is_property or (not is_cued and tight) else Shaped(text, rest)


def _turned(lines: Sequence[Line], index: int) -> Shaped | None:
    """Read a paragraph with a line `?` below it: front and back of a card of several lines."""
    if index and lines[index - 1].state is State.TEXT and not _TAG_LINE.match(lines[index - 1].body):
        return None
    stop = index
    while stop < len(lines) and lines[stop].state is State.TEXT and not _TURN.match(lines[stop].body):
        stop += 1
    at = next((i for i in range(stop, len(lines)) if lines[i].state not in {State.BLANK, State.COMMENT}), len(lines))
    if at >= len(lines) or at == index or not _TURN.match(lines[at].body) or lines[index].body.startswith("#"):
        return None
    return Shaped("\n".join(line.body for line in lines[index:stop]), "", at)


def _tabbed(lines: Sequence[Line]) -> list[tuple[int, Shaped]]:
    """Read lines of front, tab, back: what flashcard programs export as text."""
    rows = [(i, line) for i, line in enumerate(lines) if line.state is State.TEXT and not _HEADER.match(line.body)]
    cells = [(i, [cell.strip() for cell in line.text.split("\t")]) for i, line in rows]
    found = [(i, Shaped(row[0], row[1])) for i, row in cells if len(row) > 1 and row[0] and row[1]]
    return found if len(found) >= _LEAST_UNCUED and len(found) >= _TABBED_SHARE * len(rows) else []


def _mark(index: int, shaped: Shaped) -> Mark:
    is_open = shaped.last != -1
    return Mark(
        index=index,
        kind=MarkKind.PROMPT,
        text=shaped.text,
        rest=shaped.rest,
        last=max(shaped.last, -1),
        rule="flashcard" if is_open else "flashcard on one line",
        level=7,
        is_short=not is_open,
    )


DIALECT = Dialect(name="flashcards", describe="cards of Obsidian, Logseq and Anki", claim=claim)
