"""How alike two texts are: folded prompts, short ids, sketches of answers."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections import Counter
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

ID_LENGTH = 12
"""Base-32 characters of an id: 60 bits, so that 100,000 entries collide with probability 4e-9."""

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff"))
_PUNCTUATION = dict.fromkeys(map(ord, ",?!;:()[]{}\"'`。、《》【】「」『』〈〉“”‘’—–·…~"), " ")
_IDLE_BLANK = re.compile(r"(?<![a-z0-9]) | (?![a-z0-9])")

_BUCKETS = 24
_BLANK = "-"
_BAND = 4
_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
_DIGEST_LENGTH = 8
_ENOUGH = 8
"""Filled buckets below which a sketch (an answer of a word or two) proves nothing."""

_COMPARED = 400
"""Characters of a prompt that are compared in order; beyond it only the bigrams count."""


def fold(text: str) -> str:
    """Return a text without what readers do not see as different.

    Width, case, punctuation and blanks go (but for a blank between two Latin words or numbers). Ids rest on
    this function: a change here gives every entry of a project without study.lock a new id.
    """
    wide = unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).casefold()
    words = " ".join(wide.translate(_PUNCTUATION).split()).rstrip(".")
    return _IDLE_BLANK.sub("", words)


def fold_prompt(text: str) -> str:
    """Return the folded text, or the bare text where nothing else is left (a prompt of `？！`)."""
    return fold(text) or " ".join(text.split())


@lru_cache(maxsize=1 << 12)
def fold_section(section: tuple[str, ...]) -> str:
    """Return headings as one comparable text."""
    return "\x1e".join(fold(heading) for heading in section if heading.strip())


def short_id(*parts: str) -> str:
    """Return the id that these parts always have."""
    return _base32("\x1f".join(parts), ID_LENGTH)


def _base32(text: str, length: int) -> str:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    return base64.b32encode(digest).decode("ascii").lower()[:length]


def bigrams(folded: str) -> Counter[str]:
    """Return the pairs of neighbouring characters, each as often as it occurs."""
    if len(folded) < 2:
        return Counter((folded,) if folded else ())
    return Counter(map("".join, pairwise(folded)))


def sign(text: str) -> str:
    """Return `digest-sketch` of an answer, or nothing for an empty one.

    The sketch is a one-permutation MinHash (Li, Owen and Zhang 2012) of the folded text's bigrams: 24 buckets,
    five bits of the smallest hash in each, `-` for an empty bucket.
    """
    folded = fold(text) or text.strip()
    if not folded:
        return ""
    smallest: dict[int, tuple[int, str]] = {}
    for pair in bigrams(folded):
        bucket, rank = _place(pair)
        if bucket not in smallest or rank < smallest[bucket]:
            smallest[bucket] = rank
    sketch = "".join(smallest[i][1] if i in smallest else _BLANK for i in range(_BUCKETS))
    return f"{_base32(folded, _DIGEST_LENGTH)}-{sketch}"


@lru_cache(maxsize=1 << 18)
def _place(pair: str) -> tuple[int, tuple[int, str]]:
    number = int.from_bytes(hashlib.blake2b(pair.encode("utf-8", "surrogatepass"), digest_size=8).digest())
    rest, bucket = divmod(number, _BUCKETS)
    return bucket, (rest >> 5, _ALPHABET[rest & 31])


def same_answer(one: str, other: str) -> float | None:
    """Return the estimated share of bigrams two signed answers have in common; None where it cannot be told."""
    left, right = one[_DIGEST_LENGTH + 1 :], other[_DIGEST_LENGTH + 1 :]
    if min(len(left) - left.count(_BLANK), len(right) - right.count(_BLANK)) < _ENOUGH:
        return None
    if one == other:
        return 1.0
    used = [(a, b) for a, b in zip(left, right, strict=False) if (a, b) != (_BLANK, _BLANK)]
    chance = 1 / len(_ALPHABET)
    share = sum(a == b for a, b in used) / len(used)
    return max(0.0, (share - chance) / (1 - chance))


def bands(signature: str) -> tuple[str, ...]:
    """Return the digest and pieces of a sketch; answers that are much alike share at least one of them."""
    digest, sketch = signature[:_DIGEST_LENGTH], signature[_DIGEST_LENGTH + 1 :]
    pieces = (f"{i:02}{sketch[i : i + _BAND]}" for i in range(0, len(sketch) - _BAND + 1, 2))
    return (digest, *(piece for piece in pieces if piece.count(_BLANK) <= 1)) if sketch else ()


def dice(one: Counter[str], other: Counter[str]) -> float:
    """Return the Sørensen-Dice coefficient of two bags of bigrams."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def same_prompt(one: str, other: str, overlap: float) -> float:
    """Return the likeness of two folded prompts: mean of bigram `overlap` and of what stands in order."""
    if max(len(one), len(other)) > _COMPARED:
        return overlap
    return (overlap + SequenceMatcher(None, one, other, autojunk=False).ratio()) / 2
