"""From prompts to printed questions, in the entry's own language; or why a prompt makes none."""

from __future__ import annotations

import re

from generator.markup import plain
from generator.markup.characters import fold, has_cjk, width
from generator.model.bank import Entry, Kind
from generator.transforms.derive.wording import (
    ASKING,
    ATTRIBUTE,
    EMPTY_LABELS,
    GAPS,
    INTERROGATIVE,
    is_label,
    names_nothing,
    spaced,
    subject_of,
)

NO_SUBJECT = "prompt-no-subject"
VAGUE = "prompt-vague"
GAPPED_PROMPT = "prompt-gap"
"""The prompt has gaps of its own; it is printed as a cloze."""
UNCOVERED = "prompt-uncovered"
"""A list of terms of which the answer explains only some."""

KANA = re.compile(r"[\u3041-\u30fa]")
"""Japanese; its questions stay as they are."""
_VERSUS = re.compile(r"\b(?:vs\.?|versus)(?=\s|$)", re.IGNORECASE)
_TERM_WIDTH = 24
_SEPARATOR = re.compile(r"\s*[,，、/;；]\s*|\s*(?:和|与|及|以及)\s*|\s+(?:and|or|vs\.?)\s+")
_DEFINED = re.compile(r"是|指|即|称为|叫做?|表示|用于|用来|\b(?:is|are|means|refers to|denotes)\b")
_DEFINING = re.compile(r"(?:它|其|本质)?(?:是|指|即)|一种|用于|用来|(?:it is |is |an? |the )", re.IGNORECASE)
_LIST_HEAD = re.compile(r"^(?P<head>[^:：]{2,20})[:：]\s*(?P<rest>\S.*)$")
_MIN_PART = 6
_GRACE = 6
"""A sentence is about a term that stands after at most so many letters."""


def ask(entry: Entry) -> tuple[str, str]:
    """Return (printed question as source, name of the rule that rejects it or "")."""
    if EMPTY_LABELS.search(entry.prompt) or width(entry.prompt) < 2:
        return entry.prompt_markdown, VAGUE
    if GAPS.search(entry.prompt):
        return entry.prompt_markdown, GAPPED_PROMPT
    return _question(entry) if entry.kind is Kind.QUESTION else _concept(entry)


def _question(entry: Entry) -> tuple[str, str]:
    subject = subject_of(entry.section)
    source = entry.prompt_markdown.strip()
    if names_nothing(entry.prompt):
        if not subject:
            return source, NO_SUBJECT
        return f"【{subject}】{_asked(entry, source)}", ""
    parts = _parts(source)
    if len(parts) > 1:
        left, right = ("（", "）") if has_cjk(source) else ("(", ") ")
        return "\n\n".join(f"{left}{chr(97 + i)}{right}{part}" for i, part in enumerate(parts)), ""
    return _asked(entry, source), ""


def _asked(entry: Entry, source: str) -> str:
    """Return a question with its end mark; a Chinese noun phrase gets a verb."""
    if source[-1:] in "？?。.!！：:`" or "\n" in source or not has_cjk(source) or KANA.search(source):
        return source
    if ASKING.search(entry.prompt):
        last = re.split(r"[，,；;]", entry.prompt)[-1]
        return source + ("？" if INTERROGATIVE.search(last) else "。")
    if ATTRIBUTE.search(entry.prompt):
        return spaced("简述", source) + "。"
    return source if source.endswith("）") else f"就“{source}”写出要点。"


def _parts(source: str) -> list[str]:
    """Return the questions of a compound prompt, or a single one."""
    if "(" in source or "（" in source:
        return [source]
    parts = [part.strip() for part in re.findall(r"[^？?]+[？?]+|[^？?]+$", source)]
    whole = [part for part in parts if width(part) >= _MIN_PART]
    return whole if len(whole) == len(parts) and all(part[-1] in "？?" for part in parts) else [source]


def _concept(entry: Entry) -> tuple[str, str]:
    subject = subject_of(entry.section)
    source = entry.prompt_markdown.strip(" :：。.")
    if KANA.search(entry.prompt + entry.answer.text):
        return f"{entry.prompt_markdown.strip(' :：')}について、要点を述べよ。", ""
    if _VERSUS.search(entry.prompt):
        return (f"比较：{source}。" if _is_chinese(entry) else f"Compare: {source}."), ""
    if is_label(entry.prompt):
        return (_label(entry, subject), "") if subject else (entry.prompt_markdown, NO_SUBJECT)
    head, terms = _terms(entry.prompt)
    if terms:
        covered = all(_explains(entry.answer.text, term) for term in terms)
        return _each(head, terms, entry), "" if covered else UNCOVERED
    return _term(entry, subject), ""


