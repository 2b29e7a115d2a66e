"""Cards (发现): each finding with its arithmetic, its words in the report and a link to them; many doubts fold."""

from __future__ import annotations

from html import escape

from evallib.audit.findings import CONFIDENCES, FAMILIES, SEVERITIES, Finding
from evallib.audit.reading.places import told_places, told_quotes, under_heading
from evallib.audit.reasons import REASONS
from evallib.audit.result import Audit
from evallib.publish.page.audited.original import anchor

SHOWN, DOUBTS, LONGEST = 3, 6, 120
"""So many relations of one finding and so many doubts are read at once; so long is what is quoted of the report."""


def finding_cards(audit: Audit) -> str:
    """The findings, the doubts behind them."""
    groups = {group.number: group for group in audit.groups}
    sure, doubts, shown = list[str](), list[str](), set[int]()
    for number, finding in enumerate(audit.findings, 1):
        card = _card(number, finding)
        if finding.group and finding.group not in shown:
            shown.add(finding.group)
            told = escape(groups[finding.group].message)
            card = f'<p class="small"><b>归并{finding.group}</b>：{told}</p>\n{card}'
        (doubts if finding.confidence == "low" else sure).append(card)
    if not sure and not audit.unread:
        sure = [f"<p>{audit.verdict}。</p>"]
    if doubts:
        sure += ["<h3>存疑（有多种理解，不计入不符）</h3>", *doubts[:DOUBTS]]
    rest = "\n".join(doubts[DOUBTS:])
    folded = f'\n<details class="more"><summary>其余 {len(doubts) - DOUBTS} 处存疑</summary><div>{rest}</div></details>'
    return "\n".join(sure) + (folded if rest else "")


def _card(number: int, finding: Finding) -> str:
    own, group = finding.places[0], f"　归并{finding.group}" if finding.group else ""
    told = ((under_heading(words, place, own), place) for words, place in told_places(finding.places))
    places = "；".join(f'<a href="#{anchor(place)}">{escape(words)}</a>' for words, place in told)
    lines = [
        f"<p><b>{number}. {escape(finding.message)}</b></p>",
        f'<p class="small">{FAMILIES[finding.family]}（{REASONS[finding.code]}）　{SEVERITIES[finding.severity]}　'
        f"把握：{CONFIDENCES[finding.confidence]}{group}</p>",
    ]
    lines.append(_arithmetic(finding))
    lines += [f"<p>理解：{escape(reading)}</p>" for reading in finding.readings]
    lines += [f"<p>可能原因：{escape(cause)}</p>" for cause in finding.causes]
    # By its words a place is found in Word, where nobody counts paragraphs.
    quote = next((quote for quote in told_quotes(finding.places) if quote), "") if own.block >= 0 else ""
    quoted = f"　原文：“{escape(quote[:LONGEST])}”" if quote and not own.table else ""
    lines.append(f'<p class="small">位置：{places}{quoted}</p>')
    return f'<div class="find {finding.mark}" id="f{number}">{"".join(lines)}</div>'


def _arithmetic(finding: Finding) -> str:
    """One relation a line; of many the first are shown, the rest unfold."""
    if len(finding.steps) == 1:
        return f"<p>{finding.ground}：{escape(finding.arithmetic)}</p>"
    items = [f"<li>{escape(step)}</li>" for step in finding.steps]
    # What the correction makes of them all stands last and is never folded.
    rest = items[SHOWN:-1]
    folded = f'<details class="more"><summary>其余 {len(rest)} 条</summary><ul>{"".join(rest)}</ul></details>'
    shown = f"<p>{finding.ground}：</p><ul>{''.join(items[:SHOWN])}</ul>"
    return f"{shown}{folded if rest else ''}<ul>{''.join(items[SHOWN:][-1:])}</ul>"
