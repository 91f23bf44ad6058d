"""Lint: every rule has documents of its own that trip it and that must not; forms are held against what was asked."""

from dataclasses import replace
from pathlib import Path

import pytest

from generator.diagnostics import Span
from generator.model.bank import Bank, EntryId, Markdown, Option
from generator.model.exam import Blueprint, Form, Paper, Placement
from generator.model.items import FALSE, GAP, TRUE, Item, ItemId, ItemType
from generator.readers import read
from generator.readers.source import Source
from generator.transforms.assemble import assemble, identified
from generator.transforms.derive import derive, drafts
from generator.transforms.lexicon_files import load
from generator.transforms.lint import RULES, check_form

HERE = Path(__file__).parent / "items"
LEXICON, _ = load((), HERE / "strangers" / "lexicon.toml")
BY_NAME = {rule.name: rule for rule in RULES}
DISPUTED = "两处说法不同"


def drafts_of(path: Path):
    got = read(Source(path=path.name, text=path.read_text(encoding="utf-8"), encoding="utf-8"))
    entries = tuple(replace(e, id=EntryId(f"e{n:04}")) for n, e in enumerate(got.entries))
    conflicts = {entry.id for entry in entries if DISPUTED in entry.prompt}
    return tuple(drafts(Bank(entries=entries), lexicon=LEXICON, conflicts=conflicts))


@pytest.mark.parametrize("name", BY_NAME)
def test_rule_trips(name):
    found = [draft for draft in drafts_of(HERE / "rules" / name / "trips.md") if draft.item.type in BY_NAME[name].types]
    tripped = [draft for draft in found if name in (*draft.rules, *draft.warnings)]
    assert tripped
    for draft in tripped:
        rejects = BY_NAME[name].rejects and not (BY_NAME[name].pardons_carried and draft.carried)
        assert (name in draft.rules) is rejects
        assert not (rejects and draft.printable)


@pytest.mark.parametrize("name", BY_NAME)
def test_rule_does_not_trip(name):
    found = [
        draft for draft in drafts_of(HERE / "rules" / name / "passes.md") if draft.item.type in BY_NAME[name].types
    ]
    assert found
    assert not [draft for draft in found if name in (*draft.rules, *draft.warnings)]


def test_every_number_has_a_rule():
    assert {rule.number for rule in RULES} == set(range(1, 31))
    assert [path.name for path in (HERE / "rules").iterdir() if path.is_dir() and path.name not in BY_NAME] == []


def test_a_warning_costs_rank():
    first = next(d for d in drafts_of(HERE / "rules" / "option-lengths" / "trips.md") if d.item.type is ItemType.CHOICE)
    second = next(
        d for d in drafts_of(HERE / "rules" / "option-lengths" / "passes.md") if d.item.type is ItemType.CHOICE
    )
    assert first.rank < second.rank
    assert first.warnings == ("option-lengths",)


def item(number, kind=ItemType.CLOZE, **more):
    more.setdefault("stem", Markdown(f"第{number}题说的是 {GAP}"))
    more.setdefault("key", (Markdown(f"甲乙丙{number}丁"),))
    return Item(
        id=ItemId(f"i{number}"), type=kind, entry=EntryId(f"e{number}"), span=Span(path="a.md", line=number), **more
    )


def choice(number, right=0, widths=(4, 4, 4, 4), **more):
    options = tuple(
        Option(text=Markdown(f"{number:02}{'甲乙丙丁'[i]}" + "字" * w), is_key=i == right) for i, w in enumerate(widths)
    )
    return item(number, ItemType.CHOICE, stem=Markdown(f"第{number:02}问"), key=(), options=options, **more)


def paper(*items, orders=None):
    placements = tuple(
        Placement(number=n, item=one, order=(orders or {}).get(n, tuple(range(len(one.options)))))
        for n, one in enumerate(items, start=1)
    )
    return identified(Paper(id="", title="t", seed="S", scheme=1, forms=(Form(version="A", placements=placements),)))


def names(found):
    return [finding.rule for finding in found]


def test_a_drawn_paper_passes():
    wish = Blueprint(title="t", count=4, seed="S", versions=("A", "B"))
    items = [*(item(n) for n in range(8)), choice(20), choice(21, right=2)]
    one = assemble(items, wish)
    assert check_form(one, blueprint=wish, again=assemble(reversed(items), wish)) == ()


