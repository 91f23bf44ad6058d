"""Where pictures' addresses lead, and that none leads out of the content folder."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.markup.pictures import PictureKind, Pictures, cached, is_remote


@pytest.fixture
def content(tmp_path: Path) -> Path:
    root = tmp_path / "我的 notes"
    for name in ("a.png", "章节/图 1.png", "章节/50%.png", "figures/b.png", "q?x.png"):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"picture")
    (tmp_path / "secret.png").write_bytes(b"secret")
    return root


def pictures(content: Path, **mapping: str) -> Pictures:
    return Pictures(content, content.parent / "cache", mapping)


@pytest.mark.parametrize(
    ("address", "document", "expected"),
    [
        ("a.png", "n.md", "a.png"),
        ("./a.png", "n.md", "a.png"),
        ("图 1.png", "章节/n.md", "章节/图 1.png"),
        ("%E5%9B%BE%201.png", "章节/n.md", "章节/图 1.png"),
        ("章节\\图 1.png", "n.md", "章节/图 1.png"),
        ("50%.png", "章节/n.md", "章节/50%.png"),
        ("../figures/b.png", "章节/n.md", "figures/b.png"),
        ("figures/b.png", "章节/n.md", "figures/b.png"),
        ("/figures/b.png", "章节/n.md", "figures/b.png"),
        ("figures/b.png?raw=true#top", "n.md", "figures/b.png"),
        ("q?x.png", "n.md", "q?x.png"),
    ],
)
def test_finds_a_file(content: Path, address: str, document: str, expected: str) -> None:
    found = pictures(content).find(address, document)
    assert found.kind is PictureKind.FILE
    assert found.path == (content / expected).resolve()


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("../secret.png", PictureKind.OUTSIDE),
        ("章节/../../secret.png", PictureKind.OUTSIDE),
        ("%2e%2e/secret.png", PictureKind.OUTSIDE),
        ("..\\secret.png", PictureKind.OUTSIDE),
        ("file:///etc/passwd", PictureKind.OUTSIDE),
        ("FILE:a.png", PictureKind.OUTSIDE),
        ("C:\\Users\\me\\a.png", PictureKind.OUTSIDE),
        ("\\\\server\\share\\a.png", PictureKind.OUTSIDE),
        ("missing.png", PictureKind.MISSING),
        ("/etc/passwd", PictureKind.MISSING),
        ("章节", PictureKind.MISSING),
        ("", PictureKind.BAD),
        ("  ", PictureKind.BAD),
        ("a%00.png", PictureKind.BAD),
        ("javascript:alert(1)", PictureKind.BAD),
        ("data:image/png;base64,AAAA", PictureKind.BAD),
        ("ftp://example.com/a.png", PictureKind.BAD),
        ("https://example.com/a.png", PictureKind.REMOTE),
        ("//example.com/a.png", PictureKind.REMOTE),
        ("x" * 5000 + ".png", PictureKind.BAD),
    ],
)
def test_finds_no_file(content: Path, address: str, kind: PictureKind) -> None:
    found = pictures(content).find(address, "n.md")
    assert (found.kind, found.path) == (kind, None)


def test_a_symlink_out_of_the_content_folder_is_refused(content: Path) -> None:
    (content / "link.png").symlink_to(content.parent / "secret.png")
    (content / "up").symlink_to(content.parent)
    (content / "loop.png").symlink_to(content / "loop.png")
    found = pictures(content)
    assert found.find("link.png", "n.md").kind is PictureKind.OUTSIDE
    assert found.find("up/secret.png", "n.md").kind is PictureKind.OUTSIDE
    assert found.find("loop.png", "n.md").kind in {PictureKind.MISSING, PictureKind.BAD}


def test_a_symlink_inside_the_content_folder_is_followed(content: Path) -> None:
    (content / "link.png").symlink_to(content / "a.png")
    assert pictures(content).find("link.png", "n.md").path == (content / "a.png").resolve()


def test_a_fetched_picture_is_a_file(content: Path) -> None:
    address = "https://example.com/a.png"
    path = cached(content.parent / "cache", address)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"picture")
    assert pictures(content).find(address, "n.md").path == path


def test_mapping_leads_to_a_file_or_to_tex(content: Path) -> None:
    mapping = {
        "https://example.com/a": "figures/b.png",
        "https://example.com/b": "$x^2$",
        "gone.png": "$$ \\sum\n x $$",
        "worse.png": "../secret.png",
        "gone.gif": "still-gone.gif",
    }
    found = Pictures(content, content.parent / "cache", mapping)
    assert found.find("https://example.com/a", "章节/n.md").path == (content / "figures/b.png").resolve()
    assert found.find("https://example.com/b", "n.md").tex == "x^2"
    assert found.find("gone.png", "n.md").tex == "\\sum\n x"
    assert found.find("worse.png", "n.md").kind is PictureKind.OUTSIDE
    assert found.find("gone.gif", "n.md").kind is PictureKind.MISSING


@given(st.text(max_size=60))
def test_no_address_leads_outside(tmp_path_factory: pytest.TempPathFactory, address: str) -> None:
    root = tmp_path_factory.getbasetemp()
    found = Pictures(root, root / "cache", {}).find(address, "a/b.md")
    assert found.path is None or found.path.is_relative_to(root.resolve())


def test_remote_addresses() -> None:
    assert is_remote("HTTP://example.com/a.png")
    assert not is_remote("httpx.png")
