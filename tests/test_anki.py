"""The Anki deck: what its cards say, what never reaches them, and names and bytes that stay the same."""

import importlib.util
import io
import json
import re
import sqlite3
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from generator.diagnostics import Code, StudypressError
from generator.model.bank import Answer, AnswerKind, Asked, EntryId, Markdown, Marker, Option, Topic
from generator.model.deck import EPOCH
from generator.writers.anki import make_deck, write_deck
from generator.writers.anki_names import deck_name, guid, levels, tags
from generator.writers.anki_sink import LONGEST_SIDE, CardSink
from generator.writers.anki_types import CHOICE, NOTE_TYPES, QUESTION, face

HERE = Path(__file__).parent / "anki"
_spec = importlib.util.spec_from_file_location("anki_decks", HERE / "decks.py")
decks = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(decks)
entry, hand_bank = decks.entry, decks.hand_bank


@pytest.fixture
def press(tmp_path):
    return decks.new_press(tmp_path)


@pytest.fixture
def sink(press):
    return CardSink(press, "part one/notes.md", {})


def fields_of(bank, press, **more):
    """Return the fields of every note by name, by entry id."""
    types = {one.name: one for one in NOTE_TYPES}
    return {
        note.fields[0]: dict(zip([f.name for f in types[note.note_type].fields], note.fields, strict=True))
        for note in make_deck(bank, press, **more).notes
    }


def codes(press):
    return [(one.code, str(one.span)) for one in press.found]


# --- identity ------------------------------------------------------------------------------------------------


def test_the_ids_of_note_types_never_change(golden):
    frozen = [[one.id, one.name, one.template, [[field.id, field.name] for field in one.fields]] for one in NOTE_TYPES]
    golden(HERE / "identity.json", json.dumps(frozen, indent=1) + "\n")


def test_every_id_is_used_once():
    ids = [number for one in NOTE_TYPES for number in (one.id, one.template, *(field.id for field in one.fields))]
    assert len(ids) == len(set(ids))
    assert all(sum(field.name.startswith("Spare") for field in one.fields) == 4 for one in NOTE_TYPES)


def test_a_guid_is_made_from_ids_alone(press):
    before = make_deck(hand_bank(entry(1, "问题一", "答"), entry(2, "问题二", "答")), press)
    after = make_deck(hand_bank(entry(2, "改写了", "新的答案", section=("搬走",)), entry(1, "问题一", "答")), press)
    assert {note.guid for note in before.notes} == {note.guid for note in after.notes}
    assert guid(EntryId("e1"), QUESTION) == "h4vwazr5ke7cglkp"


def test_a_guid_differs_between_entries_and_note_types():
    names = [guid(EntryId(f"e{i}"), one) for i in range(500) for one in NOTE_TYPES]
    assert len(set(names)) == 1000


def test_two_builds_give_the_same_bytes_and_leave_no_file(press, tmp_path, monkeypatch):
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    bank = decks.notes_bank()
    first = write_deck(bank, press)
    second = write_deck(bank, decks.new_press(tmp_path))
    assert first == second
    assert first.path == "deck.apkg"
    assert list(temporary.iterdir()) == []


def test_the_package_is_small_and_dated_once_and_for_all(press):
    archive = zipfile.ZipFile(io.BytesIO(write_deck(decks.notes_bank(), press).data))
    assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    database = archive.getinfo("collection.anki2")
    assert database.compress_size < database.file_size / 3
    names = list(json.loads(archive.read("media")).values())
    assert names == sorted(names)


def test_each_note_is_dated_by_its_own_change(press):
    bank = hand_bank(entry(1, "一", "答"), entry(2, "二", "答"))
    data = write_deck(bank, press, modified={EntryId("e2"): EPOCH + 5}, faces_modified=EPOCH + 9).data
    database = sqlite3.connect(":memory:")
    database.deserialize(zipfile.ZipFile(io.BytesIO(data)).read("collection.anki2"))
    assert database.execute("select mod from notes order by id").fetchall() == [(EPOCH,), (EPOCH + 5,)]
    models = json.loads(database.execute("select models from col").fetchone()[0])
    assert [model["mod"] for model in models.values()] == [EPOCH + 9]
    database.close()


