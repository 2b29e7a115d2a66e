"""Readers: the same table from txt, docx, xlsx and pdf; merged cells, cut pages, damaged files."""

from __future__ import annotations

import base64
import io
import re
import zipfile

import pytest

from evallib.audit import Table, audit_report, read_document
from evallib.model import EvallibError

ROWS = [
    ["科目名称", "2022年", "2022年", "2023年", "2023年"],
    ["科目名称", "年初预算", "执行金额", "年初预算", "执行金额"],
    ["基本支出", "120.50", "118.20", "130.40", "129.10"],
    ["项目支出", "80.25", "79.80", "90.60", "88.95"],
    ["合计", "200.75", "198.00", "221.00", "218.05"],
]


def write_docx(path, rows=ROWS):
    import docx

    document = docx.Document()
    document.add_paragraph("2023 年度示例镇整体支出绩效评价报告")
    document.add_paragraph("预算与支出情况表（单位：万元）")
    table = document.add_table(len(rows), len(rows[0]))
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    for first, last in (((0, 0), (1, 0)), ((0, 1), (0, 2)), ((0, 3), (0, 4))):
        text = table.cell(*first).text
        merged = table.cell(*first).merge(table.cell(*last))
        merged.text = text
    document.add_paragraph("2023年年初预算 221.00 万元，包括基本支出 130.40 万元和项目支出 90.60 万元。")
    document.save(path)
    return path


def write_xlsx(path):
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("支出表")
        sheet.write(0, 0, "2023 年度示例镇预算与支出情况表（单位：万元）")
        sheet.merge_range(1, 0, 2, 0, "科目名称")
        sheet.merge_range(1, 1, 1, 2, "2022年")
        sheet.merge_range(1, 3, 1, 4, "2023年")
        for c, text in enumerate(ROWS[1][1:], 1):
            sheet.write(2, c, text)
        for r, row in enumerate(ROWS[2:], 3):
            sheet.write(r, 0, row[0])
            for c, text in enumerate(row[1:], 1):
                sheet.write_number(r, c, float(text))
    return path


def test_docx_merged_headers_name_their_columns(tmp_path):
    audit = audit_report(write_docx(tmp_path / "报告.docx"))
    assert audit.document.year == 2023
    (index, table), *_ = audit.document.tables
    assert table.unit == "万元"
    assert table.rows[0][2].inherited
    assert sum(a.code == "sum.table" for a in audit.agreements) == 4
    assert any(a.code == "sum.prose" and a.printed == "221.00万元" for a in audit.agreements)
    assert not audit.findings
    assert index == 2


def test_docx_finding_names_row_and_column(tmp_path):
    rows = [list(row) for row in ROWS]
    rows[2][3] = "103.40"
    audit = audit_report(write_docx(tmp_path / "报告.docx", rows))
    finding = next(f for f in audit.findings if f.code == "sum.table")
    assert (finding.places[0].table, finding.places[0].row, finding.places[0].column) == (1, 5, 4)
    assert finding.recomputed == "194.00万元"


def test_xlsx_sheets_are_tables(tmp_path):
    audit = audit_report(write_xlsx(tmp_path / "附表.xlsx"))
    assert sum(a.code == "sum.table" for a in audit.agreements) == 4
    assert not audit.findings
    assert audit.document.tables[0][1].rows[2][1].text == "120.5"


