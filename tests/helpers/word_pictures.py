"""Pictures of Word drafts for the docs: the first pages of each report, laid out by LibreOffice, on one sheet.

python tests/helpers/word_pictures.py docs/images
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from full_run import copy_workspace
from PIL import Image

from evallib.checks import clean_unit
from evallib.publish import make_draft, write_word

REPORTS = (
    ("pujin", 2023, "self"),
    ("huacao", 2023, "department"),
    ("maqiao", 2024, "project"),
    ("xianghua", 2023, "self"),
)
DENSITY = 48  # dots per inch
PICKED = {"department": (1, 4, 6, 11, 30, 47), "project": (1, 4, 7, 8, 16, 37), "self": (1, 3, 4, 6, 8, 10)}


def draw(target: Path) -> list[Path]:
    """Write one picture per shipped report; returns the files."""
    target.mkdir(parents=True, exist_ok=True)
    made = []
    with tempfile.TemporaryDirectory() as name:
        workspace = copy_workspace(Path(name))
        for unit, year, kind in REPORTS:
            for earlier in workspace.years(unit):
                if earlier <= year:
                    clean_unit(workspace.at(unit, earlier))
            path = write_word(make_draft(workspace.at(unit, year), kind).report, Path(name) / f"{unit}.docx", year)
            made.append(_sheet(path, PICKED[kind], target / f"word-{unit}-{year}.webp"))
    return made


def _sheet(path: Path, pages: tuple[int, ...], target: Path) -> Path:
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(path.parent), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    images = []
    for page in pages:
        stem = path.with_name(f"{path.stem}-{page}")
        subprocess.run(["pdftoppm", "-r", str(DENSITY), "-f", str(page), "-l", str(page), "-png", "-singlefile",
                        str(path.with_suffix(".pdf")), str(stem)], check=True)  # fmt: skip
        if stem.with_suffix(".png").is_file():
            images.append(Image.open(stem.with_suffix(".png")).convert("L"))
    width, height = max(image.width for image in images), max(image.height for image in images)
    columns = 3
    sheet = Image.new("L", (width * columns + 4 * (columns - 1), height * -(-len(images) // columns) + 4), 180)
    for number, image in enumerate(images):
        sheet.paste(image, (number % columns * (width + 4), number // columns * (height + 4)))
    sheet.save(target, "WEBP", quality=60, method=6)
    return target


if __name__ == "__main__":
    for written in draw(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images")):
        print(written, written.stat().st_size)
