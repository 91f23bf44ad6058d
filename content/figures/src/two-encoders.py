"""Two ways to compare texts with a learned model: two towers, or one encoder that reads both."""

from draw import LIGHT, PALE, Drawing


def figure() -> Drawing:
    """Draw the bi-encoder on the left and the cross-encoder on the right."""
    d = Drawing(
        name="two-encoders", title="双塔与交叉编码器：前者分别编码再比较向量，后者把两段文本拼接后一起编码", height=250
    )
    for x, name in ((14, "文本 A"), (124, "文本 B")):
        d.box((x, 196), (88, 30), name)
        d.box((x, 136), (88, 36), "编码器", fill=LIGHT)
        d.box((x, 88), (88, 26), "句向量", fill=PALE)
        d.arrow((x + 44, 196), (x + 44, 173))
        d.arrow((x + 44, 136), (x + 44, 115))
        d.arrow((x + 44, 88), (112, 57))
    d.line((102, 154), (124, 154), dash="3 3")
    d.text((113, 188), "共享参数", size=11)
    d.box((62, 26), (100, 30), "余弦相似度")
    d.box((268, 196), (172, 30), "[CLS] A [SEP] B [SEP]")
    d.box((268, 122), (172, 50), "编码器（A、B 的词", "互相注意）", fill=LIGHT)
    d.box((304, 74), (100, 26), "[CLS] 向量", fill=PALE)
    d.box((304, 26), (100, 28), "分类器打分")
    d.arrow((354, 196), (354, 173))
    d.arrow((354, 122), (354, 101))
    d.arrow((354, 74), (354, 55))
    d.text((112, 246), "双塔：可预先算好向量，用于召回", size=11)
    d.text((354, 246), "交叉编码器：更准，用于重排", size=11)
    return d


if __name__ == "__main__":
    figure().save()
