"""Box-drawing characters half as wide as a hanzi, so that trees and tables in listings line up.

Chinese fixed-width fonts draw them as wide as a hanzi. Their shapes follow from their Unicode names, such as
`BOX DRAWINGS LIGHT DOWN AND RIGHT`: arms from the middle to a side, light or heavy. Double lines are drawn heavy,
dashes and arcs plain.
"""

from __future__ import annotations

import re
import unicodedata

WIDTH = 500
_MIDDLE = (WIDTH / 2, 500)
_TOP, _BOTTOM = -150, 1150
"""A little more than a line, in the units of `drawings`."""
_LIGHT, _HEAVY = 50, 110
_SIDES = {
    "LEFT": ("LEFT",), "RIGHT": ("RIGHT",), "UP": ("UP",), "DOWN": ("DOWN",),
    "HORIZONTAL": ("LEFT", "RIGHT"), "VERTICAL": ("UP", "DOWN"),
}  # fmt: skip
_WORDS = re.compile(r"LIGHT|HEAVY|DOUBLE|SINGLE|LEFT|RIGHT|UP|DOWN|HORIZONTAL|VERTICAL")


def _arms(name: str) -> dict[str, int]:
    """Return how thick each arm of a named character is (the weight may stand before or after its sides)."""
    weights = [_weight(word) for word in _WORDS.findall(name) if word not in _SIDES]
    arms: dict[str, int] = {}
    for part in re.split(r" AND ", name.removeprefix("BOX DRAWINGS ")):
        words = _WORDS.findall(part)
        own = [_weight(word) for word in words if word not in _SIDES]
        for side in (side for word in words for side in _SIDES.get(word, ())):
            arms[side] = own[0] if own else weights[0]
    return arms


def _weight(word: str) -> int:
    return _LIGHT if word in {"LIGHT", "SINGLE"} else _HEAVY


def _arm(side: str, width: int) -> str:
    (x, y), half = _MIDDLE, width / 2
    ends = {
        "LEFT": (0, y - half, x + half, y + half),
        "RIGHT": (x - half, y - half, WIDTH, y + half),
        "UP": (x - half, _TOP, x + half, y + half),
        "DOWN": (x - half, y - half, x + half, _BOTTOM),
    }
    left, top, right, bottom = ends[side]
    return f"M{left} {top}H{right}V{bottom}H{left}Z"


def _drawing(character: str) -> str:
    arms = _arms(unicodedata.name(character))
    return "".join(_arm(side, width) for side, width in arms.items())


BOXES = {character: path for character in map(chr, range(0x2500, 0x2580)) if (path := _drawing(character))}
