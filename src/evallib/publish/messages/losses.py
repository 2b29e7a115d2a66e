"""Where points were lost (失分): every indicator with its loss, and why in half a line."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from evallib.model import patterns
from evallib.publish.messages.message import Message
from evallib.publish.messages.scores import card_name, differs_from_rule, plain_number, self_evaluated, stated
from evallib.publish.words import format as fmt
from evallib.scoring.indicator_score import IndicatorScore
from evallib.scoring.scorecard import Scorecard

if TYPE_CHECKING:
    from evallib.publish.unit_figures import UnitFigures

SHOWN_LOSSES = 6
RULE_LENGTH, SHORT = 27, 12  # half a line


@dataclass(frozen=True)
class Loss:
    """Points lost by one indicator: how many, of how many, and why in half a line."""

    name: str
    lost: Decimal
    weight: Decimal
    why: str
    card: str = ""


def losses(page: UnitFigures) -> list[Loss]:
    """Every indicator that lost points, the most first; of the unit's own forms what they take off themselves."""
    many, own = len(page.cards) > 1, self_evaluated(page)
    found = [
        Loss(score.indicator.name, lost, score.weight, why(score), card_name(card) if many else "")
        for card in page.cards
        for score in card.scores.values()
        if (lost := _lost(score, own))
    ]
    return sorted(found, key=lambda loss: -loss.lost)


def _lost(score: IndicatorScore, own: bool) -> Decimal | None:
    told = stated(score) if own else None
    return score.lost if told is None else score.weight - told


def _lost_by_rule(score: IndicatorScore) -> Decimal | None:
    """Points lost by the rule; what the form took off where the rule does not decide, for nobody knows of more."""
    return _lost(score, own=True) if score.literal is None else score.weight - score.literal


def why(score: IndicatorScore) -> str:
    """Why points were lost, in half a line: the value and the rule, or the reason that a person gave."""
    if score.entry.override:
        if differs_from_rule(score) is not None:
            return f"按规则应得 {fmt.points(score.literal)}，评定 {fmt.points(score.score)}"
        told = _verdict(score.entry.override.reason)
        cause = score.reason.partition("，")[0]
        return _short(f"{cause}，{told}" if len(told) < SHORT and cause and len(cause) < SHORT else told)
    if not score.lost and differs_from_rule(score):
        return f"按规则应得 {fmt.points(score.literal)}，填报 {fmt.points(stated(score))}，没有写原因"
    value = score.value_text if len(score.value_text) <= 12 else ""
    rule = score.indicator.rule_text or ""
    clause = _short(_clause(rule, value), RULE_LENGTH - len(value))
    return clause if value and clause.startswith(value) else "；".join(part for part in (value, clause) if part)


def lost_message(page: UnitFigures) -> Message | None:
    """How many points were lost and where most of them; None where nothing was scored."""
    if not page.cards:
        return None
    found = losses(page)
    total = sum((loss.lost for loss in found), Decimal(0))
    if not found:
        count = sum(len(card.scores) for card in page.cards)
        return Message("无扣分指标", f"{count} 项指标均得满分。", source="指标得分")
    if self_evaluated(page):
        ruled = [score for card in page.cards for score in card.scores.values()]
        should = sum((_lost_by_rule(score) or Decimal(0) for score in ruled), Decimal(0))
        tail = f"，按规则复算应失 {fmt.points(should)} 分" if should != total else ""
        return Message(f"自评失 {fmt.points(total)} 分{tail}", source="项目自评表")
    card = page.cards[0]
    levels = [
        (level.weight - level.score, level.name)
        for level in card.levels.values()
        if level.depth == 1 and level.score is not None
    ]
    most = max(levels, default=None)
    tail = f"，{most[1]}占 {fmt.points(most[0])} 分" if most and len(levels) > 1 else ""
    return Message(f"失 {fmt.points(total)} 分{tail}", levels_text(card), source="指标体系及得分")


def levels_text(card: Scorecard) -> str:
    """The first levels with their scores, in one sentence."""
    told = [
        f"{level.name} {fmt.points(level.score)}／{plain_number(level.weight)}"
        for level in card.levels.values()
        if level.depth == 1
    ]
    return f"{'，'.join(told)}。" if told else ""


def _clause(rule: str, value: str) -> str:
    """The clause of a printed rule that took the points: the one that names the value, else the one that deducts."""
    clauses = [part.strip() for part in rule.replace(";", "；").replace("。", "；").split("；") if part.strip()]
    for wanted in ((value,) if value and not value[0].isdigit() else (), ("扣", "降低", "下降", "每")):
        for clause in clauses:
            if wanted and any(word in clause for word in wanted):
                tail = [
                    part
                    for part in clause.replace(",", "，").split("，")
                    if any(word in part for word in (*wanted, "扣", "得")) and "满分" not in part and "扣完" not in part
                ]
                return "，".join(tail) or clause
    return clauses[-1] if clauses else ""


def _verdict(reason: str) -> str:
    """The part of a person's reason that takes the points off, with the clause before it where there is room.

    >>> _verdict("经查阅资料，部分项目程序不规范，扣 1.00 分；报告未披露项数")
    '部分项目程序不规范，扣 1.00 分'
    """
    for sentence in patterns.split(r"[；;。]", reason):
        parts = [part.strip() for part in patterns.split(r"[，,]", sentence)]
        for place, part in enumerate(parts):
            if patterns.search(r"扣|不得分", part):
                both = "，".join(parts[max(place - 1, 0) : place + 1])
                return both if len(both) <= RULE_LENGTH else part.removeprefix("故")
    return reason


def _short(text: str, length: int = RULE_LENGTH) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else f"{text[: max(length - 1, 1)]}…"
