"""Offers (录入建议): which figures of a paragraph could be in a table, in which column, beside which name, and why.

Nothing is stored by an offer: a person takes it over, or leaves it. A figure of a target, a share or a change is
offered for no column that tells what was reached.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from evallib.model import patterns
from evallib.parsing.claims.passages import Spot, clean_label, read_passage

_RATE = re.compile(
    "(?:先行|首次)?联系率|按[时期]办结率|(?:诉求|实际)?解决率|(?:市民|群众|公众|服务对象|总体|"
    "综合)?满意(?:率|度)|(?:按时)?接[通起]率|办结率|结案率|签收率|响应率|回访率"
)
_AVERAGE = re.compile("平均|均值|全[区市县省]")
_NO_RESULT = re.compile(
    "目标|计划(?!财政)|不低于|不少于|不高于|同比|环比|较上年|比上年|增[长加减幅]|下降|减少|上升|提高|降低|"
    "占比?$|占(?!道|地|用)[^，。]{0,8}$|其中占(?!道|地)|扣|得分|权重|标准|每[件人次]|人均|平均每"
)
_MONEY = re.compile(
    "(?P<spent>预算执行(?!率)|(?:实际)?(?:执行|支[出付]|使用|列支|拨付)(?!率|预算|进度)|决算)(?:数|额|金额|"
    "资金|总额)?|预算(?!执行)(?:数|额|金额|资金|总额|安排|批复数?|核定)?|安排(?:财政)?资金"
)
_SPENDING = re.compile("基本支出|项目支出|人员经费|公用经费|三公经费|“三公”经费")
_COPULA = re.compile(r"(?:主要|分别)*[是为](?!民)|较[多高]的|包[含括]|其中|涉及")
_LEAD = re.compile("^(?:共?计|由|等|产生|对|将|被|从)+")
_INITIAL = re.compile(r"年初(?:部门)?(?:批复)?预算|年初(?:批复|安排|下达)|(?:批复|申报)预算")
_EXECUTION_RATE = re.compile(r"(?:预算)?(?:执行|支出|完成)率[^，。；]{0,4}$")
_MONEY_WORDS = re.compile(
    r"(?:19|20)\d\d年度?|年初|调整后?|追加后|全年|年度|年末|部门|财政|批复|核定|安排|(?:实际)?(?:支出|执行|支付|"
    r"拨付|使用|列支)|决算|预算|资金|数额?|金额|总额|合计|共计|累计|为|共|计|数|的|[，。；：:\s]"
)
_CLOSED = re.compile("办结|结案|处置完成|已处置|完成")
_CASES = frozenset(["件", "封", "条", "起", "宗", "例", "通", "件次", "处"])
_PEOPLE = frozenset(["人", "名", "位", "个"])
_APPROVED, _ACTUAL = re.compile("编制|核定|核编|额定"), re.compile("实有|在编|在岗|现有|在职|聘用|招录|到岗|实际")
_POSTS = re.compile("(?:实有?|现有?|在[编岗职]|核定|核编|共有?|人员?)+$")
_LEVEL = re.compile(
    "((?:非常|比较|较为?|很|基本|十分)?满意|(?:非常|比较|较为?|很|不太|十分)?不?满意|"
    r"一般|说不清|不了解)(?![度率])[^，。；、\d]{0,6}$"
)
_CHANGED = re.compile(
    r"(?:同比|较上年|比上年|与上年相比)[^，。；\d]{0,6}(?P<way>增[长加]|上升|减少|下降)[^，。；\d]{0,3}$"
)
LONGEST, FARTHEST = 18, 5


@dataclass(frozen=True, slots=True)
class Offer:
    """A figure that could stand in a table.

    Args:
        table: the table kind.
        column: its column.
        name: what the row would be called.
        text: the figure as printed, with its unit.
        start, end: where it stands in the paragraph.
        evidence: the words that say so.
    """

    table: str
    column: str
    name: str
    text: str
    start: int
    end: int
    evidence: str


def find_offers(text: str) -> list[Offer]:
    """The offers of a paragraph, in its order.

    >>> for o in find_offers("市民满意率92.65%，全区平均90.1%；共受理投诉1205件，办结1198件。"):
    ...     print(o.table, o.column, o.name, o.text)
    four_rates rate 市民满意率 92.65%
    four_rates average_rate 市民满意率 90.1%
    case_counts cases_count 受理投诉 1205件
    case_counts closed_count 受理投诉 1198件
    >>> for o in find_offers("河道管护项目年初预算120万元，调整后预算118万元，实际支出117.5万元。"):
    ...     print(o.column, o.name, o.text)
    initial_budget_yuan 河道管护项目 120万元
    adjusted_budget_yuan 河道管护项目 118万元
    executed_yuan 河道管护项目 117.5万元
    >>> find_offers("满意率目标不低于90%，较上年提高2%。")
    []
    >>> [(o.table, o.name, o.text) for o in find_offers("发放满意度调查问卷320份，其中很满意180份，满意度为91.33%。")]
    [('survey_answers', '很满意', '180份')]
    """
    reading = _Reading()
    return [offer for spot in read_passage(text) for offer in reading.offers(spot)]


class _Named:
    """Of what the figures of one sort are told: a whole, after 其中 its parts, and the whole again."""

    def __init__(self) -> None:
        self.name = self.whole = ""
        self.amount = self.most = Fraction(0)
        self.told = True

    def tell(self, name: str, spot: Spot) -> str:
        """A name with its amount: that of a whole, or of a part of it after 其中 and as long as it is no more."""
        value = spot.mention.value
        if "其中" in spot.gap and self.name and value <= self.amount and not self.whole:
            self.whole, self.most = self.name, self.amount
        elif "其中" not in spot.gap and value > self.most:
            self.whole = ""
        self.name, self.amount, self.told = name, value, False
        return name

    def again(self, spot: Spot) -> str:
        """Whose an amount without a name is: of a part no more is done or spent than there is of it."""
        if self.whole and spot.mention.value > self.amount:
            self.name, self.amount, self.whole = self.whole, self.most, ""
        self.told = True
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether a rate may be that of the whole as well as that of its last part."""
        return bool(self.whole) and not self.told


