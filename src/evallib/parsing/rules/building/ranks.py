"""Places and dates in a printed rule: 第1名, 前三名, 后20%, 2024年11月30日前."""

from __future__ import annotations

import re
from fractions import Fraction

from evallib.model import patterns
from evallib.parsing.rules.building.body import Body
from evallib.parsing.rules.grammar.spans import Span
from evallib.parsing.rules.grammar.wording import NUMBER
from evallib.parsing.rules.rule_data import Rule

DUE = re.compile(r"(\d{4})年(\d{1,2})月(?:(\d{1,2})日|底|末)?")


BY_A_DAY = re.compile(r"(?:[日号月底末旬]|季度)(?:之|以)?前")


_RANK = re.compile(
    rf"第({NUMBER})(?:名|位)?(?:~|-|至|到)第?({NUMBER})(?:名|位)|(?<![\d.])({NUMBER})~({NUMBER})(?:名|位)|"
    rf"前({NUMBER})%|(?:后({NUMBER})%)|前({NUMBER})(?:名|位|(?=的|得|[,;。]|$))|(?:后|末|倒数)({NUMBER})(?:名|"
    "位)|"
    rf"倒数第({NUMBER})(?:名|位)?|"
    rf"(?:第)?({NUMBER})(?:名|位|%)(?:及)?(?:以后|之后|以下|以外)|第({NUMBER})(?:名|位)?"
)


def find_ranks(text: str) -> list[Span]:
    """Places in a text as conditions; unit % is a share of the field, 末 counts from the end.

    >>> for text in ("第2名至第4名", "2~4名", "第3名", "前3名", "前30%", "后30%", "后3名", "倒数第2名",
    ...              "10名以后", "10名及以后", "第10名之后", "前1/3", "后1/3", "中间1/3", "10%以后"):
    ...     span = find_ranks(text)[0]
    ...     print(text, span.low, span.low_in, span.high, span.high_in, span.unit)
    第2名至第4名 2 True 4 True 名
    2~4名 2 True 4 True 名
    第3名 3 True 3 True 名
    前3名 None None 3 True 名
    前30% None None 30 True %
    后30% 70 False None None %
    后3名 -3 True None None 末
    倒数第2名 -2 True -2 True 末
    10名以后 10 False None None 名
    10名及以后 10 True None None 名
    第10名之后 10 False None None 名
    前1/3 None None 100/3 True %
    后1/3 200/3 False None None %
    中间1/3 100/3 False 200/3 True %
    10%以后 10 False None None %
    """
    found = []
    third = patterns.search(rf"(?P<side>前|后|中间)({NUMBER})/({NUMBER})", text)
    if third:
        share = Fraction(third[2]) / Fraction(third[3]) * 100
        if third["side"] == "前":
            return [Span(None, share, None, True, "%")]
        return (
            [Span(100 - share, None, False, None, "%")]
            if third["side"] == "后"
            else [Span(share, 100 - share, False, True, "%")]
        )
    for m in _RANK.finditer(text):
        g = [Fraction(x) if x else None for x in m.groups()]
        if g[0] is not None or g[2] is not None:
            low, high = (g[0], g[1]) if g[0] is not None else (g[2], g[3])
            found.append(Span(low, high, unit="名"))
        elif g[4] is not None or g[6] is not None:
            found.append(Span(None, g[4] if g[4] is not None else g[6], None, True, "%" if g[4] is not None else "名"))
        elif g[5] is not None or g[7] is not None:
            found.append(
                Span(
                    Fraction(100) - g[5] if g[5] is not None else -(g[7] or Fraction(0)),
                    None,
                    g[5] is None,
                    None,
                    "%" if g[5] is not None else "末",
                )
            )
        elif g[8] is not None:
            found.append(Span(-g[8], -g[8], unit="末"))
        elif g[9] is not None:
            after = ("以后" in m[0] and "及" not in m[0]) or ("之后" in m[0] and "及" not in m[0])
            found.append(Span(g[9], None, not after and "%" not in m[0], None, "%" if "%" in m[0] else "名"))
        else:
            found.append(Span(g[10], g[10], unit="名"))
    return found


def put_due(body: Body, rule: Rule) -> None:
    """Keep the printed date as the deadline."""
    due = DUE.search(body.text)
    if due:
        rule["due"] = "-".join(part for part in due.groups() if part)
