"""A text saved with every cell on a line of its own: the table is read again, or told as not read."""

from __future__ import annotations

import pytest

from evallib.audit import audit_report

ROWS = [
    ["单位", "派遣数", "完成数", "未完成数", "完成率"],
    ["东队", "150", "141", "9", "94%"],
    ["西队", "208", "206", "2", "99.04%"],
    ["南队", "64", "{}", "16", "75%"],
    ["合计", "422", "395", "27", "93.6%"],
]
BESIDE = [["噪音", "占道", "暴露垃圾", "油烟", "其他", "合计"], ["14", "26", "9", "11", "37", "97"]]
FORM = [["项目", "预算", "项目", "预算"], ["水费", "31", "电费", "52"], ["邮费", "7", "差旅费", "44"]]
TEXT = "热线周报\n一、派遣情况\n本周派遣422件，各队情况如下。\n{}\n二、分类情况\n本周受理的97件中，分类如下。\n{}\n（完）\n"


@pytest.fixture
def saved(tmp_path):
    def audit(first, second=BESIDE, sign="\n", encoding="gb18030"):
        path = tmp_path / "周报.txt"
        tables = ("\n".join(sign.join(row) for row in rows) for rows in (first, second))
        path.write_bytes(TEXT.format(*tables).replace("\n", "\r\n").encode(encoding))
        return audit_report(path)

    return audit


def _rows(value):
    return [[cell.format(value) for cell in row] for row in ROWS]


def test_cells_on_lines_of_their_own_are_the_table_that_tabs_are(saved):
    for value, found in (("48", []), ("84", ["南队“完成数”不符：84 疑为 48，同时解释 2 处关系"])):
        stacked, tabbed = (saved(_rows(value), sign=sign) for sign in ("\n", "\t"))
        assert [f.message for f in stacked.findings if f.confidence != "low"][:1] == found
        assert [f.message for f in stacked.findings] == [f.message for f in tabbed.findings]
        assert stacked.coverage == tabbed.coverage and not stacked.document.gaps
        assert [len(table.rows) for _, table in stacked.document.tables] == [5, 2]


def test_an_empty_cell_is_an_empty_line(saved):
    rows = _rows("48")
    rows[2][4] = ""
    assert [len(table.rows) for _, table in saved(rows).document.tables] == [5, 2]


@pytest.mark.parametrize(
    "rows",
    [
        [[*row, ""][: 5 + (n == 2)] for n, row in enumerate(_rows("48"))],  # a cell too many
        [row[: 5 - (n == 3)] for n, row in enumerate(_rows("48"))],  # one cut away
        [["甲", "乙", *ROWS[0]], *_rows("48")[1:]],  # names of columns that no cell stands under
        FORM * 2,  # a row of two halves, or two rows
    ],
    ids=["more", "less", "wider", "halves"],
)
def test_what_no_width_sets_is_told_and_not_guessed(saved, rows):
    audit = saved(rows)
    assert len(audit.document.tables) <= 1  # the one below it
    assert len(audit.document.gaps) == 1 and "像是一格一行的表格" in audit.document.gaps[0]


def test_short_lines_without_many_figures_are_text(tmp_path):
    path = tmp_path / "名单.txt"
    path.write_text("参加单位\n东镇\n西镇\n3\n南镇\n北镇\n12\n联系人\n", encoding="utf-8")
    audit = audit_report(path)
    assert not audit.document.tables and not audit.document.gaps
