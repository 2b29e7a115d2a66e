"""A printed rule → clauses: what stands before (the case), and what follows from it (points, deduction, nothing)."""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from evallib.model import patterns
from evallib.parsing.rules.grammar.wording import NUMBER, UNITS

Verb = Literal["get", "deduct", "add", "zero", "full", "free", "judge", "times", "cap", "floor", "counting"]
_ITEM = (
    "(?:(?:该|本|此|这|对应)(?:小)?(?:项|条|指标|部分)(?:指标|小项)?(?:的)?(?:分值|"
    "权重分|权重|标准分|得分|总分|分数|分)?(?:的)?)"
)
_WHOLE = (
    "(?:指标权重|总权重|权重分值|权重分数|权重分|权重|分值|标准分值|标准分|满分值|"
    "满分|总分值|总分|应得分|基本分|基础分|所占分值)"
)
_SHARE = (
    rf"(?:{_ITEM}|{_WHOLE}|指标|其)*(?:的)?(?:{NUMBER}%|\d+/\d+|一半|半数)"
    rf"(?:的)?(?:{_ITEM}|指标)?(?:的)?(?:{_WHOLE}|分数|分)?"
)
_POINTS = rf"{NUMBER}(?:个)?分(?!钟|点|之|别|项|管|类)"
_LIST = (
    rf"{NUMBER}分?(?:[、,和及/]{NUMBER}分?)*(?:[、,和及/]{NUMBER}分)(?!钟|之|扣完|直至|"
    r"直到|为止|为限|封顶|以上|以下|及以|\(含|\(不含|~|至)"
)
_GET = (
    "(?:(?:可得|计得|评为|评定为|得分为|得分|得|计为|计分|计|记为|记|赋予|赋|"
    "给予|给|评|为|打|获得|获|奖励)(?!分(?!值的)))"
)
_DEDUCT = (
    r"(?:(?:依次)?递减|依次减|倒扣|扣除|扣减|核减|减扣|扣掉|扣分|扣罚|减去|(?<!每)减少(?![\d.]+%)|"
    r"(?<!每)(?<!增)(?<!每增)减(?!少|[\d.]+%)|(?<=[点%项次个件处天户人内上下的,])减(?=[\d.]+%)|扣)"
)
_ADD = r"(?:加记|加计|奖励加|另加|(?<!每)增加(?![\d.]+%)|额外加|再加|加分|(?<!增)(?<!每)加(?!扣|[\d.]+%)|奖励|奖)"
_LIMIT = r"(?:最多|最高|至多|累计|合计|总计|总共|共计|全年|年度|每年|每月|上限|封顶|限|以)"
_NOT_OVER = r"(?:不得超过|不能超过|不超过|不高于|上限为|上限是|上限|限额|以|为|限|至|达到)"
_PATTERNS: tuple[tuple[str, str], ...] = (
    (
        "floor",
        "(?:直至|直到|至|依次)?(?:(?:该|本|此|单)?(?:小)?项(?:分值|分|得分)?|分值|权重分?|"
        rf"总分)?(?:{NUMBER}分)?(?:直至|直到)?(?:扣完|扣光|扣尽|扣至0分?|扣到0分?|减完|减至0分|扣满)"
        "(?:(?:该|本|此|各)(?:小)?项)?(?:的)?(?:分值|分数|分)?(?:为止|即止|止)|(?:直至|直到)(?:扣完|扣光|扣尽|"
        "减完|扣[为至到]?0分?)(?=[,;。)]|$)|不(?:计|得|出现)负分|不倒扣|最低(?:得|为|计)?0分|最低不低于0分",
    ),
    (
        "counting",
        rf"[,(]?(?:每)?不[足满]{NUMBER}?(?:{UNITS}|%)?(?:的|部分|时)*,?(?:(?:按|算|以)(?:比例|线性|内插法?)"
        rf"(?:扣分|扣|计算|计|折算)?|(?:按|算|视为|计为|计)(?:作)?{NUMBER}?(?:{UNITS}|%)(?:计算|计|扣分|扣|算)?|"
        r"(?:不予扣分|不扣分|不扣|不计算|不计|舍去|忽略))\)?|不满整数(?:部分)?(?:不扣|不计)|"
        "(?:不足部分|小数部分)按比例(?:扣分|扣|计算)?|只计整数|取整(?:计算|扣分)?|"
        "采用(?:线性)?(?:内插法|插值法)(?:计算|扣分)?",
    ),
    (
        "cap",
        rf"[,;(]?(?:{_ITEM}|(?:该|本|此)?类|两项|各项|以上|上述|单项|专项|同一(?:项|类|事项)?|"
        rf"[^,;。()]{{0,6}}?(?:扣分|加分))?(?:{_LIMIT}{{1,3}}(?:的)?(?:{_DEDUCT}|{_ADD}|得|计|计分|得分|"
        rf"分值)?(?:总分|总额|总数|总值|分值|分数|合计|累计|最多|最高|总计)?{_NOT_OVER}{{1,2}}|"
        rf"(?:{_DEDUCT}|{_ADD}|得|计|计分|得分|分值)?(?:总分|总额|总数|总值|分值|分数|合计|累计|最多|最高|"
        rf"总计)?(?:不得超过|不能超过|不超过|不高于|上限为|上限是|上限|限额|以(?={NUMBER}分为限)))(?:{_DEDUCT}|"
        rf"{_ADD}|得|计)?(?:{_POINTS}|(?:{_ITEM}|{_WHOLE})的?{NUMBER}%|(?<=过)(?:{_ITEM}|{_WHOLE})(?:上限)?)"
        r"(?:为限|为止|封顶)?\)?|"
        rf"[,;(]?(?:{_ITEM}|(?:该|本|此)?类|两项|各项|单项|专项|每月|全年|年度|共|"
        rf"[^,;。()]{{0,6}}?(?:扣分|加分))?(?:最多|最高|至多|累计最多|累计最高|合计最多|限)(?:可|只|再|累计|"
        rf"共)?(?:{_DEDUCT}|{_ADD}|减|得|计|记|给|奖|为)?(?:分)?(?:{_POINTS}|(?:{_ITEM}|{_WHOLE})的?{NUMBER}%)"
        r"(?:为止)?\)?|"
        rf"[,;(](?:{_ITEM})?(?:总分|满分|封顶|上限)(?:为|上限)?{_POINTS}(?=[,;。)]|$)\)?|"
        rf"(?:得|计)?(?:至|到)?{NUMBER}分(?:封顶|为限|为止|止)|(?:满分为止|封顶(?=[,;。]|$))",
    ),
    (
        "judge",
        rf"(?:酌情|视情(?:况|节)?(?:轻重|严重程度)?|视(?:具体|实际|严重|影响|完成)[^,;。]{{0,6}}|适当|"
        rf"根据(?:具体|实际|情节|严重|程度|完成|影响|落实)[^,;。]{{0,10}}?|"
        rf"由(?:评价|评审|考核|专家)[^,;。]{{0,8}}?)[^,;。]{{0,8}}?(?:扣除|扣减|扣|减|得|给|计|打|评|加|赋|评定|"
        rf"确定|酌定)(?:分|{NUMBER}?(?:~|-){NUMBER}分|不超过{NUMBER}分|{NUMBER}分以内)?"
        r"(?:以内|不等)?",
    ),
    (
        "judge",
        rf"(?:得|给|计)(?:{_ITEM}|{_WHOLE})?的?{NUMBER}%~{NUMBER}%(?:的?(?:{_ITEM}|{_WHOLE}))?(?=[,;。]|$)|"
        rf"(?:{_GET}|{_DEDUCT}|{_ADD}){NUMBER}分?(?:~|-){NUMBER}分(?:不等|之间)?(?!(?:之间)?(?:的)?,?(?:为|"
        rf"得|计|记|给|扣|赋|属))|(?:{_DEDUCT}|{_ADD}|{_GET}){NUMBER}(?:~|-){NUMBER}%(?:的?{_WHOLE})|"
        rf"(?<=的){NUMBER}分?~{NUMBER}分(?=[,;。]|$)",
    ),
    (
        "judge",
        r"(?:合理|酌情|综合)(?:考虑|分析|判断)?(?:确定|评定|评价|打分|评分|给分|计分|赋分|判定)(?:分值|得分)?|酌情",
    ),
    (
        "free",
        "(?:不予|不|免予|免于|无需|不再)(?:扣分|减分|扣减|扣除|扣)(?:的)?|不加不扣|"
        "不扣不加|不加分不扣分|不加分也不扣分|不奖不扣",
    ),
    (
        "zero",
        rf"(?:{_ITEM})?(?:(?<!平)均|一律|直接|全部|即|视为|计为|按|记为)?(?:不予得分|不予计分|不予加分|不得分|"
        "不计分|不给分|不赋分|不记分|不加分|不得满分以外的分|(?<!平)均不得|全部不得|"
        "(?:无|没有)分(?!类|析|工|解|歧|管|期|级|段|离|配|布|项|组|别)|不得(?=[,;。)]|$)|"
        "(?:得|计|记|为|给|按|赋|评|扣为|扣至|作|计为|记为)(?:0|零)分(?:计算|处理)?|"
        r"(?:0|零)分(?:处理|计算)|(?<![\d.])(?:0|零)分(?=[,;。)]|$))|"
        rf"(?:{_ITEM}|{_WHOLE})?(?:全部扣除|全部扣完|全部扣光|全部扣掉|全部扣|(?<![健齐完安周])全扣(?!\d)|"
        "扣光|扣除全部(?:分值|分数|分)?|扣全部分?值?|扣完全部分?值?|扣除全分|扣全分|扣除满分|扣满分|"
        "扣除该项全部分值?|扣除本项全部分值?|扣除?(?:该项|本项|此项)(?:指标)?(?:所有|全部)?(?:分值|"
        r"分数|得分|分)(?!值|数|的?\d|的?一半))|"
        rf"(?:实行|执行)?(?<!被)(?:一票否决(?:制)?)(?:,?(?:{_ITEM})?(?:不得分|得0分|计0分|记0分|为0分|0分))?|"
        rf"(?:{_ITEM}|得分|分值|积分)+(?:清零|归零)|取消(?:{_ITEM})?(?:得分|分值|评分)|"
        rf"扣完(?!为止|即止|至|\d|[^,;。]{{1,6}}为止)",
    ),
    (
        "full",
        rf"(?:方可|即可|可|(?<!否)则|(?<!平)均|才)?{_GET}?(?:{_ITEM})?(?:满分|全分|全部分值?|全额分值?|"
        r"全部权重分|权重满分|全部得分|满分值|足分)(?!的|为|值的|×|\*|\d|上限|上|以|中|内|基础)|"
        rf"(?:得|计|记|给|赋)(?:{_ITEM})?(?:{_WHOLE})(?!的|×|\*|\d|分)|(?:得|计)(?:{_ITEM}|指标)(?=[,;。]|$)",
    ),
    (
        "times",
        r"(?:按[^,;。]{0,6}?)?(?:标准的?)?(?:加倍|双倍|翻倍|翻番|(\d+(?:\.\d+)?)倍)(?:扣分|扣除|扣减|扣|加分|"
        "计分|计|处罚)(?:分)?|(?:减半|折半)(?:扣分|扣|计分|计|加分|得分)(?:分)?|(?:扣分|扣除|扣|计分|加分)"
        "(?:加倍|翻倍|翻番|减半|双倍)|扣分标准加倍|按(?:上述|以上)?标准的?(?:一半|50%)(?:扣分|计)",
    ),
    (
        "deduct",
        "(?:各|分别|依次|(?<!平)均|再|另|加|(?<!否)则|就|只|仅|可|相应|一次性|"
        rf"共)*{_DEDUCT}(?:其|去|除|总分)?(?:{_LIST}|{_POINTS}|{_SHARE})",
    ),
    ("add", rf"(?:各|分别|依次|(?<!平)均|再|可|(?<!否)则|就|相应|另)*{_ADD}(?:{_LIST}|{_POINTS}|{_SHARE})"),
    (
        "get",
        rf"(?:各|分别|依次|(?<!平)均|(?<!否)则|可|就)*{_GET}(?:各|分别|"
        rf"依次)?(?:基[本础]分)?(?:{_ITEM})?(?:{_LIST}|{_POINTS}|(?<!为){_SHARE})(?!以上|以下|及以上|\(含\)以|"
        "的单位|的,|者|得|计满|记满|为满|给满)",
    ),
    ("get", rf"各占(?:{_ITEM})?(?:{_POINTS}|{_SHARE})"),
    (
        "get",
        r"(?<![在于到达过足为共值计限含≥≤<>=~第])(?:(?<=[\u4e00-\u9fff%:,(])|(?<=\)))"
        rf"(?<![总满][分评])\(?(?<![\d.]){NUMBER}分\)?(?=[,;。、)\n/]|$)",
    ),
)
_SCAN = re.compile("|".join(f"(?P<{verb}{i}>{pattern})" for i, (verb, pattern) in enumerate(_PATTERNS)))
_OTHERWISE = re.compile(
    r"(?<=[\u4e00-\u9fff\d%)])[,;。](?:否则|反之|(?:未|没|没有)(?:能)?(?:达到|完成|达标)(?:的)?|达不到(?:的)?|"
    r"不达标(?:的)?|不足的?|少于的?|低于的?|超过的?|超出的?|大于的?|小于的?|高于的?|[^,;。\d]{0,12}?(?:达不到|"
    "未(?:能)?达到|不满足|不符合)(?:要求|标准|规定|目标值?|指标值?)的?)[,:]?$"
)
_PER_SUFFIX = re.compile(rf"/(?:每)?({UNITS})|每({UNITS})(?=[,;。)、]|$)|\(每({UNITS})\)")
_NUMBERS = re.compile(rf"({NUMBER}%|\d+/\d+|{NUMBER}|一半|半数)")


