"""Which positions may look at which: padding mask, causal mask, and both together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draw import GREY, PALE, Drawing

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS = ("我", "有", "猫", "PAD", "PAD")
REAL = 3
CELL = 22.0


def padding(_row: int, column: int) -> bool:
    """Whether a row may look at a column when only padding is hidden."""
    return column < REAL


def causal(row: int, column: int) -> bool:
    """Whether a row may look at a column when only the future is hidden."""
    return column <= row


def both(row: int, column: int) -> bool:
    """Whether neither mask hides the column from the row."""
    return padding(row, column) and causal(row, column)


def figure() -> Drawing:
    """Draw the three masks as grids; rows are queries and columns are keys."""
    d = Drawing(
        name="attention-masks",
        title="三种掩码：填充掩码遮住 PAD 列，因果掩码遮住上三角，解码器两者同时使用",
        height=212,
    )
    for x, name, sees in ((46, "填充掩码", padding), (188, "因果掩码", causal), (330, "两者相与", both)):
        _grid(d, x, name, sees)
    d.box((92, 190), (14, 14), fill=PALE, radius=0)
    d.text((112, 202), "可见", anchor="start", size=11)
    d.box((152, 190), (14, 14), fill=GREY, radius=0)
    d.text((172, 202), "屏蔽（softmax 前记为 −∞）　P：填充词元 PAD", anchor="start", size=11)
    return d


def _grid(d: Drawing, left: float, name: str, sees: Callable[[int, int], bool]) -> None:
    d.text((left + 55, 16), name, size=13)
    for index, word in enumerate(WORDS):
        d.text((left + index * CELL + 11, 42), word if word != "PAD" else "P", size=11)
        d.text((left - 6, 50 + index * CELL + 15), word if word != "PAD" else "P", size=11, anchor="end")
    for row in range(len(WORDS)):
        for column in range(len(WORDS)):
            fill = PALE if sees(row, column) else GREY
            d.box((left + column * CELL, 50 + row * CELL), (CELL, CELL), fill=fill, radius=0)
    d.text((left + 55, 178), "列：键　行：查询", size=11)


if __name__ == "__main__":
    figure().save()
