"""What the four rates say (四率): one message for all, one for each, and what changed since the year before."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from evallib.indicators.four_rates import standard_name
from evallib.indicators.proportions import is_missing, proportion
from evallib.indicators.rate_periods import split_periods
from evallib.publish.messages.comparing import Against, Call, Over, against_average, over_year
from evallib.publish.messages.message import IMPROVE, VERIFY, Message, Thing, numeral
from evallib.publish.messages.pictures import Reading, Readings, Series, Slopes
from evallib.publish.words import format as fmt

if TYPE_CHECKING:
    from evallib.publish.unit_figures import UnitFigures

#: Results before process: the order of the small figures.
SHOWN_ORDER = ("市民满意率", "诉求解决率", "先行联系率", "按时办结率")
COMPANION = {"市民满意率": "诉求解决率"}  # what people ask next when this one moves
LEAST_DROP_PP = 1
LEAST_REST = 0.10  # what fails may be so little that any change of it looks large
LEAST_DIFFERENCE = 0.005  # of two readings of one rate


def known_rates(page: UnitFigures) -> list[dict[Any, Any]]:
    """The rates of the year that were published, as rows of `four_rates`."""
    rows = [row for row in page.rate_rows if row["year"] == page.year]
    places = {name: place for place, name in enumerate(SHOWN_ORDER)}
    return sorted(rows, key=lambda row: places.get(row["indicator"], len(places)))


def years_of(page: UnitFigures, indicator: str) -> list[dict[Any, Any]]:
    """One rate over the years up to the page's, in order."""
    return [row for row in page.rate_rows if row["indicator"] == indicator and row["year"] <= page.year]


def change_of(page: UnitFigures, indicator: str) -> Over | None:
    """A rate of the year against the year before; None without one, or where several periods of a year were told."""
    rows = [row for row in years_of(page, indicator) if row["year"] >= page.year - 1]
    return over_year(rows[1], rows[0]) if [row["year"] for row in rows] == [page.year - 1, page.year] else None


def falls(page: UnitFigures, indicator: str) -> int:
    """For how many years in a row, up to this one, a rate has fallen; a year that nobody told ends the row."""
    rows = years_of(page, indicator)[::-1]
    if len({row["year"] for row in rows}) < len(rows):
        return 0  # a week and a half-year of one year are no two years
    years = 0
    for now, before in pairwise(rows):
        if now["printed_rate"] >= before["printed_rate"] or now["year"] != before["year"] + 1:
            break
        years += 1
    return years


def rates_message(page: UnitFigures) -> Message | None:
    """What the four rates say together; None where none was published."""
    rows = known_rates(page)
    if not rows:
        return None
    parts = [_against_parts(rows), _fall_part(page, rows)]
    headline = "，".join(part for part in parts if part) or f"公布{numeral(len(rows))}项，未公布平均值"
    periods = list(dict.fromkeys(str(row["period"]) for row in rows if row["period"]))
    years = sorted({int(row["year"]) for item in rows for row in years_of(page, item["indicator"])})
    span = f"{years[0]}—{years[-1]} 年" if len(years) > 1 else "、".join(periods) or f"{page.year} 年"
    tested = [row for row in rows if not is_missing(row["lower"])]
    sample = "横条为 95% 区间" if tested else "没有可用的抽查数，差异未检验"
    return Message(headline, " ".join(str(rate_message(page, row)) for row in rows), f"{span}；{sample}", "四率")


def rate_message(page: UnitFigures, row: Mapping[Any, Any]) -> Message:
    """What one rate says: its value and the average, then the year before."""
    against = against_average(row)
    headline = f"{row['indicator']} {fmt.pct(row['printed_rate'])}"
    if against.average is not None:
        headline += f"，{against.verdict}"
    change = change_of(page, row["indicator"])
    tail = [against.caveat, f"较上年{change.verdict}" if change and change.change is not None else ""]
    return Message(headline, "" if not any(tail) else f"{'；'.join(part for part in tail if part)}。", source="四率")


