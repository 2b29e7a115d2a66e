"""Grades of rows beside their scores, and grades counted one by one."""

from __future__ import annotations

import pytest

HEAD = "单位\t得分\t等级\n"
ROWS = "甲河镇\t95.2\t优\n乙山镇\t92.8\t{0}\n丙湖镇\t90.6\t优\n丁口镇\t86.4\t{1}\n戊桥镇\t82.1\t良\n己岭镇\t78.3\t中\n"
TABLE = HEAD + ROWS
TOLD = {
    "夹在中间": (TABLE.format("良", "良"), "良", "low"),
    "夹在下面": (TABLE.format("优", "中"), "中", "low"),
    "许多行": (TABLE.format("优", "良") + "庚水镇\t96.3\t中\n辛店镇\t97.1\t优\n", "中", "medium"),
    "边上": (
        HEAD + "甲河镇\t95.2\t优\n乙山镇\t92.8\t优\n丙湖镇\t86.4\t优\n丁口镇\t82.1\t良\n戊桥镇\t78.3\t优\n",
        "良",
        "low",
    ),
    "两次": ("项目自评结果“良”15个、“良”2个，平均92.6分。", "良", "medium"),
    "占比": ("自评为“中”的7个，占63.6%；“良”的3个，占27.3%；“中”的1个。", "中", "medium"),
}
SILENT = {
    "相合": TABLE.format("优", "良"),
    "同分": HEAD + "甲河镇\t95.2\t优\n乙山镇\t92.8\t优\n丙湖镇\t86.4\t良\n丁口镇\t86.0\t良\n戊桥镇\t78.3\t中\n",
    "好几行不按分": HEAD + "甲河镇\t95.2\t良\n乙山镇\t92.8\t优\n丙湖镇\t86.4\t中\n丁口镇\t86.0\t优\n戊桥镇\t78.3\t良\n",
    "各一次": "项目自评结果“优”15个、“良”2个，平均92.6分。",
    "两个季度": "合格131个，不合格19个，合格率87.3%，比二季度（合格97个）提高6个百分点。",
}


@pytest.mark.parametrize(("text", "printed", "sure"), TOLD.values(), ids=TOLD.keys())
def test_a_grade_that_does_not_fit_is_told(audit_text, text, printed, sure):
    found = [(f.printed, f.confidence) for f in audit_text(text).findings if f.code == "grade.scale"]
    assert found == [(printed, sure)]


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT.keys())
def test_grades_that_fit_are_not(audit_text, text):
    assert not [f for f in audit_text(text).findings if f.code == "grade.scale"]
