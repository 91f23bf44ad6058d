"""Training sees the whole target at once; generation goes word by word and keeps the keys and values it has made."""

from draw import GREY, LIGHT, Drawing

CELL = 26.0
WORDS = ("<s>", "我", "有", "猫")


def figure() -> Drawing:
    """Draw the rows of attention that training and generation work out."""
    d = Drawing(name="kv-cache", title="训练时一次算出整个下三角；推理时每步只新增一行，旧的键和值取自缓存", height=206)
    _triangle(d, 52, "训练：一次前向，四行并行", steps=False)
    _triangle(d, 282, "推理：四步，每步一行", steps=True)
    d.text((227, 196), "深色：键和值当时计算　浅色：键和值取自缓存", size=11)
    return d


def _triangle(d: Drawing, left: float, name: str, *, steps: bool) -> None:
    d.text((left + 56, 16), name)
    for row, word in enumerate(WORDS):
        y = 50 + row * CELL
        d.text((left + row * CELL + 13, 43), word, size=11)
        d.text((left - 6, y + 17), word, size=11, anchor="end")
        for column in range(row + 1):
            old = steps and column < row
            d.box((left + column * CELL, y), (CELL, CELL), fill=LIGHT if old else GREY, radius=0)
        if steps:
            d.text((left + 4 * CELL + 8, y + 17), f"第 {row + 1} 步", size=11, anchor="start")


if __name__ == "__main__":
    figure().save()
