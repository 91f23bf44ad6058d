"""What a piece of notes links to, shows and writes as TeX."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from generator.markup.dialect import parse
from generator.markup.links import find_urls, tex_of_picture
from generator.markup.tags import IMG, attributes
from generator.model.bank import Formula

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Links and picture addresses in order (each link once), formulas in order."""

    links: tuple[str, ...]
    images: tuple[str, ...]
    math: tuple[Formula, ...]


@lru_cache(maxsize=2048)
def facts(source: str, *, line: int = 0) -> Facts:
    """Return the links, pictures and formulas of notes whose first line is file line `line`.

    Pictures of formula services count as formulas, not as pictures.
    """
    links: list[str] = []
    images: list[str] = []
    math: list[Formula] = []
    for token, at in _walk(source, line):
        if token.type == "link_open":
            links.append(_address(token))
        elif token.type == "fence":
            links += find_urls(token.content)
        elif token.type in {"math_inline", "math_block"}:
            display = token.type == "math_block" or token.info == "display"
            math.append(Formula(tex=token.content, display=display, line=at))
        else:
            for src in _pictures(token):
                tex = tex_of_picture(src)
                if tex:
                    math.append(Formula(tex=tex, line=at))
                else:
                    images.append(src)
    return Facts(links=tuple(dict.fromkeys(links)), images=tuple(images), math=tuple(math))


def _walk(source: str, line: int) -> Iterator[tuple[Token, int]]:
    """Yield every block and inline token with its file line."""
    for token in parse(source):
        at = line + (token.map[0] if token.map else 0)
        yield token, at
        for child in token.children or ():
            yield child, at
            at += child.type in {"softbreak", "hardbreak"}


def _address(token: Token) -> str:
    return unquote(str(token.attrs["href"])) if token.markup != "bare" else str(token.attrs["href"])


def _pictures(token: Token) -> list[str]:
    if token.type == "image":
        return [str(token.attrs["src"])]
    if token.type in {"html_inline", "html_block"}:
        return [attributes(found[0]).get("src", "") for found in IMG.finditer(token.content)]
    return []
