"""Tables to fill: two things set against each other, or a table of the notes with its cells blank."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from generator.markup import plain
from generator.markup.characters import fold, has_cjk, width
from generator.model.bank import AnswerKind, Entry, Kind, Markdown
from generator.model.items import ItemType
from generator.transforms.derive.context import names, subject_name
from generator.transforms.derive.contrast import Side, compared
from generator.transforms.derive.draft import Draft, new_item
from generator.transforms.derive.outline import groups
from generator.transforms.derive.statements import is_sound
from generator.transforms.derive.wording import PICTURE_REFERENCE, POINTING, spaced

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.transforms.derive.bench import Bench

_MOST_ROWS, _MOST_COLUMNS = 7, 5
_WIDEST_TABLE = 400
_MOST_SAID = 5
_GRACE = 4
_THIN = 12
_RULE_ROW = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*$")
_TABLE_RANK, _SIDES_RANK = 84, 76
_LINK_WORDS = re.compile(r"^\s*(?:[：:，,]|则|就|它|主要|的话|中)+\s*")


def derive(entry: Entry, bench: Bench) -> Iterator[Draft]:
    """Yield a table for every table of an answer, and one for what it says of the two things its prompt compares."""
    if entry.answer.kind is not AnswerKind.TEXT:
        return
    for number, (line, rows) in enumerate(_tables(entry)):
        yield _table(entry, rows, line, number)
    sides = compared(entry, bench)
    said = tuple(said_of(entry, side, [other for other in sides if other is not side], bench) for side in sides)
    if any(said):
        yield _sides(entry, sides, said)


def _tables(entry: Entry) -> Iterator[tuple[int, list[list[str]]]]:
    """Yield (file line, cells by row) of the Markdown tables of an answer."""
    lines = entry.answer.markdown.split("\n")
    for number, line in enumerate(lines):
        if number and _RULE_ROW.match(line) and "|" in lines[number - 1]:
            body = []
            for row in lines[number + 1 :]:
                if "|" not in row:
                    break
                body.append(_cells(row))
            yield entry.answer.line + number - 1, [_cells(lines[number - 1]), *body]


def _cells(row: str) -> list[str]:
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", row.strip().strip("|"))]


def _table(entry: Entry, rows: Sequence[Sequence[str]], line: int, number: int) -> Draft:
    chinese = has_cjk(entry.prompt + rows[0][-1])
    blank = [rows[0], *([row[0], *("" for _ in row[1:])] for row in rows[1:])]
    if entry.kind is Kind.QUESTION:
        head = f"补全下表（出自“{entry.prompt}”）。" if chinese else f"Complete the table (from “{entry.prompt}”)."
    else:
        about = subject_name(entry) or entry.prompt
        head = f"【{about}】补全下表。" if chinese else f"{about}: complete the table."
    item = new_item(entry, ItemType.COMPARISON, "table", number, line=line)
    item = replace(
        item,
        stem=Markdown(f"{head}\n\n{_markdown(blank)}"),
        key=(Markdown(_markdown(rows)),),
        points=min(max(len(rows) - 1, 2), 6),
    )
    cells = [cell for row in rows[1:] for cell in row[1:]]
    rules = (
        ("table-ragged", len({len(row) for row in rows}) != 1),
        ("table-size", not 3 <= len(rows) <= _MOST_ROWS + 1 or not 2 <= len(rows[0]) <= _MOST_COLUMNS),
        ("table-empty", sum(not plain(Markdown(cell)) and "$" not in cell for cell in cells) * 4 > len(cells)),
        (
            "table-heads",
            not all(row[0] for row in rows[1:]) or not all(rows[0][1:]) or len({row[0] for row in rows}) < len(rows),
        ),
        ("table-long", sum(map(width, cells)) > _WIDEST_TABLE),
        ("question", any(re.search(r"[？?]", cell) for cell in cells)),
        ("table-numbers", all(re.fullmatch(r"\W*\d*\W*", row[0]) for row in rows[1:])),
    )
    return Draft(item=item, rank=_TABLE_RANK, rules=tuple(name for name, trips in rules if trips))


def _markdown(rows: Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


def said_of(entry: Entry, side: Side, others: Sequence[Side], bench: Bench) -> tuple[str, ...]:
    """Return what an answer says of one side alone: sentences that open with it, and the list below its name."""
    texts = [(statement.text, False) for statement in bench.statements(entry)]
    for group in groups(bench.nodes(entry)):
        for point, below in zip(group.points, group.below, strict=True):
            texts += [(node.text, True) for node in below if _is_head(point.text, side)]
        texts += [(node.text, True) for node in group.points if _is_head(group.lead, side)]
    found: list[str] = []
    for text, is_below in texts:
        place = side.reaches(text, bench, _GRACE)
        rest = _LINK_WORDS.sub("", text[place[1] :].lstrip("`*") if place else text).strip().rstrip("。；;. ")
        alone = not any(other.count(text) for other in others) and (is_below or side.count(text) == 1)
        if (
            (place or is_below)
            and alone
            and width(rest) > _THIN
            and not rest.startswith(("和", "与", "、", "（", "(", "都", "也"))
        ):
            found.append(rest)
    return tuple(one for n, one in enumerate(found) if not any(fold(one) in fold(other) for other in found[:n]))[
        :_MOST_SAID
    ]


def _is_head(text: str, side: Side) -> bool:
    """Whether a line is nothing but a side's name."""
    place = side.opens(text)
    return place is not None and not text[place[1] :].strip(" ：:")


def _sides(entry: Entry, sides: Sequence[Side], said: tuple[tuple[str, ...], ...]) -> Draft:
    heads = tuple(_as_asked(side, entry) for side in sides)
    chinese = has_cjk(entry.prompt + entry.answer.text)
    about = subject_name(entry)
    shown = "" if all(names(about, head) for head in heads) else f"【{about}】"
    ask = (
        shown + spaced("比较", "、".join(heads)) + "（每格写出要点）。"
        if chinese
        else f"Compare {' and '.join(heads)}: write the points of each."
    )
    item = new_item(entry, ItemType.COMPARISON, *sorted(map(fold, heads)))
    item = replace(
        item,
        stem=Markdown(ask),
        parts=tuple(map(Markdown, heads)),
        key=tuple(Markdown("\n".join(f"- {text}" for text in texts)) for texts in said),
        points=min(max(sum(map(len, said)), 2), 6),
    )
    texts = [text for side in said for text in side]
    rules = (
        ("comparison-one-sided", not all(said)),
        ("comparison-points", any("http" in text for text in texts)),
        ("comparison-thin", sum(is_sound(text) or width(text) > 16 for text in texts) < 2),
        ("pointing", sum(bool(POINTING.search(text)) for text in texts) * 2 > len(texts)),
        ("picture-reference", any(PICTURE_REFERENCE.search(text) for text in texts)),
        ("comparison-unequal", not max(map(len, said)) <= 3 * max(min(map(len, said)), 1)),
    )
    return Draft(item=item, rank=_SIDES_RANK, rules=tuple(name for name, trips in rules if trips))


def _as_asked(side: Side, entry: Entry) -> str:
    """Return a side's name as the prompt writes it."""
    return next((form for form in side.forms if form.lower() in entry.prompt.lower()), side.name)
