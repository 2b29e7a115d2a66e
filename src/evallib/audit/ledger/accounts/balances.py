"""Balances (收支平衡): totals with what is added to a subtotal, carry-over, stock and flow, what a limit leaves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from evallib.audit.ledger import LESS, SUM, Claim, Entry, Formula, Ledger, Relation, addable, make
from evallib.audit.ledger.accounts.surplus import INCOME, SPENT, surplus_of_year
from evallib.model import patterns

_TOTAL = re.compile(r"总计|合计|共计|累计|总量|总数|总[收支][入出]")
_OPENING = re.compile(
    r"年初|期初|月初|上年(?:滚存)?结[转余]|上年末|上月末|上月(?:滚存)?结[转余]|上期|结转|旧存|上[年月]未[结办]"
)
_CLOSING = re.compile(r"年末|期末|月末|结转下|在办|滚存|累计结余|余额")
_PLUS = re.compile(
    r"新增|增加|收入|[转调购汇流采]入|采购|入库|补助|发行|受理|新收|收案|立案|接收|收治|到位|拨款|下达|当年|"
    r"加上|计提"
)
_MINUS = re.compile(
    r"偿还|减少|支出|还本|核销|办结|审结|结案|执结|剔[除旧]|报废|注销|退[出回]|拆除|淘汰|[转调汇流售]出|出[库院园]|领用|发放|拨付|"
    r"消耗|使用|处置|兑付"
)
SAVED = re.compile(r"节约|节支|节省|核减|审减|调减|压减")
#: “促进增收节支A元” is what was gained, and nothing that is left.
_GAINED = re.compile(r"增收节支|节支增收|节能|节水")
PLANNED, _USED = re.compile(r"计划|预算|送审|概算|控制价|申报"), re.compile(r"实际|中标|成交|审定|核定|合同|执行|支出")
_LEFT = re.compile(r"节约|节支|节省|核减|审减|结转|结余|相抵|空间|剩余|余下|余额|在办|未办结|低于|差额|结转下年")
_OF_THE_YEAR = re.compile(r"[本当]年|[本当]期|支出(?:合计|共计|累计)")
#: What came may be told without what went: of an amount below both only a slip makes it a doubt.
ONE_WAY = 0.5
_AFTERWARDS = re.compile(r"后[^，。；]{0,4}(?:余额|结余|剩余|结存)")
#: “收支总量相抵，赤字D”: what went is more than what came.
_BOTH, _DEFICIT = re.compile(r"收支(?:总量)?相[抵减]|结转下年"), re.compile(r"赤字|缺口|超支")
#: An amount so many times smaller is left of something else.
FAR = 1000


def balance_claims(ledger: Ledger) -> list[Claim]:
    """Claims about totals that add to a subtotal, and about what is left."""
    claims = []
    before: list[Entry] = []
    for paragraph in ledger.by_paragraph.values():
        own = [e for e in paragraph if e.is_amount and not e.mention.hedge and e.role in {"plain", "change"}]
        amounts = [*before[-14:], *own]
        before = own
        for at, entry in enumerate(amounts[len(amounts) - len(own) :], len(amounts) - len(own)):
            assert entry.spot is not None
            readings: list[Relation] = []
            if _TOTAL.search(entry.spot.head):
                readings += _with_subtotal(amounts, at)
            if "调整后" in entry.spot.gap:
                readings += _adjusted(amounts, at)
            if _CLOSING.search(entry.label):
                readings += _stock_and_flow(amounts, at)
            left = _LEFT.search(entry.spot.gap) is not None and not _GAINED.search(entry.spot.gap)
            # “结案B件（含上年结转C件）”
            left = left and not patterns.search(r"[(（]\s*(?:含|其中|包括)", entry.spot.gap)
            if left and not _is_compared_with(ledger, entry):
                readings += _left(amounts, at)
            readings += _opening_behind(amounts, at)
            if readings:
                claims.append(Claim(entry, readings, ("balance", entry.index)))
    return claims


def _is_compared_with(ledger: Ledger, entry: Entry) -> bool:
    """“低于限额70.2亿元5.29亿元”: the amount is what another lies below, told right behind it."""
    behind = ledger.just_behind(entry)
    return behind is not None and behind.spot is not None and behind.sentence == entry.sentence and not behind.spot.gap


def _with_subtotal(amounts: list[Entry], at: int) -> Iterator[Relation]:
    """A total is a run of amounts before it and one subtotal further up."""
    entry = amounts[at]
    run: list[Entry] = []
    for other in reversed(amounts[max(0, at - 10) : at]):
        if other.role == "change" or not addable(other, entry):
            break
        run.append(other)
        left = entry.rough - sum(e.rough for e in run)
        for up in reversed(amounts[: max(0, at - len(run))][-12:]):
            if (
                addable(up, entry)
                and up.role != "change"
                and abs(up.rough - left) <= float(entry.mention.half) * (len(run) + 2) + 1e-9 * abs(entry.rough)
            ):
                yield make(entry, (up, *reversed(run)), SUM, "sum.prose", f"“{entry.label}”")


_RAISED, _LOWERED = re.compile(r"调增|追加|增加|新增"), re.compile(r"调减|核减|减少|压减|收回")


def _adjusted(amounts: list[Entry], at: int) -> Iterator[Relation]:
    """年初预算 ± 调整额 = 调整后预算, told one after the other."""
    entry = amounts[at]
    flows: list[tuple[int, Entry]] = []
    for other in reversed(amounts[max(0, at - 4) : at]):
        if not addable(other, entry) or other.spot is None or other.paragraph != entry.paragraph:
            return
        if patterns.search(r"年初|批复", other.spot.head):
            if flows:
                signs = (1, *(s for s, _ in reversed(flows)))
                terms = (other, *(e for _, e in reversed(flows)))
                yield make(entry, terms, Formula("sum", signs=signs), "sum.adjustment", "年初预算与调整额", 0.85)
            return
        if _LOWERED.search(other.spot.head):
            flows.append((-1, other))
        elif _RAISED.search(other.spot.head):
            flows.append((1, other))
        else:
            return


def _stock_and_flow(amounts: list[Entry], at: int) -> Iterator[Relation]:
    """Opening + additions − reductions = closing, told one after the other."""
    closing = amounts[at]
    flows: list[tuple[int, Entry]] = []
    opening = amounts[at - 1] if at else closing
    if at >= 2 and patterns.search("滚存|累计", opening.label) and _OPENING.search(opening.label):
        left = amounts[at - 2]
        if (
            left.spot is not None
            and patterns.search("(?:当年|本年|本期|当期)(?:收支)?结余", left.spot.head)
            and addable(left, closing)
        ):
            # “当年结余B，上年滚存结余C，年末滚存结余A”
            yield make(closing, (opening, left), SUM, "sum.balance", f"“{closing.label}”", 0.85)
    for other in reversed(amounts[max(0, at - 6) : at]):
        if not addable(other, closing) or other.spot is None:
            return
        words = other.label + other.spot.head
        if _TOTAL.search(other.spot.head) and not _OF_THE_YEAR.search(other.spot.head):
            return  # “上年结转A，收入总计B”: a total holds the opening already
        if _OPENING.search(words) and not _PLUS.search(other.label):
            if flows:
                came = _came_before(amounts, other)
                terms = (other, *came, *(e for _, e in reversed(flows)))
                signs = (1, *(1 for _ in came), *(s for s, _ in reversed(flows)))
                relation = make(closing, terms, Formula("sum", signs=signs), "sum.balance", f"“{closing.label}”", 0.75)
                # “年初A，新增B，年末C”: where C is less than both, what went may not be told.
                less = closing.value < (relation.expected() or 0)
                unsaid = set(signs[1:]) == {1 if less else -1}
                relation.strength = ONE_WAY if unsaid else relation.strength
                yield relation
            return
        if _MINUS.search(words) and not patterns.search(r"收入", other.label):
            flows.append((-1, other))
        elif _PLUS.search(words):
            flows.append((1, other))
        else:
            return


def _came_before(amounts: list[Entry], opening: Entry) -> list[Entry]:
    """“新收A件，上期未结B件，审结C件，期末未结D件”: what came may be told before what there was."""
    at = next(i for i, e in enumerate(amounts) if e is opening)
    came = amounts[at - 1] if at else opening
    if came.index != opening.index - 1 or came.sentence != opening.sentence or not addable(came, opening):
        return []
    apart = opening.spot is None or patterns.search("[；;]", opening.spot.gap)
    return [came] if not apart and _PLUS.search(came.label) and not _OPENING.search(came.label) else []


def _opening_behind(amounts: list[Entry], at: int) -> Iterator[Relation]:
    """“开卡累计A人，本月新增B人，上月末为C人”: what there is, what came, what there was."""
    opening = amounts[at]
    if at < 2 or opening.spot is None or not patterns.search(r"上[年月季]末|年初|月初|期初|原有", opening.spot.head):
        return
    closing, flow = amounts[at - 2], amounts[at - 1]
    if not (addable(closing, opening) and addable(flow, opening)) or closing.spot is None or flow.spot is None:
        return
    told = patterns.search(r"累计|现有|在册|余额|存量|年末|月末|期末", closing.spot.head) and patterns.search(
        r"新增|增加|净增", flow.spot.head
    )
    if told and closing.sentence == opening.sentence:
        yield make(closing, (opening, flow), SUM, "sum.balance", f"“{closing.label}”", 0.7)


def _left_after_both(entry: Entry, pool: list[Entry]) -> Iterator[Relation]:
    """“净支出C，由经费A列支，已支出B，本次支出后余额D”: a whole less what was used before and now, if it holds."""
    for whole in pool:
        for one, two in combinations([e for e in pool if e is not whole], 2):
            relation = make(
                entry, (whole, one, two), Formula("sum", signs=(1, -1, -1)), "sum.balance", f"“{entry.label}”"
            )
            if relation.holds():
                yield relation


def _left(amounts: list[Entry], at: int) -> Iterator[Relation]:
    """What is left: a whole less what was used."""
    entry = amounts[at]
    assert entry.spot is not None
    pool = [e for e in amounts[max(0, at - 14) : at] if addable(e, entry) and e.role == "plain"]
    totals = [e for e in pool if _TOTAL.search(e.spot.head if e.spot else "")]
    deficit = _BOTH.search(entry.spot.gap) and _DEFICIT.search(entry.spot.head)
    if _AFTERWARDS.search(entry.spot.head):
        yield from _left_after_both(entry, [e for e in pool if e.paragraph == entry.paragraph])
    for whole in pool:
        for used in pool:
            if whole is used:
                continue
            strength = 0.0
            if deficit:
                came = [t for t in totals if INCOME.search(t.label)]
                strength = 0.8 * (whole is pool[-1] and bool(SPENT.search(whole.label)) and came[-1:] == [used])
            elif _BOTH.search(entry.spot.gap) and totals[-2:] == [whole, used] and used is pool[-1]:
                # Totals that are equal hold what is carried over already.
                told = INCOME.search(whole.label) and SPENT.search(used.label) and whole.value != used.value
                strength = 0.8 if told else 0.0
            elif (sure := surplus_of_year(pool, whole, used, entry)) is not None:
                strength = sure
            elif (
                patterns.search(
                    r"低于限额|限额.{0,4}空间|尚有空间", entry.spot.gap + entry.spot.head + entry.spot.tail[:6]
                )
                and "限额" in whole.label
                and "余额" in used.label
            ):
                strength = 0.6
            elif (
                SAVED.search(entry.spot.head)
                and used is pool[-1]
                and whole is pool[-2]
                and "其中" not in entry.spot.gap
                and amounts[at - 1] is used
                and PLANNED.search(whole.label)
                and _USED.search(used.label)
                and whole.sentence == used.sentence == entry.sentence
            ):
                strength = 0.85
            if strength or used.value <= whole.value <= used.value + FAR * entry.value:
                formula = LESS
                yield make(entry, (whole, used), formula, "sum.balance", f"“{entry.label}”", strength)
