"""The deck in the real Anki: what an import does, what updates keep, and what the cards show."""

import importlib.util
import io
import re
import sqlite3
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from generator.model.bank import Answer, AnswerKind, EntryId, Markdown, Option, Topic
from generator.model.deck import EPOCH
from generator.writers.anki import write_deck
from generator.writers.anki_types import NOTE_TYPES

HERE = Path(__file__).parent / "anki"
_spec = importlib.util.spec_from_file_location("anki_decks", HERE / "decks.py")
decks = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(decks)
entry, hand_bank = decks.entry, decks.hand_bank

LATER = EPOCH + 1_000_000_000
"""Later than any note that a user changes while these tests run."""


@pytest.fixture
def press(tmp_path):
    return decks.new_press(tmp_path)


@pytest.fixture
def anki(tmp_path):
    with decks.desk(tmp_path / "anki") as opened:
        yield opened


def edited(bank, number, **changes):
    """Return the bank with one entry changed."""
    entries = list(bank.entries)
    entries[number] = replace(entries[number], **changes)
    return replace(bank, entries=tuple(entries))


def answer(text):
    return Answer(kind=AnswerKind.TEXT, text=text, markdown=Markdown(text), details=Markdown(text), line=6)


def test_every_note_gets_its_card_deck_tags_and_media(anki, press):
    bank = decks.notes_bank()
    assert anki.take(write_deck(bank, press).data) == {"new": 5, "updated": 0, "same": 0, "conflict": 0}
    cards = anki.cards()
    assert sorted(cards) == ["id-1", "id-2", "id-3", "id-4", "id-5"]
    assert {anki.col.decks.name(card.did) for card in cards.values()} == {"面试::深度 学习"}
    assert anki.notes()["id-4"].tags == ["主题::深度_学习", "公司::百度", "标记::真题"]
    assert [cards[name].due for name in ("id-1", "id-4", "id-2", "id-3", "id-5")] == [1, 2, 3, 4, 5]
    assert len(list(Path(anki.col.media.dir()).iterdir())) == 3
    assert not anki.col.media.check().missing
    assert anki.col.fix_integrity()[1]


def test_field_values_arrive_as_they_were_written(anki, press):
    bank = hand_bank(entry(1, "a<b 且 “c”", "`x\x1fy` &amp; $a<b$"))
    anki.take(write_deck(bank, press).data)
    note = anki.notes()["e1"]
    assert note["Question"] == "a&lt;b 且 “c”"
    assert note["Details"] == '<p><code>xy</code> &amp; <span class="tex">\\(a&lt;b\\)</span></p>'
    assert [note[field.name] for field in NOTE_TYPES[0].fields if field.name.startswith("Spare")] == [""] * 4


def test_the_ids_of_fields_and_templates_reach_anki(anki, press):
    anki.take(write_deck(decks.notes_bank(), press).data)
    for one in NOTE_TYPES:
        found = anki.col.models.get(one.id)
        assert found["name"] == one.name
        assert [(field["id"], field["name"]) for field in found["flds"]] == [(f.id, f.name) for f in one.fields]
        assert [template["id"] for template in found["tmpls"]] == [one.template]
        assert anki.col.models.sort_idx(found) == 1


def test_all_cards_render_and_no_question_shows_its_answer(anki, press):
    anki.take(write_deck(decks.notes_bank(), press, unanswered=True).data)
    for name, note in anki.notes().items():
        values = dict(note.items())
        question, back = anki.faces(name)
        assert note["Question"] in question
        assert note["Question"] in back
        assert not re.search(r"\{\{|\}\}|\[\[|Invalid|anki-?(?:latex|play)", question + back)
        for secret in ("Short", "Details", "Solution", "Source"):
            value = values.get(secret, "")
            assert not value or value not in question
            assert value in back


def test_the_key_of_a_choice_is_on_its_back_only(anki, press):
    anki.take(write_deck(decks.notes_bank(), press).data)
    question, back = anki.faces("id-2")
    assert question.count("<li>") == 4
    assert 'class="key"' not in question
    assert "尖角" not in question
    assert 'class="key"' in back
    assert "<b>C</b>" in back
    assert "尖角" in back


@pytest.mark.parametrize(("oral", "folded"), [("口语回答", True), ("", False)])
def test_details_are_folded_below_a_spoken_answer_only(anki, press, oral, folded):
    anki.take(write_deck(hand_bank(entry(1, "问", "笔记", oral=Markdown(oral))), press).data)
    question, back = anki.faces("e1")
    assert "口语回答" not in question
    assert ("<summary>展开笔记</summary>" in back) is folded
    assert back.index("口语回答" if folded else "笔记") > back.index('id="answer"')


def test_an_unanswered_card_says_so(anki, press):
    anki.take(write_deck(hand_bank(entry(1, "一", "答"), entry(2, "二")), press, unanswered=True).data)
    assert "笔记里还没有答案" in anki.faces("e2")[1]
    assert "笔记里还没有答案" not in anki.faces("e1")[1]


def test_nothing_active_is_rendered(anki, press):
    anki.take(write_deck(decks.notes_bank(), press).data)
    card = anki.cards()["id-5"]
    assert not card.question_av_tags()
    assert not card.answer_av_tags()
    text = " ".join(anki.faces("id-5")).lower()
    assert not re.search(r"<(script|iframe|object|embed)|\son\w+=|(?:href|src)=.?javascript", text)


