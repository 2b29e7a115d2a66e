"""Sentences on several things at once, spelled out: goals with own steps, equal shares, one way of counting for all."""

from __future__ import annotations

import re
from fractions import Fraction

from evallib.model import patterns
from evallib.parsing.rules.grammar.wording import NUMBER

_GOAL = rf"[^,;。、\n\d每]{{2,24}}?(?:达到?|不低于|≥|为)?{NUMBER}%(?:\(含\))?(?:及?以上)?"
_GOALS = rf"(?P<goals>{_GOAL}(?:的?(?:,?且|,?并且?|,?同时|[、,;])+{_GOAL})+)"
_ALL_MET = re.compile(rf"{_GOALS}(?:的|时|,|均)*得(?P<points>满分|{NUMBER}分)[,;。]")
_STEP = (
    rf"每(?:下降|降低|低于?|减少|少|相?差|不足|欠|下滑){NUMBER}?(?:个?百分点|"
    rf"%)(?:的|,|均|各|分别)*扣(?:除|减)?{NUMBER}分"
)
_STEP_OF = re.compile(rf"(?P<who>(?:任[何意]?1[项个]?(?:指标|比率)?|[^,;。\d每]{{0,14}}?))(?P<step>{_STEP})")
_ANY = re.compile(r"(?:其中)?(?:任何|任意|任)?(?:一|1)[项个]?(?:指标|比率)?(?:的)?$")
_SHARED = re.compile(
    rf"{_GOALS}[,;](?:(?:各占|权重各占?|各按)(?:{NUMBER}%|一半|1/\d)(?:的?(?:权重|分值))?|"
    rf"各(?:占|计|得)?(?P<each>{NUMBER})分)[,;。](?P<tail>[^;。]+)[。;]?$"
)
_EACH_ITS_OWN = re.compile(
    rf"{_GOALS}(?:的)?[,;]?各(?:占|计|得)?(?P<each>{NUMBER})分(?:[,;](?:不达标|"
    rf"未达标|达不到|未达到)[^,;。]{{0,6}}不得分)?[。;]?$"
)
_BOTH = re.compile(
    (
        rf"^(?P<names>[^,;。:()\d]{{2,12}}\({NUMBER}分\)(?:[、和与及]+[^,;。:()\d]{{2,12}}\({NUMBER}分\))+)"
        "(?:均|都|分别)(?P<rest>.+)$"
    ),
    re.DOTALL,
)
_PART_OF_ALL = re.compile(
    rf"每(?P<what>项|点|条|个[^,;。\d占]{{0,6}})(?:指标)?(?:各|均)?占(?:该|本|此)?(?:项|指标)?的?(?:分值|"
    rf"权重|总分)?的?(?P<share>\d+/\d+|{NUMBER}%)(?:的?(?:分值|权重分?))?(?:,(?:达标|符合|完成)"
    "(?:的)?得该[项点]满分,(?:不达标|不符合|未完成)(?:的)?不得分)?"
)
_EACH_AT_END = re.compile(rf"[,;。]?\((?:每项|各项)?各(?:占|计|得)?(?P<each>{NUMBER})分\)[。;]?$")
_PERIOD = re.compile(
    rf"每(?P<every>季度|月|周)(?:度|末|底)?(?P<what>[^,;。\d每]{{2,20}}?)(?:的)?,?(?P<gives>(?:得|计)"
    rf"(?P<n>{NUMBER})分)[,;。](?:全年|年度|共|合计|满分|计)+(?P<all>{NUMBER})分"
)
_IN_A_YEAR = {"季度": 4, "月": 12, "周": 52}
_PASS_LINE = re.compile(rf"(?P<n>{NUMBER}[%分])(?:为|是|作为)(?P<line>(?:及格|合格|达标)线)")


