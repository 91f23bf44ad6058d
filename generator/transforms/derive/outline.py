"""An answer as an outline: its lines of text, each below the line or list item that announces it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.transforms.derive.source import LIST_MARK, TextLine, is_label_line, readable, text_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from generator.model.bank import Answer

_TAB = 4
_JUNK = re.compile(r"(?:<br\s*/?>|\s)+$|!\[(?:[^\[\]]|\[[^\]]*\])*\]\([^)]*\)|<img\b[^>]*>", re.IGNORECASE)
"""Final breaks and pictures: no part of a line's text."""
_LEAD = re.compile(r"[:：]\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One line of an answer: `text` without list mark and emphasis."""

    text: str
    line: int
    parent: int
    """Index of the node it belongs to; -1 at the top."""
    style: str = ""
    """How its list is marked (`bullet`, `bracket-digit`, …); empty for running text."""
    indent: int = 0
    run: int = 0
    """Lists of one parent with text between them are several."""
    source: TextLine | None = None

    @property
    def leads(self) -> bool:
        """Whether it announces what follows: it ends in a colon, or is a short bold label."""
        return bool(_LEAD.search(self.text)) or (self.source is not None and is_label_line(self.source))


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Items of one list: siblings of one style."""

    lead: str
    """What announces the list, without its colon; empty when the prompt does."""
    points: tuple[Node, ...]
    below: tuple[tuple[Node, ...], ...]
    """What stands below each point."""
    depth: int
    before: str = ""
    """The line above the list, where that is running text which does not announce it."""

    @property
    def style(self) -> str:
        """The style of its marks."""
        return self.points[0].style


def nodes(answer: Answer) -> tuple[Node, ...]:
    """Return the lines of an answer that hold text, each with the line it belongs to."""
    found: list[Node] = []
    stack: list[int] = []
    texts: Counter[int] = Counter()
    for number, source in readable(answer):
        node = _node(source, number)
        if node.text:
            _pop(stack, found, node)
            parent = stack[-1] if stack else -1
            texts[parent] += not node.style
            found.append(replace(node, parent=parent, run=texts[parent]))
            stack.append(len(found) - 1)
    return tuple(found)


def groups(lines: Sequence[Node]) -> Iterator[Group]:
    """Yield the lists of an outline with at least two items, by their first line."""
    lists: dict[tuple[int, str, int], list[int]] = {}
    below: dict[int, list[int]] = {}
    for number, node in enumerate(lines):
        below.setdefault(node.parent, []).append(number)
        if node.style:
            lists.setdefault((node.parent, node.style, node.run), []).append(number)
    for members in lists.values():
        if len(members) > 1:
            yield _group(lines, members, below)


def head_of(lines: Sequence[Node], node: Node) -> str:
    """Return the nearest lead above a line, without its colon; empty at the top."""
    parent = node.parent
    while parent >= 0:
        if lines[parent].leads:
            return bare(lines[parent].text)
        parent = lines[parent].parent
    return ""


def bare(lead: str) -> str:
    """Return a lead without its colon."""
    return lead.strip(" :：*")


def _group(lines: Sequence[Node], members: Sequence[int], below: Mapping[int, Sequence[int]]) -> Group:
    first = lines[members[0]]
    before = [i for i in below[first.parent] if i < members[0] and not lines[i].style]
    return Group(
        lead=bare(lines[first.parent].text) if first.parent >= 0 else "",
        points=tuple(lines[i] for i in members),
        below=tuple(tuple(_descendants(lines, i, below)) for i in members),
        depth=_depth(lines, first),
        before=lines[before[-1]].text if before else "",
    )


def _descendants(lines: Sequence[Node], number: int, below: Mapping[int, Sequence[int]]) -> Iterator[Node]:
    waiting = list(reversed(below.get(number, ())))
    while waiting:
        child = waiting.pop()
        yield lines[child]
        waiting += reversed(below.get(child, ()))


def _depth(lines: Sequence[Node], node: Node) -> int:
    """Return below how many list items a line stands."""
    depth = 0
    while node.parent >= 0:
        node = lines[node.parent]
        depth += bool(node.style)
    return depth


def _node(source: str, line: int) -> Node:
    flat = source.expandtabs(_TAB).replace("\u3000", "  ")
    body = flat.lstrip(" >")
    found = LIST_MARK.match(body)
    text = text_line(body[found.end() :] if found else body, line)
    style = _style(found) if found else ""
    return Node(
        text=_JUNK.sub("", text.text).strip(),
        line=line,
        parent=-1,
        style=style,
        indent=len(flat) - len(body),
        source=text,
    )


def _style(found: re.Match[str]) -> str:
    """Return a list mark's style; `（1）` and `（a）` are two."""
    name = str(found.lastgroup)
    mark = found[name]
    if name == "number":
        return f"number{found[0].strip()[-1]}"
    if name == "bracket":
        return "bracket-digit" if mark.isdigit() else "bracket-letter" if mark.isascii() else "bracket-han"
    return f"bullet{mark}" if name == "bullet" else name


def _pop(stack: list[int], found: Sequence[Node], node: Node) -> None:
    """Take from the stack what a line does not belong to."""
    styles = {(found[i].indent, found[i].style) for i in stack}
    while stack:
        top = found[stack[-1]]
        if top.style:
            nested = node.style and top.indent == node.indent and (node.indent, node.style) not in styles
            if top.indent < node.indent or nested:
                return
        elif top.leads and (node.style or stack[-1] == len(found) - 1) and top.indent <= node.indent:
            return
        stack.pop()
