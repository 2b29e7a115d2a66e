"""The monthly report: its figures recomputed by hand from the orders, frozen at the month's end, its lists kept inside."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from evallib.batch import Selection, make_plan
from evallib.checks import clean_unit
from evallib.model import EvallibError, Workspace
from evallib.publish import (
    SECTIONS,
    MonthPage,
    MonthTable,
    chosen_sections,
    follow_up,
    headline,
    month_tables,
    month_workbook,
    open_month,
    open_page,
    write_month_files,
)

pytestmark = pytest.mark.slow

HEAD = ["工单编号", "来源", "诉求类型", "案件小类", "诉求内容", "所属居村", "联系电话", "受理时间", "处置时限", "办结时间", "主责部门",
        "案件状态", "先行联系", "办理结果", "满意度", "回访时间"]  # fmt: skip
AGENCIES = ["城管中队", "房管办", "水务所", "东风居委", "长江居委"]
END = datetime(2024, 5, 31, 23, 59, 59)


def town(seed: int = 7) -> list[dict[str, object]]:
    """Orders of March to June 2024 with everything that a report tells, dealt at random."""
    dice = random.Random(seed)
    orders = []
    for number in range(900):
        asked = datetime(2024, 3, 1) + timedelta(hours=dice.uniform(0, 24 * 110))
        limit = asked + timedelta(days=5)
        agency = dice.choice(AGENCIES)
        took = dice.uniform(0.5, 7) if agency == "水务所" else dice.uniform(0.5, 4.5)
        state = dice.choices(["已办结", "处理中", "退回", "作废"], [88, 8, 2, 2])[0]
        orders.append({
            "工单编号": f"D{number:04}", "来源": dice.choice(["热线", "网格"]), "诉求类型": dice.choice(["噪音", "违建", "积水"]),
            "案件小类": "", "诉求内容": dice.choice(["夜间施工扰民", "楼顶搭建房间", "下雨道路积水"]),
            "所属居村": dice.choice(["东风", "长江", "春风"]), "联系电话": f"135{dice.randrange(60):08}", "受理时间": asked,
            "处置时限": limit, "办结时间": asked + timedelta(days=took) if state == "已办结" else None, "主责部门": agency,
            "案件状态": state, "先行联系": dice.choice(["是", "否", ""]), "办理结果": dice.choice(["实际解决", "解释说明", "未解决", ""]),
            "满意度": dice.choice(["满意", "基本满意", "不满意", ""]), "回访时间": asked + timedelta(days=took + 1),
        })  # fmt: skip
    return orders


def hand_in(workspace: Workspace, orders: list[dict[str, object]]) -> None:
    folder = workspace.raw_dir("town", 2024)
    folder.mkdir(parents=True, exist_ok=True)
    (folder.parent / "unit.yaml").write_text("name: 某镇\nsmall_cell_threshold: 1\n", encoding="utf-8")
    lines = [",".join(HEAD)]
    for order in orders:
        lines.append(",".join("" if order[name] is None else f"{order[name]:%Y-%m-%d %H:%M:%S}" if isinstance(order[name], datetime)
                              else str(order[name]) for name in HEAD))  # fmt: skip
    (folder / "2024年工单.csv").write_text("\n".join(lines), encoding="utf-8")
    assert clean_unit(workspace.at("town", 2024)).accepted


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Workspace:
    folder = tmp_path_factory.mktemp("month")
    (folder / "data" / "raw").mkdir(parents=True)
    (folder / "expectations").symlink_to(root / "expectations")
    workspace = Workspace(folder)
    hand_in(workspace, town())
    return workspace


@pytest.fixture(scope="module")
def report(place: Workspace) -> MonthPage:
    found = open_month(place.at("town", 2024), "2024-05")
    assert found is not None
    return found


@pytest.fixture(scope="module")
def tables(report: MonthPage) -> dict[str, MonthTable]:
    return {item.name: item for item in month_tables(report)}


def of_may(orders: list[dict[str, object]]) -> Iterator[dict[str, object]]:
    """Orders of May as they were known when it ended."""
    for order in orders:
        asked, closed = order["受理时间"], order["办结时间"]
        assert isinstance(asked, datetime)
        if not (datetime(2024, 5, 1) <= asked <= END) or order["案件状态"] == "作废":
            continue
        known = isinstance(closed, datetime) and closed <= END
        answered = isinstance(order["回访时间"], datetime) and order["回访时间"] <= END
        yield order | {"办结时间": closed if known else None, "结": known and order["案件状态"] == "已办结",
                       "答": answered}  # fmt: skip


def test_days_are_those_that_the_data_reach(place: Workspace) -> None:
    """June ends in the data on its 24th day; July and January have no requests, the one since nobody knows them."""
    june, july = (open_month(place.at("town", 2024), month) for month in ("2024-06", "2024-07"))
    [table] = [item for item in month_tables(june, "案件量") if item.name == "totals"]
    now, before = (table.frame.set_index("what").loc["派发", name] for name in ("now_count", "before_count"))
    assert table.sentences[1] == f"本月数据只有 24 天，按日均计环比下降 {1 - now / 24 / (before / 31):.2%}。"
    sentences = [text for item in month_tables(july, "案件量") for text in item.sentences]
    assert sentences == ["2024年7月共受理工单 0 件，环比无可比数据，同比无可比数据。", "", "本月没有受理工单。"]


def test_every_count_and_rate_of_every_agency_by_hand(tables: dict[str, MonthTable]) -> None:
    shown = tables["agencies"].frame.set_index("agency_responsible")
    for agency in [*AGENCIES, "合计"]:
        mine = [order for order in of_may(town()) if agency in {"合计", order["主责部门"]}]
        closed = [order for order in mine if order["结"]]
        waiting = [order for order in mine if not order["结"] and order["案件状态"] != "退回"]
        row = shown.loc[agency]
        assert row["cases_count"] == len(mine)
        assert row["closed_count"] == len(closed)
        assert row["open_in_limit_count"] == sum(order["处置时限"] > END for order in waiting)  # type: ignore[operator]
        assert row["open_overdue_count"] == sum(order["处置时限"] <= END for order in waiting)  # type: ignore[operator]
        assert row["closed_late_count"] == sum(order["办结时间"] > order["处置时限"] for order in closed)  # type: ignore[operator]
        assert row["sent_back_count"] == sum(order["案件状态"] == "退回" for order in mine)
        told = [order for order in mine if order["答"]]
        rated = [order["满意度"] for order in told if order["满意度"]]
        assert row["satisfaction_rate"] == pytest.approx(sum(level != "不满意" for level in rated) / len(rated))
        solved = [order["办理结果"] for order in told if order["办理结果"] in {"实际解决", "未解决"}]
        assert row["resolution_rate"] == pytest.approx(solved.count("实际解决") / len(solved))
        asked = [order["先行联系"] for order in told if order["先行联系"]]
        assert row["prior_contact_rate"] == pytest.approx(asked.count("是") / len(asked))
    assert shown.loc["东风居委", "kind"] == "居村" and shown.loc["水务所", "kind"] == "职能部门"


def test_the_month_is_compared_with_the_one_before_at_its_own_end(tables: dict[str, MonthTable]) -> None:
    row = tables["totals"].frame.set_index("what").loc["派发"]
    april = [order for order in town() if order["案件状态"] != "作废" and f"{order['受理时间']:%Y-%m}" == "2024-04"]
    assert row["now_count"] == len(list(of_may(town()))) and row["before_count"] == len(april)
    assert row["month_on_month_rate"] == pytest.approx(row["now_count"] / len(april) - 1)
    late = tables["totals"].frame.set_index("what").loc["超期未结", "before_count"]
    april_end = datetime(2024, 4, 30, 23, 59, 59)
    assert late == sum(order["处置时限"] <= april_end and order["案件状态"] != "退回"  # type: ignore[operator]
                       and (order["办结时间"] is None or order["办结时间"] > april_end) for order in april)  # type: ignore[operator] # fmt: skip


def test_types_add_up_and_the_clock_tells_every_order(tables: dict[str, MonthTable], report: MonthPage) -> None:
    total = len(list(of_may(town())))
    assert tables["volume_service_name"].frame["cases_count"].sum() == total
    days = [column for column in tables["clock"].frame if column.startswith("d")]
    assert tables["clock"].frame[days].to_numpy().sum() == total
    weekdays = Counter(order["受理时间"].weekday() for order in of_may(town()))  # type: ignore[attr-defined]
    assert tables["clock"].frame["d0"].sum() == weekdays[0]
    assert f"共受理工单 {total:,} 件" in headline(report)[0]


def test_repeated_matters_are_of_one_caller_within_the_window(tables: dict[str, MonthTable]) -> None:
    orders = [order for order in town() if order["案件状态"] != "作废" and order["受理时间"] <= END]  # type: ignore[operator]
    since = datetime(2024, 5, 1) - timedelta(days=90)
    seen = Counter((order["联系电话"], order["诉求类型"]) for order in orders if order["受理时间"] >= since)  # type: ignore[operator]
    again = [order for order in of_may(town()) if seen[order["联系电话"], order["诉求类型"]] >= 2]
    text = next(item for name, item in tables.items() if name.startswith("repeats")).sentences[0]
    assert f"本月重复诉求 {len(again):,} 件" in text


def test_targets_stand_in_the_table_and_who_lies_below_is_told(place: Workspace, tmp_path: Path) -> None:
    page = open_month(place.at("town", 2024), "2024-05")
    assert (
        page is not None and "missed" not in {t.name: t for t in month_tables(page, ["承办情况"])}["agencies"].columns
    )
    held = replace(page, targets={"on_time_completion_rate": 0.95}, memo={})
    [item, _] = month_tables(held, ["承办情况"])
    rows = item.frame.set_index("agency_responsible")
    assert rows.loc["目标", "on_time_completion_rate"] == 0.95
    for agency in AGENCIES:
        below = rows.loc[agency, "on_time_completion_rate"] < 0.95
        assert (rows.loc[agency, "missed"] == "按时办结率") == below
    assert "目标为按时办结率 95.00%" in item.sentences[1] and "水务所（按时办结率）" in item.sentences[1]


@pytest.mark.parametrize("targets", ["{办结率: 95%}", "{满意率: 950}", "{满意率: 高}"])
def test_a_target_that_cannot_be_one_is_told(tmp_path: Path, targets: str) -> None:
    folder = tmp_path / "data" / "raw" / "town"
    folder.mkdir(parents=True)
    (folder / "unit.yaml").write_text(f"name: 某镇\nrate_targets: {targets}\n", encoding="utf-8")
    [told] = Workspace(tmp_path).unit_problems("town")
    assert any(text in str(told) for text in ("没有“办结率”这个率", "应写成 95% 或 0.95"))


def test_what_comes_later_changes_nothing(place: Workspace, tables: dict[str, MonthTable]) -> None:
    later = [dict(order) for order in town()]
    for order in later:
        if order["案件状态"] == "处理中":
            order |= {"案件状态": "已办结", "办结时间": datetime(2024, 7, 20)}
    later += [dict(order, 工单编号=f"N{number}", 受理时间=datetime(2024, 7, 1), 处置时限=datetime(2024, 7, 8), 办结时间=None, 案件状态="处理中")
              for number, order in enumerate(town()[:50])]  # fmt: skip
    folder = place.root.parent / "later"
    (folder / "data" / "raw").mkdir(parents=True)
    (folder / "expectations").symlink_to(place.expectations)
    workspace = Workspace(folder)
    hand_in(workspace, later)
    again = open_month(workspace.at("town", 2024), "2024-05")
    assert again is not None
    for item in month_tables(again):
        assert item.frame.equals(tables[item.name].frame), item.name


def test_files_lie_where_they_belong(place: Workspace, tmp_path: Path, report: MonthPage) -> None:
    published, inside = write_month_files(place.at("town", 2024), "2024-05", tmp_path)
    assert published.parent == tmp_path and inside.is_relative_to(place.root / "data" / "inside")
    book = openpyxl.load_workbook(BytesIO(published.read_bytes()))
    assert book.sheetnames[0] == "封面与目录" and len(book.sheetnames) > 6
    text = "".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    assert "D0" not in text, "no single order is published"
    lists = follow_up(report)
    late = {order["工单编号"] for order in town() if order["案件状态"] in {"处理中", "已办结"} and order["受理时间"] <= END  # type: ignore[operator]
            and order["处置时限"] <= END and (order["办结时间"] is None or order["办结时间"] > END)}  # type: ignore[operator] # fmt: skip
    assert set(lists["超期未结"]["工单编号"]) == late
    assert "135" not in "".join(map(str, lists["超期未结"].to_numpy().ravel()))


def test_a_row_begins_with_whom_it_tells_of(tables: dict[str, MonthTable]) -> None:
    """On a phone the first column heads a card: 职能部门 stood over every one."""
    lists = [item for name, item in tables.items() if name.startswith("standing_")]
    assert lists
    assert {next(iter(item.columns)) for item in lists} == {"agency_responsible"}


@pytest.mark.parametrize("most", [2, 10**6])
def test_a_list_that_is_cut_tells_how_many_there_are(
    report: MonthPage, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    from evallib.publish.books import month_workbook

    count = len(follow_up(report)["超期未结"])
    assert count > 2
    monkeypatch.setattr(month_workbook, "MOST_LISTED", most)
    sheet = openpyxl.load_workbook(BytesIO(month_workbook.follow_up_workbook(report)))["超期未结"]
    assert f"共 {count} 件" in str(sheet["A1"].value)
    assert ("只列最早受理的 2 件" in str(sheet["A1"].value)) is (most == 2)
    assert sheet.max_row == 3 + min(most, count)


def test_sections_can_be_chosen_and_a_wrong_name_is_told() -> None:
    assert chosen_sections(["热点词", "案件量"]) == ["案件量", "热点词"] and chosen_sections() == list(SECTIONS)
    assert chosen_sections("热点词,案件量") == chosen_sections("['案件量', '热点词']") == ["案件量", "热点词"]
    with pytest.raises(EvallibError, match="月报没有这一节"):
        chosen_sections(["热点"])


def test_no_orders_no_report(place: Workspace) -> None:
    assert open_month(place.at("town", 2031), "2031-01") is None
    # as the notebooks of an older workspace ask
    assert open_month(place, "town", "2031-01") is None and open_month(place, None, "2031-01") is None


def test_a_weekday_of_which_all_is_hidden_keeps_its_column(tmp_path: Path, root: Path) -> None:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "expectations").symlink_to(root / "expectations")
    workspace = Workspace(tmp_path)
    # Three orders of each Wednesday part of a day, more of the other days.
    few = [order for number, order in enumerate(town()) if isinstance(asked := order["受理时间"], datetime)
           and asked.month == 5 and (asked.weekday() != 2 or number % 8 == 0)]  # fmt: skip
    hand_in(workspace, few)
    (workspace.raw_dir("town", 2024).parent / "unit.yaml").write_text("name: 某镇\n", encoding="utf-8")
    found = open_month(workspace.at("town", 2024), "2024-05")
    assert found is not None
    clock = next(item for item in month_tables(found, ["案件量"]) if item.name == "clock")
    assert set(clock.columns) <= set(clock.frame), "every column that is announced is there"
    assert clock.frame["d2"].isna().all()


def test_a_month_of_the_evaluation_year_is_told_by_its_folder(tmp_path: Path, root: Path) -> None:
    """November 2023 lies in the evaluation year 2024 of a unit that counts from November to October."""
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "expectations").symlink_to(root / "expectations")
    (tmp_path / "notebooks").symlink_to(root / "notebooks")
    workspace = Workspace(tmp_path)
    earlier = timedelta(days=121)  # March to June 2024 become November 2023 to February 2024
    shifted = [
        {name: value - earlier if isinstance(value, datetime) else value for name, value in order.items()}
        for order in town()
    ]
    hand_in(workspace, shifted)
    (workspace.raw_dir("town", 2024).parent / "unit.yaml").write_text(
        "name: 某镇\nsmall_cell_threshold: 1\nevaluation_start_month: 11\n", encoding="utf-8")  # fmt: skip
    year = open_page(workspace.at("town", 2024))
    assert year is not None and year.period.label == "2023年11月—2024年10月" and year.outside == 0
    november = open_month(workspace.at("town", 2023), "2023-11")
    assert november is not None and november.period.label == "2023年11月"
    valid = [order for order in shifted if order["案件状态"] != "作废"]
    counts = Counter(f"{order['受理时间']:%Y-%m}" for order in valid)
    assert november.page.current.count().to_pyarrow().as_py() == counts["2023-11"] > 0
    assert year.current.count().to_pyarrow().as_py() == sum(counts.values())
    (task,) = make_plan(workspace, Selection(units=["town"], month="2023-11"))
    assert (task.year, task.folder) == (2024, "2024/town/month/2023-11")
    (task,) = make_plan(workspace, Selection(units=["town"], month="2024-02"))
    assert (task.year, task.folder) == (2024, "2024/town/month/2024-02")
    with pytest.raises(EvallibError):
        make_plan(workspace, Selection(units=["town"], month="2022-11"))


def test_what_became_of_the_failures_of_april_by_hand(tables: dict[str, MonthTable]) -> None:
    """Overdue at the end of April whenever they came; dissatisfied and unsolved ones of April whose caller came again."""
    april = datetime(2024, 5, 1)
    valid = [order for order in town() if order["案件状态"] != "作废" and order["受理时间"] <= END]  # type: ignore[operator]

    def closed(order: dict[str, object], moment: datetime) -> bool:
        return isinstance(order["办结时间"], datetime) and order["办结时间"] <= moment

    late = [order for order in valid if order["受理时间"] <= april and not closed(order, april)  # type: ignore[operator]
            and order["案件状态"] != "退回" and order["处置时限"] <= april]  # type: ignore[operator] # fmt: skip
    again = {(order["联系电话"], order["诉求类型"]) for order in valid if order["受理时间"] >= april}  # type: ignore[operator]
    expected = {"上月末超期未结（含更早受理的）": (len(late), sum(closed(order, END) for order in late))}
    for what, name, bad in (("上月回访不满意", "满意度", "不满意"), ("上月回访未解决", "办理结果", "未解决")):
        failed = [order for order in valid if datetime(2024, 4, 1) <= order["受理时间"] < april  # type: ignore[operator]
                  and order[name] == bad and order["回访时间"] <= april]  # type: ignore[operator] # fmt: skip
        settled = [order for order in failed if (order["联系电话"], order["诉求类型"]) not in again]
        expected[what] = (len(failed), len(settled))
    frame = tables["carried"].frame.set_index("what")
    assert {what: tuple(frame.loc[what, ["failed_count", "settled_count"]]) for what in frame.index} == expected
    assert all(count for count, _ in expected.values())


def test_the_workbook_can_be_read_on_paper(report: MonthPage, tables: dict[str, MonthTable]) -> None:
    book = openpyxl.load_workbook(BytesIO(month_workbook(report, list(tables.values()))))
    shown = [item for item in tables.values() if not item.frame.empty]
    for sheet, item in zip(book.worksheets[1:], shown, strict=True):
        title = sheet["A1"]
        assert title.value == report.page.caption(item.title) and not title.border.left.style
        span = next(str(area) for area in sheet.merged_cells.ranges if str(area).startswith("A1:"))
        room = sum(
            sheet.column_dimensions[letter].width
            for letter in "ABCDEFGHIJKLMNOPQ"[: openpyxl.utils.range_boundaries(span)[2]]
        )
        assert room >= len(title.value)
        places = {cell.number_format for row in sheet.iter_rows(min_row=4) for cell in row if "%" in cell.number_format}
        assert places <= {"0.00%", "+0.00%;-0.00%;0.00%"}
