"""How people call the parts of their notes: labels of questions and answers, and headings of sections."""

from __future__ import annotations

import re

_DECORATION = re.compile(r"<[^>]*>|[\u2190-\u21ff\u2600-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff\u200d\ufe0f▶►▼*_]")


_OPENS = (
    r"(?:参考|正确|標準|标准|我的)?(?:答案?\s*\d{0,3}|解答|回答|解|Answer|Ans|A\s*\d{0,3}|Solution|候选人|应聘者|面试者|我|"
    r"Candidate|Interviewee|答え|正解|解答例)"
)


_OPENED = (
    r"\s*(?:(?<=ns)(?:\*\*|__)?\s*[.-]|(?<=wer)\s*[.-]|(?:】|\](?!\())\s*(?:\*\*|__)?\s*[:：]?|(?:\*\*|__)?\s*[:：])"
    r"\s*(?:\*\*|__)?\s*"
)


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


CONTENTS = re.compile(r"^(?:目\s*[录錄次]|(?:table of )?contents|toc|overview of questions)$", re.IGNORECASE)
"""What a table of contents is called."""
INDEX = re.compile(r"^(?:大纲|大綱|索引|导航|導航|index|navigation|快速(?:链接|導航|导航))$", re.IGNORECASE)
"""What one may be called, if it holds nothing but links."""
FURNITURE = re.compile(
    r"^(?:参考(?:资料|文献|链接|文章)?|参考与?引用|引用|前言|序言?|后记|致谢|更新(?:日志|记录|说明)?|说明|关于(?:本[书文仓项].*)?|"
    r"版权.*|许可证?|联系.{0,6}|交流.{0,4}|references?|further reading|resources?|links?|license|changelog|"
    r"installation|install(?:ing)?|usage|getting started|quick ?start|features?|setup|requirements|"
    r"prerequisites|how to use.*|"
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


NO_PROMPT = re.compile(
    r"^\W*(?:(?:正确|参考|标准)?答案|解[析答]|提示|注意?|备注|说明|结论|(?:the )?(?:correct )?answers?|ans|explanation|"
    r"solution|hints?|"
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


def folds_answer(summary: str) -> bool:
    """Whether a `<summary>` is nothing but a label of what it folds: "Show answer", "💡 答案"."""
    return bool(SUMMARY_LABEL.match(_DECORATION.sub(" ", summary).strip()))


def is_label_of_question(text: str) -> bool:
    """Whether a line begins with a question's label: `Q:`, `问：`."""
    return bool(_QUESTION_LABEL_LINE.match(text))


def without_question_label(line: str) -> str:
    """Return a line without a question's label at its beginning."""
    return _QUESTION_LABEL_LINE.sub("", line).strip("* ") if is_label_of_question(line) else line
