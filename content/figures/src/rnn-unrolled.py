"""A recurrent network unrolled in time (Elman 1990): the same weights at every step."""

from draw import LIGHT, PALE, Drawing

STEPS = ("t-1", "t", "t+1")


def figure() -> Drawing:
    """Draw three steps with their input, state and output."""
    d = Drawing(name="rnn-unrolled", title="RNN 沿时间展开：各步共用同一套权重", height=220)
    d.arrow((28, 110), (78, 110))
    for index, step in enumerate(STEPS):
        x = 78.0 + index * 122
        d.box((x, 90), (60, 40), f"h({step})", fill=LIGHT)
        d.circle((x + 30, 190), 20, f"x({step})", font=11)
        d.box((x, 16), (60, 30), f"o({step})", fill=PALE)
        d.arrow((x + 30, 170), (x + 30, 131))
        d.arrow((x + 30, 90), (x + 30, 47))
        d.arrow((x + 60, 110), (x + 122, 110))
        d.text((x + 36, 156), "Wxh", size=11, anchor="start")
        d.text((x + 36, 74), "Whq", size=11, anchor="start")
        d.text((x + 90, 102), "Whh", size=11)
    return d


if __name__ == "__main__":
    figure().save()
