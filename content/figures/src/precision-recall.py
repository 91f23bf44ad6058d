"""Precision and recall against the threshold when scores are normal: mean 0.7 for positives, 0.35 for negatives."""

from math import erf, sqrt

from draw import DASHES, Axes, Drawing

SPREAD, SHARE = 0.15, 0.3
"""Standard deviation of both kinds of scores, and the share of positives."""


def above(threshold: float, mean: float) -> float:
    """Return how much of a normal distribution lies above a threshold."""
    return (1 - erf((threshold - mean) / (SPREAD * sqrt(2)))) / 2


def recall(threshold: float) -> float:
    """Return the share of positives found."""
    return above(threshold, 0.7)


def precision(threshold: float) -> float:
    """Return the share of positives among the found."""
    hits, alarms = SHARE * above(threshold, 0.7), (1 - SHARE) * above(threshold, 0.35)
    return hits / (hits + alarms)


def f1(threshold: float) -> float:
    """Return the harmonic mean of both."""
    p, r = precision(threshold), recall(threshold)
    return 2 * p * r / (p + r)


def figure() -> Drawing:
    """Draw the three curves and the best threshold."""
    d = Drawing(name="precision-recall", title="阈值升高时精确率上升、召回率下降，F1 在中间最大", height=244)
    axes = Axes(drawing=d, at=(44, 24), size=(390, 172), x=(0, 1), y=(0, 1.05))
    axes.frame(xticks=(0, 0.2, 0.4, 0.6, 0.8, 1), yticks=(0, 0.3, 0.5, 1), xlabel="判为正的阈值")
    axes.curve(precision, width=2.2)
    axes.curve(recall, width=2.2, dash=DASHES[1])
    axes.curve(f1, width=2.2, dash=DASHES[2])
    best = max((i / 1000 for i in range(1001)), key=f1)
    d.line(axes.place(best, 0), axes.place(best, f1(best)), width=0.8, dash="3 3")
    axes.note(best + 0.01, 0.06, f"F1 最大：阈值 {best:.2f}", size=11)
    axes.note(0.12, 0.18, "精确率（实线）")
    axes.note(0.06, 0.86, "召回率（虚线）")
    axes.note(0.83, 0.48, "F1（点线）", size=11)
    return d


if __name__ == "__main__":
    figure().save()
