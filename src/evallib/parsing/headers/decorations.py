r"""Decorations (表头的附加物): units, letters of formulas, points, numbering and notes around the words of a header.

>>> found = undress("全年\n执行数（万元）（B）")
>>> found.core, found.unit, found.letter
('全年执行数', '万元', 'B')
>>> undress("产出指标（50分）").points, undress("其中：财政拨款").of_which, undress("2023年决算数").period_text
('50', True, '2023年')
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from evallib.model import patterns
from evallib.parsing.plain_text import plain
from evallib.parsing.quantities import UNITS

_BRACKETS = re.compile(r"[(\[<](?P<inside>[^()\[\]<>]*)[)\]>]")
_LETTERS = re.compile(
    r"[A-Za-zＡ-Ｚ①-⑳]|[A-Z]\d|[A-Za-z0-9]=.{1,20}|\d{1,2}=[\d+\-*/÷×()]+|"
    r"[A-Za-z]\d?[/÷\-+*][A-Za-z]\d?(?:[*×]100%?)?|[①-⑳][/÷\-+=].{1,8}"
)
_POINTS = re.compile(r"(?:共|满分|总分|占)?(\d{1,3}(?:\.\d+)?)分")
_NOTE = re.compile(
    "(?:单位)?(?:盖章|公章|签字|签章|签名|必填|选填|可选|可填|如有|非必填|全称|手填|自动生成|"
    "只读|下拉选择?|请.*|填写.*|填.{0,6}|.*填写.*|精确到.*|保留.*|"
    "按.*填列|不含.*|含税|不超过.*字|.*字以内|.*字以上|单选|多选|格式.*|例如.*|如:.*|"
    r"选择.*|限.*|从.*(?:描述|说明|填写)|调整后|中期|本级|注\d*|\d)"
)
_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.]|\d{1,2}[、.](?!\d)|\([一二三四五六七八九十\d]{1,2}\))(?=.)"
)
_PERIOD = re.compile(
    r"^(?P<period>(?:19|20)\d{2}(?=年[初末底])|"
    r"(?:19|20)\d{2}年?(?:度)?(?:(?:\d{1,2}(?:-|至|~))?\d{1,2}月(?:份)?|第?[一二三四1-4]季度|"
    r"[上下]半年)?(?=[^\d年月.\-/初末底]))"
)
_COUNTERS = (
    "件|人|户|个|份|分|次|人次|套|台|项|家|通|秒|天|日|小时|分钟|个工作日|工作日|"
    "平方米|米|公里|起|宗|笔|例|票|条|处|名|辆|吨|‰|%|单位"
)
_UNIT = re.compile(rf"(?:单位[:：]?)?(?:人民币)?(元|千元|万元|百万元|亿元|{_COUNTERS})(?:/[^/]{{1,6}})?")
_TAIL_UNIT = re.compile(r"[/:,](万元|元|千元|亿元|%)$")
_MARKS = re.compile(r"^[*★▲△#●■※✱]+|[*★▲△#※✱:;,.。、]+$")


@dataclass(frozen=True, slots=True)
class Undressed:
    """A header's words and what stood around them.

    Args:
        core: the words, in one width and without white space.
        unit: the unit that it states, as written (万元, 元, %, 件 …).
        letter: the letter or formula that it carries (A, C=B÷A).
        points: the points that it states (50分).
        of_which: it says 其中.
        period_text: the period in front of the words.
        numbering: the number in front of them (一、, 1.).
        whole: the whole header in one width.
    """

    core: str
    unit: str
    letter: str
    points: str
    of_which: bool
    period_text: str
    numbering: str
    whole: str


@lru_cache(maxsize=8192)
def undress(text: str) -> Undressed:
    """Take the decorations off a header.

    Args:
        text: the header as written, with its line breaks.

    Returns:
        Its words and the decorations; where nothing would be left, the words are the whole header.
    """
    whole = plain(text)
    core, found = whole, {"unit": "", "letter": "", "points": "", "period_text": "", "numbering": ""}
    core = _MARKS.sub("", core)
    of_which = bool(patterns.match(r"其中[:,]?(?=.)", core))
    core = patterns.sub(r"^其中[:,]?(?=.)", "", core)
    if numbered := _NUMBERING.match(core):
        found["numbering"], core = numbered[0], core[numbered.end() :]

    def bracket(match: re.Match[str]) -> str:
        inside = match["inside"].strip(":,")
        if not inside:
            return ""
        if _LETTERS.fullmatch(inside):
            found["letter"] = found["letter"] or inside
        elif points := _POINTS.fullmatch(inside):
            found["points"] = points[1]
        elif unit := _UNIT.fullmatch(inside):
            found["unit"] = unit[1]
        elif not _NOTE.fullmatch(inside) or (inside in {"含税", "调整后"}):
            return match[0]
        return ""

    for _ in range(3):
        shorter = _BRACKETS.sub(bracket, core)
        if shorter == core:
            break
        core = shorter
    if (tail := _TAIL_UNIT.search(core)) and tail.start():
        found["unit"], core = found["unit"] or tail[1], core[: tail.start()]
    if (period := _PERIOD.match(core)) and core[period.end() :] not in {"年", "年度"}:
        found["period_text"], core = period["period"], core[period.end() :]
    if lettered := patterns.fullmatch(r"(.*[一-鿿])([A-Z])", core):
        core, found["letter"] = lettered[1], found["letter"] or lettered[2]
    if core.endswith("%") and len(core) > 2 and core[-2] not in "占为比/":
        found["unit"], core = "%", core[:-1]
    core = _MARKS.sub("", core) or whole
    return Undressed(core, of_which=of_which, whole=whole, **found)


def money_unit(text: str) -> str | None:
    """The unit of money that a header or a line above the table states.

    >>> (
    ...     money_unit("单位：人民币万元"),
    ...     money_unit("年初预算（元）"),
    ...     money_unit("单位：件"),
    ...     money_unit("金额单位:元(列至角分)"),
    ... )
    ('万元', '元', None, '元')
    """
    short = plain(text)
    if found := patterns.search(r"(?:单位|币种)[:]?[(]?(?:人民币)?(亿元|百万元|千元|万元|元)", short):
        return found[1]
    unit = undress(text).unit
    return unit if unit in UNITS and UNITS[unit].dimension == "money" else None
