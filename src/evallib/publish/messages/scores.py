"""What the scores say (得分与等级): the verdict, and how sure it is."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from evallib.publish.messages.message import Message, numeral
from evallib.publish.words import format as fmt
from evallib.scoring.indicator_score import IndicatorScore
from evallib.scoring.scorecard import Scorecard

if TYPE_CHECKING:
    from evallib.publish.unit_figures import UnitFigures

JUDGED = {"override", "judged"}


def card_name(card: Scorecard) -> str:
    """What was scored (评价对象): a form's project, what scoring.yaml says, else the kind that the framework is for.

    >>> from evallib.scoring.inputs.entries import UnitInput
    >>> from evallib.scoring.framework.catalogue import find_framework
    >>> from evallib.scoring.score import score_entries
    >>> empty = UnitInput(unit="x", unit_name="某中心", year=2024, framework="")
    >>> [card_name(score_entries(find_framework(name), {}, empty)) for name in
    ...  ("national-project-2020", "national-department-2013")]
    ['项目支出', '部门整体支出']
    """
    if card.unit.project:
        return card.unit.project.name
    return card.unit.subject or card.framework.name.partition("绩效")[0] or card.framework.name


def self_evaluated(page: UnitFigures) -> bool:
    """Whether the scores are the unit's own (单位自评)."""
    return bool(page.cards) and all(card.unit.project for card in page.cards)


def subjects(cards: list[Scorecard]) -> str:
    """What forms are about, counted: 部门整体支出, 三个项目支出, or both."""
    projects = sum(not (card.unit.project and card.unit.project.is_whole_department) for card in cards)
    whole = [] if projects == len(cards) else ["部门整体支出"]
    return "和".join([*whole, *([f"{numeral(projects)}个项目支出"] if projects else [])])


def printed_total(card: Scorecard) -> Decimal | None:
    """The total that was published or stated for a card."""
    return next((item.score for item in card.unit.published if item.level == "total" and item.score is not None), None)


def judged(card: Scorecard) -> list[IndicatorScore]:
    """Scores that a person gave where the rule says another one or none."""
    return [score for score in card.overrides if score.literal != score.score]


def total_words(page: UnitFigures) -> tuple[str, str]:
    """The score (or its range) and the grade; empty where nothing was scored."""
    totals = sorted(card.total for card in page.cards if card.total is not None)
    grades = list(dict.fromkeys(card.grade for card in page.cards if card.grade))
    if not totals:
        bounds = [bound for card in page.cards for bound in card.bounds]
        return (_range(min(bounds), max(bounds)) if bounds else "", "")
    return _range(totals[0], totals[-1]), "、".join(grades)


def verdict(page: UnitFigures, concern: str = "", rates: str = "", orders: str = "") -> Message:
    """Verdict and grade in one sentence.

    Args:
        page: what the page shows.
        concern: what most needs attention, in a few words.
        rates: what the four rates say; it stands in for a weakness where the scores show none.
        orders: what single requests say, where no rates were published; it stands in for scores that are not there.
    """
    cards = page.cards
    if not cards:
        told = [f"四率中{rates}" if rates else orders, f"最需关注{concern}" if concern else ""]
        unread = sum(problem["severity"] == "error" for problem in page.gate["problems"])
        head = "提交的文件没有全部读入，暂不评定等级" if unread else "未提交评分数据，不评定等级"
        rest = "请先改正没有读入之处" if unread else "只列示已提交的数据"
        return Message(f"{head}；{'，'.join(filter(None, told)) or rest}")
    grades = list(dict.fromkeys(card.grade for card in cards if card.grade))
    if self_evaluated(page):
        head = _own_grades(cards, grades)
        tail = f"{concern}需核实" if concern else ""
        return Message(
            "；".join(
                part for part in (head, "，".join(filter(None, (f"四率中{rates}" if rates else "", tail)))) if part
            )
        )
    card = cards[0]
    if card.total is None:
        return Message(f"{card_name(card)}得分待补充，在 {_range(*card.bounds)} 分之间")
    weak = weakest_level(card)
    head = (
        f"{card_name(card)}绩效为“{card.grade}”" if card.grade else f"{card_name(card)}得 {fmt.points(card.total)} 分"
    )
    parts = [
        head,
        f"短板在{weak[0]}（得分率 {fmt.pct(weak[1])}）" if weak else "",
        f"最需关注{concern}" if concern else "",
    ]
    return Message("，".join(part for part in parts if part))


def _own_grades(cards: list[Scorecard], grades: list[str]) -> str:
    """What units say of themselves: the grades, or the points where no grade can be told yet."""
    who = f"{subjects(cards).replace('项目支出', '项目单位')}自评"
    open_ = sum(not card.grade for card in cards)
    if not grades:
        told = sorted(total for card in cards if (total := card.total or printed_total(card)) is not None)
        points = f" {_range(told[0], told[-1])} 分，" if told else ""
        return f"{who}{points}等级待定"
    claimed = [_grade(card, total) for card in cards if card.grade and (total := printed_total(card)) is not None]
    if claimed and (own := list(dict.fromkeys(filter(None, claimed)))) != grades:
        return f"{who}为{_quoted(own)}，按规则复算为{_quoted(grades)}"
    full = all(card.total == card.framework.full_score for card in cards)
    what = "均为满分，折合" if full else "均为" if len(grades) == 1 and len(cards) > 1 and not open_ else "为"
    rest = f"，{numeral(open_)}个等级待定" if open_ else ""
    return f"{who}{what}{_quoted(grades)}{rest}"


