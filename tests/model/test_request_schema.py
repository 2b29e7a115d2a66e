from __future__ import annotations

from pathlib import Path

import pytest

from evallib.model.problems import EvallibError
from evallib.model.requests import MAPPINGS, load_schema, normalise_header

HEADERS = {
    "工单编号": "service_request_id", "案件编号": "service_request_id", "任务号": "service_request_id",
    "受理时间": "requested_datetime", "发现时间": "requested_datetime", "登记时间": "requested_datetime",
    "办结时间": "closed_datetime", "结案时间": "closed_datetime",
    "处置时限": "expected_datetime", "应办结时间": "expected_datetime",
    "主责部门": "agency_responsible", "承办单位": "agency_responsible", "三级主责部门": "agency_responsible",
    "诉求类型": "service_name", "案件大类": "service_name", "案件小类": "service_subtype", "来源": "source",
    "先行联系": "was_contacted", "办理结果": "resolution", "实际解决": "resolution",
    "满意度": "satisfaction", "回访评价": "satisfaction",
}  # fmt: skip


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("written", ["{}", " {}\n", "{}（必填）", "*{}", "{}："])
def test_headers_of_real_exports(header: str, written: str) -> None:
    assert load_schema().headers()[normalise_header(written.format(header))] == HEADERS[header]


def test_no_header_belongs_to_two_fields() -> None:
    seen: dict[str, str] = {}
    for field in load_schema().columns:
        for text in (field.label, *field.aliases):
            assert seen.setdefault(normalise_header(text), field.name) == field.name, text


def test_a_mapping_wins_over_the_shipped_table(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text("name: 我镇\ncolumns: {closed_datetime: [完成登记], requested_datetime: [结案时间]}\n"
                    "values: {satisfaction: {满意: [好评]}}\n", encoding="utf-8")  # fmt: skip
    schema = load_schema(path)
    assert schema.headers()["完成登记"] == "closed_datetime"
    assert schema.headers()["结案时间"] == "requested_datetime"
    assert "好评" in schema.values["satisfaction"]["满意"]
    assert load_schema().headers()["结案时间"] == "closed_datetime"
    assert "好评" not in load_schema().values["satisfaction"]["满意"]


@pytest.mark.parametrize(
    ("text", "code", "hint"),
    [
        ("columns: {closed_date: [x]}", "mapping.unknown_field", "closed_datetime"),
        ("values: {satisfied: {满意: [好]}}", "mapping.unknown_values", "satisfaction"),
        ("column: {}", "yaml.extra_forbidden", "columns"),
    ],
)
def test_a_mistake_in_a_mapping_is_named(tmp_path: Path, text: str, code: str, hint: str) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(EvallibError) as caught:
        load_schema(path)
    assert [problem.code for problem in caught.value.problems] == [code]
    assert hint in str(caught.value)


@pytest.mark.parametrize("path", sorted(MAPPINGS.glob("*.yaml")), ids=lambda path: path.stem)
def test_shipped_mappings_load(path: Path) -> None:
    headers = load_schema(path.stem).headers()
    assert {"service_request_id", "requested_datetime", "closed_datetime", "status"} <= set(headers.values())
