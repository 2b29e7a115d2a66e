"""What single requests say (工单各率): the rates that are counted order by order, where no 四率 were published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evallib.indicators.proportions import is_missing
from evallib.publish.messages.message import Message
from evallib.publish.words import format as fmt

if TYPE_CHECKING:
    from evallib.publish.sections.unit_page import UnitPage

#: Results before process; rates of other names follow in the order of their definitions.
FIRST = ("satisfaction_rate", "resolution_rate", "prior_contact_rate", "on_time_completion_rate", "timeliness_rate")
SHOWN, SAID = 8, 3


def order_rates(page: UnitPage) -> list[dict[str, Any]]:
    """The rates of the year's requests that are known, and whose cases are not too few to be shown."""
    if page.requests is None:
        return []
    rows = page.requests.rates().to_dict("records")
    least = page.requests.threshold
    known = [row for row in rows if not is_missing(row["value"]) and row["denominator"] >= least]
    known.sort(key=lambda row: FIRST.index(row["rate"]) if row["rate"] in FIRST else len(FIRST))
    return [{str(name): value for name, value in row.items()} for row in known[:SHOWN]]


def orders_message(page: UnitPage) -> Message | None:
    """How many requests there are and their foremost rates; None without requests."""
    if page.requests is None:
        return None
    count = int(page.requests.current.count().to_pyarrow().as_py())
    told = [f"{row['label']} {fmt.pct(row['value'])}" for row in page.order_rates[:SAID]]
    until = f"数据截至 {page.requests.as_of:%Y-%m-%d}"
    return Message("，".join([f"工单 {fmt.count(count)} 件", *told]), note=f"{until}；由工单逐件计算", source="工单")


def order_notes(row: dict[str, Any]) -> list[str]:
    """The short lines under a small figure: the counts, and the interval where there is one."""
    counts = f"{fmt.count(row['numerator'])}／{fmt.count(row['denominator'])} 件"
    span = [] if is_missing(row["lower"]) else [f"95% 区间 {fmt.pct(row['lower'])}～{fmt.pct(row['upper'])}"]
    return [counts, *span]
