"""Picture files: decoded once to see that they are sound, in a form that WeasyPrint embeds well."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image as Pillow
from PIL import ImageFile, ImageOps, UnidentifiedImageError

from generator.press.svg import BadSvgError, cleaned, is_svg

if TYPE_CHECKING:
    from pathlib import Path

_LARGEST_FILE = 20_000_000
_LARGEST_SIDE = 2400
"""Pixels: 350 dpi over the text width of A4; larger pictures are scaled down."""
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")


class BadImageError(ValueError):
    """A file that cannot be printed as a picture; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A sound picture; `width` is its natural width in CSS pixels."""

    data: bytes
    extension: str
    width: float


def load(path: Path) -> Image:
    """Return the picture in a file.

    Raises:
        BadImageError: it cannot be read or decoded, or is too large.
    """
    try:
        size = path.stat().st_size
        if size > _LARGEST_FILE:
            raise BadImageError(f"the file has {size // 1_000_000} MB, more than {_LARGEST_FILE // 1_000_000}")
        return decode(path.read_bytes())
    except OSError as problem:
        raise BadImageError(f"the file cannot be read: {problem.strerror}") from problem


def decode(data: bytes) -> Image:
    """Return a picture's bytes as a sound picture.

    Raises:
        BadImageError: the bytes are no picture.
    """
    if not data:
        raise BadImageError("the file is empty")
    return _vector(data) if is_svg(data) else _raster(data)


def _raster(data: bytes) -> Image:
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Pillow.DecompressionBombWarning)
            with Pillow.open(io.BytesIO(data), formats=_FORMATS) as picture:
                return _embeddable(picture, data)
    except UnidentifiedImageError as problem:
        raise BadImageError("the file is not a picture") from problem
    except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning) as problem:
        raise BadImageError("the picture has too many pixels") from problem
    except (OSError, ValueError, SyntaxError, EOFError) as problem:
        raise BadImageError(f"the picture is damaged: {problem}") from problem
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _embeddable(picture: Pillow.Image, data: bytes) -> Image:
    """Return PNG and JPEG of a sensible size as they are, everything else as PNG."""
    kind, natural = picture.format, picture.width
    picture.load()
    upright = ImageOps.exif_transpose(picture)
    as_it_is = kind in {"PNG", "JPEG"} and upright.size == picture.size and max(picture.size) <= _LARGEST_SIDE
    if as_it_is:
        return Image(data=data, extension="jpg" if kind == "JPEG" else "png", width=natural)
    natural = upright.width
    upright.thumbnail((_LARGEST_SIDE, _LARGEST_SIDE))
    if kind == "JPEG":
        return Image(data=_saved(upright, "JPEG"), extension="jpg", width=natural)
    if upright.mode not in {"RGB", "RGBA", "L", "LA"}:
        upright = upright.convert("RGBA")
    return Image(data=_saved(upright, "PNG"), extension="png", width=natural)


def _saved(picture: Pillow.Image, kind: str) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, quality=90)
    return file.getvalue()


def _vector(data: bytes) -> Image:
    try:
        harmless, width = cleaned(data)
    except (BadSvgError, RecursionError) as problem:
        raise BadImageError(str(problem)) from problem
    return Image(data=harmless, extension="svg", width=width)
