"""The face: every name is there, every question is one call, every result draws and goes to Excel."""

from __future__ import annotations

import inspect
import json
import re
from decimal import Decimal
from functools import cached_property

import openpyxl
import pandas as pd
import pytest

import evallib as ev
from evallib.intake import write_sample
from evallib.model import Workspace


@pytest.fixture(scope="module")
def desk(tmp_path_factory, root):
    """A small workspace with a sample of requests of two units."""
    import shutil

    folder = tmp_path_factory.mktemp("desk")
    for unit, year in (("huacao", 2022), ("huacao", 2023), ("pujin", 2023)):
        shutil.copytree(root / f"data/raw/{unit}/{year}", folder / f"data/raw/{unit}/{year}")
        shutil.copy(root / f"data/raw/{unit}/unit.yaml", folder / f"data/raw/{unit}/unit.yaml")
    shutil.copytree(root / "expectations", folder / "expectations")
    workspace = Workspace(folder)
    for unit in ("huacao", "pujin"):
        write_sample(workspace.raw_dir(unit, 2023), unit, 2023, rows=6000)
    return workspace


@pytest.fixture
def here(desk, monkeypatch):
    monkeypatch.setenv("EVALLIB_WORKSPACE", str(desk.root))


def test_every_name_of_the_face_loads():
    assert 20 <= len(dir(ev)) <= 31
    for name in dir(ev):
        assert getattr(ev, name) is not None
    with pytest.raises(AttributeError, match="nothing"):
        _ = ev.nothing


def test_importing_loads_nothing_heavy():
    import subprocess
    import sys

    code = "import sys, evallib; dir(evallib); print([m for m in ('pandas', 'plotly', 'duckdb') if m in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.strip() == "[]"


QUESTIONS = {
    "monthly rate by agency": "h.requests.rates(by=['月份', '主责部门'], rate='市民满意率')",
    "which agency moves it": "h.requests.moves('市民满意率', by='主责部门')",
    "repeat matters": "h.requests.repeats()",
    "overdue by type": "h.requests.overdue(by='诉求类型')",
    "funnel of units": "ev.district(2023).requests.funnel('市民满意率')",
    "before and after": "h.requests.before_after('2023-07')",
    "budget adjustment by project": "h.projects()",
    "against last year": "h.against_last_year()",
    "four rates against average": "h.four_rates()",
    "a table": "h.table('四率')",
    "where failures are": "h.requests.failures()",
    "trend": "h.requests.trend()",
    "volume": "h.requests.volume('来源')",
    "all rates": "h.requests.rates()",
    "open and overdue": "h.requests.states('主责部门')",
    "hours and weekdays": "h.requests.clock()",
    "where they come from": "h.requests.map()",
    "subtypes": "h.requests.volume('小类')",
    "month: totals": "h.requests.month('2023-09').totals()",
    "month: by source": "h.requests.month('2023-09').volume('来源')",
    "month: by place": "h.requests.month('2023-09').map()",
    "month: hours": "h.requests.month('2023-09').clock()",
    "month: agencies": "h.requests.month('2023-09').agencies()",
    "month: intervals": "h.requests.month('2023-09').intervals()",
    "month: who stands out": "h.requests.month('2023-09').standing('满意率')",
    "month: repeated matters": "h.requests.month('2023-09').repeats()",
    "month: hot words": "h.requests.month('2023-09').hot_words()",
    "month: last month's failures": "h.requests.month('2023-09').carried_over()",
    "budget": "h.budget()",
    "years": "h.budget(totals=True)",
    "surveys": "h.satisfaction()",
    "score": "h.score()",
    "findings": "h.findings()",
}

