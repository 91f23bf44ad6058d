"""What an entry says a term is: by colon, by copula, or in the first sentence below the term."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.markup.characters import fold, has_cjk, width
from generator.model.bank import AnswerKind, Entry, Kind
from generator.transforms.derive.source import MASK, masked, sentences
from generator.transforms.derive.wording import DOUBT, PICTURE_REFERENCE, POINTING, SUBJECTIVE, is_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.transforms.derive.bench import Bench

_GLOSS = r"(?:\s*[（(][^（()）]{1,60}[)）])?"
_TERM = r"(?P<term>[^，,。；;：:？?（()）“”]{1,40}?)"
_COLON = re.compile(rf"^{_TERM}{_GLOSS}\s*[：:]\s*(?P<text>\S.*)$")
_COPULA = re.compile(
    rf"^{_TERM}{_GLOSS}\s*(?P<verb>是指|指的是|就是指|就是|是(?=一[种个类项门款套组]|用来|用于|由|指|在.{{2,20}}[的中]|对|将|把|通过)|指(?!出|向|数|定|标|针|令|示)|表示|用来|用于)\s*(?P<text>\S.*)$"
)
_ENGLISH = re.compile(
    rf"^(?:(?:an?|the)\s+)?{_TERM}{_GLOSS}\s+(?P<verb>is (?=an? |the )|are (?=the |a )|refers? to |"
    rf"means |denotes )(?P<text>\S.*)$",
    re.IGNORECASE,
)
_CALLED = re.compile(
    rf"^(?P<text>[^：:]{{8,120}}?)[，,]?(?:被?(?:称为|称作|叫做|叫作|称之为)|\b(?:is|are) (?:called|"
    rf"known as))\s*[“\"]?{_TERM}{_GLOSS}[”\"]?$",
    re.IGNORECASE,
)
_WHAT_IS = re.compile(
    r"^(?:什么是|何为|何谓)\s*(?P<a>[^，,？?和与]{2,30}?)\s*[？?]?$|"
    r"^(?P<b>[^，,？?和与]{2,30}?)\s*(?:是什么|指什么|是指什么|的定义(?:是什么)?)\s*[？?]?$|"
    r""
    r"^what (?:is|are) (?:an? |the )?(?P<c>[A-Za-z][^,?]{1,40}?)\s*\??$|^define (?:an? |"
    r"the )?(?P<d>[^,?.]{2,40})[.?]?$",
    re.IGNORECASE,
)
_STARTS = re.compile(r"^(?:它|其)?(?:就?是|是指|指的?是?|的是)\s*|^(?:it is|this is)\s+", re.IGNORECASE)
_DESCRIBING = re.compile(r"^(?:一[种个类项]|用来|用于|指|将|把|通过|由|对|在|利用|使用|根据|an? |the )", re.IGNORECASE)
_NARROW, _WIDE = 20, 170


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A term and what the notes say it is; the text does not name the term."""

    term: str
    """As the notes write it."""
    text: str
    line: int
    concept: str = ""
    """Of the lexicon, or empty."""
    goes_on: bool = False
    """Whether its line says more after it."""
    asked: bool = False
    """Whether the prompt asks for just this definition."""


def definitions(entry: Entry, bench: Bench) -> Iterator[Definition]:
    """Yield the definitions in an entry, each term once: of lexicon terms anywhere, of others where the prompt asks."""
    if entry.answer.kind is not AnswerKind.TEXT:
        return
    seen: set[str] = set()
    for found in (*_below_prompt(entry, bench), *_in_text(entry, bench)):
        name = found.concept or fold(found.term)
        if name not in seen and _NARROW <= width(found.text) <= _WIDE:
            seen.add(name)
            yield found


def _below_prompt(entry: Entry, bench: Bench) -> Iterator[Definition]:
    """Yield the first sentence below a term that is the prompt, or that the prompt asks for."""
    lines = bench.nodes(entry)
    asked = _WHAT_IS.match(entry.prompt)
    term = (
        next(filter(None, asked.groups()), "").strip() if asked else entry.prompt if entry.kind is Kind.CONCEPT else ""
    )
    concept = bench.concept(term) if term else ""
    if not lines or lines[0].style or not (asked or concept) or is_label(term):
        return
    first = next(((a, b) for a, b in sentences(lines[0].text)), None)
    text = lines[0].text[first[0] : first[1]].strip().rstrip("。；; .") if first else ""
    copula = _COPULA.match(text) or _ENGLISH.match(text)
    if copula and _is_same(copula["term"], term, bench):
        yield Definition(term=term, text=_tidy(copula["text"]), line=lines[0].line, concept=concept, asked=bool(asked))
    elif _STARTS.match(text) or _DESCRIBING.match(text):
        yield Definition(
            term=term, text=_tidy(_STARTS.sub("", text)), line=lines[0].line, concept=concept, asked=bool(asked)
        )


