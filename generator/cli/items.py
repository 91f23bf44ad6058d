"""Commands about quiz items: items lists them with their keys and rules, review asks for a person's verdict."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING

from generator.cli.options import Command, flag, project_of
from generator.cli.show import OK, print_json, progress_of, report
from generator.diagnostics import StudypressError
from generator.model.items import ItemType

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from generator.model.bank import Markdown
    from generator.pipeline.items import Offer
    from generator.project import Project
    from generator.transforms.derive import Draft

_AROUND = 1
"""So many lines of the notes are shown on either side of an item's source."""
_SOURCE_LINES = 14


def _type_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--type",
        action="append",
        metavar="T",
        default=[],
        choices=[kind.value for kind in ItemType],
        help=f"only this type (repeatable): {', '.join(kind.value for kind in ItemType)}",
    )


def _items_arguments(parser: argparse.ArgumentParser) -> None:
    _type_argument(parser)
    parser.add_argument("--rejected", action="store_true", help="those that a rule keeps off the paper, with the rule")


def _items(options: argparse.Namespace) -> int:
    from generator.pipeline.items import offer_items

    offer = offer_items(project_of(options), progress_of(options))
    chosen = [
        draft
        for draft in offer.drafts
        if bool(draft.rules) == options.rejected and (not options.type or draft.item.type in options.type)
    ]
    if flag(options, "json"):
        print_json({"items": [_row(draft) for draft in chosen]})
        return OK
    for draft in chosen:
        print("\n".join(_lines(draft)) + "\n")
    print(_summary(chosen, offer))
    report(offer.found, quiet=flag(options, "quiet"))
    return OK


def _row(draft: Draft) -> dict[str, object]:
    item = draft.item
    return {
        "id": item.id,
        "type": item.type,
        "entry": item.entry,
        "stem": item.stem,
        "options": [{"text": o.text, "is_key": o.is_key, "rationale": o.rationale} for o in item.options],
        "parts": list(item.parts),
        "key": list(item.key) or [option.text for option in item.options if option.is_key],
        "source": {"path": item.span.path, "line": item.span.line, "end_line": item.span.end_line},
        "topic": item.topic,
        "rank": draft.rank,
        "printable": draft.printable,
        "rules": list(draft.rules),
        "warnings": list(draft.warnings),
        "verdict": draft.verdict.ruling if draft.verdict else None,
    }


def _lines(draft: Draft) -> list[str]:
    """Return an item as people read it."""
    item = draft.item
    state = (
        "rejected: " + ", ".join(draft.rules) if draft.rules else "printed" if draft.printable else "waits for review"
    )
    said = f", {draft.verdict.ruling} by you" if draft.verdict else ""
    remarks = f" ({', '.join(draft.warnings)})" if draft.warnings else ""
    lines = [f"[{item.type}] {item.id}  {item.span}  rank {draft.rank}{remarks}  {state}{said}"]
    lines += [f"  {line}" for line in item.stem.split("\n")]
    lines += [f"  | {part}" for part in item.parts]
    lines += [f"  {'*' if option.is_key else '-'} {option.text}" for option in item.options]
    return lines + [f"  = {line}" for text in item.key for line in text.split("\n")]


def _summary(chosen: Sequence[Draft], offer: Offer) -> str:
    counts = Counter(draft.item.type for draft in chosen)
    printed = sum(draft.printable for draft in chosen)
    lines = [f"{kind.value:<14} {counts[kind]:>5}" for kind in ItemType if counts[kind]]
    return "\n".join(
        [*lines, f"{len(chosen)} items of {offer.answered} answered entries, {printed} printed without review"]
    )


def _review_arguments(parser: argparse.ArgumentParser) -> None:
    _type_argument(parser)
    parser.add_argument("--all", action="store_true", help="also items that are printed without review")
    parser.add_argument("--report", action="store_true", help="only say how many of each type were accepted so far")


def _review(options: argparse.Namespace) -> int:
    from generator.pipeline.items import offer_items, waiting

    project = project_of(options)
    offer = offer_items(project, progress_of(options))
    if not options.report and not flag(options, "json"):
        _walk(project, offer, waiting(offer, types=options.type, everything=options.all))
    return _report(options, project)


