"""Pages of PDF files (PDF 的页): characters with what a reader of lines and tables asks of them, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any


def pdf_pages(path: Path) -> Iterator[Any]:
    """The pages of a PDF as pdfplumber has them, one after the other; each is let go before the next.

    A third of pdfplumber's time goes into colours, fonts and patterns of every character, which no line and no table
    needs: characters are taken over without them. Hundreds of pages at once would fill the memory.
    """
    import pdfplumber

    from evallib.intake.grids.page_characters import lay_out

    glyphs: dict[Any, dict[int, tuple[str, float]]] = {}
    with pdfplumber.open(str(path)) as pdf:
        for page in pdf.pages:
            lay_out(page, glyphs)
            vars(page)["process_object"] = partial(_taken_over, page, page.process_object)
            yield page
            page.close()


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
