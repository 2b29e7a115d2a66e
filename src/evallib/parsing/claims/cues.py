"""Cues (提示词): what the words in front of a figure make of it.

One list of words, so that a new turn of speech is one word more here.
"""

from __future__ import annotations

import re

from evallib.model import patterns
from evallib.parsing.claims.passages import LOST_STOP, Spot

UP = (
    "增长|上升|增加|提高|(?<!改造)提升|上涨|增幅|涨幅|升幅|增收|增支|增拨|增|(?<!改造提)升|扩大|"
    "多|↑|高出|高于|超过|超出|大于|快于|攀升|上浮"
)
DOWN = "下降|减少|降低|下浮|下滑|回落|降幅|减幅|减收|减支|减|降|缩短|压缩|压减|少|↓|低于|小于|慢于|节约|收窄|缩减|下调"
_UP, _DOWN = re.compile(UP), re.compile(DOWN)
#: One of the characters of any of them, which most words in front of a figure have none of.
_MOVES = re.compile(f"[{UP}{DOWN}]")
_CHANGE_END = re.compile(
    rf"(?:{UP}|{DOWN})(?:了|[额数量]|幅度|率|约|近|超|数量|金额)?(?:为|达到?|各?|至?是|[：:])?\s*\(?$"
)
_MORE = re.compile(
    r"(?<![至最不])[多少][接办收发派支用花做](?:了|出)?$|"  # “比上周多接了”
    r"(?:比|较)[^，。；、]{1,8}追加$|"
    # “比上年多出栏”
    r"(?:比|较)(?:(?:上|去|前|往|同)?一?个?(?:季度|半年|[年月季周期])?|20\d\d年)(?:同期)?[多少][\u4e00-\u9fff]{1,3}$"
)
#: “同比增长15.4%（多提取4.15亿元）”
_MORE_IN_BRACKET = re.compile("[多少][\u4e00-\u9fff]{1,3}")
_BEYOND = re.compile(
    r"(?:大于|小于|高于|低于|多于|少于|超过|超出|不足)[^，。；、\d]{0,10}(?:数|"
    r"预算|计划|指标|均值|平均|目标)(?:\(|为)?$"
)
#: “18—35岁占P%”: what lies between two numbers, and no amount.
_RANGE_BEGINS, _RANGE_ENDS = re.compile(r"\s*[—－~～–-]{1,2}\s*(?:\d|$)"), re.compile(r"\s*[—－~～–-]{1,2}\s*")
#: “高于平均分的13个”: how many there are above a mean.
_OF_THOSE = re.compile(
    r"(?:[高低大小优差]于|超过?|达到)[^，。；、\d]{0,8}(?:平均|均值)[^，。；、\d]{0,6}的[^，。；、\d]{0,8}[有为是]?$"
)
#: “高于全国平均分3.68分”, “平均分提升1.82分”: by how much a mean is passed or has moved.
_BY_SO_MUCH = re.compile(
    rf"[高低]于[^，。；、\d]{{0,8}}平均(?:分数?|得分|水平)?$|平均(?:得?分|成绩)[^，。；、\d]{{0,6}}(?:{UP}|{DOWN})了?$"
)
_COMPARED = re.compile(
    r"同比|环比|同期|较上?|比上|与.{1,14}相比|相比|比.{1,12}(?:增|减|升|降|多|少|高|低)|增减|变动|增速|增长率|幅"
)
_TO = re.compile(r"(?:至|到|为)(?:了)?$")
_SHARE = re.compile(r"占(?P<whole>[^占，,。；;]*)$|(?:占比|比重|比例|份额)[^，,。；;]{0,6}$")
_OF = re.compile(r"占(?P<whole>[^占，,。；;]*)$")
_CLAUSE = re.compile(rf"[，,；;。]|{LOST_STOP}")
_RESUMED = re.compile(r"\s*[)）]的")
_RATE = re.compile(
    r"(?:率|度|比|比例)(?:\(%\))?(?:均|已|约|仅|只|分别|就)?(?:为|达到?了?|是|到|约|至|由|从|：|:|有|在)*\s*[“\"]?$"
)
_COMPLETION = re.compile(
    r"(?:完成|为|占|达到?|是|相当于)[^，,。；;]{0,24}(?:预算|计划|任务|目标|指标)[^，,。；;]{0,12}(?:的)?\s*$|"
    r"^[^，,。；;]{0,8}的\s*$|进度.{0,4}$"
)
_AVERAGE = re.compile(
    "日均|月均|周均|年均|季均|[户人件案台批次车亩场村校班套间栋座站点店镇家项床所馆园组篇吨]均|均价|平均|"
    r"每[百千万][名个]?[^，,。；;\d]{0,14}$|每(?:天|日|月|人|件|户|周|台|年|季)[^，,。；;]{0,8}$|单价"
)
#: “覆盖率由43.9%提高到55.6%”: where it came to, and no growth.
_CAME_TO = re.compile(rf"(?:{UP}|{DOWN})(?:到|至)了?\s*$")
_PER_YEAR = re.compile(r"年均|复合|平均每年|每年平均|年平均")
_BASE = re.compile(
    r"(?:上|去|前)[一]?(?:年(?!(?:滚存)?结[转余][^，。；]{0,4}(?:安排|支出|收入))|月|周|季度|期)|"
    r"(?:[比较与]|去年|前)[今本当]?年?上?半年|同期|此前|原(?![标市县区州旗镇乡村料油煤])来?(?:为|的)?|开通时|由|从|(?:比|较)[^，]{0,8}年|"
    r"(?:比(?!例)|较|与)[^，]{0,6}[\d一二三四五六七八九十](?:月份?|季度)的?"
)
#: “较2021年每人增加40元”: by how much, and not what it was.
_EACH_MORE = re.compile(r"(?:每[人户名亩件月]|均)(?:增加|减少|提高|降低|[多少])$")
#: “与2018年决算13.08万元相比”
_WITH_THAT_OF, _IS_COMPARED = re.compile(r"[与和同跟].*[年月期度]"), re.compile(r"\s*[)）]?(?:的)?(?:相比|比较|比，)")
#: “共有” tells of all, 公共, 共同体 and 共享 do not.
ALTOGETHER = "(?<!公)共(?![同享建和])"
_WHOLE = re.compile(
    rf"{ALTOGETHER}|合计|总计|总数|总量|总额|总共|累计|总[收支][入出](?!的)|全部|总人数|总分|总得分|综合得分"
)
_WHOLE_OF_BEFORE = re.compile(r"(?:合计|共计|总计)[较比]")
_BUDGET = re.compile(r"(?:预算|计划|任务|目标|限额|指标)(?:数|数额|为|总额|安排|收入|支出|\(|（)*$")


