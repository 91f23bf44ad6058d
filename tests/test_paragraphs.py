"""Paragraphs set line by line: what hangs where, what stays together, and that no character is lost."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from generator.writers.paragraphs import arranged, kept_end, text_of

MISSING = '<span class="picture-missing"><span class="picture-alt">{}</span> <a href="x">host</a></span>'


def indents(html):
    """Return (indent of the first line, indent of the others) in em for every paragraph."""
    rows = []
    for tag in re.findall(r"<p[^>]*>", arranged(Markup(html), "缺图")):
        found = {key: float(value) for key, value in re.findall(r"([a-z-]+):(-?[\d.]+)em", tag)}
        left = found.get("margin-left", 0) + found.get("padding-left", 0)
        rows.append((round(left + found.get("text-indent", 0), 2), round(left, 2)))
    return rows


def test_plain_paragraphs_stay_as_they_are():
    html = Markup("<p>一段话。</p>\n<ul>\n<li>点</li>\n</ul>")
    assert arranged(html, "缺图") == "<p>一段话。</p>\n\n<ul>\n<li>点</li>\n</ul>"


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<p>1、甲<br>\n2、乙</p>", [(0, 1.56), (0, 1.56)]),
        ("<p>（1）甲<br>（2）乙</p>", [(-0.44, 2.12), (-0.44, 2.12)]),
        ("<p>（1）甲：<br>（a）子<br>（2）乙</p>", [(-0.44, 2.12), (1.68, 4.24), (-0.44, 2.12)]),
        ("<p>（1）甲：<br>说明</p>", [(-0.44, 2.12), (2.12, 2.12)]),
        ("<p>（1）甲。<br>说明</p>", [(-0.44, 2.12), (0, 0)]),
        ("<p>（1）甲：</p><p>（a）子</p>", [(-0.44, 2.12), (1.68, 4.24)]),
        ("<p>（1）甲：</p><ul><li>x</li></ul><p>（a）子</p>", [(-0.44, 2.12), (-0.44, 2.12)]),
        ("<p>相同：<br>1、甲<br>不同：<br>1、乙</p>", [(0, 0), (0, 1.56), (0, 0), (0, 1.56)]),
        ("<p>10. 甲</p>", [(0, 1.61)]),
        ("<p>2.5 倍</p>", [(0, 0)]),
        ("<p><b>（1）甲</b>乙</p>", [(-0.44, 2.12)]),
        ("<p>（1）甲<br>- 乙</p>", [(-0.44, 2.12), (2.12, 2.84)]),
        ("<p>- 乙</p>", [(0, 0)]),
        ("<ul><li>前<br>1、甲</li><li>后<br>乙</li></ul>", [(0, 0), (0, 1.56)]),
        ("<p>a) x</p>", [(0, 1.12)]),
        ("<p>一、甲<br>二、乙</p>", [(0, 2.0), (0, 2.0)]),
    ],
)
def test_enumerations_hang(html, wanted):
    assert indents(html) == wanted


def test_a_break_inside_stress_ends_no_paragraph():
    assert arranged(Markup("<p><b>1、甲<br>2、乙</b></p>"), "").count("<p") == 1


def test_a_class_of_its_own_is_left_alone():
    assert arranged(Markup('<p class="subhead">1、甲<br>2、乙</p>'), "").count("<p") == 1


def test_lead_ins_and_stressed_lines_stay_with_what_follows():
    html = arranged(Markup("<p>如下：<br>甲</p><p><b>小标题</b></p><p><b>甲</b>和<b>乙</b></p>"), "")
    assert re.findall(r'<p class="([^"]*)"', html) == ["line lead", "stressed"]


def test_pictures_that_stand_alone_become_figures():
    picture = '<img class="picture" src="s" alt="{}" style="width:1px">'
    html = Markup(f"<p>{picture.format('结构图')}</p><p>{picture.format('image-2020')}<br>字{picture.format('x')}</p>")
    seen = []

    def caption(told):
        seen.append(told)
        return f"图{len(seen)} {told}"

    made = arranged(html, "", caption)
    assert seen == ["结构图", ""]
    assert "<figcaption>图1 结构图</figcaption></figure>" in made
    assert made.count("<figure>") == 2
    assert "<figure>" not in arranged(html, "")


def test_pictures_that_are_not_there_come_together():
    first, second = MISSING.format("截屏2021-12-21 01.13.22"), MISSING.format("门的结构")
    html = arranged(Markup(f"<p>{first}</p>\n<p>{first}<br>\n{second}后面的字</p><p>字{first}</p>"), "缺图")
    assert html.count('class="pictures-missing"') == 1
    assert html.count("缺图") == 1
    assert html.count('class="picture-missing"') == 4
    assert "截屏2021" not in html.partition("后面的字")[0]
    assert "门的结构" in html
    assert ">后面的字</p>" in html


def test_the_last_two_characters_stay_together():
    long = "一二三四五" * 8
    assert kept_end(long + "完了。") == f'{long}<span class="keep">完了。</span>'
    assert kept_end(long + "完<b>了</b>。") == long + "完<b>了</b>。"
    assert kept_end("短句。") == "短句。"
    assert kept_end(long + " word") == long + " word"


PARTS = st.sampled_from(
    [
        "（1）",
        "1、",
        "（a）",
        "- ",
        "甲",
        "：",
        "字。",
        "<br>",
        "<br>\n",
        "<b>乙</b>",
        "<b>丙<br>丁</b>",
        "&amp;",
        "<i>x</i>",
    ]
)
BLOCKS = st.lists(PARTS, max_size=8).map("".join)
NOTES = st.recursive(
    BLOCKS.map("<p>{}</p>\n".format),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map("".join),
        inner.map("<blockquote>{}</blockquote>".format),
        st.tuples(BLOCKS, inner).map(lambda pair: f"<ul><li>{pair[0]}{pair[1]}</li></ul>"),
    ),
    max_leaves=6,
)


@given(NOTES)
@settings(deadline=None)
def test_no_character_is_lost_and_no_tag_left_open(html):
    made = arranged(Markup(html), "")
    assert re.sub(r"\s", "", text_of(made)) == re.sub(r"\s", "", text_of(html))
    for tag in ("p", "b", "i", "ul", "li", "blockquote", "span"):
        assert len(re.findall(rf"<{tag}\b", made)) == made.count(f"</{tag}>")
