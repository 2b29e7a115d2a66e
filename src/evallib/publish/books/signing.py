"""A paper to sign (签署): who prepared and reviewed, a summary on one page, the list of evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from evallib.model.books.pen import Pen
from evallib.publish.books.index_numbers import block_number
from evallib.publish.books.paper_block import SIGN_LINE
from evallib.publish.books.paper_table import ScoreTable
from evallib.publish.words import format as fmt
from evallib.scoring.indicator_score import STATUS_LABELS, IndicatorScore
from evallib.scoring.scorecard import Scorecard

SIGNERS = ("编制人", "编制日期", "复核人", "复核日期", "批准人", "批准日期")
SUMMARY_HEAD = (("项目", 44), ("分值", 12), ("得分", 12), ("得分率", 12), ("说明", 60))
EVIDENCE_HEAD = (("证据编号", 10), ("文件", 26), ("工作表", 16), ("支持的指标", 34), ("文件指纹（SHA-256）", 66))
MOST_LOST = 12
BLANK = "________________"


def write_signers(pen: Pen, row: int) -> int:
    """Lines to sign on the cover; returns the next row."""
    for number, label in enumerate(SIGNERS):
        pen.put(row + number, 0, label, bold=True)
        pen.put(row + number, 1, BLANK)
    return row + len(SIGNERS)


def write_summary(pen: Pen, card: Scorecard, scored: ScoreTable) -> None:
    """Result, levels, largest losses and what was judged, on one page; all of it follows the score table."""
    pen.open(f"{card.title} 评分汇总", SUMMARY_HEAD)
    row = 2
    for level in (one for one in card.levels.values() if one.depth == 1):
        at = scored.levels[level.code]
        pen.put(row, 0, f"{level.code} {level.name}")
        pen.put(row, 1, level.weight, "points")
        shown = "待补充" if level.score is None else level.score
        pen.put_formula(row, 2, scored.cell("H", at), shown, "points")
        _rate(pen, row, level.rate)
        pen.put(row, 4, "")
        row += 1
    row = _losses(pen, row, card, scored)
    for name, note in _remarks(card):
        for column, text in enumerate((name, "", "", "", note)):
            pen.put(row, column, text)
        row += 1
    pen.put(row, 0, "总分", bold=True)
    pen.put(row, 1, card.framework.full_score, "points", bold=True)
    pen.put_formula(row, 2, scored.total, "待补充" if card.total is None else card.total, "points", bold=True)
    for at, column in ((row, 3), (row, 4), (row + 1, 1), (row + 1, 3), (row + 1, 4)):
        pen.put(at, column, "")
    pen.put(row + 1, 0, "等级", bold=True)
    pen.put_formula(row + 1, 2, scored.grade, card.grade or "待定", "text", bold=True)
    pen.put(row + 3, 0, SIGN_LINE)
    pen.sheet.fit_to_pages(1, 1)


def _losses(pen: Pen, row: int, card: Scorecard, scored: ScoreTable) -> int:
    """The indicators that lost most, looked up by their place, so that another one comes up where the data change."""
    lost = sorted((score for score in card.scores.values() if score.lost), key=lambda score: -(score.lost or 0))
    for place in range(1, min(MOST_LOST, len(card.scores)) + 1):
        at = f"MATCH({place},{scored.column('O')},0)"

        def found(what: str, at: str = at) -> str:
            return f'IFERROR({what.replace("@", at)},"")'

        score = lost[place - 1] if place <= len(lost) else None
        name = f"　失分 {score.indicator.code} {score.indicator.name}" if score else ""
        note = (
            f"失 {fmt.points(score.lost)} 分；{STATUS_LABELS[score.status]}；{block_number(score.indicator.code)}"
            if score
            else ""
        )
        told = (
            f'"失 "&TEXT(INDEX({scored.column("N")},@),"0.00")&" 分；'
            f'"&INDEX({scored.column("K")},@)&"；"&INDEX({scored.column("M")},@)'
        )
        pen.put_formula(row, 0, found(f'"　失分 "&INDEX({scored.column("P")},@)'), name, "text")
        pen.put_formula(row, 1, found(f"INDEX({scored.column('E')},@)"), score.weight if score else "", "points")
        pen.put_formula(row, 2, found(f"INDEX({scored.column('H')},@)"), _shown(score), "points")
        _rate(pen, row, score.rate if score else None)
        pen.put_formula(row, 4, found(told), note, "text")
        row += 1
    if len(card.scores) > MOST_LOST:
        column = scored.column("N")
        more = f'COUNTIF({column},">0")-{MOST_LOST}'
        least = f"SUM({column})-SUMPRODUCT(LARGE({column},ROW($1:${MOST_LOST})))"
        rest = lost[MOST_LOST:]
        name = f"　其余 {len(rest)} 个指标" if rest else ""
        note = f"共失 {fmt.points(sum((s.lost or Decimal(0) for s in rest), Decimal(0)))} 分" if rest else ""
        pen.put_formula(row, 0, f'IF({more}>0,"　其余 "&({more})&" 个指标","")', name, "text")
        pen.put_formula(row, 4, f'IF({more}>0,"共失 "&TEXT({least},"0.00")&" 分","")', note, "text")
        row += 1
    return row


def _shown(score: IndicatorScore | None) -> Decimal | str:
    return "" if score is None or score.score is None else score.score


def _rate(pen: Pen, row: int, rate: Decimal | None) -> None:
    formula = f'IF(AND(ISNUMBER(C{row + 1}),ISNUMBER(B{row + 1})),C{row + 1}/B{row + 1},"")'
    pen.put_formula(row, 3, formula, rate, "percent", num_format="0.00%")


def _remarks(card: Scorecard) -> Iterator[tuple[str, str]]:
    if card.overrides:
        yield "　采用人工评定的指标", "、".join(score.indicator.code for score in card.overrides)
    if card.problems:
        yield "　待补充", f"{len(card.problems)} 项，见各指标"


def write_evidence(pen: Pen, card: Scorecard, hashes: Mapping[str, str]) -> None:
    """Every sheet that a score stands on, the indicators that it carries, and the fingerprint of its file."""
    pen.open("证据清单", EVIDENCE_HEAD)
    for row, ((file, sheet), codes) in enumerate(
        evidence_of([*card.scores.items(), *card.adjustments.items()]).items(), start=2
    ):
        pen.put(row, 0, f"ZJ-{row - 1}")
        pen.put(row, 1, file)
        pen.put(row, 2, sheet)
        pen.put(row, 3, "、".join(codes))
        pen.put(row, 4, hashes.get(file, ""))


def evidence_of(scores: list[tuple[str, IndicatorScore]]) -> dict[tuple[str, str], list[str]]:
    """Codes of indicators by file and sheet that they draw on; what is in no cell under where it was said to be."""
    found: dict[tuple[str, str], list[str]] = {}
    for code, score in scores:
        places = {(item.source.file, item.source.sheet) for item in score.inputs if item.source and item.source.file}
        for place in sorted(places) or ([("评分数据", score.entry.source)] if score.entry.source else []):
            found.setdefault(place, []).append(code)
    return found
