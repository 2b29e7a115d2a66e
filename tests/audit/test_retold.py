"""Long figures told again with words in common, and both sides of a budget: tied, and told when a digit is wrong."""

from __future__ import annotations

import pytest

_GAP = "有关工作按计划推进，具体情况另行说明。\n"
_GRANT = (
    "2022年，省财政厅会同省农业厅共下拨东岭县农田建设补助资金2263.18万元，缓解了资金压力。\n"
    f"{_GAP}省财政厅下达我县农田建设补助资金2263.18万元，分三批到账。\n"
)
_REGAINED = (
    "共受理投诉3218件，为消费者挽回经济损失1047.62万元；举报2186件。\n"
    f"{_GAP}从处理情况看，挽回消费者经济损失1047.62万元。\n"
)
_BUDGET = "一、收入预算\n2023年收入预算总额为8641773.52元，包括各项拨款。\n二、支出预算\n2023年支出预算总额为8641773.52元，用于保障运转。\n"
_ADJUSTED = "全区收入预算总计调整为483216万元，资金有保障。\n全区支出预算总计调整为483216万元，重点支出有保障。\n"

#: A passage that holds, and one of its figures with what is printed instead.
TOLD = {
    "补助资金": (_GRANT, "2263.18万元，分", "2268.18万元，分", "2263.18万元"),
    "两位颠倒": (_GRANT, "2263.18万元，分", "2236.18万元，分", "2263.18万元"),
    "挽回损失": (_REGAINED, "1047.62万元；", "1041.62万元；", "1047.62万元"),
    "收支预算总额": (_BUDGET, "8641773.52元，用于", "8641773.92元，用于", "8641773.52元"),
    "调整后的收支总计": (_ADJUSTED, "483216万元，重点", "488216万元，重点", "483216万元"),
}
SILENT = {
    "下达与执行": f"下达农田建设补助资金2263.18万元。\n{_GAP}农田建设补助资金支出2268.18万元。",
    "两年": f"2022年挽回经济损失1047.62万元。\n{_GAP}2021年挽回经济损失1041.62万元。",
    "科目的代码": f"列入“2110605退耕现金”科目。\n{_GAP}列入“2110505退耕现金”科目。",
    "别的词": f"本月采购办公设备金额1047.62万元。\n{_GAP}景区门票营收1041.62万元。",
    "各自也在别处": _REGAINED + f"{_GAP}挽回消费者经济损失1041.62万元。\n{_GAP}调解挽回消费者经济损失1041.62万元。",
    "本年收支": "本年收入合计48321.64万元。\n本年支出合计48821.64万元。",
}


@pytest.mark.parametrize(("text", "printed", "wrong", "right"), TOLD.values(), ids=TOLD)
def test_what_is_told_again_is_tied_and_a_wrong_digit_is_told(audit_text, text, printed, wrong, right):
    audit = audit_text(text)
    lines = text.split("\n")
    at = next(n for n, line in enumerate(lines) if printed in line)
    start = lines[at].index(printed)
    assert not audit.findings
    assert any(p.line == at + 1 and p.start == start and s == "勾稽相符" for p, s in audit.states.items())
    found = audit_text(text.replace(printed, wrong, 1)).findings
    assert any(right.removesuffix("元").removesuffix("万") in f.arithmetic + f.recomputed for f in found)


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_what_may_differ_is_silent(audit_text, text):
    assert [f.arithmetic for f in audit_text(text).findings] == []
