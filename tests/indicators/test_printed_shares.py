"""What printed percentages can have come from: every number of answers is tried with whole counts; scales of weights."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pandas as pd
import pytest

from evallib.indicators import printed, weighted_indices

D = Decimal


def fits(shares: list[str], size: int, places: int) -> bool:
    """Whether whole counts of `size` answers, one for each share, print as these shares to half a last place."""
    counts = [int((D(share) * size).to_integral_value()) for share in shares]
    half = D(5) / D(10) ** (places + 1)
    return sum(counts) == size and all(
        abs(D(count) / size - D(share)) <= half for count, share in zip(counts, shares, strict=True)
    )


SHARES = [
    ["0.684", "0.316"], ["0.5", "0.5"], ["0.67", "0.33"], ["0.333", "0.333", "0.333"], ["0.7", "0.3"], ["0.842", "0.105", "0.053"], ["1"], ["0.9091", "0.0909"], ["0.64", "0.37"],
    ["0.6", "0.3"], ["0.005", "0.995"], ["0.335", "0.665"],
]  # fmt: skip


@pytest.mark.parametrize("shares", SHARES)
@pytest.mark.parametrize("most", [1, 19, 60])
def test_numbers_of_answers_that_give_all_shares(shares, most):
    places = max(2, *(-D(share).as_tuple().exponent for share in shares))
    half = D(5) / D(10) ** (places + 1)
    whole = abs(sum(map(D, shares)) - 1) <= half * (len(shares) + 1)
    wanted = [size for size in range(1, most + 1) if whole and fits(shares, size, places)]
    assert printed.implied_answers([D(share) for share in shares], most) == wanted
    assert printed.implied_answers([D(share) for share in shares], most, places) == wanted


@pytest.mark.parametrize("places", [1, 2, 3])
def test_places_may_be_told_from_outside(places):
    wanted = [size for size in range(1, 41) if fits(["0.7", "0.3"], size, places)]
    assert printed.implied_answers([D("0.7"), D("0.3")], 40, places) == wanted


@pytest.mark.parametrize(("shares", "told"), [
    (["0.684", "0.316"], ([13, 6], 19)), (["0.5", "0.5"], None), (["0.9091", "0.0909"], ([10, 1], 11)), (["0.8", "0.2"], None), (["0.9", "0.1"], ([9, 1], 10)),
    (["0.889", "0.111"], None), (["0.99", "0.01"], None), (["0.6", "0.3"], None), (["0.9899", "0.0101"], ([98, 1], 99)), (["0.9947", "0.0053"], None),
])  # fmt: skip
def test_answers_are_told_where_only_one_number_is_sensible(shares, told):
    places = max(2, *(-D(share).as_tuple().exponent for share in shares))
    fitting = [size for size in range(1, 201) if fits(shares, size, places)]
    sensible = bool(fitting) and fitting[0] >= 10 and (len(fitting) == 1 or fitting[1] >= 2 * fitting[0])
    found = printed.answers_from_shares(pd.Series([D(share) for share in shares]))
    assert (found is not None) is sensible
    if sensible:
        size = fitting[0]
        assert found == ([int((D(share) * size).quantize(D(1), ROUND_HALF_UP)) for share in shares], size)
    if told is not None:
        assert found == told


COUNTS = pd.DataFrame({"good": [30, 5], "fair": [10, 0], "bad": [10, 2]})


@pytest.mark.parametrize(("least", "most"), [(0, 1), (0, 100), (1, 5), (-2, 2), (20, 100)])
def test_limits_of_an_index_go_with_its_scale(least, most):
    reach = most - least
    plain = weighted_indices(COUNTS, {"good": 1, "fair": 0.7, "bad": 0})
    scaled = weighted_indices(COUNTS, {"good": most, "fair": least + 0.7 * reach, "bad": least})
    for name in ("value", "lower", "upper"):
        for part, whole in zip(plain[name], scaled[name], strict=True):
            assert whole == pytest.approx(least + reach * part)


def test_an_index_of_equal_weights_has_no_limits():
    row = weighted_indices(COUNTS, {"good": 5, "fair": 5, "bad": 5})
    assert row["value"].tolist() == [5] and row["lower"].isna().all() and row["upper"].isna().all()
