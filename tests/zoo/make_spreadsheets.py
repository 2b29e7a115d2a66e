"""Write the spreadsheets of the zoo: one file per case, named after what is wrong in it.

    python tests/zoo/make_spreadsheets.py

The small files are committed; `make_large` writes those that cannot be small, for the test alone.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from datetime import datetime
from pathlib import Path

import openpyxl
from openpyxl.styles import PatternFill

HERE = Path(__file__).parent / "spreadsheets"
WAN = ["单位：万元"]
BUDGET = ["序号", "科目名称", "年初预算", "调整后预算", "执行金额", "执行率"]
LINES = [
    ["1", "基本支出", 412.43, 517.36, 516.96, "99.92%"],
    ["(1)", "人员经费", 378.05, 506.13, 505.73, "99.92%"],
    ["(2)", "公用支出", 34.38, 11.23, 11.23, "100.00%"],
    ["2", "项目支出", 577.71, 266.63, 266.63, "100.00%"],
    [None, "合计", 990.14, 783.99, 783.59, "99.95%"],
]
RATES = ["指标", "本镇", "抽查案件数", "不合格案件数"]
RATE_LINES = [["先行联系率", "97.60%", 500, 12], ["诉求解决率", "79.80%", 500, 101], ["市民满意率", "72.20%", 500, 139]]
STAMP = (1980, 1, 1, 0, 0, 0)


def book(*sheets: tuple[str, list[list[object]]]) -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return made


def budget(changes: dict[str, object] | None = None, title: str = "2023年度预算与支出情况", unit: list[object] = WAN):
    made = book(("预算", [[title], unit, BUDGET, *LINES]))
    for cell, value in (changes or {}).items():
        made["预算"][cell] = value
    return made


def rates(changes: dict[str, object] | None = None, header: list[str] = RATES):
    made = book(("四率", [["2023年度四率"], header, *RATE_LINES]))
    for cell, value in (changes or {}).items():
        made["四率"][cell] = value
    return made


def packed(made: openpyxl.Workbook) -> dict[str, bytes]:
    """The parts of a workbook."""
    buffer = io.BytesIO()
    made.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    # The same file every time: no date of making.
    parts["docProps/core.xml"] = re.sub(rb">[0-9T:-]+Z<", b">2023-01-01T00:00:00Z<", parts["docProps/core.xml"])
    return parts


def zipped(parts: list[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts:
            archive.writestr(zipfile.ZipInfo(name, STAMP), data, zipfile.ZIP_DEFLATED, 9)
    return buffer.getvalue()


def edited(made: openpyxl.Workbook, part: str, old: bytes, new: bytes, more: dict[str, bytes] | None = None) -> bytes:
    """A workbook with one part changed, and further parts."""
    parts = packed(made)
    assert old in parts[part], (part, old, parts[part][:2000])
    parts[part] = parts[part].replace(old, new, 1)
    return zipped(list((parts | (more or {})).items()))


SHEET = "xl/worksheets/sheet1.xml"


def overlapping() -> bytes:
    ranges = "".join(f'<mergeCell ref="A{row}:F{row + 3}"/>' for row in range(1, 6))
    merged = f'</sheetData><mergeCells count="5">{ranges}</mergeCells>'.encode()
    return edited(budget(), SHEET, b"</sheetData>", merged)


def hidden_rows():
    made = budget()
    made["预算"].row_dimensions[5].hidden = True
    return made


def hidden_columns():
    made = budget()
    made["预算"].column_dimensions["E"].hidden = True
    return made


def hidden_sheet():
    made = budget()
    made.create_sheet("四率")
    for row in [RATES, *RATE_LINES]:
        made["四率"].append(row)
    made["四率"].sheet_state = "hidden"
    return made


def far_cell(quote: str) -> bytes:
    row = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'.replace('"', quote)
    return edited(budget(), SHEET, b"</sheetData>", row.encode())


def moved(part: str, *changes: tuple[bytes, bytes]) -> bytes:
    """The sheet in a part of another name or folder, to which the workbook's relations lead."""
    parts = packed(budget())
    sheet = parts.pop(SHEET)
    for old, new in changes:
        assert old in sheet
        sheet = sheet.replace(old, new)
    relations = parts["xl/_rels/workbook.xml.rels"].replace(b"/" + SHEET.encode(), b"/" + part.encode())
    return zipped(list((parts | {part: sheet, "xl/_rels/workbook.xml.rels": relations}).items()))


