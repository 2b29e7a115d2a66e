"""Goal limits (目标值与文字): a target of a goal table that a sentence or another table tells of the same indicator."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from evallib.audit.checks.targets import goals_of
from evallib.audit.findings import Agreement, Finding
from evallib.audit.joins.statements.beyond_whole import beyond_whole
from evallib.audit.ledger.slips import is_slip
from evallib.audit.reading.document import Place
from evallib.audit.reading.facts import Facts
from evallib.model import patterns
from evallib.parsing.claims.mentions import normalise
from evallib.parsing.plain_text import half_width, squeeze

_LIMIT = re.compile(
    r"(?P<op>≥|>=|≤|<=|不低于|不少于|不高于|不超过|=|＝)?\s*(?P<n>\d+(?:\.\d+)?)\s*(?P<unit>%|[\u4e00-\u9fff]{0,4})(?P<above>以上|以下)?"
)
#: What a sentence says right behind the name of an indicator.
_SAID = (
    r"[”\"]?\s*(?:应|要|需|须|目标)?(?:为|达|达到|在|保持在|稳定在)?\s*(?P<op>≥|>=|≤|<=|不低于|不少于|不高于|不超过)?\s*"
    r"(?P<n>\d+(?:\.\d+)?)\s*(?P<unit>%|[\u4e00-\u9fff]{0,2})(?P<above>以上|以下)?"
)
#: Limits of other times, of a rule that counts in steps, and what was reached.
_ELSE = re.compile(
    r"上年|去年|中长期|[省市]级|国家|上级|省定|市定|办法|行业|规划|十[四五]五|20\d\d\s*年\s*底?前|评分|得分|得满分|扣|每[下降低高]|实际|完成情况|提高|提升到"
)
#: Names of fewer characters are those of many things.
LEAST = 5


def check(facts: Facts) -> Iterator[Finding | Agreement]:
    """Every limit of a goal table against those that are told of its name elsewhere."""
    goals: dict[str, list[tuple[re.Match[str], Place, str]]] = defaultdict(list)
    for goal in goals_of(facts):
        limit = _LIMIT.fullmatch(squeeze(half_width(goal.target)))
        if (beyond := beyond_whole(goal.name, squeeze(half_width(goal.target)), goal.target_place)) is not None:
            yield beyond
        elif limit is not None and len(goal.name) >= LEAST and (limit["op"] or limit["unit"] == "%"):
            goals[goal.name].append((limit, goal.target_place, goal.target))
    single = {name: told[0] for name, told in goals.items() if len({limit[0] for limit, _, _ in told}) == 1}
    if not single:
        return
    said = re.compile(f"(?P<name>{'|'.join(map(re.escape, sorted(single, key=len, reverse=True)))}){_SAID}")
    for text, where, _ in facts.document.worded:
        plain = normalise(text)
        for match in said.finditer(plain):
            limit, place, target = single[match["name"]]
            sentence = (
                patterns.split(r"[。\n]", plain[: match.start()])[-1]
                + patterns.split(r"[。\n]", plain[match.end() :])[0]
            )
            here = where(match.start("n"), match.end())
            if not _is_limit(match) or limit["unit"] != match["unit"] or _ELSE.search(sentence) or here == place:
                continue
            if _at_most(match) != _at_most(limit):
                continue
            printed, right = squeeze(target), squeeze(match[0].removeprefix(match["name"]))
            if Decimal(match["n"]) == Decimal(limit["n"]):
                yield Agreement("target.value", printed, f"“{match['name']}”的目标值两处一致", (place, here))
                continue
            slip = is_slip(limit["n"], match["n"])
            yield Finding(
                "target.value",
                "contradiction",
                "medium" if slip else "low",
                f"“{match['name']}”的目标值两处不一：目标表为 {printed}，另处为 {right}",
                printed,
                right,
                f"{printed}（{place}） ≠ {right}（{here}）",
                (place, here),
                () if slip else ("目标值写错", "两处说的是不同时期或不同口径的目标"),
                (slip,) if slip else (),
            )


def _is_limit(match: re.Match[str]) -> bool:
    return bool(match["op"] or match["above"])


def _at_most(match: re.Match[str]) -> bool:
    return (match["op"] or match["above"] or "≥") in {"≤", "<=", "不高于", "不超过", "以下"}
