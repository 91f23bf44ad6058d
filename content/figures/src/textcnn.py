"""TextCNN (Kim 2014): kernels of several widths, each pooled to one number."""

from draw import GREY, LIGHT, PALE, Drawing

WORDS = ("这", "家", "店", "的", "面", "很", "好吃")
WIDTHS = (2, 3, 4)
CELL = 26.0


def figure() -> Drawing:
    """Draw the sentence, one feature map per width, the pooled vector and the classifier."""
    d = Drawing(name="textcnn", title="TextCNN：不同宽度的核沿词滑动，最大池化后拼接，再分类", height=262)
    for row, word in enumerate(WORDS):
        y = 40 + row * CELL
        d.text((38, y + 17), word, anchor="end")
        for column in range(4):
            d.box((44 + column * 17, y), (17, CELL), fill=PALE if row < WIDTHS[-1] else "#fff", radius=0, stroke=GREY)
    d.text((78, 28), "词向量矩阵")
    for index, width in enumerate(WIDTHS):
        count, y = len(WORDS) - width + 1, 40.0 + index * 66
        for place in range(count):
            d.box((186 + place * 15, y), (15, 22), fill=LIGHT if place == index + 1 else "#fff", radius=0)
        d.arrow((114, 130), (184, y + 11))
        d.text((186, y + 37), f"宽 {width}：{count} 个值", size=11, anchor="start")
        d.arrow((186 + count * 15, y + 11), (315, 78 + index * 30 + 15))
        d.box((316, 78 + index * 30), (30, 30), "max", fill=LIGHT, font=11, radius=0)
    d.text((230, 28), "特征图（每种宽度画一个核）")
    d.text((331, 190), "拼接")
    d.box((384, 104), (58, 38), "全连接", "softmax", font=11)
    d.arrow((346, 123), (383, 123))
    return d


if __name__ == "__main__":
    figure().save()
