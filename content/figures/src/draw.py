"""Figures as SVG: boxes, arrows, labels and axes, written the same way every time (stdlib only).

A figure is a script beside this file with a function `figure() -> Drawing`; run by itself it writes
`content/figures/<name>.svg`. One unit is one CSS pixel: 454 of them are the 12 cm of a column.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FOLDER = Path(__file__).resolve().parents[1]
INK, GREY, LIGHT, PALE, WHITE = "#111", "#777", "#ccc", "#eee", "#fff"
DASHES = ("", "7 4", "2 3", "9 3 2 3", "12 5")
"""Dash patterns that tell curves apart without colour."""
Point = tuple[float, float]


def number(value: float) -> str:
    """Return a coordinate with at most two decimals and no trailing zeros."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


@dataclass(slots=True, kw_only=True)
class Drawing:
    """A picture under construction: elements are painted in the order they were added."""

    name: str
    """File name without its ending."""
    title: str
    """Alternate text."""
    width: float = 454
    height: float = 240
    parts: list[str] = field(default_factory=list)

    def add(self, tag: str, text: str = "", **attributes: float | str) -> None:
        """Add one element; `stroke_width` becomes `stroke-width`, and empty values are left out."""
        given = {key.replace("_", "-"): value for key, value in attributes.items() if value != ""}
        shown = "".join(f' {key}="{v if isinstance(v, str) else number(v)}"' for key, v in given.items())
        self.parts.append(f"<{tag}{shown}>{escape(text)}</{tag}>" if text else f"<{tag}{shown}/>")

    def line(self, a: Point, b: Point, *, width: float = 1.2, dash: str = "", stroke: str = INK) -> None:
        """Draw a straight line."""
        self.add("line", x1=a[0], y1=a[1], x2=b[0], y2=b[1], stroke=stroke, stroke_width=width, stroke_dasharray=dash)

    def path(
        self,
        points: Sequence[Point],
        *,
        width: float = 1.8,
        dash: str = "",
        stroke: str = INK,
        fill: str = "none",
        closed: bool = False,
    ) -> None:
        """Draw straight lines from point to point."""
        steps = " L".join(f"{number(x)} {number(y)}" for x, y in points)
        end = " Z" if closed else ""
        self.add(
            "path",
            d=f"M{steps}{end}",
            fill=fill,
            stroke=stroke,
            stroke_width=width,
            stroke_dasharray=dash,
            stroke_linejoin="round",
        )

    def arrow(self, *points: Point, width: float = 1.2, dash: str = "", stroke: str = INK) -> None:
        """Draw a line through the points with a head at the last one."""
        (x0, y0), (x1, y1) = points[-2:]
        length = math.hypot(x1 - x0, y1 - y0) or 1.0
        ux, uy = (x1 - x0) / length, (y1 - y0) / length
        foot = (x1 - 7 * ux, y1 - 7 * uy)
        self.path([*points[:-1], foot], width=width, dash=dash, stroke=stroke)
        wings = [(foot[0] - 3.2 * uy, foot[1] + 3.2 * ux), (x1, y1), (foot[0] + 3.2 * uy, foot[1] - 3.2 * ux)]
        self.path(wings, width=0.5, stroke=stroke, fill=stroke, closed=True)

    def text(
        self,
        at: Point,
        text: str,
        *,
        size: float = 12,
        anchor: str = "middle",
        fill: str = INK,
        weight: str = "",
        italic: bool = False,
    ) -> None:
        """Write one line whose baseline starts, has its middle or ends at a point; italic is for symbols, in serif."""
        self.add(
            "text",
            text,
            x=at[0],
            y=at[1],
            font_size=max(size, 11),
            text_anchor=anchor,
            fill=fill,
            font_weight=weight,
            font_style="italic" if italic else "",
            font_family="serif" if italic else "sans-serif",
        )

    def math(self, at: Point, text: str, *, size: float = 13, anchor: str = "middle") -> None:
        """Write a symbol in italic serif."""
        self.text(at, text, size=size, anchor=anchor, italic=True)

    def box(
        self,
        at: Point,
        size: Point,
        *lines: str,
        fill: str = WHITE,
        stroke: str = INK,
        dash: str = "",
        font: float = 12,
        radius: float = 4,
    ) -> None:
        """Draw a rectangle (upper left corner, width and height) with lines of text in its middle."""
        (x, y), (w, h) = at, size
        self.add(
            "rect",
            x=x,
            y=y,
            width=w,
            height=h,
            rx=radius,
            fill=fill,
            stroke=stroke,
            stroke_width=1.2,
            stroke_dasharray=dash,
        )
        step = font * 1.3
        first = y + h / 2 + font * 0.36 - step * (len(lines) - 1) / 2
        for index, line in enumerate(lines):
            self.text((x + w / 2, first + index * step), line, size=font)

    def circle(self, at: Point, radius: float, text: str = "", *, fill: str = WHITE, font: float = 12) -> None:
        """Draw a circle with one line of text in it."""
        self.add("circle", cx=at[0], cy=at[1], r=radius, fill=fill, stroke=INK, stroke_width=1.2)
        if text:
            self.text((at[0], at[1] + font * 0.36), text, size=font)

    def svg(self) -> str:
        """Return the whole file."""
        size = f'width="{number(self.width)}" height="{number(self.height)}"'
        box = f'viewBox="0 0 {number(self.width)} {number(self.height)}"'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" {box} {size} role="img">'
        return "\n  ".join([head, f"<title>{escape(self.title)}</title>", *self.parts]) + "\n</svg>\n"

    def save(self) -> None:
        """Write the file into `content/figures`."""
        (FOLDER / f"{self.name}.svg").write_text(self.svg(), encoding="utf-8", newline="\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Axes:
    """A frame with scales: `at` is its upper left corner, `size` its width and height in the drawing."""

    drawing: Drawing
    at: Point
    size: Point
    x: Point
    """Smallest and largest value shown."""
    y: Point

    def place(self, x: float, y: float) -> Point:
        """Return where a point of the data lies in the drawing."""
        right = (x - self.x[0]) / (self.x[1] - self.x[0])
        up = (y - self.y[0]) / (self.y[1] - self.y[0])
        return self.at[0] + right * self.size[0], self.at[1] + (1 - up) * self.size[1]

    def frame(
        self, *, xticks: Sequence[float] = (), yticks: Sequence[float] = (), xlabel: str = "", ylabel: str = ""
    ) -> None:
        """Draw the left and lower axis with ticks; the y label stands above the left axis."""
        left, top = self.at
        right, bottom = left + self.size[0], top + self.size[1]
        self.drawing.path([(left, top), (left, bottom), (right, bottom)], width=1.1, stroke=GREY)
        for value in xticks:
            x, _ = self.place(value, self.y[0])
            self.drawing.line((x, bottom), (x, bottom + 4), stroke=GREY)
            self.drawing.text((x, bottom + 16), f"{value:g}", size=11)
        for value in yticks:
            _, y = self.place(self.x[0], value)
            self.drawing.line((left - 4, y), (left, y), stroke=GREY)
            self.drawing.text((left - 7, y + 4), f"{value:g}", size=11, anchor="end")
        if xlabel:
            self.drawing.text((left + self.size[0] / 2, bottom + 32), xlabel)
        if ylabel:
            self.drawing.text((left - 4, top - 8), ylabel, anchor="start")

    def curve(
        self,
        function: Callable[[float], float],
        *,
        dash: str = "",
        width: float = 1.8,
        stroke: str = INK,
        steps: int = 160,
    ) -> None:
        """Draw a function over the whole x range; what lies above or below the frame is left out."""
        low, high = self.x
        values = [low + (high - low) * i / steps for i in range(steps + 1)]
        run: list[Point] = []
        for x in values:
            y = function(x)
            if self.y[0] <= y <= self.y[1]:
                run.append(self.place(x, y))
            elif run:
                self.drawing.path(run, dash=dash, width=width, stroke=stroke)
                run = []
        if len(run) > 1:
            self.drawing.path(run, dash=dash, width=width, stroke=stroke)

    def note(self, x: float, y: float, text: str, *, anchor: str = "start", size: float = 12) -> None:
        """Write beside a point of the data."""
        px, py = self.place(x, y)
        self.drawing.text((px, py), text, size=size, anchor=anchor)
