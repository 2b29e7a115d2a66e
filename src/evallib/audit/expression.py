"""Expressions (算式求值): read and evaluate the arithmetic that a report or a claims file writes down.

Exact decimals; ``+ - * / × ÷ ( ) %``; names only where the caller gives them. Nothing else is evaluated.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, DivisionByZero, InvalidOperation

_TOKEN = re.compile(r"\s*(?:(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?)|(?P<name>[^\W\d]\w*)|(?P<sign>[-+*/×÷()%−]))")


class ExpressionError(ValueError):
    """The text is not an expression."""


def evaluate(text: str, names: Mapping[str, Decimal] | None = None) -> Decimal:
    """Evaluate an expression.

    Args:
        text: e.g. ``(40*75%+40*25%*60%)/40``.
        names: values for names in it.

    Raises:
        ExpressionError: it cannot be read, a name is unknown, or a denominator is 0.

    >>> evaluate("1-(9-2)/140")
    Decimal('0.95')
    """
    parser = _Parser(text, names or {})
    try:
        value = parser.sum()
    except (DivisionByZero, InvalidOperation) as error:
        raise ExpressionError("分母为 0") from error
    if parser.peek():
        raise ExpressionError(f"多余的内容“{parser.peek()}”")
    return value


def names_in(text: str) -> list[str]:
    """The names that an expression uses, in order.

    >>> names_in("人员经费 + 公用经费 - 2")
    ['人员经费', '公用经费']
    """
    return list(dict.fromkeys(match["name"] for match in _TOKEN.finditer(text) if match["name"]))


class _Parser:
    def __init__(self, text: str, names: Mapping[str, Decimal]) -> None:
        self.tokens: list[str] = []
        self.names = names
        at = 0
        text = text.rstrip()
        while at < len(text):
            match = _TOKEN.match(text, at)
            if not match:
                raise ExpressionError(f"不认识的符号“{text[at : at + 6].strip()}”")
            self.tokens.append(match[0].strip().replace("−", "-"))
            at = match.end()
        self.at = 0

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        token = self.peek()
        self.at += 1
        return token

    def sum(self) -> Decimal:
        value = self.product()
        while self.peek() in {"+", "-"}:
            value = value + self.product() if self.take() == "+" else value - self.product()
        return value

    def product(self) -> Decimal:
        value = self.factor()
        while self.peek() in {"*", "/", "×", "÷"}:
            value = value * self.factor() if self.take() in {"*", "×"} else value / self.factor()
        return value

    def factor(self) -> Decimal:
        token = self.take()
        if token == "-":
            return -self.factor()
        if token == "(":
            value = self.sum()
            if self.take() != ")":
                raise ExpressionError("括号不成对")
        elif token and token[0].isdigit():
            value = Decimal(token.replace(",", ""))
        elif token in self.names:
            value = self.names[token]
        else:
            raise ExpressionError(f"不认识的名称“{token}”" if token else "算式不完整")
        while self.peek() == "%":
            self.take()
            value /= 100
        return value
