"""Other bases (另有所指): words that say a rate of growth is told of something else than the amounts beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evallib.audit.ledger import Entry, alike, likeness
from evallib.model import patterns

_GREW = r"(?:再|又|均|反而|则|共|净)*(?:增长|增加|增幅|下降|减少|降低|降幅|上升|提高|压缩|缩短|压减)"
_AGAINST = re.compile(rf"(?:较|比|与)(?P<base>[^，,。；;、\d]{{2,12}}?)(?:相比)?(?:{_GREW}|[少多])")
_SUBJECT = re.compile(
    rf"[，,；;。、]\s*(?:(?:主要)?原因是|(?:主要)?是?因为?|而)?(?P<name>[\u4e00-\u9fff]{{3,16}}?)"
    rf"(?:同比|环比|分别|[比较](?:上年|去年|上月|上期)(?:同期)?)?{_GREW}(?:了|约)?\s*$"
)
_NO_SUBJECT = re.compile(r"[比较]|同期|上年|去年|其中|[增减]幅|增长|下降|分别|平均|年均|累计|实际|名义|折合|相应")
_TIMES = (
    ("opening", r"[年季月期]初(?!预算|安排|计划|批复|下达)|[上去]年[末底]"),
    ("period before", r"环比|上[月周季旬]|上个[月周季]|[比较](?:\d{1,2}月|[一二三四]季度)"),
    ("year before", r"同比|同期|[上去]年(?![末底])"),
)
_BRACKET, _CLAUSE = re.compile(r"[(（][^()（）]*[)）]"), re.compile(r"[，,。；;]")
_OF_YEARS = re.compile(
    rf"[两二三四五六七八九十]年(?:来|间|内|累计|共|总共|合计)*{_GREW}|(?:较|比|与)(?:20\d\d年|“?十[一二三四五]五)"
)
#: Not “1365元/人/月”.
_DIVIDED = re.compile(r"\s*[／/÷]\s*(?![\u4e00-\u9fff])")
_BEGINS = re.compile(
    r"[；;。，,]\s*(?P<name>[\u4e00-\u9fff]{2,8}?(?:类|业|区|县|市|镇|街道|局|部门))(?:较|比)[^，,。；;]*[（(]$"
)
_OF_MONEY = re.compile(r"(?:投资|收入|支出|产值|利润|税收|资金|金额|总额|成交额|销售额|营业额|增加值|生产总值)$")
ONE_NAME = 0.4
_OTHER_BASE = re.compile(r"同口径|可比口径|可比价|剔除|扣除|排除|除去|不计|不含|不变价|考虑|年均|平均增")
_VALUE_ADDED = re.compile(r"生产总值|增加值|GDP")
_MISSING = re.compile(r"(?:还|尚|仍|相)差(?:约|了)?\s*$|缺口(?:为|达)?\s*$")
_CAUSE = re.compile(r"主要是|原因|由于|因为?(?!此|公)|受")
#: “收入由2015年的A增至2019年的B，2018年与2019年增长率达P%”: the rate has years of its own.
_OWN_YEARS = re.compile(r"20\d\d年?[与和、]20\d\d年(?![^，。；]{0,6}比)[^，。；]{0,12}增[长幅速]")
#: So many further rates stand behind the first of such a row.
ROW = 2


def is_divided(entry: Entry) -> bool:
    """Whether an amount is part of a printed division: “70.1%（3618人／5164人）” is what a rate is of, no growth."""
    spot = entry.spot
    return spot is not None and (bool(_DIVIDED.fullmatch(spot.gap)) or bool(_DIVIDED.match(spot.tail)))


def are_of_other_bases(rate: Entry, change: Entry) -> bool:
    """“较承诺时限再缩短1.1日，较法定时限压缩78.6%”: each is told against a base of its own."""
    if rate.spot is None or change.spot is None:
        return False
    times = _time_of(_words_of(rate)), _time_of(_words_of(change))
    if all(times) and times[0] != times[1]:
        return True  # “比年初增加164亿元，同比增长14.2%”
    if _OF_YEARS.search(rate.spot.head) and not _OF_YEARS.search(change.spot.head):
        return True  # “比上年末增加13公里，五年增长11.2%”, “比2015年增长31.1%”
    ours, theirs = _AGAINST.search(rate.spot.head), _AGAINST.search(change.spot.head)
    return ours is not None and theirs is not None and ours["base"] != theirs["base"]


def _words_of(entry: Entry) -> str:
    """The clause of a figure without what stands in brackets: “同比（不含园区）增长” says 同比."""
    assert entry.spot is not None
    return _CLAUSE.split(_BRACKET.sub("", entry.spot.gap))[-1] + entry.spot.head


def _time_of(words: str) -> str:
    """Which earlier time a change is told against, "" where the words do not say."""
    return next((time for time, pattern in _TIMES if patterns.search(pattern, words)), "")


def is_of_another_name(rate: Entry, new: Entry, old: Entry) -> bool:
    """“生均支出A，上年为B；支出总额增长3.5%，…学生人数增长3.6%”: what grew has a name that neither amount bears."""
    if rate.spot is None or rate.index < max(new.index, old.index):
        return False
    match = _SUBJECT.search(rate.spot.gap)
    if match is None or _NO_SUBJECT.search(match["name"]):
        return False
    if new.dimension != "money" and _OF_MONEY.search(match["name"]) and "率" not in new.label:
        return True  # “项目818个，增加34个，完成投资增长16.6%”
    if ("均" in match["name"]) != ("均" in new.label):
        return True  # a mean and its total grow by different rates
    return bool(new.label) and not any(likeness(match["name"], e.label) >= ONE_NAME for e in (new, old))


def is_of_another_subject(new: Entry, old: Entry) -> bool:
    """“四类合计406件，占50.4%；医保类较上周（92件）增长”: a clause with a subject of its own."""
    if old.spot is None or new.spot is None or old.index < new.index:
        return False
    match = _BEGINS.search(old.spot.gap)
    if match is None or _NO_SUBJECT.search(match["name"]):
        return False
    return bool(new.label) and likeness(match["name"], new.label) < ONE_NAME


def told_apart(entry: Entry, new: Entry, old: Entry, first: Entry | None, subjects: Sequence[Entry]) -> bool:
    """“共受理A件。与上年同期B件相比，下降P%”: the base alone is in the sentence of its rate, the whole before it.

    So is the one amount of the sentence before, whose parts stand in a bracket: “下达A（中央C、市级D）。与上年B相比”.
    """
    alone = first is None and old.is_base and old.sentence == entry.sentence and old.index == entry.index - 1
    subject = patterns.split(r"较|比|与|同期|[上去][年月周季]|环比", old.label)[
        0
    ]  # “教育类较上周（105件）” is of no whole
    alone = alone and (len(subject) < 2 or likeness(subject, new.label) >= 0.6)
    near = [e for e in subjects if entry.sentence - e.sentence == 1 and not e.depth and alike(e, old)]
    return (
        alone
        and (new.is_whole or (near == [new] and new.paragraph == entry.paragraph))
        and entry.sentence - new.sentence == 1
        and bool(entry.direction)
    )


def is_measure(entry: Entry) -> bool:
    """“7.96亿元，为预算7.92亿元的100.6%，比上年增长5.5%”: what another is told to be a share of did not grow itself.

    Nor did what is missing to a target: “地税4108万元，距任务数还差92万元，同比减收1793万元，下降30%”.
    """
    if entry.spot is None:
        return False
    return entry.spot.tail.strip() == "的" or bool(_MISSING.search(entry.spot.head))


def is_real(entry: Entry) -> bool:
    """“生产总值9323亿元…增长33.6%”: a value added grows at constant prices, amounts are of their year."""
    return is_value_added(entry.label)


def is_value_added(label: str) -> bool:
    """Whether a name is that of a value added: 生产总值."""
    return bool(_VALUE_ADDED.search(label)) and not label.endswith("率")


def is_of_part(change: Entry) -> bool:
    """“增长14.38%，其中出国费增加0万元”, “，主要是上年结转减少9亿元”: a change of a part, or of what is the cause."""
    return change.spot is not None and ("其中" in change.spot.gap or is_cause(change))


def is_cause(change: Entry) -> bool:
    """“A下降6%，主要是上年安排较多，今年本级增加D”: what is told behind a reason is the change of something else."""
    return change.spot is not None and bool(_CAUSE.search(change.spot.gap))


def is_on_another_base(entry: Entry, told: list[Entry]) -> bool:
    """Whether words before a rate of growth put it on another base: what opens the sentence, or its own item, says."""
    gaps = [e.spot.gap for e in told if e.index <= entry.index and e.spot is not None]
    item = max((i for i, gap in enumerate(gaps) if patterns.search("[；;]", gap)), default=0)
    if entry.spot is not None and (_OWN_YEARS.search(entry.spot.gap) or _opens_row(entry, told)):
        return True
    return any(_OTHER_BASE.search(gap) for gap in (*gaps[:1], *gaps[item:]))


def _opens_row(entry: Entry, told: list[Entry]) -> bool:
    """“由A降至B；降幅分别为p、q、r、s”: of more things than were told before."""
    assert entry.spot is not None
    behind = [e for e in told if 0 < e.index - entry.index <= ROW and e.spot is not None]
    row = [e for e in behind if e.spot is not None and e.spot.gap.strip() in {"、", "和", "及"}]
    return "分别" in entry.spot.gap and "；" in entry.spot.gap.replace(";", "；") and len(row) >= ROW
