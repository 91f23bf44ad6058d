"""Files are written whole or not at all: full disks, forbidden folders, Ctrl-C, and two runs at once."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator.diagnostics import StudypressError
from generator.model.deck import Artifact
from generator.store import atomic, locked, write_all, write_atomic

POSIX = pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
NEW = (Artifact(path="a.pdf", data=b"new a"), Artifact(path="sub/b.json", data=b"new b"), Artifact(path="c", data=b""))


def tree(folder):
    """Return every file below a folder, hidden ones too, with its content."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture
def out(tmp_path):
    """An out folder with an earlier build and a file of somebody else's."""
    folder = tmp_path / "build"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.pdf").write_bytes(b"old a")
    (folder / "sub" / "b.json").write_bytes(b"old b")
    (folder / "mine.txt").write_bytes(b"mine")
    return folder


def failing_at(number, problem, real):
    """Return a function that does what `real` does, but raises at the n-th call."""
    calls = iter(range(1, 1000))

    def call(*args, **kwargs):
        if next(calls) == number:
            raise problem
        return real(*args, **kwargs)

    return call


# One file


def test_file_is_written_with_its_folders(tmp_path):
    write_atomic(tmp_path / "x" / "y" / "study.lock", b"one")
    write_atomic(tmp_path / "x" / "y" / "study.lock", b"two")
    assert tree(tmp_path) == {"x/y/study.lock": b"two"}


@POSIX
def test_permissions_stay_and_new_files_follow_the_umask(tmp_path):
    (tmp_path / "old").write_bytes(b"")
    (tmp_path / "old").chmod(0o604)
    mask = os.umask(0o027)
    try:
        write_atomic(tmp_path / "old", b"1")
        write_atomic(tmp_path / "new", b"2")
    finally:
        os.umask(mask)
    assert (tmp_path / "old").stat().st_mode & 0o777 == 0o604
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o640


@POSIX
def test_symbolic_link_keeps_pointing_where_it_does(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real" / "study.lock")
    write_atomic(tmp_path / "link", b"1")
    assert (tmp_path / "link").is_symlink()
    assert tree(tmp_path / "real") == {"study.lock": b"1"}


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "the disk is full"),
        (errno.EACCES, "Permission denied"),
        (errno.EIO, "error"),
    ],
)
def test_failed_write_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch, number, words):
    target = tmp_path / "study.lock"
    target.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", failing_at(1, OSError(number, os.strerror(number)), os.fsync))
    with pytest.raises(StudypressError, match=words) as caught:
        write_atomic(target, b"new")
    assert str(target) in str(caught.value)
    assert caught.value.hint
    assert tree(tmp_path) == {"study.lock": b"old"}


def test_error_without_a_number_is_told_all_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "fsync", failing_at(1, OSError("odd"), os.fsync))
    with pytest.raises(StudypressError, match="odd"):
        write_atomic(tmp_path / "x", b"new")


def test_interrupted_write_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    (tmp_path / "x").write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", failing_at(1, KeyboardInterrupt(), os.fsync))
    with pytest.raises(KeyboardInterrupt):
        write_atomic(tmp_path / "x", b"new")
    assert tree(tmp_path) == {"x": b"old"}


def test_folder_in_the_way(tmp_path):
    (tmp_path / "x" / "y").mkdir(parents=True)
    with pytest.raises(StudypressError, match="cannot write"):
        write_atomic(tmp_path / "x", b"new")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StudypressError, match="cannot write") as caught:
        write_atomic(tmp_path / "file" / "x", b"new")
    assert "in the way" in caught.value.hint
    assert tree(tmp_path) == {"file": b""}


# A set of files


def test_set_is_written_and_other_files_are_left_alone(out):
    write_all(NEW, out)
    assert tree(out) == {"a.pdf": b"new a", "sub/b.json": b"new b", "c": b"", "mine.txt": b"mine"}
    write_all(NEW[:1], out)
    assert tree(out)["sub/b.json"] == b"new b"


