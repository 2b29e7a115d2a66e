"""A project's goals become indicators (绩效目标 → 指标): the self-evaluation form has open places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from evallib.model.problems import EvallibError
from evallib.model.rounding import round_half_up
from evallib.scoring.framework.definition import Framework, GoalRules, Indicator
from evallib.scoring.framework.rules import Rule
from evallib.scoring.framework.rules.compose import Judgement
from evallib.scoring.framework.rules.lookup import Qualitative
from evallib.scoring.inputs.entries import Entry, Goal, Project, Sourced, UnitInput
from evallib.scoring.inputs.goal_values import GoalValue, goal_value
from evallib.scoring.language.targets import Compound, Moment, Phrase, Target, parse


def fill_goals(framework: Framework, unit: UnitInput) -> tuple[Framework, UnitInput]:
    """Put the goals of a project into the open places of a framework, and their values into the entries.

    Args:
        framework: a framework with `goals: true` places and `goal_rules`.
        unit: an input with a project and goals.

    Returns:
        A framework without open places and the input with an entry per goal; both unchanged if nothing is open.
    """
    if framework.goal_rules is None:
        return framework, unit
    places = {node.name: node for node in framework.indicators if node.goals}
    goals = _by_heading(unit.goals, places)
    entries = dict(unit.indicators)
    filled = []
    execution = _execution_weight(framework, unit)
    for node in [*framework.indicators, *_new_places(goals, places)]:
        if not node.goals:
            if execution:
                filled.append(node.model_copy(update={"weight": execution}))
                entries.setdefault(node.code, _funds(unit))
            continue
        if own := goals.get(node.name, []):
            filled.append(_with_goals(node, own, framework.goal_rules, entries, unit.year))
    title = framework.name
    if unit.project is not None:
        named = title.replace("项目支出", "部门整体支出") if unit.project.is_whole_department else title
        title = f"{named}（{unit.project.name}）"
    data = framework.model_dump(by_alias=True)
    data |= {
        "name": title,
        "full_score": sum((node.weight for node in filled), Decimal(0)),
        "indicators": [node.model_dump(by_alias=True) for node in filled],
    }
    return Framework.model_validate(data), unit.model_copy(update={"indicators": entries})


def _by_heading(goals: Sequence[Goal], places: Mapping[str, Indicator]) -> dict[str, list[Goal]]:
    """Goals by 一级指标; a heading that is part of a known one belongs to it, any other is one of its own."""
    found: dict[str, list[Goal]] = {}
    for goal in goals:
        name = next((n for n in places if goal.level1 and goal.level1 in n), goal.level1)
        found.setdefault(name, []).append(goal)
    return found


def _new_places(goals: Mapping[str, list[Goal]], places: Mapping[str, Indicator]) -> list[Indicator]:
    names = [name for name in goals if name not in places]
    first = ord("A") + 1 + len(places)
    return [Indicator(code=chr(first + n), name=name, weight=Decimal(0), goals=True) for n, name in enumerate(names)]


def _execution_weight(framework: Framework, unit: UnitInput) -> Decimal:
    """Points of 预算执行率: those of the form; none where its goals make up the hundred without them."""
    goals = sum((goal.weight for goal in unit.goals), Decimal(0))
    if goals == framework.full_score or not unit.goals:
        return Decimal(0) if unit.goals else Decimal(10)
    stated = unit.project.execution_weight if unit.project else None
    return stated if stated is not None else max(framework.full_score - goals, Decimal(0))


def _with_goals(
    node: Indicator, goals: list[Goal], rules: GoalRules, entries: dict[str, Entry], year: int
) -> Indicator:
    groups: dict[str, list[Goal]] = {}
    for goal in goals:
        groups.setdefault(goal.level2, []).append(goal)
    children = []
    for n, (name, members) in enumerate(groups.items(), start=1):
        leaves = []
        for m, goal in enumerate(members, start=1):
            code = f"{node.code}{n}{m}" if m < 10 else f"{node.code}{n}-{m}"
            found = goal_value(
                goal.target, goal.value.value if goal.value and isinstance(goal.value.value, str) else None, year
            )
            rule = _rule(found, rules)
            leaves.append(
                Indicator(
                    code=code,
                    name=goal.name,
                    weight=goal.weight,
                    target=found.target or None,
                    rule=rule,
                    counted=found.counted,
                    note=found.note,
                )
            )
            entries[code] = _entry(goal, found, rule)
        children.append(
            Indicator(
                code=f"{node.code}{n}",
                name=name,
                weight=sum((g.weight for g in members), Decimal(0)),
                children=tuple(leaves),
            )
        )
    weight = sum((goal.weight for goal in goals), Decimal(0))
    return node.model_copy(update={"children": tuple(children), "goals": False, "weight": weight})


def _rule(found: GoalValue, rules: GoalRules) -> Rule:
    """The rule of a goal; a question where target and result leave one."""
    if not found.question:
        try:
            return rule_for(parse(found.target), rules)
        except EvallibError as error:
            return Judgement(kind="judgement", question=error.problems[0].message)
    if not found.value and found.target:
        try:
            return rule_for(parse(found.target), rules)
        except EvallibError:
            pass
    return Judgement(kind="judgement", question=found.question)


def rule_for(target: Target, rules: GoalRules) -> Rule:
    """The rule of a goal, by what its target says.

    >>> from evallib.scoring.framework.catalogue import find_framework
    >>> rules = find_framework("project-self-evaluation").goal_rules
    >>> [rule_for(parse(text), rules).kind for text in ("≥90%", "=0次", "及时", "2023年12月31日前")]
    ['proportional', 'zero_incident', 'qualitative', 'deadline']
    >>> told_apart = rules.model_copy(update={"equal": rules.zero, "at_most": rules.several})
    >>> [rule_for(parse(text), told_apart).kind for text in ("≥90%", "＞90%", "=90%", "90%", "≤90%", "13大类144小类")]
    ['proportional', 'proportional', 'zero_incident', 'zero_incident', 'several', 'several']
    """
    if isinstance(target, Phrase):
        return rules.qualitative
    if isinstance(target, Moment):
        return rules.deadline
    if isinstance(target, Compound):
        return rules.several
    if not target.number:
        return rules.zero
    if target.reverse:
        return rules.at_most
    return rules.at_least if target.op in {"≥", ">"} else rules.equal


def _entry(goal: Goal, found: GoalValue, rule: Rule) -> Entry:
    share = goal.share or _chosen_share(goal, rule)
    inputs = {"评定比例": Sourced(value=share)} if share else {}
    asked = bool(found.question) and bool(found.value)
    value = goal.value
    if value is not None and asked:  # the place stays, for the question
        value = value.model_copy(update={"value": None, "note": str(value.value or "")})
    elif value is not None and found.value is not None and found.value != value.value:
        value = value.model_copy(update={"value": found.value, "note": found.note})
    return Entry(value=value, inputs=inputs, evidence=goal.deviation, override=goal.override, published=goal.published)


def _chosen_share(goal: Goal, rule: Rule) -> str | None:
    """The share (评定比例) that a stated score below full marks chooses inside the range of its level."""
    value = goal.value.value if goal.value else None
    if (
        not isinstance(rule, Qualitative)
        or goal.override
        or not goal.published
        or not goal.weight
        or not isinstance(value, str)
    ):
        return None
    share = goal.published[0].score / goal.weight
    inside = share < 1 and rule.allows(share, value.strip(), goal.target.strip())
    return f"{round_half_up(share * 100, 6).normalize():f}%" if inside else None


def _funds(unit: UnitInput) -> Entry:
    """The first funds row (年度资金总额) is the one that is scored."""
    if unit.project is None:
        return Entry()
    project: Project = unit.project
    if not project.funds:
        score = project.published_execution
        return Entry.model_validate({"published": [] if score is None else [{"score": score}]})
    first = project.funds[0]
    published = [{"score": project.published_execution, "where": first.place("score")}]
    inputs = {
        "全年执行数": first.sourced("executed", project.money_unit),
        "全年预算数": first.sourced("adjusted", project.money_unit),
    }
    if project.published_execution is None:
        return Entry.model_validate({"inputs": inputs})
    return Entry.model_validate({"inputs": inputs, "published": published})
