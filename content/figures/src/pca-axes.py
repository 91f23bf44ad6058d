"""The principal axes of four points about their mean (3, 4): (1, 1) with variance 6, (1, −1) with 2/3."""

from math import sqrt

from draw import DASHES, GREY, Axes, Drawing

DATA = ((5.0, 5.0), (4.0, 6.0), (2.0, 2.0), (1.0, 3.0))
MEAN = (3.0, 4.0)


def figure() -> Drawing:
    """Draw the points, both axes as long as one standard deviation, and the projections on the first."""
    d = Drawing(name="pca-axes", title="PCA：箭头是两条主轴，长度为该方向的标准差，虚线是到第一主轴的投影", height=290)
    axes = Axes(drawing=d, at=(100, 16), size=(230, 230), x=(0, 6), y=(1, 7))
    axes.frame(xticks=(0, 2, 4, 6), yticks=(1, 3, 5, 7), xlabel="x₁")
    d.path([axes.place(0, 1), axes.place(6, 7)], width=1, stroke=GREY)
    for x, y in DATA:
        along = ((x - MEAN[0]) + (y - MEAN[1])) / 2
        foot = (MEAN[0] + along, MEAN[1] + along)
        d.line(axes.place(x, y), axes.place(*foot), dash=DASHES[2], width=1.6)
        d.circle(axes.place(x, y), 4.5, fill="#111")
        d.circle(axes.place(*foot), 3)
    for sign, variance in ((1, 6.0), (-1, 2 / 3)):
        step = sqrt(variance / 2)
        d.arrow(axes.place(*MEAN), axes.place(MEAN[0] + step, MEAN[1] + sign * step), width=2.6)
    axes.note(4.75, 5.75, "PC1：λ = 6")
    axes.note(3.65, 3.2, "PC2：λ = 2/3")
    d.circle(axes.place(*MEAN), 3.5, fill="#fff")
    return d


if __name__ == "__main__":
    figure().save()
