"""Page numbers of the contents (目录页码): a second pass over the PDF that LibreOffice makes, where it is installed."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from evallib.publish.drafts.tree import Report

SECONDS = 180
PROGRAM = "soffice"
SPACE = re.compile(r"\s+")


def contents_pages(report: Report, document: bytes) -> dict[str, int]:
    """The page of each section as it is printed; empty where the program is missing or fails.

    Args:
        report: its sections.
        document: the Word file without page numbers in its contents; a number more or less there moves no page.
    """
    pages = _page_texts(document) if shutil.which(PROGRAM) else []
    return find_pages([(section.id, f"{section.mark}{section.title}") for section, _ in report.walk()], pages)


def find_pages(titles: list[tuple[str, str]], pages: list[str]) -> dict[str, int]:
    """Which page each title stands on, counted from the page of the first one, in order.

    The contents come before: the last page on which all titles of a page of contents stand is skipped by looking for
    the first title from the end of the contents on.

    >>> find_pages([("a", "摘要"), ("b", "一、概况")], ["封面", "目　录 摘要 一、概况", "摘要 甲", "乙", "一、概况 丙"])
    {'a': 1, 'b': 3}
    """
    plain = [SPACE.sub("", text) for text in pages]
    if not titles or not plain:
        return {}
    last = SPACE.sub("", titles[-1][1])
    listed = max((number for number, text in enumerate(plain) if "目录" in text or text.count("....") > 2), default=-1)
    first = next(
        (number for number in range(listed + 1, len(plain)) if SPACE.sub("", titles[0][1]) in plain[number]), None
    )
    if first is None or not any(last in text for text in plain[first:]):
        return {}
    found: dict[str, int] = {}
    here = first
    for name, title in titles:
        wanted = SPACE.sub("", title)
        here = next((number for number in range(here, len(plain)) if wanted in plain[number]), here)
        found[name] = here - first + 1
    return found


def _page_texts(document: bytes) -> list[str]:
    import pdfplumber

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "draft.docx").write_bytes(document)
        command = [
            PROGRAM,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            str(folder / "draft.docx"),
        ]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
            with pdfplumber.open(folder / "draft.pdf") as pdf:
                return [page.extract_text() or "" for page in pdf.pages]
        except (OSError, subprocess.SubprocessError):
            return []
