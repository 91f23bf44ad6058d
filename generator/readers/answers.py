"""Answers: the lines below a prompt, normalised line by line, and what kind of answer they make."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from generator.markup import facts, plain
from generator.markup.characters import has_cjk, width
from generator.model.bank import Answer, AnswerKind, Asked, Markdown
from generator.readers.lines import Line, State, indent_of
from generator.readers.names import ANSWER_LABEL, FOLDED_ANSWER, folds_answer
from generator.readers.wording import REJECTED, is_pending, is_unknown, read_remark

if TYPE_CHECKING:
    from collections.abc import Sequence

_DETAILS = re.compile(r"</?details\b[^>]*>", re.IGNORECASE)
_SUMMARY = re.compile(r"<summary\b[^>]*>(.*?)</summary>", re.IGNORECASE)
_RULE = re.compile(r"^\s*(?:-{3,}|\*{3,}|_{3,})\s*$")
_FENCE_LINE = re.compile(r"\s*(`{3,}|~{3,})\s*([\w+#.-]*)")
_BARE_QUOTE = re.compile(r"^[>\s]+$")
_BREAK_ONLY = re.compile(r"^(?:\s*<br\s*/?>)+\s*$", re.IGNORECASE)
_PROPERTY = re.compile(
    r"^\s*(?:id|collapsed|card-[\w-]+|logseq\.[\w.-]+|created-at|updated-at|heading|background-color|hl-[\w-]+)"
    r":: \S*.*$"
)
"""What Logseq writes below a block for itself."""
_LIST_TAG = re.compile(r"</?d[ltd]\b[^>]*>", re.IGNORECASE)
_BOX = re.compile(r"^\s*[-*+]\s+\[[ xX]\]\s")
_UNDERLINE = re.compile(r"^\s*={3,}\s*$")
_CODE = re.compile(
    r"[;{}]\s*$|^\s*(?:def|class|import|from|for|while|if|return|print|#include|public|const|let|var)\b|=>|[^=!<>]=[^=]|\w\(.*\)\s*[:;]?\s*$"
)


class Body:
    """The lines below a prompt up to the next one, and the rest of the prompt's own line."""

    def __init__(self, lines: Sequence[Line], rest: str) -> None:
        self.lines = lines
        self.rest = rest
        self.texts = _normalise(lines)

    @property
    def last(self) -> int | None:
        """Index of the last line that belongs to the answer or is a remark, or None."""
        kept = [i for i, text in enumerate(self.texts) if text.strip() or read_remark(self.lines[i].body)]
        return kept[-1] if kept else None

    @property
    def opener(self) -> int:
        """Index (in `markdown`) of the line that opens a folded answer (`<summary>答案</summary>`), or -1."""
        found = (_SUMMARY.search(line.text) if line.state is State.TEXT else None for line in self.lines)
        return next((i + 1 for i, one in enumerate(found) if one and FOLDED_ANSWER.search(one[1])), -1)

    def asked(self) -> Asked | None:
        """What a dated remark among the lines says, if there is one."""
        found = (read_remark(line.body) for line in self.lines if line.state is State.TEXT)
        return next((asked for asked in found if asked), None)

    @property
    def first(self) -> int:
        """File line of the first line of `markdown`: the prompt's own last line."""
        return self.lines[0].number - 1 if self.lines else 0

    def markdown(self) -> str:
        """The answer as source: one line a line, the prompt line's rest first, trailing blanks dropped."""
        return "\n".join([self.rest, *self.texts]).rstrip()

    def is_todo_list(self) -> bool:
        """Whether there is nothing but check boxes: things to do, not an answer."""
        texts = [text for text in self.texts if text.strip()]
        return bool(texts) and all(_BOX.match(text) for text in texts)

    def has_own_text(self) -> bool:
        """Whether there is more than addresses."""
        source = self.markdown()
        return bool(plain(source) or facts(source).images)


def _normalise(lines: Sequence[Line]) -> list[str]:
    """Return the lines as clean source: hidden, furniture and remark lines blank, common indent removed."""
    texts = [_clean(line) for line in lines]
    _drop_trailing_rules(texts, lines)
    indents = [indent_of(text) for text in texts if text.strip()]
    common = min(indents, default=0)
    return [_dedent(text, common) for text in texts]


