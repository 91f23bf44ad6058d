"""What the chapters on classical models, trees, clustering and probability state is worked out again."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from fractions import Fraction
from itertools import combinations, pairwise, product
from math import cos, dist, exp, isclose, log, log2, pi, sin, sqrt
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

CONTENT = Path(__file__).parents[2] / "content"
FIGURES = CONTENT / "figures"
NAMES = ("40-classical", "41-trees", "42-clustering", "43-probability")
CHAPTERS = {name[:2]: (CONTENT / f"{name}.md").read_text(encoding="utf-8") for name in NAMES}
DRAWN = sorted(set(re.findall(r"\(figures/([\w-]+)\.svg\)", "".join(CHAPTERS.values()))))


def says(chapter: str, prompt: str, *stated: object) -> None:
    """Check that an entry states every value, as a number of its own."""
    found = [part for part in re.split(r"^#{2,3} ", CHAPTERS[chapter], flags=re.MULTILINE) if prompt in part[:90]]
    assert len(found) == 1, prompt
    for one in stated:
        assert re.search(rf"(?<![\d.]){re.escape(str(one))}(?!\d)", found[0]), f"{prompt}: {one}"


def item(chapter: str, number: int) -> tuple[dict[str, str], str]:
    """Return the options and the key letters of a choice item."""
    part = CHAPTERS[chapter].split("## 选择题\n")[1]
    block = re.search(rf"^{number}\. .*?^答案：([A-D]+)$", part, flags=re.MULTILINE | re.DOTALL)
    assert block
    return dict(re.findall(r"^([A-D])\. (.+)$", block[0], flags=re.MULTILINE)), block[1]


def keyed(chapter: str, number: int) -> str:
    """Return the option that is the key of a single-choice item."""
    options, key = item(chapter, number)
    return options[key].strip("$")


def script(name: str) -> ModuleType:
    """Load a figure's script by its path."""
    folder = FIGURES / "src"
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    spec = importlib.util.spec_from_file_location(f"figure_{name.replace('-', '_')}", folder / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def sigmoid(x):
    return 1 / (1 + exp(-x))


def dot(a, b):
    return sum(x * y for x, y in zip(a, b, strict=True))


def mean(values):
    return Fraction(sum(values), len(values))


def variance(values):
    return sum((Fraction(v) - mean(values)) ** 2 for v in values) / len(values)


def entropy(*shares):
    return -sum(p * log2(p) for p in shares if p)


def gini(*shares):
    return 1 - sum(p * p for p in shares)


@pytest.mark.parametrize("name", DRAWN)
def test_figure_is_what_its_script_draws(name):
    assert (FIGURES / f"{name}.svg").read_text(encoding="utf-8") == script(name).figure().svg()


# linear models


def test_least_squares():
    xs, ys = (0, 1, 2), (1, 3, 4)
    sxy = sum((x - mean(xs)) * (y - mean(ys)) for x, y in zip(xs, ys, strict=True))
    slope = sxy / (variance(xs) * 3)
    says("40", "什么是线性回归", f"{float(slope):g}", f"{float(mean(ys) - slope * mean(xs)):.2f}")


def test_logistic_gradient_and_odds():
    x, h = (1.0, 2.0), 1e-6

    def loss(w):
        return -log(sigmoid(dot(w, x)))

    numeric = [(loss((h * (j == 0), h * (j == 1))) - loss((-h * (j == 0), -h * (j == 1)))) / (2 * h) for j in (0, 1)]
    assert [round(g, 6) for g in numeric] == [-0.5, -1.0]
    says("40", "逻辑回归的损失和梯度", "(-0.5,-1)", f"{log(2):.3f}")
    says("40", "逻辑回归是线性模型", f"{exp(0.7):.2f}")


def test_equal_gaussians_give_a_sigmoid():
    for x in (-1.0, 0.3, 1.0, 2.5):
        one, none = exp(-((x - 2) ** 2) / 2), exp(-(x**2) / 2)
        assert isclose(one / (one + none), sigmoid(2 * x - 2))


def test_support_vectors():
    w, b = (0.5, 0.5), -1
    m = script("svm-margin")
    margins = {p: sign * (dot(w, p) + b) for sign, ps in ((1, m.POSITIVE), (-1, m.NEGATIVE)) for p in ps}
    assert min(margins.values()) == 1
    assert {p for p, value in margins.items() if value == 1} == set(m.SUPPORT)
    says("40", "SVM 的核心思想", f"{2 / sqrt(dot(w, w)):.2f}")
    # the two supports are the closest pair, so no plane separates them by more
    assert isclose(min(dist(p, n) for p in m.POSITIVE for n in m.NEGATIVE), 2 / sqrt(dot(w, w)))
    alpha = 0.25
    assert tuple(alpha * p - alpha * n for p, n in zip(*m.SUPPORT, strict=True)) == w
    assert dot(w, w) / 2 == 2 * alpha - dot(w, w) / 2 == 0.25
    assert keyed("40", 2) == f"{2 / sqrt(3**2 + 4**2):g}"


def test_polynomial_kernel_and_distances():
    def phi(x):
        return x[0] ** 2, sqrt(2) * x[0] * x[1], x[1] ** 2

    assert isclose(dot(phi((1, 2)), phi((3, 1))), dot((1, 2), (3, 1)) ** 2)
    says("40", "核函数是什么", dot((1, 2), (3, 1)) ** 2)
    says("40", "用哪种距离", int(dist((0, 0), (3, 4))), 3 + 4, max(3, 4))


def test_smoothing_and_normalised_adjacency():
    says("40", "朴素贝叶斯为什么", Fraction(3 + 1, 8 + 6), Fraction(1, 8 + 6))
    assert keyed("40", 8) == str(Fraction(1, 20 + 10))
    says("40", "图神经网络", f"{1 / sqrt(2 * 3):.2f}")


# sequences


def test_viterbi_against_every_path():
    m = script("viterbi-trellis")

    def joint(path):
        p = m.START[path[0]] * m.EMIT[path[0]][m.SEEN[0]]
        for (i, j), word in zip(pairwise(path), m.SEEN[1:], strict=True):
            p *= m.MOVE[i][j] * m.EMIT[j][word]
        return p

    chances = {path: joint(path) for path in product(range(2), repeat=3)}
    best, path = m.viterbi()
    assert tuple(path) == max(chances, key=chances.__getitem__) == (0, 1, 0)
    total = sum(chances.values())
    for time, state in product(range(3), range(2)):
        says("40", "维特比算法怎么做", f"{best[time][state]:.6g}")
    says("40", "维特比算法怎么做", f"{total:.5f}", f"{max(chances.values()) / total:.2f}")


def test_hidden_markov_model_as_conditional_field():
    m = script("viterbi-trellis")
    score = {}
    for path in product(range(2), repeat=3):
        score[path] = log(m.START[path[0]]) + sum(log(m.EMIT[j][w]) for j, w in zip(path, m.SEEN, strict=True))
        score[path] += sum(log(m.MOVE[i][j]) for i, j in pairwise(path))
    z = sum(exp(s) for s in score.values())
    alpha = [log(m.START[j]) + log(m.EMIT[j][m.SEEN[0]]) for j in range(2)]
    for word in m.SEEN[1:]:
        alpha = [log(m.EMIT[j][word]) + log(sum(exp(alpha[i] + log(m.MOVE[i][j])) for i in range(2))) for j in range(2)]
    assert isclose(sum(exp(a) for a in alpha), z)
    assert isclose(z, 0.16875)


# trees


def test_impurities():
    parent, right = entropy(0.75, 0.25), entropy(0.5, 0.5)
    says("41", "决策树怎样选择", f"{parent:.3f}", gini(0.75, 0.25), right / 2, f"{parent - right / 2:.3f}")
    says("41", "决策树怎样选择", gini(0.5, 0.5) / 2, gini(0.75, 0.25) - gini(0.5, 0.5) / 2)
    assert keyed("41", 1) == f"{entropy(0.5, 0.5):g}"
    assert keyed("41", 2) == f"{gini(*[0.25] * 4):g}"
    says("41", "决策树怎样剪枝", f"{(0.10 - 0.04) / (3 - 1):.2f}")


def test_averages_of_trees():
    def average(count, rho):
        return sum(1 if i == j else rho for i, j in product(range(count), repeat=2)) / count**2

    says("41", "Bagging 为什么能降方差", f"{average(10, 0.3):.2f}", f"{(1 - 1 / 10) ** 10:.3f}", f"{exp(-1):.3f}")
    assert keyed("41", 3) == f"{average(100, 0.5):.3f}"


def test_adaboost_weights():
    alpha = log((1 - 0.2) / 0.2) / 2
    weights = [0.2 * exp(alpha)] + [0.2 * exp(-alpha)] * 4
    says(
        "41", "Boosting 的流程", f"{alpha:.3f}", f"{weights[0] / sum(weights):.1f}", f"{weights[1] / sum(weights):.3f}"
    )
    assert keyed("41", 4) == f"{log(0.5 / 0.5) / 2:g}"


def test_one_round_of_boosting():
    m = script("boosting-residuals")
    first, second = m.rounds(1)
    residual = [y - f for y, f in zip(m.Y, first, strict=True)]
    assert m.stump(residual) == (2.5, -2.5, 2.5)
    losses = [sum((y - f) ** 2 for y, f in zip(m.Y, fit, strict=True)) for fit in (first, second)]
    says("41", "GBDT 是怎样训练", f"{losses[0]:g}", losses[1], second[0], second[-1])


def gain(left, right, lam, gamma):
    def part(g, h):
        return Fraction(g * g, h + lam)

    both = part(left[0] + right[0], left[1] + right[1])
    return (part(*left) + part(*right) - both) / 2 - gamma


def test_leaf_weight_and_gain():
    says("41", "叶子权重和分裂增益", "25/3", f"{float(gain((5, 2), (-5, 2), 1, 0)):.2f}", "-5/3", "5/3")
    # the closed form is the lowest point of the objective
    objective = {
        Fraction(n, 300): 5 * Fraction(n, 300) + Fraction(3, 2) * Fraction(n, 300) ** 2 for n in range(-900, 900)
    }
    assert min(objective, key=objective.__getitem__) == Fraction(-5, 2 + 1)
    assert keyed("41", 5) == str(Fraction(9, 3))
    assert keyed("41", 7) == str(gain((4, 3), (-4, 3), 1, 1))
    says("41", "靠什么防止过拟合", ",".join(f"{10 / (4 + lam):g}" for lam in (0, 1, 6)))
    assert keyed("41", 9) == rf"g={0.9 - 1:.1f},\;h={0.9 * 0.1:.2f}"


def test_one_sided_sampling_keeps_the_sum():
    says("41", "LightGBM 为什么快", f"{(1 - 0.2) / 0.1:g}")
    says("41", "XGBoost 和 LightGBM", 2**6)


# clustering


def test_k_means_by_hand():
    m = script("kmeans-steps")
    first = m.move(m.assign(m.START))
    second = m.move(m.assign(first))
    assert m.move(m.assign(second)) == second
    cost = sum((x - second[label]) ** 2 for x, label in zip(m.DATA, m.assign(second), strict=True))
    says("42", "K-means 的步骤", first[1], f"{second[0]:.2f}", f"{second[1]:g}", f"{cost:.2f}")
    corners = ((0, 0), (0, 2), (6, 0), (6, 2))
    stuck, best = (
        sum(min(dist(p, c) ** 2 for c in centres) for p in corners) for centres in (((3, 0), (3, 2)), ((0, 1), (6, 1)))
    )
    says("42", "K-means 有哪些缺点", f"{stuck:g}", f"{best:g}")
    assert keyed("42", 1) == "0 和 $20/3"
    assert Fraction(2 + 8 + 10, 3) == Fraction(20, 3)


def test_linkages_and_silhouette():
    a, b = (1, 2), (5, 9)
    pairs = [abs(x - y) for x in a for y in b]

    def spread(values):
        return variance(values) * len(values)

    ward = spread(a + b) - spread(a) - spread(b)
    says("42", "层次聚类怎样合并", min(pairs), max(pairs), float(mean(pairs)), float(ward))
    says("42", "不知道有多少个簇", (5 - 2) / 5)
    assert keyed("42", 3) == f"{(3 - 4) / 4:g}"
    assert keyed("42", 9) == str(max(abs(x - y) for x in (0, 1) for y in (4, 7)))
    near, far = exp(-(0.5**2) / 2), exp(-(1.5**2) / 2)
    says("42", "高斯混合模型", f"{near / (near + far):.3f}")


def test_principal_components_of_four_points():
    m = script("pca-axes")
    centred = [(x - m.MEAN[0], y - m.MEAN[1]) for x, y in m.DATA]
    assert [sum(p[j] for p in centred) for j in (0, 1)] == [0, 0]
    cov = [[sum(p[i] * p[j] for p in centred) / 3 for j in (0, 1)] for i in (0, 1)]
    for vector, value in (((1, 1), 6), ((1, -1), 2 / 3)):
        assert all(isclose(dot(row, vector), value * v) for row, v in zip(cov, vector, strict=True))
    says("42", "PCA 的流程", f"{6 / (6 + 2 / 3):.1f}", f"{3 / sqrt(2):.2f}")
    says("42", "SVD 是什么", f"{sqrt(6 * 3):.2f}", f"{sqrt(2 / 3 * 3):.2f}", 50 * (1000 + 500 + 1))
    assert isclose(sum((x - y) ** 2 / 2 for x, y in centred), 2)
    assert keyed("42", 5) == f"{(5 + 3) * 100 // 10}%"
    assert keyed("42", 6) == str(10**2 // (11 - 1))


# probability


def test_obtuse_triangles_on_a_fine_grid():
    # three gaps on a circle of n places, all ordered triples of positive gaps equally likely
    n = 601
    gaps = [(a, b, n - a - b) for a in range(1, n) for b in range(1, n - a)]
    share = sum(2 * max(g) > n for g in gaps) / len(gaps)
    assert abs(share - 3 / 4) < 0.005
    says("43", "钝角三角形", r"\frac34")
    assert keyed("43", 1) == str(Fraction(4, 2**3))


def test_points_in_a_half_circle():
    n = 41
    inside = 0
    for rest in product(range(n), repeat=3):
        places = sorted((0, *rest))
        inside += max(b - a for a, b in pairwise([*places, n])) * 2 > n
    assert abs(inside / n**3 - 1 / 2) < 0.05


def test_boy_born_on_tuesday():
    children = list(product("男女", range(7)))
    known = [pair for pair in product(children, repeat=2) if ("男", 2) in pair]
    both = [pair for pair in known if all(child[0] == "男" for child in pair)]
    assert (len(known), len(both)) == (27, 13)
    says("43", "周二出生", r"\frac{13}{27}", f"{13 / 27:.3f}")
    for p in (Fraction(1), Fraction(1, 7)):
        assert (p * p / 4 + 2 * (p / 2) * (1 - p) / 2) / (1 - (1 - p / 2) ** 2) == (2 - p) / (4 - p)
    assert keyed("43", 2) == str((2 - Fraction(1)) / (4 - 1))


def test_positive_tests():
    once = 0.01 * 0.99 / (0.01 * 0.99 + 0.99 * 0.05)
    odds = once / (1 - once) * 0.99 / 0.05
    says("43", "疾病检测", f"{once:.3f}", f"{odds:.2f}", f"{odds / (1 + odds):.3f}")
    assert keyed("43", 3) == f"{0.018 / (0.018 + 0.098):.0%}"


def test_monty_hall_by_enumeration():
    wins = Fraction(0)
    for car, pick in product(range(3), repeat=2):
        opened = [door for door in range(3) if door not in (car, pick)]
        wins += Fraction(sum(3 - pick - door == car for door in opened), 9 * len(opened))
    assert wins == Fraction(2, 3)
    blind = [(car, door) for car in range(3) for door in (1, 2) if door != car]  # the first door was picked
    assert Fraction(sum(3 - door == car for car, door in blind), len(blind)) == Fraction(1, 2)


def test_waiting_for_heads():
    one = [Fraction(0)]
    for _ in range(3):
        one.append(2 * one[-1] + 2)
    assert [int(e) for e in one] == [2 ** (n + 1) - 2 for n in range(4)]
    says("43", "连续抛硬币", int(one[2]), 4)
    assert keyed("43", 5) == str(int(one[3]))
    says("43", "怎样用等概率", f"{2 * 25 / 21:.2f}")
    values = [5 * (a - 1) + b for a, b in product(range(1, 6), repeat=2)]
    counts = [sum(v % 7 + 1 == k for v in values if v <= 21) for k in range(1, 8)]
    assert counts == [3] * 7


def test_uncorrelated_but_dependent():
    xs = (-1, 0, 1)
    assert mean([x * x * x for x in xs]) - mean(xs) * mean([x * x for x in xs]) == 0
    says("43", "相关系数为零", r"\frac13", r"\frac19")


def test_scaling_and_turning():
    data = (2, 4, 9)
    tripled = tuple(3 * x for x in data)
    assert (mean(tripled), variance(tripled)) == (3 * mean(data), 9 * variance(data))
    says("43", "同乘 n 倍", variance(data), int(mean(tripled)), int(variance(tripled)))
    assert keyed("43", 4) == str((-3) ** 2 * 4)

    def turn(point, centre, angle):
        x, y = point[0] - centre[0], point[1] - centre[1]
        x, y = x * cos(angle) - y * sin(angle), x * sin(angle) + y * cos(angle)
        return round(x + centre[0]), round(y + centre[1])

    assert turn((3, 1), (1, 1), pi / 2) == (1, 3)
    assert turn((3, 1), (1, 1), -pi / 2) == (1, -1)
    end = turn(turn((2, 0), (0, 0), pi / 2), (0, 1), pi / 2)
    assert keyed("43", 6) == f"({end[0]},{end[1]})"


# items and coverage


@pytest.mark.parametrize("chapter", list(CHAPTERS))
def test_items_are_complete(chapter):
    part = CHAPTERS[chapter].split("## 选择题\n")[1]
    numbers = [int(n) for n in re.findall(r"^(\d+)\. .*$", part, flags=re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))
    for number in numbers:
        options, key = item(chapter, number)
        assert list(options) == list("ABCD")
        assert all(a != b for a, b in combinations(options.values(), 2))
        assert len(key) < 4
    assert part.count("\n解析：") == len(numbers)


def test_coverage_names_our_prompts():
    covered = json.loads((Path(__file__).parent / "coverage/classical.json").read_text(encoding="utf-8"))
    headings = re.findall(r"^### [⭐⚡️]*(.+)$", "".join(CHAPTERS.values()), flags=re.MULTILINE)
    assert {row["ours"] for row in covered} <= set(headings)
    assert all(re.fullmatch(r"00[0-4]:\d+", ref) for row in covered for ref in row["facts_from"])
