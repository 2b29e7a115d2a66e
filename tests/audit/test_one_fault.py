"""One fault, one item: a score that is told twice and fails its sum."""

from __future__ import annotations

import pytest

MARKS = """农村改厕项目评价报告
综合得分{told}分，等级为“良”。
评价内容\t标准分\t得分
决策\t20\t17.5
过程\t25\t22.4
产出\t30\t{output}
效益\t25\t21.3
合计\t100\t{total}
"""
RIGHT = {"told": "88.4", "output": "27.2", "total": "88.4"}


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"total": "88.9"}, [("sum.score", "88.4", 6)]),
        ({"told": "88.9"}, [("same.score", "88.4分", 2)]),
        ({"total": "88.9", "told": "86.4"}, [("same.score", "86.4分", 2), ("sum.score", "88.4", 5)]),
    ],
    ids=["right", "one slip", "in the text", "two slips"],
)
def test_a_total_that_is_told_rightly_elsewhere_is_one_item(audit_text, changed, found):
    audit = audit_text(MARKS.format(**RIGHT | changed))
    assert sorted((f.code, f.recomputed, len(f.places)) for f in audit.findings) == found


def test_of_two_totals_the_one_that_its_rows_make_up_is_not_to_blame(audit_text):
    audit = audit_text(MARKS.format(**RIGHT | {"told": "88.9"}))
    (found,) = audit.findings
    assert (found.printed, found.recomputed, found.readings) == ("88.9分", "88.4分", ())
    assert found.message == "“总分”的得分前后不一：此处为 88.9分，另处为 88.4分"
    assert [audit.states[place] for place in found.places] == ["矛盾", "勾稽相符"]
    assert found.causes == ("88.4分 另与别的数勾稽相符，88.9分 没有",)


TURNED = """表1 派遣情况
部门\t派遣数\t完成数\t未完成数
东队\t193\t158\t8
西队\t207\t205\t2
南队\t188\t181\t7
北队\t74\t63\t11
"""


def test_a_sum_turned_round_is_told_once(audit_text):
    """193 − 8 = 185, 193 − 158 = 35 and 158 + 8 = 166 are one relation to a reader, not three that one slip explains."""
    (finding,) = audit_text(TURNED).findings
    assert finding.message == "东队“完成数”：重算为 185，报告为 158"
    assert finding.arithmetic == "193 − 8 = 185，报告为 158" and finding.confidence == "high"
