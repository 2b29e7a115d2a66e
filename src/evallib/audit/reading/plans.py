"""Plans and claims (工作安排、各方主张): which part of a report tells what is to be done or what is asked for."""

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
#: “原告诉称，请求判令…”, and what the court found.
_SPEAKS = re.compile("诉称|辩称")
_CLAIMS = re.compile(r"诉称|辩称|诉讼请求|请求(?:依法)?(?:判令|判决|裁令)|请求事项|要求(?:依法)?[^，。；]{0,12}赔偿其?")
_IN_CLAIMS = ("称", "请求", "赔偿")
_FOUND = re.compile(
    r"(?:经审理|审理)?查明|本院(?:认为|认定|确认|予以)|判决如下|裁定如下|一审(?:法院)?(?:认为|认定|判决)"
)
#: No heading is longer.
HEADING = 40
_KEPT = "told_as"
PLANNED, CLAIMED = "计划", "主张"


def told_as(document: Document, block: int) -> str:
    """What was said last above a paragraph, or at its head: plans, the claims of one party, "" where results are told.

    Args:
        document: the report.
        block: the number of the paragraph.

    >>> lines = ("2023年工作回顾", "新建步道12公里。", "今年主要目标是：总产值增长6%。", "新建步道13公里。")
    >>> report = Document("报告.docx", tuple(Paragraph(text, line=n) for n, text in enumerate(lines, 1)))
    >>> [told_as(report, block) for block in range(4)]
    ['', '', '计划', '计划']
    """
    known = vars(document)  # read once for a document, and kept with it as its cached properties are
    if _KEPT not in known:
        known[_KEPT] = _read(document)
    parts: dict[int, str] = known[_KEPT]
    return parts.get(block, "")


def _read(document: Document) -> dict[int, str]:
    """What all blocks that tell no results tell."""
    found, told = {}, ""
    for number, block in enumerate(document.blocks):
        announced = _announces(block, told)
        if announced == CLAIMED:  # each party has claims of its own
            speaks = isinstance(block, Paragraph) and _SPEAKS.search(block.text)
            announced = f"{CLAIMED}{number}" if speaks or not told.startswith(CLAIMED) else told
        told = told if announced is None else announced
        if told:
            found[number] = told
    return found


def _announces(block: Block, told: str) -> str | None:
    """What a paragraph announces, "" for results, None where it says nothing of it or of what was told above it."""
    if not isinstance(block, Paragraph):
        return None
    if _PLANS.search(block.text[:HEADING]):
        return PLANNED
    if len(block.text) <= HEADING and _RESULTS.search(block.text):
        return ""
    claimed = any(word in block.text for word in _IN_CLAIMS) and _CLAIMS.search(block.text)
    if (claimed or told) and _FOUND.search(block.text):
        return ""
    return CLAIMED if claimed else None
