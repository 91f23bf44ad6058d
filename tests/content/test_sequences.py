"""What the chapters on sequences, convolution, scenarios and Python state is worked out again."""

from __future__ import annotations

import contextlib
import copy
import gc
import importlib.util
import io
import json
import math
import re
import sys
import weakref
from collections import Counter
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

CONTENT = Path(__file__).parents[2] / "content"
FIGURES = CONTENT / "figures"
NAMES = ("01-python", "50-rnn", "51-cnn", "52-scenarios")
CHAPTERS = {name[:2]: (CONTENT / f"{name}.md").read_text(encoding="utf-8") for name in NAMES}
DRAWN = sorted(set(re.findall(r"\(figures/([\w-]+)\.svg\)", "".join(CHAPTERS.values()))))


def entry(chapter: str, prompt: str) -> str:
    """Return the entry whose prompt contains some words."""
    opened = r"^(?=\d+\. )" if chapter == "01" else r"^### "
    parts = re.split(opened, CHAPTERS[chapter], flags=re.MULTILINE)
    found = [part for part in parts if part and prompt in part.splitlines()[0]]
    assert len(found) == 1, prompt
    return found[0]


def says(chapter: str, prompt: str, *stated: object) -> None:
    """Check that an entry states every value, as a number of its own."""
    text = entry(chapter, prompt)
    for one in stated:
        assert re.search(rf"(?<![\d.]){re.escape(str(one))}(?!\d)", text), f"{prompt}: {one}"


def item(chapter: str, number: int) -> tuple[dict[str, str], str]:
    """Return the options and the key letters of a choice item."""
    part = CHAPTERS[chapter].rsplit("## 选择题\n", maxsplit=1)[-1]
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


# figures and the choice items' form


@pytest.mark.parametrize("name", DRAWN)
def test_figure_is_what_its_script_draws(name):
    assert (FIGURES / f"{name}.svg").read_text(encoding="utf-8") == script(name).figure().svg()


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_choice_items_have_four_different_options_and_a_reason(chapter):
    part = CHAPTERS[chapter].rsplit("## 选择题\n", maxsplit=1)[-1]
    blocks = [b for b in re.split(r"^(?=\d+\. )", part, flags=re.MULTILINE) if "\n答案：" in b]
    assert blocks
    for block in blocks:
        options = re.findall(r"^([A-D])\. (.+)$", block, flags=re.MULTILINE)
        assert [letter for letter, _ in options] == list("ABCD")
        assert len({text for _, text in options}) == 4
        assert "\n解析：" in block


def test_coverage_names_entries_that_exist():
    rows = json.loads((Path(__file__).parent / "coverage" / "sequences.json").read_text(encoding="utf-8"))
    texts = "".join(path.read_text(encoding="utf-8") for path in sorted(CONTENT.glob("*.md")))
    assert [row["ours"] for row in rows if row["ours"] not in texts] == []


# recurrent networks


def group(d: int, h: int, biases: int = 1) -> int:
    """Count the parameters of one transformation of input and state."""
    return h * (d + h) + biases * h


def test_parameters_of_recurrent_layers():
    says("50", "RNN 的隐状态", group(100, 128), group(100, 128, 2))
    says("50", "三个门", 4 * group(100, 128), 4 * group(100, 128, 2))
    says("50", "GRU 的重置门", 3 * group(100, 128))
    assert keyed("50", 1) == str(4 * group(50, 64))
    assert item("50", 1)[0] == {"A": str(group(50, 64)), "B": str(3 * group(50, 64)), "C": "29440", "D": "29696"}
    assert 4 * group(50, 64, 2) == 29696


def test_long_products():
    says("50", "长距离依赖", f"{0.9**50:.4f}", f"{1.1**50:.1f}")
    says("50", "缓解梯度消失", f"{0.99**100:.3f}", f"{1 / (1 + math.exp(-1)):.3f}")
    assert 7.5e-31 < 0.5**100 < 8.5e-31
    says("50", "曝光偏差", f"{0.98**50:.3f}")


def test_memory_gradient_along_the_direct_path_is_the_product_of_forget_gates():
    forget, write = [0.9, 0.8, 0.95], [0.1, 0.3, -0.2]

    def run(c):
        for f, w in zip(forget, write, strict=True):
            c = f * c + w
        return c

    assert math.isclose((run(1 + 1e-6) - run(1 - 1e-6)) / 2e-6, math.prod(forget), rel_tol=1e-6)


def test_ngram_parameters():
    v = 10**4
    assert math.isclose(v**2 * (v - 1), 1e12, rel_tol=1e-3)


# decoding


def exhaustive(first, following):
    return max((first[a] * following[a][b], a + b) for a, b in product(first, repeat=2))