def apart(text: str, points: str) -> str:
    """One sentence for each of several things.

    >>> apart("包案率100%、化解率90%以上,得9分;包案率每低1%扣0.2分,化解率每低1%扣0.3分", "9")
    '包案率100%,每低1%扣0.2分;化解率90%以上,每低1%扣0.3分'
    >>> apart("签约率≥60%,覆盖率≥80%,各占50%权重,未达标的按完成比例计分", "8")
    '签约率(4分)≥60%得4分,未达标的按完成比例计分;覆盖率(4分)≥80%得4分,未达标的按完成比例计分'
    >>> apart("制度健全、台账完整,以上2项,每项占指标分值的1/2", "4")
    '制度健全、台账完整,以上2项,每项得2分'
    """
    weight = Fraction(points)
    text = _PART_OF_ALL.sub(lambda m: f"每{m['what'].rstrip('各均')}得{_shown(_share(m['share']) * weight)}分", text)
    text = _PERIOD.sub(lambda m: _periods(m, weight), text)
    line = _PASS_LINE.search(text)
    if line:
        text = patterns.sub(rf"(?:低于|未达到?|不足){line['line']}|{line['line']}以下", f"低于{line['n']}", text)
        text = patterns.sub(rf"达到{line['line']}", f"达到{line['n']}", text)
    both = _BOTH.match(text)
    if both:
        names = patterns.findall(rf"([^,;。:()\d、和与及]+)\(({NUMBER})分\)", both["names"])
        if sum(Fraction(n) for _, n in names) == weight:
            return ";".join(f"{name}({n}分):{both['rest'].strip(';。')}" for name, n in names)
    alike = _EACH_ITS_OWN.search(text)
    if alike and Fraction(alike["each"]) * len(own := _goals(alike["goals"])) == weight:
        return text[: alike.start()] + ";".join(
            f"{n}({alike['each']}分){lv}得{alike['each']}分,否则不得分" for n, lv in own
        )
    shared = _SHARED.search(text)
    if shared:
        goals = _goals(shared["goals"])
        each = Fraction(shared["each"]) if shared["each"] else weight / len(goals)
        if each * len(goals) == weight:
            n = _shown(each)
            return text[: shared.start()] + ";".join(
                f"{name}({n}分){level}得{n}分,{shared['tail']}" for name, level in goals
            )
    return _own_steps(_each_at_end(text, weight), weight)


def _own_steps(text: str, weight: Fraction) -> str:
    """A率100%、B率90%以上得满分;任一项每低1个百分点扣0.5分."""
    met = _ALL_MET.search(text)
    if not met or met["points"] not in {"满分", f"{_shown(weight)}分"}:
        return text
    goals = _goals(met["goals"])
    tail = text[met.end() :]
    steps = [(m["who"].strip(",;。其中"), m["step"]) for m in _STEP_OF.finditer(tail)]
    left = patterns.sub(r"[,;。]|扣完为止", "", _STEP_OF.sub("", tail))
    if left or not steps:
        return text
    if len(steps) == 1 and steps[0][0] and _ANY.fullmatch(steps[0][0]):
        steps = [(name, steps[0][1]) for name, _ in goals]
    own = []
    for name, level in goals:
        found = [step for who, step in steps if len(who) > 1 and name.endswith(who[-3:])]
        if len(found) != 1:
            return text
        own.append(f"{name}{level},{found[0]}")
    return text[: met.start()] + ";".join(own) if len(steps) == len(goals) else text


def _goals(words: str) -> list[tuple[str, str]]:
    """Names and limits of a list of goals."""
    found = []
    for piece in patterns.findall(_GOAL, words):
        at = patterns.search(rf"(?:达到?|不低于|≥|为)?{NUMBER}%", piece)
        assert at is not None
        name = patterns.sub(r"^(?:的?[,、;]?(?:且|并且?|同时)|[,、;的])+", "", piece[: at.start()])
        found.append((name, piece[at.start() :]))
    return found


def _each_at_end(text: str, weight: Fraction) -> str:
    """占比≥60%,达标得满分;持证率≥90%,达标得满分(各2分)."""
    found = _EACH_AT_END.search(text)
    sentences = [s for s in patterns.split("[;。]", text[: found.start()]) if s] if found else []
    if found is None or len(sentences) < 2 or Fraction(found["each"]) * len(sentences) != weight:
        return text
    return ";".join(patterns.sub("得满分", f"得{found['each']}分", s) for s in sentences)


def _periods(match: re.Match[str], weight: Fraction) -> str:
    """每月完成得0.5分,全年6分: so much for each month in which it holds."""
    times = _IN_A_YEAR[match["every"]]
    if Fraction(match["n"]) * times != Fraction(match["all"]) or Fraction(match["all"]) != weight:
        return match[0]
    return f"每1个{match['every']}{match['what']}{match['gives']},最高{match['all']}分"


def _share(words: str) -> Fraction:
    return Fraction(words[:-1]) / 100 if words.endswith("%") else Fraction(words)


def _shown(value: Fraction) -> str:
    return f"{float(value):g}"
