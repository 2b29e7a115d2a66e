"""A project's goals become indicators (绩效目标 → 指标): the self-evaluation form has open places."""

from __future__ import annotations

from decimal import Decimal

from evallib.model.problems import EvallibError, Problem, ProblemList, did_you_mean
from evallib.scoring.framework.definition import Framework, GoalRules, Indicator
from evallib.scoring.framework.rules import Rule
from evallib.scoring.inputs.entries import Entry, Goal, Project, Sourced, UnitInput
from evallib.scoring.language.targets import Compound, Moment, Phrase, Target, parse_target


def fill_goals(framework: Framework, unit: UnitInput) -> tuple[Framework, UnitInput]:
    """Put the goals of a project into the open places of a framework, and their values into the entries.

    Args:
        framework: a framework with `goals: true` places and `goal_rules`.
        unit: an input with a project and goals.

    Returns:
        A framework without open places and the input with an entry per goal; both unchanged if nothing is open.

    Raises:
        EvallibError: goals under an unknown heading, weights that do not add up, targets that cannot be decided.
    """
    if framework.goal_rules is None:
        return framework, unit
    problems = ProblemList()
    places = {node.name: node for node in framework.indicators if node.goals}
    for goal in unit.goals:
        if goal.level1 not in places:
            problems.add(
                Problem(
                    "goals.level1",
                    f"绩效目标“{goal.name}”的一级指标“{goal.level1}”不在表中",
                    advice=did_you_mean(goal.level1, places),
                )
            )
    entries = dict(unit.indicators)
    filled = []
    for node in framework.indicators:
        if not node.goals:
            filled.append(node)
            entries.setdefault(node.code, _funds(unit))
            continue
        goals = [goal for goal in unit.goals if goal.level1 == node.name]
        total = sum((goal.weight for goal in goals), Decimal(0))
        if total != node.weight:
            problems.add(
                Problem("goals.weights", f"“{node.name}”各三级指标的分值之和不等于 {node.weight:f}", value=f"{total:f}",
                        expected=f"{node.weight:f}", advice="请核对三级指标的分值")
            )  # fmt: skip
        filled.append(_with_goals(node, goals, framework.goal_rules, entries, problems))
    problems.raise_errors()
    title = f"{framework.name}（{unit.project.name}）" if unit.project else framework.name
    data = framework.model_dump(by_alias=True)
    data |= {"name": title, "indicators": [node.model_dump(by_alias=True) for node in filled]}
    return Framework.model_validate(data), unit.model_copy(update={"indicators": entries})


def _with_goals(
    node: Indicator, goals: list[Goal], rules: GoalRules, entries: dict[str, Entry], problems: ProblemList
) -> Indicator:
    groups: dict[str, list[Goal]] = {}
    for goal in goals:
        groups.setdefault(goal.level2, []).append(goal)
    children = []
    for n, (name, members) in enumerate(groups.items(), start=1):
        leaves = []
        for m, goal in enumerate(members, start=1):
            code = f"{node.code}{n}{m}" if m < 10 else f"{node.code}{n}-{m}"
            try:
                target = parse_target(goal.target)
            except EvallibError as error:
                problems.extend(
                    Problem(**{**p.to_dict(), "message": f"绩效目标“{goal.name}”：{p.message}"}) for p in error.problems
                )
                continue
            rule = rule_for(target, rules)
            leaves.append(
                Indicator(
                    code=code, name=goal.name, weight=goal.weight, target=goal.target, rule=rule, rule_text=rule.label
                )
            )
            entries[code] = _entry(goal)
        children.append(
            Indicator(
                code=f"{node.code}{n}",
                name=name,
                weight=sum((g.weight for g in members), Decimal(0)),
                children=tuple(leaves),
            )
        )
    return node.model_copy(update={"children": tuple(children), "goals": False})


def rule_for(target: Target, rules: GoalRules) -> Rule:
    """The rule of a goal, by what its target says.

    >>> from evallib.scoring.framework.loading import find_framework
    >>> rules = find_framework("project-self-evaluation").goal_rules
    >>> [rule_for(parse_target(text), rules).kind for text in ("≥90%", "=0次", "及时", "2023年12月31日前")]
    ['proportional', 'zero_incident', 'qualitative', 'deadline']
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


def _entry(goal: Goal) -> Entry:
    inputs = {"评定比例": Sourced(value=goal.share)} if goal.share else {}
    return Entry(
        value=goal.value, inputs=inputs, evidence=goal.deviation, override=goal.override, published=goal.published
    )


def _funds(unit: UnitInput) -> Entry:
    """The first funds row (年度资金总额) is the one that is scored."""
    if unit.project is None:
        return Entry()
    project: Project = unit.project
    first = project.funds[0]
    published = [{"score": project.published_execution}] if project.published_execution is not None else []
    inputs = {
        "全年执行数": f"{first.executed}{project.money_unit}",
        "全年预算数": f"{first.adjusted}{project.money_unit}",
    }
    return Entry.model_validate({"inputs": inputs, "published": published})