def _quoted(grades: list[str]) -> str:
    return "、".join(f"“{grade}”" for grade in grades)


def weakest_level(card: Scorecard) -> tuple[str, Decimal] | None:
    """The first level with the lowest rate, where it lost points."""
    levels = [level for level in card.levels.values() if level.depth == 1 and level.rate is not None and level.rate < 1]
    if not levels:
        return None
    low = min(levels, key=lambda level: level.rate or Decimal(0))
    return low.name, low.rate or Decimal(0)


def certainty(page: UnitFigures) -> Message | None:
    """How sure the grade is, and why."""
    if not page.cards:
        return None
    return _of_forms(page) if self_evaluated(page) else _of_card(page.cards[0])


def _of_card(card: Scorecard) -> Message:
    scores, judged = list(card.scores.values()), card.overrides
    ruled = [score for score in scores if score.score is not None and score.status not in JUDGED]
    by_rule, weight = _sum(ruled), sum((score.weight for score in judged), Decimal(0))
    head = f"{len(scores)} 项指标中 {len(ruled)} 项按规则计算得 {fmt.points(by_rule)} 分"
    if card.total is None:
        open_ = [score for score in scores if score.score is None]
        lost = sum((score.weight for score in open_), Decimal(0))
        return Message(
            "等级未定", f"{head}，{len(open_)} 项共 {fmt.points(lost)} 分待补充，总分在 {_range(*card.bounds)} 分之间。"
        )
    if not judged:
        return Message("等级有据", f"{head}，全部按规则计算，没有评定分。")
    rest = f"其余 {len(judged)} 项共 {fmt.points(weight)} 分由评价组评定，得 {fmt.points(_sum(judged))} 分"
    least, most = _grade(card, by_rule), _grade(card, by_rule + weight)
    floor = _floor(card, card.grade)
    if least == card.grade and floor is not None:
        higher = "" if most == card.grade else f"，等级不会低于“{card.grade}”"
        return Message(
            "等级有据",
            f"{head}，已达“{card.grade}”的下限（{plain_number(floor)} 分）；{rest}，如何评定只影响分数{higher}。",
        )
    if floor is None:
        return Message("等级未定", f"{head}；{rest}。")
    return Message("等级取决于评定", f"{head}；{rest}，其中 {fmt.points(floor - by_rule)} 分以上即为“{card.grade}”。")


def _of_forms(page: UnitFigures) -> Message:
    scores = [score for card in page.cards for score in card.scores.values()]
    differing = [moved for score in scores if (moved := differs_from_rule(score))]
    open_ = sum(score.literal is None for score in scores)
    same = len(scores) - len(differing) - open_
    text = f"{len(scores)} 项指标" + (f"中 {same} 项按规则复算一致" if differing or open_ else "按规则复算均一致")
    for word, chosen in (("多于", [m for m in differing if m > 0]), ("少于", [m for m in differing if m < 0])):
        if chosen:
            text += f"，{len(chosen)} 项自评扣分{word}规则（共 {fmt.points(abs(sum(chosen, Decimal(0))))} 分）"
    text += f"，{open_} 项规则不能判断" if open_ else ""
    if differing:
        kept = all(_regraded(card, by_rule=True) == _regraded(card, by_rule=False) for card in page.cards)
        text += "，复算后等级不变" if kept else "，复算后等级随之改变"
    return Message("只能确认填报与规则相符", f"{text}；自评未经外部评价，不能代替绩效评价结论。")


def _regraded(card: Scorecard, by_rule: bool) -> str:
    """The grade by the rules alone (where they decide), or by what the form states."""
    total = Decimal(0)
    for score in card.scores.values():
        own = stated(score)
        told = score.literal if by_rule and score.literal is not None else score.score if own is None else own
        total += told or 0
    return _grade(card, total)


def stated(score: IndicatorScore) -> Decimal | None:
    """The score that people gave: an adjustment's, else the published one; None where there is none."""
    if score.entry.override:
        return score.score
    return score.entry.published[0].score if score.entry.published else None


def differs_from_rule(score: IndicatorScore) -> Decimal | None:
    """How many points more were taken off than the rule says; None where they agree or the rule does not decide."""
    told = stated(score)
    if score.literal is None or told is None or score.literal == told:
        return None
    return score.literal - told


def _grade(card: Scorecard, total: Decimal) -> str:
    return next((grade.name for grade in card.framework.grades if total in grade.range), "")


def _floor(card: Scorecard, name: str) -> Decimal | None:
    return next((grade.range.low for grade in card.framework.grades if grade.name == name), None)


def _sum(scores: list[IndicatorScore]) -> Decimal:
    return sum((score.score for score in scores if score.score is not None), Decimal(0))


def _range(low: Decimal, high: Decimal) -> str:
    if low == high:
        return plain_number(low) if low == low.to_integral_value() else fmt.points(low)
    return f"{plain_number(low)}～{plain_number(high)}"


def plain_number(number: Decimal) -> str:
    """A number without trailing zeros."""
    return f"{number.normalize():f}"
