"""Causes (可能原因): suggestions why a printed figure differs from the recomputed one. Suggestions only."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from evallib.audit.reading.figures import Figure


def suggest_causes(printed: Figure, expected: Decimal) -> tuple[str, ...]:
    """Typical slips of the pen that would turn the recomputed figure into the printed one.

    Args:
        printed: the figure in the report.
        expected: the recomputed value.
    """
    rounded = expected.quantize(printed.step, ROUND_HALF_UP)
    causes = []
    if printed.value and rounded and (slip := _power_of_ten(printed.value / expected)):
        causes.append(f"两数相差 {slip} 倍，可能是计量单位（元、千元、万元）或小数点的差错")
    mine, other = _digits(printed.value), _digits(rounded)
    if mine != other and len(mine) == len(other):
        wrong = [i for i, (a, b) in enumerate(zip(mine, other, strict=True)) if a != b]
        if len(wrong) == 1:
            causes.append(f"只有一位数字不同（{mine[wrong[0]]} 与 {other[wrong[0]]}）")
        elif (
            len(wrong) == 2
            and wrong[1] - wrong[0] == 1
            and mine[wrong[0]] == other[wrong[1]]
            and mine[wrong[1]] == other[wrong[0]]
        ):
            causes.append("相邻两位数字可能写颠倒")
    return tuple(causes)


def _digits(value: Decimal) -> str:
    return f"{abs(value):f}".replace(".", "")


def _power_of_ten(ratio: Decimal) -> str:
    for power in (10, 100, 1000, 10000):
        for factor in (Decimal(power), 1 / Decimal(power)):
            if abs(ratio / factor - 1) < Decimal("0.0005"):
                return f"{power}"
    return ""
