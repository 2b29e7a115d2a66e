"""A number in unit.yaml is an error of the gate, and masked wherever the unit is named."""

import json

import yaml

from evallib.checks import UnitData, clean_unit
from evallib.privacy import mask_unit

UNIT = {"name": "某镇13800000071", "full_name": "某镇城运中心 李四 13800000072", "supervisor": "a@b.cn", "agencies": ["城建 021-64123456"]}  # fmt: skip


def test_unit_yaml(empty_workspace, workbook):
    workbook(
        {"四率": [["指标", "本镇"], ["先行联系率", "97.60%"]]}, empty_workspace.raw_dir("town", 2023) / "四率.xlsx"
    )
    (empty_workspace.raw / "town" / "unit.yaml").write_text(yaml.safe_dump(UNIT, allow_unicode=True), encoding="utf-8")
    result = clean_unit(empty_workspace.at("town", 2023))
    told = {p.message: p for p in result.problems if p.code == "unit.personal_data"}
    assert not result.ok and set(told) == {
        "unit.yaml 的“name”中有手机号码", "unit.yaml 的“full_name”中有手机号码、姓名",
        "unit.yaml 的“supervisor”中有电子邮箱", "unit.yaml 的“agencies”中有固定电话",
    }  # fmt: skip
    assert result.accepted, "the tables are not to blame"
    assert "13800000071" not in json.dumps(result.to_dict(), ensure_ascii=False)
    info = UnitData(empty_workspace, "town", 2023).info
    assert (info.name, info.full_name) == ("某镇138****0071", "某镇城运中心 某某 138****0072")
    assert info.agencies == ("城建 （电话）",)


def test_an_ordinary_unit_stays_as_it_is(shipped):
    for unit in shipped.units():
        assert mask_unit(shipped.unit_info(unit)) == shipped.unit_info(unit)
