"""The logistic curve, and the straight lines of equal probability that it makes in the plane."""

from math import exp, log

from draw import DASHES, LIGHT, Axes, Drawing


def sigmoid(z: float) -> float:
    """Return 1 / (1 + e^−z)."""
    return 1 / (1 + exp(-z))


def figure() -> Drawing:
    """Draw the curve on the left; on the right, z = x1 + x2 − 3 with its lines p = 0.2, 0.5 and 0.8."""
    d = Drawing(name="logistic-boundary", title="左：sigmoid 曲线；右：等概率线是互相平行的直线，p=0.5 是决策边界")
    left = Axes(drawing=d, at=(40, 26), size=(170, 160), x=(-6, 6), y=(0, 1))
    left.frame(xticks=(-4, 0, 4), yticks=(0, 0.5, 1), xlabel="z = w·x + b", ylabel="p")
    d.line(left.place(-6, 0.5), left.place(6, 0.5), stroke=LIGHT)
    d.line(left.place(0, 0), left.place(0, 1), stroke=LIGHT)
    left.curve(sigmoid, width=2.2)
    right = Axes(drawing=d, at=(260, 26), size=(160, 160), x=(0, 4), y=(0, 4))
    right.frame(xticks=(0, 2, 4), yticks=(0, 2, 4), xlabel="x₁", ylabel="x₂")
    for p, dash, width in ((0.2, DASHES[1], 1.2), (0.5, "", 2.2), (0.8, DASHES[2], 1.6)):
        total = 3 + log(p / (1 - p))
        ends = [(max(0.0, total - 4), min(4.0, total)), (min(4.0, total), max(0.0, total - 4))]
        d.path([right.place(*end) for end in ends], dash=dash, width=width)
        right.note(ends[0][0] + 0.1, ends[0][1] - 0.05, f"{p:g}", size=11)
    for x, y in ((0.4, 0.5), (1.0, 0.6), (0.5, 1.3), (1.4, 1.1)):
        d.circle(right.place(x, y), 4)
    for x, y in ((2.6, 2.6), (3.4, 2.0), (2.2, 3.2), (3.3, 3.4)):
        d.circle(right.place(x, y), 4, fill="#111")
    return d


if __name__ == "__main__":
    figure().save()