# --- what a card says ----------------------------------------------------------------------------------------


def test_the_deck_reads_as_agreed(press, golden):
    deck = make_deck(decks.notes_bank(), press, unanswered=True)
    types = {one.name: one for one in NOTE_TYPES}
    lines = [deck.name, *(f"{name} {len(data)}" for name, data in deck.media if name.endswith(".svg"))]
    for note in deck.notes:
        lines += ["", f"== {note.guid} {note.note_type} | {note.deck} | {' '.join(note.tags)} | {note.due}"]
        named = zip(types[note.note_type].fields, note.fields, strict=True)
        lines += [f"[{field.name}] {value}" for field, value in named if value]
    text = re.sub(r"studypress-[0-9a-f]{20}", "studypress-…", "\n".join(lines))  # encoders of pictures change
    golden(HERE / "deck.txt", text + "\n")


def test_the_spoken_answer_comes_first_and_the_rest_is_folded(press):
    answer = Answer(
        kind=AnswerKind.TEXT, text="x", markdown=Markdown("口语\n\n细节"), details=Markdown("\n\n细节"), line=11
    )
    one = replace(entry(1, "问"), answer=answer, oral=Markdown("口语"))
    fields = fields_of(hand_bank(one), press)["e1"]
    assert fields["Short"] == "<p>口语</p>"
    assert fields["Details"] == "<p>细节</p>"


def test_without_a_spoken_answer_all_of_it_is_shown(press):
    fields = fields_of(hand_bank(entry(1, "问", "全部")), press)["e1"]
    assert (fields["Short"], fields["Details"]) == ("", "<p>全部</p>")


def test_section_badges_and_source(press):
    asked = Asked(date="2023-03-05", company="飞鸟科技", round="一面")
    one = entry(
        1,
        "问 <b>",
        "答",
        section=("模型 & 训练", "优化"),
        asked=asked,
        markers=frozenset({Marker.ASKED, Marker.FREQUENT}),
    )
    fields = fields_of(hand_bank(one), press)["e1"]
    assert fields["Section"] == "a.md › 模型 &amp; 训练 › 优化"
    assert fields["Badges"] == (
        '<span class="badge frequent">高频</span><span class="badge asked">飞鸟科技 / 一面 / 2023-03-05</span>'
    )
    assert fields["Source"] == "a.md:10"


def test_frequent_and_asked_entries_are_new_first(press):
    bank = hand_bank(
        entry(1, "一", "答"),
        entry(2, "二"),
        entry(3, "三", "答", markers=frozenset({Marker.FREQUENT})),
        entry(4, "四", "答", markers=frozenset({Marker.ASKED})),
    )
    notes = make_deck(bank, press, unanswered=True).notes
    assert [(note.fields[0], note.due) for note in notes] == [("e3", 1), ("e4", 2), ("e1", 3), ("e2", 4)]


def test_unanswered_entries_wait_in_a_deck_of_their_own_when_wanted(press):
    bank = hand_bank(entry(1, "一", "答"), entry(2, "二"), topics=(Topic(id="t", zh="题", en="Topic"),))
    assert [note.deck for note in make_deck(bank, press).notes] == ["面试::其他"]
    assert [note.deck for note in make_deck(bank, press, unanswered=True).notes] == ["面试::其他", "面试::待补充"]


def test_labels_tags_and_decks_follow_the_language(tmp_path):
    press = decks.new_press(tmp_path, language="en")
    note = make_deck(decks.notes_bank(), press).notes[0]
    assert note.deck == "面试::Deep learning"
    assert note.tags == ("mark::frequent", "topic::Deep_learning")


