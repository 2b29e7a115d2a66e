"""True kinds (真正的文件类型): what a file is, where its ending says otherwise."""

from __future__ import annotations

import zipfile
from pathlib import Path

from evallib.model.problems import EvallibError, Problem

NAMES = {".pdf": "PDF", ".docx": "Word 文件", ".xlsx": "Excel 工作簿", ".pptx": "幻灯片"}
_PARTS = {"word/": ".docx", "xl/": ".xlsx", "ppt/": ".pptx"}


def check_ending(path: Path, head: bytes) -> None:
    """Refuse a file that is another kind than its ending says: its reader would only call it damaged.

    Args:
        path: of a document.
        head: its first bytes.

    Raises:
        EvallibError: it is a PDF, a document or a workbook under another ending.
    """
    kind, ending = _kind(path, head), path.suffix.lower()
    if kind and ending in {*NAMES, ".txt"} and kind != ending:
        advice = "请另存为 Word 或 PDF" if kind == ".pptx" else f"请把扩展名改为 {kind} 再试"
        raise EvallibError(
            Problem("intake.ending", f"这其实是 {NAMES[kind]}，扩展名不对", file=path.name, value=ending, advice=advice)
        )


def _kind(path: Path, head: bytes) -> str:
    if head.startswith(b"%PDF-"):
        return ".pdf"
    if not head.startswith(b"PK\x03\x04"):
        return ""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return ""  # what is damaged is told so
    return next((kind for part, kind in _PARTS.items() if any(name.startswith(part) for name in names)), "")
