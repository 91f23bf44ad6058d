"""What the paper tests share: a small bank, a press, and PDFs as text."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

from generator.diagnostics import Span
from generator.model.bank import (
    Answer,
    AnswerKind,
    Asked,
    Bank,
    Document,
    Entry,
    EntryId,
    Kind,
    Markdown,
    Marker,
    Option,
    Topic,
)
from generator.press.desk import Press, Settings

HERE = Path(__file__).parent


def entry(prompt="问题", answer="", oral="", **row):
    """An entry from the few things that matter to a test."""
    kind = AnswerKind.TEXT if answer or oral or row.get("options") else AnswerKind.NONE
    right = row.get("right", [])
    line = row.get("line", 1)
    return Entry(
        id=EntryId(row.get("id", f"e-{prompt}")),
        prompt=prompt,
        prompt_markdown=Markdown(row.get("prompt_markdown", prompt)),
        kind=Kind.QUESTION,
        span=Span(path=row.get("path", "a.md"), line=line, end_line=line + 5),
        section=tuple(row.get("section", ())),
        answer=Answer(kind=kind, text=answer, markdown=Markdown(answer), details=Markdown(answer), line=line + 1),
        markers=frozenset(Marker(marker) for marker in row.get("markers", ())),
        asked=Asked(company=row["company"], date=row.get("date", "")) if "company" in row else None,
        oral=Markdown(oral),
        options=tuple(
            Option(text=Markdown(text), is_key=i in right, rationale=Markdown(row.get("why", "") if i in right else ""))
            for i, text in enumerate(row.get("options", ()))
        ),
        topic=row.get("topic", ""),
    )


def document(path, title):
    return Document(path=path, title=title, dialect="bullets", reason="", encoding="utf-8")


def bank_of(*entries):
    """A bank of one document."""
    return Bank(documents=(document("a.md", "甲篇"),), entries=entries)


def small_bank(**topics):
    """The bank of notes.toml; `topics` gives each prompt's first character a topic."""
    rows = tomllib.loads((HERE / "notes.toml").read_text(encoding="utf-8"))["entry"]
    entries = tuple(entry(**row, topic=topics.get(row["prompt"][0], "")) for row in rows)
    named = tuple(Topic(id=name, zh=f"专题{name}", en=f"Topic {name}") for name in sorted(set(topics.values())))
    return Bank(documents=(document("a.md", "甲篇"), document("b.md", "乙篇")), entries=entries, topics=named)


def new_press(tmp_path, cache, **changes):
    settings = {
        "title": "测试手册", "paper": "A4", "language": "zh", "content": tmp_path, "cache": cache,
        "templates": None, "pictures": {}, **changes,
    }  # fmt: skip
    return Press(Settings(**settings))


def without_data(html):
    """HTML without the insides of `data:` pictures, whose bytes belong to other tests."""
    html = re.sub(r"data:image/svg\+xml[^\"]*", "data:…", html)
    return re.sub(r'(class="math[^"]*"[^>]*?style=")[^"]*', r"\1…", html)


def pdf_text(data, tmp_path, *options):
    path = tmp_path / "out.pdf"
    path.write_bytes(data)
    done = subprocess.run(["pdftotext", *options, path, "-"], capture_output=True, check=True)
    return done.stdout.decode()


def check(data, tmp_path):
    """Assert that qpdf has nothing to say."""
    path = tmp_path / "checked.pdf"
    path.write_bytes(data)
    done = subprocess.run(["qpdf", "--check", path], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
