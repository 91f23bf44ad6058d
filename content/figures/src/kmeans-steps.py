"""K-means on six numbers with two badly placed centres: two moves and it stands still."""

from draw import GREY, LIGHT, Axes, Drawing

DATA = (1.0, 2.0, 4.0, 10.0, 11.0, 15.0)
START = (1.0, 2.0)


def assign(centres: tuple[float, ...]) -> list[int]:
    """Return the number of the nearest centre of every point."""
    return [min(range(len(centres)), key=lambda j: abs(x - centres[j])) for x in DATA]


def move(labels: list[int]) -> tuple[float, ...]:
    """Return the mean of every cluster."""
    groups = [[x for x, label in zip(DATA, labels, strict=True) if label == j] for j in range(len(START))]
    return tuple(sum(group) / len(group) for group in groups)


def figure() -> Drawing:
    """Draw three lines: the start, after the first move and at rest."""
    d = Drawing(name="kmeans-steps", title="K-means：三角是中心，空心与实心是两簇，两次移动后不再变化", height=230)
    centres = START
    for row, name in enumerate(("初始", "移动一次", "移动两次（收敛）")):
        labels = assign(centres)
        axes = Axes(drawing=d, at=(30, 20 + 68 * row), size=(394, 36), x=(0, 16), y=(0, 1))
        d.line(axes.place(0, 0), axes.place(16, 0), stroke=GREY)
        border = sum(centres) / 2
        d.line(axes.place(border, -0.3), axes.place(border, 1.1), dash="2 3", stroke=LIGHT, width=2)
        axes.note(16, 0.85, name, anchor="end")
        for x, label in zip(DATA, labels, strict=True):
            d.circle(axes.place(x, 0), 6, fill="#111" if label else "#fff")
        for label, centre in enumerate(centres):
            x, y = axes.place(centre, 0)
            tip = [(x, y - 9), (x - 6, y - 20), (x + 6, y - 20)]
            d.path(tip, closed=True, width=1.2, fill="#111" if label else "#fff")
            d.text((x, y + 22), f"{centre:.3g}", size=11)
        centres = move(labels)
    return d


if __name__ == "__main__":
    figure().save()
