"""Who stands out (红黑榜): units of one group whose rate differs from that of all others beyond chance, no others.

Units of different groups (居村 and 职能部门 have different work) are never ranked with each other.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from evallib.indicators.frames import as_pandas, check_names, numbers
from evallib.indicators.sudden_rises import LEVEL, holm

BETTER, WORSE, ALIKE, FEW = "红榜", "黑榜", "无显著差异", "件数少，不列榜"
#: Fewer answers than these carry no rank.
LEAST = 10


def stand_outs(rates: Any, unit: str, group: str, level: float = LEVEL, least: int = LEAST) -> pd.DataFrame:
    """Rank units within their group, and say whom the data set apart.

    Args:
        rates: ``numerator`` and ``denominator`` of one rate, with `unit` and `group`.
        unit: column with the unit's name.
        group: column with its group.
        level: chance of any false verdict in a group.
        least: units with a smaller denominator get no rank.

    Returns:
        The rows with ``value``, ``rank`` (within the group, equal values share one), ``ranked_count`` (how many are
        ranked there), ``p_adjusted`` (each unit against all others of its group, exact, Holm) and ``verdict``.

    >>> rates = pd.DataFrame({"unit": list("甲乙丙丁"), "group": ["部门"] * 3 + ["居村"],
    ...                       "numerator": [99, 90, 40, 9], "denominator": [100, 100, 100, 10]})
    >>> stand_outs(rates, "unit", "group")[["unit", "rank", "verdict"]].values.tolist()
    [['甲', 1, '红榜'], ['乙', 2, '红榜'], ['丙', 3, '黑榜'], ['丁', 1, '无显著差异']]
    """
    from scipy.stats import hypergeom

    frame = as_pandas(rates).reset_index(drop=True)
    check_names(frame, [unit, group, "numerator", "denominator"])
    good, total = (pd.Series(numbers(frame[name])[0]) for name in ("numerator", "denominator"))
    whole_pair = (good >= 0) & (good <= total)
    good, total = good.where(whole_pair), total.where(whole_pair)
    frame["value"] = good / total
    frame["p_adjusted"], frame["verdict"] = np.nan, FEW
    frame["rank"] = pd.array([pd.NA] * len(frame), dtype="Int64")
    frame["ranked_count"] = 0
    for _, rows in frame.groupby(group, sort=False).groups.items():
        inside = [row for row in rows if total[row] >= least]
        if not inside:
            continue
        whole, hits = total[rows].sum(), good[rows].sum()
        mine, ours = total[inside].to_numpy(), good[inside].to_numpy()
        more = hypergeom.sf(ours - 1, whole, hits, mine)
        less = hypergeom.cdf(ours, whole, hits, mine)
        alone = mine >= whole
        adjusted = holm(np.where(alone, 1.0, np.minimum(2 * np.minimum(more, less), 1.0)))
        frame.loc[inside, "p_adjusted"] = adjusted
        apart = adjusted < level
        better = ours / mine > hits / whole
        frame.loc[inside, "verdict"] = np.where(apart, np.where(better, BETTER, WORSE), ALIKE)
        ranks = frame.loc[inside, "value"].rank(ascending=False, method="min").astype("Int64")
        frame.loc[inside, "rank"] = ranks
        frame.loc[inside, "ranked_count"] = len(inside)
    return frame
