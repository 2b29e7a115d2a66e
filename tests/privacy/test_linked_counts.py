"""No small count follows from the rows and columns that a table of linked counts still shows (found by brute force)."""

import itertools

import numpy as np
import pandas as pd
import pytest

from evallib.privacy import hide_linked

SHOWN = {"all": ["late", "other", "open", "overdue"], "closed": ["late", "other"], "late": ["late"], "open": ["open"],
         "overdue": ["overdue"], "failed": ["late", "overdue"]}  # fmt: skip
KINDS = ["late", "other", "open", "overdue"]


def follows(parts, hidden):
    """Small parts and counts that are the same in every table of non-negative numbers that shows the same."""
    rows = len(parts)
    equations, values = [], []
    for name, of in SHOWN.items():
        mask = np.array([kind in of for kind in KINDS], dtype=float)
        equations.append(np.tile(mask, rows))
        for row in range(rows):
            if not hidden[name].iloc[row]:
                form = np.zeros((rows, 4))
                form[row] = mask
                equations.append(form.ravel())
        values.append(None)
    basis = np.linalg.svd(np.array(equations), full_matrices=True)
    rank = int((basis[1] > 1e-9).sum())
    free = basis[2][rank:]
    told = []
    for row, kind in itertools.product(range(rows), range(4)):
        if 0 < parts.iloc[row, kind] < 5 and (len(free) == 0 or np.abs(free[:, row * 4 + kind]).max() < 1e-9):
            told.append((row, KINDS[kind]))
    for row, (name, of) in itertools.product(range(rows), SHOWN.items()):
        form = np.zeros((rows, 4))
        form[row] = [kind in of for kind in KINDS]
        count = int(parts[of].iloc[row].sum())
        if 0 < count < 5 and (len(free) == 0 or np.abs(free @ form.ravel()).max() < 1e-9):
            told.append((row, name))
    return told


@pytest.mark.sampled(4)
@pytest.mark.parametrize("seed", range(40))
def test_nothing_small_follows_from_what_is_shown(seed):
    generator = np.random.default_rng(seed)
    rows = int(generator.integers(3, 9))
    parts = pd.DataFrame({"late": generator.poisson(3, rows), "other": generator.poisson(60, rows),
                          "open": generator.poisson(6, rows), "overdue": generator.poisson(3, rows)})  # fmt: skip
    hidden = hide_linked(parts, SHOWN, kept=("all",))
    assert follows(parts, hidden) == []
    for name, of in SHOWN.items():
        left = parts[of].sum(axis=1)[hidden[name]]
        assert left.empty or left.sum() >= 5 or hidden[name].all(), "what is hidden of a column together is not small"


def test_a_row_gives_nothing_away_and_little_is_hidden():
    parts = pd.DataFrame({"late": [9, 8, 7], "other": [90, 40, 55], "open": [7, 12, 9], "overdue": [3, 8, 6]})
    hidden = hide_linked(parts, SHOWN, kept=("all",))
    assert hidden["overdue"].iloc[0] and not hidden["all"].any()
    assert hidden.iloc[0][["closed", "open"]].any(), "派发 minus the rest would tell it"
    assert hidden["overdue"].sum() >= 2, "the total row would tell it"


def test_nothing_small_hides_nothing():
    parts = pd.DataFrame({"late": [9, 8], "other": [90, 40], "open": [0, 12], "overdue": [7, 0]})
    assert not hide_linked(parts, SHOWN).any(axis=None)


def test_a_wide_table_is_not_solved_but_hidden_by_rows():
    parts = pd.DataFrame({"late": [9] * 600, "other": [90] * 600, "open": [7] * 600, "overdue": [8] * 599 + [2]})
    hidden = hide_linked(parts, SHOWN, kept=("all",))
    assert hidden.iloc[-1][["late", "open", "overdue", "closed", "failed"]].all() and not hidden.iloc[0].any()
