"""Printed figures (印出的数): what a percentage with so many places can have come from.

The number of places is part of a figure: 67% and 20 of 30 agree, 66.70% and 20 of 30 do not.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pandas as pd

from evallib.indicators.exact_numbers import exact

#: A denominator beyond this is not looked for where nothing bounds it.
MOST = 2000
#: Nobody prints a rate with more decimal places than this.
MOST_PLACES = 8
#: A survey of fewer answers is told by its percentages with some certainty.
SMALL_SURVEY = 200
#: Percentages of fewer answers than this are those of many other surveys as well.
LEAST_DEDUCED = 10


def places_of(value: Decimal | float | str) -> int:
    """Decimal places of a fraction as printed, at least those of a whole percentage.

    >>> places_of(Decimal("0.6412")), places_of(Decimal("0.67")), places_of(Decimal("1"))
    (4, 2, 2)
    """
    exponent = as_printed(value).as_tuple().exponent
    return max(-exponent, 2) if isinstance(exponent, int) else 2


def as_printed(value: Decimal | float | str) -> Decimal:
    """A fraction as it was printed: without what its binary form adds, or a store of fixed places fills up with 0.

    >>> as_printed(64.12 / 100), as_printed("0.670"), as_printed(Decimal("0.84200000000000000000"))
    (Decimal('0.6412'), Decimal('0.670'), Decimal('0.842'))
    """
    if isinstance(value, float):
        return Decimal(str(round(value, 10)))
    number = Decimal(str(value))
    exponent = number.as_tuple().exponent
    return number.normalize() if isinstance(exponent, int) and exponent < -MOST_PLACES else number


def agrees(printed: Decimal | float | str | None, numerator: Any, denominator: Any, places: int | None = None) -> bool:
    """Whether a printed fraction is numerator ÷ denominator, to half of its last place.

    >>> agrees(Decimal("0.67"), 20, 30), agrees(Decimal("0.97"), 32, 33), agrees(Decimal("0.6412"), 419, 616)
    (True, True, False)
    """
    said, top, bottom = exact(printed), exact(numerator), exact(denominator)
    if said is None or top is None or not bottom:
        return False
    said = as_printed(said if not isinstance(printed, float) else printed)
    half = Decimal(5).scaleb(-(places_of(said) if places is None else places) - 1)
    return abs(top / bottom - said) <= half


def implied_denominators(
    printed: Decimal | float, failed: int, most: int = MOST, places: int | None = None
) -> list[int]:
    """Every denominator up to `most` with which so many failures give the printed fraction (推算分母).

    >>> implied_denominators(Decimal("0.6412"), 197)
    [549]
    """
    if failed <= 0:
        return []
    half = float(Decimal(5).scaleb(-(places_of(printed) if places is None else places) - 1))
    share = 1 - float(printed)
    # failed ÷ n lies within half a place of 1 − printed: no larger n need be tried.
    end = min(most, math.ceil(failed / (share - half))) if share > half else most
    return [size for size in range(failed, end + 1) if agrees(printed, size - failed, size, places)]


def implied_answers(
    shares: Sequence[Decimal | float], most: int = SMALL_SURVEY, places: int | None = None
) -> list[int]:
    """Every number of answers that gives all printed shares (68.4% and 31.6% come from 19, 38, 57, … answers).

    Args:
        shares: fractions as printed that add up to 1 but for rounding.
        most: the largest number looked for.
        places: decimal places of the fractions; those printed by default.

    >>> implied_answers([Decimal("0.684"), Decimal("0.316")])[:2]
    [19, 38]
    """
    known = [as_printed(share) for share in shares]
    depth = max(places_of(share) for share in known) if places is None else places
    half = Decimal(5).scaleb(-depth - 1)
    if abs(sum(known, Decimal(0)) - 1) > half * len(known) + half:
        return []
    found = []
    for size in range(1, most + 1):
        counts = [int((share * size).to_integral_value()) for share in known]
        fits = all(agrees(share, count, size, depth) for share, count in zip(known, counts, strict=True))
        if fits and sum(counts) == size:
            found.append(size)
    return found


def answers_from_shares(shares: pd.Series, most: int = SMALL_SURVEY) -> tuple[list[int], int] | None:
    """Counts of each level and number of answers, where the smallest fitting number is the only sensible one.

    The smallest is taken when it is `LEAST_DEDUCED` or more and the next is its double or more: a survey whose
    percentages repeat those of 19 answers asked 19 people, or 38 who answered alike in pairs; halves and thirds come
    from anything.

    >>> answers_from_shares(pd.Series([Decimal("0.684"), Decimal("0.316")]))
    ([13, 6], 19)
    """
    fitting = implied_answers(list(shares), most)
    if not fitting or fitting[0] < LEAST_DEDUCED or (len(fitting) > 1 and fitting[1] < 2 * fitting[0]):
        return None
    size = fitting[0]
    return [int((Decimal(str(share)) * size).to_integral_value()) for share in shares], size
