"""GloVe's weight of a pair of words by how often they stand together (Pennington et al. 2014)."""

import math

from draw import GREY, Axes, Drawing

LIMIT, POWER = 100.0, 0.75


def weight(count: float) -> float:
    """Return f(x) of the paper."""
    return min(1.0, math.pow(count / LIMIT, POWER))


def figure() -> Drawing:
    """Draw the weight over the count."""
    d = Drawing(
        name="glove-weight", title="GloVe 的权重函数：共现次数到 100 为止按 3/4 次方上升，此后恒为 1", height=200
    )
    axes = Axes(drawing=d, at=(50, 30), size=(380, 122), x=(0, 200), y=(0, 1.15))
    axes.frame(xticks=(0, 50, 100, 150, 200), yticks=(0, 0.5, 1), xlabel="共现次数 x", ylabel="权重 f(x)")
    d.line(axes.place(LIMIT, 0), axes.place(LIMIT, 1), dash="3 3", stroke=GREY)
    axes.curve(weight, width=2.2)
    axes.note(30, 0.26, "f(x) = (x/100)^0.75")
    axes.note(128, 0.82, "f(x) = 1")
    return d


if __name__ == "__main__":
    figure().save()
