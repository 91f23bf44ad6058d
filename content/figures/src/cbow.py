"""CBOW: the mean of the window's vectors predicts the centre word."""

from draw import LIGHT, PALE, Drawing

CONTEXT = ("我", "每天", "热", "咖啡")


def figure() -> Drawing:
    """Draw four context words, the mean of their vectors, and one prediction."""
    d = Drawing(name="cbow", title="CBOW：把窗口内各词的向量取平均，预测中心词", height=226)
    for row, word in enumerate(CONTEXT):
        y = 16 + row * 48
        d.box((14, y), (76, 30), word, font=14)
        d.box((132, y), (62, 30), f"v{row + 1}", fill=PALE)
        d.arrow((90, y + 15), (130, y + 15))
        d.arrow((194, y + 15), (250, 103))
    d.circle((272, 103), 20, "平均")
    d.arrow((292, 103), (354, 103))
    d.box((356, 86), (76, 34), "喝", fill=LIGHT, font=14)
    d.text((394, 140), "中心词")
    d.text((227, 218), "一个窗口只做一次预测，词在窗口里的次序不起作用", size=11)
    return d


if __name__ == "__main__":
    figure().save()
