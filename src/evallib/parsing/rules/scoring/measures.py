"""A value as the number that a rule measures: with units, places, lateness, and two figures compared."""

from __future__ import annotations

import re
from fractions import Fraction

from evallib.model import patterns
from evallib.parsing.rules.rule_data import Rule
from evallib.parsing.rules.scoring.lateness import days_late, in_unit_of, lateness
from evallib.parsing.rules.scoring.matching import likeness
from evallib.parsing.rules.scoring.outcome import EVERY, Outcome, ask, holds
from evallib.parsing.rules.scoring.values import Value, checked, convert, read_value


def measured(rule: Rule, value: object) -> Fraction | Outcome:
    """The value as a number in the rule's unit and measure."""
    measure, unit = rule.get("measure", "value"), rule.get("unit", "")
    if isinstance(value, dict):
        return _of_mapping(rule, value)
    read = read_value(value)
    if measure in {"met", "missing"} or (rule.get("total") and read.number is None):
        total = rule.get("total")
        met, missing, _ = checked(read.raw, total)
        found = met if measure == "met" else missing
        if measure == "missing" and met == 0 and "all" in rule:
            return EVERY
        if measure == "met" and missing == 0 and (found is None or "all" in rule):
            return EVERY if total is None or "all" in rule else Fraction(total)
        if found is None and read.number is not None and read.unit != "%":
            return read.number
        return ask("没有看出满足几项") if found is None else Fraction(found)
    share = patterns.fullmatch(r"(?:排名)?(前|后)(\d+(?:\.\d+)?)%", read.raw) if measure == "rank_share" else None
    if third := patterns.fullmatch(r"(?:排名)?(前|后|中间)(\d+)/(\d+)", read.raw) if measure == "rank_share" else None:
        part = Fraction(third[2]) / Fraction(third[3]) * 100
        return {"前": part, "后": Fraction(100)}.get(third[1], 100 - part)
    if share:
        return Fraction(share[2]) if share[1] == "前" else 100 - Fraction(share[2]) / 2
    if rule.get("from_end"):
        return _from_either_end(rule, read.number, None)
    if read.beyond is not None:
        return _distance(rule, read, read.beyond)
    if read.raw in {"持平", "不变", "与上年持平", "无变化"} and (rule.get("reference") or rule.get("change")):
        return Fraction(0)
    if (rule.get("due") or rule.get("met")) and _MONTH.fullmatch(read.raw):
        return ask(f"“{read.raw}”是在这个月完成，还是逾期几个月，没有写明")
    if measure == "late":
        return lateness(rule, read)
    if read.date and rule.get("due") and rule["kind"] == "steps":
        late = lateness(rule, read)
        if isinstance(late, Fraction) and (late <= 0 or unit in {"天", "日"}):
            return Fraction(rule.get("target") or 0) + late
        return ask("逾期天数不能直接折成月数")
    if read.late is False and read.number is None and rule["kind"] == "steps":
        return Fraction(rule.get("target") or 0)
    if read.late and rule["kind"] == "steps":
        beyond = convert(read, unit)
        return ask("单位不一致") if beyond is None else Fraction(rule.get("target") or 0) + beyond
    said = patterns.fullmatch(r"([\u4e00-\u9fff]{2,4}?)(\d.*)", read.raw) if read.number is None else None
    rows = [str(row.get("text")) for row in rule.get("rows", [])]
    if said and len(rows) > 1 and all(said[1] in text for text in rows):
        read = read_value(said[2])  # 滞留2个月 of rows that all say 滞留
    if read.number is None:
        if unit not in {"%", ""} and patterns.fullmatch(r"无|没有|未发生|未出现|未发现|0", read.raw):
            return Fraction(0)
        return ask(f"“{read.raw}”不是数值")
    if (
        unit in {"%", "百分点", "个百分点"}
        and not read.unit
        and read.number != 0
        and abs(read.number) <= 1
        and not rule.get("small")
    ):
        return ask(f"“{read.raw}”没有单位，不知是{read.raw}%还是{read.raw}倍")
    if rule.get("plan") and read.unit and read.unit != "%":
        done = convert(read, rule["plan"][1])
        return ask("单位不一致") if done is None else done / Fraction(rule["plan"][0]) * 100
    if rule["kind"] == "ratio" and read.unit == "%" and unit not in {"%", "分", ""} and rule.get("target"):
        return read.number * Fraction(rule["target"]) / 100
    if rule["kind"] == "steps" and rule.get("relative") and read.unit == "%" and rule.get("target") and unit != "%":
        return read.number * Fraction(rule["target"]) / 100
    if rule.get("reference") and rule.get("target") is None and read.unit == "%" and read.number >= _RATE:
        return ask(f"“{read.raw}”像是比率本身，这里要的是与参照值相差多少")
    number = convert(read, unit)
    if number is not None and rule.get("fall") and (_MOVED.search(read.raw) or number < 0):
        number = -number  # the rule measures how far it fell: a change of -6% is a fall of 6%
    if number is None:
        if rule["kind"] == "ratio" and rule.get("target") is None:
            return ask("没有目标值")
        return ask(f"单位不一致：评分标准用{unit}，数值用{read.unit}")
    return number


