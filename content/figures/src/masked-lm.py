"""What happens to the 15 % of tokens chosen for prediction (Devlin et al. 2019, section 3.1)."""

from draw import GREY, LIGHT, PALE, Drawing

SPLIT = (
    (80, "换成 [MASK]", "今天 [MASK] 很好"),
    (10, "换成随机词元", "今天 苹果 很好"),
    (10, "保持不变", "今天 天气 很好"),
)


def figure() -> Drawing:
    """Draw the bar of all tokens, the chosen part, and its three treatments."""
    d = Drawing(
        name="masked-lm", title="MLM：选中 15% 的词元，其中 80% 换成 [MASK]、10% 换成随机词元、10% 不变", height=224
    )
    d.box((14, 14), (426 * 0.15, 30), "15%", fill=LIGHT, radius=0)
    d.box((14 + 426 * 0.15, 14), (426 * 0.85, 30), "85% 不选，也不计损失", radius=0)
    for x, target in ((14.0, 14.0), (14 + 426 * 0.15, 440.0)):
        d.line((x, 44), (target, 74), dash="4 3", stroke=GREY)
    left = 14.0
    for (share, _, _), fill in zip(SPLIT, (LIGHT, PALE, "#fff"), strict=True):
        width = 426 * share / 100
        d.box((left, 74), (width, 30), f"{share}%", fill=fill, radius=0)
        left += width
    for row, (share, name, example) in enumerate(SPLIT):
        y = 134 + row * 26
        d.text((14, y), f"{share}%", anchor="start")
        d.text((60, y), name, anchor="start")
        d.text((160, y), f"例：{example}", anchor="start")
        d.text((440, y), f"占全部 {share * 0.15:g}%", anchor="end")
    d.text((227, 214), "例句原文“今天 天气 很好”；三种情况的预测目标相同，都是“天气”", size=11)
    return d


if __name__ == "__main__":
    figure().save()
