"""Files that are written whole or not at all, and one Studypress at a time."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import tempfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from generator.diagnostics import StudypressError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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


def write_all(artifacts: Sequence[Artifact], out_dir: Path) -> None:
    """Replace a set of files, all of them or none.

    Everything is first written beside its place; only then are the files exchanged. If anything goes wrong on the
    way (Ctrl-C included), every file is again what it was, and nothing is left over.

    Args:
        artifacts: What to write; each path once, relative, inside `out_dir`. Other files there are left alone.
        out_dir: The folder; it is made when it does not exist.

    Raises:
        StudypressError: A file could not be written; the previous build is untouched.
        ValueError: A path is no place inside `out_dir`, or comes twice.
    """
    targets = _targets(artifacts, out_dir)
    made: list[Path] = []
    with _explained(out_dir):
        try:
            _make_folder(out_dir, made)
            staging = Path(tempfile.mkdtemp(dir=out_dir, prefix=".studypress-", suffix=".tmp"))
            try:
                staged = [_stage(staging / f"{i}.new", a.data, t) for i, (a, t) in enumerate(targets)]
                _exchange(staged, [t for _, t in targets], staging, made)
            finally:
                shutil.rmtree(staging, ignore_errors=True)
        except BaseException:
            _remove_empty(made)
            raise


def _targets(artifacts: Sequence[Artifact], out_dir: Path) -> list[tuple[Artifact, Path]]:
    paths = [PurePosixPath(artifact.path) for artifact in artifacts]
    for path in paths:
        if path.is_absolute() or not path.parts or ".." in path.parts:
            msg = f"not a place inside the out folder: {str(path)!r}"
            raise ValueError(msg)
    if len(set(paths)) < len(paths):
        raise ValueError("two artifacts have the same path")
    return [(artifact, out_dir.joinpath(*path.parts)) for artifact, path in zip(artifacts, paths, strict=True)]


def _stage(path: Path, data: bytes, target: Path) -> Path:
    """Write a new file that is to replace another, down to the disk and with the other's permissions."""
    with _explained(target), path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if target.exists():
        shutil.copymode(target, path)
    return path


def _exchange(staged: Sequence[Path], targets: Sequence[Path], staging: Path, made: list[Path]) -> None:
    """Put every staged file in its place; on any failure put everything back."""
    undo: list[tuple[Path, Path | None]] = []
    try:
        for new, target in zip(staged, targets, strict=True):
            with _explained(target):
                _make_folder(target.parent, made)
                undo.append((target, _keep(target, staging / f"{new.stem}.old")))
                new.replace(target)
    except BaseException:
        for target, old in reversed(undo):
            _put_back(target, old)
        raise
    for folder in sorted({target.parent for target in targets}):
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
