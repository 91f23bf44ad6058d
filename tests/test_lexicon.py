"""Finding terms, reading lexicons, the shipped pack, checking and suggesting."""

from __future__ import annotations

import tomllib
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import Code, Severity, StudypressError
from generator.transforms.folding import fold_case, fold_width
from generator.transforms.lexicon import Concept, Lexicon, is_cased, spellings
from generator.transforms.lexicon_check import check
from generator.transforms.lexicon_files import load, pack_names
from generator.transforms.lexicon_suggest import suggest

HERE = Path(__file__).parent / "lexicon"


@pytest.fixture(scope="module")
def pack() -> Lexicon:
    lexicon, found = load(["ml-nlp"])
    assert found == ()
    return lexicon


def lexicon_of(**names: tuple[str, ...]) -> Lexicon:
    return Lexicon.of(Concept(id=key, zh=forms[0], en="", aliases=forms[1:]) for key, forms in names.items())


# ---- folding ----


@given(st.text())
def test_folding_keeps_every_character_in_place(text):
    assert len(fold_case(text)) == len(text)
    assert len(fold_width(text)) == len(text)


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold_case(fold_case(text)) == fold_case(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [("ＢＥＲＴ", "bert"), ("過擬合", "过拟合"), ("naïve", "naive"), ("K–means", "k-means"), ("a\u3000b", "a b")],
)
def test_folding(text, folded):
    assert fold_case(text) == folded


# ---- finding ----


def found(lexicon: Lexicon, text: str) -> list[tuple[str, str]]:
    return [(match.concept, text[match.start : match.end]) for match in lexicon.find(text)]


def test_the_longest_of_overlapping_names_stands():
    lexicon = lexicon_of(entropy=("熵",), cross=("交叉熵",), loss=("交叉熵损失",))
    assert found(lexicon, "交叉熵损失与交叉熵和熵") == [
        ("loss", "交叉熵损失"),
        ("cross", "交叉熵"),
        ("entropy", "熵"),
    ]


def test_the_first_of_overlapping_names_stands():
    assert found(lexicon_of(ab=("甲乙",), bcd=("乙丙丁",)), "甲乙丙丁") == [("ab", "甲乙")]


@pytest.mark.parametrize("text", ["adamant", "madam", "adam2", "xadam", "Adamic"])
def test_latin_names_match_whole_words_only(text):
    assert found(lexicon_of(adam=("Adam",)), text) == []


@pytest.mark.parametrize("text", ["用Adam优化", "(adam)", "ADAM_1", "Ａｄａｍ", "Adams", "Adam"])
def test_latin_names_match_beside_anything_else(text):
    assert [concept for concept, _ in found(lexicon_of(adam=("Adam",)), text)] == ["adam"]


@pytest.mark.parametrize("text", ["batch norm", "batch-norm", "BatchNorm", "batch norms", "Batch—Norm"])
def test_joints_of_latin_words_may_be_written_in_any_way(text):
    assert [concept for concept, _ in found(lexicon_of(bn=("batch norm",)), text)] == ["bn"]


@pytest.mark.parametrize("text", ["K均值", "K 均值", "k均值"])
def test_space_between_scripts_is_free(text):
    assert [concept for concept, _ in found(lexicon_of(k=("K均值",)), text)] == ["k"]


def test_short_names_match_as_written():
    lexicon = lexicon_of(bn=("BN",), l1=("L1",))
    assert found(lexicon, "BN bn L1 l1") == [("bn", "BN"), ("l1", "L1"), ("l1", "l1")]


def test_cased_names_match_as_written_and_go_before_others():
    lexicon = Lexicon.of(
        [
            Concept(id="posterior", zh="最大后验", en="", cased=("MAP",)),
            Concept(id="precision", zh="平均精度", en="", cased=("mAP",)),
            Concept(id="chart", zh="地图", en="map"),
        ]
    )
    assert found(lexicon, "MAP mAP map Map") == [
        ("posterior", "MAP"),
        ("precision", "mAP"),
        ("chart", "map"),
        ("chart", "Map"),
    ]


def test_an_empty_lexicon_finds_nothing():
    for lexicon in (Lexicon(), Lexicon.of([])):
        assert lexicon.find("梯度 gradient") == ()
        assert lexicon.ids("梯度") == ()
        assert lexicon.ancestors("x") == frozenset()
        assert check(lexicon, ["梯度"]) == ()


def test_ids_are_in_order_of_mention_without_repetition(pack):
    assert pack.ids("LSTM 和 GRU，LSTM 更早") == ("lstm", "gru")


