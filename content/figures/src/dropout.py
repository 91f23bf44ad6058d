"""A small network, and the same network thinned by one dropout mask."""

from draw import DASHES, LIGHT, WHITE, Drawing, Point

SIZES = (4, 5, 5, 2)
DROPPED = {(0, 2), (1, 1), (1, 3), (2, 0), (2, 2), (2, 3)}


def place(left: float, layer: int, unit: int) -> Point:
    """Return the centre of a unit."""
    return left + layer * 50, 108 - (SIZES[layer] - 1) * 17 + unit * 34


def net(d: Drawing, left: float, dropped: set[tuple[int, int]]) -> None:
    """Draw one network; dropped units are dashed and have no connections."""
    for layer in range(len(SIZES) - 1):
        for a in range(SIZES[layer]):
            for b in range(SIZES[layer + 1]):
                if (layer, a) not in dropped and (layer + 1, b) not in dropped:
                    d.line(place(left, layer, a), place(left, layer + 1, b), width=0.7)
    for layer, size in enumerate(SIZES):
        for unit in range(size):
            x, y = place(left, layer, unit)
            out = (layer, unit) in dropped
            d.circle((x, y), 9, fill=WHITE if out else LIGHT)
            if out:
                d.line((x - 6, y - 6), (x + 6, y + 6), width=1, dash=DASHES[0])
                d.line((x - 6, y + 6), (x + 6, y - 6), width=1)


def figure() -> Drawing:
    """Draw both networks."""
    d = Drawing(
        name="dropout", title="左：完整网络；右：一次 dropout 之后留下的子网络，打叉的单元本步不参与", height=216
    )
    net(d, 40, set())
    net(d, 266, DROPPED)
    d.text((115, 206), "推理：所有单元都在")
    d.text((341, 206), "训练的一步：随机子网络")
    return d


if __name__ == "__main__":
    figure().save()
