"""`check_path`: files, folders, all of data/raw; exit codes; text and JSON without personal data."""

import json

import pytest

from evallib.checks import check_path, describe
from evallib.model import EvallibError
from evallib.model.plain import plain

GOOD = {"四率": [["2023年度四率"], ["指标", "本镇"], ["先行联系率", "97.60%"]]}
UNDATED = {"四率": [["四率"], ["指标", "本镇"], ["先行联系率", "97.60%"]]}
BAD = {"四率": [["指标", "本镇"], ["先行联系率", "97.60%"], ["快乐率", "97.60%"]]}


@pytest.fixture
def town(empty_workspace, workbook):
    workbook(GOOD, empty_workspace.raw_dir("town", 2023) / "四率.xlsx")
    workbook(BAD, empty_workspace.raw_dir("village", 2022) / "四率.xlsx")
    return empty_workspace


@pytest.mark.parametrize(
    ("path", "code", "pairs"),
    [
        ("data/raw", 1, [("town", 2023), ("village", 2022)]),
        ("data/raw/town", 0, [("town", 2023)]),
        ("data/raw/town/2023", 0, [("town", 2023)]),
        ("data/raw/village/2022/四率.xlsx", 1, [("village", 2022)]),
    ],
)
def test_paths_inside_data_raw(town, path, code, pairs):
    report = check_path(town.root / path)
    assert report.exit_code == code
    assert [(result.unit, result.year) for result in report.results] == pairs
    assert not town.clean.exists(), "nothing is written"


@pytest.mark.parametrize(
    ("path", "said"),
    [("nowhere", "找不到"), ("data/raw/twon", "找不到"), ("empty", "没有电子表格"), ("四率.xlsx", "看不出是哪一年")],
)
def test_what_cannot_be_checked(town, workbook, path, said):
    (town.root / "empty").mkdir()
    workbook(UNDATED, town.root / "四率.xlsx")
    with pytest.raises(EvallibError, match=said):
        check_path(town.root / path, None if path != "empty" else 2023)


def test_a_lone_file_takes_its_year_from_its_title(town, workbook):
    (result,) = check_path(workbook(GOOD, town.root / "四率.xlsx")).results
    assert result.year == 2023 and result.accepted == {"four_rates": 1}


def test_a_file_elsewhere_takes_its_year_from_its_name_or_from_the_caller(town, workbook):
    path = workbook(GOOD, town.root / "交来" / "2022年四率.xlsx")
    assert [p.code for p in check_path(path).results[0].problems] == ["intake.other_year"]
    assert [p.message for p in check_path(path, 2023).results[0].problems] == ["文件名写的年份与文件夹（2023）不符"]


def test_folders_with_other_names_are_told(town, workbook):
    workbook(GOOD, town.raw / "华漕镇 (新)" / "2023" / "四率.xlsx")
    workbook(GOOD, town.raw / "town" / "二〇二三" / "四率.xlsx")
    notes = check_path(town.raw).notes
    assert [(note.code, note.file) for note in notes] == [
        ("check.bad_year_name", "town/二〇二三"), ("check.bad_unit_name", "华漕镇 (新)"),
    ]  # fmt: skip


def test_a_folder_may_be_called_as_the_town_is(town, workbook):
    workbook(GOOD, town.raw / "青溪镇" / "2023" / "四率.xlsx")
    (result,) = check_path(town.raw / "青溪镇").results
    assert (result.unit, result.accepted) == ("青溪镇", {"four_rates": 1})
    assert town.unit_info("青溪镇").name == "青溪镇"


def test_files_outside_a_year_folder_are_told_with_their_place(town, workbook):
    workbook(GOOD, town.raw / "散落.xlsx")
    workbook(GOOD, town.raw / "town" / "四率 13812345678.xlsx")
    (town.raw / "town" / "~$四率.xlsx").write_bytes(b"lock")
    (town.raw / "README.md").write_text("说明", encoding="utf-8")
    notes = check_path(town.raw).notes
    assert [(note.severity, note.file, note.expected) for note in notes] == [
        ("warning", "散落.xlsx", "放在 data/raw/<单位>/<年度>/"),
        ("warning", "town/四率 138****5678.xlsx", "放在 data/raw/town/<年度>/"),
    ]
    assert [note.file for note in check_path(town.raw / "town").notes] == ["town/四率 138****5678.xlsx"]
    assert "散落.xlsx：不在年度文件夹内，未读入" in "\n".join(describe(check_path(town.raw)))


@pytest.mark.parametrize("year", [-5, 0, 99, 1899, 2100, 99999])
def test_a_year_that_no_folder_could_have(town, workbook, year):
    with pytest.raises(EvallibError, match="年度不合理"):
        check_path(workbook(GOOD, town.root / "四率.xlsx"), year)


def test_text_and_json(town):
    report = check_path(town.raw)
    text = "\n".join(describe(report))
    assert "四率.xlsx › 四率 › A3" in text and "不能进入：四率" in text and "错误 1 处" in text
    data = json.loads(json.dumps(plain(report), ensure_ascii=False))
    assert data["exit_code"] == 1
    assert {rule["status"] for rule in data["results"][0]["rules"]} <= {"passed", "failed", "skipped"}
