"""Rules told in Chinese (计分说明): one sentence per rule, for people who do not read its parameters.

Each kind tells itself (`RuleModel.tell`); here stands what is said around it.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from evallib.scoring.framework.definition import Adjustment, Framework, Indicator
from evallib.scoring.framework.rules.base import RuleModel
from evallib.scoring.framework.rules.rule_words import OUTCOMES, number_words
from evallib.scoring.language.derived_values import Spec

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
    return f"{kind}“{adjustment.name}”，最多 {number_words(adjustment.cap)} 分：{told}"


def tell_value(value: Spec) -> str:
    """Where a value comes from; nothing for one that is handed in.

    >>> from evallib.scoring.language.derived_values import Ratio
    >>> tell_value(Ratio(kind="ratio", numerator="执行金额", denominator="调整后预算"))
    '业绩值 = 执行金额 ÷ 调整后预算'
    """
    return value.tell()


def tell_rule(rule: RuleModel, target: str | None = None, weight: Decimal = Decimal(1)) -> str:
    """A rule as one Chinese sentence without its full stop.

    >>> from evallib.scoring.framework.rules.linear import Linear
    >>> tell_rule(Linear(kind="linear", deduct_share="2%"), "≥95%")
    '达到目标（≥95%）得满分，每低 1% 扣分值的 2%（不足 1% 按比例扣），扣完为止'
    """
    return rule.tell(target, weight)


def tell_info(framework: Framework) -> dict[str, str]:
    """The framework's own entries, by key."""
    grades = "；".join(f"{grade.name} {grade.range}" for grade in framework.grades)
    at = "各项得分先取整再相加" if framework.rounding.at == "indicator" else "合计时才取整"
    end = f"至 {framework.valid.end}" if framework.valid.end else "起"
    return {
        "id": "编号（即文件名）",
        "name": "名称",
        "document_no": "文号",
        "source": "依据",
        "note": "说明",
        "valid": f"适用期间：{framework.valid.start} {end}",
        "grades": f"等级（分）：{grades}",
        "rounding": f"取整：四舍五入到 {framework.rounding.places} 位小数，{at}",
        "goal_rules": "项目绩效目标按写法选用的规则："
        + "；".join(f"{name}——{tell_rule(rule)}" for name, rule in _goal_rules(framework)),
    }


def _goal_rules(framework: Framework) -> Iterable[tuple[str, RuleModel]]:
    rules = framework.goal_rules
    if rules is None:
        return []
    named = {
        "at_least": "≥",
        "at_most": "≤",
        "equal": "=",
        "zero": "零次",
        "qualitative": "定性",
        "deadline": "时限",
        "several": "复合",
    }
    return [(label, getattr(rules, key)) for key, label in named.items()]


def _sentences(parts: Iterable[str]) -> str:
    return "".join(f"{part}。" for part in parts if part)