@dataclass(frozen=True, slots=True)
class Amount:
    """Points, or a share of the weight."""

    value: Fraction
    share: bool = False


@dataclass(slots=True)
class Clause:
    """A case and what follows from it; `case` is the text since the clause before."""

    case: str
    verb: Verb
    amounts: tuple[Amount, ...] = ()
    per: str = ""
    words: str = ""
    start: int = 0
    end: int = 0


def amounts_of(text: str) -> tuple[Amount, ...]:
    """The points or shares that a consequence names.

    >>> amounts_of("分别扣10、5分")
    (Amount(value=Fraction(10, 1), share=False), Amount(value=Fraction(5, 1), share=False))
    >>> amounts_of("扣权重的3%")
    (Amount(value=Fraction(3, 100), share=True),)
    """
    found = []
    for match in _NUMBERS.finditer(text):
        word = match[1]
        if word in {"一半", "半数"}:
            found.append(Amount(Fraction(1, 2), True))
        elif word.endswith("%"):
            found.append(Amount(Fraction(word[:-1]) / 100, True))
        elif "/" in word:
            found.append(Amount(Fraction(word), True))
        else:
            found.append(Amount(Fraction(word)))
    return tuple(found)


def clauses(text: str) -> list[Clause]:
    """All clauses of a normalised text, in order.

    >>> [(c.case, c.verb) for c in clauses("完成率100%得满分,每低1个百分点扣0.5分;造假的不得分")]
    [('完成率100%', 'full'), (',每低1个百分点', 'deduct'), (';造假的', 'zero')]
    """
    return [copy(clause) for clause in _scanned(text)]


