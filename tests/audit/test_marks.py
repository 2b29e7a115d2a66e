"""Marks told part by part: what could be had makes up a hundred, what was had the total, what was lost the rest."""

from __future__ import annotations

import pytest


def told(text, audit_text, *, doubts=False):
    audit = audit_text(text)
    return [(f.code, f.recomputed) for f in audit.findings if doubts or f.confidence != "low"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("评价得分86.3分。其中投入20分得18.5分、过程20分得{}分、产出35分得30.0分、效益25分得21.5分。", "16.3"),
        (
            "综合得分81.60分。其中：投入（20分）17.00分，过程（20分）{}分，产出（30分）26.40分，效益（30分）23.00分。",
            "15.20",
        ),
        ("执行10分，得8.6分；产出50分，得{}分；效益30分，得28分；满意度10分，得9.5分；总计95.1分。", "49"),
        (
            "立项9分(满分10分)、过程{}分(满分30分)、产出38.84分(满分40分)、效益18.2分(满分20分)，综合得分93.54分。",
            "27.5",
        ),
    ],
)
def test_what_was_had_makes_up_the_total(audit_text, text, found):
    audit = audit_text(text.format(found))
    assert not audit.findings
    assert set(audit.states.values()) == {"勾稽相符"}
    wrong = found[:-1] + str((int(found[-1]) + 7) % 10)
    assert [code for code, _ in told(text.format(wrong), audit_text)] == ["sum.score"]


PARTS = "评价得分86.3分。其中投入20分得18.5分、过程20分得16.3分、产出{full}分得30.0分、效益25分得21.5分。"


@pytest.mark.parametrize(("full", "found"), [("35", []), ("38", ["sum.weight"])])
def test_what_could_be_had_makes_up_a_hundred(audit_text, full, found):
    assert [code for code, _ in told(PARTS.format(full=full), audit_text)] == found


def test_a_list_that_is_not_all_is_no_total(audit_text):
    text = "评价得分86.3分。其中投入20分得18.5分、过程20分得16.3分、产出35分得30.0分。"
    assert told(text, audit_text, doubts=True) == []


@pytest.mark.parametrize(("second", "found"), [("2", []), ("2.5", [("sum.score", "95.0分")])])
def test_what_was_taken_off_leaves_the_total(audit_text, second, found):
    text = f"自评得分95.5分，扣分项为：调整率扣1.5分、结转率扣{second}分、就业率扣1分。"
    audit = audit_text(text)
    assert told(text, audit_text) == []
    assert told(text, audit_text, doubts=True) == found
    assert found or set(audit.states.values()) == {"勾稽相符"}


def test_points_for_each_time_are_taken_off_nothing(audit_text):
    text = "得分91.5分。扣分标准：每逾期1件扣0.5分，最多扣2分，漏报每次扣1分。"
    assert told(text, audit_text, doubts=True) == []
