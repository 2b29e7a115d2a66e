"""What a section says of tables that it cannot show: never 未提交 of what was handed in, and a banner where files are newer."""

import pytest

from evallib.checks import UnitData, clean_unit
from evallib.publish import UnitPage, show_missing, show_outdated, show_states
from evallib.publish.messages import rates

pytestmark = pytest.mark.slow

RATES = [["指标", "本镇", "街镇平均"], ["先行联系率", "97.60%", "96%"], ["按时办结率", "99%", "98%"]]


@pytest.fixture
def shown(monkeypatch):
    """The HTML that blocks show."""
    texts: list[str] = []
    monkeypatch.setattr(
        "evallib.publish.page.showing._display", lambda bundle, **mark: texts.append(str(bundle.get("text/html", "")))
    )
    return texts


@pytest.fixture
def handed_in(empty_workspace, workbook):
    def make(rows):
        workbook({"四率": rows}, empty_workspace.raw_dir("town", 2023) / "四率.xlsx")
        clean_unit(empty_workspace.at("town", 2023))
        return UnitData(empty_workspace, "town", 2023)

    return make


def test_refused_absent_and_stored(handed_in, shown):
    data = handed_in([RATES[0], ["先行联系率", "197.60%", "96%"]])
    show_missing(data, "四率", "four_rates")
    show_missing(data, "人员", "staff")
    show_states(data, "four_rates", "staff")
    assert "未通过" in shown[0] and "四率.xlsx › 四率 › B2" in shown[0] and "未提交" not in shown[0]
    assert "未提交“人员情况”" in shown[1] and len(shown) == 3


def test_a_stored_table_says_nothing_and_one_unread_cell_is_told(handed_in, shown):
    show_states(handed_in(RATES), "four_rates")
    assert shown == []
    show_states(handed_in([RATES[0], ["先行联系率", "九成多", "96%"], RATES[2]]), "four_rates")
    assert "已入库，1 格未通过" in shown[0] and "九成多" in shown[0]


def test_a_banner_where_raw_files_are_newer(handed_in, shown, workbook):
    data = handed_in(RATES)
    show_outdated(data)
    assert shown == []
    workbook({"四率": RATES[:2]}, data.workspace.raw_dir("town", 2023) / "四率.xlsx")
    show_outdated(UnitData(data.workspace, "town", 2023))
    assert "四率.xlsx" in shown[0] and "变动前的数据" in shown[0]


def test_what_another_gate_is_writing_makes_no_other_page(handed_in):
    """A gate of another year puts its tables beside these, under a name with a point, and takes them away again."""
    data = handed_in(RATES)
    page = UnitPage.of(data)
    part = data.workspace.clean / "town" / ".2024.a1.part"
    part.mkdir()
    (part / ".four_rates.parquet.b2.part").write_bytes(b"half")
    (part / "gone.parquet").symlink_to(part / "nowhere")
    assert UnitPage.of(data) is page
    (data.workspace.clean / "town" / "gone.parquet").symlink_to(part / "nowhere")
    assert UnitPage.of(data) is page


def test_an_average_that_could_not_be_read_was_published(handed_in):
    data = handed_in([RATES[0], ["先行联系率", "97.60%", "九成多"], RATES[2]])
    page = UnitPage.of(data)
    notes = ["；".join(rates.rate_notes(page, row)) for row in rates.known_rates(page)]
    assert sum("未读入" in note for note in notes) == 1 and not any("未公布" in note for note in notes)