FAR = (b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')


def respelled(*changes: tuple[bytes, bytes]) -> bytes:
    """The sheet in another spelling of XML that means the same."""
    return moved(SHEET, *changes)


def unnamed_cells() -> bytes:
    """Cells without names: their place is told by counting."""
    cells = b"<c><v>1</v></c>" * 16000
    return edited(
        budget(), SHEET, b"</sheetData>", b"<row>" + cells + b'</row><row r="1048576"><c><v>1</v></c></row></sheetData>'
    )


def repeated_text() -> bytes:
    """One text of 2 MB in 1,200 cells."""
    parts = packed(book(("预算", [["标题"], WAN, BUDGET])))
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    parts["xl/sharedStrings.xml"] = b"<sst " + space + b"><si><t>" + b"a" * (2 * 2**20) + b"</t></si></sst>"
    row = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (line, line) for line in range(10, 1210))
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", row + b"</sheetData>")
    return zipped(list(parts.items()))


def lying_sizes() -> bytes:
    """The directory says a thousand bytes, the sheet unpacks to many more."""
    data = bytearray(edited(budget(), SHEET, b"</sheetData>", b"<!-- " + b" " * 3_000_000 + b" --></sheetData>"))
    for start in (match.start() for match in re.finditer(b"PK\x01\x02", bytes(data))):
        name_length = struct.unpack_from("<H", data, start + 28)[0]
        if data[start + 46 : start + 46 + name_length] == SHEET.encode():
            struct.pack_into("<I", data, start + 24, 1000)
    return bytes(data)


def encrypted() -> bytes:
    """The envelope of a workbook with a password: a compound file with an EncryptedPackage stream."""
    sector = 512
    header = bytearray(sector)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", header, 40, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header[76:] = struct.pack("<I", 0) + b"\xff" * (sector - 80)
    content = 9  # sectors of the stream: above the limit of mini streams
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 2 + content), 0xFFFFFFFE]
    table = struct.pack(f"<{len(chain)}I", *chain) + b"\xff" * (sector - 4 * len(chain))

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        text = name.encode("utf-16-le") + b"\0\0"
        head = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
        return head.ljust(116, b"\0") + struct.pack("<IQ", start, size)

    folder = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry("EncryptedPackage", 2, 0xFFFFFFFF, 2, content * sector)
    return bytes(header) + table + folder.ljust(sector, b"\0") + bytes(content * sector)


def survey():
    return book(("满意度", [["2023年度调查"], ["调查项目", "评价等级", "占比", "权重"], ["居民", "满意", "80.0%", "100%"],
                          ["居民", "一般", "6.7%", "60%"], ["居民", "不满意", "3.3%", "0%"]]))  # fmt: skip


def scores(weight: float = 50, score: float = 39.67):
    return book(("得分", [["2023年度得分"], ["评价维度", "权重", "得分"], ["部门决策", 14, 13.5], ["部门管理", 36, 33.55],
                        ["部门绩效", weight, score], ["合计", 36 + 14 + weight, 13.5 + 33.55 + score]]))  # fmt: skip


def progress(text: str):
    head = ["项目名称", "年初预算", "决算", "计划内容", "实际内容", "完成情况"]
    return book(("项目", [["2023年度项目"], WAN, head, ["巡查服务", 40, 30, "巡查", text, "完成"]]))


def many_strings() -> bytes:
    parts = packed(budget())
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    parts["xl/sharedStrings.xml"] = b"<sst " + space + b' uniqueCount="9999999999999"><si><t>a</t></si></sst>'
    return zipped(list(parts.items()))


ENTITY = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet'

