"""How notes are worded, for those who make questions of them: doubt, labels, pointing words, subjects."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.markup.characters import fold, has_cjk, width
from generator.model.bank import Marker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.model.bank import Entry

DOUBT = re.compile(
    r"存疑|待确认|待验证|待补充|待完善|不确定|[?？]{2,}|⚠|❌|"
    r"(?:我|俺)(?:也|还)?(?:不(?:太|是很)?(?:知道|清楚|确定|懂|理解)|没(?:懂|看懂|明白))|"
    r"(?:方案|方法|说法|答案|理解)(?:不行|不对|有误|错误)|好像是|(?:直接)?跪了|(?:没|不)(?:搞|弄|太)懂|不会推|忘了怎么|"
    r"\b(?:todo|tbd|not sure|unsure|i (?:don'?t|do not) know|to be confirmed|double[- ]check)\b",
    re.IGNORECASE,
)
"""Words with which an author doubts what stands there."""

PICTURE_REFERENCE = re.compile(
    r"(?:[如见由看从][上下左右]?|[上下左右])图(?![像形片谱论层])|图[中示]|图\s*\d|这[一两几]?[个张]?(?:式子|公式|图)|"
    r"[（(]\d[)）]\s*式|式\s*[（(]\d|[上下][式表]|[上下]面的?(?:图|公式|式子|代码|表)|"
    r"\b(?:figure|fig\.|table|equation|eq\.)\s*\(?\d|"
    r"\b(?:above|below|following) (?:figure|picture|formula|equation|table|code)|"
    r"\b(?:see|shown in) the (?:figure|picture|diagram)",
    re.IGNORECASE,
)
"""Words that point at a picture, formula or table which a sentence alone does not show."""

POINTING = re.compile(
    r"^(?:这|那|它|他|她|该|此|其|所以|但|因此|因为|然后|而|并|另外|此外|同时|以上|上述|前者|后者|一种|另一|首先|其次|再次|"
    r"最后|接着|接下来|从而|不过|即|也就是|比如|例如|譬如|换句话说|总之|综上|相反|反之|否则|于是|作者|我|第[一二三四五]|"
    r"由此|如此|同样|同理|类似|为了解决(?:这|该|此)|就|也|还|都|则|使得?|以及|其中|"
    r"(?:this|that|these|those|it|its|they|their|he|she|we|i|such|so|but|however|therefore|thus|hence|then|also|"
    r"moreover|furthermore|besides|and|or|because|for example|e\.g|in other words|otherwise|similarly|instead|"
    r"the (?:former|latter|above|following)|here|there|first|second|finally|next)\b)|"
    r"上述|前面|上面|下面|如下|这个(?:问题|方法|模型|公式|参数)|这些(?:问题|方法)|该(?:方法|模型|算法|问题)",
    re.IGNORECASE,
)
"""Openings (and a few phrases anywhere) that make no sense without the sentence before."""

SUBJECTIVE = re.compile(
    r"我(?:觉得|认为|理解|的理解|自己|感觉|猜)|感觉|个人|网上|听说|据说|\b(?:i think|i guess|imho)\b", re.IGNORECASE
)

_LABEL_WORDS = """
优点 缺点 优缺点 优势 劣势 不足 特点 特性 特征 原理 基本原理 作用 意义 目的 目标 动机 背景
思想 核心思想 基本思想 主要思想 本质 方法 步骤 流程 过程 处理步骤 实施过程 具体步骤 机制 工作机制
结构 架构 模型结构 网络结构 输入 输出 输入输出 训练 预测 推理 训练过程 预训练 微调 应用 应用场景
使用场景 适用场景 场景 实际应用 实现 实现思路 实现方法 思路 公式 计算公式 推导 计算 计算过程
损失函数 目标函数 优化 优化器 优化方法 改进 改进点 改进方法 参数 参数量 超参数 评分函数 评价指标
区别 对比 比较 联系 性质 分类 种类 组成 表现 原因 解决方法 解决办法 解决方案 复杂度 时间复杂度
空间复杂度 关键 关键点 要点 创新点 贡献 局限 局限性 效果 策略 类型 用法 用途
advantages disadvantages pros cons purpose principle mechanism steps process procedure structure
architecture input output training inference application applications usage implementation formula
derivation loss optimization improvements parameters complexity properties types limitations causes
motivation
"""
LABELS = frozenset(_LABEL_WORDS.split())
"""Words that head a part of every subject: a question needs the subject beside them."""

EMPTY_LABELS = re.compile(
    r"^(?:简介|介绍|概述|概览|总结|小结|前言|引言|导言|绪论|参考|参考(?:文献|资料|链接)|其[他它]|补充|备注|附录|例子|举例|示例|数据|"
    r"问题|常见问题|相关问题|笔记|说明|注意|注意事项|重点|代码|链接|资料|延伸阅读|后记|目录|更多|杂项|"
    r"references?|summary|introduction|overview|notes?|misc|others?|examples?|faq|see also|links?|appendix|"
    r"further reading|conclusions?|preface|todo|code|resources?)$|(?:总结|小结|相关问题|相关|杂谈|合集|汇总)$",
    re.IGNORECASE,
)
"""Headings that ask nothing, whatever stands below them."""

CONTAINERS = re.compile(
    r"(?:[题问]|问题|题目|提问|大类|其[他它]|汇总|总结|合集|基础|知识点?|部分|系列|[篇章类节]|"
    r"questions?|problems?|faq|notes?|misc|basics?|others?|interview|exercises?)$|"
    r"^(?:模型|算法|概念|理论)$|^(?:常见|一般|第.{1,3}[章节]|part \d|chapter \d)|/|(?:问答|复习|进阶|"
    r"整理|速记|指南|手册|大全|清单|八股文?|合辑|入门|cheat ?sheet|guide|review|handbook|Q ?& ?A)$|"
    r"^(?:table of contents|contents|toc|目录|index)$",
    re.IGNORECASE,
)
"""Headings that only collect: no subject to put beside a label."""

_WH = (
    r"[？?]|为什么|为何|如何|怎[么样]|什么|哪[些个里种儿]|是否|能否|可否|多少|几[种个]|何为|吗$|"
    r"\b(?:what|why|how|when|which|who|where)\b"
)
GAPS = re.compile(r"_{2,}|\[(?:…|\.{3})\]|[（(](?:\s{2,}|\u3000+)[)）]|＿{2,}")
"""Gaps that an author left in a prompt."""
INTERROGATIVE = re.compile(_WH, re.IGNORECASE)
ASKING = re.compile(
    rf"{_WH}|^(?:请|试|简[述要单答]|介绍|描述|解释|阐述|列举|说|谈|讲|推导|比较|对比|证明|手[写撕推]|写|计算|分析|举)|一下|"
    r"\b(?:explain|describe|compare|list|define|discuss|derive|give|prove|write)\b",
    re.IGNORECASE,
)

ATTRIBUTE = re.compile(
    r"(?:作用|原理|机制|流程|表现|方法|办法|方式|手段|优缺点|优点|缺点|特点|用法|原因|步骤|过程|目的|意义|场景|应用|策略|思想|公式|影响|"
    r"差异|差别|区别|不同|异同|联系|关系|定义|优化|改进|结构|构成|条件|类型|分类|性质)$"
)
"""Chinese nouns that ask for an attribute when they end a prompt (`过拟合的表现`)."""

_QUESTION_WORDS = re.compile(
    r"为什么|为何|如何|怎么样?|怎样|什么|哪些|哪里|是否|能否|多少|请|简述|简单|介绍|描述|解释|说明|一下|有效|有用|可行|输入|输出|"
    r"训练|测试|预测|实现|思路|过程|步骤|流程|原理|作用|意义|目的|优缺点|优点|缺点|特点|区别|差别|差异|不同|使用|场景|应用|方法|原因|"
    r"公式|推导|参数量?|计算|结构|架构|是|有|的|吗|呢|和|与|及|在|了|会|能|可以|要|用|对|中|"
    r"\b(?:what|why|how|is|are|does|do|it|the|a|an|of|and|in|work|works|used?|purpose|advantages?|disadvantages?)\b|"
    r"[\W_]",
    re.IGNORECASE,
)


def is_doubted(entry: Entry) -> bool:
    """Whether the author doubts an entry: marked ⚠️ or ❌, doubting words, or nothing but questions."""
    if entry.markers & {Marker.INCOMPLETE, Marker.UNKNOWN}:
        return True
    lines = [line for line in entry.answer.text.splitlines() if line.strip()]
    asks = bool(lines) and all(line.rstrip("）) ").endswith(("?", "？")) for line in lines)
    return asks or bool(DOUBT.search(entry.answer.text))


_NUMBERED = re.compile(
    r"^(?:\d+(?:\.\d+)*[.、．)）:：\s]\s*|[一二三四五六七八九十]+[、.．]\s*|"
    r"第[一二三四五六七八九十\d]+[章节讲部分]+[\s:：、]*|chapter \d+[:.\s]*)",
    re.IGNORECASE,
)


def subject_of(section: Sequence[str]) -> str:
    """Return the innermost heading that names a subject, without its number, or an empty string."""
    for heading in (_NUMBERED.sub("", one) for one in reversed(section)):
        if not CONTAINERS.search(heading) and not is_label(heading) and not EMPTY_LABELS.search(heading):
            return heading if width(heading) <= 40 else ""
    return ""


def is_label(text: str) -> bool:
    """Whether a text heads a part of any subject (`优点`, `Advantages:`)."""
    return text.strip(" :：。.？?").lower() in LABELS


def names_nothing(prompt: str) -> bool:
    """Whether a question leaves its subject to the heading above (`为什么有效`, `和 X 的差别？`)."""
    if re.match(r"[和与跟及]|(?:它|他|这|该|其)|(?:it|they|this)\b", prompt, re.IGNORECASE):
        return True
    return width(fold(_QUESTION_WORDS.sub("", prompt))) < 2


def spaced(*parts: str) -> str:
    """Join pieces of a Chinese sentence: one space between Latin and Chinese, none between Chinese."""
    out = ""
    for part in filter(None, parts):
        mixed = bool(out) and has_cjk(out[-1]) != has_cjk(part[0])
        needs = mixed and not re.search(r"[^\w$`]$", out) and bool(re.match(r"[\w$`\\(]", part))
        out += (" " if needs else "") + part
    return out