@lru_cache(maxsize=4096)
def _scanned(text: str) -> tuple[Clause, ...]:
    """The clauses of a text, which every check of a rule asks for; whoever asks may change his own."""
    found: list[Clause] = []
    last = 0
    for match in _SCAN.finditer(text):
        name = match.lastgroup or ""
        verb: Verb = patterns.sub(r"\d+$", "", name)  # type: ignore[assignment]
        end = match.end()
        suffix = _PER_SUFFIX.match(text, end) if verb in {"deduct", "add", "get"} else None
        per = next((group for group in suffix.groups() if group), "") if suffix else ""
        amounts = amounts_of(match[0]) if verb in {"deduct", "add", "get", "judge"} else ()
        if verb == "times":
            amounts = (_factor(match[0]),)
        split = _OTHERWISE.search(text[last : match.start()]) if verb in {"zero", "deduct", "get", "judge"} else None
        if (
            split
            and split.start()
            and not (
                found
                and found[-1].verb in {"get", "full", "free"}
                and not patterns.search(r"[;。\n]", text[last : match.start()])
            )
        ):
            before = text[last : last + split.start()]
            found.append(Clause(before, "full", (), "", "", last + split.start(), last + split.start()))
            last += split.start()
        found.append(
            Clause(
                text[last : match.start()], verb, amounts, per, match[0], match.start(), suffix.end() if suffix else end
            )
        )
        last = suffix.end() if suffix else end
    return tuple(found)


def _factor(words: str) -> Amount:
    if patterns.search(r"减半|折半|一半|50%", words):
        return Amount(Fraction(1, 2))
    number = patterns.search(r"(\d+(?:\.\d+)?)倍", words)
    return Amount(Fraction(number[1]) if number else Fraction(2))
