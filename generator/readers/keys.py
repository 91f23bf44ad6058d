"""Which choices are right: lines that name their letters, and letters in the question itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from generator.readers.options import letter_index

if TYPE_CHECKING:
    from collections.abc import Sequence

_LABEL = (
    r"(?:正确|参考|标准|本题|最佳|推荐)?(?:答案|答|选)|(?:the )?(?:correct |right )?answer|correct(?: option| choice)?|"
    r"ans|key|solution|正解|答え|正答|解答"
)
_LETTERS = r"(?:[A-Ha-h①-⑧ア-ク])(?:\s*(?:[,，、&/+]|和|及|and)?\s*[A-Ha-h①-⑧ア-ク])*"
_KEY = re.compile(
    rf"^\s*(?:[-*+>]\s+)?(?:\#{{1,6}}\s*)?(?:\*\*|__|【|\[|<b>|✅|👉|\s)*(?:{_LABEL})\s*(?:】|\]|\*\*|__|</b>)*\s*"
    rf"(?:是|为|is|選|选)?\s*[:：]?\s*(?:\*\*|__|<b>|`|\s)*[（(【\[]?\s*(?P<key>{_LETTERS})(?![A-Za-zア-ン])\s*[）)】\]]?"
    r"(?:\*\*|__|</b>|`)*\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"^\s*(?:[-*+>]\s+)?(?:\*\*|__|✅|\s)*[（(]?(?P<key>{_LETTERS})(?![A-Za-zア-ン])[）)]?\s*"
    r"(?P<end>(?:[.。、:：—–-]|\*\*|__|\s)*)(?P<rest>.*)$"
)
_SEPARATORS = " \t.。,，;；:：、—–-)）"
_EXPLAIN = re.compile(
    r"^\s*(?:[-*+>]\s+)?(?:\#{1,6}\s*)?(?:\*\*|__|【|\[)*\s*(?:答案|试题|题目)?(?:解析|解释|说明|分析|理由|思路|解説|解説文|"
    r"explanation|rationale|reason(?:ing)?|why)\s*(?:(?:】|\])\s*[:：]?|(?:\*\*|__)*\s*(?:[:：]\s*(?:\*\*|__)?|$))\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
_STEM = re.compile(r"[（(【]([\s\u3000]*)(?P<key>[A-H](?:[,，、\s]*[A-H])*)([\s\u3000]*)[）)】]")
_STEM_LABEL = re.compile(
    r"\s*[（(【\[]?\s*(?:正确答案|参考答案|答案|answer|ans)\s*[:：]\s*(?P<key>[A-H](?:[,，、\s]*[A-H])*)\s*[）)】\]]?\s*$",
    re.IGNORECASE,
)
_VERDICT = re.compile(
    r"\s*[（(【]\s*(?P<verdict>[√✓✔×✗✘TF对错]|true|false|正确|错误)\s*[）)】]\s*[。.]?\s*$", re.IGNORECASE
)
_TRUE = frozenset({"√", "✓", "✔", "t", "对", "true", "正确"})


class Key(NamedTuple):
    """The right choices by number from 0, and what the line says after them."""

    right: tuple[int, ...]
    rest: str


def read_key(line: str) -> Key | None:
    """Return the key that a labelled line names (`答案：B`, `Answer: (c)`, `正解：ア`)."""
    found = _KEY.match(line)
    if not found:
        return None
    rest = found["rest"].strip()
    letters = found["key"]
    if letters[0].islower() and rest and line.rstrip()[-1:] != ")" and not re.match(r"[.、)）]", _after(line, found)):
        return None
    return Key(_numbers(letters), rest.lstrip(_SEPARATORS))


def read_bare_key(line: str) -> Key | None:
    """Return the key of a line that begins with it: `**B.** because …`; for lines where a key must stand."""
    found = _BARE.match(line)
    if not found or (found["rest"] and not found["end"].strip()):
        return None
    return Key(_numbers(found["key"]), found["rest"].strip().lstrip(_SEPARATORS))


def read_explanation(line: str) -> str | None:
    """Return what stands after `解析：` or `Explanation:`, None when the line has no such label."""
    found = _EXPLAIN.match(line)
    return found["rest"] if found else None


def stem_key(prompt: str) -> tuple[str, tuple[int, ...]]:
    """Return (prompt without it, key) of a prompt that gives its own key away: `…是（ B ）`."""
    found = _STEM_LABEL.search(prompt)
    if found:
        return prompt[: found.start()].rstrip(), _numbers(found["key"])
    brackets = list(_STEM.finditer(prompt))
    if not brackets:
        return prompt, ()
    last = brackets[-1]
    blank = (last[1] + last[3]) or "  "
    return prompt[: last.start() + 1] + blank + prompt[last.end() - 1 :], _numbers(last["key"])


def stem_verdict(prompt: str) -> tuple[str, bool | None]:
    """Return (prompt without it, verdict) of a statement that says whether it is true: `…。（√）`."""
    found = _VERDICT.search(prompt)
    return (prompt[: found.start()], found["verdict"].lower() in _TRUE) if found else (prompt, None)


def _after(line: str, found: re.Match[str]) -> str:
    return line[found.end("key") :].lstrip()


def _numbers(letters: str) -> tuple[int, ...]:
    """Return which choices the letters name; case does not count, joining words do not either."""
    bare = re.sub(r"and", "", letters, flags=re.IGNORECASE)
    found = (letter_index(char) for char in bare)
    return tuple(dict.fromkeys(n for n in found if n >= 0))


__all__: Sequence[str] = ("Key", "read_bare_key", "read_explanation", "read_key", "stem_key", "stem_verdict")
