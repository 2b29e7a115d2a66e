"""The signed workbook read back: rejected with a reason stays rejected; mended, remaining and new are told."""

from __future__ import annotations

import openpyxl
import pytest

from evallib.audit import apply_decisions, audit_document, build_document, split_lines
from evallib.model import EvallibError
from evallib.publish import FINDING_COLUMNS, read_decisions, render_audit_page, write_audit_workbook

FIRST = """2023年度报告

共受理1200件，其中投诉500件、咨询690件、其他20件。

本年收入1725.60万元，比上年增加225.60万元，增长51.04%。

发放问卷150份，回收有效问卷120份，有效回收率85%。
"""
NEXT = FIRST.replace("51.04%", "15.04%") + "\n又：年初余额64.20亿元，新增8.00亿元，偿还3.10亿元，年末余额96.10亿元。\n"


def audit(text):
    return audit_document(build_document("示例.txt", split_lines("前言。\n\n" + text)))


@pytest.fixture
def signed(tmp_path):
    """A workbook of the first draft, in which one finding is rejected with a reason and one without."""
    path = write_audit_workbook(audit_document(build_document("示例.txt", split_lines(FIRST))), tmp_path / "核对.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book["勾稽核对"]
    names = [name for name, _ in FINDING_COLUMNS]
    for row in sheet.iter_rows(min_row=5):
        told = str(row[names.index("报告数")].value)
        if "1200件" in told:
            row[names.index("核对结论")].value = "不接受"
            row[names.index("核对人意见")].value = "有10件跨类"
        if "85%" in told:
            row[names.index("核对结论")].value = "不接受"
    book.save(path)
    return path


def test_rejected_with_a_reason_stays_rejected(signed):
    before = audit(NEXT)
    after = apply_decisions(before, read_decisions(signed))
    assert len(after.findings) == len(before.findings) - 1
    ((finding, decision),) = after.history.dismissed
    assert finding.printed.startswith("1200件") and decision.reason == "有10件跨类"
    assert after.states[finding.places[0]] == "存疑"


def test_mended_remaining_and_new_are_told(signed):
    history = apply_decisions(audit(NEXT), read_decisions(signed)).history
    assert len(history.mended) == 1 and "51.04%" in history.mended[0]
    assert (history.remaining, history.new) == (1, 1)
    page = render_audit_page(apply_decisions(audit(NEXT), read_decisions(signed)))
    assert "与上次核对相比" in page and "有10件跨类" in page
    # Who rejected it waits for it to be gone: the reason is what is missing.
    assert "仍存在 1 处（其中 1 处写了“不接受”而没有写理由，照列），新出现 1 处" in page


def test_a_decision_without_a_reason_is_carried_over(signed, tmp_path):
    after = apply_decisions(audit(NEXT), read_decisions(signed))
    again = read_decisions(write_audit_workbook(after, tmp_path / "新.xlsx"))
    assert [d.choice for d in again if d.key in after.history.kept] == ["不接受"]


def test_what_was_rejected_stays_so_in_the_third_draft(signed, tmp_path):
    """The workbook of the second draft carries along what it does not list."""
    second = apply_decisions(audit(NEXT), read_decisions(signed))
    book = write_audit_workbook(second, tmp_path / "第二稿.xlsx")
    third = apply_decisions(audit("又一句。\n\n" + NEXT), read_decisions(book))
    ((finding, decision),) = third.history.dismissed
    assert finding.printed.startswith("1200件") and decision.reason == "有10件跨类"
    assert (third.history.mended, third.history.remaining, third.history.new) == ((), 2, 0)
    sheet = openpyxl.load_workbook(book)["不再列出"]
    choice = [name for name, _ in FINDING_COLUMNS].index("核对结论")
    assert [row[choice].value for row in sheet.iter_rows(min_row=5)] == ["不接受"]


def test_another_workbook_is_refused(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["序号", "说明"])
    book.save(tmp_path / "别的.xlsx")
    with pytest.raises(EvallibError, match="不是本程序写出的勾稽核对表"):
        read_decisions(tmp_path / "别的.xlsx")


def test_a_book_signed_under_the_former_heading_is_still_read(signed):
    book = openpyxl.load_workbook(signed)
    head = next(cell for cell in book["勾稽核对"][4] if cell.value == "核对结论")
    head.value = "接受/不接受"
    before = read_decisions(signed)
    book.save(signed)
    assert read_decisions(signed) == before and "不接受" in {decision.choice for decision in before}


def test_the_book_of_another_report_is_told(signed):
    decisions = read_decisions(signed)
    other = audit("共受理80件，其中投诉50件、咨询40件。\n")
    assert "请核对读回的是不是这份报告的签认表" in apply_decisions(other, decisions).history.told
    for same in (NEXT, FIRST, "共受理80件，其中投诉50件、咨询30件。\n"):
        assert "请核对读回" not in apply_decisions(audit(same), decisions).history.told
