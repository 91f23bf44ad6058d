"""Papers: laws of the draw, of versions, of keys, of the JSON that is kept."""

import json
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.diagnostics import Span
from generator.model.bank import EntryId, Markdown, Option
from generator.model.exam import Blueprint, Form, Placement
from generator.model.items import ARRANGED, GAP, Item, ItemId, ItemType
from generator.transforms.assemble import (
    PRINTED_ORDER,
    assemble,
    identified,
    key,
    paper_from_json,
    paper_to_json,
)
from generator.transforms.clash import Clashes


def item(name, entry="", kind=ItemType.SHORT_ANSWER, **more):
    more.setdefault("stem", Markdown(f"请说明第{name}件事"))
    more.setdefault("key", (Markdown(f"回答{name}"),))
    return Item(
        id=ItemId(name),
        entry=EntryId(entry or f"e-{name}"),
        type=kind,
        span=Span(path="a.md", line=3, end_line=4),
        **more,
    )


def choice(name, *texts, right=(0,), pinned=(), **more):
    options = tuple(Option(text=Markdown(t), is_key=i in right, pinned=i in pinned) for i, t in enumerate(texts))
    kind = ItemType.CHOICE if len(right) == 1 else ItemType.MULTI_SELECT
    return item(name, kind=kind, options=options, key=(), **more)


def blueprint(count=5, seed="S", **more):
    return Blueprint(title="小测", count=count, seed=seed, **more)


def names(paper):
    return {placement.item.id for form in paper.forms for placement in form.placements}


def order(form):
    return [placement.item.id for placement in form.placements]


LETTER = "甲乙丙丁戊己庚辛壬癸"


def many(count, **more):
    return [item(f"{LETTER[i // 10 % 10]}{LETTER[i % 10]}", **more) for i in range(count)]


texts = st.text(max_size=8)
options = st.builds(
    lambda text, is_key, pinned, why: Option(
        text=Markdown(text), is_key=is_key, pinned=pinned, rationale=Markdown(why)
    ),
    texts,
    st.booleans(),
    st.booleans(),
    texts,
)
pools = st.lists(
    st.builds(
        lambda name, entry, kind, stem, opts, answers, topic, section, why: Item(
            id=ItemId(name),
            entry=EntryId(entry),
            type=kind,
            stem=Markdown(stem),
            options=tuple(opts),
            key=tuple(map(Markdown, answers)),
            topic=topic,
            section=tuple(section),
            rationale=Markdown(why),
            span=Span(path="笔记/a.md", line=1, end_line=2),
        ),
        st.text(min_size=1, max_size=4),
        st.sampled_from("abcdefgh"),
        st.sampled_from(ItemType),
        texts,
        st.lists(options, max_size=5),
        st.lists(texts, max_size=3),
        st.sampled_from(["", "x", "y"]),
        st.lists(texts, max_size=2),
        texts,
    ),
    max_size=12,
    unique_by=lambda one: one.id,
)
seeds = st.text(alphabet="ABC123", min_size=1, max_size=4)
papers = st.builds(
    lambda pool, seed, count, versions: assemble(pool, blueprint(count, seed, versions=versions)),
    pools,
    seeds,
    st.integers(0, 8),
    st.sampled_from([("A",), ("A", "B"), ("A", "B", "C")]),
)


@given(papers)
def test_json_brings_a_paper_back(paper):
    text = paper_to_json(paper)
    assert paper_from_json(text) == paper
    assert paper_to_json(paper_from_json(text)) == text
    assert identified(paper_from_json(text)).id == paper.id


@given(pools, seeds, st.integers(0, 8))
def test_same_seed_same_paper_whatever_the_order_of_the_bank(pool, seed, count):
    wish = blueprint(count, seed, versions=("A", "B"))
    assert assemble(pool, wish) == assemble(list(reversed(pool)), wish)


