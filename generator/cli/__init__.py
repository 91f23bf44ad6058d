"""The command line: parse arguments, call the pipeline, show progress and diagnostics, set the exit status."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from generator import __version__
from generator.cli import items, look, make, paper, practice, start, subject
from generator.cli.options import Command, Help, add_common
from generator.cli.show import USAGE, report
from generator.diagnostics import StudypressError
from generator.project import ProjectError

if TYPE_CHECKING:
    from collections.abc import Sequence

INTERRUPTED = 130
DAILY = ("build", "quiz", "grade", "sheet", "deck")

COMMANDS: tuple[Command, ...] = (
    *make.COMMANDS,
    *paper.COMMANDS,
    *practice.COMMANDS,
    *items.COMMANDS,
    *look.COMMANDS,
    *subject.COMMANDS,
    *start.COMMANDS,
)
"""Every command, the daily ones first."""

_DESCRIPTION = "Your own notes, untouched, become study guides, cheat sheets, quizzes with keys, and Anki decks."
_EPILOG = """\
Every command takes --content DIR (the notes), --out DIR (where files go), --project DIR (the folder with
study.toml), --json, --quiet and --strict.

exit status
  0  done
  1  errors in the notes (everything that could be made was made)
  2  wrong usage, a wrong study.toml, or a file that could not be written (nothing was changed)
  3  warnings only, under --strict

`studypress COMMAND --help` explains a command; `studypress` alone says where things stand.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status."""
    options = _parsed(argv)
    try:
        return int(options.run(options))
    except ProjectError as problem:
        report(problem.found, quiet=False)
        return USAGE
    except StudypressError as problem:
        hint = f"\n  hint: {problem.hint}" if problem.hint else ""
        print(f"studypress: {problem}{hint}", file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        print("\nstudypress: interrupted; nothing was changed", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone (`| head`): say nothing more, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parsed(argv: Sequence[str] | None) -> argparse.Namespace:
    """Return the arguments; a command's words may go on behind its options, which argparse alone does not allow."""
    parser = _parser()
    options, rest = parser.parse_known_args(argv)
    words = getattr(options, "what", None)
    if rest and (not isinstance(words, list) or any(word.startswith("-") for word in rest)):
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    if rest and isinstance(words, list):
        words += rest
    return options


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="studypress",
        usage="studypress [COMMAND] [options]",
        description=f"{_DESCRIPTION}\n\n{_listing()}",
        epilog=_EPILOG,
        formatter_class=Help,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"studypress {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", dest="command", help=argparse.SUPPRESS)
    for command in COMMANDS:
        sub = commands.add_parser(
            command.name, description=command.description, formatter_class=Help, allow_abbrev=False
        )
        command.arguments(sub)
        add_common(sub)
        sub.set_defaults(run=command.run)
    add_common(parser)
    parser.set_defaults(run=look.status)
    return parser


def _listing() -> str:
    """Return the commands, a line each, the daily ones first."""
    daily = [command for name in DAILY for command in COMMANDS if command.name == name]
    rest = [command for command in COMMANDS if command.name not in DAILY]
    rows = ["every day", *map(_row, daily), "", "and now and then", *map(_row, rest)]
    return "\n".join(rows)


def _row(command: Command) -> str:
    return f"  {command.name:<10} {command.summary}"
