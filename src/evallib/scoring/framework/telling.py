"""Rules told in Chinese (计分说明): one sentence per rule, for people who do not read its parameters."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from evallib.model.problems import EvallibError
from evallib.scoring.framework.definition import Adjustment, Framework, Indicator
from evallib.scoring.framework.rules import Part
from evallib.scoring.framework.rules.base import RuleModel
from evallib.scoring.framework.rules.compose import Either, Items, Judgement, Sum
from evallib.scoring.framework.rules.counting import Checks, CountingRule, ZeroIncident
from evallib.scoring.framework.rules.limits import Cliff, Deadline, Several, Threshold
from evallib.scoring.framework.rules.linear import Band, Linear, PerStepRule, Proportional
from evallib.scoring.framework.rules.lookup import Qualitative, Ranges, Tiers
from evallib.scoring.framework.rules.printed import Printed
from evallib.scoring.language.derived_values import Growth, Index, Ratio, Spec
from evallib.scoring.language.targets import Quantity, parse
from evallib.scoring.language.wording import show

OUTCOMES = {"full": "得满分", "zero": "不得分", "ask": "由评价人员酌情评分", "not_applicable": "不考核"}
EVENTS = {"deficiencies": "每有一项问题", "incidents": "每发生一次", "unfinished_tasks": "每有一项没有完成"}
CASES = {"when_missing": "没有数据时", "when_empty": "分母为零时"}


def tell_indicator(indicator: Indicator) -> str:
    """How an indicator is scored: where its value comes from, its rule, and what happens without data."""
    if indicator.goals:
        return "按项目绩效目标逐项评分：目标怎样写，就按哪种规则计分。"
    assert indicator.rule is not None
    parts = [tell_value(indicator.value), tell_rule(indicator.rule, indicator.target, indicator.weight)]
    parts += [
        f"{case}{OUTCOMES[outcome]}" for key, case in CASES.items() if (outcome := getattr(indicator, key)) != "ask"
    ]
    if indicator.when_not_applicable == "full":
        parts.append("不适用时得满分")
    return _sentences(parts)


def tell_adjustment(adjustment: Adjustment) -> str:
    """A bonus or deduction item with the most it can move."""
    kind = "加分项" if adjustment.kind == "bonus" else "扣分项"
    told = _sentences([tell_value(adjustment.value), tell_rule(adjustment.rule, adjustment.target, adjustment.cap)])
    return f"{kind}“{adjustment.name}”，最多 {_number(adjustment.cap)} 分：{told}"


def tell_value(value: Spec) -> str:
    """Where a value comes from; nothing for one that is handed in.

    >>> tell_value(Ratio(kind="ratio", numerator="执行金额", denominator="调整后预算"))
    '业绩值 = 执行金额 ÷ 调整后预算'
    """
    match value:
        case Ratio(numerator=above, denominator=below, complement=complement):
            text = f"业绩值 = {'1 − ' if complement else ''}{above} ÷ {below}"
        case Index(levels=levels, base=base):
            terms = " + ".join(f"{level} × {show(share, 'percent')}" for level, share in levels.items())
            text = f"业绩值 =（{terms}）÷ {'各档人数之和' if base == '合计' else base}"
        case Growth(current=now, previous=before, base=base, decrease=decrease):
            change = f"{before} − {now}" if decrease else f"{now} − {before}"
            text = f"业绩值 =（{change}）÷ {now if base == 'current' else before}"
        case _:
            text = ""
    return text + ("，可以超过 100%" if text and value.over_100 == "allow" else "")


def tell_rule(rule: RuleModel, target: str | None = None, weight: Decimal = Decimal(1)) -> str:
    """A rule as one Chinese sentence without its full stop.

    >>> tell_rule(Linear(kind="linear", deduct_share="2%"), "≥95%")
    '达到目标（≥95%）得满分，每低 1% 扣分值的 2%（不足 1% 按比例扣），扣完为止'
    """
    match rule:
        case Sum(parts=parts, veto=veto):
            return f"分 {len(parts)} 项相加：{_parts(parts)}{_clause(veto, '一票否决')}"
        case Either(options=options):
            return f"几种算法取最高分，没有数据的不比：{_parts(options)}"
        case Items(items=items):
            return f"按次数累计，不超过分值：{'、'.join(f'{i.name}每次 {_number(i.points)} 分' for i in items)}"
        case Printed():
            return rule.told(weight) + (f"（读法：{rule.choice}）" if rule.choice else "")
        case Judgement():
            return "评分细则没有公布，由评价人员评定，写明理由"
    told = _tell_counted(rule) or _tell_measured(rule, target, f"目标（{target}）" if target else "目标")
    assert told, f"{type(rule).__name__} has no telling"
    return told


def _tell_counted(rule: RuleModel) -> str:
    """Rules that look words up or count."""
    match rule:
        case Tiers(tiers=tiers):
            return "；".join(f"{_quoted(tier.when)}{_points(tier.points)}" for tier in tiers)
        case Ranges(ranges=ranges):
            return "；".join(f"{'达到 ' + r.start + ' ' if r.start else '其余'}{_points(r.points)}" for r in ranges)
        case Qualitative(levels=levels, when_unchosen=unchosen):
            spans = [f"{v.name}，得分值的 {show(v.low, 'percent')}–{show(v.high, 'percent')}" for v in levels]
            return "；".join(spans) + ("；没有选定比例的达成，取上限" if unchosen == "top" else "，比例由评价人员选定")
        case CountingRule():
            text = f"{EVENTS[rule.kind]}扣{_each(rule)}，扣完为止"  # type: ignore[attr-defined]
            return text + _clause(rule.zero_clause, "不得分") + _clause(rule.veto, "一票否决")
        case ZeroIncident():
            return "没有发生得满分，发生不得分"
        case Checks(checks=checks, veto=veto):
            names = "；".join(f"{c.name}{'' if c.points is None else f'（{_number(c.points)} 分）'}" for c in checks)
            shared = "，各项平均分配分值" if checks[0].points is None and len(checks) > 1 else ""
            return f"逐项判断，符合得该项分，不符合不得分{shared}：{names}{_clause(veto, '一票否决')}"
    return ""


def _tell_measured(rule: RuleModel, target: str | None, goal: str) -> str:
    """Rules that compare a value with its target."""
    match rule:
        case Linear():
            return f"达到{goal}得满分，每{_side(target)} {_step(rule)}，扣完为止"
        case Band(tolerance=tolerance, each=each):
            none = tolerance.startswith("0")
            told = "没有偏差得满分，每偏差" if none else f"在 ±{tolerance} 以内得满分，每超出"
            told += f" {_step(rule)}，扣完为止"
            return told + ("；逐项计算，扣分累计" if each else "")
        case Proportional():
            return f"达到{goal}得满分，否则按完成比例得分" + _proportion(rule)
        case Threshold():
            return _threshold(rule, target, goal)
        case Cliff(within=within):
            return f"在界限（{target}）以内{OUTCOMES[within]}，超过界限不得分"
        case Deadline(deduct_per_day=points):
            late = "逾期不得分" if points is None else f"每逾期 1 天扣 {_number(points)} 分，扣完为止"
            return f"按期（{target}）完成得满分，{late}" if target else f"按期完成得满分，{late}"
        case Several():
            return f"各项都达到{goal}得满分，否则按各项完成比例的平均数得分"
    return ""


def tell_info(framework: Framework) -> dict[str, str]:
    """The framework's own entries, by key."""
    grades = "；".join(f"{grade.name} {grade.range}" for grade in framework.grades)
    at = "各项得分先取整再相加" if framework.rounding.at == "indicator" else "合计时才取整"
    end = f"至 {framework.valid.end}" if framework.valid.end else "起"
    return {
        "id": "编号（即文件名）", "name": "名称", "document_no": "文号", "source": "依据", "note": "说明",
        "valid": f"适用期间：{framework.valid.start} {end}", "grades": f"等级（分）：{grades}",
        "rounding": f"取整：四舍五入到 {framework.rounding.places} 位小数，{at}",
        "goal_rules": "项目绩效目标按写法选用的规则：" + "；".join(
            f"{name}——{tell_rule(rule)}" for name, rule in _goal_rules(framework)),
    }  # fmt: skip


