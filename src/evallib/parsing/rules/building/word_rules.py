"""Bodies of words: tiers, grades, requirements that add up, and weighted answers."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from evallib.model import patterns
from evallib.parsing.rules.building.body import Body, give, number, points_of
from evallib.parsing.rules.grammar.cases import Case
from evallib.parsing.rules.rule_data import Rule

_INDEX = re.compile(r"[^,;。:=]{1,16}=\(?([^=;。]*?数?\*[\d.%]+[^=;。/]*)\)?/([^,;。*]{1,16})(?:\*100%)?")


_SHARES = re.compile(
    r"[^,;。:=]{1,16}=((?:[\u4e00-\u9fff]{1,10}(?:比例|率|占比|比重)"
    r"(?:\*[\d.]+%?)?\+)+[\u4e00-\u9fff]{1,10}(?:比例|率|占比|比重)(?:\*[\d.]+%?)?)(?![/)])"
)


_LEVELS = re.compile(
    r"([\u4e00-\u9fff]{1,8}(?:[、,和及][\u4e00-\u9fff]{1,8}){1,6}?)(?:[\d\u4e00-\u9fff]档|"
    "等级|各档)?(?:的)?(?:(?:权重|系数|权数|赋值|折算比例)(?:分别|依次)?(?:为|是|按|:)|"
    "(?:分别|依次)(?:计|按|赋|记|为|以|赋值)(?:为)?)"
    r"(\d+(?:\.\d+)?%?(?:[、,和及]\d+(?:\.\d+)?%?)+)"
)


_MARKS_OF_ANSWERS = re.compile(
    r"(?:^|[^\u4e00-\u9fff])((?:很|非常)(?:满意|认可|了解|好)(?:得|计|为)?100分(?:[、,;](?:不|较|比较|"
    r"基本|不太|很不|非常不)?[\u4e00-\u9fff]{1,4}(?:得|计|为)?\d+分){2,5})"
)
"""非常满意100分,满意80分,不满意0分,按加权平均分×10%计入."""


_LEVEL = re.compile(
    r"([\u4e00-\u9fff]{1,10}?)(?:数|人数|件数|票数|份数|比例|占比|比重|率)?\*(\d+(?:\.\d+)?)(%)?|"
    r"([\u4e00-\u9fff]{1,10}?)(?:数|人数|件数|票数|份数|比例|占比|比重|率)?(?=\+|$)"
)


_COUNT = "(?:件|人|票|份|户)?数量?$"


_SUM = r"(?:=|为|是|指|等于)(?P<names>[\u4e00-\u9fff]+(?:[、和与及+][\u4e00-\u9fff]+)+?)的?(?:之和|总和|合计)"
"""回访总数为满意、一般、不满意件数之和: answers without a weight count as nothing, but are counted."""


_HIGHEST = re.compile(r"不重复(?:计|加|得)")


_UNMET = re.compile(r"(?:以上)?(?:有)?(?:未|没有?|不)(?:能)?(?:达到?|达标|完成|实现|满足|符合|落实|做到)|缺")


def build_words(body: Body) -> Rule | None:
    """Tiers of words: each printed word earns its points."""
    cases = body.cases
    if any((c.item and not _lacks(c)) or c.step or c.clause.verb in {"add", "times"} for c in cases):
        return None
    if (
        body.caps
        and len(cases) > 1
        and all(c.clause.verb == "get" for c in cases)
        and patterns.search(r"级|奖|表彰|荣誉|报道|采用|录用|推广|表扬", body.source)
    ):
        return None
    gains = [c for c in cases if c.clause.verb in {"get", "full"}]
    if len(gains) == len(cases) > 1 and _HIGHEST.search(body.source) and all("级" in c.words for c in cases):
        return None
    losses = [c for c in cases if c.clause.verb == "deduct"]
    if not gains and not any(c.clause.verb in {"zero", "judge"} for c in cases):
        return None
    if gains and losses:
        every = all(not c.clause.amounts[0].share and c.clause.amounts[0].value == body.weight for c in losses)
        graded = len(losses) >= 1 and _graded(gains[0], losses)
        if not every and not graded:
            return None
    if not gains and losses:
        return None
    points = [c.clause.amounts[0].value for c in gains if c.clause.verb == "get" and not c.clause.amounts[0].share]
    if (
        len(points) > 1
        and len(points) == len(gains)
        and sum(points) == body.weight
        and max(points) < body.weight
        and not losses
    ):
        parts = [{"name": c.words, "weight": number(c.clause.amounts[0].value), "rule": {"kind": "met"}} for c in gains]
        out = [
            c.words for c in cases if c.clause.verb == "zero" and c.words and not (c.otherwise or _UNMET.match(c.words))
        ]
        return {"kind": "parts", "parts": parts} | ({"veto": out} if out else {})
    struck = [c.words for c in cases[1:] if c.clause.verb == "zero" and c.words and not c.otherwise]
    alone = len(cases) == 1 + len(struck)
    shared = cases[0].words.endswith("各") or cases[0].clause.words.startswith("各")
    listed = patterns.split("、", cases[0].words.removesuffix("各").split(":")[-1].strip(",的")) if alone else []
    if len(listed) > 1 and points and points[0] * len(listed) == body.weight and shared:
        each = [{"name": name, "weight": number(points[0]), "rule": {"kind": "met"}} for name in listed]
        return {"kind": "parts", "parts": each} | ({"veto": struck} if struck else {})
    tiers: list[dict[str, Any]] = []
    rule: Rule = {"kind": "words", "tiers": tiers}
    for case in cases:
        verdict = points_of(case, body)
        if case.otherwise or (case.clause.verb == "zero" and _lacks(case)):
            rule["else"] = verdict
        elif len(case.clause.amounts) > 1 and case.clause.verb != "judge":
            names = patterns.split(r"[、,和及/]", case.words)
            if len(names) != len(case.clause.amounts):
                rule["unclear"] = True
                continue
            for name, amount in zip(names, case.clause.amounts, strict=True):
                tiers.append({"words": [name], "give": give(amount)})
        else:
            tiers.append({"words": [_condition(case.words)], "give": verdict})
    last = tiers[0]["words"][0].split(",")[-1] if tiers else ""
    if len(tiers) > 1 and all(len(t["words"][0]) == len(last) for t in tiers[1:]):
        tiers[0]["words"] = [last]  # 分A、B、C三档,A档 beside B档, C档
    if not tiers:
        return None
    if "else" not in rule and all(t["give"].get("points") == "0" for t in tiers):
        rule["else"] = {"full": True}
    return rule


def _condition(words: str) -> str:
    """The words behind the last full stop: what stands before describes, and is no condition."""
    last = patterns.split(r"[。\n]|^[^:]*是否[^:]*[:,]", words)[-1].strip(",;: ")
    pieces = [piece.strip("“”") for piece in last.split(",")]
    if (
        len(pieces) == 2
        and (denied := patterns.fullmatch(r"(?:不|未|没有)([\u4e00-\u9fff]{2,6})的?", pieces[1]))
        and denied[1] in pieces[0]
    ):
        last = pieces[1]  # 记录完整,不完整(不得分)
    last = last.strip('“”"') if last.count("“") == last.count("”") == 1 and last[0] == "“" and last[-1] == "”" else last
    if last in {"是", "否"}:
        return last
    return last if len(last) > 1 else words


def _lacks(case: Case) -> bool:
    """缺少其中任一项的得3分 is a grade, not a count."""
    return bool(case.item and case.item.missing and case.clause.verb in {"get", "zero"} and "每" not in case.text)


def _graded(good: Case, losses: list[Case]) -> bool:
    """Deductions that rise in grades of the same thing (基本规范扣1分，不规范扣3分)."""
    amounts = [c.clause.amounts[0].value for c in losses]
    if amounts != sorted(amounts) or len(set(amounts)) != len(amounts):
        return False
    stem = _stem(good.words)
    return bool(stem) and all(_stem(c.words)[-2:] == stem[-2:] for c in losses)


def _stem(words: str) -> str:
    return patterns.sub(r"(?:基本|比较|较为?|不太|完全|部分|很|非常|不|未|有|已)", "", words)


def answer_weights(text: str) -> tuple[dict[str, str], str]:
    """满意率=(满意数+基本满意数×0.6)÷总数: the weights of the answers; the text without them."""
    marks = _MARKS_OF_ANSWERS.search(text)
    if marks and "平均" in text[marks.end() :]:
        pairs = patterns.findall(r"([\u4e00-\u9fff]+?)(?:得|计|为)?(\d+)分", marks[1])
        return {n: number(Fraction(p) / 100) for n, p in pairs}, text[marks.end() :].strip(",;。: ")
    listed = _LEVELS.search(text)
    if listed:
        names = patterns.split(r"[、,和及]", patterns.sub(r"^(?:将|把|按|设)", "", listed[1]))
        shares = patterns.findall(r"(\d+(?:\.\d+)?)(%)?", listed[2])
        if len(names) == len(shares):
            found = {n: number(Fraction(a) / (100 if b else 1)) for n, (a, b) in zip(names, shares, strict=True)}
            return found, (text[: listed.start()] + text[listed.end() :]).strip(",;。: ")
    text = patterns.sub(
        (
            r"[“”\"](?=[\u4e00-\u9fff]{1,6}[“”\"](?:占比|比例|率|人?数|\*|\+))|"
            r"(?<=[\u4e00-\u9fff])[“”\"](?=占比|比例|率|人?数|\*|\+)"
        ),
        "",
        text,
    )
    match = _INDEX.search(text) or _SHARES.search(text)
    if not match or (patterns.match(".?得分=", match[0]) and text[match.end() : match.end() + 1] != "*"):
        return {}, text
    levels: dict[str, str] = {}
    for level in _LEVEL.finditer(match[1]):
        if level[1]:
            levels[level[1]] = number(Fraction(level[2]) / (100 if level[3] else 1))
        elif level[4]:
            levels[level[4]] = "1"
    if len(levels) < 2:
        return {}, text
    behind = text[match.end() :]
    total = re.escape(match[2]) if match.re is _INDEX else None
    if total and (summed := patterns.search(rf"[,;。(]+(?:其中)?[,:]?{total}{_SUM}\)?(?=[,;。]|$)", behind)):
        names = [patterns.sub(_COUNT, "", name) for name in patterns.split(r"[、和与及+]", summed["names"])]
        if not set(levels) <= set(names):
            return {}, text
        levels |= {name: "0" for name in names if name not in levels}
        behind = behind[: summed.start()] + behind[summed.end() :]
    rest = (text[: match.start()] + behind).strip(",;。: ")
    return levels, patterns.sub(r"[^,;。]*(?:权重|系数)(?:分别|依次)?为[\d.%、]+[,;。]?", "", rest).strip(",;。: ")
