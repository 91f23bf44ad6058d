"""Pages two to a side, in the order in which a stack of paper becomes a booklet: folded and stapled."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pypdf import PageObject, PdfWriter
    from pypdf.generic import IndirectObject


def order(pages: int) -> tuple[tuple[int, int], ...]:
    """Return which pages (from 0) stand left and right on each side of paper; those from `pages` on are empty.

    The sides come as a printer takes them: front and back of the outermost sheet, then of the next one.
    """
    last = -(-pages // 4) * 4 - 1
    sheets = range((last + 1) // 4)
    sides = [((last - 2 * i, 2 * i), (2 * i + 1, last - 2 * i - 1)) for i in sheets]
    return tuple(side for front_and_back in sides for side in front_and_back)


def booklet(data: bytes) -> bytes:
    """Return a PDF with the pages of another one side by side on landscape paper, ready to be folded.

    Print it on both sides, turned over the short edge. Links, bookmarks and tags are those of screens and stay
    behind.
    """
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415 - only for booklets
    from pypdf.generic import NameObject, TextStringObject  # noqa: PLC0415

    reader, made = PdfReader(io.BytesIO(data)), PdfWriter()
    forms = [_form(page, made) for page in reader.pages]
    width, height = float(reader.pages[0].mediabox.width), float(reader.pages[0].mediabox.height)
    for side in order(len(forms)):
        drawn = [(number, forms[number]) for number in side if number < len(forms)]
        _place(made.add_blank_page(2 * width, height), drawn, side, width, made)
    made.metadata = {NameObject("/Title"): TextStringObject(reader.metadata.title if reader.metadata else "")}
    out = io.BytesIO()
    made.write(out)
    return out.getvalue()


def _form(page: PageObject, made: PdfWriter) -> IndirectObject:
    """Return a page's content as a form of the new PDF; fonts and pictures are copied once for all pages."""
    from pypdf.generic import NameObject, StreamObject  # noqa: PLC0415

    form = page["/Contents"].clone(made, force_duplicate=True)
    assert isinstance(form, StreamObject)  # WeasyPrint writes one stream a page
    form[NameObject("/Type")] = NameObject("/XObject")
    form[NameObject("/Subtype")] = NameObject("/Form")
    form[NameObject("/BBox")] = page.mediabox
    form[NameObject("/Resources")] = page["/Resources"].clone(made)
    assert form.indirect_reference is not None
    return form.indirect_reference


def _place(
    paper: PageObject,
    forms: Sequence[tuple[int, IndirectObject]],
    side: tuple[int, int],
    width: float,
    made: PdfWriter,
) -> None:
    """Draw up to two forms beside each other."""
    from pypdf.generic import DictionaryObject, NameObject, StreamObject  # noqa: PLC0415

    content = StreamObject()
    names = {f"/P{number}": form for number, form in forms}
    commands = [f"q 1 0 0 1 {side.index(number) * width:.4f} 0 cm /P{number} Do Q" for number, _ in forms]
    content.set_data("\n".join(commands).encode())
    paper[NameObject("/Contents")] = made._add_object(content)  # noqa: SLF001 - pypdf has no public name for it
    named = DictionaryObject({NameObject(name): form for name, form in names.items()})
    paper[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): named})
