"""Bases told (明说的基数): “环比上升6.2%（二季度699件）”, “核减率9.1%（送审14.9亿元）”, “比上年的6215件增加627件”."""

from __future__ import annotations

import re
from fractions import Fraction

from evallib.audit.ledger import Entry, Formula, Ledger, Relation, alike, make
from evallib.audit.ledger.movements.other_bases import is_measure
from evallib.model import patterns

_COMPARED_WITH, _AGAINST = re.compile(r"\s*[)）]?\s*相比"), re.compile(r"(?:比(?![例重率])|较)[^，,；;。]*$")
#: “比“十三五”时期（299亿元）增加113亿元”: an amount of an earlier period, named before it.
_PERIOD = re.compile(r"(?:时期|期间|[一二三四五]五|[上去前]年|同期)的?$")
_YEAR_ON = re.compile(
    r"[，,；;、](?:至|到)?(?P<year>20\d\d)年度?(?:(?:[^，,。；;]{0,8})?(?:较|比|同比)(?:[上去前]一?年|20\d\d年)?[^，,。；;]*|(?:多|少|增|减|增加|减少))$"
)
_YEAR_NAMED = re.compile(r"(?:较|比|与)(?P<year>20\d\d)年度?(?:相比)?[^，,。；;\d]{0,6}$")
_NAMED_BASE = re.compile(
    r"(?:较|比|与)(?P<base>[\u4e00-\u9fff]{2,8}?)(?:相比)?(?:再|又)?(?:增加|减少|增长|下降|节约|压缩|缩短|压减|提高|降低|减|增|少|多)了?$"
)
_NAMED_RATE = re.compile(
    r"(?:较|比|与)(?P<base>[\u4e00-\u9fff]{3,10}?)(?:相比)?(?:平均)?(?:再|又)?(?:增加|增长|下降|节约|压缩|缩短|压减|提高|降低|减少)了?$"
)
_TIMES_OR_PLACES = re.compile("[上去前今]|同期|年初|全[国省市县]|平均|以[往前]")
NAMED = 0.8
_CLAUSE_AGAINST = re.compile(r"[，,]\s*(?:同?比|较)[^，,；;。(（]*$")
_SENT = re.compile(r"送审|评审|报审|申报|上报|概算|控制价|预算|审核|审计")
_SPENT = re.compile(r"实际|成交|中标|结算|合同|支出|支付|交易")
_SAVED_AGAINST = re.compile(
    r"[较比](?P<base>概算|预算|合同|送审|控制|申报|计划)[^，。；]{0,3}(?:节约|节省|节支|核减|审减)"
)
_SAVING = re.compile(r"(?P<what>核减|审减|调减|压减|节约|节支|节省|核增|审增)(?:率|比例|幅度)")
_FROM, _TO = re.compile(r"[，,]\s*(?:由|从)[^，,。；;]{0,8}"), re.compile(r"[至到为]\s*$")
_BRACKET_BASE = re.compile(r"(?:对比|相较|比|较|与)[^，。；\d]{0,4}(?:上|前|去|同)[^。；]*[（(][^。；]*$")
_REASON = re.compile(r"主要[是为]|原因|因为?(?!公)|由于|按政策|按要求|抬高|新增")
DEFINED = 0.5
_SAME = dict.fromkeys(("核减", "审减"), ("核减", "审减"))


def base_behind(entry: Entry, following: list[Entry]) -> Entry | None:
    """The amount in a bracket of its own right behind a rate of growth."""
    old = following[0] if following and following[0].index == entry.index + 1 else None
    if old is None or old.spot is None or old.depth <= entry.depth or old.role != "plain":
        return None
    if _REASON.search(old.spot.gap):
        return None  # “增长133%（主要是新增上解支出13.4亿元）”: why it grew, and not from what
    alone = patterns.match(r"\s*[(][^，。；]*$", old.spot.gap) and patterns.match(r"[^，。；\d]{0,4}[)]", old.spot.tail)
    return old if alone else None


def grown_from(
    entry: Entry, previous: Entry | None, following: list[Entry], sign: int, factor: Fraction
) -> Relation | None:
    """“增加12项，增长10.5%（10月为114项）”: the change right before the rate by the amount in the bracket behind it."""
    old = base_behind(entry, following)
    if old is None or previous is None or previous.role != "change" or not alike(previous, old) or old.value <= 0:
        return None
    if (previous.direction or sign) != sign or previous.mention.unit != old.mention.unit:
        return None
    what = "增长率" if sign > 0 else "降幅"
    return make(entry, (previous, old), Formula("ratio", factor=factor), "growth.prose", what, 0.9)


