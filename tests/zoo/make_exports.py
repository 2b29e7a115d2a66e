"""Writes the zoo of case exports: each file is an export as somebody once handed one in, or broken on purpose.

Run by hand when an animal is added; the files are kept beside this script. The .xls animal needs xlwt (any
environment will do), everything else what the project has.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import openpyxl

HERE = Path(__file__).parent / "exports"
PLAIN = ["工单编号", "来源", "受理时间", "办结时间", "满意度"]
ROWS = [
    ["A1", "12345", "2023年3月5日 14:02", "2023/3/6", "满意"],
    ["A2", "12345", "2023/3/5", "2023-03-09 10:00:00", "不满意"],
    ["A3", "网格上报", "2023.3.7 下午2:30", "", "未回访"],
]


def text(rows: list[list[str]], encoding: str, delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode(encoding)


def book(
    name: str, sheets: dict[str, list[list[object]]], merge: str | None = None, indent: tuple[int, int] = (0, 0)
) -> None:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for r, row in enumerate(rows, start=1 + indent[0]):
            for c, value in enumerate(row, start=1 + indent[1]):
                if value not in (None, ""):
                    sheet.cell(r, c, value)
        if merge:
            sheet.merge_cells(merge)
    workbook.save(HERE / name)


def main() -> None:
    HERE.mkdir(exist_ok=True)
    files = {
        "utf8_bom.csv": text([PLAIN, *ROWS], "utf-8-sig"),
        "gb18030.csv": text([["2023年工单汇总表"], PLAIN, *ROWS, ["合计", "3"]], "gb18030"),
        "utf16_tab.csv": text([PLAIN, *ROWS], "utf-16", "\t"),
        "page.xls": "<html><table><tr><td>工单编号</td></tr></table></html>".encode(),
        "empty.csv": b"",
        "latin.csv": b"\x81\xff\xff\xfe,\xff\r\n" * 3,
        "locked.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "cut_short.xlsx": b"PK\x03\x04" + bytes(200),
        "no_cases.csv": text([["姓名", "部门"], ["张某", "办公室"]], "utf-8"),
        "no_time.csv": text([["工单编号", "来源", "满意度", "受里时间"], ["A1", "12345", "满意", "2023/3/5"]], "utf-8"),
        "bad_date.csv": text([PLAIN, ROWS[0], ["A2", "12345", "2023/2/30", "", ""]], "utf-8"),
        "ambiguous_date.csv": text([PLAIN, ["A1", "12345", "03/05/2023 02:02:00 PM", "", ""]], "utf-8"),
        "no_number.csv": text([PLAIN, ROWS[0], ["", "12345", "2023/3/5", "", ""]], "utf-8"),
        "number_without_time.csv": text([PLAIN, ROWS[0], ["A2", "12345", "", "", "满意"]], "utf-8"),
        "same_number.csv": text([PLAIN, ROWS[0], ["A1", "网格上报", "2023/3/8", "", ""]], "utf-8"),
        "same_row.csv": text([PLAIN, ROWS[0], ROWS[0]], "utf-8"),
        "closed_early.csv": text([PLAIN, ["A1", "12345", "2023-03-05 10:00", "2023-03-04 10:00", ""]], "utf-8"),
        "wrong_total.csv": text([PLAIN, *ROWS, ["合计", "5"]], "utf-8"),
        "unknown_level.csv": text([PLAIN, ["A1", "12345", "2023/3/5", "", "还行"]], "utf-8"),
        "ragged.csv": text([PLAIN, *[[f"B{i}", *ROWS[0][1:]] for i in range(45)], ["B99", "12345"]], "utf-8"),
        "signed.csv": text([PLAIN, *ROWS, ["制表人：某某", "", "", "", ""]], "utf-8"),
        "pages.csv": text([PLAIN, ROWS[0], PLAIN, ROWS[1]], "utf-8"),
        "private.csv": text(
            [["工单编号", "受理时间", "诉求内容", "地址", "联系电话", "诉求人"],
             ["A1", "2023/3/5", "请回电13812345678，身份证310112199001011234", "某路12弄3号402室", "13812345678", "张三"]],
            "utf-8"),
        "nyc.csv": text(
            [["Unique Key", "Created Date", "Closed Date", "Agency Name", "Complaint Type", "Status", "Borough"],
             ["57", "03/05/2023 02:02:00 PM", "03/06/2023 12:00:00 AM", "Department of Sanitation", "Graffiti", "Closed", "QUEENS"],
             ["58", "12/31/2023 12:00:01 AM", "", "Police", "Noise", "Open", "BRONX"]], "utf-8"),
        "baltimore.csv": text(
            [["SRRecordID", "ServiceRequestNum", "SRType", "MethodReceived", "CreatedDate", "SRStatus", "DueDate", "CloseDate", "Agency"],
             ["x", "23-1", "SW-Dirty Alley", "Phone", "2023/03/05 14:02:00+00", "Closed", "2023/03/12 14:02:00+00", "2023/03/06 10:00:00+00", "Solid Waste"]], "utf-8"),
        "sf.csv": text(
            [["service_request_id", "requested_datetime", "closed_date", "status_description", "agency_responsible", "service_name", "address"],
             ["16", "2023-03-05T14:02:00.000", "2023-03-06T10:00:00.000", "Closed", "DPW", "Street Cleaning", "1 MAIN ST"]], "utf-8"),
    }  # fmt: skip
    for name, data in files.items():
        (HERE / name).write_bytes(data)
    stamp = dt.datetime(2023, 3, 5, 14, 2)
    book(
        "two_row_header.xlsx",
        {"工单": [["闵行区某镇2023年工单汇总表"], ["案件编号", "时间", "", "", "回访", ""],
                 ["", "受理时间", "办结时间", "处置时限", "先行联系", "满意度"],
                 ["A1", stamp, 44991.5, "2023年3月12日", "是", "满意"], [20230000002, stamp, "", "", "否", "一般"]]},
        merge="B2:D2",
    )  # fmt: skip
    rows: list[list[object]] = [list(PLAIN), *[list(row) for row in ROWS]]
    book(
        "several_sheets.xlsx",
        {"1月": rows, "说明": [["本表由系统导出"]], "2月": [rows[0], ["B1", "12345", stamp, "", ""]]},
    )
    book("shifted.xlsx", {"工单": [rows[0], ["A1", "12345", "三月五日", "", ""], list(ROWS[1])]}, indent=(2, 2))
    book("blank_sheet.xlsx", {"Sheet1": []})
    try:
        import xlwt
    except ImportError:
        return
    old = xlwt.Workbook()
    sheet = old.add_sheet("工单")
    date_format = xlwt.easyxf(num_format_str="yyyy-mm-dd hh:mm")
    for r, row in enumerate([["工单汇总表"], PLAIN, ["A1", "12345", stamp, stamp, "满意"], ["合计", 1]]):
        for c, value in enumerate(row):
            sheet.write(r, c, value, date_format if isinstance(value, dt.datetime) else xlwt.Style.default_style)
    old.save(str(HERE / "old.xls"))


if __name__ == "__main__":
    main()
