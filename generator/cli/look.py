"""Commands that look and write nothing: status, bank, check."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from generator.cli.options import Command, flag, project_of
from generator.cli.show import OK, print_json, progress_of, report, status_of
from generator.diagnostics import Code, Severity, StudypressError, diagnostic_json

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from generator.diagnostics import Diagnostic
    from generator.pipeline import Reading
    from generator.project import Project


def status(options: argparse.Namespace) -> int:
    """Say where things stand and what to do next (bare `studypress`)."""
    from generator.pipeline import read_project

    try:
        project = project_of(options)
    except StudypressError as problem:
        if getattr(problem, "found", ()) or hasattr(options, "content") or hasattr(options, "project"):
            raise
        print("There is no project here yet.\n")
        print("  studypress init DIR            make one, with a sample note")
        print("  studypress build --content DIR  or build from a folder of notes as it is")
        print("  studypress --help              everything else")
        return OK
    reading = read_project(project, progress_of(options))
    lines = _standing(project, reading)
    print_json(_standing_json(project, reading)) if flag(options, "json") else print("\n".join(lines))
    return OK


def _standing(project: Project, reading: Reading) -> list[str]:
    bank = reading.bank
    answered = sum(entry.answered for entry in bank.entries)
    built = (project.out / "guide.pdf").is_file()
    counts = {severity: sum(one.severity is severity for one in reading.found) for severity in Severity}
    lines = [
        f"{project.title}: {len(bank.documents)} notes, {len(bank.entries)} entries, {answered} answered",
        f"  notes    {project.content}",
        f"  outputs  {project.out}{'' if built else ' (nothing built yet)'}",
        f"  found    {counts[Severity.ERROR]} errors, {counts[Severity.WARNING]} warnings",
        "",
        "next",
    ]
    steps = [] if built else ["  studypress build     make guide, sheet, sample quiz and deck"]
    if counts[Severity.ERROR] or counts[Severity.WARNING]:
        steps.append("  studypress check     see what to put right")
    steps.append("  studypress quiz      print a fresh quiz with its key")
    return lines + steps


def _standing_json(project: Project, reading: Reading) -> dict[str, object]:
    return {
        "title": project.title,
        "content": str(project.content),
        "out": str(project.out),
        "documents": len(reading.bank.documents),
        "entries": len(reading.bank.entries),
        "answered": sum(entry.answered for entry in reading.bank.entries),
        "diagnostics": [diagnostic_json(one) for one in reading.found],
    }


def _bank(options: argparse.Namespace) -> int:
    from generator.pipeline import read_project
    from generator.writers.native import bank_json

    reading = read_project(project_of(options), progress_of(options))
    if flag(options, "json"):
        sys.stdout.write(bank_json(reading.bank, reading.found))
        return OK
    for document in reading.bank.documents:
        entries = reading.bank.entries_of(document.path)
        answered = sum(entry.answered for entry in entries)
        skipped = sum(one.end_line - one.line + 1 for one in document.skipped)
        print(
            f"{document.path}: {document.dialect}, {len(entries)} entries, {answered} answered, {skipped} lines skipped"
        )
        for entry in entries:
            sign = " " if entry.answered else "–"
            number = f"{entry.number} " if entry.number else ""
            print(f"  {sign} {entry.span.line:>5}  {number}{entry.prompt}")
        print()
    report(reading.found, quiet=flag(options, "quiet"))
    return status_of(reading.found, options)


def _check_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--explain", metavar="FILE", default="", help="say which rule claimed which line of a note")


def _check(options: argparse.Namespace) -> int:
    from generator.model.gaps import gap_json
    from generator.pipeline import check_project, gaps_of

    project = project_of(options)
    reading = check_project(project, progress_of(options))
    if options.explain:
        return _explain(project, reading, options.explain)
    gaps = gaps_of(project, reading)
    if flag(options, "json"):
        print_json(_check_json(reading) | {"gaps": [gap_json(gap) for gap in gaps]})
        return status_of(reading.found, options)
    for one in reading.notes.reads:
        document = one.document
        answered = sum(entry.answered for entry in one.entries)
        print(f"{document.path}: {document.dialect} ({document.encoding})")
        print(f"  because {document.reason}")
        print(f"  {len(one.entries)} entries, {answered} answered")
        for skipped in document.skipped:
            print(f"  skipped {_lines(skipped.line, skipped.end_line)}: {skipped.reason}")
    if gaps:
        print(f"\nto complete or to check ({len(gaps)})")
    for gap in gaps:
        print(f"  {gap.span}: {gap.message}")
    print(_summary(reading.found))
    others = [one for one in reading.found if one.code is not Code.REMOTE_PICTURE]  # listed above already
    report(others, quiet=flag(options, "quiet"), all_of_them=True)
    return status_of(reading.found, options)


def _lines(first: int, last: int) -> str:
    return f"line {first}" if first == last else f"lines {first}–{last}"


def _summary(found: Sequence[Diagnostic]) -> str:
    unique = list(dict.fromkeys(found))
    counts = [f"{sum(one.severity is severity for one in unique)} {severity}" for severity in Severity]
    return f"\nfound: {', '.join(counts)}"


def _check_json(reading: Reading) -> dict[str, object]:
    return {
        "documents": [
            {
                "path": one.document.path,
                "dialect": one.document.dialect,
                "reason": one.document.reason,
                "encoding": one.document.encoding,
                "entries": len(one.entries),
                "answered": sum(entry.answered for entry in one.entries),
                "skipped": [{"line": s.line, "end_line": s.end_line, "reason": s.reason} for s in one.document.skipped],
            }
            for one in reading.notes.reads
        ],
        "diagnostics": [diagnostic_json(one) for one in dict.fromkeys(reading.found)],
    }


def _explain(project: Project, reading: Reading, name: str) -> int:
    """Print each claimed line of one note with the rule that claimed it."""
    wanted = (Path.cwd() / name).resolve()
    for one in reading.notes.reads:
        if name == one.document.path or wanted == (project.content / one.document.path).resolve():
            print(f"{one.document.path}: {one.document.dialect}, because {one.document.reason}")
            for line, rule in one.rules:
                print(f"  {line:>5}  {rule}")
            return OK
    raise StudypressError(f"no such note: {name}", f"notes are named relative to {project.content}")


COMMANDS = (
    Command(
        name="bank",
        summary="list what was read from each note",
        description="List the entries of every note with their lines; – marks those without an answer.",
        run=_bank,
    ),
    Command(
        name="check",
        summary="say how each note was read and what to put right",
        description="Say per note which dialect was chosen and why, what was skipped, and everything to put right.",
        arguments=_check_arguments,
        run=_check,
    ),
)