_MOVED = re.compile(r"^(?:同比)?(?:下降|降低|减少|缩短|延长|上升|增长|提高|增加)")


_MONTH = re.compile(r"\d{1,2}月份?")


_RATE = 50
"""From here on a bare percentage is hardly a difference from a reference."""


_WAYS = (r"超|高|多出|前进|进步", r"低|少于|不足|后退|退后|落后|滞后|下滑|下降|降低")


def _distance(rule: Rule, read: Value, beyond: Fraction) -> Fraction | Outcome:
    """超额20%, 低于3%, 后退5位: a distance from the target, or from what the rows name."""
    if rule["kind"] == "steps":
        target = Fraction(rule.get("target") or 0)
        if not target and rule["bad"] == "above" and patterns.match("滞后|落后|慢", read.raw):
            return abs(beyond)
        shares = rule.get("relative") or (read.unit == "%" and rule.get("unit") not in {"%", "百分点", "个百分点"})
        return target + (target * beyond / 100 if shares else beyond)
    if rule["kind"] == "ratio" and rule.get("unit") == "%" and rule.get("target") in {None, "100"}:
        return 100 + beyond
    if rule.get("excess"):
        return 100 + beyond
    words = _WAYS[0 if beyond > 0 else 1]
    rows = [row for row in rule.get("rows", []) if row["span"].get("high") != "0"]
    if rows and all(patterns.search(words, str(row.get("text"))) for row in rows):
        return abs(beyond)
    return ask(f"“{read.raw}”是对哪个数说的，没有看出来")


def _of_mapping(rule: Rule, value: dict[str, object]) -> Fraction | Outcome:
    """Two figures: place and field, value and reference, part and whole, this year and last."""
    reads = {str(k): read_value(v) for k, v in value.items()}
    numbers = {k: v.number for k, v in reads.items() if v.number is not None}
    if len(numbers) == 1 and len(reads) == 1:
        return measured(rule, next(iter(value.values())))
    if len(numbers) != 2 or len(reads) != 2:
        dates = [v for v in reads.values() if v.date]
        if rule.get("measure") == "late" and len(dates) == 2:
            due_first = patterns.search(r"应|计划|约定|规定|要求|时限|截止", next(iter(reads)))
            due, done = (dates[0], dates[1]) if due_first else (dates[1], dates[0])
            return in_unit_of(rule, days_late(due.date, done.date))
        return ask("数值不全或过多")
    names = list(numbers)
    if rule.get("measure") in {"rank", "rank_share"}:
        place = next((k for k in names if patterns.search(r"名次|排名|位次|名", k)), names[0])
        field = next(k for k in names if k != place)
        if rule["measure"] == "rank" and rule.get("from_end"):
            return _from_either_end(rule, numbers[place], numbers[field])
        if rule["measure"] == "rank":
            return numbers[place]
        return numbers[place] / numbers[field] * 100 if numbers[field] else ask("总数为0")
    if defined := rule.get("defined"):
        return _share_of_difference(defined, reads)
    if not any(_AGAINST.search(k) for k in names):
        return ask("两个数值哪个是对照没有写明")
    pair = two_figures(value)
    if pair is None:
        return ask("两个数值的单位不一致")
    a, b = pair
    change = rule.get("change")
    if change is None and rule["kind"] == "steps" and rule.get("reference"):
        change = "auto"
    if change == "auto":
        rates = all(v.unit in {"%", "百分点", "个百分点"} for v in reads.values())
        change = "difference" if rates or rule.get("unit") not in {"%", "百分点", "个百分点"} else "relative"
    sign = -1 if rule.get("fall") else 1
    if change == "difference":
        return sign * (a - b)
    if change == "relative":
        return sign * (a - b) / b * 100 if b else ask("基数为0")
    if rule.get("unit") not in {"%", "百分点", "个百分点", ""} and rule.get("target") is not None:
        return ask("应填一个数值")
    # A share of a mean is what a proportional rule asks for; of last year it may as well be the growth.
    of_another = "上年|去年|上期|同期|上月" + ("" if rule["kind"] == "ratio" else "|平均|均值")
    if any(patterns.search(of_another, key) for key in names):
        return ask("与上年相比按增减的百分点还是增减的幅度计算，没有写明")
    return a / b * 100 if b else ask("基数为0")


