"""Five activation functions, each drawn from its formula: the squashing ones left, the open ones right."""

from math import erf, exp, sqrt, tanh

from draw import DASHES, Axes, Drawing

SLOPE = 0.1
"""Slope of the leaky ReLU left of zero; 0.01 is usual but could not be seen."""


def sigmoid(x: float) -> float:
    """Return 1 / (1 + e^-x)."""
    return 1 / (1 + exp(-x))


def relu(x: float) -> float:
    """Return max(0, x)."""
    return max(0.0, x)


def leaky(x: float) -> float:
    """Return max(ax, x)."""
    return max(SLOPE * x, x)


def gelu(x: float) -> float:
    """Return x Φ(x)."""
    return x * (1 + erf(x / sqrt(2))) / 2


def figure() -> Drawing:
    """Draw both panels."""
    d = Drawing(name="activations", title="sigmoid、tanh、ReLU、Leaky ReLU、GELU 的函数曲线", height=220)
    left = Axes(drawing=d, at=(34, 24), size=(180, 156), x=(-5, 5), y=(-1.1, 1.1))
    left.frame(xticks=(-4, -2, 0, 2, 4), yticks=(-1, 0, 1), xlabel="x")
    left.curve(lambda _: 0.0, width=0.6)
    left.curve(sigmoid, width=2.2)
    left.curve(tanh, dash=DASHES[1], width=2.2)
    left.note(-4.8, 0.2, "sigmoid")
    left.note(-4.4, -0.86, "tanh")
    right = Axes(drawing=d, at=(262, 24), size=(180, 156), x=(-4, 3), y=(-0.7, 3))
    right.frame(xticks=(-4, -2, 0, 2), yticks=(0, 1, 2, 3), xlabel="x")
    right.curve(relu, width=2.2)
    right.curve(leaky, dash=DASHES[2], width=2.2)
    right.curve(gelu, dash=DASHES[1], width=1.8)
    right.note(-3.8, 2.6, "实线 ReLU")
    right.note(-3.8, 2.2, "点线 Leaky ReLU（0.1）", size=11)
    right.note(-3.8, 1.8, "虚线 GELU")
    return d


if __name__ == "__main__":
    figure().save()
