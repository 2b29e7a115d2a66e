"""The four rates (四率) as sampled and published for a unit, beside the sample from which each of them comes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd

from evallib.indicators.change import difference_pp
from evallib.indicators.exact_numbers import exact, is_missing
from evallib.indicators.frames import as_pandas
from evallib.indicators.parts import IMPOSSIBLE
from evallib.indicators.printed import agrees, as_printed, implied_denominators
from evallib.indicators.proportions import RATE_COLUMNS, empty_rate, proportion
from evallib.model.definitions.registry import find_set, standard_label

#: Name and label of every rate that a higher level samples; a further one is one entry in this set of definitions.
SAMPLED = "sampled-four-rates"
FOUR_RATES: dict[str, str] = {rate.name: rate.label for rate in find_set(SAMPLED).rates}
NO_FRACTION = "公布值不在 0 与 100% 之间"
NO_SAMPLE = "未提供抽查数，无法计算区间"
#: Hulls of more possible samples than this tell nothing.
MOST_READINGS = 40


def standard_name(indicator: str) -> str:
    """The one name of a rate that towns call differently.

    >>> standard_name("群众满意率")
    '市民满意率'
    """
    return standard_label(indicator)


def four_rates(published: pd.DataFrame, confidence: float | None = 0.95) -> pd.DataFrame:
    """The four rates beside their sample, interval and average (四率、抽样区间与平均值).

    The recomputed rate is (抽查数 − 不合格数) ÷ 抽查数. Where it rounds to the printed rate, the interval is that of
    the sample. Where it does not, some of the sampled gave no answer: if one number of answers alone gives the printed
    rate with the failures (推算分母), value and interval come from it, and `note` says so; if several do, the interval
    holds those of all of them; if none does, there is no interval. No rate gets the interval of another.

    Args:
        published: clean four_rates (``indicator``, ``rate``, ``average_rate``, ``rank``, ``sampled_count``,
            ``failed_count``, ``year``, ``average_label``, and ``period`` where it is printed).
        confidence: level of the interval; None for none.

    Returns:
        One row per year and rate, in the order of `FOUR_RATES`: ``year``, ``indicator``, ``printed_rate``,
        ``average_rate``, ``average_label``, ``gap_pp`` (百分点 to the average), ``rank``, ``sampled_count`` (抽查数 as
        printed), ``sampled_rate`` (from the sample as printed), and `RATE_COLUMNS`; ``period`` is the printed one, else
        the year.

    >>> frame = pd.DataFrame({"year": [2023], "indicator": ["诉求解决率"], "rate": [Decimal("0.7259")],
    ...     "average_rate": [Decimal("0.7361")], "average_label": ["区平均"], "rank": [10], "sampled_count": [602],
    ...     "failed_count": [165]}, dtype=object)
    >>> row = four_rates(frame).iloc[0]
    >>> round(row["value"], 4), row["gap_pp"], row["note"]
    (0.7259, Decimal('-1.0200'), '')
    """
    order = {name: position for position, name in enumerate(FOUR_RATES.values())}
    rows = []
    for entry in as_pandas(published).to_dict("records"):
        printed, average = entry.get("rate"), entry.get("average_rate")
        sample, sampled_rate = _sample(entry, confidence)
        rows.append(
            {
                "year": entry["year"],
                "indicator": standard_name(str(entry["indicator"])),
                "printed_rate": None if is_missing(printed) else printed,
                "average_rate": average,
                "average_label": entry.get("average_label"),
                "gap_pp": difference_pp(printed, average),
                "rank": entry.get("rank"),
                "sampled_count": entry.get("sampled_count"),
                "sampled_rate": sampled_rate,
                **sample.to_dict(),
            }
        )
    columns = [
        "year",
        "indicator",
        "printed_rate",
        "average_rate",
        "average_label",
        "gap_pp",
        "rank",
        "sampled_count",
        "sampled_rate",
    ]
    frame = pd.DataFrame(rows, columns=[*columns, *RATE_COLUMNS], dtype=object)
    return frame.sort_values(
        ["year", "indicator"],
        kind="stable",
        ignore_index=True,
        key=lambda column: (
            column.map(lambda name: order.get(name, len(order))) if column.name == "indicator" else column
        ),
    )


def _sample(entry: dict[Any, Any], confidence: float | None) -> tuple[pd.Series, float | None]:
    """The row of the sample that belongs to a printed rate, and the rate that the sample as printed gives."""
    numbers: tuple[Any, Any, Any] = entry.get("sampled_count"), entry.get("failed_count"), entry.get("rate")
    sampled, failed, printed = numbers
    told = entry.get("period_text" if entry.get("row_kind") == "total" else "period")  # 合计 is no period
    period = str(told) if told is not None and not is_missing(told) and str(told) else f"{entry['year']}年"
    for given, least, most, said in (
        (printed, 0, 1, NO_FRACTION),
        (sampled, 0, None, IMPOSSIBLE),
        (failed, 0, None, IMPOSSIBLE),
    ):
        number = exact(given)
        if not is_missing(given) and (number is None or number < least or (most is not None and number > most)):
            return empty_rate(said, basis="抽样", period=period), None
    if is_missing(sampled) and not is_missing(failed) and not is_missing(printed):
        fitting = implied_denominators(as_printed(printed), int(failed))
        if len(fitting) == 1:
            row = proportion(fitting[0] - int(failed), fitting[0], confidence, basis="回访", period=period)
            row["note"] = f"未提供抽查数；不合格 {int(failed)} 件时只有分母 {fitting[0]} 件与公布值相符，区间按此计算"
            return row, None
    if is_missing(sampled) or is_missing(failed):
        return empty_rate(NO_SAMPLE, basis="抽样", period=period, n_missing=1), None
    sampled, failed = int(sampled), int(failed)
    row = proportion(sampled - failed, sampled, confidence, basis="抽样", period=period)
    if row["note"] or is_missing(printed):
        return row, None if is_missing(row["value"]) else float(row["value"])
    recomputed = float(row["value"])
    printed = as_printed(printed)
    if agrees(printed, sampled - failed, sampled):
        return row, recomputed
    return _implied(printed, sampled, failed, recomputed, confidence, period), recomputed


def _implied(
    printed: Decimal, sampled: int, failed: int, recomputed: float, confidence: float | None, period: str
) -> pd.Series:
    said = f"抽查数 {sampled} 件推算为 {recomputed:.2%}，与公布值不同"
    fitting = implied_denominators(printed, failed, sampled) if failed else []
    if len(fitting) == 1:
        size = fitting[0]
        row = proportion(size - failed, size, confidence, basis="回访", period=period)
        row["note"] = (
            f"{said}；不合格 {failed} 件时只有分母 {size} 件与公布值相符（抽查中作出评价的件数），区间按此计算"
        )
        return row
    if 1 < len(fitting) <= MOST_READINGS and confidence is not None:
        rows = [proportion(size - failed, size, confidence) for size in fitting]
        note = f"{said}；与公布值相符的分母为 {fitting[0]}–{fitting[-1]} 件，区间包含各种可能"
        return empty_rate(
            note,
            value=float(printed),
            lower=min(row["lower"] for row in rows),
            upper=max(row["upper"] for row in rows),
            confidence=confidence,
            basis="回访",
            period=period,
        )
    reason = "没有与两者都相符的分母，不给区间" if not fitting else "可能的分母太多，不给区间"
    return empty_rate(f"{said}；{reason}", value=float(printed), basis="回访", period=period)
