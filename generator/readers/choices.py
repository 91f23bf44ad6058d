"""Questions taken apart: what still belongs to the prompt, the choices with their key, and the answer."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.markup import plain
from generator.markup.characters import fold, has_cjk
from generator.model.bank import Markdown, Option
from generator.readers.keys import Key, read_bare_key, read_explanation, read_key, stem_key, stem_verdict
from generator.readers.names import (
    ANSWER_HEADING,
    ANSWER_LABEL,
    OPENING_LABEL,
    is_label_of_question,
    without_question_label,
)
from generator.readers.options import Choices, choices_in_line, find_choices

if TYPE_CHECKING:
    from collections.abc import Sequence

PINNED = re.compile(
    r"以上(?:都|全|皆|均|选项)|都(?:对|不对|正确|错|是|不是)$|^(?:[A-H]\s*[和与、,&及]\s*)+[A-H]|"
    r"(?:all|none|both|neither) of the (?:above|other)|^(?:both )?[A-H] and [A-H]\b",
    re.IGNORECASE,
)
"""Options that speak of other options: they stay where the author put them."""

_MAX_STEM = 12
"""More lines of text than this before the answer's label are an answer already."""
_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})")
_TURN = re.compile(r"^\s*%\s*$")
"""The line between front and back in decks written as Markdown."""
_SIGNS = re.compile(r"^\s*(?:#{1,6}\s+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """A question taken apart. `answer` keeps one line for each line of the body, used ones blank."""

    prompt: str
    stem: str = ""
    """What stands between the prompt's line and the choices or the answer: a listing, a sentence with a gap."""
    answer: str = ""
    options: tuple[Option, ...] = ()
    is_keyed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a question's place says about it."""

    is_question: bool = True
    """Whether the prompt asks or bears a number; below others, check boxes are a to-do list."""
    opener: int = -1
    """Index of the body line that opens a folded answer, -1 when none does."""
    shared: str = ""
    """Lines of choices that several questions share, or nothing."""
    apart: str = ""
    """What a list of answers elsewhere says about this question, or nothing."""


def take_apart(prompt: str, body: str, around: Around) -> Exercise:
    """Return the parts of a question.

    Args:
        prompt: Source of the prompt.
        body: Source of what stands below it.
        around: What its place says.
    """
    lines = body.split("\n")
    choices = find_choices(lines)
    if choices and (choices.alphabet or around.is_question):
        return _choice(prompt, lines, choices, around) or _open(prompt, lines, around)
    found = _on_own_line(prompt, body, around) or _sharing(prompt, body, around)
    if found:
        return found
    statement, verdict = stem_verdict(prompt)
    if verdict is not None:
        return _verdict(statement, lines, verdict=verdict)
    return _open(prompt, lines, around)


def _on_own_line(prompt: str, body: str, around: Around) -> Exercise | None:
    """Return a question whose choices stand on its own line."""
    at = choices_in_line(prompt)
    if at <= 0:
        return None
    first, _, rest = body.partition("\n")
    lines = [prompt[at:], *([first] if first else ()), *(rest.split("\n") if rest else ())]
    choices = find_choices(lines)
    found = choices and _choice(prompt[:at].rstrip(), lines, choices, replace(around, is_question=True))
    return found if found and found.options else None


def _sharing(prompt: str, body: str, around: Around) -> Exercise | None:
    """Return a question that shares its choices with others."""
    head = around.shared.split("\n")
    choices = find_choices(head)
    if not choices:
        return None
    found = _choice(prompt, [*head, *body.split("\n")], choices, replace(around, is_question=True, opener=-1))
    return found and replace(found, answer="\n".join(found.answer.split("\n")[len(head) :]))


def _verdict(prompt: str, lines: list[str], *, verdict: bool) -> Exercise:
    """Return a statement to judge as a choice of two."""
    texts = ("正确", "错误") if has_cjk(prompt) else ("True", "False")
    options = tuple(
        Option(text=Markdown(text), is_key=(i == 0) is verdict, pinned=True) for i, text in enumerate(texts)
    )
    _unlabel(lines)
    return Exercise(prompt=prompt, answer="\n".join(lines), options=options, is_keyed=True)


def _open(prompt: str, lines: list[str], around: Around) -> Exercise:
    """Return a question without choices; what stands before its labelled answer belongs to the prompt."""
    openers = (i for i, line in enumerate(lines) if _opens(line))
    places = [i for i in (next(openers, -1), around.opener) if i >= 0]
    at = min(places, default=len(lines) if around.apart else 0)
    stem = lines[:at]
    texts = _outside_fences(stem)
    talks = any(re.match(r"\s*#{1,6}\s", text) for text in texts) or any(map(is_label_of_question, texts[1:]))
    if len(texts) > _MAX_STEM or talks:
        stem = []
    stem = [without_question_label(line) for line in stem]
    rest = [*[""] * len(stem), *lines[len(stem) :]]
    if at < len(lines) and (_is_heading(rest[at]) or _TURN.match(rest[at])):
        rest[at] = ""
    return Exercise(prompt=prompt, stem=_joined(stem), answer=_appended(rest, around.apart))


def _opens(line: str) -> bool:
    """Whether an answer begins on a line."""
    return bool(_TURN.match(line) or OPENING_LABEL.match(line) or _is_heading(line))


def _choice(prompt: str, lines: list[str], choices: Choices, around: Around) -> Exercise | None:
    """Return a question with choices; None when nothing says which is right and more than choices stand there."""
    bare, own_key = stem_key(prompt)
    opener = len(lines) if around.apart else around.opener
    lines = [*lines, *(around.apart.split("\n") if around.apart else ())]
    rest = lines[: choices.first] + [""] * (choices.last + 1 - choices.first) + lines[choices.last + 1 :]
    at, key = _key(rest, choices, opener)
    if key:
        rest[at] = _explains(key, choices) if at > choices.last else ""
    right = key.right if key else choices.marked or own_key
    below = any(line.strip() for line in rest[choices.last + 1 :])
    is_plausible = around.is_question and not below and _offers(choices)
    if any(n >= len(choices.choices) for n in right) or not (right or is_plausible):
        return None
    if right == own_key and not key:
        prompt = bare
    _unlabel(rest, start=choices.last + 1)
    stem, rest[: choices.first] = rest[: choices.first], [""] * choices.first
    options = tuple(
        Option(text=Markdown(one.text), is_key=i in right, pinned=bool(PINNED.search(plain(one.text))))
        for i, one in enumerate(choices.choices)
    )
    return Exercise(prompt=prompt, stem=_joined(stem), answer="\n".join(rest), options=options, is_keyed=bool(right))


def _key(lines: Sequence[str], choices: Choices, opener: int) -> tuple[int, Key | None]:
    """Return (line, key) of the first line that names right choices: after the choices, else before them."""
    after = [i for i in range(choices.last + 1, len(lines)) if lines[i].strip()]
    labelled = False
    for position, i in enumerate(after):
        found = read_key(lines[i])
        folded = i == opener or (opener >= 0 and i > opener and (position == 0 or after[position - 1] < opener))
        if not found and (labelled or folded):
            found = read_bare_key(lines[i])
        if found and all(0 <= n < len(choices.choices) for n in found.right):
            return i, found
        labelled = bool(OPENING_LABEL.fullmatch(lines[i].strip())) or _is_heading(lines[i])
    for i in range(choices.first):
        found = read_key(lines[i])
        if found and not found.rest:
            return i, found
    return -1, None


def _explains(key: Key, choices: Choices) -> str:
    """Return what a key's line adds: nothing when it only repeats the right choice."""
    repeated = {fold(choices.choices[n].text) for n in key.right}
    rest = read_explanation(key.rest)
    rest = key.rest if rest is None else rest
    return "" if fold(rest) in repeated else rest


def _offers(choices: Choices) -> bool:
    """Whether choices without a key look like choices, not like an enumeration that answers."""
    return len(choices.choices) > 2 and (not choices.alphabet or choices.alphabet != choices.alphabet.lower())


def _unlabel(lines: list[str], start: int = 0) -> None:
    """Take the label `解析：` off the lines, and lines that are nothing but an answer's label."""
    for i in range(start, len(lines)):
        explained = read_explanation(lines[i])
        if explained is not None:
            lines[i] = explained
        elif _is_heading(lines[i]) or ANSWER_LABEL.fullmatch(lines[i]):
            lines[i] = ""


def _is_heading(line: str) -> bool:
    """Whether a line is nothing but the word "answer" as a heading or in bold."""
    bare = _SIGNS.sub("", line).strip().strip("*_").strip()
    return bool(bare) and bare != line.strip() and bool(ANSWER_HEADING.match(bare))


def _outside_fences(lines: Sequence[str]) -> list[str]:
    out: list[str] = []
    fenced = False
    for line in lines:
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced and line.strip():
            out.append(line)
    return out


def _joined(stem: Sequence[str]) -> str:
    return "\n".join(stem).strip("\n").rstrip()


def _appended(lines: Sequence[str], apart: str) -> str:
    return "\n".join([*lines, apart] if apart else lines)
