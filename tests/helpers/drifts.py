"""The planted drifts: each is an error that once passed every test, or one of its kind."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from typing import Any

from planted import Drift, bars, column, given, result_of, swapped, without


def _exchanged_labels(columns: dict[str, Any], one: str, other: str) -> dict[str, Any]:
    return columns | {one: (columns[other][0], columns[one][1]), other: (columns[one][0], columns[other][1])}


def _staff_labels(right: Any) -> Any:
    def wrong(frame: Any, columns: Any, *args: Any, **named: Any) -> Any:
        if "approved_count" in columns:
            columns = _exchanged_labels(dict(columns), "approved_count", "actual_count")
        return right(frame, columns, *args, **named)

    return wrong


def _first_dropped(items: Any) -> Any:
    return items[1:] if isinstance(items, list) else items.iloc[1:]


def _without(name: str) -> Any:
    return lambda right: lambda **figures: right(**{key: value for key, value in figures.items() if key != name})


def _truncated(right: Any) -> Any:
    def wrong(value: Any, places: int = 2) -> Any:
        return Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_DOWN)

    return wrong


def _in_yuan(right: Any) -> Any:
    return lambda yuan, places=2: right(yuan * 10000 if yuan == yuan and yuan is not None else yuan, places)


def _half_a_point_more(right: Any) -> Any:
    def wrong(*args: Any, **named: Any) -> Any:
        score = right(*args, **named)
        if score.score:
            score.score = score.literal = score.score - Decimal("0.5")
        return score

    return wrong


def _grey(right: Any) -> Any:
    return lambda **layout: right(**layout).update_layout(paper_bgcolor="#eeeeee")


def _no_formats(right: Any) -> Any:
    return lambda self, style="text", **look: right(self, "text", **look)


def _shifted_formulas(right: Any) -> Any:
    return lambda self, row, column, formula, *rest, **look: right(
        self, row, column, formula.replace("$2", "$3").replace("D3", "D4"), *rest, **look
    )


def _sign_lost(right: Any) -> Any:
    return lambda current, previous: right(previous, current)


def _of_initial(right: Any) -> Any:
    def wrong(lines: Any) -> Any:
        done = right(lines)
        return done.assign(execution_rate=done["executed_yuan"] / done["initial_budget_yuan"].where(lambda x: x != 0))

    return wrong


def _not_warned(right: Any) -> Any:
    def wrong(*args: Any, **named: Any) -> Any:
        examined = right(*args, **named)
        examined.result.problems = [found for found in examined.result.problems if found.severity != "note"]
        return examined

    return wrong


def drift(name: str, told_in: str, where: str = "", wrap: Any = None, edit: Any = None, gate: bool = False) -> Drift:
    """A drift; kinds of texts are separated by spaces."""
    return Drift(name, frozenset(told_in.split()), where, wrap, edit, gate)


def _shift(rows: Any) -> Any:
    return column("source_row", lambda row: row + 1)(rows)


DRIFTS = [
    drift("budget bars ten times too long", "figures", "charts.budget:budget_steps",
          result_of(bars(lambda numbers: [number * 10 for number in numbers]))),
    drift("satisfaction shares wrong", "figures", "charts.satisfaction:satisfaction_levels",
          result_of(bars(lambda numbers: [number / 2 for number in numbers]))),
    drift("requests drawn in the wrong order", "figures", "charts.requests:requests_by_category",
          result_of(bars(lambda numbers: numbers[::-1]))),
    drift("rate drawn for the average", "figures", "charts.four_rates:rates_against_average",
          given(lambda rates: rates.assign(printed_rate=rates["average_rate"]))),
    drift("another paper colour", "figures", "charts.theme:figure", _grey),
    drift("编制 and 实有 exchanged", "page", "publish.page.blocks:table_html", _staff_labels),
    drift("万元 printed in 元", "page", "publish.words.format:wan", _in_yuan),
    drift("percentages truncated", "page", "publish.words.format:rounded", _truncated),
    drift("增长 and 下降 exchanged", "page", "publish.words.sentences:growth_sentence", result_of(swapped("增长", "下降"))),
    drift("growth of the wrong year", "page", "indicators.change:growth", _sign_lost),
    drift("execution of the initial budget", "page", "indicators.budget:budget_execution", _of_initial),
    drift("weighted satisfaction off", "page", "indicators.satisfaction:survey_indices",
          result_of(column("value", lambda value: value - Decimal("0.01") if value is not None else value))),
    drift("source_row off by one", "tables csv", "checks.gate:write_table", given(_shift), gate=True),
    drift("a note of the gate lost", "records page", "checks.gate:examine", _not_warned, gate=True),
    drift("合计 and 小计 exchanged in the csv", "csv", "publish.words.csv_text:csv_text", result_of(swapped("合计", "小计"))),
    drift("two sections deleted", "page figures", edit=without("show_satisfaction", "show_plan_and_goals")),
    drift("half a point less", "scorecard page workbooks", "scoring.score:score_indicator", _half_a_point_more),
    drift("a finding lost", "page records", "audit.unit:unit_findings", result_of(_first_dropped)),
    drift("a download not offered", "page", "publish.page.provenance:downloads", result_of(_first_dropped)),
    drift("number formats of the papers lost", "workbooks", "model.books.book_formats:Formats.cell", _no_formats),
    drift("formulas one row off", "workbooks", "model.books.pen:Pen.put_formula", _shifted_formulas),
    drift("form filled in the wrong order", "workbooks documents", "publish.forms.form_layout:points",
          result_of(lambda text: text[::-1])),
    drift("a figure missing in the record", "records", "publish.page.blocks:record", _without("execution_rate")),
]  # fmt: skip
