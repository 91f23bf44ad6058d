"""The Markdown dialect: what messy notes need, what must never pass, and what must never be slow."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.markup import facts, plain, render
from generator.markup.characters import fold, has_cjk, width
from generator.markup.links import clip, find_urls, tex_of_picture


class Sink:
    """Writes what it is given in square brackets."""

    def formula(self, tex, *, display, line):
        return f"[{'D' if display else 'I'}{line} {tex}]"

    def picture(self, src, *, alt, zoom, line):
        return f"[P{line} {src} {alt} {zoom:g}]"

    def code(self, text, *, language, line):
        return f"[C{line} {language} {text.strip()}]"


def html(source: str, *, line: int = 1, inline: bool = False) -> str:
    return render(source, Sink(), line=line, inline=inline)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("前**重点。**后", "<p>前<strong>重点。</strong>后</p>"),
        ("前**（括号）**后", "<p>前<strong>（括号）</strong>后</p>"),
        ("q*k 与 y*(1-y)，a*b", "<p>q*k 与 y*(1-y)，a*b</p>"),
        ("*ρ*表示", "<p><em>ρ</em>表示</p>"),
        ("__init__和，__next__ 还有 snake_case_name", "<p>__init__和，__next__ 还有 snake_case_name</p>"),
        ("__bold text__", "<p><strong>bold text</strong></p>"),
        ("一\n二", "<p>一<br>\n二</p>"),
        ("一<br>\n二<br/>三", "<p>一<br>\n二<br>三</p>"),
        ("a long line that an editor wrapped at some eighty columns as editors\ndo", None),
        ("text\n    deeper", "<p>text<br>\ndeeper</p>"),
        ("文字\n---", "<p>文字</p>\n<hr>"),
        ("<mask> 与 List<String>", "<p>&lt;mask&gt; 与 List&lt;String&gt;</p>"),
        ("# 小标题", '<p class="subhead">小标题</p>'),
        ("|a|\n|:-:|\n|1|", None),
    ],
)
def test_dialect(source, expected):
    got = html(source)
    if expected is not None:
        assert got == expected
    elif source.startswith("a long"):
        assert "<br>" not in got
    else:
        assert '<td class="center">1</td>' in got


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("$x_1$ 与 $y$", "[I1 x_1] 与 [I1 y]"),
        ("$5 and $10", "$5 and $10"),
        (r"\(a*b*c\)", "[I1 a*b*c]"),
        ("$$a$$ 在句中", "[D1 a]"),
        ("前\n$$\nx_{a}*y_{b}\n$$\n后", "[D2 x_{a}*y_{b}]"),
        ("\\[\nz\n\\]", "[D1 z]"),
        ("\\begin{align}\na&=b\n\\end{align}", "[D1 \\begin{align}\na&=b\n\\end{align}]"),
        ("`$no$`", "<code>$no$</code>"),
        ("$$\nnever closed", "never closed"),
        ("![[公式]](https://www.zhihu.com/equation?tex=a%2Bb+c) 降", "[I1 a+b c]"),
        ("![x](https://latex.codecogs.com/svg.latex?\\frac{a}{b})", "\\frac{a}{b}]"),
        ("- 项\n  $$\n  q\n  $$\n- 二", "[D2 q]"),
    ],
)
def test_tex_is_found_first(source, expected):
    assert expected in html(source)


def test_lines_are_counted_for_complaints():
    assert "[I7 b]" in html("$a$\n\n甲\n$b$", line=4)
    assert [one.line for one in facts("$a$\n\n甲\n$b$", line=4).math] == [4, 7]


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "[x](javascript:alert(1))",
        "<iframe src='https://e.example'></iframe>",
        "<svg onload=alert(1)></svg>",
        "<style>*{display:none}</style>",
        "<p style='position:fixed' onclick=alert(1)>x</p>",
        "<link rel=attachment href='file:///etc/passwd'>",
        "<object data='file:///etc/passwd'></object>",
        "<math><mtext></mtext><script>alert(1)</script></math>",
        "<form action=x><input></form>",
        "<meta http-equiv=refresh content=0>",
        "<base href=//evil.example>",
    ],
)
def test_nothing_that_acts_passes(evil):
    got = html(f"甲\n\n{evil}\n\n乙").lower()
    for word in ("<script", "onerror", "onclick", "onload", 'href="javascript', "<iframe", "<svg", "<style", "<link"):
        assert word not in got
    for word in ("<object", "<form", "<input", "<meta", "<base", "style=", "file:"):
        assert word not in got.replace("&lt;", "")


@given(st.text(alphabet="<>/ab\"'=&;!-[](){}*_$`\\#\n scriptonerror", max_size=120))
def test_no_text_becomes_an_active_tag(text):
    got = html(text).lower()
    assert "<script" not in got
    assert " onerror=" not in got.replace("&lt;", "") or "<img" not in got


@given(st.text(max_size=200))
def test_any_text_renders_and_reads(text):
    html(text)
    html(text.replace("\n", " "), inline=True)
    assert "\ue000" not in html(text)
    plain(text)
    facts(text)


def test_placeholders_cannot_be_forged():
    assert html("\ue0000\ue001 $x$") == "<p>0 [I1 x]</p>"


def test_pictures():
    assert html('<img src="a b.png" alt="图" style="zoom: 50%;" />') == "<p>[P1 a b.png 图 0.5]</p>"
    assert html("![图](图/一.png)") == "<p>[P1 %E5%9B%BE/%E4%B8%80.png 图 1]</p>"
    assert html("<img src=x.png width='30%'>") == "<p>[P1 x.png  0.3]</p>"
    assert html("<img src=x.png style='zoom:9999%'>") == "<p>[P1 x.png  4]</p>"
    assert html("<table><tr><td><img src='t.png'></td></tr></table>").count("[P1 t.png") == 1


def test_code():
    assert html("```python hl\nx<1\n```", line=5) == "<div>[C6 python x<1]</div>"
    assert html("甲\n~~~\na\n~~~") == "<p>甲</p>\n<div>[C3  a]</div>"


def test_plain():
    source = (
        "1. **甲** [名](http://x.y)\n   - 乙\n2. 丙 https://a.b/c\n\n（1）丁\n> 戊\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    )
    assert plain(source) == "1. 甲 名\n乙\n2. 丙\n（1）丁\n戊\na\tb\n1\t2"
    assert plain("见 https://a.b/c。", addresses=True) == "见 https://a.b/c。"
    assert plain("<table><tr><td>x</td></tr></table>").strip() == "x"
    assert plain("甲<br>乙") == "甲\n乙"


def test_facts():
    got = facts("[n](http://x.y/中) http://a.b http://a.b\n\n```\nhttp://c.d\n```\n![p](q.png)<img src='r.png'>")
    assert got.links == ("http://x.y/中", "http://a.b", "http://c.d")
    assert got.images == ("q.png", "r.png")


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("https://a.b/c（好）", ("https://a.b/c",)),
        ("(https://a.b/c_(d))", ("https://a.b/c_(d)",)),
        ("https://a.b/c。https://d.e/f!!!", ("https://a.b/c", "https://d.e/f")),
        ("https://a.b?x=1&y=2<br>", ("https://a.b?x=1&y=2",)),
    ],
)
def test_addresses_end_where_text_begins(text, urls):
    assert find_urls(text) == urls


@given(st.text(alphabet="abc./?&=()[]'.,;:!", max_size=40))
def test_clip_keeps_a_prefix(text):
    assert text.startswith(clip(text))


def test_pictures_that_are_no_formulas():
    assert tex_of_picture("https://[x/y?tex=1") == ""
    assert tex_of_picture("https://e.example/photo.png?tex=1") == ""
    assert tex_of_picture("a.png") == ""
    assert tex_of_picture("https://www.zhihu.com/equation?x=1") == ""


def test_characters():
    assert width("中a") == 3
    assert fold("Ａ b，C！") == "abc"
    assert has_cjk("a中")
    assert not has_cjk("abc")


HOSTILE = {
    "quotes": "> " * 10_000 + "x",
    "brackets": "[" * 10_000,
    "pictures": "![[" * 5_000,
    "stars": "*a " * 10_000,
    "dollars": "$a" * 10_000,
    "blocks": "$$ a\n\n" * 3_000,
    "tags": "<img src='" * 3_000,
    "math": "\\[ " * 3_000,
    "lists": "- " * 5_000,
    "ticks": "`" * 10_001,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_notes_are_not_slow(name):
    began = time.process_time()
    html(HOSTILE[name])
    plain(HOSTILE[name])
    assert time.process_time() - began < 20, "nesting makes rendering explode"
