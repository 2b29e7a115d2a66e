"""Totals behind a list (合计在后): “甲3件、乙4件，共计7件”, “上述三类合计…”."""

from __future__ import annotations

import re
from fractions import Fraction

from evallib.audit.ledger import SUM, Entry, Formula, Relation, likeness, make
from evallib.audit.ledger.movements.other_bases import is_measure
from evallib.audit.ledger.wholes.lists import LONGEST, is_item
from evallib.audit.ledger.wholes.told import what_of
from evallib.model import patterns
from evallib.parsing.claims.cues import ALTOGETHER
from evallib.parsing.numerals import read_count

_TOGETHER = rf"(?:合计|总计|共计|累计|小计|总[收支][入出]|{ALTOGETHER})"
_BEHIND = re.compile(rf"{_TOGETHER}[^，。；、]{{0,6}}$")
_SCORED = re.compile(r"(?:总得?分|综合得分|最终得分)[^，。；、]{0,4}$")
_NUMBER_OF = re.compile(r"(?P<n>[两二三四五六七八九十]|\d{1,2})(?:类|项|个|家|者|种|部分|月|季度)[^，。；]{0,6}$")

_NAMED = re.compile(
    rf"(?P<names>[^，。；\d]*?、[^，。；\d]*?)(?:等?[两二三四五六七八九十][^，。；、]{{1,3}})?{_TOGETHER}"
)
_OF_WHAT = re.compile(rf"{_TOGETHER}(?P<what>[\u4e00-\u9fff]{{2,6}})$")
_LESS = re.compile(r"(?:减分|扣分|扣减|扣除|减去|倒扣|[，,；;]扣)[^，。；、\d]{0,3}$")
_OF_PERIOD = re.compile(r"[本当这\d]月份?|[本当这]周|[本当一二三四]季度?|[本当今]日|[本当今]年|新[增办设建登]")
_SO_FAR = re.compile(r"累计(?:已|达|有|为)?[^，。；、]{0,4}$")
#: “上年结转A”: an amount of last year that is there still is an item as the others are.
_CARRIED = re.compile("结转|结余|结存")
ALIKE = 0.6
OTHERS = re.compile(r"\s*(?:其余|其他|其它|另外|另有|剩余)")
#: “加上级补助A、上年结余B，收入总计C”: added to what was told before.
ADDED = re.compile(r"(?:^|[，,；;。])\s*(?:再|另)?加[上：]?(?!强|快|大|班|装|油|入|工)")


def told_behind(run: list[Entry], start: int) -> Relation | None:
    """“甲3件、乙4件，共计7件”: a list with its total right behind it."""
    first = run[start]
    if not first.dimension:
        return None
    own = [e for e in run[max(0, start - LONGEST) : start + 1] if e.sentence == first.sentence]
    if any(e.spot is not None and "加" in e.spot.gap and ADDED.search(e.spot.gap) for e in own):
        return None
    if start and first.sentence == run[start - 1].sentence and first.spot is not None and "、" in first.spot.gap:
        return None
    parts: list[Entry] = []
    last = first
    for entry in run[start : start + LONGEST]:
        assert entry.spot is not None
        if parts and entry.depth > first.depth and entry.sentence == first.sentence:
            last = entry  # “债务转贷收入A（新增B、再融资C）”: what takes an item apart
            continue
        close = len(parts) >= 2 and entry.sentence == first.sentence and entry.index == last.index + 1
        points = first.dimension == "score"
        if (
            close
            and (_BEHIND.search(entry.spot.head) or (points and _SCORED.search(entry.spot.head)))
            and entry.value > parts[0].value
        ):
            told = _NUMBER_OF.search(patterns.sub(rf"{_TOGETHER}.*$", "", entry.spot.head))
            counted = told is not None and read_count(told["n"]) == len(parts)
            if parts[0].is_base and not counted:
                return None
            between = patterns.search(r"其中|占|比|较|同比", entry.spot.gap) or _is_so_far(entry, first)
            if (
                _are_both_sides(parts)
                or (told is not None and not counted)
                or OTHERS.match(entry.spot.head)
                or names_others(entry, parts)
                or of_its_name(entry, parts) != parts
            ):
                return None
            formula = _signed(parts)
            total = formula.value([p.value for p in parts]) or Fraction(0)
            if entry.value != total and _are_last(entry, parts):
                return None
            left_out = len(parts) > 2 and any(entry.value == total - p.value for p in parts)
            strength = 0.85 if counted or left_out else 0.7
            return None if between else make(entry, parts, formula, "sum.prose", what_of(entry), strength)
        if parts and ((entry.is_base and not _CARRIED.search(entry.label)) or is_measure(entry)):
            continue  # “比上年决算数14.94亿元”, “为年初预算8.20亿元的105%”: no item of this year's list
        if (
            entry.sentence != first.sentence
            or (entry.depth != first.depth and first.depth)
            or not is_item(entry)
            or entry.is_whole
            or (parts and patterns.search("[(]" if points else "[；;(]", entry.spot.gap))
        ):
            return None
        parts.append(entry)
        last = entry
    return None


def _signed(parts: list[Entry]) -> Formula:
    """A sum in which what was taken off counts against the rest: “基础得分A，加分B，扣分C，最终得分A+B−C”."""
    less = [p.spot is not None and bool(_LESS.search(p.spot.head)) for p in parts]
    return Formula("sum", signs=tuple(-1 if x else 1 for x in less)) if any(less[1:]) and not less[0] else SUM


def of_its_name(whole: Entry, parts: list[Entry]) -> list[Entry]:
    """“市交办27件，化解21件；区自排33件，化解29件，合计化解50件”: the total is of those that bear its name, if any."""
    named = _OF_WHAT.search(whole.spot.head) if whole.spot is not None else None
    return [p for p in parts if named and named["what"] in p.label] or parts


def _are_both_sides(parts: list[Entry]) -> bool:
    """“收入A，支出B，当期结余C，年末累计结余D”: what came and what went make up nothing together."""
    return all(any(p.label.endswith(side) for p in parts) for side in ("收入", "支出"))


def names_others(whole: Entry, parts: list[Entry]) -> bool:
    """“甲3件、乙4件、丙5件；丁、戊、己三类合计6件”: the items of a total are named, and are not those before it."""
    named = _NAMED.search(whole.spot.gap) if whole.spot is not None else None
    if named is None:
        return False
    names = [n for n in patterns.split("[、和及与]", named["names"]) if n]
    return len(names) > 1 and not any(likeness(n, p.label) >= ALIKE for n in names for p in parts)


def _is_so_far(whole: Entry, first: Entry) -> bool:
    """“本月新增甲39户、乙20户，累计达488户”: all there are by now, and not what came in a month."""
    now = whole.spot is not None and first.spot is not None and bool(_OF_PERIOD.search(first.spot.gap))
    return now and whole.spot is not None and bool(_SO_FAR.search(whole.spot.head))


def _are_last(whole: Entry, parts: list[Entry]) -> bool:
    """“编制20名，在编18名，另聘9名，合计27名”: the last of them are the whole; what is before is another measure."""
    return any(sum((p.value for p in parts[i:]), Fraction(0)) == whole.value for i in range(1, len(parts) - 1))