def test_lock_and_removals_belong_to_the_set(out, tmp_path, monkeypatch):
    lock = tmp_path / "project" / "study.lock"
    lock.parent.mkdir()
    lock.write_bytes(b"old lock")
    before = tree(tmp_path)
    for number in (1, 2):
        with monkeypatch.context() as patch:
            patch.setattr(Path, "replace", failing_at(number, OSError(errno.EIO, "broken"), Path.replace))
            with pytest.raises(StudypressError, match="broken"):
                write_all(NEW[:1], out, also={lock: b"new lock"}, remove=["mine.txt", "never.txt"])
        assert tree(tmp_path) == before
    write_all(NEW[:1], out, also={lock: b"new lock"}, remove=["mine.txt", "never.txt", "no/such/folder"])
    assert tree(tmp_path) == {"build/a.pdf": b"new a", "build/sub/b.json": b"old b", "project/study.lock": b"new lock"}
    assert sorted(p.name for p in out.iterdir()) == ["a.pdf", "sub"]


def test_nothing_outside_is_removed(out):
    with pytest.raises(ValueError, match="inside"):
        write_all((), out, remove=["../precious"])


def test_new_folder_is_made(tmp_path):
    write_all(NEW, tmp_path / "x" / "build")
    assert tree(tmp_path) == {"x/build/a.pdf": b"new a", "x/build/sub/b.json": b"new b", "x/build/c": b""}


@pytest.mark.parametrize("path", ["/etc/x", "../x", "sub/../../x", "", "."])
def test_path_outside_is_refused(out, path):
    before = tree(out)
    with pytest.raises(ValueError, match="inside"):
        write_all([*NEW, Artifact(path=path, data=b"")], out)
    assert tree(out) == before


def test_path_twice_is_refused(out):
    with pytest.raises(ValueError, match="same path"):
        write_all([NEW[0], Artifact(path="./a.pdf", data=b"")], out)


PROBLEMS = [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt(), MemoryError()]


@pytest.mark.parametrize("problem", PROBLEMS, ids=["full", "ctrl-c", "memory"])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_failure_while_staging_changes_nothing(out, monkeypatch, problem, number):
    before = tree(out)
    monkeypatch.setattr(os, "fsync", failing_at(number, problem, os.fsync))
    with pytest.raises((StudypressError, KeyboardInterrupt, MemoryError)):
        write_all(NEW, out)
    assert tree(out) == before
    assert sorted(p.name for p in out.iterdir()) == ["a.pdf", "mine.txt", "sub"]


@pytest.mark.parametrize("links", [True, False], ids=["links", "no-links"])
@pytest.mark.parametrize("problem", PROBLEMS, ids=["full", "ctrl-c", "memory"])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_failure_while_exchanging_puts_everything_back(out, monkeypatch, problem, number, links):
    before = tree(out)
    real = Path.replace
    if not links:
        monkeypatch.setattr(os, "link", failing_at(1, OSError(errno.EPERM, "no links"), os.link))
    monkeypatch.setattr(Path, "replace", failing_at(number, problem, real))
    with pytest.raises((StudypressError, KeyboardInterrupt, MemoryError)):
        write_all(NEW, out)
    assert tree(out) == before


def test_failure_removes_the_folders_it_made(tmp_path, monkeypatch):
    monkeypatch.setattr(Path, "replace", failing_at(3, OSError(errno.EIO, "broken"), Path.replace))
    with pytest.raises(StudypressError, match="broken"):
        write_all(NEW, tmp_path / "x" / "build")
    assert list(tmp_path.iterdir()) == []


def test_folder_with_the_name_of_a_file_changes_nothing(out):
    (out / "c").mkdir()
    (out / "c" / "kept").write_bytes(b"")
    before = tree(out)
    with pytest.raises(StudypressError, match="cannot write") as caught:
        write_all(NEW, out)
    assert str(out / "c") in str(caught.value)
    assert "in the way" in caught.value.hint
    assert tree(out) == before


def test_out_folder_that_is_a_file(tmp_path):
    (tmp_path / "build").write_bytes(b"x")
    with pytest.raises(StudypressError, match="cannot write"):
        write_all(NEW, tmp_path / "build")
    assert tree(tmp_path) == {"build": b"x"}


