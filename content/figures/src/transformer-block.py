"""Where LayerNorm stands: after the addition (the original paper) or before the sublayer (Xiong et al. 2020)."""

from draw import LIGHT, PALE, Drawing

POST = ("注意力", "+", "LayerNorm", "前馈网络", "+", "LayerNorm")
PRE = ("LayerNorm", "注意力", "+", "LayerNorm", "前馈网络", "+")
STEP = 38.0


def figure() -> Drawing:
    """Draw both blocks from the input below to the output above, with their shortcuts."""
    d = Drawing(name="transformer-block", title="Post-LN 与 Pre-LN：归一化在残差相加之后，还是在子层之前", height=330)
    _block(d, 110, "Post-LN（原论文、BERT）", POST)
    _block(d, 340, "Pre-LN（GPT-2 以后常用）", PRE)
    return d


def _block(d: Drawing, x: float, name: str, parts: tuple[str, ...]) -> None:
    d.text((x, 16), name, size=13)
    bottom = 280.0
    source = bottom + 12
    d.text((x, bottom + 30), "x", size=13, italic=True)
    below = bottom + 16
    for index, part in enumerate(parts):
        y = bottom - 18 - index * STEP
        if part == "+":
            d.circle((x, y), 10, "+", font=13)
            d.arrow((x, source), (x - 88, source), (x - 88, y), (x - 11, y), dash="4 3")
            top, lower = y - 10, y + 10
            source = y - 14
        else:
            d.box((x - 54, y - 12), (108, 24), part, fill=PALE if part == "LayerNorm" else LIGHT)
            top, lower = y - 12, y + 12
        d.arrow((x, below), (x, lower + 1))
        below = top
        if part == "LayerNorm" and parts[0] != "LayerNorm":
            source = top - 3
    d.arrow((x, below), (x, below - 20))


if __name__ == "__main__":
    figure().save()
