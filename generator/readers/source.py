"""Bytes of a note file to text: which encoding, which line ends, and is it text at all."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from charset_normalizer import from_bytes

from generator.diagnostics import Code, Diagnostic, Span, error, info, warning

MAX_BYTES = 20_000_000
"""Larger files are data, not notes."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GUESSES = ["gb18030", "utf_16_le", "utf_16_be", "big5hkscs", "shift_jis", "euc_jp", "euc_kr", "cp1252"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A note file's text with LF line ends, and how its bytes were read."""

    path: str
    text: str
    encoding: str


def decode(data: bytes, path: str) -> tuple[Source | None, tuple[Diagnostic, ...]]:
    """Return the text of a note file, or None with the reason when there is none to read.

    UTF-8 and byte order marks are recognised by themselves, anything else is detected with
    charset-normalizer and said to be a guess.
    """
    span = Span(path=path)
    if len(data) > MAX_BYTES:
        return None, (too_large(len(data), path),)
    if not data.strip():
        return None, (warning(Code.EMPTY_FILE, "the file is empty", span, "write a question, or delete it"),)
    encoding, guessed = _encoding(data)
    text = _text(data, encoding) if encoding else None
    if text is None or "\x00" in text:
        message = "not a text file (it holds NUL or undecodable bytes); skipped"
        return None, (error(Code.BINARY_FILE, message, span, "save it as UTF-8 text, or move it elsewhere"),)
    found = (_guess(encoding, span),) if guessed else ()
    return Source(path=path, text=_newlines(text), encoding=encoding.removesuffix("-sig")), found


def too_large(size: int, path: str) -> Diagnostic:
    """Return the complaint about a file of so many bytes."""
    message = f"{size / 1e6:.0f} MB is too large for notes (limit {MAX_BYTES / 1e6:.0f} MB); skipped"
    return error(Code.HUGE_FILE, message, Span(path=path), "split the file, or move it out of the notes")


def _guess(encoding: str, span: Span) -> Diagnostic:
    hint = "if characters look wrong, save the file as UTF-8"
    return info(Code.GUESSED_ENCODING, f"read as {encoding}, which is a guess", span, hint)


def _encoding(data: bytes) -> tuple[str, bool]:
    """Return (codec name or "", whether it was guessed)."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return name, False
    if _text(data, "utf-8") is not None:
        return "utf-8", False
    if b"\x00" not in data and _text(data, "gb18030") is not None and _mostly_chinese(data):
        return "gb18030", True
    best = from_bytes(data, cp_isolation=_GUESSES).best()
    return (best.encoding.replace("_", "-"), True) if best else ("", False)


def _mostly_chinese(data: bytes) -> bool:
    """Whether GB18030 gives common Chinese: detectors need more text than short notes have."""
    text = data.decode("gb18030")
    foreign = [char for char in text if ord(char) > 0x7F]
    common = sum("\u4e00" <= char <= "\u9fa5" or char in "，。、；：？！（）《》“”‘’　" for char in foreign)
    return common >= 0.95 * len(foreign)


def _text(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\x0c", "\n")
