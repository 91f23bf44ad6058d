"""Items of a project: all that could be asked, why or why not, and what a person says of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.diagnostics import Code, StudypressError
from generator.model.bank import Markdown
from generator.model.items import ItemId, Ruling, Verdict
from generator.pipeline.bank import read_project
from generator.pipeline.progress import Progress, silent
from generator.store.atomic import locked, write_atomic
from generator.store.review import FILE, load_review, write_review
from generator.transforms.derive import Draft, drafts
from generator.transforms.derive.draft import item_digest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from generator.diagnostics import Diagnostic
    from generator.model.bank import Entry, EntryId
    from generator.model.items import Item
    from generator.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Every item that a project's notes give."""

    drafts: tuple[Draft, ...]
    entries: Mapping[EntryId, Entry]
    review: Mapping[ItemId, Verdict]
    found: tuple[Diagnostic, ...]

    @property
    def answered(self) -> int:
        """How many entries there are to ask about."""
        return sum(entry.answered for entry in self.entries.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """What people said of the items of one type."""

    type: str
    accepted: int
    edited: int
    rejected: int
    disputed: int

    @property
    def share(self) -> float:
        """The share of the judged items that were good as they were."""
        judged = self.accepted + self.edited + self.rejected
        return self.accepted / judged if judged else 0.0


def review_path(project: Project) -> Path:
    """Return where a project's verdicts are kept."""
    return project.state / FILE


def offer_items(project: Project, progress: Progress = silent) -> Offer:
    """Read the notes and derive every item; nothing is written."""
    reading = read_project(project, progress)
    review, wrong = load_review(review_path(project))
    found = tuple(drafts(reading.bank, lexicon=reading.lexicon, review=review))
    entries = {entry.id: entry for entry in reading.bank.entries}
    return Offer(drafts=found, entries=entries, review=review, found=reading.found + wrong)


def waiting(offer: Offer, *, types: Sequence[str] = (), everything: bool = False) -> tuple[Draft, ...]:
    """Return the items that a person should see, the surest first: those that no rule rejects and nobody judged.

    Args:
        offer: All items.
        types: Only these types; empty means all.
        everything: Also those that are printed without review.
    """
    found = [
        draft
        for draft in offer.drafts
        if not draft.rules and draft.verdict is None and (everything or not draft.printable)
        if not types or draft.item.type in types
    ]
    return tuple(sorted(found, key=lambda draft: -draft.rank))


def judge(
    project: Project, draft: Draft, ruling: Ruling, *, stem: Markdown | None = None, key: tuple[Markdown, ...] = ()
) -> None:
    """Record what a person said of an item, at once; verdicts that others wrote meanwhile stay.

    Raises:
        StudypressError: study.review.toml cannot be read or written.
    """
    verdict = Verdict(
        ruling=ruling,
        type=draft.item.type.value,
        digest=item_digest(draft.item),
        stem=stem or Markdown(""),
        key=key,
        source=str(draft.item.span),
    )
    record(project, {draft.item.id: verdict})


def dispute(project: Project, items: Sequence[Item]) -> None:
    """Record that the learner does not believe the keys of these items: they are asked no more until reviewed.

    Raises:
        StudypressError: study.review.toml cannot be read or written.
    """
    rows = {
        item.id: Verdict(ruling=Ruling.REJECT, type=item.type.value, disputed=True, source=str(item.span))
        for item in items
    }
    record(project, rows)


def record(project: Project, verdicts: Mapping[ItemId, Verdict]) -> None:
    """Add verdicts to study.review.toml.

    Raises:
        StudypressError: The file is not TOML (it is left as it is), or cannot be written.
    """
    path = review_path(project)
    with locked(project.guard):
        old, wrong = load_review(path)
        if any(one.code is Code.BAD_TOML for one in wrong):
            raise StudypressError(f"{path} is not TOML; nothing was written", wrong[0].message)
        data = write_review({**old, **verdicts})
        if not path.is_file() or path.read_bytes() != data:
            write_atomic(path, data)


def precision(review: Mapping[ItemId, Verdict]) -> tuple[Precision, ...]:
    """Return what was said of each type, by its name."""
    counts: dict[str, Counter[str]] = {}
    for verdict in review.values():
        counts.setdefault(verdict.type or "?", Counter())["disputed" if verdict.disputed else verdict.ruling.value] += 1
    return tuple(
        Precision(
            type=name,
            accepted=count["accept"],
            edited=count["edit"],
            rejected=count["reject"] + count["disputed"],
            disputed=count["disputed"],
        )
        for name, count in sorted(counts.items())
    )
