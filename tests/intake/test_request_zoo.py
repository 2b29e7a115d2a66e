"""The zoo of exports: each animal reads, or is refused, with the right message at the right place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from evallib.intake import read_service_requests
from evallib.model import EvallibError

ZOO = Path(__file__).parent.parent / "zoo" / "exports"


@dataclass(frozen=True)
class Animal:
    file: str
    rows: int | None  # None: refused
    code: str = ""
    severity: str = ""
    cell: str = ""
    text: str = ""
    mapping: str | None = None


ANIMALS = [
    Animal("utf8_bom.csv", 3),
    Animal("utf16_tab.csv", 3),
    Animal("gb18030.csv", 3, "intake.total_row", "note", "第6行", "合计 3"),
    Animal("old.xls", 1, "intake.total_row", "note", "第4行", "合计行"),
    Animal("two_row_header.xlsx", 2),
    Animal("several_sheets.xlsx", 4, "intake.other_sheet", "note", "", "不是工单表"),
    Animal("pages.csv", 2, "intake.repeated_header", "note", "第3行", "表头重复"),
    Animal("signed.csv", 3, "intake.remark", "note", "第5行", "制表人"),
    Animal("private.csv", 1, "privacy.masked", "note", "D2", "“地址”中的个人信息已遮盖：门牌室号，共 1 格"),
    Animal("nyc.csv", 2, mapping="nyc311"),
    Animal("baltimore.csv", 1, "intake.unknown_columns", "note", "", "RecordStamp", "baltimore311"),
    Animal("sf.csv", 1, mapping="sf311"),
    Animal("wrong_total.csv", 3, "intake.total_differs", "warning", "第5行", "合计行写 5 件，读到 3 件"),
    Animal("same_row.csv", 1, "intake.repeated_row", "note", "A3", "整行重复"),
    Animal("unknown_level.csv", 1, "intake.unknown_value", "warning", "E2", "读到“还行”"),
    Animal("same_number.csv", 2, "intake.shared_id", "warning", "A2:A3", "另一工单相同，各计一件"),
    Animal("bad_date.csv", 2, "intake.not_a_date", "warning", "C3", "读到“2023/2/30”"),
    Animal("ambiguous_date.csv", 1, "intake.ambiguous_date", "warning", "C2", "date_order: mdy"),
    Animal("shifted.xlsx", 2, "intake.not_a_date", "warning", "E4", "读到“三月五日”"),
    Animal("no_number.csv", 2, "intake.missing_id", "warning", "A3", "“工单编号”是空的"),
    Animal("number_without_time.csv", 2, "intake.missing_time", "warning", "C3", "“受理时间”是空的"),
    Animal("closed_early.csv", 1, "intake.closed_before_requested", "warning", "D2", "早于受理时间"),
    Animal("ragged.csv", 45, "intake.ragged", "error", "第47行", "列数与表头不符"),
    Animal("no_time.csv", None, "intake.missing_column", "error", "第1行", "表里的“受里时间”如果就是它，请改名"),
    Animal("no_cases.csv", None, "intake.not_cases", "error", "", "认不出工单表头"),
    Animal("blank_sheet.xlsx", None, "intake.empty", "error", "", "没有内容"),
    Animal("empty.csv", None, "intake.empty", "error", "", "文件是空的"),
    Animal("page.xls", None, "intake.not_cases", "error", "", "认不出工单表头"),
    Animal("locked.xlsx", None, "intake.not_a_workbook", "error", "", "无法作为电子表格打开"),
    Animal("cut_short.xlsx", None, "intake.unreadable", "error", "", "可能已加密或损坏"),
    Animal("latin.csv", None, "intake.encoding", "error", "", "既不是 UTF-8 也不是 GB18030"),
]


@pytest.mark.parametrize("animal", ANIMALS, ids=lambda animal: animal.file)
def test_animal(animal: Animal) -> None:
    if animal.rows is None:
        with pytest.raises(EvallibError) as caught:
            read_service_requests(ZOO / animal.file, animal.mapping)
        problems = caught.value.problems
    else:
        result = read_service_requests(ZOO / animal.file, animal.mapping)
        assert result.table.num_rows == animal.rows
        problems = list(result.problems)
        errors = [problem for problem in problems if problem.severity == "error"]
        assert bool(errors) == (animal.severity == "error")
        assert result.tally.is_complete
        if animal.severity == "warning" and animal.code in set(result.doubted["code"]):
            assert result.doubted["cell"].tolist() == [animal.cell]
            assert result.tally.doubtful == 1
    if not animal.code:
        assert [str(problem) for problem in problems] == []
        return
    found = [problem for problem in problems if problem.code == animal.code and animal.text in str(problem)]
    assert len(found) == 1
    assert (found[0].severity, found[0].cell) == (animal.severity, animal.cell)
    assert found[0].file == animal.file


def test_every_animal_has_its_row() -> None:
    assert {path.name for path in ZOO.iterdir()} == {animal.file for animal in ANIMALS}


@pytest.mark.parametrize("name", ["utf8_bom.csv", "utf16_tab.csv", "gb18030.csv"])
def test_same_content_whatever_the_encoding(name: str) -> None:
    frame = read_service_requests(ZOO / name).to_pandas()
    assert frame["service_request_id"].tolist() == ["A1", "A2", "A3"]
    assert [str(stamp) for stamp in frame["requested_datetime"]] == [
        "2023-03-05 14:02:00", "2023-03-05 00:00:00", "2023-03-07 14:30:00"]  # fmt: skip
    assert frame["satisfaction"].fillna("").tolist() == ["满意", "不满意", ""]
    assert frame["is_closed"].tolist() == [True, True, False]


def test_two_row_header_and_numbers_as_text() -> None:
    frame = read_service_requests(ZOO / "two_row_header.xlsx").to_pandas()
    assert frame["service_request_id"].tolist() == ["A1", "20230000002"]
    assert str(frame["closed_datetime"][0]) == "2023-03-06 12:00:00"
    assert str(frame["expected_datetime"][0]) == "2023-03-12 23:59:59", "a limit on a day lasts until its end"
    assert frame["was_contacted"].tolist() == [True, False]
    assert frame["source_row"].tolist() == [4, 5]


def test_nobody_is_named() -> None:
    result = read_service_requests(ZOO / "private.csv", key=b"k")
    row = result.to_pandas().iloc[0]
    assert row["description"] == "请回电138****5678，身份证******"
    assert row["address"] == "某路12弄3号"
    assert row["caller_id"].startswith("P")
    assert "caller_name" not in result.table.column_names
    assert "13812345678" not in str(row.to_dict()) and "张三" not in str(row.to_dict())


def test_american_dates_and_status() -> None:
    frame = read_service_requests(ZOO / "nyc.csv", "nyc311").to_pandas()
    assert [str(stamp) for stamp in frame["requested_datetime"]] == ["2023-03-05 14:02:00", "2023-12-31 00:00:01"]
    assert frame["is_closed"].tolist() == [True, False]
    assert frame["unit"].tolist() == ["纽约市", "纽约市"]
    frame = read_service_requests(ZOO / "sf.csv", "sf311").to_pandas()
    assert str(frame["closed_datetime"][0]) == "2023-03-06 10:00:00"


def test_several_files_share_one_namespace_of_numbers() -> None:
    result = read_service_requests([ZOO / "utf8_bom.csv", ZOO / "gb18030.csv"])
    assert result.table.num_rows == 3
    repeated = [problem for problem in result.problems if problem.code == "intake.repeated_row"]
    assert [(problem.file, problem.cell) for problem in repeated] == [("gb18030.csv", "A3:A5")]
