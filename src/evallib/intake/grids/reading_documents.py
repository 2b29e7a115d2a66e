"""Reading of documents (读文档): Word and PDF files → sheets for the recogniser, opened in the guarded process."""

from __future__ import annotations

from pathlib import Path

from evallib.intake.files.guarding.document_guard import read_document_guarded
from evallib.intake.files.sheet import Sheet
from evallib.intake.grids.document_sheets import DocumentTable, document_sheets
from evallib.intake.grids.pdf_pages import pdf_pages
from evallib.intake.grids.pdf_tables import pdf_tables
from evallib.intake.grids.word_tables import word_tables
from evallib.model.problems import EvallibError, Problem


def read_document(path: Path) -> list[Sheet]:
    """The tables of a Word or PDF file, each as a sheet.

    Args:
        path: a .docx or .pdf file.

    Raises:
        EvallibError: the file is damaged, protected, or declares more than any report holds.
    """
    return document_sheets(path, read_document_guarded(tables_of, path))


def is_scan(path: Path) -> bool:
    """Whether a file is a PDF of pictures alone, in which nobody can read a text."""
    return path.suffix.lower() == ".pdf" and not read_document_guarded(_has_text, path)


def _has_text(path: Path) -> bool:
    return any(page.chars for page in pdf_pages(path))


def tables_of(path: Path) -> list[DocumentTable]:
    """The tables of a Word or PDF file as they stand in it.

    Raises:
        EvallibError: its format cannot be understood.
    """
    try:
        return word_tables(path) if path.suffix.lower() == ".docx" else pdf_tables(path)
    except EvallibError:
        raise
    except Exception as error:  # the libraries raise whatever their parsers do
        raise EvallibError(
            Problem(
                "intake.damaged",
                "文档打不开，可能已损坏或有密码，未读入",
                file=path.name,
                value=str(error)[:80],
                advice="请用 Word、WPS 或浏览器打开后另存，再提交",
            )
        ) from None
