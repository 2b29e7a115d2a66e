"""Tables that a page cuts: in every format the findings of the text in one piece."""

from __future__ import annotations

import sys
from pathlib import Path

import docx
import pytest

from evallib.audit import Cell, Piece, audit_report, join_tables, read_document

sys.path.insert(0, str(Path(__file__).parent))
from test_pdf import ruled_table, show, write_pdf

pytestmark = pytest.mark.slow

HEAD = ["序号", "保洁项目", "预算数", "支出数"]
NAMES = ["道路", "河道", "公厕", "绿化", "路灯", "市容", "村宅", "广场", "车站"]
BUDGETS = ["412.50", "188.20", "96.40", "233.10", "75.60", "154.30", "61.90", "48.70", "120.30"]
SPENT = ["400.10", "180.00", "96.40", "230.50", "70.00", "150.30", "60.00", "48.00", "118.20"]
ROWS = [[str(n), *row] for n, row in enumerate(zip(NAMES, BUDGETS, SPENT, strict=True), 1)]
#: The budgets make up 1391.00, the sums spent 1353.50.
TOTAL = ["", "合计", "1391.00", "1383.50"]
LINES = [
    "2024年度示例街道保洁经费绩效评价报告",
    "全年共受理126件，其中投诉50件、咨询40件、其他36件。",
    "保洁项目收支情况表",
]
FAULT = ("sum.table", "1383.50", "1353.50")
CUT = 5


def faults(path):
    return [(f.code, f.printed, f.recomputed) for f in audit_report(path).findings]


def drawn(rows, top, ruled):
    table = ruled_table(rows, top)
    return table if ruled else "\n".join(line for line in table.split("\n") if not line.endswith(" l S"))


def edges(number):
    """What stands above and below the text of every page."""
    return show("示例街道绩效评价报告", 60, 812) + show(f"第 {number} 页", 280, 30)


def pages(*, ruled, again, caption=""):
    """A table on two pages: with its header again or without, with “续表” or without."""
    first = "".join(show(line, 60, 770 - 24 * n) for n, line in enumerate(LINES))
    second = show(caption, 60, 770) if caption else ""
    rest = [HEAD, *ROWS[CUT:], TOTAL] if again else [*ROWS[CUT:], TOTAL]
    return (
        edges(1) + first + drawn([HEAD, *ROWS[:CUT]], 690, ruled),
        edges(2) + second + drawn(rest, 760, ruled),
    )


@pytest.mark.parametrize("ruled", [True, False], ids=["ruled", "borderless"])
@pytest.mark.parametrize(
    "cut",
    [{"again": False}, {"again": True}, {"again": True, "caption": "续表1"}],
    ids=["rows", "header again", "caption and header again"],
)
def test_a_table_cut_by_a_page_is_one_table(tmp_path, ruled, cut):
    write_pdf(tmp_path / "报告.pdf", *pages(ruled=ruled, **cut))
    assert len(read_document(tmp_path / "报告.pdf").tables) == 1
    assert faults(tmp_path / "报告.pdf") == [FAULT]


def test_two_tables_with_a_caption_of_going_on_are_one_in_word_and_text(tmp_path):
    parts = ([HEAD, *ROWS[:CUT]], [HEAD, *ROWS[CUT:], TOTAL])
    document = docx.Document()
    for words, rows in zip((LINES, ["续表1"]), parts, strict=True):
        for line in words:
            document.add_paragraph(line)
        table = document.add_table(rows=0, cols=len(HEAD))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    document.save(tmp_path / "报告.docx")
    first, second = ("\n".join("\t".join(row) for row in rows) for rows in parts)
    (tmp_path / "报告.txt").write_text("\n\n".join([*LINES, first, "续表1", second]) + "\n", encoding="utf-8")
    assert faults(tmp_path / "报告.docx") == faults(tmp_path / "报告.txt") == [FAULT]


def test_a_short_end_of_a_borderless_table_is_read_on_the_next_page(tmp_path):
    """One row and the total are too few lines to be a table by themselves."""
    first = "".join(show(line, 60, 770 - 24 * n) for n, line in enumerate(LINES)) + drawn([HEAD, *ROWS], 690, False)
    write_pdf(tmp_path / "报告.pdf", edges(1) + first, edges(2) + drawn([TOTAL], 790, False))
    assert faults(tmp_path / "报告.pdf") == [FAULT]


