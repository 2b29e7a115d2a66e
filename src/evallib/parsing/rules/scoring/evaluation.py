"""Exact evaluation of a rule (plain data) for a value as people write it."""

from __future__ import annotations

from fractions import Fraction

from evallib.model import patterns
from evallib.parsing.rules.grammar.formulas import compute
from evallib.parsing.rules.rule_data import Rule
from evallib.parsing.rules.scoring.counted import evaluate_items
from evallib.parsing.rules.scoring.counted_points import affirms
from evallib.parsing.rules.scoring.curves import CURVES, points_given
from evallib.parsing.rules.scoring.inexact_values import inexact
from evallib.parsing.rules.scoring.matching import assign, likeness, negated, other_numbers, pick
from evallib.parsing.rules.scoring.measures import measured
from evallib.parsing.rules.scoring.outcome import Outcome, ask, choose, judged, scored
from evallib.parsing.rules.scoring.overruling.gating import gated
from evallib.parsing.rules.scoring.overruling.rounding import rounded_score
from evallib.parsing.rules.scoring.overruling.vetoes import take_veto
from evallib.parsing.rules.scoring.unforeseen import below_nothing, other_level
from evallib.parsing.rules.scoring.values import checked, named_values, read_value, yes
from evallib.parsing.rules.scoring.worded import evaluate_parts, evaluate_words


def evaluate(rule: Rule, value: object, weight: Fraction) -> Outcome:
    """The outcome of one rule for one value.

    >>> rule = {"kind": "steps", "target": "95", "unit": "%", "bad": "below", "per": "1", "counting": "proportional",
    ...         "deduct": {"points": "0.5"}}
    >>> evaluate(rule, "92.5%", Fraction(10)).score
    Fraction(35, 4)
    """
    kind = rule["kind"]
    if kind == "judgement":
        return judged(rule.get("why", ""))
    if rule.get("rounding"):
        return rounded_score(rule, value, weight, evaluate)
    if rule.get("gates"):
        return gated(rule, value, weight, evaluate)
    if level := other_level(rule, value):
        return ask(f"“{level}”不在评分标准所列的级别之中")
    stopped, value = take_veto(rule, value)
    if stopped:
        return scored(Fraction(0), "一票否决")
    if isinstance(value, str) and (kind in _NAMED or any(rule.get(k) for k in ("each", "change", "reference"))):
        value = named_values(value) or value
    if isinstance(value, dict) and rule.get("each") in {"best", "worst", "mean"} and len(value) > 1 and kind in _EACH:
        value = list(value.values())
    if isinstance(value, list):
        return _several(rule, value, weight)
    rough = inexact(rule, value, weight, kind in CURVES, evaluate) if isinstance(value, str) else None
    if rough is not None:
        return rough
    if kind == "parts":
        return evaluate_parts(rule, value, weight, evaluate)
    if kind == "items":
        return evaluate_items(rule, value, weight)
    if kind == "words":
        return evaluate_words(rule, value, weight)
    if kind == "formula":
        return _formula(rule, value, weight)
    if kind == "met":
        return _met(value, weight)
    if kind == "index":
        return _index(rule, value, weight)
    worded = rule.get("worded", []) + [
        {"words": r["text"], "give": r["give"]}
        for r in rule.get("rows", [])
        if len(r.get("text") or "") > (2 if negated(r.get("text") or "") else 3) and not _none_of(r)
    ]
    placed = rule.get("measure") == "rank_share" and patterns.fullmatch(r"(?:排名)?[前后][\d.]+%", str(value).strip())
    if worded and not isinstance(value, dict) and not placed:
        read = read_value(value)
        counted = rule.get("measure") in {"met", "missing"} and checked(read.raw, rule.get("total"))[:2] != (None, None)
        if not counted and read.number is None and read.late is None and read.date is None and read.beyond is None:
            found = pick(read.raw, [w["words"] for w in worded])
            dated = rule.get("due") and found is not None and other_numbers(read.raw, worded[found]["words"])
            if found is not None and not dated:
                points = points_given(worded[found]["give"], weight)
                return judged() if points is None else scored(points)
            if "full" in rule.get("else", {}) and affirms(read.raw, [w["words"] for w in worded]):
                return scored(weight)
    if rule.get("met") and not isinstance(value, dict):
        read = read_value(value)
        met = pick(read.raw, rule["met"]) if read.number is None else None
        if met is None and patterns.fullmatch(r"未超(?:出|支|过|预算|标准|概算)*", read.raw):
            met = next((i for i, words in enumerate(rule["met"]) if patterns.search("不超|不高于|未超", words)), None)
        if met is not None and not other_numbers(read.raw, rule["met"][met]):
            return scored(Fraction(rule.get("base", weight)))
    number = measured(rule, value)
    if isinstance(number, Outcome):
        return number
    if kind == "steps" and rule.get("worded") and (moved := _moved(rule, number, weight)):
        return moved
    if rule.get("ask_below") and number < Fraction(rule["ask_below"]):
        return ask("负的偏差按绝对值计还是按正负计，没有写明")
    if below_nothing(rule, number):
        return ask("比率为负数，请核对数值")
    return CURVES[kind](rule, number, weight)


def _none_of(row: Rule) -> bool:
    """通报次数为0的得满分: 通报 is what may not be."""
    return row["span"].get("low") == row["span"].get("high") == "0" and not negated(row["text"])


