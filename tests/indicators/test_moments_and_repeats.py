"""What is known of random requests at a moment: states, repeats, what a month leaves to the next; by lists in plain Python."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, datetime, timedelta
from statistics import geometric_mean
from typing import Any

import numpy as np
import pandas as pd
import pytest

from evallib.indicators import (
    adjusted_volume,
    as_ibis,
    frozen,
    handling_times,
    repeated,
    repeated_by,
    state_counts,
    survival_table,
    volume_chart,
)
from evallib.indicators import carried_over as carried
from evallib.model import Period, WorkingCalendar

FEBRUARY, JANUARY = Period(date(2023, 2, 1), date(2023, 3, 1)), Period(date(2023, 1, 1), date(2023, 2, 1))
END, MOMENT = datetime(2023, 2, 1), datetime(2023, 2, 20, 12)
Request = dict[str, Any]


def requests(seed: int, size: int = 90) -> list[Request]:
    """Requests from November to March, closed or not, late or not, with gaps; some times fall on the moments looked at."""
    dice = random.Random(seed)
    rows = []
    for number in range(size):
        at = datetime(2022, 11, 1) + timedelta(hours=dice.randrange(24 * 150))
        closed = dice.choice([None, END, MOMENT, at + timedelta(hours=dice.randrange(1, 2000))])
        closed = closed if closed is None or closed >= at else None
        limit = dice.choice(
            [None, END, MOMENT, at + timedelta(hours=240), at + timedelta(hours=240), at + timedelta(hours=900)]
        )
        rows.append({
            "service_request_id": f"S{number}", "requested_datetime": at, "closed_datetime": closed, "expected_datetime": limit,
            "sampled_datetime": dice.choice([None, END, at + timedelta(days=20)]),
            "is_closed": True if closed else dice.choice([False, False, False, None, True]),
            "state": dice.choice([None, None, None, "returned"]) if not closed else None,
            "is_excused": dice.choice([None, False, False, False, True]), "is_valid": dice.choice([None, True, True, True, True, False]),
            "is_repeated": dice.choice([None, False, True]), "is_returned": dice.choice([None, False, False, True]),
            "caller_id": dice.choice([None, *"abcdef"]), "service_name": dice.choice([None, "噪音", "停车"]),
            "service_subtype": dice.choice([None, "", "施工"]), "satisfaction": dice.choice([None, "满意", "不满意", "非常不满意"]),
            "resolution": dice.choice([None, "已解决", "未解决"]), "was_contacted": dice.choice([None, True, False]),
            "agency_responsible": dice.choice(["甲", "乙"]),
        })  # fmt: skip
    return rows


def table_of(rows: list[Request]) -> Any:
    frame = pd.DataFrame(rows, dtype=object)
    for name in frame.columns:
        if name.endswith("_datetime"):
            frame[name] = pd.to_datetime(frame[name])
        elif name.startswith(("is_", "was_")):
            frame[name] = frame[name].astype("boolean")
        else:
            frame[name] = frame[name].astype("string")
    return as_ibis(frame)


def known_at(rows: list[Request], moment: datetime) -> list[Request]:
    """Nothing that came later, and nothing that was done or said later."""
    known = []
    for row in rows:
        if row["requested_datetime"] > moment:
            continue
        told = dict(row)
        if row["closed_datetime"] and row["closed_datetime"] > moment:
            told |= {"closed_datetime": None, "is_closed": False}
            if row["sampled_datetime"] is None:
                told |= {"resolution": None, "satisfaction": None}
        if row["sampled_datetime"] and row["sampled_datetime"] > moment:
            told |= {"resolution": None, "satisfaction": None, "was_contacted": None}
        known.append(told)
    return known


def valid(rows: list[Request], period: Period | None = None) -> list[Request]:
    return [row for row in rows if row["is_valid"] is not False and (
        period is None or period.start <= row["requested_datetime"].date() < period.end)]  # fmt: skip


def state_of(row: Request, moment: datetime) -> list[str]:
    at, limit = row["closed_datetime"], row["expected_datetime"]
    if row["is_closed"]:
        late = ["closed_late_count"] if at and limit and at > limit else ["on_time_count"] if at and limit else []
        return ["closed_count", *late]
    if row["state"] == "returned":
        return ["sent_back_count"]
    if row["is_excused"]:
        return ["excused_count"]
    if row["is_closed"] is None:
        return ["unknown_state_count"]
    if limit is None:
        return ["open_without_limit_count"]
    return ["open_in_limit_count" if limit > moment else "open_overdue_count"]


def matter(row: Request) -> str:
    return row["service_subtype"] or row["service_name"] or ""


@pytest.mark.sampled(6)
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("moment", [END, MOMENT])
def test_where_requests_stand_at_a_moment(seed: int, moment: datetime) -> None:
    rows = requests(seed)
    told = state_counts(frozen(table_of(rows), moment), moment, ["agency_responsible"], JANUARY).to_pandas()
    for agency, found in told.set_index("agency_responsible").iterrows():
        own = [row for row in valid(known_at(rows, moment), JANUARY) if row["agency_responsible"] == agency]
        counts = Counter(state for row in own for state in state_of(row, moment))
        assert found.drop("cases_count").to_dict() == {
            name: counts[name] for name in found.index if name != "cases_count"
        }
        assert found["cases_count"] == len(own)
    without = table_of(rows).drop("state", "is_excused")
    plain = [dict(row, state=None, is_excused=None) for row in rows]
    counts = Counter(state for row in valid(plain) for state in state_of(row, moment))
    assert state_counts(without, moment).to_pandas().iloc[0].drop("cases_count").to_dict() == {
        name: counts[name] for name in told.columns if name.endswith("_count") and name != "cases_count"
    }


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("seed", "days"), [(0, 90), (1, 30), (2, 10)])
def test_who_came_again_with_the_same_matter(seed: int, days: int) -> None:
    rows = requests(seed, 140)
    # One that came just as the window opens, and one a second before.
    opening = datetime(2023, 2, 1) - timedelta(days=days)
    rows[0] |= {
        "requested_datetime": opening,
        "caller_id": "z",
        "service_name": "噪音",
        "service_subtype": None,
        "is_valid": True,
    }
    rows[1] |= rows[0] | {"service_request_id": "S1", "requested_datetime": datetime(2023, 2, 3), "is_repeated": None}
    rows[2] |= rows[0] | {
        "service_request_id": "S2",
        "requested_datetime": opening - timedelta(seconds=1),
        "caller_id": "y",
    }
    rows[3] |= rows[1] | {"service_request_id": "S3", "caller_id": "y"}
    window = [row for row in valid(rows) if opening <= row["requested_datetime"] < datetime(2023, 3, 1)]
    pairs = Counter((row["caller_id"], matter(row)) for row in window if row["caller_id"] and matter(row))
    times = {row["service_request_id"]: max(pairs[row["caller_id"], matter(row)], 1) for row in window}
    wanted = [row for row in valid(window, FEBRUARY) if times[row["service_request_id"]] >= 2 or row["is_repeated"]]
    again = repeated(table_of(rows), FEBRUARY, days)
    found = again.to_pandas().set_index("service_request_id")
    assert found["times"].to_dict() == {row["service_request_id"]: times[row["service_request_id"]] for row in wanted}
    assert found["is_marked"].to_dict() == {row["service_request_id"]: bool(row["is_repeated"]) for row in wanted}
    assert "S1" in found.index and "S3" not in found.index
    groups = repeated_by(again, ["agency_responsible"])
    assert groups["cases_count"].is_monotonic_decreasing and groups.index.tolist() == list(range(len(groups)))
    for group in [*groups.to_dict("records"), repeated_by(again, []).iloc[0].to_dict()]:
        own = [row for row in wanted if group.get("agency_responsible") in {None, row["agency_responsible"]}]
        matters = {(row["caller_id"], matter(row)) for row in own if times[row["service_request_id"]] >= 2}
        assert (group["cases_count"], group["matters_count"], group["marked_count"]) == (
            len(own), len(matters), sum(bool(row["is_repeated"]) for row in own),
        )  # fmt: skip


@pytest.mark.sampled(3)
@pytest.mark.parametrize("seed", range(3))
def test_what_a_month_leaves_to_the_next(seed: int) -> None:
    rows = requests(seed, 140)
    told = carried.carried_over(table_of(rows), FEBRUARY, MOMENT)
    then, now = valid(known_at(rows, END)), valid(known_at(rows, MOMENT), FEBRUARY)
    came_again = {(row["caller_id"], matter(row)) for row in now if row["caller_id"]}
    closed_now = {
        row["service_request_id"]
        for row in rows
        if row["is_closed"] and not (row["closed_datetime"] and row["closed_datetime"] > MOMENT)
    }
    late = [row["service_request_id"] for row in then if state_of(row, END) == ["open_overdue_count"]]
    wanted = [(len(late), len([name for name in late if name in closed_now]), 0)]
    for name, words in (("satisfaction", {"不满意", "非常不满意"}), ("resolution", {"未解决"})):
        failed = [row for row in valid(known_at(rows, END), JANUARY) if row[name] in words]
        back = [row for row in failed if (row["caller_id"], matter(row)) in came_again]
        wanted.append((len(failed), len(failed) - len(back), sum(row["caller_id"] is None for row in failed)))
    assert [*zip(told["failed_count"], told["settled_count"], strict=True)] == [pair[:2] for pair in wanted]
    assert (told["left_count"] == told["failed_count"] - told["settled_count"]).all() and told["what"].is_unique
    for row, (failed, settled, nobody) in zip(told.to_dict("records"), wanted, strict=True):
        assert row["settled_rate"] == pytest.approx(settled / failed) if failed else pd.isna(row["settled_rate"])
        assert (f"其中 {nobody} 件" in row["note"]) is (nobody > 0)


def test_hours_and_weekdays_are_all_there() -> None:
    rows = requests(5)
    told = carried.requests_by_clock(table_of(rows), FEBRUARY)
    assert len(told) == 7 * 24
    wanted = Counter(
        (row["requested_datetime"].weekday(), row["requested_datetime"].hour) for row in valid(rows, FEBRUARY)
    )
    assert {
        (day, hour): n for day, hour, n in told[["weekday", "hour", "cases_count"]].itertuples(index=False) if n
    } == wanted


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("seed", "step"), [(0, 1.0), (1, 24.0), (2, 0.5)])
def test_steps_until_a_request_closes(seed: int, step: float) -> None:
    rows = requests(seed)
    told = survival_table(table_of(rows), MOMENT, step).to_pandas().sort_values("duration_hours")
    closed, waiting = Counter(), Counter()
    for row in rows:
        end = row["closed_datetime"] or MOMENT
        seconds = (end - row["requested_datetime"]).total_seconds()
        hours = -(-seconds // (3600 * step)) * step
        if hours >= 0 and (row["closed_datetime"] or not row["is_returned"]):
            (closed if row["closed_datetime"] else waiting)[hours] += 1
    assert dict(zip(told["duration_hours"], told["closed_count"], strict=True)) == {
        hours: closed[hours] for hours in told["duration_hours"]
    }
    assert dict(zip(told["duration_hours"], told["open_count"], strict=True)) == {
        hours: waiting[hours] for hours in told["duration_hours"]
    }
    assert set(told["duration_hours"]) == closed.keys() | waiting.keys()


# Volumes by month.


def month(number: int) -> date:
    return date(2020 + number // 12, number % 12 + 1, 1)


@pytest.mark.parametrize(("count", "gap"), [(11, None), (12, None), (24, None), (36, None), (30, 4), (25, 0)])
def test_a_season_is_what_the_month_was_worth_in_earlier_years(count: int, gap: int | None) -> None:
    dice = random.Random(count)
    counts = {month(number): dice.randrange(80, 400) for number in range(count)}
    given = pd.DataFrame({"month": list(counts), "n": list(counts.values())})
    if gap is not None:
        given = given.drop(index=gap)
        counts[month(gap)] = 0
        if gap == 0:
            del counts[month(0)]
    told = adjusted_volume(given, count="n").set_index("month")
    days = WorkingCalendar()
    rates = {}
    for start, n in counts.items():
        following = month((start.year - 2020) * 12 + start.month)
        rates[start] = n / days.workdays(start, following)
    for start, rate in rates.items():
        place, shares = (start.year - 2020) * 12 + start.month - 1, []
        for back in (12, 24):
            around = [month(at) for at in range(place - back - 6, place - back + 6) if at >= 0 and month(at) in rates]
            same = month(place - back) if place >= back else None
            if same in rates and len(around) >= 11:
                shares.append(rates[same] / (sum(rates[at] for at in around) / len(around)))
        shares = [share for share in shares if share > 0]
        row = told.loc[pd.Timestamp(start) if isinstance(told.index[0], pd.Timestamp) else start]
        assert row["per_workday"] == pytest.approx(rate) and row["years_count"] == len(shares)
        assert row["season_factor"] == pytest.approx(geometric_mean(shares) if shares else 1.0)
        assert row["adjusted_per_workday"] == pytest.approx(rate / (geometric_mean(shares) if shares else 1.0))


def test_of_the_month_in_which_the_data_end_only_its_days_count() -> None:
    given = pd.DataFrame({"month": [date(2023, 9, 1), date(2023, 10, 1)], "cases_count": [200, 90]})
    days = WorkingCalendar()
    for day in (9, 10, 31):
        told = adjusted_volume(given, days, datetime(2023, 10, day, 8))
        assert told["workdays_count"].tolist() == [
            20,
            days.workdays(date(2023, 10, 1), date(2023, 10, day) + timedelta(days=1)),
        ]
    assert adjusted_volume(given, days, datetime(2024, 3, 1))["workdays_count"].tolist() == [20, 19]


def test_without_earlier_years_only_a_single_month_is_news() -> None:
    rates = [10.0, 10.4] * 4 + [12.0] * 9
    short = pd.DataFrame(
        {"month": [month(n) for n in range(17)], "adjusted_per_workday": rates, "years_count": [0] * 17}
    )
    assert volume_chart(short)["special"].tolist() == [False] * 17
    told = volume_chart(short.assign(years_count=1))
    assert told["special"].any() and "无法剔除" not in told["note"][0] and "剔除季节" in told["note"][0]
    assert "无法剔除" in volume_chart(short.assign(years_count=[0] + [1] * 16))["note"][0]
    assert len(volume_chart(short.iloc[:0])) == 0


def test_hours_of_what_is_due_by_the_quantiles_of_numpy() -> None:
    rows = [row | {"closed_datetime": row["requested_datetime"] + timedelta(hours=7 * number % 150 + 1), "is_closed": True, "is_valid": True}
            for number, row in enumerate(requests(8))]  # fmt: skip
    for moment in (MOMENT, None):
        told = handling_times(table_of(rows), ["agency_responsible"], 72, "requested", as_of=moment).to_pandas()
        for found in told.to_dict("records"):
            due = [row for row in rows if row["agency_responsible"] == found["agency_responsible"]
                   and not (moment and row["expected_datetime"] and row["expected_datetime"] > moment)]  # fmt: skip
            hours = [(row["closed_datetime"] - row["requested_datetime"]).total_seconds() / 3600 for row in due]
            assert found["timed_count"] == len(due) and found["within_limit_count"] == sum(hour <= 72 for hour in hours)
            assert (found["median_hours"], found["p90_hours"]) == pytest.approx(tuple(np.quantile(hours, [0.5, 0.9])))
