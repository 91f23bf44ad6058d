"""What the documents say is true: commands run, keys and commands are explained, examples read, links lead on."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator import project
from generator.cli import COMMANDS
from generator.readers import DIALECTS, read
from generator.readers.source import Source

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCS = sorted((ROOT / "docs").glob("*.md"))
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *DOCS]
BLOCKS = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
LINES = [line.split("  #")[0].strip() for block in BLOCKS for line in block.splitlines() if line.strip()]
assert LINES, "the README shows no command"


def checkout(target: Path) -> Path:
    """Copy what a clone would hold."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    names = [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
    assert "studypress" in names
    for name in names:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target / name)
    return target


def launcher(folder: Path, clone: Path) -> None:
    """Put `studypress` on the PATH: the script itself where this Python is its environment, else the package."""
    folder.mkdir()
    ready = (Path(sys.prefix) / "requirements.lock.done").is_file()
    run = f'STUDYPRESS_VENV="{sys.prefix}" STUDYPRESS_SYSTEM=skip exec "{clone}/studypress.sh" "$@"'
    package = f'PYTHONPATH="{clone}" exec "{sys.executable}" -m generator "$@"'
    (clone / "studypress").rename(clone / "studypress.sh")
    for path in (folder / "studypress", clone / "studypress"):
        path.write_text(f"#!/bin/sh\n{run if ready else package}\n", encoding="utf-8")
        path.chmod(0o755)


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="needs the repository")
def test_every_readme_command_runs(tmp_path):
    clone, home = checkout(tmp_path / "a clone"), tmp_path / "home"
    (home / "notes").mkdir(parents=True)
    (home / "notes" / "a.md").write_text("1. 什么是栈？\n后进先出的表。\n", encoding="utf-8")
    launcher(tmp_path / "bin", clone)
    env = {
        **os.environ,
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}",
    }
    for line in LINES:
        if line == "./studypress test":
            continue
        cwd = clone if line.startswith("./") else home / "study"
        done = subprocess.run(line, shell=True, cwd=cwd, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{line}\n{done.stderr}"
    assert (clone / "build" / "guide.pdf").is_file()


def test_the_readme_opens_with_a_picture_then_two_commands():
    assert README.index("![") < README.index("./studypress build") < README.index("./studypress test")
    assert BLOCKS[0].count("./studypress") == 2


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
        assert target.startswith("https://") or (page.parent / target).exists(), target


def test_every_command_is_explained():
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    for command in COMMANDS:
        assert f"studypress {command.name}" in text, f"no document names `studypress {command.name}`"
        assert command.description


def test_every_key_is_explained():
    text = (ROOT / "docs" / "study-toml.md").read_text(encoding="utf-8")
    for key in project.KEYS:
        assert f"`{key}`" in text or f"[{key}]" in text, key
    for key in project.QUIZ_KEYS:
        assert f"| `{key}`" in text, key


def test_every_dialect_is_taught_and_its_example_reads_so():
    text = (ROOT / "docs" / "writing-notes.md").read_text(encoding="utf-8")
    names = {dialect.name for dialect in DIALECTS}
    assert names <= set(re.findall(r"`([\w-]+)`", text))
    sections = re.split(r"^## (?=[A-Z])", text, flags=re.MULTILINE)
    taught = [(found[1], section) for section in sections if (found := re.match(r".*\(`([\w-]+)`\)", section))]
    assert len(taught) >= 6
    for name, section in taught:
        example = re.search(r"^(`{3,})markdown\n(.*?)^\1$", section, re.DOTALL | re.MULTILINE)
        assert example, name
        got = read(Source(path="x.md", text=example[2], encoding="utf-8"))
        assert got.document.dialect == name
        assert got.entries