def _goal_rules(framework: Framework) -> Iterable[tuple[str, RuleModel]]:
    rules = framework.goal_rules
    if rules is None:
        return []
    named = {"at_least": "≥", "at_most": "≤", "equal": "=", "zero": "零次", "qualitative": "定性", "deadline": "时限",
             "several": "复合"}  # fmt: skip
    return [(label, getattr(rules, key)) for key, label in named.items()]


def _threshold(rule: Threshold, target: str | None, goal: str) -> str:
    if rule.limit_input:
        return f"{rule.value_input} {rule.op} {rule.limit_input}得满分，否则不得分"
    quantity = _quantity(target)
    op = quantity.op if quantity else ""
    above = OUTCOMES[rule.above or ("full" if op in {"≥", ">"} else "zero")]
    below = OUTCOMES[rule.below or ("full" if op in {"≤", "<"} else "zero")]
    if op in {"", "="}:
        return f"等于{goal}得满分，高于目标{above}，低于目标{below}"
    return f"达到{goal}得满分，否则{below if op in {'≥', '>'} else above}"


def _proportion(rule: Proportional) -> str:
    parts = [] if rule.zero_below is None else [f"完成比例低于 {show(rule.zero_below, 'percent')} 不得分"]
    if rule.cap != 1:
        parts.append(f"最多得分值的 {show(rule.cap, 'percent')}")
    if rule.overshoot is not None:
        parts.append(f"超过目标 {show(rule.overshoot.tolerance, 'percent')} 以上的部分按超出比例扣减")
    return "".join(f"；{part}" for part in parts)


