"""Rates that each carry a share of the points: 及时率占40%,满意率占60%,分别按实际比率计分."""

from __future__ import annotations

import re
from fractions import Fraction

from evallib.model import patterns
from evallib.parsing.rules.building.body import number
from evallib.parsing.rules.grammar.wording import NUMBER
from evallib.parsing.rules.rule_data import Rule

_RATE = r"[\u4e00-\u9fff]{2,12}?(?:率|度|比例|占比|得分)"
_SHARE = re.compile(rf"({_RATE})(?:权重)?(?:占|按|为)?({NUMBER})%(?:的?(?:权重|分值|比重))?")
_EQUAL = re.compile(rf"({_RATE}(?:[、和与及]{_RATE})+)(?:的?权重)?(?:各占|各为|分别占)({NUMBER})%(?:的?(?:权重|分值))?")
_EACH = re.compile(
    rf"({_RATE}(?:[、和与及]{_RATE})+)(?:[2-5两二三四五]?(?:项|个)?(?:指标)?,?)?(?:的?权重)?分别(?:占|"
    rf"为|按)((?:{NUMBER}%[、和,]?){{2,}})(?:的?(?:权重|分值|比重))?"
)
_AS_THEY_ARE = re.compile(
    "[,;。]*(?:均|分别|各自|各)*(?:按照?|以)(?:各自|其)?(?:的)?(?:实际)?(?:的)?(?:完成|"
    "比|满意)?(?:率|比例|得分率|数值|结果|值)"
    rf"(?:\*{NUMBER}分)?(?:折算|加权)?(?:计算)?(?:得分|计分|记分|计算|计)?[。;]?"
)


_TERM = re.compile(rf"([\u4e00-\u9fff]{{2,14}})\*({NUMBER})%\+?")
_SUMMED = re.compile(
    rf"[\u4e00-\u9fff]{{0,8}}得分=\(?(?P<terms>"
    rf"(?:[\u4e00-\u9fff]{{2,14}}\*{NUMBER}%\+)+[\u4e00-\u9fff]{{2,14}}\*{NUMBER}%)\)?"
    rf"(?P<of>\*(?:本项|该项|指标)?(?:分值|权重|{NUMBER}分?)|"
    rf"[,(][^,;。()]{{0,12}}(?:百分|100分)制?[^,;。()]{{0,4}},?折算[^,;。()]{{0,6}}\)?)?"
)
"""综合得分=A得分*60%+B得分*40%(各项均以百分计,折算为40分)."""


def _followed(name: str, share: Fraction, weight: Fraction) -> Rule:
    """A part that follows its own rate."""
    return {
        "name": name,
        "weight": number(weight * share / 100),
        "text": f"{name}占{number(share)}%",
        "rule": {"kind": "ratio", "unit": "%", "target": "100"},
    }


def weighted_rates(text: str, weight: Fraction) -> Rule | None:
    """Parts that each follow their own rate; None where the shares are not printed or anything else is said.

    >>> weighted_rates("及时率占40%,满意率占60%,分别按实际比率计算得分", Fraction(10))["parts"][1]["weight"]
    '6'
    """
    summed = _SUMMED.fullmatch(text.strip(",;。"))
    terms = [(m[1], Fraction(m[2])) for m in _TERM.finditer(summed["terms"])] if summed else []
    if summed and sum(share for _, share in terms) == 100 and (weight == 100 or summed["of"]):
        return {
            "kind": "parts",
            "parts": [_followed(n, share, weight) for n, share in terms],
            "shares": [number(s) for _, s in terms],
        }
    equal, each = _EQUAL.search(text), _EACH.search(text)
    if each and len(names := patterns.split(r"[、和与及]", each[1])) == len(found := patterns.findall(NUMBER, each[2])):
        shares = [(name, Fraction(share)) for name, share in zip(names, found, strict=True)]
        rest = text[: each.start()] + text[each.end() :]
    elif equal:
        names = patterns.split(r"[、和与及]", equal[1])
        shares = [(name, Fraction(equal[2])) for name in names]
        rest = text[: equal.start()] + text[equal.end() :]
    else:
        shares = [(m[1], Fraction(m[2])) for m in _SHARE.finditer(text)]
        rest = _SHARE.sub("", text)
    if len(shares) < 2 or sum(share for _, share in shares) != 100:
        return None
    if not _AS_THEY_ARE.fullmatch(rest.strip("和与及、,;")):
        return None
    parts = [_followed(name.lstrip("和与及、"), share, weight) for name, share in shares]
    return {"kind": "parts", "parts": parts, "shares": [number(share) for _, share in shares]}
