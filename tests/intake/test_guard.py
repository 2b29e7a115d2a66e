"""Hostile files: refused or read within bounded time and memory."""

import resource
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from evallib.intake import SheetScan, file_kind, inspect_package, parse_sheet, read_file, read_states, read_workbook
from evallib.model import EvallibError

ZOO = Path(__file__).parents[1] / "zoo"
sys.path.insert(0, str(ZOO))
from make_spreadsheets import SHEET, budget, make_bomb, make_quiet_bomb, make_styled_million, packed, zipped  # noqa: E402

READ = """
import resource, sys, time
from pathlib import Path
from evallib.intake.files.workbook import read_workbook
from evallib.model.problems import EvallibError
import python_calamine
before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
try:
    said = [len(sheet.rows) for sheet in read_workbook(Path(sys.argv[1]))]
except EvallibError as error:
    said = error.problems[0].code
grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
print(said, grown, round(time.process_time() - start, 2), sep="|")
"""


def read_apart(path):
    """Read in a process of its own, whose memory can be measured: (what came of it, MB, seconds)."""
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)], capture_output=True, text=True, check=True, timeout=60
    )
    said, grown, seconds = done.stdout.strip().split("|")
    return said, int(grown), float(seconds)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "said"),
    [(make_bomb, "intake.too_large"), (make_quiet_bomb, "intake.too_large"), (make_styled_million, "[8]")],
)
def test_bombs_and_millions_of_empty_cells(tmp_path, make, said):
    make(tmp_path / "大.xlsx")
    assert (tmp_path / "大.xlsx").stat().st_size < 8 * 2**20
    got, megabytes, seconds = read_apart(tmp_path / "大.xlsx")
    assert got == said
    assert megabytes < 300 and seconds < 20


@pytest.mark.sampled(7)
@pytest.mark.parametrize("path", sorted((ZOO / "spreadsheets").iterdir()), ids=lambda path: path.name)
def test_every_case_of_the_zoo_is_quick(path):
    start = time.process_time()
    try:
        read_file(path, 2023)
    except EvallibError as error:
        assert error.problems
    assert time.process_time() - start < 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 4 * 2**20


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"", "empty"),
        (b" \r\n", "empty"),
        (b"\xef\xbb\xbf<HTML", "html"),
        (b"<?xml version", "html"),
        ("指标,本镇".encode(), "text"),
    ],
)
def test_file_kinds(head, kind):
    assert file_kind(head) == kind


def test_facts_survive_small_chunks_and_prefixes():
    data = (
        b'<x:worksheet xmlns:x="y"><x:cols><x:col min="3" max="4" hidden="1"/></x:cols><x:sheetData>'
        b'<x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c><x:c r="B1"><x:f>A1*2</x:f><x:v></x:v></x:c></x:row>'
        b'<x:row r="2" hidden="1"><x:c r="A2"><x:f>1+1</x:f><x:v>2</x:v></x:c><x:c r="C2"><x:f>A1</x:f></x:c></x:row>'
        b"</x:sheetData></x:worksheet>"
    )
    for size in (7, 50, 10_000):
        scan = SheetScan(is_sheet=True)
        # the root element stands in the first chunk of any real part
        for start in range(0, len(data), max(size, 50)):
            scan.feed(data[start : start + max(size, 50)])
        facts = scan.finish()
        assert facts.hidden_rows == (2,) and facts.hidden_columns == (3, 4), size
        assert facts.uncomputed == ("B1", "C2"), size
        assert (scan.last_row, scan.last_column, scan.text_cells, scan.is_odd) == (2, 3, 1, False)


@pytest.mark.parametrize(
    ("rows", "reach"),
    [
        (b'<row r="9"><c r="C9" s="1"/><c r="B9"><v>1</v></c></row>', (9, 2)),
        (b"<row><c><v>1</v></c><c><is><t>x</t></is></c></row><row><c/></row>", (1, 2)),
        (b"<row r='7'><c r='D7'><f>A1</f></c></row>", (7, 4)),
    ],
)
def test_reach(rows, reach):
    sheet = parse_sheet([b"<sheetData>", rows, b"</sheetData>"])
    assert (sheet.last_row, sheet.last_column) == reach


def test_a_part_that_is_not_well_formed():
    with pytest.raises(ValueError, match="mismatched"):
        parse_sheet([b"<a><b></a>"])


def test_percent_formats(tmp_path):
    made = budget({"F4": 0.9992})
    made["预算"]["F4"].number_format = "0.0%"
    made["预算"]["F5"].number_format = "#,##0.00"
    path = tmp_path / "a.xlsx"
    made.save(path)
    assert read_states(path, SHEET).percent == {(3, 5): "0.0%"}
    [sheet] = read_workbook(path)
    assert sheet.number_format(3, 5) == "0.0%" and sheet.number_format(4, 5) == ""


def test_parts_are_found_by_the_name_of_the_sheet(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(zipped(list(packed(budget()).items())))
    assert inspect_package(path).parts == {"预算": SHEET}


def test_a_stored_part_is_read_as_it_is(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, data in packed(budget()).items():
            archive.writestr(name, data)
    assert len(read_workbook(path)[0].rows) == 8


@pytest.mark.parametrize(
    ("text", "rows"), [("指标\t本镇\n甲\t97%\n", 2), ('指标,本镇\n"甲\n乙",97%\n', 2), ("指标;本镇\n", 1)]
)
def test_text_files(tmp_path, text, rows):
    for encoding in ("utf-8", "utf-16", "gb18030"):
        path = tmp_path / "a.csv"
        path.write_text(text, encoding=encoding)
        [sheet] = read_workbook(path)
        assert len(sheet.rows) == rows and len(sheet.rows[0]) == 2