@POSIX
def test_symbolic_link_in_the_out_folder_is_replaced_and_put_back(out, tmp_path, monkeypatch):
    (tmp_path / "precious").write_bytes(b"precious")
    (out / "c").symlink_to(tmp_path / "precious")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", failing_at(3, KeyboardInterrupt(), Path.replace))
        with pytest.raises(KeyboardInterrupt):
            write_all(NEW, out)
    assert (out / "c").is_symlink()
    write_all(NEW, out)
    assert not (out / "c").is_symlink()
    assert (tmp_path / "precious").read_bytes() == b"precious"


@POSIX
@pytest.mark.skipif(os.name != "nt" and os.geteuid() == 0, reason="root may write anywhere")
def test_folder_without_write_permission(out):
    before = tree(out)
    out.chmod(0o555)
    try:
        with pytest.raises(StudypressError, match="Permission denied") as caught:
            write_all(NEW, out)
    finally:
        out.chmod(0o755)
    assert "writable" in caught.value.hint
    assert tree(out) == before


CHILD = """
import sys
from pathlib import Path
from generator.diagnostics import StudypressError
from generator.model.deck import Artifact
from generator.store import locked, write_all
try:
    {body}
except StudypressError as problem:
    print(problem, "|", problem.hint)
"""


def run_child(body, **options):
    root = Path(atomic.__file__).parents[2]
    command = [sys.executable, "-c", CHILD.format(body=body)]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=True, timeout=60, **options).stdout


@POSIX
@pytest.mark.skipif(os.name != "nt" and os.geteuid() != 0, reason="only root can become somebody else")
def test_folder_of_another_user(out, tmp_path):
    before = tree(out)
    for folder in (out, *out.parents):
        if not folder.stat().st_mode & 0o005 and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o055)
    body = f"import os; os.setuid(65534); write_all([Artifact(path='a.pdf', data=b'x')], Path({str(out)!r}))"
    said = run_child(body)
    assert "cannot write" in said
    assert "Permission denied" in said
    assert "writable" in said
    assert tree(out) == before


@pytest.fixture
def tiny(tmp_path):
    """A file system of 64 kB."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    mount, umount = shutil.which("mount"), shutil.which("umount")
    command = [mount, "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    if os.name == "nt" or os.geteuid() != 0 or not mount or subprocess.run(command, check=False).returncode:
        pytest.skip("no way to mount a small file system here")
    yield folder
    subprocess.run([umount, str(folder)], check=True)


def test_really_full_disk(tiny):
    write_all([Artifact(path="a", data=b"old")], tiny)
    with pytest.raises(StudypressError, match="the disk is full") as caught:
        write_all([Artifact(path="a", data=b"new"), Artifact(path="b", data=bytes(200_000))], tiny)
    assert "free some space" in caught.value.hint
    assert tree(tiny) == {"a": b"old"}
    with pytest.raises(StudypressError, match="the disk is full"):
        write_atomic(tiny / "a", bytes(200_000))
    assert tree(tiny) == {"a": b"old"}
    assert [p.name for p in tiny.iterdir()] == ["a"]


# Two runs at once


def test_second_run_is_told_about_the_first(tmp_path):
    lock = tmp_path / "state" / ".lock"
    body = f"""
    with locked(Path({str(lock)!r})):
        print("free")"""
    with locked(lock):
        said = run_child(body)
    assert "another studypress is writing this project" in said
    assert str(lock) in said
    assert run_child(body) == "free\n"


def test_lock_is_released_after_an_error(tmp_path):
    with pytest.raises(KeyboardInterrupt), locked(tmp_path / ".lock"):
        raise KeyboardInterrupt
    with locked(tmp_path / ".lock", wait=1):
        pass


def test_lock_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StudypressError, match="cannot write"), locked(tmp_path / "file" / ".lock"):
        pass


def test_system_that_cannot_sync_folders(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "open", failing_at(1, PermissionError(errno.EACCES, "a folder"), os.open))
    write_atomic(tmp_path / "x", b"1")
    assert tree(tmp_path) == {"x": b"1"}
