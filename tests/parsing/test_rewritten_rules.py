"""The same printed rule in other words gives the same points, or a question, never other points."""

import re
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

import pytest
from printed_lists import printed

from evallib.parsing import compile_rule, score, shown

LIST = printed("rules", "wordings", "states")
NUMERALS = "零一二三四五六七八九"
NUMBERED = r"(?<![\d.~\-—－年月第])([1-9])(个百分点|项|次|件|处|起|人|户|例|条|天|份|篇|家|名|场)(?!分)"


def numeral(match: re.Match[str]) -> str:
    return ("两" if match[1] == "2" else NUMERALS[int(match[1])]) + match[2]


WORDS: dict[str, tuple[str, str | Callable[[re.Match[str]], str]]] = {
    "扣除": (r"扣(?=\d)", "扣除"),
    "扣减": (r"扣(?=\d)", "扣减"),
    "减": (r"(?<!加)扣(?=\d)", "减"),
    "计": (r"得(?=\d+(?:\.\d+)?分)", "计"),
    "得零分": (r"(?<![项均得])不得分", "得0分"),
    "本项不得分": (r"(?<![项均])不得分", "本项不得分"),
    "得全分": (r"(?<=[，；。])得满分", "得全分"),
    "每降低": (r"每低(?=[\d一])", "每降低"),
    "每差": (r"每(?:低|下降|降低)(?=[一\d]个?百分点)", "每差"),
    "每超出": (r"每超(?=[\d一])", "每超出"),
    "中文数字": (NUMBERED, numeral),
    "每有1件": (r"每(?=[件处起例]扣)", "每有1"),
    "不写扣完为止": (r"[,，]扣完为止", ""),
    "句号": (r"；", "。"),
    "换行": (r"；", "；\n"),
    "去“的”": (r"的(?=[，,])", ""),
    "去逗号": (r"，(?=(?:扣|得)\d)", ""),
    "全角": (r"[0-9%.]", lambda match: chr(ord(match[0]) + 0xFEE0)),
    "空格": (r"(?<=[\u4e00-\u9fff])(?=\d)", " "),
    "前缀": (r"^", "评分标准："),
    "后缀": (r"(?<!。)$|。$", "。（数据来源：统计报表）"),
}


def rewritten(name: str, entries: list) -> None:
    pattern, put = WORDS[name]
    wrong, asked, tried = [], 0, 0
    for entry in entries:
        text = re.sub(pattern, put, entry["text"])
        if text == entry["text"]:
            continue
        tried += 1
        rule = compile_rule(text, entry["weight"])
        for case in entry["cases"]:
            got = shown(score(rule, case["value"]))
            if got in {None, "ask"}:
                asked += case["score"] != "ask"
            elif case["score"] in {"ask", "judgement"} or got == "judgement":
                wrong += [(text, case, got)] if got != case["score"] else []
            elif Fraction(got) != Fraction(case["score"]):
                wrong.append((text, case, got))
    assert tried and not wrong
    assert asked <= 1 + tried // 10, f"{asked} of the scores of {tried} rewritten rules became questions"


@pytest.mark.sampled(5)
@pytest.mark.parametrize("name", WORDS)
def test_other_words_never_give_other_points(name):
    rewritten(name, LIST[::5])


@pytest.mark.long
@pytest.mark.parametrize("name", WORDS)
def test_other_words_never_give_other_points_anywhere(name):
    rewritten(name, LIST)


@pytest.mark.sampled(5)
@pytest.mark.parametrize("entry", LIST, ids=[entry["text"][:24] for entry in LIST])
def test_better_values_never_lose_points(entry):
    """Along the range of a rate or count the points move one way, or up to a target and down again."""
    rule = compile_rule(entry["text"], entry["weight"])
    first = rule.readings[0].rule
    if first["kind"] not in {"steps", "ranges", "ratio", "line"} or first.get("measure", "value") != "value":
        return
    unit = {"百分点": "%", "个百分点": "%"}.get(first["unit"], first["unit"])
    points = [score(rule, f"{number}{unit}").score for number in range(0, 131, 5)]
    known = [one for one in points if one is not None]
    turns = [(b > a) - (b < a) for a, b in pairwise(known) if a != b]
    assert sum(a != b for a, b in pairwise(turns)) <= 1, entry["text"]
    if not re.search("加|奖", entry["text"]):
        assert all(0 <= one <= Fraction(entry["weight"]) for one in known)
