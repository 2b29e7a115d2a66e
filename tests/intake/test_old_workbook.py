"""Old workbooks (.xls): percentages are percentages, and what the values do not tell is told."""

import random
from decimal import Decimal
from pathlib import Path

import pytest

from evallib.intake import find_export, read_file, read_old_facts, read_service_requests
from evallib.model import EvallibError

OLD = Path(__file__).parents[1] / "zoo" / "old_workbooks"


def test_a_percent_format_is_read_as_a_percentage():
    submission = read_file(OLD / "percent.xls", 2023)
    [frame] = submission.tables["budget_lines"]
    assert frame["printed_execution_rate"].tolist() == [Decimal(1)] * 3
    assert submission.problems.errors == []


def test_hidden_parts_are_told():
    said = {p.code: p.cell for p in read_file(OLD / "percent.xls", 2023).problems}
    assert said["intake.hidden_rows"] == "第4行" and said["intake.hidden_columns"] == "B列"


def test_a_formula_without_a_value_is_an_error():
    [problem] = read_file(OLD / "formula.xls", 2023).problems.errors
    assert (problem.code, problem.cell) == ("intake.formula_without_value", "B3")


def test_cases_of_an_old_workbook():
    result = read_service_requests(find_export(OLD / "cases.xls"))
    rows = result.to_pandas()
    assert rows["service_request_id"].tolist() == ["A1", "20230000002", "A3"]
    stamps = [str(stamp) for stamp in rows["requested_datetime"][:2]]
    assert stamps == ["2023-03-05 14:02:00", "2023-03-06 00:00:00"]
    assert rows["returned_count"].tolist()[:2] == [1, 0]
    assert result.doubted[["cell", "code"]].values.tolist() == [["C4", "intake.formula_without_value"]]
    assert [p.cell for p in result.problems if p.code == "intake.hidden_rows"] == ["第3行"]


@pytest.mark.slow
def test_an_old_export_that_takes_its_reader_down_is_refused():
    killer = OLD.parent / "spreadsheets" / "old_workbook_that_takes_a_reader_down.xls"
    with pytest.raises(EvallibError, match=r"无法作为电子表格打开|中断|内存"):
        read_service_requests(killer)


def test_doubled_cells_and_errors_of_an_old_workbook():
    import struct

    from old_books import old_workbook

    one = struct.pack("<3Hd", 0, 0, 15, 1.0)
    records = [(0x0203, one), (0x0203, one), (0x0205, struct.pack("<3H2B", 1, 0, 15, 0x07, 1))]
    [facts] = read_old_facts(old_workbook(records)).values()
    assert facts.twice == ["A1"] and facts.errors == {(1, 0): "#DIV/0!"}


def test_damage_yields_no_facts_and_never_hangs():
    data = (OLD / "formula.xls").read_bytes()
    generator = random.Random(1)
    assert read_old_facts(data)["预算"].uncomputed == ["B3"]
    assert read_old_facts(data[:700]) == {} == read_old_facts(b"")
    for _ in range(2000):
        damaged = bytearray(data)
        for place in generator.sample(range(len(data)), 6):
            damaged[place] = generator.randrange(256)
        facts = read_old_facts(bytes(damaged))
        assert isinstance(facts, dict)
