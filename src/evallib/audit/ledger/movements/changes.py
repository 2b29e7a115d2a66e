"""Changes (增减额): “减少D”, and which of two amounts the words call the earlier one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from evallib.audit.ledger import Entry, Formula, Ledger, Relation, alike, likeness, make
from evallib.audit.ledger.movements.compared import only_of_name
from evallib.audit.ledger.movements.other_bases import are_of_other_bases, is_of_another_name, is_of_part
from evallib.audit.ledger.wholes.lists import whole_of_parts
from evallib.model import patterns
from evallib.parsing.claims.cues import DOWN, UP

NEAR = 4
_AGAINST = re.compile(r"(?:比|较)[^，,。；;（(\d]*(?:\d+[月季年日周]?度?)?[（(]$")
#: “由一季度66件减少到二季度41件”: when it was, between “到” and the figure.
_WHEN = r"(?:[今本当去上]?(?:年|季度?|月|周|期)|[上下]半年|[一二三四]季度|[一二三四五六七八九十]+月份?)?的?"
#: “采购金额比上年同期的”: a name, and the time of what it is held against.
_OLDER = re.compile(r"([\u4e00-\u9fff]{3,12}?)(?:比|较)(?:上|去|前|同|20\d\d)[^，。；]{0,8}$")
#: “由12件减少到9件；两栏目合计比4月份的30件多6件”: what is together more is none of them alone.
_TOGETHER = re.compile(r"(?:合计|共计|总计|[两二三四五]者)[比较][^，。；]*$")


def changes(ledger: Ledger, entry: Entry) -> Iterator[Relation]:
    """“减少D”: the difference of two printed amounts, or a difference the sentence does not show."""
    spot = entry.spot
    assert spot is not None
    sign = entry.direction or 1
    pool = [e for e in [*ledger.before(entry, 12), *ledger.after(entry, 4)] if alike(e, entry) and e.role != "change"]
    own = [e for e in pool if e.sentence == entry.sentence and e.index < entry.index and not _is_goal(ledger, e)]
    bracket = next((e for e in pool if e.index == entry.index + 1 and e.is_base and e.depth > entry.depth), None)
    named = _named(ledger, entry, pool)
    spoken = whole_spoken_of(ledger, entry)
    before = ledger.just_before(entry)
    together = before is not None and before.spot is not None and _TOGETHER.search(before.spot.head)
    difference = Formula("sum", signs=(1, -1), factor=Fraction(sign))
    for a in pool:
        for b in pool:
            if a is b:
                continue
            strength = 0.0
            if spoken is not None and b.index == entry.index - 1:
                strength = 0.9 if a is spoken else 0.0
            elif a in own and b in own and not (a.is_base and b.is_base and a.depth == b.depth == 1):
                strength = max(
                    told_base(entry, a, b) if entry.index > max(a.index, b.index) else 0.0, _compared(a, b, entry, own)
                )
                if b.is_base and b.index == entry.index - 1 and own[:2] == [b, a] and a.index < b.index:
                    strength = max(strength, 0.9)  # a plan and how much of it was done may stand in between
                if strength and (is_of_part(entry) or is_of_another_name(entry, a, b)):
                    strength = 0.0  # “由A变动为B，主要是上级补助增加C”: what brought it about
            elif b is bracket and a in own and a.index == entry.index - 1 and not a.is_base:
                strength = 0.9  # “98件，增27件（上周71件）”, and not “比去年（31件）减少6件，比上月（13件）增加12件”
            elif a is named and b.index == entry.index - 1:
                strength = 0.9  # “采购金额A。…采购金额比上年的B减少D”
            yield make(entry, (a, b), difference, "sum.difference", "增减额", 0.0 if together else strength)
    if (listed := _listed_before(ledger, entry)) is not None:
        signs = (1,) * (len(listed) - 1) + (-1,)
        yield make(entry, listed, Formula("sum", signs=signs, factor=Fraction(sign)), "sum.difference", "增减额")
    others = [
        e
        for e in [*ledger.before(entry, 8), *ledger.after(entry, 8)]
        if e.role == "change" and alike(e, entry) and e.paragraph == entry.paragraph
    ]
    # “比年初预算少A，比上年增加B”: changes against two bases make up nothing.
    # “收入增加D，支出增加D” is one change on both sides of an account.
    others = [e for e in others[:6] if not are_of_other_bases(entry, e) and e.value != entry.value]
    for a, b in combinations(others, 2):
        signs = ((a.direction or 1) * sign, (b.direction or 1) * sign)
        yield make(entry, (a, b), Formula("sum", signs=signs), "sum.difference", "增减额之和")


def _listed_before(ledger: Ledger, change: Entry) -> list[Entry] | None:
    """“甲采用7篇、乙采用31篇，较目标（30篇）多8篇”: the two of a list together, and what they are held against."""
    if change.index < 3:
        return None
    first, second, base = ledger.prose[change.index - 3 : change.index]
    row = first.sentence == second.sentence == base.sentence == change.sentence
    if not row or second.spot is None or not patterns.match(r"\s*[、和]", second.spot.gap):
        return None
    return [first, second, base] if alike(first, second) and alike(second, base) and alike(base, change) else None


def _named(ledger: Ledger, change: Entry, pool: Sequence[Entry]) -> Entry | None:
    """The amount of its paragraph that “A比B减少D” calls by its name, where the sentence prints B alone."""
    base = ledger.just_before(change)
    if base is None or base.spot is None or base.sentence != change.sentence or not alike(base, change):
        return None
    match = _OLDER.match(base.spot.head)
    if (
        match is None
        or change.spot is None
        or not patterns.fullmatch(rf"\s*(?:{UP}|{DOWN})[了额]?\s*", change.spot.gap)
    ):
        return None
    before = [e for e in pool if e.paragraph == change.paragraph and e.index < base.index and not e.is_base]
    return only_of_name(before, match[1])


def whole_spoken_of(ledger: Ledger, change: Entry) -> Entry | None:
    """“共97件，其中甲28件、乙69件，较上年的92件增加5件”: behind the parts the whole is compared."""
    base = ledger.just_before(change)
    if base is None or base.spot is None or base.sentence != change.sentence:
        return None
    if change.role == "change" and not alike(base, change):
        return None
    if base.index < 1 or not patterns.search(r"(?:比|较)[^，。；]*$", base.spot.head):
        return None
    return whole_of_parts(ledger, ledger.prose[base.index - 1])


def _is_goal(ledger: Ledger, entry: Entry) -> bool:
    """“为预算B的P%”: what was planned."""
    after = ledger.just_behind(entry)
    return (
        after is not None
        and after.role == "completion"
        and bool(patterns.match(r"\s*的\s*$", after.spot.gap if after.spot else ""))
    )


def _compared(a: Entry, b: Entry, entry: Entry, own: Sequence[Entry]) -> float:
    """“A，比B减少D”: the amount compared with stands between the words and the change."""
    both = {a.index, b.index} == {entry.index - 1, entry.index - 2} and a.period[:4] and b.period[:4]
    if both and int(a.period[:4]) - int(b.period[:4]) == 1 and likeness(a.label, b.label) >= 0.6:
        return 0.85  # “2016年预算33万元，2015年预算57.55万元，减少24.55万元”
    if b.spot is None or b.index != entry.index - 1 or a is not _last_before(b, own):
        return 0.0
    return 0.9 if patterns.search(r"(?:比|较)[^，。；]*$", b.spot.head) else 0.0


#: “用时13.6个工作日，虽在20个工作日时限内，但比…”: a limit has not changed.
_LIMIT = re.compile(r"\s*(?:[\u4e00-\u9fff]{0,4}[时期]限)?(?:以|之)?内")


def _last_before(base: Entry, own: Sequence[Entry]) -> Entry | None:
    """What is compared: “共793件（电话486件、来信307件），较上期的732件” speaks of no part in the bracket."""
    found = [e for e in own if 0 < base.index - e.index <= NEAR and e.depth <= base.depth]
    found = [e for e in found if e.spot is not None and not _LIMIT.match(e.spot.tail)]
    return max(found, key=lambda e: e.index, default=None)


def _in_bracket_before(entry: Entry, old: Entry) -> bool:
    """“12977件，环比1月（16450件）减少21.1%”: the bracket right before a change says of what."""
    if old.index != entry.index - 1 or old.depth <= entry.depth or old.spot is None or entry.spot is None:
        return False
    return bool(_AGAINST.search(old.spot.gap)) and bool(patterns.match(r"\s*[)）][^，,。；;]*$", entry.spot.gap))


def _in_other_bracket(entry: Entry, new: Entry, old: Entry) -> bool:
    """Whether both amounts stand in a bracket that is closed before a change in a bracket of its own."""
    both = entry.depth > 0 and new.depth == old.depth == entry.depth and max(new.index, old.index) < entry.index
    return both and entry.spot is not None and bool(patterns.match(r"\s*[)）][^(（]*[(（]", entry.spot.gap))


_OF_IT = re.compile(r"\s*[)）]\s*的")
#: How many figures further what is compared for the second time may stand.
AGAINST_SEVERAL = 5


def told_base(entry: Entry, new: Entry, old: Entry) -> float:
    """How clearly the sentence says that one amount is the earlier value of the other."""
    if old.sentence != new.sentence or old.spot is None or new.spot is None or entry.sentence != new.sentence:
        return 0.0
    if new.depth > max(entry.depth, old.depth):
        return 0.0  # “共793件（电话486件、来信307件），较上期的732件增加61件”
    if _in_other_bracket(entry, new, old):
        return 0.0  # “甲（下降22.0%，由209件降至163件）、乙（下降34.3%，由140件降至92件）”
    head, tail = old.spot.head, new.spot.head
    if (
        patterns.search(r"(?:由|从)[^，]*$", head)
        and patterns.search(rf"(?:至|到|为){_WHEN}$", tail)
        and new.index == old.index + 1
        and entry.index <= new.index + 2
    ):
        return 0.95
    if _in_bracket_before(entry, old) and new.depth < old.depth and 0 < old.index - new.index <= 2:
        return 0.9
    away = abs(old.index - new.index)
    if not old.is_base or away > AGAINST_SEVERAL:
        return 0.0
    if away > 2:
        # “A，环比上月B增长P%，同比去年C增长Q%”: against one after the other.
        return 0.8 if new.index < old.index == entry.index - 1 else 0.0
    if old.index == entry.index + 1 and new.index == entry.index - 1 and old.depth > new.depth:
        # “同比增长P%，仅恢复到2019年同期（B）的Q%”: what another rate is of.
        # “(2022年、2023年同期分别为A、B)”: the first of a row is not the last year.
        return 0.0 if _OF_IT.match(old.spot.tail) or "分别" in old.spot.gap else 0.9
    return 0.9 if new.index < old.index == entry.index - 1 else 0.0


def moves_on(ledger: Ledger, old: Entry, change: Entry) -> bool:
    """“年初128.60，调减16.35至112.25”: the amounts before and behind a change differ by it."""
    if old.index != change.index - 1 or change.index + 1 >= len(ledger.prose):
        return False
    new = ledger.prose[change.index + 1]
    return (
        new.sentence == change.sentence
        and alike(new, old)
        and abs(abs(new.value - old.value) - change.value) <= change.half
    )
