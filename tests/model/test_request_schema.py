from __future__ import annotations

from pathlib import Path

import pytest

from evallib.model import CLOSED_STATES, EXCUSED_STATES, MAPPINGS, STATES, EvallibError, RequestSchema, load_schema
from evallib.parsing import bare_header, known_headers

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


def field_of(schema: RequestSchema, header: str) -> str:
    return known_headers(schema)[bare_header(header)].field


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("written", ["{}", " {}\n", "{}（必填）", "*{}", "{}："])
def test_headers_of_real_exports(header: str, written: str) -> None:
    assert field_of(load_schema(), written.format(header)) == HEADERS[header]


def test_no_header_belongs_to_two_fields() -> None:
    seen: dict[str, str] = {}
    for field in load_schema().columns:
        for text in (field.label, *field.aliases):
            assert seen.setdefault(bare_header(text), field.name) == field.name, text


def test_a_mapping_wins_over_the_shipped_table(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text("name: 我镇\ncolumns: {closed_datetime: [完成登记], requested_datetime: [结案时间]}\n"
                    "values: {satisfaction: {满意: [好评]}}\n", encoding="utf-8")  # fmt: skip
    schema = load_schema(path)
    assert field_of(schema, "完成登记") == "closed_datetime"
    assert field_of(schema, "结案时间") == "requested_datetime"
    assert "好评" in schema.values["satisfaction"]["满意"]
    assert field_of(load_schema(), "结案时间") == "closed_datetime"
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
    assert {"service_request_id", "requested_datetime", "closed_datetime", "status"} <= set(
        load_schema(path.stem).mapped
    )


def test_every_word_of_a_status_is_in_one_state() -> None:
    groups = load_schema().values["status"]
    assert set(groups) == set(STATES)
    assert {*CLOSED_STATES, *EXCUSED_STATES} <= set(STATES)
    words = [word.lower() for texts in groups.values() for word in texts]
    assert len(words) == len(set(words))


def test_a_mapping_moves_a_word_to_another_state(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text("values: {status: {open: [待评价]}}\n", encoding="utf-8")
    groups = load_schema(path).values["status"]
    assert "待评价" in groups["open"] and "待评价" not in groups["closed"]
