"""Printed rules (评分标准) → rules as plain data, told in plain Chinese and evaluated exactly.

| shelf | what |
|---|---|
| grammar | wording, clauses, cases, conditions: what a text says |
| building | clauses → one rule as plain data |
| scoring | a rule and a value as people write it → exact points, a question, or a judgement |

Other rooms call `compile_rule(text, weight)` and `score(rule, value)`; `rule_answers` gives the same as JSON-ready
data.
"""

from evallib.parsing.rules.rule_readings import RuleReading, RuleReadings, RuleScore, compile_rule, score, shown

__all__ = ["RuleReading", "RuleReadings", "RuleScore", "compile_rule", "score", "shown"]
