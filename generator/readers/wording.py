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
_DECORATION = re.compile(r"<[^>]*>|[\u2190-\u21ff\u2600-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff\u200d\ufe0f▶►▼*_]")
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
_OPENS = r"(?:参考|正确|標準|标准|我的)?(?:答案?|解答|回答|解|Answer|Ans|A\s*\d{0,3}|Solution|候选人|应聘者|面试者|我|Candidate|Interviewee|答え|正解|解答例)"
_OPENED = r"\s*(?:(?<=ns)(?:\*\*|__)?\s*[.-]|(?<=wer)\s*[.-]|(?:】|\](?!\())\s*(?:\*\*|__)?\s*[:：]?|(?:\*\*|__)?\s*[:：])\s*(?:\*\*|__)?\s*"
OPENING_LABEL = re.compile(rf"^\s*(?:\*\*|__)?\s*(?:【|\[)?\s*{_OPENS}{_OPENED}(?![^\[\]]*\]\()", re.IGNORECASE)
"""A label after which an answer begins, whatever stands before it."""
ANSWER_LABEL = re.compile(
    rf"^\s*(?:\*\*|__)?\s*(?:【|\[)?\s*(?:{_OPENS}|(?:答案)?解析|解説)(?:解析)?{_OPENED}(?![^\[\]]*\]\()", re.IGNORECASE
)
_QUESTION_LABEL_LINE = re.compile(
    r"^\s*[>*_\-\s]*(?:Q|Question|问|問|问题|提问|质问|題目|题目|質問)\s*\d{0,3}\s*(?:\*\*|__|】)?\s*[:：]",
    re.IGNORECASE,
)
SUMMARY_LABEL = re.compile(
    r"^(?:点击)?(?:查看|展开|显示|参考|show|see|click)?\s*(?:the|for)?\s*(?:参考)?"
    r"(?:答案|解答|解析|回答|详情|details?|answers?|solution|explanation)?"
    r"\s*(?:点击展开|点击查看|here)?[:：.…]?$",
    re.IGNORECASE,
)
FOLDED_ANSWER = re.compile(r"答案|解答|answer|solution|答え|解答例|正解", re.IGNORECASE)
"""What a `<summary>` says that folds the answer itself away."""
_UNKNOWN = re.compile(
    r"^[（(]?(?:我|俺)?(?:也|还)?(?:真的?)?(?:不(?:太|是很)?(?:知道|清楚|会|懂|了解|记得)|没(?:听|用|做|了解)过|忘了|"
    r"(?:i )?(?:don'?t|do not) know|no idea)(?:啊|呀|呢|了|吧|诶|哎)*[）)]?[。.!！~…]*$",
    re.IGNORECASE,
)
_PENDING = re.compile(
    r"^[（(【\[\s-]*(?:答[:：]?)?\s*(?:略|待[补補]充?|待续|待完善|待更新|待[写寫]|未完待续|暂无(?:答案)?|空|无|無|なし|未記入|"
    r"todo|tbd|wip|fixme|n/?a|to be (?:done|added|continued|written)|coming soon|answer here|your answer(?: here)?|\.{2,}|…+|\?+|？+)"
    r"[）)】\]]?[。.!！…]*$",
    re.IGNORECASE,
)
REJECTED = re.compile(r"(?:不行|不对|错误|有误|不可行|反例|不推荐|wrong|incorrect)[^。]{0,6}$", re.IGNORECASE)
CONTENTS = re.compile(
    r"^(?:目\s*[录錄次]|大纲|索引|导航|(?:table of )?contents|toc|index|overview of questions)$", re.IGNORECASE
)
FURNITURE = re.compile(
    r"^(?:参考(?:资料|文献|链接|文章)?|参考与?引用|引用|前言|序言?|后记|致谢|更新(?:日志|记录|说明)?|说明|关于(?:本[书文仓项].*)?|"
    r"版权.*|许可证?|联系.{0,6}|交流.{0,4}|references?|further reading|resources?|links?|license|changelog|"
    r"installation|install(?:ing)?|usage|getting started|quick ?start|features?|setup|requirements|prerequisites|how to use.*|"
    r"快速(?:开始|链接)|链接|[贡貢][献獻](?:指南|者)?|安装|使用(?:方法|说明)|总结|小结|結論|结语|写在(?:前面|最后)|推荐阅读|相关(?:链接|阅读|资料)|"
    r"summary|conclusions?|wrap[- ]?up|disclaimer|credits|author|contact|support|star history|"
    r"about|acknowledge?ments?|contribut(?:ing|ors?)|preface|introduction to this (?:file|document|repo.*))$",
    re.IGNORECASE,
)
"""Headings of sections that ask nothing."""
ANSWER_HEADING = re.compile(
    r"^(?:【|\[)?(?:参考|标准|我的)?(?:答案?|解答|解析|题解|回答|答案(?:与|及|和)?解析|answers?|solutions?|explanation|解説|回答例)(?:】|\])?[:：]?$",
    re.IGNORECASE,
)
GAP = re.compile(r"_{3,}|[（(][\s\u3000]+[）)]|（）|[（(][\s\u3000]*(?:[A-H]{1,6}|[√×✓✗TF对错])[\s\u3000]*[）)]")
"""A gap to fill in a question, empty or with its key."""
NO_PROMPT = re.compile(
    r"^\W*(?:(?:正确|参考|标准)?答案|解[析答]|提示|注意?|备注|说明|结论|(?:the )?(?:correct )?answers?|ans|explanation|solution|hints?|"
    r"notes?|output|result|example)\s*(?:[:：]|\W*$)",
    re.IGNORECASE,
)
"""Bold beginnings of a line that belongs to an answer."""
ANSWER_LIST = re.compile(
    r"^(?:[一二三四五六七八九十]、\s*)?(?:(?:练习|习题|试题|選擇題|选择题|自测题?)?(?:参考|標準|标准)?答案(?:与|及|和)?(?:解析|提示|要点|汇总|一览|速查|部分)?|"
    r"answer\s*keys?|answers?(?: and (?:explanations|solutions)| to .{3,30})?|解答一覧|正解一覧)[:：]?$",
    re.IGNORECASE,
)
"""What a list of answers to questions elsewhere is called."""
GLOSSARY = re.compile(
    r"术语|術語|名[词詞]解[释釋]|[词詞][汇彙]|用語集?|概念表|glossary|vocabulary|terminology|key terms|definitions",
    re.IGNORECASE,
)
"""What a section of terms and their meanings is called."""
QUESTION_LABEL = re.compile(
    r"^(?:\*\*|__)?(?:(?:QA?|Ques(?:tion)?|问|問|題目|题目|问题|問題|题)\s*[:：]|Q\s*[.、]\s)(?:\*\*|__)?\s*(?=\S)",
    re.IGNORECASE,
)
LISTING_SECTION = re.compile(
    r"(?:[面试試真习習选擇择填空判断簡简答思考课後后测練练]题|[面試习習]題|自[测測检檢](?:题|題)?|练习|練習|题库|題庫|測驗|测验|"
    r"\bquiz(?:zes)?|\bexercises?|\bfaqs?|\bq\s*&\s*a|\bquestions|\bself[- ]?(?:test|check|assessment))"
    r"\s*\d*\s*(?:[（(:：].*)?$|^(?:常[见見]|高[频頻]|面[试試]|思考|[复複][习習])?(?:问题|問題|problems)$",
    re.IGNORECASE,
)
"""What a section is called that does nothing but list questions."""
QUESTION_SECTION = re.compile(
    r"(?:[题問问]|题目|题库|问题|習題|习题|提问|questions?|problems?|exercises?|quiz|faq|q\s*&\s*a)\s*\d*\s*$",
    re.IGNORECASE,
)

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


def folds_answer(summary: str) -> bool:
    """Whether a `<summary>` is nothing but a label of what it folds: "Show answer", "💡 答案"."""
    return bool(SUMMARY_LABEL.match(_DECORATION.sub(" ", summary).strip()))


def is_label_of_question(text: str) -> bool:
    """Whether a line begins with a question's label: `Q:`, `问：`."""
    return bool(_QUESTION_LABEL_LINE.match(text))


def without_question_label(line: str) -> str:
    """Return a line without a question's label at its beginning."""
    return _QUESTION_LABEL_LINE.sub("", line).strip("* ") if is_label_of_question(line) else line


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
