"""Figures of a budget report that follow from another paragraph, an unprinted budget, or a list with brackets."""

from __future__ import annotations

import pytest

TIED = {
    "较上年完成数增长": (
        "2025年全市政府性基金收入完成31.62亿元，完成支出23.02亿元。\n二、2026年安排\n"
        "2026年全市政府性基金预算收入43.28亿元，增长36.9%。",
        "36.9%",
    ),
    "增长2%": (
        "全州一般公共预算收入完成102,612万元。\n2026年全州一般公共预算收入安排104,700万元，较上年执行数增长2%。",
        "2%",
    ),
    "总计之前有括号": (
        "平衡情况：基金收入159365万元，上级补助收入80667万元，调入资金156136万元，债务转贷收入1179319万元"
        "（新增债券686500万元，再融资债券492819万元），上年结转155092万元，收入总计1730579万元。",
        "155092万元",
    ),
    "两半各在一段": (
        "全市一般公共预算收入完成1748028万元，为预算的110.91%。\n——税收收入完成1381835万元，为预算的109.5%。\n"
        "其中：增值税完成661233万元。\n——非税收入完成366193万元，为预算的116.59%。其中：专项收入112607万元。",
        "1381835万元",
    ),
    "完成率合得上没有印出的预算": (
        "收入完成54.66亿元，为调整预算的99.29%，其中：税收收入完成37.98亿元，为调整预算的96.72%；"
        "非税收入完成16.68亿元，为调整预算的105.68%。",
        "105.68%",
    ),
    "滚存结余接上年": (
        "年末滚存结余746,579万元。\n2026年社保收入安排445,401万元，支出368,157万元。本年收支结余77,244万元。"
        "年末滚存结余823,823万元。",
        "823,823万元",
    ),
    "余额一步一步": (
        "基金年初余额30,602万元，年内动用14,000万元，将超收612万元、清理收回40,988万元和未安排使用的预备费6,400万元"
        "补充进来，年末余额64,602万元。",
        "64,602万元",
    ),
}
BETWEEN = "\n一、加强管理。\n" + "".join(f"{n}、办理{n}项。\n" for n in range(2, 9))
LOOSE = {
    "市级的不是全市的": (
        f"2025年市本级政府性基金收入完成31.62亿元。{BETWEEN}2026年全市政府性基金预算收入43.28亿元，增长36.9%。",
        "36.9%",
    ),
    "没有说是完成数的2%": (f"全州收入完成102,612万元。{BETWEEN}全州收入104,700万元，增长2%。", "2%"),
}


def _state(audit_text, text: str, printed: str) -> str:
    audit = audit_text(text)
    found = [s for p, s in audit.states.items() if audit.document.blocks[p.block].text[p.start : p.end] == printed]
    return found[-1]


@pytest.mark.parametrize(("text", "printed"), TIED.values(), ids=TIED.keys())
def test_what_stands_elsewhere_ties(audit_text, text, printed):
    assert _state(audit_text, text, printed) == "勾稽相符"
    assert audit_text(text).findings == ()


@pytest.mark.parametrize(("text", "printed"), LOOSE.values(), ids=LOOSE.keys())
def test_what_is_of_something_else_does_not(audit_text, text, printed):
    assert _state(audit_text, text, printed) == "未核对"


NAMES = {
    "岁数界限": ("为80岁以上老人和65周岁及以上老年人发放津贴3.2万元。", "3.2万元"),
    "景区与强": ("新增5A级景区2家，世界500强企业落户，庆祝成立70周年。", "2家"),
    "生活圈": ("打造15分钟社区生活圈8个，推动公园24小时开放。", "8个"),
    "案名与日期": ("“3·22”案件办结5件。", "5件"),
}


@pytest.mark.parametrize(("text", "data"), NAMES.values(), ids=NAMES.keys())
def test_names_with_digits_are_no_data(audit_text, text, data):
    audit = audit_text(text)
    told = [audit.document.blocks[p.block].text[p.start : p.end] for p, s in audit.states.items() if s != "非数据"]
    assert told == [data]


def test_three_sectors_in_proportion_make_up_a_hundred(audit_text):
    assert _state(audit_text, "三次产业结构调整为8.3∶41.4∶50.3。", "41.4") == "勾稽相符"
    assert _state(audit_text, "三次产业结构调整为8.3∶41.4∶51.3。", "51.3") == "矛盾"
    assert [f.code for f in audit_text("三次产业结构调整为8.3∶41.4∶51.3。").findings] == ["share.total"]
    assert _state(audit_text, "配制比例调整为8.3∶41.4∶51.3。", "41.4") == "未核对"
