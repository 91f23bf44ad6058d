"""Notes that are not Markdown, line for line into Markdown: Org mode. Line numbers stay."""

from __future__ import annotations

import re

_HEADING = re.compile(
    r"^(?P<stars>\*+)\s+(?:(?:TODO|DONE|NEXT|WAIT(?:ING)?)\s+)?(?:\[#[A-C]\]\s+)?(?P<text>.*?)\s*(?P<tags>:[\w@#%:]+:)?\s*$"
)
_TITLE = re.compile(r"^\s*#\+TITLE:\s*(?P<text>.*)$", re.IGNORECASE)
_BEGIN = re.compile(r"^\s*#\+BEGIN_(?P<kind>\w+)(?:\s+(?P<language>[\w+-]+))?.*$", re.IGNORECASE)
_END = re.compile(r"^\s*#\+END_\w+\s*$", re.IGNORECASE)
_KEYWORD = re.compile(r"^\s*(?:#\+\w+:.*|#\s.*|(?:SCHEDULED|DEADLINE|CLOSED|CLOCK):.*)$")
_DRAWER = re.compile(r"^\s*:[\w-]+:\s*$")
_DRAWER_END = re.compile(r"^\s*:END:\s*$", re.IGNORECASE)
_LINK = re.compile(r"\[\[(?P<address>[^\]]+)\](?:\[(?P<text>[^\]]+)\])?\]")
_IMAGE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp)$", re.IGNORECASE)
_CODE = re.compile(r"(?<![\w=~])(?P<mark>[=~])(?P<text>\S(?:[^=~]*?\S)?)(?P=mark)(?![\w=~])")
_BOLD = re.compile(r"(?<![\w*])\*(?P<text>\S(?:[^*]*?\S)?)\*(?![\w*])")
_ITALIC = re.compile(r"(?<![\w/:])/(?P<text>\S(?:[^/]*?\S)?)/(?![\w/])")
_RULE = re.compile(r"^(\s*\|)(?:-+\+)*-+\|\s*$")
_DRILLED = re.compile(r"(?<!\[)\[(?P<text>[^\[\]|]+)(?:\|\|?(?P<hint>[^\[\]]*))?\](?![\[(])")

_HIDDEN = "<!---->"
"""What says nothing to learn becomes a comment, so that its line is accounted for."""
_TURN = "?"
"""A card's heading "Answer" becomes what turns a card over."""


def to_markdown(text: str, suffix: str) -> str:
    """Return notes as Markdown of as many lines; what is Markdown already stays.

    Args:
        text: The notes.
        suffix: Suffix of their file name, lower case, with the dot.
    """
    return "\n".join(_Org().lines(text.split("\n"))) if suffix == ".org" else text


class _Org:
    """State of one pass over Org text (syntax: orgmode.org/worg/org-syntax)."""

    def __init__(self) -> None:
        self.fence = ""
        self.is_drawer = False
        self.drill_level = 0
        """Level of the heading of the card we are in, 0 outside cards."""

    def lines(self, lines: list[str]) -> list[str]:
        return [self._line(line) for line in lines]

    def _line(self, line: str) -> str:
        if self.fence:
            return self._in_block(line)
        if self.is_drawer:
            self.is_drawer = not _DRAWER_END.match(line)
            return _HIDDEN
        opening = _BEGIN.match(line)
        if opening:
            self.fence = "```" if opening["kind"].lower() in {"src", "example", "export"} else ">"
            return f"```{opening['language'] or ''}" if self.fence == "```" else _HIDDEN
        if _DRAWER.match(line):
            self.is_drawer = True
            return _HIDDEN
        title = _TITLE.match(line)
        if title:
            return f"# {title['text']}"
        return _HIDDEN if _KEYWORD.match(line) else self._text(line)

    def _in_block(self, line: str) -> str:
        if _END.match(line):
            closing, self.fence = self.fence, ""
            return closing if closing == "```" else _HIDDEN
        return line if self.fence == "```" else f"> {_inline(line.strip())}"

    def _text(self, line: str) -> str:
        heading = _HEADING.match(line)
        if heading:
            level = len(heading["stars"])
            tags = (heading["tags"] or "").split(":")
            if "drill" in tags or level <= self.drill_level:
                self.drill_level = level if "drill" in tags else 0
            if self.drill_level:
                return _HIDDEN if level == self.drill_level else _TURN
            return f"{'#' * min(level + 1, 6)} {_inline(heading['text'])}"
        if _RULE.match(line):
            return line.replace("+", "|")
        return _inline(_DRILLED.sub(_cloze, line) if self.drill_level and not _LINK.search(line) else line)


def _cloze(found: re.Match[str]) -> str:
    hint = f"::{found['hint']}" if found["hint"] else ""
    return f"{{{{c1::{found['text']}{hint}}}}}"


def _inline(text: str) -> str:
    """Return a line with Org's emphasis, code and links as Markdown's."""
    text = _CODE.sub(r"`\g<text>`", text)
    text = _BOLD.sub(r"**\g<text>**", text)
    text = _ITALIC.sub(r"*\g<text>*", text)
    return _LINK.sub(_link, text)


def _link(found: re.Match[str]) -> str:
    address = found["address"].removeprefix("file:")
    if _IMAGE.search(address) and not found["text"]:
        return f"![]({address})"
    return f"[{found['text'] or address}]({address})"
