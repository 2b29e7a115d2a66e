"""Reader (读取报告): choose the reader by the file's ending."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from evallib.audit.extract.pdf import read_pdf
from evallib.audit.extract.sheets import read_sheets
from evallib.audit.extract.text import read_text
from evallib.audit.extract.word import read_word
from evallib.audit.reading.document import Document
from evallib.intake.files.guarding.document_guard import read_document_guarded
from evallib.model.problems import EvallibError, Problem

READERS: dict[str, Callable[[Path], Document]] = {
    ".txt": read_text,
    ".docx": read_word,
    ".xlsx": read_sheets,
    ".pdf": read_pdf,
}
_ADVICE = {
    **dict.fromkeys((".doc", ".wps", ".rtf", ".odt"), "请用 Word 或 WPS 另存为 .docx 再试"),
    **dict.fromkeys((".xls", ".et", ".csv", ".ods"), "请用 Excel 或 WPS 另存为 .xlsx 再试"),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".bmp"), "图片请先做文字识别（OCR），存成 .docx 或 .txt 再试"),
}


def read_document(path: Path | str) -> Document:
    """Read a report.

    Args:
        path: a .txt, .docx, .xlsx or .pdf file.

    Returns:
        The document with paragraphs, tables and places.

    Raises:
        EvallibError: the file is missing, of another kind, damaged, or a PDF without text.
    """
    path = Path(path)
    if not path.exists():
        raise EvallibError(Problem("audit.missing", "找不到报告文件", file=str(path), advice="请核对文件路径"))
    if path.is_dir():
        raise EvallibError(Problem("audit.kind", "这是文件夹，不是报告", file=str(path), advice="请写出其中的文件名"))
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise EvallibError(
            Problem(
                "audit.kind",
                "不能读取这种文件",
                file=path.name,
                value=path.suffix,
                expected="、".join(READERS),
                advice=_ADVICE.get(path.suffix.lower(), "请另存为其中一种再试"),
            )
        )
    try:
        return read_document_guarded(reader, path)
    except (EvallibError, ImportError):
        raise
    except Exception as error:
        raise EvallibError(
            Problem(
                "audit.damaged",
                "文件打不开，可能已损坏或加密",
                file=path.name,
                value=f"{type(error).__name__}: {error}"[:120],
                advice="请用 Word/Excel 打开后另存一份再试",
            )
        ) from error
