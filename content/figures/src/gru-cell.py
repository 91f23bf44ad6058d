"""The GRU cell (Cho et al. 2014); z near one keeps the old state."""

from draw import LIGHT, PALE, Drawing

TOP, BUS = 46.0, 210.0


def figure() -> Drawing:
    """Draw the state along the top, the two gates and the candidate."""
    d = Drawing(name="gru-cell", title="GRU 单元：重置门管候选，更新门在旧状态与候选之间取加权平均", height=256)
    d.box((52, 18), (350, 212), fill="#fff", stroke="#999", dash="5 4", radius=10)
    d.arrow((8, TOP), (239, TOP))
    d.circle((250, TOP), 11, "×", font=14)
    d.arrow((261, TOP), (349, TOP))
    d.circle((360, TOP), 11, "+", font=14)
    d.arrow((371, TOP), (446, TOP))
    d.text((26, TOP - 8), "h(t-1)", size=11)
    d.text((428, TOP - 8), "h(t)", size=11)
    for x, name, kind in ((130.0, "r", "σ"), (250.0, "z", "σ"), (320.0, "候选", "tanh")):
        d.box((x - 22, 150), (44, 26), kind, fill=PALE if kind == "tanh" else LIGHT)
        d.text((x + 8, 144), name, size=12, anchor="start", italic=name.isascii())
    d.arrow((250, 150), (250, TOP + 12))
    d.circle((130, 100), 11, "×", font=14)
    d.arrow((130, 150), (130, 112))
    d.arrow((80, TOP), (80, 100), (118, 100))
    d.arrow((141, 100), (190, 100), (190, 190), (306, 190), (306, 177), dash="4 3")
    d.text((196, 116), "r⊙h", size=11, anchor="start")
    d.circle((360, 100), 11, "×", font=14)
    d.arrow((320, 150), (320, 130), (360, 130), (360, 112))
    d.arrow((360, 89), (360, TOP + 12))
    d.arrow((250, 86), (300, 86), (300, 100), (348, 100))
    d.text((304, 82), "1−z", size=11, anchor="start")
    d.path([(66, TOP), (66, BUS), (250, BUS)], width=1.2)
    for x in (130.0, 250.0):
        d.arrow((x, BUS), (x, 177))
    d.arrow((334, 250), (334, 177))
    d.text((326, 248), "x(t) 也送到两个门", size=11, anchor="end")
    return d


if __name__ == "__main__":
    figure().save()
