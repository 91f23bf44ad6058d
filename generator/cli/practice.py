"""Commands after a quiz: grade, show, stats."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from generator.cli.options import Command, flag, project_of
from generator.cli.show import OK, print_json, report, status_of
from generator.diagnostics import StudypressError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from generator.model.exam import KeyEntry
    from generator.model.statistics import Statistics
    from generator.pipeline.practice import Grades, Sheet, ShownItem
    from generator.transforms.grading import Feedback

_WIDTH = 72


def _grade_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", nargs="*", metavar="N MARKS", help="session (default: the last) and its marks")
    parser.add_argument("--version", dest="form", metavar="B", default="", help="the version that was written")
    parser.add_argument("--amend", action="store_true", help="let these marks count instead of earlier ones")


def _grade(options: argparse.Namespace) -> int:
    from generator.pipeline.practice import is_reference, sheet_of, take_grades

    words = list(options.what)
    reference = words.pop(0) if words and is_reference(words[0]) else ""
    project = project_of(options)
    sheet = sheet_of(project, reference, options.form)
    marks = " ".join(words) if words else _asked(sheet, amend=options.amend)
    if not marks:
        print("nothing was recorded", file=sys.stderr)
        return OK
    grades = take_grades(project, sheet, marks, amend=options.amend)
    if flag(options, "json"):
        print_json(_grades_json(grades))
        return OK
    report(sheet.found, quiet=flag(options, "quiet"))
    if not flag(options, "quiet"):
        print("\n".join(_grades_text(grades)))
    return OK


def _asked(sheet: Sheet, *, amend: bool) -> str:
    """Ask for the marks item by item, and return them as they would be typed.

    Raises:
        StudypressError: There is nobody to ask.
    """
    from generator.model.exam import key
    from generator.transforms.grading import HINT, GradeError, grade, parse

    if not sys.stdin.isatty():
        raise StudypressError("no marks are given", HINT)
    before = {item: graded.result for item, graded in sheet.session.graded.items()}

    def problem_with(mark: str) -> str:
        try:
            grade(parse(mark, sheet.numbers), sheet.form, before)
        except GradeError as problem:
            return str(problem)
        return ""

    print(f"session {sheet.session.name}{sheet.form.version}: {HINT}")
    print("? guessed, ! key disputed, Enter skips an item, q ends")
    marks: list[str] = []
    for entry in key(sheet.form):
        old = before.get(entry.item.id)
        if amend or old is None or old.score is None:
            print(f"\n{entry.number}. {_short(entry.item.stem)}\n   key: {_answer(entry)}")
            said = _said(entry.number, problem_with)
            if said == "q":
                break
            marks += [f"{entry.number}:{said}"] if said else []
    return " ".join(marks)


def _said(number: int, problem_with: Callable[[str], str]) -> str:
    """Return a mark that fits, nothing to skip the item, or q."""
    while True:
        try:
            said = input("   ").strip()
        except EOFError:
            return "q"
        problem = "" if said in {"", "q"} else problem_with(f"{number}:{said}")
        if not problem:
            return said
        print(f"   {problem}")


def _short(markdown: str) -> str:
    from generator.markup import plain
    from generator.model.bank import Markdown

    text = " ".join(plain(Markdown(markdown)).split())
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 1]}…"


def _answer(entry: KeyEntry) -> str:
    texts = "；".join(_short(text) for text in entry.answers)
    return f"{entry.letters} {texts}".strip() or "see the source"


def _grades_text(grades: Grades) -> list[str]:
    session = f"{grades.sheet.session.name}{grades.sheet.form.version}"
    lines = [
        f"session {session}: {_points(grades.points)} of {grades.most} points, {len(grades.feedback)} items recorded"
    ]
    kind = ""
    for one in grades.feedback:
        if one.kind == "right":
            break
        if one.kind != kind:
            kind = one.kind
            lines += ["", kind]
        lines += _feedback_text(one)
    return lines


def _feedback_text(one: Feedback) -> list[str]:
    given = f"  (you wrote {one.result.given})" if one.result.given else ""
    return [
        f"  {one.entry.number}. {_short(one.entry.item.stem)}",
        f"     {_answer(one.entry)}{given}",
        f"     {one.entry.item.span}",
    ]


def _points(points: float) -> str:
    return f"{points:g}"


def _grades_json(grades: Grades) -> dict[str, object]:
    return {
        "session": grades.sheet.session.name,
        "version": grades.sheet.form.version,
        "points": grades.points,
        "most": grades.most,
        "feedback": [
            {
                "kind": one.kind,
                "number": one.entry.number,
                "item": one.entry.item.id,
                "score": None if one.result.score is None else one.result.score / 2,
                "points": one.result.most // 2,
                "given": one.result.given,
                "letters": one.entry.letters,
                "answers": list(one.entry.answers),
                "source": str(one.entry.item.span),
            }
            for one in grades.feedback
        ],
    }


def _show_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", metavar="N.ITEM", help="item of a session, as 7.3, or 7B.3 for its version B")
    parser.add_argument("--version", dest="form", metavar="B", default="", help="the version, where N does not say it")


def _show(options: argparse.Namespace) -> int:
    from generator.pipeline.practice import show_item

    shown = show_item(project_of(options), options.what, options.form)
    if flag(options, "json"):
        print_json(_shown_json(shown))
        return OK
    report(shown.sheet.found, quiet=flag(options, "quiet"))
    print("\n".join(_shown_text(shown)))
    return OK


def _shown_text(shown: ShownItem) -> list[str]:
    from generator.markup import plain
    from generator.writers.quiz import printed_options

    item = shown.placement.item
    name = f"{shown.sheet.session.name}{shown.sheet.form.version}.{shown.placement.number}"
    lines = [
        f"{name}  {item.type}, {item.points} points",
        plain(item.stem),
        *(f"  {letter}. {plain(option.text)}" for letter, option in printed_options(shown.placement)),
        "",
        f"key     {shown.entry.letters}".rstrip(),
        *(f"        {line}" for text in shown.entry.answers for line in plain(text).splitlines()),
    ]
    if item.rationale:
        lines += ["why     " + "\n        ".join(plain(item.rationale).splitlines())]
    lines += [f"source  {item.span}"]
    if shown.why:
        lines.append(f"chosen  {shown.why}")
    if shown.graded:
        result = shown.graded.result
        score = "not reached" if result.score is None else f"{_points(result.score / 2)} of {result.most // 2}"
        said = ["guessed"] * result.guessed + ["key disputed"] * result.disputed
        lines.append(f"graded  {', '.join([score, *said])} ({shown.graded.at:%Y-%m-%d})")
    return lines


def _shown_json(shown: ShownItem) -> dict[str, object]:
    from generator.writers.quiz import printed_options

    item = shown.placement.item
    result = shown.graded.result if shown.graded else None
    return {
        "session": shown.sheet.session.name,
        "version": shown.sheet.form.version,
        "number": shown.placement.number,
        "item": item.id,
        "entry": item.entry,
        "type": item.type,
        "stem": item.stem,
        "options": [{"letter": letter, "text": option.text} for letter, option in printed_options(shown.placement)],
        "letters": shown.entry.letters,
        "answers": list(shown.entry.answers),
        "rationale": item.rationale,
        "source": str(item.span),
        "why": shown.why,
        "score": None if result is None or result.score is None else result.score / 2,
        "points": item.points,
    }


def _stats_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--plot", action="store_true", help="also draw it: stats.pdf in the out folder")


def _stats(options: argparse.Namespace) -> int:
    from generator.pipeline.practice import plot_statistics, statistics_of

    project = project_of(options)
    found, complaints = statistics_of(project)
    plot = [plot_statistics(project, found)] if options.plot else []
    if flag(options, "json"):
        print_json(_stats_json(found) | {"files": [str(path) for path in plot]})
        return status_of(complaints, options)
    report(complaints, quiet=flag(options, "quiet"))
    print("\n".join(_stats_text(found) + [f"\n{path}" for path in plot]))
    return status_of(complaints, options)


def _stats_text(found: Statistics) -> list[str]:
    if not found.sessions:
        return ["no session has been printed yet; `studypress quiz` prints one"]
    lines = [f"{'session':>8}  {'printed':10}  {'items':>5}  {'graded':>6}  {'points':>10}  {'missed':>6}"]
    for row in found.sessions:
        points = "discarded" if row.discarded else f"{_points(row.points)}/{row.most}" if row.graded else "–"
        lines.append(
            f"{row.name:>8}  {row.at:%Y-%m-%d}  {row.items:>5}  {row.graded:>6}  {points:>10}  {row.missed:>6}"
        )
    if found.topics:
        lines += ["", f"{'missed':>8}  {'answers':>7}  {'recall':>6}  topic"]
        for topic in found.topics:
            recall = "–" if topic.recall is None else f"{topic.recall:.0%}"
            share = f"{topic.missed / topic.answers:.0%}"
            lines.append(f"{share:>8}  {topic.answers:>7}  {recall:>6}  {topic.topic or '(none)'}")
    return lines + _forecast_text(found)


def _forecast_text(found: Statistics) -> list[str]:
    forecast = found.forecast
    if not forecast.known:
        return ["", "nothing to forecast yet: no answer has been graded"]
    lines = ["", f"{forecast.known} entries graded, recalled today with {forecast.recall:.0%}; to be asked again"]
    names = ["today", "tomorrow", *(f"in {day} days" for day in range(2, len(forecast.due)))]
    return lines + [
        f"{name:>11}  {count:>4}  {'▇' * min(count, 50)}" for name, count in zip(names, forecast.due, strict=True)
    ]


def _stats_json(found: Statistics) -> dict[str, object]:
    return {
        "sessions": [
            {
                "session": row.name,
                "printed": row.at.isoformat(),
                "items": row.items,
                "graded": row.graded,
                "points": row.points,
                "most": row.most,
                "missed": row.missed,
                "discarded": row.discarded,
            }
            for row in found.sessions
        ],
        "topics": [
            {"topic": row.topic, "answers": row.answers, "missed": row.missed, "recall": row.recall}
            for row in found.topics
        ],
        "forecast": {
            "known": found.forecast.known,
            "recall": found.forecast.recall,
            "due": list(found.forecast.due),
        },
    }


COMMANDS = (
    Command(
        name="grade",
        summary="take down how a quiz went",
        description=(
            'Record the marks of session N (the last one, if it is not named): studypress grade 7 "1-20: ooxo/-…"\n'
            "  o right, x wrong, / half, - not reached; for a choice item its letters (3:B, 4:ACD); points for one\n"
            "  item in halves (6:1.5). Behind a mark, or as 7?: ? guessed, ! key disputed, + known at once.\n"
            "Without marks they are asked for, item by item. N is the number on the paper (7B: its version B) or the\n"
            "paper's own number. Confidently wrong answers are listed first."
        ),
        run=_grade,
        arguments=_grade_arguments,
    ),
    Command(
        name="show",
        summary="an item of a session, with its key and its source",
        description="Print one item of a session as it was asked, its key, where it comes from and how it went.",
        run=_show,
        arguments=_show_arguments,
    ),
    Command(
        name="stats",
        summary="sessions so far, weak topics, what will be forgotten when",
        description=(
            "Print every session with its points, the topics with what was missed of them (the weakest first), and\n"
            "how many entries fall below 90 % of recall on each of the next 14 days."
        ),
        run=_stats,
        arguments=_stats_arguments,
    ),
)
