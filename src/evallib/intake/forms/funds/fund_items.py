"""Rows of funds (资金行): which rows under a header of funds hold money, and what each is the money of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from evallib.intake.files.sheet import Sheet
from evallib.intake.forms.form_cells import number
from evallib.intake.forms.form_shape import FormShape
from evallib.intake.forms.funds.fund_columns import AMOUNTS, ITEM_HEADER, fund_columns, is_lower_header
from evallib.intake.tables.headers.header_cells import HeaderCell
from evallib.parsing.cells import clean_text, is_blank
from evallib.parsing.headers import undress

ITEM = re.compile(
    r"(?:[一二三四五六1-6①-⑥(（][、.)）]?)?\s*(?:其中)?[:：]?\s*(?:.{0,10}(?:资金|拨款|总额|"
    "合计|总计|结转|结余|收入|补助|预算|经费|支出|财政|贷款|投入|基金|专户|其他|单位|自筹|"
    "小计|中央|省级|市级|区级|县级|地方)).{0,14}"
)
STOP = re.compile(r"年度|总体目标|预期|绩效|目标")
#: Told apart by kind of income or of spending in words of one cell: shares of the fund, no rows of their own.
SHARE = re.compile(r"按.{2,6}性质分")
TOTAL = re.compile(r".{0,10}(?:总额|合计|总计|总金额|总量|总资金)|金额|年度预算")
TOTAL_ITEM = "年度资金总额"


def fund_items(
    sheet: Sheet, shape: FormShape, columns: dict[str, HeaderCell], shares: list[int]
) -> Iterator[tuple[int, str]]:
    """The rows of the block of funds with what each is the money of; rows of shares in words are noted in `shares`."""
    assert shape.funds is not None
    first = min(cell.column for cell in columns.values())
    left = next((column for column in range(first) if clean_text(sheet.merged_value(shape.funds, column))), 0)
    label = sheet.anchor(shape.funds, left)
    extent = max((bottom for top, left, bottom, _ in sheet.merged if (top, left) == label), default=-1)
    found = False
    lower = is_lower_header(
        sheet,
        shape.funds,
        {name: replace(cell, column=sheet.anchor(shape.funds, cell.column)[1]) for name, cell in columns.items()},
    )
    asked = next(
        (c for c in range(first) if ITEM_HEADER.fullmatch(undress(clean_text(sheet.value(shape.funds, c))).core)), None
    )
    for row in range(shape.funds + 1, min(shape.last, len(sheet.rows))):
        texts = {
            column: text
            for column in range(first)
            if (text := clean_text(sheet.value(row, column))) and sheet.anchor(row, column) != label
        }
        if row == shape.funds + 1 and lower:
            continue
        if (
            row == shape.indicators.top
            or fund_columns(sheet, row, shape.fund_words)
            or (extent > shape.funds and row > extent and not _sums(sheet, row, columns))
        ):
            return
        if _is_share(sheet, row, texts, columns):
            shares.append(row)
            continue
        item = texts.get(asked) if asked is not None else None
        item = item or next((t for t in reversed(texts.values()) if ITEM.fullmatch(t.replace(" ", ""))), None)
        if item is None and row <= extent and texts:
            item = next(iter(texts.values()))
        if texts and item is None and STOP.search(next(iter(texts.values()))):
            return
        if item is None:
            if found or row > shape.funds + 1:
                return
            if all(is_blank(sheet.value(row, cell.column)) for cell in columns.values()):
                continue
            item = TOTAL_ITEM
        found = True
        yield row, item


def _sums(sheet: Sheet, row: int, columns: dict[str, HeaderCell]) -> bool:
    """Whether a row behind the block's heading is its sum all the same: 金额合计, with an amount under each header."""
    first = next((text for value in sheet.rows[row] if (text := clean_text(value))), "")
    amounts = [number(sheet, row, columns[name].column) for name in AMOUNTS if name in columns]
    return TOTAL.fullmatch(undress(first).core) is not None and all(value is not None for value in amounts)


def _is_share(sheet: Sheet, row: int, texts: dict[int, str], columns: dict[str, HeaderCell]) -> bool:
    """Whether what stands left of the amounts is merged over them: words, and no row of money."""
    if any(SHARE.search(text) for text in texts.values()):
        return True
    anchors = {sheet.anchor(row, column) for column in texts}
    return bool(texts) and any(
        sheet.anchor(row, columns[name].column) in anchors for name in AMOUNTS if name in columns
    )
