"""A printed text → one rule as plain data, with the readings that the words leave open."""

from __future__ import annotations

import re
from fractions import Fraction

from evallib.parsing.rules.building.body import Body, number, prepare, tail_of
from evallib.parsing.rules.building.compiled import Compiled
from evallib.parsing.rules.building.counts.list_counts import list_count
from evallib.parsing.rules.building.families import choose_family
from evallib.parsing.rules.building.part_rules import outlined
from evallib.parsing.rules.building.pooled_losses import pooled
from evallib.parsing.rules.building.replay import contradictions, unsound
from evallib.parsing.rules.building.self_check import doubts
from evallib.parsing.rules.building.word_checks import spare_limits, unanswered
from evallib.parsing.rules.building.word_rules import answer_weights
from evallib.parsing.rules.grammar.clauses import clauses
from evallib.parsing.rules.grammar.formulas import find_formula, formula_names
from evallib.parsing.rules.grammar.outline import find_outline, split_by_weights
from evallib.parsing.rules.grammar.wording import NUMBER, normalise
from evallib.parsing.rules.rule_data import Rule

_DEFINITION = re.compile(
    r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{2,14}(?:率|度|比例|占比))=(?:\([^()*]{2,40}\)/[^,;。=*]{2,20}\*100%[,;。]?|\(?[^,;。=+*]{2,30}/[^,;。=+]{2,30}?(?:\*100%)?(?=[,;。]))"
)


_STEP_TARGET = re.compile(
    rf"(每(?:[高低超少差降]|不足|小于|大于|未达)[^\d,;。()]{{0,8}})\(?({NUMBER}(?:%|分(?!钟)))\)?(?:的)?({NUMBER}(?:%|个?百分点|分(?!钟)))(?!得|计)"
)


_HEADING = re.compile(
    r"^(?:评分|计分|打分|赋分|扣分|考核|评价|得分)(?:标准|细则|办法|方法|规则|方式|说明)(?:为)?[::]\n?(?=.)"
)


_POINTS_BEHIND = rf"[。;]\(({NUMBER}分)\)(?=[^,;。]|$)"


_NOTE = re.compile(
    r"(?:^|[。;\n(,])\(?(?:数据来源|资料来源|证据来源|佐证材料|考核依据|评分依据|评价依据|取数口径|备注|注)[::](?P<words>[^。\n]*?)[。)]*$"
)


def compile_text(text: str, weight: Fraction) -> Compiled:
    """Compile a printed text as it stands."""
    clean = normalise(text)
    clean = _HEADING.sub("", clean)
    clean = re.sub(
        rf"^(?:本项|共计?|总计|总分|满分){number(weight)}分[,:;。]|[,;。](?:共计?|总计|总分){number(weight)}分[。;]?$",
        "",
        clean,
    )
    clean = re.sub(r"\(\d+分制\)", "", clean)
    clean = re.sub(r"[①②③④⑤⑥⑦⑧⑨⑩]{2,}(?=各|均|每)", "", clean)
    while (note := _NOTE.search(clean)) and not re.search(rf"{NUMBER}(?:分|%|个百分点)|不得分|扣|加", note["words"]):
        clean = clean[: note.start()]
    clean = re.sub(
        rf"(?<=[%以][上内下]|.[%天日次人])\(({number(weight)}分)\)(?=,[^,;。]*(?:不[得计]|扣))", r",得\1", clean
    )
    if len(re.findall(_POINTS_BEHIND, clean)) > 1:
        clean = re.sub(_POINTS_BEHIND, r",得\1。", clean)
    clean = _without_weight(clean, weight)
    clean = re.sub(rf"(?<=[得计记给])满分{number(weight)}分(?=[,;。)]|$)", "满分", clean)
    clean = re.sub(r"[^,;。:]{0,16}=Σ[^,;。]*[,;。]?", "", clean)
    clean = _DEFINITION.sub(r"\1;", clean)
    clean = _STEP_TARGET.sub(r"目标\2,\1\3", clean)
    compiled = _compile(clean, weight)
    if compiled.rule is not None and not compiled.not_understood:
        compiled.not_understood = (
            doubts(clean, compiled.rule, weight, compiled.open)
            or unsound(compiled.rule, weight)
            or unanswered(clean, compiled.rule)
            or spare_limits(clean, {"rule": compiled.rule, "open": compiled.open, "weight": number(weight)})
        )
    return compiled


def _without_weight(text: str, weight: Fraction) -> str:
    """The points of the whole, printed again in brackets, are no condition."""
    mark = rf"(?<![础本准项评])\((?:满分|分值|权重|占比|占|共|计|本项)?:?{number(weight)}分\)"
    mark += "(?!、)"
    return (
        re.sub(mark, "", text, count=1)
        if len(re.findall(mark, text)) == 1 or re.search(mark + "$|^[^,;。]{1,16}" + mark, text)
        else text
    )


