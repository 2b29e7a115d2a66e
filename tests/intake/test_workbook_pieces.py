"""A large sheet read in pieces is what the reader of workbooks gives for the whole of it, or it is not read in pieces."""

from __future__ import annotations

import random
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import fastexcel
import openpyxl
import pyarrow as pa
import pytest
import xlsxwriter

from evallib.intake import read_in_pieces, told_of

SHEET = "xl/worksheets/sheet1.xml"
PIECE = 2000


def _whole(path: Path, name: str) -> tuple[pa.Table, list[tuple[tuple[int, int], str]]]:
    sheet = fastexcel.read_excel(path).load_sheet(name, header_row=None, dtypes="string", skip_rows=0)
    batch, failed = sheet.to_arrow_with_errors()
    table = pa.Table.from_batches([batch]).rename_columns([f"c{place}" for place in range(batch.num_columns)])
    return table, told_of(failed)


def _same(path: Path, name: str = "工单", piece: int = PIECE) -> Any:
    pieced = read_in_pieces(path, name, piece)
    assert pieced is not None
    table, failed = _whole(path, name)
    assert pieced.table.to_pydict() == table.to_pydict()
    assert pieced.failed == failed
    return pieced


def _written(path: Path, rows: int = 200, left: int = 0, top: int = 0, in_strings: bool = False) -> Path:
    """A sheet with words, dates, numbers, errors, gaps and wider rows at the end."""
    draw = random.Random(7)
    book = xlsxwriter.Workbook(path, {"constant_memory": not in_strings})
    sheet = book.add_worksheet("工单")
    date = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    for row in range(top, top + rows):
        if draw.random() < 0.1:
            continue
        sheet.write(row, left, f"S{row}")
        sheet.write_datetime(row, left + 1, datetime(2023, 1, 1 + row % 28, 8, row % 60), date)
        sheet.write(row, left + 2, draw.choice([1.5, 12, True, "一行\n两行", " 前后空格 ", '<row r="5">&', "甲" * 40]))
        if draw.random() < 0.1:
            sheet.write_formula(row, left + 3, "=1/0", value="#DIV/0!")
        if row > top + 0.9 * rows:
            sheet.write(row, left + 6, "宽")
    book.close()
    return path


@pytest.mark.parametrize("in_strings", [False, True])
@pytest.mark.parametrize(("left", "top"), [(0, 0), (2, 0), (0, 3), (3, 5)])
def test_pieces_are_the_whole(tmp_path: Path, left: int, top: int, in_strings: bool) -> None:
    path = _written(tmp_path / "a.xlsx", left=left, top=top, in_strings=in_strings)
    pieced = _same(path)
    assert pieced.first_column == left
    assert pieced.failed


@pytest.mark.parametrize("piece", [900, 1300, 5000, 12_000])
def test_wherever_it_is_cut(tmp_path: Path, piece: int) -> None:
    _same(_written(tmp_path / "a.xlsx"), piece=piece)


def test_second_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["别的"])  # type: ignore[union-attr]
    sheet = book.create_sheet("工单")
    for row in range(300):
        sheet.append([f"S{row}", row, datetime(2023, 5, 1, row % 24)])
    book.save(tmp_path / "b.xlsx")
    _same(tmp_path / "b.xlsx")


def _rewritten(path: Path, change: Callable[[str], str]) -> Path:
    new = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(new, "w") as archive:
        for info in old.infolist():
            text = old.read(info)
            archive.writestr(info, change(text.decode()).encode() if info.filename == SHEET else text)
    return new


def _swapped(text: str) -> str:
    rows = re.findall(r"<row .*?</row>", text, re.S)
    head, tail = text[: text.index(rows[0])], text[text.rindex(rows[-1]) + len(rows[-1]) :]
    rows[5], rows[-5] = rows[-5], rows[5]
    return head + "".join(rows) + tail


@pytest.mark.parametrize(
    "change",
    [
        _swapped,
        lambda text: text.replace("<sheetData>", '<sheetData><!-- <row r="9"> -->'),
        lambda text: text.replace("<sheetData>", "<x:sheetData>").replace("</sheetData>", "</x:sheetData>"),
    ],
    ids=["rows out of order", "comment", "prefix"],
)
def test_what_cannot_be_cut_is_read_as_a_whole(tmp_path: Path, change: Callable[[str], str]) -> None:
    assert read_in_pieces(_rewritten(_written(tmp_path / "a.xlsx"), change), "工单", PIECE) is None


def test_rows_without_numbers(tmp_path: Path) -> None:
    path = _rewritten(_written(tmp_path / "a.xlsx"), lambda text: re.sub(r' r="[A-Z]*\d+"', "", text))
    pieced = read_in_pieces(path, "工单", PIECE)
    assert pieced is None or pieced.table.to_pydict() == _whole(path, "工单")[0].to_pydict()


def test_small_sheets_are_read_as_a_whole(tmp_path: Path) -> None:
    assert read_in_pieces(_written(tmp_path / "a.xlsx"), "工单") is None


def test_many_strings_are_not_read_with_every_piece(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet("工单")
    for row in range(100):
        sheet.write(row, 0, f"{row}" * 200)
    book.close()
    assert read_in_pieces(tmp_path / "a.xlsx", "工单", PIECE) is None


def test_an_export_reads_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from evallib.intake import read_service_requests, write_sample
    from evallib.intake.files.guarding import guarded
    from evallib.intake.requests.sheets import text_grids

    path = write_sample(tmp_path, "huacao", 2023, 400)
    whole = read_service_requests(path, key=b"k" * 32)
    cut: list[Any] = []

    def in_pieces(file: Path, name: str) -> Any:
        cut.append(read_in_pieces(file, name, 20_000))
        return cut[-1]

    monkeypatch.setenv(guarded.INSIDE, "1")
    monkeypatch.setattr(text_grids, "read_in_pieces", in_pieces)
    pieced = read_service_requests(path, key=b"k" * 32)
    assert cut and cut[0] is not None
    assert pieced.table.equals(whole.table)
    assert [str(problem) for problem in pieced.problems] == [str(problem) for problem in whole.problems]
