"""Files that are written whole or not at all, and one Studypress at a time."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from generator.diagnostics import StudypressError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from generator.model.deck import Artifact

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_IN_THE_WAY = {errno.EISDIR, errno.ENOTDIR, errno.EEXIST, errno.ENOTEMPTY}


def write_atomic(path: Path, data: bytes) -> None:
    """Replace one file by its new content, at once and for good; a symbolic link keeps pointing where it does.

    Raises:
        StudypressError: It could not be written; whatever was there before still is.
    """
    with _explained(path):
        target = path.resolve()
        target.parent.mkdir(parents=True, exist_ok=True)
        spare = target.with_name(f".{target.name[:40]}.{secrets.token_hex(4)}.tmp")
        try:
            _stage(spare, data, target).replace(target)
        finally:
            spare.unlink(missing_ok=True)
        _sync_folder(target.parent)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """One file to be replaced, or with no data removed; `base` is an existing folder on the same file system."""

    target: Path
    base: Path
    data: bytes | None


def write_all(
    artifacts: Sequence[Artifact],
    out_dir: Path,
    *,
    also: Mapping[Path, bytes] | None = None,
    remove: Sequence[str] = (),
) -> None:
    """Replace a set of files, all of them or none.

    Everything is first written beside its place; only then are the files exchanged. If anything goes wrong on the
    way (Ctrl-C included), every file is again what it was, and nothing is left over.

    Args:
        artifacts: What to write; each path once, relative, inside `out_dir`. Other files there are left alone.
        out_dir: The folder; it is made when it does not exist.
        also: Files elsewhere that belong to the set (study.lock), by path.
        remove: Files inside `out_dir` that have to go; those that are not there do not matter.

    Raises:
        StudypressError: A file could not be written; the previous build is untouched.
        ValueError: A path is no place inside `out_dir`, or comes twice.
    """
    changes = _plan(artifacts, out_dir, {path.resolve(): data for path, data in (also or {}).items()}, remove)
    made: list[Path] = []
    with _explained(out_dir):
        try:
            with contextlib.ExitStack() as spares:
                staging = {base: _staging(base, made, spares) for base in dict.fromkeys(c.base for c in changes)}
                staged = [_prepare(c, staging[c.base] / str(i)) for i, c in enumerate(changes)]
                _exchange(changes, staged, made)
        except BaseException:
            _remove_empty(made)
            raise


def _plan(
    artifacts: Sequence[Artifact], out_dir: Path, also: Mapping[Path, bytes], remove: Sequence[str]
) -> list[_Change]:
    inside: list[tuple[str, bytes | None]] = [(a.path, a.data) for a in artifacts] + [(path, None) for path in remove]
    changes = [_Change(target=_target(path, out_dir), base=out_dir, data=data) for path, data in inside]
    changes += [_Change(target=path, base=path.parent, data=data) for path, data in also.items()]
    if len({change.target for change in changes}) < len(changes):
        raise ValueError("two artifacts have the same path")
    return changes


def _target(name: str, out_dir: Path) -> Path:
    path = PurePosixPath(name)
    if path.is_absolute() or not path.parts or ".." in path.parts:
        msg = f"not a place inside the out folder: {name!r}"
        raise ValueError(msg)
    return out_dir.joinpath(*path.parts)


def _staging(base: Path, made: list[Path], spares: contextlib.ExitStack) -> Path:
    """Make a hidden folder that goes when all is done."""
    with _explained(base):
        _make_folder(base, made)
        folder = tempfile.mkdtemp(dir=base, prefix=".studypress-", suffix=".tmp")
    spares.callback(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def _prepare(change: _Change, path: Path) -> Path:
    return path if change.data is None else _stage(path, change.data, change.target)


def _stage(path: Path, data: bytes, target: Path) -> Path:
    """Write a new file that is to replace another, down to the disk and with the other's permissions."""
    with _explained(target), path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if target.exists():
        shutil.copymode(target, path)
    return path


def _exchange(changes: Sequence[_Change], staged: Sequence[Path], made: list[Path]) -> None:
    """Put every staged file in its place; on any failure put everything back."""
    undo: list[tuple[Path, Path | None]] = []
    try:
        for change, new in zip(changes, staged, strict=True):
            with _explained(change.target):
                undo.append((change.target, _keep(change.target, new.with_suffix(".old"))))
                if change.data is None:
                    change.target.unlink(missing_ok=True)
                else:
                    _make_folder(change.target.parent, made)
                    new.replace(change.target)
    except BaseException:
        for target, old in reversed(undo):
            _put_back(target, old)
        raise
    for folder in sorted({change.target.parent for change in changes}):
        _sync_folder(folder)


def _keep(target: Path, spare: Path) -> Path | None:
    """Give the present file a second name, so that it can be put back; None when there is none."""
    if not target.exists() and not target.is_symlink():
        return None
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    try:
        os.link(target, spare, follow_symlinks=False)
    except (OSError, NotImplementedError):  # a file system without hard links
        shutil.copy2(target, spare, follow_symlinks=False)
    return spare


def _put_back(target: Path, old: Path | None) -> None:
    if old is None:
        target.unlink(missing_ok=True)
    else:
        old.replace(target)


def _make_folder(folder: Path, made: list[Path]) -> None:
    """Make a folder and those above it, noting which were not there."""
    absent = [place for place in (folder, *folder.parents) if not place.exists()]
    made += absent[::-1]
    folder.mkdir(parents=True, exist_ok=True)


def _remove_empty(made: Sequence[Path]) -> None:
    for folder in reversed(made):
        with contextlib.suppress(OSError):
            folder.rmdir()


def _sync_folder(folder: Path) -> None:
    """Make a rename last through a power cut; the files are right already where a system cannot do that."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn an error of the system into one that says what to do."""
    try:
        yield
    except OSError as problem:
        raise StudypressError(f"cannot write {path}: {_reason(problem)}", _hint(problem, path)) from problem


def _reason(problem: OSError) -> str:
    return "the disk is full" if problem.errno in _FULL else (problem.strerror or str(problem))


def _hint(problem: OSError, path: Path) -> str:
    if problem.errno in _FULL:
        return "free some space and run the command again; what was there before is untouched"
    if problem.errno in _FORBIDDEN:
        return f"make {path.parent} writable, close the file where it is open, or choose another folder with --out"
    if problem.errno in _IN_THE_WAY:
        return "a folder or file of this name is in the way; move it, or choose another folder with --out"
    return "what was there before is untouched; choose another folder with --out, or look at the disk"


@contextlib.contextmanager
def locked(path: Path, *, wait: float = 0.0) -> Iterator[None]:
    """Hold a lock file, so that two runs of Studypress never write the same project at once.

    The system releases it when the process ends, however it ends; the empty file stays behind.

    Args:
        path: The lock file (not the file that it guards); made when it does not exist.
        wait: Seconds to wait for another run.

    Raises:
        StudypressError: Another run holds it, or it cannot be made.
    """
    guard = FileLock(path, timeout=wait)
    with _explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            guard.acquire()
        except Timeout as busy:
            hint = f"wait until it has finished, then run the command again (it holds {path})"
            raise StudypressError("another studypress is writing this project", hint) from busy
    try:
        yield
    finally:
        guard.release()
