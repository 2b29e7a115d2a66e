"""Formula sense (算式的把握): what an equation that does not come out says, if it says anything.

Lines are numbered (6=4+5), spans are written with a minus (3-5天=1周期), kilograms become tons, and what is reckoned is
cut to whole things. An equation is held to be wrong for sure only where both sides are plain amounts
whose units fit and one slip of the pen explains it, or where plain amounts are added up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from evallib.audit.findings import Confidence
from evallib.audit.ledger.slips import is_slip
from evallib.model import patterns
from evallib.parsing.claims.measures import UNIT_WORDS

#: Signs and words beside an equation of which it is only a part, or which make it a name.
_PART_BEFORE = re.compile(r"(?:[A-Za-z0-9^√²³‰:∶#&?_]|第|[表图款]|编号|附件)\s*$")
_PART_BEHIND, _STRANGE = re.compile(r"\s*[\^‰√²³]"), re.compile(r"[\^‰√²³±]")
_CUT = re.compile(
    r"[^。；;\d]{0,8}(?:封顶|最[高低多少]|[上下]限|[，,（(]取|取整|扣完|不超过|满分|四舍五入|左右)|余|\s*[）)]?\s*[≈~]"
)
_TIME = re.compile(r"\s*(?:个?月|[天日年周期级档次]|个?[小学课]时|周期|阶段|[hH])")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_UNIT = re.compile(rf"(?<=\d)\s{{0,2}}(?P<u>(?:万亿|亿|万)?(?:{UNIT_WORDS.replace('%|', '')}|[\u4e00-\u9fff])?)")
#: Numbers of lines, those of sayings, and what may be a year.
MOST_LINES, SAID, YEARS = 100, 10, (1900, 2100)
#: Units of one kind lie at least a thousand apart.
LEAST_POWER, MOST_POWER = 3, 9
#: So many digits of a result are no accident.
TELLING = 3


@dataclass(frozen=True, slots=True)
class Sides:
    """An equation that does not come out.

    Args:
        before, behind: the text around it.
        plain: the side with the arithmetic, as printed.
        expression: the same without words.
        digits: the single number of the other side.
        value: what the arithmetic comes to in the unit of the number.
        opens: whether the number stands in front.
    """

    before: str
    behind: str
    plain: str
    expression: str
    digits: str
    value: Decimal
    opens: bool

    @property
    def printed(self) -> Decimal:
        """The number."""
        return Decimal(self.digits.replace(",", ""))

    @property
    def numbers(self) -> list[Decimal]:
        """The numbers of the arithmetic."""
        return [Decimal(match[0].replace(",", "")) for match in _NUMBER.finditer(self.expression)]

    @property
    def adds(self) -> bool:
        """Whether it adds and takes away only."""
        return not patterns.search(r"[*×/÷%]", self.expression)

    @property
    def step(self) -> Decimal:
        """One unit of the last printed place."""
        return Decimal(1).scaleb(-len(self.digits.partition(".")[2]))


def sense_of(sides: Sides) -> Confidence | None:
    """How sure an equation is wrong; None where it says something else.

    >>> sense_of(Sides("共", "人", "120人+35人", "120+35", "165", Decimal(155), False))
    'high'
    >>> sense_of(Sides("注：", "", "4+5", "4+5", "6", Decimal(9), True))  # the sixth line is the sum of two others
    """
    if _is_part(sides) or _is_saying(sides) or _is_span(sides) or _is_rounded(sides) or _is_in_other_unit(sides):
        return None
    right = f"{sides.value.quantize(sides.step):f}"
    slipped = bool(is_slip(sides.digits.replace(",", ""), right)) and len(right.replace(".", "").lstrip("0-")) > 1
    if _is_of_lines(sides):
        return "low" if slipped else None
    if sides.adds:
        fits = len(_units(sides)) <= 1
        return "low" if not fits or len(sides.numbers) < 2 else "high" if slipped else "medium"
    if not slipped:
        return "low"
    return "high" if len(sides.digits.replace(".", "").lstrip("0")) >= TELLING else "medium"


def _is_part(sides: Sides) -> bool:
    """Whether it is part of a longer one, a name, or what is told to be cut or capped."""
    if _PART_BEFORE.search(sides.before) or _PART_BEHIND.match(sides.behind) or _STRANGE.search(sides.plain):
        return True
    return bool(_CUT.match(sides.behind)) or sides.printed == 1


def _is_saying(sides: Sides) -> bool:
    """“1+1=3” is a saying, and “1.60+52=112” the first of a list."""
    if patterns.search(r"[\u4e00-\u9fff]", sides.plain):
        return False
    if "." not in sides.expression + sides.digits:
        return max(*sides.numbers, sides.printed) < SAID
    item, _, rest = _NUMBER.findall(sides.expression)[0].partition(".")
    return bool(rest) and sides.value - Decimal(f"{item}.{rest}") + int(rest) == sides.printed


def _is_of_lines(sides: Sides) -> bool:
    """“6=4+5”, “12=4+1×1/2”: a line made of other lines."""
    bare = not patterns.search(r"[\u4e00-\u9fff.]", sides.plain + sides.digits)
    return bare and sides.opens and max(*sides.numbers, sides.printed) <= MOST_LINES


def _is_span(sides: Sides) -> bool:
    """“2023.1-2023.6=6个月”, “表1-1=36”: from one to another, or a number in two parts."""
    first, *others = sides.numbers
    if "-" not in sides.expression:
        return False
    dated = any(YEARS[0] < n < YEARS[1] for n in (first, *others)) and bool(_TIME.match(sides.behind))
    alone = len(others) == 1 and sides.adds
    return dated or (alone and (sides.printed > first or bool(_TIME.match(sides.behind))))


def _is_rounded(sides: Sides) -> bool:
    """Whether it comes out but for less than a unit of the last place, of what is multiplied or divided."""
    return not sides.adds and abs(sides.value - sides.printed) < sides.step


def _is_in_other_unit(sides: Sides) -> bool:
    """“24头×4公斤×365天=35.0吨”: the same number but for a power of ten."""
    if not sides.printed or not sides.value:
        return False
    for power in range(-MOST_POWER, MOST_POWER + 1):
        if abs(power) >= LEAST_POWER and abs(sides.value.scaleb(power) - sides.printed) <= sides.step:
            return True
    return False


def _units(sides: Sides) -> set[str]:
    """Different units of the two sides."""
    own = [match["u"].strip() for match in _UNIT.finditer(sides.plain)]
    behind = patterns.match(rf"\s{{0,2}}(?P<u>(?:万亿|亿|万)?(?:{UNIT_WORDS.replace('%|', '')})?)", sides.behind)
    return {unit for unit in (*own, behind["u"] if behind else "") if unit}
