"""Comparability (可比性): growth like for like beside the raw one, with the reason why they differ.

An institution was merged or split, a definition or a period changed, a total covers only a part, one name stands for
two counts: the raw growth stays, and beside it stands the one of what can be compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import pandas as pd

from evallib.indicators.change import growth

Cause = Literal["merged", "split", "definition", "period", "part", "same_name"]
CAUSES: dict[str, str] = {
    "merged": "机构并入", "split": "机构分出", "definition": "口径改变", "period": "时段不同", "part": "合计只含一部分",
    "same_name": "同名不同数",
}  # fmt: skip


@dataclass(frozen=True)
class Break:
    """Something that keeps two figures from being compared (不可比因素).

    Args:
        cause: see `CAUSES`.
        reason: in Chinese, e.g. 2023年原华漕安监所并入.
        current_less: what of the current figure has no counterpart before; in its unit.
        previous_less: what of the previous figure has no counterpart now.
        comparable: whether taking these parts out leaves two figures that can be compared; if not, there is none.
    """

    cause: Cause
    reason: str
    current_less: Decimal = Decimal(0)
    previous_less: Decimal = Decimal(0)
    comparable: bool = True


def like_for_like(current: Any, previous: Any, breaks: Sequence[Break] = ()) -> pd.Series:
    """Growth as printed, and like for like (同口径增长).

    Args:
        current: figure of the period.
        previous: figure of the period before.
        breaks: what keeps them from being compared.

    Returns:
        ``raw_value``, ``value`` (like for like; the raw one without a break, missing where a break cannot be taken
        out), ``current``, ``previous`` (both like for like), ``note`` (the reasons).

    >>> merged = Break("merged", "2023年原安监所并入", current_less=Decimal("400"))
    >>> row = like_for_like(Decimal("1000"), Decimal("500"), [merged])
    >>> row["raw_value"], row["value"], row["note"]
    (Decimal('1'), Decimal('0.2'), '机构并入：2023年原安监所并入')
    """
    raw = growth(current, previous)
    note = "；".join(f"{CAUSES[item.cause]}：{item.reason}" for item in breaks)
    if not breaks or raw["value"] is None:
        return pd.Series(
            {
                "raw_value": raw["value"],
                "value": raw["value"],
                "current": current,
                "previous": previous,
                "note": "；".join(text for text in (raw["note"], note) if text),
            },
            dtype=object,
        )
    now = Decimal(str(current)) - sum((item.current_less for item in breaks), Decimal(0))
    then = Decimal(str(previous)) - sum((item.previous_less for item in breaks), Decimal(0))
    value = growth(now, then)["value"] if all(item.comparable for item in breaks) else None
    return pd.Series(
        {"raw_value": raw["value"], "value": value, "current": now, "previous": then, "note": note}, dtype=object
    )


def merged_institutions(departments: pd.DataFrame, year: int, amount: str = "adjusted_budget_yuan") -> list[Break]:
    """Institutions that came in during the year (机构并入), from a budget that lists the former self (原…) apart.

    Args:
        departments: clean budget_departments (``organisation``, ``department``, ``row_kind`` and amounts).
        year: the year.
        amount: the amount that is compared.

    Returns:
        One break with the amounts of the institutions that came in; none where no former self is listed.

    >>> table = pd.DataFrame({"organisation": "某中心", "department": ["原某中心", "某所", "合计"], "year": 2023,
    ...                       "row_kind": ["subtotal", "subtotal", "total"], "adjusted_budget_yuan": [60, 40, 100]})
    >>> merged_institutions(table, 2023)[0].reason
    '2023年某所并入'
    """
    sums = departments[(departments["row_kind"] == "subtotal") & (departments["year"] == year)]
    names = sums["department"].astype(str)
    former = names.str.startswith("原") & (names.str[1:] == sums["organisation"].astype(str))
    others = sums[~former & ~names.isin(["合计", "小计", "总计"])]
    if not former.any() or others.empty:
        return []
    less = sum((Decimal(str(value)) for value in others[amount] if not pd.isna(value)), Decimal(0))
    return [Break("merged", f"{year}年{'、'.join(dict.fromkeys(others['department']))}并入", current_less=less)]


def partial_total(part: Any, whole: Any, label: str) -> Break | None:
    """A total that covers only a part (合计只含一部分), where it falls short by more than one per cent.

    >>> partial_total(Decimal("370.88"), Decimal("881.20"), "项目明细").reason
    '项目明细只占 42.1%'
    """
    if part is None or whole is None or pd.isna(part) or pd.isna(whole) or not whole:
        return None
    share = Decimal(str(part)) / Decimal(str(whole))
    return None if share >= Decimal("0.99") else Break("part", f"{label}只占 {share:.1%}", comparable=False)
