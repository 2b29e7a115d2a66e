"""The kernel of rates over 200,000 groups, and the comparison of 40,000 units (funnel and league table).

    python benchmarks/bench_rates.py [--groups 200000] [--units 40000]

Each measure runs in a process of its own (`measure.run_ways`); two rows per group, some of them with a gap.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

from measure import print_table, report_way, run_ways

TARGET_KERNEL, TARGET_UNITS = 1.0, 5.0
KERNEL = ("proportions", "rates_per", "weighted_indices", "means", "compare_rates")
UNITS = ("funnel", "league_table")


def work(way: str, groups: int, units: int) -> Callable[[], object]:
    """What is timed; frames and imports are made before."""
    import numpy as np
    import pandas as pd
    import scipy.special
    import scipy.stats  # noqa: F401

    from evallib.indicators import compare_rates, league_table, means, rates_per, weighted_indices
    from evallib.indicators.funnel import funnel
    from evallib.indicators.proportions import proportions

    rng = np.random.default_rng(16)
    cases = rng.integers(1, 900, 2 * groups)
    frame = pd.DataFrame(
        {
            "g": [f"g{i % groups:06d}" for i in range(2 * groups)],
            "x": rng.binomial(cases, 0.8).astype(float),
            "n": cases,
        }
    )
    frame.loc[rng.random(len(frame)) < 0.02, "x"] = np.nan
    frame["rest"] = frame["n"] - frame["x"]
    size = rng.integers(0, 900, units)
    towns = pd.DataFrame({"u": [f"u{i:05d}" for i in range(units)], "x": rng.binomial(size, 0.8), "n": size})
    rates = proportions(frame, "x", "n", ["g"]) if way == "compare_rates" else frame
    return {
        "proportions": lambda: len(proportions(frame, "x", "n", ["g"])),
        "rates_per": lambda: len(rates_per(frame, "x", "n", ["g"])),
        "weighted_indices": lambda: len(weighted_indices(frame, {"x": 1.0, "rest": 0.4}, ["g"])),
        "means": lambda: len(means(frame, "x", ["g"])),
        "compare_rates": lambda: len(compare_rates(rates, rates, ["g"])),
        "funnel": lambda: len(funnel(towns, "u", "x", "n", overdispersion="additive").units),
        "league_table": lambda: len(league_table(towns, "u", "x", "n")),
    }[way]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--groups", type=int, default=200_000)
    parser.add_argument("--units", type=int, default=40_000)
    parser.add_argument("--way")
    given = parser.parse_args()
    if given.way:
        report_way(work(given.way, given.groups, given.units))
        return
    size = ("--groups", given.groups, "--units", given.units)
    found = run_ways(__file__, [*KERNEL, *UNITS], *size, repeat=3)
    kernel, units = found[: len(KERNEL)], found[len(KERNEL) :]
    head = ("measure", "s", "cpu s", "peak MB")
    print_table(f"Rates of {given.groups:,} groups from {2 * given.groups:,} rows",
                [(name, *taken) for name, taken in zip(KERNEL, kernel, strict=True)], head)  # fmt: skip
    print_table(f"Comparison of {given.units:,} units",
                [(name, *taken) for name, taken in zip(UNITS, units, strict=True)], head)  # fmt: skip
    worst, both = max(taken[0] for taken in kernel), sum(taken[0] for taken in units)
    print(
        f"  target of the kernel: under {TARGET_KERNEL:g} s each: {'met' if worst < TARGET_KERNEL else 'MISSED'} ({worst:.2f})"
    )
    print(
        f"  target of the units: under {TARGET_UNITS:g} s together: {'met' if both < TARGET_UNITS else 'MISSED'} ({both:.2f})"
    )


if __name__ == "__main__":
    main()
