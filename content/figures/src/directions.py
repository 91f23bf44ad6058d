"""Which words the vector of one position depends on: ELMo, GPT and BERT (Devlin et al. 2019, figure 3)."""

from draw import GREY, LIGHT, Drawing

STEP = 30.0


def figure() -> Drawing:
    """Draw two layers of each model over four words."""
    d = Drawing(name="directions", title="ELMo 拼接两个单向模型，GPT 只看左边，BERT 每层都同时看两边", height=214)
    _net(d, 18, "GPT：只看左边", range(-9, 1))
    _net(d, 346, "BERT：每层看两边", range(-9, 10))
    d.text((226, 16), "ELMo：两个单向拼接")
    _lstm(d, 148, 1)
    _lstm(d, 242, -1)
    d.text((178, 186), "左到右", size=11)
    d.text((272, 186), "右到左", size=11)
    d.text((227, 208), "线表示一层之内信息的来处；ELMo 的两半直到最后才拼接", size=11)
    return d


def _nodes(d: Drawing, x: float) -> None:
    for layer, y in enumerate((158, 102, 46)):
        for column in range(4):
            d.circle((x + column * STEP, y), 8, fill="#fff" if layer else LIGHT)


def _net(d: Drawing, x: float, name: str, reach: range) -> None:
    d.text((x + 48, 16), name)
    for y in (158, 102):
        for target in range(4):
            for source in range(4):
                if source - target in reach:
                    d.line((x + source * STEP, y - 8), (x + target * STEP, y - 48), width=0.9, stroke=GREY)
    _nodes(d, x)


def _lstm(d: Drawing, x: float, turn: int) -> None:
    step = 20.0
    for y in (158, 102):
        for column in range(4):
            d.line((x + column * step, y - 8), (x + column * step, y - 48), width=0.9, stroke=GREY)
    for y in (102, 46):
        for column in range(3):
            a, b = (column, column + 1) if turn > 0 else (column + 1, column)
            d.arrow((x + a * step + 6 * turn, y), (x + b * step - 6 * turn, y), width=0.9)
    for layer, y in enumerate((158, 102, 46)):
        for column in range(4):
            d.circle((x + column * step, y), 6, fill="#fff" if layer else LIGHT)


if __name__ == "__main__":
    figure().save()