def _compile(text: str, weight: Fraction) -> Compiled:
    outline = find_outline(text) or split_by_weights(text, weight)
    if outline is not None:
        result = outlined(outline, text, weight, _compile)
        if result is not None:
            return result
        marks = "|".join(re.escape(p.mark) for p in outline.parts if p.mark)
        text = re.sub(rf"(?:^|(?<=[;,。:\n]))\(?(?:{marks})[).、]?", "", text) if marks else text
    whole = compile_body(text, weight)
    if whole.rule is None or whole.not_understood or doubts(text, whole.rule, weight, whole.open):
        return pooled(text, outline, weight, compile_body) or whole
    return whole


def compile_body(text: str, weight: Fraction) -> Compiled:
    """Compile a text without parts."""
    formula = find_formula(text)
    if formula and not re.search(r"每", text):
        rest = [c for c in clauses(text[: formula[2]] + "#" + text[formula[3] :]) if c.verb not in {"cap", "floor"}]
        if not rest:
            return Compiled({"kind": "formula", "formula": formula[1], "names": formula_names(formula[1])})
    index, text = answer_weights(text)
    body = prepare(text, weight)
    rule = choose_family(body)
    if rule is None:
        return Compiled(None, [], [text])
    if (
        rule["kind"] == "items"
        and len(rule["types"]) == 1
        and "total" not in rule
        and rule["types"][0]["unit"] in {"项", "个", "点", "条"}
    ):
        total = list_count(body.source)
        if total:
            rule["total"] = total
    _notes(body, rule)
    against = contradictions(body, rule)
    if index:
        rule = {"kind": "index", "levels": index, "rule": rule}
        body.open = [dict(o) | {"inside": True} for o in body.open]
    missing = _left_over(body) + against
    unclear = _unclear(rule)
    if unclear or missing:
        return Compiled(rule, body.open, missing or [text])
    return Compiled(rule, body.open)


_AGAINST_LAST = re.compile(
    r"同比|环比|(?:较|比|与)(?:上|去|前)[一1]?(?:年|期|月|季)|上年|去年|同期|上期|平均(?:水平|值|数|分|线)|全[区市街镇县]平均|平均(?=每|,|的|1|得|$)|均值|参照值"
)


_FALL = re.compile(r"(?:下降|降低|减少|压降|压减|下浮)(?:率|幅度?|比例)?(?:达到|达|在|不低于|不少于|≥|超过|>)?\d")


def _notes(body: Body, rule: Rule) -> None:
    """Comparisons with a mean or with last year, and rules for several units at once."""
    text = body.source
    if rule["kind"] in {"steps", "ranges"} and _AGAINST_LAST.search(text):
        rule["change"] = "auto"
        if re.search(r"上年|去年|同期|同比|上期", text) and re.search(r"\d%", text) and not re.search(r"百分点", text):
            body.open.append({"told": "按相对变化率", "set": {"change": "relative"}})
        head = text.split("每")[0] if rule["kind"] == "steps" else text
        if _FALL.search(head) and not _signed(rule):
            rule["fall"] = True
    if rule["kind"] == "items" and re.search(r"扣分(?:总数|之和|合计|总和|总分)?(?:/|除以)|平均扣分", text):
        rule["averaged"] = True
    elif rule["kind"] != "parts" and re.search(r"低者|较低|(?<!不)就低|取低|最低(?:的|者|分)", text):
        rule["each"] = "worst"
    elif (
        rule["kind"] != "parts"
        and re.search(r"高者|较高者|就高计|取高|择优|最高(?:者|的1)", text)
        and not rule.get("highest")
    ):
        rule["each"] = "best"
    elif re.search(
        r"(?:各|每个|逐|分别)[^;。]{0,16}(?:平均(?:分|值|得分|扣分)|均值|平均数)|取(?:其|两者|二者|三者|各项)?(?:的)?平均|平均(?:得分|计算|计分|扣分)|算术平均|(?:之和|总和|合计)(?:/|除以)",
        text,
    ):
        rule["each"] = "mean"
    elif re.search(
        r"每个[^,;。]{0,3}(?:项|项目|单位|村|社区|小区|街道|部门|点位)|逐(?:个|项)|分别计算|多个项目",
        text,
    ):
        rule["each"] = "sum"


def _signed(rule: Rule) -> bool:
    """Whether the rows of a fall are changes below nothing already (下降10%以上 as ≤-10%)."""
    ends = [row["span"].get(side) for row in rule.get("rows", []) for side in ("low", "high")]
    return any(end is not None and Fraction(end) < 0 for end in ends)


def _unclear(rule: Rule) -> bool:
    if rule.get("unclear"):
        return True
    return any("unclear" in row.get("give", {}) for row in rule.get("rows", []))


def _left_over(body: Body) -> list[str]:
    """Numbers in cases that nothing used."""
    tail = tail_of(body)
    found = []
    if re.search(rf"(?:得|扣|加|计){NUMBER}分", tail):
        found.append(tail)
    return found
