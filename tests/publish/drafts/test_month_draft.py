"""The monthly report in Word: the figures of the month's tables, the mark of synthetic data everywhere, nothing small."""

import docx
import pytest
from drafted import paragraphs, printed_tables
from full_run import copy_workspace

from evallib.audit import audit_report
from evallib.checks import clean_unit
from evallib.intake import write_sample
from evallib.model import EvallibError
from evallib.publish import check_rules, make_draft, month_tables, open_month, write_word

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    workspace = copy_workspace(tmp_path_factory.mktemp("month"))
    write_sample(workspace.raw_dir("xianghua", 2023), "huacao", 2023, 4000, 3)
    clean_unit(workspace.at("xianghua", 2023))
    return workspace


@pytest.fixture(scope="module")
def draft(workspace):
    return make_draft(workspace.at("xianghua", 2023), "month", "2023-07")


@pytest.fixture(scope="module")
def written(draft, tmp_path_factory):
    return write_word(draft.report, tmp_path_factory.mktemp("word") / "month.docx", 2023)


def test_synthetic_data_are_marked_in_title_header_and_captions(written):
    document = docx.Document(str(written))
    assert document.paragraphs[0].text.startswith("【合成数据】")
    headers = [part.blob.decode() for part in document.part.package.iter_parts() if "/header1" in part.partname]
    assert headers and all("【合成数据】" in header for header in headers)
    assert all("【合成数据】" in table.caption for table in printed_tables(written).values())


def test_tables_are_those_of_the_month(workspace, written):
    tables = {item.title: item for item in month_tables(open_month(workspace.at("xianghua", 2023), "2023-07"))}
    printed = printed_tables(written)
    seen = 0
    for title, item in tables.items():
        found = printed.get(f"【合成数据】{title}")
        if found is None or item.frame.empty:
            continue
        seen += 1
        for header, column in ((label, name) for name, (label, _) in item.columns.items() if label in found.rows[0]):
            show = item.columns[column][1]
            shown = [row[found.rows[0].index(header)] for row in found.rows[1:]]
            expected = [show(value) for value in item.frame[column].head(len(shown))]
            assert [text.replace("＊", "—") for text in shown] == expected, (title, header)
    assert seen >= 6


def test_month_draft_passes_audit_and_rules(draft, written):
    assert [item.message for item in audit_report(written).findings if item.confidence != "low"] == []
    assert all("封面" in str(item) for item in check_rules(draft) if item.blocking)
    assert {gap.id for gap in draft.open_gaps} == {"causes", "month_cases", "tips"}
    assert any(text.startswith("2023年7月共受理工单") for text in paragraphs(written))


@pytest.mark.parametrize(("unit", "year", "month", "told"), [
    ("xianghua", 2023, None, "没有写明月份"),
    ("xianghua", 2023, "七月", "看不懂的月份"),
    ("pujin", 2023, "2023-07", "没有提交工单明细"),
])  # fmt: skip
def test_a_month_that_cannot_be_reported_is_told(workspace, unit, year, month, told):
    with pytest.raises(EvallibError, match=told):
        make_draft(workspace.at(unit, year), "month", month)


def test_the_issue_is_numbered_signed_and_sent(workspace, tmp_path):
    folder = workspace.raw_dir("xianghua", 2023) / "report"
    folder.mkdir()
    (folder / "issue.yaml").write_text(
        "{number: '7', total_number: '19', office: 某镇城运中心, signed_by: 主任室, sent_to: 镇党政领导, copied_to: 各居村}\n",
        encoding="utf-8",
    )
    try:
        draft = make_draft(workspace.at("xianghua", 2023), "month", "2023-07")
    finally:
        (folder / "issue.yaml").unlink()
    assert [str(item) for item in check_rules(draft) if item.blocking] == []
    texts = paragraphs(write_word(draft.report, tmp_path / "x.docx", 2023))
    assert "第 7 期（总第 19 期）" in texts[:3]
    assert any(text.startswith("编发：某镇城运中心") for text in texts[:5])
    assert texts[-2:] == ["报送：镇党政领导", "抄送：各居村"]
