"""Listed items (列出的各项): how many things the items of a list stand for, and whether they are single ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from evallib.model import patterns
from evallib.parsing.numerals import read_count

#: “1、2号线” is one item.
COMMA = r"(?<!\d)、|、(?!\d)"
AND = re.compile(r"以及|和(?!谐)|(?<![涉普])及(?![时格])|(?<!参)与(?!会)")
_TOTAL = re.compile(r"合计|共计|总计|小计|累计")
_ITEM = re.compile(r"[\u4e00-\u9fff]")
#: “甲92.4分、乙91.8分，两项平均92.1分”: what is told of all behind the last item.
_OF_ALL = re.compile(r"[，,](?=[^、]*(?:平均|合计|共计|总计|相差))[^、]*$")
#: “其余两家9万元”: one item for two.
_OTHERS = re.compile(r"(?:其他|其它|其余|另外?|剩余)的?(?P<n>\d{1,3}|[两二三四五六七八九十]+)[个项家类名户所处位条]")
#: The own level in front of those that are counted: “局机关、甲站、乙站两个二级单位”, “市本级、甲县、乙县两个县”.
_OWN = re.compile(r"(?:本级|机关|本部|总部|本[部局院校厅委]|[部局院厅委]|全[省市县区])$")
_OWN_COUNT = re.compile("(?<!第)[一两二三四五六七八九十百][个大项类条张种家支座处批件方套]")
#: What several things named one after the other are.
_CLASS = re.compile(
    "[一二三四]?级|[县市区镇乡村省州]|街道|社区|单位|部门|企业|公司|项目|指标|方面|层面|环节|维度|领域|部分|阶段|问题|关键|重点|原则|"
    "行业|产业|系统|平台|国家|地区|城市|科室|[股科处]|机构|医院|学校|季度|主要|年度|目标|任务|类|专[项业题]|子|具体|事项|栏目|渠道|因素|要素|等[级次]"
)
#: One body, or one place, by its name.
_BODY = re.compile(
    "(?!.*(?:各|所有|全部|其他|其它|其余|部分|所属|下属|等|系统|相关|有关))[\u4e00-\u9fff]{2,16}"
    "(?:[局委办会院校站所队社处科室镇乡县区市州旗村]|中心|公司|街道|[地片新园]区|学校|医院|大学|中学|小学|银行|集团)"
)
#: What the parts of an evaluation are called: each is one item by itself.
_PARTS = re.compile(
    "(?:项目)?(?:决策|投入|过程|管理|产出|效[益果]|影响)|(?:产出)?(?:数量|质量|时效|成本)|"
    "(?:经济|社会|生态|环境)(?:效益|成本)|可持续(?:影响|性|发展)?|(?:服务对象|受益对象|群众|公众)?满意度"
)
#: A name that ends in one of these is whole; any two characters that all items end with make it so, too.
_KINDS = "组局委办县市区镇乡村站所队部科室处院校厂线路河类期园馆店厅桥渠库月日"
#: The name of one thing is no longer; with two characters that all have in common it may be so long.
SHORT, LONG = 8, 16


def items_of(words: str) -> list[str]:
    """The items of a list, without its sum; an item for several others stands so many times.

    >>> items_of("甲社3万元、乙社2万元、其余两家4万元")
    ['甲社3万元', '乙社2万元', '其余两家4万元', '其余两家4万元']
    """
    if words.lstrip()[:1] in {"“", "《"}:  # what is told behind the last of them is no item
        words = patterns.sub(r"(?<=[”》])[，,][^“《、]*$", "", words.replace("”“", "”、“").replace("》《", "》、《"))
    if "、" in words:
        words = _OF_ALL.sub("", words)
    parts = patterns.split(r"[；;]", words) if patterns.search(r"[；;]", words) else patterns.split(COMMA, words)
    if len(parts) == 1:
        parts = patterns.split(r"[，,]", words)
    parts = [piece for part in parts for piece in _groups(part)]
    named = [p.strip() for p in parts if _ITEM.search(p) and not _TOTAL.match(p.strip())]
    return [part for part in named for _ in range(others_told(part) or 1)]


def _groups(item: str) -> list[str]:
    """“东线公司的1路、2路，西线公司的7路”: the comma ends what the first has, and the next thing counted follows."""
    pieces = patterns.split("[，,]", item.rstrip("。"))
    alike = len(pieces) > 1 and len({piece[-1:] for piece in pieces}) == 1
    return pieces if alike and not any(patterns.match("其中|[即含]|包括", piece) for piece in pieces) else [item]


def others_told(words: str) -> int:
    """How many others words count together, 0 where they count none.

    >>> others_told("其余两家9万元"), others_told("其他2个项目"), others_told("甲社3万元")
    (2, 2, 0)
    """
    match = _OTHERS.search(words)
    return read_count(match["n"]) if match else 0


def are_amounts(items: Sequence[str], unit: str) -> bool:
    """Whether every item is an amount in the unit of what was announced."""
    return all(patterns.search(rf"\d{re.escape(unit)}\s*$", item) for item in items)


def are_even(items: Sequence[str], words: str) -> bool:
    """Whether the list is surely one of single items: each with its own figure or of one kind of name, and no “和”."""
    if all(patterns.fullmatch(r"[“《][^”》]+[”》]", item) for item in items):
        return True  # each of them is quoted
    figures = [bool(patterns.search(r"\d", item)) for item in items]
    if all(figures):
        return all(len(patterns.findall(r"\d+(?:\.\d+)?", item)) == 1 for item in items) and not patterns.search(
            r"[和及与](?=[^，。；、]{2,}\d)", words
        )
    names = [item.rstrip("。，") for item in items]
    alike = len(_tail(names))  # 青石线、白水线、双河线
    most = LONG if alike > 1 else SHORT
    return alike > 0 and not any(figures) and not AND.search(words) and max(map(len, names)) <= most


def taken_apart(items: Sequence[str]) -> list[str]:
    """The items of a list, the last one as two where its “和” joins two names that are whole.

    >>> taken_apart(["综合组", "宣传组", "信息组和档案组"]), taken_apart(["综合组", "宣传组", "信息和档案组"])
    (['综合组', '宣传组', '信息组', '档案组'], ['综合组', '宣传组', '信息和档案组'])
    """
    *before, last = items
    parts = [part.strip("。，") for part in AND.split(last)]
    if len(parts) != 2 or not all(parts) or any(AND.search(item) for item in before):
        return list(items)
    tail = _tail([*before, parts[0]]) if before else ""
    whole = len(tail) > 1 or (tail != "" and tail in _KINDS and parts[1].endswith(tail))
    # 城东、城西、城南和城北; words may stand in front of the first one.
    long = len(parts[0])
    alike = len(before) > 1 and {len(name) for name in (*before[1:], parts[1])} == {long}
    alike = alike and len({name[-long:][0] for name in (*before, *parts)}) == 1
    if (whole and len(parts[0]) > len(tail)) or alike or all(_PARTS.fullmatch(part) for part in parts):
        return [*before, *parts]
    return list(items)


def _tail(items: Sequence[str]) -> str:
    """The characters that all items end with."""
    alike = takewhile(lambda ends: len(set(ends)) == 1, zip(*(item[::-1] for item in items), strict=False))
    return "".join(ends[0] for ends in alike)[::-1]


def are_bodies(items: Sequence[str], words: str) -> bool:
    """Whether every item is the name of one body or place, without a figure, and no word joins two of them.

    >>> are_bodies(["园区管委会", "烟草专卖局"], ""), are_bodies(["各镇", "民政局"], "")
    (True, False)
    """
    return not AND.search(words) and all(_BODY.fullmatch(item.strip("。， ")) for item in items)


def begins_with_own(items: Sequence[str]) -> bool:
    """Whether the first item is the own level or of another kind than all others, which are those that are counted.

    >>> begins_with_own(["局机关", "甲河站", "乙湖站"]), begins_with_own(["产出数量", "产出质量", "产出时效"])
    (True, False)
    """
    first, *rest = (item.strip() for item in items)
    ends = {item[-1:] for item in rest}
    if ends == {first[-1:]}:
        return False  # 教育局、体育局、民政局
    return len(rest) > 1 and (bool(_OWN.search(first)) or len(ends) == 1)


def have_counts(items: Sequence[str]) -> bool:
    """Whether most items tell how many things of their own they have.

    >>> have_counts(["坚持一个中心", "抓牢两条主线"]), have_counts(["产出数量", "一体化管理", "产出时效"])
    (True, False)
    """
    return 2 * sum(_OWN_COUNT.search(item) is not None for item in items) > len(items)


def are_of_a_class(noun: str, unit: str, words: str) -> bool:
    """Whether what is counted behind a list is what its items are; “绿化、改造两个公园” has two of the last.

    >>> are_of_a_class("县", "个", "甲县、乙县"), are_of_a_class("公园", "个", "绿化、改造")
    (True, False)
    """
    if not noun or unit in {"类", "大类", "方面", "部分", "档", "家"}:
        return True
    return bool(_CLASS.match(noun)) or noun[-1] == words[-1]


def are_tied(items: Sequence[str]) -> bool:
    """Whether the last two of a ranking have the same figure, and share its last place."""
    figures = [patterns.findall(r"\d+(?:\.\d+)?", item) for item in items[-2:]]
    return bool(figures[0]) and figures[0] == figures[-1]
