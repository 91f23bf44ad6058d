"""ELECTRA: a small generator fills the gaps, the discriminator judges every token (Clark et al. 2020, figure 2)."""

from draw import GREY, LIGHT, Drawing

ROWS = (
    (14, ("厨师", "[MASK]", "了", "这", "[MASK]")),
    (166, ("厨师", "吃", "了", "这", "顿饭")),
    (330, ("原词", "换过", "原词", "原词", "原词")),
)


def figure() -> Drawing:
    """Draw the masked sentence, the filled one, and the verdicts."""
    d = Drawing(name="electra", title="ELECTRA：生成器填空，判别器逐词判断是否被替换过", height=212)
    for x, words in ROWS:
        for row, word in enumerate(words):
            special = word in {"[MASK]", "换过"} or (x == 166 and row in (1, 4))
            d.box((x, 30 + row * 28), (66, 24), word, fill=LIGHT if special else "#fff")
    d.box((92, 72), (60, 52), "生成器", "(小 MLM)", fill=LIGHT, font=11)
    d.box((246, 72), (68, 52), "判别器", fill=LIGHT)
    for a, b in ((80, 91), (152, 165), (232, 245), (314, 329)):
        d.arrow((a, 98), (b, 98))
    for x, name in ((47, "遮住 15%"), (199, "填入采样的词"), (363, "逐词二分类")):
        d.text((x, 20), name, size=11)
    d.text((227, 192), "原句：厨师 做 了 这 顿饭；第 5 个词恰好填对，算作原词", size=11)
    d.text((227, 208), "只有判别器用于下游任务", size=11, fill=GREY)
    return d


if __name__ == "__main__":
    figure().save()
