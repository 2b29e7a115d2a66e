"""Later things of one kind at another amount: 第四件起每件扣0.6分, 第一次扣1分,第二次扣2分."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from evallib.model import patterns
from evallib.parsing.rules.building.body import Body, number
from evallib.parsing.rules.grammar.cases import Case
from evallib.parsing.rules.grammar.spans import Span
from evallib.parsing.rules.grammar.wording import NUMBER, UNITS
from evallib.parsing.rules.rule_data import Rule
from evallib.parsing.rules.scoring.matching import likeness

_FROM = re.compile(rf"(?:自|从)?第({NUMBER})(?:{UNITS})?(?:\(含\))?(?:起|开始|以后|及以后|及以上|以上)")


NTH = re.compile(rf"第({NUMBER})(?:{UNITS})")


BEYOND = re.compile(rf"超过({NUMBER})({UNITS})(?:的|以上的?)?,?(?:部分|后|以后|其)|超出部分")


def later_rates(body: Body, rule: Rule, case: Case, entry: dict[str, Any], last: dict[str, Any] | None) -> bool:
    """第四件起每件扣0.6分; 第一次扣1分，第二次扣2分: later ones of the same thing at another amount."""
    start = _FROM.search(case.text)
    if start:
        begin: str | None = number(Fraction(start[1]))
    else:
        nth = NTH.search(case.text)
        word = patterns.search(r"首次|初次|(再次|再犯|二次)", case.text)
        begin = number(Fraction(nth[1])) if nth else ("2" if word and word[1] else "1" if word else None)
    if begin is not None:
        if begin == "1" or last is None:
            entry |= {"ladder": [[begin, entry["amount"]]], "stated": True}
            return False
        last.setdefault("ladder", [["1", last["amount"]]]).append([begin, entry["amount"]])
        last["stated"] = True
        return True
    span = next((s for s in case.spans if s.low is not None and s.high is None and counts_like(s, case)), None)
    if (
        span is not None
        and last is not None
        and case.item
        and not case.item.missing
        and span.low is not None
        and span.low >= 2
        and not (patterns.search("同一|同1", case.text) and case.item.unit != last["unit"])
        and not how_often(span, case)
        and _same_things(case, last)
    ):
        begin = number(span.low + (0 if span.low_in is not False else 1))
        last["stated"] = True
        if BEYOND.search(case.text):
            last.setdefault("ladder", [["1", last["amount"]]]).append([begin, entry["amount"]])
            return True
        last["all_from"] = [begin, entry["amount"]]
        index = rule["types"].index(last)
        ladder = [["1", last["amount"]], [begin, entry["amount"]]]
        body.open.append(
            {"told": f"自第{begin}件起的各件按后一标准", "type": index, "set": {"ladder": ladder, "all_from": None}}
        )
        return True
    return False


def how_often(span: Span, case: Case) -> bool:
    """同一案件返工2次以上的,每件: the condition says which things count, and not how many."""
    if case.item is None or span.unit != "次" or case.item.unit in {"次", "人次", "起"}:
        return False
    named = rf"{NUMBER}次(?:及?以上)?(?:\(含[^()]*\))?[\u4e00-\u9fff]{{1,6}}的[\u4e00-\u9fff]{{1,4}},"
    return bool(patterns.search(rf"同一|同1|重复|反复|{named}", case.text + ","))


def _same_things(case: Case, last: dict[str, Any]) -> bool:
    """Whether a clause goes on about the things of the clause before."""
    words = patterns.sub(
        r"超过|超出|部分|增加|以上|以后|出现|发生|发现|延误|逾期|延期|延迟|超期|及|的|每|凡|达到|累计|起|,",
        "",
        case.words,
    )
    return len(words) <= 1 or likeness(words, last["name"]) > 0.6


def counts_like(span: Span, case: Case) -> bool:
    """Whether a condition counts the same things as the item."""
    if case.item and span.unit == case.item.unit:
        return True
    people = {"人", "户", "名"}
    if case.item and span.unit in people and case.item.unit in {"批", "批次", "次", "起", "件", "宗"}:
        return False  # 50人以上的每批次: how large it is, not how many there are
    return span.unit in {"次", "件", "项", "处", "个", "起", "例", "人次", "家", "宗", *people}
