"""A written value as counts of the types of a rule: 3次, 缺2项, 迟报1次与漏报2次, 6个 of 5 that are asked for."""

from __future__ import annotations

import re
from fractions import Fraction

from evallib.model import patterns
from evallib.parsing.rules.grammar.conditions import find_spans
from evallib.parsing.rules.rule_data import Rule
from evallib.parsing.rules.scoring.counted_points import plain_class
from evallib.parsing.rules.scoring.matching import assign, likeness, pick
from evallib.parsing.rules.scoring.outcome import Outcome, ask, holds
from evallib.parsing.rules.scoring.states import is_state, stated
from evallib.parsing.rules.scoring.values import Value, checked, read_value, yes

NOTHING = re.compile(
    "(?:均)?(?:无|没有|未发生|未出现|未发现)(?:上述|以上|此类|该类)?(?:情形|情况|问题|现象|行为)?|否|"
    r"均无|未获(?:评|奖|得)?(?:表彰|表扬|奖励)?|未被[\u4e00-\u9fff]{2,6}"
)


FAR = 0.8
"""Below which a key has too little in common with a name where there are more keys than names."""


def around_required(types: list[Rule], read: Value) -> dict[int, Value] | None:
    """6个 of 5 that are asked for, beside points off for each missing and points on for each beyond them.

    >>> short = {"name": "少建", "unit": "个", "sign": "-", "required": "5"}
    >>> around_required([short, {"name": "多建", "unit": "个", "sign": "+"}], read_value("7个"))[1].number
    Fraction(2, 1)
    """
    short = [i for i, t in enumerate(types) if t.get("required") and t["sign"] == "-"]
    more = [
        i
        for i, t in enumerate(types)
        if t["sign"] == "+" and (t["name"] == "" or patterns.search(r"多|超|增", t["name"]))
    ]
    if len(types) != 2 or len(short) != 1 or len(more) != 1 or read.number is None:
        return None
    gap = read.number - Fraction(types[short[0]]["required"])
    return {(more if gap > 0 else short)[0]: Value(read.raw, abs(gap), read.unit)}


def count_told(rule: Rule, raw: str) -> Value | None:
    """The one count inside a sentence that is not a phrase of the rule itself: 发现2处执行不到位 is 2处.

    >>> rule = {"types": [{"name": "执行不到位", "unit": "处", "sign": "-"}]}
    >>> told = count_told(rule, "发现2处执行不到位")
    >>> told.number, told.unit, count_told(rule, "执行不到位")
    (Fraction(2, 1), '处', None)
    """
    phrases = [*rule.get("good", []), *rule.get("judged", []), *(t["name"] for t in rule["types"])]
    found = patterns.findall(r"(?<![\d.第≥≤<>])(\d+)([处次项起件个例条宗家户份人])", raw)
    if len(found) != 1 or any(raw in phrase for phrase in phrases):
        return None
    [(number, unit)] = found
    return Value(raw, Fraction(number), unit)


def counts_by_type(rule: Rule, value: dict[str, object]) -> dict[int, Value] | Outcome:
    """Counts under names of one's own, each given to the type that it means; a question where that is not clear."""
    reads = {str(k): read_value(v) for k, v in value.items()}
    types = rule["types"]
    names = [t["name"] or t["unit"] for t in types]
    plain = [i for i, t in enumerate(types) if not t.get("factor")]
    if len(types) == 2 and len(plain) == 1:
        marks = [k for k in reads if patterns.match(r"未|非|不|一般|普通|其他|其余|正常", k)]
        other = types[1 - plain[0]]["name"]
        if len(marks) == 1 and not other.startswith(marks[0]) and plain_class(marks[0], other):
            return {(plain[0] if k in marks else 1 - plain[0]): r for k, r in reads.items()}
    if len(types) == 1 and len(reads) == 1:
        return {0: next(iter(reads.values()))}
    good = rule.get("good", [])
    free = [
        k
        for k, r in reads.items()
        if max([likeness(k, g) for g in good], default=0) > max(likeness(k, n) for n in names) + 0.2
        and not checked(r.raw, None)[1]
    ]
    if any(_misses(reads[k], good) for k in free):
        return ask("有一项没有达到所要求的比率，扣多少没有看出来")
    reads = {k: r for k, r in reads.items() if k not in free}
    active = {k: r for k, r in reads.items() if not (r.number == 0 or yes(r) is False)}
    units = [(r.unit, "") for r in reads.values()] + [("", t["unit"]) for t in types]
    said = {f"{k}{r.raw}" if is_state(r) else k: k for k, r in reads.items()}
    mapping = assign(list(said), names, units)
    if mapping is None and not active:
        return {}
    if mapping is None:
        units = [(r.unit, "") for r in active.values()] + [("", t["unit"]) for t in types]
        mapping = assign([s for s, k in said.items() if k in active], names, units)
        if mapping and any(likeness(key, names[index]) < FAR for key, index in mapping.items()):
            mapping = None
    if mapping is None:
        return ask("各类数量与评分标准的写法对不上")
    counts = {index: (said[key], fulfilled(types[index], reads[said[key]])) for key, index in mapping.items()}
    return stated(counts, names)


