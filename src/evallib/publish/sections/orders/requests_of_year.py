"""The requests of a year (年度工单分析): the part of a unit's page that rests on single requests."""

from __future__ import annotations

from evallib.checks.states import State
from evallib.model.requests import CASES
from evallib.publish.page.blocks import section, subsection
from evallib.publish.sections.gaps import guarded, show_missing
from evallib.publish.sections.orders.rates_of_requests import show_process, show_rates
from evallib.publish.sections.orders.request_page import RequestPage
from evallib.publish.sections.orders.requests import (
    show_concentration,
    show_failures,
    show_handling,
    show_notice,
    show_volume,
)
from evallib.publish.sections.unit_page import UnitPage


@guarded("工单分析")
def show_requests(page: UnitPage) -> None:
    """Volume, rates, process, handling and failures, each guarded; nothing where no requests were handed in."""
    requests = page.requests
    if not requests:
        if page.data.status(CASES).state is not State.ABSENT:
            section("工单分析", "requests")
            show_missing(page.data, "工单分析", CASES)
        return
    section("工单分析", "requests")
    show_notice(requests)
    for title, show in (
        ("案件量", show_volume),
        ("各率", show_rates),
        ("趋势判别（控制图）", show_process),
        ("办理时长", show_handling),
        ("不满意与超时集中在哪里", _show_where),
    ):
        subsection(title)
        guarded(title)(show)(requests)


def _show_where(requests: RequestPage) -> None:
    show_failures(requests, "service_name", "dissatisfied_count", "不满意")
    show_failures(requests, "agency_responsible", "overdue_count", "超时")
    show_concentration(requests)
