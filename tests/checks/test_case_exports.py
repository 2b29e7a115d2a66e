"""Case exports pass the gate beside ordinary tables, told apart by their headers."""

import json
import shutil

import pytest

from evallib.checks import clean_unit
from evallib.intake import find_export, write_sample
from evallib.publish import open_page

pytestmark = pytest.mark.slow

FOUR_RATES = [["指标", "本镇"], ["先行联系率", "97.60%"]]


@pytest.fixture
def town(empty_workspace, workbook):
    folder = empty_workspace.raw_dir("town", 2023)
    workbook({"四率": FOUR_RATES}, folder / "四率.xlsx")
    export = write_sample(folder, "huacao", 2023, rows=300)
    return empty_workspace, folder, export


def test_exports_are_told_by_their_headers(root, town):
    _, folder, export = town
    assert find_export(export).path == export
    assert not find_export(folder / "四率.xlsx")
    assert not any(find_export(path) for path in (root / "data/raw").glob("*/*/*.xlsx"))
    bad = folder / "坏.xlsx"
    bad.write_bytes(b"PK\x03\x04")
    assert not find_export(bad)


def test_cases_go_in_and_leave_with_their_export(town):
    workspace, _, export = town
    result = clean_unit(workspace.at("town", 2023))
    assert result.accepted["service_requests"] == 300
    assert open_page(workspace.at("town", 2023)).mark == "【合成数据】"
    export.unlink()
    assert "service_requests" not in clean_unit(workspace.at("town", 2023)).accepted
    assert not (workspace.clean_dir("town", 2023) / "service_requests.parquet").exists()


def test_a_sample_written_straight_to_parquet_stays(town):
    workspace, folder, export = town
    clean_unit(workspace.at("town", 2023))
    saved = workspace.clean_dir("town", 2023) / "service_requests.parquet"
    kept = folder / "kept.bin"
    shutil.copy(saved, kept)
    export.unlink()
    clean_unit(workspace.at("town", 2023))
    shutil.copy(kept, saved)
    clean_unit(workspace.at("town", 2023))
    assert saved.exists()


def test_an_unreadable_export_is_said_and_stays_out(empty_workspace, workbook):
    folder = empty_workspace.raw_dir("town", 2023)
    rows = [["工单编号", "受理时间", "来源"], ["A1", "昨天下午", "12345"], ["A2", "2023-03-05 14:02", "12345"]]
    workbook({"工单": rows}, folder / "工单.xlsx")
    result = clean_unit(empty_workspace.at("town", 2023))
    assert result.accepted == {"service_requests": 2} and result.ok
    [problem] = [p for p in result.problems if p.code == "intake.not_a_date"]
    assert "昨天下午" in str(problem) and "工单.xlsx" in str(problem)


def test_sample_verb(cli, empty_workspace):
    code, out, _ = cli(empty_workspace, "sample", "service-requests", "--unit", "pujin", "--rows", "50")
    assert code == 0 and "合成数据" in out
    record = clean_unit(empty_workspace.at("pujin", 2023)).to_dict()
    assert json.loads(json.dumps(record))["accepted"] == {"service_requests": 50}


@pytest.mark.parametrize("level", ["year", "unit", "raw"])
def test_foreign_headers_need_nothing_but_a_mapping_file(root, empty_workspace, level):
    folder = empty_workspace.raw_dir("brooklyn", 2023)
    folder.mkdir(parents=True)
    shutil.copy(root / "tests/zoo/exports/nyc.csv", folder / "export.csv")
    before = clean_unit(empty_workspace.at("brooklyn", 2023))
    assert any(problem.code == "intake.inferred_columns" for problem in before.problems), "its parts tell what it is"
    place = {"year": folder, "unit": folder.parent, "raw": empty_workspace.raw}[level]
    shutil.copy(root / "src/evallib/model/mappings/nyc311.yaml", place / "mapping.yaml")
    after = clean_unit(empty_workspace.at("brooklyn", 2023))
    assert after.accepted["service_requests"] == 2
    assert not any(problem.code == "intake.inferred_columns" for problem in after.problems)