def from_and_to_behind(entry: Entry, following: list[Entry], formula: Formula, what: str) -> Relation | None:
    """“下降22.0%，由209件降至163件”: what it grew from and to stands right behind the rate."""
    if len(following) < 2:
        return None
    old, new = following[:2]
    row = old.index == entry.index + 1 == new.index - 1 and old.sentence == new.sentence == entry.sentence
    if not row or old.spot is None or new.spot is None or not old.depth == new.depth == entry.depth:
        return None
    told = _FROM.fullmatch(old.spot.gap) and _TO.search(new.spot.head) and alike(old, new) and old.value > 0
    return make(entry, (new, old), formula, "growth.prose", what, 0.9) if told else None


def rate_of_saving(
    entry: Entry, previous: Entry | None, around: tuple[list[Entry], list[Entry]], factor: Fraction
) -> Relation | None:
    """“核减A，核减率P%（送审B）”, “送审B，核减A，核减率P%”: what was taken off by what it was taken off."""
    match = _SAVING.search(entry.spot.head) if entry.spot is not None else None
    if match is None or previous is None or previous.spot is None:
        return None
    if (spent := _rate_of_what_is_left(entry, around[0], match[0], factor)) is not None:
        return spent
    if not any(words in previous.spot.head for words in _SAME.get(match["what"], (match["what"],))):
        return None
    before, following = around
    against = _SAVED_AGAINST.search(previous.spot.head)
    sent = [
        e
        for e in before
        if e.index < previous.index
        and e.sentence == entry.sentence
        and alike(e, previous)
        and e.spot is not None
        and _SENT.search(e.spot.head)
        and (against is None or against["base"] in e.spot.head)  # “较概算节约”: not against what was sent
    ]
    if "其中" in previous.spot.gap:
        sent = []  # “其中土建核减A，核减率P%”: what was sent of a part is not what was sent of all
    # “送审A，审定B，核减C”: what came of it is less than what was sent.
    whole = base_behind(entry, following) or max(sent, key=lambda e: e.value, default=None)
    if whole is None:
        return _rate_of_bargain(entry, previous, before, match[0], factor)
    if not alike(previous, whole):
        return None
    told = [make(entry, (previous, e), Formula("ratio", factor=factor), "rate.prose", match[0]) for e in before]
    # Some divide by what was left of it: that it is another definition is to be asked.
    otherwise = any(r.holds() for r in told if r.terms[-1].index < previous.index and alike(*r.terms))
    strength = DEFINED if otherwise else 0.9
    return make(entry, (previous, whole), Formula("ratio", factor=factor), "rate.prose", match[0], strength)


def _rate_of_bargain(entry: Entry, saved: Entry, before: list[Entry], what: str, factor: Fraction) -> Relation | None:
    """“交易额A，节约B，节约率P%”: of what was paid, or of that and what was saved."""
    paid = next((e for e in before if e is not saved and e.spot is not None and _SPENT.search(e.spot.head)), None)
    row = paid is not None and paid.index == saved.index - 1 == entry.index - 2 and paid.sentence == entry.sentence
    if (
        paid is None
        or not row
        or not alike(paid, saved)
        or "节" not in what
        or saved.spot is None
        or "其中" in saved.spot.gap
    ):
        return None
    of_paid = make(entry, (saved, paid), Formula("ratio", factor=factor), "rate.prose", what, DEFINED)
    of_all = make(entry, (saved, paid), Formula("change_by", signs=(-1,), factor=factor), "rate.prose", what, DEFINED)
    return of_all if of_all.holds() else of_paid


def _rate_of_what_is_left(entry: Entry, before: list[Entry], what: str, factor: Fraction) -> Relation | None:
    """“采购预算B，实际采购A，节约率P%”: what was saved stands for the difference of the two."""
    if len(before) < 2 or "节" not in what:
        return None
    spent, planned = before[:2]
    row = planned.index == spent.index - 1 == entry.index - 2 and planned.sentence == spent.sentence == entry.sentence
    if not row or not alike(spent, planned) or planned.value <= 0 or spent.spot is None or planned.spot is None:
        return None
    told = _SENT.search(planned.spot.head) and _SPENT.search(spent.spot.head)
    formula = Formula("change", factor=-factor)
    return make(entry, (spent, planned), formula, "rate.prose", what, 0.9) if told else None


