"""The whole Transformer: encoder, decoder, and what passes between them (Vaswani et al. 2017, figure 1)."""

from draw import GREY, LIGHT, PALE, Drawing, Point

ROW = 40.0


def figure() -> Drawing:
    """Draw one layer of each stack between embeddings and output."""
    d = Drawing(name="transformer", title="Transformer：编码器的输出作为解码器每一层交叉注意力的键和值", height=404)
    d.box((20, 152), (160, 150), fill="#fff", stroke=GREY, dash="5 3")
    d.box((250, 70), (160, 232), fill="#fff", stroke=GREY, dash="5 3")
    d.text((16, 146), "编码器 × N", anchor="start", fill=GREY)
    d.text((414, 64), "解码器 × N", anchor="end", fill=GREY)
    _stack(d, 32, ("多头自注意力", "加残差、LayerNorm", "前馈网络", "加残差、LayerNorm"), 264)
    _stack(
        d,
        262,
        (
            "带因果掩码的自注意力",
            "加残差、LayerNorm",
            "交叉注意力",
            "加残差、LayerNorm",
            "前馈网络",
            "加残差、LayerNorm",
        ),
        264,
    )
    for x, words in ((100, "源句：词嵌入 + 位置编码"), (330, "已知译文：词嵌入 + 位置编码")):
        d.box((x - 88, 340), (176, 30), words)
        d.arrow((x, 340), (x, 297))
    d.path([(100, 166), (100, 130), (216, 130), (216, 199)], width=2)
    d.arrow((216, 196), (261, 196), width=2)
    d.text((158, 122), "编码器输出作 K、V")
    d.box((262, 14), (136, 30), "线性层 + softmax", fill=LIGHT)
    d.arrow((330, 91), (330, 45))
    d.text((100, 390), "整句同时输入", size=11)
    d.text((330, 390), "训练时整句右移一位输入，推理时逐词增长", size=11)
    return d


def _stack(d: Drawing, x: float, names: tuple[str, ...], bottom: float) -> None:
    for index, name in enumerate(names):
        y = bottom - index * (34.5)
        is_norm = "LayerNorm" in name
        corner: Point = (x, y)
        d.box(corner, (136, 27), name, fill=PALE if is_norm else LIGHT, font=11)
        if index:
            d.arrow((x + 68, y + 34.5), (x + 68, y + 28))


if __name__ == "__main__":
    figure().save()
