"""Mutated workbooks (bounded, the same in every run): no traceback, no hang, and no silent change of a figure."""

import io
import sys
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from evallib.intake import read_file, read_workbook
from evallib.model import EvallibError

sys.path.insert(0, str(Path(__file__).parents[1] / "zoo"))
from make_spreadsheets import BUDGET, LINES, WAN, budget, packed, zipped

pytestmark = pytest.mark.slow

GRID = [["2023年度预算与支出情况"], WAN, BUDGET, *LINES]
COLUMNS = {2: "initial_budget_yuan", 3: "adjusted_budget_yuan", 4: "executed_yuan"}
PARTS = packed(budget())
WHOLE = zipped(list(PARTS.items()))
BOUNDED = settings(derandomize=True, deadline=None, max_examples=150)


def read(data: bytes, folder: Path, name: str = "预算.xlsx"):
    path = folder / name
    path.write_bytes(data)
    return read_file(path, 2023)


def written(grid: list[list[object]]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("预算")
        for row, values in enumerate(grid):
            for column, value in enumerate(values):
                if isinstance(value, str):
                    sheet.write_string(row, column, value)
                elif value is not None:
                    sheet.write(row, column, value)
    return buffer.getvalue()


@BOUNDED
@given(place=st.integers(0, len(WHOLE) - 1), byte=st.integers(0, 255), cut=st.booleans())
def test_a_damaged_file_is_refused_or_read(tmp_path_factory, place, byte, cut):
    data = WHOLE[:place] if cut else WHOLE[:place] + bytes([byte]) + WHOLE[place + 1 :]
    submission = read(data, tmp_path_factory.getbasetemp())
    if not submission.tables:
        assert submission.problems.errors


@BOUNDED
@given(data=st.data())
def test_damage_inside_a_part_is_refused_or_read(tmp_path_factory, data):
    name = data.draw(st.sampled_from(sorted(PARTS)))
    part = PARTS[name]
    start = data.draw(st.integers(0, len(part)))
    length = data.draw(st.integers(0, 40))
    new = data.draw(
        st.binary(max_size=20) | st.sampled_from([b"", b"<", b"&x;", b"\x00", b'r="XFD1048576"', b"1e999", b"-"])
    )
    damaged = PARTS | {name: part[:start] + new + part[start + length :]}
    path = tmp_path_factory.getbasetemp() / "b.xlsx"
    path.write_bytes(zipped(list(damaged.items())))
    try:
        sheets = read_workbook(path)
    except EvallibError as error:
        assert all(problem.message and problem.file == "b.xlsx" for problem in error.problems)
    else:
        assert sum(len(sheet.rows) * sheet.width for sheet in sheets) < 4_000_000
        read_file(path, 2023)


VALUES = (
    st.integers(-(10**9), 10**9)
    | st.decimals(0, 10**7, places=2).map(float)
    | st.decimals(0, 10**7, places=4).map(lambda number: f"{number:,}")
    | st.sampled_from([None, "", "-", "—", "约五十", "1,23", "12 元", "=SUM(A1)", "١٢", "１２", "1e5", "0x10", "五", "12%", True, "1.2.3",
                       "1 234", "\u202e12", "1\u200b2"])
)  # fmt: skip


@BOUNDED
@given(row=st.integers(3, 7), column=st.sampled_from(sorted(COLUMNS)), value=VALUES)
def test_one_changed_cell_changes_that_figure_or_is_told(tmp_path_factory, row, column, value):
    grid = [list(values) for values in GRID]
    grid[row][column] = value
    submission = read(written(grid), tmp_path_factory.getbasetemp())
    [frame] = submission.tables["budget_lines"]
    cell = f"{'ABCDEF'[column]}{row + 1}"
    told = {problem.cell for problem in submission.problems}
    for line, source in enumerate(GRID[3:], 3):
        for position, name in COLUMNS.items():
            got = frame[name].iloc[line - 3]
            if (line, position) != (row, column):
                assert got == Decimal(str(source[position])) * 10000, "another cell changed"
            elif isinstance(value, int | float) and not isinstance(value, bool):
                assert got == Decimal(str(value)) * 10000
            elif got is None:
                assert cell in told or value in {None, "", "-", "—"}
            else:
                plain = (
                    str(value)
                    .replace(",", "")
                    .replace("１２", "12")
                    .replace("\u200b", "")
                    .replace("\u202e", "")
                    .replace(" ", "")
                )
                assert got == Decimal(plain.rstrip("元")) * (1 if plain.endswith("元") else 10000)


@BOUNDED
@given(row=st.integers(0, 7), column=st.integers(0, 5), text=st.text(max_size=12))
def test_any_text_anywhere_is_read_or_told(tmp_path_factory, row, column, text):
    grid = [list(values) for values in GRID]
    grid[row].extend([None] * (column + 1 - len(grid[row])))
    grid[row][column] = "".join(mark for mark in text if mark.isprintable()) or None
    submission = read(written(grid), tmp_path_factory.getbasetemp())
    assert submission.tables or submission.problems.errors
    for frames in submission.tables.values():
        assert len(frames[0]) in {4, 5, 6}


def test_the_unchanged_workbook_is_read(tmp_path):
    assert len(read(WHOLE, tmp_path).tables["budget_lines"][0]) == 5
    with zipfile.ZipFile(io.BytesIO(written(GRID))) as archive:
        assert "xl/workbook.xml" in archive.namelist()
