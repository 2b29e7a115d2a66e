"""What became of a table, in one set of words: from the gate's record and the raw files as they are now."""

import pytest

from evallib.checks import State, UnitData, clean_unit

pytestmark = pytest.mark.slow

RATES = [["指标", "本镇", "街镇平均"], ["先行联系率", "97.60%", "96%"], ["按时办结率", "99%", "98%"]]
STAFF = [["人员类别", "核定编制数", "实有人数"], ["在编人员", 10, 9]]


@pytest.fixture
def handed_in(empty_workspace, workbook):
    """A unit that handed in these sheets, one file each, checked in; and its data."""

    def make(clean=True, **sheets):
        folder = empty_workspace.raw_dir("town", 2023)
        folder.mkdir(parents=True, exist_ok=True)
        for name, rows in sheets.items():
            workbook({name: rows}, folder / f"{name}.xlsx")
        if clean:
            clean_unit(empty_workspace.at("town", 2023))
        return UnitData(empty_workspace, "town", 2023)

    return make


def state(data, table="four_rates"):
    return UnitData(data.workspace, data.unit, data.year).status(table)


def test_stored_and_absent(handed_in):
    data = handed_in(四率=RATES)
    assert state(data).state is State.STORED and not state(data).reason
    assert state(data, "staff").state is State.ABSENT
    assert state(data, "staff").sentence("人员") == "“人员情况”未提交，本节（人员）无数据。"


def test_nothing_is_absent_before_it_was_looked_at(handed_in):
    data = handed_in(clean=False, 四率=RATES)
    assert {status.state for status in data.states.values()} == {State.UNCLEANED}


def test_a_refused_table_says_where_and_what(handed_in):
    rows = [RATES[0], ["先行联系率", "197.60%", "96%"]]
    status = state(handed_in(四率=rows))
    assert status.state is State.REFUSED
    assert status.reason.startswith("四率.xlsx › 四率 › B2：“本单位”超出 0–100%")
    assert "未提交" not in status.sentence("四率") and status.sentence("四率").startswith("“四率”未通过：四率.xlsx")


def test_one_unread_cell_leaves_the_table_in(handed_in):
    rows = [RATES[0], ["先行联系率", "九成多", "96%"], RATES[2]]
    data = handed_in(四率=rows)
    status = state(data)
    assert (status.state, status.cells, status.label) == (State.STORED, 1, "已入库，1 格未通过")
    assert "四率.xlsx › 四率 › B2" in status.reason and "九成多" in status.reason
    frame = data.table("four_rates")
    assert frame["rate"].isna().tolist() == [True, False] and frame["average_rate"].notna().all()


def test_an_unread_cell_in_a_column_that_is_added_up_keeps_the_table_out(handed_in):
    rows = [
        ["单位：万元"],
        ["科目", "年初预算", "调整后预算", "执行金额"],
        ["基本支出", "约五十", 50, 50],
        ["合计", 50, 50, 50],
    ]
    data = handed_in(预算与支出情况=rows)
    assert data.status("budget_lines").state is State.REFUSED and not data.has("budget_lines")
    assert "约五十" in data.status("budget_lines").reason


def test_a_changed_file_is_outdated_and_a_new_one_uncleaned(handed_in, workbook):
    data = handed_in(四率=RATES)
    folder = data.workspace.raw_dir("town", 2023)
    workbook({"四率": [*RATES, ["诉求解决率", "80%", "81%"]]}, folder / "四率.xlsx")
    assert state(data).state is State.OUTDATED and "四率.xlsx" in state(data).reason
    workbook({"人员情况": STAFF}, folder / "人员.xlsx")
    assert state(data, "staff").state is State.UNCLEANED
    outdated = UnitData(data.workspace, "town", 2023).outdated
    assert outdated[0].table and {"四率.xlsx", "人员.xlsx"} == {name for status in outdated for name in status.files}
    clean_unit(data.workspace.at("town", 2023))
    assert state(data).state is State.STORED and state(data, "staff").state is State.STORED


def test_a_sheet_that_is_nearly_a_table_is_not_called_absent(handed_in):
    status = state(handed_in(四率=RATES, 人员情况=[["岗位甲", "指标乙", "指标丙"], STAFF[1]]), "staff")
    assert status.state is State.UNRECOGNISED and "人员情况.xlsx › 人员情况" in status.reason


def test_a_file_that_cannot_be_opened_may_hold_any_table(handed_in):
    data = handed_in(clean=False, 四率=RATES)
    (data.workspace.raw_dir("town", 2023) / "人员.xlsx").write_bytes(b"PK\x03\x04 broken")
    clean_unit(data.workspace.at("town", 2023))
    status = state(data, "staff")
    assert status.state is State.UNRECOGNISED and "人员.xlsx" in status.reason
    assert state(data).state is State.STORED
