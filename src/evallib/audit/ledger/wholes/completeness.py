"""Completeness (是否分全): how sure it is that the items of a list are all parts of a whole and nothing but parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from evallib.audit.ledger import Entry, Ledger
from evallib.audit.ledger.labels import stages_of
from evallib.audit.ledger.silence.levels_apart import are_of_levels
from evallib.audit.ledger.wholes.partitions import cut_across, is_complete, quarters_left
from evallib.model import patterns

REST = re.compile(r"(?:其他|其它|其余|剩余)|[\u4e00-\u9fff]{2,}(?:及|和|与|以及)(?:其他|其它)")
_OPEN_END = re.compile(
    r"主要|排名|前[一二三四五六七八九十\d]+|热点|集中(?!采购|支付|供养)|等(?![级次保候待])|较多|较高|突出|居首|最多"
)
#: “…，增长6.6%。全市主要支出中，教育支出…”: some items, and of another whole than the figure before.
_MAIN_ONES = re.compile(r"主要[^，。；]{1,8}中\s*[，,：:]")
#: “A万元、B万元等”, “A万元、其他费用若干”, “甲11件，其余为乙”: not every item has its figure.
_GOES_ON = re.compile(r"等|[，,；;]?(?:其余|其他|其它)[^，。；\d]*[，。；]|[、和及][^，。；、\d]{2,}[，。；]")


_AMONG = re.compile(r"其中|[分按从][^，。；]{1,8}看[，,：:]")

#: “实有20人，其中行政15人；另有离退休10人”: what there is besides is no part of it.
_BESIDES = re.compile("[；;](?:另有|另外|此外)[^，。；]*$")

#: “其他698万元。另统筹省级582万元、县级106万元”: likewise, of a whole list.
ASIDE = re.compile(r"(?:^|[。；;])\s*(?:另|此外|除此之外)[^，。；]*$")
_OTHERS = re.compile(r"[，,；;]\s*(?:其余|剩余)[^，。；\d]{2,}[，。；]")
#: “APP 3个、头条17个”: a number that was taken for a part of a name.
_UNREAD = re.compile(r"\d[个件项家起人]")
#: “服务区42座，含超充站15座”: what an item holds is no item beside it.
_HOLDING = re.compile("[，,、]含(?!税)[^，。；、]*$")
#: So many items of a list are seldom all but one.
LONG = 5
#: The service sector holds parts of others (农林牧渔专业及辅助性活动), which 其他服务业 may leave out.
_INDUSTRY, MAY_GO_ON = re.compile(r"(?:第三产业|服务业)增加值$"), 0.5
#: Steps that one case goes through are no parts.
STAGES = 0.15
_HOLDS = re.compile(r"[(（][^不()（）]{0,4}含")  # “185处（含甲18处、乙76处）”: some of them
_HAS_DONE = re.compile(r"[，,；;、]\s*已[^，。；、]*$")
_ACCOUNT = re.compile(r"税(?:收入)?$|收入$|支出$")
_MONTH_ALONE = re.compile(r"[当本]月|单月|[当本]季|月末|库款")


def completeness(ledger: Ledger, whole: Entry, parts: list[Entry]) -> float:
    """How sure it is that the parts are all parts and nothing but parts."""
    assert parts[-1].spot is not None and parts[0].spot is not None
    # “立案29件，不予立案131件，其余正在核查”: what is left has no figure.
    labels = [p.label for p in parts]
    left = quarters_left(whole, labels)
    if (
        left
        or are_of_levels(parts)
        or _MAIN_ONES.search(parts[0].spot.gap)
        or _OTHERS.match(parts[-1].spot.tail)
        or _hold_more(whole, parts)
    ):
        return 0.0 if left or _OTHERS.match(parts[-1].spot.tail) else 0.05
    rest = bool(REST.match(parts[-1].label))
    if (left == 0 or is_complete(labels)) and not _OPEN_END.search(parts[0].spot.gap):
        return MAY_GO_ON if _may_go_on(ledger, whole, parts) else 0.8
    if _are_of_other_times(labels) or cut_across(labels):
        return 0.05
    if (_are_stages(labels) and not rest) or _turn_to_done(parts) or _has_own_rate(ledger, parts):
        return STAGES
    if holds_a_whole(parts):
        return STAGES  # “其中基本支出A，包括人员经费B、公用经费C”: taken apart again
    if any(p.rough > 20 * whole.rough for p in parts) and whole.dimension == "money":
        return 0.5  # a part beyond its whole: most likely another unit
    if rest:
        return MAY_GO_ON if _INDUSTRY.search(whole.label) else 0.8
    if any(p.rough > whole.rough for p in parts) and "(" not in parts[0].spot.gap:
        among = bool(_AMONG.search(parts[0].spot.gap))
        return 0.5 if among and len(parts) >= 3 else 0.3 if among else 0.1
    if whole.dimension == "score":
        return 0.8 if "其中" in parts[0].spot.gap and len(parts) >= 3 else 0.4
    shares = [
        e
        for e in ledger.prose[parts[0].index : parts[-1].index + 3]
        if e.role == "share" and e.sentence == parts[0].sentence
    ]
    if len(shares) == len(parts):
        room = sum((s.mention.half for s in shares), start=Fraction(0))
        missing = 100 - sum((s.value for s in shares), start=Fraction(0))
        if abs(missing) <= room:
            return 0.9
        if missing > 5:
            return 0.05  # the shares say that the list leaves something out
    return _closeness(whole, parts)


def _may_go_on(ledger: Ledger, whole: Entry, parts: list[Entry]) -> bool:
    """“金属矿14种、非金属矿12种，水气矿1种”: behind two opposites another item of their unit may follow."""
    after = ledger.prose[parts[-1].index + 1 : parts[-1].index + 2]
    return any(
        e.sentence == parts[-1].sentence
        and e.role == "plain"
        and e.depth == parts[-1].depth
        and e.mention.unit == parts[-1].mention.unit
        and not e.is_whole
        and whole.dimension == "count"
        and e.spot is not None
        and bool(patterns.match(r"\s*[，,、](?!其中|[占比较同])[\u4e00-\u9fff]{1,8}\s*$", e.spot.gap))
        for e in after
    )


def _hold_more(whole: Entry, parts: Sequence[Entry]) -> bool:
    """Whether a list goes on with what is no item of it: what one of them holds, or what there is besides."""
    besides = any(p.spot is not None and _BESIDES.search(p.spot.gap) for p in parts[1:])
    return _holds_another(parts) or (besides and sum(p.rough for p in parts) > whole.rough)


def _holds_another(parts: Sequence[Entry]) -> bool:
    """Whether an item is told as held in the one before it, in a list whose first is not opened that way."""
    opened = [p.spot is not None and "含" in p.spot.gap for p in parts[:1]]
    gaps = [p.spot.gap for p in parts[1:] if p.spot is not None]
    return not any(opened) and any("含" in gap and _HOLDING.search(gap) for gap in gaps)


#: “甲园区（18500万元）、乙医院（9000万元）及丙水厂（7000万元）”: each amount in the bracket behind its name.
_EACH_IN_ITS_OWN = re.compile(r"[)）]\s*(?:[、，,；;]|以?及|和|与)[^、，。；()（）]{1,20}[(（]")


def are_flat(parts: Sequence[Entry]) -> bool:
    """Whether the items stand on one level: in no or in one bracket, one no stage or whole of what follows it."""
    if any(p.spot is not None and "其中" in p.spot.gap for p in parts[1:]) or _holds_another(parts):
        return False
    if _turn_to_done(parts):
        return False
    if len({p.depth for p in parts}) > 1 or len({s[0] for p in parts if (s := stages_of(p.label))}) > 2:
        return False
    closed = [p for p in parts[1:] if p.spot is not None and ")" in p.spot.gap]
    if parts[0].depth and closed and not all(p.spot and _EACH_IN_ITS_OWN.fullmatch(p.spot.gap) for p in parts[1:]):
        return False
    rest = 0.0
    for at, part in enumerate(reversed(parts)):
        near = at >= 2 and abs(part.rough - rest) <= 1e-9 * abs(rest)
        if near and part.value == sum((p.value for p in parts[len(parts) - at :]), Fraction(0)):
            return False
        rest += part.rough
    return not holds_a_whole(parts)


def holds_a_whole(parts: Sequence[Entry]) -> bool:
    """“到期本金48.64亿元，通过财力偿还0.04亿元、再融资偿还48.6亿元”: two items make up the one before them."""
    threes = zip(parts, parts[1:], parts[2:], strict=False)
    return any(
        abs(a.rough - b.rough - c.rough) <= 1e-9 * (abs(a.rough) + abs(b.rough) + abs(c.rough))
        and a.rough > 20 * a.step
        and a.value == b.value + c.value
        for a, b, c in threes
    )


def _are_stages(labels: Sequence[str]) -> bool:
    """Whether most of some names are steps that one case goes through; 裁决结案 and 调解结案 are of one."""
    found = [steps for label in labels if (steps := stages_of(label))]
    one_end = len({steps[-1] for steps in found}) == 1 and len(found) == len(labels)
    return len({steps[0] for steps in found}) > 1 and len(found) * 2 > len(labels) and not one_end


def _turn_to_done(parts: Sequence[Entry]) -> bool:
    """“其中上半年40个，已整改20个”: what has been done of some is no item beside them."""
    done = [p.spot is not None and "已" in p.spot.gap and bool(_HAS_DONE.search(p.spot.gap)) for p in parts]
    return any(done) and not done[0]


def _has_own_rate(ledger: Ledger, parts: Sequence[Entry]) -> bool:
    """“其中重大隐患136条，已整改11246条，整改率97.73%”: an item further on with a rate of its own is counted of all."""
    rates = [e for e in (ledger.prose[p.index + 1] for p in parts[:-1]) if e.role == "rate" and e.spot is not None]
    return any(
        part.index + 1 == rate.index and _names(part, rate)
        for part in parts[1:-1]
        for rate in rates
        if not any(r.index == parts[0].index + 1 for r in rates)
    )


def _names(part: Entry, rate: Entry) -> bool:
    """Whether a rate bears the name of what stands before it: 已整改 and 整改率."""
    assert rate.spot is not None
    stem = rate.spot.head.strip("，, ").removesuffix("为").removesuffix("率")
    return len(stem) >= 2 and part.label.endswith(stem)


def _are_of_other_times(labels: Sequence[str]) -> bool:
    """“八项支出5.42亿元；6月当月支出1.41亿元；月末库款余额1.07亿元”: a month beside what was done since January."""
    of_month = [bool(_MONTH_ALONE.search(label)) for label in labels]
    return any(of_month) and not all(of_month)


def is_open(parts: Sequence[Entry]) -> bool:
    """Whether a list leaves something out: the main ones, and so on, others without a figure, a number not read."""
    assert parts[-1].spot is not None and parts[0].spot is not None
    if any(p.spot is not None and _UNREAD.search(p.spot.gap) for p in parts[1:]):
        return True
    return bool(_OPEN_END.search(parts[0].spot.gap)) or bool(_GOES_ON.match(parts[-1].spot.tail))


def _are_accounts(parts: list[Entry]) -> bool:
    """“其中：增值税…，企业所得税…，资源税…”: budgets have more kinds of taxes, receipts and spending than are told."""
    assert parts[0].spot is not None
    return "其中" in parts[0].spot.gap and all(_ACCOUNT.search(p.label) for p in parts)


def _closeness(whole: Entry, parts: list[Entry]) -> float:
    """How near the parts come to the whole, where nothing else tells whether they are all."""
    assert parts[-1].spot is not None and parts[0].spot is not None
    total = sum(p.rough for p in parts)
    open_end = is_open(parts)
    over = round(total / whole.rough, 12) if whole.rough else 0.0
    if 1 < over <= 1.05:
        # More than all there is: only where a case may count twice is that no contradiction.
        joined = all(p.spot is not None and patterns.search("[、；;]", p.spot.gap) for p in parts[1:])
        return 0.78 if len(parts) >= 3 and joined and not open_end else 0.62
    if open_end:
        return 0.6 if over > 1 else 0.1
    if patterns.fullmatch(r"\s*(?:，?分别[是为])?[：:][\u4e00-\u9fff]{0,10}", parts[0].spot.gap) and 0.2 <= over <= 5:
        return 0.78  # “11个：水利4个、医疗3个…” takes the amount apart
    if patterns.search(r"分别", parts[0].spot.gap) and len(parts) >= 2:
        return 0.5
    if parts[0].spot.gap.strip() in {"(", "(即", "(包括", "(分别为"} or patterns.fullmatch(
        r"\s*[(][^，。其含主]{0,12}", parts[0].spot.gap
    ):
        return 0.65 if 0.2 <= over <= 5 else 0.3  # a bracket right behind an amount takes it apart
    if "(" in parts[0].spot.gap and not _HOLDS.search(parts[0].spot.gap) and 0.2 <= over <= 5:
        return 0.62 if len(parts) >= 3 else 0.5  # what a bracket behind an amount lists
    if 0.98 <= over <= 1.0:
        return 0.45 if over < 1 and _are_accounts(parts) else 0.55
    long = "其中" in parts[0].spot.gap and len(parts) >= LONG
    if long and (0.93 <= over < 1 or 1.05 < over <= 2):
        return 0.5  # so many that leave nearly nothing out, or are more than there is: where one slip explains it
    near = 0.45 if 0.9 <= over <= 1.1 else 0.35 if 0.5 <= over <= 1.2 else 0.2 if 0.2 <= over <= 5 else STAGES
    # What “其中” opens may leave something out, but seldom by just one digit.
    return max(near, 0.3 if len(parts) >= 3 else 0.25) if "其中" in parts[0].spot.gap and over > 0.1 else near