def _misses(read: Value, good: list[str]) -> bool:
    """Whether a rate is below every one that earns all points."""
    asked = [s.low for g in good for s in find_spans(g) if s.unit == "%" and s.low is not None]
    return read.unit == "%" and read.number is not None and bool(asked) and read.number < min(asked)


def fulfilled(entry: Rule, read: Value) -> Value:
    """第8位 of 居前3位的加1分: whether the condition of a type holds, as a count.

    >>> entry = {"name": "排名", "unit": "", "when": {"span": {"high": "3", "high_in": True}, "unit": "名"}}
    >>> fulfilled(entry, read_value("第2名")).number, fulfilled(entry, read_value("第8名")).number
    (Fraction(1, 1), Fraction(0, 1))
    """
    when = entry.get("when")
    if not when or read.number is None or read.unit not in {when["unit"], "名"} - {""}:
        return read
    return Value(read.raw, Fraction(holds(when["span"], read.number) is True))


_NAMED = re.compile(r"(?P<name>[\u4e00-\u9fff]{1,12}?)(?P<count>\d+(?:\.\d+)?)(?P<unit>[\u4e00-\u9fff]{1,4})")
_LACKING = re.compile(r"缺|少|漏|差|欠|满足|符合|达到|做到|具备|完成")


def one_type_named(types: list[Rule], read: Value) -> dict[int, Value] | Outcome | None:
    """减少2户, 市级2次: the one type that the words before a count mean; a question where none or several are meant.

    >>> types = [{"name": "被省级推广", "unit": ""}, {"name": "市级推广", "unit": ""}]
    >>> one_type_named(types, read_value("市级2次"))[1].number, one_type_named(types, read_value("2次")) is None
    (Fraction(2, 1), True)
    """
    named = _NAMED.fullmatch(read.raw) if read.number is None and read.late is None else None
    if named is None or not any(t["unit"] in {"", named["unit"]} for t in types):
        return None
    lacks = patterns.fullmatch(r"缺少?|少|漏", named["name"])
    if len(types) == 1:
        if not lacks and named["unit"] == types[0]["unit"] and named["name"] in types[0]["name"]:
            return {0: read_value(named["count"] + named["unit"])}  # 漏采3条 of 每漏采1条
        if (
            _LACKING.match(named["name"])
            or any(types[0].get(key) for key in ("required", "missing"))
            or likeness(named["name"], types[0]["name"]) <= FAR
        ):
            return None
    fits = [
        i
        for i, t in enumerate(types)
        if t["unit"] in {"", named["unit"]}
        and (t.get("missing") if lacks else likeness(named["name"], t["name"]) > FAR)
    ]
    fits = [i for i in fits if types[i]["unit"] == named["unit"]] or fits
    if len(fits) != 1:
        return ask("应分别填写各类数量")
    return {fits[0]: read_value(named["count"] + named["unit"])}


def rates_missed(rule: Rule, value: dict[str, object]) -> int | None:
    """How many of several rates miss what is asked of each of them (均达95%以上,任意一项未达到扣2分)."""
    reads = [read_value(one) for one in value.values()]
    if not rule.get("asked_of_each") or any(r.number is None or r.unit != "%" for r in reads):
        return None
    return sum(not holds(rule["asked_of_each"], r.number) for r in reads if r.number is not None)


