"""Shown cells (单元格所示): whether a cell shows what somebody says it shows."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pyarrow as pa

from evallib.intake.requests.sheets.stamp_values import read_stamps
from evallib.parsing.cells import ValueProblemError, clean_text, is_blank, parse_number


def shows(value: Any, number_format: str, printed: str) -> bool:
    """Whether a cell shows what the correction says it shows: the same text, or the same number."""
    if is_blank(value) or not printed.strip():
        return is_blank(value) and is_blank(printed)
    if clean_text(value) == clean_text(printed):
        return True
    factor = Decimal(100) if printed.strip().endswith(("%", "％")) and "%" in number_format else Decimal(1)
    try:
        said, stored = parse_number(printed.strip().rstrip("%％")), parse_number(value)
    except ValueProblemError:
        return False
    return said is not None and stored is not None and said == stored * factor


def same_time(value: Any, printed: str) -> bool:
    """Whether both are the same date and time, however they are written."""
    first, second = read_stamps(pa.array([value, printed.strip()], pa.string())).values.to_pylist()
    return first is not None and first == second
