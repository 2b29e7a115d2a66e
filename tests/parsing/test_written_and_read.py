"""What another program writes is read back: numerals, days, moments, periods, spans and amounts, written by the rules of the language."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallib.parsing import (
    cell_figure,
    days_told,
    find_mentions,
    find_spoken_shares,
    parse_date,
    parse_money,
    parse_numeral,
    parse_percentage,
    parse_period,
    parse_quantity,
    read_limit,
    read_moment,
    read_moments,
    read_spoken,
)

DIGITS = "零一二三四五六七八九"


def below_ten_thousand(number: int) -> str:
    """Thousands, hundreds, tens and ones; one 零 for any run of empty places inside."""
    text, empty = "", False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if not digit:
            empty = bool(text)
            continue
        text += ("零" if empty else "") + DIGITS[digit] + name
        empty = False
    return text


def in_words(number: int) -> str:
    """A number as it is said: 亿, 万 and the rest, with 零 where a group is not full."""
    if not number:
        return "零"
    text = ""
    for group, name in ((number // 10**8, "亿"), (number // 10**4 % 10**4, "万"), (number % 10**4, "")):
        if group:
            text += ("零" if text and group < 1000 else "") + below_ten_thousand(group) + name
    return text.removeprefix("一") if text.startswith("一十") else text


@given(st.integers(0, 10**12 - 1))
def test_numbers_in_words(number):
    words = in_words(number)
    assert [reading.value for reading in parse_numeral(words)] == [number]
    assert read_spoken(words) == (number, 0)


@given(st.integers(0, 9999), st.text("0123456789", min_size=1, max_size=3))
def test_places_in_words(number, places):
    words = f"{in_words(number)}点{''.join(DIGITS[int(place)] for place in places)}"
    assert [reading.value for reading in parse_numeral(words)] == [Decimal(f"{number}.{places}")]
    assert read_spoken(words) == (Fraction(f"{number}.{places}"), len(places))


@given(st.integers(1, 99), st.integers(0, 9))
def test_shares_in_words(whole, place):
    for words, share, half in ((in_words(whole), Fraction(whole), Fraction(1, 2)),
                               (f"{in_words(whole)}点{DIGITS[place]}", Fraction(f"{whole}.{place}"), Fraction(1, 20))):  # fmt: skip
        assert [reading.value for reading in parse_percentage(f"百分之{words}")] == [
            Decimal(share.numerator) / share.denominator / 100
        ]
        assert [found[2:] for found in find_spoken_shares(f"占百分之{words}。")] == [(share, half)]


@pytest.mark.parametrize("tenth", range(1, 10))
def test_tenths_in_words(tenth):
    assert [r.value for r in parse_percentage(f"{DIGITS[tenth]}成")] == [Decimal(tenth) / 10]
    assert [r.value for r in parse_percentage(f"{DIGITS[tenth]}成五")] == [Decimal(tenth) / 10 + Decimal("0.05")]
    assert [found[2] for found in find_spoken_shares(f"约{DIGITS[tenth]}成半")] == [10 * tenth + 5]


DAYS = st.dates(date(1991, 1, 1), date(2098, 12, 31))
TIMES = st.datetimes(datetime(1991, 1, 1), datetime(2098, 12, 31)).map(lambda at: at.replace(microsecond=0))


def forms(at: datetime) -> dict[str, datetime]:
    """A moment in the spellings of exports."""
    day = at.replace(hour=0, minute=0, second=0)
    noon = "上午" if at.hour < 12 else "下午"
    twelve = at.hour if at.hour <= 12 else at.hour - 12
    return {
        f"{at:%Y-%m-%d %H:%M:%S}": at, f"{at:%Y/%m/%d %H:%M}": at.replace(second=0), f"{at:%Y.%m.%d}": day, f"{at:%Y%m%d}": day,
        f"{at:%Y%m%d%H%M%S}": at, f"{at:%Y%m%d%H%M}": at.replace(second=0), f"{at:%Y%m%d%H}": at.replace(minute=0, second=0),
        f"{at:%Y-%m-%dT%H:%M:%S}": at, f"{at:%Y%m%dT%H%M%S}": at, f"{at:%Y-%m-%dT%H:%M:%S}+08:00": at,
        f"{at:%Y-%m-%dT%H:%M:%S}Z": at + timedelta(hours=8), f"{at:%Y-%m-%dT%H:%M:%S}-03:30": at + timedelta(hours=11, minutes=30),
        f"{at.year}年{at.month}月{at.day}日{at.hour}时{at.minute}分{at.second}秒": at,
        f"{at.year}年{at.month}月{at.day}日 {noon}{twelve}:{at.minute:02}": at.replace(second=0),
        f"{at.year}-{at.month}-{at.day} 星期{'一二三四五六日'[at.weekday()]} {at:%H:%M}": at.replace(second=0),
        f"{at.day} {at:%B} {at.year}": day, f"{at:%b} {at.day}, {at.year} {at:%H:%M}": at.replace(second=0),
    }  # fmt: skip


@given(TIMES)
def test_moments_in_the_spellings_of_exports(at):
    for text, meant in forms(at).items():
        found = read_moment(text)
        assert found is not None and found.at == meant, text
        assert found.has_clock == (":" in text or "时" in text or "T" in text or (text.isdigit() and len(text) > 8)), (
            text
        )


@given(TIMES)
def test_a_wrong_weekday_and_a_day_that_is_none_are_no_moments(at):
    wrong = "一二三四五六日"[(at.weekday() + 1) % 7]
    assert read_moments(f"{at:%Y-%m-%d} 星期{wrong}") == ()
    last = monthrange(at.year, at.month)[1]
    assert read_moments(f"{at.year}-{at.month}-{last}") and read_moments(f"{at.year}-{at.month}-{last + 1}") == ()
    assert read_moments(f"{at:%Y%m}{last + 1}14") == ()


@given(st.datetimes(datetime(2000, 1, 1), datetime(2033, 1, 1)).map(lambda at: at.replace(microsecond=0)))
def test_seconds_since_1970_and_days_of_a_sheet(at):
    seconds = int((at - timedelta(hours=8) - datetime(1970, 1, 1)).total_seconds())
    if seconds >= 10**9:
        for text in (str(seconds), str(seconds * 1000 + 7), str(seconds * 10**6 + 7), str(seconds * 10**9 + 7)):
            assert read_moment(text).at == at
    serial = (at - datetime(1899, 12, 30)) / timedelta(days=1)
    assert abs(read_moment(f"{serial:.8f}").at - at) <= timedelta(seconds=1)
    assert read_moment(str(int(serial))).at == at.replace(hour=0, minute=0, second=0)


@given(DAYS)
def test_days_in_the_spellings_of_forms(day):
    told = (
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y-%m-%d}",
        f"{day:%Y/%m/%d}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y%m%d}",
    )
    for text in told:
        (found,) = parse_date(text)
        assert (found.low, found.high, found.value, found.op) == (day, day, day, "")
    (due,) = parse_date(f"{day.year}年{day.month}月{day.day}日前")
    assert (due.value, due.op) == (day, "≤")
    (month,) = parse_date(f"{day.year}年{day.month}月")
    assert (month.low, month.high) == (day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))
    assert [r.value for r in parse_date(f"{day.month}月前", year=day.year)] == [
        day.replace(day=1) - timedelta(days=1),
        month.high,
    ]


@given(DAYS, st.integers(0, 900))
def test_periods_from_day_to_day_and_month_to_month(first, length):
    last = min(first + timedelta(days=length), date(2098, 12, 31))
    for text in (
        f"{first.year}年{first.month}月{first.day}日至{last.year}年{last.month}月{last.day}日",
        f"{first:%Y.%m.%d}-{last:%Y.%m.%d}",
    ):
        (found,) = parse_period(text)
        assert (found.low, found.high) == (first, last)
    ends = (first.replace(day=1), last.replace(day=monthrange(last.year, last.month)[1]))
    for text in (f"{first.year}年{first.month}月至{last.year}年{last.month}月", f"{first:%Y.%m}—{last:%Y.%m}"):
        (found,) = parse_period(text)
        assert (found.low, found.high) == ends
    if last > first:
        (told,) = {
            days
            for days, words, _ in days_told(
                f"{first.year}年{first.month}月{first.day}日—{last.year}年{last.month}月{last.day}日", sure=True
            )
            if "共" in words
        }
        assert told == (last - first).days + 1


@given(st.dates(date(2020, 1, 1), date(2026, 12, 31)), st.integers(1, 40))
def test_working_days_are_those_of_a_calendar(day, count):
    """The span begins on the day after: numpy counts from the last working day on or before the receipt."""
    ends = np.busday_offset(np.datetime64(day), count, roll="backward").astype(date)
    words = in_words(count)
    for text in (f"{count}个工作日", f"{words}个工作日", f"{count}工作日内", f"1-{count}个工作日"):
        found = read_limit(text).ends(datetime(day.year, day.month, day.day, 9, 30), lambda one: one.weekday() < 5)
        assert found == datetime(ends.year, ends.month, ends.day, 23, 59, 59), text
    plain = read_limit(f"{count}天").ends(datetime(day.year, day.month, day.day, 9, 30), lambda one: False)
    assert plain.date() == day + timedelta(days=count)


@given(
    st.decimals(0, 10**7, places=2),
    st.sampled_from([("元", 1), ("千元", 10**3), ("万元", 10**4), ("百万元", 10**6), ("亿元", 10**8)]),
)
def test_amounts_in_every_unit(amount, unit):
    name, factor = unit
    for text in (f"{amount}{name}", f"{amount:,}{name}"):
        (found,) = parse_quantity(text)
        assert (found.value, found.unit, found.kind) == (amount * factor, "元", "money")
        if name != "百万元":
            assert parse_money(text, "元") == amount * factor
        (mention,) = find_mentions(f"支出{text}。")
        assert (mention.value, mention.half) == (Fraction(amount) * factor, Fraction(factor, 200))
        assert cell_figure(text).value == Fraction(amount) * factor
    for op, before, behind in (
        ("≥", "不低于", ""),
        ("≤", "", "以内"),
        (">", "超过", ""),
        ("<", "不足", ""),
        ("≥", "", "以上"),
        ("≈", "约", ""),
    ):
        (bound,) = parse_quantity(f"{before}{amount}{name}{behind}")
        assert (bound.op, bound.value) == (op, amount * factor)
        assert (bound.low is not None, bound.high is not None) == (op in "≥>", op in "≤<")


@given(st.integers(0, 500), st.integers(1, 500), st.sampled_from(["-", "~", "—", "至"]))
def test_ranges_have_both_ends(low, more, sign):
    (found,) = parse_quantity(f"{low}{sign}{low + more}件")
    assert (found.low, found.high, found.unit, found.kind) == (low, low + more, "件", "range")
    assert parse_quantity(f"{low + more}{sign}{low}件") == [] or low + more == low
