"""Which entries share one mean and variance: rows are samples, columns channels, each cell holds H·W positions."""

from draw import GREY, LIGHT, WHITE, Drawing

CELL = 21.0
SHARED = {
    "BatchNorm": {(row, 1) for row in range(4)},
    "LayerNorm": {(1, column) for column in range(4)},
    "InstanceNorm": {(1, 1)},
    "GroupNorm": {(1, 0), (1, 1)},
}
LEGEND = {
    "BatchNorm": ("每个通道一组", "跨样本"),
    "LayerNorm": ("每个样本一组", "跨通道"),
    "InstanceNorm": ("每个样本、", "每个通道一组"),
    "GroupNorm": ("每个样本、", "每组通道一组"),
}


def panel(d: Drawing, left: float, name: str) -> None:
    """Draw one grid with the shared cells shaded and their positions marked."""
    d.text((left + 2 * CELL, 18), name)
    for row in range(4):
        for column in range(4):
            x, y = left + column * CELL, 28 + row * CELL
            inside = (row, column) in SHARED[name]
            d.box((x, y), (CELL, CELL), fill=LIGHT if inside else WHITE, radius=0)
            if inside:
                for dx, dy in ((0.3, 0.3), (0.7, 0.3), (0.3, 0.7), (0.7, 0.7)):
                    d.circle((x + dx * CELL, y + dy * CELL), 2, fill="#111")
    for index, line in enumerate(LEGEND[name]):
        d.text((left + 2 * CELL, 28 + 4 * CELL + 18 + 16 * index), line, size=11)


def figure() -> Drawing:
    """Draw the four kinds side by side."""
    d = Drawing(
        name="norm-axes",
        title="四种归一化共用均值与方差的范围：行是样本，列是通道，点是空间位置",
        height=184,
    )
    for index, name in enumerate(SHARED):
        panel(d, 28 + index * 109, name)
    d.text((14, 28 + 2 * CELL + 4), "N", fill=GREY)
    d.text((227, 178), "行：样本 N　列：通道 C　圆点：空间位置 H×W　灰格：同一组统计量", size=11)
    return d


if __name__ == "__main__":
    figure().save()
