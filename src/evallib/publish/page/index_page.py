"""The index (总目录): reports/index.html lists every report, to search, sort and filter, also from a file:// address.

The rows stand in the page itself, so that it can be read without a script, printed and searched by the browser;
index.js only hides and reorders them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

from evallib import __version__
from evallib.indicators.four_rates import FOUR_RATES
from evallib.model.workspace.files import write_text
from evallib.model.workspace.units import Workspace
from evallib.publish.page.attention import concerns, concerns_html
from evallib.publish.page.handbook import write_handbook
from evallib.publish.page.sparkline import sparkline
from evallib.publish.words import format as fmt
from evallib.publish.words.notebook_names import notebook_name

TEMPLATES = Path(__file__).parent / "templates" / "index"
TREND = FOUR_RATES["satisfaction_rate"]
NEEDED = {"unit", "year", "name", "status", "page"}
SECTIONS = {"four-rates": "四率", "budget": "预算", "findings": "勾稽"}


def write_index(workspace: Workspace) -> Path:
    """Write the index from the result.json of every report that is there, and the handbook of rates beside it.

    Returns:
        The path of the page.
    """
    page = workspace.reports / "index.html"
    write_text(page, render_index(read_results(workspace.reports)))
    write_handbook(workspace.reports, workspace.root)
    return page


def read_results(reports: Path) -> list[dict[str, Any]]:
    """Every result.json below reports/<year>/<unit>/; one that cannot be read is left out."""
    found = []
    for depth in ("*", "*/*", "*/*/*"):
        for path in reports.glob(f"[12][0-9][0-9][0-9]/{depth}/result.json"):
            with suppress(ValueError):
                data = json.loads(path.read_text(encoding="utf-8"))
                found += [data] if data.keys() >= NEEDED else []
    return found


def render_index(results: Iterable[dict[str, Any]]) -> str:
    """The HTML of the index.

    Args:
        results: contents of result.json files.
    """
    from jinja2 import Environment, FileSystemLoader

    results = list(results)
    trends = _trends(results)
    rows = [_row(result, trends[result["unit"]]) for result in results]
    rows.sort(key=lambda row: (row["district"], row["unit"], _descending(row["period"]), *row["order"]))
    told = any(rate for row in rows for rate in row["rates"])
    if not told:  # a district of bureaus has no columns of dashes
        for row in rows:
            row["rates"] = []
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.get_template("index.html.j2").render(
        rows=rows,
        concerns=concerns_html(found) if (found := concerns(results)) else "",
        rates=list(FOUR_RATES.values()) if told else [],
        executions=any(row["execution"][1] is not None for row in rows),
        trend=TREND,
        units=len({row["unit"] for row in rows if row["unit"]}),
        failed=sum(row["state"] == "failed" for row in rows),
        districts=sorted({row["district"] for row in rows if row["district"]}),
        periods=sorted({row["period"] for row in rows}, reverse=True),
        kinds=list(dict.fromkeys(row["kind"] for row in rows)),
        version=__version__,
    )


def score_text(scores: list[dict[str, Any]]) -> str:
    """The scores of a report in a few words: one as it is, of several their number and range.

    >>> score_text([{"score": "86.72"}])
    '86.72'
    >>> score_text([{"score": "98.00"}, {"score": "100.00"}, {"score": "99.00"}, {"score": None}])
    '4 个项目 98.00–100.00，1 个待补充'
    """
    count, reach = _reach(scores)
    return f"{count} {reach}" if count else reach


def grades_text(scores: list[dict[str, Any]]) -> str:
    """Each grade once.

    >>> grades_text([{"grade": "优"}, {"grade": "优"}, {"grade": None}])
    '优'
    """
    return "、".join(dict.fromkeys(str(row["grade"]) for row in scores if row.get("grade")))


def _reach(scores: list[dict[str, Any]]) -> tuple[str, str]:
    known = sorted(Decimal(str(row["score"])) for row in scores if row["score"] is not None)
    ends = list(dict.fromkeys(fmt.points(score) for score in (known[:1] + known[-1:])))
    open_ = f"，{len(scores) - len(known)} 个待补充" if known and len(known) < len(scores) else ""
    return f"{len(scores)} 个项目" if len(scores) > 1 else "", ("–".join(ends) or fmt.NOTHING) + open_


def _row(result: dict[str, Any], trend: list[tuple[int, float]]) -> dict[str, Any]:
    figures = result.get("figures", {})
    rates = {rate["indicator"]: _rate(rate) for rate in figures.get("four_rates") or []}
    scores = figures.get("scores") or []
    state = "failed" if result["status"] != "ok" else _state(result)
    notebook = result.get("notebook", "unit_summary")
    folder = result.get("folder") or f"{result['year']}/{result['unit']}"
    own = figures.get("trend") or [value for year, value in trend if year <= int(result["year"])]
    execution = figures.get("execution_rate")
    return {
        "unit": result["unit"],
        "name": result["name"] or result["unit"],
        "district": result.get("district", ""),
        "period": result.get("parameters", {}).get("month") or str(result["year"]),
        "kind": result.get("kind") or notebook_name(notebook),
        "order": (notebook != "unit_summary", notebook),  # the report of the year stands before its parts
        "state": state,
        "errors": result.get("errors", 0),
        "warnings": result.get("warnings", 0),
        "error": result.get("error", ""),
        "page": result["page"],
        "rates": [rates.get(name) for name in FOUR_RATES.values()],
        "execution": (fmt.pct(execution), execution),
        "scores": _reach(scores),
        "score": result.get("score"),
        "grades": grades_text(scores) or fmt.NOTHING,
        "findings": figures.get("findings"),
        "spark": sparkline([float(value) for value in own], f"{result['name']} {TREND}") if len(own) > 1 else "",
        "links": _links(result, folder, notebook, bool(figures)),
        "synthetic": bool(figures.get("synthetic")),
    }


def _state(result: dict[str, Any]) -> str:
    return "error" if result.get("errors") else "warning" if result.get("warnings") else "ok"


def _rate(rate: dict[str, Any]) -> dict[str, Any]:
    printed, average = rate["printed_rate"], rate.get("average_rate")
    lower, upper = rate.get("lower"), rate.get("upper")
    interval, outside = "", False
    if printed is not None and lower is not None and upper is not None:
        # an interval of the sample that does not hold the printed rate is named as what it is
        outside = not float(lower) <= float(printed) <= float(upper)
        interval = ("抽查 " if outside else "") + fmt.interval(lower, upper)
    return {
        "value": printed,
        "text": fmt.pct(printed),
        "interval": interval,
        "outside": outside,
        "average": f"{rate.get('average_label') or '平均'} {fmt.pct(average)}" if average is not None else "",
    }


def _links(result: dict[str, Any], folder: str, notebook: str, whole: bool) -> list[tuple[str, str]]:
    page = result["page"]
    links = []
    if page and result["status"] != "ok":
        links.append(("出错处", f"{page}#failure"))
    elif page and whole and notebook == "unit_summary":
        shown = result["figures"].get("sections", SECTIONS)
        links += [(text, f"{page}#{anchor}") for anchor, text in SECTIONS.items() if anchor in shown]
    links += list(result.get("parts", {}).items())
    return [*links, ("运行结果（json）", f"{folder}/result.json")]


def _trends(results: list[dict[str, Any]]) -> dict[str, list[tuple[int, float]]]:
    """One rate of each unit over the years for which there is a report."""
    found: dict[str, dict[int, float]] = defaultdict(dict)
    for result in results:
        for rate in result.get("figures", {}).get("four_rates") or []:
            if rate["indicator"] == TREND and rate["printed_rate"] is not None:
                found[result["unit"]][int(result["year"])] = float(rate["printed_rate"])
    return defaultdict(list, {unit: sorted(values.items()) for unit, values in found.items()})


def _descending(period: str) -> tuple[int, ...]:
    return tuple(-int(part) for part in period.split("-"))
