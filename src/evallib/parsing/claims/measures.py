"""Measures (计量单位): what figures of sentences count and measure, and by how much their units are scaled."""

from __future__ import annotations

import re

SCALES = {
    "": 1,
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10_000,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "万亿": 10**12,
}

_COUNTED = (
    "人次|件次|家次|场次|户次|车次|艘次|班次|批次|例次|频次|人·月|台·月|点次|件|个|人|名|户|"
    "份|家|台|次|处|条|项|间|套|路|场|篇|起|宗|例|辆|块|张|只|本|"
    "客|餐|册|笔|幢|栋|所|座|封|通|枚|席|票|批|班|期|页|组|支|村|单|部|笼|盏|棵|株|头|床|艘|架|"
    "列|扇|股(?![权份东票])|把|桶|盒|杯|则|款|种|类|卷|道|门|眼|片|站|位|社区|街道|镇|对(?=[，,。；;、（(]|$)"
)
MEASURES: tuple[tuple[str, str], ...] = (
    ("points", "个百分点|百分点"),
    ("percent", "%|％"),
    ("permille", "‰"),
    ("times", "倍"),
    ("money", "元(?:/[\u4e00-\u9fff]{1,4})?|圆"),
    ("currency", "[港美欧日澳加]元|英镑|卢布"),
    ("workday", "个工作日|工作日"),
    ("month", "个月"),
    ("hour", "个?小时"),
    ("minute", "分钟"),
    ("second", "秒钟?"),
    ("count", _COUNTED),
    ("day", "天|日(?!均)"),
    ("year", "年"),
    ("score", "分(?![钟之类别布析成项解配段批区局工组])"),
    ("area", "平方公里|平方米|公顷|亩|㎡|m²"),
    ("length", "公里|千米|米"),
    ("depth", "毫米|厘米"),
    ("age", "周?岁"),
    ("mass", "吨|公斤|千克"),
    ("volume", "立方米|升|m³"),
    ("density", "微克/立方米|毫克/立方米"),
    ("power", "千瓦时|度(?=[电，。；])"),
)
#: Every unit with its scale, as a pattern without groups of its own.
UNIT_WORDS = "(?:万亿|千万|百万|亿|万|千|百)?(?:" + "|".join(words for _, words in MEASURES) + ")|万亿|亿|万"
#: What people count in different words for the same thing (a letter, a call, a work order).
CASE_WORDS = frozenset(["件", "封", "条", "起", "宗", "例", "通", "单", "件次"])
PEOPLE_WORDS = frozenset(["人", "名", "位"])

_THINGS = re.compile(
    r"(?!元|[的用资经补奖专投左以之余多增减升降上下提回占比较同环完超达为和与及或至到]|财政|贷款|债)[\u4e00-\u9fff]"
)


def counts_things(text: str, end: int) -> bool:
    """Whether what stands behind a 万 or 亿 without a unit is what it counts.

    >>> counts_things("24万困难群众", 3), counts_things("990.14万，", 7), counts_things("投入300万资金", 6)
    (True, False, False)
    """
    return _THINGS.match(text, end) is not None
