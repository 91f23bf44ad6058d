"""The ROC curve of ten scored samples with its area, counted by pairs as well."""

from draw import DASHES, PALE, Axes, Drawing, Point

SAMPLES = (
    (0.95, 1),
    (0.88, 1),
    (0.80, 0),
    (0.72, 1),
    (0.65, 1),
    (0.50, 0),
    (0.41, 1),
    (0.33, 0),
    (0.20, 0),
    (0.08, 0),
)
"""Score and true class, best score first."""


def curve() -> list[Point]:
    """Return (FPR, TPR) as the threshold falls past each sample."""
    positives = sum(y for _, y in SAMPLES)
    negatives = len(SAMPLES) - positives
    points, hits, alarms = [(0.0, 0.0)], 0, 0
    for _, y in SAMPLES:
        hits, alarms = hits + y, alarms + 1 - y
        points.append((alarms / negatives, hits / positives))
    return points


def area() -> float:
    """Return the share of (positive, negative) pairs in the right order."""
    pairs = [(a, b) for a, y in SAMPLES if y for b, z in SAMPLES if not z]
    return sum(1.0 if a > b else 0.5 if a == b else 0.0 for a, b in pairs) / len(pairs)


def figure() -> Drawing:
    """Draw curve, area and diagonal."""
    d = Drawing(name="roc-auc", title=f"十个样本的 ROC 曲线，灰色面积 AUC = {area():.2f}", width=340, height=270)
    axes = Axes(drawing=d, at=(52, 28), size=(250, 196), x=(0, 1), y=(0, 1))
    ring = [*curve(), (1.0, 0.0)]
    d.path([axes.place(*p) for p in ring], width=0.1, fill=PALE, closed=True)
    axes.frame(xticks=(0, 0.2, 0.4, 0.6, 0.8, 1), yticks=(0, 0.5, 1), xlabel="FPR（假正率）", ylabel="TPR（召回率）")
    axes.curve(lambda x: x, dash=DASHES[1], width=1)
    d.path([axes.place(*p) for p in curve()], width=2.2)
    for point in curve():
        d.circle(axes.place(*point), 2.6, fill="#111")
    axes.note(0.5, 0.84, f"AUC = {area():.2f}", size=14)
    axes.note(0.56, 0.42, "随机猜测：0.5", size=11)
    return d


if __name__ == "__main__":
    figure().save()