class _Reading:
    """The figures of a paragraph one after another, and the name that the last one was told of."""

    def __init__(self) -> None:
        self.rate = ""
        self.cases, self.line = _Named(), _Named()
        self.sentence = -1
        self.survey = False

    def offers(self, spot: Spot) -> Iterator[Offer]:
        """What one figure may be; nothing where the words say that it is a target, a share or a change."""
        if spot.sentence != self.sentence:
            self.sentence, self.rate, self.survey = spot.sentence, "", False
        self.survey |= "问卷" in spot.gap
        if rates := _RATE.findall(spot.gap):
            self.rate = rates[-1]
        if spot.mention.hedge:
            return
        if _NO_RESULT.search(spot.head):
            yield from self._changed(spot)
            return
        match spot.mention.dimension:
            case "percent":
                yield from self._percent(spot)
            case "money":
                yield from self._money(spot)
            case "count":
                yield from self._count(spot)

    def _changed(self, spot: Spot) -> Iterator[Offer]:
        """Cases more or fewer than the year before; the share of a level in a survey, which is told as one."""
        mention = spot.mention
        if mention.dimension == "count" and mention.unit in _CASES and self.cases.name and _CHANGED.search(spot.head):
            yield _offer(spot, "case_counts", "change_count", self.cases.again(spot))
        elif mention.dimension == "percent" and "占" in spot.head and (level := _LEVEL.search(spot.head)):
            yield _offer(spot, "survey_answers", "answers_rate", level[1])

    def _percent(self, spot: Spot) -> Iterator[Offer]:
        if self.line.name and _EXECUTION_RATE.search(spot.head):
            if not self.line.is_open:
                yield _offer(spot, "budget_lines", "printed_execution_rate", self.line.name)
        elif self.rate and not self.survey and (_RATE.search(spot.gap) or _AVERAGE.search(spot.head)):
            yield _offer(spot, "four_rates", "average_rate" if _AVERAGE.search(spot.head) else "rate", self.rate)
        elif level := _LEVEL.search(spot.head):
            yield _offer(spot, "survey_answers", "answers_rate", level[1])

    def _money(self, spot: Spot) -> Iterator[Offer]:
        column = _money_column(spot.head)
        if not column:
            return
        name = _money_name(spot.head)
        if 1 < len(name) <= LONGEST:
            line = self.line.tell(name, spot)
        else:
            line = self.line.again(spot) or self.line.tell("预算资金", spot)
        yield _offer(spot, "budget_lines", column, line)

    def _count(self, spot: Spot) -> Iterator[Offer]:
        unit = spot.mention.unit
        if unit in {"人", "份", "户", "票"} and (level := _LEVEL.search(spot.head)):
            yield _offer(spot, "survey_answers", "answers_count", level[1])
        elif unit in _CASES:
            closed = _CLOSED.search(spot.head)
            name = _case_name(spot.label)
            if closed and self.cases.name and len(_CLOSED.sub("", name).strip("已数量共")) < 2:
                yield _offer(spot, "case_counts", "closed_count", self.cases.again(spot))
            elif 1 < len(name) <= LONGEST:
                yield _offer(spot, "case_counts", "cases_count", self.cases.tell(name.removeprefix("共"), spot))
        elif unit in _PEOPLE and (_APPROVED.search(spot.head) or _ACTUAL.search(spot.head)):
            column = (
                "approved_count" if _APPROVED.search(spot.head) and not _ACTUAL.search(spot.head) else "actual_count"
            )
            yield _offer(spot, "staff", column, _POSTS.sub("", spot.label) or "全部人员")


def _money_column(head: str) -> str:
    """The column of an amount: the last word about money in front of it decides (项目支出预算 is a budget)."""
    words = [(found.end(), found["spent"] is not None) for found in _MONEY.finditer(head)]
    if not words or len(head) - words[-1][0] > FARTHEST:
        return ""
    if words[-1][1]:
        return "executed_yuan"
    return "initial_budget_yuan" if _INITIAL.search(head) else "adjusted_budget_yuan"


def _money_name(head: str) -> str:
    """What an amount is the money of; empty where the words name only what sort of amount it is."""
    if kind := _SPENDING.findall(head):
        return str(kind[-1])
    return clean_label(_MONEY_WORDS.sub("", head).strip('（）()、“”" '))


def _case_name(label: str) -> str:
    """What was counted: 投诉较多的案件类型是小区管理 tells of 小区管理."""
    return _LEAD.sub("", clean_label(_COPULA.split(label)[-1])).removesuffix("数")


def _offer(spot: Spot, table: str, column: str, name: str) -> Offer:
    mention = spot.mention
    fewer = column == "change_count" and patterns.search("减少|下降", spot.head) is not None
    why = f"前文“{spot.head.strip() or spot.gap.strip()}”"
    return Offer(table, column, name, ("-" if fewer else "") + mention.text, mention.start, mention.end, why)
