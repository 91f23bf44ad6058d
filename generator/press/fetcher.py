"""What WeasyPrint may load: our fonts, template files, pictures handed over; nothing else exists for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from weasyprint.urls import URLFetcher, URLFetcherResponse

from generator.diagnostics import Code, Diagnostic, Span, warning

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

BASE = "https://studypress.invalid/"
"""A made-up site that holds everything a page may refer to; no address on it ever reaches the network."""
FONTS, PICTURES, TEMPLATES = BASE + "fonts/", BASE + "pictures/", BASE + "templates/"

_TYPES = {
    "css": "text/css", "svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg",
    "otf": "font/otf", "ttf": "font/ttf",
}  # fmt: skip
"""The only kinds of template files that are served."""
_DATA_PICTURE = re.compile(r"data:image/(svg\+xml|png|jpeg|gif|webp)[;,]", re.IGNORECASE)
_SHOWN = 100


class RefusedError(ValueError):
    """An address that the typesetter must not load."""


class Fetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint carries no types
    """Serves the made-up site `BASE` and pictures inside `data:` addresses; refuses and notes all else."""

    def __init__(
        self,
        *,
        fonts: Mapping[str, Path],
        templates: Sequence[Path],
        pictures: Mapping[str, bytes],
        span: Span,
    ) -> None:
        """Say what exists.

        Args:
            fonts: Font files by name.
            templates: Template folders, the user's own first.
            pictures: Decoded and checked pictures by name (`desk` hands them over).
            span: What complaints point to.
        """
        super().__init__(allowed_protocols=("data",), allow_redirects=False)
        self.refused: list[Diagnostic] = []
        self._fonts, self._templates, self._pictures = fonts, templates, pictures
        self._span = span

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002 - WeasyPrint's signature
        """Return what `url` holds.

        Raises:
            RefusedError: anything that was not handed over; WeasyPrint goes on without it.
        """
        if _DATA_PICTURE.match(url):
            return super().fetch(url)
        data = self._find(url)
        if data is None:
            self._complain(url)
            raise RefusedError(f"not served: {url[:_SHOWN]}")
        kind = _TYPES.get(url.rpartition(".")[2].lower(), "application/octet-stream")
        return URLFetcherResponse(url, data, {"Content-Type": kind})

    def _find(self, url: str) -> bytes | None:
        name = url.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0]
        if name.startswith(PICTURES):
            return self._pictures.get(name.removeprefix(PICTURES))
        if name.startswith(FONTS):
            path = self._fonts.get(name.removeprefix(FONTS))
            return path.read_bytes() if path else None
        return self._template_file(name.removeprefix(TEMPLATES)) if name.startswith(TEMPLATES) else None

    def _template_file(self, name: str) -> bytes | None:
        if name.rpartition(".")[2].lower() not in _TYPES:
            return None
        for folder in self._templates:
            path = (folder / name).resolve()
            if path.is_relative_to(folder.resolve()) and path.is_file():
                return path.read_bytes()
        return None

    def _complain(self, url: str) -> None:
        shown = url.removeprefix(TEMPLATES)
        shown = shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "…"
        complaint = warning(
            Code.TYPESETTING,
            f"the page asks for {shown!r}, which is not served at typesetting",
            self._span,
            "only pictures below content/, fetched pictures and files beside the templates are",
        )
        if complaint not in self.refused:
            self.refused.append(complaint)
