"""Total words (总分的说法): what a score is called that is the total of what is assessed now."""

from __future__ import annotations

import re

_TOTAL = re.compile(r"(?:总得分|(?<!满)总分|评分得分|综合得分|评价得分|自评得分|最终得分|最终评分)[为是]?$")
#: “上期综合得分93.16分” is another total than this one's.
_EARLIER = re.compile(
    r"(?:上[期年月季次]|上个月|上一[期年次]|上半年|上年度|上季度|去年|前年|同期|[较比]20\d\d年度?)[^，。；、]{0,8}$"
)


def is_total(lead: str) -> bool:
    """Whether the words before a figure call it the total of what is assessed now.

    >>> is_total("本次评价综合得分为"), is_total("上期综合得分"), is_total("满分")
    (True, False, False)
    """
    match = _TOTAL.search(lead)
    return match is not None and not _EARLIER.search(lead[: match.start()])
