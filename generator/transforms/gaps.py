"""What is missing or doubtful in a bank: open questions, marks of doubt, lost pictures, duplicates that disagree."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

from generator.markup.pictures import PictureKind
from generator.model.bank import AnswerKind, Marker
from generator.model.gaps import Gap, GapKind, Side
from generator.transforms.disagreement import differences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from generator.markup.pictures import Picture
    from generator.model.bank import Bank, Entry, EntryId
    from generator.model.groups import Grouping

Look: TypeAlias = "Callable[[str, str], Picture]"
"""`Pictures.find`: what an address leads to, from which note."""

_COMPARED = 12
"""Of larger groups only so many answers are compared with each other."""
_LOST = {
    PictureKind.MISSING: "is not there",
    PictureKind.OUTSIDE: "lies outside the notes folder",
    PictureKind.BAD: "is no address of a picture",
    PictureKind.REMOTE: "is on the web and has not been fetched",
}
_SOLE = {
    AnswerKind.LINK: (GapKind.LINK_ONLY, "the answer is only a link"),
    AnswerKind.IMAGE: (GapKind.IMAGE_ONLY, "the answer is only a picture"),
}
_MARKS = (
    (Marker.UNKNOWN, GapKind.DOUBTED, "marked ❌"),
    (Marker.INCOMPLETE, GapKind.INCOMPLETE, "marked ⚠️"),
)
_RANK = {AnswerKind.TEXT: 2, AnswerKind.IMAGE: 1, AnswerKind.LINK: 0}


def gaps(bank: Bank, grouping: Grouping, look: Look | None = None) -> tuple[Gap, ...]:
    """Return everything to complete or to check, in the order of files and lines.

    Args:
        bank: The notes.
        grouping: Their groups; answers are sought and compared in them.
        look: Finds pictures and local links, usually `Pictures.find`; without it none is missed.
    """
    by_id = {entry.id: entry for entry in bank.entries}
    given = donors(bank, grouping)
    found = [gap for entry in bank.entries for gap in _of_entry(entry, by_id, given, look)]
    found += _disagreements(by_id, grouping)
    order = list(GapKind)
    return tuple(sorted(found, key=lambda gap: (gap.span.path, gap.span.line, order.index(gap.kind), gap.entry)))


def donors(bank: Bank, grouping: Grouping) -> dict[EntryId, EntryId]:
    """Return for each unanswered entry of a group the entry whose answer may serve: text first, then the most alike."""
    by_id = {entry.id: entry for entry in bank.entries}
    scores: defaultdict[EntryId, dict[EntryId, float]] = defaultdict(dict)
    for a, b, score in grouping.enemies:
        scores[a][b] = scores[b][a] = score
    found = {}
    for group in grouping.groups:
        members = [by_id[name] for name in group.entries]
        answered = [entry for entry in members if entry.answered]
        for entry in members if answered else ():
            if not entry.answered:
                near = scores[entry.id]
                best = max(answered, key=lambda one: (_RANK[one.answer.kind], near.get(one.id, 0.0), one.id))
                found[entry.id] = best.id
    return found


def _of_entry(
    entry: Entry, by_id: Mapping[EntryId, Entry], given: Mapping[EntryId, EntryId], look: Look | None
) -> Iterator[Gap]:
    if entry.answered:
        kinds = [(kind, message) for marker, kind, message in _MARKS if marker in entry.markers]
        kinds += [_SOLE[entry.answer.kind]] if entry.answer.kind in _SOLE else []
        for kind, message in kinds:
            yield Gap(kind=kind, entry=entry.id, span=entry.span, message=message)
    else:
        yield _open(entry, by_id, given)
    if look is not None:
        yield from _losses(entry, look)


def _open(entry: Entry, by_id: Mapping[EntryId, Entry], given: Mapping[EntryId, EntryId]) -> Gap:
    """Return the gap of an entry without an answer."""
    if entry.id in given:
        donor = by_id[given[entry.id]]
        message = f"no answer here; {donor.span} may answer it ({donor.prompt})"
        kind, others = GapKind.ANSWERED_ELSEWHERE, (donor.id,)
        return Gap(kind=kind, entry=entry.id, span=entry.span, message=message, others=others)
    if entry.answer.kind is AnswerKind.UNKNOWN:
        return Gap(kind=GapKind.UNKNOWN, entry=entry.id, span=entry.span, message="the author does not know")
    return Gap(kind=GapKind.UNANSWERED, entry=entry.id, span=entry.span, message="no answer")


def _losses(entry: Entry, look: Look) -> Iterator[Gap]:
    for kind, name, addresses in _addresses(entry):
        for how, lost in _lost(addresses, entry.span.path, look).items():
            message = f"{name} {_LOST[how]}: {', '.join(lost)}"
            yield Gap(kind=kind, entry=entry.id, span=entry.span, message=message, addresses=lost)


def _addresses(entry: Entry) -> tuple[tuple[GapKind, str, tuple[str, ...]], ...]:
    links = tuple(link for link in entry.links if ":" not in link and not link.startswith(("#", "//")))
    return (GapKind.PICTURE, "picture", entry.images), (GapKind.LINK, "linked file", links)


def _lost(addresses: tuple[str, ...], document: str, look: Look) -> dict[PictureKind, tuple[str, ...]]:
    lost: defaultdict[PictureKind, tuple[str, ...]] = defaultdict(tuple)
    for address in dict.fromkeys(addresses):
        kind = look(address, document).kind
        if kind in _LOST:
            lost[kind] += (address,)
    return lost


def _disagreements(by_id: Mapping[EntryId, Entry], grouping: Grouping) -> Iterator[Gap]:
    for group in grouping.groups:
        members = [by_id[name] for name in group.entries]
        told = [entry for entry in members if entry.answer.kind is AnswerKind.TEXT][:_COMPARED]
        for a, b in combinations(told, 2):
            for what, text, span, other, other_span in differences(a, b):
                yield Gap(
                    kind=GapKind.DISAGREEMENT,
                    entry=a.id,
                    span=span,
                    message=f"check this: differs in {what} from {other_span}: {text!r} / {other!r}",
                    others=(b.id,),
                    sides=(Side(entry=a.id, span=span, text=text), Side(entry=b.id, span=other_span, text=other)),
                )
