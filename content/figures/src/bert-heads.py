"""One encoder, four kinds of output layers (Devlin et al. 2019, figure 4)."""

from draw import LIGHT, PALE, Drawing

TASKS = (
    ("单句分类", "[CLS] 句子", (0,), "[CLS] → 类别"),
    ("句对分类", "[CLS] A [SEP] B", (0,), "[CLS] → 关系"),
    ("序列标注", "[CLS] 句子", (1, 2, 3, 4), "每个词元 → 标签"),
    ("抽取式问答", "[CLS] 问 [SEP] 文", (2, 3, 4), "文中词元 → 起、止"),
)


def figure() -> Drawing:
    """Draw the tasks side by side; grey vectors feed the output layer."""
    d = Drawing(name="bert-heads", title="BERT 微调的四类任务：输出层取用不同位置的向量", height=196)
    for index, (name, words, used, goal) in enumerate(TASKS):
        _task(d, 6 + index * 112, name, words, used, goal)
    d.text((227, 188), "灰色的输出向量送进新加的输出层，整个网络一起微调", size=11)
    return d


def _task(d: Drawing, x: float, name: str, words: str, used: tuple[int, ...], goal: str) -> None:
    d.text((x + 53, 16), name, size=13)
    d.text((x + 53, 44), goal, size=11)
    for column in range(5):
        left = x + 2 + column * 21
        chosen = column in used
        d.box((left, 78), (18, 20), fill="#999" if chosen else "#fff", radius=2)
        d.line((left + 9, 98), (left + 9, 108))
        d.line((left + 9, 138), (left + 9, 146))
        if chosen:
            d.arrow((left + 9, 78), (left + 9, 52))
    d.box((x, 108), (106, 30), "BERT", fill=LIGHT)
    d.box((x, 146), (106, 24), words, fill=PALE, font=11)


if __name__ == "__main__":
    figure().save()
