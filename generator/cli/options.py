"""What commands share: the options all take, and the project they mean."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from generator.project import Project, find_project

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command: `description` opens its --help, `arguments` adds its own options."""

    name: str
    summary: str
    description: str
    run: Callable[[argparse.Namespace], int]
    arguments: Callable[[argparse.ArgumentParser], None] = lambda _: None


class Help(argparse.RawDescriptionHelpFormatter):
    """Keeps descriptions and epilogs as they are written."""


def add_common(parser: argparse.ArgumentParser) -> None:
    """Add the options that every command takes; they may stand before or after the command."""
    group = parser.add_argument_group("where and how")
    hidden = argparse.SUPPRESS
    group.add_argument("--content", type=Path, metavar="DIR", default=hidden, help="folder of notes")
    group.add_argument("--out", type=Path, metavar="DIR", default=hidden, help="folder for what is made")
    group.add_argument("--project", type=Path, metavar="DIR", default=hidden, help="folder with study.toml")
    group.add_argument("--json", action="store_true", default=hidden, help="print JSON for other programs")
    group.add_argument("--quiet", action="store_true", default=hidden, help="print errors only")
    group.add_argument("--strict", action="store_true", default=hidden, help="status 3 if there are warnings")


def flag(options: argparse.Namespace, name: str) -> bool:
    """Return whether one of the common switches was given."""
    return bool(getattr(options, name, False))


def project_of(options: argparse.Namespace) -> Project:
    """Return the project that --content, --project, --out and the working directory mean.

    Raises:
        StudypressError: there is none, or its study.toml is wrong.
    """

    def given(name: str) -> Path | None:
        return getattr(options, name, None)

    return find_project(given("content"), given("project"), given("out"), Path.cwd())
