"""Kinds of faults that exports of other houses have: each is read as it was meant, or doubted, and always told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import ibis
import openpyxl
import pytest

from evallib.indicators import count_requests, fetch
from evallib.intake import ServiceRequests, find_export, read_service_requests

HEAD = [
    "单号",
    "渠道",
    "类别",
    "诉求内容",
    "受理时间",
    "处置时限",
    "办结时间",
    "承办单位",
    "状态",
    "是否先行联系",
    "是否解决",
    "满意度",
]


def orders(**changed: list[object]) -> list[list[object]]:
    """Five ordinary orders, with some columns written otherwise."""
    names = dict(zip(("id", "source", "kind", "text", "asked", "limit", "closed", "agency", "status", "contact", "solved",
                      "level"), range(12), strict=True))  # fmt: skip
    rows = [[f"T{day}", "热线", "噪音", "夜间施工", f"2024-05-{day:02} 08:30:00", f"2024-05-{day + 7:02} 18:00:00",
             f"2024-05-{day + 2:02} 16:00:00", "城建办", "已办结", "是", "已解决", "满意"] for day in range(6, 11)]  # fmt: skip
    for name, values in changed.items():
        for row, value in zip(rows, values, strict=True):
            row[names[name]] = value  # type: ignore[call-overload]
    return rows  # type: ignore[return-value]


def read(folder: Path, files: dict[str, list[list[object]]], mapping: str = "", **options: object) -> ServiceRequests:
    paths = []
    for name, rows in files.items():
        path = folder / name
        if path.suffix == ".xlsx":
            book = openpyxl.Workbook()
            for row in rows:
                book.active.append(row)
            book.save(path)
        else:
            delimiter = str(options.get("delimiter", ","))
            text = "\n".join(delimiter.join(map(str, row)) for row in rows)
            path.write_bytes(text.encode(str(options.get("encoding", "utf-8"))))
        paths.append(path)
    place = folder / "mapping.yaml"
    if mapping:
        place.write_text(mapping, encoding="utf-8")
    found = [find_export(path, place if mapping else None) for path in paths]
    assert all(found), "an export is told by its headers"
    return read_service_requests([item for item in found if item], mapping=place if mapping else None)


def counts(result: ServiceRequests) -> dict[str, int]:
    # Long after every limit, so that all orders are ripe.
    frame = fetch(count_requests(ibis.memtable(result.table), as_of=datetime(2024, 7, 31)))
    return {str(name): int(value) for name, value in frame.iloc[0].items()}


@dataclass(frozen=True)
class Kind:
    name: str
    rows: list[list[object]]
    orders: int = 5
    codes: frozenset[str] = field(default_factory=frozenset)
    counts: dict[str, int] = field(default_factory=dict)
    head: list[str] = field(default_factory=lambda: list(HEAD))
    file: str = "2024年05月.csv"
    mapping: str = ""


DAYS = range(6, 11)
KINDS = [
    Kind("a day closes at its end", orders(closed=[f"2024-05-{d:02}" for d in DAYS]), counts={"on_time_count": 5}),
    Kind("a limit on a day lasts until its end", orders(limit=[f"2024-05-{d + 2:02}" for d in DAYS]), counts={"on_time_count": 5}),
    Kind("a limit in working days", orders(limit=["5个工作日"] * 5), codes=frozenset({"intake.working_days"}), counts={"due_count": 5, "on_time_count": 5}),
    Kind("a limit in hours", orders(limit=["24小时"] * 5), counts={"due_count": 5, "on_time_count": 0, "overdue_count": 5}),
    Kind("a limit whose unit nobody tells", orders(limit=["5"] * 5), codes=frozenset({"intake.limit_without_unit"}), counts={"due_count": 0}),
    Kind("a limit whose unit the mapping tells", orders(limit=["5"] * 5), mapping="limit_unit: days", counts={"due_count": 5}),
    Kind("closed before received", orders(closed=["2024-05-05 09:00:00", *[f"2024-05-{d + 2:02} 16:00:00" for d in DAYS][1:]]),
         codes=frozenset({"intake.closed_before_requested"}), counts={"cases_count": 5, "closed_count": 5, "on_time_count": 4, "overdue_count": 0}),
    Kind("closed within the minute of the receipt", orders(asked=[f"2024-05-{d:02} 08:30:40" for d in DAYS], closed=[f"2024-05-{d:02} 08:30" for d in DAYS]),
         counts={"on_time_count": 5}),
    Kind("a closing eight years ahead", orders(closed=["2042-05-08 16:00:00", *[f"2024-05-{d + 2:02} 16:00:00" for d in DAYS][1:]]),
         codes=frozenset({"intake.after_data"}), counts={"closed_count": 5, "overdue_count": 0}),
    Kind("closed by its status alone", orders(closed=[""] * 5), codes=frozenset({"intake.closed_without_time"}), counts={"closed_count": 5, "due_count": 0}),
    Kind("void orders are none", orders(status=["【作废】", "已办结", "已办结", "[处理中]", "7-已结案"], closed=["", "2024-05-09 16:00:00", "2024-05-10 16:00:00", "", "2024-05-12 16:00:00"]),
         codes=frozenset({"intake.status_words"}), counts={"cases_count": 4, "closed_count": 3}),
    Kind("an unknown status is asked for", orders(status=["阅示中"] * 5, closed=[""] * 5), codes=frozenset({"intake.unknown_status"}), counts={"closed_count": 0, "unknown_state_count": 5}),
    Kind("excused orders are not overdue", orders(status=["延期", "缓办", "挂起", "已办结", "已办结"], closed=["", "", "", "2024-05-11 16:00:00", "2024-05-12 16:00:00"]),
         counts={"overdue_count": 0, "closed_count": 2}),
    Kind("lost digits", orders(id=[330109202405060000 + 64 * d for d in (0, 0, 0, 1, 1)]), file="a.xlsx", codes=frozenset({"intake.digits_lost"})),
    Kind("one number in powers of ten", orders(id=["3.30109E+17", "T2", "T3", "T4", "T5"]), codes=frozenset({"intake.scientific_id"})),
    Kind("all numbers in powers of ten", orders(id=["3.30109E+17"] * 5), orders=0, codes=frozenset({"intake.scientific_ids"})),
    Kind("all numbers in powers of ten, each row declared an order", orders(id=["3.30109E+17"] * 5), mapping="key: row", codes=frozenset({"intake.row_numbers"})),
    Kind("protected numbers", orders(id=['="0012"', "'0013", "\t0014", "0015", "0016"])),
    Kind("numbers with a sharp", orders(id=[f"#{d}" for d in DAYS])),
    Kind("lost zeros", orders(id=["000012", "000013", "14", "000015", "16"]), codes=frozenset({"intake.zeros_lost"})),
    Kind("a bare comma", [*orders()[:4], [*orders()[4][:7], "城建", "办", *orders()[4][8:]]], orders=4, codes=frozenset({"intake.ragged"})),
    Kind("cells one too far right", [*orders()[:4], [*orders()[4][:4], "", *orders()[4][4:11]]], orders=4, codes=frozenset({"intake.shifted_row"})),
    Kind("two columns with one header", [[*row[:7], "", *row[7:]] for row in orders()], head=[*HEAD[:7], "办结时间", *HEAD[7:]], codes=frozenset({"intake.duplicate_header"}), counts={"closed_count": 5}),
    Kind("two agencies", [*orders(), [*orders()[4][:7], "水务所", *orders()[4][8:]]], codes=frozenset({"intake.repeated_row"})),
    Kind("subtotals in between", [*orders()[:2], ["小计", 2], *orders()[2:], ["合计", 5]], codes=frozenset({"intake.total_row"}), file="a.xlsx"),
    Kind("cell errors", orders(closed=["#REF!", "2024-05-09 16:00:00", "#N/A", "2024-05-11 16:00:00", "2024-05-12 16:00:00"]), codes=frozenset({"intake.cell_error"}), counts={"closed_count": 5, "on_time_count": 3}),
    Kind("no numbers at all", [row[1:] for row in orders()], head=HEAD[1:], codes=frozenset({"intake.row_numbers"})),
    Kind("days of which only the column tells the order", orders(asked=["06/05/2024", "07/05/2024", "08/05/2024", "25/05/2024", "10/05/2024"], limit=[""] * 5, closed=[""] * 5),
         codes=frozenset({"intake.time_reading"})),
    Kind("the file tells the month", orders(asked=[f"{d}日9时" for d in DAYS]), codes=frozenset({"intake.time_reading"})),
    Kind("a day that no month has", orders(asked=["2024-02-30 08:30:00", *[f"2024-05-{d:02} 08:30:00" for d in DAYS][1:]]), codes=frozenset({"intake.not_a_date"})),
    Kind("a limit in working hours", orders(limit=["16个工作小时"] * 5), codes=frozenset({"intake.working_days"}), counts={"due_count": 5}),
    Kind("a part of a day in working hours", orders(limit=["3个工作小时"] * 5), codes=frozenset({"intake.limit_in_part_days"}), counts={"due_count": 0}),
    Kind("a limit before the receipt", orders(limit=["2024-04-01 09:00:00", *[f"2024-05-{d + 7:02} 18:00:00" for d in DAYS][1:]]),
         codes=frozenset({"intake.limit_before_requested"}), counts={"due_count": 4}),
    Kind("a weekday in brackets", orders(asked=[f"2024-05-{d:02}（{w}）08:30" for d, w in zip(DAYS, "一二三四五", strict=True)]), counts={"on_time_count": 5}),
    Kind("numbers in full width", orders(id=[f"Ｔ２４{d}　" for d in DAYS])),
    Kind("callers in powers of ten", [[*row, "1.3805E+10"] for row in orders()], head=[*HEAD, "联系电话"], codes=frozenset({"intake.scientific_phone"}), counts={"repeated_count": 0}),
    Kind("an order without number and time", [*orders(), ["", "热线", "噪音", "夜间施工", *[""] * 8]], codes=frozenset({"intake.no_number_no_time"})),
    Kind("a day and its hour in two columns", [[*row[:4], row[4][:10], row[4][11:], *row[5:]] for row in orders()],  # type: ignore[index]
         head=[*HEAD[:4], "受理日期", "受理时间", *HEAD[5:]], codes=frozenset({"intake.joined_time"}), counts={"on_time_count": 5}),
    Kind("a bracket that voids", orders(status=["已办结（作废）", *["已办结"] * 4]), counts={"cases_count": 4}),
    Kind("an extension was granted", [[*row, "是", "2024-06-30"] for row in orders(closed=[f"2024-05-{d + 12:02} 16:00:00" for d in DAYS])], head=[*HEAD, "是否延期", "延期后办结时限"], counts={"on_time_count": 5}),
]  # fmt: skip


@pytest.mark.sampled(5)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_kind(tmp_path: Path, kind: Kind) -> None:
    result = read(tmp_path, {kind.file: [kind.head, *kind.rows]}, kind.mapping)
    assert result.table.num_rows == kind.orders
    assert result.tally.is_complete, result.tally
    assert kind.codes <= {problem.code for problem in result.problems}
    told = counts(result) if kind.orders else {}
    assert {name: told[name] for name in kind.counts} == kind.counts
    ids = result.table["service_request_id"].to_pylist()
    assert len(set(ids)) == len(ids), "every order can be told from every other"


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-16", "\t"), ("utf-16-le", "\t"), ("gb18030", ";"), ("utf-8-sig", "|")]
)
def test_any_encoding_and_delimiter(tmp_path: Path, encoding: str, delimiter: str) -> None:
    result = read(tmp_path, {"a.txt": [HEAD, *orders()]}, encoding=encoding, delimiter=delimiter)
    assert result.table.num_rows == 5 and counts(result)["on_time_count"] == 5


def test_half_a_character_costs_a_character(tmp_path: Path) -> None:
    text = "\n".join(",".join(map(str, row)) for row in [HEAD, *orders()]).encode("gb18030")
    (tmp_path / "a.csv").write_bytes(text.replace("施工".encode("gb18030"), "施工".encode("gb18030")[:-1], 1))
    result = read_service_requests(tmp_path / "a.csv")
    assert result.table.num_rows == 5
    [told] = [problem for problem in result.problems if problem.code == "intake.lost_character"]
    assert told.cell == "D2"


def test_lines_in_two_encodings_are_read_line_by_line(tmp_path: Path) -> None:
    lines = [",".join(map(str, row)) for row in [HEAD, *orders()]]
    (tmp_path / "a.csv").write_bytes("\n".join(lines[:4]).encode() + b"\n" + "\n".join(lines[4:]).encode("gb18030"))
    result = read_service_requests(tmp_path / "a.csv")
    assert set(result.table["description"].to_pylist()) == {"夜间施工"} and result.table.num_rows == 5
    assert "intake.mixed_encodings" in {problem.code for problem in result.problems}


def test_a_name_merged_down_stands_in_every_row(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in [HEAD, *orders(agency=["水务所", None, None, "城建办", None])]:
        book.active.append(row)
    for place in ("H2:H4", "H5:H6", "A8:C8"):
        book.active.merge_cells(place)
    book.save(tmp_path / "a.xlsx")
    result = read_service_requests(find_export(tmp_path / "a.xlsx"))
    assert result.table["agency_responsible"].to_pylist() == ["水务所"] * 3 + ["城建办"] * 2
    [told] = [problem for problem in result.problems if problem.code == "intake.merged_down"]
    assert told.cell == "H2:H4、H5:H6"


def test_running_numbers_of_eighteen_digits_are_no_identity_cards(tmp_path: Path) -> None:
    numbers = [f"31011220240506{n:04}" for n in range(1, 40)]
    rows = [[number, *orders()[0][1:]] for number in numbers]
    assert read(tmp_path, {"a.csv": [HEAD, *rows]}).table["service_request_id"].to_pylist() == numbers


def test_a_web_page_that_calls_itself_a_workbook(tmp_path: Path) -> None:
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in [HEAD, *orders()])
    (tmp_path / "a.xls").write_text(f"<html><meta charset=utf-8><table>{cells}</table></html>", encoding="utf-8")
    assert read_service_requests(tmp_path / "a.xls").table.num_rows == 5


@pytest.mark.slow
def test_the_newest_telling_of_an_order_counts(tmp_path: Path) -> None:
    first = orders(status=["处理中"] * 5, closed=[""] * 5)
    result = read(tmp_path, {"2024年06月.csv": [HEAD, *orders()[:3]], "2024年05月.csv": [HEAD, *first]})
    assert result.table.num_rows == 5 and counts(result)["closed_count"] == 3
    assert result.tally.left_out == {"旧版本": 3} and result.tally.is_complete
    assert sorted(result.table["versions_count"].to_pylist()) == [1, 1, 2, 2, 2]


def test_one_order_of_two_agencies_keeps_its_main_one(tmp_path: Path) -> None:
    head = [*HEAD, "主协办"]
    rows = [[*orders()[0][:7], "水务所", *orders()[0][8:], "协办"], [*orders()[0], "主办"]]
    table = read(tmp_path, {"a.csv": [head, *rows]}).table
    assert table["agency_responsible"].to_pylist() == ["城建办"]
    assert table["agency_assisting"].to_pylist() == ["水务所"] and table["dispatches_count"].to_pylist() == [2]


@pytest.mark.parametrize(
    ("mapping", "first"),
    [("", "2024-05-06 08:30:00"), ("columns: {requested_datetime: [登记时间]}", "2024-01-02 00:00:00")],
)
def test_a_standard_header_wins_and_a_mapping_wins_over_it(tmp_path: Path, mapping: str, first: str) -> None:
    rows = [["2024-01-02 00:00:00", *row] for row in orders()]
    result = read(tmp_path, {"a.csv": [["登记时间", *HEAD], *rows]}, mapping)
    assert str(result.table["requested_datetime"][0].as_py()) == first
    told = [problem.message for problem in result.problems if problem.code == "intake.column_choice"]
    assert bool(told) == (not mapping) and all("登记时间" in text for text in told)


def test_foreign_closing_words_count_by_a_declared_table(tmp_path: Path) -> None:
    head = ["ServiceRequestNum", "SRType", "SRStatus", "CreatedDate", "CloseDate", "Agency"]
    words = ["Closed", "Closed (Duplicate)", "Closed (Transferred)", "Open"]
    rows = [[f"24-{n}", "Trash", word, "2024/05/06 08:00:00+00", "" if word == "Open" else "2024/05/07 08:00:00+00", "DPW"]
            for n, word in enumerate(words)]  # fmt: skip
    path = tmp_path / "a.csv"
    path.write_text("\n".join(",".join(row) for row in [head, *rows]), encoding="utf-8")
    result = read_service_requests(path, "baltimore311")
    assert counts(result)["closed_count"] == 3 and counts(result)["repeated_count"] == 1
    assert result.table["state"].to_pylist() == ["closed", "duplicate", "transferred", "open"]


def test_until_when_the_data_goes_is_never_a_wild_date(tmp_path: Path) -> None:
    wild = orders(closed=["2042-05-08 16:00:00", *[f"2024-05-{d + 2:02} 16:00:00" for d in DAYS][1:]])
    result = read(tmp_path, {"a.csv": [HEAD, *wild]})
    assert (str(result.tally.until), result.tally.basis) == ("2024-05-12 16:00:00", "数据")
    titled = read(tmp_path, {"b.csv": [["工单汇总表（截至2024年5月31日）"], HEAD, *wild]})
    assert (str(titled.tally.until), titled.tally.basis) == ("2024-05-31 23:59:59", "标题")
    said = read(tmp_path, {"c.csv": [HEAD, *wild]}, "data_until: 2024-05-20T00:00:00")
    assert (str(said.tally.until), said.tally.basis) == ("2024-05-20 00:00:00", "设定")


def test_a_circled_digit_in_a_total_row_is_no_number(tmp_path: Path) -> None:
    found = read(tmp_path, {"a.csv": [HEAD, *orders(), ["合计", "①", "5"]]})
    assert found.table.num_rows == 5 and "intake.total_row" in {problem.code for problem in found.problems}


def test_a_quote_that_never_closes_swallows_nothing(tmp_path: Path) -> None:
    rows = orders(text=['靠近"老街的口', "夜间施工", "夜间施工", "两行\n也是一格", "夜间施工"])
    lines = [",".join(map(str, row)) for row in [HEAD, *rows[:3]]]
    lines += [",".join(f'"{cell}"' if "\n" in str(cell) else str(cell) for cell in row) for row in rows[3:]]
    path = tmp_path / "导出.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    found = read_service_requests(path)
    assert found.table["service_request_id"].to_pylist() == ["T6", "T7", "T8", "T9", "T10"]
    assert found.table["description"].to_pylist()[:4] == ["靠近老街的口", "夜间施工", "夜间施工", "两行\n也是一格"]
    assert "intake.open_quotes" in {problem.code for problem in found.problems}


def test_words_in_place_of_numbers_are_orders_of_their_own(tmp_path: Path) -> None:
    found = read(tmp_path, {"导出.csv": [HEAD, *orders(id=["无", "无", "无", "T9", "T10"]), ["小计", 5], ["小计", 5]]})
    assert found.table.num_rows == 5 == len(set(found.table["service_request_id"].to_pylist()))
    assert found.tally.doubtful == 3 and found.tally.is_complete
    assert [problem.cell for problem in found.problems if problem.code == "intake.no_number"] == ["A2:A4"]


def test_months_put_together_with_their_marks(tmp_path: Path) -> None:
    path = tmp_path / "导出.csv"
    months = [[HEAD, *orders()], [HEAD, *orders(id=[f"U{number}" for number in range(5)])]]
    path.write_bytes(
        b"".join("\n".join(",".join(map(str, row)) for row in [*rows, []]).encode("utf-8-sig") for rows in months)
    )
    found = read_service_requests(path)
    assert found.table.num_rows == 10 and not found.tally.doubtful


def test_cells_that_span_rows_of_a_web_page(tmp_path: Path) -> None:
    rows = orders()
    cells = [[f"<td rowspan=5>{cell}</td>" if place == 7 and not number else f"<td>{cell}</td>"
              for place, cell in enumerate(row) if place != 7 or not number] for number, row in enumerate(rows)]  # fmt: skip
    page = "".join(f"<tr>{''.join(row)}</tr>" for row in [[f"<th>{text}</th>" for text in HEAD], *cells])
    (tmp_path / "导出.xls").write_text(f"<html><table>{page}</table></html>", encoding="utf-8")
    found = read_service_requests(tmp_path / "导出.xls")
    assert found.table["agency_responsible"].to_pylist() == ["城建办"] * 5
    assert found.table["status"].to_pylist() == ["已办结"] * 5


@pytest.mark.parametrize("pattern", ["%Y%m%dT%H%M%S+0800", "%Y.%m.%d %H.%M", "%Y%m%d%H%M", "%Y%m%d %H:%M"])
def test_other_spellings_of_times(pattern: str, tmp_path: Path) -> None:
    asked = [datetime(2024, 5, day, 8, 30) for day in range(6, 11)]
    found = read(tmp_path, {"导出.csv": [HEAD, *orders(asked=[at.strftime(pattern) for at in asked])]})
    assert found.table["requested_datetime"].to_pylist() == asked
