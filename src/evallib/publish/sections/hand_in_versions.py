"""What a newer hand-in changed (版本变化): cells and scores of the version before beside those of now."""

from __future__ import annotations

from typing import Any

import pandas as pd

from evallib.checks.store import UnitData
from evallib.checks.versions import changes_frame, earlier_version, version_changes
from evallib.publish.page.blocks import sentence, table
from evallib.publish.sections.gaps import guarded
from evallib.publish.sections.unit_page import UnitPage
from evallib.publish.words import format as fmt
from evallib.publish.words.columns import Columns
from evallib.scoring.scorecards import score_available

CELLS: Columns = {
    "table": ("表", fmt.text),
    "row": ("行", fmt.text),
    "column": ("列", fmt.text),
    "before": ("上一版", fmt.text),
    "after": ("本版", fmt.text),
    "place": ("位置", fmt.text),
}
SCORES: Columns = {"title": ("评分对象", fmt.text), "before": ("上一版得分", fmt.text), "after": ("本版得分", fmt.text)}
#: So many changed cells are listed; of more the rest is counted.
MOST = 100


def show_versions(page: UnitPage) -> None:
    """Nothing where a unit handed in once; else each changed cell and each changed score."""
    before = earlier_version(page.data)
    if before is not None:
        _show_changes(page, before)


@guarded("与上一版相比", "versions")
def _show_changes(page: UnitPage, before: UnitData) -> None:
    changes = version_changes(page.data)
    scores = _scores(page, {card.title: _total(card) for card in score_available(before).cards})
    if not changes and scores.empty:
        sentence("与上一次提交相比，入库的数据没有变化。")
        return
    tables = dict.fromkeys(change.table.title for change in changes)
    sentence(f"与上一次提交相比，{len(changes)} 处有变化" + (f"，涉及{'、'.join(tables)}。" if tables else "。"))
    if changes:
        rest = f"（只列前 {MOST} 处）" if len(changes) > MOST else ""
        table(changes_frame(changes[:MOST], _told), CELLS, f"与上一版相比的变化{rest}")
    if len(scores):
        table(scores, SCORES, "与上一版相比的得分变化")


def _scores(page: UnitPage, before: dict[str, str]) -> pd.DataFrame:
    now = {card.title: _total(card) for card in page.cards}
    rows = [
        {"title": title, "before": before.get(title, "无"), "after": now.get(title, "无")}
        for title in dict.fromkeys([*now, *before])
        if before.get(title) != now.get(title)
    ]
    return pd.DataFrame(rows, columns=list(SCORES))


def _total(card: Any) -> str:
    if card.total is not None:
        return fmt.points(card.total)
    return f"待补充（{'–'.join(fmt.points(bound) for bound in card.bounds)}）"


def _told(value: Any, kind: str) -> str:
    if value is None:
        return "（空）"
    if kind == "money":
        return f"{value:,.2f} 元"
    return fmt.pct(value) if kind in {"rate", "signed_rate"} else str(value)