def rate_notes(page: UnitFigures, row: Mapping[Any, Any]) -> list[str]:
    """The short lines under a small figure: change on the year, distance to the average, sample."""
    against, change = against_average(row), change_of(page, row["indicator"])
    notes = []
    if change and change.change is not None:
        notes.append(f"较上年 {fmt.signed_points(change.change)}")
    # What stands in a cell that could not be read was published.
    missing = "未读入" if page.data.status("four_rates").cells else "未公布"
    notes.append(
        f"{missing}{against.label}" if against.gap is None else f"比{against.label} {fmt.signed_points(against.gap)}"
    )
    if against.tested:
        word = "抽查" if row["basis"] == "抽样" else "反推"
        size = "按可能的分母" if is_missing(row["denominator"]) else f"{word} {fmt.count(row['denominator'])} 件"
        notes.append(f"{'无显著差异' if against.call is Call.SAME else '差异显著'}，{size}")
    elif not change:
        notes.append("没有抽查数，无区间")
    return notes


def _against_parts(rows: list[dict[Any, Any]]) -> str:
    compared: list[Against] = [against for row in rows if (against := against_average(row)).average is not None]
    if not compared:
        return ""
    label = compared[0].label
    told = []
    for call, tested, word in (
        (Call.HIGHER, True, f"显著高于{label}"),
        (Call.LOWER, True, f"显著低于{label}"),
        (Call.SAME, True, f"与{label}无显著差异"),
        (Call.HIGHER, False, f"比{label}高"),
        (Call.LOWER, False, f"比{label}低"),
        (Call.EQUAL, False, f"与{label}持平"),
    ):
        count = sum(item.call is call and item.tested is tested for item in compared)
        unsure = "（未检验）" if not tested and call is not Call.EQUAL and any(item.tested for item in compared) else ""
        told += [f"{numeral(count)}项{word}{unsure}"] if count else []
    return "，".join(told)


def _fall_part(page: UnitFigures, rows: list[dict[Any, Any]]) -> str:
    lasting = [(falls(page, row["indicator"]), row["indicator"]) for row in rows]
    years, indicator = max(lasting, default=(0, ""), key=lambda pair: pair[0])
    if years >= 2:
        return f"{indicator.removeprefix('市民')}连续{numeral(years)}年下降"
    return ""


def rate_things(page: UnitFigures) -> list[Thing]:
    """What of the four rates may be among the three things: a fall, a gap the sample carries, a rate read twice."""
    rows = known_rates(page)
    things = [thing for row in rows for thing in (_fall(page, row), _gap(row)) if thing]
    return things + [thing for row in rows if (thing := _two_readings(page, row))]


def _fall(page: UnitFigures, row: dict[Any, Any]) -> Thing | None:
    change, against = change_of(page, row["indicator"]), against_average(row)
    if (
        change is None
        or change.change is None
        or change.change > -LEAST_DROP_PP
        or (change.tested and not change.differs)
    ):
        return None
    name, value = row["indicator"], float(row["printed_rate"])
    before = value - float(change.change) / 100
    parts = [f"{_still(against)}" if against.average is not None else ""]
    companion, other = COMPANION.get(name, ""), None
    if companion and (other := change_of(page, companion)) and other.change:
        parts.append(f"同期{companion}{other.verdict}")
    text = "，".join(part for part in parts if part)
    text = "；".join(part for part in (text, change.caveat) if part)
    series = [_series(page, name, True, against)] + ([_series(page, companion, False, None)] if other else [])
    alt = "；".join(f"{s.name} " + "、".join(f"{y}年 {fmt.points(v)}%" for y, v in s.points) for s in series)
    return Thing(
        f"{name}一年{change.verdict}{'' if change.tested else '（未检验）'}", f"{text}。" if text else "",
        source="四率", tag=IMPROVE, anchor="four-rates", link="四率",
        size=min(1.0, (before - value) / max(1 - before, LEAST_REST)), carried=change.tested,
        picture=Slopes(tuple(series), f"{fmt.signed_points(change.change)}", alt), subject=f"{name}下降",
    )  # fmt: skip


