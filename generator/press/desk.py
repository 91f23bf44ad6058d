"""The desk where pages are put together: notes become HTML with formulas, pictures and code, then a PDF."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from markupsafe import Markup

from generator.diagnostics import Diagnostic, Span
from generator.markup.html import render
from generator.markup.pictures import Pictures
from generator.press import fonts, labels, page
from generator.press.glyphs import Glyphs
from generator.press.images import BadImageError, Image, load
from generator.press.sink import PaperSink
from generator.resources import templates

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import jinja2

    from generator.model.bank import Markdown
    from generator.press.math import MathTypesetter
    from generator.press.measure import PageBoxes


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a project says about its paper."""

    title: str
    paper: str
    """`A4`, `Letter` or `A5`."""
    language: str
    """Of the labels: `zh` or `en`."""
    content: Path
    cache: Path
    """The user's cache: fonts, formulas and fetched pictures are kept below it."""
    templates: Path | None
    """The user's own templates, each of which replaces a shipped one of the same name."""
    pictures: Mapping[str, str]
    """`[pictures]`: an address to a local file relative to `content`, or to `$TeX$`."""
    duplex: bool = False
    """Whether both sides of the paper are printed: the inner margin then changes sides."""
    punch: bool = False
    """Whether the paper will be punched: no inner margin is then narrower than the holes need."""


class Press:
    """Turns notes into HTML and templates into PDF; complaints collect in `found`."""

    def __init__(self, settings: Settings) -> None:
        """Prepare for one project; fonts and MathJax are loaded when first needed."""
        self.settings = settings
        self.found: list[Diagnostic] = []
        self.images: dict[str, bytes] = {}
        """Pictures that pages made so far refer to, by name below `fetcher.PICTURES`."""
        self.pictures = Pictures(settings.content, settings.cache, settings.pictures)
        self._loaded: dict[Path, Image | str] = {}
        own = (settings.templates,) if settings.templates else ()
        self._folders = (*own, templates())

    @cached_property
    def math(self) -> MathTypesetter:
        """The formula typesetter of this run."""
        from generator.press.math import MathTypesetter  # noqa: PLC0415 - QuickJS only when there is TeX

        return MathTypesetter(self.settings.cache)

    @cached_property
    def glyphs(self) -> Glyphs:
        """The fonts of this run and what they can draw."""
        return Glyphs(fonts.prepare(self.settings.cache))

    @cached_property
    def _labels(self) -> Mapping[str, str]:
        return labels.load(self._folders, self.settings.language)

    @cached_property
    def _environment(self) -> jinja2.Environment:
        templates = page.environment(self._folders)
        templates.globals.update(
            label=self.label,
            title=self.settings.title,
            paper=self.settings.paper,
            duplex=self.settings.duplex,
            punch=self.settings.punch,
            language=self.settings.language,
            lang={"zh": "zh-CN"}.get(self.settings.language, self.settings.language),
        )
        return templates

    def html(self, source: Markdown, at: Span, *, line: int = 0, inline: bool = False) -> Markup:
        """Return a piece of a note as HTML for paper.

        Args:
            source: The notes' dialect; its first line is file line `line`.
            at: Where it stands, for complaints.
            line: File line of its first line; 0 means that of `at`.
            inline: Whether it is one line of text, wanted without a paragraph around it.
        """
        first = line or at.line
        self.found.extend(self.glyphs.complaints(source, at.path, first))
        return Markup(render(source, PaperSink(self, at.path), line=first, inline=inline))  # noqa: S704 - sanitised

    def load(self, path: Path) -> Image | str:
        """Return the picture in a file, or why it cannot be printed; each file is decoded once."""
        if path not in self._loaded:
            try:
                self._loaded[path] = load(path)
            except BadImageError as problem:
                self._loaded[path] = str(problem)
        return self._loaded[path]

    def label(self, key: str, **values: object) -> str:
        """Return a text of the printed page in the project's language, its `{name}`s filled in.

        Raises:
            StudypressError: no locale file has the key, or a value is missing.
        """
        return labels.fill(self._labels, key, values)

    def page(self, template: str, **context: object) -> str:
        """Return the HTML that a template makes of `context`; no character is left that no font can draw.

        Raises:
            StudypressError: the template is missing or wrong.
        """
        return self.glyphs.readable(page.fill(self._environment, template, context))

    def pdf(self, template: str, **context: object) -> bytes:
        """Return the PDF of a template; WeasyPrint's complaints go to `found`.

        Raises:
            StudypressError: as `page`, or a font or system library is missing.
        """
        data, complaints = page.typeset(
            self.page(template, **context),
            fonts=self.glyphs.fonts,
            templates=self._folders,
            pictures=self.images,
            span=Span(path=template),
        )
        self.found.extend(complaints)
        return data

    def measure(self, template: str, **context: object) -> tuple[PageBoxes, ...]:
        """Return where a template's lines, pictures and named blocks would be printed, without making a PDF.

        Raises:
            StudypressError: as `pdf`.
        """
        return page.measure(
            self.page(template, **context),
            fonts=self.glyphs.fonts,
            templates=self._folders,
            pictures=self.images,
            span=Span(path=template),
        )