def _clean(line: Line) -> str:
    if line.state in {State.BLANK, State.COMMENT, State.FRONT, State.APART}:
        return ""
    if line.state in {State.FENCE, State.MATH}:
        return line.text
    if (
        read_remark(line.body)
        or _PROPERTY.match(line.text)
        or _UNDERLINE.match(line.text)
        or _BREAK_ONLY.match(line.text)
        or (_BARE_QUOTE.match(line.text) and ">" not in line.text)
    ):
        return ""
    text = _LIST_TAG.sub("", _DETAILS.sub("", line.text))
    text = _SUMMARY.sub(lambda found: "" if folds_answer(found[1]) else f"**{found[1].strip()}**", text)
    return text if text.strip() else ""


def _drop_trailing_rules(texts: list[str], lines: Sequence[Line]) -> None:
    """Blank the thematic breaks (and bare quote signs) that nothing of the answer follows."""
    for i in range(len(texts) - 1, -1, -1):
        if lines[i].state is State.TEXT and (_RULE.match(texts[i]) or _BARE_QUOTE.match(texts[i])):
            texts[i] = ""
        elif texts[i].strip():
            return


def _dedent(text: str, columns: int) -> str:
    """Return a line with `columns` columns of leading white space less, what is left as spaces."""
    if not text.strip():
        return ""
    left = max(indent_of(text) - columns, 0)
    return " " * left + text.lstrip()


def answer_of(source: str, first: int) -> tuple[Answer, Markdown]:
    """Return the answer and the author's spoken version of it (a fenced block of prose), if any.

    Args:
        source: The answer's source, one line a line.
        first: File line of its first line.
    """
    source = _strip_label(source)
    if not source.strip():
        return Answer(), Markdown("")
    oral, details = _spoken(source)
    text = plain(source)
    answer = Answer(text=text, markdown=Markdown(source), details=Markdown(details), line=first)
    return replace(answer, kind=_kind(source, text)), Markdown(oral)


def _strip_label(source: str) -> str:
    """Return the answer without a leading `答：` or `A:`; an answer labelled inside a quote leaves the quote."""
    lines = source.split("\n")
    first = next((line for line in lines if line.strip()), "")
    if first.startswith(">") and ANSWER_LABEL.match(first.lstrip("> ")):
        lines = [re.sub(r"^\s*> ?", "", line) for line in lines]
    for i, line in enumerate(lines):
        if line.strip():
            lines[i] = ANSWER_LABEL.sub("", line, count=1)
            break
    return "\n".join(lines)


def _kind(source: str, text: str) -> AnswerKind:
    found = facts(source)
    if not text:
        if found.images:
            return AnswerKind.IMAGE
        return AnswerKind.LINK if found.links else AnswerKind.NONE
    if (is_pending(text) or _only_asks(source)) and not found.images:
        return AnswerKind.NONE
    return AnswerKind.UNKNOWN if is_unknown(text) else AnswerKind.TEXT


def _only_asks(source: str) -> bool:
    """Whether an answer is nothing but bullets that ask on."""
    lines = [line.strip() for line in source.splitlines() if line.strip()]
    return all(line.startswith(("- ", "* ", "+ ")) and line.endswith(("?", "？")) for line in lines)


def _spoken(source: str) -> tuple[str, str]:
    """Return (spoken answer, source with it blanked): unlabelled fences of prose that nobody disowns."""
    lines = source.split("\n")
    spoken: list[str] = []
    i = 0
    while i < len(lines):
        opening = _FENCE_LINE.match(lines[i])
        if not opening:
            i += 1
            continue
        end = next((j for j in range(i + 1, len(lines)) if lines[j].strip().startswith(opening[1])), len(lines) - 1)
        if not opening[2] and _is_prose(lines[i + 1 : end]) and not _disowned(lines, i):
            block = lines[i + 1 : end]
            common = min((indent_of(text) for text in block if text.strip()), default=0)
            spoken.append("\n".join(_dedent(text, common) for text in block).strip())
            lines[i : end + 1] = [""] * (end + 1 - i)
        i = end + 1
    return "\n\n".join(spoken), "\n".join(lines).rstrip() if spoken else source


def _disowned(lines: Sequence[str], index: int) -> bool:
    above = next((lines[i] for i in range(index - 1, -1, -1) if lines[i].strip()), "")
    return bool(REJECTED.search(above.strip()))


def _is_prose(block: Sequence[str]) -> bool:
    """Whether a fenced block holds sentences, not code: mostly Chinese lines, few lines of code."""
    lines = [line for line in block if line.strip()]
    if not lines:
        return False
    chinese = sum(has_cjk(line) for line in lines)
    code = sum(bool(_CODE.search(line)) and not has_cjk(line) for line in lines)
    wide = sum(width(line) for line in lines if has_cjk(line))
    return chinese * 2 > len(lines) and code * 4 <= len(lines) and wide >= 16