#: “规模为21070.5亿元，首次突破2万亿元”.
_PASSED = re.compile(r"[，,][^，。；\d]{0,6}(?:突破|跨过|跨越|迈上|迈过|站上|越过)了?\s*$")


def role_of(spot: Spot) -> str:
    """The part a figure plays in its sentence.

    "share", "growth", "completion", "rate", "points", "change" (an amount by which something grew), "mean",
    "plain" (an amount) or "bare" (a percentage without a cue).

    >>> from evallib.parsing.claims.passages import read_passage
    >>> [role_of(s) for s in read_passage("收入120万元，比上年增加20万元，增长20%，占总收入的40%，执行率99%，日均5件")]
    ['plain', 'change', 'growth', 'share', 'rate', 'mean']
    """
    # “由91.2%提升到94.7%” tells where a rate came to, and not by how much it rose.
    moves = _MOVES.search(spot.head)
    kept = (moves and _CAME_TO.search(spot.head)) or spot.head.endswith("节约")
    mention, head = spot.mention, spot.head if kept else spot.head.rstrip("约近超过达到 ")
    last = head.rpartition("、")[2]
    if mention.dimension == "points":
        return "points"
    if mention.dimension in {"percent", "times"}:
        return _rate_role(spot, head or spot.head, last)
    if _MORE.search(head) or (spot.depth and _MORE_IN_BRACKET.fullmatch(head)):
        return "change"
    if _RANGE_ENDS.fullmatch(spot.gap) or (not mention.dimension and _RANGE_BEGINS.match(spot.tail)):
        return "bare"
    if _PASSED.search(spot.gap) and len(mention.text.replace("0", "").strip(f".,{mention.unit}")) == 1:
        return "bare"  # a round mark that was passed is no amount of anything
    if mention.dimension == "count" and _OF_THOSE.search(last):
        return "plain"
    if _AVERAGE.search(last):
        return "change" if _BY_SO_MUCH.search(head) else "mean"
    if _BEYOND.search(head):
        return "change"
    if not moves:
        return "plain"
    if _CHANGE_END.search(head) and not _TO.search(spot.head) and not spot.head.endswith(("增加到", "减少到")):
        return "change"
    return "plain"


