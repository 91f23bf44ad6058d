"""Exact bias², variance and expected error of least-squares polynomials (20 fixed points, noise variance 0.15)."""

from math import pi, sin, sqrt

from draw import DASHES, Axes, Drawing

COUNT, NOISE, DEGREES = 20, 0.15, range(12)
PLACES = [-1 + 2 * (i + 0.5) / COUNT for i in range(COUNT)]
TRUTH = [sin(1.6 * pi * x) + 0.5 * x for x in PLACES]


def basis(size: int) -> list[list[float]]:
    """Return orthonormal polynomials on the points, by Gram-Schmidt applied twice."""
    found: list[list[float]] = []
    for power in range(size):
        v = [x**power for x in PLACES]
        for _ in range(2):
            for q in found:
                dot = sum(a * b for a, b in zip(v, q, strict=True))
                v = [a - dot * b for a, b in zip(v, q, strict=True)]
        norm = sqrt(sum(a * a for a in v))
        found.append([a / norm for a in v])
    return found


def bias(degree: int) -> float:
    """Return the mean squared distance between the truth and its projection."""
    rest = list(TRUTH)
    for q in basis(degree + 1):
        dot = sum(a * b for a, b in zip(rest, q, strict=True))
        rest = [a - dot * b for a, b in zip(rest, q, strict=True)]
    return sum(a * a for a in rest) / COUNT


def variance(degree: int) -> float:
    """Return the mean variance of the fit: noise variance times parameters over points."""
    return NOISE * (degree + 1) / COUNT


def figure() -> Drawing:
    """Draw the three curves over the degree."""
    d = Drawing(name="bias-variance", title="多项式次数升高时偏差平方下降、方差上升，期望误差先降后升", height=244)
    axes = Axes(drawing=d, at=(44, 26), size=(390, 170), x=(0, 11), y=(0, 0.75))
    axes.frame(xticks=range(12), yticks=(0, 0.25, 0.5, 0.75), xlabel="多项式次数（模型复杂度）", ylabel="均方误差")
    curves = (bias, DASHES[1]), (variance, DASHES[2]), (lambda k: bias(k) + variance(k) + NOISE, "")
    for function, dash in curves:
        points = [axes.place(k, function(k)) for k in DEGREES]
        d.path(points, width=2.2, dash=dash)
    d.line(axes.place(0, NOISE), axes.place(11, NOISE), width=0.8)
    axes.note(11, NOISE + 0.02, "噪声", size=11, anchor="end")
    axes.note(6.2, 0.36, "期望误差（实线）")
    axes.note(0.5, 0.24, "偏差²（虚线）")
    axes.note(6.6, 0.098, "方差（点线）", size=11)
    return d


if __name__ == "__main__":
    figure().save()
