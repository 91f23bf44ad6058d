"""Our own little drawings of the emoji that study notes use, black on white.

A drawing is an SVG path in a square of 1000 × 1000 (y downwards), filled by the non-zero rule: solid parts
run clockwise, holes anticlockwise.
"""

from __future__ import annotations

import math
from itertools import pairwise


def _disc(x: float, y: float, radius: float) -> str:
    return f"M{x - radius} {y}a{radius} {radius} 0 0 1 {2 * radius} 0a{radius} {radius} 0 0 1 {-2 * radius} 0Z"


def _hole(x: float, y: float, radius: float) -> str:
    return f"M{x - radius} {y}a{radius} {radius} 0 0 0 {2 * radius} 0a{radius} {radius} 0 0 0 {-2 * radius} 0Z"


def _ring(x: float, y: float, radius: float, width: float) -> str:
    return _disc(x, y, radius) + _hole(x, y, radius - width)


def _box(x: float, y: float, width: float, height: float) -> str:
    return f"M{x} {y}h{width}v{height}h{-width}Z"


def _gap(x: float, y: float, width: float, height: float) -> str:
    return f"M{x} {y}v{height}h{width}v{-height}Z"


def _frame(x: float, y: float, width: float, height: float, line: float) -> str:
    return _box(x, y, width, height) + _gap(x + line, y + line, width - 2 * line, height - 2 * line)


def _line(*points: tuple[float, float], width: float = 110) -> str:
    """Return a thick line through points, with square joints covered by discs."""
    strokes = [_stroke(a, b, width) for a, b in pairwise(points)]
    return "".join([*strokes, *(_disc(x, y, width / 2) for x, y in points)])


def _stroke(start: tuple[float, float], end: tuple[float, float], width: float) -> str:
    across, down = end[0] - start[0], end[1] - start[1]
    scale = width / 2 / math.hypot(across, down)
    dx, dy = round(-down * scale, 1), round(across * scale, 1)
    corners = ((start, -1), (end, -1), (end, 1), (start, 1))
    return "M" + "L".join(f"{x + side * dx} {y + side * dy}" for (x, y), side in corners) + "Z"


def _turned(degrees: int, *points: tuple[float, float]) -> str:
    """Return a polygon turned about the centre of the square."""
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    turned = (
        (500 + (x - 500) * cosine - (y - 500) * sine, 500 + (x - 500) * sine + (y - 500) * cosine) for x, y in points
    )
    return "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in turned) + "Z"