def lacking(value: dict[str, object]) -> set[str]:
    """Counts of a value whose names say that they are missing (少访3户)."""
    return {read_value(one).raw for key, one in value.items() if patterns.search(r"少|缺|漏|未|欠|差", str(key))}


def _off_or_done(entry: Rule, read: Value, short: bool) -> Fraction:
    count = read.number or Fraction(yes(read) is True)
    done = entry.get("required") and not short and read.raw[:1].isdigit()
    return max(Fraction(entry["required"]) - count, Fraction(0)) if done else count


def counts_written(rule: Rule, value: object) -> dict[int, Fraction] | None:
    """How many of each type a written value counts; None where it has to be asked for.

    >>> rule = {"kind": "items", "total": 3, "types": [{"name": "缺项", "unit": "项", "sign": "-", "stated": True,
    ...         "amount": {"points": "1"}}]}
    >>> counts_written(rule, "缺2项"), counts_written(rule, "全部满足"), counts_written(rule, "尚可")
    ({0: Fraction(2, 1)}, {}, None)
    >>> visits = {"name": "走访", "unit": "次", "sign": "-", "amount": {"points": "1"}, "required": "12"}
    >>> late = {"name": "迟到", "unit": "次", "sign": "-", "amount": {"points": "1"}}
    >>> both = {"kind": "items", "types": [visits, late]}
    >>> counts_written(both, {"走访": "10次", "迟到": "3次"}), counts_written(both, {"少走访": "2次", "迟到": "0次"})
    ({0: Fraction(2, 1), 1: Fraction(3, 1)}, {0: Fraction(2, 1), 1: Fraction(0, 1)})
    >>> counts_written(both, {"走访": "13次", "迟到": "是"}), counts_written(both, {"走访": "12次", "绿化": "尚可"})
    ({0: Fraction(0, 1), 1: Fraction(1, 1)}, None)
    >>> [counts_written({"types": [visits]}, said) for said in ("10次", "12次", "15次", "少3次")]
    [{0: Fraction(2, 1)}, {0: Fraction(0, 1)}, {0: Fraction(0, 1)}, {0: Fraction(3, 1)}]
    >>> [counts_written({"types": [late], "good": ["全勤"]}, said) for said in ("2次", "迟到", "全勤", "无", "尚可")]
    [{0: Fraction(2, 1)}, {0: Fraction(1, 1)}, {}, {}, None]
    >>> counts_written(both, "迟到2次"), counts_written(both, "0次"), counts_written(both, "2次")
    ({1: Fraction(2, 1)}, {}, None)
    """
    types = rule["types"]
    if isinstance(value, dict):
        missed = rates_missed(rule, value)
        if missed is not None:
            return {0: Fraction(missed)}
        found = counts_by_type(rule, value)
        if isinstance(found, Outcome):
            return None
        short = lacking(value)
        return {i: _off_or_done(types[i], r, r.raw in short) for i, r in found.items()}
    read = read_value(value)
    met, missing, _ = checked(read.raw, rule.get("total"))
    count = met if types[0]["sign"] == "+" else missing
    if len(types) == 1 and count is not None:
        return {0: Fraction(count)} if count else {}
    around = around_required(types, read)
    if around is not None:
        return {i: r.number or Fraction(0) for i, r in around.items()}
    named = one_type_named(types, read)
    if named is not None:
        return None if isinstance(named, Outcome) else {i: r.number or Fraction(0) for i, r in named.items()}
    if len(types) == 1 and read.number is not None:
        required = types[0].get("required")
        return {0: max(Fraction(required) - read.number, Fraction(0)) if required else read.number}
    if read.number == 0 or NOTHING.fullmatch(read.raw) or missing == 0:
        return {}
    good = rule.get("good", [])
    picked = pick(read.raw, [*good, *(t["name"] for t in types)])
    if picked is None or read.number is not None:
        return None
    return {} if picked < len(good) else {picked - len(good): Fraction(1)}
