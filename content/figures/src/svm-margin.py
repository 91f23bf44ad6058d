"""The largest margin between two classes: w = (0.5, 0.5), b = −1, support vectors (2, 2) and (0, 0)."""

from draw import DASHES, Axes, Drawing

POSITIVE = ((2.0, 2.0), (3.0, 2.0))
NEGATIVE = ((0.0, 0.0), (0.0, -1.0))
SUPPORT = ((2.0, 2.0), (0.0, 0.0))


def figure() -> Drawing:
    """Draw the points, the separating line x1 + x2 = 2 and the two supporting lines x1 + x2 = 0 and 4."""
    d = Drawing(name="svm-margin", title="最大间隔超平面：实线是决策面，虚线过支持向量，间隔为 2/‖w‖", height=290)
    axes = Axes(drawing=d, at=(90, 20), size=(270, 225), x=(-2, 4), y=(-1.5, 3.5))
    axes.frame(xticks=(-2, 0, 2, 4), yticks=(-1, 0, 1, 2, 3), xlabel="x₁")
    for total, dash in ((0.0, DASHES[1]), (2.0, ""), (4.0, DASHES[1])):
        ends = [(max(-2.0, total - 3.5), min(3.5, total + 2)), (min(4.0, total + 1.5), max(-1.5, total - 4))]
        d.path([axes.place(*end) for end in ends], dash=dash, width=1.4 if dash else 2.2)
    d.arrow(axes.place(0.5, 1.5), axes.place(1.5, 2.5))
    d.arrow(axes.place(0.5, 1.5), axes.place(-0.5, 0.5))
    axes.note(0.9, 2.3, "2/‖w‖", anchor="end")
    for x, y in SUPPORT:
        d.circle(axes.place(x, y), 9)
    for x, y in POSITIVE:
        d.circle(axes.place(x, y), 5, fill="#111")
    for x, y in NEGATIVE:
        d.circle(axes.place(x, y), 5)
    axes.note(2.85, -0.8, "w·x + b = 0", size=11)
    axes.note(3.25, 1.05, "w·x + b = 1", size=11)
    axes.note(-1.85, -0.5, "w·x + b = −1", size=11)
    return d


if __name__ == "__main__":
    figure().save()
