"""Planted identifiers in every column of a case export: none gets into data/clean, reports or the terminal."""

import pyarrow.parquet as pq
import pytest
from leaks import everything

from evallib.checks import check_path, clean_unit, describe, read_record
from evallib.publish import write_checks

pytestmark = pytest.mark.slow

HEAD = ["工单编号", "受理时间", "办结时间", "来源", "诉求类型", "案件小类", "诉求内容", "地址", "所属居村", "网格类型", "主责部门",
        "案件状态", "紧急程度", "联系电话", "诉求人", "满意度", "第二联系人"]  # fmt: skip
NUMBERS = [f"139000000{number:02d}" for number in range(1, 30)]
PLANTED = [*NUMBERS, "310112199001011234", "13812345678", "王建军", "402室", "号402", "沪A12345", "64123456"]


def planted_rows():
    n = NUMBERS
    case = ["S1", "2023-03-05 10:00", "2023-03-06 10:00", "热线" + n[0], "类型" + n[1], "小类" + n[2],
            f"市民王建军反映 {n[3]} 身份证310112199001011234 车牌沪A12345", f"幸福路88弄5号402室 {n[4]} 王建军", "某居委" + n[5],
            "网格" + n[6], "城建中心" + n[7], "已结案" + n[8], "紧急" + n[9], int(n[10]), "王建军", "满意" + n[11], "王建军"]  # fmt: skip
    hidden = ["S2", "2023-03-05 10:00", None, "138\u200b12345678", "类", "小", "138\u200b1234\u20605678 和 021-\u00ad64123456",
              "幸福路88弄5号402", "居", "网", "城建中心", "已结案", "", "", "", "", ""]  # fmt: skip
    number = [n[12], "2023-03-05 10:00", None, *[""] * 14]
    late = [
        "S3",
        "三月五日" + n[13],
        None,
        *[""] * 4,
        "幸福路88弄5号402室王建军",
        *[""] * 5,
        int(n[14]),
        "王建军",
        "",
        "王建军",
    ]
    lost = [
        "",
        "",
        "",
        "热线" + n[15],
        "",
        "",
        "市民王建军来电",
        "幸福路402室",
        "",
        "",
        "",
        "",
        "",
        int(n[16]),
        "王建军",
        "",
        "",
    ]
    return [["2023年工单 " + n[17]], HEAD, case, hidden, number, late, lost]


@pytest.fixture
def planted(empty_workspace, workbook):
    folder = empty_workspace.raw_dir("town", 2023)
    workbook({"表" + NUMBERS[20]: planted_rows()}, folder / f"工单{NUMBERS[21]}.xlsx")
    return empty_workspace


def test_no_identifier_gets_out(planted):
    result = clean_unit(planted.at("town", 2023))
    assert result.accepted == {"service_requests": 4}
    write_checks(planted, read_record(planted.at("town", 2023)))
    texts = [*everything(planted.clean), *everything(planted.reports), *everything(planted.inside)]
    assert any(path.name.endswith("_核对.xlsx") for path, _ in texts)
    assert {(path.name, word) for path, text in texts for word in PLANTED if word in text} == set()
    told = "\n".join(describe(check_path(planted.raw)))
    assert [word for word in PLANTED if word in told] == []


def test_orders_that_are_kept_for_the_next_run_hold_no_identifier(empty_workspace, workbook):
    folder = empty_workspace.raw_dir("town", 2023)
    workbook({"表": planted_rows()}, folder / "工单.xlsx")
    clean_unit(empty_workspace.at("town", 2023))
    texts = everything(empty_workspace.inside)
    assert any(path.suffix == ".arrow" for path in empty_workspace.inside.rglob("*")), "orders are kept"
    assert {(path.name, word) for path, text in texts for word in PLANTED if word in text} == set()


def test_what_is_not_personal_stays(planted):
    clean_unit(planted.at("town", 2023))
    rows = pq.read_table(planted.clean_dir("town", 2023) / "service_requests.parquet").to_pylist()
    assert rows[0]["source"] == "热线139****0001" and rows[0]["address"] == "幸福路88弄5号"
    assert rows[0]["service_request_id"] == "S1" and rows[1]["address"] == "幸福路88弄5号"
    assert rows[1]["source"] == "138****5678"
    assert (rows[0]["source_file"], rows[0]["source_sheet"]) == ("工单139****0022.xlsx", "表139****0021")
    assert rows[2]["service_request_id"].isalpha()


def test_every_masked_column_is_told_without_its_content(planted):
    notes = {p.cell: p for p in clean_unit(planted.at("town", 2023)).problems if p.code == "privacy.masked"}
    assert {"D3:D4", "H3:H4、H6", "A5", "K3"} <= set(notes)
    assert all(note.value == "" and note.severity == "note" for note in notes.values())
    assert "手机号码" in notes["K3"].message and "1 格" in notes["K3"].message
