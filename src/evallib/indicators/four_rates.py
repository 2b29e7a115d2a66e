"""The four rates (四率): 先行联系率, 按时办结率, 诉求解决率, 市民满意率, as sampled and published for a unit."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from evallib.indicators.change import difference_pp
from evallib.indicators.proportions import is_missing, proportion

FOUR_RATES: dict[str, str] = {
    "prior_contact_rate": "先行联系率",
    "on_time_completion_rate": "按时办结率",
    "resolution_rate": "诉求解决率",
    "satisfaction_rate": "市民满意率",
}
SYNONYMS: dict[str, str] = {"实际解决率": "诉求解决率", "群众满意率": "市民满意率"}
TOLERANCE = Decimal("0.00005")


def standard_name(indicator: str) -> str:
    """The one name of a rate that towns call differently.

    >>> standard_name("群众满意率")
    '市民满意率'
    """
    return SYNONYMS.get(indicator, indicator)


def four_rates(published: pd.DataFrame) -> pd.DataFrame:
    """The four rates beside their sample, interval and average (四率、抽样区间与平均值).

    The recomputed rate is (抽查数 − 不合格数) ÷ 抽查数. Where it differs from the printed one, both are kept and
    `note` says so: a rate may have unrated cases outside its denominator.

    Args:
        published: clean four_rates (``indicator``, ``rate``, ``average_rate``, ``rank``, ``sampled_count``,
            ``failed_count``, ``year``, ``average_label``).

    Returns:
        One row per year and rate, in the order of `FOUR_RATES`: ``year``, ``indicator``, ``printed_rate``,
        ``average_rate``, ``average_label``, ``gap_pp`` (百分点 to the average), ``rank``, and the columns of
        `proportion` (value, numerator, denominator, lower, upper, method, note) from the sample where it is given.

    >>> frame = pd.DataFrame({"year": [2023], "indicator": ["诉求解决率"], "rate": [Decimal("0.7259")],
    ...     "average_rate": [Decimal("0.7361")], "average_label": ["区平均"], "rank": [10], "sampled_count": [602],
    ...     "failed_count": [165]}, dtype=object)
    >>> row = four_rates(frame).iloc[0]
    >>> round(row["value"], 4), row["gap_pp"], row["note"]
    (0.7259, Decimal('-1.0200'), '')
    """
    order = {name: position for position, name in enumerate(FOUR_RATES.values())}
    rows = []
    for entry in published.to_dict("records"):
        name = standard_name(entry["indicator"])
        sampled, failed = entry["sampled_count"], entry["failed_count"]
        known = not is_missing(sampled) and not is_missing(failed)
        sample = proportion(sampled - failed if known else None, sampled if known else None)
        sample["note"] = _note(known, entry["rate"], sample["value"])
        rows.append(
            {
                "year": entry["year"],
                "indicator": name,
                "printed_rate": entry["rate"],
                "average_rate": entry["average_rate"],
                "average_label": entry["average_label"],
                "gap_pp": difference_pp(entry["rate"], entry["average_rate"]),
                "rank": entry["rank"],
                **sample.to_dict(),
            }
        )
    columns = ["year", "indicator", "printed_rate", "average_rate", "average_label", "gap_pp", "rank"]
    frame = pd.DataFrame(rows, columns=[*columns, *proportion(None, None).index], dtype=object)
    return frame.sort_values(
        ["year", "indicator"], key=lambda c: c.map(order) if c.name == "indicator" else c, ignore_index=True
    )


def _note(known: bool, printed: Decimal | None, recomputed: float) -> str:
    if not known:
        return "未提供抽查数，无法计算区间"
    if printed is None or is_missing(printed):
        return ""
    if abs(Decimal(str(recomputed)) - printed) > TOLERANCE:
        return f"抽查数推算为 {recomputed:.2%}，与公布值不同；分母可能不含未评价案件"
    return ""
