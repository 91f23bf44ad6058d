"""The only module that knows Jinja2 and WeasyPrint: templates to HTML, HTML to reproducible PDF bytes."""

from __future__ import annotations

import hashlib
import logging
import sys
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

import jinja2

from generator.diagnostics import Code, Diagnostic, Span, StudypressError, warning

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from types import ModuleType
    from xml.etree.ElementTree import Element

    from weasyprint.document import Document

    from generator.press.fonts import Fonts
    from generator.press.measure import PageBoxes

_CALLS = 20_000
"""Nested calls allowed while laying out."""
_LIBRARIES_HINT = (
    "install Pango and HarfBuzz: `apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0`, "
    "`dnf install pango harfbuzz`, `pacman -S pango` or `brew install pango`"
)


def environment(folders: Sequence[Path]) -> jinja2.Environment:
    """Return the Jinja2 environment over template folders, the user's own first."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader([str(folder) for folder in folders]),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def fill(templates: jinja2.Environment, name: str, context: Mapping[str, object]) -> str:
    """Return the page that a template makes of `context`.

    Raises:
        StudypressError: the template is missing or wrong; says which file and line.
    """
    try:
        return templates.get_template(name).render(context)
    except jinja2.TemplateNotFound as problem:
        raise StudypressError(
            f"template {problem.name} does not exist",
            "look into the folder that `templates` in study.toml names",
        ) from problem
    except jinja2.TemplateSyntaxError as problem:
        _wrong(problem, f"{problem.filename or name}:{problem.lineno}")
    except (jinja2.TemplateError, TypeError, AttributeError, ValueError) as problem:
        _wrong(problem, _template_line(problem, name))


def _wrong(problem: Exception, place: str) -> NoReturn:
    hint = "correct the template; without a file of your own, the shipped one is used"
    raise StudypressError(f"{place}: {problem}", hint) from problem


def _template_line(problem: BaseException, name: str) -> str:
    """Return `file:line` of the innermost template on the trace, which Jinja2 rewrites."""
    place, trace = name, problem.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if "__jinja_template__" in trace.tb_frame.f_globals or file.endswith((".j2", ".css")):
            place = f"{file}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def typeset(
    html: str,
    *,
    fonts: Fonts,
    templates: Sequence[Path],
    pictures: Mapping[str, bytes],
    span: Span,
    tags: bool = True,
) -> tuple[bytes, tuple[Diagnostic, ...]]:
    """Return a page as PDF bytes (the same for the same page, everywhere) and WeasyPrint's complaints.

    Args:
        html: A whole page; relative addresses are template files.
        fonts: Faces to embed.
        templates: Template folders that may be loaded from.
        pictures: Pictures that may be loaded, by name below `fetcher.PICTURES`.
        span: What complaints point to.
        tags: Whether to write a tagged (accessible) PDF.

    Raises:
        StudypressError: a system library is missing.
    """
    with _deep(), _log() as messages:
        document, refused = _lay_out(html, fonts=fonts, templates=templates, pictures=pictures, span=span)
        data = document.write_pdf(pdf_identifier=hashlib.sha256(html.encode()).digest()[:16], pdf_tags=tags)
    return data, (*refused, *_complaints(messages, span))


def measure(
    html: str,
    *,
    fonts: Fonts,
    templates: Sequence[Path],
    pictures: Mapping[str, bytes],
    span: Span,
) -> tuple[PageBoxes, ...]:
    """Return where everything on a page's sheets would be printed; arguments and errors are those of `typeset`."""
    from generator.press.measure import page_boxes  # noqa: PLC0415 - only who measures pays for it

    with _deep(), _log():
        document, _ = _lay_out(html, fonts=fonts, templates=templates, pictures=pictures, span=span)
        return page_boxes(document)


def _lay_out(
    html: str, *, fonts: Fonts, templates: Sequence[Path], pictures: Mapping[str, bytes], span: Span
) -> tuple[Document, list[Diagnostic]]:
    """Return WeasyPrint's laid-out document, and the complaints to which drawing it may add more."""
    weasyprint, slow = _weasyprint(span)
    from generator.press.fetcher import FONTS, TEMPLATES, Fetcher  # noqa: PLC0415 - imports WeasyPrint

    fetcher = Fetcher(fonts=fonts.files, templates=templates, pictures=pictures, span=span)
    font_config = weasyprint.text.fonts.FontConfiguration()
    faces = weasyprint.CSS(string=fonts.css(FONTS), url_fetcher=fetcher, font_config=font_config)
    page = weasyprint.HTML(string=html, base_url=TEMPLATES, url_fetcher=fetcher)
    fetcher.refused += [*slow, *_disarm(page.etree_element.iter(), span)]
    return page.render(stylesheets=[faces], font_config=font_config, cache={}), fetcher.refused


def _weasyprint(span: Span) -> tuple[ModuleType, list[Diagnostic]]:
    """Return WeasyPrint, imported only now (it takes half a second), and a complaint if it will be slow.

    Raises:
        StudypressError: a system library is missing.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # told below, with what to do
            import weasyprint  # noqa: PLC0415
            import weasyprint.text.fonts  # noqa: PLC0415
    except OSError as problem:
        raise StudypressError(f"a library for typesetting is missing: {problem}", _LIBRARIES_HINT) from problem
    if weasyprint.text.ffi.harfbuzz_subset is not None:
        return weasyprint, []
    message = "HarfBuzz's subsetter is missing; every PDF takes much longer"
    return weasyprint, [warning(Code.TYPESETTING, message, span, _LIBRARIES_HINT)]


def _disarm(root: Iterable[Element], span: Span) -> list[Diagnostic]:
    """Take `rel=attachment` away, which would embed files in the PDF; return a complaint if there was one."""
    found = [element for element in root if "attachment" in element.get("rel", "").lower()]
    for element in found:
        element.set("rel", "")
    return [warning(Code.TYPESETTING, "the page attaches files, which is refused", span)] if found else []


@contextmanager
def _deep() -> Iterator[None]:
    """Let deeply nested notes be laid out: WeasyPrint calls itself some ten times for every level."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _CALLS))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


@contextmanager
def _log() -> Iterator[list[str]]:
    """Collect what WeasyPrint logs meanwhile, instead of letting it reach the terminal."""
    messages: list[str] = []
    logger, handler = logging.getLogger("weasyprint"), _Collector(messages)
    before = (logger.handlers[:], logger.propagate, logger.level)
    logger.handlers[:], logger.propagate = [handler], False
    logger.setLevel(logging.WARNING)
    try:
        yield messages
    finally:
        logger.handlers[:], logger.propagate = before[0], before[1]
        logger.setLevel(before[2])


class _Collector(logging.Handler):
    def __init__(self, messages: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._messages = messages

    def emit(self, record: logging.LogRecord) -> None:
        self._messages.append(record.getMessage())


def _complaints(messages: Sequence[str], span: Span) -> list[Diagnostic]:
    """Return each different message once; refused addresses are already reported by the fetcher."""
    return [
        warning(Code.TYPESETTING, message, span) for message in dict.fromkeys(messages) if "RefusedError" not in message
    ]
