"""What the chapters on training state is worked out again, and their figures are up to date."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from fractions import Fraction
from itertools import pairwise, product
from math import ceil, cosh, erf, exp, inf, isclose, log, log2, log10, prod, sqrt, tanh
from pathlib import Path
from statistics import mean, median
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

CONTENT = Path(__file__).parents[2] / "content"
FIGURES = CONTENT / "figures"
NAMES = ("30-optimisation", "31-regularisation", "32-normalisation", "33-activation", "34-losses-and-metrics")
CHAPTERS = {name[:2]: (CONTENT / f"{name}.md").read_text(encoding="utf-8") for name in NAMES}
CHAPTERS["04"] = (CONTENT / "04-basics.md").read_text(encoding="utf-8")
DRAWN = sorted(set(re.findall(r"\(figures/([\w-]+)\.svg\)", "".join(CHAPTERS.values()))))


def entry(chapter: str, prompt: str) -> str:
    """Return the entry whose prompt contains some words."""
    opened = r"^(?:#{2,4} |(?=\d+, ))" if chapter == "04" else r"^#{2,3} "
    parts = re.split(opened, CHAPTERS[chapter], flags=re.MULTILINE)
    found = [part for part in parts if prompt in part.splitlines()[0]]
    assert len(found) == 1, prompt
    return found[0]


def says(chapter: str, prompt: str, *stated: object) -> None:
    """Check that an entry states every value, as a number of its own."""
    text = entry(chapter, prompt)
    for one in stated:
        assert re.search(rf"(?<![\d.]){re.escape(str(one))}(?!\d)", text), f"{prompt}: {one}"


def item(chapter: str, number: int) -> tuple[dict[str, str], str]:
    """Return the options and the key letters of a choice item."""
    part = CHAPTERS[chapter].split("## 选择题\n")[1]
    block = re.search(rf"^{number}\. .*?^答案：([A-D]+)$", part, flags=re.MULTILINE | re.DOTALL)
    assert block
    return dict(re.findall(r"^([A-D])\. (.+)$", block[0], flags=re.MULTILINE)), block[1]


def keyed(chapter: str, number: int) -> str:
    """Return the option that is the key of a single-choice item."""
    options, key = item(chapter, number)
    return options[key]


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


def sigmoid(x: float) -> float:
    return 1 / (1 + exp(-x))


def softmax(scores, temperature=1.0):
    weights = [exp(s / temperature) for s in scores]
    return [w / sum(weights) for w in weights]


def slope(function, x, h=1e-5):
    return (function(x + h) - function(x - h)) / (2 * h)


def lowest(function, low, high, steps=200_000):
    """Return where a function is smallest on a fine grid."""
    return min((low + (high - low) * i / steps for i in range(steps + 1)), key=function)


def auc(scored):
    pairs = [(a, b) for a, y in scored if y for b, z in scored if not z]
    return Fraction(sum(2 * (a > b) + (a == b) for a, b in pairs), 2 * len(pairs))


# figures


@pytest.mark.parametrize("name", DRAWN)
def test_figure_is_what_its_script_draws(name):
    assert (FIGURES / f"{name}.svg").read_text(encoding="utf-8") == script(name).figure().svg()


def test_figures_show_what_the_text_says():
    _, check = script("early-stopping").run()
    best = check.index(min(check))
    assert f"第 {best} 步" in entry("31", "早停为什么")
    best = max((i / 1000 for i in range(1001)), key=script("precision-recall").f1)
    says("34", "精确率与召回率怎样取舍", f"{best:.2f}")
    m = script("l1-l2-contours")
    assert min(m.diamond(), key=m.loss) == (0.0, 1.0)
    assert min(abs(x) for x in min(m.circle(), key=m.loss)) > 0.2
    assert m.BEST == (0.55, 1.5)
    assert m.CURVATURE == (1.0, 1.6)


def test_bias_and_variance_by_the_projection():
    m = script("bias-variance")
    basis = m.basis(6)
    hat = [[sum(q[i] * q[j] for q in basis) for j in range(m.COUNT)] for i in range(m.COUNT)]
    variance = m.NOISE * sum(h * h for row in hat for h in row) / m.COUNT
    assert isclose(variance, m.variance(5), rel_tol=1e-9)
    fitted = [sum(h * f for h, f in zip(row, m.TRUTH, strict=True)) for row in hat]
    missed = sum((a - b) ** 2 for a, b in zip(fitted, m.TRUTH, strict=True)) / m.COUNT
    assert isclose(missed, m.bias(5), abs_tol=1e-9)


# gradient descent and optimisers


def test_descent_on_parabolas():
    def end(rate, curvature=4.0):
        x = 1.0
        for _ in range(400):
            x -= rate * curvature * x
        return abs(x)

    options, key = item("30", 2)
    assert [letter for letter, rate in options.items() if end(float(rate)) > 1] == [key]


def test_minibatch_gradient_is_unbiased_and_its_spread_halves_from_16_to_64():
    values = [Fraction(v) for v in (1, 4, 7, 12)]
    centre = sum(values) / 4
    spread = sum((v - centre) ** 2 for v in values) / 4
    means = [sum(draw) / 3 for draw in product(values, repeat=3)]
    assert sum(means) / len(means) == centre
    assert sum((m - centre) ** 2 for m in means) / len(means) == spread / 3
    assert sqrt(16 / 64) == 0.5
    assert item("30", 10)[1] == "ABD"


def test_second_order_needs_too_much():
    stored = 4 * (10**8) ** 2
    assert stored == 4 * 10**16 == 40 * 10**15
    says("30", "很少用二阶方法", r"4\times10^{16}", "40 PB")


def test_backpropagation_formulas_by_differences():
    w1, w2, x = [[0.3, -0.5], [0.8, 0.1]], [0.7, -1.1], [0.4, 0.9]

    def forward(first):
        a = [tanh(sum(p * q for p, q in zip(row, x, strict=True))) for row in first]
        return sum(p * q for p, q in zip(w2, a, strict=True)) ** 2 / 2, a

    _, a = forward(w1)
    out = sum(p * q for p, q in zip(w2, a, strict=True))
    for i, j in product((0, 1), repeat=2):
        delta = w2[i] * out * (1 - a[i] ** 2)

        def moved(value, i=i, j=j):
            changed = [list(row) for row in w1]
            changed[i][j] = value
            return forward(changed)[0]

        assert isclose(delta * x[j], slope(moved, w1[i][j]), rel_tol=1e-6)


def test_momentum_and_adaptive_steps():
    v = 0.0
    for _ in range(500):
        v = 0.9 * v + 1
    assert isclose(v, 10)
    assert keyed("30", 3) == "$10g$"
    held = 0.0
    for _ in range(25):
        held += 4.0**2
    assert isclose(0.1 * 4 / sqrt(held), float(keyed("30", 5)))
    h = 0.0
    for _ in range(500):
        h = 0.9 * h + 0.1 * 3.0**2
    assert isclose(h, 9)


def test_adam_at_its_first_step():
    g = 0.003
    m, v = 0.1 * g, 0.001 * g * g
    assert isclose((m / 0.1) / sqrt(v / 0.001), 1)
    assert keyed("30", 6) == r"$\eta$"
    says("30", "Adam 的更新公式", f"{m / sqrt(v):.2f}")
    assert isclose(m / sqrt(v / 0.001), 0.1)


def test_weight_decay_equals_l2_for_plain_descent_only():
    rate, decay, w, g = 0.1, 0.3, 2.0, 0.7
    assert isclose(w - rate * (g + decay * w), (1 - rate * decay) * w - rate * g)
    coupled = w - rate * (g + decay * w) / abs(g + decay * w)
    assert not isclose(coupled, w - rate * (g / abs(g) + decay * w))


def test_schedule_of_the_transformer():
    def rate(t):
        return 512**-0.5 * min(t**-0.5, t * 4000**-1.5)

    assert max(range(1, 20_000), key=rate) == 4000
    says("30", "学习率为什么要先预热", rf"{rate(4000) * 1e4:.1f}\times10^{{-4}}")


def test_vanishing_and_clipping():
    says("30", "梯度爆炸是怎么产生的", rf"{0.25**20 * 1e13:.1f}\times10^{{-13}}")
    says("33", "更能缓解梯度消失", rf"{0.25**10 * 1e7:.1f}\times10^{{-7}}")
    norm = sqrt(3**2 + 4**2)
    says("30", "梯度裁剪有哪两种", f"({3 / norm:g},{4 / norm:g})")
    assert keyed("30", 8) == f"$({6 * 5 / 10:g},{8 * 5 / 10:g})$"


def test_initialisation_and_starting_loss():
    symmetric = [Fraction(v) for v in (-3, -1, 1, 3)]
    whole = sum(v * v for v in symmetric) / 4
    assert sum(max(v, Fraction(0)) ** 2 for v in symmetric) / 4 == whole / 2
    assert keyed("30", 12) == f"$1/{Fraction(512, 2)}$"
    says("30", "训练损失一直不下降", f"{log(10):.3f}")
    assert keyed("30", 11) == f"{log(1000):.2f}"
    assert keyed("30", 1) == str(ceil(50_000 / 128))


# regularisation


def test_soft_threshold_and_shrinkage():
    assert isclose(lowest(lambda w: (w - 0.3) ** 2 / 2 + 0.5 * abs(w), -1, 1), 0, abs_tol=1e-9)
    assert isclose(lowest(lambda w: (w - 0.3) ** 2 / 2 + 0.25 * w * w, -1, 1), 0.2, abs_tol=1e-5)
    says("31", "为什么 L1 能得到稀疏解", "0.2")
    found = lowest(lambda w: (w - 0.8) ** 2 / 2 + 0.5 * abs(w), -1, 1)
    assert isclose(found, float(keyed("31", 3)), abs_tol=1e-5)
    mixed = lowest(lambda w: (w - 2) ** 2 / 2 + 0.5 * abs(w) + 0.25 * w * w, 0, 3)
    assert isclose(mixed, 1, abs_tol=1e-4)
    says("31", "Elastic Net", "1.5/1.5=1")


def test_dropout_keeps_the_mean_and_not_the_variance():
    for dropped in (Fraction(1, 5), Fraction(1, 2)):
        kept, a = 1 - dropped, Fraction(3)
        assert kept * (a / kept) == a
        variance = kept * (a / kept) ** 2 - a * a
        assert variance == dropped / kept * a * a
    assert isclose(1 / 0.8, float(keyed("31", 2)))
    assert 1 / (1 - 0.5) == 2


def test_dropout_on_inputs_is_a_weighted_ridge():
    x, w, y, dropped = (Fraction(2), Fraction(-1)), (Fraction(3), Fraction(5)), Fraction(4), Fraction(1, 4)
    kept, expected = 1 - dropped, Fraction(0)
    for mask in product((0, 1), repeat=2):
        chance = prod((kept if m else dropped) for m in mask)
        expected += chance * (y - sum(m * a * b / kept for m, a, b in zip(mask, x, w, strict=True))) ** 2
    plain = (y - sum(a * b for a, b in zip(x, w, strict=True))) ** 2
    assert expected == plain + dropped / kept * sum((a * b) ** 2 for a, b in zip(x, w, strict=True))


def test_early_stopping_closed_form():
    w, best, curvature, rate = 0.0, 3.0, 0.4, 0.05
    for _ in range(37):
        w -= rate * curvature * (w - best)
    assert isclose(w, (1 - (1 - rate * curvature) ** 37) * best)


def test_label_smoothing():
    right, other = 0.9 + 0.1 / 10, 0.1 / 10
    says("31", "标签平滑是什么", f"{right:.2f}", f"{other:.2f}", f"{log(right / other):.2f}")
    assert isclose(float(keyed("31", 7)), 0.9 + 0.1 / 5)
    assert keyed("31", 9) == str(20 - 20 // 5)


# normalisation


def test_batch_statistics():
    values = [1, 2, 3, 4]
    centre, spread = mean(values), mean((v - mean(values)) ** 2 for v in values)
    scaled = [(v - centre) / sqrt(spread) for v in values]
    says("32", "BatchNorm 有哪些参数", centre, spread, *(f"{v:.2f}" for v in scaled), 2 * 64, 4 * 64)
    assert keyed("32", 4) == f"{mean((v - 5) ** 2 for v in (2, 4, 6, 8)):g}"
    assert keyed("32", 1) == str(32 * 14 * 14)
    assert keyed("32", 2) == str(2 * 128)


def test_groups_of_the_four_kinds():
    n, c, h, w = 8, 64, 16, 16
    says("32", "InstanceNorm 与 GroupNorm", n * h * w, c * h * w, h * w, c * h * w // 32)
    assert keyed("32", 10) == str(32 * 10 * 10 // 4)


def normalised(values):
    centre = sum(values) / len(values)
    spread = sqrt(sum((v - centre) ** 2 for v in values) / len(values))
    return [(v - centre) / spread for v in values]


def test_batch_norm_is_blind_to_scale_and_shift():
    values = [0.3, -1.2, 2.5, 0.9]
    for other in ([7 * v for v in values], [v + 5 for v in values]):
        assert all(isclose(a, b) for a, b in zip(normalised(values), normalised(other), strict=True))
    assert keyed("32", 11) == "不变"


def test_batch_norm_gradient_by_differences():
    values, weights = [0.3, -1.2, 2.5, 0.9], [1.0, -0.4, 0.7, 0.2]
    hat, m = normalised(values), len(values)
    centre = sum(values) / m
    s = sqrt(sum((v - centre) ** 2 for v in values) / m)
    along = sum(g * x for g, x in zip(weights, hat, strict=True)) / m
    gradient = [(g - sum(weights) / m - x * along) / s for g, x in zip(weights, hat, strict=True)]

    def loss(at, i):
        moved = [at if k == i else v for k, v in enumerate(values)]
        return sum(g * x for g, x in zip(weights, normalised(moved), strict=True))

    for i in range(m):
        assert isclose(gradient[i], slope(lambda at, i=i: loss(at, i), values[i]), rel_tol=1e-6)
    assert isclose(sum(gradient), 0, abs_tol=1e-12)


def test_inference_is_one_affine_map():
    mu, variance, gamma, beta, x = 0.4, 2.25, 1.5, -0.2, 3.0
    factor = gamma / sqrt(variance)
    assert isclose(gamma * (x - mu) / sqrt(variance) + beta, factor * x + (beta - gamma * mu / sqrt(variance)))


def test_layer_norm_sizes_and_rms():
    says("32", "LayerNorm 怎样计算", 2 * 768, 2 * 12 + 1, 2 * 768 * 25)
    x = [3.0, -3.0, 1.0, -1.0]
    root = sqrt(mean(v * v for v in x))
    assert all(isclose(v / root, n) for v, n in zip(x, normalised(x), strict=True))
    says("32", "RMSNorm 省掉了什么", f"{root:.3f}", *(f"{v / root:.2f}" for v in x[::2]))


def test_batch_size_and_feature_scale():
    says("32", "BatchNorm 的优点和缺点", rf"{1 / sqrt(2):.2f}\sigma", rf"{1 / sqrt(256):g}\sigma")
    assert log10((100 / 1) ** 2) == 4
    says("32", "输入特征为什么要做归一化", "10^4")


# activations


def test_exclusive_or_from_two_units():
    for a, b in product((0, 1), repeat=2):
        assert max(0, a + b) - 2 * max(0, a + b - 1) == a ^ b


def test_derivatives_of_the_squashing_functions():
    for x in (-2.0, -0.3, 0.0, 1.4):
        assert isclose(slope(sigmoid, x), sigmoid(x) * (1 - sigmoid(x)), rel_tol=1e-6)
        assert isclose(slope(tanh, x), 1 - tanh(x) ** 2, rel_tol=1e-6)
        assert isclose(tanh(x), 2 * sigmoid(2 * x) - 1, abs_tol=1e-12)
    says(
        "33",
        "sigmoid 作隐层激活",
        f"{sigmoid(4) * sigmoid(-4):.4f}",
        rf"{sigmoid(10) * sigmoid(-10) * 1e5:.1f}\times10^{{-5}}",
    )
    says("33", "tanh 比 sigmoid 好在哪里", f"{cosh(2) ** -2:.3f}", f"{cosh(3) ** -2:.4f}")
    assert keyed("33", 3) == f"{0.8 * 0.2:.2f}"
    assert keyed("33", 2).startswith(f"{sigmoid(0) ** 2}，在 $x=0$")


def test_gelu_and_silu():
    def gelu(x):
        return x * (1 + erf(x / sqrt(2))) / 2

    def silu(x):
        return x * sigmoid(x)

    prompt = "GELU 与 Swish"
    says("33", prompt, f"{gelu(1):.3f}", f"{gelu(-1):.3f}".removeprefix("-"))
    for function in (gelu, silu):
        place = lowest(function, -4, 0)
        says("33", prompt, f"{place:.2f}".removeprefix("-"), f"{function(place):.3f}".removeprefix("-"))
    close = [x / 2 * (1 + tanh(sqrt(2 / 3.141592653589793) * (x + 0.044715 * x**3))) for x in (-2, -1, 0.5, 2)]
    assert all(abs(a - gelu(x)) < 1e-3 for a, x in zip(close, (-2, -1, 0.5, 2), strict=True))


def test_width_of_swiglu():
    width = Fraction(8, 3) * 4096
    says("33", "SwiGLU 是什么", round(width), 256 * ceil(width / 256))
    assert keyed("33", 11) == r"$\frac83d$"


def test_softmax_and_its_gradient():
    scores = [2.0, 1.0, 0.0]
    p = softmax(scores)
    stated = [f"{v:.3f}" for v in p] + [f"{p[1] - 1:.3f}".removeprefix("-")]
    says("33", "softmax 的导数是什么", *stated)
    assert all(isclose(a, b) for a, b in zip(p, softmax([s + 9 for s in scores]), strict=True))
    for i, j in product(range(3), repeat=2):

        def one(at, i=i, j=j):
            return softmax([at if k == j else s for k, s in enumerate(scores)])[i]

        assert isclose(slope(one, scores[j]), p[i] * ((i == j) - p[j]), rel_tol=1e-6)
    assert isclose(softmax([1.3, 0.2])[0], sigmoid(1.1))
    assert keyed("33", 8) == "$(0.7,-0.8,0.1)$"


def test_softmax_overflow_and_temperature():
    with pytest.raises(OverflowError):
        exp(710)
    assert exp(709) < inf
    assert exp(89) > 3.4028235e38 > exp(88)
    assert exp(12) > 65504 > exp(11)
    says("33", "softmax 的温度参数", *(f"{max(softmax([2, 1, 0.5, -1], t)):.2f}" for t in (0.5, 1, 3)))


# losses


def test_cross_entropy_values():
    says("34", "写出交叉熵损失", f"{-log(0.8):.3f}", f"{-log(0.1):.3f}")
    p = sigmoid(-5)
    assert isclose(slope(lambda z: -log(sigmoid(z)), -5.0), p - 1, rel_tol=1e-6)
    assert isclose(slope(lambda z: (1 - sigmoid(z)) ** 2, -5.0), -2 * (1 - p) ** 2 * p, rel_tol=1e-5)
    shown = f"{p:.4f}", f"{1 - p:.3f}", f"{2 * (1 - p) ** 2 * p:.4f}", round(1 / (2 * (1 - p) * p))
    says("34", "分类为什么用交叉熵而不用 MSE", *shown)
    assert keyed("34", 5) == "$p-y$"


def test_best_constants_of_regression_losses():
    values = [1, 2, 3, 4, 90]
    says("34", "MSE、MAE 与 Huber", mean(values), median(values))
    assert min(range(100), key=lambda c: sum((v - c) ** 2 for v in values)) == mean(values)
    assert min(range(100), key=lambda c: sum(abs(v - c) for v in values)) == median(values)


def test_divergence_and_perplexity():
    q, p = (0.5, 0.5), (0.9, 0.1)
    there = sum(a * log(a / b) for a, b in zip(q, p, strict=True))
    back = sum(b * log(b / a) for a, b in zip(q, p, strict=True))
    says("34", "KL 散度与困惑度", f"{there:.3f}", f"{back:.3f}")
    assert keyed("34", 13) == f"{exp(log(50)):.0f}"
    assert f"{log2(50):.1f}" in item("34", 13)[0].values()


def test_focal_loss_ratios():
    before = log(0.1) / log(0.9)
    after = before * (1 - 0.1) ** 2 / (1 - 0.9) ** 2
    says(
        "34", "focal loss 是什么", f"{(1 - 0.9) ** 2:.2f}", f"{0.9**2:.2f}", round(before), round(after, -1).__trunc__()
    )
    assert isclose(float(keyed("34", 6)), (1 - 0.8) ** 2)


# metrics


def rates(tp, fp, fn):
    p, r = Fraction(tp, tp + fp), Fraction(tp, tp + fn)
    return p, r, 2 * p * r / (p + r)


def test_confusion_table():
    p, r, f = rates(40, 10, 20)
    says("34", "F1 怎么定义", f"{float(p):.2f}", f"{float(r):.3f}", f"{float(f):.3f}", f"{970 / 1000:.3f}")
    assert f == Fraction(2 * 40, 2 * 40 + 10 + 20)
    says("34", "F1 怎么定义", f"{2 * 0.1 / 1.1:.2f}")
    p, r, _ = rates(30, 20, 10)
    assert keyed("34", 1) == f"{float(p):.2f} 与 {float(r):.2f}"
    assert keyed("34", 2) == f"{2 * 0.5 / 1.5:.2f}"


def test_f_beta():
    found = [(1 + b * b) * 0.5 / (b * b * 0.5 + 1) for b in (1, 2, 0.5)]
    says("34", "精确率与召回率怎样取舍", *(f"{v:.3f}" for v in found))


def test_best_threshold_by_cost():
    alarm, miss = 1.0, 3.0
    best = alarm / (alarm + miss)
    for chance in (best - 0.01, best + 0.01):
        assert ((1 - chance) * alarm < chance * miss) == (chance > best)


def test_macro_and_micro_means():
    table = [(90, 10, 10), (8, 2, 2), (1, 4, 4)]
    each = [rates(*row)[2] for row in table]
    total = rates(*(sum(column) for column in zip(*table, strict=True)))[2]
    says("34", "宏平均、微平均", *(f"{float(f):g}" for f in each), f"{float(sum(each) / 3):.3f}", f"{float(total):.3f}")
    weights = [tp + fn for tp, _, fn in table]
    assert weights == [100, 10, 5]
    assert sum(w * f for w, f in zip(weights, each, strict=True)) / sum(weights) == total


def test_area_by_pairs_by_ranks_and_in_the_text():
    scored = [(0.9, 1), (0.7, 1), (0.4, 1), (0.6, 0), (0.4, 0), (0.2, 0)]
    says("34", "AUC 的含义是什么", f"{float(auc(scored)):.3f}")
    ranks = {}
    ordered = sorted(s for s, _ in scored)
    for s in set(ordered):
        places = [i + 1 for i, v in enumerate(ordered) if v == s]
        ranks[s] = Fraction(sum(places), len(places))
    by_ranks = (sum(ranks[s] for s, y in scored if y) - Fraction(3 * 4, 2)) / 9
    assert by_ranks == auc(scored)
    assert auc([(log(s), y) for s, y in scored]) == auc(scored)
    code = re.search(r"```python\n(.*?)```", entry("34", "AUC 的含义是什么"), flags=re.DOTALL)
    assert code
    space: dict[str, object] = {}
    exec(code[1], space)
    assert isclose(space["auc"]([s for s, _ in scored], [y for _, y in scored]), float(auc(scored)))
    asked = auc([(0.8, 1), (0.5, 1), (0.6, 0), (0.5, 0), (0.1, 0)])
    assert keyed("34", 3) == f"{float(asked):.2f}"


def test_area_under_the_drawn_curve_equals_the_pairs():
    m = script("roc-auc")
    area = sum((b[0] - a[0]) * (a[1] + b[1]) / 2 for a, b in pairwise(m.curve()))
    assert isclose(area, m.area())


def test_rare_positives():
    says("34", "看 ROC 还是看 PR", f"{80 / 100:.1f}", f"{999 / 99900:.2f}", f"{80 / 1079:.3f}", 100 / 100_000)


def test_clipped_precision_of_bleu():
    def clipped(guess, truth):
        words = guess.split()
        hits = sum(min(words.count(w), truth.split().count(w)) for w in set(words))
        return f"{hits}/{len(words)}"

    says("34", "BLEU 怎么计算", clipped("the " * 7, "the cat is on the mat"))
    assert keyed("34", 12) == clipped("the the the", "the cat sat on the mat")


def test_rouge():
    truth, guess = ["the", "cat", "sat", "on", "the", "mat"], ["the", "cat", "on", "the", "mat"]

    def grams(words, n):
        return [tuple(words[i : i + n]) for i in range(len(words) - n + 1)]

    def recall(n):
        ours, theirs = grams(guess, n), grams(truth, n)
        return f"{sum(min(ours.count(g), theirs.count(g)) for g in set(theirs))}/{len(theirs)}"

    best = [[0] * (len(guess) + 1) for _ in range(len(truth) + 1)]
    for i, a in enumerate(truth):
        for j, b in enumerate(guess):
            best[i + 1][j + 1] = best[i][j] + 1 if a == b else max(best[i][j + 1], best[i + 1][j])
    says("34", "ROUGE 与 BLEU", recall(1), recall(2), f"R_L={best[-1][-1]}/{len(truth)}")


def test_every_heading_is_read_as_an_entry():
    found = subprocess.run(
        [sys.executable, "-m", "generator", "bank", "--json", "--content", str(CONTENT)],
        cwd=CONTENT.parent,
        capture_output=True,
        check=True,
    )
    entries = json.loads(found.stdout)["entries"]
    for name in NAMES:
        lines = {e["source"]["line"] for e in entries if e["source"]["path"] == f"{name}.md"}
        asked = [i for i, line in enumerate(CHAPTERS[name[:2]].split("\n"), 1) if line.startswith("### ")]
        assert set(asked) <= lines, name


# the quick questions


def test_steps_searches_and_averages():
    says("04", "epoch、iteration", ceil(10_000 / 32), 5 * ceil(10_000 / 32), 10_000 // 32, 5 * (10_000 // 32))
    says("04", "网格搜索、随机搜索", f"{1 - 0.95**60:.3f}")
    says("04", "EMA", round(log(2) / -log(0.999)))
    says("04", "集成多个模型", 0.5 + 0.5 / 10)


def test_number_formats_and_memory():
    says("04", "混合精度训练", rf"{2**-14 * 1e5:.1f}\times10^{{-5}}", rf"{2**-24 * 1e8:.1f}\times10^{{-8}}")
    says("04", "显存由哪几部分", 2 + 2 + 4 + 8, 7 * 16)


def test_central_differences_err_by_the_square():
    def error(h):
        return abs((exp(1 + h) - exp(1 - h)) / (2 * h) - exp(1))

    assert 95 < error(1e-2) / error(1e-3) < 105


def test_mean_of_correlated_models():
    m, rho = 5, Fraction(1, 2)
    total = sum(Fraction(1) if i == j else rho for i, j in product(range(m), repeat=2))
    assert total / m**2 == rho + (1 - rho) / m


# items and coverage


@pytest.mark.parametrize("chapter", [name[:2] for name in NAMES])
def test_items_are_complete(chapter):
    part = CHAPTERS[chapter].split("## 选择题\n")[1]
    numbers = [int(n) for n in re.findall(r"^(\d+)\. .*$", part, flags=re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))
    for number in numbers:
        options, key = item(chapter, number)
        assert list(options) == list("ABCD")
        assert len(set(options.values())) == 4
        assert len(key) < 4
    assert part.count("\n解析：") == len(numbers)


def test_coverage_names_our_prompts():
    covered = json.loads((Path(__file__).parent / "coverage/training.json").read_text(encoding="utf-8"))
    texts = "".join(CHAPTERS.values())
    headings = re.findall(r"^(?:#{2,4} (?:\d+, )?|\d+, )[⭐⚡️]*(.+)$", texts, flags=re.MULTILINE)
    assert {row["ours"] for row in covered} <= set(headings)
    assert all(re.fullmatch(r"00[0-4]:\d+", ref) for row in covered for ref in row["facts_from"])
