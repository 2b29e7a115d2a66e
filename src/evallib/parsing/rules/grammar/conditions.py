"""Conditions on a number in a printed rule: ≥90%, 90%(含)以上, 80%~90%, 60≤x<80, 不足85%, 10日以内, ±5%以内."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from evallib.model import patterns
from evallib.parsing.rules.grammar.comparators import AT_LEAST, AT_MOST, EQUAL, LESS, MORE, included, side_of
from evallib.parsing.rules.grammar.naming_digits import names_something
from evallib.parsing.rules.grammar.spans import Span
from evallib.parsing.rules.grammar.units import in_same_unit
from evallib.parsing.rules.grammar.wording import NUMBER, UNITS

_U = (
    rf"(?:%|{UNITS}|分(?!钟)|倍|[万亿](?=\(含|[~至到—-])|"
    r"(?![及含或者])[\u4e00-\u9fff](?=(?:\([含不]+\))?及?以[上下内]))"
)


_Q = rf"(?P<{{0}}>{NUMBER})(?P<{{0}}u>{_U})?"


_ONE = re.compile(
    rf"(?P<op>{AT_MOST}|{AT_LEAST}|{MORE}|{LESS}|±|"
    rf"{EQUAL})?(?P<pm>±)?{_Q.format('a')}(?P<ai>\((?:含|不含|包含|包括|不包含|不包括)[^()]{{0,8}}\))?"
    r"(?P<tail>(?:\((?:含|不含)\)|含|不含)?(?:及|或)?(?:以上|以下|以内|之内|以外|之外|内(?!容|部)|之间|"
    rf"(?<=[天日时月周])(?:以后|之后|后)(?![续勤台备期]))?(?P<ti>\((?:含|不含)[^()]{{0,8}}\))?)"
)


_OPS = rf"(?:{AT_MOST}|{AT_LEAST}|{MORE}|{LESS})"


_OP_GAP = re.compile(
    rf"(?P<op>{AT_MOST}|{AT_LEAST}|{MORE}|{LESS})(?!或等于)"
    rf"(?P<gap>(?:(?!{_OPS})[^-\d,;。、()≥≤<>=±每]){{1,10}}\(?)(?={NUMBER})"
)


_RANGE = re.compile(
    rf"(?P<op>在|介于|为|是|达到?|处于)?(?P<pm>±)?{_Q.format('a')}(?P<ai>\((?:含|不含|包含|"
    rf"不包含)[^()]{{0,8}}\)|含|不含)?(?:以上)?(?:~|-|至|到|—|(?:与|和)(?=[^,;。]{{0,12}}之间))(?P<pm2>±)?"
    rf"{_Q.format('b')}(?P<bi>\((?:含|不含|包含|不包含)[^()]{{0,8}}\)|含|不含)?(?:之间|以内|"
    rf"以下|范围内|区间)?(?P<ti>\((?:含|不含)[^()]{{0,8}}\))?"
)


_CHAIN = re.compile(
    rf"{_Q.format('a')}(?P<o1>≤或<|≥或>|≤|<|≥|>)[^\d,;。≤<≥>]{{0,16}}(?P<o2>≤或<|≥或>|≤|<|≥|>){_Q.format('b')}"
)


_TWO = re.compile(
    rf"(?P<o1>{AT_MOST}|{AT_LEAST}|{MORE}|{LESS})?{_Q.format('a')}(?P<ai>\((?:含|不含)[^()]{{0,6}}\)|"
    rf"含|不含)?(?P<t1>(?:及)?以上|以外)?(?P<ai2>\((?:含|不含)[^()]{{0,6}}\))?(?:但|且|并|而|"
    rf"、|,但|,且|,)?(?:[^\d,;。≥≤<>]{{0,6}}?)"
    rf"(?P<o2>{AT_MOST}|{MORE}|{AT_LEAST}|{LESS})?{_Q.format('b')}(?P<bi>\((?:含|不含)[^()]{{0,6}}\)|含|"
    rf"不含)?(?P<t2>(?:及)?以下|以内|之内|的)?(?P<bi2>\((?:含|不含)[^()]{{0,6}}\))?"
)


_OTHER_QUANTITY = re.compile(r"[\u4e00-\u9fff](?:率|数|量|额|度(?!的)|比例|占比|时间|时长|面积)(?!的)")
"""断档率高于5%、成活率低于85% names two quantities and no range of one."""


def find_spans(text: str) -> list[Span]:
    """The conditions of a normalised text, in order; the last of a pair of words that say one thing wins.

    >>> [(s.low, s.high, s.low_in, s.high_in) for s in find_spans("80%(含)~90%")]
    [(Fraction(80, 1), Fraction(90, 1), True, None)]
    >>> [(s.low, s.high, s.low_in, s.high_in) for s in find_spans("60≤x<80")]
    [(Fraction(60, 1), Fraction(80, 1), True, False)]
    >>> [(s.low, s.high, s.high_in) for s in find_spans("低于85%")], [s.absolute for s in find_spans("±5%以内")]
    ([(None, Fraction(85, 1), False)], [True])
    """
    found: list[Span] = []
    at = 0
    while at < len(text):
        span = _at(text, at)
        if span is None or span.end <= at:
            break
        found.append(span)
        at = span.end
    return found


def _at(text: str, at: int) -> Span | None:
    """The first condition from a place on."""
    best: Span | None = None
    for read in (_chain, _two, _range, _gap, _one):
        span = read(text, at)
        if span and (best is None or span.start < best.start):
            best = span
    return best


def _units(*units: str | None) -> str:
    return next((u for u in units if u), "")


def _in_one_unit(low: Fraction, low_unit: str | None, high_unit: str | None) -> Fraction:
    """5000万元(含)至1亿元: the lower end in the unit of the upper one, where both measure one thing."""
    if not low_unit or not high_unit or low_unit == high_unit:
        return low
    turned = in_same_unit(low, low_unit, high_unit)
    return low if turned is None else turned


def _chain(text: str, at: int) -> Span | None:
    m = _CHAIN.search(text, at)
    if not m or names_something(text, m):
        return None
    a, b = _in_one_unit(Fraction(m["a"]), m["au"], m["bu"]), Fraction(m["b"])
    first, second = (None if "或" in sign else sign in "≤≥" for sign in (m["o1"], m["o2"]))
    low_in, high_in = first, second
    if m["o1"][0] in "≥>":
        a, b, low_in, high_in = b, a, second, first
    return Span(a, b, low_in, high_in, _units(m["bu"], m["au"]), start=m.start(), end=m.end())


def _two(text: str, at: int) -> Span | None:
    for m in _TWO.finditer(text, at):
        if (
            not (m["o1"] or m["t1"])
            or not (m["o2"] or m["t2"] in {"以下", "及以下", "以内", "之内"})
            or _OTHER_QUANTITY.search(text[m.end("a") : m.start("b")])
            or names_something(text, m)
        ):
            continue
        first, second = (
            side_of(m["o1"], m["t1"], included(m["ai"], m["ai2"])),
            side_of(m["o2"], m["t2"], included(m["bi"], m["bi2"])),
        )
        if first is None or second is None or first[0] == second[0]:
            continue
        values = {
            first[0]: (_in_one_unit(Fraction(m["a"]), m["au"], m["bu"]), first[1]),
            second[0]: (Fraction(m["b"]), second[1]),
        }
        if values["low"][0] >= values["high"][0]:
            continue
        (low, low_in), (high, high_in) = values["low"], values["high"]
        return Span(low, high, low_in, high_in, _units(m["bu"], m["au"]), start=m.start(), end=m.end())
    return None


def _range(text: str, at: int) -> Span | None:
    for m in _RANGE.finditer(text, at):
        if names_something(text, m):
            continue
        a, b = _in_one_unit(Fraction(m["a"]), m["au"], m["bu"]), Fraction(m["b"])
        a_in, b_in = included(m["ai"]), included(m["bi"], m["ti"])
        named = patterns.search(NUMBER, mark := m["ti"] or m["bi"] or "")
        if named and Fraction(named[0]) == a != b:
            a_in, b_in = included(mark), included(m["bi"] if m["ti"] else None)
        if a > b:
            a, b, a_in, b_in = b, a, b_in, a_in
        absolute = bool(m["pm"])
        return Span(
            a,
            b,
            a_in,
            b_in,
            _units(m["bu"], m["au"]),
            absolute,
            m.start(),
            m.end(),
        )
    return None


def _gap(text: str, at: int) -> Span | None:
    for m in _OP_GAP.finditer(text, at):
        rest = _ONE.match(text, m.end())
        if not rest or rest["op"] or text[rest.end() : rest.end() + 1] == "~":
            continue
        span = _single(m["op"], rest)
        if span:
            return replace(
                span,
                start=m.start(),
                end=rest.end() + (1 if text[rest.end() : rest.end() + 1] == ")" and "(" in m["gap"] else 0),
            )
    return None


def _one(text: str, at: int) -> Span | None:
    for m in _ONE.finditer(text, at):
        if names_something(text, m) or (m["op"] and text[m.end() : m.end() + 1] == "~"):
            continue  # 超出5%~10% is a range behind a word
        span = _single(m["op"], m)
        if span:
            return replace(span, start=m.start(), end=m.end())
    return None


def _single(op: str | None, m: re.Match[str]) -> Span | None:
    value, unit = Fraction(m["a"]), m["au"] or ""
    tail = m["tail"] or ""
    inside = included(m["ai"], tail, m["ti"])
    if op == "±" or m["pm"]:
        if patterns.search(r"以外|之外|以上", tail) or (op and patterns.fullmatch(MORE, op)):
            return Span(value, None, inside, None, unit, True)
        return Span(None, value, None, True if inside is None else inside, unit, True)
    if op and not patterns.fullmatch(EQUAL, op):
        low_op = patterns.fullmatch(AT_LEAST, op) or patterns.fullmatch(MORE, op)
        # 控制在…以内, 达到…以上: the words of the tail agree with the sign; a tail that contradicts is a range end
        side = side_of(op, None, inside)
        if side is None:
            return None
        if low_op and patterns.search(r"内|以下", tail):
            return Span(None, value, None, None, unit)
        if side[0] == "low":
            return Span(value, None, side[1], None, unit)
        return Span(None, value, None, side[1], unit)
    sided = side_of(None, tail if patterns.search(r"上|下|内|外|后", tail) else None, inside)
    if sided:
        if sided[0] == "low":
            return Span(value, None, sided[1], None, unit)
        return Span(None, value, None, sided[1], unit)
    return Span(value, value, True, True, unit, bare=op is None)
