"""Days of a year (全年天数): “优良天数318天，占全年的87.1%” is told of the 365 days that nobody prints."""

from __future__ import annotations

import re
from calendar import isleap
from fractions import Fraction

from evallib.audit.ledger import HUNDRED, Claim, Entry, Formula, Ledger, make

_OF_ALL = re.compile(r"占[^，。；]{0,4}(?:全年|总)[^，。；]{0,4}(?:天|日)")
_RATE = re.compile(r"占|比例|比率|比重|(?<!完成)(?<!到位)率")
#: Days that may be most of a year; fewer are those of a month or a quarter.
LEAST = 100
#: How sure it is that all days of the year are meant: where the words say so, and where not every day was measured.
TOLD, LIKELY = 0.6, 0.4


def day_claims(ledger: Ledger) -> list[Claim]:
    """A claim for every rate told right behind a number of days of a year."""
    claims = []
    for days, rate in zip(ledger.prose, ledger.prose[1:], strict=False):
        if not (_are_days(days) and _is_of_days(days, rate)):
            continue
        year = int(days.period[:4] or ledger.year)
        length = 366 if year and isleap(year) else 365
        if days.value > length or rate.spot is None:
            continue
        strength = TOLD if _OF_ALL.search(rate.spot.gap) else LIKELY
        formula = Formula("product", factor=HUNDRED / Fraction(length))
        note = f"全年{length}天"
        told = make(rate, (days,), formula, "rate.share", "占全年天数", strength, note=note)
        claims.append(Claim(rate, [told], ("days", rate.index)))
    return claims


def _are_days(entry: Entry) -> bool:
    return entry.dimension == "day" and entry.role == "plain" and entry.value >= LEAST and "天" in entry.label


def _is_of_days(days: Entry, rate: Entry) -> bool:
    told = rate.spot is not None and rate.sentence == days.sentence and rate.role in {"share", "rate", "bare"}
    return told and rate.dimension == "percent" and rate.spot is not None and bool(_RATE.search(rate.spot.gap))
