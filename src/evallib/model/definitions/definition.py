"""Definitions (口径): one rate, and the dated set of a city, a document or a year to which it belongs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field, field_validator, model_validator

from evallib.model.strict_yaml import Strict

Cohort = Literal["requested", "expected", "closed", "sampled", "period"]
Basis = Literal["全量", "抽样", "回访"]
Outcome = Literal["缺失", "不考核", "满分", "零分"]
Explained = Literal["不适用", "不计入", "计为解决", "计为未解决"]
Direction = Literal["increase", "decrease", "neither"]

COHORT_LABELS: dict[str, str] = {
    "requested": "按受理时间",
    "expected": "按应办结时间",
    "closed": "按办结时间",
    "sampled": "按回访（抽查）时间",
    "period": "按评价时段",
}
#: Counts that a limit (办理时限) decides: a case belongs to them only when its limit has passed.
TIME_BOUND = frozenset({"closed_count", "due_count", "on_time_count", "overdue_count"})


class Term(Strict):
    """A quantity that rates are made of (要素), e.g. 实际解决数.

    Args:
        label: Chinese name.
        unit: 件, 人, 元, 项, 天, %, ….
        meaning: what is counted, where the name does not say it.
    """

    label: str
    unit: str = "件"
    meaning: str = ""


class RateDefinition(Strict):
    """How a rate is formed; nothing else decides a formula, and never its name.

    Args:
        name: e.g. ``resolution_rate``; the same for the same idea in every set.
        label: Chinese name, e.g. 诉求解决率.
        synonyms: what others call it.
        numerator: terms with their weight; 1 counts fully, −1 takes away, a fraction is the weight of a level.
        denominator: terms with their weight.
        cohort: by which time a case belongs to a period.
        basis: 全量 (all of them), 抽样 (drawn) or 回访 (answers of those reached).
        explained: how 解释说明 counts.
        ripe: count only cases whose limit has passed by the data's end; by default where a `TIME_BOUND` term occurs.
        when_empty: what an empty denominator means for a score; the value is missing all the same.
        better: which direction is an improvement.
        target: value to reach (fraction).
        per: the rate is for so many (每万人…); empty for a share.
        points: weight in the card that the set describes.
        note, source: explanation, and where the formula stands.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: str
    synonyms: tuple[str, ...] = ()
    numerator: dict[str, Decimal]
    denominator: dict[str, Decimal]
    cohort: Cohort = "requested"
    basis: Basis = "全量"
    explained: Explained = "不适用"
    ripe: bool | None = None
    when_empty: Outcome = "缺失"
    better: Direction = "increase"
    target: Decimal | None = None
    per: int | None = Field(None, ge=1)
    points: Decimal | None = None
    note: str = ""
    source: str = ""

    @field_validator("numerator", "denominator")
    @classmethod
    def _some(cls, terms: dict[str, Decimal]) -> dict[str, Decimal]:
        if not terms:
            raise ValueError("分子和分母至少各有一个要素")
        if any(not weight.is_finite() or not weight for weight in terms.values()):
            raise ValueError("要素的系数应为不等于 0 的数" if not all(terms.values()) else "要素的系数应为数")
        return terms

    @model_validator(mode="after")
    def _explained_as_said(self) -> RateDefinition:
        above, below = ("explained_count" in part for part in (self.numerator, self.denominator))
        said = {(False, False): {"不适用", "不计入"}, (True, True): {"计为解决"}, (False, True): {"计为未解决"}}
        if self.explained not in said.get((above, below), set()):
            raise ValueError("explained 与分子、分母中的 explained_count 不一致")
        return self

    @property
    def terms(self) -> tuple[str, ...]:
        """Every term that it needs, in order."""
        return tuple(dict.fromkeys([*self.numerator, *self.denominator]))

    @property
    def is_time_bound(self) -> bool:
        """Whether only cases whose limit has passed count."""
        return bool(TIME_BOUND & set(self.terms)) if self.ripe is None else self.ripe

    @property
    def is_plain(self) -> bool:
        """Whether every counted thing is worth 0 or 1, so that its numerator is itself a count."""
        return all(abs(weight) == 1 for weight in (*self.numerator.values(), *self.denominator.values()))

    def parts(self, amounts: Mapping[str, Decimal | int | float | None]) -> tuple[Decimal | None, Decimal | None]:
        """Numerator and denominator from amounts by term; None where a term is missing.

        >>> rate = RateDefinition(name="execution_rate", label="预算执行率", numerator={"executed": 1},
        ...                       denominator={"adjusted_budget": 1})
        >>> rate.parts({"executed": 50, "adjusted_budget": 60})
        (Decimal('50'), Decimal('60'))
        """

        def total(terms: Mapping[str, Decimal]) -> Decimal | None:
            given = [(amounts.get(name), weight) for name, weight in terms.items()]
            if any(amount is None or math.isnan(amount) for amount, _ in given):
                return None
            return sum((Decimal(str(amount)) * weight for amount, weight in given), Decimal(0))

        return total(self.numerator), total(self.denominator)

    def formula(self, terms: Mapping[str, Term]) -> str:
        """The formula in words.

        >>> rate = RateDefinition(name="r", label="处置及时率", numerator={"a": 1, "b": -1}, denominator={"a": 1})
        >>> rate.formula({"a": Term(label="立案数"), "b": Term(label="超时数")})
        '处置及时率 =（立案数 − 超时数）÷ 立案数'
        """
        top, bottom = (_side(part, terms) for part in (self.numerator, self.denominator))
        scale = f" × {self.per:,}" if self.per else ""
        left, right = ("" if top.startswith("（") else " "), ("" if top.endswith("）") else " ")
        return f"{self.label} ={left}{top}{right}÷{'' if bottom.startswith('（') else ' '}{bottom}{scale}"


class DefinitionSet(Strict):
    """The rates of a city, a document or a year (一套口径).

    Args:
        id: as the file is called.
        name: Chinese name.
        document_no: 文号.
        source: where the formulas stand.
        city: for whom.
        valid_from: first day on which the set applies.
        valid_to: last day; empty for as long as nothing replaces it.
        evaluation_year_start: first month of the 评价年度; 11 for 上年11月–本年10月.
        calendar: which working days count, ``CN`` (国务院办公厅放假安排) or ``none`` (calendar days).
        note: what a user has to know first.
        rates: in the order in which pages show them.
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    name: str
    document_no: str = ""
    source: str = ""
    city: str = ""
    valid_from: date
    valid_to: date | None = None
    evaluation_year_start: int = Field(1, ge=1, le=12)
    calendar: Literal["CN", "none"] = "CN"
    note: str = ""
    rates: tuple[RateDefinition, ...]

    @model_validator(mode="after")
    def _consistent(self) -> DefinitionSet:
        names = [name for rate in self.rates for name in (rate.name, rate.label, *rate.synonyms)]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"名称重复：{'、'.join(twice)}")
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError("valid_to 早于 valid_from")
        return self

    def applies(self, day: date) -> bool:
        """Whether the set was in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def _side(part: Mapping[str, Decimal], terms: Mapping[str, Term]) -> str:
    text = ""
    for name, weight in part.items():
        label = terms[name].label if name in terms else name
        size = "" if abs(weight) == 1 else f" × {abs(weight).normalize():f}"
        sign = (" − " if weight < 0 else " + ") if text else ("−" if weight < 0 else "")
        text += f"{sign}{label}{size}"
    return f"（{text}）" if len(part) > 1 else text