@given(pools, seeds, st.integers(0, 8))
def test_no_two_items_clash(pool, seed, count):
    paper = assemble(pool, blueprint(count, seed), enemies=[(EntryId("a"), EntryId("b"))])
    items = [placement.item for placement in paper.forms[0].placements]
    clashes = Clashes([(EntryId("b"), EntryId("a"))])
    assert not any(clashes.between(one, two) for i, one in enumerate(items) for two in items[:i])
    assert len(items) <= count
    assert (f"count:{len(items)}/{count}" in paper.relaxed) == (len(items) < count)


@given(papers)
def test_keys_point_at_the_right_printed_options(paper):
    for form in paper.forms:
        assert [placement.number for placement in form.placements] == list(range(1, len(form.placements) + 1))
        for placement, answer in zip(form.placements, key(form), strict=True):
            printed = [placement.item.options[i] for i in placement.order]
            assert sorted(placement.order) == list(range(len(printed)))
            assert answer.number == placement.number
            right = [printed["ABCDE".index(letter)] for letter in answer.letters]
            assert answer.answers == tuple(option.text for option in right) or not placement.item.options
            if placement.item.type in ARRANGED:
                assert right == list(placement.item.options[: len(right)])
                continue
            assert all(option.is_key for option in right)
            assert len(right) == sum(option.is_key for option in placement.item.options)
            assert all(i == at for at, i in enumerate(placement.order) if placement.item.options[i].pinned)


@settings(max_examples=60)
@given(st.integers(1, 40), st.integers(1, 12), seeds)
def test_one_more_entry_changes_at_most_one_item(size, count, seed):
    pool = many(size + 1)
    before = names(assemble(pool[:-1], blueprint(count, seed)))
    after = names(assemble(pool, blueprint(count, seed)))
    assert len(before - after) <= 1
    assert after - before <= {pool[-1].id}


def test_kept_items_keep_their_options_when_the_bank_grows():
    pool = [choice(f"{c}{d}", "一", "二", "三", "四", stem=Markdown(f"选{c}{d}")) for c in LETTER for d in LETTER[:4]]

    def printed(pool):
        form = assemble(pool, blueprint(10)).forms[0]
        return {placement.item.id: placement.order for placement in form.placements}

    before, after = printed(pool[1:]), printed(pool)
    assert all(after[name] == before[name] for name in before if name in after)


def test_every_entry_is_drawn_as_often_as_any_other():
    pool = many(20) + [item(f"子{n}", entry="e-甲甲") for n in LETTER]
    drawn = Counter()
    for seed in range(600):
        paper = assemble(pool, blueprint(5, str(seed)))
        drawn.update(placement.item.entry for placement in paper.forms[0].placements)
    expected = 600 * 5 / 20
    assert len(drawn) == 20
    assert sum((count - expected) ** 2 / expected for count in drawn.values()) < 43.8  # df 19, p = 0.001


def test_tickets_weigh_entries_and_none_means_never():
    pool = many(10)
    tickets = {"e-甲甲": 0, "e-甲乙": 8}
    drawn = Counter()
    for seed in range(300):
        drawn.update(names(assemble(pool, blueprint(2, str(seed)), tickets=tickets)))
    assert drawn["甲甲"] == 0
    assert drawn["甲乙"] > 2 * drawn["甲丙"]


def test_versions_hold_the_same_items_in_orders_of_their_own():
    pool = many(6) + [choice(f"选{c}", "一", "二", "三", "四", stem=Markdown(f"选{c}")) for c in LETTER]
    paper = assemble(pool, blueprint(12, versions=("A", "B", "C")))
    orders = [order(form) for form in paper.forms]
    assert len({tuple(one) for one in orders}) == 3
    assert len({frozenset(one) for one in orders}) == 1
    options = [{p.item.id: p.order for p in form.placements if p.item.options} for form in paper.forms]
    assert options[0] != options[1]


def test_versions_differ_in_order_wherever_they_can():
    for seed in range(30):
        paper = assemble(many(3), blueprint(3, str(seed), versions=("A", "B", "C", "D", "E", "F")))
        assert len({tuple(order(form)) for form in paper.forms}) == 6
    alone = assemble(many(1), blueprint(1, versions=("A", "B")))
    assert order(alone.forms[0]) == order(alone.forms[1])


