"""A printed text in plainer words: headings, notes and the points of the whole go; odd turns become ordinary ones."""

from __future__ import annotations

import calendar
import re
from datetime import date
from fractions import Fraction

from evallib.model import patterns
from evallib.parsing.rules.grammar.cell_tables import spell_table
from evallib.parsing.rules.grammar.respective import goals_apart, marks_met, spell_out, spell_places
from evallib.parsing.rules.grammar.several_rates import apart
from evallib.parsing.rules.grammar.wording import NUMBER, UNITS, normalise

_DEFINITION = re.compile(
    r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{2,14}(?:率|度|比例|"
    r"占比))=(?:\([^()*]{2,40}\)/[^,;。=*]{2,20}\*100%[,;。]?|"
    r"\(?[^,;。=+*]{2,30}/(?!\d+(?:\*100%)?[,;。])[^,;。=+]{2,30}?(?:\*100%(?:\((?![^()]*(?:得分|"
    r"扣分|满分))[^()\d]*\))?)?(?=[,;。]))"
)
"""调整率=调整数/预算数*100%(政策性调整除外): what is measured, with what is left out of it."""

_STEP_TARGET = re.compile(
    rf"(每(?:[高低超少差降]|不足|小于|大于|未达)[^\d,;。()]{{0,8}})\(?({NUMBER}(?:%|"
    rf"分(?!钟)))\)?(?:的)?({NUMBER}(?:%|个?百分点|分(?!钟)))(?!得|计)"
)

_BY_STANDARD = re.compile(
    rf"(?:按照?|以)(每[^,;。扣得]{{1,14}}?)({NUMBER}分)的?(?:标准|比例|幅度)?(?:依次)?(?:递减|扣减|扣分|扣除|核减|扣)"
)
"""按每低1个百分点0.5分的标准扣减."""

_EITHER_WAY = re.compile(r"(?<![每\d降提升])((?:高|低|高出|低出|高于|低于|超过)1(?:%|个?百分点)的?,?(?=[加扣减]))")
"""高1个百分点加0.2分,低1个百分点扣0.2分: steps without 每."""

_BOTH_WAYS = re.compile(
    r"每(?:增加或减少|增减|上升或下降|高于或低于|增加\(减少\)|提高或降低)"
    rf"({NUMBER}(?:%|个?百分点|{UNITS})),?(?:的)?,?(?:相应|对应)?"
    rf"(?:加减|增减|加或减|加\(减\)|增加或扣减|加扣)({NUMBER}分)"
)

_NEXT_PLACES = re.compile(r"(?:其后|此后|以后|之后|后续|往后)的?(?:各|每)?名次?,?(?:依次)?(?:递减|扣减|减|扣)(?=\d)")

_HEADING = re.compile(
    r"^(?:评分|计分|打分|赋分|扣分|考核|评价|得分)(?:标准|细则|办法|方法|规则|方式|说明)(?:为)?[::]\n?(?=.)"
)

_MONTHLY = re.compile(rf"[,;。(]每(?P<every>月|季度|季)(?:为|计|得|各|占)?(?P<n>{NUMBER})分\)?(?=[,;。])")
_TIMES = {"月": 12, "季度": 4, "季": 4}
"""36分,每月为3分: the points of the whole once more."""

_POINTS_BEHIND = rf"[。;]\(({NUMBER}分)\)(?=[^,;。]|$)"

_ELSEWHERE = re.compile(
    r"(不得分|扣[\d.]+分),?(?:并|且|同时)(?:相应|另)?(?:扣减|扣除|扣|取消|核减)[^,;。]{0,12}(?:总分|"
    "总成绩|评优|评先|资格|其他指标|规范性指标)[^,;。]*"
)
"""本项不得分并扣减年度总分2分: what happens outside of this indicator."""

_BELOW_NOTHING = re.compile(
    (
        r"^[^,;。\d]{0,12},?[^;。\d]{0,12}(?:可(?:得|为|计|扣至)负分|允许负分|扣至负分|"
        r"扣分不设下限|不设下限)[^;。\d]{0,16}[。;](?P<rest>.+)$"
    ),
    re.DOTALL,
)
"""实行倒扣分,可计负分。每次扣3分: said first of all that follows."""

_MARKS = "①②③④⑤⑥⑦⑧⑨⑩"

_NOTE = re.compile(
    r"(?:^|[。;\n(,])\(?(?:数据来源|资料来源|证据来源|佐证材料|考核依据|评分依据|"
    r"评价依据|取数口径|备注|注)[::](?P<words>[^。\n]*?)[。)]*$"
)


def plain_words(text: str, points: str) -> str:
    """One spelling of a printed rule without what is no rule.

    Args:
        text: the words as printed.
        points: the points of the indicator, as a decimal.

    >>> plain_words("评分标准：按每低1个百分点0.5分的标准扣减（5分）。数据来源：年报", "5")
    '每低1个百分点扣0.5分'
    """
    clean = goals_apart(spell_out(marks_met(normalise(spell_places(spell_table(text))))), points)
    clean = apart(clean, points)
    clean = _HEADING.sub("", clean)
    clean = patterns.sub(r"^按[^,;。:\d]{2,12}(?:打分|计分|评分|扣分|赋分):(?=[^:]*\d[^:]*[扣得]\d)", "", clean)
    clean = patterns.sub(r"^(?:1[.、]|\(1\)|①|1\))(?=[^\d%])(?!.*(?:2[.、]|\(2\)|②|2\)))", "", clean, flags=re.DOTALL)
    clean = patterns.sub(
        (
            rf"^(?:本项|共计?|总计|总分|满分){points}分[,:;。]|"
            rf"[,;。](?:共计?|总计|总分|全年(?:共计?|合计|满分)?|合计){points}分[。;]?$"
        ),
        "",
        clean,
    )
    clean = patterns.sub(r"\(\d+分制\)", "", clean)
    clean = _ELSEWHERE.sub(r"\1", clean)
    clean = patterns.sub(
        r"[,;][^,;。扣得加]{0,24}取消(?:其)?(?:当年|年度|本年度)?(?:评先|评优|评奖)[^,;。扣得加]*", "", clean
    )
    clean = patterns.sub(r"(?:,)?(?:单项|直接|即)否决(?!权)", "不得分", clean)
    clean = patterns.sub(r"[,;。]?\((?:一票)?否决(?:即|是指|指)[^()]*\)", "", clean)
    clean = _BELOW_NOTHING.sub(lambda m: f"{m['rest'].rstrip('。;')},扣至负分", clean)
    clean = patterns.sub(r"([\u4e00-\u9fff]{2,12}率)与(权重分?|分值)(?:之|的)?(?:乘?积)", r"\1*\2", clean)
    clean = patterns.sub(
        r"(?:完成率|比率|比例)?(?:大于|超过|高于)1(?:的|时)?,?(?:取|按)1(?:计算?)?(?=[,;。]|$)",
        "超过100%按100%计",
        clean,
    )
    clean = patterns.sub(r"(?<=[优良中差好般])[,]?[2-5]\d?(?:个)?(?:档|等级|等次|级)(?=[,]?(?:分别|依次))", "", clean)
    clean = patterns.sub(r"由(?:评价|评审|考核|专家)(?:组|小组|机构|方)?(?=按[^,;。]{2,12}[、][^,;。]*分别)", "", clean)
    clean = patterns.sub(rf"(?<=分)\((?:共计?|合计|总计){NUMBER}(?:{UNITS})\)", "", clean)  # 每座得0.5分(共10座)
    clean = patterns.sub(
        rf"[{_MARKS}]{{2,}}(?=各|均|每)", lambda m: "" if set(m[0]) >= set(_MARKS) & set(clean) else m[0], clean
    )
    while (note := _NOTE.search(clean)) and not patterns.search(
        rf"{NUMBER}(?:分|%|个百分点)|不得分|扣|加", note["words"]
    ):
        clean = clean[: note.start()]
    clean = patterns.sub(
        rf"(?<=[%以][上内下]|.[%天日次人])\(({points}分)\)(?=,[^,;。]*(?:不[得计]|扣))", r",得\1", clean
    )
    if len(patterns.findall(_POINTS_BEHIND, clean)) > 1:
        clean = patterns.sub(_POINTS_BEHIND, r",得\1。", clean)
    clean = _MONTHLY.sub(lambda m: "" if Fraction(m["n"]) * _TIMES[m["every"]] == Fraction(points) else m[0], clean)
    clean = _shares_of_parts(clean, points)
    clean = _without_weight(clean, points)
    clean = patterns.sub(rf"(?<=[得计记给])满分{points}分(?=[,;。)]|$)", "满分", clean)
    clean = patterns.sub(r"[^,;。:]{0,16}=Σ[^,;。]*[,;。]?", "", clean)
    clean = patterns.sub(r"(?<![\d.])(\d+)个?小时(\d+)分钟", lambda m: f"{60 * int(m[1]) + int(m[2])}分钟", clean)
    clean = patterns.sub(r"(?:在)?(?:1年|半年|1个月|1个季度|年度|当年)(?:之)?内(?=被|发生|出现|受到)", "", clean)
    clean = patterns.sub(
        r"(?:未达到?|低于|不足)100%的?,?扣(?:除|减)?相应比例的?(?:分值|分数|得分|分)", "按比例得分", clean
    )
    clean = _DEFINITION.sub(r"\1;", clean)
    clean = _with_signs(clean)
    clean = _one_deadline(clean)
    clean = _BY_STANDARD.sub(r"\1扣\2", clean)
    if len(_EITHER_WAY.findall(clean)) > 1:
        clean = _EITHER_WAY.sub(r"每\1", clean)
    clean = _BOTH_WAYS.sub(r"每增加\1加\2,每减少\1扣\2", clean)
    clean = _NEXT_PLACES.sub("每降1名扣", clean)
    clean = _STEP_TARGET.sub(r"目标\2,\1\3", clean)
    return clean


_SIGNS_SAID = re.compile(
    "[,;。(]*(?=以上|上述|[均都]|全部)(?:以上|上述)?[各所]?(?:列|项|情形|问题|"
    "内容|分值|分数|扣分){0,2}(?:均|都|全部|一律)?"
    "(?:(?:为|是|系|属于?)(?P<sign>[扣加])分(?:项目?|值|情形|标准)?|"
    r"[从在](?:总分|满分|本项|该项)(?:得分|分值)?中?(?P<off>扣)[除减]?)\)?(?=[,;。]|$)"
)
_UNSIGNED = re.compile(rf"(?<![\d.~扣减除加得计记为分奖给罚(≥≤<>于过])({NUMBER}分)(?=/|[,;。]|$)")


def _with_signs(text: str) -> str:
    """Amounts without a sign (0.2分/个) with that of the sentence behind, or of what is taken off until none is left.

    >>> _with_signs("箱体破损,0.4分/个。以上均为扣分,扣完为止")
    '箱体破损,扣0.4分/个,扣完为止'
    """
    found, last = "", 0
    for said in _SIGNS_SAID.finditer(text):
        before = text[last : said.start()]
        signed = _UNSIGNED.sub(rf"{said['sign'] or said['off']}\1", before)
        found += signed + (said[0] if signed == before else "")
        last = said.end()
    rest = text[last:]
    if (
        not last
        and patterns.search("扣完(?:为止|即止)", text)
        and not patterns.search(r"扣(?!完)|[加减得计记奖][分励记给]?\d|[加减得计奖]分|满分", text)
    ):
        return _UNSIGNED.sub(lambda m: f"扣{m[1]}" if text[m.end() : m.end() + 1] == "/" else m[0], text)
    return found + rest


NO_YEAR = "0004"
"""A deadline that is printed without a year: of the year in which the value lies."""

_BEFORE = re.compile(r"(?:(?P<y>\d{4})年)?(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日|底|末)(?:之|以)?前(?!期|景|提)")


def _one_deadline(text: str) -> str:
    """Later dates of a row of deadlines as days after the first (11月30日前得5分,12月31日前得3分).

    >>> _one_deadline("2023年11月30日前完成得5分,12月31日前完成得3分,否则不得分")
    '2023年11月30日前完成得5分,逾期31天以内得3分,否则不得分'
    """
    if len(patterns.findall(r"\d月(?:底|末|\d{1,2}日)前", text)):
        text = patterns.sub(r"(?:当年)?(?<![\d上下半])年底前", "12月底前", text)
    text = patterns.sub(r"时限为(?=\d{1,2}月)", f"时限为{NO_YEAR}年", text)
    found = list(_BEFORE.finditer(text))
    if len(found) < 2:
        return text
    plain = all(patterns.match(r"[\u4e00-\u9fff]{0,8},?(?:得|计|记|赋)", text[match.end() :]) for match in found)
    if not any(match["y"] for match in found) and plain:  # 11月30日前得4分,12月31日前得2分
        text = text[: found[0].start()] + f"{NO_YEAR}年" + text[found[0].start() :]
        found = list(_BEFORE.finditer(text))
    if not found[0]["y"]:
        return text
    days, year = [], ""
    for match in found:
        year = match["y"] or year
        last = calendar.monthrange(int(year), int(match["m"]))[1] if 1 <= int(match["m"]) <= 12 else 0
        if not 1 <= int(match["d"] or last) <= last:
            return text
        days.append(date(int(year), int(match["m"]), int(match["d"] or last)))
    if days != sorted(set(days)):
        return text
    for match, day, before in reversed(list(zip(found[1:], days[1:], days, strict=False))):
        behind = patterns.match(r"[\u4e00-\u9fff]{0,8}?(?=得|计|记)", text[match.end() :])
        end = match.end() + (len(behind[0]) if behind else 0)
        late, sooner = (day - days[0]).days, (before - days[0]).days
        stretch = f"逾期{sooner}天(不含)~{late}天" if sooner else f"逾期{late}天以内"
        text = text[: match.start()] + stretch + text[end:]
    return text


def _shares_of_parts(text: str, points: str) -> str:
    """参保率(40%):…;及时率(60%):… with the points of each part."""
    shares = patterns.findall(rf"\(({NUMBER})%\):", text)
    if len(shares) < 2 or sum(map(Fraction, shares)) != 100:
        return text
    return patterns.sub(
        rf"\(({NUMBER})%\):", lambda m: f"({float(Fraction(m[1]) * Fraction(points) / 100):g}分):", text
    )


def _without_weight(text: str, points: str) -> str:
    """The points of the whole, printed again in brackets, are no condition."""
    if len(patterns.findall(rf"[\d%天日次件内上下]\({NUMBER}分\)", text)) > 1:
        return text  # ≥90%(5分),80%~90%(3分): points of the rows
    mark = rf"(?<![础本准项评])\((?:满分|分值|权重|占比|占|共|计|本项)?:?{points}分\)"
    mark += "(?!、)"
    return (
        patterns.sub(mark, "", text, count=1)
        if len(patterns.findall(mark, text)) == 1 or patterns.search(mark + "$|^[^,;。]{1,16}" + mark, text)
        else text
    )
