"""The index and the cross references: which words count as terms, how they are sorted, where they lead."""

import importlib.util
from pathlib import Path

import pytest

from generator.writers.chapters import chapters
from generator.writers.index import LOCATORS, REFERENCES, by_letter, is_term, names_of, references, terms

HERE = Path(__file__).parent / "paper"
_spec = importlib.util.spec_from_file_location("index_printing", HERE / "printing.py")
printing = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(printing)
entry = printing.entry


def book(*entries):
    return chapters(printing.bank_of(*entries), language="zh", other="")


@pytest.mark.parametrize(
    ("prompt", "names"),
    [
        ("Dropout", ["Dropout"]),
        ("LR和SVM的区别", ["LR", "SVM"]),
        ("精确率和召回率", ["精确率", "召回率"]),
        ("介绍一下残差连接", ["残差连接"]),
        ("什么是熵？", ["熵"]),
        ("SGD（随机梯度下降）", ["SGD", "随机梯度下降"]),
        ("梯度消失的问题", ["梯度消失"]),
        ("precision, recall、F1", ["precision", "recall", "F1"]),
        ("为什么要除以根号？", []),
        ("下面哪个对", []),
        ("特点", []),
        ("一个很长很长的题目讲了很多很多的事情所以它不会是一个术语而是一句完整的话", []),
    ],
)
def test_what_a_prompt_is_about(prompt, names):
    assert list(names_of(entry(prompt, "答"))) == names


@pytest.mark.parametrize(("name", "wanted"), [("熵", True), ("x", False), ("99%", False), ("a b c d", False)])
def test_terms_are_names(name, wanted):
    assert is_term(name) is wanted


def test_terms_are_sorted_by_sound_among_the_latin_words():
    found = terms(book(*(entry(name, "答") for name in ["注意力", "Adam", "熵", "BERT", "偏差", "1*1卷积", "参数"])))
    assert [(letter, [term.name for term in group]) for letter, group in by_letter(found)] == [
        ("#", ["1*1卷积"]),
        ("A", ["Adam"]),
        ("B", ["BERT"]),
        ("C", ["参数"]),
        ("P", ["偏差"]),
        ("S", ["熵"]),
        ("Z", ["注意力"]),
    ]


def test_an_entry_about_a_term_is_told_from_one_that_only_names_it():
    found = terms(
        book(entry("Dropout", "丢弃。"), entry("别的", "**dropout** 和 dropout。"), entry("再", "一次 dropout。"))
    )
    (term,) = [term for term in found if term.name.lower() == "dropout"]
    assert [numbered.number for numbered in term.entries] == ["1.1", "1.2"]
    assert term.main == {"1.1"}


def test_stressed_words_count_when_they_come_back():
    answers = ["**残差连接**很好，残差连接。", "**残差连接**。", "**只说一次**。"]
    found = terms(book(*(entry(f"为什么{i}？", answer) for i, answer in enumerate(answers))))
    assert [term.name for term in found] == ["残差连接"]


def test_concepts_of_a_lexicon_join_in():
    one = entry("为什么？", "因为信息增益，信息增益。")
    assert [term.name for term in terms(book(one), {one.id: ("信息增益",)})] == ["信息增益"]


def test_a_latin_name_is_a_word_of_its_own():
    found = references(book(entry("GAN", "对抗。"), entry("别的事", "GANG 不是它。"), entry("另一事", "用 GAN 做。")))
    assert {number: [one.number for one in row] for number, row in found.items()} == {
        "1.1": [], "1.2": [], "1.3": ["1.1"],
    }  # fmt: skip


def test_there_are_few_locators_and_references():
    many = [entry(f"问{i}？", "Adam，Adam。LSTM、GRU。") for i in range(10)]
    found = book(entry("Adam", "优化。"), entry("LSTM", "门。"), entry("GRU", "门。"), *many)
    (term,) = [term for term in terms(found) if term.name == "Adam"]
    assert len(term.entries) == LOCATORS
    assert term.entries[0].number == "1.1"
    assert all(len(row) <= REFERENCES for row in references(found).values())
    assert references(found)["1.4"]
