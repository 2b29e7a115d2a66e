"""What the shipped forms' own printed 评分标准 give, beside the published scores; `python tests/helpers/own_texts.py` writes the page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from shipped import score as scorecards_of
from shipped import unit_data

from evallib.parsing import compile_rule, score
from evallib.scoring import Indicator, Scorecard, resolver, score_unit, with_standards

PAGE = Path(__file__).parents[2] / "docs" / "own-texts.md"
UNITS = {"huacao": ("华漕", 2023), "maqiao": ("马桥", 2024), "pujin": ("浦锦", 2023), "xianghua": ("向化", 2023)}
SAME, ASKED, JUDGED, OTHER, UNPRINTED = "一致", "须确认", "由人评定", "不同", "没有印出"
NATIONAL = "project-self-evaluation"
QUALITATIVE = "定性指标：达成预期指标、部分达成、未达成且效果较差，按100%-80%、80%-60%、60%-0合理确定分值"

#: What is to be said of each row that does not simply agree, by form and code.
SAID = {
    "华漕": {
        "B12": "报告没有印出项目数量完成率，满分是评价小组的判断",
        "A11": "业绩值写“明确”，评分标准没有这个用语：取哪一档由评价人员定",
        "A12": "业绩值写“明确”，评分标准没有这个用语：取哪一档由评价人员定",
        "B14": "几个项目的偏差率，原文没有写是按幅度逐项扣还是每项扣一次",
        "B353": "业绩值写“不太合理”，评分标准只有合理、不合理、完全不合理：取哪一档由评价人员定",
        "B361": "原文按不符情况的个数扣分，报告只写有不规范，没有印出个数",
        "C211": "原文只写正好和超过编制人数怎样得分；报告的人数少于编制，怎样得分没有写",
        "C311": "原文前后用了两个界限，未达到的“根据实际情况”评定",
        "C411": "原文“酌情扣分”",
        "C421": "业绩值写“基本满足”，评分标准只有满足、部分满足、完全不满足：取哪一档由评价人员定",
    },
    "浦锦·“一网统管”运维费": {"B21": "公布的得分没有按表式的算法，另有扣减；原表写了原因"},
    "浦锦·大联动居村考核": {"B12": "完成数超过目标，按表式得满分；公布的得分因偏离目标另扣，是人工调整"},
    "浦锦·网格督查人员经费": {"B22": "公布的得分没有按表式的算法，另有扣减，是人工调整"},
}


@dataclass(frozen=True, slots=True)
class OwnText:
    """One indicator of one form."""

    form: str
    code: str
    name: str
    weight: Decimal
    text: str
    published: Decimal
    by_text: Decimal | None
    kind: str
    why: str


def rows() -> list[OwnText]:
    """Every indicator with a published score, form by form."""
    found: list[OwnText] = []
    for unit, (short, year) in UNITS.items():
        for card in scorecards_of(unit, year):
            project = card.unit.project.name if card.unit.project else ""
            form = short if not card.framework.id.startswith(NATIONAL) else f"{short}·{project}"
            found += _of_card(form, unit, year, card)
    return found


def _of_card(form: str, unit: str, year: int, card: Scorecard) -> list[OwnText]:
    texts = {leaf.code: leaf.rule_text for leaf in card.framework.leaves if leaf.rule_text and leaf.code != "A"}
    compiled = {code: text for code, text in texts.items() if _usable(text, card.scores[code].indicator)}
    again = score_unit(with_standards(card.framework, compiled), card.unit, resolver(unit_data(unit, year)))
    found = []
    for code, one in card.scores.items():
        if not one.entry.published:
            continue
        published = one.entry.published[0].score
        text = texts.get(code) or _national(card, one)
        points, kind, why = _by_text(text, one, again.scores[code].literal if code in compiled else None)
        if points is not None:
            kind = SAME if abs(points - published) < Decimal("0.005") else OTHER
        found.append(OwnText(form, code, one.indicator.name, one.indicator.weight, text, published, points, kind, why))
    return found


def _usable(text: str, leaf: Indicator) -> bool:
    readings = compile_rule(text, Fraction(leaf.weight))
    return readings.understood and readings.readings[0].rule["kind"] != "judgement"


def _national(card: Scorecard, one: Any) -> str:
    """What the national form says of a goal in numbers: full points at the target, else A÷B or B÷A of the points."""
    if not card.framework.id.startswith(NATIONAL):
        return ""
    if one.indicator.code == "A":
        return "得分=执行率×分值，最高不超过分值"
    target = one.indicator.target or ""
    if not any(sign.isdigit() for sign in target) or "日" in target:
        return QUALITATIVE
    way = "A/B" if target[0] in "≤<＜" else "B/A"
    return f"完成值达到指标值({target}),记满分;未达到的,按{way}*该指标分值记分。(A为年度指标值,B为全年实际值)"


def _by_text(text: str, one: Any, literal: Decimal | None) -> tuple[Decimal | None, str, str]:
    """The points by the text; where there are none, why."""
    if literal is not None:
        return literal, "", ""
    if not text:
        return None, UNPRINTED, "报告没有印出评分标准"
    rule = compile_rule(text, Fraction(one.indicator.weight))
    results = [score(rule, value) for value in _written(one)]
    result = next((r for r in results if r.score is not None), results[-1])
    if result.score is not None:
        return round(Decimal(result.score.numerator) / Decimal(result.score.denominator), 2), "", ""
    return None, JUDGED if result.state == "judgement" else ASKED, result.why


def _written(one: Any) -> list[object]:
    """The value as the form prints it: named figures, the number of faults, or the one value; the last one is always there."""
    found: list[object] = []
    given = {item.name.split("·")[-1]: item.written for item in one.inputs}
    if len(given) > 1 and all(given.values()):
        found.append(given)
    if one.entry.deficiencies is not None:
        found.append(f"{len(one.entry.deficiencies)}项")
    elif "未完成项数" in one.state:
        found.append(f"{one.state['未完成项数']}项")
    elif len(given) == 1:
        found += list(given.values())
    return [*found, one.value_text]


def page() -> str:
    """The page, in Chinese."""
    found = rows()
    forms = list(dict.fromkeys(row.form for row in found))
    kinds = (SAME, ASKED, JUDGED, OTHER, UNPRINTED)
    lines = [
        "# 各表按自己印出的评分标准算出的得分",
        "",
        "本页由 `python tests/helpers/own_texts.py` 算出，`tests/scoring/test_own_texts.py` 核对。每个指标只用表上印出的评分标准",
        "（自评表没有逐项印出，用财预〔2020〕10号附表的填表说明）和表上的业绩值，不用手写的规则；与公布得分相同的记为一致。",
        "须确认：原文或业绩值留有几种读法，程序只问、不给分。由人评定：原文就交给评价人员。",
        "",
        "| 表 | 指标 | " + " | ".join(kinds) + " |",
        "|---|---|" + "---|" * len(kinds),
    ]
    for form in [*forms, "合计"]:
        own = [row for row in found if form in {row.form, "合计"}]
        counts = Counter(row.kind for row in own)
        lines.append(f"| {form} | {len(own)} | " + " | ".join(str(counts[kind]) for kind in kinds) + " |")
    lines += ["", "## 不是“一致”的指标", ""]
    for form in forms:
        rest = [row for row in found if row.form == form and row.kind not in {SAME, UNPRINTED}]
        words = [row for row in rest if row.kind == JUDGED and row.text == QUALITATIVE]
        rest = [row for row in rest if row not in words]
        if not rest and not words:
            continue
        lines += [f"### {form}", ""]
        if rest:
            lines += ["| 指标 | 公布 | 按原文 | 结果 | 说明 |", "|---|---|---|---|---|"]
        for row in rest:
            by_text = "" if row.by_text is None else f"{row.by_text:.2f}"
            told = SAID.get(form, {}).get(row.code) or row.why
            lines.append(f"| {row.code} {row.name} | {row.published:.2f} | {by_text} | {row.kind} | {told} |")
        if words:
            top = sum(row.published == row.weight for row in words)
            told = f"定性指标 {len(words)} 项（{'、'.join(row.code for row in words)}）由人评定：各档只印分值区间；公布得分取该档上限的 {top} 项。"
            lines += [*([""] if rest else []), told]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
