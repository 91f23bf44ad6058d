"""The dialect of Moodle's GIFT: questions with their answers in braces (docs.moodle.org/en/GIFT_format)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from generator.readers.dialect import Claim, Dialect
from generator.readers.lines import Line, State
from generator.readers.marks import Mark, MarkKind
from generator.readers.options import LATIN

if TYPE_CHECKING:
    from collections.abc import Sequence

_WEIGHT = 6.0
_LEAST = 2
_TITLE = re.compile(r"^\s*::(?P<title>(?:[^:\\]|\\.|:(?!:))*)::\s*")
_FORMAT = re.compile(r"^\[(?:html|moodle|plain|markdown)\]\s*", re.IGNORECASE)
_BRACES = re.compile(r"(?<!\\)\{(?P<inner>(?:[^{}\\]|\\.)*)\}", re.DOTALL)
_ITEM = re.compile(
    r"(?<!\\)(?P<sign>[=~])(?:%(?P<percent>-?[\d.]+)%)?(?P<text>(?:[^=~#\\]|\\.)*)(?:#(?P<note>(?:[^=~\\]|\\.)*))?"
)
_TRUTH = re.compile(r"^\s*(?P<truth>T|TRUE|F|FALSE)\s*(?:#(?P<note>[^#]*))?", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([~=#{}:])")
_GAP = "_____"


class _Parsed(NamedTuple):
    prompt: str
    answer: str


def claim(lines: Sequence[Line]) -> Claim:
    """Claim paragraphs with answers in braces."""
    marks: list[Mark] = []
    index = 0
    while index < len(lines):
        if lines[index].state is not State.TEXT or lines[index].body.startswith(("//", "$CATEGORY")):
            index += 1
            continue
        stop = next((i for i in range(index, len(lines)) if lines[i].state is not State.TEXT), len(lines))
        found = _parse("\n".join(line.text for line in lines[index:stop]))
        if found:
            rule = "question with answers in braces"
            marks.append(
                Mark(
                    index=index,
                    kind=MarkKind.PROMPT,
                    text=found.prompt,
                    rest=found.answer,
                    last=stop - 1,
                    rule=rule,
                    level=7,
                )
            )
        index = stop
    if len(marks) < _LEAST:
        return Claim()
    return Claim(marks=tuple(marks), score=_WEIGHT * len(marks), reason=f"{len(marks)} questions in GIFT")


def _parse(block: str) -> _Parsed | None:
    """Return the prompt of a paragraph and its answer, choices as lettered lines."""
    title = _TITLE.match(block)
    body = block[title.end() :] if title else block
    braces = _BRACES.search(body)
    if not braces or not (title or _is_gift(braces["inner"])):
        return None
    body = _FORMAT.sub("", body)
    braces = _BRACES.search(body)
    if not braces:
        return None
    before, after = body[: braces.start()].strip(), body[braces.end() :].strip()
    prompt = f"{before} {_GAP}{'' if after.startswith(('.', ',', '?')) else ' '}{after}" if after else before
    return _Parsed(_unescape(prompt), _answer(braces["inner"].strip()))


def _is_gift(inner: str) -> bool:
    inner = inner.strip()
    return not inner or inner.startswith("#") or bool(_ITEM.match(inner) or _TRUTH.fullmatch(inner))


def _answer(inner: str) -> str:
    truth = _TRUTH.match(inner)
    if truth:
        right = truth["truth"].upper().startswith("T")
        return _lines(["True", "False"], [0 if right else 1], [truth["note"] or ""])
    if inner.startswith("#"):
        return _unescape(inner[1:].lstrip("=").split("#")[0].split(":")[0].strip())
    items = list(_ITEM.finditer(inner))
    texts = [_unescape(item["text"].strip()) for item in items]
    right = [i for i, item in enumerate(items) if item["sign"] == "=" or float(item["percent"] or 0) > 0]
    if any("->" in text for text in texts):
        return "\n".join(f"- {text.replace('->', '→')}" for text in texts)
    if len(items) < 2 or len(right) == len(items) or len(items) > len(LATIN):
        return "\n\n".join(texts[i] for i in right)
    return _lines(texts, right, [_unescape((items[i]["note"] or "").strip()) for i in right])


def _lines(texts: Sequence[str], right: Sequence[int], notes: Sequence[str]) -> str:
    choices = [f"{letter}. {text}" for letter, text in zip(LATIN, texts, strict=False)]
    key = f"Answer: {''.join(LATIN[i] for i in right)}"
    return "\n".join([*choices, key, *(note for note in notes if note.strip())])


def _unescape(text: str) -> str:
    return _ESCAPE.sub(r"\1", text)


DIALECT = Dialect(name="gift", describe="Moodle's GIFT: answers in braces", claim=claim)
