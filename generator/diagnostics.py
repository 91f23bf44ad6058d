"""Complaints as values: what is wrong, where, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a diagnostic matters; it decides the exit status."""

    ERROR = "error"
    """Something in the notes cannot be printed as it stands (exit status 1)."""
    WARNING = "warning"
    """Printed all the same, but the user should look (exit status 3 under --strict)."""
    INFO = "info"
    """Worth knowing; never changes the exit status."""


class Code(StrEnum):
    """Every diagnostic has a name; `tests/errors/` holds a document for each."""

    EMPTY_FILE = "empty-file"
    """A note file without any text."""
    BINARY_FILE = "binary-file"
    """A file that is not text (or holds NUL bytes); it is skipped."""
    HUGE_FILE = "huge-file"
    """A file too large to be notes; it is skipped."""
    UNREADABLE_FILE = "unreadable-file"
    """A file that the system would not let us read."""
    GUESSED_ENCODING = "guessed-encoding"
    """The encoding was detected, not declared."""
    NO_NOTES = "no-notes"
    """The content folder holds no note file."""
    NO_ENTRIES = "no-entries"
    """A file in which no question or concept was found."""
    UNCLOSED_FENCE = "unclosed-fence"
    """A code fence that runs to the end of the file."""
    UNCLOSED_DETAILS = "unclosed-details"
    """A <details> block without its end."""
    UNCLOSED_COMMENT = "unclosed-comment"
    """An HTML comment without its end."""
    TOO_DEEP = "too-deep"
    """Quotes, brackets or lists nested beyond what a reader can follow."""
    OUTSIDE_FILE = "outside-file"
    """A link or picture that leads out of the content folder."""
    BAD_TEX = "bad-tex"
    """A formula that MathJax rejects; it is printed as source."""
    UNKNOWN_MACRO = "unknown-macro"
    """A TeX command MathJax does not know; the formula is printed as source."""
    MISSING_PICTURE = "missing-picture"
    """A picture file that is not there."""
    BAD_PICTURE = "bad-picture"
    """A picture file that cannot be decoded."""
    REMOTE_PICTURE = "remote-picture"
    """A picture on the web that has not been fetched."""
    MISSING_GLYPH = "missing-glyph"
    """A character that no font has."""
    TYPESETTING = "typesetting"
    """The typesetter complained."""
    UNKNOWN_KEY = "unknown-key"
    """study.toml or lexicon.toml has a key that nothing reads."""
    BAD_VALUE = "bad-value"
    """study.toml or lexicon.toml has a value of the wrong kind."""
    BAD_TOML = "bad-toml"
    """study.toml or lexicon.toml is not TOML."""
    UNUSED_OVERRIDE = "unused-override"
    """A correction in study.toml that matches nothing."""
    BAD_LOCK = "bad-lock"
    """study.lock cannot be read."""
    BAD_LOG = "bad-log"
    """study.log has a line that cannot be read, or sessions that clash."""
    RELAXED = "relaxed"
    """A wish about a quiz that the notes are too few for."""
    CHANGED_PRINT = "changed-print"
    """A session that cannot be printed again as it was."""
    AMBIGUOUS_IDENTITY = "ambiguous-identity"
    """An entry that could be either of two earlier ones."""
    NO_TOPIC = "no-topic"
    """An entry of which neither headings nor terms say what it is about."""
    SHARED_NAME = "shared-name"
    """Two concepts of the lexicon have the same name."""
    TERM_CIRCLE = "term-circle"
    """A concept of the lexicon is, by way of others, a kind of itself."""
    UNKNOWN_TERM = "unknown-term"
    """The lexicon refers to a concept or topic that it does not have."""
    UNUSED_TERM = "unused-term"
    """A concept of the project's own lexicon that no note mentions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A place in a source file: 1-based, both lines included."""

    path: str
    line: int = 0
    """0 when the diagnostic is about the file as a whole."""
    end_line: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One complaint: printed as `path:line: severity[code]: message` with a hint below."""

    severity: Severity
    code: Code
    message: str
    span: Span
    hint: str = ""

    def __str__(self) -> str:
        head = f"{self.span}: {self.severity}[{self.code}]: {self.message}"
        return f"{head}\n  hint: {self.hint}" if self.hint else head


class StudypressError(Exception):
    """The run cannot go on: wrong usage or project file (status 2), never the notes' fault."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def error(code: Code, message: str, span: Span, hint: str = "") -> Diagnostic:
    """Return an ERROR diagnostic."""
    return Diagnostic(severity=Severity.ERROR, code=code, message=message, span=span, hint=hint)


def warning(code: Code, message: str, span: Span, hint: str = "") -> Diagnostic:
    """Return a WARNING diagnostic."""
    return Diagnostic(severity=Severity.WARNING, code=code, message=message, span=span, hint=hint)


def info(code: Code, message: str, span: Span, hint: str = "") -> Diagnostic:
    """Return an INFO diagnostic."""
    return Diagnostic(severity=Severity.INFO, code=code, message=message, span=span, hint=hint)


def diagnostic_json(one: Diagnostic) -> dict[str, object]:
    """Return one complaint as JSON."""
    return {
        "severity": one.severity.value,
        "code": one.code.value,
        "message": one.message,
        "path": one.span.path,
        "line": one.span.line,
        "hint": one.hint,
    }
