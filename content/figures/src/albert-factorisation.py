"""ALBERT's factorised embedding: V×H becomes V×E and E×H (Lan et al. 2020)."""

from draw import LIGHT, PALE, Drawing

V, H, E = 30000, 768, 128


def figure() -> Drawing:
    """Draw the matrices with areas in the ratio of their sizes, and their numbers of parameters."""
    d = Drawing(
        name="albert-factorisation", title="ALBERT 的嵌入分解：V×H 的矩阵换成 V×E 与 E×H 两个小矩阵", height=238
    )
    d.text((90, 16), "BERT：一个 V × H", size=13)
    d.box((42, 30), (96, 150), "V × H", fill=LIGHT, radius=0)
    d.text((90, 202), f"{V:,} × {H}")
    d.text((90, 222), f"= {V * H:,}")
    d.text((186, 110), "→", size=20)
    d.text((330, 16), "ALBERT：V × E 与 E × H", size=13)
    d.box((248, 30), (16, 150), fill=LIGHT, radius=0)
    d.text((256, 26), "E", size=11)
    d.text((276, 110), "V × E", anchor="start")
    d.box((330, 97), (96, 16), fill=PALE, radius=0)
    d.text((378, 132), "E × H")
    d.text((340, 202), f"{V:,} × {E} + {E} × {H}")
    d.text((340, 222), f"= {V * E + E * H:,}")
    return d


if __name__ == "__main__":
    figure().save()
