"""Writes the old workbooks (.xls) of the zoo; run by hand where xlwt is there, the files are kept beside this script.

xlwt never computes: a formula that it writes has no value, and nothing says with which version it was computed.
"""

from datetime import datetime
from pathlib import Path

HERE = Path(__file__).parent / "old_workbooks"
BUDGET = [["单位：万元"], ["科目名称", "年初预算", "调整后预算", "执行金额", "执行率"], ["基本支出", 5, 1, 1, 1.0],
          ["项目支出", 2, 2, 2, 1.0], ["合计", 7, 3, 3, 1.0]]  # fmt: skip
CASES = [["工单编号", "受理时间", "满意度", "退回次数"], ["A1", datetime(2023, 3, 5, 14, 2), "满意", 1],
         [20230000002, "2023/3/6", "不满意", 0], ["A3", 44990.5847222222, "满意", None]]  # fmt: skip


def main() -> None:
    import xlwt

    HERE.mkdir(exist_ok=True)
    percent, stamp = xlwt.XFStyle(), xlwt.XFStyle()
    percent.num_format_str, stamp.num_format_str = "0.00%", "yyyy-mm-dd hh:mm"
    for name in ("percent", "formula"):
        book = xlwt.Workbook()
        sheet = book.add_sheet("预算", cell_overwrite_ok=True)
        for row, cells in enumerate(BUDGET):
            for column, value in enumerate(cells):
                sheet.write(row, column, value, percent if isinstance(value, float) else xlwt.XFStyle())
        sheet.row(3).hidden = sheet.col(1).hidden = True
        if name == "formula":
            sheet.write(2, 1, xlwt.Formula("2+3"))
        book.save(str(HERE / f"{name}.xls"))
    book = xlwt.Workbook()
    sheet = book.add_sheet("工单", cell_overwrite_ok=True)
    for row, cells in enumerate(CASES):
        for column, value in enumerate(cells):
            if value is not None:
                sheet.write(row, column, value, stamp if isinstance(value, datetime) else xlwt.XFStyle())
    sheet.write(3, 2, xlwt.Formula('"满" & "意"'))
    sheet.row(2).hidden = True
    book.add_sheet("空").visibility = 1
    book.save(str(HERE / "cases.xls"))


if __name__ == "__main__":
    main()
