"""Softmax of the same four scores at three temperatures."""

from math import exp

from draw import LIGHT, Axes, Drawing

SCORES = (2.0, 1.0, 0.5, -1.0)


def softmax(temperature: float) -> list[float]:
    """Return the weights of the scores divided by the temperature."""
    weights = [exp(s / temperature) for s in SCORES]
    return [w / sum(weights) for w in weights]


def figure() -> Drawing:
    """Draw three bar charts."""
    d = Drawing(name="softmax-temperature", title="同样的得分：温度低则分布尖锐，温度高则趋于均匀", height=190)
    for index, temperature in enumerate((0.5, 1.0, 3.0)):
        axes = Axes(drawing=d, at=(30 + index * 146, 30), size=(118, 120), x=(0, 4), y=(0, 1))
        axes.frame(yticks=(0, 0.5, 1))
        for i, p in enumerate(softmax(temperature)):
            x, y = axes.place(i + 0.15, p)
            d.box((x, y), (0.7 * 118 / 4, 150 - y), fill=LIGHT, radius=0)
            d.text((x + 10, y - 4), f"{p:.2f}", size=11)
            d.text((x + 10, 166), f"{SCORES[i]:g}", size=11)
        d.text((30 + index * 146 + 59, 14), f"T = {temperature:g}")
    d.text((227, 184), "横轴：得分", size=11)
    return d


if __name__ == "__main__":
    figure().save()