def _parts(parts: Iterable[Part]) -> str:
    told = []
    for number, part in enumerate(parts, start=1):
        inside = [tell_value(part.value), tell_rule(part.rule, part.target, part.points)]
        told.append(f"（{number}）{part.name}（{_number(part.points)} 分）：{'，'.join(filter(None, inside))}")
    return "；".join(told)


def _step(rule: PerStepRule) -> str:
    counting = {"proportional": "按比例扣", "whole": "不扣", "started": f"按 {rule.per} 扣"}[rule.counting]
    return f"{rule.per} 扣{_each(rule)}（不足 {rule.per} {counting}）"


def _each(rule: CountingRule | PerStepRule) -> str:
    if rule.deduct_points is not None:
        return f" {_number(rule.deduct_points)} 分"
    assert rule.deduct_share is not None
    return f"分值的 {show(rule.deduct_share, 'percent')}"


def _side(target: str | None) -> str:
    quantity = _quantity(target)
    return "差" if quantity is None else "高" if quantity.reverse else "低"


def _quantity(target: str | None) -> Quantity | None:
    try:
        found = parse(target) if target else None
    except EvallibError:
        return None
    return found if isinstance(found, Quantity) else None


def _clause(text: str | None, consequence: str) -> str:
    return f"；“{text}”的，{consequence}" if text else ""


def _points(points: Decimal | None) -> str:
    return "由评价人员酌情评分" if points is None else f"得 {_number(points)} 分"


def _number(points: Decimal) -> str:
    return show(points, "points")


def _quoted(words: Iterable[str]) -> str:
    return "、".join(f"“{word}”" for word in words)


def _sentences(parts: Iterable[str]) -> str:
    return "".join(f"{part}。" for part in parts if part)
