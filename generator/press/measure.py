"""The only module that reads WeasyPrint's page boxes: where lines, pictures and named blocks came to lie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from weasyprint.formatting_structure import boxes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from weasyprint.document import Document

Path = tuple[str, ...]
PT = 0.75
"""Points in a CSS pixel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """A rectangle in points, from the page's upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Where it ends below."""
        return self.y + self.height


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of text, or a picture that stands between lines."""

    text: str
    """Its characters; a picture or formula counts as `\N{OBJECT REPLACEMENT CHARACTER}`."""
    extent: Extent
    """What is drawn on it; as high as the line."""
    room: Extent
    """The content box of the block that it must stay inside, and the padding to its left, where numbers hang."""
    path: tuple[str, ...]
    """The elements around it, outermost first, as `tag.class.class`."""
    block: int
    """Number of the block it belongs to; the same on every page that the block runs over."""
    column: int
    """Which column of the page it stands in; 0 where there are none."""
    is_forced: bool
    """Whether its author ended it (a line break), not the width."""
    is_floated: bool
    """Whether it stands beside the text, as numbers in the margin do."""

    def inside(self, *names: str) -> bool:
        """Whether one of the elements around it has this tag or class."""
        return any(name in step.split(".") for step in self.path for name in names)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageBoxes:
    """One sheet of paper as it will be printed."""

    area: Extent
    """Without the margins."""
    lines: tuple[Line, ...]
    """In document order; without the page's own header and footer."""
    named: tuple[tuple[str, Extent], ...]
    """Elements with an `id`, margins included, in document order; one that runs over pages comes on each."""


def page_boxes(document: Document) -> tuple[PageBoxes, ...]:
    """Return the boxes of a laid-out document, page by page."""
    numbers: dict[int, int] = {}
    return tuple(_page(page._page_box, numbers) for page in document.pages)  # noqa: SLF001 - what this module is for


def _page(page: boxes.PageBox, numbers: dict[int, int]) -> PageBoxes:
    walker = _Walker(numbers)
    for child in page.children:
        if not isinstance(child, boxes.MarginBox):
            walker.walk(child, (), floated=False)
    return PageBoxes(area=_content(page), lines=tuple(walker.lines), named=tuple(walker.named))


class _Walker:
    """Collects the boxes of one page in document order."""

    def __init__(self, numbers: dict[int, int]) -> None:
        self.lines: list[Line] = []
        self.named: list[tuple[str, Extent]] = []
        self._numbers = numbers
        self._seen: set[int] = set()
        self._columns = self._column = 0

    def walk(self, box: boxes.Box, path: Path, *, floated: bool) -> None:
        """Collect a box and what is in it."""
        outer = self._column
        path, floated = _longer(path, box), floated or box.is_floated() or box.is_outside_marker
        is_own = id(box.element) not in self._seen
        self._seen.add(id(box.element))
        if box.is_column or (is_own and "column" in path[-1].split(".")):
            self._columns += 1
            self._column = self._columns
            floated = False
        if is_own and box.element.get("id"):
            self.named.append((box.element.get("id"), _outer(box)))
        for child in box.all_children():
            if isinstance(child, boxes.LineBox):
                self._line(child, box, path, floated=floated)
            elif isinstance(child, boxes.BlockReplacedBox):
                self._add(_PICTURE, _content(child), box, _longer(path, child), floated=floated, forced=True)
            else:
                self.walk(child, path, floated=floated)
        self._column = outer

    def _line(self, line: boxes.LineBox, block: boxes.Box, path: Path, *, floated: bool) -> None:
        parts = list(_inline(line, path))
        leaves = [(part, inner) for part, inner in parts if not isinstance(part, boxes.BlockLevelBox)]
        text = "".join(_text(leaf) for leaf, _ in leaves)
        if text.strip():
            forced = leaves[-1][0].element_tag == "br"
            extent = _drawn(line, [leaf for leaf, _ in leaves])
            self._add(text, extent, block, leaves[0][1], floated=floated, forced=forced)
        for part, inner in parts:
            if isinstance(part, boxes.BlockContainerBox):
                self.walk(part, inner, floated=True)

    def _add(self, text: str, extent: Extent, block: boxes.Box, path: Path, *, floated: bool, forced: bool) -> None:
        line = Line(
            text=text,
            extent=extent,
            room=_room(block),
            path=path,
            block=self._numbers.setdefault(id(block.element), len(self._numbers)),
            column=self._column,
            is_forced=forced or "pre" in {step.partition(".")[0] for step in path},
            is_floated=floated,
        )
        self.lines.append(line)


_PICTURE = "\N{OBJECT REPLACEMENT CHARACTER}"


def _inline(box: boxes.Box, path: Path) -> Iterator[tuple[boxes.Box, Path]]:
    """Yield what stands on a line, in order, with the elements around it: text, pictures, breaks, blocks beside it."""
    for child in box.children:
        if isinstance(child, boxes.InlineBox) and child.element_tag != "br":
            yield from _inline(child, _longer(path, child))
        else:
            yield child, path


def _text(leaf: boxes.Box) -> str:
    if isinstance(leaf, boxes.TextBox):
        return str(leaf.text)
    return _PICTURE if isinstance(leaf, boxes.AtomicInlineLevelBox) else ""


def _drawn(line: boxes.LineBox, leaves: list[boxes.Box]) -> Extent:
    left = min(leaf.position_x for leaf in leaves)
    right = max(leaf.position_x + leaf.margin_width() for leaf in leaves)
    return _points(left, line.position_y, right - left, line.height)


def _longer(path: Path, box: boxes.Box) -> Path:
    """Return a path with a box's element added; an element that has several boxes is named once."""
    if box.element is None or box.element_tag is None:
        return path
    step = ".".join([box.element_tag, *box.element.get("class", "").split()])
    return path if path[-1:] == (step,) else (*path, step)


def _outer(box: boxes.Box) -> Extent:
    return _points(box.position_x, box.position_y, box.margin_width(), box.margin_height())


def _room(box: boxes.Box) -> Extent:
    left = box.padding_left
    return _points(box.content_box_x() - left, box.content_box_y(), box.width + left, box.height)


def _content(box: boxes.Box) -> Extent:
    return _points(box.content_box_x(), box.content_box_y(), box.width, box.height)


def _points(x: float, y: float, width: float, height: float) -> Extent:
    return Extent(x=x * PT, y=y * PT, width=width * PT, height=height * PT)
