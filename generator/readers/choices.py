"""Questions taken apart: what still belongs to the prompt, the choices with their key, and the answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.markup import plain
from generator.markup.characters import fold, has_cjk
from generator.model.bank import Markdown, Option
from generator.readers.keys import Key, read_bare_key, read_explanation, read_key, stem_key, stem_verdict
from generator.readers.options import Choices, choices_in_line, find_choices
from generator.readers.wording import ANSWER_HEADING, ANSWER_LABEL, OPENING_LABEL, is_label_of_question

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


def take_apart(
    prompt: str, body: str, *, is_question: bool = True, opener: int = -1, shared: str = "", apart: str = ""
) -> Exercise:
    """Return the parts of a question.

    Args:
        prompt: Source of the prompt.
        body: Source of what stands below it.
        is_question: Whether the prompt asks or bears a number; below others, check boxes are a to-do list.
        opener: Index of the body line that opens a folded answer, -1 when none does.
        shared: Lines of choices that several questions share, or nothing.
        apart: What a list of answers elsewhere says about this question, or nothing.
    """
    lines = body.split("\n")
    choices = find_choices(lines)
    at = choices_in_line(prompt) if not choices else -1
    if at > 0:
        lines[0] = prompt[at:] if not lines[0] else f"{prompt[at:]}\n{lines[0]}"
        found = find_choices(lines)
        own = found and _choice(prompt[:at].rstrip(), lines, found, opener=opener, apart=apart, is_question=True)
        if own and own.options:
            return own
        lines = body.split("\n")
    if choices and (choices.alphabet or is_question):
        return _choice(prompt, lines, choices, opener=opener, apart=apart, is_question=is_question) or _open(
            prompt, lines, opener, apart
        )
    if shared:
        head = shared.split("\n")
        borrowed = find_choices(head)
        found = borrowed and _choice(prompt, [*head, *lines], borrowed, opener=-1, apart=apart, is_question=True)
        if found:
            return Exercise(
                prompt=found.prompt,
                answer="\n".join(found.answer.split("\n")[len(head) :]),
                options=found.options,
                is_keyed=found.is_keyed,
            )
    statement, verdict = stem_verdict(prompt)
    if verdict is not None:
        return _verdict(statement, lines, verdict=verdict)
    return _open(prompt, lines, opener, apart)


def _verdict(prompt: str, lines: list[str], *, verdict: bool) -> Exercise:
    """Return a statement to judge as a choice of two."""
    texts = ("正确", "错误") if has_cjk(prompt) else ("True", "False")
    options = tuple(
        Option(text=Markdown(text), is_key=(i == 0) is verdict, pinned=True) for i, text in enumerate(texts)
    )
    _unlabel(lines)
    return Exercise(prompt=prompt, answer="\n".join(lines), options=options, is_keyed=True)


def _open(prompt: str, lines: list[str], opener: int, apart: str) -> Exercise:
    """Return a question without choices; what stands before its labelled answer belongs to the prompt."""
    at = next(
        (i for i, line in enumerate(lines) if _TURN.match(line) or OPENING_LABEL.match(line) or _is_heading(line)), -1
    )
    at = min((i for i in (at, opener) if i >= 0), default=len(lines) if apart else 0)
    stem = lines[:at]
    texts = _outside_fences(stem)
    if len(texts) > _MAX_STEM or any(re.match(r"\s*#{1,6}\s", text) or is_label_of_question(text) for text in texts):
        stem = []
    rest = [*[""] * len(stem), *lines[len(stem) :]]
    if at < len(lines) and (_is_heading(rest[at]) or _TURN.match(rest[at])):
        rest[at] = ""
    return Exercise(prompt=prompt, stem=_joined(stem), answer=_appended(rest, apart))


def _choice(
    prompt: str, lines: list[str], choices: Choices, *, opener: int, apart: str, is_question: bool
) -> Exercise | None:
    """Return a question with choices; None when nothing says which is right and more than choices stand there."""
    bare, right = stem_key(prompt)
    lines = [*lines, *(apart.split("\n") if apart else ())]
    rest = lines[: choices.first] + [""] * (choices.last + 1 - choices.first) + lines[choices.last + 1 :]
    opener = len(lines) - apart.count("\n") - 1 if apart else opener
    at, key = _key(rest, choices, opener)
    if key and at < choices.first:
        rest[at] = ""
        at = choices.first - 1
    elif key:
        rest[at] = _explains(key, choices)
    right = key.right if key else choices.marked or right
    below = [line for line in rest[choices.last + 1 :] if line.strip()]
    if any(n >= len(choices.choices) for n in right) or (
        not right and (below or not is_question or not _offers(choices))
    ):
        return None
    if not key and not choices.marked and right:
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
    return "" if fold(key.rest) in repeated else key.rest


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
