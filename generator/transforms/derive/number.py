"""Gaps for figures that are facts: a number with a unit, in a sentence about something that has a name."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from generator.markup.characters import fold, has_cjk
from generator.model.bank import AnswerKind, Entry, Markdown
from generator.model.items import GAP, ItemType
from generator.transforms.derive.context import subject
from generator.transforms.derive.draft import Draft, new_item
from generator.transforms.derive.source import masked
from generator.transforms.derive.statements import is_sound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.transforms.derive.bench import Bench

_UNIT = (
    r"维|层|位|字节|比特|个?参数|端口|毫秒|微秒|秒|分钟|小时|天|年|岁|次|米|千米|公里|厘米|毫米|微米|纳米|千克|公斤|克|毫升|升|度|摄氏度|赫兹|伏|欧|瓦|"
    r"对(?=染色体)|条(?=染色体)|倍|个(?=[\u4e00-\u9fff]{0,6}(?:头|层|字段|状态|门|阶段|维度|参数|节点|字节|染色体))|"
    r"%|℃|°C?|(?:[KMGT]i?B|[kKMG]?bps|bits?|bytes?|ms|μs|us|ns|Hz|kHz|MHz|GHz|km|cm|mm|nm|kg|mg|mL|V|W|dimensions?|layers?|heads?|parameters|years?)(?![A-Za-z])"
)
_FIGURE = re.compile(
    rf"(?<![\w.\-~～–—/:])(?P<figure>\d[\d,]*(?:\.\d+)?(?:[MBK](?![A-Za-z]))?)(?P<unit>\s*(?:{_UNIT}))?(?![\d.\-~～–—/:]|\s*(?:到|至|或))"
)
_NAMED = re.compile(r"(?:端口号?|默认值?|大小|长度|维度|size|port|default)\s*(?:[是为:：=]|is|of)?\s*$", re.IGNORECASE)
_NOT_FACTS = re.compile(
    r"第\s*$|(?:到|至|[~～–-])\s*$|[=＝<>≤≥]\s*$|图\s*$|表\s*$|式\s*$|[（(]\s*$|[年月]\s*$|top[- ]?$|"
    r"约\s*$|大约\s*$|左右|"
    r"版本|\bv$|\bPython\s*$|[A-Za-z]\s?$|[+*/^]\s*$",
    re.IGNORECASE,
)
_ROUND = 100


def derive(entry: Entry, bench: Bench) -> Iterator[Draft]:
    """Yield a gap for every figure that a sound sentence states with its unit, or as a size, port or default."""
    if entry.answer.kind is not AnswerKind.TEXT:
        return
    seen: set[str] = set()
    for statement in bench.statements(entry):
        if not is_sound(statement.text):
            continue
        figures = list(_FIGURE.finditer(masked(statement.text)))
        for found in figures:
            name = f"{fold(statement.text)}:{found.start()}"
            if _is_fact(statement.text, found) and name not in seen:
                seen.add(name)
                yield _draft(entry, statement.text, statement.line, found, statement.head, bench)


def _is_fact(text: str, found: re.Match[str]) -> bool:
    before = text[: found.start()]
    value = found["figure"].rstrip("MBK").replace(",", "")
    named = bool(_NAMED.search(before))
    return (bool(found["unit"]) or named) and not _NOT_FACTS.search(before) and not (value in {"0", "1"} and not named)


def _draft(entry: Entry, text: str, line: int, found: re.Match[str], head: str, bench: Bench) -> Draft:
    figure = found["figure"]
    gapped = text[: found.start("figure")] + GAP + text[found.end("figure") :]
    about = "：".join(filter(None, (subject(entry, text), head if head and fold(head) not in fold(text) else "")))
    concepts = bench.lexicon.ids(text)
    item = new_item(entry, ItemType.NUMBER, fold(gapped), line=line)
    item = replace(
        item,
        stem=Markdown((f"【{about}】" if about else "") + gapped + ("。" if has_cjk(text) else ".")),
        key=(Markdown(figure),),
        points=1,
        rationale=Markdown(text),
    )
    others = [other["figure"] for other in _FIGURE.finditer(text) if other.start() != found.start()]
    rules = (
        ("number-leak", figure in others or figure in about),
        ("number-trivial", bool(re.fullmatch(r"10+", figure)) and bool(re.search(r"[万千亿百]|%", text))),
        ("number-crowd", len(others) > 3),
        ("number-example", bool(re.search(r"假设|例如|比如|如果|设|若|当.{0,12}时|[A-Za-z]\s*=\s*\d", text))),
        ("number-no-subject", not concepts and not about),
    )
    value = figure.rstrip("MBK").replace(",", "")
    exact = "." in value or int(value) >= _ROUND or bool(_NAMED.search(text[: found.start()])) or figure[-1] in "MBK"
    return Draft(
        item=item, rank=74 if exact and (concepts or about) else 64, rules=tuple(name for name, trips in rules if trips)
    )