WORDS = st.lists(st.text("甲乙丙ab ", min_size=1, max_size=4).map(str.strip).filter(bool), min_size=1, max_size=8)


@given(WORDS, st.text("甲乙丙abAB ，", max_size=60))
def test_matches_are_apart_and_are_names(words, text):
    lexicon = Lexicon.of(Concept(id=str(number), zh=word, en="") for number, word in enumerate(words))
    matches = lexicon.find(text)
    assert all(one.end <= other.start for one, other in pairwise(matches))
    for match in matches:
        names = {fold_case(s) for form in lexicon.concepts[match.concept].forms for s in spellings(form)}
        assert fold_case(text[match.start : match.end]) in names


@given(st.text("甲乙丙", min_size=1, max_size=4), st.text("丁戊，。 ", max_size=10), st.text("丁戊，。 ", max_size=10))
def test_a_name_is_found_wherever_it_stands_alone(name, before, after):
    assert found(lexicon_of(x=(name,)), before + name + after) == [("x", name)]


@given(WORDS, st.text("甲乙丙abAB ，", max_size=60))
def test_width_makes_no_difference(words, text):
    lexicon = lexicon_of(**{f"c{number}": (word,) for number, word in enumerate(words)})
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    assert lexicon.find(text) == lexicon.find(wide)


def test_ancestors_go_all_the_way_up_and_survive_circles():
    rows = {"a": ("b",), "b": ("c",), "c": ("a", "gone"), "d": ("a",)}
    lexicon = Lexicon.of(Concept(id=key, zh=key, en="", is_a=parents) for key, parents in rows.items())
    assert lexicon.ancestors("d") == {"a", "b", "c", "gone"}
    assert lexicon.ancestors("a") == {"a", "b", "c", "gone"}


# ---- the pack ----


def test_the_pack_is_large_enough(pack):
    assert len(pack.concepts) >= 340
    assert sum(len(concept.forms) for concept in pack.concepts.values()) >= 1000
    assert len(pack.topics) == 16


def test_the_pack_is_in_order(pack):
    assert check(pack) == ()


def test_every_concept_of_the_pack_has_both_names_and_a_class(pack):
    bare = [one.id for one in pack.concepts.values() if not (one.zh and one.en and one.kind)]
    assert bare == []


def test_every_topic_of_the_pack_has_terms_and_keywords(pack):
    voted = {concept.topic for concept in pack.concepts.values()}
    assert {topic.id for topic in pack.topics} == voted - {""}
    assert set(pack.keywords) == {topic.id for topic in pack.topics}
    assert all(pack.keywords.values())


def test_nothing_in_the_pack_is_its_own_contrast_or_that_of_a_wider_thing_only(pack):
    for concept in pack.concepts.values():
        assert concept.id not in concept.contrast
        assert len(set(concept.contrast)) == len(concept.contrast)


def test_every_name_of_the_pack_is_found(pack):
    lost = [
        (concept.id, form)
        for concept in pack.concepts.values()
        for form in concept.forms
        if pack.ids(form) != (concept.id,)
    ]
    assert lost == []


