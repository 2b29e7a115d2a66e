"""An attacker who adds and subtracts what a month's tables of agencies still show finds no small count.

His means are his own: every shown count, total and rate is an equation over parts that cannot be negative; the least
and the most that they leave for each small count are found by linear programming.
"""

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from evallib.publish import without_small

ON_TIME = "on_time_completion_rate"
STATES = ["due", "early", "late", "untimed", "in_limit", "overdue", "no_limit", "excused", "back", "unknown"]
#: What each column of the published table counts, written down from the report's own words.
COUNTS = {
    "cases_count": STATES, "closed_count": STATES[:4], "open_in_limit_count": ["in_limit"], "open_overdue_count": ["overdue"],
    "closed_late_count": ["late"], "sent_back_count": ["back"],
}  # fmt: skip
ONLY_TOTALS = {"on_time_count": ["due", "early"], "open_without_limit_count": ["no_limit"], "excused_count": ["excused"],
               "unknown_state_count": ["unknown"]}  # fmt: skip
RATED = ["satisfaction_rate", "resolution_rate"]


def month_of_agencies(seed):
    """Parts of some agencies by chance, and the frame of measures that a report makes of them."""
    draw = np.random.default_rng(seed)
    rows = int(draw.integers(3, 8))
    means = {"due": 30, "early": 4, "late": 3, "untimed": draw.choice([0, 2]), "in_limit": 4, "overdue": 2,
             "no_limit": draw.choice([0, 1]), "excused": draw.choice([0, 1]), "back": 2, "unknown": 0}  # fmt: skip
    size = draw.choice([0.2, 1, 2], rows)
    parts = pd.DataFrame({name: draw.poisson(means[name] * size) for name in STATES})
    whole = parts.sum(axis=1)
    for name in RATED:
        parts[f"{name}:rest"] = draw.binomial(whole, 0.2)
        parts[f"{name}:bad"] = draw.binomial(whole - parts[f"{name}:rest"], 0.1)
        parts[f"{name}:good"] = whole - parts[f"{name}:rest"] - parts[f"{name}:bad"]
    with_total = pd.concat([parts, parts.sum().to_frame().T], ignore_index=True)
    frame = pd.DataFrame({name: with_total[of].sum(axis=1) for name, of in {**COUNTS, **ONLY_TOTALS}.items()})
    frame["repeated_count"] = 0
    frame["kind"] = ["职能部门"] * rows + ["合计"]
    for name, (good, rated) in fractions().items():
        frame[f"{name}_numerator"], frame[f"{name}_denominator"] = (
            with_total[good].sum(axis=1),
            with_total[rated].sum(axis=1),
        )
        frame[name] = frame[f"{name}_numerator"] / frame[f"{name}_denominator"]
        frame[f"{name}_lower"] = frame[f"{name}_upper"] = frame[name]
    return parts, frame


def fractions():
    """Numerator and denominator of each rate as parts."""
    return {ON_TIME: (["due"], ["due", "late", "overdue"]),
            **{name: ([f"{name}:good"], [f"{name}:good", f"{name}:bad"]) for name in RATED}}  # fmt: skip


def told(parts, shown, threshold=5):
    """Small counts of agencies for which what is shown leaves one number."""
    rows, kinds = len(parts), list(parts)

    def form(names, row=None):
        cells = np.zeros((rows, len(kinds)))
        cells[slice(None) if row is None else row] = [kind in names for kind in kinds]
        return cells.ravel()

    truth, equations = parts.to_numpy(dtype=float).ravel(), []
    for name, of in {**COUNTS, **ONLY_TOTALS}.items():
        equations.append(form(of))
        equations += [form(of, row) for row in range(rows) if name in COUNTS and not pd.isna(shown[name].iloc[row])]
    for name, (good, rated) in fractions().items():
        equations += [form(good), form(rated)]
        for row in range(rows):
            assert pd.isna(shown[name].iloc[row]) == pd.isna(shown[f"{name}_denominator"].iloc[row])
            if not pd.isna(shown[name].iloc[row]):
                equations += [form(good, row), form(rated, row)]
    for name in RATED:  # every request is rated so, or otherwise, or not at all
        rating = [f"{name}:{part}" for part in ("good", "bad", "rest")]
        equations += [form(STATES, row) - form(rating, row) for row in range(rows)]
    matrix, found = np.array(equations), []
    targets = {**COUNTS, **{f"{name}/{part}": of for name, (good, rated) in fractions().items()
                            for part, of in (("good", good), ("rated", rated), ("failed", sorted({*rated} - {*good})))}}  # fmt: skip
    for name, of in targets.items():
        for row in range(rows):
            target = form(of, row)
            if 0 < target @ truth < threshold:
                ends = [linprog(sign * target, A_eq=matrix, b_eq=matrix @ truth, method="highs") for sign in (1, -1)]
                assert ends[0].status == 0 and ends[1].status in (0, 3), ends
                least, most = (
                    np.ceil(ends[0].fun - 1e-6),
                    np.floor(-ends[1].fun + 1e-6) if ends[1].status == 0 else np.inf,
                )
                if least == most:
                    found.append((name, row, int(least)))
    return found


@pytest.mark.slow
@pytest.mark.sampled(4)
@pytest.mark.parametrize("seed", range(12))
def test_an_attacker_finds_no_small_count_of_an_agency(seed):
    parts, frame = month_of_agencies(seed)
    shown = without_small(frame, [ON_TIME, *RATED], 5)
    assert told(parts, shown) == []
    groups = shown[shown["kind"] != "合计"]
    assert groups["cases_count"].notna().any(), "what is not small stays"
    pd.testing.assert_frame_equal(
        shown[shown["kind"] == "合计"].reset_index(drop=True)[list(COUNTS)], frame[frame["kind"] == "合计"].reset_index(drop=True)[list(COUNTS)],
        check_dtype=False,
    )  # fmt: skip


def test_the_attacker_finds_what_is_not_hidden():
    parts, frame = month_of_agencies(1)
    assert told(parts, frame), "or he proves nothing above"


def test_a_rate_with_its_denominator_does_not_tell_what_its_row_leaves_out():
    # 派发 33 = 已办结 25 (all due) + 在办未到期 6 + 超期未结 2; 按时办结率 25 ÷ 27 alone tells the 2.
    frame = pd.DataFrame({
        "kind": ["职能部门"] * 3 + ["合计"], "cases_count": [33, 90, 80, 203], "closed_count": [25, 70, 60, 155],
        "open_in_limit_count": [6, 8, 9, 23], "open_overdue_count": [2, 12, 11, 25], "closed_late_count": [0, 9, 8, 17],
        "sent_back_count": [0, 0, 0, 0], "on_time_count": [25, 61, 52, 138], "open_without_limit_count": 0, "excused_count": 0,
        "unknown_state_count": 0, "repeated_count": 0, f"{ON_TIME}_numerator": [25, 61, 52, 138],
        f"{ON_TIME}_denominator": [27, 82, 71, 180], f"{ON_TIME}_lower": None, f"{ON_TIME}_upper": None,
    })  # fmt: skip
    frame[ON_TIME] = frame[f"{ON_TIME}_numerator"] / frame[f"{ON_TIME}_denominator"]
    shown = without_small(frame, [ON_TIME], 5)
    assert pd.isna(shown["open_overdue_count"].iloc[0])
    assert pd.isna(shown[ON_TIME].iloc[0]) and pd.isna(shown[f"{ON_TIME}_denominator"].iloc[0])
    assert shown["open_overdue_count"].isna().sum() >= 2, "the total would tell it"
