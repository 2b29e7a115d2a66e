"""What grew (增减的对象): the amounts and changes that a rate of growth can be told of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evallib.audit.ledger import Entry, Ledger, alike, likeness
from evallib.audit.ledger.movements.other_bases import is_measure, is_of_part
from evallib.model import patterns

#: “收入3万亿元，增加5232亿元；居民消费价格上涨1.8%”: a rate that names what it is of behind a semicolon.
ONE_NAME = 0.6
_NEXT_ITEM = re.compile(r"[；;]\s*(?![同环]比|[较比与]|增|减|上升|下降|提高|降低)(?P<name>[\u4e00-\u9fff]{3,})")


def subjects_before(ledger: Ledger, entry: Entry) -> list[Entry]:
    """What may have grown: amounts before it that are no change themselves."""
    found = [e for e in ledger.before(entry, 12) if e.role != "change"]
    return [e for e in found if e.paragraph == entry.paragraph or entry.paragraph - e.paragraph <= 2][:9]


def changes_before(ledger: Ledger, entry: Entry) -> list[Entry]:
    """Printed amounts of change in front of a rate of growth: in its own sentence."""
    found = [e for e in ledger.before(entry, 8) if e.role == "change" and e.sentence == entry.sentence][:3]
    # “增长15.35%，增收25457万元”: the amount may stand right behind its rate.
    behind = ledger.just_behind(entry)
    if behind is not None and behind.role == "change" and behind.is_amount and behind.sentence == entry.sentence:
        found += [] if is_of_part(behind) else [behind]
    return found


def is_alone_before(new: Entry, change: Entry, subjects: Sequence[Entry]) -> bool:
    """“上级补助收入A，为…取得的收入。较上年决算数减少D”: the one amount of its paragraph, in the sentence before."""
    if change.sentence - new.sentence != 1 or new.depth or new.is_base or new.is_budget or change.spot is None:
        return False
    own = [e for e in subjects if e.paragraph == change.paragraph and e.index < change.index and alike(e, change)]
    return own == [new] and bool(patterns.match(r"(?:比|较|与)(?:上|去|20\d\d)[^，。；]*$", change.spot.head))


def is_next(entry: Entry) -> bool:
    """Whether an amount opens another item: not “调减16.35至112.25”, but “减少3起，征候万时率为0.01”."""
    amount = entry.role in {"plain", "mean"} and entry.spot is not None
    return amount and not patterns.search(r"[至到]\s*$|^(?:调整|变)?为\s*$", entry.spot.head if entry.spot else "")


def opens_item(rate: Entry, amount: Entry) -> bool:
    """Whether a rate names another thing than an amount in front of a semicolon."""
    match = _NEXT_ITEM.match(rate.spot.gap) if rate.spot is not None else None
    if match is None or rate.index < amount.index:
        return False
    name = patterns.split("(?:同比|环比|[较比]|增|上升|上涨|下降|提高|降低)", match["name"])[0]
    return likeness(name, amount.label) < ONE_NAME


def grew_from(change: Entry, old: Entry) -> bool:
    """“车辆费较上年增加2万元”: an amount of that name in an earlier sentence may be that of the year before."""
    assert change.spot is not None
    subject = patterns.split(r"较|比|同比|环比|增加|减少|增长|下降", change.spot.head)[0]
    return len(subject) >= 2 and likeness(subject, old.label) >= 0.6


def named_subject(ledger: Ledger, change: Entry) -> Entry | None:
    """“社会保障类较上季度减少231件”: the amount of that name told before, if there is just one."""
    assert change.spot is not None
    match = patterns.match(
        r"[^，。；]*?(?P<name>[\u4e00-\u9fff]{2,12}?类?)(?:较|比|同比|环比|增加|减少)", change.spot.head
    )
    before = ledger.just_before(change)
    if not match or (before is not None and before.sentence == change.sentence and before.is_amount):
        return None
    found = [
        e
        for e in ledger.before(change, 30)
        if e.role == "plain" and alike(e, change) and likeness(match["name"], e.label) >= 0.95
    ]
    return found[0] if len(found) == 1 else None


def is_within(entry: Entry, change: Entry) -> bool:
    """“收入A（含年初结转B），比上年减少D”: what a bracket tells of an amount did not change, unless it is the base."""
    return entry.depth > change.depth and not entry.is_base


def has_two_subjects(ledger: Ledger, new: Entry, change: Entry) -> bool:
    """Whether another amount stands in between, and in no bracket: then it is not sure which one grew."""
    between = [e for e in ledger.prose[new.index + 1 : change.index] if e.depth <= max(new.depth, change.depth)]
    return any(e.is_amount and not is_measure(e) for e in between)
