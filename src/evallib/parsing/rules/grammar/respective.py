"""分别 spelled out: several places, ranges or things in a row and what each of them earns in the same order."""

from __future__ import annotations

import re
from fractions import Fraction

from evallib.model import patterns
from evallib.parsing.rules.grammar.wording import NUMBER

_ORDINALS = "一二三四五六七八九十"
_PLACES = re.compile(rf"(?:第)?([{_ORDINALS}](?:[、,，和及][{_ORDINALS}])+|(?<=第)[{_ORDINALS}]{{2,5}})(?P<u>名|位)")
_FIRST = re.compile(
    rf"前(?P<n>{NUMBER})(?:名|位)?(?:的[^,;。\d]{{0,6}})?,?(?:分别|依次)(?P<verb>奖励|加|得|计|"
    rf"记|赋|扣|减)(?P<points>{NUMBER}分?(?:[、,]{NUMBER}分?)*分)"
)
_LAST = re.compile(
    rf"(?:后|末|倒数)(?P<n>{NUMBER})(?:名|位)?的?,?(?:分别|依次)(?P<verb>扣|减)"
    rf"(?P<points>{NUMBER}分?(?:[、,]{NUMBER}分?)*分)"
    rf"(?P<key>\(倒数第1(?:名|位)?(?:扣|减)?(?P<worst>{NUMBER})分\))?"
)
_CASE = r"[^,;。、\n]*\d[^,;。、\n]*"
_GIVEN = r"(?:不得分|(?:得|计|扣)(?:满分|[^,;。、\n\d]{0,6}\d+(?:\.\d+)?(?:分|%[^,;。、\n]{0,5})))"
_ROW = re.compile(rf"(?P<cases>{_CASE}(?:、{_CASE})+)[,:]?分别(?P<given>{_GIVEN}(?:、{_GIVEN})+)")
_GOAL = rf"[^,;。、\n]*?(?:达到?|完成|不低于|≥){NUMBER}[^,;。、\n\d]*"
_EACH_GOAL = re.compile(
    rf"(?P<cases>{_GOAL}(?:、{_GOAL})+)[,;](?:每(?:1?个)?|各)(?:时间)?(?:节点|阶段|时点|项|指标|目标)"
    rf"(?:达标|完成)?(?:各)?(?:得|计|占|为)?(?P<points>{NUMBER}分)(?=[,;。]|$)"
)
_LIMIT = rf"[^,;。、\n\d每]{{2,20}}?(?:不低于|不少于|达到?|≥|(?<=率)){NUMBER}%(?:及?以上)?"
_ALIKE = re.compile(
    rf"(?P<cases>{_LIMIT}(?:的)?,?(?:得{NUMBER}分)?(?:[、,;]{_LIMIT}(?:的)?,?(?:得{NUMBER}分)?)+)"
    rf"[,;](?P<each>各得{NUMBER}分)?[,;]?"
    "(?:以上|均)?(?P<step>每(?:下降|降低|低于?|减少|少|相?差|不足|欠)1?(?:个?百分点|%)的?,?(?:分别|"
    rf"均|各)?扣(?:除|减)?{NUMBER}分)(?P<end>,扣完为止)?[。;]?$"
)


_NAME_OF = r"[^,;。、:\n]{2,20}?"
_NAME = r"(?:\d{1,2}月[底末初]?[^,;。、:\n\d]{0,12}|[^,;。、:\n\d]{2,14})"
_LEVELS_OF = re.compile(
    rf"(?P<names>{_NAME}(?:[、和与及]{_NAME})+?)分别(?P<op>达到?|不低于|≥)(?P<levels>{NUMBER}%(?:[、,和]{NUMBER}%)+)"
)
_LEVEL_OF_ALL = re.compile(
    rf"(?P<names>{_NAME}(?:[、和与及]{_NAME})+?)(?:均|都)(?P<op>达到?|不低于|≥)(?P<level>{NUMBER}%)"
)
_ONE_SHORT = re.compile(
    rf"(?P<goals>{_NAME}(?:达到?|不低于|≥){NUMBER}%(?:以上)?(?:、{_NAME}(?:达到?|不低于|≥){NUMBER}%(?:以上)?)+)"
    rf"(?:以上)?(?:的)?,?得(?:满分|{NUMBER}分)[,;]"
    "(?:其中)?(?:有|每有|任意|任何|任)?(?:一|1)项(?:指标)?(?:未达到?|不达标|未达标|"
    rf"达不到)[^,;。扣]{{0,8}},?扣(?P<points>{NUMBER})分"
    rf"(?:[,;](?:[两二三四2-4]项)?(?:均|都)(?:未达到?|不达标|未达标)[^,;。]{{0,6}}不得分)?(?:,扣完为止)?[。;]?$"
)


