"""Fixtures that every test may use."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

UPDATE = bool(os.environ.get("STUDYPRESS_UPDATE_GOLDENS"))


@pytest.fixture
def golden():
    """Compare text with a golden file; STUDYPRESS_UPDATE_GOLDENS=1 writes what is new instead."""

    def compare(path: Path, text: str) -> None:
        if UPDATE:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.exists(), f"no golden file {path}; run with STUDYPRESS_UPDATE_GOLDENS=1 and read what it writes"
        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory, monkeypatch):
    """Keep state out of the real home; the cache of fonts and formulas is shared by the whole run."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
