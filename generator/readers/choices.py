"""Multiple choice that the notes carry themselves: `A. …` lines with `答案：B`, or a `- [x]` list."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from generator.markup import facts, plain
from generator.model.bank import Answer, AnswerKind, Markdown, Option

if TYPE_CHECKING:
    from collections.abc import Sequence

_LETTERED = re.compile(r"^\s*(?:[-*+]\s+)?(?:\*\*)?[（(]?([A-H])(?:\*\*)?\s*[.、．)）:：]\s*(\S.*)$")
_INLINE = re.compile(r"(?:^|\s{2,}|\t|\u3000+|\s)[（(]?([A-H])[.、．)）]\s*")
_BOX = re.compile(r"^\s*[-*+]\s+\[([ xX✓√])\]\s*(\S.*)$")
_KEY = re.compile(
    r"^\s*(?:\*\*|【)?\s*(?:正确|参考|标准)?(?:答案|答|Answer|Ans|Key|正解)\s*(?:】|\*\*)?\s*[:：]?\s*(?:\*\*)?\s*"
    r"[（(]?([A-H](?:\s*[,，、和及/ ]?\s*[A-H])*)[）)]?(?:\*\*)?\s*(?:[。.，,；;:：]|$)\s*(.*)$",
    re.IGNORECASE,
)
_EXPLAIN = re.compile(
    r"^\s*(?:\*\*|【)?\s*(?:解析|解释|说明|分析|理由|Explanation|Rationale)\s*(?:】|\*\*)?\s*[:：]\s*(.*)$",
    re.IGNORECASE,
)
PINNED = re.compile(
    r"以上(?:都|全|皆|均|选项)|都(?:对|不对|正确|错|是|不是)$|^(?:[A-H]\s*[和与、,&及]\s*)+[A-H]|"
    r"(?:all|none|both|neither) of the (?:above|other)|^(?:both )?[A-H] and [A-H]\b",
    re.IGNORECASE,
)
"""Options that speak of other options: they stay where the author put them."""


def split_options(answer: Answer) -> tuple[Answer, tuple[Option, ...]]:
    """Return the answer without its options, and the options; nothing changes where there are none."""
    lines = answer.markdown.split("\n")
    return _boxes(answer, lines) or _lettered(answer, lines) or (answer, ())


def _boxes(answer: Answer, lines: Sequence[str]) -> tuple[Answer, tuple[Option, ...]] | None:
    """Read a check-box list as a choice question when it marks some, not all, and holds little else."""
    found = [(i, match) for i, line in enumerate(lines) if (match := _BOX.match(line))]
    ticked = [match for _, match in found if match[1] != " "]
    if len(found) < 2 or not ticked or len(ticked) == len(found) or found[0][0] != _first(lines):
        return None
    options = tuple(_option(match[2], is_key=match[1] != " ") for _, match in found)
    return _without(answer, lines, {i for i, _ in found}), options


def _lettered(answer: Answer, lines: Sequence[str]) -> tuple[Answer, tuple[Option, ...]] | None:
    """Read consecutive lettered lines, closed by a line that names the right letters."""
    texts: list[str] = []
    used: set[int] = set()
    key = ""
    rationale = ""
    for i, line in enumerate(lines):
        verdict = _KEY.match(line) if len(texts) > 1 else None
        row = _row(line, len(texts))
        if verdict:
            key, rationale = re.sub(r"[^A-H]", "", verdict[1].upper()), verdict[2]
            used.add(i)
            lines = [*lines[:i], rationale, *lines[i + 1 :]]
            break
        if row:
            texts += row
            used.add(i)
        elif line.strip() and texts:
            return None
    if len(texts) < 2 or not key or max(key) > chr(64 + len(texts)):
        return None
    options = tuple(_option(text, is_key=chr(65 + n) in key) for n, text in enumerate(texts))
    keep = used - ({i for i, line in enumerate(lines) if line == rationale} if rationale else set())
    return _without(answer, [_unlabel(line) for line in lines], keep), options


def _row(line: str, count: int) -> list[str]:
    """Return the options on one line, when their letters go on from the `count` read so far."""
    if not _LETTERED.match(line):
        return []
    parts = _INLINE.split(re.sub(r"^\s*(?:[-*+]\s+)?", "", line))
    letters, texts = parts[1::2], [text.strip() for text in parts[2::2]]
    expected = [chr(65 + count + n) for n in range(len(letters))]
    if letters == expected and all(texts):
        return texts
    single = _LETTERED.match(line)
    return [single[2].strip()] if single and single[1] == chr(65 + count) else []


def _unlabel(line: str) -> str:
    found = _EXPLAIN.match(line)
    return found[1] if found else line


def _option(text: str, *, is_key: bool) -> Option:
    return Option(text=Markdown(text), is_key=is_key, pinned=bool(PINNED.search(plain(text))))


def _first(lines: Sequence[str]) -> int:
    return next((i for i, line in enumerate(lines) if line.strip()), -1)


def _without(answer: Answer, lines: Sequence[str], used: set[int]) -> Answer:
    """Return the answer with the option lines blanked; what is left explains the key."""
    source = "\n".join("" if i in used else line for i, line in enumerate(lines)).rstrip()
    text = plain(source)
    kind = AnswerKind.TEXT if text or facts(source).images or used else answer.kind
    return replace(answer, markdown=Markdown(source), details=Markdown(source), text=text, kind=kind)
