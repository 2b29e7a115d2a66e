"""Decisions (核对结论): what a person said of the findings of an earlier draft, carried over to the next one.

What was rejected with a reason stays rejected; what is gone was mended; what is there again remains.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from evallib.audit.findings import Finding

REJECTED = "不接受"


@dataclass(frozen=True, slots=True)
class Decision:
    """One row of a signed workbook.

    Args:
        key: of the finding, see `Finding.key`.
        choice: 接受, 不接受, 待查 or "".
        reason: the opinion of the person who checked.
        told: the finding in one line.
    """

    key: str
    choice: str
    reason: str
    told: str

    @property
    def settles(self) -> bool:
        """Whether the finding need not be told again: rejected, and the reason is given."""
        return self.choice == REJECTED and bool(self.reason)


@dataclass(frozen=True, slots=True)
class History:
    """What became of the findings of the draft before.

    Args:
        mended: findings that are gone, in one line each.
        remaining, new: how many findings were there before, and how many were not.
        dismissed: findings that were rejected with a reason, and the decision.
        kept: decisions of findings that remain, by key.
    """

    mended: tuple[str, ...]
    remaining: int
    new: int
    dismissed: tuple[tuple[Finding, Decision], ...]
    kept: dict[str, Decision]

    @property
    def told(self) -> str:
        """How many were mended, remain and are new; and how many were rejected without the reason that settles them."""
        unsettled = sum(decision.choice == REJECTED for decision in self.kept.values())
        bare = f"（其中 {unsettled} 处写了“不接受”而没有写理由，照列）" if unsettled else ""
        # Of another report's book nothing is found again, and all of it would be told as mended.
        other = bool(self.mended and self.new and not self.remaining and not self.dismissed)
        doubt = "；上一稿所列没有一处再出现，请核对读回的是不是这份报告的签认表" if other else ""
        return f"已改正 {len(self.mended)} 处，仍存在 {self.remaining} 处{bare}，新出现 {self.new} 处{doubt}"

    def to_dict(self) -> dict[str, Any]:
        """Plain dictionary for JSON."""
        return {
            "mended": list(self.mended),
            "remaining": self.remaining,
            "new": self.new,
            "dismissed": [finding.to_dict() | {"reason": decision.reason} for finding, decision in self.dismissed],
        }


def carried_over(found: Sequence[Finding], decisions: Sequence[Decision]) -> tuple[list[Finding], History]:
    """The findings of the next draft without what was rejected with a reason, and what became of the rest."""
    left = Counter(decision.key for decision in decisions)
    by_key = {decision.key: decision for decision in decisions}
    kept: dict[str, Decision] = {}
    findings: list[Finding] = []
    dismissed: list[tuple[Finding, Decision]] = []
    remaining = 0
    for finding in found:
        decision = by_key.get(finding.key)
        if decision is None or not left[finding.key]:
            findings.append(finding)
            continue
        left[finding.key] -= 1
        if decision.settles:
            dismissed.append((finding, decision))
            continue
        remaining += 1
        kept[finding.key] = decision
        findings.append(finding)
    mended = tuple(decision.told for decision in decisions if _take(left, decision.key))
    return findings, History(mended, remaining, len(findings) - remaining, tuple(dismissed), kept)


def _take(left: Counter[str], key: str) -> bool:
    if left[key] <= 0:
        return False
    left[key] -= 1
    return True