def _rate_role(spot: Spot, head: str, last: str) -> str:
    if patterns.search(r"(?:调整|变动|浮动|变化)(?:率|幅度)|幅度", last) and spot.mention.dimension == "percent":
        return "growth"
    grown = bool(_CHANGE_END.search(head)) or (
        bool(_UP.search(last) or _DOWN.search(last)) and bool(_COMPARED.search(head))
    )
    if spot.mention.dimension == "percent" and _CAME_TO.search(spot.head) and not patterns.search("[增降]速|幅", head):
        return "rate"
    if _PER_YEAR.search(head) and (grown or "增" in head):
        return "compound"
    if grown or (_CHANGE_END.search(last) is not None) or spot.mention.text[:1] in "↑↓":
        return "growth"
    if spot.mention.dimension == "times":
        return "growth" if (_UP.search(last) and "是" not in last[-3:] and "为" not in last[-2:]) else "multiple"
    if "占" in head and _SHARE.search(head):
        return "share"
    if _SHARE.search(last):
        return "share"
    if _COMPARED.search(last) and not _RATE.search(spot.head):
        return "growth"
    if _RATE.search(spot.head):
        return "rate"
    if _COMPLETION.search(spot.head) and "占" not in spot.head:
        return "completion"
    return "bare"


def direction_of(head: str, tail: str = "") -> int:
    """+1 where the words say more, −1 where they say less, 0 where they say neither or both.

    >>> direction_of("比上年同期减收"), direction_of("同比增长"), direction_of("较上年变动")
    (-1, 1, 0)
    """
    if not _MOVES.search(head):
        return 0
    ups = [m.end() for m in _UP.finditer(head)]
    downs = [m.end() for m in _DOWN.finditer(head)]
    if not ups and not downs:
        return 0
    if not downs:
        return 1
    if not ups:
        return -1
    return 1 if ups[-1] > downs[-1] else -1


def whole_words(head: str) -> str:
    """What a share is a share of, as the words name it; "" where they do not.

    >>> whole_words("占投诉总量的"), whole_words("占比"), whole_words("占全部诉求的比重为")
    ('投诉', '', '全部诉求')
    """
    match = _OF.search(head.strip()) if "占" in head else None
    if not match:
        return ""
    words = patterns.sub(r"(?:的)?(?:比重|比例|比|份额)?(?:由|为|达|约|从|近|超过?)*$", "", match["whole"].strip())
    words = patterns.sub(r"的$", "", words)
    return patterns.sub(r"(?:总)?(?:量|数|额|体)$", "", words)


def is_base(spot: Spot) -> bool:
    """Whether an amount is that of an earlier time."""
    clause = _CLAUSE.split(spot.gap)[-1]
    resumed = spot.aside if _RESUMED.match(clause) else ""
    if _EACH_MORE.search(spot.head):
        return False
    if _WITH_THAT_OF.search(clause) and _IS_COMPARED.match(spot.tail):
        return True
    return bool(_BASE.search(resumed + clause))


def is_whole(spot: Spot) -> bool:
    """Whether the words call an amount a whole; “两项合计比上年的48.2亿元” is what the whole was."""
    return bool(_WHOLE.search(spot.head)) and not _WHOLE_OF_BEFORE.search(spot.head)


def is_budget(spot: Spot) -> bool:
    """Whether an amount is what was planned."""
    return bool(_BUDGET.search(spot.head.strip()))
