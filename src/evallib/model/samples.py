"""The plan of the synthetic cases (合成数据计划): totals that were published, distributions that were made up."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from evallib.model.problems import EvallibError, Problem, did_you_mean
from evallib.model.strict_yaml import Strict, load_model

PLAN_FILE = Path(__file__).parent / "service_request_samples.yaml"


class Totals(Strict):
    """Counts that the sample has to meet exactly (逐项相等)."""

    source: dict[str, int]
    status: dict[str, int]
    satisfaction: dict[str, int]
    overdue: int
    red_light: int
    was_contacted: dict[str, int]
    resolution: dict[str, int]

    @property
    def cases(self) -> int:
        """Number of cases (立案数)."""
        return sum(self.source.values())


class SampleUnit(Strict):
    """A unit (街镇) of the district: its size, and how much worse it does than the published one (log odds)."""

    id: str
    name: str
    cases: int
    quality: float


class CaseType(Strict):
    """A type of case (诉求类型) with its share, season, discontent, subtypes and agencies."""

    name: str
    share: float
    summer: float
    worse: float
    subtypes: list[str]
    agencies: list[str]


class SamplePlan(Strict):
    """Everything that the generator knows."""

    totals: Totals
    hotline: list[str]
    units: list[SampleUnit]
    months: dict[str, list[float]]
    hours: list[float]
    weekdays: list[float]
    limits_days: dict[str, int]
    types: dict[str, list[CaseType]]
    communities: list[str]
    grids: list[str]

    def unit(self, name: str) -> SampleUnit:
        """A unit by id or Chinese name.

        Raises:
            EvallibError: there is no such unit in the plan.

        >>> load_plan().unit("huacao").name
        '华漕镇'
        """
        for unit in self.units:
            if name in {unit.id, unit.name}:
                return unit
        ids = [unit.id for unit in self.units]
        raise EvallibError(
            Problem("sample.unknown_unit", "合成数据里没有这个单位", value=name, advice=did_you_mean(name, ids))
        )


@cache
def load_plan() -> SamplePlan:
    """The shipped plan.

    >>> load_plan().totals.cases
    38935
    """
    return load_model(PLAN_FILE, SamplePlan)


def allot(total: int, weights: dict[str, float]) -> dict[str, int]:
    """Share out a total in proportion, in whole numbers that add up to it (最大余额法, Hamilton).

    >>> allot(10, {"a": 1, "b": 1, "c": 1})
    {'a': 4, 'b': 3, 'c': 3}
    """
    whole = sum(weights.values())
    exact = {name: total * weight / whole for name, weight in weights.items()}
    counts = {name: int(value) for name, value in exact.items()}
    by_rest = sorted(exact, key=lambda name: counts[name] - exact[name])
    for name in by_rest[: total - sum(counts.values())]:
        counts[name] += 1
    return counts


def scale_totals(totals: Totals, rows: int, quality: float = 0.0) -> Totals:
    """The totals for another number of cases, and for a unit that does worse (`quality` > 0, in log odds).

    >>> scale_totals(load_plan().totals, 38935) == load_plan().totals
    True
    >>> scale_totals(load_plan().totals, 1000).cases
    1000
    """
    if rows == totals.cases and quality == 0:
        return totals
    part = rows / totals.cases
    odds = 2.718281828459045**quality

    def worse(counts: dict[str, int], bad: set[str]) -> dict[str, int]:
        shares = {name: count * (odds if name in bad else 1.0) for name, count in counts.items()}
        return allot(round(sum(counts.values()) * part), shares)

    return Totals(
        source=allot(rows, dict(totals.source)),
        status=allot(rows, dict(totals.status)),
        satisfaction=worse(totals.satisfaction, {"不满意"}),
        overdue=round(totals.overdue * part * odds),
        red_light=round(totals.red_light * part * odds),
        was_contacted=worse(totals.was_contacted, {"否"}),
        resolution=worse(totals.resolution, {"未解决"}),
    )
