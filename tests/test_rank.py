"""Keyed ranks: frozen by golden vectors, uniform by chi-square, stable under edits of the bank."""

import subprocess
import sys
from collections import Counter
from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import StudypressError
from generator.transforms.rank import (
    ALPHABET,
    Stream,
    base32,
    digest,
    fresh_seed,
    ordered,
    rank,
    read_seed,
    sample_seed,
)

NAMES = st.lists(st.text(min_size=1, max_size=6), unique=True, max_size=12)


def chi_square(counts: Counter, cells: int) -> float:
    expected = counts.total() / cells
    seen = sum((count - expected) ** 2 / expected for count in counts.values())
    return seen + expected * (cells - len(counts))


def test_golden_vectors_of_scheme_1():
    """These never change: a paper drawn today must be drawn the same in ten years."""
    assert digest("a", "b").hex() == "bf084d6ef1db6631da3c889317460bbb35019e2afa30318e7269299cf16f305f"
    stream = Stream("golden")
    assert [stream.word() for _ in range(5)] == [
        2561264131318809497,
        8498113006452188344,
        13324725357268984791,
        1753787298532148142,
        836848171564992961,
    ]
    stream = Stream("golden")
    assert [stream.below(10) for _ in range(12)] == [7, 4, 1, 2, 1, 1, 1, 8, 0, 9, 4, 4]
    assert Stream("golden", "q1").shuffle("ABCDE") == ("D", "B", "E", "A", "C")
    names = [f"q{i}" for i in range(50)]
    assert ordered(names, "golden", "draw")[:5] == ("q45", "q21", "q20", "q32", "q10")
    weighted = ordered(names, "golden", "draw", tickets={"q7": 200, "q0": 0})
    assert weighted[:5] == ("q7", "q45", "q21", "q20", "q32")
    assert "q0" not in weighted
    assert sample_seed("abc") == "ZG42CGNV"


def test_ranks_do_not_depend_on_the_process():
    code = "from generator.transforms.rank import ordered; print(ordered(map(str, range(30)), 's'))"
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
    assert outputs == {f"{ordered(map(str, range(30)), 's')}\n"}


def test_fields_are_length_prefixed_and_normalised():
    assert digest("ab") != digest("a", "b") != digest("", "ab")
    assert digest("a", "") != digest("a")
    assert digest("e\u0301") == digest("\u00e9")
    assert digest(7) == digest("7")


def test_shuffles_are_uniform():
    orders = Counter(Stream("s", i).shuffle("ABCD") for i in range(12_000))
    assert set(orders) == set(permutations("ABCD"))
    assert chi_square(orders, 24) < 49.7  # p = 0.001 at 23 degrees of freedom


def test_neighbouring_streams_are_independent():
    places = [Stream("s", f"item {i}").shuffle("ABCD").index("A") for i in range(12_000)]
    assert chi_square(Counter(pairwise(places)), 16) < 37.7  # df 15
    other = [Stream("s", f"item {i}", "B").shuffle("ABCD").index("A") for i in range(12_000)]
    assert chi_square(Counter(zip(places, other, strict=True)), 16) < 37.7


@pytest.mark.parametrize("n", [3, 7, 10])
def test_below_is_uniform(n):
    stream = Stream("below", n)
    assert chi_square(Counter(stream.below(n) for _ in range(10_000)), n) < 27.9  # df <= 9


def test_below_rejects_the_uneven_tail(monkeypatch):
    """3 * 2**62 divides [0, 2**64) unevenly: a word in the last quarter must be drawn again."""
    stream = Stream("tail")
    words = iter([(1 << 64) - 1, 3 << 62, 5])
    monkeypatch.setattr(stream, "word", lambda: next(words))
    assert stream.below(3 << 62) == 5


@pytest.mark.parametrize("n", [0, -1, (1 << 64) + 1])
def test_below_wants_a_range_it_can_draw_from(n):
    with pytest.raises(ValueError, match="cannot draw below"):
        Stream("s").below(n)


def test_the_whole_word_is_a_range():
    assert Stream("golden").below(1 << 64) == 2561264131318809497


def test_tickets_weigh_as_they_say():
    first = Counter(ordered(["light", "heavy"], "s", i, tickets={"heavy": 3})[0] for i in range(8_000))
    assert abs(first["heavy"] / 8_000 - 0.75) < 0.02


def test_one_more_ticket_only_moves_a_name_forward():
    assert all(rank("s", "x", tickets=n + 1) <= rank("s", "x", tickets=n) for n in range(1, 20))


@given(NAMES, st.text(max_size=4), st.integers(0, 12))
def test_one_more_name_changes_at_most_one_of_the_drawn(names, seed, count):
    if not names:
        return
    before = set(ordered(names[1:], seed)[:count])
    after = set(ordered(names, seed)[:count])
    assert len(before - after) <= 1
    assert after - before <= {names[0]}


@given(NAMES, st.text(max_size=4))
def test_order_of_the_bank_does_not_matter(names, seed):
    assert ordered(names, seed) == ordered(reversed(names), seed)
    assert sorted(ordered(names, seed)) == sorted(names)


@given(st.lists(st.integers()), st.text(max_size=4))
def test_shuffle_permutes(values, seed):
    assert sorted(Stream(seed).shuffle(values)) == sorted(values)


@given(st.binary(min_size=8, max_size=32), st.integers(1, 12))
def test_base32_spells_the_first_bits(data, length):
    text = base32(data, length)
    value = int.from_bytes(data, "big") >> (8 * len(data) - 5 * length)
    spelled = 0
    for letter in text:
        spelled = spelled * 32 + ALPHABET.index(letter)
    assert (len(text), spelled) == (length, value)


def test_alphabet_has_no_letters_that_look_alike():
    assert len(set(ALPHABET)) == 32
    assert not set("OILU") & set(ALPHABET)


def test_fresh_seeds_are_short_new_and_survive_typing():
    seeds = {fresh_seed() for _ in range(50)}
    assert len(seeds) == 50
    for seed in seeds:
        assert len(seed) == 8
        assert read_seed(f" {seed.lower()} ") == seed
        assert read_seed(seed.replace("0", "O").replace("1", "l")) == seed


@pytest.mark.parametrize(("typed", "seed"), [("42", "42"), ("midterm-1", "MIDTERM-1"), ("ａｂ", "AB"), ("OIL", "OIL")])
def test_seeds_of_the_users_own(typed, seed):
    assert read_seed(typed) == seed


@pytest.mark.parametrize("typed", ["", "  ", "a/b", "..", "a b", "种子", "x" * 33])
def test_seeds_that_cannot_stand_in_a_file_name(typed):
    with pytest.raises(StudypressError, match="is not a seed"):
        read_seed(typed)
