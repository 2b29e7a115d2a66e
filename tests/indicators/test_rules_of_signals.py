"""Rules of special causes, looked for window by window as the books print them, over random series."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest

from evallib.indicators import special_causes

RuleSet = special_causes.RuleSet


def runs(flags, length):
    """Every point of an unbroken run of at least so many."""
    found = set()
    for start, end in product(range(len(flags)), range(1, len(flags) + 1)):
        if end - start >= length and all(flags[start:end]):
            found |= set(range(start, end))
    return found


def some_of(scores, sign, near, least, width, whole_side):
    found = set()
    for start in range(len(scores) - width + 1):
        window = range(start, start + width)
        hits = [at for at in window if sign * scores[at] > near and not (whole_side and sign * scores[at] > 3)]
        if len(hits) >= least and (not whole_side or all(sign * scores[at] > 0 for at in window)):
            found |= set(hits)
    return found


def by_hand(values, scores, rules):
    """Rule → (points up, points down)."""
    told = {special_causes.BEYOND: tuple({at for at, s in enumerate(scores) if sign * s > 3} for sign in (1, -1))}
    told[special_causes.RUN] = tuple(runs([sign * s > 0 for s in scores], rules.run_length) for sign in (1, -1))
    if rules.trend_length:
        sides = []
        for sign in (1, -1):
            found = set()
            for start in range(len(values) - rules.trend_length + 1):
                part = values[start : start + rules.trend_length]
                if all(sign * (after - before) > 0 for before, after in pairwise(part)):
                    found |= set(range(start, start + rules.trend_length))
            sides.append(found)
        both = sides[0] & sides[1]
        for at in both:  # the turn belongs to what follows
            sides[0 if at + 1 < len(values) and values[at + 1] < values[at] else 1].discard(at)
        told[special_causes.TREND] = tuple(sides)
    if rules.two_of_three:
        told[special_causes.TWO_OF_THREE] = tuple(some_of(scores, sign, 2, 2, 3, rules.whole_side) for sign in (1, -1))
    if rules.four_of_five:
        told[special_causes.FOUR_OF_FIVE] = tuple(some_of(scores, sign, 1, 4, 5, False) for sign in (1, -1))
    return told


SETS = [
    RuleSet("a"),
    RuleSet("b", 3, 3, True, True),
    RuleSet("c", 4, 0, True, False, True),
    RuleSet("d", 2, 4, False, False, True),
    RuleSet("e", 5, 5, False),
]


@pytest.mark.parametrize("rules", SETS, ids=lambda rules: rules.name)
def test_every_rule_marks_its_points(rules):
    rng = np.random.default_rng(1)
    seen = set()
    for _ in range(500):
        scores = rng.choice([-4, -3, -2.5, -2, -1.5, -1, 0, 0, 1, 1.5, 2, 2.5, 3, 3.5], size=9)
        if rng.random() < 0.2:
            scores = np.abs(scores) * rng.choice([1, -1])
        if rng.random() < 0.4:
            scores = np.sort(scores)[:: rng.choice([1, -1])]
        values = scores + rng.choice([0, 0.01], size=9)
        found = special_causes.find_causes(values, scores, rules)
        told = by_hand(values.tolist(), scores.tolist(), rules)
        for at in range(9):
            names = {name for name, (up, down) in told.items() if at in up or at in down}
            assert set(filter(None, found.rules[at].split("、"))) == names, (scores, at)
            ways = [(name, at in told[name][0]) for name in special_causes.PRECEDENCE if name in names]
            assert (bool(found.up[at]), bool(found.down[at])) == (
                (ways[0][1], not ways[0][1]) if ways else (False, False)
            )
        seen |= {name for name, (up, down) in told.items() if up or down}
    assert seen == set(told), "a rule that never speaks is not tested"


@pytest.mark.parametrize(
    ("run", "trend", "fine"),
    [
        (2, 3, True),
        (1, 7, False),
        (7, 0, True),
        (7, 1, False),
        (7, 2, False),
        (7, -1, False),
        (7, -3, False),
        (0, 7, False),
        (2, 0, True),
    ],
)
def test_a_run_and_a_trend_need_points(run, trend, fine):
    if fine:
        assert RuleSet("x", run, trend).run_length == run
        return
    with pytest.raises(ValueError, match="at least 2 points"):
        RuleSet("x", run, trend)


@pytest.mark.parametrize(
    ("luck", "length", "told"),
    [((1.0, 1.0), 4, True), ((0.5, 1.0), 4, True), ((2.0, 1.0), 4, True), ((1.0, 1.0), 3, False)],
)
def test_a_run_is_news_by_its_length(luck, length, told):
    scores = np.array([-1.0, *[1.0] * length, -1.0])
    found = special_causes.find_causes(scores, scores, RuleSet("x", 4, 0, False), luck=luck)
    assert (int(found.up.sum()) == length) is (told and length * luck[0] >= 4)
