"""Four learning-rate schedules over 100 steps, ten of them warm-up, as fractions of the peak."""

from math import cos, pi, sqrt

from draw import DASHES, Axes, Drawing

WARM, TOTAL = 10.0, 100.0


def linear(t: float) -> float:
    """Return warm-up and linear decay to zero (BERT)."""
    return t / WARM if t < WARM else (TOTAL - t) / (TOTAL - WARM)


def cosine(t: float) -> float:
    """Return warm-up and cosine decay."""
    return t / WARM if t < WARM else (1 + cos(pi * (t - WARM) / (TOTAL - WARM))) / 2


def root(t: float) -> float:
    """Return warm-up and inverse square root decay (Transformer)."""
    return t / WARM if t < WARM else sqrt(WARM / t)


def stairs(t: float) -> float:
    """Return a tenth of the rate after each 40 steps, without warm-up."""
    return 0.1 ** int(t // 40)


def figure() -> Drawing:
    """Draw all four."""
    d = Drawing(
        name="lr-schedules", title="学习率调度：预热后线性、余弦、反平方根衰减，以及不带预热的阶梯衰减", height=250
    )
    axes = Axes(drawing=d, at=(40, 28), size=(390, 172), x=(0, 100), y=(0, 1.05))
    axes.frame(xticks=(0, 10, 40, 80, 100), yticks=(0, 0.5, 1), xlabel="步数（百分比）", ylabel="学习率 ÷ 峰值")
    axes.curve(linear, width=2.2)
    axes.curve(cosine, width=2.2, dash=DASHES[1])
    axes.curve(root, width=2.2, dash=DASHES[2])
    axes.curve(stairs, width=1.2, dash=DASHES[3], steps=800)
    axes.note(60, 0.95, "实线 预热＋线性", size=11)
    axes.note(60, 0.87, "虚线 预热＋余弦", size=11)
    axes.note(60, 0.79, "点线 预热＋反平方根", size=11)
    axes.note(60, 0.71, "点划线 阶梯（无预热）", size=11)
    return d


if __name__ == "__main__":
    figure().save()
