"""Told by its digits (数字独特): a figure of so many digits that another one of nearly its words is the same one.

“下拨某省救灾资金18.3716亿元” above, “下达我省救灾资金18.3716亿元” below: hardly two amounts have the same six digits.
Of fewer digits the words have to agree the more; what is granted is no measure of what is spent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import add

from evallib.audit.joins.repeats.apart import ONLY_STAGE, are_apart, are_near, is_row, year_of
from evallib.audit.ledger import HUNDRED, SUM, Entry, Ledger, Relation, make
from evallib.audit.ledger.entries import bare_unit, paragraph_of
from evallib.audit.ledger.slips import digit_count

#: So many digits are no accident with some words in common, and so many with most words in common.
MANY, ENOUGH = 5, 3
#: The part of the fewer pairs of characters that both have in common, by the number of digits; and how many, of few.
COMMON, MOST_COMMON, NEARLY_ALL, LONG = 0.4, 0.6, 0.8, 5
WINDOW, LEAST = 24, 3
STRENGTH, MOST = 0.5, 0.7
_CUT = re.compile(r"[。；;：:，,、（(）)]|\d")
_PLAIN = re.compile(
    r"同比|环比|今年|去年|上半年|全年|累计|实际|其中|共计?|[\d\W_a-zA-Z]|我[省市县区州镇局]|全[省市县区州镇]"
)
_PLANNED = re.compile("预算|计划|安排|任务|目标|限额|下达|下拨|到位|收到|拨付|批复|概算|收入")
_DONE = re.compile("支出|执行|使用|支付|完成|决算|发放|兑付|结余|结转")
#: Of whom and of what days a sentence is told; “该村” is each time another one.
_PLACE = re.compile(r"(?:(?![我全本各同有])[\u4e00-\u9fff]){2}(?:[镇乡村县区市省局院厂]|街道|社区|学校|公司|市场|中心)")
_DAY, _OF_THIS = re.compile(r"\d{1,2}月\d{1,2}日"), re.compile("[该此其]")
_ROLES = frozenset({"plain", "rate"})


@dataclass(frozen=True, slots=True)
class _Told:
    entry: Entry
    digits: int
    pairs: frozenset[str]
    stages: frozenset[str]
    places: frozenset[str]
    days: frozenset[str]


class OwnDigits:
    """The figures of a document by their many digits.

    Args:
        ledger: the figures.
    """

    most = 12

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._staged = {(e.dimension, e.value) for e in ledger.prose if ONLY_STAGE.match(e.label)}
        self._told = {e.index: told for e in ledger.prose if (told := _told(ledger, e)) is not None}
        self.told: Sequence[Entry] = [told.entry for told in self._told.values()]

    def partner(self, entry: Entry, near: Iterable[Entry]) -> Entry | None:
        """Another figure told in nearly the same words: an equal one, or the only one that differs."""
        told, found = self._told, list[Entry]()
        mine, pairs = told[entry.index], told[entry.index].pairs
        for other in near:
            # Words part most of those whose digits are alike, and are looked at first.
            if len(pairs & told[other.index].pairs) < LEAST or not are_near(entry, other):
                continue
            equal = other.rough == entry.rough
            if _are_one(self._ledger, mine, told[other.index]) and (equal or not self._is_staged(entry, other)):
                if equal:
                    return other
                if found and found[0].rough != other.rough:
                    return None  # equal ones come first: of several others none can be meant
                found.append(other)
        return found[0] if found else None

    def _is_staged(self, *entries: Entry) -> bool:
        """“预算A，决算B” in one sentence, and B once more under the name."""
        return any((e.dimension, e.value) in self._staged for e in entries)

    def relation(self, earlier: Entry, later: Entry) -> Relation:
        """That two figures are equal."""
        relation = make(later, (earlier,), SUM, "same.sentence", "同一个数前后两处", STRENGTH)
        relation.most = MOST
        return relation


def stages_of(words: str) -> frozenset[str]:
    """Whether words tell what was granted, what was spent of it, or both."""
    return frozenset(w for w, p in (("planned", _PLANNED), ("done", _DONE)) if p.search(words))


def before(ledger: Ledger, entry: Entry) -> str:
    """The words of its sentence in front of a figure."""
    return re.split("[。；;]", paragraph_of(ledger.document, entry)[: entry.place.start])[-1]


def _told(ledger: Ledger, entry: Entry) -> _Told | None:
    if entry.role not in _ROLES or entry.mention.hedge or entry.is_base or entry.value == HUNDRED:
        return None
    digits = digit_count(entry.mention, telling=True)
    if digits < ENOUGH or is_row(ledger, entry):
        return None
    if not entry.mention.unit or entry.dimension == "score" or (entry.spot and entry.spot.tail.strip() == "的"):
        return None  # a code, marks of one line after the other, “完成预算1525万元的3.8%”
    sentence = before(ledger, entry)
    words = _CUT.split(sentence)[-1][-WINDOW:]
    plain = _PLAIN.sub("", words)
    stages = stages_of(words)
    pairs = frozenset(map(add, plain, plain[1:]))
    if len(pairs) < LEAST or _OF_THIS.search(words):
        return None
    return _Told(entry, digits, pairs, stages, *(frozenset(p.findall(sentence)) for p in (_PLACE, _DAY)))


def _are_one(ledger: Ledger, one: _Told, other: _Told) -> bool:
    """Whether two figures are told of one thing, as far as digits and words can tell."""
    a, b = one.entry, other.entry
    if a.sentence == b.sentence or a.role != b.role or bare_unit(a.mention.unit) != bare_unit(b.mention.unit):
        return False
    digits = min(one.digits, other.digits)
    part = NEARLY_ALL if a.role == "rate" or digits == ENOUGH else MOST_COMMON if digits < MANY else COMMON
    least = part * (min if digits > ENOUGH + 1 else max)(len(one.pairs), len(other.pairs))
    common = len(one.pairs & other.pairs)
    if common < (LONG if digits == ENOUGH else LEAST) or common < least:
        return False
    told = ((one.stages, other.stages), (one.places, other.places), (one.days, other.days))
    if any(mine and theirs and not mine & theirs for mine, theirs in told) or one.days != other.days:
        return False
    years = year_of(ledger, a), year_of(ledger, b)
    return not are_apart(ledger, a, b) and not (all(years) and years[0] != years[1])
