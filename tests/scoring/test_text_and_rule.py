"""A printed standard held against the rule beside it: the first value at which they part, and the points of each by hand."""

from decimal import Decimal

import pytest

from evallib.parsing import compile_rule
from evallib.scoring import Framework, Indicator, check_framework, disagreement

HALF = {"kind": "linear", "deduct_points": "0.5"}
ONE = {"kind": "deficiencies", "deduct_points": "1"}
GRADES = {"kind": "tiers", "tiers": [{"when": ["优秀"], "points": "10"}, {"when": ["良好"], "points": "6"}]}


def stretches(second):
    return {
        "kind": "ranges",
        "ranges": [{"from": "90%", "points": "10"}, {"from": "80%", "points": second}, {"points": "0"}],
    }


THREE = "90%（含）以上得10分，80%（含）-90%得6分，80%以下不得分"


@pytest.mark.parametrize(("rule", "target", "text", "parted"), [
    (HALF, "≥95%", "≥95%得满分，每低1个百分点扣0.5分", None), (HALF, "≥95%", "≥95%得满分，每低1个百分点扣1分", ("92%", "7", "8.5")), (HALF, "≥90%", "≥95%得满分，每低1个百分点扣0.5分", ("92%", "8.5", "10")),
    (HALF, "≤5%", "≤5%得满分，每高1个百分点扣0.5分", None), (HALF, "≤5%", "≤5%得满分，每高1个百分点扣1分", ("8%", "7", "8.5")), (HALF, "≤60%", "≤60%得满分，每高1个百分点扣1分", ("70%", "0", "5")),
    ({"kind": "threshold"}, "≥90%", "达到90%得满分，否则不得分", None), ({"kind": "threshold"}, "≥90%", "达到95%得满分，否则不得分", ("92%", "0", "10")),
    ({"kind": "threshold"}, "≤100%", "不超过100%得满分，否则不得分", None), ({"kind": "threshold"}, "≤100%", "不超过90%得满分，否则不得分", ("100%", "0", "10")),
    (ONE, None, "每发现1处问题扣1分", None), (ONE, None, "每发现1处问题扣2分", ("1", "8", "9")), ({"kind": "unfinished_tasks", "deduct_points": "1"}, None, "每发现1处问题扣2分", None),
    (GRADES, None, "优秀得10分，良好得6分", None), (GRADES, None, "优秀得10分，良好得8分", ("良好", "8", "6")), ({"kind": "judgement"}, None, "优秀得10分，良好得8分", None), (HALF, "≥95%", "", None),
    ({"kind": "proportional"}, "≥100%", "得分=完成率×分值，不超过分值", None), ({"kind": "proportional"}, "≥80%", "得分=完成率×分值，不超过分值", ("99%", "9.9", "10")),
    (stretches("6"), None, THREE, None), (stretches("5"), None, THREE, ("85%", "6", "5")), (HALF, "≥95%", "裂缝率高于4%、平整度低于80%的不得分；每有1处破损扣2分", None),
])  # fmt: skip
def test_where_a_text_and_its_rule_part(rule, target, text, parted):
    node = Indicator.model_validate(
        {"code": "A", "name": "甲", "weight": "10", "rule": rule, "target": target, "rule_text": text}
    )
    found = disagreement(node)
    assert (None if found is None else (found.value, found.by_text, found.by_rule)) == (
        None if parted is None else (parted[0], Decimal(parted[1]), Decimal(parted[2]))
    )


def test_the_difference_in_one_sentence():
    node = Indicator.model_validate(
        {"code": "A", "name": "甲", "weight": "10", "rule": ONE, "rule_text": "每发现1处问题扣2分"}
    )
    assert disagreement(node).told == "业绩值 1 时，按评分标准原文得 8 分，按规则得 9 分"


def printed(text, weight="10", kept=None):
    """An indicator as the import writes it, whose text and the words beside its reading were both changed afterwards."""
    reading = compile_rule(kept or text, weight).readings[0].rule
    rule = {"kind": "printed", "reading": reading, "text": text}
    return Indicator.model_validate({"code": "A", "name": "甲", "weight": weight, "rule": rule, "rule_text": text})


@pytest.mark.parametrize(("kept", "now", "told"), [
    ("≥95%得满分，每低1个百分点扣0.5分", "≥95%得满分，每低1个百分点扣1分", "业绩值 92% 时，按评分标准原文得 7 分，按规则得 8.5 分"),
    ("≥95%得满分，每低1个百分点扣0.5分", "≥90%得满分，每低1个百分点扣0.5分", "按评分标准原文得 10 分，按规则得 8.5 分"),
    ("每发现1处扣1分", "每发现1处扣2分", "业绩值 1 时，按评分标准原文得 8 分，按规则得 9 分"),
    ("迟报每次扣1分，漏报每次扣2分", "迟报每次扣1分，漏报每次扣3分", "业绩值 迟报 0、漏报 1 时，按评分标准原文得 7 分，按规则得 8 分"),
    ("优秀得10分，良好得6分", "优秀得10分，良好得8分", "业绩值 良好 时，按评分标准原文得 8 分，按规则得 6 分"),
    ("①签约率≥90%得4分；②履约率≥90%得6分，否则不得分", "①签约率≥95%得4分；②履约率≥90%得6分，否则不得分", "原文中的“95%”在规则中没有"),
])  # fmt: skip
def test_a_text_that_was_changed_with_the_words_beside_its_reading_is_told(kept, now, told):
    grades = [{"name": "优", "range": "[0, 10]"}]
    head = {"id": "f", "name": "体系", "valid": {"from": "2020-01-01"}, "grades": grades, "full_score": "10"}

    def differences(node):
        system = Framework.model_validate(head | {"indicators": [node.model_dump(exclude_none=True)]})
        return [p.message for p in check_framework(system, texts=True) if p.code == "framework.text_differs"]

    assert any(told in message for message in differences(printed(now, kept=kept)))
    assert differences(printed(kept)) == []
