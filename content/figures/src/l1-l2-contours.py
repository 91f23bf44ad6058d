"""A quadratic loss under the two constraints: the L1 ball is touched at a corner, the L2 ball off the axes."""

from itertools import pairwise
from math import cos, pi, sin, sqrt

from draw import PALE, Axes, Drawing, Point

BEST = (0.55, 1.5)
"""Minimum of the loss without a constraint."""
CURVATURE = (1.0, 1.6)


def loss(w: Point) -> float:
    """Return the quadratic loss."""
    return sum(a * (x - b) ** 2 for a, x, b in zip(CURVATURE, w, BEST, strict=True))


def diamond() -> list[Point]:
    """Return the border of the L1 ball of radius one."""
    corners = [(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0), (1.0, 0.0)]
    sides = pairwise(corners)
    return [(a[0] + (b[0] - a[0]) * i / 200, a[1] + (b[1] - a[1]) * i / 200) for a, b in sides for i in range(200)]


def circle() -> list[Point]:
    """Return the border of the L2 ball of radius one."""
    return [(cos(pi * i / 400), sin(pi * i / 400)) for i in range(800)]


def contour(level: float) -> list[Point]:
    """Return the ellipse on which the loss has the given value."""
    rx, ry = (sqrt(level / a) for a in CURVATURE)
    return [(BEST[0] + rx * cos(pi * i / 60), BEST[1] + ry * sin(pi * i / 60)) for i in range(121)]


def panel(d: Drawing, left: float, border: list[Point], name: str) -> None:
    """Draw one constraint with the contours and the point where they touch."""
    axes = Axes(drawing=d, at=(left, 20), size=(200, 200), x=(-1.4, 2.1), y=(-1.2, 2.3))
    d.path([axes.place(*p) for p in border], fill=PALE, closed=True)
    d.arrow(axes.place(-1.4, 0), axes.place(2.1, 0))
    d.arrow(axes.place(0, -1.2), axes.place(0, 2.3))
    touch = min(border, key=loss)
    for level in (0.06, 0.2, loss(touch)):
        d.path([axes.place(*p) for p in contour(level)], width=1.0, dash="5 3")
    d.circle(axes.place(*BEST), 2.4, fill="#111")
    d.circle(axes.place(*touch), 4, fill="#111")
    d.math(axes.place(2.05, -0.28), "w₁")
    d.math(axes.place(-0.22, 2.12), "w₂")
    axes.note(0.35, -1.15, f"{name}：({touch[0]:.2f}, {touch[1]:.2f})")
    d.line(axes.place(*BEST), axes.place(1.3, 1.0), width=0.7)
    axes.note(1.0, 0.78, "无约束最优", size=11)


def figure() -> Drawing:
    """Draw both panels."""
    d = Drawing(name="l1-l2-contours", title="L1 约束在坐标轴上的顶点相切，L2 约束的切点两个分量都不为零", height=232)
    panel(d, 12, diamond(), "L1")
    panel(d, 240, circle(), "L2")
    return d


if __name__ == "__main__":
    figure().save()
