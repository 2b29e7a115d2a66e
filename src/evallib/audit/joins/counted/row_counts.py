"""Counts of rows (所说个数与表中行数): “涉及5个子项目” above a table that lists four."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evallib.audit.findings import Agreement, Confidence, Finding
from evallib.audit.joins.counted.listed_items import others_told
from evallib.audit.reading.document import Document, Paragraph, Table
from evallib.audit.reading.grid import Grid
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise
from evallib.parsing.numerals import read_count
from evallib.parsing.plain_text import half_width, squeeze

_SAID = re.compile(
    r"(?P<n>\d{1,2}|[一二三四五六七八九十两]{1,3})\s*(?P<unit>个|家|项|类)(?P<noun>[\u4e00-\u9fff]{1,8})"
)
_BELOW = re.compile(r"(?:见|如)(?:下|附)表|下表(?:所示|列示)")
_SOME = re.compile(
    "其中|前$|排名|位居|低于|高于|超过|以上|以下|未|仅|有$|另|包括|以外|分别|"
    "新增|减少|增加|近|约|多$|余$|约有$|[第至—~-]$"
)
#: “3个部门超过98%”, “4家单位未按期”: some of them.
_SOME_OF = re.compile(
    "(?:中|之一|以上|排)|[一二三]级|[^，。；]{0,4}指标|[^，。；]{0,12}?(?:低于|高于|超过|不足|未|"
    "没有|达到|以上|以下|较|排|位列|名列|得分|满分|增|减|上升|下降|不)"
)
#: “10家单位参评，受理较多的单位如下表”: the table is of some.
_MAIN = re.compile("[，,；;][^，。；]*(?:较[多大高]|主要|部分|重点|典型|代表|靠[前后]|突出)")
_HEAD = re.compile(r"(?:名称|类别|类型)$")
#: One word for those that work orders are sent to.
_BODIES = re.compile(r"(?:(?:承办|责任|成员|市直|区直|县直|预算|被评价?)?(?:单位|部门|局委办|委办局)|科室|处室)")
_PLACES = re.compile(r"(?:镇街|街镇|街道|乡镇|镇\(街道\)|镇|乡|社区|村|片区|区县|县区|县市区|市州)")
#: Rows that are no such thing as the others: the own level, a zone among the counties, a farm among the towns.
_NO_PEER = re.compile(
    r"[省市县区州局委院]?本级|本[部局院]|机关|直[属管]|[开经高新][发开新]区|新区|园区|管委会|结转|预[备留]|"
    r"[林农茶渔牧]场|其他|其它|其余"
)
#: A table that shows only some of them.
_PART = re.compile(r"主要|重点|部分|典型|代表性?|较大|抽[查取样]|前\d")
#: “下辖9个社区，人口有变动的社区如下表”
_CLAUSE = re.compile(r"[，,][^，。；]*?的[\u4e00-\u9fff]{2,6}(?:明细|情况)?(?:[见如]|列[入于])")
#: “8个乡镇及城关社区情况如下”
_BESIDE = re.compile(r"[^，。；]{2,4}?(?:及|和|与|以及)")
_JOINED = re.compile("[、，,/]|以及|[和及与]")
_PLACE_HEAD = re.compile(
    r"(?:镇街|街镇|街道|乡镇|镇乡?|乡|社区|村|村居|片区|区县|县区|县市区|市县|市州|单位)(?:\([\u4e00-\u9fff、]{1,4}\))?(?:名称)?"
)
_MEAN = re.compile("单位(?:简单)?平均")
_SUMMED = re.compile("平均|合计|总计|小计|全[省市县区镇乡州]|均值")
_ALL_OF = re.compile(r"^\s*$|(?:对|全[市县区镇乡州旗]|[我本][市县区镇乡州旗]|所辖|下辖|由|现将[^，。；]{0,12})(?:的)?$")
#: What a paragraph behind a table calls all of its rows.
_THESE = re.compile(
    r"\s*(?:以上|上述)(?P<n>\d{1,2}|[一二三四五六七八九十两]{1,3})\s*(?P<unit>个|家|项)(?P<noun>[\u4e00-\u9fff]{1,8})"
)
NEAR, LEAST = 4, 3


def check(document: Document, grids: Sequence[Grid]) -> Iterator[Finding | Agreement]:
    """Counts of the paragraphs right before a table, and of the first one behind it, against its rows."""
    paragraphs = dict(document.paragraphs)
    for grid in grids:
        names = _names(grid)
        yield from _these(document, grid, paragraphs.get(grid.block + 1), names or _places_of(document, grid))
        if len(names) < LEAST or len(set(names)) != len(names):
            continue
        whole = any(row.kind != "line" for row in grid.rows)
        for index in range(grid.block - 1, grid.block - 1 - NEAR - 1, -1):
            if index not in paragraphs:
                if index >= 0 and index != grid.block - 1:
                    break  # another table
                continue
            text = normalise(paragraphs[index].text)
            for match in _SAID.finditer(text):
                yield from _held(document, grid, index, text, match, names, whole)
    yield from _of_places(document, grids, paragraphs)


def _these(document: Document, grid: Grid, paragraph: Paragraph | None, names: Sequence[str]) -> Iterator[Finding]:
    """“以上5个部门中，得分最高的是…” right behind a table of six."""
    match = _THESE.match(normalise(paragraph.text)) if paragraph is not None else None
    if match is None or len(set(names)) != len(names) or any(_NO_PEER.search(name) for name in names):
        return
    said, rows = read_count(match["n"]), sum(map(_counted, names))
    if abs(said - rows) == 1 and not rows < said <= sum(map(_may_count, names)):
        yield _finding(document, grid, grid.block + 1, match, rows, "medium")


def _of_places(document: Document, grids: Sequence[Grid], paragraphs: dict[int, Paragraph]) -> Iterator[Finding]:
    """“对6个乡镇进行了考核” anywhere in a report whose tables of places all have five rows, and are the same ones."""
    tables = [(grid, names) for grid in grids if len(names := _places_of(document, grid)) >= LEAST]
    if not tables or len({len(names) for _, names in tables}) != 1:
        return
    grid, names = tables[0]
    rows = len(names)
    if sum(map(_may_count, names)) != rows or any(_NO_PEER.search(name) for name in names):
        return
    told = [
        (index, text, match)
        for index, paragraph in paragraphs.items()
        for text in [normalise(paragraph.text)]
        for match in _SAID.finditer(text)
        if _PLACES.match(match["noun"]) or _MEAN.match(match["noun"])
    ]
    odd = [t for t in told if abs(read_count(t[2]["n"]) - rows) == 1 and _is_of_all(t[1], t[2])]
    if len(odd) != 1:
        return
    index, _, match = odd[0]
    yield _finding(document, grid, index, match, rows, "low")


def _places_of(document: Document, grid: Grid) -> list[str]:
    """The places of the column that is headed so, which need not be the first: a rank may stand before it."""
    column = next((c for c, head in grid.heads.items() if _PLACE_HEAD.fullmatch(half_width(head.label))), None)
    table = document.blocks[grid.block]
    if column is None or not isinstance(table, Table) or any(row.kind == "subtotal" for row in grid.rows):
        return []
    names = [squeeze(table.rows[row.index][column].text) for row in grid.rows if row.figures and row.kind == "line"]
    places = [name for name in names if name and not _SUMMED.match(name)]
    return places if len(set(places)) == len(places) else []


def _is_of_all(text: str, match: re.Match[str]) -> bool:
    """Whether a count is of all that were looked at: at the head of a sentence, or behind 对, 全区."""
    before = patterns.split(r"[，,；;。]", text[: match.start()])[-1]
    behind = patterns.split(r"[，,；;。]", text[match.end() :])[0]
    words = match["noun"] + behind
    mean = patterns.match(r"[^，。；\d]{1,8}?(?:\([^()]*\))?(?:简单)?平均", words)
    return bool(_ALL_OF.search(before)) and (mean is not None or not _SOME_OF.match(words))


def _names(grid: Grid) -> list[str]:
    """What the rows are called; none where the table has levels or more than one band."""
    rows = [row for row in grid.rows if row.figures]
    if rows and rows[-1].kind == "subtotal":
        rows = rows[:-1]  # 小计 for 合计
    if any(row.kind == "subtotal" for row in rows) or any(row.label.startswith("其中") for row in rows):
        return []
    return [row.label for row in rows if row.kind == "line" and row.label]


def _counted(name: str) -> int:
    """How many a row stands for: “其他2个项目” for two."""
    return others_told(name) or 1


def _may_count(name: str) -> int:
    """As how many a row may have been counted: “会议室改造、食堂改造” as two."""
    return _counted(name) + len(_JOINED.findall(name))


def _told_besides(document: Document, block: int) -> int:
    """How many the paragraph behind a table tells of besides: “其余2家单位均不足20件”."""
    behind = document.blocks[block + 1] if block + 1 < len(document.blocks) else None
    return others_told(getattr(behind, "text", ""))


def _is_of_fewer(text: str, match: re.Match[str], rows: int) -> bool:
    """Whether the paragraph also says the number of rows: “实施项目6个，年初批复5个项目”; the other is of some."""
    noun = re.escape(match["noun"][:2])
    others = (m for m in _SAID.finditer(text) if m.start() != match.start())
    if any(read_count(m["n"]) == rows for m in others):
        return True  # “抽查4个乡镇的5个村”: five villages are listed
    behind = rf"{noun}[^，。；\d]{{0,3}}共?(?<!\d){rows}{match['unit']}"
    return bool(patterns.search(rf"{behind}|(?<!\d){rows}{match['unit']}{noun}", text))


def _is_of_more(grid: Grid, sentence: str, said: int) -> bool:
    """Whether the table has rows of another kind, or the sentence says that it shows only some."""
    odd = sum(bool(_NO_PEER.search(name)) for name in _names(grid))
    return bool(_PART.search(sentence) or _CLAUSE.search(sentence) or _BESIDE.match(sentence)) or 0 < odd < said


def _held(
    document: Document, grid: Grid, index: int, text: str, match: re.Match[str], names: Sequence[str], whole: bool
) -> Iterator[Finding | Agreement]:
    said, rows = read_count(match["n"]), sum(map(_counted, names))
    clause = patterns.split(r"[，,；;。：:]", text[: match.start()])[-1]
    sentence = patterns.split(r"[。\n]", text[match.end() :])[0]
    if said < LEAST or _SOME.search(clause) or _SOME_OF.match(match["noun"] + sentence) or _MAIN.match(sentence):
        return
    noun = match["noun"]
    heads = [_HEAD.sub("", head.label) for head in grid.heads.values() if head.label and not head.role]
    same = any(len(h) >= 2 and (noun.startswith(h) or h.endswith(noun)) for h in heads)
    kin = any(p.fullmatch(h) and p.match(noun) for p in (_BODIES, _PLACES) for h in heads)
    below = bool(_BELOW.search(sentence)) and grid.block - index == 1
    if not below and not ((same or kin) and whole):
        return
    place = document.place_in_paragraph(index, match.start("n"), match.end("unit"))
    printed = match["n"] + match["unit"]
    if said == rows:
        yield Agreement("count.rows", printed, f"表中 {rows} 行", (place,))
    elif rows < said <= sum(map(_may_count, names)) or said - rows == _told_besides(document, grid.block):
        return
    elif abs(said - rows) <= 2 and not (_is_of_fewer(text, match, rows) or _is_of_more(grid, noun + sentence, said)):
        sure = below or (same and abs(said - rows) == 1)
        yield _finding(document, grid, index, match, rows, "medium" if sure else "low")


def _finding(document: Document, grid: Grid, index: int, match: re.Match[str], rows: int, sure: Confidence) -> Finding:
    printed = match["n"] + match["unit"]
    return Finding(
        "count.rows",
        "contradiction",
        sure,
        f"所说的个数与表中行数不符：说 {printed}{match['noun']}，表中 {rows} 行",
        printed,
        f"{rows}{match['unit']}",
        f"表中列出 {rows} 行（不含合计）",
        (
            document.place_in_paragraph(index, match.start("n"), match.end("unit")),
            document.place_in_table(grid.block, grid.rows[0].index, 0),
        ),
        ("表中漏列或多列一行", "文中个数没有随表更新"),
    )
