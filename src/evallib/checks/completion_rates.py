"""Completion rates (办结率): a printed rate of cases closed against the counts of the same table."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pandas as pd

from evallib.identities.calculations import Disagreement, percent_text
from evallib.indicators.completion import CLOSED, COMPLETION, PROGRESS, published_request_rates
from evallib.indicators.proportions import is_missing


def completion_rates(frame: pd.DataFrame) -> Iterator[Disagreement]:
    """Printed 办结率 that differ from 办结 ÷ 立案 at the places at which they are printed.

    Args:
        frame: clean case_counts.
    """
    closed = frame[frame["dimension"].isin(PROGRESS) & frame["category"].astype(str).str.fullmatch(CLOSED)]
    for rate in published_request_rates(frame).to_dict("records"):
        if is_missing(rate["printed_rate"]) or is_missing(rate["value"]):
            continue
        value, printed = Decimal(str(rate["value"])), rate["printed_rate"]
        if abs(value - printed) > Decimal(5).scaleb(int(printed.as_tuple().exponent) - 1):
            topic = rate["name"].removesuffix(COMPLETION)
            row = closed.index[(closed["topic"] == topic) & (closed["printed_rate"] == printed)][0]
            arithmetic = f"{rate['numerator']} ÷ {rate['denominator']} = {percent_text(value)}"
            yield Disagreement(
                row, "printed_rate", rate["name"], percent_text(printed), percent_text(value), arithmetic
            )
