"""Sheets of case exports (工单工作表): which sheets of a file hold cases, and what they hold that nobody would see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from evallib.intake.files.sheet_xml import MAX_TOLD, SheetFacts, column_letters, column_number
from evallib.intake.requests.exports import RequestExport
from evallib.intake.requests.sheets.column_choices import tell_choices
from evallib.intake.requests.sheets.column_roles import (
    IDENTIFIER,
    REQUESTED,
    RequestHeader,
    find_request_header,
    with_row_numbers,
)
from evallib.intake.requests.sheets.field_values import find_invisible, in_threads
from evallib.intake.requests.sheets.mended_grids import mend_grid
from evallib.intake.requests.sheets.sheet_reading import SheetReading
from evallib.intake.requests.sheets.text_grids import Grid, read_grids
from evallib.intake.tables.corrections import AppliedCorrection, Correction, correct_grid
from evallib.intake.tables.oddities import TOLD, numbers_told
from evallib.model.problems import EvallibError, Problem
from evallib.model.requests import RequestSchema

PERSONAL = {"person", "drop", "address", "free_text"}
#: =HYPERLINK(…), +cmd|…, @SUM(…) as a text; a phone number such as +86 138… is none.
FORMULA_TEXT = r"^\s*[=+@-]\s*[A-Za-z_(=+@-]"


def find_request_sheets(
    export: RequestExport, schema: RequestSchema, corrections: Sequence[Correction] = ()
) -> tuple[list[SheetReading], list[AppliedCorrection]]:
    """The sheets of a file that are case exports, with corrections put in; what was odd is in their problems.

    Raises:
        EvallibError: the file cannot be read, none of its sheets is a case export, or a correction no longer fits.
    """
    path = export.path
    texts = {item.name for item in schema.columns if item.type in {"text", "free_text", "address"}}
    found: list[SheetReading] = []
    skipped: list[Problem] = []
    stale: list[Problem] = []
    applied: list[AppliedCorrection] = []
    for raw in read_grids(path, export.heads):
        name = raw.sheet or path.stem
        meant = [item for item in corrections if item.sheet == name]
        grid, done, failed = correct_grid(raw, path.name, meant)
        applied += done
        stale += failed
        header = find_request_header(grid.head(), schema)
        if header is None or not header.is_for_requests:
            skipped.append(_not_a_request_sheet(path, grid, header, schema))
            continue
        header = with_row_numbers(header) if schema.key == "row" else header
        personal = {
            header.columns[item.name]
            for item in schema.columns
            if item.type in PERSONAL and item.name in header.columns
        }
        facts = export.sheets.get(name, SheetFacts())
        grid, header, mended = mend_grid(grid, header, schema, (*facts.merged, *grid.merged))
        mended += [(code, message, "") for code, message in grid.notes]
        sheet = SheetReading(path.name, grid, header, schema.labels, frozenset(personal))
        for code, message, cell in mended:
            sheet.note(code, message, cell=cell)
        corrected = {item.cell for item in done}
        sheet.uncomputed = [cell for cell in facts.uncomputed if cell not in corrected]
        sheet.problems += [*([] if found else export.notes), *_oddities(sheet, facts, texts)]
        tell_choices(sheet, schema)
        found.append(sheet)
    if stale:
        raise EvallibError(stale)
    if not found:
        refused = skipped or [Problem("intake.empty", "文件里没有内容", file=path.name, advice="请重新导出")]
        raise EvallibError(refused)
    found[0].problems += [
        Problem("intake.other_sheet", "不是工单表，未读入", file=path.name, sheet=problem.sheet, severity="note")
        for problem in skipped
    ]
    return found, applied


def _oddities(sheet: SheetReading, facts: SheetFacts, texts: set[str]) -> Iterator[Problem]:
    grid = sheet.grid
    said = {"file": sheet.file, "sheet": grid.sheet, "severity": "warning"}
    if grid.hidden:
        yield Problem(
            "intake.hidden_sheet",
            "隐藏的工作表也已读入",
            file=sheet.file,
            sheet=grid.sheet,
            advice="如不应提交，请删除该表",
            severity="note",
        )
    rows = [row for row in facts.hidden_rows if row >= sheet.first_row and row <= grid.table.num_rows]
    if rows:
        shown = grid.table.take(pa.array([row - 1 for row in rows])).to_pylist()
        rows = [row for row, cells in zip(rows, shown, strict=True) if any(cells.values())]
    if rows:
        count = f"{len(rows)} 个" + ("以上" if len(facts.hidden_rows) >= MAX_TOLD else "")
        yield Problem("intake.hidden_rows", f"{count}隐藏的行也已读入", cell=f"第{numbers_told(rows)}行",
                      advice="如不应计入，请删除这些行", **said)  # type: ignore[arg-type] # fmt: skip
    used = {index + grid.first_column + 1 for index in sheet.header.columns.values()}
    columns = [column for column in facts.hidden_columns if column in used]
    if columns:
        where = "、".join(column_letters(column - 1) for column in columns[:TOLD]) + "列"
        yield Problem("intake.hidden_columns", f"{len(columns)} 个隐藏的列也已读入", cell=where,
                      advice="如不应计入，请删除这些列", **said)  # type: ignore[arg-type] # fmt: skip
    yield from _odd_texts(sheet, texts)


def _odd_texts(sheet: SheetReading, texts: set[str]) -> Iterator[Problem]:
    invisible: list[str] = []
    formulas: list[str] = []
    counts = [0, 0]
    in_threads(sheet.holds_invisible, list(sheet.header.columns), len(sheet))
    for name in sheet.header.columns:
        column = sheet.column(name)
        hidden = find_invisible(column) if sheet.holds_invisible(name) else None
        # What is a date, a level or a number is read as one: only texts stay as they were written.
        is_text = name in texts
        written = pc.fill_null(pc.match_substring_regex(column, FORMULA_TEXT), False) if is_text else None
        for number, (cells, mask) in enumerate(((invisible, hidden), (formulas, written))):
            where = np.flatnonzero(np.asarray(mask)) if mask is not None else np.array([], dtype=np.int64)
            counts[number] += len(where)
            cells += [f"{sheet.letters[name]}{row + sheet.first_row}" for row in where[:TOLD].tolist()]
    for cells, count, code, message, advice in (
        (
            invisible,
            counts[0],
            "intake.invisible_characters",
            "格含有看不见的字符（零宽、反向或控制字符），已去除",
            "请核对这些格显示的内容是否就是所填的内容",
        ),
        (
            formulas,
            counts[1],
            "intake.formula_text",
            "格的文字写成了公式的样子，按文字处理，不会执行",
            "如本应是数值，请改为数值",
        ),
    ):
        if count:
            shown = "、".join(sorted(cells, key=_place)[:TOLD]) + (f"等{count}格" if count > TOLD else "")
            yield Problem(
                code,
                f"{count} {message}",
                file=sheet.file,
                sheet=sheet.grid.sheet,
                cell=shown,
                advice=advice,
                severity="note",
            )


def _place(cell: str) -> tuple[int, int]:
    letters = cell.rstrip("0123456789")
    return int(cell[len(letters) :]), column_number(letters)


#: How headers end that could stand for a required field.
LIKE = {IDENTIFIER: ("号", "编码", "ID"), REQUESTED: ("时间", "日期")}


def _not_a_request_sheet(path: Path, grid: Grid, header: RequestHeader | None, schema: RequestSchema) -> Problem:
    if header is None:
        return Problem(
            "intake.not_cases",
            "认不出工单表头",
            file=path.name,
            sheet=grid.sheet,
            expected="至少有工单编号、受理时间等三列",
            advice="表头写法不同时，请用 evallib map 生成映射文件，或用 --mapping 指定一个",
        )
    missing = [name for name in (IDENTIFIER, REQUESTED) if name not in header.columns]
    labels = [schema.labels[name] for name in missing]
    seen = list(header.unknown.values())
    # A time of another kind may be all that there is: whether it tells the receipt is for the reader to say.
    others = [text for index, text in sorted(header.texts.items()) if text not in seen]
    alike = [text for text in (*seen, *others) if text.endswith(LIKE[missing[0]])]
    near = get_close_matches(labels[0], seen, n=1, cutoff=0.6) or alike[:1]
    advice = f"表里的“{near[0]}”如果就是它，请改名" if near else "请补上该列"
    snippet = f"，或在 mapping.yaml 写 columns: {{{missing[0]}: [{near[0] if near else '表里的表头'}]}}"
    return Problem(
        "intake.missing_column",
        "缺少必需的列：" + "、".join(labels),
        file=path.name,
        sheet=grid.sheet,
        cell=f"第{header.top + 1}行",
        value="、".join(seen)[:80],
        expected="、".join(labels),
        advice=advice + snippet,
    )
