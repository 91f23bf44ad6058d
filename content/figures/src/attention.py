"""Scaled dot-product attention, step by step with shapes (Vaswani et al. 2017, section 3.2.1)."""

from draw import LIGHT, PALE, Drawing


def figure() -> Drawing:
    """Draw the flow from Q, K and V to the output."""
    d = Drawing(name="attention", title="缩放点积注意力：QKᵀ、缩放、掩码、softmax、与 V 相乘", height=212)
    for y, name, shape in ((14, "Q", "n×d"), (64, "K", "m×d"), (160, "V", "m×d")):
        d.box((10, y), (44, 34), name, fill=LIGHT, font=14)
        d.text((32, y + 47), shape, size=11)
    steps = ((92, "点积", "Q Kᵀ"), (168, "缩放", "÷ √d"), (244, "掩码", "（可选）"), (320, "softmax", "按行"))
    for x, *lines in steps:
        d.box((x, 36), (62, 44), *lines, fill=PALE)
    d.arrow((54, 31), (90, 50))
    d.arrow((54, 81), (90, 66))
    for x in (154, 230, 306):
        d.arrow((x, 58), (x + 13, 58))
    d.text((123, 98), "n×m", size=11)
    d.text((351, 98), "权重 n×m", size=11)
    d.box((352, 154), (82, 44), "加权求和", "权重 · V", fill=PALE)
    d.path([(382, 58), (393, 58), (393, 140)], width=1.2)
    d.arrow((393, 138), (393, 153))
    d.arrow((54, 177), (351, 177))
    d.text((302, 170), "值只在最后一步参与", size=11, anchor="end")
    d.text((393, 210), "输出 n×d", size=11)
    return d


if __name__ == "__main__":
    figure().save()
