"""Reading of documents (读文档): Word and PDF files → sheets for the recogniser."""

from __future__ import annotations

from pathlib import Path

from evallib.intake.files.workbook import Sheet
from evallib.intake.grids.document_sheets import document_sheets
from evallib.intake.grids.pdf_tables import pdf_tables
from evallib.intake.grids.word_tables import word_tables
from evallib.model.problems import EvallibError, Problem

MAX_DOCUMENT = 50_000_000


def read_document(path: Path) -> list[Sheet]:
    """The tables of a Word or PDF file, each as a sheet.

    Args:
        path: a .docx or .pdf file.

    Raises:
        EvallibError: the file is damaged, protected or far too large.
    """
    if path.stat().st_size > MAX_DOCUMENT:
        raise EvallibError(Problem("intake.too_large", "文件太大，不予读取", file=path.name, advice="请压缩图片后另存"))
    try:
        tables = word_tables(path) if path.suffix.lower() == ".docx" else pdf_tables(path)
    except Exception as error:  # the libraries raise whatever their parsers do
        raise EvallibError(
            Problem("intake.damaged", "文档打不开，可能已损坏或有密码，未读入", file=path.name, value=str(error)[:80], severity="warning",
                    advice="请用 Word、WPS 或浏览器打开后另存，再提交")
        ) from None  # fmt: skip
    return document_sheets(path, tables)
