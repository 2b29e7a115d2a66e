"""The release check finds what was planted in every kind of file, and passes the shipped reports."""

import base64
import json
import struct
import zipfile
from datetime import datetime
from functools import cache

import ibis
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from written_tables import write

from evallib.indicators import with_missing_columns
from evallib.publish import (
    PAIR,
    Dimension,
    Opened,
    Published,
    RequestFacts,
    check_release,
    collect,
    given_away,
    is_checked,
    of_district,
    single_requests,
    withhold,
)

HEAD = ["工单编号", "受理时间", "诉求类型", "主责部门", "满意度"]
ROWS = [[f"HC2023{n:05}", f"2023-03-05 14:{n:02}", "噪音", "城管中队", "满意"] for n in range(12)]
PHONE = "13912345678"


@cache
def requests() -> pa.Table:
    """59 requests: 40 about noise, 2 about illegal building, 17 others, over two months."""
    names = ["噪音"] * 40 + ["违建"] * 2 + ["物业"] * 17
    table = {
        "service_request_id": [f"HC2023{n:05}" for n in range(59)],
        "requested_datetime": pa.array(
            [1_675_000_000_000 + n % 2 * 2_592_000_000 for n in range(59)], pa.timestamp("ms")
        ),
        "service_name": names,
    }
    whole = with_missing_columns(ibis.memtable(pa.table(table)))  # as every clean table of requests is
    return whole.mutate(is_synthetic=ibis.literal(False)).to_pyarrow()


@pytest.fixture
def town(empty_workspace):
    """A unit with these requests."""
    file = empty_workspace.cases_file("town", 2023)
    file.parent.mkdir(parents=True)
    pq.write_table(requests(), file)
    empty_workspace.raw_dir("town", 2023).mkdir(parents=True, exist_ok=True)
    empty_workspace.report_dir("town", 2023).mkdir(parents=True, exist_ok=True)
    return empty_workspace


ALL_KINDS = ["html", "xlsx", "docx", "csv", "json", "ipynb", "svg", "pdf"]


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_an_identifier_is_found_in_every_kind_of_file(town, kind):
    write(town.report_dir("town", 2023) / f"a.{kind}", [["item", "note"], ["a", PHONE]])
    assert [(refusal.file, refusal.reason) for refusal in check_release(town)] == [
        (f"2023/town/a.{kind}", "identifier")
    ]


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_rows_of_single_requests_are_found_in_every_kind_of_file(town, kind):
    write(town.report_dir("town", 2023) / f"a.{kind}", [HEAD, *ROWS])
    assert {(refusal.file, refusal.reason) for refusal in check_release(town)} == {
        (f"2023/town/a.{kind}", "request_row")
    }


@pytest.mark.parametrize("left", [1, 2, 0], ids=["first line alone", "whole", "nothing"])
def test_a_count_is_found_again_in_what_was_kept_whole_in_part_or_not(town, left):
    """The first line of what is kept says what stands for itself; the counts of the second are read where there are requests."""
    write(town.report_dir("town", 2023) / "a.html", [["诉求类型", "件数"], ["噪音", 40], ["违建", 2]])
    first = check_release(town)
    (kept,) = (town.inside / "opened").glob("*.json")
    lines = kept.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2 and "违建" not in lines[0]
    kept.write_text("\n".join(lines[:left]), encoding="utf-8")
    assert check_release(town) == first
    assert {refusal.reason for refusal in first} == {"small_count"}


@pytest.mark.parametrize("kind", ["html", "xlsx", "docx", "csv", "json", "ipynb"])
def test_a_small_count_is_found(town, kind):
    write(town.report_dir("town", 2023) / f"a.{kind}", [["诉求类型", "件数"], ["噪音", 40], ["违建", 2]])
    told = check_release(town)
    assert {(refusal.file, refusal.reason) for refusal in told} == {(f"2023/town/a.{kind}", "small_count")}


def test_a_count_in_the_data_of_a_figure_is_found(town):
    figure = {"data": [{"type": "bar", "name": "件数", "x": ["噪音", "违建"], "y": [40, 2]}]}
    page = f'<html><script type="application/json">{json.dumps(figure)}</script></html>'
    (town.report_dir("town", 2023) / "a.html").write_text(page, encoding="utf-8")
    assert {refusal.reason for refusal in check_release(town)} == {"small_count"}


def test_a_small_count_by_difference_is_found(town):
    write(town.report_dir("town", 2023) / "a.csv", [["诉求类型", "件数"], ["噪音", 40], ["物业", 17], ["合计", 59]])
    [told] = check_release(town)
    assert told.reason == "small_count" and "违建" in told.detail and "2" in told.detail


