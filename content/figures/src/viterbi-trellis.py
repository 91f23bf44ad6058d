"""The trellis of a hidden Markov model with two states, and the best path through it, found by Viterbi."""

from draw import GREY, Drawing, Point

STATES = ("N", "V")
START = (0.6, 0.4)
MOVE = ((0.3, 0.7), (0.8, 0.2))
EMIT = ({"鱼": 0.7, "游": 0.3}, {"鱼": 0.2, "游": 0.8})
SEEN = ("鱼", "游", "鱼")


def viterbi() -> tuple[list[list[float]], list[int]]:
    """Return the best probability of every cell, and the states of the best path."""
    best = [[START[j] * EMIT[j][SEEN[0]] for j in range(2)]]
    back: list[list[int]] = []
    for word in SEEN[1:]:
        last = best[-1]
        came = [max(range(2), key=lambda i, j=j, last=last: last[i] * MOVE[i][j]) for j in range(2)]
        best.append([last[i] * MOVE[i][j] * EMIT[j][word] for j, i in enumerate(came)])
        back.append(came)
    path = [max(range(2), key=best[-1].__getitem__)]
    for came in reversed(back):
        path.insert(0, came[path[0]])
    return best, path


def centre(time: int, state: int) -> Point:
    """Return where a cell stands."""
    return 80 + 150 * time, 70 + 100 * state


def figure() -> Drawing:
    """Draw every move with its probability, the best path with a heavy line."""
    best, path = viterbi()
    d = Drawing(name="viterbi-trellis", title="维特比网格：三个时刻两个状态，粗线是最优路径 N、V、N")
    for time in range(2):
        for i in range(2):
            for j in range(2):
                (x0, y0), (x1, y1) = centre(time, i), centre(time + 1, j)
                heavy = path[time] == i and path[time + 1] == j
                slope = (y1 - y0) / (x1 - x0)
                ends = ((x0 + 24, y0 + 24 * slope), (x1 - 26, y1 - 26 * slope))
                d.arrow(*ends, width=3 if heavy else 1, stroke="#111" if heavy else GREY)
                d.text((x0 + 42, y0 + 42 * slope + (-6 if j == 0 else 15)), f"{MOVE[i][j]:g}", size=11)
    for time, row in enumerate(best):
        for state, value in enumerate(row):
            x, y = centre(time, state)
            d.circle((x, y), 18, STATES[state], font=14, fill="#ddd" if path[time] == state else "#fff")
            d.text((x, y - 26 if state == 0 else y + 36), f"δ = {value:.4g}", size=11)
        d.text((centre(time, 0)[0], 230), f"t = {time + 1}：{SEEN[time]}")
    return d


if __name__ == "__main__":
    figure().save()