def test_enemies_may_not_meet():
    one = paper(item(1), item(2))
    assert names(check_form(one)) == []
    (found,) = check_form(one, enemies=[(EntryId("e1"), EntryId("e2"))])
    assert (found.rule, found.version, found.rejects) == ("enemies", "A", True)
    told = paper(item(1), item(2, stem=Markdown(f"有{GAP}，又有甲乙丙1丁")))
    assert names(check_form(told)) == ["enemies"]


def test_the_blueprint_is_kept():
    wish = Blueprint(title="t", count=3, seed="S", limits=((ItemType.CLOZE, 1),), topics=("x",))
    one = paper(item(1, topic="x"), item(2, topic="y"))
    assert names(check_form(one, blueprint=wish)) == ["blueprint"] * 3
    said = replace(one, relaxed=("type-limits", "count:2/3"))
    assert names(check_form(said, blueprint=replace(wish, topics=()))) == []


def test_key_positions():
    assert names(check_form(paper(*(choice(n) for n in range(4))))) == []
    assert names(check_form(paper(*(choice(n) for n in range(5))))) == ["key-positions"]
    shuffled = paper(*(choice(n, right=(n * 7 // 3) % 4) for n in range(24)))
    assert names(check_form(shuffled)) == []
    skewed = paper(*(choice(n, right=n % 4 == 3) for n in range(40)))
    assert names(check_form(skewed)) == ["key-positions"]
    pinned = [
        replace(one, options=tuple(replace(o, pinned=True) for o in one.options)) for one in map(choice, range(9))
    ]
    assert names(check_form(paper(*pinned))) == []


def test_statements_are_not_all_of_one_kind():
    def statement(n, mark):
        key = (Markdown(mark), Markdown("“甲”应为“乙”")) if mark == FALSE else (Markdown(mark),)
        return item(n, ItemType.TRUE_FALSE, stem=Markdown(f"第{n}句"), key=key)

    assert names(check_form(paper(*(statement(n, FALSE) for n in range(6))))) == []
    assert names(check_form(paper(*(statement(n, FALSE) for n in range(9))))) == ["statement-share"]
    assert names(check_form(paper(*(statement(n, TRUE) for n in range(9))))) == ["statement-share"]


def test_the_key_sheet_is_whole():
    assert names(check_form(paper(item(1, key=())))) == ["key-sheet"]
    assert names(check_form(paper(choice(1, right=9)))) == ["key-sheet"]
    one = paper(item(1))
    form = replace(one.forms[0], placements=(replace(one.forms[0].placements[0], number=2),))
    assert names(check_form(replace(one, forms=(form,)))) == ["key-sheet"]
    steps = item(3, ItemType.ORDERING, key=(), options=tuple(Option(text=Markdown(t)) for t in "甲乙丙"))
    assert names(check_form(paper(steps, orders={1: (2, 0, 1)}))) == []


def test_a_paper_that_does_not_read_back(monkeypatch):
    one = paper(item(1))
    monkeypatch.setattr("generator.transforms.lint.forms.paper_from_json", lambda _: replace(one, seed="T"))
    assert names(check_form(one)) == ["key-sheet"]


def test_same_seed_same_paper():
    one = paper(item(1))
    assert names(check_form(one, again=one)) == []
    assert names(check_form(one, again=paper(item(2)))) == ["reproducible"]


def test_recent_items_only_warn():
    (found,) = check_form(paper(item(1), item(2)), recent={ItemId("i2")})
    assert (found.rule, found.rejects) == ("recent", False)


def test_the_longest_option_is_not_always_right():
    long = [
        choice(n, right=(n * 7 // 3) % 4, widths=tuple(9 if i == (n * 7 // 3) % 4 else 4 for i in range(4)))
        for n in range(24)
    ]
    assert names(check_form(paper(*long))) == ["longest-rate"]
    assert names(check_form(paper(*long[:10]))) == []


def test_no_item_without_its_rules_checked():
    """Whatever the strangers' notes give passes the lint, read again from what is printed."""
    for path in sorted((HERE / "strangers").glob("*.md")):
        got = read(Source(path=path.name, text=path.read_text(encoding="utf-8"), encoding="utf-8"))
        bank = Bank(entries=tuple(replace(e, id=EntryId(f"e{n:04}")) for n, e in enumerate(got.entries)))
        printed = {one.id for one in derive(bank, lexicon=LEXICON)}
        for draft in drafts(bank, lexicon=LEXICON):
            assert (draft.item.id in printed) is draft.printable
            assert not (draft.printable and draft.rules)