def test_key_letters_of_two_versions_are_independent():
    pool = [choice(f"{c}{d}", "一", "二", "三", "四", stem=Markdown(f"选{c}{d}")) for c in LETTER for d in LETTER]
    paper = assemble(pool, blueprint(100, versions=("A", "B")))
    letters = [{answer.item.id: answer.letters for answer in key(form)} for form in paper.forms]
    pairs = Counter((letters[0][name], letters[1][name]) for name in letters[0])
    assert sum((pairs[a, b] - 6.25) ** 2 / 6.25 for a in "ABCD" for b in "ABCD") < 37.7  # df 15


def test_sections_follow_each_other_and_cover_every_type():
    assert set(PRINTED_ORDER) == set(ItemType)
    pool = [item(f"{kind}", kind=kind, stem=Markdown(f"第{kind}题"), key=()) for kind in ItemType]
    form = assemble(pool, blueprint(len(pool))).forms[0]
    assert [placement.item.type for placement in form.placements] == list(PRINTED_ORDER)


def test_pinned_options_stay():
    pool = [choice(c, "一", "二", "三", "以上都对", pinned=(3,), stem=Markdown(f"选{c}")) for c in LETTER]
    placements = assemble(pool, blueprint(10)).forms[0].placements
    assert {placement.order[3] for placement in placements} == {3}
    assert len({placement.order for placement in placements}) > 2


def test_only_wanted_topics():
    pool = [replace(one, topic="xyz"[n % 3]) for n, one in enumerate(many(12))]
    paper = assemble(pool, blueprint(6, topics=("x", "z")))
    assert {placement.item.topic for placement in paper.forms[0].placements} == {"x", "z"}
    assert paper.relaxed == ()


def test_topics_share_a_paper_until_they_cannot():
    pool = [replace(one, topic="big" if n < 30 else f"t{n}") for n, one in enumerate(many(40))]
    for seed in range(20):
        paper = assemble(pool, blueprint(11, str(seed)))
        topics = Counter(placement.item.topic for placement in paper.forms[0].placements)
        assert topics["big"] <= 2
        assert paper.relaxed == ()
    greedy = assemble(pool, blueprint(20))
    assert len(greedy.forms[0].placements) == 20
    assert greedy.relaxed == ("topic-spread",)


def test_wishes_are_given_up_in_the_stated_order():
    wish = blueprint(10, limits=((ItemType.SHORT_ANSWER, 2),))
    clozes = [item(f"空{c}", kind=ItemType.CLOZE, stem=Markdown(f"{c}是{GAP}")) for c in LETTER]
    enough = assemble(many(10) + clozes, wish)
    assert Counter(p.item.type for p in enough.forms[0].placements)[ItemType.SHORT_ANSWER] <= 2
    assert enough.relaxed == ()
    assert assemble(many(12), wish).relaxed == ("type-limits",)
    assert assemble(many(7), wish).relaxed == ("type-limits", "count:7/10")
    assert assemble([], wish).relaxed == ("count:0/10",)


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        (item("甲", entry="e"), item("乙", entry="e"), True),
        (item("甲", stem=Markdown("什么是**浮力**？")), item("乙", stem=Markdown("什么是浮力?")), True),
        (item("甲", key=(Markdown("浮力"),)), item("乙", stem=Markdown("浮力的方向如何？")), True),
        (item("甲", key=(Markdown("**浮 力**"),)), item("乙", stem=Markdown("浮力的方向如何？")), True),
        (item("甲", key=(Markdown("浮力"),)), choice("乙", "浮力", "重力", stem=Markdown("选")), True),
        (choice("甲", "浮力", "重力", stem=Markdown("选")), item("乙", stem=Markdown("浮力的方向如何？")), True),
        (choice("甲", "浮力", "重力", stem=Markdown("选")), item("乙", stem=Markdown("重力的方向如何？")), False),
        (item("甲", key=(Markdown("ATP"),)), item("乙", stem=Markdown("What makes ATP?")), True),
        (item("甲", key=(Markdown("ATP"),)), item("乙", stem=Markdown("What is a catpaw?")), False),
        (item("甲", key=(Markdown("力"),)), item("乙", stem=Markdown("重力的方向如何？")), False),
        (item("甲", key=(Markdown("很长的答案" * 10),)), item("乙", stem=Markdown("很长的答案" * 10)), False),
        (item("甲"), item("乙"), False),
    ],
)
def test_clashes(one, other, clash):
    assert Clashes().between(one, other) is clash
    assert Clashes().between(other, one) is clash


