"""Printed rules: scores recomputed by hand, and rules that must not be guessed at."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evallib.audit import cliff, points

LINEAR = "满意度95%以上，得满分，每下降1%，扣权重的3%，扣完为止。"


@pytest.mark.parametrize(
    ("rule", "value", "weight", "right"),
    [
        (LINEAR, "90.37%", "5", "4.3055"),
        (LINEAR, "96.84%", "3", "3"),
        (LINEAR, "10%", "5", "0"),
        ("执行率在100%,得1分,每减1%扣0.1分,扣完为止。", "99%", "1", "0.9"),
        (
            "及时率100%，得满分；未在规定时间内，及时率=规定时间/实际用时*100%，每下降1%，扣权重的10%。",
            "98.10%",
            "3",
            "2.43",
        ),
        ("目标值≤100%得1分,超过不得分。", "96.00%", "1", "1"),
        ("目标值≤100%得1分,超过不得分。", "104%", "1", "0"),
        ("优秀，得2分；良好，得1分；不合格，得0分。", "良好", "2", "1"),
    ],
)
def test_scores_by_hand(rule, value, weight, right):
    assert points(rule, value, Decimal(weight))[0].value == Decimal(right)


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ("1、执行率在95%以上,得1.5分,每减1%扣0.1分。2、完成率在100%,得1.5分,每减1%扣0.1分。", "100%"),
        ("上涨5%以上，得满分；未达到10%，根据实际情况扣分。", "3%"),
        ("含有创新的内容，得1分；未含有，酌情扣分。", "健全"),
        ("制度健全，得2分；缺失一项扣0.5分。", "有待加强"),
        ("优秀，得2分；良好，得1分；不合格，得0分。", "一般"),
    ],
)
def test_what_cannot_be_read_is_not_scored(rule, value):
    assert points(rule, value, Decimal(3)) == ()


def test_rounding_is_half_up():
    assert points(LINEAR, "90.37%", Decimal(5))[0].rounded(2) == Decimal("4.31")


def test_cliff():
    assert cliff("按照评分办法调整率大于 20%,得 0 分") == 20
    assert cliff("调整率 25%") is None


def test_a_count_inside_a_sentence_is_not_taken_for_one_thing():
    """It was counted once: 5 points of 6 where two were found, against the 4 that the report printed."""
    rule = "每发现一处执行不到位扣1分，扣完为止"
    assert points(rule, "发现2处执行不到位", Decimal(6)) == ()
    assert [p.value for p in points(rule, "2处", Decimal(6))] == [4]
