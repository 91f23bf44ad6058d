"""Gradient descent on twelve noisy points, 24 cosine features: the training error falls on, the other turns."""

from math import cos, log10, pi, sin

from draw import DASHES, Axes, Drawing

FEATURES, RATE, STEPS = 24, 0.05, 1500
NOISE = (0.31, -0.42, 0.12, 0.38, -0.25, -0.36, 0.44, 0.05, -0.33, 0.27, 0.4, -0.29)
"""Fixed disturbances, so that the figure is the same every time."""
TRAIN = [((i + 0.5) / 12, NOISE[i]) for i in range(12)]
CHECK = [((i + 0.25) / 40, 0.0) for i in range(40)]


def features(x: float) -> list[float]:
    """Return cosines of rising frequency, the high ones smaller."""
    return [cos(pi * k * x) / (1 + 0.25 * k) for k in range(FEATURES)]


def truth(x: float) -> float:
    """Return the curve to be learnt."""
    return sin(2 * pi * x)


def run() -> tuple[list[float], list[float]]:
    """Return the mean squared errors on training and validation points before each step."""
    rows = [(features(x), truth(x) + e) for x, e in TRAIN]
    others = [(features(x), truth(x)) for x, _ in CHECK]
    w = [0.0] * FEATURES
    train: list[float] = []
    check: list[float] = []
    for _ in range(STEPS):
        wrong = [sum(a * b for a, b in zip(w, f, strict=True)) - y for f, y in rows]
        train.append(sum(e * e for e in wrong) / len(rows))
        check.append(
            sum((sum(a * b for a, b in zip(w, f, strict=True)) - y) ** 2 for f, y in others) / len(others) + 0.1
        )
        for k in range(FEATURES):
            w[k] -= RATE * 2 * sum(e * f[k] for e, (f, _) in zip(wrong, rows, strict=True)) / len(rows)
    return train, check


def figure() -> Drawing:
    """Draw both errors over the logarithm of the step."""
    d = Drawing(name="early-stopping", title="训练误差一直下降，验证误差先降后升，在最低处停止", height=244)
    axes = Axes(drawing=d, at=(44, 26), size=(390, 168), x=(0, log10(STEPS)), y=(0, 0.8))
    train, check = run()
    for values, dash in ((train, ""), (check, DASHES[1])):
        d.path([axes.place(log10(t + 1), v) for t, v in enumerate(values)], width=2.2, dash=dash)
    axes.frame(yticks=(0, 0.2, 0.4, 0.6, 0.8), ylabel="均方误差")
    for t in (1, 10, 100, 1000):
        x, y = axes.place(log10(t), 0)
        d.line((x, y), (x, y + 4))
        d.text((x, y + 16), str(t), size=11)
    d.text((239, 226), "训练步数（对数刻度）")
    best = min(range(STEPS), key=check.__getitem__)
    d.line(axes.place(log10(best + 1), 0), axes.place(log10(best + 1), 0.8), width=0.8, dash="3 3")
    axes.note(log10(best + 1) + 0.04, 0.74, f"在第 {best} 步停", size=11)
    axes.note(2.35, 0.36, "验证误差（虚线）")
    axes.note(0.2, 0.3, "训练误差（实线）")
    return d


if __name__ == "__main__":
    figure().save()
