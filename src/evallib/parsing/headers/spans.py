"""Spans of headers (表头说的是哪一段): the whole year, a part, another year, several years, or what is expected.

>>> [
...     span_of(text).kind
...     for text in ("全年完成值", "1—9月完成值", "三年总目标值", "上年实际值", "调整指标值", "全年预计完成情况")
... ]
['', 'part', 'long', 'other', 'adjusted', 'expected']
>>> [span_of(text).aside for text in ("全年完成值", "1—9月完成值", "三年总目标值", "上年实际值", "调整指标值")]
[False, True, True, True, False]
>>> span_of("2023年实际值").year, span_of("2022年比2023年").year, span_of("实际值").year
(2023, None, None)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from evallib.parsing.plain_text import plain

_KINDS = (
    ("other", re.compile(r"上年|去年|上一年|前年|往年|历史|同期|基期|次年|下年|明年")),
    ("long", re.compile(r"(?<![\d〇零一二])(?:[二两三四五2-9]年)(?!度)|[中长]期|总目标(?!完成)|"
        "规划期|全周期|实施期|(?<!年)累计|总投资(?!计划)")),
    ("part", re.compile(r"(?<!\d)(?!1[-—–~至到]12月)\d{1,2}[-—–~至到]\d{1,2}月|(?:前|第)?[一二三四1-4]季度|"
        "[上下]半年|截至|截止|年中(?!期)|中期|月度|阶段")),
    ("expected", re.compile(r"预计|预测|预估")),
    ("adjusted", re.compile(r"调整后?|变更后?|修订后?")),
)  # fmt: skip
_YEAR = re.compile(r"(?:19|20)\d\d(?=年|\D|$)")


@dataclass(frozen=True, slots=True)
class Span:
    """What a header's figures are of: `kind` is empty for the year of the table; `year` where one is written."""

    kind: str = ""
    year: int | None = None

    @property
    def aside(self) -> bool:
        """Whether its figures answer no question of the year: a part of it, another one, or several."""
        return self.kind in {"part", "long", "other"}


@lru_cache(maxsize=4096)
def span_of(text: str) -> Span:
    """The span that a header tells.

    Args:
        text: the header as written, with what stands above it.
    """
    short = plain(text)
    years = {int(found) for found in _YEAR.findall(short)}
    kind = next((name for name, pattern in _KINDS if pattern.search(short)), "")
    return Span(kind, years.pop() if len(years) == 1 else None)
