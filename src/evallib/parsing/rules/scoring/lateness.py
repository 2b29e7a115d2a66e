"""How late a written date, delay or word is by a rule with a deadline."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from fractions import Fraction

from evallib.model import patterns
from evallib.parsing.rules.grammar.plain_words import NO_YEAR
from evallib.parsing.rules.rule_data import Rule
from evallib.parsing.rules.scoring.outcome import EVERY, Outcome, ask
from evallib.parsing.rules.scoring.values import Value, convert

_FAR_EARLIER = 4
_MONTHS = 12
_UNDATED = re.compile(
    r"(?P<next>次年|第2年|翌年)?(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})[日号]|底|末)(?:完成|完工|办结|报送)?"
)


def lateness(rule: Rule, read: Value) -> Fraction | Outcome:
    """How late a value is, in the rule's unit.

    >>> lateness({"due": f"{NO_YEAR}-10-31", "unit": "天"}, Value("11月30日"))
    Fraction(30, 1)
    """
    due = str(rule.get("due") or "")
    undated = _UNDATED.fullmatch(read.raw) if read.date is None and due.startswith(NO_YEAR) else None
    if read.date or undated:
        return _after(due, read, undated, rule)
    if read.late is False:
        early = any(Fraction(row["span"].get("high") or 0) < 0 for row in rule.get("rows", []))
        if early and read.raw.startswith("提前"):
            days = convert(read, rule["unit"])
            return ask("提前多久没有写明") if days is None else days
        return Fraction(0)
    if read.number is not None:
        found = convert(read, rule["unit"])
        return ask("单位不一致") if found is None else found
    if (
        patterns.fullmatch(r"(?:至今|仍|尚|均)?未(?:能)?(?:完成|开工|竣工|交付|实施|报送|验收)", read.raw)
        and "else" in rule
    ):
        return EVERY
    if patterns.search(r"逾期|延期|延迟|未按期|未按时|超期|不及时", read.raw):
        firm = [row for row in rule.get("rows", []) if row["span"].get("low") == "0" and "high" not in row["span"]]
        return Fraction(1) if firm else ask("逾期多久没有写明")
    return ask(f"“{read.raw}”不是时间")


def _after(due: str, read: Value, undated: re.Match[str] | None, rule: Rule) -> Fraction | Outcome:
    """Days from a deadline to a date; both may lack their year."""
    if not due:
        return ask("评分标准没有印出时限日期")
    year, month, *day = (int(x) for x in due.split("-"))
    done = read.date or ((year, int(undated["m"]), int(undated["d"] or 0)) if undated else (0, 0, 0))
    if not 1 <= done[1] <= _MONTHS or done[2] > monthrange(done[0], done[1])[1]:
        return ask(f"“{read.raw}”不是日期")
    next_year = undated is not None and undated["next"]
    if due.startswith(NO_YEAR) and not next_year and month - done[1] >= _FAR_EARLIER:
        return ask("时限没有写年份，看不出是提前还是次年完成")
    year = done[0] if due.startswith(NO_YEAR) else year
    end = (year, month, day[0] if day else monthrange(year, month)[1])
    return in_unit_of(
        rule, days_late(end, (done[0] + bool(next_year), done[1], done[2] or monthrange(done[0], done[1])[1]))
    )


def in_unit_of(rule: Rule, days: Fraction) -> Fraction | Outcome:
    """Days late in the rule's unit; months and working days have no fixed length."""
    unit = rule.get("unit", "天")
    if days <= 0 or unit in {"天", "日"}:
        return days
    return days / 7 if unit == "周" else ask(f"逾期{days}天折成{unit}没有定数")


def days_late(due: tuple[int, int, int] | None, done: tuple[int, int, int] | None) -> Fraction:
    """Days from one date to another.

    >>> days_late((2024, 1, 31), (2024, 2, 2))
    Fraction(2, 1)
    """
    assert due is not None and done is not None
    return Fraction((date(*done) - date(*due)).days)