def test_words_that_a_narrow_cell_could_not_hold_part_no_table(tmp_path):
    """A borderless cell of two lines, also where the page ends between them."""

    def name(words, row, top, line):
        return show(words, 174, top - 16 - 24 * row - 12 * line)

    rows = [[*row[:1], "", *row[2:]] for row in ROWS]
    first = "".join(show(line, 60, 770 - 24 * n) for n, line in enumerate(LINES)) + drawn(
        [HEAD, *rows[:CUT]], 690, False
    )
    first += "".join(name(words + "日常保洁", n, 690, 0) for n, words in enumerate(NAMES[:CUT], 1))
    first += "".join(name("和养护", n, 690, 1) for n in range(1, CUT))
    second = drawn([HEAD], 790, False) + name("和养护", 1, 790, 0) + drawn([*rows[CUT:], TOTAL], 742, False)
    second += "".join(name(words + "保洁", n, 742, 0) for n, words in enumerate(NAMES[CUT:]))
    write_pdf(tmp_path / "报告.pdf", edges(1) + first, edges(2) + second)
    ((_, table),) = read_document(tmp_path / "报告.pdf").tables
    assert [row[1].text for row in table.rows[1 : CUT + 1]] == [f"{words}日常保洁和养护" for words in NAMES[:CUT]]
    assert faults(tmp_path / "报告.pdf") == [FAULT]


def test_heads_and_feet_are_left_out_and_text_that_comes_again_is_not(tmp_path):
    body = show("本月巡查12次，整改12处。", 60, 746) + show("以下为明细。", 60, 722)
    titles = ("东片工作情况", "西片的情况", "南片")
    write_pdf(tmp_path / "报告.pdf", *(edges(n) + show(words, 60, 770) + body for n, words in enumerate(titles, 1)))
    document = read_document(tmp_path / "报告.pdf")
    texts = [p.text for _, p in document.paragraphs]
    assert sum("本月巡查12次" in text for text in texts) == 3
    assert not any("示例街道绩效评价报告" in text or "页" in text for text in texts)
    assert len(document.page_starts) == 3


def test_places_behind_a_cut_name_their_page(tmp_path):
    write_pdf(tmp_path / "报告.pdf", *pages(ruled=False, again=True))
    (finding,) = audit_report(tmp_path / "报告.pdf").findings
    assert {1, 2} == {place.page for place in finding.places}


WRAPPED = [
    (["项目", "2023年预", "2023年支", "2022年支"], ["", "算", "出", "出"]),
    (["日常养护", "120.00", "118.00", "110.00"], ["服务费"]),
    (["管网清疏", "80.00", "75.00", "78.00"], ["及检测费"]),
    (["合计", "200.00", "194.00", "188.00"], []),
]


def test_cells_that_wrap_between_rows_stay_in_a_borderless_table(tmp_path):
    y, drawn_lines = 700, show("示例镇市政养护经费决算说明", 60, 780)
    for row, rest in WRAPPED:
        drawn_lines += "".join(show(text, 64 + 110 * c, y) for c, text in enumerate(row))
        drawn_lines += "".join(show(text, 64 + 110 * c, y - 13) for c, text in enumerate(rest) if text)
        y -= 13 * bool(rest) + 18
    write_pdf(tmp_path / "决算.pdf", drawn_lines)
    (table,) = [block for _, block in read_document(tmp_path / "决算.pdf").tables]
    read = [[cell.text for cell in row] for row in table.rows]
    assert read[0] == ["项目", "2023年预算", "2023年支出", "2022年支出"]
    assert [row[0] for row in read[1:]] == ["日常养护服务费", "管网清疏及检测费", "合计"]
    assert faults(tmp_path / "决算.pdf") == [("sum.table", "194.00", "193.00")]


def test_a_second_line_of_headers_of_their_own_is_no_rest(tmp_path):
    rows = [
        ["项目", "预算", "支出", "结余"],
        ["", "年初数", "调整数", ""],
        ["道路", "10", "8", "2"],
        ["河道", "20", "15", "5"],
    ]
    words = "".join(
        show(text, 64 + 110 * c + 30 * (r == 1), 700 - 16 * r)
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
        if text
    )
    write_pdf(tmp_path / "两层.pdf", words)
    texts = [
        cell.text for _, table in read_document(tmp_path / "两层.pdf").tables for row in table.rows for cell in row
    ]
    assert "预算年初数" not in texts


@pytest.mark.parametrize(
    ("rest", "head"),
    [
        (["", "名称", "数", "数"], ["序号", "保洁项目名称", "预算数", "支出数"]),
        (["1", "道路", "412.50", "400.10"], ["序号", "保洁项目", "预算", "支出"]),
    ],
    ids=["names of columns", "a row of figures"],
)
def test_a_head_that_a_page_cuts_is_one(rest, head):
    rows = [["序号", "保洁项目", "预算", "支出"], rest, ["2", "河道", "188.20", "180.00"]]
    cells = [[Cell(text, line) for text in row] for line, row in enumerate(rows, 1)]
    joined = join_tables([Piece(1, rows=cells[:1]), Piece(2, rows=cells[1:])], [])
    assert [cell.text for cell in joined[0].rows[0]] == head
    assert len(joined) == 1
