"""An evaluator's table with a bonus group, a level left out, several deadlines and two figures in a cell."""

from decimal import Decimal

import pytest
from openpyxl import Workbook

from evallib.scoring import read_evaluator_table

HEAD = ["一级指标", "二级指标", "三级指标", "分值", "评分标准", "实际完成值", "得分"]
ROWS = [
    ("管理（40分）", "制度（40分）", "制度健全性", 40, "健全得40分，较健全得20分，不健全不得分", "较健全", 20),
    ("成效（60分）", "办理（60分）", "建成及时性", 20, "2022年10月31日前建成得20分，12月31日前建成得12分，以后不得分", "2022年12月5日", 12),
    ("", "", "重复来电率", 20, "较上年降低的得20分，持平的得10分，上升的不得分", "本年2.4%；上年3.0%", 20),
    ("", "", "回访满意率", 20, "满意率90%以上（含90%）得20分，每低1个百分点扣0.25分", "88.5%", 19.63),
    ("加分项", "", "经验推广", 3, "被省级推广加3分，市级推广加1分，最高加3分", "市级2次", 2),
    ("", "", "表彰", 1, "获省级以上表彰的加1分", "0次", 0),
]  # fmt: skip


def table(path, rows):
    book = Workbook()
    sheet = book.active
    sheet.append(HEAD)
    for row in rows:
        sheet.append([cell if cell != "" else None for cell in row])
    book.save(path)
    return path


@pytest.fixture
def read(tmp_path):
    return read_evaluator_table(table(tmp_path / "体系.xlsx", ROWS), year=2022)


def test_a_bonus_group_moves_the_total_and_is_no_part_of_the_hundred(read):
    framework = read.framework
    assert framework.full_score == Decimal(100)
    assert [(item.name, item.kind, item.cap) for item in framework.adjustments] == [
        ("经验推广", "bonus", Decimal(3)),
        ("表彰", "bonus", Decimal(1)),
    ]
    assert [leaf.name for leaf in framework.leaves] == ["制度健全性", "建成及时性", "重复来电率", "回访满意率"]


def test_every_standard_is_understood_and_gives_the_table_s_points(read):
    got = {one.row.name: (one.state, one.computed) for one in read.indicators}
    assert got == {
        "制度健全性": ("green", "20.00"), "建成及时性": ("green", "12.00"), "重复来电率": ("green", "20.00"),
        "回访满意率": ("green", "19.63"), "经验推广": ("green", "2.00"), "表彰": ("green", "0.00"),
    }  # fmt: skip


def test_a_group_of_deductions_is_left_to_a_person(tmp_path):
    rows = [*ROWS[:4], ("扣分项", "", "负面舆情", 5, "每发生一起扣1分，最多扣5分", "", "")]
    found = read_evaluator_table(table(tmp_path / "体系.xlsx", rows), year=2022)
    assert [(item.kind, item.rule.kind) for item in found.framework.adjustments] == [("deduction", "judgement")]
    assert found.indicators[-1].state == "judged" and "扣多少分" in found.indicators[-1].question


def test_the_reason_of_a_judgement_stands_under_the_evaluator_s_own_header(tmp_path):
    book = Workbook()
    sheet = book.active
    sheet.append([*HEAD, "评分说明"])
    sheet.append(["管理（100分）", "制度（100分）", "目标合理性", 100, "酌情评分", None, 80, "目标偏低"])
    path = tmp_path / "体系.xlsx"
    book.save(path)
    row = read_evaluator_table(path, year=2022).indicators[0].row
    assert (row.text("note"), row.text("score"), row.text("rule_text")) == ("目标偏低", "80", "酌情评分")
