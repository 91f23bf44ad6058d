"""How people word prompts, labels and remarks, in Chinese and English: the readers' only knowledge of language."""

from __future__ import annotations

import re

from generator.markup.characters import fold, width
from generator.model.bank import Asked, Kind, Marker

MARKS = {
    "⭐": Marker.FREQUENT,
    "🌟": Marker.FREQUENT,
    "★": Marker.FREQUENT,
    "🔥": Marker.FREQUENT,
    "⚠": Marker.INCOMPLETE,
    "❓": Marker.INCOMPLETE,
    "❌": Marker.UNKNOWN,
    "⚡": Marker.ASKED,
}
_MARK = re.compile(rf"[{''.join(MARKS)}]\ufe0f?\s*")

INTERROGATIVE = re.compile(
    r"[？?]|[为為]什[么麼]|[为為]何|如何|怎[么麼样樣]|什[么麼]|哪[些个個里裡种種儿]|哪|是否|能否|多少|几[种个]|有何|何[为為謂谓]|谁|誰|[吗嗎]\s*$|"
    r"とは|ですか|ますか|でしょうか|なぜ|どの|どれ|どう|どちら|いつ|何[がをかはで]|무엇|어떻게|왜|[까나]요?\s*$|"
    r"\b(?:what|why|how|when|which|who|where|does|do you|is it|can you|should)\b",
    re.IGNORECASE,
)
IMPERATIVE = re.compile(
    r"^(?:请|试)|(?:介绍|讲|说|谈|描述|解释|阐述|列举|简述|推导|比较|对比|证明|手[写撕推]|写出|简答)(?:一?下|讲|解|述|出|明)?|"
    r"一层一层说|谈谈|说说|聊聊|"
    r"^(?:explain|describe|compare|list|define|discuss|derive|give|name|prove|implement|write|tell|show|state)\b",
    re.IGNORECASE,
)
COMMAND = re.compile(
    r"^(?:请|請|试|試|写出|寫出|画出|畫出|简[单要述答]|簡[單要述答]|介[绍紹]|描述|解[释釋]|[阐闡]述|列[举舉]|[说說][说說]|[谈談][谈談]|聊聊|[讲講][讲講])|"
    r"一下|一层一层说|(?:述べよ|説明せよ|説明しなさい|答えよ|挙げよ|示せ|求めよ)。?$|"
    r"^(?:explain|describe|compare|list|define|discuss|derive|give|name|prove|write|tell|state|show|find|calculate|identify|outline|summari[sz]e)\b",
    re.IGNORECASE,
)
COMPARISON = re.compile(
    r"[区區][别別]|差[别別]|差[异異]|[异異]同|違い|相比于?|[对對]比|不同(?:点|之处)?[?？。]?$|\bvs\.?\b|difference",
    re.IGNORECASE,
)
ATTRIBUTE = re.compile(
    r"作用|原理|机制|流程|表现|方法|办法|方式|优缺点|优点|缺点|用法|原因|举例|步骤|过程|计算|目的|意义|场景|"
    r"应用|策略|思想|特点|公式|推导|概率|变化|影响|选择|处理|不下降|实现|关系|定义|"
    r"\b(?:purpose|principle|mechanism|steps|pros and cons|advantages?|formula|causes?)\b",
    re.IGNORECASE,
)
_ASKED_ATTRIBUTE = re.compile(
    r"区别|差异|差别|不同|异同|作用|原理|机制|流程|表现|方法|解决|方案|优缺点|用法|原因|举例|计算过程|概率|变化|"
    r"怎么|不下降|difference|purpose|advantages|pros and cons",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(
    r"^[（(]?(?:我|俺)?(?:也|还)?(?:真的?)?(?:不(?:太|是很)?(?:知道|清楚|会|懂|了解|记得)|没(?:听|用|做|了解)过|忘了|"
    r"(?:i )?(?:don'?t|do not) know|no idea)(?:啊|呀|呢|了|吧|诶|哎)*[）)]?[。.!！~…]*$",
    re.IGNORECASE,
)
_PENDING = re.compile(
    r"^[（(【\[\s-]*(?:答[:：]?)?\s*(?:略|待[补補]充?|待续|待完善|待更新|待[写寫]|未完待续|暂无(?:答案)?|空|无|無|なし|未記入|"
    r"todo|tbd|wip|fixme|n/?a|to be (?:done|added|continued|written)|coming soon|answer here|your answer(?: here)?|"
    r"\.{2,}|…+|\?+|？+)"
    r"[）)】\]]?[。.!！…]*$",
    re.IGNORECASE,
)
REJECTED = re.compile(r"(?:不行|不对|错误|有误|不可行|反例|不推荐|wrong|incorrect)[^。]{0,6}$", re.IGNORECASE)
GAP = re.compile(r"_{3,}|[（(][\s\u3000]+[）)]|（）|[（(][\s\u3000]*(?:[A-H]{1,6}|[√×✓✗TF对错])[\s\u3000]*[）)]")
"""A gap to fill in a question, empty or with its key."""

_DATE = r"(?P<y>(?:19|20)\d\d)\s*[.\-/年]\s*(?P<m>\d{1,2})(?:\s*[.\-/月]\s*(?P<d>\d{1,2}))?\s*[日号]?"
REMARK = re.compile(rf"^\s*[（(\[【]\s*{_DATE}\s*(?P<rest>[^）)\]】]{{0,60}})[）)\]】]\s*$")
_ROUND = re.compile(r"([一二三四五六初复终]|HR|hr|\d)\s*面(?:试)?|笔试|电话面|final round|onsite")
_ROLE = re.compile(
    r"NLP|CV|算法|推荐|搜索|广告|机器学习|深度学习|后端|前端|数据|大模型|AIGC|MLE?|SDE|engineer|scientist",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"字节(?:跳动)?|腾讯|阿里(?:巴巴|云)?|蚂蚁|百度|美团|京东|华为|快手|小红书|拼多多|滴滴|网易|小米|微软|谷歌|"
    r"商汤|旷视|依图|科大讯飞|讯飞|携程|哔哩哔哩|B站|知乎|微博|搜狗|360|OPPO|vivo|荣耀|大疆|蔚来|理想|小鹏|平安|招银|"
    r"Google|Microsoft|Amazon|Meta|Apple|Netflix|NVIDIA|ByteDance|Tencent|Alibaba|Baidu|OpenAI",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[，。；！,;!]|是|可以|就|把|使得?|会|所以")


def take_marks(text: str) -> tuple[str, frozenset[Marker]]:
    """Return a text without the author's mark emoji, and what they mean."""
    found = frozenset(MARKS[char] for char in text if char in MARKS)
    return _MARK.sub("", text).strip() if found else text.replace("\ufe0f", "").strip(), found


def is_prompt(text: str) -> bool:
    """Whether a line by itself asks something: interrogative, command or comparison."""
    return bool(INTERROGATIVE.search(text) or COMMAND.search(text) or COMPARISON.search(text))


def is_prompt_like(text: str) -> bool:
    """Whether a numbered line could be a prompt: it asks, or names an attribute one asks for."""
    return is_prompt(text) or bool(IMPERATIVE.search(text) or ATTRIBUTE.search(text))


def is_label(text: str) -> bool:
    """Whether a bold line is a short noun phrase, not a sentence."""
    return 0 < width(text) <= 40 and not _SENTENCE.search(text.rstrip("：:"))


def kind_of(prompt: str) -> Kind:
    """Return whether a prompt asks (words, or an asked attribute of a subject) or names."""
    asks = (
        INTERROGATIVE.search(prompt)
        or IMPERATIVE.search(prompt)
        or (_ASKED_ATTRIBUTE.search(prompt) and width(prompt) > 6)
    )
    return Kind.QUESTION if asks else Kind.CONCEPT


def is_unknown(text: str) -> bool:
    """Whether an answer says "I don't know": its last line does, and what stands before only restates."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines or not _UNKNOWN.match(lines[-1]):
        return False
    rest = lines[:-1]
    return len(rest) <= 2 and sum(width(line) for line in rest) <= 200


def is_pending(text: str) -> bool:
    """Whether an answer is a placeholder: TODO, 略, 待补充."""
    return bool(_PENDING.match(text.strip()))


def read_remark(line: str) -> Asked | None:
    """Return what a dated remark says (`（2022.02.28 某公司NLP二面）`), or None when the line is none."""
    found = REMARK.match(line)
    if not found or not 1 <= int(found["m"]) <= 12 or not 0 <= int(found["d"] or 1) <= 31:
        return None
    date = f"{found['y']}-{int(found['m']):02}" + (f"-{int(found['d']):02}" if found["d"] else "")
    rest = found["rest"].strip()
    company, role, stage = _COMPANY.search(rest), _ROLE.search(rest), _ROUND.search(rest)
    return Asked(
        date=date,
        company=company[0] if company else "",
        role=role[0] if role else "",
        round=stage[0] if stage else "",
    )


def same_text(one: str, other: str) -> bool:
    """Whether two texts differ in width, case, space and punctuation only."""
    return fold(one) == fold(other)
