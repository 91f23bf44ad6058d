"""Fonts for paper: subsets of the installed Chinese fonts, made once into the user's cache."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from generator.diagnostics import StudypressError
from generator.press.coverage import COVERAGE_VERSION, code_characters, quote_characters, text_characters
from generator.press.files import write_whole
from generator.press.icons import build_icons, icons_key

SANS, SERIF, MONO = "Studypress Sans", "Studypress Serif", "Studypress Mono"
LATIN, ICONS = "Studypress Latin", "Studypress Icons"

_PREFERRED = {
    SANS: ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "PingFang SC",
           "Hiragino Sans GB", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Microsoft YaHei"),
    SERIF: ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Source Han Serif CN", "Songti SC"),
    MONO: ("Noto Sans Mono CJK SC", "Noto Sans Mono", "DejaVu Sans Mono", "Liberation Mono", "Menlo"),
    LATIN: ("Noto Sans CJK KR", "Noto Sans KR", "Source Han Sans KR", "Noto Sans", "DejaVu Sans", "Liberation Sans",
            "Helvetica"),
}  # fmt: skip
_CHARACTERS = {MONO: code_characters, LATIN: quote_characters}
"""What a face carries, unless it is the whole of running text."""
_GENERIC = {SANS: "sans-serif", SERIF: "serif", MONO: "monospace", ICONS: "emoji"}
"""What else a face answers to: so every page, and every SVG's text, is set in the same fonts everywhere."""
_REGULAR, _BOLD = 80, 200
"""Fontconfig's weights, not CSS's."""
_HINT = (
    "install a Simplified Chinese font: `apt install fonts-noto-cjk fontconfig`, "
    "`dnf install google-noto-sans-cjk-fonts fontconfig`, `pacman -S noto-fonts-cjk fontconfig` "
    "or `brew install --cask font-noto-sans-cjk-sc && brew install fontconfig`"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """One face that fontconfig knows."""

    file: str
    index: int
    """The face's number inside a collection; a named instance's number in the upper 16 bits."""
    family: str
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One font file of ours, as CSS will name it."""

    family: str
    weight: int
    """As in CSS: 400 or 700."""
    path: Path
    fallback: str = ""
    """The installed family it was cut from, for the characters that the subset lacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fonts:
    """The faces of one run and the characters they draw."""

    faces: tuple[Face, ...]
    covered: frozenset[str]

    @property
    def files(self) -> dict[str, Path]:
        """Return the font files by name, for the URL fetcher."""
        return {face.path.name: face.path for face in self.faces}

    def css(self, base: str) -> str:
        """Return the `@font-face` rules (files at `base` + name) and the variables `--sans --serif --mono`."""
        rules = [_font_face(face, face.family, base) for face in self.faces]
        rules += [_font_face(face, _GENERIC[face.family], base) for face in self.faces if face.family in _GENERIC]
        return "\n".join([*rules, self._variables()])

    def _variables(self) -> str:
        sans, serif, mono = self._stack(SANS, ICONS), self._stack(SERIF, SANS, ICONS), self._stack(MONO, ICONS, SANS)
        return f""":root {{ --sans: {sans}, sans-serif; --serif: {serif}, serif; --mono: {mono}, monospace; }}
html {{ font-family: var(--sans); }}
code, pre, kbd, samp {{ font-family: var(--mono); }}
.latin {{ font-family: "{LATIN}", {sans}, sans-serif; }}
pre .latin, code .latin {{ font-family: {mono}, monospace; }}"""

    def _stack(self, *families: str) -> str:
        """Return our families in order, then the installed ones they were cut from, for rare characters."""
        mine = [(face.family, face.fallback) for family in families for face in self.faces if face.family == family]
        names = [*(name for name, _ in mine), *(name for _, name in mine if name)]
        return ", ".join(f'"{name}"' for name in dict.fromkeys(names))


def _font_face(face: Face, family: str, base: str) -> str:
    return (
        f'@font-face {{ font-family: "{family}"; font-weight: {face.weight}; '
        f'src: url("{base}{face.path.name}") format("opentype"); }}'
    )


def installed_faces(pattern: str = ":") -> tuple[Installed, ...]:
    """Return the faces that fontconfig lists for a pattern, in a fixed order.

    Raises:
        StudypressError: fontconfig's `fc-list` is not there.
    """
    form = "%{file}\t%{index}\t%{family[0]}\t%{weight}\t%{slant}\n"
    rows = [line.split("\t") for line in _fc_list(form, pattern)]
    return tuple(_face(row) for row in sorted(rows) if len(row) == 5 and row[4] in {"0", ""})


def installed_characters() -> tuple[range, ...]:
    """Return ranges of all code points that any installed font has.

    Raises:
        StudypressError: as `installed_faces`.
    """
    words = sorted({word for line in _fc_list("%{charset}\n", ":") for word in line.split()})
    bounds = [(first, last or first) for first, _, last in (word.partition("-") for word in words)]
    return tuple(range(int(first, 16), int(last, 16) + 1) for first, last in bounds)


def _fc_list(form: str, pattern: str) -> list[str]:
    program = shutil.which("fc-list")
    if program is None:
        raise StudypressError("fontconfig's fc-list was not found, so no font can be chosen", _HINT)
    return subprocess.run(  # noqa: S603 - a fixed program, no shell
        [program, f"--format={form}", pattern], capture_output=True, check=True, encoding="utf-8"
    ).stdout.splitlines()


def _face(row: list[str]) -> Installed:
    return Installed(file=row[0], index=int(row[1] or 0), family=row[2], weight=_weight(row[3]))


def _weight(text: str) -> int:
    return int(float(text)) if text.replace(".", "").isdigit() else _REGULAR


def prepare(cache: Path) -> Fonts:
    """Return the fonts for paper, cutting the subsets into `cache`/fonts when they are not there yet.

    Raises:
        StudypressError: no Simplified Chinese font is installed, or the cache cannot be written.
    """
    folder = cache / "fonts"
    try:
        faces = [*_cjk_faces(folder), *_latin_faces(folder), _icon_face(folder)]
    except OSError as problem:
        raise StudypressError(f"the fonts cannot be put into {folder}: {problem}") from problem
    return Fonts(faces=tuple(faces), covered=_covered(faces))


def _cjk_faces(folder: Path) -> list[Face]:
    chinese = installed_faces(":lang=zh-cn")
    sans = _best(chinese, SANS) or next(iter(chinese), None)
    if sans is None:
        raise StudypressError("no Simplified Chinese font is installed", _HINT)
    serif = _best(chinese, SERIF)
    faces = _two_weights(chinese, sans, SANS, folder)
    return faces + (_two_weights(chinese, serif, SERIF, folder) if serif else [])


def _latin_faces(folder: Path) -> list[Face]:
    """Cut the fixed-width font, and the quotes of Latin width that Korean fonts have and Chinese ones lack."""
    everything = installed_faces()
    chosen = [(family, _best(everything, family)) for family in (MONO, LATIN)]
    cut = [_two_weights(everything, source, family, folder) for family, source in chosen if source]
    return [face for faces in cut for face in faces]


def _best(faces: tuple[Installed, ...], wanted: str) -> Installed | None:
    by_family = {face.family: face for face in faces}
    return next((by_family[name] for name in _PREFERRED[wanted] if name in by_family), None)


def _two_weights(faces: tuple[Installed, ...], chosen: Installed, family: str, folder: Path) -> list[Face]:
    """Cut Regular and Bold of one installed family (Bold only when it is another face)."""
    siblings = [face for face in faces if face.family == chosen.family]
    regular = min(siblings, key=lambda face: abs(face.weight - _REGULAR))
    bold = min(siblings, key=lambda face: abs(face.weight - _BOLD))
    made = [_cut(regular, family, 400, folder)]
    return [*made, _cut(bold, family, 700, folder)] if bold != regular else made


def _cut(source: Installed, family: str, weight: int, folder: Path) -> Face:
    """Return our subset of one installed face, making it on first use."""
    stem = family.removeprefix("Studypress ").lower()
    path = folder / f"{stem}-{weight}-{_identity(source)}.otf"
    if not path.exists():
        wanted = _CHARACTERS.get(family, text_characters)()
        write_whole(path, subset(Path(source.file).read_bytes(), source.index, wanted, weight))
    return Face(family=family, weight=weight, path=path, fallback=source.family)


def _identity(source: Installed) -> str:
    """Return a key that changes with the installed file and with the coverage we ask for."""
    status = Path(source.file).stat()
    facts = (source.file, source.index, status.st_size, status.st_mtime_ns, COVERAGE_VERSION)
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]


