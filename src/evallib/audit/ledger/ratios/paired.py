"""Pairs (分别对应): “三类分别为A、B和C，分别占P、Q和R”: each share belongs to the amount at its place.

“二、三季度占全年的P%” is a share of both, and of neither of them alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from evallib.audit.ledger import Entry, Ledger
from evallib.audit.ledger.entries import stand_in_row
from evallib.audit.ledger.wholes.lists import is_limit
from evallib.model import patterns

_NUMBER = "[一二三四五六七八九十]{1,2}"
_AND_BRACKET = re.compile(r"\s*[)）]\s*(?:以?及|和|与)[^，。；、()（）]{1,14}[(（]")
_SHARE_BEHIND = re.compile(r"\s*[)）]\s*[，,]?\s*(?:合计|共|约)?占")
_JOINED = re.compile(
    rf"(?P<numbers>第?{_NUMBER}(?:[、和及]第?{_NUMBER})+)(?P<kind>[^，。；、\d]{{1,3}}?)(?:合计|共|两者)?占"
)
#: “（本单位签收171件）”, “（共171件）”, and not “（其中38件…”.
_ALL_OF = re.compile(r"\s*[(（](?:本|该|全|共|总|应|合计|累计)[^，。；、]{0,10}$")
_AND = re.compile(r"^(?:[、，和及与]?\s*(?:以及|和)?|(?:和|及|与|以及)占)\s*$")
#: “分别占96.25%和占3.75%”
_AND_SHARE = re.compile(r"^(?:和|及|与|以及)占\s*$")
#: What a budget is called that somebody approved.
_APPROVED = ("批准", "核定", "下达", "批复")


#: “医疗收入A，其中药品收入占P%”: a part that is named and not counted.
_NAMED_ALONE = re.compile(r"其中[，,：:]?[\u4e00-\u9fff]{2,10}(?<!比重)(?<!比例)占(?:比)?\s*$")


def _gap(entry: Entry) -> str:
    return entry.spot.gap if entry.spot is not None else "x"


def tells_apart(head: Entry) -> bool:
    """Whether a share opens a list of shares (“…分别占”)."""
    if head.role != "share" or head.spot is None:
        return False
    return "分别" in head.spot.head or bool(_NAMED_ALONE.search(head.spot.gap))


def paired_with(ledger: Ledger, entry: Entry) -> Entry | None:
    """“三类分别为A、B和C，分别占P、Q和R”: the amount at the same place of the list."""
    run = [entry]
    while run[0].index and (run[0].role != "share" or _AND_SHARE.match(_gap(run[0]))) and _AND.match(_gap(run[0])):
        before = ledger.prose[run[0].index - 1]
        if before.dimension != "percent" or before.sentence != entry.sentence:
            return None
        run.insert(0, before)
    head = run[0]
    if head.role != "share":
        return None
    count = len(run)
    for other in ledger.prose[entry.index + 1 : entry.index + 12]:
        if other.dimension != "percent" or other.sentence != entry.sentence or not _AND.match(_gap(other)):
            break
        count += 1
    # “90至95分以下31所，85分以下5所”: what bounds a class is not counted.
    told = [e for e in ledger.back(head, 3 * count) if not is_limit(e)][-count:]
    amounts = [e for e in told if e.is_amount and e.sentence == head.sentence]
    if len(amounts) != count or count < 2:
        return None
    return amounts[len(run) - 1] if tells_apart(head) or _are_apart(amounts, head) else None


def _are_apart(amounts: list[Entry], head: Entry) -> bool:
    """“规模分别为A和B，占全国的P和Q”: the amounts right before the shares are a row that “分别” opens."""
    first = amounts[0]
    opened = first.spot is not None and "分别" in first.spot.head + first.spot.gap
    joined = all(e.spot is not None and _AND.match(e.spot.gap) for e in amounts[1:])
    return opened and joined and amounts[-1].index == head.index - 1


def joined_parts(share: Entry, before: Sequence[Entry]) -> tuple[Entry, ...] | None:
    """The amounts of all that a share names by their numbers; empty where one is not told, None where none is named.

    Args:
        share: the share.
        before: the amounts told before it, the nearest first.

    Returns:
        The amounts in the order of their names.
    """
    match = _JOINED.search(share.spot.head) if share.spot is not None else None
    if match is None:
        return _in_two_brackets(share, before)
    names = [f"{number.lstrip('第')}{match['kind']}" for number in patterns.split("[、和及]", match["numbers"])]
    found = [next((e for e in before if e.is_amount and e.label.lstrip("第") == name), None) for name in names]
    return tuple(e for e in found if e is not None) if all(e is not None for e in found) else ()


def _in_two_brackets(share: Entry, before: Sequence[Entry]) -> tuple[Entry, ...] | None:
    """“甲（a起）及乙（b起）占P%”: each amount in the bracket behind its name, and the share is of both."""
    if len(before) < 2 or before[0].index != share.index - 1 or before[1].index != share.index - 2:
        return None
    second, first = before[0], before[1]
    if not first.depth == second.depth > share.depth or second.spot is None or share.spot is None:
        return None
    if not _AND_BRACKET.fullmatch(second.spot.gap) or not _SHARE_BEHIND.match(share.spot.gap):
        return None
    return first, second


def is_whole_of_joined(ledger: Ledger, share: Entry, parts: Sequence[Entry], whole: Entry) -> bool:
    """Whether an amount is what the list of the parts that a share joins adds up to: its first item to its last."""
    if len(parts) < 2 or joined_parts(share, parts) is None:
        return False
    own = [e for e in ledger.by_sentence[parts[0].sentence] if e.is_amount and e.role == "plain" and e is not whole]
    kin = [e for e in own if e.index < share.index and e.mention.unit == parts[0].mention.unit]
    return len(kin) > len(parts) and sum(e.value for e in kin) == whole.value


def is_of_share(ledger: Ledger, entry: Entry) -> bool:
    """“甲占64.29%（9个），乙占21.43%（3个）”: what the bracket behind a share counts is its part."""
    share = ledger.just_before(entry)
    if share is None or share.role != "share" or share.sentence != entry.sentence or entry.depth != share.depth + 1:
        return False
    assert entry.spot is not None
    alone = patterns.fullmatch(r"\s*[(（]\s*", entry.spot.gap) and patterns.match(r"\s*[)）]", entry.spot.tail)
    return entry.is_amount and entry.role == "plain" and bool(alone)


def whole_behind(ledger: Ledger, entry: Entry) -> Entry | None:
    """“甲38件，占比22.2%（本单位签收171件）”: the bracket right behind a share says of how many it is one."""
    whole = ledger.just_behind(entry)
    if whole is None or whole.spot is None or whole.depth <= entry.depth or whole.is_base or whole.role != "plain":
        return None
    return whole if _ALL_OF.match(whole.spot.gap) and patterns.match(r"\s*[)）]", whole.spot.tail) else None


def is_budget_of_shares(whole: Entry) -> bool:
    """“一般公共预算支出完成1.5亿元” is what was done, and no budget that anything has a share of."""
    approved = whole.label.startswith(_APPROVED)
    return approved or whole.is_budget or whole.label.endswith(("预算", "预算数", "预算总额", "预算资金"))


def is_approved_before(whole: Entry, part: Entry) -> bool:
    """“批准基金预算收入4.2亿元。上半年完成9137万元，占年初预算的21.8%”: the budget is told right before."""
    approved = whole.label.startswith(_APPROVED) and whole.paragraph == part.paragraph
    return approved and part.sentence - whole.sentence <= 1


def is_of_each(before: Entry | None, share: Entry) -> bool:
    """“三项各扣2分，共占P%”: the share is of all of them together."""
    if before is None or before.spot is None or share.spot is None or before.sentence != share.sentence:
        return False
    return "各" in before.spot.head and bool(patterns.match(r"\s*[，,]?\s*(?:共|合计|总共|一共)", share.spot.gap))


def is_last_of_row(ledger: Ledger, part: Entry) -> bool:
    """“三市分别受理A件、B件、C件，占全省的P%”: of all three together."""
    before = ledger.prose[max(part.index - 2, 0) : part.index]
    return len(before) == 2 and stand_in_row(before[1], part) and stand_in_row(before[0], before[1])