_EACH_SHORT = re.compile(
    rf"(?P<goals>{_NAME_OF}(?:达到?|不低于|≥){NUMBER}%(?:、{_NAME_OF}(?:达到?|不低于|≥){NUMBER}%)+),未(?:达到|"
    rf"完成|达标)的?,?每(?:1?个|1?项)(?:时点|节点|指标|阶段)?扣(?P<points>{NUMBER})分[。;]?$"
)


def goals_apart(text: str, weight: str) -> str:
    """水厂合格率、末梢合格率分别达到100%、98%得6分,任一项不达标扣3分: a goal each; losses add up to the weight.

    >>> goals_apart("受理率、答复率均达100%的得4分,有1项未达到100%的扣2分", "4")
    '受理率达100%得2分,否则不得分;答复率达100%得2分,否则不得分'
    """

    def levels(match: re.Match[str]) -> str:
        names, found = patterns.split("[、和与及]", match["names"]), patterns.findall(NUMBER, match["levels"])
        if len(names) != len(found):
            return match[0]
        return "、".join(f"{name}{match['op']}{level}%" for name, level in zip(names, found, strict=True))

    spelled = _LEVELS_OF.sub(levels, text)
    spelled = _LEVEL_OF_ALL.sub(
        lambda m: "、".join(f"{name}{m['op']}{m['level']}" for name in patterns.split("[、和与及]", m["names"])),
        spelled,
    )
    late = _EACH_SHORT.search(spelled)
    if late and Fraction(late["points"]) * len(each := late["goals"].split("、")) == Fraction(weight):
        return spelled[: late.start()] + ";".join(f"{goal}得{late['points']}分,否则不得分" for goal in each)
    short = _ONE_SHORT.search(spelled)
    goals = short["goals"].split("、") if short else []
    if short is None or Fraction(short["points"]) * len(goals) != Fraction(weight):
        return text
    return spelled[: short.start()] + ";".join(f"{goal}得{short['points']}分,否则不得分" for goal in goals)


def spell_places(text: str) -> str:
    """第一二三名 and 第一、二、三名 as three places.

    >>> spell_places("获第一、二、三名的"), spell_places("第一二名分别得3分、2分"), spell_places("第一、三名的")
    ('获第1名、第2名、第3名的', '第1名、第2名分别得3分、2分', '第一、三名的')
    """

    def spelled(match: re.Match[str]) -> str:
        places = [_ORDINALS.index(c) + 1 for c in match[1] if c in _ORDINALS]
        if places != list(range(places[0], places[0] + len(places))):
            return match[0]
        return "、".join(f"第{place}{match['u']}" for place in places)

    return patterns.sub("第(?=第)", "", _PLACES.sub(spelled, text))


def spell_out(text: str) -> str:
    """Each case of a row beside what it earns.

    >>> spell_out("排名前3的分别加3分、2分、1分")
    '排名第1名加3分;第2名加2分;第3名加1分'
    >>> spell_out("100%~80%(含)、80%~60%(含)、60%~0%,分别得满分、得70%分值、不得分")
    '100%~80%(含)得满分;80%~60%(含)得70%分值;60%~0%不得分'
    >>> spell_out("6月底达到50%、9月底达到75%,每个节点2分")
    '6月底达到50%得2分;9月底达到75%得2分'
    >>> spell_out("100%~80%(含)、80%~60%(含),分别得满分、得70%分值、不得分")  # one more than cases
    '100%~80%(含)、80%~60%(含),分别得满分、得70%分值、不得分'
    """
    text = _GRADES.sub(_grades, text)
    text = _FIRST.sub(_first, text)
    text = _LAST.sub(_last, text)
    text = _EACH_GOAL.sub(lambda m: ";".join(f"{c}得{m['points']}" for c in m["cases"].split("、")), text)
    text = _ALIKE.sub(_alike, text)
    return _ROW.sub(_row, text)


