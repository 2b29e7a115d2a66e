"""Plans (工作安排): which part of a report tells what is to be done, and which what was done."""

from __future__ import annotations

import re

from evallib.audit.reading.document import Block, Document, Paragraph

_WHEN = r"(?:今年|明年|来年|下半年|下一?(?:年|步|阶段)|今后|20\d\d\s*年)"
#: “今年经济社会发展主要预期目标是”, “重点抓好以下八个方面工作”, “二、2024年工作安排”.
_PLANS = re.compile(
    rf"{_WHEN}[^。；，]{{0,14}}(?:预期|主要|重点)[^。；，]{{0,6}}(?:目标|任务|工作)(?!任务)(?![^。；，]{{0,6}}(?:完成|实现|执行|落实))|"
    r"工作(?:安排|打算|计划|思路|部署)|下一步|(?:重点|着力|切实|全力)?[做抓]好(?:以下|如下|[^。；，]{0,4}方面)[^。；，]{0,6}工作"
)
#: “一、2023年工作回顾”, “（一）主要成效”.
_RESULTS = re.compile(r"回顾|总结|成效|(?:完成|进展|执行|落实|开展)情况|(?:所做|做)的工作")
#: No heading is longer.
HEADING = 40
_KEPT = "tells_plans"


def tells_plans(document: Document, block: int) -> bool:
    """Whether what was said last above a paragraph, or at its head, announces plans and not results.

    Args:
        document: the report.
        block: the number of the paragraph.

    >>> lines = ("2023年工作回顾", "新建步道12公里。", "今年主要目标是：总产值增长6%。", "新建步道13公里。")
    >>> report = Document("报告.docx", tuple(Paragraph(text, line=n) for n, text in enumerate(lines, 1)))
    >>> [tells_plans(report, block) for block in range(4)]
    [False, False, True, True]
    """
    known = vars(document)  # read once for a document, and kept with it as its cached properties are
    if _KEPT not in known:
        known[_KEPT] = _planned(document)
    return block in known[_KEPT]


def _planned(document: Document) -> frozenset[int]:
    """The numbers of all blocks that stand below the announcement of plans."""
    found, planned = set(), False
    for number, block in enumerate(document.blocks):
        announced = _announces(block)
        planned = planned if announced is None else announced
        if planned:
            found.add(number)
    return frozenset(found)


def _announces(block: Block) -> bool | None:
    """Whether a paragraph announces plans (True) or results (False), or says nothing of it."""
    if not isinstance(block, Paragraph):
        return None
    if _PLANS.search(block.text[:HEADING]):
        return True
    return False if len(block.text) <= HEADING and _RESULTS.search(block.text) else None
