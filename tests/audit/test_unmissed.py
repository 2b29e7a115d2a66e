"""What holds without words and would not be missed ties nothing; what would be missed does."""

from __future__ import annotations

import pytest

UNMISSED = {
    "隔段两个数相加": (
        "专项债券还本10,230万元，付息2,305万元。\n再融资债券1,600万元，由市级下达。基金预算安排11,830万元。",
        "11,830万元",
    ),
    "前几位恰好加满": (
        "投诉类162件。前三位的是甲街道，噪声61件；乙街道，占道55件；丙街道，垃圾46件。",
        "162件",
    ),
    "没有说是什么的率": (
        "全区共有养老驿站46家，服务对象5120人。\n二、投诉情况\n共受理投诉218件，其中噪声类67件。\n"
        "三、考核\n驿站星级评定完成率30.7%。",
        "30.7%",
    ),
}
MISSED = {
    "余额接上年": (
        "年末滚存结余746,579万元。\n2026年社保收入安排445,401万元，支出368,157万元。本年收支结余77,244万元。"
        "年末滚存结余823,823万元。",
        ("823,823", "823,853"),
    ),
    "主要用于，各在括号里": (
        "新增专项债券45,800万元，主要用于东岭园区（26,300万元）、妇幼医院（11,200万元）及城北水厂（8,300万元）。",
        ("26,300", "26,800"),
    ),
    "名称分全的": (
        "全年回访456件。\n从评价看，满意412件，基本满意35件，不满意9件。",
        ("412", "422"),
    ),
}


def _states(audit_text, text: str) -> dict[str, str]:
    audit = audit_text(text)
    return {audit.document.blocks[p.block].text[p.start : p.end]: state for p, state in audit.states.items()}


@pytest.mark.parametrize(("text", "printed"), UNMISSED.values(), ids=UNMISSED.keys())
def test_what_would_not_be_missed_ties_nothing(audit_text, text, printed):
    audit = audit_text(text)
    assert not audit.findings
    assert _states(audit_text, text)[printed] == "未核对"


@pytest.mark.parametrize(("text", "change"), MISSED.values(), ids=MISSED.keys())
def test_what_ties_would_be_missed(audit_text, text, change):
    right, wrong = change
    assert "勾稽相符" in [s for printed, s in _states(audit_text, text).items() if printed.startswith(right)]
    assert [f for f in audit_text(text.replace(right, wrong, 1)).findings if wrong in f.printed + f.arithmetic]
