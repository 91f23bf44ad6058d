"""Where a picture's address leads: a file below the content folder, the web, TeX, or nowhere."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SCHEME = re.compile(r"^([a-zA-Z][a-zA-Z0-9+.-]+):")
_DRIVE = re.compile(r"^[a-zA-Z]:[\\/]")
_TEX = re.compile(r"^\s*\$\$?(?P<tex>.+?)\$\$?\s*$", re.DOTALL)


class PictureKind(StrEnum):
    """What was found at a picture's address."""

    FILE = "file"
    REMOTE = "remote"
    """On the web, and not in the cache."""
    MISSING = "missing"
    OUTSIDE = "outside"
    """Leads out of the content folder, which is refused."""
    BAD = "bad"
    """No address that could be a picture's."""
    TEX = "tex"
    """`[pictures]` says that the picture shows a formula."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A resolved address; `path` is set for FILE, `tex` for TEX."""

    kind: PictureKind
    address: str
    path: Path | None = None
    tex: str = ""


class Pictures:
    """Resolves the addresses of pictures for one content folder."""

    def __init__(self, content: Path, cache: Path, mapping: Mapping[str, str]) -> None:
        """Remember where to look.

        Args:
            content: The content folder; nothing outside it is ever served.
            cache: The user's cache; fetched pictures lie in its `pictures/`.
            mapping: `[pictures]` of study.toml: address to local file (relative to `content`) or `$TeX$`.
        """
        self._root = content.resolve()
        self._cache = cache
        self._mapping = dict(mapping)

    def find(self, address: str, document: str) -> Picture:
        """Return what `address`, written in the note `document` (relative to content/), leads to."""
        if address in self._mapping:
            return self._mapped(address)
        if is_remote(address):
            return self._remote(address)
        return self._local(address, address, PurePosixPath(document).parent.as_posix())

    def _mapped(self, address: str) -> Picture:
        target = self._mapping[address]
        if match := _TEX.match(target):
            return Picture(kind=PictureKind.TEX, address=address, tex=match["tex"].strip())
        return self._local(address, target, "")

    def _remote(self, address: str) -> Picture:
        path = cached(self._cache, address)
        kind = PictureKind.FILE if path.is_file() else PictureKind.REMOTE
        return Picture(kind=kind, address=address, path=path if kind is PictureKind.FILE else None)

    def _local(self, address: str, target: str, folder: str) -> Picture:
        if _is_absolute(target):
            return Picture(kind=PictureKind.OUTSIDE, address=address)
        if _SCHEME.match(target) or "\0" in unquote(target) or not target.strip():
            return Picture(kind=PictureKind.BAD, address=address)
        kinds = [PictureKind.MISSING]
        for candidate in self._candidates(target, folder):
            kind, path = self._look(candidate)
            if path is not None:
                return Picture(kind=kind, address=address, path=path)
            kinds.append(kind)
        return Picture(kind=PictureKind.OUTSIDE if PictureKind.OUTSIDE in kinds else kinds[-1], address=address)

    def _look(self, candidate: Path) -> tuple[PictureKind, Path | None]:
        try:
            path = candidate.resolve()
            if not path.is_relative_to(self._root):
                return PictureKind.OUTSIDE, None
            return (PictureKind.FILE, path) if path.is_file() else (PictureKind.MISSING, None)
        except (OSError, RuntimeError):  # a name too long, or a loop of links
            return PictureKind.BAD, None

    def _candidates(self, target: str, folder: str) -> Iterator[Path]:
        """Yield the files that may be meant, the likeliest first: beside the note, then from the root."""
        for name in _spellings(target):
            if not name.startswith("/"):
                yield self._root / folder / name
            yield self._root / name.lstrip("/")


def is_remote(address: str) -> bool:
    """Return whether an address is on the web (`//host/…` counts, as in a browser)."""
    return address.lower().startswith(("http://", "https://", "//"))


def cached(cache: Path, address: str) -> Path:
    """Return where the picture fetched from `address` lies in the cache (it may not be there)."""
    return cache / "pictures" / hashlib.sha256(address.encode()).hexdigest()


def _is_absolute(target: str) -> bool:
    return target.lower().startswith("file:") or _DRIVE.match(target) is not None or target.startswith("\\\\")


def _spellings(target: str) -> tuple[str, ...]:
    """Return the ways to read an address as a file name: as written, decoded, without query and anchor."""
    bare = re.split(r"[?#]", target, maxsplit=1)[0]
    names = [name.replace("\\", "/") for name in (target, unquote(target), bare, unquote(bare))]
    return tuple(dict.fromkeys(name for name in names if name.strip("/")))
