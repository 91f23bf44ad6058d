"""A bounded folder of typeset formulas: atomic writes, checked reads, safe for several processes at once."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

MAX_BYTES = 64 * 1024 * 1024
"""What the folder may hold; the oldest files go when it holds more."""
_KEPT_SHARE = 0.75
"""How full an overfull folder is left."""
_WRITES_BETWEEN_CHECKS = 256
_SUFFIX = ".formula"


class FormulaCache:
    """Texts by key, one file each: a line with the text's SHA-256, then the text.

    A file that does not fit its checksum counts as absent. A folder that cannot be written to
    (read-only, disk full) is only read: a cache must never stop a build.
    """

    def __init__(self, folder: Path, *, max_bytes: int = MAX_BYTES) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._writable = True
        self._writes = 0

    def get(self, key: str) -> str | None:
        """Return the text kept under `key` (a hexadecimal digest); None when it is absent or damaged."""
        try:
            raw = (self._folder / f"{key}{_SUFFIX}").read_bytes()
        except OSError:
            return None
        head, _, body = raw.partition(b"\n")
        if head.decode("ascii", "replace") != hashlib.sha256(body).hexdigest():
            return None
        return body.decode("utf-8")

    def put(self, key: str, text: str) -> None:
        """Keep `text` under `key`: written to a temporary file which is then renamed."""
        if not self._writable:
            return
        body = text.encode("utf-8")
        try:
            self._write(key, hashlib.sha256(body).hexdigest().encode("ascii") + b"\n" + body)
            if self._writes % _WRITES_BETWEEN_CHECKS == 0:
                self._evict()
            self._writes += 1
        except OSError:
            self._writable = False

    def _write(self, key: str, raw: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=self._folder, prefix=f"{key[:8]}-", suffix=".tmp")
        temporary = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(raw)
            temporary.replace(self._folder / f"{key}{_SUFFIX}")
        except OSError:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise

    def _evict(self) -> None:
        """Delete the oldest files (another process may be deleting them too) down to a share of the bound."""
        files = sorted(self._files())
        total = sum(size for _, size, _ in files)
        if total <= self._max_bytes:
            return
        for _, size, path in files:
            with contextlib.suppress(FileNotFoundError):
                Path(path).unlink()
            total -= size
            if total <= self._max_bytes * _KEPT_SHARE:
                return

    def _files(self) -> list[tuple[int, int, str]]:
        """Return (modification time in ns, size, path) of each file of ours, left-over temporary ones too."""
        found = []
        with os.scandir(self._folder) as entries:
            for entry in entries:
                if entry.name.endswith((_SUFFIX, ".tmp")):
                    with contextlib.suppress(FileNotFoundError):
                        status = entry.stat()
                        found.append((status.st_mtime_ns, status.st_size, entry.path))
        return found
