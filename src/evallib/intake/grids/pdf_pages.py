"""Pages of PDF files (PDF 的页): characters with what a reader of lines and tables asks of them, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from evallib.intake.files.guarding.document_guard import locked
from evallib.model.problems import EvallibError, Problem


def pdf_pages(path: Path) -> Iterator[Any]:
    """The pages of a PDF as pdfplumber has them, one after the other; each is let go before the next.

    A third of pdfplumber's time goes into colours, fonts and patterns of every character, which no line and no table
    needs: characters are taken over without them. Hundreds of pages at once would fill the memory.

    Raises:
        EvallibError: the file asks for a password, or is no whole PDF.
    """
    from evallib.intake.grids.page_characters import lay_out

    glyphs: dict[Any, dict[int, tuple[str, float]]] = {}
    with _opened(path) as pdf:
        for page in pdf.pages:
            lay_out(page, glyphs)
            vars(page)["process_object"] = partial(_taken_over, page, page.process_object)
            yield page
            page.close()


def _opened(path: Path) -> Any:
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        return pdfplumber.open(str(path))
    except PdfminerException as error:
        if any(isinstance(reason, PDFPasswordIncorrect) for reason in error.args):
            raise locked(path) from None
        advice = "文件可能没有传完，请重新拷贝，或用原来的文件重新导出 PDF"
        raise EvallibError(
            Problem("intake.damaged", "PDF 不完整或已损坏，无法打开", file=path.name, advice=advice)
        ) from None


def _taken_over(page: Any, whole: Any, item: Any) -> dict[str, Any]:
    """A character as pdfplumber's dictionary, without its looks; anything else as pdfplumber takes it."""
    if isinstance(item, dict):
        return item
    kind = type(item).__name__
    if kind != "LTChar" or page.pdf.unicode_norm is not None:
        return dict(whole(item))
    left, top = page.mediabox[:2]
    above = page.height + top
    return {
        "object_type": "char",
        "page_number": page.page_number,
        "text": item.get_text(),
        "matrix": item.matrix,
        "upright": item.upright,
        "size": item.size,
        "width": item.width,
        "height": item.height,
        "x0": item.x0 + left,
        "x1": item.x1 + left,
        "y0": item.y0,
        "y1": item.y1,
        "top": above - item.y1,
        "bottom": above - item.y0,
        "doctop": page.initial_doctop + above - item.y1,
    }
