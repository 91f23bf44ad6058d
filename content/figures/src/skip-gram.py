"""Skip-gram: the centre word's vector predicts every word of its window."""

from draw import GREY, LIGHT, PALE, Drawing

WORDS = ("我", "每天", "喝", "热", "咖啡")


def figure() -> Drawing:
    """Draw one centre word, its vector, and the four predictions of a window of two."""
    d = Drawing(name="skip-gram", title="Skip-gram：由中心词的向量分别预测窗口内的每个词", height=226)
    d.box((14, 96), (76, 34), "喝", fill=LIGHT, font=14)
    d.text((52, 150), "中心词")
    d.box((142, 96), (92, 34), "查表得 v", fill=PALE)
    d.text((188, 150), "中心词向量")
    d.arrow((90, 113), (140, 113))
    for row, index in enumerate((0, 1, 3, 4)):
        y = 20 + row * 50
        d.box((330, y), (76, 30), WORDS[index], font=14)
        d.arrow((234, 113), (328, y + 15))
        d.text((412, y + 20), f"{index - 2:+d}", size=11, anchor="start", fill=GREY)
    d.text((284, 216), "四次预测共用同一个 v，各算一项损失", size=11)
    return d


if __name__ == "__main__":
    figure().save()
