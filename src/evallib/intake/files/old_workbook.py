"""Old workbooks (.xls): read in a process of their own, with bounded memory and time.

The format holds lengths and pointers that a reader of native code believes; a damaged one can take the whole process
down. Nothing of that reaches the run. The same process looks for what the values do not tell.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evallib.intake.files.guard import TABLE, refused
from evallib.intake.files.sheet_xml import SheetFacts

MEMORY = 2 * 2**30
SECONDS = 60
READER = """
import pickle, sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]), int(sys.argv[2])))
except ImportError:
    pass
import python_calamine as calamine
from evallib.intake.files.old_records import OldFacts, read_old_facts
try:
    book = calamine.CalamineWorkbook.from_path(sys.argv[1])
    sheets = []
    with open(sys.argv[1], "rb") as file:
        facts = read_old_facts(file.read())
    for metadata in book.sheets_metadata:
        if metadata.typ == calamine.SheetTypeEnum.WorkSheet:
            sheet = book.get_sheet_by_name(metadata.name)
            if sheet.total_height * sheet.total_width > int(sys.argv[3]):
                sys.exit(4)
            merged = [(*start, *end) for start, end in sheet.merged_cell_ranges or []]
            hidden = metadata.visible != calamine.SheetVisibleEnum.Visible
            rows, found = sheet.to_python(skip_empty_area=False), facts.get(metadata.name, OldFacts())
            sheets.append((metadata.name, rows, merged, hidden, vars(found)))
except calamine.PasswordError:
    sys.exit(3)
sys.stdout.buffer.write(pickle.dumps(sheets))
"""


@dataclass(frozen=True)
class OldSheet:
    """One sheet of an .xls: its cells from A1, merged ranges, whether it is hidden, and what the values do not tell.

    `percent` holds the formats of the cells that are shown as percentages, by row and column from 0.
    """

    name: str
    rows: list[list[Any]]
    merged: list[tuple[int, int, int, int]]
    hidden: bool
    facts: SheetFacts
    percent: dict[tuple[int, int], str]


def read_old_workbook(path: Path) -> list[OldSheet]:
    """Every sheet of an .xls.

    Raises:
        EvallibError: it has a password, is damaged, or is larger than any table.
    """
    words = [sys.executable, "-c", READER, str(path), str(MEMORY), str(TABLE.cells)]
    try:
        done = subprocess.run(words, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise refused(path, "intake.too_large", "读取超时，不予读取", "请用 Excel 或 WPS 打开后另存为 .xlsx") from None
    if done.returncode == 3:
        raise refused(path, "intake.password", "工作簿有密码保护，无法读取", "请另存为没有密码的文件后重新提交")
    if done.returncode == 4:
        raise refused(path, "intake.too_large", "工作表大得不正常，不予读取", "请删去多余的行、列后另存")
    if done.returncode != 0:
        advice = "文件可能损坏或改过扩展名，请用 Excel 或 WPS 打开后另存为 .xlsx"
        raise refused(path, "intake.not_a_workbook", "无法作为电子表格打开", advice)
    return [_sheet(*sheet) for sheet in pickle.loads(done.stdout)]


def _sheet(
    name: str, rows: list[list[Any]], merged: list[tuple[int, int, int, int]], hidden: bool, found: dict[str, Any]
) -> OldSheet:
    facts = SheetFacts(tuple(found["hidden_rows"]), tuple(found["hidden_columns"]), tuple(found["uncomputed"]))
    return OldSheet(name, rows, merged, hidden, facts, found["percent"])
