"""What recognising costs: a workbook of thirty different sheets, in a process that has read nothing before.

    python benchmarks/bench_recognition.py [sheets]

Every sheet has headers of its own wording, so that nothing is remembered from the sheet before. Processor seconds.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import openpyxl

from evallib.intake import find_forms, read_file, read_workbook, recognise

LAYOUTS = (
    (["单位：万元"], ["科目名称", "年初批复数", "调整后预算", "实际支出数", "执行率（%）", "说明{n}"], ["基本支出", 10, 12, 11, "91.67%"]),
    (["指标", "本镇", "街镇平均", "说明{n}"], ["先行联系率", "97.2%", "96.8%"]),
    (["岗位名称", "核定编制数", "实有人数", "第{n}处"], ["巡查员", 20, 18]),
    (["项目名称", "甲{n}"], ["项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
     ["", "年度资金总额", 50, 50, 45, 10, "90%", 9], ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差{n}"],
     ["产出指标", "数量指标", "次数{n}", "≥4次", "5次", 90, 90]),
    (["序号", "名称", "规格型号", "数量", "单价（元）", "金额（元）", "第{n}仓"], [1, "电脑", "A", 3, 5000, 15000]),
    (["某某台账{n}"], ["甲类", "乙类", "丙类"], ["水", 1, 2], ["电", 3, 4]),
)  # fmt: skip


def write(path: Path, sheets: int) -> None:
    """A workbook with so many sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number in range(sheets):
        sheet = book.create_sheet(f"表{number}")
        for row in LAYOUTS[number % len(LAYOUTS)]:
            sheet.append([cell.format(n=number) if isinstance(cell, str) else cell for cell in row])
    book.save(path)


def main() -> None:
    """Print what recognising and reading take."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        write(path, count)
        sheets = read_workbook(path)
        begin = time.process_time()
        known = sum(bool(find_forms(sheet) or recognise(sheet)[1]) for sheet in sheets)
        recognised = time.process_time()
        submission = read_file(path, 2024)
        end = time.process_time()
    print(f"{count} sheets, {known} recognised: {recognised - begin:.2f} s")
    print(f"read as a submission ({len(submission.sheets)} tables): {end - recognised:.2f} s more")


if __name__ == "__main__":
    main()
