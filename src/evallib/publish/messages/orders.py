"""What single requests say (工单各率): the rates that are counted order by order, where no 四率 were published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evallib.indicators.proportions import is_missing
from evallib.publish.messages.message import Message
from evallib.publish.words import format as fmt

if TYPE_CHECKING:
    from evallib.publish.unit_figures import UnitFigures

SAID = 3


def orders_message(page: UnitFigures) -> Message | None:
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
