"""Published counts (已公布的件数): growth from the tables themselves, beside what is printed, if both are comparable.

A printed growth rests on some count of the year before; where the unit's own tables give that count, or the change, the
growth is computed from them. One name for two counts keeps a growth from being used for the other.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pandas as pd

from evallib.indicators.change import growth
from evallib.indicators.comparability import CAUSES

PRINTED = re.compile(r"同比(?P<way>下降|减少|增长|上升|增加)\s*(?P<size>[\d.]+)\s*[%％]")
YEAR_BEFORE = re.compile(r"^(?P<year>(?:19|20)\d\d)\s*年(?:度)?(?P<topic>.+)$")
ALL = "合计"
#: Words that say how a count came in, not what it counts.
MANNER = re.compile(r"共受理|受理|举报|数据|总数|共|（.*?）|\(.*?\)")
COLUMNS = ["topic", "category", "cases_count", "previous_count", "value", "printed_value", "source", "note"]


def count_growth(history: pd.DataFrame, year: int) -> pd.DataFrame:
    """Growth of every published count whose year before can be had (案件量同比).

    The count before comes from the table of that year, from a printed change (同比增减), or from a topic of the same
    table that names the earlier year (2023年督查问题).

    Args:
        history: clean case_counts of the year and of earlier ones (``year``, ``topic``, ``category``, ``subcategory``,
            ``cases_count``, ``change_count``, ``row_kind``).
        year: the year.

    Returns:
        ``topic``, ``category``, ``cases_count``, ``previous_count``, ``value`` (growth), ``printed_value`` (where a
        text prints one), ``source`` (上年表, 同比增减 or 本年表), ``note`` (同名不同数: another count of that name).

    >>> counts = pd.DataFrame({"year": [2022, 2023], "topic": "案件受理", "category": "群众投诉", "subcategory": None,
    ...                        "cases_count": [15563, 30803], "change_count": None, "row_kind": "line"})
    >>> row = count_growth(counts, 2023).iloc[0]
    >>> round(float(row["value"]), 4), row["source"]
    (0.9792, '上年表')
    """
    whole = history[history["subcategory"].isna() | (history["row_kind"] == "total")]
    own = whole[whole["year"] == year]
    before = {
        (row["topic"], row["category"]): row["cases_count"]
        for row in whole[whole["year"] == year - 1].to_dict("records")
    }
    rows = [_row(row, before) for row in own.to_dict("records")]
    rows += _topics(own, year)
    found = pd.DataFrame([row for row in rows if row is not None], columns=COLUMNS, dtype=object)
    found["note"] = [_same_name(row, own) for row in found.to_dict("records")]
    return found


def shares(counts: pd.DataFrame) -> pd.DataFrame:
    """Share of each line in its table (类型占比), of the printed total where there is one, else of the lines' sum.

    A sum that lacks a line is no total: without a printed one such a table has no shares.

    Args:
        counts: clean case_counts of one unit and year.

    Returns:
        ``topic``, ``dimension``, ``category``, ``cases_count``, ``total_count``, ``share_rate``, ``note`` where the
        lines are not all of the total (仅列主要类型).

    >>> counts = pd.DataFrame({"topic": "督查", "dimension": "案件类型", "category": ["甲", "乙"], "subcategory": None,
    ...                        "cases_count": [1, 3], "row_kind": "line"})
    >>> shares(counts)["share_rate"].tolist()
    [0.25, 0.75]
    """
    parts = []
    for _, group in counts.groupby(["topic", "dimension"], sort=False):
        lines = group[(group["row_kind"] == "line") & group["subcategory"].isna()]
        printed = group.loc[group["row_kind"] == "total", "cases_count"].dropna()
        total = int(printed.iloc[0]) if len(printed) else int(lines["cases_count"].fillna(0).sum())
        if len(lines) < 2 or not total or (printed.empty and lines["cases_count"].isna().any()):
            continue
        part = lines[["topic", "dimension", "category", "cases_count"]].copy()
        part["total_count"] = total
        part["share_rate"] = part["cases_count"].astype(float) / total
        listed = int(lines["cases_count"].fillna(0).sum())
        part["note"] = "" if listed == total else f"列出 {listed:,} 件，合计 {total:,} 件"
        parts.append(part)
    names = ["topic", "dimension", "category", "cases_count", "total_count", "share_rate", "note"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=names)


def _row(row: dict[Any, Any], before: dict[Any, Any]) -> dict[str, Any] | None:
    count, category = row["cases_count"], str(row["category"])
    printed = _printed(category)
    previous, source = before.get((row["topic"], row["category"])), "上年表"
    if pd.isna(previous) and not pd.isna(row["change_count"]) and not pd.isna(count):
        previous, source = int(count) - int(row["change_count"]), "同比增减"
    if pd.isna(count) or (pd.isna(previous) and printed is None):
        return None
    known = not pd.isna(previous)
    value = growth(int(count), int(previous))["value"] if known else None  # type: ignore[arg-type]
    return {
        "topic": row["topic"],
        "category": category,
        "cases_count": int(count),
        "previous_count": int(previous) if known else None,  # type: ignore[arg-type]
        "value": value,
        "printed_value": printed,
        "source": source if known else "",
        "note": "",
    }


def _topics(own: pd.DataFrame, year: int) -> list[dict[str, Any]]:
    """Topics of this year's table that stand there for the year before as well."""
    rows = []
    for topic in dict.fromkeys(own["topic"]):
        named = YEAR_BEFORE.match(str(topic))
        if named is None or int(named["year"]) != year - 1:
            continue
        now = own[own["topic"].isin([named["topic"], f"{year}年{named['topic']}"]) & (own["row_kind"] == "line")]
        then = own[(own["topic"] == topic) & (own["row_kind"] == "line")]
        if len(now) and not pd.concat([now, then])["cases_count"].isna().any():  # a sum that lacks a line is not known
            count, previous = int(now["cases_count"].sum()), int(then["cases_count"].sum())
            rows.append(
                {
                    "topic": named["topic"],
                    "category": ALL,
                    "cases_count": count,
                    "previous_count": previous,
                    "value": growth(count, previous)["value"],
                    "printed_value": None,
                    "source": "本年表",
                    "note": "",
                }
            )
    return rows


def _printed(text: str) -> Decimal | None:
    found = PRINTED.search(text)
    if found is None:
        return None
    size = Decimal(found["size"]) / 100
    return -size if found["way"] in {"下降", "减少"} else size


def _same_name(row: dict[Any, Any], own: pd.DataFrame) -> str:
    """Another count of the year that goes by the same name, where a growth is printed for one of them."""
    name = MANNER.sub("", row["category"])
    if len(name) < 2 or name == ALL:
        return ""
    others = own[
        (own["category"].map(lambda text: MANNER.sub("", str(text))) == name)
        & (own["cases_count"] != row["cases_count"])
        & (own["topic"] != row["topic"])
    ]
    printed = (
        row["printed_value"] is not None or others["category"].map(lambda text: _printed(str(text)) is not None).any()
    )
    if not printed:  # of types of different things, the same word is no claim
        return ""
    told = "、".join(f"“{other['topic']}”{int(other['cases_count']):,} 件" for other in others.to_dict("records"))
    return f"{CAUSES['same_name']}：{name}另有{told}，增长率不可互用" if told else ""