CASES = {
    "good.xlsx": lambda: budget({"E8": 783.59}),
    "total_is_not_the_sum.xlsx": lambda: budget({"E8": 783.95}),
    "parts_do_not_add_up_to_their_line.xlsx": lambda: budget({"E4": 517.36, "F4": "100.00%", "E8": 783.99, "F8": "100.00%"}),
    "execution_rate_is_another.xlsx": lambda: budget({"F7": "98.10%"}),
    "rate_printed_at_whole_percent.xlsx": lambda: budget({"F4": "100%"}),
    "yuan_among_wan.xlsx": lambda: budget({"E7": 2666300, "F7": None}),
    "fraction_among_percentages.xlsx": lambda: rates({"B3": 97.6, "B4": 0.798, "B5": 72.2, "C4": None},
                                                     ["指标", "本镇(%)", "抽查案件数", "不合格案件数"]),
    "rate_above_100.xlsx": lambda: rates({"B3": "976.0%"}),
    "rate_without_percent_sign.xlsx": lambda: rates({"B3": 97.6}),
    "failed_more_than_sampled.xlsx": lambda: rates({"D3": 512}),
    "rate_is_not_that_of_the_sample.xlsx": lambda: rates({"D3": 20}),
    "half_a_case.xlsx": lambda: rates({"D3": 12.5}),
    "unknown_rate.xlsx": lambda: rates({"A3": "快乐率"}),
    "shares_do_not_add_to_100.xlsx": survey,
    "weights_do_not_add_to_100.xlsx": lambda: scores(45),
    "score_above_weight.xlsx": lambda: scores(50, 51),
    "same_line_twice.xlsx": lambda: budget({"B7": "基本支出"}),
    "line_without_name.xlsx": lambda: budget({"B7": None}),
    "negative_amount.xlsx": lambda: budget({"D6": -11.23}),
    "amount_is_text.xlsx": lambda: budget({"E7": "约二百"}),
    "amount_is_a_date.xlsx": lambda: budget({"E7": datetime(2023, 5, 1)}),
    "no_money_unit.xlsx": lambda: budget(unit=["单位不详"]),
    "unknown_headers.xlsx": lambda: book(("表", [["甲", "乙"], [1, 2]])),
    "same_header_twice.xlsx": lambda: budget({"F3": "执行金额"}),
    "title_of_another_year.xlsx": lambda: budget(title="2021年度预算与支出情况"),
    "hidden_sheet.xlsx": hidden_sheet,
    "hidden_rows.xlsx": hidden_rows,
    "hidden_columns.xlsx": hidden_columns,
    "hidden_row_in_single_quotes.xlsx": lambda: respelled((b'<row r="5"', b"<row hidden='1' r='5'")),
    "hidden_row_in_spaced_xml.xlsx": lambda: respelled((b'<row r="5"', b'<row hidden = "1" r="5"')),
    "row_of_no_height.xlsx": lambda: respelled((b'<row r="5"', b'<row ht="0" customHeight="1" r="5"')),
    "column_of_no_width.xlsx": lambda: respelled(
        (b"<sheetData>", b'<cols><col min="5" max="5" width="0" customWidth="1"/></cols><sheetData>')),
    "rows_hidden_by_default.xlsx": lambda: respelled((b"<sheetFormatPr ", b'<sheetFormatPr zeroHeight="1" ')),
    "formula_without_value_in_spaced_xml.xlsx": lambda: respelled(
        (b'<c r="E8" t="n"><v>783.59</v></c>', b"<c r='E8' >\n <f>E4+E7</f>\n</c>")),
    "formula_without_value_in_another_folder.xlsx": lambda: moved(
        "xl/worksheets/sub/sheet1.xml", (b'<c r="E8" t="n"><v>783.59</v></c>', b'<c r="E8"><f>E4+E7</f></c>')),
    "cell_at_the_far_end_of_a_part_without_suffix.xlsx": lambda: moved("xl/worksheets/sheet1.dat", FAR),
    "cell_at_the_far_end_in_another_folder.xlsx": lambda: moved("xl/worksheets/sub/sheet1.xml", FAR),
    "entities_in_a_part_without_suffix.xlsx": lambda: moved("xl/worksheets/sheet1.dat", (b"<worksheet", ENTITY)),
    "sheet_that_is_not_there.xlsx": lambda: edited(budget(), "xl/_rels/workbook.xml.rels", b"sheet1.xml", b"sheet9.xml"),
    "part_of_a_crooked_name.xlsx": lambda: edited(budget(), SHEET, b"", b"", {"xl/./worksheets/sheet1.xml": b"<worksheet/>"}),
    "formula_without_value.xlsx": lambda: budget({"E8": "=E4+E7"}),
    "zero_width_and_right_to_left.xlsx": lambda: budget({"B7": "项\u200b目\u202e支出"}),
    "formula_as_text.xlsx": lambda: edited(budget({"B7": "XXFORMULA"}), SHEET, b"XXFORMULA",
                                           b"=HYPERLINK(&quot;http://example.invalid&quot;,&quot;x&quot;)"),
    "personal_data.xlsx": lambda: progress("市民王小明来电13912345678反映，家住某路12弄3号402室"),
    "page_named.xlsx": lambda: b"<html><table><tr><td>1</td></tr></table></html>",
    "csv_named.xlsx": "指标,本镇\n先行联系率,97.60%\n".encode,
    "workbook_named.csv": lambda: zipped(list(packed(rates()).items())),
    "page_named.csv": lambda: b"<!DOCTYPE html><p>1",
    "document_named.xlsx": lambda: zipped([("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")]),
    "empty.xlsx": lambda: b"",
    "truncated.xlsx": lambda: zipped(list(packed(budget()).items()))[:2500],
    "damaged_inside.xlsx": lambda: edited(budget(), SHEET, b"<sheetData>", b"<sheetData><row r="),
    "password.xlsx": encrypted,
    "entities.xlsx": lambda: edited(budget(), SHEET, b"<worksheet", ENTITY),
    "macros.xlsm": lambda: edited(budget(), SHEET, b"", b"", {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(64)}),
    "external_links.xlsx": lambda: edited(budget(), SHEET, b"", b"", {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}),
    "overlapping_merges.xlsx": overlapping,
    "cell_at_the_far_end.xlsx": lambda: far_cell('"'),
    "cell_at_the_far_end_in_single_quotes.xlsx": lambda: far_cell("'"),
    "cells_without_names.xlsx": unnamed_cells,
    "cell_name_beyond_the_last_column.xlsx": lambda: edited(budget(), SHEET, b'r="B4"', b'r="ZZZZZZZZZZ4"'),
    "cell_name_beyond_the_last_row.xlsx": lambda: edited(budget(), SHEET, b'r="B4"', b'r="B99999999999"'),
    "cell_in_another_row_than_its_own.xlsx": lambda: edited(budget(), SHEET, b'r="B4"', b'r="XFD1048576"'),
    "more_texts_stated_than_there_are.xlsx": many_strings,
    "number_beyond_reason.xlsx": lambda: budget({"E7": "1" + "0" * 40}),
    "long_text_repeated.xlsx": repeated_text,
    "sizes_that_lie.xlsx": lying_sizes,
    "part_twice.xlsx": lambda: zipped([*packed(budget()).items(), (SHEET, b"<worksheet/>")]),
    "quote_never_closed.csv": ('指标,本镇\n"先行联系率,97.60%\n' + "x" * 140_000).encode,
    "no_known_encoding.csv": lambda: b"\x81\x30\x81" * 7 + b"\xff\xff,\n",
}  # fmt: skip