def test_tags_of_topic_marks_and_company(press):
    asked = Asked(company="飞鸟 科技")
    one = entry(1, "问", "答", asked=asked, markers=frozenset(Marker), topic="t")
    note = make_deck(hand_bank(one, topics=(Topic(id="t", zh="深度\u3000学习：CNN::RNN", en=""),)), press).notes[0]
    assert note.tags == (
        "主题::深度_学习：CNN：RNN",
        "公司::飞鸟_科技",
        "标记::不会",
        "标记::待完善",
        "标记::真题",
        "标记::高频",
    )


def test_a_choice_hides_its_key_in_front(press):
    options = (
        Option(text=Markdown("甲 $x<1$"), rationale=Markdown("因为 **错**")),
        Option(text=Markdown("乙"), is_key=True),
        Option(text=Markdown("丙"), is_key=True),
    )
    fields = fields_of(hand_bank(entry(1, "选", "解析", options=options)), press)["e1"]
    assert fields["Options"] == (
        '<ol class="options"><li><span class="letter">A</span>甲 <span class="tex">\\(x&lt;1\\)</span></li>'
        '<li><span class="letter">B</span>乙</li><li><span class="letter">C</span>丙</li></ol>'
    )
    assert fields["Key"] == "BC"
    assert fields["Solution"].count('<li class="key">') == 2
    assert '<div class="why"><p>因为 <strong>错</strong></p></div>' in fields["Solution"]


# --- formulas ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tex", "card"),
    [
        ("a<b, c>d & e", "\\(a&lt;b, c&gt;d &amp; e\\)"),
        (r"\frac{a}{b^{2}}", r"\(\frac{a}{b^{2} }\)"),
        (r"\left\{{x}\right\}", r"\(\left\{{x}\right\}\)"),
        (r"\{{x\}}", r"\(\{{x\} }\)"),
        (r"\text{若 \(x\) 真}", r"\(\text{若 $x$ 真}\)"),
        (r"a \\(b)", r"\(a \\(b)\)"),
        (r"\classical", r"\(\classical\)"),
    ],
)
def test_inline_tex_is_for_mathjax(sink, tex, card):
    assert sink.formula(tex, display=False, line=1) == f'<span class="tex">{card}</span>'


def test_display_tex_keeps_its_lines(sink):
    assert sink.formula("a\\\\[2pt]\nb", display=True, line=1) == '<span class="tex display">\\[a\\\\[2pt]\nb\\]</span>'


@pytest.mark.parametrize("command", ["href", "style", "class", "cssId", "data", "require"])
def test_tex_that_does_more_than_show_is_shown_as_source(press, sink, command):
    html = sink.formula(rf"\{command}{{javascript:alert(1)}}{{<x>}}", display=False, line=7)
    assert html == rf'<code class="tex-error">\{command}{{javascript:alert(1)}}{{&lt;x&gt;}}</code>'
    assert codes(press) == [(Code.BAD_TEX, "part one/notes.md:7")]
    assert rf"\{command}" in press.found[0].hint


@given(st.text(alphabet="}{\\()ab<>& ", max_size=40))
def test_a_formula_ends_only_at_its_end(tex):
    html = CardSink.formula(object.__new__(CardSink), tex, display=False, line=1)
    body = html.removeprefix('<span class="tex">\\(').removesuffix("\\)</span>")
    assert "}}" not in body
    assert "<" not in body
    assert "\\(" not in body.replace("\\\\", "")
    assert "\\)" not in body.replace("\\\\", "")


# --- text that Anki would take for something else --------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("看 [sound:a.mp3] 吧", "<p>看 &#91;sound:a.mp3] 吧</p>"),
        ("[latex]x[/latex]", "<p>&#91;latex]x&#91;/latex]</p>"),
        ("`re.compile('\\(')`", "<p><code>re.compile('\\(')</code></p>"),
        ("正则 &#92;(x&#92;)", "<p>正则 \\\u2060(x\\)</p>"),
    ],
)
def test_text_stays_text(sink, source, html):
    assert sink.html(source, line=1) == html


