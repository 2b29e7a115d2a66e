"""A framework is read strictly: every mistake has file, line and the nearest key."""

from pathlib import Path

import pytest

from evallib.model import EvallibError
from evallib.scoring import BUILT_IN, find_framework, list_frameworks, load_framework

GOOD = """\
id: mine
name: 自拟指标体系
valid: {from: 2024-01-01}
grades:
  - {name: 合格, range: "[60, 100]"}
  - {name: 不合格, range: "[0, 60)"}
indicators:
  - code: A
    name: 产出
    weight: 60
    children:
      - code: A1
        name: 完成率
        weight: 60
        target: "100%"
        rule: {kind: linear, deduct_share: "2%"}
  - code: B
    name: 满意度
    weight: 40
    target: "≥90%"
    rule:
      kind: proportional
"""


def problems(tmp_path: Path, text: str):
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(EvallibError) as error:
        load_framework(path)
    return error.value.problems


def test_a_good_framework_in_any_folder(tmp_path):
    (tmp_path / "mine.yaml").write_text(GOOD, encoding="utf-8")
    assert [leaf.code for leaf in find_framework("mine", tmp_path).leaves] == ["A1", "B"]
    assert find_framework(str(tmp_path / "mine.yaml")).id == "mine"
    assert "mine" in [framework.id for framework in list_frameworks(tmp_path)]


@pytest.mark.parametrize(
    ("old", "new", "line", "message", "advice"),
    [
        ("deduct_share", "deduct_shara", "第16行", "不认识的键“deduct_shara”", "deduct_share"),
        ("kind: linear", "kind: liner", "第16行", "不认识的类型 kind: liner", "linear"),
        ("    weight: 40", "    weigth: 40", "第17行", "“weight”没有填写", ""),
        ("    name: 满意度", "    name: 满意度\n    name: 满意度", "第19行", "写了两次", "只保留一处"),
        ("        weight: 60", "        weight: 50", "第10行", "下级指标分值之和不等于本级分值", "核对"),
        ("    weight: 40", "    weight: 30", "第7行", "一级指标的分值之和不等于满分", "核对"),
        ('target: "≥90%"', 'target: "≥90"', "第20行", "目标值没有单位", "≥90%"),
        ('target: "≥90%"', 'target: "良好"', "第21行", "目标值应为带单位的数值", "三档"),
        ('[60, 100]', '[70, 100]', "第6行", "之间有空档", "相接"),
        ('[60, 100]', '(60, 100]', "第6行", "之间有空档", "相接"),
        ('[60, 100]', '[50, 100]', "第6行", "有重叠", "相接"),
        ('"[0, 60)"', '"[10, 60)"', "第6行", "0 分不在最低等级", "相接"),
        ('"[60, 100]"', '"60以上"', "第5行", "请写成区间", ""),
        ("code: B", "code: A1", "第17行", "指标代码 A1 重复", "自己的代码"),
        ("    rule:\n      kind: proportional\n", "", "第17行", "既没有下级指标也没有评分规则", "rule"),
        ("2%", "2", "第16行", "请写成百分数", ""),
        ('target: "100%"', 'target: "100%"\n        value: {kind: ratio, numerator: 分值, denominator: 乙}', "第17行",
         "“分值”与评分规则里的名称重复", "换一个名称"),
    ],
)  # fmt: skip
def test_mistakes(tmp_path, old, new, line, message, advice):
    assert old in GOOD
    found = problems(tmp_path, GOOD.replace(old, new, 1))
    assert any(message in p.message and p.cell == line and advice in p.advice for p in found), [str(p) for p in found]
    assert all(p.file.endswith("mine.yaml") for p in found)


def test_all_mistakes_are_collected(tmp_path):
    found = problems(tmp_path, GOOD.replace("        weight: 60", "        weight: 50").replace("≥90%", "≥90"))
    assert len(found) == 2


def test_built_in_frameworks():
    ids = {framework.id: framework for framework in list_frameworks()}
    assert set(ids) == {"huacao-department-2023", "maqiao-project-2024", "national-department-2013",
                        "national-project-2020", "project-self-evaluation", "project-self-evaluation-2017"}  # fmt: skip
    assert len(ids["huacao-department-2023"].leaves) == 48
    assert all((BUILT_IN / f"{name}.cases.yaml").is_file() for name in ids)
    assert "默认值" in ids["national-project-2020"].note
    for national in (ids["national-project-2020"], ids["national-department-2013"]):
        # the documents print terms, and no 评分标准: the program's own rules never stand as theirs
        assert not any(leaf.rule_text for leaf in national.leaves)
        assert all("常见做法" in leaf.note for leaf in national.leaves if leaf.terms)


def test_unknown_framework_names_the_nearest():
    with pytest.raises(EvallibError, match="huacao-department-2023"):
        find_framework("huacao-departement-2023")