def test_beam_search_against_all_strings():
    m = script("beam-search")
    greedy, beam = m.search(1, m.FIRST, m.NEXT)[0], m.search(2, m.FIRST, m.NEXT)[0]
    best = exhaustive(m.FIRST, m.NEXT)
    assert (greedy[0], beam[0], best[1]) == ("aa", "ba", "ba")
    assert math.isclose(beam[1], best[0])
    says("50", "Beam search", f"{greedy[1]:.2f}", f"{beam[1]:.2f}", 100 + 4 * 300)


def test_beam_search_can_miss_the_best():
    m = script("beam-search")
    first = {"a": 0.4, "b": 0.35, "c": 0.25}
    even = {"a": 0.5, "b": 0.3, "c": 0.2}
    following = {"a": even, "b": even, "c": {"a": 0.9, "b": 0.05, "c": 0.05}}
    assert f"{m.search(2, first, following)[0][1]:.3f}" == keyed("50", 6)
    assert f"{exhaustive(first, following)[0]:.3f}" == item("50", 6)[0]["C"]
    assert keyed("50", 5) == str(5 * 1000)


def test_length_penalty():
    def penalised(score, length, alpha=0.6):
        return score / ((5 + length) / 6) ** alpha

    says("50", "长度惩罚", f"{penalised(-4.0, 4):.2f}".lstrip("-"), f"{penalised(-4.8, 8):.2f}".lstrip("-"))
    assert penalised(-4.8, 8) > penalised(-4.0, 4)


def nucleus(probabilities, p):
    kept, total = [], Fraction(0)
    for q in sorted(probabilities, reverse=True):
        kept.append(q)
        total += q
        if total >= p:
            return kept
    return kept


def test_truncated_sampling():
    probabilities = [Fraction(n, 100) for n in (50, 30, 10, 6, 4)]
    kept = nucleus(probabilities, Fraction(3, 4))
    says("50", "top-k", *(float(q / sum(kept)) for q in kept))
    says("50", "top-k", f"{float(probabilities[0] / sum(probabilities[:3])):.3f}")
    assert keyed("50", 12) == str(len(nucleus(probabilities, Fraction(85, 100))))


def perplexity(probabilities):
    return math.exp(-sum(map(math.log, probabilities)) / len(probabilities))


def test_perplexity():
    assert math.isclose(perplexity([1 / 2, 1 / 4, 1 / 8]), 4)
    assert perplexity([1.0, 1.0]) == 1
    assert math.isclose(perplexity([1 / 7] * 3), 7)
    assert math.isclose(perplexity([0.2] * 4), float(keyed("50", 8)))


def bleu(candidate, reference):
    precisions = []
    for n in range(1, 5):
        ours, theirs = (Counter(zip(*(s[i:] for i in range(n)), strict=False)) for s in (candidate, reference))
        precisions.append(sum((ours & theirs).values()) / sum(ours.values()))
    penalty = min(1.0, math.exp(1 - len(reference) / len(candidate)))
    return penalty * math.prod(precisions) ** 0.25, penalty, precisions


def test_bleu():
    whole, penalty, precisions = bleu(["the", "cat", "sat", "on", "mat"], ["the", "cat", "sat", "on", "the", "mat"])
    options, key = item("50", 7)
    assert options[key] == f"{whole:.3f}"
    assert options["B"] == f"{math.prod(precisions) ** 0.25:.3f}"
    assert options["C"] == f"{sum(precisions) / 4:.3f}"
    assert options["D"] == f"{penalty:.3f}"


# convolution


def size(n, k, s=1, p=0, d=1):
    return (n + 2 * p - d * (k - 1) - 1) // s + 1


def weights(k, inside, outside):
    return k * k * inside * outside


def test_sizes():
    says("51", "输出的尺寸", size(224, 7, 2, 3))
    assert size(50, 3, 1, 1) == 50
    assert keyed("51", 1) == str(size(32, 5))
    assert keyed("51", 8) == str(size(20, 4))


def test_convolution_of_the_example():
    (a, b), (c, d) = script("convolution-step").correlate()
    assert rf"\begin{{pmatrix}}{a}&{b}\\{c}&{d}\end{{pmatrix}}" in entry("51", "输出的尺寸")


def test_parameters_of_convolutions():
    says("51", "参数量和计算量", weights(3, 64, 128) + 128)
    assert round(weights(3, 64, 128) * 56 * 56 / 1e8, 2) == 2.31
    assert round(56**4 * 64 * 128 / 1e10, 1) == 8.1
    says("51", "1×1 卷积有什么作用", weights(1, 256, 64), 2 * weights(3, 256, 256))
    neck = weights(1, 256, 64) + weights(3, 64, 64) + weights(1, 64, 256)
    says("51", "1×1 卷积有什么作用", neck)
    assert round(2 * weights(3, 256, 256) / neck) == 17
    assert keyed("51", 2) == str(weights(3, 3, 16) + 16)
    separable = 9 * 64 + 64 * 128
    says("51", "深度可分离", separable, weights(3, 64, 128), f"{separable / weights(3, 64, 128):.3f}")
    assert math.isclose(separable / weights(3, 64, 128), 1 / 128 + 1 / 9)
    assert keyed("51", 10) == str(9 * 32 + 32 * 64)
    assert round(7 * 7 * 512 * 4096 / 1e8, 2) == 1.03
    says("51", "TextCNN", sum((3, 4, 5)) * 300 * 100 + 300, 300 * 2 + 2)


