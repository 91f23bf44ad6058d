"""Three rounds of gradient boosting with stumps on four points (squared loss, learning rate 0.5)."""

from draw import GREY, Axes, Drawing

X = (1.0, 2.0, 3.0, 4.0)
Y = (1.0, 2.0, 6.0, 7.0)
RATE = 0.5


def stump(residual: list[float]) -> tuple[float, float, float]:
    """Return the cut and the two leaf values with the least squared error."""
    found = []
    for k in range(1, len(X)):
        low, high = sum(residual[:k]) / k, sum(residual[k:]) / (len(X) - k)
        loss = sum((r - low) ** 2 for r in residual[:k]) + sum((r - high) ** 2 for r in residual[k:])
        found.append((loss, (X[k - 1] + X[k]) / 2, low, high))
    return min(found)[1:]


def rounds(count: int) -> list[list[float]]:
    """Return the predictions before the first round and after each."""
    fits = [[sum(Y) / len(Y)] * len(X)]
    for _ in range(count):
        cut, low, high = stump([y - f for y, f in zip(Y, fits[-1], strict=True)])
        fits.append([f + RATE * (low if x < cut else high) for x, f in zip(X, fits[-1], strict=True)])
    return fits


def figure() -> Drawing:
    """Draw the data, the stairs of the model and the residuals, at the start and after rounds 1 and 3."""
    d = Drawing(name="boosting-residuals", title="梯度提升：初值、第 1 轮、第 3 轮之后，残差平方和逐步减小", height=220)
    fits = rounds(3)
    for panel, done in enumerate((0, 1, 3)):
        fit = fits[done]
        loss = sum((y - f) ** 2 for y, f in zip(Y, fit, strict=True))
        axes = Axes(drawing=d, at=(34 + 146 * panel, 40), size=(116, 130), x=(0.5, 4.5), y=(0, 8))
        axes.frame(xticks=(1, 2, 3, 4), yticks=(0, 4, 8), xlabel="x")
        d.text((92 + 146 * panel, 20), f"{done} 轮，平方和 {loss:.4g}" if done else f"初值，平方和 {loss:.4g}")
        for x, y, f in zip(X, Y, fit, strict=True):
            d.line(axes.place(x, y), axes.place(x, f), dash="2 3", stroke=GREY, width=1.6)
            d.line(axes.place(x - 0.5, f), axes.place(x + 0.5, f), width=2.2)
            d.circle(axes.place(x, y), 3.5, fill="#111")
    return d


if __name__ == "__main__":
    figure().save()
