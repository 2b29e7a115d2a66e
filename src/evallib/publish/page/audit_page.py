"""Audit page (勾稽核对页): the report's own text, every checked figure marked and unfolding its arithmetic.

One file without scripts: it opens offline, on paper all marks stay visible, on a phone tables scroll.
"""

from __future__ import annotations

from collections import Counter
from html import escape
from pathlib import Path

from evallib.audit.findings import SEVERITIES
from evallib.audit.result import Audit
from evallib.model.palette import css_variables
from evallib.model.workspace.files import write_text
from evallib.publish.page.audited.cards import finding_cards
from evallib.publish.page.audited.original import original_text
from evallib.publish.page.policy import WITHOUT_SCRIPTS, policy

STYLE = css_variables() + (Path(__file__).parent / "assets" / "audit.css").read_text(encoding="utf-8")


def write_audit_page(audit: Audit, path: Path | str) -> Path:
    """Write the page.

    Args:
        audit: the result of `evallib.audit.audit_report`.
        path: the HTML file; folders are made.
    """
    write_text(Path(path), render_audit_page(audit))
    return Path(path)


def render_audit_page(audit: Audit) -> str:
    """The page as text: summary, findings with links, then the report with its marks."""
    name = escape(audit.document.name)
    notes = "".join(f"<li>{escape(note)}</li>" for note in audit.document.notes)
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n{policy(WITHOUT_SCRIPTS)}\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>勾稽核对：{name}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"<header><h1>勾稽核对：{name}</h1>\n{_summary(audit)}</header>\n<main>\n"
        f'<section aria-label="发现"><h2>发现</h2>\n{finding_cards(audit)}</section>\n{_history(audit)}'
        f'<section aria-label="报告原文"><h2>报告原文</h2>\n'
        '<p class="small">绿色✓为勾稽相符，红色✗为矛盾，黄色?为存疑、尾差或表述问题，'
        "蓝色↔为不符关系中的其他数，○为未核对。"
        f'<span class="screen">点开数字可看算式。</span></p>\n{original_text(audit)}\n</section>\n'
        + (f'<section><h2>读取说明</h2><ul class="small">{notes}</ul></section>\n' if notes else "")
        + "</main>\n</body>\n</html>\n"
    )


def _summary(audit: Audit) -> str:
    """What matters first: how many do not agree and of what kind, then of how much of the report this is true."""
    counts, coverage = audit.summary(), audit.coverage
    sure = counts["findings"] - counts["ambiguous"]
    grave = Counter(finding.severity for finding in audit.findings if finding.confidence != "low")
    kinds = "、".join(f"{label} {grave[severity]}" for severity, label in SEVERITIES.items() if grave[severity])
    mark = ' class="red"' if sure else ""
    parts = [
        f"<li{mark}>不符 <b>{sure}</b> 处{f'：{kinds}' if kinds else ''}</li>",
        f"<li>存疑 {counts['ambiguous']} 处</li>",
        f"<li>核对相符 {counts['agreements']} 条</li>",
        f"<li>读到数字 {coverage.figures} 个，有勾稽关系的 {coverage.tied} 个（{coverage.share:.0%}）</li>",
    ]
    told = [audit.unread] * bool(audit.unread) + [f"没有读取：{gap}" for gap in audit.document.gaps]
    warning = "".join(f'<p class="find red"><b>{escape(words)}</b></p>\n' for words in told)
    rest = coverage.figures - coverage.tied
    unknown = f"其余 {rest} 个数字没有关系可以核对，不能说明它们无误。" if rest and sure else ""
    remark = f'<p class="small">{unknown}本页只报告数字之间的关系，不改动报告，也不代替判断。</p>'
    return f'<ul class="sum">{"".join(parts)}</ul>\n{warning}{remark}\n'


def _history(audit: Audit) -> str:
    """What became of the findings of the draft before."""
    history = audit.history
    if history is None:
        return ""
    lines = [f"<li>已改正：{escape(told)}</li>" for told in history.mended]
    lines += [
        f"<li>上次不接受、不再列出：{escape(f.message)}；理由：{escape(d.reason)}</li>" for f, d in history.dismissed
    ]
    head = '<section aria-label="与上次核对相比"><h2>与上次核对相比</h2>'
    return f'{head}<p>{escape(history.told)}</p><ul class="small">{"".join(lines)}</ul></section>\n'
