"""What a rule gives for a value: points, a question, or a person's judgement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

State = Literal["score", "ask", "judgement", "unread"]
#: All of the requirements of a list, whose number is not printed: more than any count.
EVERY = Fraction(10**6)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A score, or why there is none; `options` are the scores between which a question is open."""

    state: State
    score: Fraction | None = None
    why: str = ""
    options: tuple[tuple[str, Fraction], ...] = ()


def scored(value: Fraction, why: str = "") -> Outcome:
    """A score."""
    return Outcome("score", value, why)


def ask(why: str, options: Iterable[tuple[str, Fraction]] = ()) -> Outcome:
    """A question."""
    return Outcome("ask", None, why, tuple(options))


def judged(why: str = "由评价人员评定") -> Outcome:
    """A person's judgement."""
    return Outcome("judgement", None, why)


def choose(options: Iterable[tuple[str, Fraction]], why: str) -> Outcome:
    """One score where all options agree, else a question."""
    kept = tuple(options)
    if kept and all(score == kept[0][1] for _, score in kept):
        return scored(kept[0][1])
    return ask(why, kept)


def amount(data: dict[str, Any], weight: Fraction) -> Fraction:
    """Points of a plain-data amount."""
    if "share" in data:
        return Fraction(data["share"]) * weight
    return Fraction(data["points"])


def holds(span: dict[str, Any], value: Fraction) -> bool | None:
    """Whether a value lies in a plain-data condition; None on a boundary that is left open."""
    if span.get("absolute"):
        value = abs(value)
    if span.get("low") is not None:
        low = Fraction(span["low"])
        if value < low or (value == low and span.get("low_in") is False):
            return False
        if value == low and span.get("low_in") is None:
            return None
    if span.get("high") is not None:
        high = Fraction(span["high"])
        if value > high or (value == high and span.get("high_in") is False):
            return False
        if value == high and span.get("high_in") is None:
            return None
    return True
