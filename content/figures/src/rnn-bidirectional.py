"""A bidirectional recurrent network (Schuster & Paliwal 1997)."""

from draw import LIGHT, PALE, Drawing

WORDS = ("我", "爱", "读书", "。")


def figure() -> Drawing:
    """Draw both chains of states and their joined outputs."""
    d = Drawing(name="rnn-bidirectional", title="双向 RNN：正向与反向的隐状态按位置拼接", height=240)
    for index, word in enumerate(WORDS):
        x = 76.0 + index * 104
        d.circle((x, 214), 18, word)
        d.box((x - 26, 146), (52, 26), "正向", fill=LIGHT)
        d.box((x - 26, 84), (52, 26), "反向", fill=PALE)
        d.box((x - 30, 16), (60, 28), "拼接 2h")
        d.arrow((x - 10, 199), (x - 10, 173))
        d.arrow((x + 14, 203), (x + 34, 180), (x + 34, 128), (x + 16, 111))
        d.arrow((x - 14, 146), (x - 36, 128), (x - 36, 62), (x - 14, 45))
        d.arrow((x + 6, 84), (x + 6, 45))
        if index + 1 < len(WORDS):
            d.arrow((x + 26, 159), (x + 77, 159))
            d.arrow((x + 78, 97), (x + 27, 97))
    return d


if __name__ == "__main__":
    figure().save()
