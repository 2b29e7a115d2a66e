"""Targets (目标): what rates are held against, and which agencies the data set clearly below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from evallib.publish.words import format as fmt

TARGET, MISSED = "目标", "missed"


def against_targets(
    frame: pd.DataFrame, group: str, targets: Mapping[str, float], labels: Mapping[str, str]
) -> pd.DataFrame:
    """The rows with ``missed``, and one more row with the targets.

    Args:
        frame: one row per agency with `group`, ``kind`` and, for every rate, its value and ``…_upper``.
        group: column with the agency's name.
        targets: target by rate.
        labels: name that a reader knows by rate.

    Returns:
        ``missed`` names the rates that lie below their target: of a sample the whole 95% interval, of what is counted
        in full the rate itself. Nothing changes without targets.

    >>> frame = pd.DataFrame(
    ...     {"agency": ["甲", "乙"], "kind": "职能部门", "rate": [0.8, 0.9], "rate_upper": [0.85, 0.96]}
    ... )
    >>> against_targets(frame, "agency", {"rate": 0.95}, {"rate": "满意率"})[
    ...     ["agency", "rate", "missed"]
    ... ].values.tolist()
    [['甲', 0.8, '满意率'], ['乙', 0.9, ''], ['目标', 0.95, '']]
    """
    targets = {name: value for name, value in targets.items() if name in labels and name in frame}
    if not targets:
        return frame
    missed = [
        "、".join(labels[name] for name, target in targets.items() if _highest(row, name) < target)
        for row in frame.to_dict("records")
    ]
    line = pd.DataFrame([{group: TARGET, "kind": TARGET, MISSED: "", **targets}])
    told = frame.assign(**{MISSED: missed})
    return pd.concat([told, line], ignore_index=True).astype({name: told[name].dtype for name in targets})


def _highest(row: Mapping[Any, Any], name: str) -> float:
    """The highest rate that the figures admit; nan where the rate is unknown."""
    upper = row[f"{name}_upper"]
    return float(row[name] if pd.isna(upper) else upper)


def target_sentence(frame: pd.DataFrame, group: str, labels: Mapping[str, str]) -> str:
    """Which agencies lie clearly below which target; empty without targets."""
    if MISSED not in frame:
        return ""
    goals = frame[frame["kind"] == TARGET].iloc[0]
    told = "、".join(
        f"{label} {fmt.pct(goals[name])}" for name, label in labels.items() if not pd.isna(goals.get(name))
    )
    below = [
        f"{row[group]}（{row[MISSED]}）"
        for row in frame.to_dict("records")
        if row[MISSED] and row["kind"] not in ("合计", TARGET)
    ]
    whole = "；".join(
        f"合计低于目标的是{row[MISSED]}" for row in frame.to_dict("records") if row[MISSED] and row["kind"] == "合计"
    )
    parts = [
        f"目标为{told}",
        *([whole] if whole else []),
        f"低于目标的有{'、'.join(below)}"
        if below
        else "所列各率没有其他低于目标的"
        if whole
        else "所列各率没有低于目标的",
    ]
    return "；".join(parts) + "。"
