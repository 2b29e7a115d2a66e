"""Who handled them, and how (月报·主责部门): dispatches, open and overdue, rates with intervals, ranks by group."""

from __future__ import annotations

import pandas as pd

from evallib.indicators.rate_rules import RateRule
from evallib.indicators.stand_outs import ALIKE, BETTER, FEW, WORSE, stand_outs
from evallib.model.definitions.registry import DEFAULT_SET
from evallib.privacy.suppression import MERGED
from evallib.publish.sections.month.hidden_measures import measures_by, without_small
from evallib.publish.sections.month.month_page import MonthPage, MonthTable
from evallib.publish.sections.month.month_targets import MISSED, TARGET, against_targets, target_sentence
from evallib.publish.words import format as fmt
from evallib.publish.words.columns import Columns
from evallib.publish.words.request_columns import SHORT

AGENCIES, STANDING = "承办情况", "红黑榜"
#: What no agency is ranked by: whom it called first depends on who was asked.
UNRANKED = frozenset({"prior_contact_rate"})


def rate_rules(month: MonthPage) -> dict[str, RateRule]:
    """The rates of the report by name: those of the unit's own definitions, or the usual four in their order."""
    rules = {rule.name: rule for rule in month.page.rules}
    if month.page.definitions.id != DEFAULT_SET:
        return rules
    return {name: rules[name] for name in SHORT if name in rules}


def labels(month: MonthPage) -> dict[str, str]:
    """Short Chinese name of each rate of the report."""
    return {name: SHORT.get(name, rule.label) for name, rule in rate_rules(month).items()}


def measures(month: MonthPage) -> pd.DataFrame:
    """The measures of `make_measures`, computed once for a report."""
    frame: pd.DataFrame = month.once("measures", lambda: make_measures(month))
    return frame.copy()


def make_measures(month: MonthPage) -> pd.DataFrame:
    """Every measure by agency (by town for a district), nothing taken out: one row each, and one for all.

    Returns:
        The group's column, ``kind``, the counts of `evallib.indicators.request_states.STATES`, ``returned_count``,
        ``repeated_count``, and for every rate its value, ``…_numerator``, ``…_denominator``, ``…_lower``, ``…_upper``.
    """
    cases = month.page.merged(month.group).cases
    rules = list(rate_rules(month).values())
    parts = [
        measures_by(cases, [month.group], rules, month.period, month.moment),
        measures_by(cases, [], rules, month.period, month.moment).assign(**{month.group: "合计"}),
    ]
    frame = pd.concat(parts, ignore_index=True)
    frame["kind"] = ["合计" if name == "合计" else month.kind_of(name) for name in frame[month.group]]
    frame["_last"] = frame["kind"].eq("合计") * 2 + frame[month.group].eq(MERGED)
    frame = frame.sort_values(["_last", "kind", "cases_count"], ascending=[True, True, False], kind="stable")
    return frame.drop(columns="_last").reset_index(drop=True)


def agency_tables(month: MonthPage) -> list[MonthTable]:
    """The table of agencies, and the intervals of their rates."""
    if not month.page.knows(month.group):
        return []
    shown = against_targets(published_measures(month), month.group, month.targets, SHORT)
    columns: Columns = {
        month.group: (month.label, fmt.text),
        "kind": ("分组", fmt.text),
        "cases_count": ("派发", fmt.count),
        "closed_count": ("已办结", fmt.count),
        "open_in_limit_count": ("在办未到期", fmt.count),
        "open_overdue_count": ("超期未结", fmt.count),
        "closed_late_count": ("超期办结", fmt.count),
        **{name: (label, fmt.pct) for name, label in labels(month).items()},
        "sent_back_count": ("退回", fmt.count),
        "repeated_count": ("重复件", fmt.count),
        **({MISSED: ("低于目标", fmt.text)} if MISSED in shown else {}),
    }
    intervals: Columns = {month.group: (month.label, fmt.text)}
    for name, label in labels(month).items():
        intervals |= {
            name: (label, fmt.pct),
            f"{name}_denominator": (f"{label}分母", fmt.count),
            f"{name}_lower": (f"{label}下限", fmt.pct),
            f"{name}_upper": (f"{label}上限", fmt.pct),
        }
    return [
        MonthTable(
            "agencies",
            AGENCIES,
            f"各{month.label}承办情况",
            shown,
            columns,
            (_agency_sentence(shown, month), target_sentence(shown, month.group, SHORT)),
        ),
        MonthTable(
            "intervals", AGENCIES, f"各{month.label}各率的分母与 95% 区间", shown[shown["kind"] != TARGET], intervals
        ),
    ]


