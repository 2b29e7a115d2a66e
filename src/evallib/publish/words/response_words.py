"""Words for the steps behind a published rate (抽查 → 表态 → 满意)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evallib.indicators.exact_numbers import is_missing
from evallib.publish.words import format as fmt


def response_sentence(row: Mapping[Any, Any]) -> str:
    """The steps behind a published rate whose denominator is implied, and what those who gave no answer could change.

    >>> row = {
    ...     "indicator": "市民满意率",
    ...     "sampled_count": 616,
    ...     "rated_count": 549,
    ...     "good_count": 352,
    ...     "response_rate": 549 / 616,
    ...     "value": 352 / 549,
    ...     "lower": 0.6002,
    ...     "upper": 0.6802,
    ...     "confidence": 0.95,
    ...     "worst_value": 352 / 616,
    ...     "best_value": 419 / 616,
    ... }
    >>> response_sentence(row).split("。")[0]
    '市民满意率的各步：抽查 616 件 → 表态 549 件（推算，89.12%）→ 满意 352 件（64.12%）'
    """
    rest = int(row["sampled_count"]) - int(row["rated_count"])
    interval = "" if is_missing(row["lower"]) else f"区间 {fmt.interval(row['lower'], row['upper'])} 按表态的件数计算；"
    return (
        f"{row['indicator']}的各步：抽查 {fmt.count(row['sampled_count'])} 件 → 表态 {fmt.count(row['rated_count'])} 件"
        f"（推算，{fmt.pct(row['response_rate'])}）→ {good_word(str(row['indicator']))} "
        f"{fmt.count(row['good_count'])} 件"
        f"（{fmt.pct(row['value'])}）。{interval}接通件数未公布；未表态的 {fmt.count(rest)} 件若全不合格或全合格，"
        f"{row['indicator']}在 {fmt.pct(row['worst_value'])}–{fmt.pct(row['best_value'])} 之间。"
    )


def good_word(indicator: str) -> str:
    """What the good cases of a rate are called.

    >>> good_word("市民满意率"), good_word("诉求解决率"), good_word("先行联系率")
    ('满意', '解决', '先行联系')
    """
    return indicator.removeprefix("市民").removeprefix("群众").removeprefix("诉求").removesuffix("率")