def make_small(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in CASES.items():
        made = make()
        if isinstance(made, openpyxl.Workbook):
            made = zipped(list(packed(made).items()))
        (folder / name).write_bytes(made)


def make_bomb(path: Path) -> None:
    """A sheet that unpacks to a gigabyte: about a thousandth of it on disk."""
    parts = packed(budget())
    head, tail = parts.pop(SHEET).split(b"</sheetData>")
    check = zlib.crc32(head)
    for _ in range(BLOCKS):
        check = zlib.crc32(BLOCK, check)
    unpacked = len(head) + BLOCKS * len(BLOCK) + len(tail)
    write_packed(path, parts, swollen(head, tail), {"size": unpacked, "check": zlib.crc32(tail, check)})


def make_quiet_bomb(path: Path) -> None:
    """The same, but its directory and its local headers state a harmless size."""
    parts = packed(budget())
    write_packed(path, parts, swollen(*parts.pop(SHEET).split(b"</sheetData>")), {"size": 2000})


#: What a bomb repeats.
BLOCK, BLOCKS = b" " * 2**24, 64


def swollen(head: bytes, tail: bytes) -> bytes:
    """A packed part that repeats a block between these two; a block that begins anew packs to the same bytes each time."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    first = packer.compress(head) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(BLOCK) + packer.flush(zlib.Z_FULL_FLUSH)
    return first + block * BLOCKS + packer.compress(tail) + packer.flush()


def write_packed(path: Path, parts: dict[str, bytes], body: bytes, stated: dict[str, int]) -> None:
    """A workbook whose sheet is packed already, with what its local header and the directory state of it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        archive.writestr(zipfile.ZipInfo(SHEET, STAMP), body, zipfile.ZIP_STORED)
    raw = bytearray(path.read_bytes())
    for signature, method, check, size in ((b"PK\x03\x04", 8, 14, 22), (b"PK\x01\x02", 10, 16, 24)):
        start = max(match.start() for match in re.finditer(re.escape(signature), bytes(raw)))
        struct.pack_into("<H", raw, start + method, zipfile.ZIP_DEFLATED)
        for name, place in (("check", check), ("size", size)):
            if name in stated:
                struct.pack_into("<I", raw, start + place, stated[name])
    path.write_bytes(bytes(raw))


def make_styled_million(path: Path) -> None:
    """1,048,576 rows of which all but eight are empty and carry a colour."""
    made = budget()
    for column in "ABCDEF":
        made["预算"][f"{column}9"].fill = PatternFill("solid", fgColor="FFFF00")
    parts = packed(made)
    style = re.search(rb'<c r="A9" s="(\d+)"', parts[SHEET])[1]
    rows = b"".join(b'<row r="%d"><c r="A%d" s="%s"/><c r="F%d" s="%s"/></row>' % (n, n, style, n, style)
                    for n in range(10, 1_048_577))  # fmt: skip
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", rows + b"</sheetData>")
    path.write_bytes(zipped(list(parts.items())))


if __name__ == "__main__":
    make_small(HERE)
