"""Left: gradient of cross entropy and of squared error in the logit; right: squared, absolute and Huber loss."""

from math import exp

from draw import DASHES, Axes, Drawing


def sigmoid(z: float) -> float:
    """Return 1 / (1 + e^-z)."""
    return 1 / (1 + exp(-z))


def by_cross_entropy(z: float) -> float:
    """Return the size of d(−ln σ)/dz for a positive sample."""
    return 1 - sigmoid(z)


def by_square(z: float) -> float:
    """Return the size of d(σ − 1)²/dz for a positive sample."""
    return 2 * (1 - sigmoid(z)) ** 2 * sigmoid(z)


def huber(e: float) -> float:
    """Return the Huber loss with δ = 1, half the square inside."""
    return e * e / 2 if abs(e) <= 1 else abs(e) - 0.5


def figure() -> Drawing:
    """Draw both panels."""
    d = Drawing(
        name="loss-gradients", title="预测越错交叉熵梯度越大而平方误差梯度趋零；平方、绝对值与 Huber 损失", height=232
    )
    left = Axes(drawing=d, at=(36, 30), size=(176, 156), x=(-6, 6), y=(0, 1.05))
    left.frame(xticks=(-6, -3, 0, 3, 6), yticks=(0, 0.5, 1), xlabel="正样本的 logit z", ylabel="梯度大小")
    left.curve(by_cross_entropy, width=2.2)
    left.curve(by_square, width=2.2, dash=DASHES[1])
    left.note(-0.4, 0.72, "交叉熵")
    left.note(-5.8, 0.24, "平方误差")
    right = Axes(drawing=d, at=(262, 30), size=(176, 156), x=(-3, 3), y=(0, 4))
    right.frame(xticks=(-3, -1, 0, 1, 3), yticks=(0, 1, 2, 3, 4), xlabel="误差", ylabel="损失")
    right.curve(lambda e: e * e, width=2.2)
    right.curve(abs, width=2.2, dash=DASHES[1])
    right.curve(huber, width=2.2, dash=DASHES[2])
    right.note(0, 3.6, "实线 平方", size=11, anchor="middle")
    right.note(0, 3.1, "虚线 绝对值", size=11, anchor="middle")
    right.note(0, 2.6, "点线 Huber", size=11, anchor="middle")
    return d


if __name__ == "__main__":
    figure().save()
