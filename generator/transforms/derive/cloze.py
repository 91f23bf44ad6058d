"""Gaps where the author wrote bold: a sentence, a short emphasised term, and many reasons against it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.markup import plain
from generator.markup.characters import fold, has_cjk, width
from generator.model.bank import AnswerKind, Entry, Markdown
from generator.model.items import GAP, ItemType
from generator.transforms.derive.context import subject
from generator.transforms.derive.draft import Draft, new_item
from generator.transforms.derive.source import MASK, TextLine, masked, prose, sentences
from generator.transforms.derive.wording import (
    PICTURE_REFERENCE,
    POINTING,
    SUBJECTIVE,
    is_label,
    subject_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from generator.transforms.derive.bench import Bench

_MAX_GAPS = 2
_MIN_KEY = 2
_MAX_KEY_WIDTH = 28
_MAX_SPANS = 3
"""Where more is bold, bold tells little."""
_CONTEXT_WIDTH = 20
_START_WIDTH = 32
"""A sentence that begins with its gap has only the rest to go by."""
_MAX_SENTENCE = 140


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A candidate: a sentence (source without emphasis), its key, and the sentence with gaps for the key."""

    key: str
    sentence: str
    stem: str
    subject: str
    """Printed before the stem as `【subject】` where the sentence does not name what it is about."""
    spans: int
    """How many spans of the sentence are emphasised."""

    @property
    def rest(self) -> str:
        """The stem's readable text without the gaps."""
        return plain(self.stem.replace(GAP, " "))


def derive(entry: Entry, bench: Bench) -> Iterator[Draft]:
    """Yield a draft for every emphasised span of an entry's text that lies within one sentence."""
    del bench
    if entry.answer.kind is not AnswerKind.TEXT:
        return
    seen: Counter[str] = Counter()
    for line in prose(entry.answer):
        for gap in _gaps(entry, line):
            name = fold(gap.key)
            yield _draft(entry, gap, line.line, seen[name])
            seen[name] += 1


def _draft(entry: Entry, gap: Gap, line: int, ordinal: int) -> Draft:
    count = gap.stem.count(GAP)
    item = replace(
        new_item(entry, ItemType.CLOZE, fold(gap.key), ordinal, line=line),
        stem=Markdown((f"【{gap.subject}】" if gap.subject else "") + gap.stem),
        key=(Markdown(gap.key),) * count,
        points=max(count, 1),
        rationale=Markdown(gap.sentence),
    )
    return Draft(item=item, rules=tuple(name for name, trips in GUARDS if trips(gap)))


def _gaps(entry: Entry, line: TextLine) -> Iterator[Gap]:
    done: set[tuple[int, str]] = set()
    for start, end in sentences(line.text):
        for span in line.bold:
            key = line.text[span.start : span.end]
            if start <= span.start and span.end <= end and (start, key) not in done and key:
                done.add((start, key))
                sentence = line.text[start:end].strip().rstrip("；;")
                spans = sum(start <= other.start < end for other in line.bold)
                yield Gap(
                    key=key,
                    sentence=sentence,
                    stem=_blank(sentence, key),
                    subject=_subject(entry, sentence, key),
                    spans=spans,
                )


def _blank(sentence: str, key: str) -> str:
    """Return the sentence with every readable occurrence of the key as a gap."""
    readable = masked(sentence)
    out = ""
    done = 0
    bounds = ("", "") if has_cjk(key) else (r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])")
    for found in re.finditer(bounds[0] + re.escape(key) + bounds[1], readable):
        out += sentence[done : found.start()] + GAP
        done = found.end()
    return out + sentence[done:]


def _subject(entry: Entry, sentence: str, key: str) -> str:
    """Return what a sentence is about; its heading, or nothing, where the prompt names the key."""
    about = subject(entry, sentence)
    heading = subject_of(entry.section)
    return next(text for text in (about, heading, "") if fold(key) not in fold(text))


def bool_of(pattern: str) -> Callable[[Gap], bool]:
    """Return a guard that trips where a stem matches."""
    return lambda gap: bool(re.search(pattern, gap.stem))


def _is_gloss(gap: Gap) -> bool:
    """Whether the key's translation stands in a bracket beside the gap, or the gap in a bracket beside it."""
    return bool(re.search(rf"{GAP}\W{{0,2}}[（(][^）)]*[A-Za-z]|[（(]\s*{GAP}\s*[）)]|\w\s*[（(]\s*{GAP}", gap.stem))


