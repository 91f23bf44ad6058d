"""The command as people use it: what it makes, what it says, and that nothing bad input does leaves a trace."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.cli import main

ROOT = Path(__file__).parent.parent
NOTE = (
    "1. 什么是栈？\n后进先出的表，常用来保存**函数调用**的返回地址和局部变量。\n\n"
    "2. 什么是队列？\n先进先出的表。\n\n3. 什么是堆？\n"
)


@pytest.fixture
def project(tmp_path):
    """A small project of two notes."""
    root = tmp_path / "我的 project"
    (root / "content" / "deep").mkdir(parents=True)
    (root / "study.toml").write_text('title = "数据结构"\nlexicon = []\n[quiz]\ncount = 2\n', encoding="utf-8")
    (root / "content" / "a.md").write_text(NOTE, encoding="utf-8")
    (root / "content" / "deep" / "b.txt").write_text("# 图\n\n## 什么是树？\n\n连通无环图。\n", encoding="utf-8")
    return root


def run(*arguments, capsys):
    status = main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return status, out, err


def command(*arguments, cwd, **options):
    return subprocess.run(
        [sys.executable, "-m", "generator", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **options.pop("env", {})},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        **options,
    )


def files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_build_makes_everything_twice_the_same(project, capsys):
    status, out, err = run("build", "--project", project, capsys=capsys)
    assert (status, err) == (0, "")
    made = [Path(line).name for line in out.split("\n") if line]
    assert {"bank.json", "guide.pdf", "sheet.pdf", "deck.apkg"} <= set(made)
    assert sum(name.startswith("quiz-") for name in made) == sum(name.startswith("key-") for name in made) == 1
    first, lock = files(project / "build"), (project / "study.lock").read_bytes()
    assert lock
    again = command("build", cwd=project / "content" / "deep", env={"PYTHONHASHSEED": "1"})
    assert again.returncode == 0, again.stderr
    assert files(project / "build") == first
    assert (project / "study.lock").read_bytes() == lock


def test_a_rebuild_takes_its_old_sample_quiz_away_and_leaves_other_files(project, capsys):
    run("build", "--project", project, capsys=capsys)
    old = {name for name in files(project / "build") if name.startswith(("quiz-", "key-"))}
    (project / "build" / "quiz-MINE.pdf").write_bytes(b"mine")
    note = project / "content" / "a.md"
    note.write_text(NOTE.replace("先进先出的表", "先到先走的表"), encoding="utf-8")
    run("build", "--project", project, capsys=capsys)
    now = set(files(project / "build"))
    assert not old & now
    assert "quiz-MINE.pdf" in now


def test_the_notes_are_never_written_to(project, capsys):
    before = files(project / "content")
    for arguments in (["build"], ["quiz"], ["deck"], ["sheet"], ["guide"], ["check"], ["bank"], []):
        run(*arguments, "--project", project, capsys=capsys)
    assert files(project / "content") == before


def test_only_some_commands_write_state(project, capsys):
    for arguments in (["sheet"], ["guide"], ["check"], ["bank", "--json"], []):
        run(*arguments, "--project", project, capsys=capsys)
        assert not (project / "study.lock").exists(), arguments
    run("deck", "--project", project, capsys=capsys)
    assert (project / "study.lock").exists()


def test_an_edit_reaches_anki_and_nothing_else_is_touched(project, capsys, tmp_path):
    from anki.collection import Collection, ImportAnkiPackageRequest

    def take(collection):
        path = str(project / "build" / "deck.apkg")
        log = collection.import_anki_package(ImportAnkiPackageRequest(package_path=path)).log
        return len(log.new), len(log.updated), len(log.conflicting)

    collection = Collection(str(tmp_path / "collection.anki2"))
    try:
        run("deck", "--project", project, capsys=capsys)
        assert take(collection) == (3, 0, 0)
        note = project / "content" / "a.md"
        note.write_text("（新的开头）\n\n" + NOTE.replace("先进先出的表", "先到先走的表"), encoding="utf-8")
        run("deck", "--project", project, capsys=capsys)
        assert take(collection) == (0, 1, 0)
        run("build", "--project", project, capsys=capsys)
        assert take(collection) == (0, 0, 0)
        texts = [collection.get_note(one).joined_fields() for one in collection.find_notes("")]
        assert sum("先到先走" in text for text in texts) == 1
    finally:
        collection.close()


def test_notes_without_a_project_keep_their_state_elsewhere(tmp_path, capsys, monkeypatch):
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "a.md").write_text(NOTE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    status, _, _ = run("deck", "--content", notes, "--out", tmp_path / "out", capsys=capsys)
    assert status == 0
    assert [path.name for path in tmp_path.rglob("study.lock")] == []
    assert [path.name for path in Path(os.environ["XDG_DATA_HOME"]).rglob("study.lock")] == ["study.lock"]


def test_the_project_above_the_notes_is_theirs(project, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    _, out, _ = run("--content", project / "content", capsys=capsys)
    assert "数据结构" in out


def test_bank_lists_and_prints_json(project, capsys):
    status, out, _ = run("bank", "--project", project, capsys=capsys)
    assert status == 0
    assert "a.md: numbered-lines, 3 entries, 2 answered, 0 lines skipped" in out
    assert "什么是堆？" in out
    status, out, _ = run("bank", "--json", "--project", project, capsys=capsys)
    value = json.loads(out)
    assert value["schema"] == 1
    assert [entry["source"]["line"] for entry in value["entries"]] == [1, 4, 7, 3]
    assert len({entry["id"] for entry in value["entries"]}) == 4


def test_check_says_why_and_explains(project, capsys):
    status, out, _ = run("check", "--project", project, capsys=capsys)
    assert status == 0
    assert "because 3 numbered lines in one running sequence (1–3)" in out
    assert "a.md:7: no answer" in out
    _, out, _ = run("check", "--explain", "a.md", "--project", project, capsys=capsys)
    assert "4  numbered line" in out
    _, out, _ = run("check", "--json", "--project", project, capsys=capsys)
    assert json.loads(out)["documents"][0]["dialect"] == "numbered-lines"
    assert [gap["kind"] for gap in json.loads(out)["gaps"]] == ["unanswered"]
    status, _, err = run("check", "--explain", "none.md", "--project", project, capsys=capsys)
    assert status == 2
    assert "no such note: none.md" in err


def test_groups_and_pins(project, capsys):
    (project / "content" / "c.md").write_text("1. 什么是栈\n只在一端进出的表。\n", encoding="utf-8")
    status, out, _ = run("groups", "--project", project, capsys=capsys)
    assert status == 0
    assert "a.md:1" in out
    assert "c.md:1" in out
    value = json.loads(run("groups", "--json", "--project", project, capsys=capsys)[1])
    assert [len(group["entries"]) for group in value["groups"]] == [2]
    pins = '[[different]]\nentries = [{ file = "a.md", text = "栈" }, { file = "c.md", text = "栈" }]\n'
    with (project / "study.toml").open("a", encoding="utf-8") as file:
        file.write(pins)
    assert json.loads(run("groups", "--json", "--project", project, capsys=capsys)[1])["groups"] == []
    with (project / "study.toml").open("a", encoding="utf-8") as file:
        file.write('[[same]]\nentries = [{ file = "a.md", text = "没有" }, "nothere"]\n')
    _, _, err = run("groups", "--project", project, capsys=capsys)
    assert 'study.toml:7: warning[unused-override]: [[same]] "没有" in "a.md" names no entry' in err


def test_lexicon_commands(project, capsys):
    note = "1. 什么是跳表？\n" + "跳表（Skip List）是多层的链表。跳表支持快速查找。\n" * 4
    (project / "content" / "d.md").write_text(note, encoding="utf-8")
    status, out, _ = run("lexicon", "suggest", "--project", project, capsys=capsys)
    assert status == 0
    assert "Skip List" in out
    (project / "lexicon.toml").write_text(
        '[concepts]\na = { zh = "甲", en = "one" }\nb = { zh = "甲", en = "two" }\n', encoding="utf-8"
    )
    status, out, err = run("lexicon", "check", "--project", project, capsys=capsys)
    assert "2 concepts" in out
    assert "shared-name" in err


def test_bare_command_says_what_to_do_next(project, capsys, tmp_path, monkeypatch):
    status, out, _ = run("--project", project, capsys=capsys)
    assert status == 0
    assert "4 entries, 3 answered" in out
    assert "studypress build" in out
    _, out, _ = run("--json", "--project", project, capsys=capsys)
    assert json.loads(out)["entries"] == 4
    monkeypatch.chdir(tmp_path)
    status, out, _ = run(capsys=capsys)
    assert status == 0
    assert "studypress init" in out


def test_help_lists_the_daily_commands_first(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["--help"])
    assert stop.value.code == 0
    out = capsys.readouterr().out
    places = [out.index(f"  {name} ") for name in ("build", "quiz", "grade", "sheet", "deck", "bank", "init")]
    assert places == sorted(places)


def test_init_makes_a_project_that_builds(tmp_path, capsys):
    root = tmp_path / "mine"
    status, out, _ = run("init", root, capsys=capsys)
    assert status == 0
    assert "studypress build" in out
    assert sorted(files(root)) == [".gitattributes", ".gitignore", "content/first-note.md", "study.toml"]
    status, _, err = run("build", "--project", root, "--strict", capsys=capsys)
    assert (status, err) == (0, "")
    status, _, err = run("init", root, capsys=capsys)
    assert status == 2
    assert "already has" in err


def test_quiz_is_fresh_or_the_same_again(project, capsys):
    _, one, _ = run("quiz", "--project", project, capsys=capsys)
    _, two, _ = run("quiz", "--project", project, capsys=capsys)
    assert one != two
    wanted = ["quiz", "--seed", "K7M2QX4A", "--count", "2", "--versions", "A,B", "--project", project]
    _, first, _ = run(*wanted, "--out", project / "x", capsys=capsys)
    _, again, _ = run(*wanted, "--out", project / "y", capsys=capsys)
    assert [Path(p).read_bytes() for p in first.split("\n") if p] == [
        Path(p).read_bytes() for p in again.split("\n") if p
    ]
    assert Path(first.split("\n")[0]).name.startswith("quiz-K7M2QX4A-")


def test_fetch_says_what_became_of_the_pictures(project, capsys):
    status, out, _ = run("fetch", "--project", project, capsys=capsys)
    assert (status, out) == (0, "pictures: 0 fetched, 0 already there, 0 not to be had\n")


def test_the_seed_on_a_paper_prints_that_paper_again(project, capsys):
    _, out, _ = run("quiz", "--project", project, capsys=capsys)
    paper = next(Path(line) for line in out.split("\n") if "quiz-" in line)
    bytes_then, seed = paper.read_bytes(), paper.name.split("-")[1]
    paper.unlink()
    _, out, _ = run("quiz", "--seed", seed, "--project", project, capsys=capsys)
    assert str(paper) in out
    assert paper.read_bytes() == bytes_then


@pytest.mark.parametrize(
    "arguments",
    [
        ["quiz", "--count", "-3"],
        ["quiz", "--topic", "nowhere"],
        ["quiz", "--versions", "A,A"],
        ["quiz", "--seed", "not a seed!"],
    ],
)
def test_impossible_wishes(project, capsys, arguments):
    status, out, err = run(*arguments, "--project", project, capsys=capsys)
    assert status == 2
    assert out == ""
    assert err.startswith("studypress: ")
    assert "hint: " in err


@pytest.mark.parametrize("arguments", [["nonsense"], ["build", "--nonsense"], ["quiz", "--count", "many"]])
def test_wrong_usage(arguments, capsys):
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    capsys.readouterr()


@pytest.mark.parametrize(
    ("toml", "line", "text"),
    [
        ('title = "x"\npapr = "A4"\n', 2, "did you mean `paper`?"),
        ('title = "x"\n\npaper = "A9"\n', 3, "must be one of A4, Letter, A5"),
        ("title = [\n", 2, "TOML"),
        ("[quiz]\ncount = 0\n", 2, "from 1 to 500"),
        ("[quiz]\ncuont = 3\n", 2, "did you mean `count`?"),
        ("count = 3\n", 1, "unknown key"),
        ("duplex = 3\n", 1, "true or false"),
        ("title = true\n", 1, "text in quotes"),
        ("title = 3\n", 1, "text in quotes"),
        ('outputs = ["poster"]\n', 1, "guide, sheet, quiz, deck"),
        ('[[read]]\nfile = "a.md"\n', 1, "needs file, text and action"),
        ('[[read]]\nfile = "a.md"\ntext = "x"\naction = "reword"\n', 1, "needs a prompt"),
        ('[[read]]\nfile = "a.md"\ntext = "x"\naction = "join"\nwhy = "y"\n', 5, "unknown key `why`"),
        ("[[read]]\nfile = 1\n", 1, "tables of texts"),
        ('[pictures]\n"a.png" = 3\n', 2, "text in quotes"),
        ('[[same]]\nentries = [{ id = "x" }]\n', 1, "two or more"),
    ],
)
def test_a_wrong_project_file_is_refused_with_its_line(project, capsys, toml, line, text):
    run("build", "--project", project, capsys=capsys)
    before = files(project / "build")
    (project / "study.toml").write_text(toml, encoding="utf-8")
    status, _, err = run("build", "--project", project, capsys=capsys)
    assert status == 2
    assert f"study.toml:{line}: error[" in err
    assert text in err
    assert files(project / "build") == before


BAD = {
    "empty.md": (b"", 0, "empty.md: warning[empty-file]"),
    "blank.md": (b"\n \n\t\n", 0, "blank.md: warning[empty-file]"),
    "binary.md": (bytes(range(256)) * 20, 1, "binary.md: error[binary-file]"),
    "nul.txt": (b"1. a?\x00\n", 1, "nul.txt: error[binary-file]"),
    "huge.md": (b"x" * 50_000_000, 1, "huge.md: error[huge-file]"),
    "fence.md": ("1. 什么？\n```\n代码\n".encode(), 0, "fence.md:2: warning[unclosed-fence]"),
    "details.md": ("> 1、什么？\n<details>\n答\n".encode(), 0, "details.md:2: warning[unclosed-details]"),
    "comment.md": ("1. 什么？\n<!-- 答\n".encode(), 0, "comment.md:2: warning[unclosed-comment]"),
    "quotes.md": ("> " * 10_000 + "x").encode(),
    "brackets.md": ("1. 什么？\n" + "[" * 10_000).encode(),
    "lists.md": ("1. 什么？\n" + "- " * 10_000 + "x").encode(),
    "address.md": "1. 什么？\n![x](https://[x/y) 答\n".encode(),
    "tex.md": ("1. 什么？\n$\\frac{a$\n".encode(), 1, "tex.md:2: error[bad-tex]"),
    "macro.md": ("1. 什么？\n$\\nosuchmacro{a}$\n".encode(), 1, "macro.md:2: error[unknown-macro]"),
    "picture.md": ("1. 什么？\n![图](none.png)\n".encode(), 0, "picture.md:2: warning[missing-picture]"),
    "outside.md": ("1. 什么？\n答 ![图](../../etc/passwd)\n".encode(), 0, "outside.md:2: warning[outside-file]"),
    "prose.md": ("只有一句话。\n".encode(), 0, "prose.md: warning[no-entries]"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_notes_never_stop_the_rest(project, capsys, name):
    row = BAD[name]
    data, status, text = row if isinstance(row, tuple) else (row, 0, "")
    (project / "content" / name).write_bytes(data)
    got, out, err = run("build", "--project", project, capsys=capsys)
    assert got == status
    assert text in err
    assert not text or "hint: " in err
    assert "guide.pdf" in out
    strict, _, _ = run("bank", "--strict", "--project", project, capsys=capsys)
    assert strict in {0, 1, 3}


def test_strict_turns_warnings_into_a_status(project, capsys):
    (project / "content" / "empty.md").write_bytes(b"")
    assert run("check", "--project", project, capsys=capsys)[0] == 0
    assert run("check", "--strict", "--project", project, capsys=capsys)[0] == 3
    status, _, err = run("check", "--strict", "--quiet", "--project", project, capsys=capsys)
    assert (status, err) == (3, "")


def test_a_folder_without_notes(tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    status, _, err = run("build", "--content", tmp_path / "empty", "--out", tmp_path / "out", capsys=capsys)
    assert status == 1
    assert "error[no-notes]" in err
    status, _, err = run("quiz", "--content", tmp_path / "empty", "--out", tmp_path / "out", capsys=capsys)
    assert status == 2
    status, _, err = run("build", "--content", tmp_path / "nowhere", capsys=capsys)
    assert status == 2
    assert "no such folder" in err


def test_a_link_out_of_the_notes_is_not_followed(project, tmp_path, capsys):
    secret = tmp_path / "secret.md"
    secret.write_text("1. 秘密是什么？\n密码。\n", encoding="utf-8")
    (project / "content" / "link.md").symlink_to(secret)
    _, out, err = run("bank", "--project", project, capsys=capsys)
    assert "秘密" not in out
    assert "link.md: warning[outside-file]" in err


def test_an_unreadable_note(project, capsys, monkeypatch):
    real = Path.read_bytes

    def refuse(self):
        if self.name == "a.md":
            raise PermissionError(13, "Permission denied")
        return real(self)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    status, _, err = run("bank", "--project", project, capsys=capsys)
    assert status == 1
    assert "a.md: error[unreadable-file]: cannot be read: Permission denied" in err


def test_nowhere_to_write(project, capsys, monkeypatch):
    run("build", "--project", project, capsys=capsys)
    before = files(project / "build")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("generator.store.atomic._stage", full)
    (project / "content" / "a.md").write_text(NOTE + "堆顶最大。\n", encoding="utf-8")
    status, _, err = run("build", "--project", project, capsys=capsys)
    monkeypatch.undo()
    assert status == 2
    assert "hint: " in err
    assert files(project / "build") == before


def test_ctrl_c_leaves_the_previous_build(project):
    assert command("build", cwd=project).returncode == 0
    before = files(project / "build")
    (project / "content" / "a.md").write_text(NOTE * 1 + "堆顶最大。\n", encoding="utf-8")
    running = subprocess.Popen(
        [sys.executable, "-m", "generator", "build"],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    time.sleep(0.5)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=60)
    assert "Traceback" not in err
    if running.returncode != 0:
        assert files(project / "build") == before


def test_interrupted_while_making(project, capsys, monkeypatch):
    run("build", "--project", project, capsys=capsys)
    before, lock = files(project / "build"), (project / "study.lock").read_bytes()
    (project / "content" / "a.md").write_text(NOTE + "堆顶最大。\n", encoding="utf-8")

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("generator.pipeline.outputs.write_quiz", stop)
    status, _, err = run("build", "--project", project, capsys=capsys)
    assert status == 130
    assert "interrupted" in err
    assert (files(project / "build"), (project / "study.lock").read_bytes()) == (before, lock)


def test_output_that_nobody_reads(project):
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "generator", "bank", "--json"],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)
    assert b"Traceback" not in done.stderr


def test_progress_only_on_a_terminal(project, capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    _, _, err = run("sheet", "--project", project, capsys=capsys)
    assert "reading notes …" in err
    _, _, err = run("sheet", "--quiet", "--project", project, capsys=capsys)
    assert err == ""


def test_dialect_can_be_forced_and_corrections_apply(project, capsys):
    with (project / "study.toml").open("a", encoding="utf-8") as file:
        file.write(
            '[dialects]\n"deep/*" = "numbered-lines"\n[[read]]\nfile = "a.md"\ntext = "什么是队列"\naction = "join"\n'
        )
        file.write('[[read]]\nfile = "none.md"\ntext = "x"\naction = "join"\n')
    _, out, err = run("bank", "--project", project, capsys=capsys)
    assert "a.md: numbered-lines, 2 entries" in out
    assert "deep/b.txt: numbered-lines, 0 entries" in out
    assert 'warning[unused-override]: [[read]] file "none.md" names no note' in err


def test_start_up_imports_nothing_heavy(project):
    code = "import sys; from generator.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\n"
    code += "print([m for m in ('weasyprint','markdown_it','genanki','quickjs','jinja2') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.rstrip().endswith("[]")
