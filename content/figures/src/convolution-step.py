"""One step of a convolution (cross-correlation): window times kernel, summed."""

from collections.abc import Sequence

from draw import LIGHT, WHITE, Drawing

INPUT = ((1, 2, 0), (0, 1, 3), (2, 1, 0))
KERNEL = ((1, 2), (0, 1))
CELL = 34.0


def correlate() -> list[list[int]]:
    """Return the output of stride one without padding."""
    size, width = len(KERNEL), len(INPUT) - len(KERNEL) + 1
    places = range(width)
    inside = range(size)
    return [[sum(INPUT[r + i][c + j] * KERNEL[i][j] for i in inside for j in inside) for c in places] for r in places]


def figure() -> Drawing:
    """Draw input, kernel and output with the window at the upper right."""
    d = Drawing(
        name="convolution-step", title="卷积的一步：2×2 的窗口与核逐元素相乘后求和，得到输出的一个数", height=190
    )
    _grid(d, 20, 40, INPUT, {(0, 1), (0, 2), (1, 1), (1, 2)})
    _grid(d, 184, 57, KERNEL, {(r, c) for r in range(2) for c in range(2)})
    _grid(d, 330, 57, correlate(), {(0, 1)})
    d.text((153, 96), "⊛", size=20)
    d.text((292, 96), "=", size=20)
    for x, name in ((71.0, "输入 3×3"), (218.0, "核 2×2"), (364.0, "输出 2×2")):
        d.text((x, 26), name)
    window = [(INPUT[i][j + 1], KERNEL[i][j]) for i in range(2) for j in range(2)]
    terms = " + ".join(f"{a}×{b}" for a, b in window)
    d.text((227, 172), f"{terms} = {sum(a * b for a, b in window)}", size=13)
    return d


def _grid(d: Drawing, x: float, y: float, rows: Sequence[Sequence[int]], dark: set[tuple[int, int]]) -> None:
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            at = (x + c * CELL, y + r * CELL)
            d.box(at, (CELL, CELL), str(value), fill=LIGHT if (r, c) in dark else WHITE, font=14, radius=0)


if __name__ == "__main__":
    figure().save()
