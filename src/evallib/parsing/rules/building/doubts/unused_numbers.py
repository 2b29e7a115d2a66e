"""Numbers of a printed text that its rule does not hold: each one says something that nobody would compute."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Any

from evallib.model import patterns
from evallib.parsing.rules.grammar.clauses import clauses
from evallib.parsing.rules.grammar.wording import NUMBER, UNITS
from evallib.parsing.rules.rule_data import Rule


def numbers_in(node: Any, *, amounts: bool = True) -> Iterator[Fraction]:
    """Every number of a rule, however deep; those of points only where they are asked for.

    >>> [str(n) for n in numbers_in({"per": "5", "deduct": {"points": "0.5"}}, amounts=False)]
    ['5']
    """
    if isinstance(node, dict):
        for key, value in node.items():
            if key != "text" and (amounts or key not in {"points", "share", "weight"}):
                yield from numbers_in(value, amounts=amounts)
            if key in {"parts", "names", "levels"}:
                yield Fraction(len(value))
    elif isinstance(node, (list, tuple)):
        for value in node:
            yield from numbers_in(value, amounts=amounts)
    elif isinstance(node, str):
        yield from _of_words(node)
    elif isinstance(node, int) and not isinstance(node, bool):
        yield Fraction(node)


@lru_cache(maxsize=8192)
def _of_words(text: str) -> tuple[Fraction, ...]:
    if patterns.fullmatch(r"-?\d+(?:\.\d+)?(?:/\d+)?", text):
        return (Fraction(text),)
    return tuple(Fraction(number) for number in patterns.findall(r"\d+(?:\.\d+)?", text))


POINTS_AND_SHARES = re.compile(
    rf"(?<![\d.A-Za-z第〔(（])({NUMBER})(%|个?百分点|分(?!钟|类|管|制|解|工|级|别|析|布|局)|倍)"
)


_ANY = re.compile(rf"(?<![\d.A-Za-z第〔+/])({NUMBER})(?![\d.:年月%/]|个?百分点|分(?!钟))(?P<unit>{UNITS}|亿|万)?")
"""A number in whatever unit: it has to stand in the rule, be it in another unit of its kind."""


_DESCRIBES = re.compile(
    rf"(?:^|(?<=[;。\n:,，分]))\(?{NUMBER}[)、.](?=[^\d%])|\({NUMBER}\)|"  # the marks of a list
    # 15秒接通率
    rf"{NUMBER}(?:{UNITS})?(?:以[上下内]|之?内|及以[上下])?的?(?![^,;。]{{0,3}}(?:得|"
    rf"扣))[^\d,;。≥≤<>]{{0,14}}?(?:率|比例|占比|比重)|"
    rf"{NUMBER}(?:{UNITS})(?:\([含不]+\))?(?:及?以[上下])的(?=[^,;。\d]{{0,8}}\d)|"  # 500万元以下的10个工作日内
    rf"{NUMBER}(?:周)?岁|{NUMBER}个?(?:{UNITS})?(?:工作|评价)?(?:指标|内容|要点|方面|环节|阶段|街镇|"
    rf"乡镇|单位|部门)|{NUMBER}[项个条点](?:均|都|全部)|[前近]{NUMBER}年|"
    "(?:抽[查取样检测]|走访|随机|在|共|最近|连续|"
    rf"每个?[\u4e00-\u9fff]{{1,6}})[\u4e00-\u9fff]{{0,4}}?{NUMBER}(?:{UNITS})|{NUMBER}项合计|"
    r"12345|\d+月\d+日|\d+[日号](?:之?前|以前)|\d{4}-\d+"
)
"""Numbers that only say what is measured, where, or of how many."""


_FACTORS = (60, 1000, 10_000, 100_000_000)
"""Between units of one kind: 小时 and 分钟, 公里 and 米, 万元 and 元."""


def unused_numbers(text: str, rule: Rule, weight: Fraction) -> list[str]:
    """Numbers of the text that the rule does not hold, in Chinese.

    >>> ranges = {"kind": "ranges", "rows": [{"span": {"high": "500"}}], "unit": "个工作日"}
    >>> unused_numbers("送审500万元以下的10个工作日内完成", ranges, Fraction(3))
    ['“10个工作日”没有用上']
    """
    held = set(numbers_in(rule))
    known = held | {weight, Fraction(100), Fraction(1), Fraction(0)}
    known |= {abs(v) for v in known}
    known |= {weight - v for v in held} | {weight * v for v in held}
    measured = set(numbers_in(rule, amounts=False))
    converted = {value * factor for value in measured for factor in _FACTORS}
    converted |= {value / factor for value in measured for factor in _FACTORS}
    missing = []
    for pattern, allowed, plain in ((POINTS_AND_SHARES, known, text), (_ANY, known | converted, _told(text))):
        for match in pattern.finditer(plain):
            value = abs(Fraction(match[1]))
            if plain[: match.start()].endswith(("前", "超过")) and value + 1 in allowed:
                continue  # 前5件每件扣0.2分,第6件起每件扣0.5分
            if (
                pattern is _ANY
                and match["unit"]
                and any(value * v == weight for v in held)
                and f"1{match['unit']}" in text
            ):
                continue  # 任务12项,完成1项得0.5分 of 6 points
            if not {value, value / 100} & allowed:
                missing.append(f"“{match[0]}”没有用上")
    return list(dict.fromkeys(missing))


def _told(text: str) -> str:
    """The text without numbers that a person uses, or that only describe."""
    return "" if "类推" in text else _DESCRIBES.sub("", without_judged(text))


def without_judged(text: str) -> str:
    """The text without the ranges of points that are left to a person (酌情扣1~3分).

    >>> without_judged("效果显著得8~10分,无效果不得分")
    '效果显著,无效果不得分'
    """
    for clause in clauses(text):
        if clause.verb == "judge":
            text = text.replace(clause.words, "", 1)
    return text
