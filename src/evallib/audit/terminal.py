"""Terminal table (终端表格): findings by severity, for `evallib audit`."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from evallib.audit.findings import CONFIDENCES, FAMILIES, SEVERITIES, Finding
from evallib.audit.reasons import REASONS
from evallib.audit.report import Audit

STYLES = {"red": "red", "amber": "yellow"}


def print_audit(audit: Audit, console: Console | None = None) -> None:
    """Print a summary, the findings and the groups.

    Args:
        audit: the result.
        console: where to print; the terminal by default.
    """
    console = console or Console()
    counts = audit.summary()
    console.print(f"[bold]{escape(audit.document.name)}[/bold]  评价年度 {audit.document.year or '未识别'}")
    parts = [f"{SEVERITIES[severity]} {counts[severity]}" for severity in SEVERITIES]
    console.print(
        f"发现 {counts['findings']} 项（{'，'.join(parts)}；有多种理解 {counts['ambiguous']}），"
        f"核对相符 {counts['agreements']} 项"
    )
    for group in audit.groups:
        console.print(f"[cyan]归并{group.number}[/cyan]  {escape(group.message)}")
    if not audit.findings:
        console.print("[green]没有发现不相符的数字[/green]")
        return
    table = Table(show_lines=True, expand=True)
    for name, ratio in (("序号", 1), ("类别", 2), ("位置", 3), ("报告", 2), ("重算/另处", 2), ("说明", 7)):
        table.add_column(name, ratio=ratio, overflow="fold")
    for number, finding in enumerate(audit.findings, 1):
        style = STYLES[finding.mark]
        table.add_row(
            str(number),
            f"[{style}]{FAMILIES[finding.family]}[/{style}]\n{REASONS[finding.code]}\n{SEVERITIES[finding.severity]}",
            "\n".join(escape(str(place)) for place in finding.places[:3]),
            escape(finding.printed),
            escape(finding.recomputed),
            escape(_explain(finding)),
        )
    console.print(table)


def _explain(finding: Finding) -> str:
    lines = [finding.message, f"算式：{finding.arithmetic}"]
    lines += [f"理解：{reading}" for reading in finding.readings]
    lines += [f"可能原因：{cause}" for cause in finding.causes]
    lines.append(f"把握：{CONFIDENCES[finding.confidence]}" + (f"；归并{finding.group}" if finding.group else ""))
    return "\n".join(lines)
