"""The index (总目录): reports/index.html lists every report with status, four rates, scores and links."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from evallib import __version__
from evallib.indicators.four_rates import FOUR_RATES
from evallib.model.files import write_text
from evallib.model.units import Workspace
from evallib.publish import format as fmt

TEMPLATES = Path(__file__).parent / "templates" / "index"


def write_index(workspace: Workspace) -> Path:
    """Write the index from the result.json of every report that is there.

    Returns:
        The path of the page.
    """
    from jinja2 import Environment, FileSystemLoader

    rows = [_row(json.loads(path.read_text(encoding="utf-8"))) for path in workspace.reports.glob("*/*/result.json")]
    rows.sort(key=lambda row: (row["district"], row["unit"], -int(row["year"])))
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
    html = environment.get_template("index.html.j2").render(
        rows=rows,
        rates=list(FOUR_RATES.values()),
        failed=sum(row["status"] != "ok" for row in rows),
        version=__version__,
    )
    page = workspace.reports / "index.html"
    write_text(page, html)
    return page


def _row(result: dict[str, Any]) -> dict[str, Any]:
    figures = result["figures"]
    rates = dict.fromkeys(FOUR_RATES.values(), (fmt.NOTHING, ""))
    for rate in figures.get("four_rates", []):
        average = rate["average_rate"]
        beside = f"（{rate['average_label']} {fmt.pct(average)}）" if average is not None else ""
        rates[rate["indicator"]] = (fmt.pct(rate["printed_rate"]), beside)
    return result | {
        "rates": rates,
        "execution": fmt.pct(figures.get("execution_rate")),
        "scores": score_text(figures.get("scores", [])),
        "findings": figures.get("findings", fmt.NOTHING),
    }


def score_text(scores: list[dict[str, Any]]) -> str:
    """Scores in one cell: each distinct published total once.

    >>> score_text([{"score": "86.72", "grade": None}, {"score": "86.72", "grade": None}])
    '86.72'
    """
    texts = [fmt.points(row["score"]) + (f" {row['grade']}" if row["grade"] else "") for row in scores]
    return "、".join(dict.fromkeys(texts)) or fmt.NOTHING