def published_measures(month: MonthPage) -> pd.DataFrame:
    """Measures less counts below the threshold and what would give those away; every table takes them from here."""
    frame: pd.DataFrame = month.once(
        "published_measures", lambda: without_small(measures(month), tuple(rate_rules(month)), month.page.threshold)
    )
    return frame.copy()


def _agency_sentence(frame: pd.DataFrame, month: MonthPage) -> str:
    lines = frame[(frame["kind"] != "合计") & (frame[month.group] != MERGED)]
    total = frame[frame["kind"] == "合计"].iloc[0]
    text = (
        f"月末在办未到期 {fmt.count(total['open_in_limit_count'])} 件，"
        f"超期未结 {fmt.count(total['open_overdue_count'])} 件"
    )
    late = lines[lines["open_overdue_count"].fillna(0) >= max(month.page.threshold, 1)].nlargest(
        3, "open_overdue_count"
    )
    if len(late):
        told = "、".join(
            f"{row[month.group]} {fmt.count(row['open_overdue_count'])} 件" for row in late.to_dict("records")
        )
        text += f"，超期未结较多的是{told}"
    return text + "。"


def standing(month: MonthPage) -> list[MonthTable]:
    """Red and black list of each rate: only who the data set apart, groups ranked apart."""
    if not month.page.knows(month.group):
        return []
    frame = measures(month)
    published = published_measures(month)
    lines = frame[(frame["kind"] != "合计") & (frame[month.group] != MERGED)]
    tables = []
    for name, rule in rate_rules(month).items():
        if name in UNRANKED or not rule.is_plain:  # the test is one of counts; weights of levels are none
            continue
        label = labels(month)[name]
        rated = pd.DataFrame(
            {
                month.group: lines[month.group],
                "kind": lines["kind"],
                "numerator": lines[f"{name}_numerator"].astype(float),
                "denominator": lines[f"{name}_denominator"].astype(float),
            }
        ).fillna(0)
        if rule.better == "decrease":  # few are good
            rated["numerator"] = rated["denominator"] - rated["numerator"]
        hidden = set(published.loc[published[f"{name}_denominator"].isna(), month.group])
        found = stand_outs(rated, month.group, "kind", least=max(10, month.page.threshold))
        if rule.better == "decrease":
            found["value"] = 1 - found["value"]
        found = found[found["denominator"] >= month.page.threshold]
        found = found.sort_values(["kind", "rank"], kind="stable", na_position="last", ignore_index=True)
        if found.empty:
            continue
        found.loc[found[month.group].isin(hidden), ["value", "denominator"]] = float("nan")
        columns: Columns = {
            month.group: (month.label, fmt.text),  # first: on a phone it heads what is told of it
            "kind": ("分组", fmt.text),
            "rank": ("位次", fmt.count),
            "value": (label, fmt.pct),
            "denominator": ("分母", fmt.count),
            "verdict": ("结论", fmt.text),
        }
        tables.append(
            MonthTable(
                f"standing_{name}",
                STANDING,
                f"{label}：分组位次与红黑榜",
                found,
                columns,
                (_verdict(found, label, month),),
            )
        )
    return tables


def _verdict(found: pd.DataFrame, label: str, month: MonthPage) -> str:
    parts = []
    for word in (BETTER, WORSE):
        names = found.loc[found["verdict"] == word, month.group].tolist()
        parts += [f"{word}：{'、'.join(map(str, names))}"] if names else []
    alike = int((found["verdict"] == ALIKE).sum())
    few = int((found["verdict"] == FEW).sum())
    text = "；".join(parts) if parts else f"{label}没有与同组其他{month.label}差异显著的，不列红黑榜"
    tail = f"其余 {alike} 个差异未超出随机波动" if alike and parts else ""
    return f"{text}{'；' + tail if tail else ''}{f'；{few} 个件数少，不排名' if few else ''}。"
