"""Every diagnostic has a name, a project of its own that shows it, and a golden text of what the user then reads."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.cli import main
from generator.diagnostics import Code

HERE = Path(__file__).parent / "errors"
PROJECTS = sorted(path for path in HERE.iterdir() if path.is_dir())
ELSEWHERE = {
    Code.HUGE_FILE: "test_cli.py",
    Code.UNREADABLE_FILE: "test_cli.py",
    Code.NO_NOTES: "test_cli.py",
    Code.TYPESETTING: "test_press.py",
    Code.AMBIGUOUS_IDENTITY: "test_lock.py",
    Code.BAD_LOG: "test_log.py",
    Code.CHANGED_PRINT: "test_sessions.py",
    Code.RELAXED: "test_sessions.py",
    Code.NO_TOPIC: "test_topics.py",
    Code.SHARED_NAME: "test_lexicon.py",
    Code.TERM_CIRCLE: "test_lexicon.py",
    Code.UNKNOWN_TERM: "test_lexicon.py",
    Code.UNUSED_TERM: "test_lexicon.py",
}
"""What no folder of files can show, and the test that does."""


@pytest.mark.parametrize("project", PROJECTS, ids=lambda path: path.name)
def test_error(project, golden, tmp_path, capsys):
    copy = shutil.copytree(project, tmp_path / "p", ignore=shutil.ignore_patterns("expected.txt"))
    status = main(["build", "--project", str(copy)])
    err = capsys.readouterr().err
    assert f"[{project.name}]" in err
    assert "hint: " in err
    golden(project / "expected.txt", f"{err}status {status}\n")


def test_every_code_is_shown():
    assert {path.name for path in PROJECTS} | {code.value for code in ELSEWHERE} >= {code.value for code in Code}


@pytest.mark.parametrize("code", ELSEWHERE)
def test_what_is_shown_elsewhere_is(code):
    text = (Path(__file__).parent / ELSEWHERE[code]).read_text(encoding="utf-8")
    assert code.name in text or code.value in text
