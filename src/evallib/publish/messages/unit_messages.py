"""The messages of a unit's page (单位结论): one set of sentences for the page, the index and the documents.

Every sentence about a figure is made once, in the module of its family; whoever needs it takes it from here, so that
no two places say different things of one figure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TypeVar

from evallib.publish.messages import (
    cases,
    doubts,
    failures,
    losses,
    money,
    orders,
    rates,
    resources,
    scores,
    surveys,
    trust,
)
from evallib.publish.messages.message import Message, Thing, Trust

if TYPE_CHECKING:
    from evallib.publish.unit_figures import UnitFigures

Known = TypeVar("Known")
#: How the three things are ranked, as it is told beside them.
ORDER = "按影响大小和数据支撑程度排列，数据存疑的列后"
MOST = 3


@dataclass(frozen=True)
class UnitMessages:
    """What a unit's figures say; everything is made when it is first asked for.

    Args:
        page: what the page shows (`evallib.publish.unit_figures.UnitFigures`).
    """

    page: UnitFigures

    @property
    def title(self) -> str:
        """Title of the page and of what is made from it."""
        kind = (
            "绩效自评摘要"
            if scores.self_evaluated(self.page)
            else "绩效评价摘要"
            if self.page.cards
            else "绩效与热线数据摘要"
        )
        return f"{self.page.name} {self.page.year} 年度{kind}"

    @cached_property
    def things(self) -> list[Thing]:
        """At most three things that matter: effects by size, then doubts; where there is a doubt, one is among them."""
        found = self._things
        effects = sorted((t for t in found if not t.doubtful), key=lambda t: (-round(t.size, 4), not t.carried))
        unsure = [t for t in found if t.doubtful]
        kept = effects[: MOST - bool(unsure)]
        return kept + unsure[: MOST - len(kept)] if len(kept) >= 1 else unsure[:MOST]

    @cached_property
    def _things(self) -> list[Thing]:
        nothing: list[Thing] = []
        return [thing for make in MAKERS for thing in known_part(partial(make, self.page), nothing)]

    @cached_property
    def verdict(self) -> Message:
        """Verdict and grade in one sentence."""
        told = self.rates
        parts = [
            part for part in (told.headline.split("，") if told else []) if "平均" in part and "未公布" not in part
        ]
        against = "，".join([part for part in parts if "未检验" not in part] or parts)
        concern = next((t.subject for t in self.things if t.tag), "")
        counted = self.section("requests") if told is None else None
        return scores.verdict(self.page, concern, against, counted.headline if counted else "")

    @cached_property
    def certainty(self) -> Message | None:
        """How sure the grade is."""
        return scores.certainty(self.page)

    @cached_property
    def rates(self) -> Message | None:
        """The four rates together."""
        return self.section("four-rates")

    @cached_property
    def budget(self) -> Message | None:
        """The budget in one line."""
        return known_part(lambda: money.budget_message(self.page), None)

    @cached_property
    def lost(self) -> Message | None:
        """Points lost."""
        return self.section("scores")

    @cached_property
    def trust(self) -> list[Trust]:
        """What was handed in, what is doubtful, what disagrees, what is missing."""
        return known_part(lambda: trust.trust_line(self.page), [])

    @cached_property
    def missing(self) -> list[str]:
        """What was not handed in."""
        return known_part(lambda: trust.missing_tables(self.page), [])

    def section(self, anchor: str) -> Message | None:
        """The message that heads a section; None where it has nothing to tell.

        Args:
            anchor: four-rates, cases, failures, satisfaction, budget, projects, staff-assets, plan, scores or findings.
        """
        if anchor not in self._told:
            self._told[anchor] = known_part(lambda: SECTIONS[anchor](self.page), None)
        return self._told[anchor]

    @cached_property
    def _told(self) -> dict[str, Message | None]:
        return {}

    def sections(self) -> dict[str, Message]:
        """Every section that has something to tell, by anchor, in the page's order."""
        return {anchor: told for anchor in SECTIONS if (told := self.section(anchor)) is not None}


MAKERS: tuple[Callable[[Any], list[Thing]], ...] = (
    rates.rate_things, surveys.survey_things, cases.case_things, failures.failure_things, money.budget_things,
    doubts.doubt_things,
)  # fmt: skip
SECTIONS: dict[str, Callable[[Any], Message | None]] = {
    "four-rates": rates.rates_message,
    "cases": cases.cases_message,
    "failures": failures.failures_message,
    "requests": orders.orders_message,
    "satisfaction": surveys.surveys_message,
    "budget": money.section_message,
    "projects": money.projects_message,
    "staff-assets": resources.staff_message,
    "plan": resources.plan_message,
    "scores": losses.lost_message,
    "findings": doubts.findings_message,
}


def known_part(part: Callable[[], Known], otherwise: Known) -> Known:
    """A part, or nothing: the section that shows it at length says why it cannot be had."""
    try:
        return part()
    except Exception:  # told by the section itself
        return otherwise
