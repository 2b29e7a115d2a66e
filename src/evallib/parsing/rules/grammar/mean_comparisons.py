"""Comparisons in words with a mean or with last year, as conditions on the difference."""

from __future__ import annotations

from fractions import Fraction

from evallib.model import patterns
from evallib.parsing.rules.grammar.spans import Span

_COMPARISONS: tuple[tuple[str, tuple[bool, bool]], ...] = (
    (r"不低于|(?:高于|大于|超过)或等于|等于或(?:高于|大于|超过)|达到或超过|不少于|不小于|不劣于|≥", (True, True)),
    (r"不高于|不超过|不多于|不大于|(?:低于|小于)或等于|等于或(?:低于|小于)|≤", (False, True)),
    (r"降幅|低于|未达到|不及(?!时)|达不到|少于|下降|降低|减少|缩短|下滑|落后|小于|跌|变差|回落|降幅", (False, False)),
    (r"高于|超过|优于|提高|上升|增长|增加|延长|提升|大于|多于|好于|涨|变好|回升", (True, False)),
    (r"达到", (True, True)),
)


def comparison(text: str) -> Span | None:
    """A comparison in words with a mean or with last year, as a condition on the difference.

    >>> comparison("低于全区平均值").high_in, comparison("与上年持平").exact, comparison("资料齐全") is None
    (False, True, True)
    >>> for text in (
    ...     "下降或持平",
    ...     "持平或上升",
    ...     "未下降",
    ...     "未能提高",
    ...     "本区≥全市",
    ...     "本区>全市",
    ...     "本区≤全市",
    ...     "本区<全市",
    ...     "平均值以上",
    ...     "平均水平以下",
    ...     "不降反升",
    ...     "零增长",
    ...     "负增长",
    ...     "与上年持平",
    ...     "高于平均",
    ...     "不高于平均",
    ...     "达到平均",
    ... ):
    ...     span = comparison(text)
    ...     print(text, span.low, span.low_in, span.high, span.high_in)
    下降或持平 None True 0 True
    持平或上升 0 True None True
    未下降 0 True None None
    未能提高 None None 0 True
    本区≥全市 0 True None None
    本区>全市 0 False None None
    本区≤全市 None None 0 True
    本区<全市 None None 0 False
    平均值以上 0 True None True
    平均水平以下 None None 0 False
    不降反升 0 False None None
    零增长 0 True 0 True
    负增长 None None 0 False
    与上年持平 0 True 0 True
    高于平均 0 False None None
    不高于平均 None None 0 True
    达到平均 0 True None None
    """
    if patterns.search(
        (
            "(?:下降|降低|减少|零增长|下滑)(?:或|、|及|和)(?:者)?(?:持平|负增长)|"
            "持平或(?:者)?(?:下降|降低|减少|负增长)|负增长或零"
        ),
        text,
    ):
        return Span(None, Fraction(0))
    if patterns.search(
        r"(?:上升|提高|增长|增加|提升)(?:或|、|及|和)(?:者)?持平|持平或(?:者)?(?:上升|提高|增长|增加|提升)", text
    ):
        return Span(Fraction(0), None)
    if patterns.search(r"未(?:能)?(?:下降|降低|减少|缩短|压降|压减|压缩)", text):
        return Span(Fraction(0), None, True, None)
    if patterns.search(r"未(?:能)?(?:上升|提高|增长|增加|提升)", text):
        return Span(None, Fraction(0), None, True)
    if sign := patterns.search(r"[\u4e00-\u9fff]([<>≤≥])[\u4e00-\u9fff]", text):
        inside = sign[1] in "≤≥"
        return Span(Fraction(0), None, inside, None) if sign[1] in ">≥" else Span(None, Fraction(0), None, inside)
    if over := patterns.search(r"(?:平均|均值|水平)(?:值|水平|数)?(?:及)?以([上下])", text):
        return Span(Fraction(0), None) if over[1] == "上" else Span(None, Fraction(0), None, False)
    if patterns.search(r"不降反[升增]|不减反增", text):
        return Span(Fraction(0), None, False, None)
    if patterns.search(r"[零负]增长", text):
        return Span(Fraction(0), Fraction(0)) if "零" in text else Span(None, Fraction(0), None, False)
    if patterns.search(r"持平|一致|相当|不变|(?<!或)等于(?!或)", text):
        return Span(Fraction(0), Fraction(0))
    for words, (upward, inside) in _COMPARISONS:
        if patterns.search(words, text):
            return Span(Fraction(0), None, inside, None) if upward else Span(None, Fraction(0), None, inside)
    return None
