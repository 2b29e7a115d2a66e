"""Partitions (分全的各项): names that together leave nothing out, so that their amounts must add up to the whole.

>>> (
...     is_complete(["因公出国费", "公务用车运行维护费", "公务接待费"]),
...     is_complete(["已受理", "未受理"]),
...     is_complete(["城建类", "交通类"]),
... )
(True, True, False)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from evallib.audit.ledger.entries import Entry
from evallib.model import patterns
from evallib.parsing.claims.periods import months_told

_DONE = "办结|处理完毕|结案|答复|完成|整改到位|处置"
_OPEN = "在办|正在办理|办理中|正在处理|未办结|待办|推进|处置中|未完成|未结案|待结案"
_SIDE = ".{0,8}[收支][入出]"
#: Each line: the names of one way to divide; every label has to be one of them and every name has to occur.
_WAYS: tuple[tuple[str, ...], ...] = tuple(
    tuple(line.split(" / "))
    for line in (
        "自行处理|直接处理|直接办理|直接答复|直接办结|直接解答|当场答复|即时办结|在线解答|在线办结|直办|前台"
        " / 派单|转办|转派|交办|工单",
        "税收 / 非税",
        "基本支出 / 项目支出",
        "人员 / 公用",
        "人员 / 公用 / 项目",
        "民生 / 工资 / 运转",
        "市直|各部门|政府部门|部门及 / 各县|各区|县区|乡镇|街道|县收|县（",
        "线上 / 线下",
        "事件 / 部件",
        "电话 / 网络|非电话|互联网|网上",
        "一般债 / 专项债",
        "有效 / 无效",
        "合格 / 不合格",
        "城区|城镇|城市 / 乡镇|农村|乡村",
        "一般公共预算 / 政府性基金",
        "商品 / 服务",
        "货物 / 工程 / 服务",
        "中央 / 地方",
        "本级 / 区级|县区|区县|县级|镇级|镇街|县(市|县（市",
        f"[市省]级{_SIDE} / 区市{_SIDE}|县区{_SIDE}|区县{_SIDE}|市县{_SIDE}",
        f"{_DONE} / {_OPEN}",
        f"按期|按时|如期 / 超期|超时|逾期 / {_OPEN}",
        "当面|现场|窗口 / 信函|信件|邮寄 / 网络|网上|电子邮件|在线",
        "自然人 / 法人|组织",
        "优秀 / 合格 / 不合格",
        "优秀 / 良好 / 合格 / 不合格",
        "优秀 / 良好 / 及格 / 不及格",
        "购置 / 运行",
        "男 / 女",
        "出口 / 进口",
        "行政 / 事业",
        "门诊 / 急诊",
        "普通程序|一般程序 / 简易程序",
        "初次|首次 / 重复",
        "新建|新开工 / 续建",
        "新建 / 改造提升|改建|扩建|提质改造",
        "在编 / 编外|聘用|合同制",
        "上级|中央|省级 / 本级|县级|区级|配套|自筹",
        "财政 / 社会资本|社会资金|自筹",
        "来信 / 来访 / 网",
        "直报|上报 / 转办|举报",
        "按期|按时|如期 / 超期|逾期|超时",
        "上升|增加|增长|提高 / 持平|不变|相同 / 下降|减少|降低",
        "建成|完工 / 在建|未完工",
        "第一产业 / 第二产业 / 第三产业",
        "工资性 / 经营净|经营性 / 财产净|财产性 / 转移净|转移性",
        "农业 / 林业 / 牧业 / 渔业 / 辅助性|服务业",
        "夏粮 / 秋粮",
        "夏粮 / 早稻 / 秋粮",
        "春收 / 夏收 / 秋收",
        "^决策|^投入|^项目决策 / ^过程|^项目过程|^项目管理 / ^产出|^项目产出 / ^效益|^效果|^项目效",
        "^决策|^项目决策 / ^过程|^项目过程 / ^产出|^项目产出 / ^效益|^效果|^项目效 / 满意度",
        "执行率|^预算执行 / ^产出 / ^效益|^效果 / ^满意度",
        "财政拨款|财政资金 / 财政专户 / 单位资金",
        "财政拨款|财政资金 / 财政专户 / 单位资金 / 其他资金",
        "财政拨款|财政资金 / 上年结转 / 其他资金",
        "食品 / 衣着 / 居住 / 生活用品 / 交通 / 教育 / 医疗 / 其他用品",
    )
)
_WAYS_OF = {n: [way for way in _WAYS if len(way) == n] for n in set(map(len, _WAYS))}
#: Ways to take the same people apart: sex, age, party, people, schooling.
_ACROSS = (r"[男女](?:性|职工|生|干部|代表|委员|党员)?$", "岁", "党员", "民族", "学历|本科|大专|研究生|硕士|博士")
_ANY_WAY = re.compile("|".join(_ACROSS), re.MULTILINE)
_NEGATIVE = re.compile(r"^(?:非|不|未|无)")
_THREE = (re.compile("接待"), re.compile("公务用车|公车|车辆|用车"), re.compile("出国|因公"))
_CARS = re.compile(r"(?:领导|机要|应急|执法|执勤|特种|专业技术|离退休|其他|平台)[^，。；]{0,8}(?:用车|车辆?)$")
_LEVELS = re.compile("满意|一般|不了解")
_ANSWER = re.compile(r"(?:满意|一般|不了解)(?:以上)?的?[有为是]?$")
_OTHER = re.compile("其他|其它|其余")
#: So many kinds of what people call for leave no others.
_ALL_TYPES = 6
_TYPES = re.compile("咨询|投诉|求助|建议|举报|求决|表扬|感谢|意见|其他|其它|申诉|揭发|维权|违法")


def is_complete(labels: Sequence[str]) -> bool:
    """Whether things of these names are all there can be."""
    return _complete(tuple(labels))


@lru_cache(maxsize=16384)
def _complete(labels: tuple[str, ...]) -> bool:
    if len(labels) < 2:
        return False
    if len(labels) == 2 and _opposites(*labels):
        return True
    if any(_covers(way, labels) for way in _WAYS_OF.get(len(labels), ())):
        return True
    return (
        _is_series(labels)
        or _are_months(labels)
        or _is_three_expenses(labels)
        or _are_cars(labels)
        or (_are_types(labels) and (len(labels) >= _ALL_TYPES or any(_OTHER.search(x) for x in labels)))
        or _are_levels(labels)
    )


def _opposites(a: str, b: str) -> bool:
    for x, y in ((a, b), (b, a)):
        if _NEGATIVE.match(x) and x[1:] and (y.endswith(x[1:]) or x[1:].endswith(y)):
            return True
        match = patterns.search(r"(?:非|不|未)([\u4e00-\u9fff]{2,4}?)的?$", x)
        if match and match[1] in y and match[0] not in y:
            return True
    return False


def _covers(way: Sequence[str], labels: Sequence[str]) -> bool:
    found: list[int] = []
    for label in labels:
        mine = [i for i, name in enumerate(way) if _word(name).search(label)]
        if not mine:
            return False
        found.append(mine[-1])  # “未办结” names both what is done and what is open: the longer name counts
    return sorted(found) == list(range(len(way)))


@cache
def _word(name: str) -> re.Pattern[str]:
    return re.compile(name.replace("(", "[(]"))


QUARTERS = 4
_ORDINAL = re.compile(r"^(?P<a>[^一二三四五六七八九\d]{0,4})(?P<n>[一二三四五六七八九])(?P<b>[级期类批组季])")


def _is_series(labels: Sequence[str]) -> bool:
    """一级道路, 二级道路, 三级道路; 一期, 二期: counted through from the first. A year has four quarters."""
    found = [_ORDINAL.match(label) for label in labels]
    if not all(found):
        return False
    kinds = {(m["a"], m["b"]) for m in found if m}
    if ("", "季") in kinds and len(labels) < QUARTERS:
        return False  # of how many quarters the whole is told `months_of_quarters` has to be held against
    return len(kinds) == 1 and [m["n"] for m in found if m] == list("一二三四五六七八九"[: len(labels)])


def months_of_quarters(labels: Sequence[str]) -> int:
    """How many months some quarters have that are counted through from the first, 0 where names are no quarters.

    >>> months_of_quarters(["一季度", "二季度"]), months_of_quarters(["二季度", "三季度"]), months_of_quarters(["甲"])
    (6, 0, 0)
    """
    found = [m["n"] for label in labels if (m := _ORDINAL.match(label)) and m["b"] == "季"]
    return 3 * len(labels) if found == list("一二三四"[: len(labels)]) else 0


def quarters_left(whole: Entry, labels: Sequence[str]) -> int | None:
    """How many months of a whole are in none of the quarters of a list, None where it is no list of quarters.

    “1至9月累计A件，其中一季度B件、二季度C件”: the third quarter was told before.

    Args:
        whole: what the list takes apart.
        labels: what the items are called.
    """
    months = months_of_quarters(labels)
    told = months_told(whole.spot.head) if months and whole.spot is not None else 0
    return told - months if told else None


def _are_months(labels: Sequence[str]) -> bool:
    """1月, 2月, 3月: the months of a quarter, a half year or a year."""
    months = [int(m[1]) for label in labels if (m := patterns.fullmatch(r"(\d{1,2})月份?", label))]
    first = months[0] if months else 0
    through = months == list(range(first, first + len(labels)))
    return through and len(labels) in {3, 6, 12} and first % len(labels) == 1


def _is_three_expenses(labels: Sequence[str]) -> bool:
    """“三公”: 出国 may be left out where it is nil; 用车 is told as one amount or as 购置 and 运行."""
    kinds = [next((i for i, name in enumerate(_THREE) if name.search(label)), -1) for label in labels]
    cars = [label for label, kind in zip(labels, kinds, strict=True) if kind == 1]
    both = [label for label in cars if "购置" in label and "运行" in label]
    if -1 in kinds or kinds.count(0) != 1 or kinds.count(2) > 1 or not cars:
        return False
    return len(cars) == 1 or (len(cars) == 2 and not both)


def _are_cars(labels: Sequence[str]) -> bool:
    """The kinds of official cars that every statement of final accounts tells, three of them or with the others."""
    kinds = all(_CARS.search(label) for label in labels)
    return kinds and len(set(labels)) == len(labels) and (len(labels) >= 3 or any("其他" in x for x in labels))


def _are_types(labels: Sequence[str]) -> bool:
    """What people call for: 咨询, 投诉, 求助, 建议 and the like, four or more of them."""
    return len(labels) >= 4 and all(_TYPES.search(label) for label in labels)


def cut_across(labels: Sequence[str]) -> bool:
    """Whether the same people are taken apart in two ways: “女性51人，35岁以下66人，党员17人”.

    Args:
        labels: what the items are called.

    >>> cut_across(["女党员", "少数民族党员"]), cut_across(["男党员", "女党员"])
    (True, False)
    """
    if not _ANY_WAY.search("\n".join(labels)):
        return False  # so are nearly all lists
    found = [{way for way in _ACROSS if patterns.search(way, label)} for label in labels]
    return sum(any(way in ways for ways in found) and not all(way in ways for ways in found) for way in _ACROSS) > 1


def is_answer(label: str) -> bool:
    """Whether a name is one answer to how content somebody is: 满意, 一般, 不满意."""
    return bool(_ANSWER.search(label))


def _are_levels(labels: Sequence[str]) -> bool:
    """满意, 一般 (or 基本满意) and 不满意."""
    return (
        len(set(labels)) == len(labels) >= 2
        and all(_LEVELS.search(label) for label in labels)
        and any("不满意" in label for label in labels)
    )
