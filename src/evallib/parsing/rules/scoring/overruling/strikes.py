"""Whether a written value is one that takes all points: 脱岗3次 against 累计脱岗3次以上的不得分."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from evallib.parsing.rules.grammar.units import in_same_unit
from evallib.parsing.rules.rule_data import Rule
from evallib.parsing.rules.scoring.matching import likeness
from evallib.parsing.rules.scoring.outcome import Outcome, ask, holds, scored
from evallib.parsing.rules.scoring.values import Value, read_value

_ALIKE = 1.0


def struck_by(rule: Rule, value: object) -> Outcome | None:
    """No points, a question, or None where nothing is struck.

    >>> rule = {"types": [{"name": "脱岗", "unit": "次"}, {"name": "无人接听", "unit": "次"}],
    ...         "strikes": [{"words": "累计脱岗", "unit": "次", "span": {"low": "3", "low_in": True}, "counts": True}]}
    >>> struck_by(rule, {"脱岗": "3次", "无人接听": "0次"}).score, struck_by(rule, {"脱岗": "1次", "无人接听": "4次"})
    (Fraction(0, 1), None)
    """
    for strike in rule.get("strikes", []):
        found = _one(rule, strike, value)
        if found is not None:
            return found
    return None


def without_strikes(rule: Rule, value: dict[str, object]) -> dict[str, object]:
    """The counts of a value: what only says how near a limit is has no count (缺编率 beside 缺编)."""
    units = {entry["unit"] for entry in rule["types"]}
    limits = [s for s in rule.get("strikes", []) if s["unit"] not in units]
    shares = [key for key, one in value.items() if read_value(one).unit == "%"]
    if len(shares) == 1 == len(limits) and limits[0]["unit"] == "%" and len(value) > 1:
        return {key: one for key, one in value.items() if key != shares[0]}
    rest = {
        key: one
        for key, one in value.items()
        if not any(
            _alike_in_unit(read_value(one), s["unit"]) and likeness(str(key), s["words"]) >= _ALIKE for s in limits
        )
    }
    return rest or value


def _alike_in_unit(read: Value, unit: str) -> bool:
    return read.number is not None and in_same_unit(read.number, read.unit, unit) is not None


def _one(rule: Rule, strike: dict[str, Any], value: object) -> Outcome | None:
    if isinstance(value, dict):
        named = {str(key): read_value(one) for key, one in value.items()}
        fitting = [key for key, read in named.items() if _alike_in_unit(read, strike["unit"])]
        if len(fitting) == 1 and strike["unit"] == "%":
            return scored(Fraction(0), "一票否决") if _reached(strike, named[fitting[0]]) else None
        meant = max(named, key=lambda key: likeness(key, strike["words"]), default="")
        close = likeness(meant, strike["words"]) >= _ALIKE if meant else False
        if close and _reached(strike, named[meant]):
            return scored(Fraction(0), "一票否决")
        if close:
            return None
        alike = [read for read in named.values() if read.unit == strike["unit"]]
        return _open(strike) if any(_reached(strike, read) for read in alike) else None
    read = read_value(value)
    if read.number is None or not _reached(strike, read):
        return None
    single = len(rule["types"]) == 1
    if read.unit == strike["unit"] or not single:
        return scored(Fraction(0), "一票否决") if single and strike["counts"] else _open(strike)
    return _open(strike) if strike["counts"] else None


def _reached(strike: dict[str, Any], read: Value) -> bool:
    if read.number is None:
        return False
    turned = in_same_unit(read.number, read.unit, strike["unit"]) if read.unit and strike["unit"] else read.number
    return holds(strike["span"], read.number if turned is None else turned) is not False


def _open(strike: dict[str, Any]) -> Outcome:
    return ask(f"“{strike['words']}”是否已到不得分的程度，没有写明")
