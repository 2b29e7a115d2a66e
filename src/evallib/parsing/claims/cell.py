"""Figures of table cells (单元格中的数): a cell that holds one figure and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from evallib.model import patterns
from evallib.parsing.claims.mentions import Mention, find_mentions, normalise

_PLAIN = re.compile(r"\d{1,15}(?:\.\d{1,6})?%?\Z", re.ASCII)
#: “1年以内”, “60岁以上” name rows.
_TERM = re.compile("(?:年|个?月|周?岁)(?:及?以[上下内]|以外)")
_HALVES = [Fraction(1, 2 * 10**places) for places in range(7)]


@lru_cache(maxsize=65536)
def cell_figure(text: str) -> Mention | None:
    """The figure that a table cell consists of, or None; a bare number has no dimension.

    >>> cell_figure("1,200.98").value == Fraction("1200.98"), cell_figure("↓40.26%").text, cell_figure("甲局")
    (True, '↓40.26%', None)
    """
    if _PLAIN.match(text):
        return _plain(text)
    words = normalise(text).strip()
    match = patterns.fullmatch(
        r"(?P<arrow>[↑↓△])?\s*(?P<n>[-−+]?[\d,，]*\d(?:\.\d+)?)(?P<split> \d{1,2})?\s*(?P<unit>\D{0,6})",
        words,
        re.ASCII,
    )
    if not match or patterns.search(r"[≥≤<>＜＞=～~]", words):
        return None
    unit = match["unit"].strip("() ")
    if (
        unit in {"年", "月", "日", "号", "季度", "年度", "月份"}
        or _TERM.fullmatch(unit)
        or not patterns.fullmatch(r"[-−+]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?", match["n"])
    ):
        return None
    number = patterns.sub(r"[,，\s]", "", match["n"] + (match["split"] or "").strip()).replace("−", "-")
    mentions = find_mentions(number.lstrip("+-") + unit) if unit else []
    if unit and (len(mentions) != 1 or not mentions[0].unit):
        return None
    decimals = len(number.partition(".")[2])
    value = Fraction(number)
    if mentions:
        base = mentions[0]
        value = base.value if value >= 0 else -base.value
        base = replace(base, start=0, end=len(words), value=value, text=words)
    else:
        base = Mention(0, len(words), value, Fraction(1, 2 * 10**decimals), "", "", words, decimals)
    if match["arrow"] in {"↓", "△"} and base.value > 0:  # accounts write △1.20 for what is below nought
        base = replace(base, value=-base.value)
    signed = number[0] in "+-" or bool(match["arrow"])
    return replace(base, signed=signed)


def _plain(text: str) -> Mention:
    """A number or a percentage without sign and commas, as most cells hold it."""
    rate = text[-1] == "%"
    whole, _, part = text.rstrip("%").partition(".")
    decimals = len(part)
    value = Fraction(int(whole + part), 10**decimals)
    dimension, unit = ("percent", "%") if rate else ("", "")
    return Mention(0, len(text), value, _HALVES[decimals], dimension, unit, text, decimals)
