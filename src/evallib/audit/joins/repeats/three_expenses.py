"""Three expenses (“三公”经费) by one name each: travel abroad, cars bought and kept, guests; of each a unit has one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evallib.audit.ledger import Entry, Ledger
from evallib.model import patterns

ALL, ABROAD, CARS, KEPT, BOUGHT, GUESTS, FROM_HOME, FOREIGN = (
    "三公经费",
    "因公出国费",
    "公务用车购置及运行费",
    "公务用车运行费",
    "公务用车购置费",
    "公务接待费",
    "国内公务接待费",
    "外事接待费",
)
_NAMES = (
    (re.compile(r"三公.{0,2}经费[^费用车待]{0,10}$"), ALL),
    (re.compile(r"出国|出境"), ABROAD),
    (re.compile(r"(?:公务)?(?:用车|车辆?)(?:购置|更新)(?:及|和|与|、)?运[行维]"), CARS),
    (re.compile(r"(?:公务)?(?:用车|车辆?|公车).{0,2}运[行维]"), KEPT),
    (re.compile(r"(?:公务)?(?:用车|车辆?|公车)购置"), BOUGHT),
    (re.compile(r"国内(?:公务)?接待"), FROM_HOME),
    (re.compile(r"(?:外事|国外|境外|外宾)(?:公务)?接待"), FOREIGN),
    (re.compile(r"公务接待"), GUESTS),
)
_MONEY = re.compile("[费款用支出金算额数]")
#: What is a part of what, and the other part: where that is nought the one is the whole.
_PARTS = ((KEPT, CARS, BOUGHT), (FROM_HOME, GUESTS, FOREIGN))
#: “国内公务接待67批次，660人次，共12.8万元”: an amount without a name behind counts.
_NO_NAME = re.compile(r"^(?:[总共]?计?支出|共?计?|金额|费用|经费|支出金额)$")
#: One unit has one of each.
NAMES = frozenset(name for _, name in _NAMES)


def expense_of(words: str) -> str:
    """The name of one of the three, "" of anything else.

    >>> [expense_of(words) for words in ("公务用车购置及运行维护费支出", "公车运行费", "国内接待费", "接待批次")]
    ['公务用车购置及运行费', '公务用车运行费', '国内公务接待费', '']
    """
    return next((n for pattern, n in _NAMES if pattern.search(words)), "") if _MONEY.search(words) else ""


def unnamed_expense(ledger: Ledger, entry: Entry) -> str:
    """The name of an amount that stands behind the quotes of “三公” or behind the batches of guests."""
    if entry.dimension != "money" or entry.spot is None or not _NO_NAME.match(entry.label):
        return ""
    if entry.label == "经费":
        return ALL if patterns.search('三公[”"]?经费(?:支出|预算|决算|共?计|为)*$', entry.spot.head.strip()) else ""
    said = entry.spot.gap
    for other in reversed(ledger.by_sentence[entry.sentence]):
        if other.index >= entry.index:
            continue
        if other.dimension != "count" or other.spot is None:
            break
        said = other.spot.gap + said
    found = [(m.end(), name) for pattern, name in _NAMES for m in pattern.finditer(said)]
    return max(found)[1] if found and said != entry.spot.gap else ""


def same_names(named: Sequence[tuple[str, Entry]]) -> dict[str, str]:
    """The parts that are the whole, as the other part is nought: 运行费 where no car was bought.

    Args:
        named: the amounts of a document with their names.
    """
    found = {}
    for part, whole, other in _PARTS:
        others = [entry.value for name, entry in named if name == other and entry.role == "plain"]
        if not any(others) and (others or part == FROM_HOME):
            found[part] = whole
    return found
