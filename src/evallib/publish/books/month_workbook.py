"""The tables of a monthly report as a workbook (月报附表), and the list of orders behind them (跟踪清单).

The tables are those of the page, with the same cells left out. The list names single orders: it is for the unit's own
use, its texts are masked, and it is written apart from what is published.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from evallib.indicators.proportions import is_missing
from evallib.indicators.repeated_matters import repeated
from evallib.indicators.request_counts import in_cohort
from evallib.model.books.pen import A3, A4, LINE_HEIGHT, Pen, line_lengths, open_book
from evallib.model.workspace.files import write_bytes
from evallib.model.workspace.units import UnitYear
from evallib.publish.release.still import still_archive
from evallib.publish.sections.month.month_page import MonthPage, MonthTable, open_month
from evallib.publish.sections.month.month_report import WORKBOOK, guarded_tables, headline
from evallib.publish.words import format as fmt

if TYPE_CHECKING:
    import ibis.expr.types as ir

STYLES: dict[Callable[..., str], dict[str, str]] = {
    fmt.pct: {"style": "percent", "num_format": "0.00%"},
    fmt.signed_pct: {"style": "percent", "num_format": "+0.00%;-0.00%;0.00%"},
    fmt.count: {"style": "count"},
}
#: Characters (halves of Chinese ones) of a line above a table, and of the widest column.
LINE, WIDEST = 96, 40
#: What is wider than this cannot be read on A4.
WIDE = 190
LISTED = ["service_request_id", "requested_datetime", "expected_datetime", "closed_datetime", "agency_responsible",
          "service_name", "service_subtype", "community", "status", "satisfaction", "resolution", "title",
          "description"]  # fmt: skip
LIST_LABELS = (
    "工单编号", "受理时间", "时限", "办结时间", "主责部门", "诉求类型", "小类", "所属居村", "状态", "满意度",
    "办理结果", "标题", "诉求内容（已脱敏）",
)  # fmt: skip
LIST_WIDTHS = (20, 20, 20, 20, 18, 14, 14, 14, 12, 10, 10, 24, 48)
MOST_LISTED = 20_000


def month_workbook(month: MonthPage, tables: Sequence[MonthTable]) -> bytes:
    """The bytes of an .xlsx: a cover with the headline and the contents, then one sheet for each table."""
    buffer = BytesIO()
    with open_book(buffer) as formats:
        cover = formats.sheet("封面与目录")
        cover.set_width(0, 90)
        cover.put(0, 0, month.page.caption("工单月报附表"), bold=True, border=0)
        told = [
            *headline(month),
            f"数字冻结于 {month.moment:%Y-%m-%d %H:%M}。",
            month.tally.sentence() if month.tally else "",
        ]
        for row, text in enumerate(filter(None, told), start=2):
            cover.put(row, 0, text, border=0)
        shown = [item for item in tables if not item.frame.empty]
        start = len(told) + 3
        for number, item in enumerate(shown, start=1):
            name = f"表{number}"
            cover.put(start + number, 0, f"{name}　{item.section}：{item.title}", border=0)
            _write_table(formats.sheet(name), month.page.caption(item.title), item)
        cover.print_pages(landscape=False)
    return buffer.getvalue()


def _write_table(pen: Pen, caption: str, item: MonthTable) -> None:
    widths = [_width(item, name, title, formatter) for name, (title, formatter) in item.columns.items()]
    told = [text for text in item.sentences if text]
    for row, text in enumerate([caption, *told]):
        _write_line(pen, row, text, widths, is_title=row == 0)
    top = len(told) + 2
    for column, (name, (title, formatter)) in enumerate(item.columns.items()):
        pen.set_width(column, widths[column])
        pen.head(top, column, title)
        look = STYLES.get(formatter)
        for row, value in enumerate(item.frame[name], start=top + 1):
            if is_missing(value):
                pen.put(row, column, None)
            elif look:
                pen.put(row, column, float(value), **look)
            else:
                pen.put(row, column, formatter(value))
    pen.sheet.freeze_panes(top + 1, 1)
    pen.print_pages(header_row=top, paper=A3 if sum(widths) > WIDE else A4)


def _width(item: MonthTable, name: str, title: str, formatter: Callable[..., str]) -> float:
    """Width of a column in which neither its header nor what stands below is broken, as far as that is sensible."""
    texts = [title, *(formatter(value) for value in item.frame[name] if not is_missing(value))]
    return min(max(10, *(max(line_lengths(text)) + 3 for text in texts if text)), WIDEST)


def _write_line(pen: Pen, row: int, text: str, widths: Sequence[float], is_title: bool) -> None:
    """A line above a table, over as many columns as it needs to be read."""
    room, last = 0.0, -1
    while room < LINE and last < len(widths) + LINE // 8:
        last += 1
        room += widths[last] if last < len(widths) else 8.43
    look = pen.formats.get(bold=is_title, align="left")
    pen.sheet.merge_range(row, 0, row, last, text, look)
    pen.sheet.set_row(row, LINE_HEIGHT * ceil(max(line_lengths(text)) / room) + 5)


def follow_up(month: MonthPage) -> dict[str, pd.DataFrame]:
    """The orders behind the figures, by what is to be done: overdue, due soon, dissatisfied, unsolved, repeated.

    Texts are masked where they were read in; callers are left out. Of each list the first `MOST_LISTED` orders;
    ``frame.attrs["whole_count"]`` tells how many there are.
    """
    import ibis

    cases, now = in_cohort(month.whole, "requested", month.period), ibis.literal(month.moment)
    waiting = ~cases.is_closed.fill_null(True)
    if "state" in cases.columns:
        waiting &= (cases.state.fill_null("") != "returned") & ~cases.is_excused.fill_null(False)
    late = in_cohort(month.whole, "requested")
    still = ~late.is_closed.fill_null(True)
    if "state" in late.columns:
        still &= (late.state.fill_null("") != "returned") & ~late.is_excused.fill_null(False)
    lists = {
        "超期未结": late.filter(still & (late.expected_datetime <= now)),
        "在办未到期": cases.filter(waiting & (cases.expected_datetime > now)),
        "超期办结": cases.filter(cases.closed_datetime > cases.expected_datetime),
        "不满意": cases.filter(cases.satisfaction.isin(["不满意", "非常不满意"])),
        "未解决": cases.filter(cases.resolution == "未解决"),
        "退回": cases.filter(cases.is_returned.fill_null(False)),
        "重复诉求": repeated(month.whole, month.period),
    }
    return {name: _listed(table) for name, table in lists.items()}


def _listed(table: ir.Table) -> pd.DataFrame:
    names = [name for name in LISTED if name in table.columns]
    frame: pd.DataFrame = (
        table.order_by(["requested_datetime", "service_request_id"])
        .limit(MOST_LISTED)
        .select(*names)
        .to_pyarrow()
        .to_pandas()
    )
    frame = frame.rename(columns=dict(zip(LISTED, LIST_LABELS, strict=True)))
    cut = len(frame) == MOST_LISTED
    frame.attrs["whole_count"] = int(table.count().to_pyarrow().as_py()) if cut else len(frame)
    return frame


def follow_up_workbook(month: MonthPage) -> bytes:
    """The lists of `follow_up` as an .xlsx, one sheet each."""
    buffer = BytesIO()
    with open_book(buffer) as formats:
        for name, frame in follow_up(month).items():
            pen = formats.sheet(name)
            whole = frame.attrs["whole_count"]
            cut = f"，本表只列最早受理的 {len(frame):,} 件" if whole > len(frame) else ""
            told = f"{month.page.caption(name)}跟踪清单（仅供本单位内部办理，不得公开；共 {whole:,} 件{cut}）"
            _write_line(pen, 0, told, LIST_WIDTHS[: len(frame.columns)], is_title=True)
            for column, title in enumerate(frame.columns):
                pen.set_width(column, LIST_WIDTHS[LIST_LABELS.index(str(title))])
                pen.head(2, column, str(title))
                for row, value in enumerate(frame[title], start=3):
                    pen.put(row, column, None if pd.isna(value) else str(value))
            pen.sheet.freeze_panes(3, 1)
            pen.print_pages(header_row=2, paper=A3)
    return buffer.getvalue()


def write_month_files(at: UnitYear, month: str, folder: Path, sections: Sequence[str] | str = ()) -> list[Path]:
    """Write the tables beside the page, and the follow-up list to the unit's inside place.

    Args:
        at: a unit, or none for the district, which has no follow-up list.
        month: e.g. ``2023-09``.
        folder: folder of the page.
        sections: sections of the report; all without.

    Returns:
        The files; none where there are no requests.
    """
    page = open_month(at, month)
    if page is None:
        return []
    files = {folder / WORKBOOK: month_workbook(page, guarded_tables(page, sections or None))}
    if at.unit:
        files[at.workspace.inside_dir(at.unit, int(month[:4])) / f"跟踪清单_{month}.xlsx"] = follow_up_workbook(page)
    for path, data in files.items():
        write_bytes(path, still_archive(data, int(month[:4])))
    return list(files)