def reasons(town):
    return {(refusal.file.rpartition("/")[2], refusal.reason) for refusal in check_release(town)}


@pytest.mark.parametrize("kind", ["html", "xlsx", "docx", "csv", "json", "ipynb", "svg"])
@pytest.mark.parametrize("head", [["项目", "数"], ["序号", "类别", "n"]])
def test_header_words_decide_nothing(town, kind, head):
    rows = [[f"{n}", "噪音" if n == 1 else "违建", 40 if n == 1 else 2][-len(head) :] for n in (1, 2)]
    write(town.report_dir("town", 2023) / f"a.{kind}", [head, *rows])
    assert reasons(town) == {(f"a.{kind}", "small_count")}


def test_turned_tables_sentences_and_sorted_columns_are_read(town):
    folder = town.report_dir("town", 2023)
    write(folder / "turned.csv", [["", "噪音", "违建"], ["全年", 40, 2]])
    (folder / "told.html").write_text("<p>违建类诉求2件，均已办结。</p>", encoding="utf-8")
    assert reasons(town) == {("turned.csv", "small_count"), ("told.html", "small_count")}
    for path in folder.iterdir():
        path.unlink()
    # The hidden cell between two equal ones is equal to them, so that the rest of the total is known as well.
    counts = {("甲", 1): 9, ("乙", 1): 9, ("丙", 1): 9, ("丁", 1): 3}
    opened = Opened()
    opened.add([("类型", "件数"), ("甲", "9"), ("乙", "—"), ("丙", "9"), ("丁", "—"), ("合计", "30")])
    seen = Published()
    facts = RequestFacts(dimensions=[Dimension("service_name", counts)])
    collect(opened, facts, None, seen)
    assert [*given_away(facts.dimensions[0], seen.single["service_name"], 5)] == [("丁", (1,), 3)]


@pytest.mark.parametrize("where", ["hover", "packed", "heatmap", "nested"])
def test_figure_data_of_every_shape_is_read(town, where):
    packed = {"dtype": "i4", "bdata": base64.b64encode(struct.pack("<2i", 40, 2)).decode()}
    trace = {
        "hover": {"x": [1, 2], "text": ["噪音", "违建"], "customdata": [[40, "甲"], [2, "乙"]]},
        "packed": {"name": "全部", "x": ["噪音", "违建"], "y": packed},
        "heatmap": {"x": ["全年"], "y": ["噪音", "违建"], "z": [[40], [2]]},
        "nested": {"counts": {"噪音": 40, "违建": 2}},
    }[where]
    page = f'<html><script type="application/json">{json.dumps({"data": [trace]})}</script></html>'
    (town.report_dir("town", 2023) / "a.html").write_text(page, encoding="utf-8")
    assert reasons(town) == {("a.html", "small_count")}


def test_sheets_of_a_workbook_by_month_are_put_together(town):
    book = openpyxl.Workbook()
    book.active.title = "1月"
    for title, rows in (("1月", [("噪音", 20), ("物业", 8)]), ("全年", [("噪音", 40), ("物业", 17), ("合计", 59)])):
        sheet = book[title] if title in book.sheetnames else book.create_sheet(title)
        for row in [("诉求类型", "件数"), *rows]:
            sheet.append(row)
    book.save(town.report_dir("town", 2023) / "a.xlsx")
    assert reasons(town) == {("a.xlsx", "small_count")}


def test_a_district_and_its_other_units_give_a_unit_away():
    units = {"town": {("违建", 1): 2, ("噪音", 1): 40}, "city": {("违建", 1): 30, ("噪音", 1): 20}}
    dimension = of_district({unit: Dimension("service_name", counts) for unit, counts in units.items()})
    whole, city = (f"{PAIR}违建", (1,)), (f"city{PAIR}违建", (1,))
    assert [*given_away(dimension, {whole}, 5)] == []
    assert [*given_away(dimension, {whole, city}, 5)] == [(f"town{PAIR}违建", (1,), 2)]


def test_cross_tables_against_their_margins():
    facts = RequestFacts(columns={"month": [1] * 50, "a": ["噪音"] * 42 + ["违建"] * 8, "b": ["甲"] * 40 + ["乙"] * 10})
    pair = facts.pair("a", "b")
    told = {(f"噪音{PAIR}甲", (1,)), (f"噪音{PAIR}", (1,))}
    assert [*given_away(pair, told, 5)] == [(f"噪音{PAIR}乙", (1,), 2)]


