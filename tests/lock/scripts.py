"""Random edit scripts over a made-up bank whose truth is known, for the identity tests and its measurements."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.diagnostics import Span
from generator.model.bank import Answer, AnswerKind, Bank, Entry, EntryId, Kind, Markdown

if TYPE_CHECKING:
    import random

TERMS = (
    "批归一化 层归一化 随机森林 决策树 支持向量机 朴素贝叶斯 梯度下降 动量法 交叉熵 余弦相似度 注意力 自注意力 位置编码 残差连接 "
    "卷积层 池化层 循环网络 长短期记忆 门控单元 词袋模型 词向量 主成分分析 均值聚类 逻辑回归 线性回归 岭回归 学习率衰减 提前停止 "
    "权重衰减 数据增强 标签平滑 束搜索 贪心搜索 Adam SGD RMSProp BERT GPT ELMo RNN CNN LSTM GRU Dropout L1正则化 L2正则化 ROC曲线 "
    "AUC BLEU ROUGE softmax sigmoid ReLU GELU beam-search Word2Vec GloVe FastText TextCNN Transformer XGBoost LightGBM"
).split()
FRAMES = (
    "{}的原理是什么？|{}有什么优点？|{}有什么缺点？|为什么要用{}？|{}和{}有什么区别？|如何调节{}的超参数？|{}在训练和推理时有什么不同？|"
    "什么情况下{}会失效，怎么处理？|{}的时间复杂度是多少？|手写{}的前向传播|介绍一下{}|{}为什么比{}效果好？|What is {} and when would you use it?|"
    "{}|怎么解释{}的输出结果给业务方听？|How does {} differ from {}?|{}的损失函数怎么推导？"
).split("|")
PHRASES = (
    "先看定义 它把输入映射到另一个空间 训练时按小批量统计均值和方差 推理时用滑动平均 参数量随层数线性增长 计算可以并行 缺点是显存占用大 "
    "适合样本少的场合 对异常值敏感 可以看作一种正则 收敛更快但容易震荡 需要仔细设置学习率 常与残差一起使用 在长序列上会退化 "
    "实践中先标准化特征 用验证集挑选超参数 目标是最小化期望风险 等价于最大似然估计 梯度在深层会消失 用截断避免爆炸 结果对初始化敏感 "
    "每一步只更新一部分参数 复杂度与词表大小有关 可以用负采样近似 评价时看召回率和精确率 线上要注意延迟 部署前做量化 数据不平衡时要加权"
).split()
LETTERS = "的一是在和用于层数模型值率训练参数据特征网络abcdefg"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """An entry, and the questions whose history it may rightly carry on (its own first)."""

    truth: tuple[int, ...]
    path: str
    section: tuple[str, ...]
    prompt: str
    answer: str


@dataclass(slots=True, kw_only=True)
class Author:
    """Someone who writes notes, and goes on editing them."""

    rng: random.Random
    count: int = 0
    answered: float = 0.75

    def number(self) -> tuple[int]:
        self.count += 1
        return (self.count,)

    def prompt(self) -> str:
        frame = self.rng.choice(FRAMES)
        return frame.format(*self.rng.sample(TERMS, frame.count("{}")))

    def answer(self) -> str:
        if self.rng.random() > self.answered:
            return ""
        phrases = self.rng.sample(PHRASES, self.rng.randint(2, 9))
        return "，".join(f"{phrase}{self.rng.choice(TERMS)}" for phrase in phrases) + "。"

    def question(self, path: str, section: tuple[str, ...]) -> Question:
        return Question(
            truth=self.number(), path=path, section=section, prompt=self.prompt(), answer=self.answer()
        )

    def notes(self, size: int) -> list[Question]:
        """Write a few files of a few sections; no two questions with the same words in one section."""
        seen: set[tuple[tuple[str, ...], str]] = set()
        written: list[Question] = []
        while len(written) < size:
            place = len(written) * 12 // size
            new = self.question(f"note{place // 4}.md", (f"第{place}章",) if place % 4 else ())
            if (new.section, new.prompt) not in seen:
                seen.add((new.section, new.prompt))
                written.append(new)
        return written

    def typo(self, text: str) -> str:
        """Strike one wrong key."""
        at = self.rng.randrange(len(text))
        kind = self.rng.randrange(3)
        if kind == 0:
            return text[:at] + self.rng.choice(LETTERS) + text[at + 1 :]
        if kind == 1:
            return text[:at] + self.rng.choice(LETTERS) + text[at:]
        return text[:at] + text[at + 1 :] or text

    def reword(self, text: str) -> str:
        """Ask the same in slightly other words."""
        swaps = (("什么是", "何为"), ("区别", "差异"), ("怎么", "如何"), ("？", "?"), ("为什么", "为何"), ("有什么", "有哪些"))
        old, new = self.rng.choice(swaps)
        if old in text:
            return text.replace(old, new)
        return self.rng.choice(("请说明：{}", "{}（重点）", "{} ", "{}请举例")).format(text)

    def revise(self, text: str) -> str:
        """Rewrite a part of an answer, or write the missing one."""
        if not text:
            return self.rng.choice(("", self.answer()))
        parts = text.split("，")
        if self.rng.random() < 0.5:
            parts.insert(self.rng.randrange(len(parts) + 1), self.rng.choice(PHRASES))
        elif len(parts) > 2:
            parts.pop(self.rng.randrange(len(parts)))
        return "，".join(parts)

    def edit(self, notes: list[Question], rate: float) -> list[Question]:
        """Touch a share of the questions, then the order of things."""
        edited = [self.touch(q) if self.rng.random() < rate else q for q in notes]
        for _ in range(max(1, int(len(notes) * rate / 4))):
            edited = self.rng.choice(STRUCTURAL)(self, edited)
        return edited

    def touch(self, question: Question) -> Question:
        roll = self.rng.randrange(4)
        prompt = question.prompt
        if roll in {0, 2}:
            prompt = self.typo(prompt)
        if roll == 1:
            prompt = self.reword(prompt)
        answer = self.revise(question.answer) if roll in {2, 3} else question.answer
        return replace(question, prompt=prompt, answer=answer)

    def insert(self, notes: list[Question]) -> list[Question]:
        at = self.rng.randrange(len(notes))
        return [*notes[:at], self.question(notes[at].path, notes[at].section), *notes[at:]]

    def remove(self, notes: list[Question]) -> list[Question]:
        at = self.rng.randrange(len(notes))
        return notes[:at] + notes[at + 1 :]

    def replace_one(self, notes: list[Question]) -> list[Question]:
        """Take one question out and put another one in its place."""
        at = self.rng.randrange(len(notes))
        return [*notes[:at], self.question(notes[at].path, notes[at].section), *notes[at + 1 :]]

    def reorder(self, notes: list[Question]) -> list[Question]:
        at = self.rng.randrange(len(notes))
        same = [i for i, q in enumerate(notes) if (q.path, q.section) == (notes[at].path, notes[at].section)]
        shuffled = self.rng.sample(same, len(same))
        order = dict(zip(same, shuffled, strict=True))
        return [notes[order.get(i, i)] for i in range(len(notes))]

    def split(self, notes: list[Question]) -> list[Question]:
        at = self.rng.randrange(len(notes))
        q = notes[at]
        half = len(q.answer) // 2
        parts = [
            replace(q, truth=(*q.truth, *self.number()), prompt=f"{q.prompt}{more}", answer=answer)
            for more, answer in (("先说原理", q.answer[:half]), ("再说应用", q.answer[half:]))
        ]
        return [*notes[:at], *parts, *notes[at + 1 :]]

    def merge(self, notes: list[Question]) -> list[Question]:
        at = self.rng.randrange(len(notes) - 1)
        one, two = notes[at], notes[at + 1]
        both = replace(
            one,
            truth=(*one.truth, *two.truth, *self.number()),
            prompt=f"{one.prompt}{two.prompt}",
            answer=one.answer + two.answer,
        )
        return [*notes[:at], both, *notes[at + 2 :]]

    def rename_file(self, notes: list[Question]) -> list[Question]:
        path, new = self.rng.choice(notes).path, f"renamed{self.number()[0]}.md"
        return in_files([replace(q, path=new) if q.path == path else q for q in notes])

    def rename_section(self, notes: list[Question]) -> list[Question]:
        section, new = self.rng.choice(notes).section, (f"新第{self.number()[0]}章",)
        return [replace(q, section=new) if q.section == section else q for q in notes]

    def move_section(self, notes: list[Question]) -> list[Question]:
        source, target = self.rng.choice(notes), self.rng.choice(notes)
        moved = [
            replace(q, path=target.path) if (q.path, q.section) == (source.path, source.section) else q
            for q in notes
        ]
        return in_files(moved)


STRUCTURAL = (
    Author.insert,
    Author.insert,
    Author.remove,
    Author.replace_one,
    Author.reorder,
    Author.split,
    Author.merge,
    Author.rename_file,
    Author.rename_section,
    Author.move_section,
)


def in_files(notes: list[Question]) -> list[Question]:
    """Sort by file, as the pipeline reads them."""
    return sorted(notes, key=lambda q: q.path)


def entry(
    prompt: str, answer: str = "", *, path: str = "a.md", section: tuple[str, ...] = (), line: int = 1
) -> Entry:
    """Return an entry as a reader would."""
    return Entry(
        id=EntryId(""),
        prompt=prompt,
        prompt_markdown=Markdown(prompt),
        kind=Kind.QUESTION,
        span=Span(path=path, line=line, end_line=line),
        section=section,
        answer=Answer(kind=AnswerKind.TEXT if answer else AnswerKind.NONE, text=answer),
    )


def bank(notes: list[Question]) -> Bank:
    """Return the bank that a reader would make of the questions."""
    return Bank(
        entries=tuple(
            entry(q.prompt, q.answer, path=q.path, section=q.section, line=i + 1) for i, q in enumerate(notes)
        )
    )


@dataclass(slots=True, kw_only=True)
class Tally:
    """What became of ids over many builds."""

    kept: int = 0
    lost: int = 0
    wrong: int = 0

    @property
    def share(self) -> float:
        return self.kept / max(1, self.kept + self.lost)


def tally(notes: list[Question], ids: list[str], owners: dict[str, tuple[int, ...]], total: Tally) -> dict[str, tuple[int, ...]]:
    """Count kept, lost and wrong ids against their owners of the last build; return the owners of this one."""
    owned = {truth[0] for truth in owners.values() if len(truth) == 1}
    for question, entry_id in zip(notes, ids, strict=True):
        before = owners.get(entry_id)
        if before is not None and not set(before) & set(question.truth):
            total.wrong += 1
        elif len(question.truth) == 1 and question.truth[0] in owned:
            total.kept += before is not None
            total.lost += before is None
    return {**owners, **dict(zip(ids, (q.truth for q in notes), strict=True))}
