"""Counts (项数): “共设2个二级指标” of which three are named, “以下六个方面” of which five are told one by one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from evallib.audit.findings import Agreement, Finding
from evallib.audit.joins.counted import ranked
from evallib.audit.joins.counted.listed_items import (
    AND,
    are_amounts,
    are_bodies,
    are_even,
    are_of_a_class,
    begins_with_own,
    have_counts,
    items_of,
    taken_apart,
)
from evallib.audit.joins.counted.miscounts import agrees, miscounted, places_of
from evallib.audit.joins.numbers.runs import Run
from evallib.audit.joins.statements.collective_names import is_collective
from evallib.audit.reading.document import Document, Where
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise
from evallib.parsing.numerals import read_count

#: 二类费用 is the second class: two things are 两类. 一百零三个 are not three.
_NUMBER = (
    r"(?<![\d.一二三四五六七八九十百千万零两第])(?P<n>\d{1,2}|(?!二(?![十位名家个]))[一二三四五六七八九十两]{1,3})"
)
#: 六个月 is a time.
_TIME = "(?!月|小时|星期|季度|工作日|自然日|百分点|学期|年)"
_UNIT = (
    rf"(?P<unit>个{_TIME}|家|项|种|类|大类|大|方面|名|所|处|条|部分|步|件(?=实事|大事)|[支组批期轮次场座套层章档股])"
)
#: “主要有四点：一是…”; eight of them are an hour elsewhere.
_POINTS = _UNIT.replace("|方面", "|方面|点")
_LISTED = re.compile(
    rf"{_NUMBER}\s*{_UNIT}(?P<noun>[\u4e00-\u9fff]{{0,10}})"
    r"(?:[，,][^，。；：:、\d]{0,12}[由从]高[到至]低(?:依次)?[是为]?[：:]|[，,]?\s*(?:具体|分别|依次)?(?:是|为|包括|"
    r"有)?\s*[：:]|[，,]?\s*(?:(?:具体|分别)(?:是|为)|分别于(?=\d))[：:]?|[，,](?:即|(?<=[个家][，,])[是为])(?=[\u4e00-\u9fff]{2}))"
    r"(?P<list>[^。；;：:\n]+(?:[；;][^。：:\n；;]+)*)[。\n]?"
)
_NAMED = re.compile(
    rf"(?:共|设|设置|分为?|包括|下设)[^，。；\d]{{0,6}}{_NUMBER}\s*{_UNIT}(?P<noun>[\u4e00-\u9fff]{{2,8}})"
    r"[，,](?:即|分别[是为]|(?:分别)?从|包括|为)?(?!分别|位于)(?P<list>[^，。；、\d]+?(?:、[^，。；、\d]+?)+)"
    "(?P<end>(?P<m>[一二三四五六七八九十两])个?(?:方面|部分|维度|指标|类|项)|[，。；])"
)
#: “从产出数量、产出质量、产出时效和产出成本四个方面”, “A、B、C等三个项目”.
_BEFORE = re.compile(
    r"(?<![\d个件项家])(?![个件项家种类所处]、)"
    rf"(?P<list>(?:[^，。；：:、\d“”（）()《》]{{1,14}}、)+[^，。；：:、\d“”（）()《》]{{1,16}}?)"
    rf"(?P<etc>等)?(?:共计?|合计|这)?{_NUMBER}(?P<unit>个|项|大类|类|大|种|家|部分|方面|档)"
    rf"(?P<noun>[\u4e00-\u9fff]{{0,6}})"
)
#: What every `_LISTED` and every `_BEFORE` has in it.
_LIST_BEGINS = re.compile("[：:]|(?:具体|分别)(?:是|为)|分别于|[个家][，,][是为]|[，,]即")
_COUNT = re.compile(r"[\d一二三四五六七八九十两](?:[个项类大种家档]|部分|方面)")
_LIST_ENDS = re.compile(
    rf"、[^，。；：:、\d“”（）()《》]{{1,16}}?等?(?:共计?|合计|这)?{_NUMBER}(?:[个项类大种家档]|部分|方面)"
)
#: “甲、乙、丙分别增加2个”: so many of each; “甲、乙等”: others are not named.
_NO_LIST = re.compile(r"等(?![级次])|分别")
#: In front of a count behind a list: it counts something else.
_ELSE = re.compile(r"[各每分前第新增减近约余上下有了达到完成超过第之其的为至由在及与和另还仅]$|合作|共享|总共$|以及")
_ANNOUNCED = re.compile(
    rf"{_NUMBER}\s*{_POINTS}(?P<noun>(?:(?:主要|突出|共性)?(?:方面|问题|不足|建议|措施|做法|经验|内容|工作|任务|"
    rf"目标|阶段|步骤|环节|部分|原因|情况|特点|成效|职责|职能|意见|事项|指标|项目|层面|实事|举措|难题|短板|机制|要求|困难|亮点|思路|着手|入手|发力|改进)?[的]?){{0,3}})"
)
_BELOW = re.compile(r"(?:以下|如下|下列|下述)")
#: “主要做法有三：一是…”: a count without a unit.
_BARE = re.compile(r"(?<=[\u4e00-\u9fff]{2})[有为](?P<n>[二三四五六七八九])(?P<unit>)(?=[：:])")
#: “四、孤儿及残疾人两项补贴”: the number of a heading is none of what it lists.
_MARK = re.compile(r"^\s*[一二三四五六七八九十]{1,3}、")
#: “广东、福建两省的深圳、珠海两个特区”: the list begins behind what it lies in.
_WITHIN = re.compile(r"[两二三四五六七八九十][省市区县州镇乡地国]的")
_BEGUN = re.compile("[\u4e00-\u9fff](?:在|就|对|把|将|向|按照|围绕|依托|落实|执行)[\u4e00-\u9fff]")
_VERB = ("项数指所列各项", "项数只指最后一项")
MOST = 30
#: A list of so many characters leaves no doubt where it begins.
LONG = 60


def check(document: Document, runs: Iterable[Run]) -> Iterator[Finding | Agreement]:
    """Counts that a sentence announces against the list that it gives, in the sentence or one by one below it.

    Args:
        document: the report.
        runs: its lists, see `runs.runs_of`.
    """
    by_block: dict[int, list[Run]] = defaultdict(list)
    for run in runs:
        if run.numbers[0] == 1 and len(run.marks) > 1 and run.marks[0].style != "table":
            by_block[run.block].append(run)
    for index, paragraph in document.paragraphs:
        text = normalise(paragraph.text)
        if index in by_block or index + 1 in by_block:
            yield from _enumerated(document, index, text, by_block)
        yield from _of_text(text, partial(document.place_in_paragraph, index))
        yield from ranked.check(document, index, text)
    for raw, where, in_cell in document.worded:
        if in_cell and "、" in raw:
            yield from _of_text(normalise(raw), where)


def _of_text(text: str, where: Where) -> Iterator[Finding | Agreement]:
    listed = _LISTED.finditer(text) if _LIST_BEGINS.search(text) else ()
    named = _NAMED.finditer(text) if "、" in text else ()
    for match in {m.start("n"): m for m in (*named, *listed)}.values():  # a count has one list
        yield from _listed(where, text, match)
    for match in _BEFORE.finditer(text) if _COUNT.search(text) and _LIST_ENDS.search(text) else ():
        yield from _counted(where, match)


def _listed(where: Where, text: str, match: re.Match[str]) -> Iterator[Finding | Agreement]:
    """A count, and the list behind it."""
    told_items = items_of(match["list"])
    items = taken_apart(told_items) if len(told_items) > 1 else told_items
    announced = read_count(match["n"])
    if len(items) < 2 or not 2 <= announced <= MOST or "并列" in match["list"]:
        return
    told = match.groupdict().get("m")
    open_end = patterns.search(r"等$|等[\u4e00-\u9fff]{0,6}$", match["list"].strip()) and not told
    if open_end or patterns.search(r"前$|其中|排名|位$", text[max(0, match.start() - 8) : match.start()]):
        return
    places = places_of(where, match)
    printed = match["n"] + match["unit"]
    if are_amounts(items, match["unit"]):
        return  # “11个：水利4个、医疗3个…”: what the list adds up to, not how many items it has
    joined = len(items) + sum(len(AND.findall(item)) for item in items)
    if isinstance(told, str) and read_count(told) == joined:
        items = [part for item in items for part in AND.split(item)]  # the sentence itself says that “和” joins two
    if announced == len(items) or (announced == joined and not told):
        yield agrees(printed, announced, places)
        return
    again = isinstance(told, str) and read_count(told) == len(items)  # two counts for one list, and only one is right
    short = not told and announced == joined + 1 > len(items) + 1  # one is missing even where “和” joins two
    near = short or abs(announced - len(items)) == 1
    spent = not near and all(patterns.search(r"\d", item) for item in items)
    words = match["list"] if items == told_items else "、".join(items)
    even = again or are_even(items, words)
    whole = even or len(items) > len(told_items) or are_bodies(items, words)
    if short and not even and not spent:
        yield miscounted(printed, joined, match["unit"], "、".join(items)[:60], places, "low")
        return
    if spent or not (even or (not told and near and whole)):
        return  # “项目8个：园区3.15亿元，供水1.80亿元”: what was spent on what, and not one by one
    shown = "、".join(item[:12] for item in items[:12])
    yield miscounted(
        printed, len(items), match["unit"], shown, places, "high" if even and (again or near) else "medium"
    )


def _counted(where: Where, match: re.Match[str]) -> Iterator[Finding | Agreement]:
    """A list, and behind it how many it names; “等” allows for more than are named."""
    announced = read_count(match["n"])
    if patterns.match("季度|月|[年周天日]|交易日|工作日", match.string[match.end("unit") :]):
        return  # “甲、乙连续三个季度居前”
    *before, words = _WITHIN.split(_MARK.sub("", match["list"]))
    if "、" in "".join(before):
        return  # where the list begins is open
    if not 2 <= announced <= MOST or _ELSE.search(words[-1:]) or _NO_LIST.search(words):
        return
    names = taken_apart(words.split("、"))
    least, ands = len(names), len(AND.findall(names[-1][1:-1]))
    if any(AND.search(name) for name in names[:-1]) or ands > 1:
        return  # “和” inside an earlier item: what it joins is open
    if any(_BEGUN.search(item) for item in words.split("、")[1:-1]):
        return  # “同甲县、乙县就落实甲约、乙约两个协议”: the list begins within that item
    if have_counts(words.split("、")[:-1]):
        return  # “践行一个理念、守住两条底线、补齐三个短板”: the last item has a count as the others have
    if patterns.search(r"[)）]、$", match.string[: match.start("list")]):
        return  # “发现（上报）、立案、处理、反馈4个环节”: the list begins in front of the bracket
    printed = match["n"] + match["unit"]
    places = places_of(where, match)
    may_be_more = match["etc"] or not (
        match["unit"] in {"部分", "方面"} or is_collective(match.string[match.end("unit") :]) or len(words) >= LONG
    )
    if least <= announced <= least + ands:
        if not may_be_more:
            yield agrees(printed, announced, places)
    elif announced == least - 1 and begins_with_own(names):
        return  # “局机关、甲站、乙站两个二级单位”
    elif announced > least + ands and may_be_more:
        return
    elif (announced <= least - 1 or announced == least + ands + 1) and not _is_name(match):
        finding = miscounted(printed, least + ands, match["unit"], words[-40:], places)
        sure = announced >= least - 1 and are_of_a_class(match["noun"], match["unit"], words)
        yield finding if sure else replace(finding, confidence="low", readings=_VERB)


def _is_name(match: re.Match[str]) -> bool:
    """A count within the name of an item (“甲赛、五项全能赛、乙赛等赛事”): the list goes on behind it."""
    if match["unit"] == "项" and match["noun"] and AND.search(match["list"].rpartition("、")[2]):
        return True  # “低保、孤儿生活和残疾人两项补贴”: the last item may have two of them
    behind = patterns.match(r"[^，。；：:、]*", match.string[match.end("unit") :])
    words = behind[0] if behind else ""
    return match.string[match.end("unit") + len(words) :][:1] == "、" or ("等" in words and not match["etc"])


def _enumerated(document: Document, index: int, text: str, runs: dict[int, list[Run]]) -> Iterator[Finding | Agreement]:
    """“具体包括以下六个方面：” and what is told one after the other, here or in the next paragraphs."""
    for match in (*_ANNOUNCED.finditer(text), *_BARE.finditer(text)):
        announced = read_count(match["n"])
        if not 2 <= announced <= MOST or text[match.start() - 1 : match.start()] in tuple("第前"):
            continue
        behind = text[match.end() :].strip()
        before = patterns.split(r"[。；]", text[: match.start()])[-1]
        closes = behind[:1] in {"：", ":"} or (behind in {"", "。"} and bool(_BELOW.search(before)))
        if not closes and not (behind[:1] in {"。", "，", ","} and _BELOW.search(before)):
            continue
        inside = [r for r in runs.get(index, ()) if 0 < r.marks[0].place.start - match.end() <= 4]
        below = [] if inside or len(behind) > 1 else [*runs.get(index + 1, ())]
        run = next(iter(inside or below), None)
        if run is None or (inside == [] and run.marks[0].place.start > 2):
            continue
        printed, told = match["n"] + match["unit"], len(run.marks)
        place = document.place_in_paragraph(index, match.start("n"), match.end("unit"))
        if told == announced == run.numbers[-1]:
            yield Agreement("count.list", printed, f"逐项列出 {told} 项", (place,))
        elif run.numbers == list(range(1, told + 1)) and abs(told - announced) <= 2:
            marks = "、".join(mark.text for mark in run.marks)
            yield miscounted(printed, told, match["unit"], marks, (place, *(mark.place for mark in run.marks)))
