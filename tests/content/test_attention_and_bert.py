"""What the chapters on word vectors, attention and BERT state is worked out again, and the figures are up to date."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from collections import Counter
from fractions import Fraction
from itertools import pairwise, product
from math import cos, e, erf, exp, isclose, log, log2, pi, prod, sin, sqrt
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

CONTENT = Path(__file__).parents[2] / "content"
FIGURES = CONTENT / "figures"
VECTORS, TRANSFORMER, BERT, QUICK, BERT_QUICK = (
    (CONTENT / f"{name}.md").read_text(encoding="utf-8")
    for name in ("20-embeddings", "21-transformer", "22-bert", "02-attention", "03-bert")
)
DRAWN = sorted(set(re.findall(r"\(figures/([\w-]+)\.svg\)", VECTORS + TRANSFORMER + BERT)))


def entry(chapter: str, prompt: str) -> str:
    """Return the section whose heading contains `prompt`, with thousands and spaces as written."""
    found = [part for part in re.split(r"^#{2,3} ", chapter, flags=re.MULTILINE) if prompt in part.splitlines()[0]]
    assert len(found) == 1, prompt
    return found[0]


def says(chapter: str, prompt: str, *stated: object) -> None:
    """Check that an entry states every value."""
    text = entry(chapter, prompt)
    for one in stated:
        assert str(one) in text, f"{prompt}: {one}"


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


def dot(a, b):
    return sum(x * y for x, y in zip(a, b, strict=True))


def matmul(a, b):
    return [[dot(row, column) for column in zip(*b, strict=True)] for row in a]


def softmax(scores):
    top = max(scores)
    weights = [exp(score - top) for score in scores]
    return [weight / sum(weights) for weight in weights]


def sigmoid(x):
    return 1 / (1 + exp(-x))


def slope(function, vector, index, step=1e-6):
    """Return a partial derivative by central difference."""
    up, down = list(vector), list(vector)
    up[index] += step
    down[index] -= step
    return (function(up) - function(down)) / (2 * step)


def attention(x, mask=lambda _row, _column: True):
    """Return self-attention over the rows of x with fixed projections that do not commute."""
    query = matmul(x, [[1, 0.5], [-0.3, 0.8]])
    key = matmul(x, [[0.2, -1], [0.7, 0.4]])
    value = matmul(x, [[0.9, 0.1], [0.3, -0.6]])
    scores = [
        [dot(q, k) / sqrt(2) if mask(i, j) else float("-inf") for j, k in enumerate(key)] for i, q in enumerate(query)
    ]
    return matmul([softmax(row) for row in scores], value)


# ---- figures, choices, coverage ----


@pytest.mark.parametrize("name", DRAWN)
def test_figure_is_what_its_script_draws(name):
    drawing = script(name).figure()
    assert drawing.name == name
    assert drawing.title
    assert drawing.svg() == (FIGURES / f"{name}.svg").read_text(encoding="utf-8")


def test_there_are_enough_figures():
    assert len(DRAWN) >= 14


@pytest.mark.parametrize("chapter", [VECTORS, TRANSFORMER, BERT])
def test_choice_items_have_four_options_a_key_and_reasons(chapter):
    items = re.split(r"^\d+\. ", chapter.split("## 选择题\n")[1], flags=re.MULTILINE)[1:]
    assert len(items) >= 18
    for item in items:
        options = dict(re.findall(r"^([A-D])\. (.+)$", item, flags=re.MULTILINE))
        key = re.search(r"^答案：([A-D]+)$", item, flags=re.MULTILINE)
        reason = re.search(r"^解析：(.+)$", item, flags=re.MULTILINE)
        assert list(options) == list("ABCD"), item
        assert len(set(options.values())) == 4
        assert key
        assert sorted(set(key[1])) == list(key[1])
        assert len(key[1]) < 4
        assert reason
        assert len(reason[1]) > 20
        assert not re.search(r"[A-D] ?(?:项|错|对)", reason[1]), "letters move when options are shuffled"


def test_keys_are_spread_over_the_letters():
    keys = Counter(re.findall(r"^答案：([A-D])$", VECTORS + TRANSFORMER + BERT, flags=re.MULTILINE))
    total = keys.total()
    assert total >= 45
    assert all(0.12 <= keys[letter] / total <= 0.4 for letter in "ABCD")


def test_coverage_names_entries_that_exist():
    rows = json.loads((Path(__file__).parent / "coverage" / "attention_and_bert.json").read_text(encoding="utf-8"))
    prompts = {
        re.sub("^[⭐️⚡]+", "", line)
        for line in re.findall(
            r"^(?:### |- \d+、|> \d+、)(.+)$",
            f"{VECTORS}\n{TRANSFORMER}\n{BERT}\n{QUICK}\n{BERT_QUICK}",
            flags=re.MULTILINE,
        )
    }
    for row in rows:
        assert row["ours"] in prompts
        assert row["facts_from"]
        assert all(re.fullmatch(r"00\d:\d+", one) for one in row["facts_from"])


# ---- word vectors ----


def test_training_samples_of_a_window():
    for n, w in product(range(3, 9), range(1, 3)):
        pairs = sum(1 for i in range(n) for j in range(n) if i != j and abs(i - j) <= w)
        assert pairs == 2 * w * n - w * (w + 1)
    says(VECTORS, "窗口半径为 w", "得到 14 个词对", "得到 5 个样本")
    assert 2 * 2 * 5 - 2 * 3 == 14


def test_cost_of_three_outputs():
    says(VECTORS, "完整的 softmax 贵", f"约为 {10**5}、{round(log2(10**5))}、{1 + 5} 次")


def test_hierarchical_softmax_is_a_distribution():
    module = script("hierarchical-softmax")
    codes = module.codes(module.tree(module.COUNTS))
    nodes = {code[:end] for code in codes.values() for end in range(len(code))}
    assert len(nodes) == len(codes) - 1
    score = {node: 0.7 * index - 1.1 for index, node in enumerate(sorted(nodes))}
    turns = {"0": 1, "1": -1}
    chance = {w: prod(sigmoid(turns[c[i]] * score[c[:i]]) for i in range(len(c))) for w, c in codes.items()}
    assert isclose(sum(chance.values()), 1)
    steps = Fraction(sum(module.COUNTS[w] * len(c) for w, c in codes.items()), sum(module.COUNTS.values()))
    counts = "、".join(map(str, module.COUNTS.values()))
    says(VECTORS, "层次 softmax 怎样", f"{counts}", f"{steps}", f"约 {float(steps):.2f} 次")


def test_skip_gram_gradient():
    outputs = [[0.3, -0.2, 0.5], [-0.4, 0.1, 0.9], [0.7, 0.6, -0.8], [0.2, -0.9, 0.1]]
    centre, target = [0.5, -1.2, 0.3], 2

    def loss(v):
        return -log(softmax([dot(u, v) for u in outputs])[target])

    chances = softmax([dot(u, centre) for u in outputs])
    for i in range(3):
        stated = sum(p * u[i] for p, u in zip(chances, outputs, strict=True)) - outputs[target][i]
        assert isclose(slope(loss, centre, i), stated, rel_tol=1e-6)


def test_negative_sampling_gradient_and_shares():
    positive, negatives, centre = [0.4, -0.3], [[0.1, 0.8], [-0.7, 0.2]], [0.6, -0.5]

    def loss(v):
        return -log(sigmoid(dot(positive, v))) - sum(log(sigmoid(-dot(u, v))) for u in negatives)

    for i in range(2):
        stated = (sigmoid(dot(positive, centre)) - 1) * positive[i]
        stated += sum(sigmoid(dot(u, centre)) * u[i] for u in negatives)
        assert isclose(slope(loss, centre, i), stated, rel_tol=1e-6)
    shares = script("negative-sampling").shares
    plain, flat = shares(1.0), shares(0.75)
    says(
        VECTORS,
        "负采样的目标函数",
        f"从 {plain[0]:.3f} 降到 {flat[0]:.3f}",
        f"从 {plain[-1]:.3f} 升到 {flat[-1]:.3f}",
    )
    assert 4.5 < flat[-1] / plain[-1] < 5.5


def test_subsampling_and_weights():
    def dropped(share):
        return 1 - sqrt(1e-5 / share)

    says(VECTORS, "二次采样", f"{dropped(0.05):.1%} 的机会", f"是 {dropped(1e-4):.1%}")
    says(VECTORS, "GloVe 与 word2vec", f"共现 10 次的权重是 {script('glove-weight').weight(10):.3f}")
    assert script("glove-weight").weight(100) == script("glove-weight").weight(500) == 1
    says(VECTORS, "怎样得到句向量", f"约 {1e-3 / (1e-3 + 0.01):.2f}", f"约 {1e-3 / (1e-3 + 1e-5):.2f}")


def test_character_trigrams():
    word = "<where>"
    says(VECTORS, "fastText 词向量", "、".join(f"`{word[i : i + 3]}`" for i in range(len(word) - 2)))


CORPUS = {"low": 5, "lower": 2, "newest": 6, "widest": 3}


def pairs_of(corpus):
    count = Counter()
    for word, times in corpus.items():
        for pair in pairwise(word):
            count[pair] += times
    return count


def merged(corpus, pair):
    out = {}
    for word, times in corpus.items():
        left, parts = list(word), []
        while left:
            joined = tuple(left[:2]) == pair
            parts.append("".join(left[:2]) if joined else left[0])
            del left[: 2 if joined else 1]
        out[tuple(parts)] = times
    return out


def test_byte_pair_encoding():
    corpus = {tuple(word): times for word, times in CORPUS.items()}
    done = []
    for _ in range(4):
        counts = pairs_of(corpus)
        best = max(counts, key=lambda pair: counts[pair])
        done.append((" ".join(best), counts[best]))
        corpus = merged(corpus, best)
    assert done == [("e s", 9), ("es t", 9), ("l o", 7), ("lo w", 7)]
    says(VECTORS, "BPE 和 WordPiece", "`e s` 相邻出现 9 次", "`es t` 也是 9 次", "`l o` 与 `lo w`，各 7 次")


def test_word_piece():
    letters = Counter()
    for word, times in CORPUS.items():
        for letter in word:
            letters[letter] += times
    counts = pairs_of(CORPUS)
    score = {pair: Fraction(n, letters[pair[0]] * letters[pair[1]]) for pair, n in counts.items()}
    assert max(score, key=lambda pair: score[pair]) == ("i", "d")
    for a, b in ("es", "st", "id"):
        shown = f"`{a} {b}` {'只有' if a == 'e' else '是'} "
        says(VECTORS, "BPE 和 WordPiece", f"{shown}{counts[a, b]}/{letters[a] * letters[b]}")


def test_unigram_segmentation():
    chance = {"un": 0.1, "able": 0.05, "una": 0.02, "ble": 0.04}
    first, second = chance["un"] * chance["able"], chance["una"] * chance["ble"]
    says(VECTORS, "Unigram", *(f"p(\\text{{{k}}})={v}" for k, v in chance.items()), f"是 {first:g}", f"是 {second:g}")
    assert first > second


def test_text_similarity():
    a, b = "我喜欢猫", "我喜欢狗"
    one, two = ({s[i : i + 2] for i in range(3)} for s in (a, b))
    assert sum(x != y for x, y in zip(a, b, strict=True)) == 1
    share = Fraction(len(one & two), len(one | two))
    says(VECTORS, "计算文本相似度", f"{len(one & two)}/{len(one | two)} = {float(share)}")
    says(VECTORS, "TF-IDF", f"\\approx{3 / 100 * log(1000 / 10):.3f}")
    v, w = (3, 4), (4, 3)
    angle = dot(v, w) / (sqrt(dot(v, v)) * sqrt(dot(w, w)))
    says(
        VECTORS,
        "余弦相似度、点积",
        f"点积是 {dot(v, w)}",
        f"余弦是 {angle:g}",
        f"\\approx{sqrt(2):.2f}",
        f"是 {2 - 2 * angle:.2f}",
    )
    says(VECTORS, "双塔", f"{10**4} 次", f"{10**4 * (10**4 - 1) // 2} 次")


# ---- attention and Transformer ----


def test_parameters_of_the_original_model():
    d, v = 512, 37000
    encoder, decoder = 12 * d * d, 16 * d * d
    says(TRANSFORMER, "多少参数", 4 * d * d, 8 * d * d, encoder, decoder, v * d, 6 * encoder + 6 * decoder + v * d)
    says(TRANSFORMER, "为什么要降维", 4 * d * d, 4 * 8 * d * d, f"每头 {d // 8} 维")


def test_attention_by_hand():
    scaled, raw = softmax([2, 1, 0]), softmax([4, 2, 0])
    says(TRANSFORMER, "自注意力是怎样计算", "、".join(f"{w:.3f}" for w in scaled))
    says(TRANSFORMER, "自注意力是怎样计算", f"输出是 {dot(scaled, (10, 20, 30)):.2f}")
    says(TRANSFORMER, "缩放点积注意力为什么", f"最大权重为 {raw[0]:.3f}", f"后为 {scaled[0]:.3f}")


@pytest.mark.parametrize("d", [1, 2, 4, 5])
def test_variance_of_a_dot_product(d):
    """By enumeration: components of ±1 with equal chances have mean 0 and variance 1."""
    values = [dot(bits[:d], bits[d:]) for bits in product((-1, 1), repeat=2 * d)]
    assert sum(values) == 0
    assert Fraction(sum(value**2 for value in values), len(values)) == d
    says(TRANSFORMER, "缩放点积注意力为什么", f"标准差是 {round(sqrt(64))}")


def test_derivatives_of_softmax():
    z = [1.5, -0.4, 0.3]
    y = softmax(z)
    for i, j in product(range(3), repeat=2):
        stated = y[i] * ((i == j) - y[j])
        assert isclose(slope(lambda v, i=i: softmax(v)[i], z, j), stated, rel_tol=1e-5)
    assert all(abs(sum(y[i] * ((i == j) - y[j]) for j in range(3))) < 1e-15 for i in range(3))
    assert max(p * (1 - p) for p in (i / 1000 for i in range(1001))) == 0.25

    def cross_entropy(v):
        return -log(softmax(v)[1])

    for j in range(3):
        assert isclose(slope(cross_entropy, z, j), y[j] - (j == 1), rel_tol=1e-5)


def test_shared_projection_makes_scores_symmetric():
    x, w, other = [[1, 2], [3, -1], [0, 4]], [[2, 1], [-1, 3]], [[0, 5], [1, 1]]
    shared = matmul(matmul(x, w), [list(c) for c in zip(*matmul(x, w), strict=True)])
    apart = matmul(matmul(x, w), [list(c) for c in zip(*matmul(x, other), strict=True)])
    assert all(shared[i][j] == shared[j][i] for i, j in product(range(3), repeat=2))
    assert all(shared[i][i] >= 0 for i in range(3))
    assert any(apart[i][j] != apart[j][i] for i, j in product(range(3), repeat=2))


def test_where_the_quadratic_part_takes_over():
    d = 768
    assert 2 * (6 * d) ** 2 * d == 12 * (6 * d) * d * d
    says(TRANSFORMER, "时间和空间复杂度", f"句长超过 {6 * d}")


def test_masking_padding():
    scores = [2, 1, 0]
    plain, masked = softmax(scores), softmax([2, 1, float("-inf")])
    text = "、".join
    says(TRANSFORMER, "屏蔽 padding", text(f"{w:.3f}" for w in plain), f"和为 {plain[0] + plain[1]:.3f}")
    says(TRANSFORMER, "屏蔽 padding", f"{masked[0]:.3f}、{masked[1]:.3f}、{masked[2]:g}")
    assert f"{masked[0]:.3f} 与 {masked[1]:.3f}" in QUICK


def test_attention_follows_the_order_of_its_input():
    x = [[1.0, 0.2], [-0.5, 0.7], [0.3, -1.1]]
    order = [2, 0, 1]
    for row, source in zip(attention([x[i] for i in order]), order, strict=True):
        assert all(isclose(a, b, rel_tol=1e-12) for a, b in zip(row, attention(x)[source], strict=True))


def test_causal_mask_hides_the_future():
    x = [[1.0, 0.2], [-0.5, 0.7], [0.3, -1.1]]
    masks = script("attention-masks")
    changed = [*x[:2], [9.0, 9.0]]
    before, after = (attention(one, masks.causal) for one in (x, changed))
    assert before[:2] == after[:2]
    assert before[2] != after[2]
    assert all(masks.both(i, j) == (masks.padding(i, j) and j <= i) for i, j in product(range(5), repeat=2))


def test_positional_encoding():
    encoding, width = script("positional-encoding").encoding, 64
    for position, shift, i in ((3, 5, 0), (40, 7, 10), (11, 30, 31)):
        angle = shift / 10000 ** (2 * i / width)
        s, c = encoding(position, 2 * i), encoding(position, 2 * i + 1)
        assert isclose(encoding(position + shift, 2 * i), s * cos(angle) + c * sin(angle), abs_tol=1e-12)
        assert isclose(encoding(position + shift, 2 * i + 1), c * cos(angle) - s * sin(angle), abs_tol=1e-12)
    d = 128
    both = [[encoding(p, j, d) for j in range(d)] for p in (17, 30)]
    assert isclose(dot(*both), script("positional-distance").product(13, d))
    assert script("positional-distance").product(0, d) == d / 2
    assert isclose(encoding(2 * pi, 1), 1)
    assert 512 * 768 / 109482240 < 0.004
    says(TRANSFORMER, "正弦位置编码和可学习", 512 * 768)


def test_rotary_encoding_depends_on_the_distance():
    def turned(v, angle):
        return cos(angle) * v[0] - sin(angle) * v[1], sin(angle) * v[0] + cos(angle) * v[1]

    q, k, theta = (0.8, -0.3), (0.5, 1.2), 0.37
    for m, n in ((2, 9), (14, 21), (5, 5)):
        assert isclose(dot(turned(q, m * theta), turned(k, n * theta)), dot(q, turned(k, (n - m) * theta)))


def test_cache_and_learning_rate():
    size = 2 * 12 * 1024 * 768 * 2
    says(TRANSFORMER, "KV 缓存", f"共 {size} 字节", f"{size // 2**20} MiB")
    assert size % 2**20 == 0

    def rate(step, d=512, warmup=4000):
        return d**-0.5 * min(step**-0.5, step * warmup**-1.5)

    assert max(range(1, 20000), key=rate) == 4000
    says(TRANSFORMER, "预热", "第 4000 步", f"约为 {rate(4000):.4f}")


def test_output_projection_is_a_sum_over_heads():
    heads, w = [[1, -2], [3, 5]], [[1, 2], [0, 1], [-1, 4], [2, 2]]
    together = matmul([[*heads[0], *heads[1]]], w)[0]
    apart = [matmul([heads[i]], w[2 * i : 2 * i + 2])[0] for i in range(2)]
    assert together == [a + b for a, b in zip(*apart, strict=True)]
    assert "32 个头分成 8 组，缓存只有原来的 1/4" in QUICK
    assert Fraction(8, 32) == Fraction(1, 4)


def test_float_limits():
    assert log(3.4028234663852886e38) < 89
    assert (2 - 2**-10) * 2**15 == 65504
    assert "65504" in QUICK
    assert "$e^{89}$" in QUICK


# ---- BERT ----


def test_parameters_of_bert_layer_by_layer():
    text = entry(BERT, "参数量怎样一层一层")
    rows = re.findall(r"^\| .+? \| \$(.+?)\$ \| (\d+) \|$", text, flags=re.MULTILINE)
    assert len(rows) == 11
    for formula, stated in rows:
        shown = formula.replace("\\times", "*").replace("^", "**")
        assert re.fullmatch(r"[\d*+() ]+", shown)
        assert eval(shown) == int(stated), formula
    values = [int(stated) for _, stated in rows]
    assert sum(values[4:9]) == 7087872 == int(re.search(r"一层小计 \| \| (\d+)", text)[1])
    assert sum(values[:4]) + values[9] + values[10] == int(re.search(r"\| 合计 \| \| (\d+)", text)[1])
    assert sum(script("bert-parameters").counts().values()) == 109482240


def bert(vocabulary, h, layers):
    layer = 4 * (h * h + h) + 2 * 4 * h * h + 4 * h + h + 4 * h
    return (vocabulary + 512 + 2) * h + 2 * h + layers * layer + h * h + h


def test_sizes_of_bert():
    says(BERT, "BERT-base 和 BERT-large", bert(30522, 768, 12), bert(30522, 1024, 24))
    says(BERT, "参数量怎样一层一层", bert(21128, 768, 12), f"约 {bert(21128, 768, 12) * 4 / 1e6:.0f} MB")
    assert round((12 * 12 * 768**2 + 30522 * 768) / 1e8, 2) == 1.08
    says(BERT, "参数量怎样一层一层", "1.08$ 亿")
    says(BERT, "位置编码是怎样的", 512 * 768, f"{512 * 768 / bert(30522, 768, 12):.2%}")
    assert f"{30522 * 768 / 1e4:.0f} 万" in BERT_QUICK


def test_shares_of_masked_tokens():
    says(BERT, "（MLM）是怎样做的", *(f"{share * 15 / 100:g}%" for share in (80, 10)))


def test_hiding_only_oneself_leaks_after_two_layers():
    n = 3
    sees = [[i != j for j in range(n)] for i in range(n)]
    two = [[any(sees[i][k] and sees[k][j] for k in range(n)) for j in range(n)] for i in range(n)]
    assert not any(sees[i][i] for i in range(n))
    assert all(two[i][i] for i in range(n))


def test_sum_of_embeddings_is_one_layer_over_joined_one_hots():
    token, position, segment = [[1, 2], [3, 4], [5, 6]], [[7, 8], [9, 10]], [[11, 12], [13, 14]]
    joined = [0, 0, 1, 0, 1, 1, 0]
    assert matmul([joined], token + position + segment)[0] == [5 + 9 + 11, 6 + 10 + 12]


def test_gelu():
    def gelu(x):
        return x * (1 + erf(x / sqrt(2))) / 2

    says(
        BERT,
        "非线性从哪里来",
        f"\\mathrm{{GELU}}(1)\\approx{gelu(1):.3f}",
        f"\\mathrm{{GELU}}(-1)\\approx{gelu(-1):.3f}",
    )


def test_attention_is_linear_only_in_its_values():
    x = [[1.0, 0.2], [-0.5, 0.7]]
    double = attention([[2 * a for a in row] for row in x])
    assert not isclose(double[0][0], 2 * attention(x)[0][0], rel_tol=1e-3)
    weights, v, w = [[0.3, 0.7]], [[1, 2], [3, 4]], [[5, -1], [0, 2]]
    total = matmul(weights, [[a + b for a, b in zip(p, q, strict=True)] for p, q in zip(v, w, strict=True)])[0]
    assert all(isclose(t, a + b) for t, a, b in zip(total, matmul(weights, v)[0], matmul(weights, w)[0], strict=True))


def test_heads_and_lengths():
    says(BERT, "下游任务上微调", f"只多 {768 * 2 + 2} 个参数")
    says(BERT, "超过 512", f"{512 - 2} 个", f"头 128 加尾 {512 - 2 - 128}")


def test_albert():
    v, h, small = 30000, 768, 128
    layer = 7087872
    table = v * small + small * h
    whole = (v + 512 + 2) * small + 2 * small + small * h + h + layer + h * h + h
    says(BERT, "ALBERT 怎样减少", v * h, table, whole)


def test_permutation_masks():
    module = script("permutation-mask")
    for row in range(1, 5):
        seen = {column for column in range(1, 5) if module.sees(row, column, content=False)}
        assert seen == set(module.ORDER[: module.ORDER.index(row)])
        assert module.sees(row, row, content=True)


def test_size_of_gpt():
    says(BERT, "GPT 系列", f"{round(12 * 96 * 12288**2 / 1e8)}$ 亿", f"约 {round((50257 + 2048) * 12288 / 1e8)} 亿")


def test_softmax_ratio():
    """Scores that differ by one or two standard deviations of 8 weigh e^8 to e^16 times as much."""
    weights = softmax([8, 0])
    assert isclose(weights[0] / weights[1], e**8, rel_tol=1e-9)
