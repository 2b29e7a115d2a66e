"""Evidence of another year (以别的年份扣分): marks of this year lost for an event of another."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import partial

from evallib.audit.findings import Confidence, Finding
from evallib.audit.joins.days.told_dates import own_day
from evallib.audit.reading.document import Document, Where
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise

_WHEN = re.compile(r"(?<![\d—~-])(?P<y>20\d\d)\s*年(?:\s*(?P<m>1[0-2]|0?[1-9])\s*月)?度?(?!\s*[至—~-])")
_LOST = re.compile(
    r"(?:扣[减除掉去]?|减)\s*(?:\d+(?:\.\d+)?|[一二三四五])\s*分|不得分|[不未]予?(?:得|计)分|得0分|予以扣分|酌情扣分|[扣失]分(?:依据|原因|理由|事项)"
)
#: A rule, and no event: “未按时验收的扣1分”, “每出现1次扣1分”.
_RULE = re.compile(r"[的者][，,]?(?:酌情)?(?:扣|不得分)|每[^，。；]{0,14}扣|否则|扣完为止")
_REASON = re.compile(r"因为?|由于|鉴于|原因[是为在：:]|系")
#: In front of what was promised, ruled or compared, and behind it.
_ELSE = re.compile(
    r"根据|依据|按照?|合同|协议|印发|签订|〔|《|[较比与同]|应|计划|要求|目标|预算|规划|下达|截[至止]|自$|从$|至$|到$"
)
_ELSE_BEHIND = re.compile(
    r"^\s*(?:\d{1,2}日)?(?:之?前|底前|末前|以来|起|至今|印发|出台|发布|修订|施行|相比|同期|签订|下达|立项|批复|启动)"
)
#: What is found in the year after is found of this one.
_FOUND = re.compile(r"评价|现场|核查|检查|调查|抽查|调研|审计|回访|仍|目前|尚未|至今")
_ANY = re.compile("扣|不得分|失分|减分")
_LOST_FOR = re.compile(r"[扣失]分(?:的)?(?:依据|原因|理由|事项)[为是在系]?$")
_HEADS = re.compile(r"扣分|失分|减分")


#: “2021—2023年度” in a title: the years of the report.
_COVERED = re.compile(r"(?<!\d)(?P<a>20\d\d)\s*年?度?\s*[-—–~～至、和]+\s*(?P<b>20\d\d)\s*年")
TITLES = 6


def check(document: Document) -> Iterator[Finding]:
    """Every sentence, and every cell with the reasons of a table, that takes marks away."""
    if not document.year or not _ANY.search(document.whole):
        return
    own, covered = own_day(document), _covered(document)
    for index, paragraph in document.paragraphs:
        if "分" in paragraph.text and "20" in paragraph.text:
            where = partial(document.place_in_paragraph, index)
            yield from _evidence(normalise(paragraph.text), where, covered, own)
    for index, table in document.tables:
        reasons = [bool(_HEADS.search(cell.text)) for cell in table.rows[0]]
        for r, row in enumerate(table.rows[1:], 1):
            for c, cell in enumerate(row):
                told = reasons[c : c + 1] == [True]
                if "20" in cell.text and not cell.inherited and (told or "分" in cell.text):
                    where = partial(document.place_in_table, index, r, c)
                    yield from _evidence(normalise(cell.text), where, covered, own, told)


def _covered(document: Document) -> Collection[int]:
    for _, paragraph in document.paragraphs[:TITLES]:
        match = _COVERED.search(normalise(paragraph.text))
        if match and int(match["b"]) >= document.year >= int(match["a"]):
            return range(int(match["a"]), int(match["b"]) + 1)
    return (document.year,)


def _evidence(
    text: str, where: Where, covered: Collection[int], own: tuple[int, int] | None, told: bool = False
) -> Iterator[Finding]:
    """One date of another year for each sentence that takes marks away; `told`: the column says that it does."""
    for sentence in patterns.finditer(r"[^。；;！？\n]+", text):
        lost = _LOST.search(sentence[0])
        if not (lost or told) or _RULE.search(sentence[0]):
            continue
        dates = list(_WHEN.finditer(sentence[0]))
        for n, match in enumerate(dates):
            if int(match["y"]) in covered or not _is_reason(sentence[0], match, dates[n + 1 :], covered):
                continue
            year = max(covered)
            when = int(match["y"]), int(match["m"] or 1)
            late = when[0] > year
            to_come = own is not None and when > own
            if late and not to_come and _FOUND.search(sentence[0]):
                continue
            sure: Confidence = "medium" if to_come else "low"
            start = sentence.start() + match.start()
            yield Finding(
                "date.outside",
                "score",
                sure,
                f"以 {match[0]} 的事项扣 {year} 年度的分" + ("，而报告写于此前" if to_come else ""),
                match[0],
                f"{year}年度",
                f"{match['y']} ≠ {year}",
                (where(start, start + len(match[0])),),
                ("可能年份写错", "可能评价期包含该时间") if sure == "low" else (),
            )
            break


def _is_reason(sentence: str, match: re.Match[str], behind: list[re.Match[str]], covered: Collection[int]) -> bool:
    """Whether marks were lost for what is told of a date, not for what followed it in a year of the report."""
    before = patterns.split("[，,：:]", sentence[: match.start()])[-1]
    if (_ELSE.search(before[-10:]) and not _LOST_FOR.search(before)) or _ELSE_BEHIND.match(sentence[match.end() :]):
        return False
    years = {int(m["y"]) for m in _WHEN.finditer(sentence)}
    if not years & set(covered):
        return True
    return bool(_REASON.search(before)) and not any(int(m["y"]) in covered for m in behind)
