"""What a person sees: complaints, progress, and the files that were made."""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import TYPE_CHECKING

from generator.cli.options import flag
from generator.diagnostics import Diagnostic, Severity, diagnostic_json

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from generator.pipeline import Outcome, Progress

OK, NOTES, USAGE, STRICT = 0, 1, 2, 3
_REMARKS = 3
"""So many remarks of one kind are printed in full."""


def report(found: Iterable[Diagnostic], *, quiet: bool, all_of_them: bool = False) -> None:
    """Print complaints to standard error, each once, by place; quiet leaves the errors only.

    Of many mere remarks of one kind only the first are printed, unless all are wanted.
    """
    shown: Counter[str] = Counter()
    for one in sorted(dict.fromkeys(found), key=lambda one: (one.span.path, one.span.line)):
        if one.severity is not Severity.ERROR and quiet:
            continue
        shown[one.code] += 1
        if all_of_them or one.severity is not Severity.INFO or shown[one.code] <= _REMARKS:
            print(one, file=sys.stderr)
    for code, count in sorted(shown.items()):
        if not all_of_them and count > _REMARKS and _is_remark(code, found):
            print(f"… and {count - _REMARKS} more info[{code}]; `studypress check` lists them all", file=sys.stderr)


def _is_remark(code: str, found: Iterable[Diagnostic]) -> bool:
    return all(one.severity is Severity.INFO for one in found if one.code == code)


def status_of(found: Iterable[Diagnostic], options: argparse.Namespace) -> int:
    """Return the exit status that the complaints call for."""
    severities = {one.severity for one in found}
    if Severity.ERROR in severities:
        return NOTES
    return STRICT if flag(options, "strict") and Severity.WARNING in severities else OK


def progress_of(options: argparse.Namespace) -> Progress:
    """Return a display of one line that overwrites itself; nothing when standard error is no terminal."""
    loud = sys.stderr.isatty() and not flag(options, "quiet")

    def show(what: str, done: int, total: int) -> None:
        if loud:
            text = f"{what} … {done}/{total}" if done < total else ""
            print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)

    return show


def finish(options: argparse.Namespace, outcome: Outcome) -> int:
    """Report an outcome: complaints to standard error, files made to standard output; return the status."""
    if flag(options, "json"):
        print_json(
            {
                "files": [str(path) for path in outcome.files],
                "diagnostics": [diagnostic_json(one) for one in dict.fromkeys(outcome.found)],
            }
        )
        return status_of(outcome.found, options)
    report(outcome.found, quiet=flag(options, "quiet"))
    if outcome.files and not flag(options, "quiet"):
        print("\n".join(str(path) for path in outcome.files))
    return status_of(outcome.found, options)


def print_json(value: object) -> None:
    """Print a value for other programs."""
    print(json.dumps(value, ensure_ascii=False, indent=1))