def test_what_became_of_a_whole_units_requests_is_its_performance(town):
    file = town.cases_file("town", 2023)
    outcomes = ["未解决"] * 3 + ["解决"] * 56
    agencies = ["城管中队"] * 10 + ["房管所"] * 49
    table = pq.read_table(file)
    for name, values in (("resolution", outcomes), ("agency_responsible", agencies)):
        there = [column for column in table.column_names if column != name]
        table = table.select(there).append_column(name, pa.array(values))
    pq.write_table(table, file)
    page = town.report_dir("town", 2023) / "页.html"
    page.write_text("<p>全年未解决 3 件，解决 56 件。</p>", encoding="utf-8")
    assert not check_release(town)
    rows = "<tr><td>主责部门</td><td>未解决</td><td>解决</td></tr><tr><td>城管中队</td><td>3</td><td>7</td></tr>"
    page.write_text(f"<table>{rows}</table>", encoding="utf-8")
    assert "small_count" in {refusal.reason for refusal in check_release(town)}


def test_moments_and_descriptions_of_single_requests_are_known_again():
    moments = {f"2023-03-0{n} 14:0{n}" for n in range(1, 5)}
    facts = RequestFacts(moments=frozenset(moments), shingles=frozenset(["市民反映小区门口夜间施工噪音扰民严重影"]))
    assert single_requests(Opened(sorted(moments)), facts) == ["受理时间 4 个"]
    assert single_requests(Opened(["例如：市民反映小区门口夜间施工噪音扰民严重影响休息"]), facts) == []
    facts = RequestFacts(shingles=frozenset(["市民反映小区门口夜间施工噪音扰民严重影响"]))
    assert single_requests(Opened(["例如：市民反映小区门口夜间施工噪音扰民严重影响休息"]), facts) == ["诉求内容 1 件"]


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_charts_comments_and_properties_of_office_files_are_read(town, kind):
    path = town.report_dir("town", 2023) / f"a.{kind}"
    write(path, [["项目"], ["说明"]])
    chart = "<c:chart><c:cat><c:v>噪音</c:v><c:v>违建</c:v></c:cat><c:val><c:v>40</c:v><c:v>2</c:v></c:val></c:chart>"
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(f"{'word' if kind == 'docx' else 'xl'}/charts/chart1.xml", chart)
        archive.writestr("customXml/item9.xml", f"<a>来电人电话：{PHONE}</a>")
    assert reasons(town) == {(f"a.{kind}", "small_count"), (f"a.{kind}", "identifier")}


def test_parts_in_two_files_are_put_together(town):
    folder = town.report_dir("town", 2023)
    write(folder / "a.csv", [["诉求类型", "件数"], ["噪音", 40], ["合计", 59]])
    assert check_release(town) == []
    write(folder / "b.csv", [["诉求类型", "件数"], ["物业", 17]])
    assert {refusal.reason for refusal in check_release(town)} == {"small_count"}


def test_month_pages_against_the_years_page():
    counts = {("噪音", 1): 30, ("噪音", 2): 3, ("物业", 1): 20, ("物业", 2): 20}
    dimension = Dimension("service_name", counts)
    year, january = ("噪音", (1, 2)), ("噪音", (1,))
    assert list(given_away(dimension, {year}, 5)) == []
    assert list(given_away(dimension, {year, january}, 5)) == [("噪音", (2,), 3)]


def with_other_year(town, start, **counts):
    """The town's 59 requests and others of a month that begins then: so many of each type."""
    file = town.cases_file("town", 2023)
    there = pq.read_table(file)
    names = [name for name, count in counts.items() for _ in range(count)]
    more = there.slice(0, 1).take(pa.array([0] * len(names)))
    for column, values in (("service_name", names), ("requested_datetime", [start] * len(names))):
        at = more.schema.get_field_index(column)
        more = more.set_column(at, more.field(at), pa.array(values, more.field(at).type))
    pq.write_table(pa.concat_tables([there, more]), file)


@pytest.mark.parametrize("start", [datetime(2022, 12, 5), datetime(2022, 2, 5), datetime(2024, 1, 1)])
def test_an_export_of_more_months_than_the_year_blinds_no_check(town, start):
    """Pages count the year alone: 59 and its parts are equations though the table holds requests of another year."""
    with_other_year(town, start, 噪音=30, 违建=9)
    write(town.report_dir("town", 2023) / "a.csv", [["诉求类型", "件数"], ["噪音", 40], ["物业", 17], ["合计", 59]])
    [told] = check_release(town)
    assert told.reason == "small_count" and "违建" in told.detail and "2" in told.detail


