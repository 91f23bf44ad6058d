"""The dot product of two sinusoidal encodings depends only on how far apart the positions are."""

from math import cos

from draw import GREY, Axes, Drawing

WIDTH = 128


def product(distance: float, width: int = WIDTH) -> float:
    """Return PE(p)·PE(p + distance): a sum of cosines in which p does not occur."""
    return sum(cos(distance / 10000 ** (2 * i / width)) for i in range(width // 2))


def figure() -> Drawing:
    """Draw the product over the distance."""
    d = Drawing(
        name="positional-distance", title="正弦位置编码两个位置的点积只与间隔有关，左右对称，近处最大", height=216
    )
    axes = Axes(drawing=d, at=(46, 30), size=(390, 136), x=(-60, 60), y=(0, 68))
    axes.frame(
        xticks=(-60, -30, 0, 30, 60),
        yticks=(0, 32, 64),
        xlabel="位置间隔 k",
        ylabel=f"PE(p) 与 PE(p+k) 的点积（d = {WIDTH}）",
    )
    d.line(axes.place(0, 0), axes.place(0, 64), dash="3 3", stroke=GREY)
    axes.curve(product, width=2, steps=480)
    return d


if __name__ == "__main__":
    figure().save()
