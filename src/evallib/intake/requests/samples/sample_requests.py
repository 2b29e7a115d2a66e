"""Synthetic cases (合成工单): believable in the small, exact in the totals, and never to be taken for real.

Whole columns are drawn at once with numpy, so that a hundred million rows are a matter of minutes; totals are met
exactly because categories are dealt out (without replacement), not drawn.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from evallib.intake.requests.samples.sample_columns import (
    Ints,
    address_column,
    caller_column,
    number_column,
    power_law,
    stamp_column,
    word_column,
)
from evallib.intake.requests.sheets.sheet_reading import Mask
from evallib.model.samples import CaseType, SamplePlan, SampleUnit, Totals

DAY = 86_400
CLOSED, RETURNED = "已结案", "退回市级"
#: Callers and addresses per case; a few of them are used very often (Zipf).
POOL_SHARE = 0.45


def generate_requests(
    plan: SamplePlan, units: list[SampleUnit], totals: Totals, year: int, rng: np.random.Generator, *, first: int = 0
) -> pa.Table:
    """Draw as many cases as `totals` says.

    Args:
        plan: distributions.
        units: the units among which cases are spread by their size.
        totals: counts to meet exactly.
        year: calendar year of all requests.
        rng: source of chance.
        first: number of cases drawn before, so that ids stay unique.

    Returns:
        One row per case with the fields of the service request schema, sorted by the time of request.
    """
    rows = totals.cases
    start = int(np.datetime64(f"{year}-01-01", "s").astype(np.int64))
    end = int(np.datetime64(f"{year + 1}-01-01", "s").astype(np.int64)) - 1
    source = _deal(totals.source, rows, rng)
    sources = list(totals.source)
    hotline = np.isin(source, [sources.index(name) for name in plan.hotline])
    by_kind = [_moments(plan.months[name], plan, year, rows, rng) for name in ("hotline", "grid")]
    requested = start + np.where(hotline, *by_kind)
    order = np.argsort(requested)
    requested, source, hotline = requested[order], source[order], hotline[order]
    status_names = list(totals.status)
    status = _status(totals, hotline, requested, end, rng)
    closed = status == status_names.index(CLOSED)
    kind, subtype, agency, worse = _types(plan, hotline, requested, year, rng)
    unit = _pick(np.array([item.cases for item in units], dtype=float), rows, rng)
    worse = worse + np.array([item.quality for item in units])[unit]

    urgency = _pick(np.array([0.86, 0.06, 0.08]), rows, rng)
    limits = np.array(list(plan.limits_days.values()), dtype=np.int64)[urgency] * DAY
    # A case that is due after the end of the year cannot be closed late within it.
    late = _choose(closed & (requested + limits < end - DAY), totals.overdue, worse + 1.2 * hotline, rng)
    share = np.where(late, 1 + rng.exponential(0.35, rows).clip(0.01, 1.8), rng.beta(1.3, 2.6, rows) * 0.98)
    finished = np.minimum(requested + (limits * share).astype(np.int64), end)
    expected = requested + limits
    still_open = ~closed & (status != status_names.index(RETURNED))
    expected = np.where(still_open, np.maximum(expected, end + 1 + DAY), expected)

    rated = _choose(closed & hotline, sum(totals.satisfaction.values()), np.zeros(rows), rng)
    satisfaction = _grade(rated, totals.satisfaction, worse + 0.8 * late, rng)
    checked = _choose(rated, sum(totals.was_contacted.values()), np.zeros(rows), rng)
    contacted = _grade(checked, totals.was_contacted, worse, rng)
    solved_asked = _choose(rated, sum(totals.resolution.values()), checked * 5.0, rng)
    outcomes = {name: totals.resolution[name] for name in ("实际解决", "解释说明", "未解决")}
    resolution = _grade(solved_asked, outcomes, worse, rng)
    sampled = np.minimum(finished + rng.integers(2 * DAY, 20 * DAY, rows), end)
    red = _choose(late & hotline, totals.red_light, np.zeros(rows), rng)
    community = _pick(1.0 / np.arange(3, 3 + len(plan.communities)), rows, rng)
    place = power_law(max(int(rows * POOL_SHARE * 0.3), 20), rows, rng)
    caller = power_law(max(int(rows * POOL_SHARE), 20), rows, rng)
    repeated = hotline & (rng.random(rows) < 0.07)
    returned = (status == status_names.index(RETURNED)) | (hotline & (rng.random(rows) < 0.015))
    grid = _pick(np.array([0.52, 0.41, 0.07]), rows, rng)
    dispatched = np.minimum(requested + rng.integers(300, 3 * 3600, rows), finished)
    names = _names(plan)
    return pa.table(
        {
            "service_request_id": number_column(year, first, rows),
            "unit": word_column(unit, [item.name for item in units]),
            "source": word_column(source, sources),
            "service_name": word_column(kind, names["type"]),
            "service_subtype": word_column(subtype, names["subtype"]),
            "description": word_column(subtype, [f"反映{name}问题（合成数据）" for name in names["subtype"]]),
            "address": address_column(community, place, plan),
            "community": word_column(community, plan.communities),
            "grid": word_column(grid, plan.grids),
            "caller_id": caller_column(caller, hotline),
            "requested_datetime": stamp_column(requested),
            "dispatched_datetime": stamp_column(dispatched),
            "expected_datetime": stamp_column(expected, status != status_names.index(RETURNED)),
            "closed_datetime": stamp_column(finished, closed),
            "agency_responsible": word_column(agency, names["agency"]),
            "status": word_column(status, status_names),
            "urgency": word_column(urgency, list(plan.limits_days)),
            "sampled_datetime": stamp_column(sampled, rated),
            "was_contacted": pa.array(contacted == list(totals.was_contacted).index("是"), mask=~checked),
            "resolution": word_column(resolution, list(outcomes)),
            "satisfaction": word_column(satisfaction, list(totals.satisfaction)),
            "is_red_light": pa.array(red),
            "is_repeated": pa.array(repeated),
            "returned_count": pa.array(returned.astype(np.int64)),
        }
    )


def deal_totals(remaining: Totals, rows: int, rng: np.random.Generator) -> tuple[Totals, Totals]:
    """Split totals into a chunk of `rows` cases and the rest, drawn without replacement so that both add up.

    >>> from evallib.model.samples import load_plan
    >>> chunk, rest = deal_totals(load_plan().totals, 1000, np.random.default_rng(0))
    >>> chunk.cases, rest.cases, sum(chunk.status.values())
    (1000, 37935, 1000)
    """
    part = rows / remaining.cases
    taken: dict[str, Any] = {}
    left: dict[str, Any] = {}
    for name, value in remaining.model_dump().items():
        if isinstance(value, int):
            taken[name] = round(value * part)
            left[name] = value - taken[name]
            continue
        counts = np.array(list(value.values()))
        size = rows if name in {"source", "status"} else round(int(counts.sum()) * part)
        drawn = rng.multivariate_hypergeometric(counts, size, method="marginals")
        taken[name] = dict(zip(value, drawn.tolist(), strict=True))
        left[name] = dict(zip(value, (counts - drawn).tolist(), strict=True))
    return Totals(**taken), Totals(**left)


def _deal(counts: dict[str, int], rows: int, rng: np.random.Generator) -> Ints:
    codes = np.repeat(np.arange(len(counts)), list(counts.values()))[:rows]
    rng.shuffle(codes)
    return codes


def _pick(weights: npt.NDArray[np.float64], rows: int, rng: np.random.Generator) -> Ints:
    edges = np.cumsum(weights) / weights.sum()
    return np.searchsorted(edges, rng.random(rows), side="right").clip(0, len(weights) - 1)


def _choose(among: Mask, count: int, weight: npt.NDArray[np.floating[Any]], rng: np.random.Generator) -> Mask:
    """Choose exactly `count` of `among` (all of them if there are fewer), more likely where `weight` (log) is high."""
    chosen = np.zeros(len(among), dtype=bool)
    where = np.flatnonzero(among)
    count = min(count, len(where))
    if count:
        # Gumbel top-k: weighted sampling without replacement in one pass (Efraimidis & Spirakis 2006).
        keys = weight[where] + rng.gumbel(size=len(where))
        chosen[where[np.argpartition(keys, -count)[-count:]]] = True
    return chosen


def _grade(rated: Mask, counts: dict[str, int], worse: npt.NDArray[np.float64], rng: np.random.Generator) -> Ints:
    """Deal grades out from the best to the worst; the discontent tend to get the worst. −1 where not rated."""
    where = np.flatnonzero(rated)
    grades = np.full(len(rated), -1, dtype=np.int64)
    ranked = where[np.argsort(worse[where] + rng.logistic(size=len(where)))]
    grades[ranked] = np.repeat(np.arange(len(counts)), list(counts.values()))[: len(where)]
    return grades


def _status(totals: Totals, hotline: Mask, requested: Ints, end: int, rng: np.random.Generator) -> Ints:
    names = list(totals.status)
    status = np.full(len(hotline), names.index(CLOSED), dtype=np.int64)
    free = np.ones(len(hotline), dtype=bool)
    for name, count in totals.status.items():
        if name == CLOSED:
            continue
        # What is still open was opened late; what went back to the city came from the hotline.
        among = hotline if name == RETURNED else requested > end - 20 * DAY
        among = free & among if (free & among).sum() >= count else free
        chosen = _choose(among, count, np.zeros(len(hotline)), rng)
        status[chosen] = names.index(name)
        free &= ~chosen
    return status


def _moments(months: list[float], plan: SamplePlan, year: int, rows: int, rng: np.random.Generator) -> Ints:
    days = np.arange(np.datetime64(f"{year}-01-01"), np.datetime64(f"{year + 1}-01-01"))
    month = days.astype("datetime64[M]").astype(np.int64) % 12
    length = np.bincount(month)
    weekday = (days.astype(np.int64) + 3) % 7
    weights = np.array(months)[month] / length[month]
    day = _pick(weights * np.array(plan.weekdays)[weekday], rows, rng)
    hour = _pick(np.array(plan.hours), rows, rng)
    return day * DAY + hour * 3600 + rng.integers(0, 3600, rows)


def _types(
    plan: SamplePlan, hotline: Mask, requested: Ints, year: int, rng: np.random.Generator
) -> tuple[Ints, Ints, Ints, npt.NDArray[np.float64]]:
    names = _names(plan)
    month = requested.astype("datetime64[s]").astype("datetime64[M]").astype(np.int64) % 12 + 1
    summer = (month >= 6) & (month <= 9)
    kind, subtype, agency = (np.zeros(len(hotline), dtype=np.int64) for _ in range(3))
    worse = np.zeros(len(hotline))
    slots = np.array([0.62, 0.27, 0.11])
    for is_hotline, types in ((True, plan.types["hotline"]), (False, plan.types["grid"])):
        for is_summer in (True, False):
            where = np.flatnonzero((hotline == is_hotline) & (summer == is_summer))
            shares = np.array([item.share * (item.summer if is_summer else 1.0) for item in types])
            drawn = _pick(shares, len(where), rng)
            slot = _pick(slots, len(where), rng)
            kind[where] = np.array([names["type"].index(item.name) for item in types])[drawn]
            agency[where] = _table(types, "agencies", names["agency"], 3)[drawn, slot]
            widths = np.array([len(item.subtypes) for item in types])[drawn]
            which = (rng.random(len(where)) ** 1.5 * widths).astype(np.int64)
            subtype[where] = _table(types, "subtypes", names["subtype"], 4)[drawn, which]
            # Whoever is passed on to a second agency is less content.
            worse[where] = np.array([item.worse for item in types])[drawn] + 0.25 * slot
    return kind, subtype, agency, worse


def _table(types: list[CaseType], field: str, names: list[str], width: int) -> Ints:
    lists = [getattr(item, field) for item in types]
    return np.array([[names.index(row[min(i, len(row) - 1)]) for i in range(width)] for row in lists])


def _names(plan: SamplePlan) -> dict[str, list[str]]:
    types = [item for items in plan.types.values() for item in items]
    return {
        "type": sorted({item.name for item in types}),
        "subtype": sorted({name for item in types for name in item.subtypes}),
        "agency": sorted({name for item in types for name in item.agencies}),
    }
