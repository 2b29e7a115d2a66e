"""Samples told far from their rates, and amounts whose unit does not go with their size."""

from __future__ import annotations

import pytest

SAMPLES = {
    "点名的样本": "本月先行联系率96.80%，群众满意率{}%。\n从抽查情况看，满意率被抽查案件512件，其中不满意案件84件。",
    "不合格的名称": "全年食品抽检合格率{}%。\n共抽检1304批次，不合格18批次，均已处置。",
}  # fmt: skip
RATES = {"点名的样本": ("83.59", "83.95", "high"), "不合格的名称": ("98.62", "98.26", "low")}
OTHERS = {
    "不合格的比率不是合格率": "全年抽检不合格率1.47%。\n重点品种抽检2764批次，不合格251批次，主要是农药残留。",
    "另一章的抽查": "一、食品\n抽检合格率98.26%。\n二、药品\n共抽检1304批次，不合格18批次。",
    "没有抽查的字样": "群众满意率91.20%。\n受理512件，不受理84件，均已告知。",
}  # fmt: skip
#: A list of fees of which one is printed in 元 with 万元 behind it.
FEES = "项目支出：勘察费{}万元、监理费5.60万元、审计费3.15万元、保险费2.40万元、物料费118.60万元。"


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_gives_the_rate_told_before_it(audit_text, name):
    right, wrong, confidence = RATES[name]
    audit = audit_text(SAMPLES[name].format(right))
    assert audit.findings == () and any(a.code == "rate.sampled" for a in audit.agreements)
    found = audit_text(SAMPLES[name].format(wrong)).findings
    assert [(f.code, f.confidence, f.printed) for f in found] == [("rate.sampled", confidence, f"{wrong}%")]


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS.keys())
def test_a_sample_gives_no_other_rate(audit_text, text):
    assert [f.arithmetic for f in audit_text(text).findings] == []


def test_an_amount_of_another_size_is_doubted(audit_text):
    found = audit_text(FEES.format("73500.00")).findings
    assert ("unit.slip", "low", "73500.00万元") in [(f.code, f.confidence, f.printed) for f in found]


@pytest.mark.parametrize(
    "text", [FEES.format("7.35"), FEES.format("735.00"), f"{FEES.format('7.35')}发放贷款73500万元。"]
)
def test_an_amount_of_its_size_or_of_others_is_not(audit_text, text):
    assert [f.code for f in audit_text(text).findings] == []
