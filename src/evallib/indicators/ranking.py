"""Ranks (位次) with what they are worth: rank intervals by simulation, and units that cannot be told apart.

Sources: Goldstein & Spiegelhalter (1996), League tables and their limitations, JRSS A 159, 385–443; Marshall &
Spiegelhalter (1998), Reliability of league tables, BMJ 316, 1701–1704; pairs and false discoveries as in
`evallib.indicators.comparisons`; shrunken estimates as in `evallib.indicators.dispersion`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from evallib.indicators.arrays import Array
from evallib.indicators.comparisons import (
    DISCOVERY,
    differ,
    difference_interval,
    discoveries,
    pair_chances,
    score_chances,
)
from evallib.indicators.dispersion import shrunken
from evallib.indicators.frames import as_pandas, check_names, numbers
from evallib.indicators.parts import RATE_COLUMNS, Basis
from evallib.indicators.proportions import proportions

__all__ = ["differ", "difference_interval", "league_table", "rank_intervals"]

DRAWS = 10_000
#: All drawn ranks of a table together; of many units fewer are drawn.
MOST_DRAWN = 12_000_000
LEAST_DRAWS = 300
#: Beyond so many units pairs are not named one by one.
MOST_PAIRED = 200
#: Beyond so many units posteriors are drawn as normal on the scale of arcsin √p, which ranks them alike.
MOST_BETA = 2000
#: Jeffreys prior: half a success and half a failure before any case is seen.
PRIOR = 0.5
SMALL = 30
WORST = 5
#: What a league table adds to the rates.
RANK_COLUMNS = (
    "rank",
    "rank_lower",
    "rank_upper",
    "tied_with",
    "same_as_next",
    "position",
    "shrunken_value",
    "worst_five_rate",
)
ABOVE, BELOW, LIKE = "高于总体", "低于总体", "与总体无显著差别"


def league_table(
    frame: Any,
    unit: str,
    numerator: str,
    denominator: str,
    better: str = "increase",
    confidence: float | None = 0.95,
    draws: int = DRAWS,
    seed: int = 20230101,
    discovery: float = DISCOVERY,
    basis: Basis = "抽样",
) -> pd.DataFrame:
    """Units by rate, with rank intervals, and what the data can tell apart.

    Args:
        frame: a table (pandas, polars, pyarrow, Ibis); several rows of one unit are summed and then divided.
        unit: column with its name.
        numerator: column with events.
        denominator: column with cases.
        better: ``increase`` if a high rate is good, ``decrease`` if a low one is.
        confidence: level of all intervals; None for none, and then for no intervals of ranks either.
        draws: number of simulated rankings; of many units fewer.
        seed: the same seed gives the same intervals.
        discovery: share of the called differences that may be chance.
        basis: 抽样, 回访 or 全量; rates of full counts have no interval, ranks keep theirs: it tells how much of the
            order is the chance of the process.

    Returns:
        Best first: `unit`, ``rank`` (equal rates share the smaller rank), other columns that do not vary within a unit,
        `RATE_COLUMNS`, ``rank_lower``, ``rank_upper``
        (interval of the rank; it holds the rank), ``tied_with`` (units from which it does not differ significantly,
        joined by 、; empty beyond `MOST_PAIRED` units), ``same_as_next`` (bool), ``position`` (高于总体, 低于总体 or
        与总体无显著差别, against all others together), ``shrunken_value`` (drawn towards the whole as far as its size
        tells little), ``worst_five_rate`` (probability to be among the worst five). Units without cases stand last,
        without a rank; fewer than 30 cases are noted.

    Raises:
        ValueError: `better` is neither of the two.

    >>> towns = pd.DataFrame({"town": ["甲", "乙", "丙"], "solved": [90, 88, 40], "asked": [100, 100, 100]})
    >>> table = league_table(towns, "town", "solved", "asked")
    >>> table[["town", "rank", "tied_with"]].to_dict("list")
    {'town': ['甲', '乙', '丙'], 'rank': [1, 2, 3], 'tied_with': ['乙', '甲', '']}
    """
    sign = _sign(better)
    given = as_pandas(frame)
    check_names(given, [unit, numerator, denominator])
    if unit in RATE_COLUMNS:
        raise ValueError(f"the column of units is called {unit}, like a column of every rate; rename it")
    given = given.drop(
        columns=[name for name in RANK_COLUMNS if name in given.columns and name not in {unit, numerator, denominator}]
    )
    table = proportions(given, numerator, denominator, [unit], confidence, basis=basis)
    table["rank"] = (-sign * table["value"]).rank(method="min").astype("Int64")
    table = table.sort_values(["rank", unit], kind="stable", na_position="last", ignore_index=True)
    counted = table["value"].notna().to_numpy()
    events, cases = (table.loc[counted, name].to_numpy(dtype=float) for name in ("numerator", "denominator"))
    low, high = rank_intervals(events, cases, better, confidence, draws, seed) if confidence is not None else ([], [])
    rank = table.loc[counted, "rank"].to_numpy(dtype=int)
    table["rank_lower"] = table["rank_upper"] = pd.NA
    if confidence is not None:
        table.loc[counted, "rank_lower"] = np.minimum(np.array(low, dtype=int), rank)
        table.loc[counted, "rank_upper"] = np.maximum(np.array(high, dtype=int), rank)
    table = table.astype({"rank_lower": "Int64", "rank_upper": "Int64"})
    rest = int((~counted).sum())
    ties, next_same = _ties(table.loc[counted, unit].astype(str).tolist(), events, cases, discovery)
    table["tied_with"], table["same_as_next"] = ties + [""] * rest, next_same + [False] * rest
    table["position"] = [*_positions(events, cases, discovery), *[""] * rest]
    estimate, deviation = shrunken(events / cases, cases)
    table["shrunken_value"] = np.concatenate([estimate, np.full(rest, np.nan)])
    table["worst_five_rate"] = np.concatenate([_worst(estimate, deviation, sign, draws, seed), np.full(rest, np.nan)])
    small = counted & (table["denominator"].astype(float) < SMALL).to_numpy()
    few = f"不足 {SMALL} 件，位次仅供参考"
    table.loc[small, "note"] = [f"{note}；{few}" if note else few for note in table.loc[small, "note"]]
    first = [unit, "rank"]
    return table[[*first, *[name for name in table.columns if name not in first]]]


def rank_intervals(
    numerators: Any,
    denominators: Any,
    better: str = "increase",
    confidence: float = 0.95,
    draws: int = DRAWS,
    seed: int = 20230101,
) -> tuple[list[int | None], list[int | None]]:
    """Intervals of ranks: rates are drawn from their posteriors and ranked, again and again.

    Units without cases, or with counts that cannot be, have no rank (None) and change nobody else's.

    Raises:
        ValueError: `better` is neither increase nor decrease.

    >>> rank_intervals(np.array([990.0, 10.0]), np.array([1000.0, 1000.0]))
    ([1, 2], [1, 2])
    """
    sign = _sign(better)
    events, cases = (numbers(pd.Series(part, dtype=object))[0] for part in (numerators, denominators))
    known = (events >= 0) & (events <= cases) & (cases > 0)
    lower, upper = _drawn_ranks(events[known], cases[known], sign, confidence, draws, seed)
    places: list[tuple[int | None, int | None]] = [(None, None)] * len(events)
    for place, low, high in zip(np.flatnonzero(known), lower, upper, strict=True):
        places[place] = low, high
    return [low for low, _ in places], [high for _, high in places]


def _drawn_ranks(
    numerators: Array, denominators: Array, sign: float, confidence: float, draws: int, seed: int
) -> tuple[list[int], list[int]]:
    count = len(numerators)
    if not count:
        return [], []
    rng = np.random.default_rng(seed)
    times = _times(draws, count)
    ranks = np.empty((times, count), dtype=np.int32)
    middle = np.arcsin(np.sqrt((numerators + PRIOR) / (denominators + 2 * PRIOR))).astype(np.float32)
    error = (0.5 / np.sqrt(denominators + 2 * PRIOR)).astype(np.float32)
    places = np.arange(1, count + 1, dtype=np.int32)
    for draw in range(times):
        if count > MOST_BETA:
            rates = middle + error * rng.standard_normal(count, dtype=np.float32)
        else:
            rates = rng.beta(numerators + PRIOR, denominators - numerators + PRIOR)
        ranks[draw, np.argsort(-sign * rates)] = places
    # Ranks are whole: the interval must hold at least `confidence`, so it ends at observed ranks.
    tail = (1 - confidence) / 2 * (times - 1)
    lower, upper = int(np.floor(tail)), int(np.ceil(times - 1 - tail))
    ordered = np.partition(ranks, (lower, upper), axis=0)
    return ordered[lower].tolist(), ordered[upper].tolist()


def _sign(better: str) -> float:
    if better not in {"increase", "decrease"}:
        raise ValueError(f"better must be increase or decrease, not {better!r}")
    return 1.0 if better == "increase" else -1.0


def _times(draws: int, count: int) -> int:
    return max(min(draws, MOST_DRAWN // max(count, 1)), min(draws, LEAST_DRAWS))


def _ties(names: list[str], events: Array, cases: Array, discovery: float) -> tuple[list[str], list[bool]]:
    """Who cannot be told from whom, and whether one cannot be told from the next."""
    count = len(names)
    if count > MOST_PAIRED:
        found = discoveries(score_chances(events[:-1], cases[:-1], events[1:], cases[1:]), discovery)
        return [""] * count, [*(~found).tolist(), False]
    same = np.ones((count, count), dtype=bool)
    upper = np.triu_indices(count, 1)
    same[upper] = ~discoveries(pair_chances(events, cases), discovery)
    same = same & same.T
    np.fill_diagonal(same, False)
    ties = ["、".join(name for name, tie in zip(names, row, strict=True) if tie) for row in same]
    return ties, [bool(same[i, i + 1]) if i + 1 < count else False for i in range(count)]


def _positions(events: Array, cases: Array, discovery: float) -> list[str]:
    """Each unit against all others together."""
    if len(events) < 2:
        return [LIKE] * len(events)
    others, all_others = events.sum() - events, cases.sum() - cases
    found = discoveries(score_chances(events, cases, others, all_others), discovery)
    above = events / cases > others / all_others
    return [str(word) for word in np.where(found, np.where(above, ABOVE, BELOW), LIKE)]


def _worst(estimate: Array, deviation: Array, sign: float, draws: int, seed: int) -> Array:
    """How often each unit is among the worst five when the shrunken rates are drawn."""
    count = len(estimate)
    if count <= WORST:
        return np.ones(count)
    rng, times = np.random.default_rng(seed + 1), _times(draws, count)
    hits = np.zeros(count)
    for _ in range(times):
        # Where all are alike a hair decides, so that each has the same chance.
        drawn = sign * (estimate + (deviation + 1e-9) * rng.standard_normal(count))
        hits[np.argpartition(drawn, WORST)[:WORST]] += 1
    return hits / times
