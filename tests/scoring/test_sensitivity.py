"""What a point is worth, what pays most, what moves the total."""

from decimal import Decimal

import pytest
from shipped import score

from evallib.scoring import best_five, improvements, movements, points_per_percent, tornado_frame

pytestmark = pytest.mark.slow

D = Decimal


@pytest.fixture(scope="module")
def huacao():
    return score("huacao", 2023)[0]


def test_one_more_percentage_point(huacao):
    worth = points_per_percent(huacao)
    assert worth["C222"] == D("0.03")  # 3 points × 1 %
    assert worth["C312"] == D("0.15")  # 5 points × 3 %
    assert worth["C231"] == D("0.3")  # 3 points × 10 %
    assert worth["C322"] == 0  # full marks already
    again = score("huacao", 2023, changes=["C312=88.36%"])[0]
    assert again.scores["C312"].raw - huacao.scores["C312"].raw == worth["C312"]


def test_five_best_improvements(huacao):
    five = best_five(huacao)
    assert [item.code for item in five] == ["C311", "C312", "B361", "C121", "C122"]
    assert five[1].gain == D("1.90")
    assert (five[0].needed, five[1].needed, five[3].needed) == ("由评价人员评定", "达到 100%", "达到最高档")
    assert sum(item.gain for item in improvements(huacao)) == 100 - D("86.72")


def test_one_deficiency_less(huacao):
    found = {item.code: item.per_point for item in improvements(huacao)}
    assert (found["A31"], found["B332"], found["C112"]) == (D("0.5"), D("0.25"), D("0.5"))


def test_a_moved_target_gives_the_total_that_a_changed_framework_gives(huacao):
    bar = next(m for m in movements(huacao) if (m.code, m.kind) == ("C312", "target"))
    # target 95 %: 5 - (95 - 87.36) × 3 % × 5 = 3.854
    assert (bar.low_label, bar.low_total) == ("目标 95%", D("86.72") - D("3.10") + D("3.85"))
    assert bar.high_total == D("86.72")  # a rate's target cannot be over 100 %


def test_a_moved_weight_keeps_the_sum_of_weights(huacao):
    bar = next(m for m in movements(huacao) if (m.code, m.kind) == ("C311", "weight"))
    # weight 6 at 50 %: 3 points; the rest (84.22 of 95) is scaled to 94
    assert bar.high_total == (3 + D("84.22") * 94 / 95).quantize(D("0.01"))


def test_grades_move_with_totals(huacao):
    frame = tornado_frame(huacao, weight_step=D("0.9"))
    assert list(frame.columns[:3]) == ["code", "name", "kind"]
    assert list(frame["span"]) == sorted(frame["span"], reverse=True)
    assert set(frame["low_grade"]) | set(frame["high_grade"]) <= {"优", "良", "合格"}


def test_an_open_total_does_not_move():
    assert movements(score("huacao", 2023, changes=["B12.执行率=90%"])[0]) == []
