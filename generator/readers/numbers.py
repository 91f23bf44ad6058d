"""Numbers of questions: the shapes they are written in, and what carries them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.readers.wording import MARKS

if TYPE_CHECKING:
    from generator.readers.lines import Line

_CN = "零一二三四五六七八九十"


NUMBERS = (
    re.compile(r"(?P<n>\d{1,3})\s*[、]\s*(?P<text>\S.*)"),
    re.compile(r"(?P<n>\d{1,3})\s*[.．](?!\d)\s*(?P<text>\S.*)"),
    re.compile(r"(?P<n>\d{1,3})\s*[,，]\s*(?P<text>\S.*)"),
    re.compile(r"(?P<n>\d{1,3})\s*(?::\s+|：\s*(?!\d))(?P<text>\S.*)"),
    re.compile(r"(?P<n>\d{1,3})\s*[)）]\s*(?P<text>\S.*)"),
    re.compile(r"(?P<n>\d{1,3})\s*[.．、]\s*(?P<text>)$"),
    re.compile(r"[（(]\s*(?P<n>\d{1,3})\s*[)）]\s*(?P<text>\S.*)"),
    re.compile(r"[（(]?(?P<n>[一二三四五六七八九十]{1,3})[）)]?\s*[、.．]\s*(?P<text>\S.*)"),
    re.compile(r"第\s*(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})\s*[题題问問道个個]\s*[、.．:：)）]?\s*(?P<text>.*)"),
    re.compile(
        r"[【\[]?(?:题目|題目|問題|问题|習題|习题|练习|例题?|面试题|設?問|设?问|Q|Question|Exercise|Problem|No)\s*[.．#]?\s*"
        r"(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3}(?=[:：、.\s]|$))(?:\s*(?:/|of)\s*\d+)?\s*[】\]]?\s*[.．、:：)）]?\s*"
        r"(?:[（(]\s*(?:共\s*)?\d+\s*(?:分|points?|marks?)\s*[）)])?\s*(?P<text>.*)",
        re.IGNORECASE,
    ),
    re.compile(r"(?P<prefix>(?:\d{1,2}[.\-])+)(?P<n>\d{1,3})[.、:：）)]?\s+(?P<text>[^\s+*/=<>-].*)"),
    re.compile(r"#(?P<n>\d{1,3})\s*[.、:：）)]?\s+(?P<text>\S.*)"),
    re.compile(r"(?P<n>\d{1,2})\ufe0f?\u20e3\s*(?P<text>\S.*)"),
)
"""Shapes of a numbered prompt after its carrier, most telling first; a new shape is one more row."""


_BOLD_NUMBER = re.compile(r"(?:\*\*|__)([\d.、．\-]{1,8})(?:\*\*|__)\s*(\S.*)")


_NUMBERED = re.compile(r"\d+\s*[.、:：)）]|第|Q|题|問|问")


_EMOJI = re.compile(r"(?:[\u2600-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff\u200d\ufe0f]\s*)+")


_HASHED = re.compile(r"#\d")


_LINKED = re.compile(r"\[(?P<text>[^\[\]]+)\](?P<address>\([^()]*\))$")


CARRIERS = (
    ("heading", re.compile(r"(?P<mark>#{1,6})\s*(?P<text>\S.*?)\s*#*\s*$")),
    ("quote", re.compile(r"(?P<mark>>)\s*(?P<text>\S.*)$")),
    ("bullet", re.compile(r"(?P<mark>[-*+•·])\s+(?P<text>\S.*)$")),
    ("bold", re.compile(r"(?P<mark>\*\*|__)(?P<text>\S.*?)(?:\*\*|__)[:：]?\s*$")),
    ("line", re.compile(r"(?P<mark>)(?P<text>\S.*)$")),
)
"""What may stand before the number, most telling first; a line is carried by the first that fits."""


def read_number(text: str) -> tuple[str, int, str, str] | None:
    """Return (prefix, number, number as written, rest) of a text that begins with a number, else None."""
    emoji = _EMOJI.match(text)
    if emoji:
        marks = "".join(char for char in emoji[0] if char in MARKS)
        return _wrapped(read_number(text[emoji.end() :]), marks, "")
    link = _LINKED.match(text)
    if link and _NUMBERED.match(link["text"]):
        return _wrapped(read_number(link["text"]), "[", f"]{link['address']}")
    bold = _BOLD_NUMBER.match(text)
    for shape in NUMBERS:
        found = shape.match(f"{bold[1]} {bold[2]}" if bold else text)
        if found:
            prefix = found.groupdict().get("prefix") or ""
            return prefix, _value(found["n"]), prefix + found["n"], found["text"].strip()
    return None


def _wrapped(found: tuple[str, int, str, str] | None, before: str, after: str) -> tuple[str, int, str, str] | None:
    """Return what was read of a number with its text put between what stood around it."""
    return (*found[:3], f"{before}{found[3]}{after}") if found else None


def _value(digits: str) -> int:
    if digits.isdigit():
        return int(digits)
    tens, _, ones = digits.rpartition("十") if "十" in digits else ("", "", digits)
    if "十" not in digits:
        return _CN.index(ones)
    return 10 * (_CN.index(tens) if tens else 1) + (_CN.index(ones) if ones else 0)


def carried(line: Line) -> tuple[str, str, str]:
    """Return (carrier, its mark, text after it) of a line."""
    if _HASHED.match(line.body):
        return "line", "#", line.body
    for name, shape in CARRIERS:
        found = shape.match(line.body)
        if found:
            return name, found["mark"], found["text"]
    return "line", "", line.body


def style_of(text: str) -> str:
    """Return the style of a number: in brackets, in Chinese, or plain."""
    text = _EMOJI.sub("", text, count=1)
    if re.match(r"[（(]", text):
        return "bracketed"
    return "chinese" if re.match(r"[一二三四五六七八九十]", text) else "plain"