def _is_same(one: str, other: str, bench: Bench) -> bool:
    concept = bench.concept(one)
    return fold(one) == fold(other) or (bool(concept) and concept == bench.concept(other))


def _in_text(entry: Entry, bench: Bench) -> Iterator[Definition]:
    """Yield `X：…`, `X 是一种…` and `…称为 X` of lexicon terms."""
    lines = bench.nodes(entry)
    for number, node in enumerate(lines):
        for start, end in sentences(node.text):
            text = node.text[start:end].strip().rstrip("。；; .")
            for pattern in (_CALLED, _COPULA, _ENGLISH, *((_COLON,) if not start else ())):
                found = pattern.match(text)
                concept = bench.concept(found["term"]) if found else ""
                if found and concept:
                    yield Definition(
                        term=found["term"].strip(),
                        text=_tidy(found["text"]),
                        line=node.line,
                        concept=concept,
                        goes_on=end < len(node.text),
                    )
                    break
        head = re.fullmatch(rf"{_TERM}{_GLOSS}\s*[：:]", node.text)
        if (
            head
            and (concept := bench.concept(head["term"]))
            and number + 1 < len(lines)
            and lines[number + 1].parent == number
            and not lines[number + 1].style
        ):
            below = lines[number + 1]
            a, b = next(sentences(below.text), (0, len(below.text)))
            text = below.text[a:b].strip().rstrip("。；; .")
            yield Definition(term=head["term"].strip(), text=_tidy(text), line=below.line, concept=concept)


def _tidy(text: str) -> str:
    return re.sub(r"^的是", "", text.strip()).strip("，,：: 。.；;")


def faults(found: Definition, bench: Bench) -> Iterator[str]:
    """Yield the names of the rules against a definition."""
    text = found.text
    concept = bench.lexicon.concepts.get(found.concept)
    forms = (found.term, *(concept.forms if concept else ()))
    rules = (
        ("definition-names-term", any(_tells(form, text) for form in forms)),
        (
            "definition-markup",
            MASK in masked(text) or text.count("（") != text.count("）") or text.count("(") != text.count(")"),
        ),
        (
            "definition-label",
            bool(re.match(r"优点|缺点|特点|优势|作用|适用|例|如[：:]|advantages?\b|e\.g\.", text, re.IGNORECASE)),
        ),
        ("definition-relative", bool(_RELATIVE.search(text))),
        ("definition-problem", found.goes_on and bool(_PROBLEM.search(text))),
        ("definition-other-subject", _is_of_another(found, bench)),
        ("definition-generic", _is_generic(text, found.concept, bench)),
        ("question", bool(re.search(r"[？?]", text))),
        ("pointing", bool(POINTING.search(text)) and not _DESCRIBING.match(text)),
        ("picture-reference", bool(PICTURE_REFERENCE.search(text))),
        ("subjective", bool(SUBJECTIVE.search(text) or DOUBT.search(text))),
    )
    return (name for name, trips in rules if trips)


_RELATIVE = re.compile(
    r"^(?:和|与|跟|同).{1,16}(?:差不多|类似|相似|相反|相同|一样)|不同的是|也是|同理|同上|上述|前面|以上|前者|后者|这[个些种]|另一|其[他它]|相比|"
    r"\b(?:similar to|unlike|the other|opposite of|same as|the former|the latter)\b",
    re.IGNORECASE,
)
_EMPTY = re.compile(
    r"一[种个类项](?:非?常[见用]的?|重要的|经典的|基本的)?|方法|技术|模型|算法|手段|概念|机制|思想|工具|过程|东西|的"
)


_PROBLEM = re.compile(r"会?导致|困难|问题|由于|因为|往往|\b(?:because|problem|difficult)\b")


def _is_of_another(found: Definition, bench: Bench) -> bool:
    """Whether a description begins with a term that it may be about."""
    first = next(iter(bench.lexicon.find(found.text[:40])), None)
    return first is not None and not first.start and first.concept not in bench.wider(found.concept)


def _is_generic(text: str, concept: str, bench: Bench) -> bool:
    """Whether a description would fit many terms: short, and without any other term or figure of the subject."""
    rest = _EMPTY.sub("", text)
    others = [name for name in bench.lexicon.ids(text) if name not in bench.wider(concept)]
    return width(rest) < (30 if not others else 22)


def _tells(form: str, text: str) -> bool:
    """Whether a text names a term, a long word of it, or most of a Chinese one."""
    flat, name = fold(text), fold(form)
    words = re.findall(r"[a-z][a-z0-9]{3,}", form.lower())
    if (name and name in flat) or any(re.search(rf"(?<![a-z]){re.escape(word)}", text.lower()) for word in words):
        return True
    if not has_cjk(form):
        return False
    pieces = [run[i : i + 2] for run in re.findall(r"[\u4e00-\u9fff]+", form) for i in range(len(run) - 1)]
    return len(pieces) > 1 and sum(piece in flat for piece in pieces) * 2 >= len(pieces)
