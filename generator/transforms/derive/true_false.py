"""Statements to judge and put right: true sentences, half of them with a word exchanged for its contrast."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from generator.markup.characters import fold, has_cjk
from generator.model.bank import AnswerKind, Entry, Kind, Markdown
from generator.model.items import FALSE, TRUE, ItemType
from generator.transforms.derive.context import names, subject, subject_name
from generator.transforms.derive.contrast import compared, is_comparison, rivals
from generator.transforms.derive.draft import Draft, new_item
from generator.transforms.derive.statements import Statement, is_head, is_sound, opening_of
from generator.transforms.derive.swaps import GRACE, Swap, swapped
from generator.transforms.rank import rank

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.transforms.derive.bench import Bench

_PRONOUN = re.compile(r"它|他们|其(?![实余他中次])|\b(?:it|its|they|their)\b", re.IGNORECASE)
_MEANWHILE = re.compile(r"^[^，,]{1,12}则|因此|所以|于是|反而")
"""Words that lean on the sentence before."""
_SUBJECTLESS = re.compile(
    r"(?:需要|可以|能够?|会|要|是|有|使|让|把|将|被|用|为了?|由于|根据|通过|不|没|[增减]|\b(?:is|are|can|needs?|uses?|has)\b)",
    re.IGNORECASE,
)
"""Openings that leave open who does or is something."""
_TERM_REACH = 40


def derive(entry: Entry, bench: Bench) -> Iterator[Draft]:
    """Yield one statement for every sentence in which a contrast can be exchanged: as it is, or false."""
    if entry.answer.kind is not AnswerKind.TEXT:
        return
    pairs = rivals(entry, bench)
    done: set[str] = set()
    for statement in bench.statements(entry):
        name = fold(statement.text)
        swap = swapped(statement, entry, pairs, bench) if is_sound(statement.text) and name not in done else None
        if swap:
            done.add(name)
            yield _draft(entry, statement, swap, bench)


def _draft(entry: Entry, statement: Statement, swap: Swap, bench: Bench) -> Draft:
    item = new_item(entry, ItemType.TRUE_FALSE, fold(statement.text), line=statement.line)
    chinese = has_cjk(statement.text)
    context, rule = _context(entry, statement, swap, bench)
    false = rank("coin", item.id) % 2 == 1
    text = f"{context}{swap.text if false else statement.text}"
    if chinese:
        correction = f"“{swap.wrong}”与“{swap.right}”应对调" if swap.both else f"“{swap.wrong}”应为“{swap.right}”"
    else:
        correction = (
            f"“{swap.wrong}” and “{swap.right}” should change places"
            if swap.both
            else f"“{swap.wrong}” should be “{swap.right}”"
        )
    stem = text if text[-1] in ".。！!" else text + ("。" if chinese else ".")
    item = replace(
        item,
        stem=Markdown(stem),
        key=(Markdown(FALSE), Markdown(correction)) if false else (Markdown(TRUE),),
        points=1,
        rationale=Markdown(statement.text),
    )
    return Draft(item=item, rank=swap.rank, original=statement.text, rules=tuple(filter(None, (swap.rule, rule))))


def _context(entry: Entry, statement: Statement, swap: Swap, bench: Bench) -> tuple[str, str]:
    """Return (what is printed before a statement, the rule against it)."""
    text = statement.text
    opens = _opens_with_term(text, entry, bench)
    about = "" if opens else subject(entry, text)
    labels = [part for part in (statement.head, statement.opening) if not bench.is_furniture(part)]
    parts = [part for part in (about, *labels) if part and (part == about or not names(text, part))]
    context = f"【{'：'.join(parts)}】" if parts else ""
    vague = _SUBJECTLESS.match(text) and not statement.opening and not _is_one_thing(entry, bench)
    rules = (
        ("statement-pronoun", bool(_PRONOUN.search(re.split(r"[，,；;]", text)[0])) or bool(_MEANWHILE.search(text))),
        (
            "statement-no-subject",
            vague
            or (
                not opens and not parts and not bench.lexicon.ids(text) and not names(text, subject_name(entry) or "\n")
            ),
        ),
        ("statement-told", any(fold(word) in fold(context) for word in (swap.wrong, swap.right))),
        ("statement-context", any(part and not is_head(part) for part in (statement.head, statement.opening))),
        ("statement-furniture", bench.is_furniture(opening_of(text))),
    )
    return context, next((name for name, trips in rules if trips), "")


def _opens_with_term(text: str, entry: Entry, bench: Bench) -> bool:
    """Whether a sentence begins with something that needs no introduction."""
    found = bench.lexicon.find(text[:_TERM_REACH])
    return bool(found and found[0].start <= GRACE) or any(side.opens(text, GRACE) for side in compared(entry, bench))


def _is_one_thing(entry: Entry, bench: Bench) -> bool:
    """Whether what an entry says, it says of what its prompt names."""
    return entry.kind is Kind.CONCEPT and not is_comparison(entry) and len(bench.lexicon.ids(entry.prompt)) < 2