def against_named(entry: Entry, subjects: list[Entry], formula: Formula, what: str) -> Relation | None:
    """“承诺时限平均A天，实际办理平均B天，较承诺时限再压缩P%”: of the amount that bears the name of the base."""
    match = _NAMED_RATE.search(entry.spot.gap) if entry.spot is not None else None
    if match is None or len(subjects) < 2 or _TIMES_OR_PLACES.search(match["base"]):
        return None
    new, *others = subjects
    bases = [e for e in others if e.sentence == entry.sentence and alike(e, new) and match["base"] in e.label]
    own = new.sentence == entry.sentence and match["base"] not in new.label
    return make(entry, (new, bases[0]), formula, "growth.prose", what, NAMED) if own and len(bases) == 1 else None


def is_told_base(old: Entry, change: Entry) -> bool:
    """“比上年的6215件增加627件”, “与预算2588万元相比，增加68万元”: what it grew from is right before the increase."""
    assert change.spot is not None
    if old.index == change.index - 1 and old.spot is not None and _COMPARED_WITH.match(old.spot.tail):
        return True
    if is_of_year_before(old, change) or _is_in_bracket_compared(old, change) or _is_named_base(old, change):
        return True
    compared = old.is_base or bool(_PERIOD.search(old.label))
    compared = compared or (old.spot is not None and bool(_AGAINST.search(old.spot.gap)))
    return compared and old.index == change.index - 1 and not patterns.search("[，,；;。]", change.spot.gap)


def _is_named_base(old: Entry, change: Entry) -> bool:
    """“合同价B，结算价较合同价增加D，增幅P%”: what is compared with bears the name of the amount before."""
    words = change.spot.head if change.spot is not None else ""
    year = _YEAR_NAMED.search(words)
    if year is not None and old.period[:4] == year["year"] and old.sentence == change.sentence:
        return True  # “2020年抽检5970批次（不合格160批次），2021年比2020年增加270批次”
    match = _NAMED_BASE.search(words)
    return match is not None and bool(old.label) and old.label.endswith(match["base"])


def _is_in_bracket_compared(old: Entry, change: Entry) -> bool:
    """“对比上一轮同期（全市交办A件），本轮减少D件”: what is compared with stands in the bracket before the change."""
    assert change.spot is not None
    row = old.index == change.index - 1 and old.sentence == change.sentence and old.depth > change.depth
    compared = row and old.spot is not None and _BRACKET_BASE.search(old.spot.head + old.spot.gap)
    return bool(compared) and bool(patterns.match(r"[^，。；]{0,4}[)）]\s*(?:相比)?[，,]", change.spot.gap))


def is_of_year_before(old: Entry, change: Entry) -> bool:
    """“2021年A、2022年B，2023年较上年增加D”: the change is of the year after the amount before it."""
    if old.index != change.index - 1 or old.sentence != change.sentence or change.spot is None or not old.period:
        return False
    match = _YEAR_ON.search(change.spot.gap)
    return match is not None and int(match["year"]) - int(old.period[:4]) == 1


def without_other_bases(ledger: Ledger, amounts: list[Entry], change: Entry) -> list[Entry]:
    """“8.36万元，较预算12.00万元减少3.64万元；较上年减少0.76万元”: the base of one change did not change."""
    kept = []
    for entry in amounts:
        behind = ledger.prose[entry.index + 1]
        used = entry.is_base and behind is not change and behind.role == "change" and is_told_base(entry, behind)
        if not (used and entry.sentence == change.sentence):
            kept.append(entry)
    return kept


def is_told_behind_measures(entry: Entry, new: Entry, old: Entry, subjects: list[Entry]) -> bool:
    """“A，为预算B的P%，比上年决算C增长Q%”: nothing but what A is measured by stands between it and last year's C."""
    if old.sentence != new.sentence or not old.is_base or old.index < new.index or not is_told_base(old, entry):
        return False
    if old.spot is None or not _CLAUSE_AGAINST.search(old.spot.gap):
        return False  # “，医保类较上周”: a clause with a subject of its own
    if new.is_base or is_measure(new):
        return False
    # “支出A，接待9批次83人次，较上年的C下降Q%”: what it was spent on is no amount of money.
    return all(e is old or is_measure(e) or not alike(e, new) for e in subjects if new.index < e.index)
