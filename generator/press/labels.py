"""The texts that templates print, by key, from templates/locale/*.toml."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from generator.diagnostics import StudypressError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


def load(folders: Sequence[Path], language: str) -> dict[str, str]:
    """Return all labels of a language, nested tables joined with dots; earlier folders win.

    Raises:
        StudypressError: a locale file is not TOML.
    """
    texts: dict[str, str] = {}
    for folder in reversed(folders):
        path = folder / "locale" / f"{language}.toml"
        if path.is_file():
            texts.update(_flat("", _read(path)))
    return texts


def _read(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise StudypressError(f"{path}: {problem}", "correct the file, or remove it") from problem


def _flat(prefix: str, table: Mapping[str, object]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            texts.update(_flat(f"{prefix}{key}.", value))
        else:
            texts[prefix + key] = str(value)
    return texts


def fill(texts: Mapping[str, str], key: str, values: Mapping[str, object]) -> str:
    """Return one label with its `{name}`s filled in.

    Raises:
        StudypressError: the key or a value is missing.
    """
    if key not in texts:
        raise StudypressError(f"label {key!r} is in no locale file", "add it to templates/locale/zh.toml and en.toml")
    try:
        return texts[key].format(**values)
    except (KeyError, IndexError, ValueError) as problem:
        raise StudypressError(f"label {key!r} ({texts[key]!r}) cannot be filled in: {problem!r}") from problem
