"""Negative sampling: how the power 3/4 moves probability from frequent words to rare ones."""

from math import log10

from draw import GREY, LIGHT, Axes, Drawing

COUNTS = {"的": 10000, "模型": 1000, "注意力": 100, "蒸馏": 10}


def shares(power: float) -> list[float]:
    """Return the probability of each word as a negative sample."""
    weights = [count**power for count in COUNTS.values()]
    return [weight / sum(weights) for weight in weights]


def figure() -> Drawing:
    """Draw the shares with power 1 and power 3/4 side by side, on a logarithmic scale."""
    d = Drawing(name="negative-sampling", title="负采样的噪声分布：词频与词频的 3/4 次方归一化后的对比", height=250)
    axes = Axes(drawing=d, at=(60, 34), size=(374, 164), x=(0, 4), y=(-3.5, 0.25))
    axes.frame(ylabel="被抽作负样本的概率（对数刻度）")
    for exponent in (0, -1, -2, -3):
        _, y = axes.place(0, exponent)
        d.text((52, y + 4), f"{10.0**exponent:g}", size=11, anchor="end")
        d.line((56, y), (60, y), stroke=GREY)
    for index, word in enumerate(COUNTS):
        for power, left, fill in ((1.0, 0.14, "#fff"), (0.75, 0.52, LIGHT)):
            _bar(axes, index + left, shares(power)[index], fill)
        d.text((axes.place(index + 0.5, -3.5)[0], 216), f"{word}（{list(COUNTS.values())[index]} 次）", size=11)
    d.box((128, 228), (14, 12), radius=0)
    d.text((148, 239), "正比于词频", anchor="start", size=11)
    d.box((258, 228), (14, 12), fill=LIGHT, radius=0)
    d.text((278, 239), "正比于词频的 3/4 次方", anchor="start", size=11)
    return d


def _bar(axes: Axes, left: float, share: float, fill: str) -> None:
    x, top = axes.place(left, log10(share))
    right, bottom = axes.place(left + 0.36, -3.5)
    axes.drawing.box((x, top), (right - x, bottom - top), fill=fill, radius=0)
    axes.drawing.text(((x + right) / 2, top - 4), f"{share:.3f}", size=11)


if __name__ == "__main__":
    figure().save()
