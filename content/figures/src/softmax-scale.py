"""What scaling avoids: the larger the scores, the closer softmax is to one-hot and the smaller its derivative."""

from math import exp

from draw import DASHES, Axes, Drawing

SCORES = (1.0, 0.5, 0.0, -0.5, -1.0)


def largest(factor: float) -> float:
    """Return the largest softmax weight when all scores are multiplied by a factor."""
    weights = [exp(factor * score) for score in SCORES]
    return max(weights) / sum(weights)


def slope(factor: float) -> float:
    """Return p(1 − p) for the largest weight: the diagonal entry of softmax's Jacobian."""
    return largest(factor) * (1 - largest(factor))


def figure() -> Drawing:
    """Draw both over the factor."""
    d = Drawing(
        name="softmax-scale", title="得分整体放大时，softmax 的最大权重趋于 1，对角导数 p(1−p) 趋于 0", height=240
    )
    axes = Axes(drawing=d, at=(46, 30), size=(384, 160), x=(0, 16), y=(0, 1.05))
    axes.frame(xticks=(0, 4, 8, 12, 16), yticks=(0, 0.25, 0.5, 0.75, 1), xlabel="得分 (1, 0.5, 0, −0.5, −1) 的放大倍数")
    axes.curve(largest, width=2.2)
    axes.curve(slope, width=2.2, dash=DASHES[1])
    axes.note(8.4, 0.9, "最大的权重 p")
    axes.note(8.4, 0.09, "导数 p(1 − p)")
    return d


if __name__ == "__main__":
    figure().save()
