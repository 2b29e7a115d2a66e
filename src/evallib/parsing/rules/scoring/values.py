"""A value as people write it: 93%, 12.5平方米, 15/20, 第3名, 晚2个月, 缺2项, 满足①②, 是, dates."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from fractions import Fraction

from evallib.model import patterns
from evallib.parsing.rules.grammar.outline import CIRCLED
from evallib.parsing.rules.grammar.units import in_same_unit
from evallib.parsing.rules.grammar.wording import NUMBER, UNITS, normalise

_COUNTED = {
    "件", "次", "项", "处", "例", "起", "人", "人次", "户", "家", "个", "篇", "份", "名", "位", "条", "场", "宗", "批",
    "单", "单次", "卷", "期", "张", "块", "台", "套", "桩", "点", "样", "班", "项次", "件次", "个点位", "处次", "起次",
    "案件", "工单", "问题", "事项", "部门", "单位", "村", "社区",
}  # fmt: skip


_YES = re.compile(r"是|有|存在|发生|已发生|符合|满足|达到|达标|完成|合格|√|对|Y|y|yes|真")


_NO = re.compile(r"否|无|没有|不存在|未发生|未出现|不符合|不满足|未达到|未达标|未完成|不合格|×|N|n|no|假|未")


_QUANTITY = re.compile(
    rf"(?:共|为|达)?(?P<sign>[±+])?(?P<n>{NUMBER})(?P<wan>万|亿)?(?P<u>[%‰\u4e00-\u9fff]{{0,5}}?)(?:\(.*\))?"
)


_LATE = re.compile(
    "(?:晚|逾期|延期|延迟|延误|超期|超时|超过?|推迟|滞后|迟|拖延|晚于)(?:报|交|到|送|"
    rf"完成)?(?:了)?(?P<n>{NUMBER})(?P<u>个月|个季度|季度|个工作日|工作日|天|日|周|月|小时|分钟|年)"
)


_EARLY = re.compile(rf"提前(?:了)?(?P<n>{NUMBER})(?P<u>个月|个季度|季度|个工作日|工作日|天|日|周|月|小时|分钟)")


_BEYOND = re.compile(
    "(?:(?P<over>超额完成|超额|超过|超出|超|高于|高出|高|多出|多|前进|进步)|"
    "(?P<short>低于|低|少于|少|差|慢|不足|后退|退后|落后|滞后|下滑))"
    r"(?:了|目标|基准价?|计划|概算|预算|标准|定额|限额|控制数|批复)*(?P<n>\d+(?:\.\d+)?)"
    "(?P<u>%|个?百分点|名次|位次|名|位|[万亿]?元)"
)


_ON_TIME = re.compile(
    "(?:已)?(?:按(?:照)?(?:合同|协议)?(?:计划|规定|约定|要求)(?:的)?(?:时间|时限|期限|工期|进度)|按期|按时|"
    r"如期|及时|准时|提前|未逾期|未超期|在规定[^,;。]{0,6}内)[\u4e00-\u9fff]{0,6}"
)


_DATE = re.compile(r"(\d{4})[年./~-](\d{1,2})(?:[月./~-](?:(\d{1,2})日?)?)?(?:底|末)?")


@dataclass(frozen=True, slots=True)
class Value:
    """A value read: a number in a unit, or words."""

    raw: str
    number: Fraction | None = None
    unit: str = ""
    late: bool | None = None
    date: tuple[int, int, int] | None = None
    beyond: Fraction | None = None


def read_value(raw: object) -> Value:
    """Read one value.

    >>> read_value("12.5平方米").number, read_value("15/20").number, read_value("晚2个月").late
    (Fraction(25, 2), Fraction(75, 1), True)
    >>> read_value("应领尽领").number is None
    True
    """
    if isinstance(raw, bool):
        return Value("是" if raw else "否")
    text = normalise(str(raw)).strip("。;, ")
    text = text.replace("~", "-") if patterns.fullmatch(r"~\d.*", text) else text
    text = patterns.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    text = patterns.sub(r"^(?:月均|年均|季均|平均|人均|偏差|偏离|误差|差异)(?:率|值)?(?:为)?(?=[-+±\d])", "", text)
    late = _LATE.fullmatch(text)
    if late:
        return Value(text, Fraction(late["n"]), late["u"], True)
    early = _EARLY.match(text)
    if early:
        return Value(text, -Fraction(early["n"]), early["u"], False)
    date = _DATE.match(text)
    if date and 1 <= int(date[2]) <= 12:
        year, month = int(date[1]), int(date[2])
        day = int(date[3]) if date[3] else calendar.monthrange(year, month)[1]
        return Value(text, None, "", None, (year, month, day))
    if _ON_TIME.fullmatch(text):
        return Value(text, None, "", False)
    quotient = patterns.fullmatch(rf"({NUMBER})[\u4e00-\u9fff]*/({NUMBER})[\u4e00-\u9fff]*", text)
    if quotient and Fraction(quotient[2]):
        return Value(text, Fraction(quotient[1]) / Fraction(quotient[2]) * 100, "%")
    rank = patterns.fullmatch(r"(?:排)?(?:名)?(倒数)?第(\d+)(?:名|位)?", text)
    if rank:
        return Value(text, Fraction(rank[2]) * (-1 if rank[1] else 1), "名")
    beyond = _BEYOND.fullmatch(text)
    if beyond:
        distance = Fraction(beyond["n"])
        return Value(text, None, beyond["u"], None, None, distance if beyond["over"] else -distance)
    change = patterns.fullmatch(rf"(?:同比)?(?:下降|降低|减少|缩短|恶化|变差|下滑)(?:了)?({NUMBER})(%|个?百分点)", text)
    if change:
        return Value(text, -Fraction(change[1]), change[2], None)
    plain = patterns.sub(r"(?<=[\u4e00-\u9fff])/[\u4e00-\u9fff]{1,4}$", "", text)  # 7.8元/平方米
    quantity = _QUANTITY.fullmatch(
        patterns.sub(r"^(?:同比)?(?:增长|上升|提高|提升|增加|改善|延长|压缩|压减|压降|节约)(?:了)?(?=\d)", "", plain)
    )
    if quantity:
        unit = quantity["u"]
        if patterns.match(r"个(?!月|工作日|百分点|点|季度|小时)[\u4e00-\u9fff]", unit):
            unit = "个"  # 2个班, 3个项目
        value = Fraction(quantity["n"])
        if quantity["wan"]:
            unit = quantity["wan"] + unit
        return Value(text, value, unit)
    return Value(text)


_NAMED = re.compile(
    rf"(?P<name>[\u4e00-\u9fff“”()]{{2,20}}?)(?:[:=]|为)?(?P<value>{NUMBER}(?:%|{UNITS}|分)?|"
    rf"(?<=[:=])[\u4e00-\u9fff]{{1,8}})"
)


def named_values(written: str) -> dict[str, str] | None:
    """Several values in one cell, each with its name; None where it is anything else.

    >>> named_values("市级媒体1次；区级通报2次"), named_values("办结率=98%；等级：良好"), named_values("93%")
    ({'市级媒体': '1次', '区级通报': '2次'}, {'办结率': '98%', '等级': '良好'}, None)
    """
    parts = [part for part in patterns.split(r"[;,\n、]", normalise(written).strip("。;, ")) if part]
    found = [_NAMED.fullmatch(part) for part in parts]
    if len(parts) < 2 or None in found:
        return None
    named = {m["name"]: m["value"] for m in found if m is not None}
    return named if len(named) == len(parts) else None


def convert(value: Value, unit: str) -> Fraction | None:
    """The number in a rule's unit; None where the units cannot be compared.

    >>> convert(read_value("2小时"), "分钟"), convert(read_value("3件"), "万元"), convert(read_value("几件"), "件")
    (Fraction(120, 1), None, None)
    """
    if value.number is None:
        return None
    if value.unit == unit or not unit or not value.unit:
        return value.number
    converted = in_same_unit(value.number, value.unit, unit)
    if converted is not None:
        return converted
    if value.unit in _COUNTED and unit in _COUNTED:
        return value.number
    return None


def yes(value: Value) -> bool | None:
    """是 or 否; None for anything else."""
    if _NO.fullmatch(value.raw):
        return False
    if _YES.fullmatch(value.raw):
        return True
    if patterns.match(r"(?:未|不|没|无)", value.raw):
        return False
    return None


def checked(raw: str, total: int | None) -> tuple[int | None, int | None, set[int] | None]:
    """How many requirements are met and missing, and which are met; None where it does not say.

    >>> checked("满足①③", 4), checked("缺2项", 3), checked("全部满足", None)
    ((2, 2, {1, 3}), (1, 2, None), (None, 0, None))
    """
    text = normalise(raw)
    everything = set(range(1, total + 1)) if total else None
    if patterns.fullmatch(
        (
            "(?:全部|均|都|完全|各项均|所有(?:要点|要求|项)?均?)(?:满足|符合|达到|具备|做到|完成|有|落实)"
            "(?:要求|规定|到位)?|齐全|全满足|全符合|无缺(?:项|陷)?|无缺失"
        ),
        text,
    ):
        return total, 0, everything
    if patterns.fullmatch(
        r"(?:均|都|全部|全|完全)(?:不|未|没有?)(?:满足|符合|达到|具备|做到|完成|落实)?|全缺|都没有|均无|全部缺失", text
    ):
        return 0, total, set()
    marks = {CIRCLED.index(c) + 1 for c in text if c in CIRCLED} | {
        int(n) for n in patterns.findall(r"(?:第|\()(\d+)(?:项|\))", text)
    }
    negative = bool(patterns.match(r"(?:缺少?|缺失|不满足|未满足|不符合|未达到|不具备|少|没有)", text))
    if marks:
        if negative:
            return (total - len(marks) if total else None), len(marks), (everything - marks if everything else None)
        if patterns.match(r"(?:仅|只)?(?:满足|符合|达到|具备|有|做到|完成)", text):
            return len(marks), (total - len(marks) if total else None), marks
        return None, None, None
    count = patterns.fullmatch(
        (
            "(?:仅|只)?(满足|符合|达到|具备|有|做到|完成|缺少|缺失|缺|少|差|漏|欠|不满足|未满足|不符合|"
            rf"不达标|存在)(\d+)(?:个)?(?:{UNITS}|要点|要求)?(?:缺陷|要点|要求|问题)?"
        ),
        text,
    )
    if count:
        n = int(count[2])
        if patterns.match(r"缺|少|差|漏|欠|不|未|存在", count[1]):
            return (total - n if total else None), n, None
        return n, (total - n if total else None), None
    return None, None, None
