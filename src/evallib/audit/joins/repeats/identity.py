"""Identity (何数): what a figure is told of, however it is worded: its name, its part, what it is compared with.

“公务接待费支出决算1.58万元，较上年减少0.26万元，下降14.1%” tells three figures of one name: an amount, a change against
the year before, and its rate. Another sentence with the same three may word them in another way and must not differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from evallib.audit.joins.repeats.apart import ONLY_STAGE, unit_of
from evallib.audit.joins.repeats.same import OF_THIS, VAGUE
from evallib.audit.joins.repeats.three_expenses import expense_of, unnamed_expense
from evallib.audit.ledger import Entry, Ledger, core
from evallib.audit.ledger.entries import paragraph_of
from evallib.audit.ledger.labels import account
from evallib.model import patterns
from evallib.parsing.claims.cues import DOWN, UP

_COMPARED = re.compile(
    r"(?:[与和同]|相?[较比](?!例|重)).{0,9}?(?:[上去前本]年度?|\d年度?|[上去前]?[个一]?[月季周期]|同期|预算|决算|执行|计划|目标)+"
    r"(?:同期|年初)?(?:预算|决算|执行|支出|收入|完成)?数?(?:相比|比较|的)?|同比|环比|分别|相应|各"
)
_MOVED = re.compile(rf"(?:{UP}|{DOWN})(?:了|额|数|幅度?|率|约|近)*$")
_PLAN = re.compile(r"预算|计划|年初|任务|目标|指标")
_LAST = re.compile(r"环比|上(?:个|一)?(?:月|周|季|期)|前月|[与较比]\d{1,2}月|二季度|一季度|三季度|四季度")
_EARLIER = re.compile(r"同比|同期|[上去]年|(?:19|20)\d\d年")
_FUND = re.compile(r"一般公共预算|政府性基金|国有资本经营|社会保险?基金|社保基金|专户")
_STAGES = ((re.compile("预算|计划|安排|限额|任务"), "预算"), (re.compile("决算|实际|执行|完成|发生"), "决算"))
_SAYS_MORE = re.compile("[，。；：]")
#: “一般公共预算支出” is no plan; what was granted (财政拨款) and what was spent of it bear one name.
_BUDGET_OF = re.compile("(?<=一般公共|公共财政|府性基金|资本经营|保险基金)预算|(?:当年)?财政拨款")
_AROUND = re.compile(r"^(?:[一二三四五六]是|主要[为是])|[也均都则仅就]+$")
#: Parts a figure plays of which it is told what of.
OF_ANOTHER = frozenset({"change", "growth", "share", "completion"})
LEAST = 2
#: Names of any account.
_GENERAL = frozenset(
    {"收入", "支出", "收入合", "支出合", "结余", "结转", "项目", "资金", "金额", "经费", "科目", "工程", "投资", "办理"}
)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a figure is told of.

    Args:
        name: its name, or that of the amount it is told of.
        role: amount, change, rate of growth, share, rate.
        against: what it is compared with: 预算, 上期, 上年, or what it is a share of.
        direction: 1 where the words say more, −1 where they say less.
        unit: its dimension, and what is counted.
        stage: planned (预算) or done (决算), "" where no words tell.
        fund: the budget it is of, "" where no words tell.
        of: the amount right before it that a change, a share or a rate is told of.
    """

    name: str
    role: str
    against: str
    direction: int
    unit: str
    stage: str
    fund: str
    of: tuple[str, Fraction] | None = None

    @property
    def kind(self) -> tuple[str, str, int, str]:
        """All but the names."""
        return self.role, self.against, self.direction, self.unit

    def may_be(self, other: Identity) -> bool:
        """Whether nothing tells two figures of one kind apart but their names."""
        if self.kind != other.kind:
            return False
        sides = ((self.stage, other.stage), (self.fund, other.fund))
        return all(not mine or not theirs or mine == theirs for mine, theirs in sides)


