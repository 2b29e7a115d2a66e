"""Misnumbered items (错号): which number of a list is wrong, where one reading alone says so."""

from __future__ import annotations

from collections.abc import Sequence


def amiss(numbers: Sequence[int], pairs: bool = False, close: bool = False) -> tuple[int, int] | None:
    """Which item of a list has a wrong number, and the right one; None where there is none, or more than one reading.

    Args:
        numbers: as printed.
        pairs: whether two items make a list, too.
        close: whether they stand so close that none was lost in reading.

    >>> amiss([1, 2, 2, 4]), amiss([1, 2, 2]), amiss([1, 2, 3, 5, 6]), amiss([2, 2, 3]), amiss([5, 6, 6, 8])
    ((2, 3), (2, 3), (3, 4), (0, 1), (2, 7))
    >>> amiss([1, 3, 4], close=True), amiss([1, 3, 4])
    ((1, 2), None)
    >>> amiss([1, 2, 3]), amiss([1, 3]), amiss([1, 2, 5, 9]), amiss([5, 6, 7, 9])
    (None, None, None, None)
    """
    if len(numbers) < 3:
        return (0, 1) if pairs and list(numbers) == [2, 2] else None
    wrong = [at for at, number in enumerate(numbers) if number != at + 1]
    if len(wrong) == 1:
        at = wrong[0]
        within = 0 < at < len(numbers) - 1
        return (at, at + 1) if within or abs(numbers[at] - at - 1) == 1 else None
    if not wrong:
        return None
    if numbers[0] != 1:  # its beginning was read as another list: only what stands between right ones is sure
        first = numbers[0]
        wrong = [at for at, number in enumerate(numbers) if number != first + at]
        within = len(wrong) == 1 and wrong[0] < len(numbers) - 1 and abs(numbers[wrong[0]] - first - wrong[0]) == 1
        return (wrong[0], first + wrong[0]) if within else None
    at = wrong[0]
    shift = numbers[at] - at - 1  # one left out, or one told twice: from there on all are one too high or one too low
    if (
        abs(shift) == 1
        and at >= (1 if close else 2)
        and all(numbers[n] - n - 1 == shift for n in wrong)
        and wrong == list(range(at, len(numbers)))
    ):
        return at, at + 1
    return None


def skips_one(numbers: Sequence[int], further: int) -> bool:
    """Whether a lower number stands at its place in a list, and the one above it does not: 一、四、三.

    >>> skips_one([1, 4], 3), skips_one([1, 2, 3], 2), skips_one([4], 2), skips_one([1, 2, 5], 4)
    (True, False, False, True)
    """
    right = list(range(1, len(numbers)))
    return bool(right) and list(numbers[:-1]) == right and further == len(numbers) + 1 < numbers[-1]
