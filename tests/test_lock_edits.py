"""Ids live through years of editing: random edit scripts over made-up notes whose truth is known."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from generator.diagnostics import Code, Span
from generator.model.bank import Answer, AnswerKind, Bank, Entry, EntryId, Kind, Markdown
from generator.store.identity import identify
from generator.store.lock import read_lock, write_lock
from generator.store.records import Lock, State

WORDS = Path(__file__).parent / "lock"
TERMS = (WORDS / "terms.txt").read_text(encoding="utf-8").splitlines()
FRAMES = (WORDS / "frames.txt").read_text(encoding="utf-8").splitlines()
PHRASES = (WORDS / "phrases.txt").read_text(encoding="utf-8").splitlines()
LETTERS = "的一是在和用于层数模型值率训练参数据特征网络abcdefg"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """An entry, and the questions whose history it may rightly carry on (its own first)."""

    truth: tuple[int, ...]
    path: str
    section: tuple[str, ...]
    prompt: str
    answer: str


@dataclass(slots=True, kw_only=True)
class Author:
    """Someone who writes notes, and goes on editing them."""

    rng: random.Random
    count: int = 0
    answered: float = 0.75
    asked: set[str] = field(default_factory=set)

    def number(self) -> tuple[int]:
        self.count += 1
        return (self.count,)

    def prompt(self) -> str:
        """Ask what was never asked before; these very words again would be the same question."""
        while True:
            frame = self.rng.choice(FRAMES)
            prompt = frame.format(*self.rng.sample(TERMS, frame.count("{}")))
            if prompt not in self.asked:
                self.asked.add(prompt)
                return prompt

    def answer(self) -> str:
        if self.rng.random() > self.answered:
            return ""
        phrases = self.rng.sample(PHRASES, self.rng.randint(2, 9))
        return "，".join(f"{phrase}{self.rng.choice(TERMS)}" for phrase in phrases) + "。"

    def question(self, path: str, section: tuple[str, ...]) -> Question:
        return Question(truth=self.number(), path=path, section=section, prompt=self.prompt(), answer=self.answer())

    def notes(self, size: int) -> list[Question]:
        """Write a few files of a few sections."""
        places = [at * 12 // size for at in range(size)]
        return [self.question(f"note{at // 4}.md", (f"第{at}章",) if at % 4 else ()) for at in places]

    def typo(self, text: str) -> str:
        """Strike one wrong key."""
        at = self.rng.randrange(len(text))
        kind = self.rng.randrange(3)
        if kind == 0:
            return text[:at] + self.rng.choice(LETTERS) + text[at + 1 :]
        if kind == 1:
            return text[:at] + self.rng.choice(LETTERS) + text[at:]
        return text[:at] + text[at + 1 :] or text

    def reword(self, text: str) -> str:
        """Ask the same in slightly other words."""
        swaps = (
            ("什么是", "何为"),
            ("区别", "差异"),
            ("怎么", "如何"),
            ("？", "?"),
            ("为什么", "为何"),
            ("有什么", "有哪些"),
        )
        old, new = self.rng.choice(swaps)
        if old in text:
            return text.replace(old, new)
        return self.rng.choice(("请说明：{}", "{}（重点）", "{} ", "{}请举例")).format(text)

    def revise(self, text: str) -> str:
        """Rewrite a part of an answer, or write the missing one."""
        if not text:
            return self.rng.choice(("", self.answer()))
        parts = text.split("，")
        if self.rng.random() < 0.5:
            parts.insert(self.rng.randrange(len(parts) + 1), self.rng.choice(PHRASES))
        elif len(parts) > 2:
            parts.pop(self.rng.randrange(len(parts)))
        return "，".join(parts)

    def edit(self, notes: list[Question], rate: float) -> list[Question]:
        """Touch a share of the questions, then the order of things."""
        edited = [self.touch(q) if self.rng.random() < rate else q for q in notes]
        for _ in range(max(1, int(len(notes) * rate / 4))):
            edited = self.rng.choice(STRUCTURAL)(self, edited)
        return edited

    def touch(self, question: Question) -> Question:
        roll = self.rng.randrange(4)
        prompt = question.prompt
        if roll in {0, 2}:
            prompt = self.typo(prompt)
        if roll == 1:
            prompt = self.reword(prompt)
        answer = self.revise(question.answer) if roll in {2, 3} else question.answer
        return replace(question, prompt=prompt, answer=answer)

    def insert(self, notes: list[Question]) -> list[Question]:
        at = self.rng.randrange(len(notes))
        return [*notes[:at], self.question(notes[at].path, notes[at].section), *notes[at:]]

    def remove(self, notes: list[Question]) -> list[Question]:
        at = self.rng.randrange(len(notes))
        return notes[:at] + notes[at + 1 :]

    def replace_one(self, notes: list[Question]) -> list[Question]:
        """Take one question out and put another one in its place."""
        at = self.rng.randrange(len(notes))
        return [*notes[:at], self.question(notes[at].path, notes[at].section), *notes[at + 1 :]]

    def reorder(self, notes: list[Question]) -> list[Question]:
        at = self.rng.randrange(len(notes))
        same = [i for i, q in enumerate(notes) if (q.path, q.section) == (notes[at].path, notes[at].section)]
        shuffled = self.rng.sample(same, len(same))
        order = dict(zip(same, shuffled, strict=True))
        return [notes[order.get(i, i)] for i in range(len(notes))]

    def split(self, notes: list[Question]) -> list[Question]:
        at = self.rng.randrange(len(notes))
        q = notes[at]
        half = len(q.answer) // 2
        parts = [
            replace(q, truth=(*q.truth, *self.number()), prompt=f"{q.prompt}{more}", answer=answer)
            for more, answer in (("先说原理", q.answer[:half]), ("再说应用", q.answer[half:]))
        ]
        return [*notes[:at], *parts, *notes[at + 1 :]]

    def merge(self, notes: list[Question]) -> list[Question]:
        at = self.rng.randrange(len(notes) - 1)
        one, two = notes[at], notes[at + 1]
        both = replace(
            one,
            truth=(*one.truth, *two.truth, *self.number()),
            prompt=f"{one.prompt}{two.prompt}",
            answer=one.answer + two.answer,
        )
        return [*notes[:at], both, *notes[at + 2 :]]

    def rename_file(self, notes: list[Question]) -> list[Question]:
        path, new = self.rng.choice(notes).path, f"renamed{self.number()[0]}.md"
        return in_files([replace(q, path=new) if q.path == path else q for q in notes])

    def rename_section(self, notes: list[Question]) -> list[Question]:
        section, new = self.rng.choice(notes).section, (f"新第{self.number()[0]}章",)
        return [replace(q, section=new) if q.section == section else q for q in notes]

    def move_section(self, notes: list[Question]) -> list[Question]:
        source, target = self.rng.choice(notes), self.rng.choice(notes)
        moved = [
            replace(q, path=target.path) if (q.path, q.section) == (source.path, source.section) else q for q in notes
        ]
        return in_files(moved)


STRUCTURAL = (
    Author.insert,
    Author.insert,
    Author.remove,
    Author.replace_one,
    Author.reorder,
    Author.split,
    Author.merge,
    Author.rename_file,
    Author.rename_section,
    Author.move_section,
)


def in_files(notes: list[Question]) -> list[Question]:
    """Sort by file, as the pipeline reads them."""
    return sorted(notes, key=lambda q: q.path)


def entry(prompt: str, answer: str = "", *, path: str = "a.md", section: tuple[str, ...] = (), line: int = 1) -> Entry:
    """Return an entry as a reader would."""
    return Entry(
        id=EntryId(""),
        prompt=prompt,
        prompt_markdown=Markdown(prompt),
        kind=Kind.QUESTION,
        span=Span(path=path, line=line, end_line=line),
        section=section,
        answer=Answer(kind=AnswerKind.TEXT if answer else AnswerKind.NONE, text=answer),
    )


def bank(notes: list[Question]) -> Bank:
    """Return the bank that a reader would make of the questions."""
    return Bank(
        entries=tuple(
            entry(q.prompt, q.answer, path=q.path, section=q.section, line=i + 1) for i, q in enumerate(notes)
        )
    )


@dataclass(slots=True, kw_only=True)
class Tally:
    """What became of ids over many builds."""

    kept: int = 0
    lost: int = 0
    wrong: int = 0

    @property
    def share(self) -> float:
        return self.kept / max(1, self.kept + self.lost)


def tally(
    notes: list[Question], ids: list[str], owners: dict[str, tuple[int, ...]], total: Tally
) -> dict[str, tuple[int, ...]]:
    """Count kept, lost and wrong ids against their owners of the last build; return the owners of this one."""
    owned = {truth[0] for truth in owners.values() if len(truth) == 1}
    for question, entry_id in zip(notes, ids, strict=True):
        before = owners.get(entry_id)
        if before is not None and not set(before) & set(question.truth):
            total.wrong += 1
        elif len(question.truth) == 1 and question.truth[0] in owned:
            total.kept += before is not None
            total.lost += before is None
    return {**owners, **dict(zip(ids, (q.truth for q in notes), strict=True))}


def build_for_years(seed: int, *, size: int, rate: float, builds: int = 4) -> Tally:
    """Let an author edit notes between builds, and count what became of the ids."""
    author = Author(rng=random.Random(seed))
    notes, lock, owners, total = in_files(author.notes(size)), Lock(), {}, Tally()
    for _ in range(builds):
        named, lock, _found = identify(bank(notes), lock)
        ids = [e.id for e in named.entries]
        assert len(set(ids)) == len(ids)
        owners = tally(notes, ids, owners, total)
        assert identify(named, lock)[:2] == (named, lock)
        assert read_lock(write_lock(lock)) == (lock, ())
        assert set(owners) <= {record.id for record in lock.records}
        notes = author.edit(notes, rate)
    return total


@pytest.mark.parametrize("rate", [0.02, 0.1])
def test_edit_scripts_keep_ids_and_misassign_none(rate):
    tallies = [build_for_years(seed, size=120, rate=rate) for seed in range(25)]
    total = Tally(**{name: sum(getattr(t, name) for t in tallies) for name in ("kept", "lost", "wrong")})
    assert total.kept > 5000
    assert total.wrong == 0
    assert total.share >= 0.99


def test_frantic_editing_loses_history_before_it_misassigns_any():
    tallies = [build_for_years(seed, size=100, rate=0.6) for seed in range(10)]
    assert sum(t.wrong for t in tallies) == 0
    assert sum(t.kept for t in tallies) > 2000


TWINS = (
    ("优点", "缺点"),
    ("原理", "结构"),
    ("批归", "层归"),
    ("L1", "L2"),
    ("RNN", "CNN"),
    ("BERT", "GPT"),
    ("LSTM", "GRU"),
    ("随机森林", "决策树"),
    ("Adam", "SGD"),
    ("卷积层", "池化层"),
    ("自注意力", "注意力"),
    ("逻辑回归", "线性回归"),
)


def twin(prompt: str) -> str:
    """Return another question that looks much the same."""
    for one, other in TWINS:
        for a, b in ((one, other), (other, one)):
            if a in prompt:
                return prompt.replace(a, b)
    return prompt


@pytest.mark.parametrize("answered", [0.0, 1.0])
def test_twin_in_the_same_place_never_inherits(answered):
    tried = 0
    for seed in range(20):
        author = Author(rng=random.Random(seed), answered=answered)
        notes = in_files(author.notes(100))
        named, lock, _ = identify(bank(notes), Lock())
        prompts = {q.prompt for q in notes}
        places = [i for i in author.rng.sample(range(100), 10) if twin(notes[i].prompt) not in prompts]
        edited = [
            replace(q, prompt=twin(q.prompt), answer=author.answer()) if i in places else q for i, q in enumerate(notes)
        ]
        again, _, _ = identify(bank(edited), lock)
        tried += len(places)
        assert [i for i in places if again.entries[i].id == named.entries[i].id] == []
        kept = [i for i in range(100) if again.entries[i].id == named.entries[i].id]
        assert len(kept) == 100 - len(places)
    assert tried > 50


def test_undone_edits_bring_every_id_back():
    author = Author(rng=random.Random(7))
    notes = in_files(author.notes(120))
    named, lock, _ = identify(bank(notes), Lock())
    for _ in range(3):
        _, lock, _ = identify(bank(author.edit(notes, 0.3)), lock)
    undone, lock, found = identify(bank(notes), lock)
    same = sum(a.id == b.id for a, b in zip(named.entries, undone.entries, strict=True))
    assert same >= 114  # a split or merged question may have become ambiguous
    assert [d for d in found if d.code is not Code.AMBIGUOUS_IDENTITY] == []


def test_everything_removed_and_everything_back():
    author = Author(rng=random.Random(3))
    notes = in_files(author.notes(60))
    named, lock, _ = identify(bank(notes), Lock())
    _, empty, found = identify(Bank(), lock)
    assert found == ()
    assert {record.state for record in empty.records} == {State.GONE}
    back, again, found = identify(bank(notes), empty)
    assert (back, again, found) == (named, lock, ())


def test_order_in_which_files_are_read_does_not_matter_to_ids():
    author = Author(rng=random.Random(5))
    notes = author.notes(90)
    forward, _, _ = identify(bank(in_files(notes)), Lock())
    backward, _, _ = identify(bank(sorted(notes, key=lambda q: q.path, reverse=True)), Lock())
    assert {(e.prompt, e.section, e.id) for e in forward.entries} == {
        (e.prompt, e.section, e.id) for e in backward.entries
    }
