"""Grades as they are typed: everything clear is taken, everything else is refused with the reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import Span
from generator.model.bank import EntryId, Markdown, Option
from generator.model.exam import Form, Placement
from generator.model.items import Item, ItemId, ItemType
from generator.transforms.grading import GradeError, Mark, feedback, grade, parse

TEN = range(1, 11)


def item(number, kind=ItemType.SHORT_ANSWER, right=(), options=4, **more):
    texts = "甲乙丙丁戊"[:options] if right or kind in {ItemType.MATCHING, ItemType.ORDERING} else ""
    return Item(
        id=ItemId(f"i{number}"),
        entry=EntryId(f"e{number}"),
        type=kind,
        stem=Markdown(f"第 {number} 题"),
        span=Span(path="a.md", line=number, end_line=number),
        options=tuple(Option(text=Markdown(text), is_key=n in right) for n, text in enumerate(texts)),
        **more,
    )


ITEMS = (
    item(1, points=2),
    item(2, ItemType.CHOICE, right=(1,)),
    item(3, ItemType.MULTI_SELECT, right=(0, 2), points=3),
    item(4, ItemType.TRUE_FALSE, key=(Markdown("√"),)),
    item(5, ItemType.TRUE_FALSE, key=(Markdown("×"), Markdown("改成甲"))),
    item(6, ItemType.ORDERING, options=4, points=2),
    item(7, ItemType.MATCHING, options=4, parts=(Markdown("一"), Markdown("二"), Markdown("三"))),
    item(8, points=3),
)


def form(*items, orders=()):
    placements = [
        Placement(number=n, item=one, order=dict(orders).get(n, tuple(range(len(one.options)))))
        for n, one in enumerate(items, 1)
    ]
    return Form(version="A", placements=tuple(placements))


FORM = form(*ITEMS, orders=((6, (2, 0, 3, 1)),))
NUMBERS = tuple(range(1, len(ITEMS) + 1))


def score(text, before=None, on=FORM):
    numbers = tuple(one.number for one in on.placements)
    return {int(one.item[1:]): one for one in grade(parse(text, numbers), on, before or {})}


marks = st.builds(
    lambda value, flags: (value, "".join(sorted(flags))),
    st.sampled_from("ox/-ABCD"),
    st.frozensets(st.sampled_from("?!+")),
)
SPELLINGS = {"o": "oO", "x": "xX", "/": "/／半½", "-": "-－–—"}
FULL = {"?": "?？", "!": "!！", "+": "+＋"}


@st.composite
def typed(draw):
    """A grade of ten items, typed in one of many ways: the text and what it means."""
    found = draw(st.lists(marks, min_size=10, max_size=10))
    cuts = sorted(draw(st.frozensets(st.integers(1, 9), max_size=4)))
    parts = []
    for first, last in zip([0, *cuts], [*cuts, 10], strict=True):
        body = ""
        for value, flags in found[first:last]:
            body += draw(st.sampled_from(SPELLINGS.get(value, value)))
            body += "".join(draw(st.sampled_from(FULL[flag])) for flag in flags)
            body += draw(st.sampled_from(["", "", " "])) if last - first > 1 else ""
        dash = draw(st.sampled_from("-－–~"))
        head = f"{first + 1}" if last - first == 1 else f"{first + 1}{dash}{last}"
        parts.append(f"{head}{draw(st.sampled_from(['', ' ']))}{draw(st.sampled_from(':：'))}{body}")
    expected = tuple(Mark(number=n, value=v, flags=frozenset(f)) for n, (v, f) in enumerate(found, 1))
    return draw(st.sampled_from([" ", "  ", ", ", "；", "，", "\n"])).join(parts), expected


@given(typed())
def test_what_is_typed_is_what_is_read(both):
    text, expected = both
    assert parse(text, TEN) == expected


@given(st.lists(st.sampled_from("ox/-"), min_size=10, max_size=10))
def test_marks_alone_are_those_of_all_items(values):
    assert [mark.value for mark in parse("".join(values), TEN)] == values


@given(st.text("ox/-?!+AB :,12345.½～对√", max_size=14))
def test_anything_is_read_or_refused(text):
    try:
        found = grade(parse(text, TEN), form(*ITEMS, *ITEMS[:2]), {})
    except GradeError as problem:
        found = str(problem)
    assert found


def test_flags_may_stand_alone():
    found = parse("1-3: oxo 2? 3!? 5!", TEN)
    assert [(one.number, one.value, "".join(sorted(one.flags))) for one in found] == [
        (1, "o", ""), (2, "x", "?"), (3, "o", "!?"), (5, "", "!"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1-3: ox", "1-3 are 3 items, but 2 marks are given: ox"),
        ("1-3: oxoo", "1-3 are 3 items, but 4 marks are given: oxoo"),
        ("oxo", "1-10 are 10 items, but 3 marks are given: oxo"),
        ("1-3: o5x", "item 2: '5' is no mark"),
        ("1-3: o你x", "item 2: '你' is no mark"),
        ("1-2: ?ox", "1-2: '?' stands before any mark"),
        ("3-1: oxo", "the range 3-1 runs backwards"),
        ("11:o", "there is no item 11: the paper has 1 to 10"),
        ("0:o", "there is no item 0: the paper has 1 to 10"),
        ("1:o 1-2:xx", "item 1 is marked twice"),
        ("3:", "nothing is given for item 3"),
        ("3: 4:o", "nothing is given for item 3"),
        ("3:1.2.3", "item 3: '1.2.3' is neither a mark nor letters nor points"),
        ("", "no marks are given"),
        ("12?", "there is no item 12: the paper has 1 to 10"),
    ],
)
def test_what_is_unclear_is_refused(text, message):
    with pytest.raises(GradeError) as problem:
        parse(text, TEN)
    assert str(problem.value) == message
    assert problem.value.hint


@pytest.mark.parametrize(
    ("text", "halves"),
    [
        ("1:o", 4), ("1:/", 2), ("1:x", 0), ("1:-", None), ("1:√", 4), ("1:错", 0), ("1:1.5", 3), ("1:1½", 3),
        ("1:.5", 1), ("1:0", 0), ("1:2", 4),
        ("2:B", 2), ("2:b", 2), ("2:A", 0), ("2:o", 2),
        ("3:AC", 6), ("3:CA", 6), ("3:A", 3), ("3:AB", 0), ("3:ABC", 0), ("3:B", 0), ("3:2.5", 5),
        ("4:T", 2), ("4:F", 0), ("5:f", 2), ("5:T", 0), ("5:/", 1),
        ("6:BDAC", 4), ("6:BDCA", 2), ("6:ACDB", 0), ("6:o", 4),
        ("7:ABC", 2), ("7:ABD", 1), ("7:ACB", 0),
    ],
)  # fmt: skip
def test_scores(text, halves):
    (one,) = score(text).values()
    assert one.score == halves
    assert one.most == 2 * ITEMS[int(text[0]) - 1].points


def test_letters_are_kept_as_they_were_written():
    found = score("2:A 3:CA 4:t 6:BDCA 8:o")
    assert {n: one.given for n, one in found.items()} == {2: "A", 3: "AC", 4: "T", 6: "BDCA", 8: ""}
    assert found[3].options == 4


def test_letters_are_those_of_the_form():
    turned = form(*ITEMS[:2], orders=((2, (3, 2, 1, 0)),))
    assert score("2:C", on=turned)[2].score == 2
    assert score("2:B", on=turned)[2].score == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1:B", "item 1 has no letters to choose from: mark it o, x, / or -"),
        ("2:E", "item 2 has the letters A to D, not E"),
        ("2:AB", "item 2 has one right letter, but AB are given"),
        ("3:AA", "item 3: a letter is given twice: AA"),
        ("4:A", "item 4 is true or false: write T or F, o or x"),
        ("4:√", "item 4: is √ the answer or the mark?"),
        ("4:错", "item 4: is × the answer or the mark?"),
        ("6:ABC", "item 6 wants 4 letters, but ABC are given"),
        ("7:ABE", "item 7 has the letters A to D, not E"),
        ("1:1.2", "item 1: points go in halves, not 1.2"),
        ("1:2.5", "item 1 has 2 points, not 2.5"),
        ("1?", "item 1 has no mark yet: write 1:o? or the like"),
    ],
)
def test_marks_that_do_not_fit_are_refused(text, message):
    with pytest.raises(GradeError) as problem:
        score(text)
    assert str(problem.value) == message


def test_a_disputed_key_needs_no_mark():
    (one,) = score("1!").values()
    assert one.disputed
    assert one.score is None


def test_flags_are_added_to_what_was_graded_before():
    before = {one.item: one for one in score("1:x 2:B?").values()}
    found = score("1? 2!", before)
    assert (found[1].score, found[1].guessed, found[1].disputed) == (0, True, False)
    assert (found[2].given, found[2].guessed, found[2].disputed) == ("B", True, True)
    assert score("1+", before)[1].quick


def test_feedback_puts_the_confidently_wrong_first():
    found = score("1:o 2:A? 3:A 4:F 5:o? 6:BDAC! 7:- 8:x")
    kinds = [(one.kind, one.entry.number) for one in feedback(found.values(), FORM)]
    assert kinds == [
        ("confidently wrong", 4), ("confidently wrong", 8), ("wrong", 2), ("half", 3), ("disputed", 6), ("guessed", 5),
        ("not reached", 7), ("right", 1),
    ]  # fmt: skip
