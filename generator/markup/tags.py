"""Which HTML tags exist, which may pass, and what they may carry."""

from __future__ import annotations

import re

TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")
IMG = re.compile(r"<img\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")

ALLOWED = frozenset(
    [
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "caption",
        "code",
        "dd",
        "del",
        "details",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "u",
        "ul",
        "var",
    ]
)
"""Tags that reach a page or a card."""

ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
CLASSES = {
    "p": {"subhead"},
    "span": {"enumerator"},
    "td": {"left", "center", "right"},
    "th": {"left", "center", "right"},
}

_KNOWN = ALLOWED | frozenset(
    [
        "article",
        "aside",
        "audio",
        "big",
        "button",
        "canvas",
        "center",
        "cite",
        "col",
        "colgroup",
        "embed",
        "fieldset",
        "font",
        "footer",
        "form",
        "frame",
        "frameset",
        "head",
        "header",
        "html",
        "body",
        "iframe",
        "img",
        "input",
        "label",
        "legend",
        "link",
        "main",
        "map",
        "math",
        "meta",
        "nav",
        "noscript",
        "object",
        "option",
        "param",
        "picture",
        "progress",
        "script",
        "section",
        "select",
        "source",
        "strike",
        "style",
        "svg",
        "template",
        "textarea",
        "time",
        "title",
        "track",
        "tt",
        "video",
        "wbr",
        "path",
        "rect",
        "circle",
        "line",
        "g",
        "defs",
        "use",
        "area",
        "base",
        "applet",
        "address",
        "dir",
        "dfn",
        "bdi",
        "bdo",
        "data",
        "datalist",
        "dialog",
        "hgroup",
        "menu",
        "meter",
        "optgroup",
        "output",
        "search",
        "slot",
    ]
)


def is_known_tag(name: str) -> bool:
    """Whether HTML has such an element; `<mask>` or `List<String>` in prose is text instead."""
    return name.lower() in _KNOWN


def attributes(tag: str) -> dict[str, str]:
    """Return the attributes of one start tag, names in lower case, quotes removed."""
    return {m[1].lower(): m[2] or m[3] or m[4] or "" for m in ATTRIBUTE.finditer(tag)}


def zoom_of(style: str, width: str) -> float:
    """Return the scale an `<img>` asks for (`style="zoom:50%"`, `width="60%"`), 1.0 when it asks for none."""
    found = re.search(r"zoom\s*:\s*([\d.]+)(%?)", style) or re.fullmatch(r"\s*([\d.]+)(%)\s*", width)
    if not found:
        return 1.0
    try:
        value = float(found[1]) / (100 if found[2] else 1)
    except ValueError:
        return 1.0
    return min(max(value, 0.05), 4.0)
