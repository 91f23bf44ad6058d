"""Remote pictures, fetched once into the user's cache, only when the user says so."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.diagnostics import Code, Diagnostic, Span, StudypressError, warning
from generator.markup.pictures import cached, is_remote
from generator.press.download import Download, DownloadError, Limits, Rules
from generator.press.files import write_whole
from generator.press.images import BadImageError, decode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_TOTAL_SIZE = 200_000_000
_TOTAL_SECONDS = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of the addresses, each list in the order they were given."""

    fetched: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    """Already in the cache."""
    failed: tuple[tuple[str, str], ...] = ()
    """(address, reason)."""


def fetch(
    addresses: Mapping[str, Span],
    cache: Path,
    *,
    progress: Callable[[str], None],
    rules: Rules | None = None,
) -> tuple[Report, tuple[Diagnostic, ...]]:
    """Download the pictures that are not in the cache yet.

    Args:
        addresses: Pictures' addresses as the notes write them, and where; those not on the web are passed over.
        cache: The user's cache; see `markup.pictures.cached`.
        progress: Is told one line per picture.
        rules: How to reach hosts; other than the default only in tests.

    Raises:
        StudypressError: the cache cannot be written.
    """
    remote = {address: span for address, span in addresses.items() if is_remote(address)}
    kept = tuple(address for address in remote if cached(cache, address).is_file())
    run = _Run(cache, rules or Rules())
    for address in remote:
        if address not in kept:
            progress(run.one(address))
    complaints = tuple(_complaint(address, reason, remote[address]) for address, reason in run.failed)
    return Report(fetched=tuple(run.fetched), kept=kept, failed=tuple(run.failed)), complaints


class _Run:
    """One pass over the addresses, with what is left of its allowance."""

    def __init__(self, cache: Path, rules: Rules) -> None:
        self.fetched: list[str] = []
        self.failed: list[tuple[str, str]] = []
        self._cache, self._rules = cache, rules
        self._size_left = _TOTAL_SIZE
        self._end = time.monotonic() + _TOTAL_SECONDS

    def one(self, address: str) -> str:
        """Fetch one picture and return a line about it."""
        try:
            data = self._download(address)
            decode(data)
        except (DownloadError, BadImageError) as problem:
            self.failed.append((address, str(problem)))
            return f"failed: {address}: {problem}"
        self._keep(address, data)
        self.fetched.append(address)
        return f"fetched: {address} ({len(data) / 1000:.0f} kB)"

    def _download(self, address: str) -> bytes:
        seconds = self._end - time.monotonic()
        if seconds <= 0 or self._size_left <= 0:
            raise DownloadError("the limit for one run is reached; run `studypress fetch` again")
        limits = self._rules.limits
        mine = Limits(size=min(limits.size, self._size_left), seconds=min(limits.seconds, seconds))
        data = Download(self._rules, mine).get(f"https:{address}" if address.startswith("//") else address)
        self._size_left -= len(data)
        return data

    def _keep(self, address: str, data: bytes) -> None:
        path = cached(self._cache, address)
        try:
            write_whole(path, data)
        except OSError as problem:
            raise StudypressError(
                f"the picture cannot be put into {path.parent}: {problem.strerror}",
                "make room or give yourself the right to write there, then run `studypress fetch` again",
            ) from problem


def _complaint(address: str, reason: str, span: Span) -> Diagnostic:
    hint = "save the picture below content/ and name it in [pictures] of study.toml"
    return warning(Code.REMOTE_PICTURE, f"{address} was not fetched: {reason}", span, hint)