def test_cells_of_a_workbook_that_show_no_figure_are_told(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "支出表"
    for row in (["项目", "预算数", "执行数"], ["甲", 120.5, "#REF!"], ["乙", 80, 70.2], ["合计", "=SUM(B2:B3)", 180.4]):
        book.active.append(row)
    book.save(tmp_path / "附表.xlsx")
    audit = audit_report(tmp_path / "附表.xlsx")
    assert audit.document.gaps == (
        "支出表 › C2 是公式的错误值 #REF!（请改正公式后再核对）",
        "支出表 › B4 的公式没有保存结果（请用 Excel 或 WPS 打开，保存一次）",
    )
    assert not audit.findings
    assert not audit_report(write_xlsx(tmp_path / "完整.xlsx")).document.gaps


def test_text_joins_a_table_cut_by_a_page(tmp_path):
    path = tmp_path / "报告.txt"
    path.write_text(
        "项目\t数量\t单价\t金额\nA\t2\t3\t6\n\n12\n\n项目\t数量\t单价\t金额\nB\t4\t5\t20\n合计\t\t\t26\n",
        encoding="utf-8",
    )
    document = read_document(path)
    assert len(document.tables) == 1
    assert len(document.tables[0][1].rows) == 4
    assert any("合并" in note for note in document.notes)
    assert {a.printed for a in audit_report(path).agreements} == {"6", "20", "26"}


def test_text_joins_a_sentence_cut_by_a_page(tmp_path):
    path = tmp_path / "报告.txt"
    path.write_text(
        "2023年示例镇城运平台受理各类案件情况如下，全年共立案 120 件，其中居村网格上报案件\n\n7\n\n"
        "80 件、街面网格上报案件 41 件。\n",
        encoding="utf-8",
    )
    audit = audit_report(path)
    (finding,) = audit.findings
    assert finding.recomputed == "121件"
    assert [place.line for place in finding.places] == [1, 5, 5]


@pytest.mark.parametrize(
    ("first", "second", "paragraphs"),
    [
        ("全年三公经费决算24.60万元，其中：因公出国费0万元；公务用车费16.40万元；", "公务接待费8.20万元。", 1),
        ("全年三公经费决算24.60万元，其中：因公出国费0万元；", "1.公务用车费16.40万元，公务接待费8.20万元。", 2),
        ("全年受理热线诉求2460件，比上年增加120件；", "办结2410件，其余正在办理之中。", 2),
    ],
    ids=["an open list", "a numbered item", "another clause"],
)
def test_a_list_goes_on_behind_a_semicolon_at_the_end_of_a_line(tmp_path, first, second, paragraphs):
    (tmp_path / "报告.txt").write_text(f"{first}\n{second}\n", encoding="utf-8")
    assert len(read_document(tmp_path / "报告.txt").paragraphs) == paragraphs


def test_text_reads_a_table_without_tabs_under_its_header(tmp_path):
    path = tmp_path / "表.txt"
    path.write_text(
        "项目资金\n\n   年初预算数 全年预算数 全年执行数 分值 执行率 得分\n\n"
        "年度资金总额 80.00 75.00 60.00 10 90.00% 9\n",
        encoding="utf-8",
    )
    (finding,) = audit_report(path).findings
    assert (finding.code, finding.recomputed) == ("rate.table", "80.00%")


def test_table_of_contents_is_not_audited(tmp_path):
    path = tmp_path / "报告.txt"
    path.write_text("目 录\n\n摘要\t1\n一、概况\t3\n二、合计\t9\n\n正文。\n", encoding="utf-8")
    assert not any(isinstance(block, Table) for block in read_document(path).blocks)


LINES = ("一、概况 ........ 3", "一、概况……3", "一、概况\t3", "一、概况 3")


@pytest.mark.parametrize("line", LINES)
def test_pages_of_contents_are_no_figures(tmp_path, line):
    path = tmp_path / "报告.txt"
    path.write_text(f"目  录\n{line}\n\n一、概况\n\n受理 5 件。\n得分 7\n", encoding="utf-8")
    states = audit_report(path).states
    assert [place.line for place in states] == [6, 7]


def test_what_windows_calls_unicode_is_read(tmp_path):
    path = tmp_path / "报告.txt"
    path.write_text("\n全年受理120件。\n", encoding="utf-16")
    assert [p.text for _, p in read_document(path).paragraphs if p.text] == ["全年受理120件。"]


def test_gb18030_text_is_read(tmp_path):
    path = tmp_path / "报告.txt"
    path.write_bytes("共 12 件，其中投诉 5 件、其他 6 件。".encode("gb18030"))
    assert audit_report(path).findings[0].recomputed == "11件"


DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def test_pictures_are_told_as_unread(tmp_path):
    """A table pasted as a picture is a gap that the result names; with nothing else, nothing was read."""
    import docx

    document = docx.Document()
    document.add_picture(io.BytesIO(base64.b64decode(DOT)))
    document.save(tmp_path / "截图.docx")
    audit = audit_report(tmp_path / "截图.docx")
    assert "1 张图片" in audit.document.gaps[0] and "没有读到任何数字" in audit.unread
    assert audit_report(write_docx(tmp_path / "报告.docx")).document.gaps == ()


def test_a_text_box_is_read_once(tmp_path):
    """Word writes a text box twice, for old and for new versions."""
    import docx
    from docx.oxml import parse_xml

    names = (
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    )
    text = "<w:t>共受理52件</w:t>"
    document = docx.Document()
    run = f"<w:r {names}><mc:AlternateContent><mc:Choice Requires='wps'>{text}</mc:Choice><mc:Fallback>{text}</mc:Fallback></mc:AlternateContent></w:r>"
    document.add_paragraph()._p.append(parse_xml(run))
    document.save(tmp_path / "文本框.docx")
    assert [p.text for _, p in read_document(tmp_path / "文本框.docx").paragraphs] == ["共受理52件"]


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CELL = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
TWO = f"<w:tr>{CELL.format('项目')}{CELL.format('金额')}</w:tr><w:tr>{CELL.format('甲')}{CELL.format('12')}</w:tr>"
OFF = 'w:val="0"'
RUN = "<w:r><w:rPr><w:{}/></w:rPr><w:t>100</w:t></w:r>"
#: What Word shows of a body, line by line, cells joined by “|”.
SHOWN = {
    "不间断连字符": ("<w:p><w:r><w:t>2023</w:t><w:noBreakHyphen/><w:t>2025年</w:t></w:r></w:p>", ["2023-2025年"]),
    "划去的数": (f"<w:p><w:r><w:t>支出</w:t></w:r>{RUN.format('strike')}<w:r><w:t>120万元</w:t></w:r></w:p>", ["支出120万元"]),
    "没有划去的数": (f"<w:p>{RUN.format(f'strike {OFF}')}<w:r><w:t>万元</w:t></w:r></w:p>", ["100万元"]),
    "隐藏的数": (f"<w:p><w:r><w:t>支出</w:t></w:r>{RUN.format('vanish')}<w:r><w:t>120万元</w:t></w:r></w:p>", ["支出120万元"]),
    "控件里的段": ("<w:sdt><w:sdtContent><w:p><w:r><w:t>摘要一</w:t></w:r></w:p></w:sdtContent></w:sdt>", ["摘要一"]),
    "控件里的格": (
        f"<w:tbl>{TWO}<w:tr>{CELL.format('乙')}<w:sdt><w:sdtContent>{CELL.format('34')}</w:sdtContent></w:sdt></w:tr></w:tbl>",
        ["项目|金额", "甲|12", "乙|34"],
    ),
    "控件里的行": (
        f"<w:tbl>{TWO}<w:sdt><w:sdtContent><w:tr>{CELL.format('乙')}{CELL.format('34')}</w:tr></w:sdtContent></w:sdt></w:tbl>",
        ["项目|金额", "甲|12", "乙|34"],
    ),
    "格里的控件": (
        f"<w:tbl>{TWO}<w:tr>{CELL.format('乙')}<w:tc><w:sdt><w:sdtContent><w:p><w:r><w:t>34</w:t></w:r></w:p></w:sdtContent>"
        "</w:sdt></w:tc></w:tr></w:tbl>",
        ["项目|金额", "甲|12", "乙|34"],
    ),
    "删去的行": (f"<w:tbl>{TWO}<w:tr><w:trPr><w:del/></w:trPr>{CELL.format('乙')}{CELL.format('34')}</w:tr></w:tbl>", ["项目|金额", "甲|12"]),
    "左边空出一格的行": (
        f"<w:tbl>{TWO}<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{CELL.format('34')}</w:tr></w:tbl>",
        ["项目|金额", "甲|12", "|34"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("xml", "shown"), SHOWN.values(), ids=SHOWN.keys())
def test_a_word_file_is_read_as_word_shows_it(tmp_path, xml, shown):
    import docx
    from docx.oxml import parse_xml

    document = docx.Document()
    body = document.element.body
    for element in parse_xml(f"<w:body {W}>{xml}<w:p><w:r><w:t>以上。</w:t></w:r></w:p></w:body>"):
        body.insert(len(body) - 1, element)
    document.save(tmp_path / "报告.docx")
    read = read_document(tmp_path / "报告.docx")
    lines = [p.text for _, p in read.paragraphs] if not read.tables else []
    for _, table in read.tables:
        lines += ["|".join(cell.text for cell in row) for row in table.rows]
    assert lines == [*shown, *(["以上。"] if not read.tables else [])]
    assert [p.line for _, p in read.paragraphs][-1] == len(shown) + 1


#: A compound file as Word and Excel write it for a password.
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)


def locked_pdf():
    """A PDF that asks for a password: its table of objects, and keys that no word opens."""
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[]/Count 0>>",
        f"<</Filter/Standard/V 1/R 2/P -4/O<{'41' * 32}>/U<{'42' * 32}>>>",
    ]
    data, starts = "%PDF-1.4\n", []
    for number, words in enumerate(objects, 1):
        starts.append(len(data))
        data += f"{number} 0 obj{words}endobj\n"
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    trailer = "trailer<</Size 4/Root 1 0 R/Encrypt 3 0 R/ID[<00><00>]>>"
    return f"{data}xref\n0 4\n0000000000 65535 f \n{table}{trailer}\nstartxref\n{len(data)}\n%%EOF\n".encode()


def zipped(part: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(part, "x")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "code", "told"),
    [
        ("报告.docx", b"not a zip", "intake.damaged", "不是 Word 文件"),
        ("报告.docx", b"PK\x03\x04" + bytes(90), "intake.damaged", "压缩包不完整"),
        ("报告.docx", b"", "intake.damaged", "文件是空的"),
        ("报告.pdf", b"", "intake.damaged", "文件是空的"),
        (
            "报告.docx",
            b"%PDF-1.4\nxxx",
            "intake.ending",
            "这其实是 PDF，扩展名不对；读到“.docx”；处理：请把扩展名改为 .pdf",
        ),
        ("报告.docx", zipped("xl/workbook.xml"), "intake.ending", "请把扩展名改为 .xlsx"),
        ("报告.xlsx", zipped("word/document.xml"), "intake.ending", "请把扩展名改为 .docx"),
        ("报告.txt", zipped("word/document.xml"), "intake.ending", "这其实是 Word 文件"),
        ("报告.docx", zipped("甲.txt"), "intake.damaged", "可能已损坏"),
        ("报告.docx", LOCKED[:600], "intake.damaged", "旧版的 .doc"),
        ("报告.docx", LOCKED, "intake.password", "密码"),
        ("报告.xlsx", LOCKED, "intake.password", "密码"),
        ("报告.xlsx", b"", "intake.empty_file", "空"),
        ("报告.pdf", locked_pdf(), "intake.password", "密码"),
        ("报告.pdf", b"%PDF-1.4\nxxx", "intake.damaged", "PDF 不完整"),
        ("报告.txt", b"\xb3\xff\x81", "audit.damaged", "不是文本文件"),
        ("报告.doc", b"x", "audit.kind", "另存为 .docx"),
        ("报告.et", b"x", "audit.kind", "另存为 .xlsx"),
        ("报告.png", b"x", "audit.kind", "图片请先做文字识别"),
    ],
)
def test_unreadable_files_are_named_in_words(tmp_path, name, content, code, told):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(EvallibError) as error:
        read_document(path)
    assert error.value.problems[0].code == code
    assert name in str(error.value)
    assert told in str(error.value)
    # No name of a class of the libraries is told: nobody who reviews reports knows one.
    assert not re.search("Error|Exception", str(error.value))