def field(layers):
    seen, stride = 1, 1
    for k, s in layers:
        seen += (k - 1) * stride
        stride *= s
    return seen


def test_receptive_fields():
    says("51", "感受野", field([(3, 2), (3, 2), (3, 1)]))
    assert field([(3, 1)] * 2) == field([(5, 1)])
    assert keyed("51", 4) == str(field([(3, 1)] * 3)) == str(field([(7, 1)]))
    assert keyed("51", 9) == str(2 * (3 - 1) + 1)


# scenarios


def test_undersampling_is_undone():
    # exact: true odds 1:10 become 1:1 when one negative in ten is kept
    restored = Fraction(1, 2) / (Fraction(1, 2) + Fraction(1, 2) / Fraction(1, 10))
    assert restored == Fraction(1, 11)
    says("52", "严重不平衡", f"{float(restored):.3f}")
    assert keyed("52", 1) == f"{float(restored):.3f}"


def test_stability_index():
    index = sum((a - b) * math.log(a / b) for a, b in ((0.7, 0.5), (0.3, 0.5)))
    says("52", "监控线上模型", f"{index:.3f}")


def kappa(yes, no, differ):
    n = yes + no + 2 * differ
    p, q = Fraction(yes + differ, n), Fraction(no + differ, n)
    expected = p * p + q * q
    return (Fraction(yes + no, n) - expected) / (1 - expected)


def test_agreement():
    says("52", "标注质量", float(kappa(40, 40, 10)))
    assert float(keyed("52", 5)) == float(kappa(45, 45, 5))


def test_uncertainty_and_storage():
    def entropy(p):
        return -p * math.log(p) - (1 - p) * math.log(1 - p)

    says("52", "商品评价", f"{entropy(0.5):.3f}", f"{entropy(0.9):.3f}")
    assert float(keyed("52", 6)) == max((0.03, 0.48, 0.75, 0.99), key=entropy)
    says("52", "图片库", 10**8 * 512 * 4 / 1e9, 10**8 * 64 / 1e9)
    assert keyed("52", 7) == f"{10**7 * 512 * 4 / 1e9:.2f} GB"
    says("52", "介绍项目", f"{math.sqrt(0.9 * 0.1 / 1000):.4f}")


# Python: every example is run and its printed lines are those of its comments

EXAMPLES = re.findall(r"```python\n(.*?)```", CHAPTERS["01"], flags=re.DOTALL)


@pytest.mark.parametrize("code", EXAMPLES)
def test_example_prints_what_its_comment_says(code):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, "example", "exec"), {"__name__": "example"})
    said = re.findall(r"^print\(.*\)  # (.+)$", code, flags=re.MULTILINE)
    assert out.getvalue().splitlines() == said
    assert said


@pytest.mark.skipif(
    sys.implementation.name != "cpython" or sys.version_info[:2] != (3, 11) or sys.maxsize < 2**32,
    reason="sizes differ between implementations and versions",
)
def test_sizes_of_empty_containers():
    says("01", "空列表和空元组", sys.getsizeof([]), sys.getsizeof(()))


def test_generators_run_late_and_once():
    ran = []

    def numbers():
        ran.append(1)
        yield 1
        return "end"

    g = numbers()
    assert ran == []
    assert next(g) == 1
    with pytest.raises(StopIteration) as stop:
        next(g)
    assert stop.value.value == "end"
    fresh = numbers()
    assert iter(fresh) is fresh
    assert ran == [1]


def test_choice_items_of_python():
    g = (x for x in [1, 2, 3])
    next(g)
    assert keyed("01", 16) == f"`{sum(g)} {sum(g)}`"
    with pytest.raises(TypeError):
        hash((1, [2]))
    assert isinstance(hash((1, (2, 3))), int)
    assert keyed("01", 17) == "`(1, (2, 3))`"
    a = [[0]] * 3
    a[0].append(1)
    assert keyed("01", 19) == f"`{a}`"


def test_weak_references_and_copies():
    class Thing:
        pass

    thing = Thing()
    before = sys.getrefcount(thing)
    watch = weakref.ref(thing)
    assert sys.getrefcount(thing) == before
    del thing
    gc.collect()
    assert watch() is None
    fixed = (1, "a")
    assert copy.deepcopy(fixed) is fixed
    assert hash(1) == hash(1.0) == hash(True)