DIFFERENT = [
    ("ReLU", "Leaky ReLU"),
    ("精度", "准确率"),
    ("精确率", "准确率"),
    ("精确率", "召回率"),
    ("BN", "LN"),
    ("批量梯度下降", "小批量梯度下降"),
    ("批量梯度下降", "随机梯度下降"),
    ("L2正则化", "权重衰减"),
    ("L1正则化", "L1损失"),
    ("归一化", "标准化"),
    ("归一化", "正则化"),
    ("正则表达式", "正则化"),
    ("交叉熵", "相对熵"),
    ("信息增益", "信息增益率"),
    ("似然函数", "极大似然估计"),
    ("先验概率", "后验概率"),
    ("MAP", "mAP"),
    ("GBDT", "XGBoost"),
    ("K均值", "K近邻"),
    ("线性判别分析", "隐狄利克雷分配"),
    ("LDA", "线性判别分析"),
    ("LDA", "隐狄利克雷分配"),
    ("损失函数", "代价函数"),
    ("LSTM", "双向LSTM"),
    ("注意力", "自注意力"),
    ("词向量", "句向量"),
    ("方差", "协方差"),
    ("方差", "标准差"),
    ("过采样", "上采样"),
    ("过拟合", "欠拟合"),
    ("迭代器", "可迭代对象"),
    ("R-CNN", "Faster R-CNN"),
    ("全局最优", "局部最优"),
    ("预剪枝", "后剪枝"),
    ("DPO", "PPO"),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_things_are_different_concepts(pack, one, other):
    (first,), (second,) = pack.ids(one), pack.ids(other)
    assert first != second


SAME = [
    ("逻辑回归", "Logistic Regression", "邏輯回歸", "LR"),
    ("早停", "early stopping", "提前终止"),
    ("支持向量机", "SVM", "支援向量機", "ＳＶＭ"),
    ("批归一化", "Batch Normalization", "BatchNorm", "BN", "批標準化"),
    ("过拟合", "過擬合", "over-fitting"),
    ("词向量", "word embedding", "詞嵌入"),
    ("查准率", "precision", "精确率"),
    ("k-means", "K均值", "kmeans"),
    ("自注意力", "self attention", "Self-Attention"),
    ("极大似然估计", "MLE", "最大似然"),
]


@pytest.mark.parametrize("names", SAME)
def test_names_of_one_thing_are_one_concept(pack, names):
    assert len({pack.ids(name) for name in names}) == 1
    assert pack.ids(names[0])


# ---- files ----


def test_packs_are_listed():
    assert "ml-nlp" in pack_names()


def test_an_unknown_pack_is_refused():
    with pytest.raises(StudypressError, match="no lexicon pack") as caught:
        load(["chemistry"])
    assert "ml-nlp" in caught.value.hint


def test_no_packs_and_no_file_make_an_empty_lexicon(tmp_path):
    for own in (None, tmp_path / "lexicon.toml"):
        lexicon, found = load([], own)
        assert (dict(lexicon.concepts), lexicon.topics, found) == ({}, (), ())


def test_a_projects_own_file_extends_and_overrules(pack):
    lexicon, found = load(["ml-nlp"], HERE / "own.toml")
    assert found == ()
    assert lexicon.ids("ARP 与进程调度") == ("arp", "scheduler")
    assert lexicon.ids("随机关闭神经元") == ("dropout",)
    assert set(pack.concepts["dropout"].aliases) < set(lexicon.concepts["dropout"].aliases)
    assert "lamb" in pack.concepts
    assert "lamb" not in lexicon.concepts
    assert [topic.id for topic in lexicon.topics[-2:]] == ["networks", "systems"]
    assert lexicon.topics[-1].en == "操作系统"
    assert lexicon.concepts["arp"].span.path == "own.toml"
    assert lexicon.concepts["arp"].span.line == 14
    assert lexicon.concepts["scheduler"].zh == "scheduler"


def test_names_of_the_projects_own_file_win(tmp_path):
    own = tmp_path / "lexicon.toml"
    own.write_text('[concepts]\nmy-adam = { zh = "亚当", en = "Adam" }\n', encoding="utf-8")
    lexicon, _ = load(["ml-nlp"], own)
    assert lexicon.ids("Adam") == ("my-adam",)


def test_a_topic_may_be_renamed_and_keeps_its_place_and_keywords(pack, tmp_path):
    own = tmp_path / "lexicon.toml"
    own.write_text('[[topic]]\nid = "rnn"\nzh = "循环"\n\n[[topic]]\nen = "no id"\n', encoding="utf-8")
    lexicon, (one,) = load(["ml-nlp"], own)
    assert [topic.id for topic in lexicon.topics] == [topic.id for topic in pack.topics]
    assert next(topic.zh for topic in lexicon.topics if topic.id == "rnn") == "循环"
    assert lexicon.keywords["rnn"] == pack.keywords["rnn"]
    assert one.span.line == 5


def test_wrong_rows_are_told_with_their_line_and_left_out():
    lexicon, found = load([], HERE / "wrong.toml")
    assert list(lexicon.concepts) == ["good"]
    assert {one.severity for one in found} == {Severity.ERROR}
    told = {(one.code, one.span.line) for one in found}
    assert told == {
        (Code.UNKNOWN_KEY, 4),
        (Code.BAD_VALUE, 1),
        (Code.BAD_VALUE, 9),
        (Code.BAD_VALUE, 10),
        (Code.UNKNOWN_KEY, 11),
        (Code.BAD_VALUE, 12),
        (Code.BAD_VALUE, 13),
    }
    assert any("did you mean `aliases`" in one.message for one in found)
    assert all(one.hint for one in found)


def test_tables_of_the_wrong_kind_are_told(tmp_path):
    own = tmp_path / "lexicon.toml"
    own.write_text('topic = "x"\nconcepts = 3\n', encoding="utf-8")
    lexicon, found = load([], own)
    assert dict(lexicon.concepts) == {}
    assert [(one.code, one.span.line) for one in found] == [(Code.BAD_VALUE, 1), (Code.BAD_VALUE, 2)]


def test_a_file_that_is_not_toml_counts_as_empty():
    lexicon, (one,) = load([], HERE / "broken.toml")
    assert dict(lexicon.concepts) == {}
    assert (one.code, one.span.line) == (Code.BAD_TOML, 3)


def test_a_file_that_is_not_text_counts_as_empty(tmp_path):
    own = tmp_path / "lexicon.toml"
    own.write_bytes(b"\xff\xfe\x00")
    _, (one,) = load([], own)
    assert one.code is Code.BAD_TOML


# ---- checking ----


def test_check_tells_shared_names_circles_and_references():
    lexicon, _ = load([], HERE / "tangled.toml")
    told = [(one.code, one.span.line) for one in check(lexicon)]
    assert told == [
        (Code.SHARED_NAME, 3),
        (Code.TERM_CIRCLE, 3),
        (Code.UNKNOWN_TERM, 4),
        (Code.UNKNOWN_TERM, 5),
    ]
    assert all(one.hint for one in check(lexicon))


def test_check_tells_own_rows_that_no_note_uses():
    lexicon, _ = load(["ml-nlp"], HERE / "own.toml")
    told = check(lexicon, ["ARP 在哪一层？", "dropout 怎么用？"])
    assert [(one.code, one.severity, one.span.line) for one in told] == [(Code.UNUSED_TERM, Severity.INFO, 15)]
    assert "scheduler" in told[0].message


def test_a_name_that_is_only_cased_differently_is_not_shared():
    lexicon = Lexicon.of([Concept(id="a", zh="甲", en="", cased=("MAP",)), Concept(id="b", zh="乙", en="map")])
    assert check(lexicon) == ()
    assert is_cased("MAP", lexicon.concepts["a"])


# ---- suggesting ----

NOTES = (
    "早停法以外，常用的还有随机深度（Stochastic Depth）。",
    "Stochastic Depth（随机深度）会跳过一些层；TokenMixer 是什么？",
    "TokenMixer 与 ChannelMixer 的区别：TokenMixer 混合位置。",
    "滤过性病毒会传染。为什么滤过性病毒难治？滤过性病毒，很小。研究滤过性病毒！",
    "过拟合时用随机忽略节点（dropout）。",
)


def test_suggestions(pack):
    text = suggest(NOTES, pack)
    rows = tomllib.loads(text)["concepts"]
    assert rows["stochastic-depth"] == {"zh": "随机深度", "en": "Stochastic Depth"}
    assert rows["tokenmixer"] == {"en": "TokenMixer"}
    assert "channelmixer" not in rows
    assert rows["滤过性病毒"] == {"zh": "滤过性病毒"}
    assert rows["dropout"] == {"more": ["随机忽略节点"]}
    assert "过拟合" not in text


def test_suggestions_can_be_pasted_and_are_then_known(pack, tmp_path):
    own = tmp_path / "lexicon.toml"
    own.write_text(suggest(NOTES, pack), encoding="utf-8")
    lexicon, found = load(["ml-nlp"], own)
    assert found == ()
    assert check(lexicon, NOTES) == ()
    assert suggest(NOTES, lexicon) == ""


def test_ids_of_suggestions_are_free():
    lexicon = Lexicon.of([Concept(id="mixer", zh="搅拌机", en="")])
    rows = tomllib.loads(suggest(["Mixer Mixer Mixer", "混合器（the-mixer）", "甲乙丙（Mixer+）"], lexicon))["concepts"]
    assert "mixer" not in rows
    assert rows["mixer-2"] == {"en": "Mixer"}


def test_nothing_to_suggest_is_an_empty_text():
    assert suggest([], Lexicon()) == ""
    assert suggest(["the the the 的的的"], Lexicon()) == ""


@given(st.lists(st.text('甲乙丙丁戊AbcDE（）() ，的\n"\\', max_size=40), max_size=6))
def test_suggestions_are_always_toml_that_loads(texts):
    text = suggest(texts, Lexicon())
    assert text == suggest(texts, Lexicon())
    for row in tomllib.loads(text).get("concepts", {}).values():
        assert all(isinstance(name, str) for name in row.values())


def test_no_name_of_the_pack_has_stray_characters(pack):
    for concept in pack.concepts.values():
        for form in concept.forms:
            assert form == form.strip()
            assert all(unicodedata.category(c)[0] != "C" for c in form)