_MET = re.compile(rf"满足\((\d+)\)(?:的)?,?得({NUMBER})分[,;。]?")


def marks_met(text: str) -> str:
    """满足(1)得2分,满足(2)得1分: parts with their marks.

    >>> marks_met("满足(1)得2分,满足(2)得1分;(3)虚报的本项为0分")
    '(1)符合要求,得2分;(2)符合要求,得1分;(3)虚报的本项为0分'
    """
    marks = [int(m[1]) for m in _MET.finditer(text)]
    if len(marks) < 2 or marks != list(range(1, len(marks) + 1)):
        return text
    return _MET.sub(r"(\1)符合要求,得\2分;", text)


_GRADES = re.compile(
    rf"(?:按照?|以)?“?(?P<names>[\u4e00-\u9fff]{{1,4}}(?:、[\u4e00-\u9fff]{{1,4}}){{1,5}})”?(?:[2-6]个?(?:等次|"
    "等级|档次|档|级))?,?(?:分别|依次)(?:按|得|计|给予)?"
    rf"(?:分值|权重分?)?的?(?P<shares>{NUMBER}%(?:、{NUMBER}%?)+)(?:的)?(?:分值|权重分?)?(?:计分|得分|计|计算)?"
)


def _grades(match: re.Match[str]) -> str:
    """优、良、差分别按分值的100%、80%、0计分: what each grade earns."""
    names, shares = match["names"].split("、"), patterns.findall(NUMBER, match["shares"])
    if len(names) != len(shares) or not patterns.search("分值|权重", match[0]):
        return match[0]
    gives = [f"{n}得{s}%分值" if float(s) else f"{n}不得分" for n, s in zip(names, shares, strict=True)]
    return ";".join(gives)


def _alike(match: re.Match[str]) -> str:
    """主干道达98%、次干道达95%,每低1个百分点扣0.2分: the same step for each of them."""
    cases = [c.strip("的,") for c in patterns.findall(rf"{_LIMIT}(?:的)?,?(?:得{NUMBER}分)?", match["cases"])]
    head = patterns.match(r"[^:]*:", cases[0])
    cases[0] = cases[0][head.end() :] if head else cases[0]
    each = match["each"].removeprefix("各") if match["each"] else ""
    scored = [bool(patterns.search("得", c)) for c in cases]
    if (each and any(scored)) or (not each and any(scored) != all(scored)):
        return match[0]
    step = patterns.sub("(?:分别|均|各)扣", "扣", match["step"])
    return ";".join(f"{case.strip('、,;')}{each},{step}" for case in cases)


def _points(match: re.Match[str]) -> list[str]:
    found = patterns.findall(NUMBER, match["points"])
    return found if match["n"].isdigit() and len(found) == int(match["n"]) else []


def _first(match: re.Match[str]) -> str:
    points = _points(match)
    return ";".join(f"第{i}名{match['verb']}{p}分" for i, p in enumerate(points, 1)) or match[0]


def _last(match: re.Match[str]) -> str:
    """Which of the last places loses most is only known where it is printed or the points rise."""
    points = _points(match)
    if not points or (match["worst"] and match["worst"] not in {points[0], points[-1]}):
        return match[0]
    if match["worst"] == points[-1] or (not match["worst"] and points == sorted(points, key=float)):
        points.reverse()
    return ";".join(f"倒数第{i}名{match['verb']}{p}分" for i, p in enumerate(points, 1))


def _row(match: re.Match[str]) -> str:
    cases, given = match["cases"].split("、"), match["given"].split("、")
    if len(cases) != len(given) or not patterns.search("不得分|满分", match["given"]):
        return match[0]
    return ";".join(f"{case}{what}" for case, what in zip(cases, given, strict=True))
