"""Slips (笔误): what a typist turns a figure into, and how telling it is that one slip would mend a relation.

>>> is_slip("9346", "9846"), is_slip("1.15", "1.51"), is_slip("80", "75"), is_slip("8.0", "80")
('两数只差一位（3 与 8）', '相邻两位数字颠倒', '', '小数点错位')
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache

from evallib.audit.ledger.relations import Relation
from evallib.parsing.claims.mentions import Mention


@lru_cache(maxsize=1 << 14)
def digits_of(text: str) -> str:
    """The figure without grouping, sign and unit."""
    if text.replace(".", "", 1).isdecimal():
        return text.strip(".")  # as most cells of a table
    return "".join([c for c in text if c.isdigit() or c == "."]).strip(".")


def digits_in(mention: Mention) -> str:
    """The digits of a figure; those it would be written with where it is told in words.

    >>> from evallib.parsing.claims.mentions import find_mentions
    >>> [digits_in(m) for m in find_mentions("1,200件，销号率百分之九十六")]
    ['1200', '96.00']
    """
    return digits_of(mention.text) or digits_of(mention.printed_with(mention.value))


def digit_count(mention: Mention, telling: bool = False) -> int:
    """How many digits a figure has, noughts in front of it left out; those that tell also without noughts behind it.

    >>> from evallib.parsing.claims.mentions import find_mentions
    >>> [digit_count(m, telling) for m in find_mentions("0.50万元、1200件") for telling in (False, True)]
    [2, 1, 4, 2]
    """
    digits = digits_in(mention).replace(".", "").lstrip("0")
    return len(digits.rstrip("0") if telling else digits)


def is_slip(printed: str, right: str) -> str:
    """The cause in Chinese if one slip of the pen leads from one figure to the other, else ""."""
    a, b = digits_of(printed), digits_of(right)
    if a == b or not a or not b:
        return ""
    if len(a) == len(b):
        wrong = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
        if "." in (a[wrong[0]], b[wrong[0]]):
            return "小数点错位" if a.replace(".", "") == b.replace(".", "") else ""
        if len(wrong) == 1:
            return f"两数只差一位（{a[wrong[0]]} 与 {b[wrong[0]]}）"
        if (
            len(wrong) == 2
            and (wrong[1] - wrong[0] == 1 or a[wrong[0] + 1 : wrong[1]] == ".")
            and a[wrong[0]] == b[wrong[1]]
            and a[wrong[1]] == b[wrong[0]]
        ):
            return "相邻两位数字颠倒"
        return ""
    if a.replace(".", "").rstrip("0").lstrip("0") == b.replace(".", "").rstrip("0").lstrip("0"):
        return "小数点错位"
    short, long = sorted((a, b), key=len)
    if (
        len(long) - len(short) == 1
        and len(short.replace(".", "")) >= 3
        and a.partition(".")[2:] == b.partition(".")[2:]
        and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
    ):
        return "漏写或多写一位数字"
    return ""


def slip_from(mention: Mention, right: Fraction) -> str:
    """The cause in Chinese if one slip leads from the right value of a figure to the printed one, else ""."""
    return is_slip(digits_in(mention), mention.printed_with(right))


UNIT_STEPS = {10**4: "万", 10**8: "亿"}


def unit_slips(mention: Mention) -> Iterator[tuple[Fraction, str]]:
    """Values a figure would have in another unit, with the figure written in it: 元 for 万元, 亿 for 万.

    >>> from evallib.parsing.claims.mentions import find_mentions
    >>> [text for _, text in unit_slips(find_mentions("86.4元")[0])]
    ['86.4万元', '86.4亿元']
    """
    if mention.dimension not in {"money", "count", "scaled", "mass", "area"} or not mention.value:
        return
    base = mention.unit.lstrip("万亿")
    number = (
        mention.text[: len(mention.text) - len(mention.unit)].strip()
        if mention.unit and mention.text.endswith(mention.unit)
        else digits_of(mention.text)
    )
    for scale, word in ((1, ""), *UNIT_STEPS.items()):
        if scale != mention.scale:
            yield mention.value / mention.scale * scale, f"{number}{word}{base}"


def weight_of(mention: Mention) -> float:
    """How little chance there is that a slip of this figure mends a relation by accident: more digits, more weight."""
    return {0: 0.0, 1: 0.0, 2: 0.05, 3: 0.15}.get(digit_count(mention), 0.28)


def weight_of_difference(difference: Fraction, unit: Fraction) -> float:
    """How little chance there is that the parts of a list miss their whole by what one wrong digit makes.

    A list that leaves something out misses it by any amount: of those with m digits one in 10^(m-1) has the shape of
    one slip.

    >>> weight_of_difference(Fraction(7), Fraction(1)), weight_of_difference(Fraction(-2000), Fraction(1))
    (0.0, 0.5)
    """
    digits = len(str(int(abs(difference) / unit))) if unit else 1
    return {0: 0.0, 1: 0.0, 2: 0.15, 3: 0.32}.get(digits, 0.5)


def slips_of(mention: Mention, near: float | None = None, room: float = 0.0) -> Iterator[Fraction]:
    """Values in the base unit that one wrong digit or two swapped ones would turn into the printed one.

    Args:
        mention: the printed figure.
        near: only values that lie `room` or less from this one.
        room: how far.
    """
    numbers, scale = numbers_of(mention)
    above, below = scale.numerator, scale.denominator
    room = room * 1.000001 + 1e-9
    for number in numbers:
        if near is None or abs(number * above / below - near) <= room:
            yield Fraction(number * above, below)


#: The digits of what one wrong digit or two swapped ones add or take away, without noughts.
_ADDED = {str(n).rstrip("0") for n in (*range(1, 10), *range(9, 90, 9))}


def may_be_slip(difference: Fraction) -> bool:
    """A quick look whether one slip in a figure can make it so much more or less than it was.

    >>> [may_be_slip(Fraction(n, 100)) for n in (5, 3000, 270, 0, 12, 31)]
    [True, True, True, False, False, False]
    """
    return f"{abs(float(difference)):.12e}".partition("e")[0].replace(".", "").rstrip("0") in _ADDED


def is_slipped(mention: Mention, value: Fraction) -> bool:
    """Whether one wrong digit or two swapped ones turn a value into the printed one.

    >>> from evallib.parsing.claims.mentions import find_mentions
    >>> [is_slipped(find_mentions("86.4元")[0], Fraction(value, 10)) for value in (814, 846, 864, 964, 975)]
    [True, True, False, True, False]
    """
    numbers, step = numbers_of(mention)
    places = value / step
    return places.denominator == 1 and places.numerator in numbers


def numbers_of(mention: Mention) -> tuple[Sequence[int], Fraction]:
    """These values as whole numbers, and what each is multiplied by, with the sign of the figure."""
    return _slipped(digits_in(mention)), step_of(mention)


def step_of(mention: Mention) -> Fraction:
    """What the last printed place of a figure is worth, with the sign of the figure."""
    unit = 10 ** len(digits_in(mention).partition(".")[2])
    return Fraction(-mention.scale if mention.value < 0 else mention.scale, 10 * unit if mention.unit == "‰" else unit)


@lru_cache(maxsize=1 << 14)
def _slipped(digits: str) -> tuple[int, ...]:
    """The numbers one slip away from a row of digits, in units of its last place.

    >>> _slipped("1.2")
    (2, 22, 32, 42, 52, 62, 72, 82, 92, 21, 10, 11, 13, 14, 15, 16, 17, 18, 19)
    """
    whole, _, rest = digits.partition(".")
    if not (whole + rest).isdecimal():
        return ()
    row = [int(c) for c in whole + rest]
    printed = int(whole + rest)
    found: list[int] = []
    for at, digit in enumerate(row):
        place = 10 ** (len(row) - 1 - at)
        led = at == 0 and len(whole) > 1  # a figure does not begin with 0
        found += [printed + (other - digit) * place for other in range(led, 10) if other != digit]
        if at + 1 < len(row) and digit != row[at + 1]:
            found.append(printed + (row[at + 1] - digit) * (place - place // 10))
    return tuple(found)


def one_slip_mends(relation: Relation) -> bool:
    """Whether one wrong digit of one of its figures makes a relation fail.

    Args:
        relation: a sum, of weighted terms or not.
    """
    return any(
        solved is not None and is_slipped(entry.mention, solved)
        for entry in {id(e): e for e in relation.entries}.values()
        for solved in (relation.solved(entry),)
    )
