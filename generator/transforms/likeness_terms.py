"""A text as weighted terms: the lexicon's concepts, Latin words, and what Chinese is left as pairs of characters."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from generator.transforms.folding import fold_case
from generator.transforms.intent import ASKING_CHINESE, ASKING_ENGLISH

if TYPE_CHECKING:
    from generator.transforms.lexicon import Lexicon

CONCEPT = "#"
"""Begins the term of a concept of the lexicon."""
WORD = "@"
"""Begins the term of a Latin word."""

SYMBOL = "="
"""Begins the term of a number or a single letter."""

CONCEPT_WEIGHT = 3.0
_WIDER_WEIGHT = 0.5
_WORD_WEIGHT = 2.0
_PAIR_WEIGHT = 1.0
_ANSWER_PAIR_WEIGHT = 0.3
_NAME_WORDS = 3
"""More Latin words than these are a sentence, not a name."""
_CHARACTER_WEIGHT = 0.5

_CHINESE_FILLERS = (
    "请|详细|简单|简要|简答|简述|描述|介绍一下|介绍下|介绍|解释|说明|说说|说一下|说下|讲讲|讲一下|讲下|谈谈|聊聊|一下|什么|怎么样|怎么|怎样|如何|是否|哪里|哪个|哪儿"
    "|以及|还有|或者|可以|能否|可否|有什么|是|的|了|吗|呢|嘛|吧|和|与|及|在|它们|他们|相关|问题|常用|常见|主要|基本|一般|通常|分别|各自|具体"
    "|进行|存在|定义|概念|含义|概述|简介|技术|理解|使用"
)
_ENGLISH_FILLERS = (
    "true or false|what|which|who|is|are|was|were|be|been|the|a|an|of|in|on|at|by|as|to|from|for|with|between"
    "|into|and|or|not|no|do|does|did|how|why|when|where|it|its|this|that|these|those|they|you|your|we|our|i|me|can"
    "|could|should|would|will|may|must|there|their|than|then|if|so|such|any|some|use|used|uses|using|please"
    "|explain|describe|define|definition|discuss|introduce|briefly|give|tell|talk|about|mean|meaning|meant|concept"
    "|main|common|work|works"
)
_CHINESE_WORDS = f"{ASKING_CHINESE}|{_CHINESE_FILLERS}"
_FIRST = re.escape("".join(sorted({word[0] for word in _CHINESE_WORDS.split("|")})))
_FILLER = re.compile(
    rf"(?=[{_FIRST}a-z])"  # for speed: most characters begin none of these words
    rf"(?:{_CHINESE_WORDS}|(?<![a-z0-9])(?:{ASKING_ENGLISH}|{_ENGLISH_FILLERS})(?![a-z0-9]))"
)
_RUN = re.compile(r"[\u3400-\u9fff]+|[^\W_]+(?:[-+#.'][^\W_]+)*[+#]*")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LABEL = re.compile(
    "特点|特征|特性|架构|结构|组成|背景|前言|引言|应用|场景|实现|思路|思想|训练|测试|验证|推理|预测|阶段|方法|方式|输入|输出|参数|数据|模型|算法|效果|有效|改进|优化|例子|代码"
    "|为什么|其他|参考|公式|性质|策略|细节|要点|小结|注意|事项|内容|目标"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The terms of a text (and what its concepts are kinds of) with their weights, and which are subjects."""

    weights: dict[str, float]
    subjects: frozenset[str]
    """Terms that name something: concepts and Latin words."""
    bare: bool
    """Nothing but subjects and words of asking."""
    generic: bool
    """No subject, only words that are said of anything ("特点", "输入输出"): the heading above names the subject."""


def terms(text: str, lexicon: Lexicon) -> Terms:
    """Return the terms of a prompt (or another short text)."""
    weights: defaultdict[str, float] = defaultdict(float)
    rest = _concepts(text, lexicon, weights)
    rest = _FILLER.sub(" ", rest)
    for run in _RUN.findall(rest):
        _add(run, weights)
    subjects = frozenset(term for term in weights if term[0] in {CONCEPT, WORD})
    words = sum(term[0] == WORD for term in subjects)
    bare = len(subjects) == len(weights) and words <= _NAME_WORDS
    generic = not subjects and not _CHINESE.search(_LABEL.sub("", rest))
    return Terms(weights=_wider(subjects, lexicon) | weights, subjects=subjects, bare=bare, generic=generic)


def _wider(subjects: frozenset[str], lexicon: Lexicon) -> dict[str, float]:
    """Return the lightly weighted terms of what the concepts among some subjects are kinds of."""
    narrow = [lexicon.concepts[term[1:]] for term in sorted(subjects) if term[0] == CONCEPT]
    return {CONCEPT + wide: _WIDER_WEIGHT for concept in narrow for wide in concept.is_a}


def answer_weights(text: str, lexicon: Lexicon) -> dict[str, float]:
    """Return the weighted terms of an answer: concepts, words and, lightly, pairs of Chinese characters."""
    weights: defaultdict[str, float] = defaultdict(float)
    rest = _FILLER.sub(" ", _concepts(text, lexicon, weights))
    for run in _RUN.findall(rest):
        if not _CHINESE.match(run):
            _add(run, weights)
            continue
        for pair in map("".join, pairwise(run)):
            weights[pair] += _ANSWER_PAIR_WEIGHT
    return dict(weights)


def _concepts(text: str, lexicon: Lexicon, weights: defaultdict[str, float]) -> str:
    """Count the concepts in a text and return what is left of it, folded."""
    folded = fold_case(text)
    rest = []
    end = 0
    for match in lexicon.find(text):
        rest.append(folded[end : match.start])
        weights[CONCEPT + match.concept] += CONCEPT_WEIGHT
        end = match.end
    rest.append(folded[end:])
    return " ".join(rest)


def _add(run: str, weights: defaultdict[str, float]) -> None:
    if not _CHINESE.match(run):
        if len(run) == 1 or run[0].isdecimal():
            weights[SYMBOL + run] += _PAIR_WEIGHT
        else:
            weights[WORD + run] += _WORD_WEIGHT
        return
    for character in run:
        weights[character] += _CHARACTER_WEIGHT
    for first, second in pairwise(run):
        weights[first + second] += _PAIR_WEIGHT
