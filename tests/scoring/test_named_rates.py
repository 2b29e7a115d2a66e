"""Rates by name: a scoring input gives what the unit's page says, by filter and period."""

from decimal import Decimal
from pathlib import Path
from shutil import copytree

import pytest

from evallib.checks import UnitData
from evallib.model import EvallibError, Workspace
from evallib.scoring import resolver

HERE = Path(__file__).parent
ROWS = [
    # id, received, department, verdict
    ("a1", "2022-05-03 09:00:00", "绿化所", "满意"),
    ("a2", "2022-06-03 09:00:00", "绿化所", "不满意"),
    ("a3", "2022-07-03 09:00:00", "河道所", "不满意"),
    ("b1", "2023-02-03 09:00:00", "绿化所", "满意"),
    ("b2", "2023-03-03 09:00:00", "绿化所", "不满意"),
    ("b3", "2023-04-03 09:00:00", "绿化所", "满意"),
    ("b4", "2023-05-03 09:00:00", "市容所", "满意"),
    ("b5", "2023-08-03 09:00:00", "市容所", "不满意"),
    ("b6", "2023-09-03 09:00:00", "绿化所", "满意"),
    ("b7", "2023-09-04 09:00:00", "绿化所", ""),
    ("b8", "2023-07-03 09:00:00", "河道所", "满意"),
]


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    from evallib.checks import clean_unit

    root = tmp_path_factory.mktemp("named")
    for year in (2022, 2023):
        folder = root / "data/raw/qinghe" / str(year)
        folder.mkdir(parents=True)
        lines = ["工单编号,受理时间,主责部门,满意度"]
        lines += [",".join(row) for row in ROWS if row[1].startswith(str(year))]
        Path(folder / "工单.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (root / "data/raw/qinghe/unit.yaml").write_text("name: 清河镇\n", encoding="utf-8")
    copytree(HERE.parents[1] / "expectations", root / "expectations")
    workspace = Workspace(root)
    for year in (2022, 2023):
        clean_unit(workspace.at("qinghe", year))
    return UnitData(workspace, "qinghe", 2023)


@pytest.mark.parametrize(
    ("asked", "value"),
    [
        ({"rate": "市民满意率"}, Decimal(5) / 7),
        ({"rate": "satisfaction_rate", "where": {"主责部门": "绿化所"}}, Decimal(3) / 4),
        ({"rate": "市民满意率", "period": "2023年上半年"}, Decimal(3) / 4),
        ({"rate": "市民满意率", "where": {"主责部门": "绿化所"}, "change": "difference"}, Decimal(1) / 4),
        ({"rate": "市民满意率", "where": {"主责部门": "绿化所"}, "change": "relative"}, Decimal(1) / 2),
    ],
)
def test_a_rate_is_named_with_its_filter_and_period(data, asked, value):
    found = resolver(data)(asked)
    assert found.value == value
    assert "÷" in found.note


def test_it_is_the_rate_of_the_page(data):
    from evallib.publish import open_page

    page = open_page(data.workspace.at("qinghe", 2023)).rates()
    mine = resolver(data)({"rate": "市民满意率"})
    assert float(mine.value) == pytest.approx(page.set_index("rate").loc["satisfaction_rate", "value"])


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        ({"rate": "市民满意度"}, "scoring.rate_name", "市民满意率"),
        ({"rate": "市民满意率", "where": {"部门": "绿化所"}}, "scoring.rate_column", "部门"),
        ({"rate": "市民满意率", "period": "去年底"}, "scoring.rate_period", "去年底"),
        ({"rate": "市民满意率", "period": "2023年12月"}, "scoring.rate_empty", "分母"),
        ({"rate": "市民满意率", "filter": "绿化所"}, "scoring.rate", "filter"),
        ({"rate": "市民满意率", "where": {"受理时间": "2023"}}, "scoring.rate_column", "不是文字列"),
        ({"rate": "市民满意率", "where": {"主责部门": "河道所"}, "change": "relative"}, "scoring.rate_basis", "0 ÷ 1"),
    ],
)
def test_what_cannot_be_computed_is_said(data, asked, code, said):
    with pytest.raises(EvallibError) as error:
        resolver(data)(asked)
    assert error.value.problems[0].code == code
    assert said in str(error.value)