def test_nothing_active_reaches_a_card(press):
    text = " ".join(value for note in make_deck(decks.notes_bank(), press).notes for value in note.fields).lower()
    for bad in (
        "<script",
        "onerror",
        "onclick",
        'href="javascript',
        "<iframe",
        "[sound:",
        "[latex]",
        "\\href{javascript:alert(3)}{x}\\)",
    ):
        assert bad not in text


def test_code_is_highlighted_with_classes(sink):
    html = sink.html("```python\nx = 'a<b'  # 注释\n```", line=1)
    assert '<pre class="code"><code>' in html
    assert "<span class=\"s1\">'a&lt;b'</span>" in html
    assert "style=" not in html


# --- pictures --------------------------------------------------------------------------------------------------


def test_pictures_have_names_made_of_their_content(press):
    deck = make_deck(decks.notes_bank(), press)
    names = [name for name, _ in deck.media]
    assert len(names) == 3
    assert names == sorted(names)
    assert all(name.startswith("studypress-") and "/" not in name for name in names)
    used = " ".join(value for note in deck.notes for value in note.fields)
    assert all(f'src="{name}"' in used for name in names)


def test_missing_and_remote_pictures_leave_a_box_and_a_complaint(press):
    make_deck(decks.notes_bank(), press)
    found = dict(codes(press))
    assert found[Code.MISSING_PICTURE] == "part one/notes.md:32"
    assert found[Code.REMOTE_PICTURE] == "part one/notes.md:33"


def test_a_large_picture_is_scaled_down_but_keeps_its_width_on_the_card(press, sink):
    html = sink.picture("figures/残差%20块.png", alt='a"b', zoom=0.25, line=1)
    assert 'alt="a&quot;b"' in html
    assert 'width="600"' in html
    [(name, data)] = sink._media.items()
    assert name in html
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.size == (LONGEST_SIDE, 400)


@pytest.mark.parametrize(
    ("name", "mode", "kind"), [("p.png", "P", "PNG"), ("j.jpg", "RGB", "JPEG"), ("g.png", "LA", "PNG")]
)
def test_every_kind_of_large_picture_can_be_scaled_down(tmp_path, sink, name, mode, kind):
    decks.paint(tmp_path / "part one" / name, (100, 2000), "red", mode)
    sink.picture(name, alt="", zoom=1, line=1)
    [data] = sink._media.values()
    with Image.open(io.BytesIO(data)) as picture:
        assert (picture.format, picture.height) == (kind, LONGEST_SIDE)


def test_a_small_picture_is_kept_byte_for_byte(tmp_path, sink):
    sink.picture("figures/fig.png", alt="", zoom=1, line=1)
    assert [*sink._media.values()] == [(tmp_path / "part one/figures/fig.png").read_bytes()]


def test_a_drawing_is_kept_as_it_is_unless_it_is_active(tmp_path, sink):
    quiet = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="5" height="5"/></svg>'
    loud = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9"'
        ' onload="a()">'
        '<script>b()</script><g id="g"/><use xlink:href="#g"/><image href="https://example.org/x.png"/>'
        "<foreignObject><p>x</p></foreignObject></svg>"
    )
    for name, text in (("quiet.svg", quiet), ("loud.svg", loud)):
        (tmp_path / "part one" / name).write_text(text)
        sink.picture(name, alt="", zoom=1, line=1)
    kept, changed = sorted(sink._media.values(), key=lambda data: data != quiet.encode())
    assert kept == quiet.encode()
    text = changed.decode()
    assert all(bad not in text for bad in ("script", "onload", "example.org", "foreignObject"))
    assert "#g" in text
    assert ET.fromstring(text).tag.endswith("svg")


def test_a_picture_that_stands_for_a_formula_becomes_one(tmp_path):
    press = decks.new_press(tmp_path)
    press.pictures._mapping["eq.png"] = "$x^{2}$"
    assert (
        CardSink(press, "a.md", {}).picture("eq.png", alt="", zoom=1, line=1) == '<span class="tex">\\(x^{2}\\)</span>'
    )