def test_void_requests_hide_no_small_count(town):
    """Pages count no void requests (作废): 59 and its parts are equations though the table holds 63 rows."""
    with_other_year(town, datetime(2023, 2, 5), 违建=4)
    file = town.cases_file("town", 2023)
    table = pq.read_table(file)
    pq.write_table(table.append_column("is_valid", pa.array([True] * 59 + [False] * 4)), file)
    write(town.report_dir("town", 2023) / "a.csv", [["诉求类型", "件数"], ["噪音", 40], ["物业", 17], ["合计", 59]])
    [told] = check_release(town)
    assert told.reason == "small_count" and "违建" in told.detail and "2" in told.detail


def test_the_year_counted_is_the_units_own(town):
    """Of a year from February 2022 to January 2023 every second request is told, and the month before is the same year's."""
    (town.raw / "town" / "unit.yaml").write_text("name: 某镇\nevaluation_start_month: 2\n", encoding="utf-8")
    with_other_year(town, datetime(2022, 12, 5), 噪音=30, 违建=3, 物业=9)
    write(town.report_dir("town", 2023) / "a.csv", [["诉求类型", "件数"], ["噪音", 50], ["物业", 18], ["合计", 72]])
    [told] = check_release(town)
    assert told.reason == "small_count" and "违建" in told.detail and "4" in told.detail


def test_what_is_merged_passes(town):
    write(
        town.report_dir("town", 2023) / "a.csv",
        [["诉求类型", "件数"], ["噪音", 40], ["其余（合并）", 19], ["合计", 59]],
    )
    assert check_release(town) == []


def test_what_is_refused_is_withheld_and_a_page_says_so(town):
    folder = town.report_dir("town", 2023)
    write(folder / "a.csv", [["a"], [PHONE]])
    write(folder / "index.html", [HEAD, *ROWS])
    assert len(withhold(town)) == 3, "rows and numbers of requests, and a phone number"
    assert not (folder / "a.csv").exists() and "本页未发布" in (folder / "index.html").read_text(encoding="utf-8")
    assert (town.inside / "withheld" / "2023" / "town" / "a.csv").is_file()
    assert check_release(town) == [] and is_checked(town)


def test_two_files_that_tell_the_same_are_both_withheld(town):
    folder = town.report_dir("town", 2023)
    for name in ("index.html", "报告.html"):  # the page, and its copy for a telephone
        write(folder / name, [["诉求类型", "件数"], ["噪音", 40], ["物业", 17], ["合计", 59]])
    assert {refusal.file for refusal in withhold(town)} == {"2023/town/index.html", "2023/town/报告.html"}
    assert check_release(town) == [] and "物业" not in (folder / "报告.html").read_text(encoding="utf-8")


def test_a_file_that_nobody_can_open_is_not_released(town):
    (town.report_dir("town", 2023) / "a.bin").write_bytes(b"\0")
    assert [refusal.reason for refusal in check_release(town)] == ["unreadable"]


@pytest.mark.slow
def test_the_shipped_reports_pass(reported, run):
    assert run.withheld == [] and check_release(reported) == []


@pytest.mark.parametrize(("town_limit", "refused"), [(5, False), (10, True)])
def test_a_district_and_its_other_units_give_away_what_is_small_in_the_units_own_words(
    empty_workspace, town_limit, refused
):
    """7 requests are small where a unit says so; 3 of a unit whose small counts begin below 2 are its own to tell."""
    for unit, limit, counts in (("town", town_limit, {"违建": 7, "噪音": 40}), ("city", 2, {"违建": 3, "噪音": 20})):
        file = empty_workspace.cases_file(unit, 2023)
        file.parent.mkdir(parents=True)
        names = [name for name, count in counts.items() for _ in range(count)]
        cases = {
            "service_name": names,
            "requested_datetime": pa.array([1_675_000_000_000] * len(names), pa.timestamp("ms")),
        }
        pq.write_table(with_missing_columns(ibis.memtable(pa.table(cases))).to_pyarrow(), file)
        raw = empty_workspace.raw_dir(unit, 2023)
        raw.mkdir(parents=True)
        (raw.parent / "unit.yaml").write_text(f"name: {unit}\nsmall_cell_threshold: {limit}\n", encoding="utf-8")
    for place in ("city", "district"):
        (empty_workspace.reports / "2023" / place).mkdir(parents=True)
    write(empty_workspace.report_dir("city", 2023) / "a.html", [["诉求类型", "件数"], ["违建", 3], ["噪音", 20]])
    write(empty_workspace.reports / "2023" / "district" / "a.html", [["诉求类型", "件数"], ["违建", 10], ["噪音", 60]])
    told = check_release(empty_workspace)
    assert [(refusal.file, "违建" in refusal.detail and "7" in refusal.detail) for refusal in told] == (
        [("2023/district/a.html", True)] if refused else []
    )
