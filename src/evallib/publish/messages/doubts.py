"""What is doubtful (存疑): findings that touch a verdict, and reports that contradict their own scores."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from evallib.checks.states import State
from evallib.model import patterns
from evallib.parsing.quantities import parse_quantity
from evallib.publish.messages.message import VERIFY, Message, Thing, numeral
from evallib.publish.messages.pictures import Bar, Bars, Quotes
from evallib.publish.messages.scores import card_name, differs_from_rule, printed_total, self_evaluated
from evallib.publish.words import format as fmt
from evallib.publish.words.sentences import LESSER, disagreements

if TYPE_CHECKING:
    from evallib.publish.unit_figures import UnitFigures
    from evallib.scoring.scorecard import Finding

#: Families of findings, the nearest to a verdict first.
NEARNESS = ("sum.score", "rate.sample", "rate.completion", "same", "product", "sum", "rate", "target", "weight")
#: What a form admits in its own words; a clause that denies it is none.
ADMITTED = re.compile(
    r"未(?:能)?(?:及时|按时|按期|按规定|如期|完成|达到|达标|落实|到位)|逾期|超期|滞后|延误|给予处罚|不规范|不到位"
)
DENIED = re.compile(
    r"未(?:出现|发生|因|发现)|没有|杜绝|避免|防止|无[^，]{0,6}(?:逾期|超期|滞后|延误)|如(?:有|果)?|若|凡|对未"
)
#: Findings nearer than this are told however small; others only where the figures lie apart.
NEAR, LEAST_APART = 3, 0.01
CLAUSES = re.compile(r"[，。；;！\n]")
ENUMERATED = re.compile(r"^[（(]?\d+[)）.、]\s*")
QUOTED = 60


def score_differences(page: UnitFigures) -> list[Finding]:
    """Published scores that do not follow from the rules; totals unlike their parts are in the book of findings."""
    told = {place for places in page.findings["place"] for place in places.split("；")}
    found = [item for card in page.cards for item in card.findings]
    return [item for item in found if item.code != "scoring.total_differs" or item.where not in told]


def findings_message(page: UnitFigures) -> Message:
    """How many figures disagree, and of which kinds."""
    findings = page.findings
    if findings.empty:
        if not page.documents[0] and all(state.state is not State.STORED for state in page.data.states.values()):
            return Message("没有可以核对的报表")
        scores = sum(item.severity == "warning" for item in score_differences(page))
        rest = f"；公布得分与评分规则 {scores} 处不符" if scores else ""
        return Message(f"已核对的合计、比率和各表之间未发现不一致{rest}", source="全部报表")
    kinds = findings["kind"].value_counts()
    told = "、".join(f"{kind} {count}" for kind, count in kinds.items())
    return Message(disagreements(findings), f"按类别：{told}。只报告，不改动原表。", source="全部报表")


def doubt_things(page: UnitFigures) -> list[Thing]:
    """What of the data may be among the three things: a form against itself, the finding nearest to a verdict."""
    return [*_admissions(page), *_restated(page), *_findings(page)]


def _restated(page: UnitFigures) -> list[Thing]:
    """A form whose stated total is not what its own rules make of it: the widest apart."""
    told = [
        (card, printed)
        for card in page.cards
        if self_evaluated(page)
        and card.total is not None
        and (printed := printed_total(card)) is not None
        and printed != card.total
    ]
    if not told:
        return []
    card, printed = max(told, key=lambda pair: abs(pair[1] - (pair[0].total or 0)))
    names = [score.indicator.name for score in card.scores.values() if differs_from_rule(score)]
    where = (
        f"差在{'、'.join(names[:2])}{'等' if len(names) > 2 else ''}，没有写原因"
        if names
        else "各项得分相加与填报总分不符"
    )
    total = fmt.points(card.total)
    bars = (
        Bar("填报", float(printed), f"{fmt.points(printed)} 分", kind="mute"),
        Bar("按规则", float(card.total or 0), f"{total} 分"),
    )
    return [
        Thing(
            f"填报 {fmt.points(printed)} 分，按规则为 {total} 分",
            f"{card_name(card)}：{where}。本页得分按规则计算，请核实后定稿。",
            source="自评表",
            tag=VERIFY,
            anchor="scores",
            link="得分与评分规则",
            size=min(1.0, float(abs(printed - (card.total or 0))) / 100),
            picture=Bars(bars, f"填报 {fmt.points(printed)} 分，按规则 {total} 分"),
            subject="填报得分与评分规则不符",
        )
    ]


def _findings(page: UnitFigures) -> list[Thing]:
    rows = [
        row
        for row in page.findings.to_dict("records")
        if row["severity"] not in LESSER and row["code"] != "rate.sample"
    ]
    told = [
        row for row in rows if (_apart(row) >= LEAST_APART or _nearness(row["code"]) < NEAR) and not _slight(page, row)
    ]
    told.sort(key=lambda row: (_nearness(row["code"]), -_apart(row)))
    return [_finding(row) for row in told[:1]]


def _slight(page: UnitFigures, row: dict[Any, Any]) -> bool:
    """Whether a wrong amount of one item hardly moves the list (100 元 of 36 万元): its section tells it, alone."""
    if row["code"] != "product.amount":
        return False
    one, two = (
        parse_quantity(str(row["printed"]).replace(" ", "")),
        parse_quantity(str(row["recomputed"]).replace(" ", "")),
    )
    amounts = page.data.own("unit_prices")
    whole = amounts[amounts["row_kind"] == "line"]["amount_yuan"].dropna().sum()
    if not one or not two or one[0].unit != "元" or two[0].unit != "元" or not whole:
        return False
    return bool(abs(one[0].value - two[0].value) / whole < Decimal(str(LEAST_APART)))


def _finding(row: dict[Any, Any]) -> Thing:
    one, two = _amount(row["printed"]), _amount(row["recomputed"])
    picture: Bars | Quotes
    if one is not None and two is not None and one != two and min(one, two) >= 0:
        bars = (Bar("报表所列", one, str(row["printed"]), kind="mute"), Bar("复核数", two, str(row["recomputed"])))
        picture = Bars(bars, f"报表所列 {row['printed']}，复核数 {row['recomputed']}")
    else:
        picture = Quotes(
            (("报表所列", str(row["printed"]), False), ("另一处", str(row["recomputed"]), True)), str(row["message"])
        )
    place = str(row["place"]).partition("；")[0]
    subject = _subject(row)
    between = (
        f"填 {row['printed']}，明细相加 {row['recomputed']}"
        if row["code"].startswith("sum.")
        else f"两处不一：{row['printed']} 与 {row['recomputed']}"
    )
    headline = f"{subject}{between}"
    text = f"{row['message']}；核实前不宜引用（{place}）。"
    return Thing(
        headline,
        text,
        source=place,
        tag=VERIFY,
        anchor="findings",
        link="勾稽核对",
        size=min(1.0, _apart(row)),
        picture=picture,
        subject=f"{subject}两处不一",
    )


def _subject(row: dict[Any, Any]) -> str:
    if row["code"] == "sum.score":
        return "得分表合计"
    quoted = patterns.findall(r"“([^”]+)”", str(row["message"]))
    if quoted:
        return str(quoted[0])
    head = patterns.split(r"的(?:金额|得分|案件数|执行|年初)|与件数", str(row["message"]))[0]
    return patterns.sub(r"^(?:附?表\s*\d+\s*)", "", head).replace("·", "")


def _nearness(code: str) -> int:
    return next(
        (place for place, family in enumerate(NEARNESS) if code == family or code.startswith(f"{family}.")),
        len(NEARNESS),
    )


def _apart(row: dict[Any, Any]) -> float:
    one, two = _amount(row["printed"]), _amount(row["recomputed"])
    if one is None or two is None or not max(abs(one), abs(two)):
        return 0.0
    return abs(one - two) / max(abs(one), abs(two))


def _amount(text: Any) -> float | None:
    readings = parse_quantity(patterns.sub(r"^得分\s*", "", str(text)).replace(" ", ""))
    value = readings[0].value if readings else None
    return None if value is None else float(value)


def _admissions(page: UnitFigures) -> list[Thing]:
    """Forms with full marks whose own report says that something was not done in time or not as ruled."""
    found = []
    for card in page.cards:
        project = card.unit.project
        if project is None or card.total != card.framework.full_score:
            continue
        clause = next(
            (
                text
                for text in CLAUSES.split(str(project.achieved or ""))
                if ADMITTED.search(text) and not DENIED.search(text)
            ),
            "",
        )
        if not clause:
            continue
        word = ADMITTED.search(clause)
        assert word is not None
        stem = word.group().lstrip("未能不")  # what was not: 及时, 完成, 规范 …
        near = next((score for score in card.scores.values() if stem in score.indicator.name), None)
        scored = (
            f"{near.indicator.name}：得 {fmt.points(near.score)}／{fmt.points(near.weight)} 分"
            if near
            else f"自评 {fmt.points(card.total)} 分"
        )
        quotes = (
            ("自评表·指标得分", scored, False),
            ("自评表·完成情况", f"“{_cut(ENUMERATED.sub('', clause.strip()))}”", True),
        )
        text = f"“{project.name}”自评满分，完成情况却写有“{word.group()}”；次数和处理材料未交，应扣多少分不能判断。"
        found.append(
            Thing(
                "满分自评有一处与自述不一致",
                text,
                source="项目自评表",
                tag=VERIFY,
                anchor="scores",
                link="得分与评分规则",
                size=1.0,
                picture=Quotes(quotes, text),
                subject="有一处与自述不符，",
            )
        )
    if len(found) > 1:
        first = found[0]
        return [Thing(f"{numeral(len(found))}份满分自评与自述不一致", first.text, source=first.source, tag=VERIFY,
                      anchor="scores", link=first.link, size=1.0, picture=first.picture,
                      subject=f"{numeral(len(found))}份自评与自述不符，")]  # fmt: skip
    return found


def _cut(text: str) -> str:
    return text if len(text) <= QUOTED else f"{text[:QUOTED]}……"
