"""Give every entry its permanent id, from study.lock where it is known and from its text where it is new."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.diagnostics import Code, Diagnostic, Span, warning
from generator.model.bank import Bank, Entry, EntryId
from generator.store.evidence import Face
from generator.store.likeness import fold_prompt, fold_section, short_id, sign
from generator.store.lock import LOCK_NAME
from generator.store.match import match
from generator.store.records import Lock, Record, State, in_order

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Found = tuple[Diagnostic, ...]


def identify(bank: Bank, lock: Lock, path: str = LOCK_NAME) -> tuple[Bank, Lock, Found]:
    """Return the bank with permanent ids, the lock to be written, and what has to be asked.

    Ids that the entries carry already do not matter. Without a lock, an id follows from the prompt alone; of
    prompts that occur more than once, from section, answer and order as well, as far as these are needed. An entry
    that could be one of several is given a fresh id, and the old one is held.

    Args:
        bank: Entries as read, in document order.
        lock: What the last build recorded.
        path: Name of the lock file for the diagnostics.
    """
    resolved, complaints = _resolve(lock, path)
    old = _old_order([record for record in resolved.records if record.prompt])
    faces = tuple(map(face_of, bank.entries))
    matching = match([_face(record) for record in old], faces)
    ids = _name(faces, {n: old[o].id for n, o in matching.old.items()}, resolved.records)
    held = {old[o].id: tuple(ids[n] for n in news) for o, news in matching.doubts.items()}
    records = _records(bank.entries, faces, ids, resolved, held)
    named = replace(bank, entries=tuple(replace(e, id=i) for e, i in zip(bank.entries, ids, strict=True)))
    renewed = replace(resolved, records=records)
    return named, renewed, (*complaints, *_questions(named, renewed, path))


def resolve(lock: Lock, answers: Mapping[str, str | None]) -> Lock:
    """Return the lock with held ids decided: each is the entry of another id, or (None) has gone."""
    return replace(lock, records=tuple(_decide(r, answers) for r in lock.records))


def _decide(record: Record, answers: Mapping[str, str | None]) -> Record:
    if record.state is not State.HELD or record.id not in answers:
        return record
    other = answers[record.id]
    if other is None:
        return replace(record, state=State.GONE, others=())
    return replace(record, state=State.IS, others=(EntryId(other),))


def face_of(entry: Entry) -> Face:
    """Return what an entry is known by."""
    told = entry.answer.text or "\n".join((*entry.images, *entry.links))
    return Face(
        path=entry.span.path,
        section=fold_section(entry.section),
        prompt=fold_prompt(entry.prompt),
        answer=sign(told),
    )


def _face(record: Record) -> Face:
    return Face(
        path=record.path,
        section=fold_section(record.section),
        prompt=fold_prompt(record.prompt),
        answer=record.answer,
        gone=record.state is State.GONE,
    )


def _old_order(records: Sequence[Record]) -> tuple[Record, ...]:
    present = (record for record in records if record.state is not State.GONE)
    return (*in_order(present), *(record for record in records if record.state is State.GONE))


def _resolve(lock: Lock, path: str) -> tuple[Lock, Found]:
    """Carry out the user's `is:` lines: the old id takes over the text, the fresh one goes."""
    records = {record.id: record for record in lock.records}
    found: list[Diagnostic] = []
    renamed: dict[str, str] = {}
    for record in lock.records:
        if record.state is State.IS:
            other = records.get(record.others[0]) if len(record.others) == 1 else None
            if other is None or other.state is not State.LIVE:
                records[record.id] = replace(record, state=State.HELD, others=())
                found.append(_wrong_answer(record, lock, path))
            else:
                records[record.id] = replace(other, id=record.id)
                records[other.id] = replace(other, state=State.GONE)
                renamed[other.id] = record.id
    chained = (replace(record, after=renamed.get(record.after, record.after)) for record in records.values())
    return replace(lock, records=tuple(chained)), tuple(found)


def _wrong_answer(record: Record, lock: Lock, path: str) -> Diagnostic:
    line = lock.line_of(record.id)
    message = f"{record.id} is said to be {','.join(record.others) or 'nothing'}, which is no present entry"
    return warning(Code.BAD_LOCK, message, Span(path=path, line=line, end_line=line), "name one id of a `live` line")


def _name(faces: Sequence[Face], known: Mapping[int, EntryId], records: Sequence[Record]) -> list[EntryId]:
    """Return the id of each entry: the known one, else the first of its own that is free.

    A damaged line that lost its prompt keeps its id for the entry whose text gives just this id.
    """
    taken = {record.id for record in records if record.prompt}
    namers = {prompt: _Namer.of(faces, members) for prompt, members in _by_prompt(faces).items()}
    ids: list[EntryId] = []
    for n, face in enumerate(faces):
        chosen = known.get(n) or next(i for i in namers[face.prompt].ids(face) if i not in taken)
        taken.add(chosen)
        ids.append(chosen)
    return ids


