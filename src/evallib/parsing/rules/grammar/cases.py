"""The case of a clause: a step from a target, a counted thing, a range of a number, or words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from evallib.model import patterns
from evallib.parsing.rules.grammar.clauses import Clause
from evallib.parsing.rules.grammar.conditions import find_spans
from evallib.parsing.rules.grammar.spans import Span
from evallib.parsing.rules.grammar.wording import NUMBER, UNITS

Bad = Literal["below", "above", "both", ""]
_BOTH = (
    r"(?:(?:超过?|高于?|增加|上升|提高)[(/或、](?:降低|低于?|减少|下降|不足)\)?|相差|偏差|偏离|差异|变动|波动|浮动|"
    "多或者?少|少或者?多|超过?或(?:低于?|不足|少于?)|高于?或(?:低于?|不足)|增减|增加或(?:减少|降低)|上下浮动|误差)"
)
_APART = r"(?:相差|偏差|偏离|差异)(?:\([多或少高低、于]{2,6}\)|[多或少高低于]{2,6})?(?:的)?[,]?$"
_BELOW = r"(?:降低|下降|下滑|回落|低于|低出|低|减少|少于|少|减|不足|未达到|未达|未完成|差|欠|落后|慢|降|缺)"
_ABOVE = (
    "(?:超过|超出|超支|超期|超时|超|高于|高出|高|增加|增长|上升|提高|提升|多出|多|上浮|延迟|延误|延期|"
    "延后|延长|逾期|推迟|滞后|晚于|晚|拖延|拖期|迟|退后|退|靠后|落后|拖欠)"
)
_PCT = r"(?:%|个?百分点|个?点(?!位))"
_STEP = re.compile(
    rf"(?P<every>每(?:再|多)?)(?P<pre>(?!(?:季度?|半年|[年月周日天])[^\d]*不[少低]于)[^\d,;。每±≥≤<>]{{0,12}}?)"
    rf"(?P<n>{NUMBER})(?:个(?=[名位]次))?(?P<u>{_PCT}|{UNITS}|分(?!钟))(?P<post>(?:以上|及以上|的)?)"
)
_BARE_STEP = re.compile(
    rf"(?:^|[,;。:])[^\d,;。每]{{0,10}}?(?P<dir>{_BOTH}|{_ABOVE}|{_BELOW})"
    "(?:额(?:完成)?)?(?:(?:计划|目标|任务|指标|基数|标准|平均)(?:数|值|进度|水平)?)?(?P<n>1)"
    "(?P<u>个?百分点|天|日|个工作日|工作日|小时|分钟|个月|位|名)(?:的)?,?$"
)
_MET = (
    "(?:发现|查实|出现|发生|存在|有|缺少|缺失|缺项|缺|少|漏|完成|违反|涉及|逾期|超期|退回|新增|"
    "增加|满足|符合|落实|达到|具备|未达标|不合格|违规|单|多|未完成|"
    r"经查实|获得|获|被|通过|未通过|不足|未|不)*"
)
_ITEM = re.compile(
    rf"(?:每|凡)(?P<pre>[^\d,;。每]{{0,10}})(?P<n>{NUMBER})(?:个(?!月|百|工))?(?P<u>(?>{UNITS}))|"
    rf"每(?P<pre4>{_MET})(?P<u4>(?>{UNITS}))(?:每(?:半)?(?>{UNITS}))?|"
    rf"按(?!期)(?P<u2>{UNITS})(?=$|[,的])|(?P<pre3>[^\d,;。每]{{0,10}}?)(?<![\d.第~≥≤<>至])(?<!超过)(?<!不足)"
    rf"(?<!低于)(?<!大于)(?<!达到)(?<!高于)(?<!少于)(?<!至少)(?P<n3>1)(?:个(?!月|百|工))?(?P<u3>(?>{UNITS}))"
    "(?!以上|及以上|以内|以下|及以下|或以上|或以下|内(?!容|部)|之内|之后|后(?!续|勤))"
)
_FREQUENCY = {"每半年": 2, "每季度": 4, "每季": 4, "每两月": 6, "每月": 12, "每个月": 12, "每周": 52, "每年": 1}
MEASURED = {
    "元", "千元", "万元", "亿元", "秒", "分钟", "小时", "天", "日", "工作日", "个工作日", "周", "个月", "月", "季度",
    "个季度", "微克", "毫克", "年", "米", "公里", "千米", "厘米", "平方米", "万平方米", "平方公里", "亩", "万亩",
    "公顷", "立方米", "万立方米", "吨", "万吨", "公斤", "千克", "万公斤", "度", "分贝", "岁", "学时", "课时", "分",
    "千瓦时", "万千瓦时", "万人", "万人次", "倍", "‰", "立方",
}  # fmt: skip
"""Units of what is measured and not counted: each missing one is a step of a number, not a thing."""
_ELSE = re.compile(
    "^(?:[,;。:]*)(?:否则|以后的?|此后的?|以下(?:的)?|低于(?:此|该)(?:标准|比例|值)?(?:的)?|再低(?:的)?|"
    "反之|其余(?:的|情况|名次|单位|情形)?(?:均|都|一律)?|其他(?:的|情况|情形|名次|等次|单位|地区)?(?:均|一律)?|"
    "除此之?外|(?:若|如)?(?:未|没有?|不能?)(?:能)?(?:达到|达标|完成|满足|符合)?(?:目标值?|要求|标准|指标值?|"
    "上述(?:要求|标准)|以上要求)?(?:的)?|"
    "(?:多|高于?|大于?|超过?)[^,;。]{0,2}或(?:者)?(?:少|低于?|小于?|不足)[^,;。]{0,2}?(?:的)?(?:均|都)?|"
    "不等于?(?:的)?|有差异(?:的)?|不达标(?:的)?|不符合(?:要求|规定)?(?:的)?|不满足(?:的)?|否)[,:]?$"
)


@dataclass(slots=True)
class Step:
    """每低1个百分点, 每超5分钟: how far, in what, and which way is bad."""

    per: Fraction
    unit: str
    bad: Bad
    stated: bool = True


@dataclass(slots=True)
class Item:
    """每发现一处, 每退回5件: what is counted, in groups of how many."""

    group: Fraction
    unit: str
    missing: bool


@dataclass(slots=True)
class Case:
    """What a clause says about when it applies."""

    clause: Clause
    text: str
    step: Step | None = None
    item: Item | None = None
    spans: list[Span] = field(default_factory=list)
    otherwise: bool = False
    words: str = ""
    label: str = ""
    frequency: int = 0


def read_case(clause: Clause, compared: bool = False) -> Case:
    """Read the case of a clause.

    >>> from evallib.parsing.rules.grammar.clauses import clauses
    >>> read_case(clauses("低于98%的,每低1个百分点扣2分")[0]).step
    Step(per=Fraction(1, 1), unit='百分点', bad='below', stated=True)
    >>> read_case(clauses("主街每发现1处乱堆扣2分")[0]).item.unit
    '处'
    """
    text = clause.case.strip(",;。:\n ")
    case = Case(clause, text)
    rest = text
    for words, number in _FREQUENCY.items():
        if words in text:
            case.frequency = number
            text = rest = text.replace(words, "")
            break
    match = _last_step(text) if clause.verb not in {"full", "free"} else None
    if match:
        case.step = _step(text, match, compared)
    if case.step is None:
        bare = _BARE_STEP.search(text)
        if bare and clause.verb in {"deduct", "add"}:
            unit = "百分点" if "百分点" in bare["u"] else bare["u"]
            case.step = Step(Fraction(bare["n"]), unit, _way(bare["dir"]), stated=False)
            match = bare
    if case.step is not None and match is not None:
        rest = text[: match.start()] + "," + text[match.end() :]
    elif clause.verb not in {"full", "free"}:
        rest = _read_item(case, rest)
    case.spans = find_spans(rest)
    if case.item and clause.verb in {"deduct", "add"}:
        case.spans = [s for s in case.spans if not (s.bare and s.unit not in {case.item.unit, "次", "%", "分"})]
    case.otherwise = bool(_ELSE.match(rest)) and not case.spans and not case.item
    case.words = _without(rest, case.spans)
    case.label = rest.strip(",;。:()的 ") if any(not s.exact for s in case.spans) else case.words
    return case


_PART_BEYOND = re.compile(r"(超出|超过|高出|不足|低于)(?:的)?部分的?,?$")
"""超出部分每0.1万元扣1分."""


def _last_step(text: str) -> re.Match[str] | None:
    found = None
    for match in _STEP.finditer(text):
        found = match
    return found


def _way(words: str) -> Bad:
    if patterns.search(_BOTH, words):
        return "both"
    if patterns.search(_ABOVE, words) and not patterns.search(r"低|少(?!于)|不足|落后", words):
        return "above"
    if patterns.search(_BELOW, words):
        return "below"
    return ""


def _step(text: str, match: re.Match[str], compared: bool) -> Step | None:
    unit, before = match["u"], match["pre"]
    percent = bool(patterns.fullmatch(_PCT, unit))
    way = _way(before) or _way(match["post"])
    beyond = _PART_BEYOND.search(text[: match.start()])
    if not way and beyond:
        way = "above" if beyond[1] in {"超出", "超过", "高出"} else "below"
    if not way and ("多或少" in match[0] + before or patterns.search(_APART, text[: match.start()])):
        way = "both"
    if match["every"] == "每多" and not way:
        way = "above"
    if percent and unit in {"点", "个点"} and not way:
        return None
    if percent:
        after = _way(text[match.end() : match.end() + 4])
        return Step(Fraction(match["n"]), "%" if unit == "%" else "百分点", way or after)
    if unit in {"名", "位", "位次", "名次"} and patterns.search(r"退|降|下降|落后|靠后|低|后", before):
        return Step(Fraction(match["n"]), "名", "above")
    if way and unit in MEASURED:
        return Step(Fraction(match["n"]), unit, way)
    if patterns.search("超期|逾期|超时|延期|迟[到报交]", before):
        return None  # so many late things, and no step beyond a number of them
    if (way and (compared or patterns.search(r"超|高|增|上升|多|平均|目标|计划", before))) or (
        way and Fraction(match["n"]) % 1
    ):
        return Step(Fraction(match["n"]), unit, way)
    return None


def _read_item(case: Case, text: str) -> str:
    """Find what is counted; return the text without it."""
    clause = case.clause
    if clause.per:
        case.item = Item(Fraction(1), clause.per, False)
        return text
    found = None
    for match in _ITEM.finditer(text):
        if match["u4"] in {"年", "季度", "月", "周"} and not match["pre4"]:
            continue
        found = match
    if (
        found is not None
        and found["n3"]
        and (
            (clause.verb == "get" and "%" in text[found.end() :])
            or patterns.match("[之以]?前", text[found.end() :])
            or patterns.search(r"(?:仅|只)(?:有|满足|具备)?$", text[: found.start("n3")])
            or (found["u3"] in MEASURED and patterns.match(r"[(~)至到]", text[found.end() :]))
        )
    ):
        return text  # 1万立方米(含)~2万立方米 is a range and no thing
    if found is not None and found["n"] and found["n"] != "1" and patterns.match(r"[起次件处例]", found["pre"]):
        case.item = Item(Fraction(1), found["pre"][0], False)
        return text[: found.start()] + text[found.start("pre") + 1 :]
    if found is None:
        last = patterns.search(r"每(?P<u>[\u4e00-\u9fff]{1,4})[,:]?$", text)
        if last and last["u"] not in {"年", "季度", "月", "周", "天", "日"}:
            case.item = Item(Fraction(1), last["u"], False)
            return text[: last.start()]
        return text
    words = found["pre"] or found["pre3"] or found["pre4"] or ""
    number = Fraction(found["n"] or 1)
    head = text[: found.start()]
    missing = bool(patterns.search(r"缺|少|漏|未完成|未达", words[-4:]))
    unit = found["u"] or found["u2"] or found["u3"] or found["u4"]
    if found["n3"] and f"个{unit}" in found[0] and clause.verb in {"get", "zero"}:
        unit = "个"  # 与1个部门共享 beside 与2个部门共享
    case.item = Item(number, unit, missing)
    return (
        head
        + (words if not patterns.fullmatch(r"(?:发现|出现|发生|查实|存在|有)*", words) else "")
        + text[found.end() :]
    )


def _without(text: str, spans: list[Span]) -> str:
    """The words of a case that are no number."""
    out, last = "", 0
    for span in spans:
        out += text[last : span.start]
        last = span.end
    out += text[last:]
    return out.strip(",;。:()的 ")
