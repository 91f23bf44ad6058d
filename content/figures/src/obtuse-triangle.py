"""Three arcs (a, b, c) with a + b + c = 1 as a point of a triangle; where one exceeds 1/2 the triangle is obtuse."""

from math import cos, pi, sin

from draw import LIGHT, Drawing, Point

CORNERS: tuple[Point, Point, Point] = ((30, 205), (230, 205), (130, 205 - 200 * 3**0.5 / 2))


def middle(a: Point, b: Point) -> Point:
    """Return the point half way."""
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def figure() -> Drawing:
    """Draw the triangle of arcs on the left and an obtuse example on the right."""
    d = Drawing(name="obtuse-triangle", title="三段弧组成的三角形：三个阴影角各占四分之一，对应钝角")
    for index, corner in enumerate(CORNERS):
        others = [middle(corner, CORNERS[(index + k) % 3]) for k in (1, 2)]
        d.path([corner, *others], closed=True, fill=LIGHT, width=1.2)
        x, y = (sum(p[axis] for p in (corner, *others)) / 3 for axis in (0, 1))
        d.text((x, y + 5), f"{'abc'[index]} > ½")
    d.path(list(CORNERS), closed=True, width=1.8)
    d.text((130, 158), "锐角 ¼")
    d.text((130, 228), "a + b + c = 1")
    centre, radius = (350, 118), 74
    d.circle(centre, radius)
    points = [(centre[0] + radius * cos(t), centre[1] - radius * sin(t)) for t in (pi * 0.05, pi * 0.35, pi * 0.8)]
    d.path(points, closed=True, width=1.8)
    for point in points:
        d.circle(point, 3.5, fill="#111")
    d.circle(centre, 2, fill="#111")
    d.text((350, 228), "最长的弧超过半圆：钝角")
    return d


if __name__ == "__main__":
    figure().save()
