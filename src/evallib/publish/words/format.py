"""Format (显示格式): numbers become text here and nowhere else. Rounding is half up, as the trade does it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from evallib.indicators.exact_numbers import is_missing
from evallib.model.rounding import round_half_up

NOTHING = "—"
NOT_GIVEN = "未提供"
BEIJING = timezone(timedelta(hours=8))
#: Signs that no page shows; and the most that one cell of a page shows.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
LONGEST = 2000


def rounded(value: Any, places: int = 2) -> Decimal:
    """A number rounded half up (四舍五入).

    >>> rounded("2.675"), rounded(0.125), rounded(-0.001)
    (Decimal('2.68'), Decimal('0.13'), Decimal('0.00'))
    """
    # Adding zero turns −0.00 into 0.00.
    return round_half_up(value, places) + 0


def pct(rate: Any, places: int = 2) -> str:
    """A fraction as a percentage.

    >>> pct(Decimal("0.99927")), pct(None)
    ('99.93%', '—')
    """
    return NOTHING if is_missing(rate) else f"{rounded(Decimal(str(rate)) * 100, places)}%"


def signed_pct(rate: Any, places: int = 2) -> str:
    """A change as a percentage with its sign.

    >>> signed_pct(Decimal("-0.2536"))
    '-25.36%'
    """
    return NOTHING if is_missing(rate) else f"{rounded(Decimal(str(rate)) * 100, places):+}%"


def pp(points: Any, places: int = 2) -> str:
    """Percentage points with their sign.

    >>> pp(Decimal("-9.11"))
    '-9.11 个百分点'
    """
    return NOTHING if is_missing(points) else f"{rounded(points, places):+} 个百分点"


def signed_points(points: Any, places: int = 2) -> str:
    """A difference of rates with its sign and a true minus, where 百分点 stands beside it already.

    >>> signed_points(Decimal("-9.11")), signed_points(0.5)
    ('−9.11', '+0.50')
    """
    return NOTHING if is_missing(points) else f"{rounded(points, places):+}".replace("-", "−")


def wan(yuan: Any, places: int = 2) -> str:
    """元 as 万元.

    >>> wan(Decimal("17652200"))
    '1,765.22'
    """
    return NOTHING if is_missing(yuan) else f"{rounded(Decimal(str(yuan)) / 10000, places):,}"


def wan_given(yuan: Any) -> str:
    """元 as 万元 where a dash could be taken for nothing spent: what is missing was not handed in.

    >>> wan_given(None), wan_given(0)
    ('未提供', '0.00')
    """
    return NOT_GIVEN if is_missing(yuan) else wan(yuan)


def count(number: Any) -> str:
    """A whole number with thousands separators.

    >>> count(38935)
    '38,935'
    """
    return NOTHING if is_missing(number) else f"{int(number):,}"


def signed_count(number: Any) -> str:
    """A change of a count with its sign.

    >>> signed_count(-6323)
    '-6,323'
    """
    return NOTHING if is_missing(number) else f"{int(number):+,}"


def points(score: Any, places: int = 2) -> str:
    """A score.

    >>> points(Decimal("86.72"))
    '86.72'
    """
    return NOTHING if is_missing(score) else f"{rounded(score, places)}"


def interval(lower: Any, upper: Any) -> str:
    """An interval of fractions.

    >>> interval(0.6889, 0.76)
    '68.89%–76.00%'
    """
    return NOTHING if is_missing(lower) or is_missing(upper) else f"{pct(lower)}–{pct(upper)}"


def text(value: Any) -> str:
    r"""Any other value as text, without control characters; what is longer than any name or remark is cut, and says so.

    >>> text("a\x00b"), text("长" * 3000)[-15:]
    ('ab', '…（已截短，原 3000 字）')
    """
    if is_missing(value) or value == "":
        return NOTHING
    shown = CONTROL.sub("", str(value))
    return shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}…（已截短，原 {len(shown)} 字）"


def cells(value: Any) -> str:
    """Places of cells without the file and the sheet that the place before has told.

    >>> cells("甲.xlsx › 表 › D5；甲.xlsx › 表 › F5；甲.xlsx › 另表 › C1；乙.xlsx › 表 › D4")
    '甲.xlsx › 表 › D5、F5；另表 › C1；乙.xlsx › 表 › D4'
    """
    told, before = "", [""] * 3
    for place in text(value).split("；"):
        parts = place.split(" › ")
        whole = len(parts) == 3
        known = next((n for n in range(3) if parts[n] != before[n]), 0) if whole else 0
        told += ("、" if known == 2 else "；" if told else "") + " › ".join(parts[known:])
        before = parts if whole else [""] * 3
    return told


def beijing_time(stamp: str) -> str:
    """A moment that was recorded in UTC as 北京时间; text that is no moment stays as it is.

    >>> beijing_time("2023-12-31T16:05:59+00:00"), beijing_time("")
    ('2024年1月1日 00:05（北京时间）', '')
    """
    try:
        moment = datetime.fromisoformat(stamp)
    except ValueError:
        return stamp
    local = moment.astimezone(BEIJING)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}（北京时间）"
