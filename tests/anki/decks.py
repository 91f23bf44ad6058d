"""Small decks to test with: notes of our own, pictures, and collections of the real Anki."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from anki.collection import Collection, ImportAnkiPackageRequest
from PIL import Image

from generator.diagnostics import Span
from generator.model.bank import Answer, AnswerKind, Bank, Entry, EntryId, Kind, Markdown, Topic
from generator.press.desk import Press, Settings
from generator.readers import read
from generator.readers.source import decode

HERE = Path(__file__).parent


def notes_bank() -> Bank:
    """Return the bank read from notes.md, with ids and one topic."""
    source, _ = decode((HERE / "notes.md").read_bytes(), "part one/notes.md")
    assert source is not None
    found = read(source)
    entries = [replace(e, id=EntryId(f"id-{i}"), topic="dl") for i, e in enumerate(found.entries, 1)]
    return Bank(
        documents=(found.document,),
        entries=tuple(entries),
        topics=(Topic(id="dl", zh="深度 学习", en="Deep learning"),),
    )


def entry(number: int, prompt: str, answer: str = "", **more: object) -> Entry:
    """Return an entry made by hand."""
    kind = AnswerKind.TEXT if answer else AnswerKind.NONE
    made = Entry(
        id=EntryId(f"e{number}"),
        prompt=prompt,
        prompt_markdown=Markdown(prompt),
        kind=Kind.QUESTION,
        span=Span(path="a.md", line=10 * number),
        answer=Answer(
            kind=kind, text=answer, markdown=Markdown(answer), details=Markdown(answer), line=10 * number + 1
        ),
    )
    return replace(made, **more)


def hand_bank(*entries: Entry, topics: tuple[Topic, ...] = ()) -> Bank:
    """Return a bank of entries made by hand."""
    return Bank(entries=entries, topics=topics)


def new_press(folder: Path, *, title: str = "面试", language: str = "zh", templates: Path | None = None) -> Press:
    """Return a press for the content folder `folder`, with the pictures that notes.md names."""
    paint(folder / "part one/figures/残差 块.png", (2400, 600), "blue")
    paint(folder / "part one/figures/fig.png", (40, 30), "red")
    paint(folder / "part one/other/fig.png", (40, 30), "green")
    return Press(
        Settings(
            title=title,
            paper="A4",
            language=language,
            content=folder,
            cache=folder / ".cache",
            templates=templates,
            pictures={},
        )
    )


def paint(path: Path, size: tuple[int, int], colour: str, mode: str = "RGB") -> Path:
    """Save a picture of one colour."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, colour).convert(mode).save(path)
    return path


class Desk:
    """A collection of the real Anki that packages are imported into, with Anki's own default options."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.col = Collection(str(folder / "collection.anki2"))

    def take(self, package: bytes) -> dict[str, int]:
        """Import a package; return how many notes were new, updated, unchanged, in conflict."""
        path = self.folder / "deck.apkg"
        path.write_bytes(package)
        options = self.col._backend.get_import_anki_package_presets()
        log = self.col.import_anki_package(ImportAnkiPackageRequest(package_path=str(path), options=options)).log
        kinds = {"new": log.new, "updated": log.updated, "same": log.duplicate, "conflict": log.conflicting}
        return {name: len(found) for name, found in kinds.items()}

    def notes(self) -> dict[str, object]:
        """Return the notes by the id in their first field."""
        found = [self.col.get_note(nid) for nid in self.col.find_notes("")]
        return {note["ID"]: note for note in found}

    def cards(self) -> dict[str, object]:
        """Return the cards by the id in their notes' first field."""
        found = [self.col.get_card(cid) for cid in self.col.find_cards("")]
        return {card.note()["ID"]: card for card in found}

    def faces(self, name: str) -> tuple[str, str]:
        """Return what Anki shows on both sides of a card, without the style sheet."""
        card = self.cards()[name]
        return card.question().split("</style>")[-1], card.answer().split("</style>")[-1]

    def study(self) -> None:
        """Answer every card three times."""
        for cid in self.col.find_cards(""):
            card = self.col.get_card(cid)
            for _ in range(3):
                card.start_timer()
                states = self.col._backend.get_scheduling_states(cid)
                self.col.sched.answer_card(self.col.sched.build_answer(card=card, states=states, rating=3))
                card.load()

    def memory(self) -> list[list[object]]:
        """Return the scheduling of every card and the number of reviews."""
        rows = self.col.db.all("select id,type,queue,due,ivl,factor,reps,lapses,did from cards order by id")
        return [*rows, [self.col.db.scalar("select count() from revlog")]]


@contextmanager
def desk(folder: Path):
    """Open a fresh collection and close it again."""
    opened = Desk(folder)
    try:
        yield opened
    finally:
        opened.col.close()
