"""Refusals (不予发布的理由)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Refusal:
    """One reason why a file is not released: ``request_row``, ``small_count``, ``identifier`` or ``unreadable``."""

    file: str
    reason: str
    detail: str

    def __str__(self) -> str:
        return f"{self.file}：{LABELS[self.reason]}，{self.detail}"


LABELS = {
    "request_row": "有单件工单的内容",
    "small_count": "可得出过小的件数",
    "identifier": "有个人信息",
    "unreadable": "无法检查",
}
