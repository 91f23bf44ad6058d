"""Commands for paper made to order: guide, sheet, cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.cli.options import Command, project_of
from generator.cli.show import finish, progress_of

if TYPE_CHECKING:
    import argparse


def _topic(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--topic", action="append", metavar="ID", default=[], help="only this topic (repeatable)")


def _guide_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--booklet", action="store_true", help="A5 pages, two to a side, to fold and staple")


def _guide(options: argparse.Namespace) -> int:
    from generator.pipeline import make_some
    from generator.pipeline.paper import make_booklet

    project, progress = project_of(options), progress_of(options)
    return finish(
        options, make_booklet(project, progress) if options.booklet else make_some(project, ("guide",), progress)
    )


def _sheet_arguments(parser: argparse.ArgumentParser) -> None:
    _topic(parser)
    parser.add_argument(
        "--fit", type=int, metavar="N", default=0, help="the most valuable entries that fit on N pages (default: all)"
    )


def _sheet(options: argparse.Namespace) -> int:
    from generator.pipeline.paper import make_sheet

    topics = tuple(options.topic)
    outcome = make_sheet(project_of(options), topics=topics, pages=options.fit, progress=progress_of(options))
    return finish(options, outcome)


def _cards_arguments(parser: argparse.ArgumentParser) -> None:
    _topic(parser)
    parser.add_argument(
        "--flip",
        choices=("long", "short"),
        default="long",
        help="the edge over which your printer turns the paper (default: long)",
    )


def _cards(options: argparse.Namespace) -> int:
    from generator.pipeline.paper import make_cards

    topics = tuple(options.topic)
    outcome = make_cards(project_of(options), topics=topics, flip=options.flip, progress=progress_of(options))
    return finish(options, outcome)


COMMANDS = (
    Command(
        name="sheet",
        summary="the cheat sheet alone, of some topics or of N pages",
        description=(
            "Make sheet.pdf: every answered entry, condensed, in several columns. With --fit N: frequent and really\n"
            "asked entries first, then those most worth having, as many as fit; sheet-left-out.txt lists the others."
        ),
        arguments=_sheet_arguments,
        run=_sheet,
    ),
    Command(
        name="cards",
        summary="flash cards to print on both sides and cut out",
        description=(
            "Make cards.pdf: questions on the odd pages, their answers behind them on the even ones. Print on both\n"
            "sides without scaling and cut along the marks. cards-left-out.txt lists entries too long for a card."
        ),
        arguments=_cards_arguments,
        run=_cards,
    ),
    Command(
        name="guide",
        summary="the study guide alone, also as a booklet",
        description=(
            "Make guide.pdf: the whole bank, to read. With --booklet: guide-booklet.pdf; print it on both sides of\n"
            "A4, turned over the short edge, without scaling, then fold and staple."
        ),
        arguments=_guide_arguments,
        run=_guide,
    ),
)
