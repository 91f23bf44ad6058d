"""Run MathJax (the bundle inside the `quickjax` wheel) in QuickJS: bounded time and memory, no state kept."""

from __future__ import annotations

import json
import re
from importlib import metadata, resources
from typing import Protocol

from generator.diagnostics import StudypressError

MACROS: tuple[tuple[str, str], ...] = (
    (r"\bm", r"\newcommand{\bm}[1]{\boldsymbol{#1}}"),
    (r"\argmax", r"\newcommand{\argmax}{\operatorname*{arg\,max}}"),
    (r"\argmin", r"\newcommand{\argmin}{\operatorname*{arg\,min}}"),
    (r"\mathbbm", r"\newcommand{\mathbbm}[1]{\mathbb{#1}}"),
    (r"\mathds", r"\newcommand{\mathds}[1]{\mathbb{#1}}"),
)
"""Commands that MathJax lacks and nearly every textbook of machine learning uses; nothing else is added."""

TIME_LIMIT = 1.0
"""Seconds of processor time for one formula."""
MEMORY_LIMIT = 192 * 1024 * 1024
STACK_LIMIT = 2 * 1024 * 1024

_PACKAGES = (
    *("base", "ams", "newcommand", "boldsymbol", "braket", "cancel", "color", "enclose", "extpfeil", "mhchem"),
    *("mathtools", "amscd", "bbox", "unicode", "verb", "textmacros", "textcomp", "cases"),
)
r"""MathJax's extensions: not `physics` (it redefines `\div` and reads `\log [x]` as a power), not `html` and
`action` (no business on paper), not `noundefined` and `noerrors` (they draw mistakes instead of saying so)."""

_STATEFUL = re.compile(
    r"\\(?:(?:re)?newcommand|(?:re)?newenvironment|def|let|DeclareMathOperator|DeclarePairedDelimiter\w*|Newextarrow"
    r"|mathtoolsset|(?:re)?newtagform|usetagform|definecolor|label|unicode|U)(?![A-Za-z])"
)
"""Commands that change what later formulas mean; formulas with them get an engine of their own."""

_BUNDLE_PATCHES = (
    (re.compile(r'\["base","ams"[^\]]*\]'), 1, json.dumps(_PACKAGES)),
    # 1 ex = 0.442 em, MathJax's own x-height: a Chinese character inside a formula is then 1 em wide.
    (re.compile(r"containerWidth:1e7"), 2, "containerWidth:1e7,em:16,ex:7.072"),
    # An operator of several letters keeps its space when it has limits: \operatorname*{arg\,max}_k p_k.
    (
        re.compile(r'(\w)\.isKind\("mi"\)\?\((\w)=\1\.setTeXclass\(\2\)'),
        1,
        r'\1.isKind("mi")||\1.isKind("TeXAtom")?(\2=\1.setTeXclass(\2)',
    ),
    # Characters a Chinese font draws 1 em wide, which MathJax would take for 0.6 em: ℃ № ① ⑴ ⒈ Ⅰ ■ ★.
    (
        re.compile(r'"\\u1100-\\u115F",'),
        1,
        r'\g<0>"\\u2103\\u2109\\u2116\\u2160-\\u217F\\u2460-\\u24FF\\u25A0-\\u27BF\\u2B50\\u{1F300}-\\u{1FAFF}",',
    ),
)
_CALL = "(tex, display) => JSON.stringify((display ? globalThis.render : globalThis.renderInline)(tex))"


class _Context(Protocol):
    def eval(self, code: str) -> object: ...
    def set_time_limit(self, limit: float) -> None: ...
    def set_memory_limit(self, limit: int) -> None: ...
    def set_max_stack_size(self, limit: int) -> None: ...


class EngineError(Exception):
    """MathJax gave up on one formula: out of time, memory or stack; the next formula is not affected."""


def version() -> str:
    """Return what decides how a formula looks: the bundle's version and our settings."""
    return json.dumps([metadata.version("quickjax"), MACROS, [patch[2] for patch in _BUNDLE_PATCHES]])


class MathJax:
    """TeX to raw SVG. The engine is made at the first formula and made again after a fatal error.

    An engine belongs to the thread that made it.
    """

    def __init__(self) -> None:
        self._source = ""
        self._context: _Context | None = None

    def svg(self, tex: str, *, display: bool) -> str:
        r"""Return MathJax's SVG (an `merror` node inside when the TeX is wrong).

        A formula that defines something (`\newcommand`, `\label`, …) runs in an engine of its own.

        Raises:
            EngineError: out of time, memory or stack.
            StudypressError: the installed bundle is not one that this version knows.
        """
        if _STATEFUL.search(tex):
            return _run(self._made(), tex, display=display)
        self._context = self._context or self._made()
        try:
            return _run(self._context, tex, display=display)
        except EngineError:
            self._context = None
            raise

    def _made(self) -> _Context:
        self._source = self._source or _bundle()
        return _engine(self._source)


def _bundle() -> str:
    """Read MathJax from the wheel and set our packages and metrics in its last lines."""
    source = (resources.files("quickjax") / "js" / "mathjax_bundle.js").read_text(encoding="utf-8")
    for pattern, times, replacement in _BUNDLE_PATCHES:
        source, found = pattern.subn(replacement, source)
        if found != times:
            raise StudypressError(
                f"quickjax {metadata.version('quickjax')} is not a version Studypress knows",
                hint="install quickjax 0.1.0, as requirements.lock has it",
            )
    return source


def _engine(source: str) -> _Context:
    """Start QuickJS with limits, load MathJax and define our few macros."""
    import quickjs  # noqa: PLC0415 -- lazy: most runs find every formula in the cache

    context: _Context = quickjs.Context()
    context.set_max_stack_size(STACK_LIMIT)
    context.set_memory_limit(MEMORY_LIMIT)
    context.eval(source)
    context.eval(f"globalThis.typeset = {_CALL}")
    for _, definition in MACROS:
        _run(context, definition, display=False)
    context.set_time_limit(TIME_LIMIT)
    return context


def _run(context: _Context, tex: str, *, display: bool) -> str:
    call = f"typeset({json.dumps(tex)}, {json.dumps(display)})"
    try:
        return str(json.loads(str(context.eval(call))))
    except Exception as problem:  # quickjs raises its own exceptions, plain ones and MemoryError alike
        raise EngineError(_reason(str(problem))) from problem


def _reason(problem: str) -> str:
    """Say in a user's words what QuickJS said."""
    if "interrupted" in problem:
        return f"the formula takes more than {TIME_LIMIT:g} s to typeset"
    if "stack" in problem:
        return "the formula is nested too deeply"
    if "memory" in problem or "of null" in problem:  # out of memory, QuickJS throws null
        return "the formula needs too much memory"
    return f"MathJax failed: {problem.splitlines()[0] if problem else 'no reason given'}"
