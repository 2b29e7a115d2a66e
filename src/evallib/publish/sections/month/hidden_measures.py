"""Hidden measures (承办情况的小数隐藏): counts and rates of agencies, and which stay out of all tables of a month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import pandas as pd

from evallib.indicators.rate_rules import RateRule
from evallib.indicators.request_counts import count_requests, fetch
from evallib.indicators.request_rates import case_rates
from evallib.indicators.request_states import state_counts
from evallib.model.periods import Period
from evallib.privacy.linked_counts import hide_linked
from evallib.privacy.suppression import suppress_small_cells

if TYPE_CHECKING:
    import ibis.expr.types as ir

ON_TIME = "on_time_completion_rate"
#: States at the month's end that do not overlap; the table of the month's totals tells the sum of each.
OPEN = ("open_in_limit_count", "open_overdue_count", "open_without_limit_count", "excused_count", "sent_back_count",
        "unknown_state_count")  # fmt: skip
#: Closed requests: in time and due by now, in time and not due yet, late, and without a limit or a moment.
CLOSED = ("due_in_time", "early", "closed_late_count", "untimed")
PARTS = (*CLOSED, *OPEN)
SHOWN = {"cases_count": PARTS, "closed_count": CLOSED,
         **{name: (name,) for name in ("open_in_limit_count", "open_overdue_count", "closed_late_count",
             "sent_back_count")}}  # fmt: skip
#: What a published rate of 按时办结 tells.
IN_TIME = {"in_time": CLOSED[:1], "due": ("due_in_time", "closed_late_count", "open_overdue_count")}
FAILED = {"failed": ("closed_late_count", "open_overdue_count")}
TOTALS = {**{name: (name,) for name in OPEN}, "on_time_count": CLOSED[:2]}
OF_A_RATE = ("numerator", "denominator", "lower", "upper")


def measures_by(
    cases: ir.Table, by: Sequence[str], rules: Sequence[RateRule], period: Period, moment: datetime
) -> pd.DataFrame:
    """Every measure of each group, nothing taken out.

    Args:
        cases: clean service requests, for a month's report as they were known at its end.
        by: grouping columns; none for one row of all.
        rules: the rates.
        period: only requests received in it.
        moment: where the figures are frozen.

    Returns:
        `by`, the counts of `evallib.indicators.request_states.STATES`, ``returned_count``, ``repeated_count``, and for
        every rate its value, ``…_numerator``, ``…_denominator``, ``…_lower``, ``…_upper``.
    """
    states = fetch(state_counts(cases, moment, by, period), by)
    counts = fetch(count_requests(cases, by, "requested", period, moment), by)
    rates = case_rates(cases, by, rules, period, moment)
    both = states.join(counts[["returned_count", "repeated_count"]])
    wide = _widened(rates, by, [rule.name for rule in rules])
    return both.merge(wide, on=list(by), how="left") if by else both.join(wide)


def _widened(rates: pd.DataFrame, by: Sequence[str], names: Sequence[str]) -> pd.DataFrame:
    frames = []
    for name in names:
        mine = rates[rates["rate"] == name].reset_index(drop=True)
        frame = mine[[*by]].copy() if by else pd.DataFrame(index=mine.index)
        frame[name] = mine["value"].astype(float)
        for part in OF_A_RATE:
            frame[f"{name}_{part}"] = mine[part]
        frames.append(frame.set_index(list(by)) if by else frame)
    wide = pd.concat(frames, axis=1)
    return wide.reset_index() if by else wide


def without_small(frame: pd.DataFrame, rates: Sequence[str], threshold: int) -> pd.DataFrame:
    """The lines of groups without small counts; the row of the whole unit is its performance and stays.

    Args:
        frame: measures of groups and, with ``kind`` 合计, of all of them; see `month_agencies.make_measures`.
        rates: names of the rates.
        threshold: counts from 1 to below it are small.
    """
    lines = frame[frame["kind"] != "合计"].reset_index(drop=True)
    total = frame[frame["kind"] == "合计"]
    if threshold > 1:
        lines = suppress_small_cells(lines, "repeated_count", threshold=threshold).drop(columns="note")
        parts = parts_of(lines)
        is_linked = ON_TIME in rates and is_of_states(lines, parts)
        hidden = hide_linked(
            parts,
            {**SHOWN, **IN_TIME} if is_linked else SHOWN,
            threshold,
            kept=("cases_count",),
            together=(tuple(IN_TIME),) if is_linked else (),
            protected=FAILED,
            totals=TOTALS,
        )
        of_rates = {ON_TIME: hidden["due"]} if is_linked else {}
        for name in rates:
            if name not in of_rates:
                told = _hidden_rate(lines, name, hidden[["cases_count"]], threshold)
                of_rates[name] = told["rated"]
                hidden["cases_count"] |= told.get("cases_count", False)
        for name in SHOWN:
            lines[name] = lines[name].astype("Int64").mask(hidden[name])
        for name, flags in of_rates.items():
            for column in (name, *(f"{name}_{part}" for part in OF_A_RATE)):
                lines[column] = lines[column].astype(float).mask(flags)
    for name in rates:
        for column in (name, *(f"{name}_{part}" for part in OF_A_RATE)):
            lines[column] = lines[column].astype(float)
    return pd.concat([lines, total], ignore_index=True)


def parts_of(lines: pd.DataFrame) -> pd.DataFrame:
    """Requests of each group by where they stand, those that were closed in time by whether they were due."""
    due = f"{ON_TIME}_numerator"
    in_time = lines["on_time_count"].astype("int64")
    known = lines[due].fillna(0).astype(float).round().astype("int64") if due in lines else in_time
    parts = (
        lines[list(OPEN)]
        .astype("int64")
        .assign(
            closed_late_count=lines["closed_late_count"].astype("int64"),
            due_in_time=known.where(known <= in_time, in_time),
        )
    )
    parts["early"] = in_time - parts["due_in_time"]
    parts["untimed"] = lines["closed_count"].astype("int64") - in_time - parts["closed_late_count"]
    return parts[list(PARTS)]


def is_of_states(lines: pd.DataFrame, parts: pd.DataFrame) -> bool:
    """Whether the rate of 按时办结 counts the same requests as the states do; by another cohort it does not."""
    due = lines[f"{ON_TIME}_denominator"].fillna(0).astype(float)
    good = lines[f"{ON_TIME}_numerator"].fillna(0).astype(float)
    return bool((good == parts["due_in_time"]).all() and (due == parts[list(IN_TIME["due"])].sum(axis=1)).all())


def _hidden_rate(lines: pd.DataFrame, name: str, cases: pd.DataFrame, threshold: int) -> pd.DataFrame:
    """Where a rate with its denominator would tell few good or few failed requests."""
    good, rated = (lines[f"{name}_{part}"].fillna(0).astype(float).round().astype("int64") for part in OF_A_RATE[:2])
    parts = pd.DataFrame({"good": good, "failed": (rated - good).clip(lower=0)})
    shown = {"good": ("good",), "rated": ("good", "failed")}
    rest = lines["cases_count"].astype("int64") - rated
    if (rest >= 0).all():  # rated requests are some of the group's, whose number may be told
        parts["rest"], shown["cases_count"] = rest, ("good", "failed", "rest")
    return hide_linked(
        parts,
        shown,
        threshold,
        kept=("cases_count",),
        together=(("good", "rated"),),
        protected={"failed": ("failed",)},
        already=cases if "rest" in parts else None,
    )
