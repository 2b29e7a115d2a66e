"""Who needs attention (需要关注): units with what matters in each, in the words of their own pages, in a stated order.

Made from what reports recorded, so that neither the index nor the district's page tells another thing than a unit's
page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Any

from evallib.publish.messages.comparing import over_year
from evallib.publish.messages.message import IMPROVE, VERIFY
from evallib.publish.words import format as fmt

MAIN = "unit_summary"
ORDER = "按需改进、需核实、没有读入的件数依次由多到少，相同的按所属区和名称；不是名次"
MOST = 24  # units that are shown with what matters in them; the rest is in the table


@dataclass(frozen=True)
class Concern:
    """What matters in a unit.

    Args:
        page: address of its newest report, from reports/.
        things: (headline, tag, anchor) of its report.
        changes: the four rates against the year before, in one line; empty where there is no report of it.
        unread: errors of its tables.
    """

    name: str
    district: str
    year: int
    page: str
    verdict: str
    things: tuple[tuple[str, str, str], ...]
    changes: str
    missing: int
    unread: int = 0

    @property
    def order(self) -> tuple[Any, ...]:
        """The stated order."""
        tags = [tag for _, tag, _ in self.things]
        return (-tags.count(IMPROVE), -tags.count(VERIFY), -self.unread, self.district, self.name)


def concerns(results: Iterable[dict[str, Any]], year: int | None = None) -> list[Concern]:
    """What matters in each unit, by its newest report, in the stated order.

    Args:
        results: contents of result.json files.
        year: only reports of this year.
    """
    years: dict[str, dict[int, dict[str, Any]]] = {}
    for result in results:
        if result.get("notebook", MAIN) == MAIN and result["status"] == "ok" and result.get("page"):
            years.setdefault(result["unit"], {})[int(result["year"])] = result
    found = []
    for own in years.values():
        newest = max(own) if year is None else year
        if newest not in own or not own[newest].get("figures", {}).get("verdict"):
            continue
        result = own[newest]
        figures = result["figures"]
        things = tuple((item["headline"], item["tag"], item["anchor"]) for item in figures.get("things") or [])
        found.append(
            Concern(
                result["name"],
                result.get("district", ""),
                newest,
                result["page"],
                figures["verdict"],
                things,
                _changes(figures, own.get(newest - 1, {}).get("figures", {})),
                len(figures.get("missing") or []),
                int(result.get("errors") or 0),
            )
        )
    return sorted(found, key=lambda item: item.order)


def concerns_html(found: list[Concern], up: str = "", noun: str = "单位") -> str:
    """The list as HTML.

    Args:
        found: as `concerns` gives them.
        up: address of reports/ from the page.
        noun: what the units are called together.
    """
    items = "".join(_item(concern, up) for concern in found[:MOST])
    rest = f"<p>其余 {len(found) - MOST} 个{noun}见下表。</p>" if len(found) > MOST else ""
    return f'<p class="source">排列：{ORDER}。</p><ol class="concerns">{items}</ol>{rest}'


def _item(concern: Concern, up: str) -> str:
    page = escape(f"{up}{concern.page}")
    things = "".join(
        f'<li><a href="{page}#{escape(anchor)}">{escape(headline)}</a>'
        f"{f'<span class=tag>{escape(tag)}</span>' if tag else ''}</li>"
        for headline, tag, anchor in concern.things
    )
    changes = f'<p class="changes">{escape(concern.changes)}</p>' if concern.changes else ""
    return (
        f'<li><h3><a href="{page}">{escape(concern.name)}</a> <small>'
        f"{escape(concern.district)} {concern.year} 年</small></h3>"
        f"<p>{escape(concern.verdict)}。</p><ul>{things}</ul>{changes}</li>"
    )


def _changes(now: dict[str, Any], before: dict[str, Any]) -> str:
    then = {rate["indicator"]: rate for rate in before.get("four_rates") or []}
    told, untested = [], False
    for rate in now.get("four_rates") or []:
        previous = then.get(rate["indicator"])
        if previous is None or rate["printed_rate"] is None or previous["printed_rate"] is None:
            continue
        change = over_year(_row(rate), _row(previous))
        told.append(f"{rate['indicator']} {fmt.signed_points(change.change)}")
        untested = untested or bool(change.caveat)
    tail = "；没有两年的抽查数，未检验" if untested else ""
    return f"较上年（百分点）：{'，'.join(told)}{tail}" if told else ""


def _row(rate: dict[str, Any]) -> dict[str, Any]:
    """A recorded rate as a row that can be compared: numbers, not texts."""
    numbers = {
        name: None if rate.get(name) is None else float(rate[name])
        for name in ("lower", "upper", "numerator", "denominator")
    }
    return numbers | {"printed_rate": Decimal(str(rate["printed_rate"]))}