#: Every other answer draws itself.
WITHOUT_FIGURE = {
    QUESTIONS[name]
    for name in ("a table", "open and overdue", "years", "findings", "month: totals", "month: hours", "month: agencies", "month: intervals",
                 "month: who stands out", "month: repeated matters", "month: hot words", "month: last month's failures")
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_a_question_is_one_call(here, question, tmp_path):
    h = ev.open("华漕镇", 2023)
    result = eval(question, {"h": h, "ev": ev})
    assert isinstance(result, ev.Result)
    assert len(result)
    assert "<caption>" in result._repr_html_()
    assert all(ord(title[0]) > 255 or title[0].isdigit() for title in result.labels.values()), result.labels
    path = result.to_excel(tmp_path / "x.xlsx")
    sheet = openpyxl.load_workbook(path).active
    assert [cell.value for cell in sheet[1]] == list(result.labels.values())
    assert sheet.max_row == len(result) + 1
    if question in WITHOUT_FIGURE:
        with pytest.raises(ev.EvallibError, match="没有配套的图"):
            result.chart()
    else:
        assert result.chart().data


@pytest.mark.slow
def test_a_month_tells_what_its_report_tells(here):
    month = ev.open("huacao", 2023).requests.month("2023-09")
    assert month.headline()[0].startswith("2023年9月共受理工单") and "突增" in repr(month)
    assert list(month.rises().columns[:2]) == ["community", "service_name"]
    total = month.totals().set_index("what").loc["派发", "now_count"]
    assert total == month.agencies().set_index("kind").loc["合计", "cases_count"] == month.map()["cases_count"].sum()
    with pytest.raises(ev.EvallibError, match="没有这张表"):
        month.standing("办结率")


@pytest.mark.slow
def test_results_agree_with_the_indicators(here):
    h = ev.open("huacao", 2023)
    assert h.explain("C222").score == Decimal("2.08")
    rates = h.requests.rates(rate="诉求解决率")
    assert rates["denominator"].iloc[0] == h.requests.rates("来源", "诉求解决率")["denominator"].sum()
    assert len(h.requests) == h.requests.volume("月份")["cases_count"].sum()
    months = h.requests.volume()
    assert [f"{day:%Y-%m}" for day in months["month"]] == [f"2023-{number:02}" for number in range(1, 13)]
    (bars,) = months.chart().data
    assert list(bars.x) == [f"2023-{number:02}" for number in range(1, 13)] and list(bars.y) == list(
        months["cases_count"]
    )
    half = h.requests.during("下半年").volume("月份")
    assert list(half["cases_count"]) == list(months["cases_count"])[6:] and half["period_before_count"].notna().all()
    assert set(h.budget()["row_kind"]) == {"line"}
    change = h.against_last_year().set_index("indicator")
    assert (
        change.loc["市民满意率", "change_pp"]
        == (change.loc["市民满意率", "current"] - change.loc["市民满意率", "before"]) * 100
    )


@pytest.mark.slow
def test_a_part_of_a_result_is_still_one(here):
    rates = ev.open("huacao", 2023).four_rates()
    part = rates[rates["gap_pp"].notna()].sort_values("gap_pp")
    assert isinstance(part, ev.Result)
    assert part.labels == rates.labels
    assert part.chart().data
    assert part.floats().dtypes["printed_rate"].kind == "f"
    assert type(part.in_chinese()) is pd.DataFrame


@pytest.mark.slow
def test_tables_are_found_by_their_titles(here):
    h = ev.open("huacao", 2023)
    assert "四率" in dir(h.tables) and "四率" in h.tables._ipython_key_completions_()
    assert h.tables.四率.equals(h.table("four_rates"))
    with pytest.raises(ev.EvallibError, match="没有这种表"):
        h.table("五率")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("mistake", "told"),
    [
        (lambda h: h.requests.rates("部门"), "不能按此分组"),
        (lambda h: h.requests.rates(rate="满意度率"), "没有这个率"),
        (lambda h: h.requests.before_after("2023-01"), "不在统计时段内"),
        (lambda h: h.requests.before_after("7月"), "看不懂的月份"),
        (lambda h: h.requests.where(主责部门="房管"), "没有工单的主责部门是这样写的.*房管所"),
        (lambda h: h.requests.where(月份="2023-07"), "不能按此筛选"),
        (lambda h: h.requests.month("2022年9月"), "这个月没有工单.*2022-09.*2023-01—2023-12"),
        (lambda h: h.explain("Z9"), "没有指标"),
        (lambda h: ev.open("wuzhen", 2023), "没有单位"),
        (lambda h: h.tables["项目进展"], "没有"),
    ],
)
def test_a_mistake_is_told_in_chinese(here, mistake, told):
    with pytest.raises(ev.EvallibError, match=told):
        mistake(ev.open("huacao", 2023))


def face():
    """Every class of the face with its public methods and properties."""
    from evallib.workbench import District, OpenedUnit, RequestMonth, Requests, RequestSet, Unit

    return [
        (f"{kind.__name__}.{name}", inspect.getdoc(getattr(kind, name)) or "")
        for kind in (Unit, OpenedUnit, Requests, RequestSet, RequestMonth, District, ev.Result)
        for name, member in vars(kind).items()
        if not name.startswith("_")
        and (callable(member) or isinstance(member, property | cached_property | classmethod))
    ]


def examples_of(text):
    return re.findall(r"``((?:h|ev)\.[^`]+)``", text)


def test_every_method_of_the_face_has_an_example():
    without = [name for name, text in face() if name.split(".")[1] not in " ".join(examples_of(text))]
    assert len(face()) > 45 and without == []


@pytest.mark.slow
def test_the_examples_of_the_face_run(here, tmp_path, monkeypatch):
    """Each as it stands in the docstring, on the shipped unit with sample requests."""
    monkeypatch.chdir(tmp_path)
    h = ev.open("华漕镇", 2023)
    for name, text in face():
        for example in examples_of(text):
            try:
                eval(example, {"h": h, "ev": ev})
            except Exception as error:
                raise AssertionError(f"{name}: {example}") from error


