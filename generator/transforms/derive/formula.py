"""Formulas by name: the one formula of an entry that names it, or a formula whose left side is its name."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from generator.markup.characters import fold, has_cjk, width
from generator.model.bank import AnswerKind, Entry, Formula, Kind, Markdown
from generator.model.items import ItemType
from generator.transforms.derive.draft import Draft, new_item
from generator.transforms.derive.wording import is_label, spaced, subject_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.transforms.derive.bench import Bench

_NAME = (
    r"(?P<name>[A-Za-z][A-Za-z\s]{1,20}\d?|"
    r"\\(?:text|mathrm|operatorname\*?|mathbf|mathit)\s*\{\s*(?P<inner>[^{}]{2,30})\s*\})"
)
_DEFINES = re.compile(rf"^\s*{_NAME}\s*(?:\([^()]*\)|\\left\s*\(.*?\\right\s*\))?\s*=")
_ASKS = re.compile(
    r"^(?:写出|请写出|给出)?\s*(?P<name>[^，,。？?]{2,30}?)\s*的?(?:计算)?公式(?:是什么|怎么写)?[？?]?$|"
    r"^(?:what is |write |give )?(?:the )?formula (?:of|for) (?:the )?(?P<english>[^?.]{2,40})[?.]?$",
    re.IGNORECASE,
)
_CALCULATED = re.compile(
    r"函数|率$|损失|距离|熵$|系数|定律|方程|公式|相似度|散度|范数|复杂度|得分|"
    r"\b(?:function|rate|loss|distance|entropy|coefficient|law|equation|similarity|divergence|norm|score)\b",
    re.IGNORECASE,
)
"""Names of what is calculated; a model or method has many formulas."""
_LONGEST = 220
_LHS, _ASKED, _HEADING = 80, 84, 74


def derive(entry: Entry, bench: Bench) -> Iterator[Draft]:
    """Yield a question for every formula that has a name of its own."""
    if entry.answer.kind is not AnswerKind.TEXT or not entry.math:
        return
    whole = [formula for formula in entry.math if _is_equation(formula)]
    shown = [formula for formula in whole if formula.display]
    done: set[str] = set()
    for formula in whole:
        name, rank = _name(formula, entry, bench, alone=(len(whole) == 1 or shown == [formula]))
        if name and fold(name) not in done:
            done.add(fold(name))
            yield _draft(entry, formula, name, rank)


def _is_equation(formula: Formula) -> bool:
    """Whether a formula says what something equals, in letters, not an example's figures."""
    left, equals, right = formula.tex.partition("=")
    return (
        bool(equals)
        and bool(re.search(r"[+\-/*^_]|\\(?:frac|sum|max|exp|log|sqrt|cdot|times|int|prod|left|odot)", right))
        and bool(left.strip())
    )


def left_side(formula: Formula) -> str:
    """Return the name on the left of a formula, or an empty string."""
    left = _DEFINES.match(formula.tex)
    return re.sub(r"\s+", "" if not left["inner"] else " ", left["inner"] or left["name"]).strip() if left else ""


def _count(concept: str, bench: Bench) -> int:
    """Return how many entries of the bank have a formula for a concept."""
    return sum(any(bench.concept(left_side(one)) == concept for one in entry.math) for entry in bench.bank.entries)


def _name(formula: Formula, entry: Entry, bench: Bench, *, alone: bool) -> tuple[str, int]:
    """Return (what a formula is called, rank), or ("", 0)."""
    text = left_side(formula)
    if text:
        concept = bench.concept(text)
        named = concept in bench.lexicon.ids("\n".join((entry.prompt, *entry.section)))
        if concept and not bench.has_kinds(concept) and (named or _count(concept, bench) == 1):
            return text, _LHS
        if concept and concept != bench.concept(entry.prompt):
            return "", 0
    asked = _ASKS.match(entry.prompt)
    if asked and alone:
        return asked["name"] or asked["english"], _ASKED
    concept = bench.concept(entry.prompt) if alone and entry.kind is Kind.CONCEPT else ""
    if alone and entry.kind is Kind.CONCEPT and _CALCULATED.search(entry.prompt) and not is_label(entry.prompt):
        return entry.prompt, _HEADING
    if concept and any(_CALCULATED.search(form) for form in (entry.prompt, *bench.lexicon.concepts[concept].forms)):
        return entry.prompt, _HEADING
    if alone and is_label(entry.prompt) and "公式" in entry.prompt and (subject := subject_of(entry.section)):
        return subject, _HEADING
    return "", 0


def _draft(entry: Entry, formula: Formula, name: str, rank: int) -> Draft:
    chinese = has_cjk(f"{entry.prompt}{entry.answer.text}{''.join(entry.section)}")
    tex = formula.tex.strip()
    item = new_item(entry, ItemType.FORMULA, fold(name), line=formula.line)
    item = replace(
        item,
        stem=Markdown(spaced("写出", name, "的公式。") if chinese else f"Write the formula of {name}."),
        key=(Markdown(f"$$\n{tex}\n$$" if formula.display else f"${tex}$"),),
        points=2,
    )
    rules = (
        ("formula-long", len(tex) > _LONGEST),
        ("formula-several", tex.count("\\\\") > 2),
        (
            "formula-example",
            bool(re.search(r"\d\s*\]|\.\.\.|#", tex)) or bool(re.fullmatch(r"[^=]*=\s*[\d\s.+\-*/^()]+", tex)),
        ),
        ("formula-name", width(name) < 2 or bool(re.search(r"[？?，,]|为什么|如何|导数|推导|求解|过程", name))),
    )
    return Draft(item=item, rank=rank, rules=tuple(name for name, trips in rules if trips))
