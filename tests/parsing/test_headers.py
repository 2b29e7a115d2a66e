"""Headers by meaning; the wordings here stand in no lexicon."""

import pytest

from evallib.parsing import by_word_of, parse_header, undress

UNSEEN = {
    "年度累计\n实际支出金额（万元）": "executed_yuan",
    "当年调整后的预算数(A)": "adjusted_budget_yuan",
    "资金支付进度（％）": "printed_execution_rate",
    "群众诉求办理责任单位": "agency_responsible",
    "首次联系及时率": "contact_rate",
    "工单受理时间": "requested_datetime",
    "实际办结时间": "closed_datetime",
    "要求办结时限": "expected_datetime",
    "全年实际完成值": "actual",
    "存在偏差的原因分析及整改措施": "deviation",
    "有效答卷数量（份）": "valid_count",
    "期末账面原值（元）": "closing_original_yuan",
}


@pytest.mark.parametrize(("text", "concept"), UNSEEN.items())
def test_parts_of_words_decide(text: str, concept: str) -> None:
    assert undress(text).core not in by_word_of(concept)
    assert parse_header(text)[0].value == concept


def test_ambiguous_word_is_asked() -> None:
    assert len(parse_header("分值")) > 1


def test_values_under_a_header_decide() -> None:
    assert parse_header("预算数", values="text") != parse_header("预算数", values="money")


def test_decorations() -> None:
    found = undress("其中：★执行率\n（C=B÷A×100%）")
    assert (found.core, found.of_which) == ("执行率", True)
