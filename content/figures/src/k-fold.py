"""Five-fold cross validation beside the test set that stays untouched."""

from draw import LIGHT, WHITE, Drawing

FOLDS, WIDE, HIGH = 5, 56.0, 24.0


def figure() -> Drawing:
    """Draw five rows; the validation part of each is grey."""
    d = Drawing(name="k-fold", title="五折交叉验证：每折轮流作验证集，测试集始终不动", height=206)
    for row in range(FOLDS):
        y = 30 + row * 28
        d.text((58, y + 16), f"第 {row + 1} 次", anchor="end")
        for fold in range(FOLDS):
            held = fold == row
            d.box((66 + fold * WIDE, y), (WIDE, HIGH), "验证" if held else "训练", fill=LIGHT if held else WHITE)
    d.box((66 + FOLDS * WIDE + 16, 30), (72, 4 * 28 + HIGH), "测试集", "最后用一次", dash="5 3")
    d.text((66 + FOLDS * WIDE / 2, 20), "开发数据分成 5 份")
    d.text((66 + FOLDS * WIDE / 2, 192), "成绩取 5 次验证的平均")
    return d


if __name__ == "__main__":
    figure().save()