def subset(data: bytes, index: int, characters: frozenset[int], weight: int = 400) -> bytes:
    """Return a font with only `characters`, cut by HarfBuzz (0.05 s for 12 000 of 65 000 glyphs).

    Args:
        data: A font file or collection.
        index: The face inside the collection (fontconfig's, instance number included).
        characters: Code points to keep.
        weight: Where a variable font's weight axis is pinned, as in CSS.
    """
    import uharfbuzz as hb  # noqa: PLC0415 - only when a subset is missing

    face = hb.Face(hb.Blob(data), index & 0xFFFF)
    order = hb.SubsetInput()
    order.unicode_set.update(characters)
    order.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE | hb.SubsetFlags.DESUBROUTINIZE
    order.layout_feature_tag_set.clear()
    order.layout_feature_tag_set.update(int.from_bytes(tag) for tag in (b"kern", b"mark", b"mkmk", b"ccmp"))
    if any(axis.tag == "wght" for axis in face.axis_infos):
        order.pin_all_axes_to_default(face)
        order.pin_axis_location(face, "wght", weight)
        order.flags |= hb.SubsetFlags.DOWNGRADE_CFF2
    return bytes(order.subset(face).blob.data)


def _icon_face(folder: Path) -> Face:
    path = folder / f"icons-400-{icons_key()}.otf"
    if not path.exists():
        write_whole(path, build_icons())
    return Face(family=ICONS, weight=400, path=path)


def _covered(faces: list[Face]) -> frozenset[str]:
    import uharfbuzz as hb  # noqa: PLC0415 - see subset

    regular = [face for face in faces if face.weight == 400 and face.family in {SANS, ICONS}]
    return frozenset(
        chr(point) for face in regular for point in hb.Face(hb.Blob.from_file_path(str(face.path))).unicodes
    )