def _still(against: Against) -> str:
    return f"仍{against.verdict}" if against.call in {Call.HIGHER, Call.EQUAL} else against.verdict


def _series(page: UnitFigures, name: str, accent: bool, against: Against | None) -> Series:
    points = tuple((int(row["year"]), _per_cent(row["printed_rate"])) for row in years_of(page, name))
    average = None if against is None or against.average is None else (_per_cent(against.average), against.label)
    return Series(name, points, accent, average)


def _gap(row: dict[Any, Any]) -> Thing | None:
    against = against_average(row)
    if against.call is not Call.LOWER or not against.tested or against.average is None or against.gap is None:
        return None
    average = float(against.average)
    reading = Reading("本单位", _per_cent(row["printed_rate"]), _per_cent(row["lower"]), _per_cent(row["upper"]))
    picture = Readings(
        (reading,),
        (_per_cent(against.average), against.label),
        f"{row['indicator']} {fmt.pct(row['printed_rate'])}，{against.caveat}",
    )
    return Thing(
        f"{row['indicator']}{against.verdict}", f"{against.caveat}。", source="四率", tag=IMPROVE, anchor="four-rates",
        link="四率", size=min(1.0, -float(against.gap) / 100 / max(1 - average, LEAST_REST)), picture=picture,
        subject=f"{row['indicator']}偏低",
    )  # fmt: skip


def _two_readings(page: UnitFigures, row: dict[Any, Any]) -> Thing | None:
    """A printed rate that is not what its own sample gives: both readings, and whether it matters which one is true."""
    if any(is_missing(row[name]) for name in ("sampled_rate", "lower", "denominator")):
        return None
    printed, sampled = float(row["printed_rate"]), float(row["sampled_rate"])
    count, failed = sample_of(page, row["indicator"])
    if abs(printed - sampled) < LEAST_DIFFERENCE or count is None or failed is None:
        return None
    own = proportion(count - failed, count)
    low, high = float(own["lower"]), float(own["upper"])
    against = against_average(row)
    readings = (
        Reading(
            f"填报值（反推分母 {fmt.count(row['denominator'])} 件）",
            _per_cent(printed),
            _per_cent(row["lower"]),
            _per_cent(row["upper"]),
        ),
        Reading(f"按抽查 {count:,} 件推算", _per_cent(sampled), _per_cent(low), _per_cent(high)),
    )
    average = None if against.average is None else (_per_cent(against.average), against.label)
    unrated = count - int(row["denominator"])
    text = f"两种口径相差 {abs(fmt.rounded((sampled - printed) * 100))} 个百分点"
    text += f"；疑为 {unrated:,} 件未评价案件未计入分母" if unrated > 0 else ""
    if average is not None:
        same = [low <= float(against.average or 0) <= high, against.call is Call.SAME]
        text += f"，两种口径与{against.label}均无显著差异" if all(same) else f"，与{against.label}比较的结论随口径而变"
    alt = "；".join(f"{item.name} {fmt.points(item.value)}%" for item in readings)
    return Thing(
        f"{row['indicator'].removeprefix('市民')}填报值与抽查数不符",
        f"{text}。",
        source="四率",
        tag=VERIFY,
        anchor="four-rates",
        link="四率",
        size=abs(printed - sampled) / printed,
        picture=Readings(readings, average, alt),
        subject=f"{row['indicator']}填报口径",
    )


def _per_cent(value: Any) -> float:
    """A fraction in per cent, without the noise that would round 28.565 down beside the 28.57% of the text."""
    return float(Decimal(str(value)) * 100)


def sample_of(page: UnitFigures, indicator: str) -> tuple[int | None, int | None]:
    """How many requests of a rate were sampled and how many of them failed, as handed in."""
    for row in split_periods(page.data.own("four_rates"))[0].to_dict("records"):
        if standard_name(str(row["indicator"])) == indicator:
            sampled, failed = (
                None if is_missing(row[name]) else int(row[name]) for name in ("sampled_count", "failed_count")
            )
            return sampled, failed
    return None, None
