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
    "两组奖金，人数与单价凑巧": (
        "社会组设一等奖1名，奖金8800元；二等奖3名，奖金各1800元。青年组设一等奖1名，奖金5400元；二等奖3名，奖金各900元。",
        "5400元",
    ),
    "各项增速凑巧合上": (
        "甲厂产值310亿元，增长4.2%。\n乙店零售205亿元，增长8.0%。\n两处用电515亿千瓦时，增长5.7%。",
        "5.7%",
    ),
    "名称相同的两个数，说的是前后两件事": (
        "东门市场交易额82.6万元，比上月多。\n西门市场交易额82.6万元，比上月少。",
        "82.6万元",
    ),
    "前面列出，后面可以更多": ("白石、青坪、河口、柳林4个窗口暂停办理。", "4个"),
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
    "列出的比说的多": (
        "柳林镇、青坪镇、河口镇、白石镇、云湖镇、清溪镇、东山镇、南岭镇、北坡镇、石桥镇、双河镇、长坪镇、新场镇、古渡镇、"
        "平湖镇、龙泉镇16个镇受灾。",
        ("16个", "13个"),
    ),
    "总计在后，一项括号里还有两项": (
        "平衡情况：基金收入159,365万元，调入资金156,136万元，债务转贷收入179,319万元（新增86,500万元，再融资92,819万元），"
        "上年结转155,092万元，收入总计649,912万元。",
        ("155,092", "155,492"),
    ),
    "逐段列出的各类": (
        "全月受理来信2495件。\n（一）咨询类。共534件，主要是医保。\n（二）投诉类。共289件，主要是噪声。\n"
        "（三）求助类。共1672件，主要是供水。",
        ("289", "299"),
    ),
    "另有两个小数凑得出的率": (
        "动用调节基金0.65亿元、上年结余0.71亿元，收入合计29.07亿元；支出预算数为24.16亿元，实际支出22.39亿元，为预算的92.7%。",
        ("22.39", "28.39"),
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


CODED = (
    "科目编码\t科目名称\t支出\n合计\t1579.38\n302\t商品和服务支出\t1579.38\n30201\t办公费\t370.00\n30205\t水费\t50.00\n"
    + ("30206\t电费\t350.00\n30207\t邮电费\t45.00\n30211\t差旅费\t514.70\n30228\t工会经费\t249.68")
)


def test_items_under_an_account_code_make_it_up(audit_text):
    assert not audit_text(CODED).findings
    (finding,) = audit_text(CODED.replace("514.70", "574.70")).findings
    assert finding.code == "sum.table"


EXCUSED = {
    "总数另有一处，名称不同": (
        "上月登记诉求2460件。\n二、办理情况\n本月处理诉求2460件，其中咨询类984件，占40.0%。",
        ("984件", "40.0%"),
    ),
}


@pytest.mark.parametrize(("text", "tied"), EXCUSED.values(), ids=EXCUSED.keys())
def test_what_another_reading_excuses_is_not_tied(audit_text, text, tied):
    states = _states(audit_text, text)
    assert [printed for printed, state in states.items() if state == "勾稽相符"] == list(tied)


@pytest.mark.parametrize(("text", "change"), MISSED.values(), ids=MISSED.keys())
def test_what_ties_would_be_missed(audit_text, text, change):
    right, wrong = change
    assert "勾稽相符" in [s for printed, s in _states(audit_text, text).items() if printed.startswith(right)]
    assert [f for f in audit_text(text.replace(right, wrong, 1)).findings if wrong in f.printed + f.arithmetic]
