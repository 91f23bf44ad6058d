"""Random choices as keyed ranks: the same seed gives the same paper on every Python, whatever else changes.

Scheme 1 (EXAMS.md, section 3): length-prefixed NFC UTF-8 fields are hashed with SHA-256; the digest keys a
SHA-256 counter stream of 64-bit words; draws sort by hash. Nothing here depends on floats, `random`, `hash()`
or the order of a set. A changed algorithm is a new scheme with a number of its own.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from typing import TYPE_CHECKING, TypeVar

from generator.diagnostics import StudypressError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

SCHEME = 1
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Base 32 after Crockford: no I, L, O, U."""

_SEED_LENGTH = 8
_LOOKALIKES = str.maketrans("OIL", "011")
_WORD = 1 << 64

T = TypeVar("T")
Field = str | int


def digest(*path: Field) -> bytes:
    """Return the SHA-256 of a path of fields; no two paths run into the same bytes."""
    fields = (unicodedata.normalize("NFC", str(field)).encode() for field in (f"scheme{SCHEME}", *path))
    return hashlib.sha256(b"".join(len(field).to_bytes(4, "big") + field for field in fields)).digest()


class Stream:
    """An endless, reproducible source of uniform integers, one per path of fields."""

    def __init__(self, *path: Field) -> None:
        self._key = digest(*path)
        self._count = 0
        self._words: list[int] = []

    def word(self) -> int:
        """Return the next 64-bit word."""
        if not self._words:
            block = hashlib.sha256(self._key + self._count.to_bytes(8, "big")).digest()
            self._words = [int.from_bytes(block[i : i + 8], "big") for i in (24, 16, 8, 0)]
            self._count += 1
        return self._words.pop()

    def below(self, n: int) -> int:
        """Return an integer of [0, n), exactly uniform (rejection sampling).

        Raises:
            ValueError: If `n` is not in 1 .. 2**64.
        """
        if not 1 <= n <= _WORD:
            raise ValueError(f"cannot draw below {n}")
        limit = _WORD - _WORD % n
        while (value := self.word()) >= limit:
            pass
        return value % n

    def shuffle(self, values: Sequence[T]) -> tuple[T, ...]:
        """Return the values in random order (Fisher-Yates, from the end)."""
        out = list(values)
        for i in range(len(out) - 1, 0, -1):
            j = self.below(i + 1)
            out[i], out[j] = out[j], out[i]
        return tuple(out)


def rank(*path: Field, tickets: int = 1) -> int:
    """Return the keyed rank of a path: small comes first.

    With several tickets it is the least of as many ranks, so that sorting by rank draws without
    replacement in proportion to the tickets (Efraimidis and Spirakis 2006, in integers).
    """
    return min(int.from_bytes(digest(*path, ticket), "big") for ticket in range(tickets))


def ordered(names: Iterable[str], *path: Field, tickets: Mapping[str, int] | None = None) -> tuple[str, ...]:
    """Return names by keyed rank; those with no ticket (0) are left out, those not in `tickets` have one."""
    weights = tickets or {}
    ranks = {name: rank(*path, name, tickets=weights.get(name, 1)) for name in names if weights.get(name, 1) > 0}
    return tuple(sorted(ranks, key=lambda name: (ranks[name], name)))


def base32(data: bytes, length: int) -> str:
    """Return the first `length` base-32 letters of data, 5 bits each."""
    bits = int.from_bytes(data, "big") >> (len(data) * 8 - length * 5)
    return "".join(ALPHABET[bits >> (5 * i) & 31] for i in reversed(range(length)))


def fresh_seed() -> str:
    """Return a new seed of 40 random bits, short enough to type."""
    return "".join(secrets.choice(ALPHABET) for _ in range(_SEED_LENGTH))


def sample_seed(bank_digest: str) -> str:
    """Return the seed of a bank's sample quiz: the same for the same bank."""
    return base32(digest("sample", bank_digest), _SEED_LENGTH)


def read_seed(text: str) -> str:
    """Return a seed as typed: in capitals, and in a seed of our own making O read as 0, I and L as 1.

    Raises:
        StudypressError: If it is not 1 to 32 letters, digits or hyphens (it becomes part of a file name).
    """
    seed = unicodedata.normalize("NFKC", text).strip().upper()
    if not 1 <= len(seed) <= 32 or not all(char.isascii() and (char.isalnum() or char == "-") for char in seed):
        raise StudypressError(f"{text!r} is not a seed", "give 1 to 32 Latin letters, digits or hyphens")
    ours = seed.translate(_LOOKALIKES)
    return ours if len(seed) == _SEED_LENGTH and set(ours) <= set(ALPHABET) else seed
