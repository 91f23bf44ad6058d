"""How the time to find groups grows with the bank: 1e3, 1e4 and 1e5 generated entries, and the exponent fitted.

    python -m benchmarks.groups [--sizes 1000 10000 100000] [--plot groups.svg]

The entries are made, not copied: each asks in one of many ways about one to three terms of the shipped lexicon, with
made-up words beside them whose frequencies fall as words' do (Zipf); one in ten repeats an earlier prompt in other
words or to the letter. Prints entries, seconds, groups, enemies and peak memory; the last line is the exponent b of
seconds = a x entries^b (1 is linear).
"""

from __future__ import annotations

import argparse
import math
import random
import resource
import time
from pathlib import Path

from generator.diagnostics import Span
from generator.model.bank import Answer, AnswerKind, Bank, Entry, EntryId, Kind, Markdown
from generator.transforms.duplicates import find_groups
from generator.transforms.lexicon import Lexicon
from generator.transforms.lexicon_files import load

WAYS = (
    "什么是{0}？",
    "{0}的原理",
    "为什么要用{0}？",
    "{0}和{1}的区别是什么？",
    "{0}有哪些优缺点？",
    "如何在{1}中使用{0}？",
    "简单介绍一下{0}",
    "{0}",
    "What is {0}?",
    "Why does {0} help {1}?",
    "How does {0} differ from {1}?",
    "{2}里{0}怎么做？",
    "{0}对{1}和{2}有什么影响？",
)
SYLLABLES = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈"


class Maker:
    """Generated entries; the same seed gives the same bank."""

    def __init__(self, lexicon: Lexicon, seed: int = 1) -> None:
        self.draw = random.Random(seed)
        self.terms = [form for concept in lexicon.concepts.values() for form in concept.forms[:2]] or list("甲乙丙丁")
        self.words = ["".join(self.draw.choices(SYLLABLES, k=self.draw.randint(2, 4))) for _ in range(20_000)]
        self.falling = [1 / (rank + 2) for rank in range(len(self.words))]

    def bank(self, size: int) -> Bank:
        words = self.draw.choices(self.words, self.falling, k=40 * size)
        prompts: list[str] = []
        entries = []
        for number in range(size):
            prompts.append(self._prompt(prompts, words[number]))
            answer = "，".join([self.draw.choice(self.terms), *words[40 * number : 40 * number + 40]])
            entries.append(
                Entry(
                    id=EntryId(f"e{number:06}"),
                    prompt=prompts[-1],
                    prompt_markdown=Markdown(prompts[-1]),
                    kind=Kind.QUESTION,
                    span=Span(path=f"notes-{number % 97:02}.md", line=number + 1, end_line=number + 1),
                    answer=Answer(kind=AnswerKind.TEXT, text=answer),
                )
            )
        return Bank(entries=tuple(entries))

    def _prompt(self, earlier: list[str], word: str) -> str:
        if earlier and self.draw.random() < 0.1:
            old = self.draw.choice(earlier)
            return old if self.draw.random() < 0.3 else f"请解释：{old}"
        prompt = self.draw.choice(WAYS).format(*self.draw.sample(self.terms, 3))
        return prompt if self.draw.random() < 0.4 else f"{prompt}（{word}）"


def measure(size: int, lexicon: Lexicon) -> float:
    """Print and return the seconds that grouping `size` generated entries takes."""
    bank = Maker(lexicon).bank(size)
    start = time.perf_counter()
    grouping = find_groups(bank, lexicon)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    found = f"{len(grouping.groups):7} groups {len(grouping.enemies):9} enemies"
    print(f"{size:8} entries {seconds:8.2f} s {found} {peak:6} MB peak", flush=True)
    return seconds


def exponent(sizes: list[int], seconds: list[float]) -> float:
    """Return b of seconds = a x size^b, by least squares on logarithms."""
    x, y = [math.log(size) for size in sizes], [math.log(second) for second in seconds]
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    covariance = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True))
    return covariance / sum((a - mean_x) ** 2 for a in x)


def plot(path: Path, sizes: list[int], seconds: list[float], slope: float) -> None:
    """Write the measurements as an SVG on logarithmic axes, beside a line of exponent 1."""

    def at(size: float, second: float) -> tuple[float, float]:
        return 60 + 160 * (math.log10(size) - 3), 260 - 50 * (math.log10(second) + 2)

    points = [at(size, second) for size, second in zip(sizes, seconds, strict=True)]
    linear = [at(size, seconds[-1] * size / sizes[-1]) for size in (sizes[0], sizes[-1])]
    marks = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4"/>' for x, y in points)
    labels = "".join(
        f'<text x="{x + 8:.1f}" y="{y + 16:.1f}">{size:,}: {second:.2f} s</text>'
        for (x, y), size, second in zip(points, sizes, seconds, strict=True)
    )
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in linear)
    path.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 520 300" font-family="sans-serif" font-size="12">'
        '<rect width="520" height="300" fill="white"/><path d="M60 20V260H500" fill="none" stroke="black"/>'
        f'<polyline points="{line}" stroke="gray" stroke-dasharray="4" fill="none"/>{marks}{labels}'
        f'<text x="70" y="30">seconds over entries, both logarithmic; exponent {slope:.2f} (dashed: 1)</text></svg>\n',
        encoding="utf-8",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--no-lexicon", action="store_true", help="group with an empty lexicon")
    options = parser.parse_args()
    lexicon = Lexicon() if options.no_lexicon else load(("ml-nlp",))[0]
    seconds = [measure(size, lexicon) for size in options.sizes]
    slope = exponent(options.sizes, seconds)
    print(f"exponent {slope:.2f}")
    if options.plot:
        plot(options.plot, options.sizes, seconds, slope)


if __name__ == "__main__":
    main()