def test_the_same_deck_again_changes_nothing(anki, press):
    data = write_deck(decks.notes_bank(), press).data
    anki.take(data)
    anki.study()
    before = anki.memory()
    assert anki.take(data) == {"new": 0, "updated": 0, "same": 5, "conflict": 0}
    assert anki.memory() == before


def test_an_edit_reaches_its_note_alone_and_keeps_the_schedule(anki, press):
    bank = decks.notes_bank()
    anki.take(write_deck(bank, press).data)
    anki.study()
    mine = anki.notes()["id-3"]
    mine.add_tag("我的")
    mine["Details"] = "我改的"
    anki.col.update_note(mine)
    before = anki.memory()
    changed = edited(bank, 0, prompt="改了", prompt_markdown=Markdown("改了"), answer=answer("新答案"))
    found = anki.take(write_deck(changed, press, modified={EntryId("id-1"): LATER}).data)
    assert found == {"new": 0, "updated": 1, "same": 4, "conflict": 0}
    assert anki.memory() == before
    assert (anki.notes()["id-1"]["Question"], anki.notes()["id-1"]["Details"]) == ("改了", "<p>新答案</p>")
    kept = anki.notes()["id-3"]
    assert kept["Details"] == "我改的"
    assert "我的" in kept.tags


def test_entries_inserted_moved_and_renamed_are_neither_doubled_nor_reset(anki, press):
    bank = hand_bank(entry(1, "一", "答"), entry(2, "二", "答"))
    anki.take(write_deck(bank, press).data)
    anki.study()
    before = anki.memory()
    moved = replace(bank.entries[0], span=replace(bank.entries[0].span, path="b.md", line=99), section=("别处",))
    after = hand_bank(entry(3, "三", "答"), bank.entries[1], moved)
    assert anki.take(write_deck(after, press).data) == {"new": 1, "updated": 0, "same": 2, "conflict": 0}
    assert [row for row in anki.memory() if row in before][:2] == before[:2]
    assert sorted(anki.notes()) == ["e1", "e2", "e3"]


def test_a_question_that_becomes_a_choice_is_a_new_note_without_conflict(anki, press):
    bank = hand_bank(entry(1, "一", "答"))
    anki.take(write_deck(bank, press).data)
    options = (Option(text=Markdown("甲"), is_key=True), Option(text=Markdown("乙")))
    found = anki.take(write_deck(edited(bank, 0, options=options), press, modified={EntryId("e1"): LATER}).data)
    assert found == {"new": 1, "updated": 0, "same": 0, "conflict": 0}


def test_new_faces_reach_the_cards_that_are_there(anki, tmp_path, press):
    bank = hand_bank(entry(1, "一", "答"))
    anki.take(write_deck(bank, press).data)
    anki.study()
    before = anki.memory()
    own = tmp_path / "templates/anki"
    own.mkdir(parents=True)
    (own / "question.front.html").write_text("<i>新样子 {{Question}}</i>", encoding="utf-8")
    new = decks.new_press(tmp_path, templates=own.parent)
    found = anki.take(write_deck(bank, new, faces_modified=LATER).data)
    assert found["conflict"] == 0
    assert anki.faces("e1")[0].strip() == "<i>新样子 一</i>"
    assert anki.memory() == before


def test_a_retired_note_leaves_an_empty_card(anki, press):
    anki.take(write_deck(hand_bank(entry(1, "一", "答"), entry(2, "二", "答")), press).data)
    note = anki.notes()["e1"]
    note["Retired"] = "1"
    anki.col.update_note(note)
    [report] = anki.col.get_empty_cards().notes
    assert report.note_id == note.id
    assert report.will_delete_note


def test_deck_names_that_anki_would_change_arrive_unchanged(anki, tmp_path):
    press = decks.new_press(tmp_path, title='面试 "2024"::算法')
    topics = (Topic(id="a", zh="C::D ", en=""), Topic(id="b", zh="BERT", en=""), Topic(id="c", zh="bert", en=""))
    bank = hand_bank(*(entry(i, f"问{i}", "答", topic=topic.id) for i, topic in enumerate(topics)), topics=topics)
    anki.take(write_deck(bank, press).data)
    names = {deck.name for deck in anki.col.decks.all_names_and_ids(skip_empty_default=True)}
    root = "面试 '2024'::算法"
    assert names == {"面试 '2024'", root, f"{root}::C：D", f"{root}::BERT"}
    assert sum(anki.col.decks.name(card.did).endswith("BERT") for card in anki.cards().values()) == 2


def test_a_deck_without_notes_can_be_imported(anki, press):
    assert anki.take(write_deck(hand_bank(entry(1, "一")), press).data)["new"] == 0


def test_two_pictures_of_one_name_stay_two(anki, press):
    anki.take(write_deck(decks.notes_bank(), press).data)
    names = re.findall(r'src="([^"]+)"', anki.faces("id-4")[1])
    assert len(set(names)) == 3
    folder = Path(anki.col.media.dir())
    assert len({(folder / name).read_bytes() for name in names}) == 3


def test_sqlite_finds_the_collection_sound(press):
    data = write_deck(decks.notes_bank(), press).data
    database = sqlite3.connect(":memory:")
    database.deserialize(zipfile.ZipFile(io.BytesIO(data)).read("collection.anki2"))
    assert database.execute("pragma integrity_check").fetchone() == ("ok",)
    database.close()
