"""Seq2Seq with attention (Bahdanau et al. 2015): a decoder state weighs all the encoder's states."""

from math import exp

from draw import LIGHT, PALE, Drawing

SCORES = (0.2, 2.0, 0.6)
SOURCE = ("I", "love", "books")
TARGET = ("<s>", "我")


def weights() -> list[float]:
    """Return the softmax of the scores."""
    total = sum(exp(s) for s in SCORES)
    return [exp(s) / total for s in SCORES]


def figure() -> Drawing:
    """Draw the encoder on the left, the decoder on the right and one step's weights above."""
    d = Drawing(name="seq2seq-attention", title="带注意力的 Seq2Seq：上下文向量是编码器各状态的加权和", height=270)
    d.circle((150, 40), 20, "c(t)", fill=PALE, font=11)
    for index, (word, weight) in enumerate(zip(SOURCE, weights(), strict=True)):
        x = 60.0 + index * 84
        d.box((x - 26, 150), (52, 30), f"h{index + 1}", fill=LIGHT)
        d.arrow((x, 226), (x, 181))
        d.text((x, 242), word)
        d.arrow((x, 150), (150 + (x - 144) * 0.2, 62), width=0.8 + 3 * weight)
        d.text((x + (-26 if index == 0 else 12), 112), f"{weight:.2f}", size=11, anchor="start")
        if index:
            d.arrow((x - 58, 165), (x - 27, 165))
    d.arrow((254, 165), (305, 165))
    for index, word in enumerate(TARGET):
        x = 332.0 + index * 84
        d.box((x - 26, 150), (52, 30), f"s{index + 1}", fill=PALE)
        d.arrow((x, 226), (x, 181))
        d.text((x, 242), word)
        d.arrow((x, 150), (x, 110))
        d.text((x, 102), ("我", "爱")[index])
    d.arrow((359, 165), (389, 165))
    d.arrow((170, 40), (374, 40), (374, 134), (402, 149))
    d.text((276, 32), "生成第二个词时的上下文", size=11)
    d.text((144, 263), "编码器", size=12)
    d.text((374, 263), "解码器", size=12)
    return d


if __name__ == "__main__":
    figure().save()