@pytest.mark.slow
def test_every_method_of_the_face_is_used_by_a_notebook(root, here):
    source = "\n".join(
        "".join(cell["source"])
        for path in (root / "notebooks").glob("*.ipynb")
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
    )
    used = set(re.findall(r"\.(\w+)", source))
    if "sections" in used:  # a month's questions are called one after the other
        used |= {call.__name__ for call in ev.open("华漕镇", 2023).requests.month("2023-09").sections().values()}
    assert [name for name, _ in face() if name.split(".")[1] not in used] == []


@pytest.mark.slow
def test_the_level_of_an_interval_can_be_chosen(here):
    """A wider interval has its level in the header, and may change what is said; a level that is none is refused in Chinese."""
    from evallib.publish import UnitPage

    h = ev.open("pujin", 2023)
    usual, sure = h.four_rates(), h.four_rates(confidence=0.99)
    width = [(rows.floats()["upper"] - rows.floats()["lower"]).max() for rows in (usual, sure)]
    assert width[1] > width[0] * 1.2 and sure.labels["lower"] == "99% 下限" and usual.labels["lower"] == "95% 下限"
    rates = h.requests.rates(rate="市民满意率", confidence=0.9)
    assert rates.labels["upper"] == "90% 区间上限" and set(rates["confidence"].dropna()) == {0.9}
    page = UnitPage.open("pujin", 2023, 0.99)
    assert set(page.current_rates["confidence"].dropna()) == {0.99}
    assert set(UnitPage.open("pujin", 2023).current_rates["confidence"].dropna()) == {0.95}, "pages keep theirs"
    with pytest.raises(ev.EvallibError, match="置信水平不在"):
        h.four_rates(confidence=95)


@pytest.mark.slow
@pytest.mark.parametrize("called", ["pujin", "浦锦街道", "浦锦"])
def test_a_unit_is_called_as_people_call_it(here, called):
    assert ev.open(called, 2023).name == ev.open("pujin", 2023).name == "浦锦街道"
    assert ev.open(called, "2023").year == 2023, "a year may come from a file as text"


@pytest.mark.slow
def test_a_column_is_found_by_its_chinese_header(here):
    rates = ev.open("pujin", 2023).four_rates()
    assert list(rates["公布值"]) == list(rates["printed_rate"])
    with pytest.raises(KeyError):
        _ = rates["没有的列"]


def test_pandas_own_plots_are_drawn_where_matplotlib_is_not_installed(monkeypatch):
    import importlib.util

    from evallib.workbench import opening

    before = pd.options.plotting.backend
    try:
        with monkeypatch.context() as without:
            without.setattr(importlib.util, "find_spec", lambda name: None)
            opening._draw_with_plotly()
        figure = pd.DataFrame({"year": [2022, 2023], "value": [0.8, 0.9]}).plot(x="year", y="value")
        assert type(figure).__module__.startswith("plotly")
    finally:
        pd.options.plotting.backend = before


@pytest.mark.slow
def test_a_unit_that_stays_open_says_where_a_file_changed_meanwhile(tmp_path, root, monkeypatch):
    """No word while nothing changed, a banner in each cell after it, none once the gate has read the new file."""
    import shutil

    from evallib.checks import clean_unit

    told: list[str] = []
    monkeypatch.setattr("evallib.workbench.opened_unit.in_notebook", lambda: True)
    monkeypatch.setattr("evallib.publish.sections.gaps.notice", told.append)
    shutil.copytree(root / "data/raw/huacao/2023", tmp_path / "data/raw/huacao/2023")
    shutil.copytree(root / "expectations", tmp_path / "expectations")
    at = Workspace(tmp_path).at("huacao", 2023)
    clean_unit(at)
    monkeypatch.setenv("EVALLIB_WORKSPACE", str(tmp_path))
    h = ev.open("huacao", 2023)
    before = h.four_rates().set_index("indicator")["printed_rate"]["市民满意率"]
    assert told == []
    path = at.raw_dir / "案件与四率.xlsx"
    book = openpyxl.load_workbook(path)
    book["四率"]["B5"].value = "78.27%"
    book.save(path)
    h.four_rates()
    h.tables["四率"]
    assert len(told) == 2 and all("案件与四率.xlsx" in text for text in told)
    assert h.state.set_index("title").loc["四率", "label"] == "已过期"
    clean_unit(at)
    told.clear()
    after = h.four_rates().set_index("indicator")["printed_rate"]["市民满意率"]
    assert (before, after, told) == (Decimal("0.7227"), Decimal("0.7827"), [])
