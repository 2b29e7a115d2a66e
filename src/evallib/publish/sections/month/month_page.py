"""The monthly report (工单月报): which month of whose requests, frozen at its end, and the tables it is made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

import pandas as pd

from evallib.indicators.repeated_matters import repeated
from evallib.indicators.request_counts import during
from evallib.indicators.request_states import frozen
from evallib.indicators.workload import is_comparable
from evallib.intake.requests.store import keep
from evallib.intake.requests.tally import Tally
from evallib.model.periods import Period
from evallib.model.periods import month as month_period
from evallib.model.workspace.evaluation_years import in_year_of
from evallib.model.workspace.unit_info import UnitInfo
from evallib.model.workspace.units import UnitYear, Workspace
from evallib.publish.sections.orders.request_page import RequestPage, open_page
from evallib.publish.words.columns import Columns

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import plotly.graph_objects as go

AGENCY, UNIT = "agency_responsible", "unit"
#: Names of 居民委员会 and 村民委员会 and what is short for them.
NEIGHBOURHOOD = re.compile(r"居委|居民区|居民委员会|村委|村民委员会|(?:社区|村|居)$")
NEIGHBOURHOODS, DEPARTMENTS = "居村", "职能部门"
#: Columns that the tables and lists of the report use.
NEEDED = (
    "service_request_id", "unit", "source", "service_name", "service_subtype", "title", "description", "community",
    "caller_id", "requested_datetime", "expected_datetime", "closed_datetime", "sampled_datetime", "agency_responsible",
    "status", "was_reached", "was_contacted", "resolution", "satisfaction", "is_red_light", "is_repeated",
    "returned_count", "is_closed", "is_returned", "is_synthetic", "state", "is_excused", "is_valid", "latitude",
    "longitude",
)  # fmt: skip
#: Columns that only words and lists need.
TEXTS = frozenset({"title", "description"})
#: Columns that repeated matters are told by.
MATTERS = ("caller_id", "service_name", "service_subtype", "community", "requested_datetime", "is_repeated", "is_valid")


@dataclass(frozen=True)
class MonthTable:
    """One table of the report, for the page, the Excel and a Word report alike.

    Args:
        name: e.g. ``agencies``.
        section: heading of the section that it belongs to.
        title: its caption without unit and month.
        frame: the rows, with what may not be published taken out.
        columns: column name → (Chinese header, formatter).
        sentences: what the table says, the verdict first.
        draw: draws the rows; None where nothing is drawn.
    """

    name: str
    section: str
    title: str
    frame: pd.DataFrame
    columns: Columns
    sentences: tuple[str, ...] = ()
    draw: Callable[[pd.DataFrame], go.Figure] | None = None


@dataclass(frozen=True)
class MonthPage:
    """What the sections of a monthly report need.

    Args:
        page: the requests of the months that are compared, as they were known at the end of the month, without their
            texts; its period is the month.
        whole: all requests as they were known at the end of the month; read when something is counted or listed.
        moment: the end of the month, or of the data where that is earlier: the figures are frozen there.
        group: what the measures are compared by: agencies of a unit, units of a district.
        neighbourhoods: names of 居村 that do not tell it themselves.
        targets: what each rate is held against, by its name in code.
    """

    page: RequestPage
    whole: ir.Table
    moment: datetime
    group: str = AGENCY
    neighbourhoods: frozenset[str] = field(default_factory=frozenset)
    targets: Mapping[str, float] = field(default_factory=dict)
    memo: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, name: str, make: Callable[[], Any]) -> Any:
        """What `make` gives, made when first asked for: many sections rest on the same counts."""
        if name not in self.memo:
            self.memo[name] = make()
        return self.memo[name]

    @property
    def period(self) -> Period:
        """The month."""
        return self.page.period

    @property
    def tally(self) -> Tally | None:
        """What became of the rows that were handed in."""
        return self.page.tally

    @property
    def label(self) -> str:
        """What the measures are compared by, in Chinese."""
        return "主责部门" if self.group == AGENCY else self.page.noun

    def is_comparable(self, span: Period) -> bool:
        """Whether the month can be compared with another one; see `evallib.indicators.workload.is_comparable`.

        One that begins behind the end of the data with none: it has no requests because nobody knows them.
        """
        there: bool = self.once(f"comparable {span.label}", lambda: is_comparable(self.page.cases, self.period, span))
        return there and self.moment.date() >= self.period.start

    @property
    def repeated(self) -> ir.Table:
        """The repeated matters of the month, found once; see `evallib.indicators.repeated_matters`."""
        names = [name for name in MATTERS if name in self.whole.columns]
        found: ir.Table = self.once("repeated", lambda: keep(repeated(self.whole.select(*names), self.period)))
        return found

    @property
    def is_partial(self) -> bool:
        """Whether the data end before the month does."""
        return self.moment < month_end(self.period)

    def kind_of(self, name: Any) -> str:
        """Which group a unit is ranked in: 居村 and 职能部门 apart; towns together."""
        if self.group != AGENCY:
            return self.label
        text = str(name)
        return NEIGHBOURHOODS if text in self.neighbourhoods or NEIGHBOURHOOD.search(text) else DEPARTMENTS


def month_end(period: Period) -> datetime:
    """The last second of a period.

    >>> month_end(month_period(2023, 9)).isoformat()
    '2023-09-30T23:59:59'
    """
    return datetime(period.end.year, period.end.month, period.end.day) - timedelta(seconds=1)


def open_month(at: UnitYear | Workspace, month: str | None, *older: str) -> MonthPage | None:
    """The monthly report of a unit, or of all units (`at` without a unit); None where no requests were handed in.

    Args:
        at: a unit, or none for the district; the month says in which year's folder its requests lie.
        month: e.g. ``2023-09``.
        older: notebooks of an older workspace hand over the workspace, the unit and the month, which then stands here.

    Raises:
        ValueError: the month is not written like that.
    """
    if isinstance(at, Workspace):
        at, month = at.at(month, int(older[0][:4])), older[0]
    assert month is not None
    year, number = (int(part) for part in month.split("-"))
    period = month_period(year, number)
    page = open_page(in_year_of(at, month), period=period)
    if page is None:
        return None
    infos = [at.workspace.unit_info(name) for name in ([at.unit] if at.unit else at.workspace.units())]
    return month_of(page, infos, AGENCY if at.unit else UNIT)


def month_of(page: RequestPage, infos: Sequence[UnitInfo] = (), group: str = AGENCY) -> MonthPage:
    """The monthly report of a page whose period is a month, frozen at its end.

    Args:
        page: its requests and period.
        infos: the units; their 居村, and the targets that all of them share.
        group: what the measures are compared by.
    """
    neighbourhoods = frozenset(name for info in infos for name in info.neighbourhoods)
    targets = dict(set.intersection(*(set(info.targets.items()) for info in infos))) if infos else {}
    period, moment = page.period, min(page.as_of, month_end(page.period))
    cases = page.cases
    columns = [name for name in NEEDED if name in cases.columns]
    whole = frozen(cases.select(*columns), moment)
    # The month, the one before and the one of a year before are read once, without their texts; by other times than
    # that of receipt only where a rate is counted by them. What rests on more of the past reads it itself, a few
    # columns.
    spans = (Period(period.period_before().start, period.end), period.year_before())
    times = dict.fromkeys(["requested", *(rule.cohort for rule in page.rules)])
    told = [during(whole[f"{name}_datetime"], span) for name in times for span in spans]
    counted = [name for name in columns if name not in TEXTS]
    still = replace(page, cases=keep(whole.filter(reduce(or_, told)).select(*counted)), as_of=moment)
    return MonthPage(still, whole, moment, group, neighbourhoods, targets)


def change_words(rate: Any) -> str:
    """A change in per cent as a reader says it.

    >>> change_words(0.1234), change_words(-0.05), change_words(0), change_words(None)
    ('上升 12.34%', '下降 5.00%', '持平', '无可比数据')
    >>> change_words(0.00004)  # 0.00% as it would be printed
    '持平'
    """
    from evallib.publish.words import format as fmt

    if rate is None or pd.isna(rate):
        return "无可比数据"
    value = float(rate)
    return f"{'上升' if value > 0 else '下降'} {fmt.pct(abs(value))}" if fmt.rounded(value, 4) else "持平"
