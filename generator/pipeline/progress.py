"""How long work says how far it is."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Shown between steps: what is being done, and how much of it is."""

    def __call__(self, what: str, done: int, total: int) -> None:
        """Say that `done` of `total` steps of `what` are done."""


def silent(what: str, done: int, total: int) -> None:
    """Show nothing."""
