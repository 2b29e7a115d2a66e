"""Column sums: what the text tells is what the column of a table without a total row adds up to."""

from __future__ import annotations

import pytest


def told(audit):
    return [(f.code, f.printed, f.recomputed) for f in audit.findings]


SAMPLES = """本次共回收有效问卷{whole}份，覆盖五个区县，满意率为93.1%。
区县\t有效问卷(份)\t得分
东岭区\t310\t86.31
南江县\t{second}\t85.47
西桥市\t285\t84.88
北沟县\t190\t85.90
中关区\t195\t83.72
"""


@pytest.mark.parametrize(
    ("whole", "second", "found"),
    [
        ("1200", "220", []),
        ("1500", "220", [("sum.table", "1500份", "1200份")]),
        ("1200", "250", [("sum.table", "1200份", "1230份")]),
        ("1388", "220", []),
    ],
    ids=["right", "the text", "a cell", "of more districts"],
)
def test_a_column_adds_up_to_what_the_text_calls_by_its_name(audit_text, whole, second, found):
    assert told(audit_text(SAMPLES.format(whole=whole, second=second))) == found


def test_what_a_column_adds_up_to_is_tied(audit_text):
    audit = audit_text(SAMPLES.format(whole="1200", second="220"))
    assert [s for p, s in audit.states.items() if p.column == 2] == ["勾稽相符"] * 5


def test_an_amount_of_another_name_is_no_sum(audit_text):
    """One digit parts many a figure of the text from the sum of a column."""
    text = SAMPLES.format(whole="1500", second="220").replace("回收有效问卷1500份", "发出短信1500份")
    assert told(audit_text(text)) == []


ROW = """上周共受理案件{whole}件，比前一周略少。
受理的{named}件中，分类情况如下：
占道经营\t商业噪音\t施工噪音\t暴露垃圾\t路灯亮化\t其他
15\t26\t{third}\t17\t12\t{last}
"""


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"third": "43"}, [("sum.table", "88件", "118件")]),
        ({"last": "9"}, [("sum.table", "88件", "92件")]),
        ({"named": "68"}, [("sum.table", "68件", "88件")]),
    ],
    ids=["right", "a cell", "a cell of one digit", "the line above"],
)
def test_one_row_of_counts_adds_up_to_the_line_above_it(audit_text, changed, found):
    audit = audit_text(ROW.format(**{"whole": "88", "named": "88", "third": "13", "last": "5"} | changed))
    assert [f for f in told(audit) if f[0] == "sum.table"] == found
