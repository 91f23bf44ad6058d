"""The LSTM cell with its three gates (Hochreiter & Schmidhuber 1997; Gers et al. 2000)."""

from draw import LIGHT, PALE, Drawing

TOP, BUS = 50.0, 220.0


def figure() -> Drawing:
    """Draw the memory along the top and the gates that act on it."""
    d = Drawing(
        name="lstm-cell", title="LSTM 单元：遗忘门乘旧记忆，输入门乘候选，相加得新记忆，输出门决定露出多少", height=270
    )
    d.box((52, 22), (350, 222), fill="#fff", stroke="#999", dash="5 4", radius=10)
    d.arrow((8, TOP), (99, TOP))
    d.circle((110, TOP), 11, "×", font=14)
    d.arrow((121, TOP), (214, TOP))
    d.circle((225, TOP), 11, "+", font=14)
    d.arrow((236, TOP), (446, TOP))
    d.text((26, TOP - 8), "c(t-1)", size=11)
    d.text((428, TOP - 8), "c(t)", size=11)
    for x, name, kind in ((110.0, "f", "σ"), (180.0, "i", "σ"), (250.0, "候选", "tanh"), (320.0, "o", "σ")):
        d.box((x - 22, 158), (44, 26), kind, fill=PALE if kind == "tanh" else LIGHT)
        d.arrow((x, BUS), (x, 185))
        d.text((x + 8, 152), name, size=12, anchor="start", italic=name.isascii())
    d.arrow((110, 158), (110, TOP + 12))
    d.circle((225, 110), 11, "×", font=14)
    d.arrow((225, 99), (225, TOP + 12))
    d.arrow((180, 158), (180, 110), (213, 110))
    d.arrow((250, 158), (250, 110), (237, 110))
    d.box((344, 78), (44, 24), "tanh", fill=PALE)
    d.arrow((366, TOP), (366, 77))
    d.circle((366, 130), 11, "×", font=14)
    d.arrow((366, 102), (366, 118))
    d.arrow((320, 158), (320, 130), (354, 130))
    d.arrow((366, 141), (366, BUS), (446, BUS))
    d.text((428, BUS - 8), "h(t)", size=11)
    d.path([(8, BUS), (320, BUS)], width=1.2)
    d.text((26, BUS - 8), "h(t-1)", size=11)
    d.arrow((78, 266), (78, BUS + 1))
    d.text((86, 262), "x(t)，与 h(t-1) 拼接", size=11, anchor="start")
    return d


if __name__ == "__main__":
    figure().save()
