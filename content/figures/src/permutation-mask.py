"""XLNet: a factorisation order decides who may see whom, while positions stay where they are (Yang et al. 2019)."""

from draw import GREY, PALE, Drawing

ORDER = (3, 2, 4, 1)
"""Positions from 1 in the order in which they are predicted."""
CELL = 26.0


def sees(row: int, column: int, *, content: bool) -> bool:
    """Whether position `row` may look at position `column`; only the content stream sees itself."""
    before = ORDER.index(column) < ORDER.index(row)
    return before or (content and row == column)


def figure() -> Drawing:
    """Draw the masks of the two streams."""
    d = Drawing(name="permutation-mask", title="XLNet：预测顺序 3→2→4→1 时，内容流与查询流各自的可见范围", height=216)
    for left, name, content in ((70, "内容流（看得到自己）", True), (286, "查询流（看不到自己）", False)):
        d.text((left + 52, 18), name)
        for i in range(4):
            d.text((left + i * CELL + 13, 44), str(i + 1), size=11)
            d.text((left - 8, 50 + i * CELL + 17), str(i + 1), size=11, anchor="end")
            for j in range(4):
                fill = PALE if sees(i + 1, j + 1, content=content) else GREY
                d.box((left + j * CELL, 50 + i * CELL), (CELL, CELL), fill=fill, radius=0)
    d.text((227, 180), f"预测顺序：{' → '.join(map(str, ORDER))}（数字是词在句中的位置）")
    d.text((227, 202), "浅色可见，深色屏蔽；行是正在预测的位置，列是它能用的位置", size=11)
    return d


if __name__ == "__main__":
    figure().save()
