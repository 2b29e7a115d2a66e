"""Findings (核对发现): what does not agree, and what was checked and agrees.

Report, don't interpret: a finding says which figures stand where and how each arises; an ambiguous case lists
its readings.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any, Literal

from evallib.audit.reading.document import Place
from evallib.audit.reasons import REASONS

Severity = Literal["score", "contradiction", "rounding", "wording"]
Confidence = Literal["high", "medium", "low"]

SEVERITIES: dict[Severity, str] = {
    "score": "影响得分或合计",
    "contradiction": "数字矛盾",
    "rounding": "尾差或进位",
    "wording": "表述",
}
CONFIDENCES: dict[Confidence, str] = {"high": "高", "medium": "中", "low": "低（有多种理解）"}

FAMILIES: dict[str, str] = {
    "sum": "合计与明细",
    "weight": "权重",
    "rate": "比率",
    "growth": "增减变动",
    "product": "单价×数量",
    "formula": "文中算式",
    "score": "得分与规则",
    "grade": "等级",
    "target": "目标值",
    "same": "同一数字前后不一",
    "share": "占比可能性",
    "unit": "计量单位",
    "count": "项数",
    "date": "日期",
    "citation": "法规引用",
    "name": "名称与编号",
    "claim": "人工声明的关系",
}

MARKS: dict[Severity, str] = {"score": "red", "contradiction": "red", "rounding": "amber", "wording": "amber"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One disagreement (发现).

    Args:
        code: stable reason code "family.what", e.g. "sum.table".
        severity: what it touches.
        confidence: low means that the text allows more than one reading; see `readings`.
        message: one Chinese sentence.
        printed: the figure as printed.
        recomputed: the figure as it follows from the others, or the other printed figure.
        arithmetic: how the recomputed figure arises.
        places: where the figures stand, the printed one first.
        readings: the ways to read an ambiguous passage.
        causes: suggested causes (transposed digits, unit slip, …), never applied.
        group: number of the group of findings that one typo explains, or 0.
        blamed: the places of other figures that are likelier wrong than the printed one; none where it is not known.
    """

    code: str
    severity: Severity
    confidence: Confidence
    message: str
    printed: str
    recomputed: str
    arithmetic: str
    places: tuple[Place, ...]
    readings: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    group: int = 0
    blamed: tuple[Place, ...] = ()

    @property
    def family(self) -> str:
        """The check family: the part of the code before the point."""
        return self.code.partition(".")[0]

    @property
    def key(self) -> str:
        """What makes it the same finding in the next draft, where lines have moved: the kind, and both figures."""
        return sha256(f"{self.code}|{self.own}|{self.recomputed}".encode()).hexdigest()[:12]

    @property
    def own(self) -> str:
        """The printed figure alone, without those that it pulls along (牵连)."""
        return self.printed.partition("（牵连")[0]

    @property
    def steps(self) -> tuple[str, ...]:
        """The arithmetic a relation a piece: one slip may break a dozen of them."""
        return tuple(self.arithmetic.split("；"))

    @property
    def ground(self) -> str:
        """What its arithmetic is called: names and numbering are held side by side, not reckoned."""
        return "依据" if self.severity == "wording" else "算式"

    @property
    def mark(self) -> str:
        """Colour on the page: red, or amber for what is ambiguous, rounding or wording."""
        return "amber" if self.confidence == "low" else MARKS[self.severity]

    def with_group(self, number: int) -> Finding:
        """The same finding in a group."""
        return replace(self, group=number)

    def to_dict(self) -> dict[str, Any]:
        """Plain dictionary for JSON."""
        return {
            "code": self.code,
            "name": REASONS[self.code],
            "family": FAMILIES[self.family],
            "severity": self.severity,
            "confidence": self.confidence,
            "message": self.message,
            "printed": self.printed,
            "recomputed": self.recomputed,
            "arithmetic": self.arithmetic,
            "readings": list(self.readings),
            "causes": list(self.causes),
            "group": self.group,
            "places": [place.to_dict() for place in self.places],
        }


@dataclass(frozen=True, slots=True)
class Agreement:
    """A figure that was checked and found to agree (核对相符)."""

    code: str
    printed: str
    arithmetic: str
    places: tuple[Place, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain dictionary for JSON."""
        return {
            "code": self.code,
            "name": REASONS[self.code],
            "printed": self.printed,
            "arithmetic": self.arithmetic,
            "places": [place.to_dict() for place in self.places],
        }


@dataclass(frozen=True, slots=True)
class Group:
    """Several findings that one changed figure explains (同一处笔误)."""

    number: int
    message: str
    place: Place
    printed: str
    suggested: str
    codes: tuple[str, ...] = field(default=())

    def to_dict(self) -> dict[str, Any]:
        """Plain dictionary for JSON."""
        return {
            "number": self.number,
            "message": self.message,
            "printed": self.printed,
            "suggested": self.suggested,
            "codes": list(self.codes),
            "place": self.place.to_dict(),
        }
