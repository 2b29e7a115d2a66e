"""The closed set of rule kinds (评分规则); they compose.

| family | kinds |
|---|---|
| lookup | tiers, ranges, qualitative |
| counting | deficiencies, incidents, unfinished_tasks, zero_incident, checks |
| linear | linear, band, proportional |
| limits | threshold, cliff, deadline, several |
| compose | sum, either, items, judgement |
"""

from evallib.scoring.framework.rules.compose import RULE_KINDS, Part, Rule

__all__ = ["RULE_KINDS", "Part", "Rule"]
