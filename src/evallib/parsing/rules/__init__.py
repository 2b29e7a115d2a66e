"""Printed rules (评分标准) → rules as plain data, told in plain Chinese and evaluated exactly.

| shelf | what |
|---|---|
| grammar | wording, clauses, cases, conditions: what a text says |
| building | clauses → one rule as plain data |
| scoring | a rule and a value as people write it → exact points, a question, or a judgement |

Other rooms call `readings.compile_rule` and `readings.score`; `answers` gives the same as JSON-ready data.
"""
