"""The two residual blocks of He et al. 2016."""

from draw import LIGHT, PALE, Drawing

BASIC = ("3×3 卷积，BN", "ReLU", "3×3 卷积，BN")
NECK = ("1×1 卷积（降维），BN，ReLU", "3×3 卷积，BN，ReLU", "1×1 卷积（升维），BN")


def figure() -> Drawing:
    """Draw both blocks from the input above to the output below."""
    d = Drawing(name="resnet-block", title="残差块：左为基本块，右为瓶颈块，输入跳过卷积后相加，再过 ReLU", height=290)
    _block(d, 110, 55, "基本块", BASIC)
    _block(d, 330, 88, "瓶颈块", NECK)
    return d


def _block(d: Drawing, x: float, half: float, name: str, parts: tuple[str, ...]) -> None:
    d.text((x, 16), name, size=13)
    d.math((x + 8, 36), "x", anchor="start")
    above = 24.0
    for index, part in enumerate(parts):
        y = 56.0 + index * 48
        d.box((x - half, y), (2 * half, 28), part, fill=PALE if part == "ReLU" else LIGHT)
        d.arrow((x, above), (x, y - 1))
        above = y + 28
    d.circle((x, 208), 11, "+", font=14)
    d.arrow((x, above), (x, 196))
    d.arrow((x, 44), (x - half - 14, 44), (x - half - 14, 208), (x - 12, 208), dash="4 3")
    d.text((x - half - 4, 226), "捷径", size=11, anchor="start")
    d.box((x - 32, 238), (64, 26), "ReLU", fill=PALE)
    d.arrow((x, 219), (x, 237))
    d.arrow((x, 264), (x, 286))


if __name__ == "__main__":
    figure().save()
