"""Real steps of three optimisers on f(x, y) = (x² + 30 y²) / 2 from the same start."""

from collections.abc import Callable
from math import cos, pi, sin, sqrt

from draw import LIGHT, Axes, Drawing, Point

STIFF = 30.0
START = (-9.0, 1.6)
STEPS = 30


def slope(p: Point) -> Point:
    """Return the gradient of f."""
    return p[0], STIFF * p[1]


def descent(rate: float = 0.06) -> list[Point]:
    """Return the path of plain gradient descent."""
    path = [START]
    for _ in range(STEPS):
        g = slope(path[-1])
        path.append((path[-1][0] - rate * g[0], path[-1][1] - rate * g[1]))
    return path


def momentum(rate: float = 0.02, keep: float = 0.7) -> list[Point]:
    """Return the path of heavy-ball momentum."""
    path, v = [START], (0.0, 0.0)
    for _ in range(STEPS):
        g = slope(path[-1])
        v = keep * v[0] + g[0], keep * v[1] + g[1]
        path.append((path[-1][0] - rate * v[0], path[-1][1] - rate * v[1]))
    return path


def adam(rate: float = 0.5, first: float = 0.9, second: float = 0.999) -> list[Point]:
    """Return the path of Adam with bias correction."""
    path, m, v = [START], [0.0, 0.0], [0.0, 0.0]
    for t in range(1, STEPS + 1):
        g, here = slope(path[-1]), list(path[-1])
        for i in (0, 1):
            m[i] = first * m[i] + (1 - first) * g[i]
            v[i] = second * v[i] + (1 - second) * g[i] ** 2
            here[i] -= rate * (m[i] / (1 - first**t)) / (sqrt(v[i] / (1 - second**t)) + 1e-8)
        path.append((here[0], here[1]))
    return path


def panel(d: Drawing, top: float, name: str, walk: Callable[[], list[Point]]) -> None:
    """Draw the contours and one path."""
    axes = Axes(drawing=d, at=(12, top), size=(430, 86), x=(-10, 3), y=(-2, 2))
    for level in (1.5, 8, 20, 40):
        ring = [(sqrt(2 * level) * cos(pi * i / 90), sqrt(2 * level / STIFF) * sin(pi * i / 90)) for i in range(181)]
        kept = [p for p in ring if p[0] <= axes.x[1]]
        turn = next((i for i, p in enumerate(ring) if p[0] <= axes.x[1]), 0)
        ordered = ring[turn : turn + len(kept)] if len(kept) < len(ring) else ring
        d.path([axes.place(*p) for p in ordered], width=1, stroke=LIGHT)
    points = [axes.place(*p) for p in walk()]
    d.path(points, width=1.4)
    for p in points:
        d.circle(p, 1.8, fill="#111")
    d.circle(axes.place(0, 0), 4)
    d.text((14, top + 84), name, anchor="start")


def figure() -> Drawing:
    """Draw the three paths below one another."""
    d = Drawing(
        name="optimizer-paths", title="病态二次函数上 30 步的轨迹：梯度下降来回震荡，动量与 Adam 更平滑", height=294
    )
    panel(d, 8, "梯度下降，η=0.06", descent)
    panel(d, 104, "动量，η=0.02，β=0.7", momentum)
    panel(d, 200, "Adam，η=0.5", adam)
    return d


if __name__ == "__main__":
    figure().save()
