"""Sinusoidal positional encoding: three of its dimensions over the position (Vaswani et al. 2017, section 3.5)."""

from __future__ import annotations

from functools import partial
from math import cos, sin

from draw import DASHES, Axes, Drawing

WIDTH = 64


def encoding(position: float, dimension: int, width: int = WIDTH) -> float:
    """Return one component: sine in even dimensions, cosine in odd ones, of the same frequency."""
    angle = position / 10000 ** (dimension // 2 * 2 / width)
    return cos(angle) if dimension % 2 else sin(angle)


def figure() -> Drawing:
    """Draw dimensions 0, 12 and 24 of 64."""
    d = Drawing(name="positional-encoding", title="正弦位置编码：维度越靠后，波长越长", height=236)
    axes = Axes(drawing=d, at=(46, 30), size=(390, 136), x=(0, 100), y=(-1.15, 1.15))
    axes.frame(xticks=(0, 25, 50, 75, 100), yticks=(-1, 0, 1), xlabel="位置 pos", ylabel=f"分量的值（d = {WIDTH}）")
    for index, dimension in enumerate((0, 12, 24)):
        axes.curve(
            partial(encoding, dimension=dimension), dash=DASHES[index], width=1.2 if index == 0 else 2, steps=500
        )
        x = 70 + index * 126
        d.line((x, 222), (x + 34, 222), dash=DASHES[index], width=2)
        d.text((x + 40, 226), f"第 {dimension} 维", anchor="start", size=11)
    return d


if __name__ == "__main__":
    figure().save()
