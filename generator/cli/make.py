"""Commands that make files: build, quiz, deck."""

from __future__ import annotations

import dataclasses
import sys
from collections import Counter
from typing import TYPE_CHECKING

from generator.cli.options import Command, flag, project_of
from generator.cli.show import OK, finish, print_json, progress_of, status_of
from generator.diagnostics import StudypressError, diagnostic_json

if TYPE_CHECKING:
    import argparse

    from generator.pipeline import Wishes
    from generator.pipeline.sessions import SessionOutcome


def _build(options: argparse.Namespace) -> int:
    from generator.pipeline import build

    return finish(options, build(project_of(options), progress_of(options)))


def _some(name: str) -> Command:
    texts = {
        "deck": (
            "the Anki deck alone",
            "Make deck.apkg. Import it into Anki as often as you like: cards are updated, never doubled.",
        ),
    }

    def run(options: argparse.Namespace) -> int:
        from generator.pipeline import make_some

        return finish(options, make_some(project_of(options), (name,), progress_of(options)))

    summary, description = texts[name]
    return Command(name=name, summary=summary, description=description, run=run)


def _quiz_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", nargs="*", metavar="discard N", help="take session N back: it counts as never printed")
    parser.add_argument("--seed", metavar="S", default="", help="the quiz of this seed; nothing is recorded")
    parser.add_argument("--again", metavar="N", default="", help="print session N again, byte for byte")
    parser.add_argument("--explain", action="store_true", help="say why each item was chosen")
    parser.add_argument("--count", type=int, metavar="N", default=0, help="items per version (default: study.toml, 20)")
    parser.add_argument("--versions", metavar="A,B", default="", help="letters of the versions (default: A)")
    parser.add_argument("--topic", action="append", metavar="ID", default=[], help="only this topic (repeatable)")


def _quiz(options: argparse.Namespace) -> int:
    from generator.pipeline import Wishes, make_quiz

    if options.what:
        return _discard(options)
    wishes = Wishes(
        seed=options.seed,
        count=options.count,
        versions=tuple(name.strip() for name in options.versions.split(",") if name.strip()),
        topics=tuple(options.topic),
    )
    if options.again:
        return _again(options, wishes)
    if not options.seed:
        from generator.pipeline.sessions import make_session

        return _finish_session(options, make_session(project_of(options), wishes, progress_of(options)))
    if wishes == Wishes(seed=options.seed):
        from generator.pipeline.sessions import print_again, session_of_seed

        session = session_of_seed(project_of(options), options.seed)
        if session:  # the seed on a printed paper means that paper
            return _finish_session(options, print_again(project_of(options), session))
    if options.explain:
        raise StudypressError("--explain is about sessions", "a quiz with --seed is drawn from the seed alone")
    return finish(options, make_quiz(project_of(options), wishes, progress_of(options)))


def _again(options: argparse.Namespace, wishes: Wishes) -> int:
    from generator.pipeline import Wishes
    from generator.pipeline.sessions import print_again

    if wishes != Wishes():
        hint = "leave out --seed, --count, --versions and --topic"
        raise StudypressError("--again prints a session as it was", hint)
    return _finish_session(options, print_again(project_of(options), options.again))


def _discard(options: argparse.Namespace) -> int:
    from generator.pipeline.session_log import discard

    if len(options.what) != 2 or options.what[0] != "discard":
        said = " ".join(options.what)
        raise StudypressError(f"`quiz {said}` is not known", "quiz, quiz discard N, or quiz --again N")
    session = discard(project_of(options), options.what[1])
    if flag(options, "json"):
        print_json({"discarded": session.name})
    elif not flag(options, "quiet"):
        print(f"session {session.name} is discarded: its items count as never asked there")
    return OK


def _finish_session(options: argparse.Namespace, outcome: SessionOutcome) -> int:
    """Report a printed session: its files, why its items were chosen (if wanted), and how to grade it."""
    if flag(options, "json"):
        print_json(
            {
                "session": outcome.session,
                "files": [str(path) for path in outcome.files],
                "why": [dataclasses.asdict(why) for why in outcome.why],
                "diagnostics": [diagnostic_json(one) for one in dict.fromkeys(outcome.found)],
            }
        )
        return status_of(outcome.found, options)
    status = finish(options, outcome)
    if options.explain:
        for why in outcome.why:
            print(f"{why.number:>4}  {why.text}  ({why.source})")
    if not flag(options, "quiet"):
        counts = Counter(why.kind for why in outcome.why)
        kinds = [f"{counts[kind]} {name}" for kind, name in _KINDS.items() if counts[kind]]
        print(f"session {outcome.session}: {', '.join(kinds)}", file=sys.stderr)
        print(f'  when it is done: studypress grade {outcome.session} "1-{len(outcome.why)}: …"', file=sys.stderr)
    return status


_KINDS = {"new": "never asked", "missed": "missed before", "due": "asked before"}


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
            "Make the next numbered session: quiz-SEED-ID.pdf and key-SEED-ID.pdf. It is drawn after what earlier\n"
            "ones asked and how they went, and counts as asked once it is written (study.log), until\n"
            "`quiz discard N`. With --seed the same notes give the same paper, and nothing is looked up or recorded."
        ),
        arguments=_quiz_arguments,
        run=_quiz,
    ),
    _some("deck"),
)
