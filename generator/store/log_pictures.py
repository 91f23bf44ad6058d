"""The pictures of printed sessions, kept beside study.log by the hash of their bytes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.markup.pictures import Picture, PictureKind, Pictures
from generator.store.atomic import write_atomic

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FOLDER = "study.pictures"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a picture's address led to when a session was printed."""

    document: str
    address: str
    kind: PictureKind
    digest: str = ""
    """SHA-256 of the file; empty where there was none."""
    name: str = ""
    """The file's own name, which may be printed."""
    tex: str = ""


class WatchedPictures(Pictures):
    """Finds pictures as before, and remembers what was found."""

    def __init__(self, inner: Pictures) -> None:
        self._inner = inner
        self._files: dict[tuple[str, str], Picture] = {}

    def find(self, address: str, document: str) -> Picture:
        """Return what an address leads to."""
        found = self._inner.find(address, document)
        self._files[document, address] = found
        return found

    def keep(self, folder: Path) -> tuple[Shown, ...]:
        """Copy every file that was found into a folder, each content once, and say what was found.

        Raises:
            StudypressError: A copy could not be written.
        """
        return tuple(_keep(document, found, folder) for (document, _), found in sorted(self._files.items()))


def _keep(document: str, found: Picture, folder: Path) -> Shown:
    if found.path is None:
        return Shown(document=document, address=found.address, kind=found.kind, tex=found.tex)
    data, name = found.path.read_bytes(), found.path.name
    digest = hashlib.sha256(data).hexdigest()
    if not (folder / digest / name).is_file():
        write_atomic(folder / digest / name, data)
    return Shown(document=document, address=found.address, kind=found.kind, digest=digest, name=name)


class KeptPictures(Pictures):
    """Finds pictures as they were when a session was printed; whatever was not there then is not there now."""

    def __init__(self, shown: Iterable[Shown], folder: Path) -> None:
        self._shown = {(one.document, one.address): one for one in shown}
        self._folder = folder

    def find(self, address: str, document: str) -> Picture:
        """Return what an address led to."""
        one = self._shown.get((document, address))
        if one is None:
            return Picture(kind=PictureKind.MISSING, address=address)
        path = self._path(one)
        if path is not None and not path.is_file():
            return Picture(kind=PictureKind.MISSING, address=address)
        return Picture(kind=one.kind, address=address, path=path, tex=one.tex)

    @property
    def lost(self) -> tuple[str, ...]:
        """The addresses of pictures that were kept and are not there any more."""
        paths = [(one.address, self._path(one)) for one in self._shown.values()]
        return tuple(sorted({address for address, path in paths if path is not None and not path.is_file()}))

    def _path(self, one: Shown) -> Path | None:
        return self._folder / one.digest / one.name if one.digest else None