def test_enemies_of_duplicate_entries():
    pool = [item("甲", entry="a"), item("乙", entry="b"), item("丙", entry="c")]
    for seed in range(10):
        paper = assemble(pool, blueprint(3, str(seed)), enemies=[(EntryId("a"), EntryId("b"))])
        assert len(names(paper) & {"甲", "乙"}) == 1
        assert paper.relaxed == ("count:2/3",)


def test_paper_id_follows_everything_printed():
    paper = assemble(many(5), blueprint(3))
    assert len(paper.id) == 10
    form = paper.forms[0]
    first, *rest = form.placements
    changed = [
        replace(paper, title="期末"),
        replace(paper, seed="T"),
        replace(paper, relaxed=("topic-spread",)),
        replace(paper, forms=(replace(form, version="B"),)),
        replace(paper, forms=(replace(form, placements=form.placements[::-1]),)),
        replace(paper, forms=(replace(form, placements=(replace(first, item=replace(first.item, points=9)), *rest)),)),
    ]
    assert len({identified(one).id for one in (paper, *changed)}) == len(changed) + 1


def test_paper_id_is_golden():
    """A paper once printed keeps its id."""
    pool = [choice("a", "one", "two", "none", pinned=(2,), stem=Markdown("Which?")), *many(3)]
    paper = assemble(pool, blueprint(4, "GOLDEN", versions=("A", "B")))
    assert paper.id == "42EF9EBZ76"


def test_key_of_a_form_by_hand():
    one = choice("选", "一", "二", "三", right=(0, 2), stem=Markdown("哪些？"))
    gap = item("空", kind=ItemType.CLOZE, stem=Markdown(f"水是{GAP}"), key=(Markdown("液体"),))
    form = Form(
        version="A",
        placements=(Placement(number=1, item=one, order=(2, 1, 0)), Placement(number=2, item=gap, order=())),
    )
    first, second = key(form)
    assert (first.letters, first.answers) == ("AC", ("三", "一"))
    assert (second.letters, second.answers) == ("", ("液体",))


def broken(change):
    document = json.loads(paper_to_json(assemble([choice("选", "一", "二", stem=Markdown("?"))], blueprint(1))))
    change(document)
    return json.dumps(document)


DAMAGE = {
    "schema": lambda d: d.update(schema=2),
    "no forms": lambda d: d.pop("forms"),
    "title": lambda d: d.update(title=3),
    "scheme text": lambda d: d.update(scheme="1"),
    "scheme truth": lambda d: d.update(scheme=True),
    "items list": lambda d: d.update(items=[]),
    "type": lambda d: d["items"]["选"].update(type="riddle"),
    "source": lambda d: d["items"]["选"].update(source=["a.md", 1]),
    "order twice": lambda d: d["forms"][0]["placements"][0].update(order=[0, 0]),
    "order short": lambda d: d["forms"][0]["placements"][0].update(order=[1]),
    "item gone": lambda d: d["forms"][0]["placements"][0].update(item="gone"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_papers_are_refused(damage):
    text = broken(DAMAGE[damage])
    with pytest.raises(ValueError):
        paper_from_json(text)


def test_no_json_at_all_is_refused():
    with pytest.raises(ValueError):
        paper_from_json("{")
    with pytest.raises(ValueError, match="not a paper"):
        paper_from_json("[]")
