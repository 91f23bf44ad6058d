"""Bagging trains in parallel and averages; boosting trains one after the other and adds up."""

from draw import PALE, Drawing


def figure() -> Drawing:
    """Draw bagging above and boosting below."""
    d = Drawing(name="bagging-boosting", title="上：Bagging 并行抽样再平均；下：Boosting 串行纠错再相加", height=310)
    d.text((10, 20), "Bagging：并行，降方差", anchor="start", weight="bold")
    d.box((10, 68), (60, 40), "训练集", fill=PALE)
    for i in range(3):
        y = 32 + 42 * i
        d.arrow((70, 88), (114, y + 15))
        d.box((114, y), (86, 30), f"自助样本 {i + 1}")
        d.arrow((200, y + 15), (236, y + 15))
        d.box((236, y), (70, 30), f"深树 {i + 1}")
        d.arrow((306, y + 15), (366, 88))
    d.box((366, 68), (76, 40), "平均/投票", fill=PALE)
    d.line((10, 170), (444, 170), stroke="#ccc")
    d.text((10, 192), "Boosting：串行，降偏差", anchor="start", weight="bold")
    for i in range(3):
        x = 14 + 112 * i
        d.box((x, 206), (70, 32), f"浅树 {i + 1}")
        if x < 200:
            d.arrow((x + 70, 222), (x + 112, 222))
        d.arrow((x + 35, 238), (x + 35, 270))
    d.box((14, 270), (294, 30), "加权相加：F = Σ η·hₘ", fill=PALE)
    for x in (105, 217):
        d.text((x, 216), "误差", size=11)
    return d


if __name__ == "__main__":
    figure().save()
