"""Beam search of width two on a table of probabilities, worked out by the search itself."""

from draw import LIGHT, PALE, WHITE, Drawing

FIRST = {"a": 0.5, "b": 0.4, "c": 0.1}
NEXT = {
    "a": {"a": 0.4, "b": 0.3, "c": 0.3},
    "b": {"a": 0.8, "b": 0.1, "c": 0.1},
    "c": {"a": 0.9, "b": 0.05, "c": 0.05},
}


def search(width: int, first: dict[str, float], following: dict[str, dict[str, float]]) -> list[tuple[str, float]]:
    """Return the best strings of two symbols that a beam of some width finds, best first."""
    kept = sorted(first.items(), key=lambda pair: -pair[1])[:width]
    longer = [(head + tail, p * q) for head, p in kept for tail, q in following[head].items()]
    return sorted(longer, key=lambda pair: -pair[1])[:width]


def figure() -> Drawing:
    """Draw the tree: what the beam keeps is dark, the best string is framed twice."""
    d = Drawing(name="beam-search", title="束宽为 2 的束搜索：灰色保留，虚线剪掉，最好的是 ba", height=290)
    best = search(2, FIRST, NEXT)
    d.box((8, 128), (50, 28), "开始")
    for i, (head, p) in enumerate(FIRST.items()):
        y = 50.0 + i * 92
        kept = i < 2
        d.arrow((58, 142), (149, y), dash="" if kept else "3 3")
        d.box((150, y - 14), (84, 28), f"{head}：{p:g}", fill=LIGHT if kept else WHITE, dash="" if kept else "3 3")
        if not kept:
            d.text((244, y + 4), "第一步就被剪掉", size=11, anchor="start")
            continue
        for j, (tail, q) in enumerate(NEXT[head].items()):
            name, z = head + tail, y - 30 + j * 30
            chosen = name in [found for found, _ in best]
            d.arrow((234, y), (319, z), dash="" if chosen else "3 3")
            d.box(
                (320, z - 12),
                (96, 24),
                f"{name}：{p * q:.2f}",
                fill=PALE if chosen else WHITE,
                dash="" if chosen else "3 3",
            )
            if name == best[0][0]:
                d.text((422, z + 4), "最好", size=11, anchor="start")
    d.text((192, 280), "第一步", size=12)
    d.text((368, 280), "第二步", size=12)
    return d


if __name__ == "__main__":
    figure().save()
