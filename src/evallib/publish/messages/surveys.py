"""What the surveys say (满意度): who is not satisfied, and how far surveys lie apart."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from evallib.indicators.proportions import is_missing, proportion
from evallib.publish.messages.message import Message, Thing, numeral
from evallib.publish.messages.pictures import Stack, Stacks
from evallib.publish.words import format as fmt

if TYPE_CHECKING:
    from evallib.publish.unit_figures import UnitFigures

UNHAPPY = re.compile(r"^(?:非常|很|较|不太|较为|比较)?不(?:太)?满意$|^非常不认同$|^不认同$")
LEAST_SHARE = Decimal("0.10")
SHADES = ("m1", "m2", "m3")


def surveys_message(page: UnitFigures) -> Message | None:
    """The weighted satisfaction of surveys that have one, else who is satisfied; None where no answers came."""
    if page.data.own("survey_answers").empty:
        return None
    rows = [row for row in page.surveys.to_dict("records") if not is_missing(row["value"])]
    told = [f"{row['survey']}加权 {fmt.pct(row['value'])}" for row in rows[:2]]
    open_ = [f"{row['survey']}：{row['note']}。" for row in page.surveys.to_dict("records") if is_missing(row["value"])]
    if not told and len(page.satisfied):
        return _satisfied_message(page)
    headline = "，".join(told) or "部分等级未设权重，未计算加权满意度"
    return Message(headline, "".join(open_), "占表态人数", "满意度调查")


def _satisfied_message(page: UnitFigures) -> Message:
    """满意率 of surveys whose levels have no weights: of all together and where it is lowest."""
    rows = page.satisfied.to_dict("records")
    whole = proportion(sum(int(row["numerator"]) for row in rows), sum(int(row["denominator"]) for row in rows))
    first = rows[0]["survey"] if len(rows) == 1 else f"{numeral(len(rows))}项合计"
    low = min(rows, key=lambda row: row["value"])
    tail = f"，最低{low['survey']} {fmt.pct(low['value'])}" if len(rows) > 1 else ""
    options = "、".join(dict.fromkeys(option for row in rows for option in row["options"].split("、")))
    text = f"满意率为选“{options}”的人数占表态人数；等级没有权重，不算加权满意度。"
    return Message(f"{first}满意率 {fmt.pct(whole['value'])}{tail}", text, "占表态人数", "满意度调查")


def survey_things(page: UnitFigures) -> list[Thing]:
    """A survey with counts in which at least a tenth is not satisfied, beside the next survey that has none."""
    shares = [own for survey in _surveys(page) if (own := _shares(page, survey))]
    counted = [item for item in shares if item["people"]]
    worst = max(counted, key=lambda item: item["unhappy"], default=None)
    if worst is None or worst["unhappy"] < LEAST_SHARE:
        return []
    others = [item for item in shares if item is not worst and item["unhappy"] > 0]
    other = others[0] if others else None
    stacks = [_stack(worst, "件" if "案件" in worst["name"] else "人")] + ([_stack(other, "人")] if other else [])
    count = int(worst["unhappy"] * worst["people"] + Decimal("0.5"))
    unit = "件" if "案件" in worst["name"] else "人"
    text = f"加权满意度 {fmt.pct(worst['index'])}" if worst["index"] is not None else ""
    if other and other["index"] is not None and worst["index"] is not None:
        gap = (Decimal(str(other["index"])) - Decimal(str(worst["index"]))) * 100
        text += (
            f"，比{other['name']}（{fmt.pct(other['index'])}）{'低' if gap > 0 else '高'} "
            f"{abs(fmt.rounded(gap))} 个百分点"
        )
        if not other["people"]:
            known = (
                "无法给出区间"
                if is_missing(other["lower"])
                else f"按推算份数的 95% 区间 {fmt.interval(other['lower'], other['upper'])}"
            )
            text += f"；前者有件数，后者未报份数（{known}），两项调查不能互相代替"
    text += "；调查对象如何选取未作说明。"
    return [
        Thing(
            f"{worst['name'].removesuffix('评价')}{_tenths(worst['unhappy'])}不满意，{count:,} {unit}",
            text,
            source="满意度调查",
            anchor="satisfaction",
            link="满意度",
            size=float(worst["unhappy"]),
            picture=Stacks(tuple(stacks), "；".join(f"{s.name} {s.aside}" for s in stacks)),
            subject=f"{worst['name'].removesuffix('评价')}不满意",
        )
    ]


def _surveys(page: UnitFigures) -> list[str]:
    return list(dict.fromkeys(page.data.own("survey_answers")["survey"]))


def _shares(page: UnitFigures, survey: str) -> dict[str, Any] | None:
    answers = page.data.own("survey_answers")
    lines = answers[(answers["survey"] == survey) & (answers["row_kind"] == "line")].to_dict("records")
    people = [row["answers_count"] for row in lines]
    if all(not is_missing(value) for value in people) and any(int(value) for value in people):
        whole = sum(int(value) for value in people)
        shares = [(row["option"], Decimal(int(row["answers_count"])) / whole) for row in lines]
    elif any(not is_missing(row["answers_rate"]) for row in lines):
        whole = 0
        shares = [
            (row["option"], Decimal(str(row["answers_rate"]))) for row in lines if not is_missing(row["answers_rate"])
        ]
    else:
        return None
    unhappy = sum((share for option, share in shares if UNHAPPY.match(option)), Decimal(0))
    row = next((row for row in page.surveys.to_dict("records") if row["survey"] == survey), {})
    index = row.get("value")
    return {
        "name": survey,
        "people": whole,
        "shares": shares,
        "unhappy": unhappy,
        "index": None if is_missing(index) else index,
        "lower": row.get("lower"),
        "upper": row.get("upper"),
    }


def _stack(item: dict[str, Any], unit: str) -> Stack:
    parts, shade = [], 0
    for option, share in item["shares"]:
        if UNHAPPY.match(option):
            kind = "accent"
        else:
            kind, shade = SHADES[min(shade, 2)], shade + 1
        parts.append((f"{option} {fmt.pct(share)}", float(share) * 100, kind))
    count = f" {int(item['unhappy'] * item['people'] + Decimal('0.5')):,} {unit}，" if item["people"] else " "
    name = (
        f"{item['name'].removesuffix('评价')} {item['people']:,} {unit}"
        if item["people"]
        else f"{item['name']}（份数未报）"
    )
    return Stack(name, tuple(parts), f"不满意{count}{fmt.pct(item['unhappy'])}")


def _tenths(share: Decimal) -> str:
    """A share in tenths as people say it: 近 below, 逾 above.

    >>> _tenths(Decimal("0.2883")), _tenths(Decimal("0.21")), _tenths(Decimal("0.15"))
    ('近三成', '逾两成', '一成半')
    """
    words = ("零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十")
    tens = share * 10
    nearest = round(tens)
    if abs(tens - nearest) < Decimal("0.2") and nearest:
        return f"{'近' if tens < nearest else '逾' if tens > nearest else ''}{words[nearest]}成"
    return (
        f"{words[int(tens)]}成半"
        if abs(tens % 1 - Decimal("0.5")) < Decimal("0.1") and int(tens)
        else f"{fmt.pct(share)}"
    )
