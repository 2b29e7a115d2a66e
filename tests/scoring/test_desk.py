"""What the command line calls: scoring by name, what-if changes."""

from decimal import Decimal

import pytest
from shipped import score

from evallib.model import EvallibError

pytestmark = pytest.mark.slow


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
    ("change", "message"),
    [
        ("C222", "看不懂的假设"),
        ("C222=", "看不懂的假设"),
        ("C2222=1%", "您是不是要写“C222”"),
        ("C222=abc", "假设“C222=abc”：“业绩值”应为数值"),
        ("C222.满意=许多", "假设“C222.满意=许多”：“满意”应为数值"),
        ("C222=80", "单位与目标不一致"),
        ("A11=大概", "写法不在评分标准之内"),
    ],
)
def test_changes_that_cannot_be_read(change, message):
    with pytest.raises(EvallibError, match=message):
        total(change)


def test_another_framework_and_nothing_to_score():
    with pytest.raises(EvallibError, match="指标体系中没有"):
        score("huacao", 2023, framework="maqiao-project-2024")
    assert score("huacao", 2022) == []  # nothing to score is no error


def test_personal_data_in_an_input_stays_out_of_the_scorecard(tmp_path):
    from evallib.scoring import load_entries

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
    assert (entry.override.reason, entry.override.role) == ("经某某确认", "组长138****5678")


def test_a_what_if_says_that_it_is_one():
    card = total("C222=80%")
    assert card.title.startswith("【假设测算】") and card.assumptions == ("C222=80%",)
    assert card.to_dict()["kind"] == "假设测算" and card.to_dict()["assumptions"] == ["C222=80%"]
    plain = total()
    assert plain.title == plain.unit.title and plain.to_dict()["kind"] == "评分"


def test_one_project_is_changed_and_the_others_stay():
    with pytest.raises(EvallibError, match=r"有 4 个项目都有“B21”.*--project") as error:
        score("pujin", 2023, changes=["B21=97%"])
    assert "联动处置经费" in str(error.value)
    (card,) = score("pujin", 2023, changes=["B21=97%"], project="运维费")
    assert card.unit.project.name == "“一网统管”运维费" and card.scores["B21"].score == Decimal("19.40")
    assert [c.title for c in score("pujin", 2023, project="大联动居村考核")] == [score("pujin", 2023)[1].title]
    for project, said in (("不存在", "认不出是哪个项目"), ("经费", "符合的有")):
        with pytest.raises(EvallibError, match=said):
            score("pujin", 2023, project=project)
