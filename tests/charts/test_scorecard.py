"""Figures show exactly what the scorecard says."""

import pytest
from shipped import score

from evallib.charts import level_rates, points_lost, tornado
from evallib.scoring import movements


@pytest.fixture(scope="module")
def huacao():
    return score("huacao", 2023)[0]


def test_points_lost_add_up_to_what_is_missing_from_100(huacao):
    figure = points_lost(huacao, limit=48)
    assert sum(sum(bar.x) for bar in figure.data) == pytest.approx(100 - 86.72)
    assert figure.layout.yaxis.categoryarray[-1].startswith("C311")
    judged = next(bar for bar in figure.data if bar.name == "人工评定")
    assert [name.split(" ")[0] for name in judged.y] == ["B14", "B361", "C311"]


def test_levels(huacao):
    bars = level_rates(huacao).data[0]
    assert list(bars.x) == pytest.approx([0.7934, 33.55 / 36, 13.5 / 14])
    assert bars.text[-1] == "13.50 / 14.00（96.43%）"


def test_tornado_bars_start_at_the_total_and_end_where_the_movement_ends(huacao):
    figure = tornado(huacao, limit=5)
    low, high = figure.data
    assert low.base == high.base == 86.72
    longest = movements(huacao)[0]
    assert low.y[-1].startswith(longest.code)
    assert low.x[-1] + 86.72 == pytest.approx(float(longest.low_total))
    assert high.x[-1] + 86.72 == pytest.approx(float(longest.high_total))
