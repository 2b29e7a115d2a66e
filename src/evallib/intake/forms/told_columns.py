"""Told columns (要说明的列): columns of a form not understood, read by their values, or of another span."""

from __future__ import annotations

from collections.abc import Iterator

from evallib.intake.files.sheet import Sheet
from evallib.intake.forms.form_cells import shown
from evallib.intake.forms.form_indicators import IndicatorBlock
from evallib.intake.forms.form_shape import GOALS, FormShape, IndicatorHeader
from evallib.intake.tables.headers.header_cells import HeaderCell
from evallib.model.problems import Problem
from evallib.model.table_words import to_confirm
from evallib.parsing.headers import concepts, span_of
from evallib.parsing.quantities import parse_quantity

UNREAD_COLUMNS, OTHER_SPANS = "intake.form_unread_columns", "intake.form_other_spans"
ASKED = ("level3", "target", "actual", "weight_score", "published_score")


def told_columns(sheet: Sheet, shape: FormShape, block: IndicatorBlock) -> Iterator[Problem]:
    """What is to be told of the columns of a form's goals.

    Args:
        sheet: the sheet.
        shape: the form.
        block: its goals.
    """
    if (asked := columns_by_values(sheet, shape.indicators)) is not None:
        yield asked
    if unknown := unknown_columns(sheet, shape, block):
        yield _not_read(sheet, shape, unknown)
    if aside := _of_other_spans(sheet, shape, block):
        yield Problem(
            OTHER_SPANS,
            f"{len(aside)} 列说的不是全年（几年、上年或年中），未读入",
            file=sheet.file,
            sheet=sheet.name,
            cell="、".join(sheet.place(shape.indicators.bottom, cell.column) for cell in aside),
            value="、".join(cell.text for cell in aside),
            advice="如其中有本年的目标值或完成值，请在表头写明本年年份",
            severity="note",
        )


def unknown_columns(sheet: Sheet, shape: FormShape, block: IndicatorBlock) -> list[HeaderCell]:
    """The columns of goals with words under a header that nobody understands."""
    return [
        cell
        for cell in _unread(shape)
        if not cell.meanings
        and not span_of(cell.text).aside
        and any(len(text) > 1 and not parse_quantity(text) for text in _texts(sheet, block, cell.column))
    ]


def columns_by_values(sheet: Sheet, header: IndicatorHeader) -> Problem | None:
    """The question whether columns mean what their values say, where their words do not."""
    asked = {name: cell for name, cell in header.given.items() if name in ASKED}
    if not asked:
        return None
    told = "、".join(f"“{cell.text}”作{concepts()[name].title}" for name, cell in asked.items())
    return Problem(
        "intake.form_proposed_columns",
        f"{told}读入（表头认不准，凭列中的值），请确认",
        file=sheet.file,
        sheet=sheet.name,
        cell="、".join(sheet.place(header.bottom, cell.column) for cell in asked.values()),
        advice=to_confirm(GOALS, {name: cell.text for name, cell in asked.items()}, sheet.file),
        severity="warning",
    )


def _of_other_spans(sheet: Sheet, shape: FormShape, block: IndicatorBlock) -> list[HeaderCell]:
    told = (cell for cell in _unread(shape) if span_of(cell.text).aside or span_of(cell.text).year)
    return [cell for cell in told if any(_texts(sheet, block, cell.column))]


def _unread(shape: FormShape) -> list[HeaderCell]:
    header = shape.indicators
    read = {cell.column for cell in header.columns.values()}
    levels = [cell.column for name, cell in header.columns.items() if name.startswith("level")]
    return [cell for cell in header.cells if cell.column not in read and cell.column > min(levels, default=0)]


def _texts(sheet: Sheet, block: IndicatorBlock, column: int) -> Iterator[str]:
    return (shown(sheet, record["row"], column) for record in block.rows)


def _not_read(sheet: Sheet, shape: FormShape, cells: list[HeaderCell]) -> Problem:
    return Problem(
        UNREAD_COLUMNS,
        f"自评表有 {len(cells)} 列认不出，未读入",
        file=sheet.file,
        sheet=sheet.name,
        cell="、".join(sheet.place(shape.indicators.bottom, cell.column) for cell in cells),
        value="、".join(f"{cell.text}（文字）" for cell in cells),
        expected="已知的表头",
        advice="如是目标值、完成值等，请改用通行写法；如是说明，可以不理会",
        severity="warning",
    )
