"""Derivatives of the activation functions: sigmoid's never exceeds 1/4, tanh's reaches 1, ReLU's is 0 or 1."""

from math import erf, exp, pi, sqrt, tanh

from draw import DASHES, Axes, Drawing


def sigmoid_slope(x: float) -> float:
    """Return s(1 − s)."""
    s = 1 / (1 + exp(-x))
    return s * (1 - s)


def tanh_slope(x: float) -> float:
    """Return 1 − tanh²."""
    return 1 - tanh(x) ** 2


def gelu_slope(x: float) -> float:
    """Return Φ(x) + x φ(x)."""
    return (1 + erf(x / sqrt(2))) / 2 + x * exp(-x * x / 2) / sqrt(2 * pi)


def figure() -> Drawing:
    """Draw both panels."""
    d = Drawing(
        name="activation-derivatives", title="各激活函数的导数：sigmoid 不超过 0.25，ReLU 非 0 即 1", height=220
    )
    left = Axes(drawing=d, at=(40, 24), size=(174, 156), x=(-6, 6), y=(0, 1.05))
    left.frame(xticks=(-4, 0, 4), yticks=(0, 0.25, 0.5, 0.75, 1), xlabel="x")
    left.curve(sigmoid_slope, width=2.2)
    left.curve(tanh_slope, dash=DASHES[1], width=2.2)
    left.note(0.9, 0.84, "tanh′ 最大 1")
    left.note(2.3, 0.2, "σ′ 最大 0.25")
    right = Axes(drawing=d, at=(262, 24), size=(180, 156), x=(-4, 4), y=(-0.2, 1.25))
    right.frame(xticks=(-4, -2, 0, 2, 4), yticks=(0, 0.5, 1), xlabel="x")
    d.path([right.place(-4, 0), right.place(0, 0)], width=2.2)
    d.path([right.place(0, 1), right.place(4, 1)], width=2.2)
    d.circle(right.place(0, 0), 2.6)
    d.circle(right.place(0, 1), 2.6)
    right.curve(gelu_slope, dash=DASHES[1], width=1.8)
    right.note(-3.8, 0.62, "实线 ReLU′")
    right.note(-3.8, 0.44, "虚线 GELU′")
    return d


if __name__ == "__main__":
    figure().save()