def identity_of(ledger: Ledger, entry: Entry) -> Identity | None:
    """What a figure of the text is told of; None where no words say it."""
    if entry.spot is None or entry.mention.hedge:
        return None
    told, of = entry, None
    words = stage = entry.label
    if entry.role in OF_ANOTHER:
        words, anchor = subject_of(entry), anchor_of(ledger, entry)
        if len(words) < LEAST:
            if anchor is None:
                return None
            told, words, of = anchor, anchor.label, (anchor.dimension, anchor.value)
    elif entry.role not in {"plain", "rate"}:
        return None
    elif ONLY_STAGE.match(words) and (anchor := anchor_of(ledger, entry)) is not None:
        told, words = anchor, anchor.label  # “用车费预算15.2万元，决算14.3万元”
    name = unnamed_expense(ledger, told) or named(words)
    if (
        VAGUE.match(name)
        or name in _GENERAL
        or OF_THIS.match(words)
        or len(name) < LEAST
        or words.endswith("的")
        or "占" in words
    ):
        return None
    against = entry.whole if entry.role == "share" else against_of(ledger, entry) if entry.role in OF_ANOTHER else ""
    direction = entry.direction if entry.role in {"change", "growth"} else 0
    unit = f"{entry.dimension}{unit_of(entry)}"
    return Identity(name, entry.role, against, direction, unit, _stage(ledger, told, stage), _fund(ledger, told), of)


@lru_cache(maxsize=20_000)
def named(words: str) -> str:
    """A name without years and stages; the three expenses under one name each.

    >>> named("2024年公务用车购置及运行维护费支出决算"), named("公车运行费"), named("本区财政收入完成")
    ('公务用车购置及运行费', '公务用车运行费', '财政收入')
    """
    return expense_of(words) or core(account(_AROUND.sub("", _BUDGET_OF.sub("", words))))


def subject_of(entry: Entry) -> str:
    """“较2014年公务接待费减少”: what it is that grew less."""
    words = patterns.sub(r"占.*$|(?:完成|为|是).{0,8}(?:预算|计划|任务|目标).*$", "", entry.label)
    return _MOVED.sub("", _COMPARED.sub("", words)).strip()


def anchor_of(ledger: Ledger, entry: Entry) -> Entry | None:
    """The amount of its sentence that a change, a share or a rate is told of: the one before it."""
    for other in _before(ledger, entry):
        if other.role in {"plain", "mean"} and not other.is_base and not VAGUE.match(core(other.label)):
            return other if other.role == "plain" else None
        if other.role == "rate":
            return None
    return None


def _before(ledger: Ledger, entry: Entry) -> Iterator[Entry]:
    for other in reversed(ledger.by_sentence[entry.sentence]):
        if other.index < entry.index:
            yield other


def against_of(ledger: Ledger, entry: Entry) -> str:
    """What a change is told against; “减少5万元，下降12%” tell it once."""
    for other in (entry, *_before(ledger, entry)):
        said = other.spot.gap if other.spot is not None else ""
        for pattern, word in ((_PLAN, "预算"), (_LAST, "上期"), (_EARLIER, "上年")):
            if pattern.search(said):
                return word
        if other is not entry and other.role not in OF_ANOTHER:
            break
    return "上年"


def _stage(ledger: Ledger, entry: Entry, words: str) -> str:
    """Planned or done: as its own words tell, as its sentence begins, or as the heading and the title say."""
    first = ledger.by_sentence[entry.sentence][0]
    begins = first.spot.gap if first.spot is not None else ""
    title = next((p.text for _, p in ledger.document.paragraphs), "")
    for said in (words, begins, entry.section, "" if _SAYS_MORE.search(title) else title):
        if said and (stage := _stage_in(said)):
            return stage
    return ""


@lru_cache(maxsize=4096)
def _stage_in(said: str) -> str:
    """The stage that some words name last; headings and the title are asked for every figure below them."""
    plain = _BUDGET_OF.sub("", said)
    found = [(m.start(), word) for pattern, word in _STAGES for m in pattern.finditer(plain)]
    return max(found)[1] if found else ""


def _fund(ledger: Ledger, entry: Entry) -> str:
    """The budget that is named last before a figure, in its paragraph or in the heading above."""
    said = entry.section + paragraph_of(ledger.document, entry)[: entry.place.start]
    found = _FUND.findall(said)
    return str(found[-1])[:2] if found else ""
