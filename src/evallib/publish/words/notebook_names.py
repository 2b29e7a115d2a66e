"""Names of notebooks (笔记本的中文名): what the index and the title of a page call them."""

from __future__ import annotations

import re
from typing import Any

MONTH = "month"
NAMES = {
    "开始": "开始",
    "unit_summary": "年度报告",
    MONTH: "工单月报",
    "district_month": "全区工单月报",
    "四率": "四率",
    "满意度": "满意度",
    "预算调整": "预算",
    "评分": "得分与底稿",
    "核对": "勾稽核对",
    "工单": "工单分析",
    "月报": "工单月报",
    "全区": "单位对照",
    "district_overview": "单位对照",
    # names that reports of earlier runs carry
    "four_rates": "四率",
    "satisfaction": "满意度",
    "budget": "预算",
    "scorecard": "得分与底稿",
    "audit": "勾稽核对",
    "service_requests": "工单分析",
}
_HEADING = re.compile(r"^#{1,3} +(.+?)\s*$", re.MULTILINE)


def notebook_name(name: str, notebook: Any = None) -> str:
    """The Chinese name of a notebook: ours by file name, a user's own by its first heading, else its file name.

    Args:
        name: file name without ``.ipynb``.
        notebook: the nbformat notebook, where it is at hand.

    >>> notebook_name("四率"), notebook_name("mine")
    ('四率', 'mine')
    """
    if name in NAMES or notebook is None:
        return NAMES.get(name, name)
    texts = ("".join(cell.source) for cell in notebook.cells if cell.cell_type == "markdown")
    return next((found[1] for text in texts if (found := _HEADING.search(text))), name)


def page_title(unit: str, year: int, month: str, name: str, kind: str) -> str:
    """The browser title (网页标题) of a page.

    Args:
        unit: name of the unit.
        year: the year.
        month: ``2023-09`` where the page is about one month, else empty.
        name: file name of the notebook.
        kind: what `notebook_name` calls it.

    >>> page_title("华漕镇", 2023, "2023-09", "month", "工单月报")
    '华漕镇 2023年9月 工单月报'
    >>> page_title("华漕镇", 2023, "", "四率", "四率"), page_title("华漕镇", 2023, "", "unit_summary", "年度报告")
    ('华漕镇 2023年度 四率', '华漕镇 2023年度 绩效与热线数据报告')
    """
    if month:
        number, _, part = month.partition("-")
        period = f"{number}年{int(part)}月"
    else:
        period = f"{year}年度"
    return f"{unit} {period} {'绩效与热线数据报告' if name == 'unit_summary' else kind}"