def _by_prompt(faces: Sequence[Face]) -> dict[str, list[int]]:
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for n, face in enumerate(faces):
        groups[face.prompt].append(n)
    return groups


@dataclass(frozen=True, slots=True, kw_only=True)
class _Namer:
    """How often section, and section with answer, occur among the entries with one prompt."""

    size: int
    sections: Counter[str]
    answers: Counter[tuple[str, str]]

    @classmethod
    def of(cls, faces: Sequence[Face], members: Sequence[int]) -> _Namer:
        group = [faces[n] for n in members]
        answers = Counter((face.section, face.answer) for face in group)
        return cls(size=len(group), sections=Counter(face.section for face in group), answers=answers)

    def ids(self, face: Face) -> Iterator[EntryId]:
        """Yield ids for an entry, those that rest on the least text first."""
        if self.size == 1:
            yield EntryId(short_id(face.prompt))
        if self.sections[face.section] == 1:
            yield EntryId(short_id(face.prompt, face.section))
        if self.answers[face.section, face.answer] == 1:
            yield EntryId(short_id(face.prompt, face.section, face.answer))
        ordinal = 0
        while True:
            yield EntryId(short_id(face.prompt, face.section, face.answer, str(ordinal)))
            ordinal += 1


def _records(
    entries: Sequence[Entry],
    faces: Sequence[Face],
    ids: Sequence[EntryId],
    lock: Lock,
    held: Mapping[EntryId, tuple[EntryId, ...]],
) -> tuple[Record, ...]:
    present = set(ids)
    records = {r.id: _absent(r, held.get(r.id, ()), present) for r in lock.records if r.id not in present}
    cards = {record.id: record.card for record in lock.records}
    above: dict[str, EntryId] = {}
    for entry, face, entry_id in zip(entries, faces, ids, strict=True):
        card = cards.get(entry_id)
        records[entry_id] = replace(_record(entry, face, entry_id, above.get(entry.span.path, "")), card=card)
        above[entry.span.path] = entry_id
    return tuple(records[key] for key in sorted(records))


def _record(entry: Entry, face: Face, entry_id: EntryId, above: str) -> Record:
    return Record(
        id=entry_id,
        answer=face.answer,
        after=above,
        path=entry.span.path,
        section=tuple(" ".join(heading.split()) for heading in entry.section if heading.strip()),
        prompt=" ".join(entry.prompt.split()),
    )


def _absent(record: Record, doubts: tuple[EntryId, ...], present: set[EntryId]) -> Record:
    """Return the record of an entry that is not in the notes: held while anything may be it, else gone.

    A line held without candidates (damaged, or answered with an id that does not exist) waits for the user.
    """
    if record.state is State.GONE:
        return record
    waits = record.state is State.HELD and not record.others
    others = tuple(sorted({*doubts, *(other for other in record.others if other in present)}))
    return replace(record, state=State.HELD if others or waits else State.GONE, others=others)


def _questions(bank: Bank, lock: Lock, path: str) -> Iterator[Diagnostic]:
    """Yield a warning for each held id."""
    entries = {entry.id: entry for entry in bank.entries}
    for line, record in enumerate(lock.records, lock.line_of(lock.records[0].id) if lock.records else 0):
        if record.state is State.HELD:
            yield _question(record, [entries[other] for other in record.others], f"{path}:{line}")


def _question(record: Record, others: Sequence[Entry], line: str) -> Diagnostic:
    if not others:
        name, _, number = line.rpartition(":")
        span = Span(path=name, line=int(number), end_line=int(number))
        hint = "restore the line from git; or in place of `held` write `is:` and the id of its entry, or `gone`"
        message = f"nobody knows which entry {record.id} is now (“{_short(record.prompt) or '?'}”)"
        return warning(Code.AMBIGUOUS_IDENTITY, message, span, hint)
    more = "".join(f"; or {other.span} “{_short(other.prompt)}”" for other in others[1:])
    message = (
        f"“{_short(others[0].prompt)}” may be what “{_short(record.prompt)}” ({record.path}) has become{more}; "
        "until you say, it counts as new and the old history is kept aside"
    )
    choice = " or ".join(f"`is:{other.id}`" for other in others)
    hint = f"{line}: in place of `held:…` write {choice} if it is the same question, `gone` if the old one was removed"
    return warning(Code.AMBIGUOUS_IDENTITY, message, others[0].span, hint)


def _short(prompt: str, length: int = 40) -> str:
    line = " ".join(prompt.split())
    return line if len(line) <= length else line[: length - 1] + "…"
