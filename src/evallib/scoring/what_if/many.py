"""Score many units at once (批量评分): one row per unit, one column per indicator or input."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from evallib.indicators.proportions import is_missing
from evallib.model.problems import EvallibError, Problem, did_you_mean
from evallib.scoring.framework.definition import Framework
from evallib.scoring.indicator_score import Status
from evallib.scoring.inputs.entries import Entry, UnitInput
from evallib.scoring.language.calculation import VALUE
from evallib.scoring.score import add_up, score_entries, score_indicator

if TYPE_CHECKING:
    import pandas as pd

NOBODY = UnitInput.model_construct(unit="", unit_name="", year=0, framework="", indicators={})


class Outcome(NamedTuple):
    """What is kept of a score: equal inputs are scored once."""

    score: Decimal | None
    weight: Decimal
    status: Status


def score_many(framework: Framework, values: pd.DataFrame) -> pd.DataFrame:
    """Score every row of a frame.

    Args:
        framework: the indicator system.
        values: one row per unit; a column ``CODE`` holds the value of an indicator, ``CODE.INPUT`` one of its
            inputs. Text is read as people write it, decimals are taken as they are (rates as fractions); missing
            cells are missing inputs.

    Returns:
        A frame with the same index: a score per indicator code (decimal, None while it is open), then ``total``,
        ``score_rate`` and ``grade``.

    Raises:
        EvallibError: a column that belongs to no indicator, or a number that is neither text nor a decimal: 93.5 may be
            a percentage or none, and binary fractions are not exact.
    """
    import pandas as pd

    leaves = {leaf.code for leaf in framework.leaves} | {adjustment.code for adjustment in framework.adjustments}
    columns: dict[str, list[tuple[str, int]]] = {}
    for place, name in enumerate(values.columns):
        code, _, label = str(name).partition(".")
        if code not in leaves:
            advice = did_you_mean(code, leaves)
            raise EvallibError(Problem("scoring.unknown_indicator", f"列“{name}”不属于任何指标", advice=advice))
        columns.setdefault(code, []).append((label or VALUE, place))
    scored = {leaf.code: leaf for leaf in (*framework.leaves, *framework.adjusting.values())}
    known: dict[tuple[Any, ...], Outcome] = {}
    rows = []
    for row in values.itertuples(index=False, name=None):
        found: dict[str, Outcome] = {}
        for code, leaf in scored.items():
            parts = columns.get(code, [])
            key = (code, *(row[place] for _, place in parts))
            if key not in known:
                result = score_indicator(framework, leaf, _entry(parts, row))
                known[key] = Outcome(result.score, result.weight, result.status)
            found[code] = known[key]
        if any(outcome.status == "not_applicable" for outcome in found.values()):  # weights are re-spread
            card = score_entries(framework, {code: _entry(parts, row) for code, parts in columns.items()}, NOBODY)
            found, total = {c: Outcome(s.score, s.weight, s.status) for c, s in card.scores.items()}, card.total
        else:
            leaf_scores = {leaf.code: found[leaf.code] for leaf in framework.leaves}
            total, _ = add_up(framework, leaf_scores, {a.code: found[a.code] for a in framework.adjustments})
        rate = None if total is None else total / framework.full_score
        grade = framework.grade(total) if total is not None else ""
        rows.append([*(found[leaf.code].score for leaf in framework.leaves), total, rate, grade])
    names = [leaf.code for leaf in framework.leaves] + ["total", "score_rate", "grade"]
    return pd.DataFrame(rows, index=values.index, columns=names, dtype=object)


def _entry(parts: list[tuple[str, int]], row: tuple[Any, ...]) -> Entry:
    given = {label: row[place] for label, place in parts if _present(row[place], label)}
    return Entry.of(given.pop(VALUE, None), **given)


def _present(value: Any, label: str) -> bool:
    if isinstance(value, str):
        return bool(value.strip())
    if isinstance(value, Decimal):
        return value.is_finite()
    if not is_missing(value):
        raise EvallibError(
            Problem(
                "scoring.number_kind",
                f"“{label}”应为文字或 Decimal",
                value=str(value),
                expected="93.5% 或 Decimal('0.935')",
                advice="读表时请用 dtype=str，或先换成 Decimal",
            )
        )
    return False
