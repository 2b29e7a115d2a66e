"""What the command line calls: scoring by name, what-if changes."""

from decimal import Decimal

import pytest
from shipped import score

from evallib.model.problems import EvallibError


def total(*changes):
    return score("huacao", 2023, changes=changes)[0]


def test_set_a_value():
    card = total("C222=80%")
    assert card.scores["C222"].score == Decimal("2.40")
    assert card.total == Decimal("87.04")


def test_set_one_input_keeps_the_others():
    card = total("C222.不满意=183")
    assert card.scores["C222"].state["表态合计"] == 3104


def test_set_replaces_a_judgement_and_drops_published_figures():
    card = total("C311=6%", "B12.项目数量完成率=100%", "B361=0")
    assert [card.scores[code].score for code in ("C311", "B12", "B361")] == [5, 3, 2]
    assert card.total == Decimal("90.22")
    assert card.grade == "优"
    assert {f.indicator for f in card.findings} == {"B14", "C211"}


@pytest.mark.parametrize(
    ("change", "message"), [("C222", "看不懂的假设"), ("C222=", "看不懂的假设"), ("C2222=1%", "您是不是要写“C222”")]
)
def test_changes_that_cannot_be_read(change, message):
    with pytest.raises(EvallibError, match=message):
        total(change)


def test_another_framework_and_nothing_to_score():
    with pytest.raises(EvallibError, match="指标体系中没有"):
        score("huacao", 2023, framework="maqiao-project-2024")
    assert score("huacao", 2022) == []  # nothing to score is no error


def test_personal_data_in_an_input_stays_out_of_the_scorecard(tmp_path):
    from evallib.scoring.reading import load_entries

    path = tmp_path / "scoring.yaml"
    path.write_text(
        "unit: town\nunit_name: 某镇 李四 13812345678\nyear: 2023\nframework: huacao-department-2023\n"
        "indicators:\n  A11:\n    value: '12.5'\n    evidence: 王女士（021-64123456）称\n"
        "    deficiencies: [投诉人：王建军]\n    override: {score: '1', reason: 经李阿姨确认, role: 组长13812345678}\n",
        encoding="utf-8",
    )
    read = load_entries(path)
    entry = read.indicators["A11"]
    assert read.unit_name == "某镇 某某 138****5678" and entry.value.value == "12.5"
    assert (entry.evidence, entry.deficiencies) == ("某女士（（电话））称", ("投诉人：某某",))
    assert (entry.override.reason, entry.override.role) == ("经某阿姨确认", "组长138****5678")
