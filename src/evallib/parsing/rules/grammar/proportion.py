"""Points in proportion: 按比例得分, 得分=完成率×分值, 目标÷实际, 折算, 线性插值."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from evallib.model import patterns
from evallib.parsing.rules.grammar.wording import NUMBER, UNITS

_WEIGHT = (
    "(?:(?:该|本|此)?(?:指标|项)?(?:的)?(?:指标)?(?:分值|权重分值|权重分|权重|"
    rf"标准分值|标准分|满分值|满分|总分)|{NUMBER}(?![\d.%])分?)"
)


_TERM = r"(?<!以)(?!以[上下内]|及以[上下])[\u4e00-\u9fffA-Za-z“”\"_]{1,24}(?:\([^()]{1,12}\))?"


_NUM = NUMBER


_PRODUCT = re.compile(
    rf"(?:(?:该|本|此)?(?:指标|项)?(?:实际)?得分(?:=|为|是|按)|=|按照?|以|即)?\(?(?P<a>{_TERM})"
    rf"(?:/(?P<b>{_TERM}|{_NUM}%?)(?P<bu>{UNITS})?)?\)?(?:\*100%)?\*\(?(?P<w>{_WEIGHT})\)?(?:\*100%)?"
    rf"(?:\*(?P<f>{NUMBER}%?))?(?:的)?(?:计算|确定)?(?:记分|计分|得分|给分|赋分|计算得分|计算|计)?"
)


_PRODUCT_LEFT = re.compile(
    "(?:(?:该|本|此)?(?:指标|项)?(?:实际)?得分(?:=|为|是|按)|=|按照?|"
    rf"以)\(?(?P<w>{_WEIGHT})\)?\*\(?(?P<a>{_TERM})(?:/(?P<b>{_TERM}|{_NUM}))?\)?(?:\*100%)?(?:计算|"
    "确定)?(?:记分|计分|得分|计)?"
)


_TARGET_FIRST = re.compile(rf"得分=\(?(?P<b>{_NUM})(?P<bu>%|{UNITS})/(?P<a>{_TERM})\)?\*(?P<w>{_WEIGHT})")
"""得分=5天÷实际天数×分值: the target over the value."""


_VERB = (
    r"(?:得分|计分|记分|给分|赋分|打分|评分|计算得分|折算得分|折算|计算分值|计算|扣分|扣减|扣除|扣|得|计)(?:分值|分)?"
)


_WORDS = re.compile(
    rf"(?:再|可|的)?(?:按照|按|以(?!上|下|内)|根据|依)(?P<what>[^,;。:按=*]{{0,16}}?)"
    rf"(?:的)?(?:比例|百分比|占比|比值|之比)(?:相应)?(?:予以)?{_VERB}|"
    rf"(?:按照?|以(?!上|下|内))(?P<rate>(?:实际)?[\u4e00-\u9fff]{{0,8}}(?:率|比例|程度|比重|占比|"
    rf"(?<![季年月])度(?!假)))(?:的?比例)?(?:折算|换算|计算)?{_VERB}|"
    rf"(?:按|同|等)?比例(?:相应)?{_VERB}|按比例(?=$|[,;。])"
)


_LINE = re.compile(r"线性|内插|插值|直线")


_SHARE_OF = re.compile(rf"(?P<a>{_TERM}?)(?:占|与)(?P<b>{_TERM}?)(?:之比|的?比例|比重|百分比)\*(?P<w>{_WEIGHT})")


_CONVERT = re.compile(
    rf"(?:得分|成绩|分数|平均[分值])\*(?P<q>{NUMBER})%(?:的?(?:计分|计入|折算|计算|得分))?(?=[,;。]|$)|"
    rf"按(?P<p>{NUMBER})%(?:的?比例)?(?:折算|换算|计入)(?:计入|得分|计分)?|"
    rf"(?:按|折算(?:成|为)?|换算(?:成|为)?)?(?P<n>百|{NUMBER})分制(?:得分|成绩|考核)?[^,;。]{{0,12}}?(?:折算|"
    rf"换算)|(?:折算|换算)[^,;。]{{0,8}}(?:满分|总分)(?P<m>{NUMBER})分"
)


_FIXED = re.compile(r"扣|每")


_GOAL = re.compile(r"目标|计划|预算|应|指标值|年度指标|标准|核定|总数|总量|总额|下达|任务|约定|规定|定额|控制数|编制")


_DONE = re.compile(r"实际|完成|执行|到位|已|达到|达标|支出|合格|符合|及时")


@dataclass(frozen=True, slots=True)
class Proportion:
    """How the points follow the value: a rate of the target, or the target over the value."""

    inverse: bool = False
    open_way: bool = False
    out_of: Fraction | None = None
    times: Fraction | None = None
    against_first: bool = False
    line: bool = False
    start: int = 0
    end: int = 0
    formula: bool = False
    planned: bool = False
    by_rate: bool = False
    of_rate: bool = False
    unit: str = ""
    factor: Fraction = Fraction(1)


def read_proportion(text: str) -> Proportion | None:
    """Find a proportional consequence in a text without parts.

    >>> read_proportion("得分=执行率*分值,不超过分值").formula
    True
    >>> read_proportion("未达到的,按A/B*该指标分值记分。(A为目标值,B为实际值)").inverse
    True
    >>> read_proportion("综合得分/100*10").out_of
    Fraction(100, 1)
    """
    if patterns.search(r"(?:A/B或B/A|B/A或A/B)", text):
        match = patterns.search(r"按?(?:A/B或B/A|B/A或A/B)\*[^,;。:]{2,12}?(?:记分|计分|得分)", text)
        if match:
            return Proportion(open_way=True, start=match.start(), end=match.end(), formula=True)
    alone = patterns.fullmatch(rf"(?P<a>{_TERM})\*(?P<w>{_WEIGHT})", text.strip(",;。 "))
    if alone and not _FIXED.search(text):
        return Proportion(
            start=0,
            end=len(text),
            formula=True,
            times=Fraction(alone["w"].rstrip("分")) if alone["w"][0].isdigit() else None,
        )
    goal = _TARGET_FIRST.search(text)
    if goal:
        return replace(_formula(text, goal), inverse=True, out_of=Fraction(goal["b"]), unit=goal["bu"])
    for pattern in (_SHARE_OF, _PRODUCT, _PRODUCT_LEFT):
        match = pattern.search(text)
        if match and not patterns.search(r"\+", match[0]) and not patterns.search(r"权重", match["a"] or ""):
            return _formula(text, match)
    match = _CONVERT.search(text)
    if match:
        if match["p"] or match["q"]:
            return Proportion(
                out_of=Fraction(100),
                times=Fraction(match["p"] or match["q"]),
                start=match.start(),
                end=match.end(),
                formula=True,
            )
        out_of = match["n"] or match["m"]
        return Proportion(
            out_of=Fraction(100 if out_of == "百" else out_of), start=match.start(), end=match.end(), formula=True
        )
    if _LINE.search(text):
        match = patterns.search(r"[^,;。]{0,20}(?:线性|内插|插值|直线)[^,;。]{0,10}", text)
        assert match is not None
        return Proportion(line=True, start=match.start(), end=match.end())
    match = _WORDS.search(text)
    if match:
        first = bool(patterns.search(r"第1名|最高|最优|最好|第一", match["what"] or ""))
        return Proportion(
            start=match.start(),
            end=match.end(),
            against_first=first,
            by_rate=bool(match["rate"]),
            inverse=bool(patterns.search(r"目标[^,;。]{0,4}(?:/|与|占)实际|反比", match[0])),
        )
    return None


def _formula(text: str, match: re.Match[str]) -> Proportion:
    above, below, times = match["a"], match["b"] or "", None
    number = patterns.fullmatch(rf"({NUMBER})分?", match["w"])
    if number:
        times = Fraction(number[1])
    said = match.groupdict().get("f") or "1"
    factor = Fraction(said.rstrip("%")) / (100 if said.endswith("%") else 1)
    out_of = Fraction(below.rstrip("%")) if patterns.fullmatch(rf"{NUMBER}%?", below) else None
    inverse = False
    if below and out_of is None:
        if patterns.fullmatch(r"[A-Za-z]", above) and patterns.fullmatch(r"[A-Za-z]", below):
            letter = patterns.search(rf"{below}(?:为|是|表示|=|:)[^,;。)]*", text)
            other = patterns.search(rf"{above}(?:为|是|表示|=|:)[^,;。)]*", text)
            if letter or other:
                inverse = bool(other and _GOAL.search(other[0]) and not patterns.search(r"实际", other[0]))
            else:
                inverse = above < below
        else:
            inverse = (
                bool(_GOAL.search(above))
                and not patterns.search(r"实际|完成数|执行|已", above)
                and bool(_DONE.search(below) or "实际" in below)
            )
    return Proportion(
        inverse,
        False,
        out_of,
        times,
        start=match.start(),
        end=match.end(),
        formula=True,
        planned="目标" in below or "计划" in below,
        of_rate=below.endswith("%"),
        unit=(match.groupdict().get("bu") or ""),
        factor=factor,
    )
