"""Where sigmoid saturates, and how a product of its derivatives shrinks with depth (common logarithm)."""

from math import exp, log10

from draw import DASHES, PALE, Axes, Drawing


def sigmoid(x: float) -> float:
    """Return 1 / (1 + e^-x)."""
    return 1 / (1 + exp(-x))


def slope(x: float) -> float:
    """Return the derivative of sigmoid."""
    return sigmoid(x) * (1 - sigmoid(x))


def shade(axes: Axes, low: float, high: float) -> None:
    """Shade a range of x over the whole height."""
    corners = [axes.place(x, y) for x, y in ((low, 0), (high, 0), (high, 1.05), (low, 1.05))]
    axes.drawing.path(corners, width=0.1, fill=PALE, closed=True)


def figure() -> Drawing:
    """Draw both panels."""
    d = Drawing(name="sigmoid-saturation", title="sigmoid 的饱和区，以及导数连乘随层数的衰减", height=226)
    left = Axes(drawing=d, at=(36, 26), size=(174, 156), x=(-10, 10), y=(0, 1.05))
    shade(left, -10, -4)
    shade(left, 4, 10)
    left.frame(xticks=(-10, -4, 0, 4, 10), yticks=(0, 0.5, 1), xlabel="x", ylabel="σ(x)")
    left.curve(sigmoid, width=2.2)
    left.note(-7, 0.4, "饱和", anchor="middle")
    left.note(7, 0.4, "饱和", anchor="middle")
    left.note(-7, 0.3, f"σ′<{slope(4):.3f}", size=11, anchor="middle")
    left.note(7, 0.3, f"σ′<{slope(4):.3f}", size=11, anchor="middle")
    right = Axes(drawing=d, at=(268, 26), size=(174, 156), x=(0, 20), y=(-20, 1))
    right.frame(xticks=(0, 5, 10, 15, 20), yticks=(0, -5, -10, -15, -20), xlabel="层数", ylabel="导数连乘的 log₁₀")
    right.curve(lambda _: 0.0, width=2.2)
    right.curve(lambda n: n * log10(slope(0)), dash=DASHES[1], width=2.2)
    right.curve(lambda n: n * log10(slope(2)), dash=DASHES[2], width=2.2)
    right.note(8.5, -2.2, "ReLU（激活区）", size=11)
    right.note(11.5, -5.6, "σ′(0)=0.25", size=11)
    right.note(2.2, -16.5, f"σ′(2)={slope(2):.3f}", size=11)
    return d


if __name__ == "__main__":
    figure().save()
