"""Words in which rules tell themselves (计分说明)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from evallib.model.problems import EvallibError
from evallib.scoring.language.targets import Quantity, parse
from evallib.scoring.language.wording import show

OUTCOMES = {"full": "得满分", "zero": "不得分", "ask": "由评价人员酌情评分", "not_applicable": "不考核"}


def goal_words(target: str | None) -> str:
    """What is to be reached: 目标（≥95%）."""
    return f"目标（{target}）" if target else "目标"


def step_words(per: str, each: str, counting: str) -> str:
    """A step and its deduction, with what becomes of a fraction of one."""
    told = {"proportional": "按比例扣", "whole": "不扣", "started": f"按 {per} 扣"}[counting]
    return f"{per} 扣{each}（不足 {per} {told}）"


def each_words(points: Decimal | None, share: Decimal | None) -> str:
    """How much one step or thing costs."""
    if points is not None:
        return f" {number_words(points)} 分"
    assert share is not None
    return f"分值的 {show(share, 'percent')}"


def side_words(target: str | None) -> str:
    """Which side of a target costs points."""
    quantity = quantity_of(target)
    return "差" if quantity is None else "高" if quantity.reverse else "低"


def quantity_of(target: str | None) -> Quantity | None:
    """A target as a quantity; None for words and for what cannot be read."""
    try:
        found = parse(target) if target else None
    except EvallibError:
        return None
    return found if isinstance(found, Quantity) else None


def clause_words(text: str | None, consequence: str) -> str:
    """A clause with its consequence; nothing without one."""
    return f"；“{text}”的，{consequence}" if text else ""


def points_words(points: Decimal | None) -> str:
    """What a tier gives."""
    return "由评价人员酌情评分" if points is None else f"得 {number_words(points)} 分"


def number_words(points: Decimal) -> str:
    """Points without needless zeros."""
    return show(points, "points")


def quoted(words: Iterable[str]) -> str:
    """Words in quotation marks."""
    return "、".join(f"“{word}”" for word in words)
