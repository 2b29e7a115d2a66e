"""Words against tables (文字与表的升降): “2022年预算较2021年增长30%”, “人员经费同比下降”; the table has both years."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evallib.audit.findings import Finding
from evallib.audit.ledger import HUNDRED, Claim, Entry, Formula, Ledger, likeness, make
from evallib.audit.ledger.entries import paragraph_of
from evallib.audit.ledger.tables.cells import Column, Sheet
from evallib.audit.reading.document import Document
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise

_YEARS = re.compile(r"(?P<new>20\d\d)\s*年度?(?P<what>[^，。；\d]{0,12})(?:较|比|与)(?:上年|(?P<old>20\d\d)\s*年度?)?")
#: The same the other way round.
_TURNED = re.compile(
    r"[与同较比](?P<old>20\d\d)\s*年度?相比[，,](?P<new>20\d\d)\s*年度?(?P<what>[^，。；\d]{0,12}?)(?:下降|减少|增长|增加|上升)"
)
_ALL = re.compile("总[额量数计]|合计")
_MUCH = "(?:有所|略有|稍有|小幅|大幅|明显|显著)"
_WORD = "(?P<word>下降|减少|降低|下滑|回落|缩减|增长|增加|上升|上涨|提高)"
_MOVED = (
    re.compile(
        rf"(?P<name>[\u4e00-\u9fff]{{2,12}}?)(?:(?:同比|[较比]上年度?|[较比]20\d\d年度?|与上年度?相比){_MUCH}?|{_MUCH})"
        rf"{_WORD}"
    ),
    # “主要原因是人员经费减少”
    re.compile(
        rf"(?:由于|因|原因[是为]|得益于|系|、)(?P<name>[\u4e00-\u9fff]{{2,10}}?){_WORD}(?=[，。；、,;]|所?致|导致|$)"
    ),
)
_BEFORE, _NOW, _YEAR = re.compile("上年|去年"), re.compile("本年|今年|当年"), re.compile(r"20\d\d")
#: The year that words are about, and not the one that it is held against.
_OWN_YEAR = re.compile(r"(?<![与比较])20\d\d(?=年)")
TITLED, ROW = 0.62, 0.8
#: “其中商品和服务支出下降” behind “比2023年”.
_NAME = re.compile(rf"(?:其中)?(?P<row>[\u4e00-\u9fff]{{2,16}}?)(?:同比|[较比]上年)?{_WORD}了?")
_AGAINST = re.compile(r"[较比与]20\d\d年|[较比与](?:上|去)年|同比")
_PART = re.compile("[月季]|半年")
_UP = frozenset({"增长", "增加", "上升", "上涨", "提高"})
#: Of another time, or not of the whole item.
_OTHER = re.compile("预计|计划|力争|下一?年|中的|其中|占比|比重|[月季]|半年|增速|增幅|降幅")


def growth_claims(ledger: Ledger, sheets: list[Sheet]) -> list[Claim]:
    """Rates of growth whose two amounts stand in a table and not in the text."""
    claims: list[Claim] = []
    pairs = [(sheet, pair) for sheet in sheets if (pair := _two_years(sheet))]
    for entry in ledger.prose if pairs else ():
        if entry.role != "growth" or entry.dimension != "percent" or entry.spot is None or entry.mention.hedge:
            continue
        match = _TURNED.search(entry.spot.gap) or _YEARS.search(entry.spot.gap)
        if not match:
            claims += _of_rows(ledger, entry, pairs)
            continue
        for sheet, (old, new) in pairs:
            if str(match["new"]) not in _year(new) or (match["old"] and match["old"] not in _year(old)):
                continue
            rows = [r for r in sheet.rows if likeness(match["what"], sheet.labels[r]) >= 0.9] if match["what"] else []
            strong = 0.8
            if not rows:
                rows = [r for r in sheet.rows if sheet.kinds[r] == "total"][-1:]
                what = _ALL.sub("", match["what"] or "").strip()
                # “部门支出” of a table whose title says 支出 is most likely its total.
                titled = len(what) > 1 and what[-2:] in sheet.grid.table.title
                strong = 0.8 if what and what in new.label else TITLED if titled else 0.0
            sign = entry.direction or 1
            readings = [
                make(
                    entry,
                    (new.cells[r], old.cells[r]),
                    Formula("change", factor=sign * HUNDRED),
                    "growth.prose",
                    "增长率",
                    strong,
                )
                for r in rows
                if r in new.cells and r in old.cells and old.cells[r].value > 0
            ]
            if readings:
                claims.append(Claim(entry, readings, ("table_growth", entry.index)))
    return claims


def _of_rows(ledger: Ledger, entry: Entry, pairs: Sequence[tuple[Sheet, tuple[Column, Column]]]) -> Iterator[Claim]:
    """“2024年支出比2023年增长4%，其中商品和服务支出下降12.5%”: the row of that name, of the same two years."""
    assert entry.spot is not None
    name = _NAME.fullmatch(entry.spot.head.strip())
    before = patterns.split("[。；\n]", normalise(paragraph_of(ledger.document, entry))[: entry.place.start])[-1]
    if name is None or not _AGAINST.search(before) or _OTHER.search(name["row"]):
        return
    for sheet, (old, new) in pairs:
        rows = [r for r in sheet.rows if normalise(sheet.labels[r]) == name["row"]]
        if len(rows) == 1 and rows[0] in new.cells and rows[0] in old.cells and old.cells[rows[0]].value > 0:
            terms = (new.cells[rows[0]], old.cells[rows[0]])
            formula = Formula("change", factor=(entry.direction or 1) * HUNDRED)
            relation = make(entry, terms, formula, "growth.prose", f"“{name['row']}”增长率", ROW)
            yield Claim(entry, [relation], ("table_growth", entry.index))


def check(document: Document, sheets: list[Sheet]) -> Iterator[Finding]:
    """Words that say an item fell where the table says that it rose, and the reverse."""
    pairs = [(sheet, pair) for sheet in sheets if (pair := _two_years(sheet))]
    if not pairs:
        return
    for index, paragraph in document.paragraphs:
        text = normalise(paragraph.text)
        for match in (m for pattern in _MOVED for m in pattern.finditer(text)):
            clause = patterns.split("[。；]", text[: match.start()])[-1] + match[0]
            years = {m[0] for m in _OWN_YEAR.finditer(clause)}
            for sheet, (old, new) in pairs:
                if _OTHER.search(clause[-24:]) or years - {_year(new)}:
                    continue  # another time
                rows = [r for r in sheet.rows if match["name"].endswith(sheet.labels[r]) and len(sheet.labels[r]) >= 3]
                if len(rows) != 1 or rows[0] not in old.cells or rows[0] not in new.cells:
                    continue
                before, after = old.cells[rows[0]], new.cells[rows[0]]
                if before.value == after.value or (after.value > before.value) == (match["word"] in _UP):
                    continue
                yield _finding(document, index, match, before, after)


def _finding(document: Document, index: int, match: re.Match[str], before: Entry, after: Entry) -> Finding:
    right = "上升" if after.value > before.value else "下降"
    place = document.place_in_paragraph(index, match.start("word"), match.end("word"))
    said = f"“{match['name']}”{before} → {after}"
    return Finding(
        "growth.direction",
        "contradiction",
        "high",
        f"文字与表的升降相反：{said}，文字说“{match['word']}”",
        match["word"],
        right,
        said,
        (place, after.place, before.place),
    )


def _two_years(sheet: Sheet) -> tuple[Column, Column] | None:
    """The columns of two successive years, the earlier first, if the table has exactly one such pair of amounts."""
    dated = [(int(y), c) for c in sheet.columns if not c.is_rate and (y := _year(c))]
    if any(_PART.search(c.label) for _, c in dated):
        return None  # the first months of a year are held against no whole one
    years = {y for y, _ in dated}
    if len(years) == len(dated) and len(dated) >= 2:
        ordered = sorted(dated, key=lambda d: d[0])
        (first, old), (second, new) = ordered[-2:]
        return (old, new) if second == first + 1 else None
    told = [c for c in sheet.columns if not c.is_rate and _BEFORE.search(c.label)]
    now = [c for c in sheet.columns if not c.is_rate and _NOW.search(c.label)]
    return (told[0], now[0]) if len(told) == len(now) == 1 else None


def _year(column: Column) -> str:
    match = _YEAR.search(column.label)
    return match[0] if match else ""
