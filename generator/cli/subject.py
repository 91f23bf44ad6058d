"""Commands about what the bank knows of its subject: groups, lexicon."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from generator.cli.options import Command, flag, project_of
from generator.cli.show import OK, print_json, progress_of, report, status_of

if TYPE_CHECKING:
    import argparse


def _groups(options: argparse.Namespace) -> int:
    from generator.model.groups import groups_json
    from generator.pipeline import grouping_of, read_project

    reading = read_project(project_of(options), progress_of(options))
    grouping = grouping_of(reading)
    if flag(options, "json"):
        print_json(groups_json(grouping))
        return OK
    entries = {entry.id: entry for entry in reading.bank.entries}
    for group in grouping.groups:
        print(f"{group.score:.2f}  {'; '.join(group.reasons)}")
        for one in group.entries:
            print(f"      {entries[one].span}  {entries[one].prompt}")
        print()
    print(f"{len(grouping.groups)} groups; {len(grouping.enemies)} pairs that never meet on one quiz")
    report(reading.found, quiet=flag(options, "quiet"))
    return status_of(reading.found, options)


def _lexicon_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("suggest", "check"), help="suggest new terms, or check the ones there are")


def _lexicon(options: argparse.Namespace) -> int:
    from generator.pipeline import check_lexicon, read_project, suggest_terms

    reading = read_project(project_of(options), progress_of(options))
    if options.what == "suggest":
        sys.stdout.write(
            suggest_terms(reading) or "# nothing new: the lexicon knows every term seen three times or more\n"
        )
        return OK
    found = check_lexicon(reading)
    report(found, quiet=flag(options, "quiet"), all_of_them=True)
    print(f"{len(reading.lexicon.concepts)} concepts, {len(found)} to look at")
    return status_of(found, options)


COMMANDS = (
    Command(
        name="groups",
        summary="show entries that ask the same thing",
        description=(
            "Show groups of entries that seem to ask the same thing, with score and reason. They are never merged by\n"
            "themselves; [[same]] and [[different]] in study.toml decide a pair for good."
        ),
        run=_groups,
    ),
    Command(
        name="lexicon",
        summary="suggest terms the lexicon lacks, or check it",
        description=(
            "suggest: print terms seen three times or more that the lexicon does not know, as TOML to paste into\n"
            "lexicon.toml. check: names in two concepts, is-a circles, entries of your own that nothing uses."
        ),
        arguments=_lexicon_arguments,
        run=_lexicon,
    ),
)