def test_missing_file_is_named(tmp_path):
    with pytest.raises(EvallibError, match="这是文件夹"):
        read_document(tmp_path)
    with pytest.raises(EvallibError, match="找不到报告文件"):
        read_document(tmp_path / "无.txt")


MERGED = [["名称", "数量", "单价(元)", "金额(元)"], ["终端", "20", "10.00", "400.00"], ["通讯卡", "20", "10.00", ""],
          ["软件", "20", "13.00", "260.00"], ["大屏", "10", "10.00", "100.00"]]  # fmt: skip


def merged_xlsx(path, total):
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("设备租赁")
        sheet.merge_range(0, 0, 0, 3, "2023 年度设备租赁明细（单位：元）")
        for r, row in enumerate([*MERGED, ["合计", "", "", total]], 1):
            for c, text in enumerate(row):
                sheet.write_string(r, c, text)
        sheet.merge_range(2, 3, 3, 3, "400.00")
    return path


def merged_docx(path, total):
    import docx

    document = docx.Document()
    document.add_paragraph("2023 年度设备租赁明细表（单位：元）")
    rows = [*MERGED, ["合计", "", "", total]]
    table = document.add_table(len(rows), 4)
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    table.cell(1, 3).merge(table.cell(2, 3)).text = "400.00"
    document.save(path)
    return path


