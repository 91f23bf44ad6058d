"""A card is dated by its content: what did not change keeps its date, what did is newer than before."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.model.bank import EntryId
from generator.model.deck import EPOCH
from generator.store.dates import date_cards, date_faces
from generator.store.lock import read_lock, write_lock
from generator.store.records import Lock, Record

ONE, TWO = EntryId("a" * 12), EntryId("b" * 12)
LOCK = Lock(records=(Record(id=ONE, prompt="甲", path="a.md"), Record(id=TWO, prompt="乙", path="a.md")))
DIGESTS = st.sampled_from(["0" * 12, "1" * 12, "2" * 12])


def test_first_deck_is_dated_alike_everywhere():
    lock, dates = date_cards(LOCK, {ONE: "0" * 12}, now=99)
    assert dates == {ONE: EPOCH}
    assert [record.card is None for record in lock.records] == [False, True]


def test_only_what_changed_is_new():
    lock, _ = date_cards(LOCK, {ONE: "0" * 12, TWO: "1" * 12}, now=99)
    lock, dates = date_cards(lock, {ONE: "0" * 12, TWO: "2" * 12}, now=EPOCH + 500)
    assert dates == {ONE: EPOCH, TWO: EPOCH + 500}
    same, again = date_cards(lock, {ONE: "0" * 12, TWO: "2" * 12}, now=EPOCH + 900)
    assert (same, again) == (lock, dates)


@given(st.lists(st.tuples(DIGESTS, st.integers(0, 2**33)), min_size=1, max_size=6))
def test_a_changed_card_is_always_newer_even_with_a_wrong_clock(history):
    lock, last = LOCK, None
    for digest, now in history:
        lock, dates = date_cards(lock, {ONE: digest}, now=now)
        if last:
            assert (dates[ONE] > last[1]) == (digest != last[0])
            assert (dates[ONE] == last[1]) == (digest == last[0])
        last = (digest, dates[ONE])
        assert read_lock(write_lock(lock))[0] == lock


def test_faces():
    lock, first = date_faces(LOCK, "0" * 12, now=EPOCH + 5)
    assert first == EPOCH
    assert date_faces(lock, "0" * 12, now=EPOCH + 9) == (lock, EPOCH)
    newer, second = date_faces(lock, "1" * 12, now=EPOCH + 9)
    assert second == EPOCH + 9
    assert len(newer.comments) == 1
    assert read_lock(write_lock(newer))[0] == newer


def test_a_damaged_date_is_forgotten_not_fatal():
    lock, _ = date_cards(LOCK, {ONE: "0" * 12}, now=1)
    torn = write_lock(lock).replace("0" * 12 + "@", "0" * 12)
    got, _ = read_lock(torn)
    assert got.records[0].card is None
    assert got.records[0].prompt == "甲"
