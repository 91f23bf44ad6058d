"""Hierarchical softmax: a Huffman tree of five words, and the path that gives one of them its probability."""

from __future__ import annotations

import heapq

from draw import LIGHT, Drawing, Point

COUNTS = {"的": 8, "猫": 4, "狗": 3, "咖啡": 2, "望远镜": 1}
TARGET = "狗"
Node = str | tuple["Node", "Node"]


def tree(counts: dict[str, int]) -> Node:
    """Return the Huffman tree: a word, or a pair of subtrees with a word before a further pair."""
    heap: list[tuple[int, int, Node]] = [(count, index, word) for index, (word, count) in enumerate(counts.items())]
    heapq.heapify(heap)
    serial = len(heap)
    while len(heap) > 1:
        (light, _, one), (heavy, _, other) = heapq.heappop(heap), heapq.heappop(heap)
        pair = (one, other) if isinstance(one, str) else (other, one)
        heapq.heappush(heap, (light + heavy, serial, pair))
        serial += 1
    return heap[0][2]


def codes(node: Node, code: str = "") -> dict[str, str]:
    """Return every word's turns from the root: 0 is left, 1 is right."""
    if isinstance(node, str):
        return {node: code}
    return codes(node[0], code + "0") | codes(node[1], code + "1")


def figure() -> Drawing:
    """Draw the tree with the turns towards one word in bold."""
    d = Drawing(
        name="hierarchical-softmax",
        title="层次 softmax：五个词的哈夫曼树，一个词的概率是沿路各次左右判断的概率之积",
        height=290,
    )
    target = codes(tree(COUNTS))[TARGET]
    _draw(d, tree(COUNTS), (112, 26), "", target)
    d.text((444, 26), f"“{TARGET}”的编码：{target}", anchor="end")
    d.text((444, 46), f"做 {len(target)} 次二分类", anchor="end")
    d.text((444, 66), "方框里的数字是词频", anchor="end", size=11)
    return d


def _draw(d: Drawing, node: Node, at: Point, code: str, target: str) -> None:
    x, y = at
    if isinstance(node, str):
        d.box((x - 32, y - 14), (64, 28), f"{node} {COUNTS[node]}", fill=LIGHT if code == target else "#fff")
        return
    for turn, child, below in (("0", node[0], (x - 72, y + 60)), ("1", node[1], (x + 72, y + 60))):
        chosen = target.startswith(code + turn)
        top = (below[0], below[1] - (14 if isinstance(child, str) else 12))
        d.line((x, y), top, width=2.8 if chosen else 1.1)
        d.text(((x + top[0]) / 2 + (-12 if turn == "0" else 12), (y + top[1]) / 2), turn, size=11)
        _draw(d, child, below, code + turn, target)
    d.circle((x, y), 12, str(len(code) + 1), font=11)


if __name__ == "__main__":
    figure().save()