def _is_chinese(entry: Entry) -> bool:
    return any(has_cjk(text) for text in (entry.prompt, entry.answer.text, *entry.section))


def _label(entry: Entry, subject: str) -> str:
    label = entry.prompt_markdown.strip(" :：")
    if _is_chinese(entry):
        return spaced("简述", subject, "的", label) + "。"
    return f"Describe the {label[:1].lower()}{label[1:]} of {subject}."


def _terms(prompt: str) -> tuple[str, tuple[str, ...]]:
    """Return (head, terms) of a prompt that lists two to six terms, else ("", ())."""
    found = _LIST_HEAD.match(prompt)
    head, rest = (found["head"], found["rest"]) if found else ("", prompt)
    terms = tuple(term.strip() for term in _SEPARATOR.split(rest))
    fits = 2 <= len(terms) <= 6 and all(2 <= width(term) <= _TERM_WIDTH and not ASKING.search(term) for term in terms)
    clause = any(re.search(r"的|是|能|相比|对比|区别|差异|以及$", term) for term in terms)
    return (head, terms) if fits and not clause else ("", ())


def _explains(answer: str, term: str) -> bool:
    """Whether some sentence of an answer begins with a term (a few letters of grace), not with its remedy."""
    start = fold(term)[: 3 if has_cjk(term) else 4]
    for sentence in re.split(r"[\n。；;]|\.\s", answer):
        opening = re.split(r"解决|防止|避免|缓解|prevent|avoid|fix", fold(sentence)[:24])[0]
        if 0 <= opening.find(start) <= _GRACE or start[:2] == opening[:2]:
            return True
    return False


def _each(head: str, terms: tuple[str, ...], entry: Entry) -> str:
    if _is_chinese(entry):
        return (
            spaced("分别解释下列", head + "：") + "、".join(terms) + "。"
            if head
            else spaced("分别解释：", "、".join(terms)) + "。"
        )
    return f"Explain each{' of these ' + head if head else ''}: {', '.join(terms)}."


def _term(entry: Entry, subject: str) -> str:
    source = entry.prompt_markdown.strip(" :：。.")
    nested = bool(subject) and len(entry.section) > 1 and has_cjk(entry.prompt) and not _shares(entry.prompt, subject)
    prefix = f"【{subject}】" if nested else ""
    if not _is_chinese(entry):
        if _is_formula(entry):
            return f"Write the formula of {source}."
        return f"What is {source}? Give the key points." if _is_bare(entry) else f"Explain: {source}."
    if _is_formula(entry):
        return prefix + spaced("写出", source, "的公式。")
    if not _is_bare(entry):
        return prefix + (f"请说明：{source}。" if re.search(r"[，,；;]", source) else spaced("简述", source) + "。")
    if _is_defined(entry):
        return prefix + spaced("什么是", source, "？简述其要点。")
    return prefix + spaced("简述", source, "的要点。")


def _is_bare(entry: Entry) -> bool:
    """Whether a prompt is a term by itself: short, no clause, no "of"."""
    return width(entry.prompt) <= 2 * _TERM_WIDTH and not re.search(
        r"[，。；,;:：]|的|相比|能够|可以| of |\bvs\b", entry.prompt
    )


def _is_defined(entry: Entry) -> bool:
    """Whether the first sentence of the answer says what the term is."""
    text = plain(entry.oral or entry.answer.details or entry.answer.markdown)
    first = re.split(r"[。\n；;]", text.strip(), maxsplit=1)[0]
    start = fold(entry.prompt)[: 4 if has_cjk(entry.prompt) else 6]
    return bool(_DEFINING.match(first)) or (start in fold(first)[:20] and bool(_DEFINED.search(first)))


def _is_formula(entry: Entry) -> bool:
    """Whether the answer is formulas and nothing else."""
    lines = plain(entry.answer.markdown).split("\n")
    tex = "".join(formula.tex for formula in entry.math)
    return bool(tex) and all(fold(line) in fold(tex) for line in lines)


def _shares(prompt: str, subject: str) -> bool:
    """Whether a prompt already names a subject, or a Latin word of it."""
    words = re.findall(r"[a-z][a-z0-9]+", subject.lower())
    return any(word in prompt.lower() for word in words) or fold(subject) in fold(prompt)