def _walk(project: Project, offer: Offer, queue: Sequence[Draft]) -> None:
    """Show items one by one until the queue or the reader's patience ends; each answer is kept at once."""
    print(f"{len(queue)} items to look at; every answer is kept at once, q or Ctrl-D ends.\n")
    for number, draft in enumerate(queue, start=1):
        print(f"{number}/{len(queue)}  " + "\n".join(_lines(draft)))
        print("\n".join(_source(draft, offer)))
        if not _asked(project, draft):
            return


def _source(draft: Draft, offer: Offer) -> list[str]:
    """Return the lines of the notes that an item was made from, with their numbers."""
    entry = offer.entries[draft.item.entry]
    span = draft.item.span
    lines = [(entry.answer.line + n, text) for n, text in enumerate(entry.answer.markdown.split("\n"))]
    near = [
        f"  {n:>5}  {text}" for n, text in lines if span.line - _AROUND <= n <= span.end_line + _AROUND and text.strip()
    ]
    return [f"  {span.path}: {entry.prompt}", *near[:_SOURCE_LINES], ""]


def _asked(project: Project, draft: Draft) -> bool:
    """Ask for a verdict on one item and keep it; whether to go on."""
    from generator.model.items import Ruling
    from generator.pipeline.items import judge

    while True:
        answer = _input("[a]ccept  [r]eject  [e]dit  [s]kip  [q]uit > ").strip().lower()
        if answer in {"a", "accept"}:
            judge(project, draft, Ruling.ACCEPT)
        elif answer in {"r", "reject"}:
            judge(project, draft, Ruling.REJECT)
        elif answer in {"e", "edit"}:
            stem, key = _edited(draft)
            judge(project, draft, Ruling.EDIT, stem=stem, key=key)
        elif answer not in {"s", "skip", "q", "quit", ""}:
            continue
        print()
        return answer not in {"q", "quit", ""}


def _edited(draft: Draft) -> tuple[Markdown, tuple[Markdown, ...]]:
    """Ask for a new stem and new keys; what is left empty stays as it is."""
    from generator.model.bank import Markdown

    stem = _input("new question (empty: as it is) > ").strip()
    keys = [
        _input(f"new key {n} (empty: as it is) [{text}] > ").strip() or text for n, text in enumerate(draft.item.key, 1)
    ]
    changed = tuple(map(Markdown, keys)) if tuple(keys) != draft.item.key else ()
    return Markdown(stem), changed


def _input(prompt: str) -> str:
    """Return a line typed by the user; nothing when there is no more."""
    print(prompt, end="", flush=True)
    return sys.stdin.readline()


def _report(options: argparse.Namespace, project: Project) -> int:
    from generator.pipeline.items import precision, review_path
    from generator.store.review import load_review

    review, wrong = load_review(review_path(project))
    rows = precision(review)
    if flag(options, "json"):
        print_json({"types": [{"type": r.type, "accepted": r.accepted, "edited": r.edited, "rejected": r.rejected,
                               "disputed": r.disputed, "precision": round(r.share, 3)} for r in rows]})  # fmt: skip
        return OK
    for row in rows:
        disputed = f", {row.disputed} of them disputed" if row.disputed else ""
        print(
            f"{row.type:<14} {row.share:>5.0%} good as they were: "
            f"{row.accepted} accepted, {row.edited} edited, {row.rejected} rejected{disputed}"
        )
    if not rows:
        print("no item has been reviewed yet")
    report(wrong, quiet=flag(options, "quiet"))
    if wrong:
        raise StudypressError("study.review.toml is not as it should be", "see above; nothing was lost")
    return OK


COMMANDS = (
    Command(
        name="items",
        summary="every quiz item, with key, source and rank",
        description=(
            "List what could be asked: printed without review, waiting for one, or (with --rejected) kept off the\n"
            "paper by a rule. docs/items.md explains types and rules."
        ),
        arguments=_items_arguments,
        run=_items,
    ),
    Command(
        name="review",
        summary="accept, reject or edit items, one by one",
        description=(
            "Walk through the items that wait for review, with their source. Verdicts go to study.review.toml,\n"
            "which survives every change of the notes; the share of good items per type is printed at the end."
        ),
        arguments=_review_arguments,
        run=_review,
    ),
)
