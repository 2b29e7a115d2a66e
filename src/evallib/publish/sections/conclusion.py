"""The head of a unit's page (页首与结论): notices, the first screen, and the figures that the index lists."""

from __future__ import annotations

from typing import Any

from evallib.publish.messages.unit_messages import known_part
from evallib.publish.page.blocks import bullets, notice, record
from evallib.publish.page.showing import gaps, gather_gaps, headed, heading, html_block
from evallib.publish.sections.first_screen import first_screen_html
from evallib.publish.sections.unit_page import UnitPage

#: Columns of the published rates that a page leaves to the index and the district, in the order in which they are read
#: there.
RECORDED = (
    "indicator",
    "printed_rate",
    "average_rate",
    "average_label",
    "numerator",
    "denominator",
    "lower",
    "upper",
    "period",
)


def show_first_screen(page: UnitPage) -> None:
    """Synthetic data is told first (outdated data when the page is opened); then what the page says, on one screen."""
    gather_gaps()
    mark = known_part(lambda: page.requests.mark if page.requests else "", "")
    if mark:
        notice(f"{mark}“工单分析”一节的工单由程序生成，不是真实案件。")
    html_block(first_screen_html(page))
    record(
        four_rates=known_part(
            lambda: [{key: row[key] for key in RECORDED} for row in page.current_rates.to_dict("records")], list[Any]()
        ),
        execution_rate=known_part(lambda: page.total["execution_rate"] if page.total else None, None),
        scores=known_part(lambda: page.scores.to_dict("records"), list[Any]()),
        findings=known_part(lambda: len(page.findings), None),
        **known_part(lambda: _messages(page), dict[str, Any]()),
    )


def show_gaps(page: UnitPage) -> None:
    """What was not handed in or could not be shown, in one list (未提交与未能显示)."""
    told = gaps()
    named = [
        item for item in page.messages.missing if not any(f"“{item}" in line or f"{item}）" in line for line in told)
    ]
    with headed(heading("未提交与未能显示的内容", "missing")):
        if told or named:
            bullets([*told, *(f"未提交“{item}”" for item in named)], "gaps")


def show_annex() -> None:
    """Where the evidence begins (附件): it is printed only when it is asked for."""
    html_block('<div class="annex-start" id="annex">附件：逐项评分、报送的表、出处与下载</div>')


def _messages(page: UnitPage) -> dict[str, Any]:
    """What the index and the district's page say of the unit, in the page's own words."""
    said = page.messages
    return {
        "verdict": said.verdict.headline,
        "things": [{"headline": thing.headline, "tag": thing.tag, "anchor": thing.anchor} for thing in said.things],
        "missing": said.missing,
        "sections": list(said.sections()),
    }
