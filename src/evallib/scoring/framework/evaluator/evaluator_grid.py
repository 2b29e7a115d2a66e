"""The cells of an evaluator's table: one grid for sheets and Word tables, merged cells filled, every cell named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from evallib.intake.files.guarding.document_guard import read_document_guarded
from evallib.intake.files.guarding.limits import refused
from evallib.intake.files.sheet import Sheet, cell_name
from evallib.intake.files.workbook import read_workbook
from evallib.model.problems import EvallibError, Problem


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell: its text, its name (C5, or 第3行第2列 in Word), whether it repeats a merged cell above or to the left."""

    text: str
    name: str
    below: bool = False
    beside: bool = False
    formula: bool = False
    number: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of a file."""

    file: str
    sheet: str
    rows: tuple[tuple[GridCell, ...], ...]


def read_grids(path: Path) -> list[Grid]:
    """The tables of a workbook or a Word document, in order.

    Raises:
        EvallibError: the file is missing, cannot be read safely, or is of another kind.
    """
    if not path.is_file():
        raise EvallibError(Problem("framework.missing", "找不到文件", file=str(path), advice="请核对文件路径"))
    if path.suffix.lower() == ".docx":
        return read_document_guarded(read_word_grids, path)
    if path.suffix.lower() not in {".xlsx", ".xls", ".csv"}:
        raise EvallibError(
            Problem(
                "framework.file_kind",
                "不认识的文件类型",
                file=str(path),
                value=path.suffix,
                expected=".xlsx、.xls、.csv 或 .docx",
                advice="请另存为其中一种",
            )
        )
    return [_sheet_grid(sheet, path) for sheet in read_workbook(path)]


def _sheet_grid(sheet: Sheet, path: Path) -> Grid:
    formulas = set(sheet.facts.uncomputed)
    rows = []
    for r in range(len(sheet.rows)):
        cells = []
        for c in range(sheet.width):
            top, left = sheet.anchor(r, c)
            value = sheet.merged_value(r, c)
            percent = (top, left) in sheet.percent
            cells.append(
                GridCell(
                    _text(value, percent),
                    cell_name(r, c),
                    top < r,
                    left < c,
                    cell_name(r, c) in formulas,
                    isinstance(value, (int, float)) and not isinstance(value, bool),
                )
            )
        rows.append(tuple(cells))
    return Grid(path.name, sheet.name, tuple(rows))


def _text(value: Any, percent: bool = False) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float)):
        number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        number = number.quantize(Decimal(1)) if number == number.to_integral() else number
        return f"{(number * 100).normalize():f}%" if percent else f"{number:f}"
    if hasattr(value, "strftime"):
        return f"{value.year}年{value.month}月{value.day}日"
    return str(value).strip()


def read_word_grids(path: Path) -> list[Grid]:
    """The tables of a Word document; runs in the guarded process.

    Raises:
        EvallibError: no Word document, or a damaged one.
    """
    import docx

    try:
        document = docx.Document(str(path))
    except Exception:
        raise refused(
            path, "intake.damaged", "不是 Word 文件，或已损坏，无法打开", "请用 Word 打开后另存为 .docx"
        ) from None
    tables = enumerate(document.tables, start=1)
    return [Grid(path.name, f"第{number}个表格", tuple(_word_rows(table))) for number, table in tables]


def _word_rows(table: Any) -> Iterator[tuple[GridCell, ...]]:
    seen_above: dict[int, Any] = {}
    for r, row in enumerate(table.rows):
        cells: list[GridCell] = []
        previous = None
        for c, cell in enumerate(row.cells):
            element = cell._tc
            text = "\n".join(p.text.strip() for p in cell.paragraphs if p.text.strip())
            cells.append(
                GridCell(
                    text, f"第{r + 1}行第{c + 1}列", seen_above.get(c) is element, previous is element, False, False
                )
            )
            seen_above[c] = previous = element
        yield tuple(cells)
