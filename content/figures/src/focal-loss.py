"""Focal loss −(1 − p)^γ ln p for several γ: the larger γ, the less easy samples count."""

from math import log

from draw import DASHES, Axes, Drawing

GAMMAS = (0, 0.5, 1, 2, 5)


def focal(p: float, gamma: float) -> float:
    """Return the focal loss of a sample whose true class got probability p."""
    return -((1 - p) ** gamma) * log(p)


def figure() -> Drawing:
    """Draw one curve for each γ."""
    d = Drawing(name="focal-loss", title="focal loss：γ 越大，容易样本的损失压得越低；γ=0 就是交叉熵", height=244)
    axes = Axes(drawing=d, at=(40, 26), size=(394, 170), x=(0.005, 1), y=(0, 4))
    axes.frame(xticks=(0.2, 0.4, 0.6, 0.8, 1), yticks=(0, 1, 2, 3, 4), xlabel="真实类别的预测概率", ylabel="损失")
    for gamma, dash in zip(GAMMAS, DASHES, strict=True):
        axes.curve(lambda p, g=gamma: focal(p, g), dash=dash, width=2.2 if gamma == 0 else 1.6)
    for index, (gamma, dash) in enumerate(zip(GAMMAS, DASHES, strict=True)):
        y = 40 + index * 18
        d.line((300, y), (344, y), dash=dash, width=2.2 if gamma == 0 else 1.6)
        d.text((352, y + 4), f"γ = {gamma}" + ("（交叉熵）" if gamma == 0 else ""), anchor="start", size=11)
    return d


if __name__ == "__main__":
    figure().save()
