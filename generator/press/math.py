"""TeX to vector formulas in line with the text: MathJax behind a cache, and the `<img>` that shows one."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from generator.press.mathcache import FormulaCache
from generator.press.mathjax import EngineError, MathJax, version
from generator.press.mathsvg import Drawing, PageWideError, UndrawableError, distil
from generator.press.mathtex import UnreadableTexError, in_rows, prepare, wants_display

if TYPE_CHECKING:
    from pathlib import Path

SCHEME = 1
"""Raise it whenever the same TeX would come out otherwise: it is part of every key of the cache."""
FAMILY = "Studypress Sans,Noto Sans CJK SC,sans-serif"
"""What draws characters MathJax has no outline of (Chinese); bare commas, as WeasyPrint splits it there."""

_UNKNOWN = re.compile(r"Undefined control sequence (\\\S+)|Unknown environment '([^']*)'")


@dataclass(frozen=True, slots=True, kw_only=True)
class TexError:
    """Why a formula cannot be typeset: the note author's mistake, so a value and not an exception."""

    message: str
    macro: str = ""
    r"""The unknown command (`\foo`) or environment (`\begin{foo}`), empty for any other mistake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypesetFormula:
    """A formula as a self-contained SVG in black, and its box; lengths in em of the text around it."""

    svg: str
    width: float
    height: float
    """From top to bottom, depth included."""
    depth: float
    """How far the box reaches below the baseline."""


class MathTypesetter:
    """Typesets formulas, remembering them in memory and, given a folder, on disk.

    QuickJS and MathJax are loaded at the first formula that is in neither. One typesetter belongs to
    one thread; any number of processes may share the folder (at most 64 MB; the oldest formulas go first).
    """

    def __init__(self, cache: Path | None, *, family: str = FAMILY) -> None:
        self._family = family
        self._disk = FormulaCache(cache / "math") if cache else None
        self._memory: dict[tuple[str, bool], TypesetFormula | TexError] = {}
        self._engine = MathJax()
        self._salt = json.dumps([SCHEME, version(), family])

    def typeset(self, tex: str, *, display: bool) -> TypesetFormula | TexError:
        r"""Return the formula, or what is wrong with it.

        Args:
            tex: TeX as in a Markdown note, without its dollars; may be an environment such as `align`.
            display: set as a displayed formula (large operators), not as one in a line of text.

        Nothing that one formula defines (`\newcommand`, `\label`) is known to the next.
        """
        known = self._memory.get((tex, display))
        if known is None:
            known = self._recall(tex, display=display)
            self._memory[tex, display] = known
        return known

    def _recall(self, tex: str, *, display: bool) -> TypesetFormula | TexError:
        try:
            ready = prepare(tex)
        except UnreadableTexError as problem:
            return TexError(message=str(problem))
        display = display or wants_display(tex)
        key = hashlib.sha256(f"{self._salt}\n{display}\n{ready}".encode()).hexdigest()
        kept = self._disk.get(key) if self._disk else None
        if kept is not None:
            return _decode(kept)
        return self._make(ready, key, display=display)

    def _make(self, ready: str, key: str, *, display: bool) -> TypesetFormula | TexError:
        try:
            drawing = self._draw(ready, display=display)
        except EngineError as problem:
            return TexError(message=str(problem))  # not kept: another machine may have the time
        except UndrawableError as problem:
            made: TypesetFormula | TexError = _tex_error(str(problem))
        else:
            made = TypesetFormula(svg=drawing.svg, width=drawing.width, height=drawing.height, depth=drawing.depth)
        if self._disk:
            self._disk.put(key, json.dumps(asdict(made), ensure_ascii=False))
        return made

    def _draw(self, ready: str, *, display: bool) -> Drawing:
        """Draw the formula; lines broken outside any environment become rows, one below the other."""
        try:
            return distil(self._engine.svg(ready, display=display), self._family)
        except PageWideError:
            return distil(self._engine.svg(in_rows(ready), display=display), self._family)


def math_img(formula: TypesetFormula, tex: str, *, display: bool, colour: str = "") -> str:
    """Return an `<img>` of the formula: a data URI on the text's baseline, the TeX as alternative text.

    Args:
        formula: What `MathTypesetter.typeset` made of `tex`.
        tex: The TeX, for readers who cannot see.
        display: Gives the class `display` instead of `inline`; placing it is the style sheet's business.
        colour: A CSS colour in place of black (a formula's own colours stay).
    """
    svg = formula.svg.replace("<svg ", f'<svg color="{html.escape(colour)}" ', 1) if colour else formula.svg
    data = base64.b64encode(svg.encode()).decode("ascii")
    alternative = html.escape(" ".join(tex.split()))
    kind = "display" if display else "inline"
    style = f"width:{formula.width:.4f}em;vertical-align:{-formula.depth:.4f}em"
    return (
        f'<img class="math {kind}" src="data:image/svg+xml;base64,{data}" alt="{alternative}" '
        f'style="{style};max-width:100%;overflow:visible">'
    )


def _decode(kept: str) -> TypesetFormula | TexError:
    fields = json.loads(kept)
    return TypesetFormula(**fields) if "svg" in fields else TexError(**fields)


def _tex_error(message: str) -> TexError:
    found = _UNKNOWN.search(message)
    if found is None:
        return TexError(message=message)
    macro = found[1] or f"\\begin{{{found[2]}}}"
    return TexError(message=f"unknown TeX command {macro}", macro=macro)
