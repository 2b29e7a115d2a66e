"""How expressions and values are written (算式与数值的写法): Chinese text for readers, formulas for Excel."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from evallib.model.rounding import round_half_up
from evallib.scoring.language.expression import OPERATORS, Ask, Const, Env, Expr, Op, Ref, Style, evaluate

EPOCH = date(1899, 12, 30)  # day 0 of Excel's calendar


def written(expr: Expr, names: Callable[[str], str], *, excel: bool = False, level: int = 0) -> str:
    """The expression as Chinese text, or as an Excel formula without the leading ``=``.

    Args:
        expr: the expression.
        names: what stands for an input: its name, its number, or a cell reference.
        excel: write Excel.
        level: precedence that the surroundings need; lower ones get brackets.

    >>> from evallib.scoring.language.expression import lift
    >>> formula = Ref("分值") * (lift(1) - Ref("差距"))
    >>> written(formula, str), written(formula, {"分值": "B2", "差距": "C2"}.__getitem__, excel=True)
    ('分值 × (1 − 差距)', 'B2*(1-C2)')
    """
    match expr:
        case Const(str(word)):
            return '"' + word.replace('"', '""') + '"' if excel else f"“{word}”"
        case Const(value, style):
            return str(value) if excel else show(value, style)
        case Ref(name):
            return names(name)
        case Ask(reason):
            return "NA()" if excel else f"待定（{reason}）"
        case Op("or") if not excel and (named := one_of(expr)):
            return f"{written(named[0], names)} 为{'、'.join(f'“{word}”' for word in named[1])}之一"
        case Op(op, args):
            operator = OPERATORS[op]
            parts = [written(a, names, excel=excel, level=n) for a, n in zip(args, operator.levels, strict=False)]
            result = (operator.excel if excel else operator.text).format(*parts)
            return f"({result})" if operator.level < level and not (excel and op in {"or", "and", "if"}) else result
    raise TypeError(expr)


def branch(expr: Expr, env: Env) -> tuple[Expr | None, Expr]:
    """What an expression with conditions comes to: the condition that holds (None: none holds), and what it leads to.

    >>> from evallib.scoring.language.expression import call
    >>> branch(call("if", call("gt", Ref("逾期天数"), 0), 0, Ref("分值")), {"逾期天数": Decimal(0)})
    (None, Ref(name='分值'))
    """
    held = None
    while isinstance(expr, Op) and expr.op == "if":
        condition, yes, no = expr.args
        if evaluate(condition, env):
            held, expr = condition, yes
            break
        expr = no
    return held, expr


def one_of(expr: Expr) -> tuple[Expr, list[str]] | None:
    """A chain of 或 that compares one thing with words: the thing and the words."""
    match expr:
        case Op("same", (thing, Const(str(word)))):
            return thing, [word]
        case Op("or", (left, right)):
            first, second = one_of(left), one_of(right)
            return (first[0], first[1] + second[1]) if first and second and first[0] == second[0] else None
    return None


def show(value: Any, style: Style = "number") -> str:
    """A value as a reader sees it.

    >>> show(Decimal("0.990908"), "percent"), show(Decimal("2.0000")), show("及时", "text")
    ('99.0908%', '2', '及时')
    """
    if not isinstance(value, Decimal):
        return str(value)
    if style == "date":
        return str(day_from(value))
    number, sign = (value * 100, "%") if style == "percent" else (value, "")
    return f"{_trim(round_half_up(number, 4))}{sign}"


def _trim(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def day_number(day: date) -> Decimal:
    """A date as the serial number that Excel uses, so that formulas can compare dates."""
    return Decimal((day - EPOCH).days)


def day_from(number: Decimal) -> date:
    """The date of a serial number.

    >>> day_from(day_number(date(2023, 12, 31)))
    datetime.date(2023, 12, 31)
    """
    return EPOCH + timedelta(days=int(number))