def _leaks(gap: Gap) -> bool:
    """Whether half of the key's Chinese bigrams, or a Latin word of it, stand elsewhere in print."""
    printed = f"{gap.subject} {gap.rest}".lower()
    words = re.findall(r"[a-z][a-z0-9]{2,}", gap.key.lower())
    chinese = re.findall(r"[\u4e00-\u9fff]+", gap.key)
    bigrams = [run[i : i + 2] for run in chinese for i in range(len(run) - 1)]
    told = sum(bigram in printed for bigram in bigrams)
    return any(word in printed for word in words) or (bool(bigrams) and 2 * told >= len(bigrams))


_FUNCTION_WORDS = re.compile(
    r"^(?:不|不能|不会|不是|没有|只能?|仅仅?|必须|一定|所有|每[个次]|全部|都|同时|而且|但是|更?容易|非常|可以|可能|不同|相同|直接|"
    r"一[个种类]?.|[一每某]个.?|任何|任意|随机|唯一|显著|[更越较很最].{1,2}|not|only|always|never|all|must|very|both|and|or|no|any|every|"
    r"same|different|can|may|should|more|less)$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"^.{1,3}了|是|可以|可能|使|会|的话|把|被|就|因为|如果|没有|需要|\b(?:is|are|was|can|will|has|have|that|which)\b"
)


_VAGUE_KEY = re.compile(r"^(?:更|给定|具有|拥有|存在|这|那|其|它)|(?:[的了地得]|更加?[高低好强多少快])$")


def _is_clause(gap: Gap) -> bool:
    """Whether the key is half a sentence rather than a term."""
    long = width(gap.key) > 12 if has_cjk(gap.key) else len(gap.key.split()) > 2
    return long and bool(_CLAUSE.search(gap.key))


GUARDS: tuple[tuple[str, Callable[[Gap], bool]], ...] = (
    ("cloze-key-length", lambda gap: len(fold(gap.key)) < _MIN_KEY or width(gap.key) > _MAX_KEY_WIDTH),
    ("cloze-key-long", lambda gap: not has_cjk(gap.key) and len(gap.key.split()) > 4),
    ("cloze-key-punctuation", lambda gap: bool(re.search(r"[，。；！？,;!?…]|[:：、]$|^[\W_]", gap.key))),
    (
        "cloze-key-markup",
        lambda gap: MASK in masked(gap.key) or bool(re.search(r"[*`$\[\]<>{}\\]|__|[（()）]", gap.key)),
    ),
    ("cloze-key-number", lambda gap: bool(re.fullmatch(r"[\d\s.]{1,2}", gap.key))),
    ("cloze-key-clause", _is_clause),
    ("cloze-key-vague", lambda gap: bool(_VAGUE_KEY.search(gap.key))),
    ("cloze-function-word", lambda gap: bool(_FUNCTION_WORDS.match(gap.key))),
    ("cloze-label", lambda gap: is_label(gap.key) or bool(re.search(rf"{GAP}\s*[:：]", gap.stem))),
    ("cloze-emphasis", lambda gap: gap.spans > _MAX_SPANS),
    ("cloze-part", bool_of(rf"[非不无未反]\s*{GAP}")),
    ("cloze-blanks", lambda gap: not 1 <= gap.stem.count(GAP) <= _MAX_GAPS),
    ("cloze-gloss", _is_gloss),
    ("cloze-leak", _leaks),
    ("cloze-context", lambda gap: width(gap.rest) < _CONTEXT_WIDTH),
    ("cloze-opening", lambda gap: bool(re.match(rf"\W*{GAP}\s*[，。；,;.]|^[，。；、,;.）)]", gap.stem))),
    ("cloze-pronoun", bool_of(rf"^{GAP}[^，,；;]{{0,8}}(?:它|其(?![实余他中次])|这)")),
    ("cloze-start", lambda gap: gap.stem.startswith(GAP) and not gap.subject and width(gap.rest) < _START_WIDTH),
    ("cloze-long", lambda gap: len(gap.rest) > _MAX_SENTENCE),
    ("cloze-broken", lambda gap: gap.stem.count("*") % 2 == 1 or gap.stem.count("$") % 2 == 1),
    ("pointing", lambda gap: bool(POINTING.search(gap.sentence))),
    ("picture-reference", lambda gap: bool(PICTURE_REFERENCE.search(gap.sentence))),
    ("subjective", lambda gap: bool(SUBJECTIVE.search(gap.sentence))),
    ("question", lambda gap: bool(re.search(r"[？?]", gap.sentence))),
)
"""Named reasons against a gap, most of them measured (ITEMS.md, section 1 b and lint 24)."""
