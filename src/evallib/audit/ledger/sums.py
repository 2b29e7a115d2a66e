"""Sums (合计与分项): “共A，其中B、C、D”, lists with a total before or behind, stages that are no parts, and balances."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from evallib.audit.ledger.claims import Claim
from evallib.audit.ledger.context import Ledger
from evallib.audit.ledger.entries import Entry, addable
from evallib.audit.ledger.formulas import Formula
from evallib.audit.ledger.lists import LONGEST, is_item
from evallib.audit.ledger.relations import Relation, make

SUM = Formula("sum")
_OPENS = re.compile(r"其中|分别|包括|包含|具体|构成|按.{1,8}[分看]|分.{1,4}看|[:：(（]|由.{0,6}组成|依次")
_REST = re.compile(r"^(?:其他|其它|其余|剩余)")
_STAGE = re.compile(r"应?结案|派遣|转办|办结|签收|核查|回访|受理|立案|处置|按[期时]|超[期时]|呼入|接通|答复|派单|调解|到期|有效")
_TOTAL = re.compile(r"(?:合计|总计|共计|累计|共|总分|总数|总量|总额|小计)[^，。；、]{0,6}$")
#: Pairs that leave nothing out.
_HALVES: tuple[tuple[str, str], ...] = (
    ("基本支出", "项目支出"), ("税收", "非税"), ("线上", "线下"), ("事件", "部件"), ("直接", "转"), ("直办", "转办"), ("电话", "网络"), ("电话", "非电话"),
    ("一般债", "专项债"), ("人员经费", "公用经费"), ("有效", "无效"), ("合格", "不合格"), ("城区", "乡镇"), ("一般公共预算", "政府性基金"), ("在线", "转派"), ("商品", "服务"),
)  # fmt: skip


def sum_claims(ledger: Ledger) -> list[Claim]:
    """A claim for every list of amounts that has a whole, printed before it or behind it."""
    claims = []
    for run in _runs(ledger):
        claims += _claims_of(ledger, run)
    for claim in claims:
        claim.judge()
    return claims


def _runs(ledger: Ledger) -> Iterator[list[Entry]]:
    """Stretches of a paragraph with alike amounts and nothing but rates and changes in between."""
    run: list[Entry] = []
    for entry in ledger.prose:
        if not entry.is_amount or entry.role in {"change", "mean"} or entry.mention.hedge:
            continue
        if run and (entry.paragraph != run[-1].paragraph or not addable(entry, run[-1])):
            yield from _long_enough(run)
            run = []
        run.append(entry)
    yield from _long_enough(run)


def _long_enough(run: list[Entry]) -> Iterator[list[Entry]]:
    if len(run) >= 2:
        yield run


def _claims_of(ledger: Ledger, run: list[Entry]) -> Iterator[Claim]:
    """Segments of a run against every whole that is near."""
    starts = [i for i, e in enumerate(run) if i == 0 or _opens(run, i)]
    starts = sorted({*starts, *(i + 1 for i in starts if i + 1 < len(run))})
    for start in starts:
        readings: list[Relation] = []
        outside = _wholes(ledger, run, start)
        total = 0.0
        for stop in range(start, min(start + LONGEST, len(run))):
            total += run[stop].rough
            parts = run[start : stop + 1]
            if len(parts) < 2:
                continue
            behind = run[stop + 1 : stop + 3]
            for whole in [*outside, *behind]:
                slack = float(whole.mention.half) * (len(parts) + 1) + 1e-6 * abs(total)
                slack += sum(float(p.mention.half) for p in parts if p.mention.decimals or p.mention.scale > 1)
                if abs(whole.rough - total) <= slack:
                    readings.append(make(whole, parts, SUM, "sum.prose", _what(whole)))
        failing = _told(ledger, run, start)
        if failing is not None:
            readings.append(failing)
        behind_list = _told_behind(run, start)
        if behind_list is not None:
            readings.append(behind_list)
        if readings:
            readings.sort(key=lambda r: (-len(r.terms), abs(r.result.index - r.terms[0].index)))
            yield Claim(readings[0].result, readings, ("sum", run[start].index))


def _opens(run: Sequence[Entry], index: int) -> bool:
    entry = run[index]
    assert entry.spot is not None
    return bool(_OPENS.search(entry.spot.gap)) or entry.sentence != run[index - 1].sentence


def _wholes(ledger: Ledger, run: list[Entry], start: int) -> list[Entry]:
    first = run[start]
    found = [e for e in ledger.around(first, first) if (e.role != "change" and e.index < first.index or e.role == "cell") and addable(e, first)]
    return [e for e in found if e.value >= max(first.value, 0)][:28]


def _told(ledger: Ledger, run: list[Entry], start: int) -> Relation | None:
    """The relation that the sentence itself states: the amount before the list is its whole."""
    if start == 0:
        return None
    whole, first = run[start - 1], run[start]
    assert first.spot is not None
    opener = _OPENS.search(first.spot.gap)
    if not opener and whole.sentence == first.sentence:
        return _told_states(run, start)
    if whole.sentence != first.sentence and not (opener and first.sentence - whole.sentence == 1 and "其中" in first.spot.gap):
        return None
    if not opener:
        return None
    parts = [e for e in run[start : start + LONGEST] if e.sentence == first.sentence]
    if "(" in first.spot.gap and first.depth:
        parts = [e for e in parts if e.depth == first.depth and e.index - first.index <= len(parts)]
        parts = _one_bracket(parts)
    else:
        parts = _up_to_semicolon(parts, first)
    if len(parts) < 2 or not all(is_item(p) for p in parts) or not whole.dimension:
        return None
    strength = _completeness(ledger, whole, parts)
    return make(whole, parts, SUM, "sum.score" if whole.dimension == "score" else "sum.prose", _what(whole), strength)


_BEHIND = re.compile(r"(?:合计|总计|共计|累计|共|小计)[^，。；、]{0,6}$")
_NUMBER_OF = re.compile(r"(?P<n>[两二三四五六七八九十]|\d{1,2})(?:类|项|个|家|者|种|部分|月|季度)[^，。；]{0,6}$")


def _told_behind(run: list[Entry], start: int) -> Relation | None:
    """“甲3件、乙4件，共计7件”: a list with its total right behind it."""
    first = run[start]
    if not first.dimension:
        return None
    if start and first.sentence == run[start - 1].sentence and first.spot is not None and "、" in first.spot.gap:
        return None
    parts: list[Entry] = []
    for entry in run[start : start + LONGEST]:
        assert entry.spot is not None
        close = len(parts) >= 2 and entry.sentence == first.sentence and entry.index == parts[-1].index + 1
        if close and _BEHIND.search(entry.spot.head) and entry.value > parts[0].value and not parts[0].is_base:
            told = _NUMBER_OF.search(re.sub(r"(?:合计|共计|总计|累计|共).*$", "", entry.spot.head))
            counted = told is not None and read_count(told["n"]) == len(parts)
            between = re.search(r"其中|占|比|较|同比", entry.spot.gap)
            if told is not None and not counted:
                return None
            return None if between else make(entry, parts, SUM, "sum.prose", _what(entry), 0.85 if counted else 0.7)
        if entry.sentence != first.sentence or not is_item(entry) or entry.is_whole or (parts and re.search("[；;(]", entry.spot.gap)):
            return None
        parts.append(entry)
    return None


def read_count(words: str) -> int:
    """A small number in digits or characters."""
    return int(words) if words.isdigit() else {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}.get(words, 0)


_STATE = re.compile(r"^(?:已|待|未|正在|在办|退回|办理中|其他|其余)|(?:中|待[^，]{1,6})$")


def _told_states(run: list[Entry], start: int) -> Relation | None:
    """“共立案A件，已结案B件，待结案C件，退回D件”: what is in one state or another is all there is."""
    whole = run[start - 1]
    parts = []
    for entry in run[start : start + 8]:
        assert entry.spot is not None
        words = re.split(r"[，,、；;]", entry.spot.gap)[-1].strip()
        if entry.sentence != whole.sentence or not _STATE.search(words):
            break
        parts.append(entry)
    if len(parts) < 3 or not whole.is_whole or parts[0].label == whole.label:
        return None
    return make(whole, parts, SUM, "sum.prose", _what(whole), 0.78)


def _one_bracket(parts: list[Entry]) -> list[Entry]:
    kept = parts[:1]
    for part in parts[1:]:
        assert part.spot is not None
        if ")" in part.spot.gap:
            break
        kept.append(part)
    return kept


def _up_to_semicolon(parts: list[Entry], first: Entry) -> list[Entry]:
    """Items go on to the end of the list: over “；” only where every item is set apart by one."""
    kept = parts[:1]
    semis = [bool(p.spot and re.search("[；;]", p.spot.gap)) for p in parts[1:]]
    through = all(semis)
    for part, semi in zip(parts[1:], semis, strict=True):
        assert part.spot is not None
        if (semi and not through) or _TOTAL.search(part.spot.head) or re.search(r"其中|\(", part.spot.gap):
            break
        kept.append(part)
    return kept


def _completeness(ledger: Ledger, whole: Entry, parts: list[Entry]) -> float:
    """How sure it is that the parts are all parts and nothing but parts."""
    assert parts[-1].spot is not None and parts[0].spot is not None
    stages = sum(bool(_STAGE.search(p.label)) for p in parts)
    if stages * 2 > len(parts) and not _REST.match(parts[-1].label):
        return 0.15
    if any(p.value > 20 * whole.value for p in parts):
        return 0.5  # a part beyond its whole: most likely another unit
    if any(p.value > whole.value for p in parts):
        return 0.1
    if _REST.match(parts[-1].label):
        return 0.8
    if whole.dimension == "score":
        return 0.8 if "其中" in parts[0].spot.gap and len(parts) >= 3 else 0.4
    labels = [p.label for p in parts]
    if len(parts) == 2 and any((a in labels[0] and b in labels[1]) or (b in labels[0] and a in labels[1]) for a, b in _HALVES):
        return 0.8
    shares = [e for e in ledger.prose[parts[0].index : parts[-1].index + 3] if e.role == "share" and e.sentence == parts[0].sentence]
    if len(shares) == len(parts) and abs(sum(s.rough for s in shares) - 100) <= 0.06 * len(parts) + 0.05:
        return 0.9
    total = sum((p.value for p in parts), Fraction(0))
    open_end = bool(re.search(r"主要|排名|前[一二三四五六七八九十\d]+|热点|集中|等", parts[0].spot.gap)) or parts[-1].spot.tail.startswith("等")
    over = float(total / whole.value) if whole.value else 0.0
    if 1 < over <= 1.05:
        return 0.76 if len(parts) >= 3 or open_end else 0.6
    if open_end:
        return 0.6 if 1.05 < over <= 1.2 else 0.1
    if re.search(r"分别", parts[0].spot.gap) and len(parts) >= 2:
        return 0.5
    if 0.98 <= over <= 1.0 or "(" in parts[0].spot.gap:
        return 0.55
    return 0.45 if 0.9 <= over <= 1.1 else 0.35 if 0.5 <= over <= 1.2 else 0.15


def _what(whole: Entry) -> str:
    return f"“{whole.label or whole}”与各项之和"


def triple_claims(ledger: Ledger) -> list[Claim]:
    """a = b + c among neighbours: remainders, two halves, what is left; only told when it holds."""
    claims = []
    for at, entry in enumerate(ledger.prose):
        if not entry.is_amount or entry.role in {"change", "mean"} or entry.mention.hedge:
            continue
        pool = [
            e
            for e in ledger.prose[max(0, at - 12) : at]
            if e.is_amount and e.role not in {"change", "mean"} and addable(e, entry) and entry.paragraph - e.paragraph <= 1 and not e.mention.hedge
        ][-7:]
        found = list(_triples(entry, pool))
        if found:
            claim = Claim(entry, found, ("triple", entry.index))
            claim.judge()
            if claim.holding:
                claims.append(claim)
    return claims


def _triples(entry: Entry, pool: list[Entry]) -> Iterator[Relation]:
    for i, a in enumerate(pool):
        for b in pool[i + 1 :]:
            for whole, one, two in ((entry, a, b), (a, b, entry), (b, a, entry)):
                slack = float(whole.half + one.half + two.half) + 1e-9 * abs(whole.rough)
                if abs(whole.rough - one.rough - two.rough) > slack or min(one.rough, two.rough) <= 0:
                    continue
                if whole.rough / float(whole.mention.half) < 200 and whole.sentence != entry.sentence:
                    continue
                if whole.rough / float(whole.mention.half) < 60:
                    continue
                yield make(whole, (one, two), SUM, "sum.prose", _what(whole))
