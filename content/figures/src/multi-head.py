"""Multi-head attention: projections to smaller spaces, attention in each, concatenation, one more projection."""

from draw import LIGHT, PALE, Drawing

HEADS = (("头 1", 24), ("头 2", 150), ("头 h", 318))


def figure() -> Drawing:
    """Draw three of the heads between the input and the output."""
    d = Drawing(name="multi-head", title="多头注意力：各头投影到较小的子空间分别做注意力，拼接后再经过 W_O", height=300)
    d.box((137, 262), (180, 28), "输入 X（n × d）", fill=LIGHT)
    d.text((276, 150), "……", size=14)
    for name, x in HEADS:
        centre = x + 56
        d.arrow((227, 262), (centre, 224))
        d.box((x, 190), (112, 32), "投影 Q、K、V", "（d → d/h）", font=11)
        d.arrow((centre, 190), (centre, 162))
        d.box((x, 128), (112, 32), f"{name}：注意力", fill=PALE)
        d.arrow((centre, 128), (227, 96))
    d.box((107, 66), (240, 28), "拼接：h 个 d/h 维合成 d 维")
    d.arrow((227, 66), (227, 44))
    d.box((137, 14), (180, 28), "输出投影 W_O（d × d）", fill=LIGHT)
    return d


if __name__ == "__main__":
    figure().save()
