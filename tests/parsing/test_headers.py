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


@pytest.mark.parametrize("text", ["使用部门", "项目分类", "预算总额（元）", "录入人", "联系方式", "处置率"])
def test_words_that_concepts_share_are_asked(text: str) -> None:
    assert len(parse_header(text)) > 1


def test_neighbours_settle_what_words_leave_open() -> None:
    goals = ["level1", "level2", "level3", "target", "actual"]
    people = ["caller_name", "requested_datetime", "service_request_id", "address"]
    assert [reading.value for reading in parse_header("权重", neighbours=goals)] == ["weight_score"]
    assert [reading.value for reading in parse_header("联系电话", neighbours=people)] == ["caller_id"]
    assert len(parse_header("权重")) > 1


@pytest.mark.parametrize("text", ["未受理量", "平均受理量", "非核定编制数", "上年实际值", "预计完成值"])
def test_a_word_in_front_that_makes_another_figure_is_asked(text: str) -> None:
    assert len(parse_header(text)) != 1 and len(parse_header("未办结数")) == 1


def test_what_is_cut_off_in_front_of_a_figure_may_change_it() -> None:
    assert len(parse_header("试点案件数")) > 1 or parse_header("试点案件数") == []
    assert len(parse_header("当前承办人姓名")) == 1


def test_values_rule_out_and_make_no_rivals() -> None:
    for text in ("案件总数", "按期办结数", "年初预算数", "先行联系率"):
        assert parse_header(text, values="number") == parse_header(text)
    assert parse_header("案件总数", values="date") != parse_header("案件总数")
