"""Staffing (人员): actual staff against approved posts."""

from __future__ import annotations

import pandas as pd

from evallib.indicators.proportions import ratio


def staffing_control_rate(actual_count: int | None, approved_count: int | None) -> pd.Series:
    """Staffing control rate (在职人员控制率) = 在职人员数 ÷ 编制数.

    Source: 财预〔2013〕53号, 部门整体支出绩效评价共性指标体系框架; persons on 31 December.

    >>> staffing_control_rate(24, 25)["value"]
    Decimal('0.96')
    """
    return ratio(actual_count, approved_count)