def _share_of_difference(defined: dict[str, str], reads: dict[str, Value]) -> Fraction | Outcome:
    """节约率=(计划-实际)/计划: by the names that the text gives the two figures."""
    (way, name), *_ = defined.items()
    near = sorted(((likeness(key, name), key) for key in reads), reverse=True)
    base, other = reads[near[0][1]], reads[near[1][1]]
    if near[0][0] == near[1][0]:
        return ask(f"哪个数值是“{name}”没有看出来")
    figure = convert(other, base.unit)
    if figure is None or not base.number:
        return ask("基数为0" if base.number == 0 else "两个数值的单位不一致")
    return (base.number - figure if way == "less" else figure - base.number) / base.number * 100


def _from_either_end(rule: Rule, place: Fraction | None, field: Fraction | None) -> Fraction | Outcome:
    """A place counted from the front where a row names it there, else from the end (倒数第1名 is -1)."""
    if place is None:
        return ask("没有看出名次")
    front = [row["span"] for row in rule["rows"] if not str(row["span"].get("low", "")).startswith("-")]
    if any(holds(row["span"], place) for row in rule["rows"] if place < 0) or any(holds(span, place) for span in front):
        return place
    return ask("倒数名次需要总数") if field is None or place < 0 else place - field - 1


_AGAINST = re.compile(
    "概算|批复|中标|招标|限价|合同|上年|去年|上期|同期|平均|均值|基准|基期|目标|计划|预算|控制|限额|定额|上限|"
    "应|总|第1名|第一|最高|最好|最优|最大|最低|最小|对照|参照|编制|核定|全[区市街镇县省国]|上月|against"
)


def two_figures(value: dict[str, object]) -> tuple[Fraction, Fraction] | None:
    """A figure and what it is compared with, in one unit.

    >>> two_figures({"上年": "100件", "本年": "110件"})
    (Fraction(110, 1), Fraction(100, 1))
    >>> (
    ...     two_figures({"甲": "1件", "乙": "2件"}),
    ...     two_figures({"上年": "1件", "本年": "几件"}),
    ...     two_figures({"上年": "1件", "本年": "1元"}),
    ...     two_figures({"前年": "3件", "上年": "1件", "本年": "2件"}),
    ... )
    (None, None, None, None)
    """
    reads = {str(k): read_value(v) for k, v in value.items()}
    names = list(reads)
    if len(names) != 2 or any(r.number is None for r in reads.values()):
        return None
    against = next((k for k in reversed(names) if _AGAINST.search(k)), None)
    if against is None:
        return None
    own = next(k for k in names if k != against)
    first, second = convert(reads[own], reads[against].unit), reads[against].number
    return None if first is None or second is None else (first, second)
