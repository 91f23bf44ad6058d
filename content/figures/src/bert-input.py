"""BERT's input: three embeddings are added at each position (Devlin et al. 2019, figure 2)."""

from draw import LIGHT, PALE, Drawing

TOKENS = ("[CLS]", "天", "晴", "[SEP]", "出", "门", "[SEP]")
SEGMENTS = "AAAABBB"
CELL = 54.0


def figure() -> Drawing:
    """Draw the tokens of a pair of sentences and the three rows of vectors."""
    d = Drawing(name="bert-input", title="BERT 的输入：词元、片段、位置三种向量逐位相加", height=216)
    rows = (
        ("词元", [f"E({t})" if len(t) == 1 else t for t in TOKENS], PALE),
        ("片段", [f"E({s})" for s in SEGMENTS], LIGHT),
    )
    for column, token in enumerate(TOKENS):
        d.text((94 + column * CELL, 24), token, size=13)
    for row, (name, values, fill) in enumerate((*rows, ("位置", [f"E({i})" for i in range(len(TOKENS))], PALE))):
        y = 38 + row * 48
        d.text((8, y + 19), name, anchor="start", size=13)
        for column, value in enumerate(values):
            d.box((70 + column * CELL, y), (48, 28), value, fill=fill, font=11)
            if row:
                d.text((94 + column * CELL, y - 6), "+", size=13)
    d.text((227, 190), "相加后经 LayerNorm 与 dropout，再进入第一层编码器", size=12)
    d.text((227, 208), "片段 A：第一句连同它的 [SEP]；片段 B：第二句连同它的 [SEP]", size=11)
    return d


if __name__ == "__main__":
    figure().save()
