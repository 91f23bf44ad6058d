"""The graph of a hidden Markov model beside that of a linear-chain conditional random field."""

from draw import Drawing


def figure() -> Drawing:
    """Draw directed edges on the left; on the right undirected ones, and the whole sentence as one box."""
    d = Drawing(name="hmm-crf", title="HMM：有向，状态产生观测；线性链 CRF：无向，标签依赖整个观测序列", height=200)
    for left, name in ((20, "HMM（有向，生成）"), (248, "线性链 CRF（无向，判别）")):
        d.text((left + 93, 22), name)
        for i in range(3):
            x = left + 23 + 70 * i
            directed = left == 20
            if i and directed:
                d.arrow((x - 52, 66), (x - 19, 66))
            elif i:
                d.line((x - 52, 66), (x - 18, 66), width=1.8)
            if directed:
                d.arrow((x, 84), (x, 127))
                d.circle((x, 146), 18, f"x{'₁₂₃'[i]}", fill="#ddd")
            else:
                d.line((x, 84), (x, 128), width=1.8)
            d.circle((x, 66), 18, f"y{'₁₂₃'[i]}")
        if left != 20:
            d.box((left, 128), (186, 36), "x = (x₁, x₂, x₃)", fill="#ddd")
    return d


if __name__ == "__main__":
    figure().save()
