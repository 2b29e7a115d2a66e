"""Formulas printed in a rule (得分=(1−差错率)×分值): a small exact reader of + − × ÷ with named quantities."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from evallib.model import patterns

_TOKEN = re.compile(r"\d+(?:\.\d+)?%?|[-+*/()]|[\u4e00-\u9fffA-Za-z“”\"]+")


_WEIGHT = re.compile(
    r"(?:该|本|此)?(?:指标|项)?(?:的)?(?:指标)?(?:分值|权重分值|权重分|权重|标准分值|标准分|满分值|满分|总分|分)"
)


_FORMULA = re.compile(r"(?P<kind>(?:该|本|此)?(?:指标|项)?(?:实际)?得分|扣分(?:值|数)?)(?:=|为)(?P<expr>[^,;。=≥≤<>]+)")


Node = Any  # ["+", a, b] | ["number", "0.5"] | ["name", "差错率"] | ["weight"]


_BY_FORMULA = re.compile(
    r"(?:按照?|以)(?P<expr>\([^,;。=≥≤<>按]+?\)(?:[*/][^,;。=≥≤<>按]+?)?|\d+(?:\.\d+)?[*/][^,;。=≥≤<>按]+?)"
    "(?:的?(?:计算得分|计分|记分|得分|计算|计|给分))"
)
"""按照(1+成本节约率)×权重计分."""


def find_formula(text: str) -> tuple[str, Node, int, int] | None:
    """A printed formula that is more than a product of a rate and the points.

    >>> find_formula("得分=(1-差错率)*分值")[1]
    ['*', ['-', ['number', '1'], ['name', '差错率']], ['weight']]
    """
    match = _FORMULA.search(text) or _BY_FORMULA.search(text)
    if match is None:
        return None
    kind = match.groupdict().get("kind") or "得分"
    if not patterns.search(r"[-+]|^\(?\d", match["expr"]) and not kind.startswith("扣"):
        return None
    expr = match["expr"].strip().replace("~", "-")  # 90%-60% looks like a range elsewhere
    tokens = _TOKEN.findall(expr)
    if "".join(tokens) != expr.replace("分)", ")").replace(" ", "") and "".join(tokens) != expr:
        return None
    node, rest = _sum(tokens)
    if node is None or rest:
        return None
    names = _names(node)
    if not names:
        return None
    if kind.startswith("扣"):
        node = ["-", ["weight"], node]
    return kind, node, match.start(), match.end()


def _names(node: Node) -> list[str]:
    if node[0] == "name":
        return [node[1]]
    return [n for child in node[1:] if isinstance(child, list) for n in _names(child)]


def formula_names(node: Node) -> list[str]:
    """The quantities that a formula asks for, each once.

    >>> formula_names(["-", ["number", "1"], ["name", "差错率"]])
    ['差错率']
    """
    return list(dict.fromkeys(_names(node)))


def _sum(tokens: list[str]) -> tuple[Node, list[str]]:
    return _chain(tokens, "+-", _product)


def _product(tokens: list[str]) -> tuple[Node, list[str]]:
    return _chain(tokens, "*/", _atom)


def _chain(
    tokens: list[str], signs: str, read: Callable[[list[str]], tuple[Node, list[str]]]
) -> tuple[Node, list[str]]:
    """Operands between signs of one rank, from the left."""
    left, rest = read(tokens)
    while left is not None and rest and rest[0] in signs:
        right, after = read(rest[1:])
        if right is None:
            return None, rest
        left, rest = [rest[0], left, right], after
    return left, rest


def _atom(tokens: list[str]) -> tuple[Node, list[str]]:
    if not tokens:
        return None, tokens
    first, rest = tokens[0], tokens[1:]
    if first == "(":
        inner, rest = _sum(rest)
        return (inner, rest[1:]) if inner is not None and rest[:1] == [")"] else (None, rest)
    if first[0].isdigit():
        value = Fraction(first[:-1]) / 100 if first.endswith("%") else Fraction(first)
        if rest[:1] == ["分"]:
            rest = rest[1:]
        return ["number", str(value)], rest
    if first in "+-*/)":
        return None, rest
    if _WEIGHT.fullmatch(first):
        return ["weight"], rest
    return ["name", first], rest


def compute(node: Node, values: dict[str, Fraction], weight: Fraction) -> Fraction | None:
    """The value of a formula; None where it divides by zero.

    >>> compute(["*", ["-", ["number", "1"], ["name", "x"]], ["weight"]], {"x": Fraction(1, 50)}, Fraction(5))
    Fraction(49, 10)
    """
    kind = node[0]
    if kind == "number":
        return Fraction(node[1])
    if kind == "weight":
        return weight
    if kind == "name":
        return values[node[1]]
    a, b = compute(node[1], values, weight), compute(node[2], values, weight)
    if a is None or b is None or (kind == "/" and not b):
        return None
    return {"+": a + b, "-": a - b, "*": a * b}.get(kind, a / b if b else Fraction(0))


def straight(node: Node, known: dict[str, Fraction], name: str, weight: Fraction) -> tuple[Fraction, Fraction] | None:
    """A formula as start + slope × the named quantity; None where it is no straight line.

    >>> straight(["*", ["-", ["number", "1"], ["name", "x"]], ["weight"]], {}, "x", Fraction(5))
    (Fraction(5, 1), Fraction(-5, 1))
    >>> straight(["/", ["weight"], ["name", "x"]], {}, "x", Fraction(5)) is None
    True
    """
    points = [compute(node, known | {name: Fraction(x)}, weight) for x in (1, 2, 3, 7)]
    if any(p is None for p in points):
        return None
    one, two, three, seven = (p for p in points if p is not None)
    slope = two - one
    return (one - slope, slope) if three - two == slope and seven - three == 4 * slope else None


_DIFFERENCE = re.compile(
    r"[率度]\s*[=＝]\s*[\[【(（]{1,2}(?P<a>[^-－—–()（）\[\]/÷＝=,，;；。]{2,16})[-－—–]"
    r"(?P<b>[^-－—–()（）\[\]/÷＝=,，;；。]{2,16})[)）\]】]\s*[/÷／]\s*"
    r"(?P<c>[^()（）\[\]*×/÷,，;；。\s]{2,16})"
)


def defined_difference(text: str) -> dict[str, str]:
    """The figure that a rate divides a difference by: `less` where it is the first of two, `more` where it is the last.

    >>> (
    ...     defined_difference("节约率=（计划成本-实际成本）/计划成本×100%"),
    ...     defined_difference("调整率=[(调整后预算-年初预算)÷年初预算]×100%"),
    ... )
    ({'less': '计划成本'}, {'more': '年初预算'})
    >>> defined_difference("执行率=支出数/预算数×100%"), defined_difference("占比=（甲数-乙数）/丙数")
    ({}, {})
    """
    found = _DIFFERENCE.search(text)
    names = [found[side].strip('“”"') for side in "abc"] if found else []
    if not names or names[2] not in names[:2]:
        return {}
    return {"less" if names[0] == names[2] else "more": names[2]}
