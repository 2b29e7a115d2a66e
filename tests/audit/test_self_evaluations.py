"""Self-evaluations and audits of funds: what is counted and then taken apart, what a summary and the body both tell."""

from __future__ import annotations

import pytest

#: A passage that holds, a figure of it, what is printed instead, and what the doubt or the finding names.
TOLD = {
    "件数之后隔着金额再分": (
        "全年完成结算审计项目86个，送审金额约9417.25万元，审定金额约8306.11万元，审减金额约1111.14万元，平均审减率11.80%。"
        "其中，学校建设项目67个，粮库建设项目11个、卫生院建设项目5个、培训中心建设项目3个。",
        ("67个", "57个"),
        "76个",
    ),
    "导语与正文用同样的话": (
        "审计报告指出，从审计17个重点县情况看，此次审计发现违法违规问题金额3.46亿元，占抽查资金额的16.9%。\n"
        "报告显示，2013年至2015年，各级财政投入共计41.83亿元。\n"
        "此次审计发现违法违规问题金额3.46亿元，占抽查资金额的16.9%，其他问题另行处理。",
        ("3.46亿元", "3.96亿元"),
        "3.46亿元",
    ),
}
SILENT = {
    "指标分三级": "本次测评由3个一级指标、19个二级指标和31个三级指标组成，在全国90个城市同步展开，取得有效样本51837个。",
    "指标共多少个按级说": "该项目共编制14个绩效目标指标，其中一级指标3个，二级指标8个，三级指标14个。",
    "两项工程各有总金额": "共完成工程竣工结算审计项目74个，审计总金额17.26亿元，核减造价2.83亿元。\n"
    "对体育馆等重大投资项目实施跟踪审计，总金额15.26亿元，核减造价2.17亿元。",
    "两处的比率相近": "城区各单位签收速度：一分钟内签收占总指令的97.4%；两分钟内签收占总指令的0.7%。\n"
    "各县公安局签收速度：一分钟内签收占总指令的99.4%；两分钟内签收占总指令的0.7%。",
    "其中不是前面的件数": "全年审计单位43个，查出金额2816万元，核减1207万元。其中，学校项目19个、医院项目37个。",
}  # fmt: skip


def _states(audit) -> dict[str, set[str]]:
    """The states of each figure as printed."""
    found: dict[str, set[str]] = {}
    for place, state in audit.states.items():
        text = audit.document.blocks[place.block].text[place.start : place.end]
        found.setdefault(text, set()).add(state)
    return found


@pytest.mark.parametrize("name", TOLD)
def test_what_holds_is_silent_and_tied(audit_text, name):
    text, (printed, _), _ = TOLD[name]
    audit = audit_text(text)
    assert [f.arithmetic for f in audit.findings] == []
    assert "勾稽相符" in _states(audit)[printed]


@pytest.mark.parametrize("name", TOLD)
def test_one_wrong_digit_is_told(audit_text, name):
    text, (printed, wrong), named = TOLD[name]
    findings = audit_text(text.replace(printed, wrong, 1)).findings
    assert any(named in f.arithmetic + f.recomputed for f in findings)


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT.keys())
def test_what_is_told_of_other_things_is_silent(audit_text, text):
    assert [f.arithmetic for f in audit_text(text).findings] == []
