"""Funds of self-evaluation forms: the whole is that of its sources, also where only one of them has any."""

from __future__ import annotations

import pytest

FORM = """项目支出绩效自评表
（2023年度）
项目名称\t河道保洁
项目资金(万元)\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t86.50\t92.36\t90.12\t10\t97.57%\t9.76
{sources}年度总体目标\t预期目标\t实际完成情况
\t保洁河道\t完成保洁
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因分析及改进措施
\t产出指标\t数量指标\t保洁河道数\t=12条\t12条\t20\t20\t
\t\t质量指标\t保洁合格率\t≥95%\t96%\t15\t15\t
\t\t时效指标\t保洁及时率\t100%\t100%\t15\t15\t
\t效益指标\t社会效益\t环境改善\t有所改善\t达成预期指标\t30\t28\t
\t满意度指标\t满意度\t群众满意度\t≥90%\t92%\t10\t10\t
总分\t\t\t\t\t\t100\t97.76\t
"""
ONE = FORM.format(
    sources="\t其中:当年财政拨款\t86.50\t92.36\t90.12\t—\t—\t—\n\t上年结转资金\t\t\t\t—\t—\t—\n\t其他资金\t\t\t\t—\t—\t—\n"
)
LEVELS = FORM.format(
    sources="\t中央补助\t50.00\t50.00\t50.00\t—\t—\t—\n\t县级资金\t30.00\t35.86\t34.02\t—\t—\t—\n\t其他资金\t6.50\t6.50\t6.10\t—\t—\t—\n"
)
#: 中央 and 省 are what the grant of the state is made of.
NESTED = FORM.format(
    sources="\t其中:财政拨款\t86.50\t92.36\t90.12\t—\t—\t—\n\t中央补助\t50.00\t50.00\t50.00\t—\t—\t—\n"
    "\t县级资金\t36.50\t42.36\t40.12\t—\t—\t—\n\t其他资金\t0\t0\t0\t—\t—\t—\n"
)


@pytest.mark.parametrize(
    ("text", "change", "right"),
    [
        (ONE, ("拨款\t86.50", "拨款\t81.50"), "81.5"),
        (ONE, ("92.36\t90.12\t—", "92.36\t90.72\t—"), "90.72"),
        (LEVELS, ("35.86", "38.86"), "95.36"),
        (LEVELS, ("总额\t86.50", "总额\t86.90"), "86.5"),
        (ONE, ("总额\t86.50\t92.36\t90.12", "总额\t0\t0\t0"), "86.5"),
        (ONE, ("100%\t15", "140%\t15"), "100%"),
    ],
    ids=["the source", "what was spent of it", "one of three", "the whole of three", "no whole", "more than all"],
)
def test_a_changed_digit_is_told(audit_text, text, change, right):
    wrong = audit_text(text.replace(*change, 1)).findings
    assert any(right in f.recomputed + f.arithmetic for f in wrong)


def test_sources_of_a_source_are_silent(audit_text):
    assert not audit_text(NESTED).findings


@pytest.mark.parametrize("text", [ONE, LEVELS], ids=["one", "three"])
def test_funds_that_add_up_are_silent_and_tied(audit_text, text):
    audit = audit_text(text)
    assert not audit.findings
    money = [state for place, state in audit.states.items() if place.row < 8 and place.column in {3, 4, 5}]
    assert set(money) == {"勾稽相符"}


def test_a_value_beyond_a_limit_is_not_tied(audit_text):
    states = {place.quote: state for place, state in audit_text(ONE).states.items()}
    assert [states[q] for q in states if q.endswith("｜96%")] == ["未核对"]
    assert [states[q] for q in states if q.endswith("｜12条")] == ["勾稽相符"]
