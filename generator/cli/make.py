"""Commands that make files: build, quiz, sheet, deck, guide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.cli.options import Command, project_of
from generator.cli.show import finish, progress_of

if TYPE_CHECKING:
    import argparse


def _build(options: argparse.Namespace) -> int:
    from generator.pipeline import build

    return finish(options, build(project_of(options), progress_of(options)))


def _some(name: str) -> Command:
    texts = {
        "sheet": ("the cheat sheet alone", "Make sheet.pdf: every answered entry, condensed, in several columns."),
        "deck": (
            "the Anki deck alone",
            "Make deck.apkg. Import it into Anki as often as you like: cards are updated, never doubled.",
        ),
        "guide": ("the study guide alone", "Make guide.pdf: the whole bank, to read."),
    }

    def run(options: argparse.Namespace) -> int:
        from generator.pipeline import make_some

        return finish(options, make_some(project_of(options), (name,), progress_of(options)))

    summary, description = texts[name]
    return Command(name=name, summary=summary, description=description, run=run)


def _quiz_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--seed", metavar="S", default="", help="print the quiz of this seed again (default: a new one)"
    )
    parser.add_argument("--count", type=int, metavar="N", default=0, help="items per version (default: study.toml, 20)")
    parser.add_argument("--versions", metavar="A,B", default="", help="letters of the versions (default: A)")
    parser.add_argument("--topic", action="append", metavar="ID", default=[], help="only this topic (repeatable)")


def _quiz(options: argparse.Namespace) -> int:
    from generator.pipeline import Wishes, make_quiz

    wishes = Wishes(
        seed=options.seed,
        count=options.count,
        versions=tuple(name.strip() for name in options.versions.split(",") if name.strip()),
        topics=tuple(options.topic),
    )
    return finish(options, make_quiz(project_of(options), wishes, progress_of(options)))


COMMANDS = (
    Command(
        name="build",
        summary="everything: guide, cheat sheet, sample quiz with key, deck, bank.json",
        description="Read the notes and make everything below build/. The notes are never changed.",
        run=_build,
    ),
    Command(
        name="quiz",
        summary="a fresh quiz with its key, as PDF",
        description=(
            "Make quiz-SEED-ID.pdf and key-SEED-ID.pdf. Without --seed every call draws a new quiz; the seed is\n"
            "printed on the paper, so that the same notes and seed give the same paper again."
        ),
        arguments=_quiz_arguments,
        run=_quiz,
    ),
    _some("sheet"),
    _some("deck"),
    _some("guide"),
)
