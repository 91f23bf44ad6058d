"""Make the pictures of the README from our own content: `python docs/gallery/make.py` (wants Poppler's pdftoppm)."""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageOps

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PAGES = (("guide", 61), ("sheet", 1), ("quiz", 1), ("key", 1))
HEIGHT, GAP, COLOURS = 760, 26, 64


def page(pdf: Path, number: int) -> Image.Image:
    """Return one page as a picture with a hairline around it."""
    done = subprocess.run(
        ["pdftoppm", "-r", "90", "-f", str(number), "-l", str(number), "-png", str(pdf)],  # noqa: S607
        check=True,
        capture_output=True,
    )
    picture = Image.open(io.BytesIO(done.stdout)).convert("RGB")
    picture = ImageOps.contain(picture, (2000, HEIGHT))
    return ImageOps.expand(picture, 1, "#bbb")


def main() -> None:
    """Build into a temporary folder and put the pages side by side."""
    with tempfile.TemporaryDirectory() as out:
        subprocess.run([sys.executable, "-m", "generator", "build", "--quiet", "--out", out], check=True, cwd=ROOT)
        pictures = [page(next(Path(out).glob(f"{name}*.pdf")), number) for name, number in PAGES]
    width = sum(picture.width for picture in pictures) + GAP * (len(pictures) + 1)
    sheet = Image.new("RGB", (width, HEIGHT + 2 * GAP), "white")
    left = GAP
    for picture in pictures:
        sheet.paste(picture, (left, GAP + (HEIGHT - picture.height) // 2))
        left += picture.width + GAP
    sheet.quantize(COLOURS).save(HERE / "overview.png", optimize=True)


if __name__ == "__main__":
    main()
