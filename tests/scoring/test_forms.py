"""Forms are scored as handed in; a judgement needs a form and a goal that are there."""

from decimal import Decimal

import pytest
from shipped import unit_data

from evallib.checks import UnitData
from evallib.model import EvallibError
from evallib.scoring import form_inputs

pytestmark = pytest.mark.slow


def test_a_form_states_everything_but_the_judgement():
    inputs = form_inputs(unit_data("pujin", 2023))
    first = inputs[0]
    assert [item.project.name for item in inputs] == [
        "“一网统管”运维费",
        "大联动居村考核",
        "联动处置经费",
        "网格督查人员经费",
    ]
    assert (first.project.money_unit, first.project.funds[0].executed) == ("万元", "156.28")
    judged = next(goal for goal in first.goals if goal.override)
    assert judged.override.score == Decimal(18)
    assert judged.override.reason == judged.deviation  # the form's own reason
    assert judged.value.place == "项目自评表.xlsx › 一网统管运维费 › E14"


def test_amounts_in_yuan_stay_exact():
    first = form_inputs(unit_data("xianghua", 2023))[0]
    assert (first.project.money_unit, first.project.funds[0].executed) == ("元", "934785.52")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("form: 没有这张表\njudgements: {}\n", "forms.unknown"),
        ("form: 联动处置经费\njudgements:\n  没有这项: {score: '1', role: 评价小组}\n", "forms.unknown_goal"),
    ],
)
def test_judgements_on_nothing_are_errors(tmp_path, text, code):
    import shutil

    data = unit_data("pujin", 2023)
    shutil.copytree(data.workspace.root / "data", tmp_path / "data")
    (tmp_path / "data/raw/pujin/2023/scoring/9.yaml").write_text(text, encoding="utf-8")
    copy = UnitData(type(data.workspace)(tmp_path), "pujin", 2023)
    with pytest.raises(EvallibError) as error:
        form_inputs(copy)
    assert error.value.problems[0].code == code
