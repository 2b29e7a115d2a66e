"""Pages of a Word file (Word 的页码): set by LibreOffice, and each line of the file looked for on the pages in order.

Only where LibreOffice is found: a Word file has no pages until a program has set it.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from evallib.audit.reading.document import Document, Paragraph
from evallib.parsing.plain_text import squeeze

SECONDS = 120
HEAD = 24


def with_pages(document: Document, path: Path) -> Document:
    """The document with the first line of every page; unchanged where LibreOffice is missing or cannot set the file."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None or path.suffix.lower() != ".docx":
        return document
    with tempfile.TemporaryDirectory() as folder:
        command = [
            program,
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            folder,
            str(path),
        ]
        try:
            subprocess.run(command, capture_output=True, timeout=SECONDS, check=True)
            pages = _texts(Path(folder) / f"{path.stem}.pdf")
        except (OSError, subprocess.SubprocessError):
            return document
    return replace(document, page_starts=page_starts(document, pages))


def page_starts(document: Document, pages: list[str]) -> tuple[int, ...]:
    """The first line of every page, found by the words of the lines; a page without a known line begins with the next.

    >>> page_starts(
    ...     Document("x", (Paragraph("第一段文字在此", 1), Paragraph("第二段文字在此", 2))),
    ...     ["第一段文字在此", "第二段文字在此"],
    ... )
    (1, 2)
    """
    starts = [1] * len(pages)
    page = 0
    seen = 0
    for line, words in _lines(document):
        at = next((n for n in range(page, min(page + 3, len(pages))) if words in pages[n]), None)
        if at is None:
            continue
        for number in range(page + 1, at + 1):
            starts[number] = line
        page, seen = at, line
    for number in range(page + 1, len(pages)):
        starts[number] = seen + 10**6
    return tuple(starts)


def _lines(document: Document) -> list[tuple[int, str]]:
    found = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            found.append((block.line, squeeze(block.text)[:HEAD]))
        else:
            found += [(row[0].line, squeeze(row[0].text)[:HEAD]) for row in block.rows if row and not row[0].inherited]
    return [(line, words) for line, words in found if len(words) >= 4]


def _texts(path: Path) -> list[str]:
    import pdfplumber

    with pdfplumber.open(str(path)) as pdf:
        return [squeeze(page.extract_text() or "") for page in pdf.pages]
