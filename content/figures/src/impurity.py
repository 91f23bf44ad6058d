"""Entropy, Gini impurity and the error rate of a node with two classes."""

from math import log2

from draw import DASHES, Axes, Drawing


def entropy(p: float) -> float:
    """Return the entropy in bits."""
    return -sum(q * log2(q) for q in (p, 1 - p) if q > 0)


def gini(p: float) -> float:
    """Return 1 − p² − (1 − p)²."""
    return 2 * p * (1 - p)


def error(p: float) -> float:
    """Return the share of the smaller class."""
    return min(p, 1 - p)


def figure() -> Drawing:
    """Draw the three curves over the share of the first class."""
    d = Drawing(name="impurity", title="二分类节点的熵、基尼指数与错误率，都在 p=0.5 处最大")
    axes = Axes(drawing=d, at=(60, 26), size=(340, 168), x=(0, 1), y=(0, 1.05))
    axes.frame(xticks=(0, 0.25, 0.5, 0.75, 1), yticks=(0, 0.5, 1), xlabel="正类比例 p")
    axes.curve(entropy, width=2.2)
    axes.curve(gini, dash=DASHES[1], width=2.2)
    axes.curve(error, dash=DASHES[2], width=2.2)
    axes.note(0.5, 0.9, "熵（实线）", anchor="middle")
    axes.note(0.5, 0.54, "基尼（长虚线）", anchor="middle")
    axes.note(0.5, 0.2, "错误率（点线）", anchor="middle")
    return d


if __name__ == "__main__":
    figure().save()