def _moved(rule: Rule, number: Fraction, weight: Fraction) -> Outcome | None:
    """下降3% where 下降 earns points of its own: a number on the good side of nothing."""
    good = r"下降|降低|减少" if rule["bad"] == "above" else r"增长|上升|提高|增加"
    told = [w for w in rule["worded"] if patterns.search(good, w["words"]) and not negated(w["words"])]
    better = number < 0 if rule["bad"] == "above" else number > 0
    if rule.get("target") not in {None, "0"} or not better or len(told) != 1:
        return None
    points = points_given(told[0]["give"], weight)
    return judged() if points is None else scored(points)


_NAMED = {"items", "parts", "formula", "index", "words"}
"""Kinds that may take several values from one cell, each with its name."""
_EACH = {"steps", "ranges", "ratio", "line", "words"}


def _formula(rule: Rule, value: object, weight: Fraction) -> Outcome:
    names = rule["names"]
    given = value if isinstance(value, dict) else {names[0]: value} if len(names) == 1 else None
    if given is None:
        return ask("公式需要几个数值")
    mapping = assign([str(k) for k in given], names)
    if mapping is None or len(mapping) < len(names):
        return ask("数值与公式中的名称对不上")
    numbers: dict[str, Fraction] = {}
    for key, index in mapping.items():
        if len(names) > 1 and likeness(key, names[index]) < 0.3:
            return ask(f"公式中的“{names[index]}”没有给出，“{key}”不在公式之中")
        read = read_value(given[key])
        if read.number is None:
            return ask(f"“{read.raw}”不是数值")
        numbers[names[index]] = read.number / 100 if read.unit == "%" else read.number
    result = compute(rule["formula"], numbers, weight)
    if result is None:
        return ask("除数为0")
    return scored(min(max(result, Fraction(0)), weight))


def _several(rule: Rule, values: list[object], weight: Fraction) -> Outcome:
    """One value for each of several units or projects: the mean of the scores, or one pot for all losses."""
    how = rule.get("each")
    if how is None:
        return ask("给出了几个数值，评分标准没有写怎样合并")
    scores = []
    for one in values:
        outcome = evaluate({k: v for k, v in rule.items() if k != "each"}, one, weight)
        if outcome.score is None:
            return outcome
        scores.append(outcome.score)
    if not scores:
        return ask("没有数值")
    if how in {"best", "worst"}:
        return scored(max(scores) if how == "best" else min(scores))
    if how == "sum" and rule["kind"] == "steps" and rule.get("tolerance") and any(s < weight for s in scores):
        return ask("按超出的幅度逐项计扣，还是每项只扣一次，没有写明")
    if how == "mean" and rule.get("averages") == "values":
        numbers = [measured(rule, one) for one in values]
        known = [one for one in numbers if isinstance(one, Fraction)]
        if rule["kind"] in CURVES and len(known) == len(values):
            first = sum(scores, Fraction(0)) / len(scores)
            other = CURVES[rule["kind"]](rule, sum(known, Fraction(0)) / len(known), weight)
            if other.score is not None:
                return choose(
                    [("得分取平均", first), ("数值取平均", other.score)], "是数值取平均还是得分取平均，没有写明"
                )
    if how == "mean":
        return scored(sum(scores, Fraction(0)) / len(scores))
    return scored(max(weight - sum((weight - s for s in scores), Fraction(0)), Fraction(0)))


def _met(value: object, weight: Fraction) -> Outcome:
    if isinstance(value, dict):
        return ask("应填是或否")
    read = read_value(value)
    answer = yes(read)
    if answer is None:
        met, missing, _ = checked(read.raw, 1)
        if missing == 0:
            answer = True
        elif met == 0:
            answer = False
    if answer is None:
        return ask("评分标准没有写部分符合时的得分")
    return scored(weight if answer else Fraction(0))


def _exactly(rule: Rule, percent: Fraction, weight: Fraction) -> Outcome:
    kind = rule["kind"]
    if kind not in CURVES:
        return ask("指数不能用于这一规则")
    return CURVES[kind](rule, percent, weight)


def _index(rule: Rule, value: object, weight: Fraction) -> Outcome:
    """A weighted index of the answers, then the rule."""
    if not isinstance(value, dict):
        return evaluate(rule["rule"], value, weight)
    total, sum_ = Fraction(0), Fraction(0)
    for key, one in value.items():
        read = read_value(one)
        if read.number is None:
            return ask(f"“{key}”没有数量")
        total += read.number
        name = str(key)
        match = next((share for level, share in rule["levels"].items() if level == name), None)
        if match is None and not patterns.match(r"不|非常不", name):
            close = [s for level, s in rule["levels"].items() if likeness(name, level) > 2]
            match = close[0] if len(close) == 1 else None
        if match is None and read.number and not patterns.match(r"(?:很|非常|极)?(?:不|差|较差)|不合格", name):
            return ask(f"“{name}”的权重没有印出")
        sum_ += read.number * Fraction(match or 0)
    if not total:
        return ask("没有人作答")
    shares = all(read_value(one).unit == "%" for one in value.values())
    nothing = [level for level, share in rule["levels"].items() if not Fraction(share)]
    untold = [level for level in nothing if not any(level in str(key) or level.startswith(str(key)) for key in value)]
    if untold and not shares:
        return ask(f"“{untold[0]}”的数量没有给出")
    if shares and abs(total - 100) > 1:
        return ask(f"各档比例合计{float(total):g}%，不是100%")
    return _exactly(rule["rule"], sum_ / total * 100, weight)
