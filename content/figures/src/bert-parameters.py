"""Where BERT-base keeps its parameters, counted from its shapes."""

from __future__ import annotations

from draw import LIGHT, PALE, Drawing

VOCABULARY, POSITIONS, SEGMENTS, HIDDEN, INNER, LAYERS = 30522, 512, 2, 768, 3072, 12


def counts() -> dict[str, int]:
    """Return the parameters of each part; biases and LayerNorm are with the part they stand in."""
    h, norm = HIDDEN, 2 * HIDDEN
    return {
        "嵌入": (VOCABULARY + POSITIONS + SEGMENTS) * h + norm,
        "注意力 ×12": LAYERS * (4 * (h * h + h) + norm),
        "前馈 ×12": LAYERS * (h * INNER + INNER + INNER * h + h + norm),
        "池化层": h * h + h,
    }


def figure() -> Drawing:
    """Draw one bar for each part."""
    d = Drawing(name="bert-parameters", title="BERT-base 的参数分布：前馈约一半，注意力与嵌入各约四分之一", height=188)
    parts = counts()
    total = sum(parts.values())
    for row, ((name, count), fill) in enumerate(zip(parts.items(), (PALE, LIGHT, LIGHT, PALE), strict=True)):
        y = 14 + row * 36
        d.text((84, y + 18), name, anchor="end")
        length = 210 * count / max(parts.values())
        d.box((92, y), (length, 26), fill=fill, radius=0)
        d.text((100 + length, y + 18), f"{count:,}（{count / total:.1%}）", anchor="start", size=11)
    d.text((227, 178), f"合计 {total:,}")
    return d


if __name__ == "__main__":
    figure().save()
