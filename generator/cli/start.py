"""Commands used once in a while: init, fetch."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from generator.cli.options import Command, flag, project_of
from generator.cli.show import finish, progress_of
from generator.diagnostics import StudypressError
from generator.resources import templates

if TYPE_CHECKING:
    import argparse

_FILES = {
    "study.toml": "study.toml",
    "first-note.md": "content/first-note.md",
    "gitignore": ".gitignore",
    "gitattributes": ".gitattributes",
}


def _init_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("dir", metavar="DIR", help="folder of the new project; made if it is not there")


def _init(options: argparse.Namespace) -> int:
    root = Path(options.dir).expanduser()
    taken = [name for name in _FILES.values() if (root / name).exists()]
    if taken:
        raise StudypressError(f"{root} already has {', '.join(taken)}", "choose another folder; nothing was changed")
    try:
        for source, target in _FILES.items():
            (root / target).parent.mkdir(parents=True, exist_ok=True)
            (root / target).write_bytes((templates() / "init" / source).read_bytes())
    except OSError as problem:
        raise StudypressError(f"cannot write to {root}: {problem.strerror}", "check the folder's permissions") from None
    if not flag(options, "quiet"):
        print(f"{root} is ready: put notes into {root / 'content'}, then\n  cd {root}\n  studypress build")
    return 0


def _fetch(options: argparse.Namespace) -> int:
    from generator.pipeline import fetch_pictures

    report, outcome = fetch_pictures(project_of(options), progress_of(options))
    if not flag(options, "json") and not flag(options, "quiet"):
        counts = f"{len(report.fetched)} fetched, {len(report.kept)} already there, {len(report.failed)} not to be had"
        print(f"pictures: {counts}")
    return finish(options, outcome)


COMMANDS = (
    Command(
        name="fetch",
        summary="download the pictures that notes link to, once",
        description=(
            "Download remote pictures into the cache (http and https only, with limits of size and time, never\n"
            "from private addresses). No other command uses the network."
        ),
        run=_fetch,
    ),
    Command(
        name="init",
        summary="make a project of your own",
        description="Make a folder with study.toml, content/ with one sample note, and .gitignore.",
        arguments=_init_arguments,
        run=_init,
    ),
)