@pytest.mark.parametrize("write", [merged_xlsx, merged_docx])
def test_a_merged_amount_counts_once(tmp_path, write):
    path = tmp_path / f"明细{'.xlsx' if write is merged_xlsx else '.docx'}"
    sums = [f for f in audit_report(write(path, "860.00")).findings if f.code == "sum.table"]
    (finding,) = sums
    assert finding.arithmetic == "400.00元 + 260.00元 + 100.00元 = 760.00元，报告为 860.00元"
    assert not [f for f in audit_report(write(path, "760.00")).findings if f.code == "sum.table"]


def test_a_place_in_a_workbook_is_a_cell(tmp_path):
    audit = audit_report(merged_xlsx(tmp_path / "明细.xlsx", "860.00"))
    finding = next(f for f in audit.findings if f.code == "sum.table")
    assert [str(place) for place in finding.places] == [f"设备租赁 › D{row}" for row in (7, 3, 5, 6)]
    assert finding.places[0].to_dict()["cell"] == "D7" and finding.places[0].to_dict()["sheet"] == "设备租赁"
    assert str(audit.document.place_in_paragraph(0, 0, 4)) == "设备租赁 › A1"


def test_a_title_and_its_dates_are_not_the_beginning_of_a_sentence(tmp_path):
    path = tmp_path / "周报.txt"
    path.write_text(
        "示例县市民热线运行情况周报（第37期）\n（2023年9月11日—9月17日）\n本周共受理诉求3812件，日均545件，较上周减少315件。\n",
        encoding="utf-8",
    )
    texts = [paragraph.text for _, paragraph in read_document(path).paragraphs]
    assert texts[:2] == ["示例县市民热线运行情况周报（第37期）", "（2023年9月11日—9月17日）"]
    assert len(texts) == 3


def test_a_numbered_sentence_of_two_lines_is_no_section(tmp_path):
    path = tmp_path / "说明.txt"
    path.write_text(
        "决算说明\n\n一、总体情况\n\n4.“三公”经费占本系统全年一般公共预算财政拨款支出\n68240万元的0.17%，占比较上年下降0.01个百分点。\n\n公务接待203批次。\n",
        encoding="utf-8",
    )
    assert {paragraph.section for _, paragraph in read_document(path).paragraphs if paragraph.line > 3} == {
        "一、总体情况"
    }
