"""Goals and scores (目标 ↔ 实际 ↔ 得分): a met goal that loses points, a missed one with all, one without a score."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher

from evallib.audit.checks.targets import Goal, goals_of
from evallib.audit.findings import Agreement, Finding
from evallib.audit.joins.targets import AT_MOST, verdict_on
from evallib.audit.ledger.slips import digits_of, is_slip
from evallib.audit.reading.document import Place
from evallib.audit.reading.facts import Facts
from evallib.audit.reading.figures import Figure
from evallib.audit.reading.narrative import is_quoted
from evallib.parsing.plain_text import half_width, squeeze

_LIMIT = re.compile(
    r"(?P<op>[≥≤＞＜><]=?|不低于|不高于|不少于|不超过|达到?)?(?P<n>\d+(?:\.\d+)?)"
    r"(?P<unit>%|[\u4e00-\u9fff]{0,3})(?:以上|及以上)?"
)
_VALUE = re.compile(r"(?P<n>\d+(?:\.\d+)?)(?P<unit>%|[\u4e00-\u9fff]{0,3})(?:以上|及以上)?")
#: A figure behind these is what was wanted, or of another time.
_WANTED = re.compile(
    r"目标|要求|应|需|标准|计划|预期|力争|确保|不低于|≥|≤|上年|去年|同比|提[高升]|增|降|较|比|得分|权重|扣"
)
#: So many goals with a score of their own make one without it an omission.
LEAST, MOST_OPEN = 4, 3
#: Names that share so many characters, and figures of so many digits, may be one.
SHARED, TELLING = 4, 3


@dataclass(frozen=True, slots=True)
class Scored:
    """An indicator as it was scored."""

    weight: Figure
    score: Figure
    value: str
    value_place: Place | None


def check(facts: Facts) -> Iterator[Finding | Agreement]:
    """Every goal of a goal table against what is told of it and what it was given."""
    goals = list(goals_of(facts))
    scored = _scored(facts) if goals else {}
    open_goals = []
    for goal in goals:
        row = scored.get(goal.name)
        if row is None:
            if not any(name.startswith(goal.name) or goal.name.startswith(name) for name in scored):
                open_goals.append(goal)
        elif (told := _told(facts, goal, row)) is not None:
            yield from told
    yield from _told_otherwise(facts)
    known = [goal for goal in goals if goal not in open_goals] if scored else []
    if len(known) >= LEAST and 0 < len(open_goals) <= MOST_OPEN and len(known) > 2 * len(open_goals):
        names = "、".join(goal.name for goal in open_goals)
        yield Finding(
            "target.unscored",
            "contradiction",
            "low",
            f"目标表中有 {len(open_goals)} 项没有同名的得分：{names}",
            names,
            "各项目标都有得分",
            f"目标表 {len(goals)} 项，其中 {len(known)} 项有同名的得分",
            tuple(goal.target_place for goal in open_goals),
            ("漏评", "得分表里用了别的名称"),
        )


def _scored(facts: Facts) -> dict[str, Scored]:
    """Indicators with points and a score, by name; a name that is scored in two ways says nothing."""
    found: dict[str, Scored] = {}
    for table in facts.score_rows:
        for row in table:
            if row.weight is not None and row.score is not None:
                place = facts.document.place_in_table(row.grid.block, row.row, row.value_column) if row.value else None
                other = found.get(squeeze(row.name))
                if other is None or (row.value and not other.value):
                    found[squeeze(row.name)] = Scored(row.weight, row.score, row.value, place)
    return found


def _told(facts: Facts, goal: Goal, row: Scored) -> Iterator[Finding | Agreement] | None:
    """The verdict on a goal whose limit is a number and for which one value, or values that say the same, are told."""
    limit = _LIMIT.fullmatch(squeeze(half_width(goal.target)))
    if limit is None or not limit["unit"] or not (limit["op"] or limit["unit"] == "%"):
        return None  # “25人” may be a ceiling
    wanted, at_most = Decimal(limit["n"]), (limit["op"] or "") in AT_MOST
    values = [(value, place) for value, place in _values(facts, goal, row, limit["unit"])]
    met = {value <= wanted if at_most else value >= wanted for value, _ in values}
    if len(met) != 1:
        return None
    value, place = values[0]
    part = min(Decimal(1), (wanted / value if at_most and value else value / wanted if wanted else Decimal(1)))
    said = f"目标 {squeeze(goal.target)}，实际 {value:f}{limit['unit']}"
    places = (row.score.place, place, goal.target_place, row.weight.place)
    return verdict_on(
        goal.name, said, met.pop(), part, row.weight.value, row.score.value, places, str(row.score), equal=False
    )


def _values(facts: Facts, goal: Goal, row: Scored, unit: str) -> Iterator[tuple[Decimal, Place]]:
    for text, place in ((row.value, row.value_place), (goal.achieved, goal.achieved_place)):
        match = _VALUE.fullmatch(squeeze(half_width(text)))
        if match and match["unit"] == unit and place is not None:
            yield Decimal(match["n"]), place
    for figure in facts.prose:
        label = squeeze(figure.label)
        if figure.unit == unit and label.rstrip("达到为是约").endswith(goal.name) and len(goal.name) >= 4:
            before = label.removesuffix(goal.name)
            if not _WANTED.search(before) and not is_quoted(facts.document, figure):
                yield figure.value, figure.place


def _told_otherwise(facts: Facts) -> Iterator[Finding]:
    """“完成户厕改造1286户” in the text, 1268户 as the value of 户厕改造完成数: nearly one name, a unit, a slip."""
    rows = [
        (row, match)
        for table in facts.score_rows
        for row in table
        if (match := _VALUE.fullmatch(squeeze(half_width(row.value))))
        and match["unit"]
        and len(digits_of(match["n"]).replace(".", "")) >= TELLING
    ]
    for figure in facts.prose if rows else ():
        label = squeeze(figure.label)
        if not any(m["unit"] == figure.unit and is_slip(figure.text, m["n"]) for _, m in rows):
            continue
        if figure.hedge or _WANTED.search(label) or is_quoted(facts.document, figure):
            continue
        near = [(row, m) for row, m in rows if m["unit"] == figure.unit and _common(label, squeeze(row.name)) >= SHARED]
        if len(near) != 1 or not is_slip(figure.text, near[0][1]["n"]):
            continue
        row, match = near[0]
        value = facts.document.place_in_table(row.grid.block, row.row, row.value_column)
        printed, right = str(figure), match["n"] + match["unit"]
        yield Finding(
            "score.value",
            "contradiction",
            "medium",
            f"{row.code} {row.name} 的业绩值两处不一：正文为 {printed}，指标表为 {right}",
            printed,
            right,
            f"{printed}（{figure.place}） ≠ {right}（{value}）",
            (figure.place, value),
            (),
            (is_slip(figure.text, match["n"]),),
        )


def _common(a: str, b: str) -> int:
    """The length of the longest words that stand in both.

    >>> _common("完成户厕改造", "户厕改造完成数")
    4
    """
    return SequenceMatcher(None, a, b, autojunk=False).find_longest_match().size