# --- names -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_levels", "name"),
    [
        (("面试", "深度学习"), "面试::深度学习"),
        (("A::B", "C : :: D"), "A：B::C：D"),
        (("A:", ":B"), "A::B"),
        (("", "  ", "\x1f", "x"), "x"),
        (('a"b\tc  d',), "a'b c d"),
        (("e\u0301",), "\u00e9"),
    ],
)
def test_deck_names_stay_what_they_are(given_levels, name):
    assert deck_name(*given_levels) == name


def test_a_title_with_levels_makes_a_tree():
    assert levels("求职::算法 ::") == ("求职", "算法 ")


def test_a_tag_with_an_empty_part_is_left_out():
    assert tags([("主题", " "), ("主题", "b"), ("主题", "a b"), ("主题", "b")]) == ("主题::a_b", "主题::b")


@given(st.lists(st.text(max_size=12), max_size=4))
def test_names_hold_nothing_that_anki_would_change(parts):
    for tag in tags([tuple(parts)]):
        assert not any(char.isspace() or ord(char) < 32 for char in tag)
    name = deck_name(*parts)
    assert all(part and part == part.strip(" :") for part in name.split("::")) or not name


def test_an_empty_title_is_called_studypress(tmp_path):
    deck = make_deck(hand_bank(entry(1, "一", "答")), decks.new_press(tmp_path, title="::"))
    assert deck.name == "Studypress"


# --- faces -----------------------------------------------------------------------------------------------------


def test_users_replace_one_face_and_keep_the_others(tmp_path):
    own = tmp_path / "templates/anki"
    own.mkdir(parents=True)
    (own / "question.front.html").write_text(
        "<i>{{#Question}}{{text:Question}}{{/Question}}</i>{{Tags}} [[key]]", encoding="utf-8"
    )
    data = write_deck(hand_bank(entry(1, "一", "答")), decks.new_press(tmp_path, templates=own.parent)).data
    collection = zipfile.ZipFile(io.BytesIO(data)).read("collection.anki2").decode("utf-8", "replace")
    assert "{{text:Question}}" in collection


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (b"<p>\n{{Questoin}}</p>", "question.front.html:2: there is no field 'Questoin'"),
        (b"{{#Key}}x{{/Key}}", "there is no field 'Key'"),
        (b"{{Question}} [[nope]]", "nope"),
        (b"\xff\xfe", "question.front.html: "),
    ],
)
def test_a_wrong_face_is_named(tmp_path, text, complaint):
    own = tmp_path / "templates/anki"
    own.mkdir(parents=True)
    (own / "question.front.html").write_bytes(text)
    with pytest.raises(StudypressError, match=complaint) as caught:
        write_deck(hand_bank(entry(1, "一", "答")), decks.new_press(tmp_path, templates=own.parent))
    assert caught.value.hint


def test_a_missing_face_is_named(tmp_path):
    with pytest.raises(StudypressError, match=r"choice\.front\.html"):
        face(CHOICE, (tmp_path,), {})


def test_faces_know_every_badge_and_hide_what_is_retired():
    folder = Path(__file__).parent.parent / "templates/anki"
    css = (folder / "card.css").read_text(encoding="utf-8")
    assert all(f".badge.{marker}" in css for marker in Marker)
    for one in NOTE_TYPES:
        front = (folder / f"{one.stem}.front.html").read_text(encoding="utf-8")
        assert front.strip().startswith("{{^Retired}}")
        assert front.strip().endswith("{{/Retired}}")
        assert not any(f"{{{{{secret}}}}}" in front for secret in ("Short", "Details", "Key", "Solution"))


def test_answers_of_other_kinds_are_cards_too(press):
    link = Answer(kind=AnswerKind.LINK, markdown=Markdown("https://example.org/a"), line=2)
    unknown = Answer(kind=AnswerKind.UNKNOWN)
    bank = hand_bank(replace(entry(1, "一"), answer=link), replace(entry(2, "二"), answer=unknown))
    fields = fields_of(bank, press)
    assert list(fields) == ["e1"]
    assert 'href="https://example.org/a"' in fields["e1"]["Details"]