_STAR = "M500 60L618 375L955 390L692 600L782 925L500 740L218 925L308 600L45 390L382 375Z"
_CROSS = _line((190, 190), (810, 810), width=150) + _line((810, 190), (190, 810), width=150)
_CHECK = _line((170, 540), (410, 780), (840, 250), width=140)
_SPARK = "M{0} {1}l70 {2}l{2} 70l-{2} 70l-70 {2}l-70 -{2}l-{2} -70l{2} -70Z"
_ARROW = ((80, 410), (520, 410), (520, 170), (930, 500), (520, 830), (520, 590), (80, 590))
_HAND = (
    (70, 330), (330, 330), (480, 270), (520, 330), (440, 400), (900, 400), (950, 450), (900, 510), (560, 510),
    (560, 740), (500, 800), (330, 800), (250, 740), (70, 740),
)  # fmt: skip
_DIAMOND = "M500 {0}L{1} 500L500 {1}L{0} 500Z"
_BANG = "M410 80h180l-40 560h-100Z" + _disc(500, 820, 95)
_QUERY = (
    "M250 330C250 150 370 70 510 70C660 70 770 170 770 310C770 480 590 500 580 660H440C440 470 610 430 610 320"
    "C610 250 570 210 510 210C440 210 410 260 410 330Z"
) + _disc(510, 830, 95)
_FACE = _ring(500, 500, 440, 70) + _disc(350, 400, 60) + _disc(650, 400, 60)
_SMILE = "M260 560H740C720 700 620 780 500 780C380 780 280 700 260 560Z"
_MAGNIFIER = _ring(420, 420, 330, 90) + _line((680, 680), (900, 900), width=130)
_BULB = (
    "M500 50C310 50 180 190 180 360C180 470 240 540 290 610C320 650 340 690 345 730H655"
    "C660 690 680 650 710 610C760 540 820 470 820 360C820 190 690 50 500 50Z"
) + _box(355, 770, 290, 60) + _box(385, 865, 230, 75)  # fmt: skip
_FLAME = (
    "M520 40C560 200 780 330 800 600C810 800 680 950 500 950C320 950 190 820 200 630C205 500 290 430 320 320"
    "C370 370 395 410 400 470C470 360 530 220 520 40Z"
    "M510 560C500 640 400 680 400 780C400 850 445 890 500 890C560 890 605 850 605 780C605 700 540 650 510 560Z"
)
_BOOK = _frame(80, 200, 400, 620, 60) + _frame(520, 200, 400, 620, 60) + _box(440, 790, 120, 90)
_PAGE = _frame(170, 60, 660, 880, 70) + "".join(_box(300, y, 400, 60) for y in (270, 430, 590, 740))
_PIN = _disc(500, 330, 270) + "M300 500L500 950L700 500Z" + _hole(500, 330, 110)
_CLOCK = _ring(500, 500, 440, 80) + _line((500, 240), (500, 520), (680, 620), width=80)
_CHART = _line((120, 100), (120, 880), (920, 880), width=70)
_HEART = (
    "M500 920C200 700 60 530 60 340C60 190 170 90 300 90C390 90 460 140 500 210C540 140 610 90 700 90"
    "C830 90 940 190 940 340C940 530 800 700 500 920Z"
)
_THUMB = (
    "M90 440H270V900H90ZM330 450L470 90C590 90 620 170 600 260L570 400H830C900 400 930 460 915 520L840 820"
    "C825 870 790 900 740 900H420L330 850Z"
)
_RING = _ring(500, 500, 430, 90)
_FRAME = _frame(110, 110, 780, 780, 80)
_SMALL_CHECK = _line((310, 520), (450, 660), (700, 350), width=90)
"""Colours are told apart by what is inside: paper is often printed in grey."""
_PICTURES = (
    ("⭐🌟", _STAR),
    ("✨🎉", _SPARK.format(400, 160, 190) + _SPARK.format(760, 560, 90)),
    ("⚠", "M500 70L960 900H40ZM455 380L475 660H525L545 380Z" + _hole(500, 760, 50)),
    ("❌✖❎", _CROSS),
    ("✔✅☑", _CHECK),
    ("⚡", "M620 30L180 560H450L360 970L820 400H540Z"),
    ("🔥", _FLAME),
    ("💡", _BULB),
    ("❗❕", _BANG),
    ("❓❔", _QUERY),
    ("👉", _turned(0, *_HAND)),
    ("👇", _turned(90, *_HAND)),
    ("👈", _turned(180, *_HAND)),
    ("👆☝", _turned(270, *_HAND)),
    ("➡", _turned(0, *_ARROW)),
    ("⬇", _turned(90, *_ARROW)),
    ("⬅", _turned(180, *_ARROW)),
    ("⬆", _turned(270, *_ARROW)),
    ("📌📍", _PIN),
    ("📝📄📃📋📜", _PAGE),
    ("✏🖊🖋", "M80 920L140 690L690 140L860 310L310 860ZM740 90L800 40L960 200L910 260Z"),
    ("📖📚📕📗📘📙📓📔📒", _BOOK),
    ("🎯", _ring(500, 500, 450, 90) + _ring(500, 500, 270, 90) + _disc(500, 500, 100)),
    ("🔑🗝", _ring(280, 500, 230, 90) + _box(490, 450, 460, 100) + _box(760, 540, 80, 150)),
    ("🔒🔐🔓", _box(180, 450, 640, 480) + "M270 450V300A230 230 0 0 1 730 300V450H630V300A130 130 0 0 0 370 300V450Z"),
    ("🔗📎", _ring(330, 500, 250, 80) + _ring(670, 500, 250, 80)),
    ("🔍🔎", _MAGNIFIER),
    ("🚀", "M500 30C680 190 720 420 680 680H320C280 420 320 190 500 30ZM260 560L150 850L330 760ZM740 560L850 850"
     "L670 760ZM430 740H570L500 960Z" + _hole(500, 360, 80)),
    ("💬🗨", "M100 120H900V700H480L250 920V700H100ZM170 190V630H830V190Z"),
    ("⏰⏱⏲🕐", _CLOCK),
    ("👍", _THUMB),
    ("❤💖🧡💛💚💙💜", _HEART),
    ("🏆", "M250 90H750V400A250 250 0 0 1 560 640V800H720V910H280V800H440V640A250 250 0 0 1 250 400Z"),
    ("🚫⛔", _ring(500, 500, 450, 110) + _line((230, 230), (770, 770), width=110)),
    ("➕", _box(120, 430, 760, 140) + _box(430, 120, 140, 760)),
    ("➖", _box(120, 430, 760, 140)),
    ("🔴⚫", _disc(500, 500, 420)),
    ("⚪⭕", _RING),
    ("🟢", _RING + _SMALL_CHECK),
    ("🟡", _RING + _disc(500, 500, 150)),
    ("🟠", _RING + _box(460, 100, 80, 800) + _box(100, 460, 800, 80)),
    ("🔵", _RING + _box(460, 100, 80, 800)),
    ("🟣🟤", _RING + _box(100, 460, 800, 80)),
    ("🟥⬛", _box(110, 110, 780, 780)),
    ("⬜🔲🔳", _FRAME),
    ("🟩", _FRAME + _SMALL_CHECK),
    ("🟨", _FRAME + _disc(500, 500, 150)),
    ("🟧", _FRAME + _box(460, 150, 80, 700) + _box(150, 460, 700, 80)),
    ("🟦", _FRAME + _box(460, 150, 80, 700)),
    ("🟪🟫", _FRAME + _box(150, 460, 700, 80)),
    ("🔶🔷", _DIAMOND.format(60, 940)),
    ("🔸🔹", _DIAMOND.format(240, 760)),
    ("🔺", "M500 120L930 860H70Z"),
    ("🔻", "M70 140H930L500 880Z"),
    ("📈", _CHART + _line((240, 700), (430, 500), (570, 600), (860, 220), width=80)),
    ("📉", _CHART + _line((240, 220), (430, 480), (570, 400), (860, 720), width=80)),
    ("📊", _CHART + _box(230, 520, 140, 290) + _box(450, 260, 140, 550) + _box(670, 400, 140, 410)),
    ("🔄🔁", "M500 80A420 420 0 1 1 100 380L210 410A310 310 0 1 0 500 190V330L240 140L500 -50Z"),
    ("ℹ", _disc(500, 190, 100) + "M360 380H590V800H680V900H340V800H430V470H360Z"),
    ("💻🖥", _frame(170, 140, 660, 500, 70) + "M60 720H940L900 860H100Z"),
    ("📅📆🗓", _frame(110, 160, 780, 760, 70) + _box(110, 160, 780, 230) + _box(270, 70, 90, 160)
     + _box(640, 70, 90, 160)),
    ("🙂😀😃😄😁😊😆😂🤣", _FACE + _SMILE),
    ("😐🤔😅", _FACE + _box(300, 630, 400, 70)),
    ("😭😢😞🙁😔😱", _FACE + "M280 760C320 620 410 570 500 570C590 570 680 620 720 760H640C610 680 560 650 500 650"
     "C440 650 390 680 360 760Z"),
)  # fmt: skip

DRAWINGS: dict[str, str] = {character: path for characters, path in _PICTURES for character in characters}
