"""Terminal (终端): coverage first, then one line an item, what is doubtful apart."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape

from evallib.audit.decisions import History
from evallib.audit.findings import CONFIDENCES, Finding
from evallib.audit.result import Audit
from evallib.model import patterns

STYLES = {"red": "red", "amber": "yellow"}
LONGEST = 60


def print_audit(audit: Audit, console: Console | None = None) -> None:
    """Print what was read, the findings in the order of the document, and the doubts.

    Args:
        audit: the result.
        console: where to print; the terminal by default.
    """
    console = console or Console()
    coverage = audit.coverage
    certain = [f for f in audit.findings if f.confidence != "low"]
    doubts = [f for f in audit.findings if f.confidence == "low"]
    console.print(f"[bold]{escape(audit.document.name)}[/bold]  评价年度 {audit.document.year or '未识别'}")
    console.print(
        f"读到数字 {coverage.figures} 个，其中 {coverage.tied} 个（{coverage.share:.0%}）有勾稽关系；"
        f"相符 {len(audit.agreements)} 条，不符 {len(certain)} 处，存疑 {len(doubts)} 处",
        soft_wrap=True,
    )
    if audit.unread:
        console.print(f"[bold red]{escape(audit.unread)}[/bold red]")
    for gap in audit.document.gaps:
        console.print(f"[bold red]没有读取：{escape(gap)}[/bold red]", soft_wrap=True)
    for group in audit.groups:
        console.print(f"[cyan]归并{group.number}[/cyan]  {escape(group.message)}")
    for number, finding in enumerate(certain, 1):
        console.print(_line(number, finding), soft_wrap=True)
    if doubts:
        console.print("[yellow]存疑（有多种理解，不计入不符）[/yellow]")
        for number, finding in enumerate(doubts, len(certain) + 1):  # one numbering with the page and the book
            console.print(_line(number, finding), soft_wrap=True)
    if audit.history is not None:
        _told_history(console, audit.history)
    if not certain and not audit.unread:
        console.print(f"[green]{audit.verdict}[/green]")


def _told_history(console: Console, history: History) -> None:
    """What became of the findings of the draft before."""
    console.print(
        f"与上次核对相比：{history.told}；不接受并写明理由、不再列出的 {len(history.dismissed)} 处",
        soft_wrap=True,
    )
    for told in history.mended:
        console.print(f"  [green]已改正[/green]  {escape(told)}", soft_wrap=True)
    for finding, decision in history.dismissed:
        line = f"{finding.places[0]}  {finding.message}  理由：{decision.reason}"
        console.print(f"  不再列出  {escape(line)}", soft_wrap=True)


def _line(number: int, finding: Finding) -> str:
    style = STYLES[finding.mark]
    reckoned = f"（{told}）" if (told := told_arithmetic(finding)) else ""
    return (
        f"{number:>3}  {escape(str(finding.places[0]))}  [{style}]{escape(finding.message)}[/{style}]"
        f"{escape(reckoned)}  把握：{CONFIDENCES[finding.confidence][0]}"
    )


def told_arithmetic(finding: Finding) -> str:
    """The arithmetic behind the message, without what that says already; "" where it is no more than that."""
    relations = [step for step in finding.steps if not step.startswith("若 ")]
    step = next((step for step in relations if patterns.search("[=÷]", step)), "")
    reckoned, _, printed = step.partition("，报告为")
    told = shortened(reckoned)
    if not told or told in finding.message:
        return ""
    # What the report prints there is known unless another figure is blamed for it.
    told += f"，报告为{printed}" if printed and printed.strip() not in finding.message else ""
    return told + (f"；另 {len(relations) - 1} 条" if step == relations[0] and len(relations) > 1 else "")


def shortened(arithmetic: str) -> str:
    """Long arithmetic with the middle of a long sum left out; what is no sum is cut behind a word.

    >>> shortened("1件 + 2件 + 3件 + 4件 + 5件 = 15件，报告为 16件")
    '1件 + 2件 + … + 5件 = 15件，报告为 16件'
    """
    terms, equals, outcome = arithmetic.partition(" = ")
    parts = terms.split(" + ")
    if len(parts) < 5 or not equals:
        return arithmetic if len(arithmetic) <= LONGEST else arithmetic[: LONGEST - 1] + "…"
    return f"{parts[0]} + {parts[1]} + … + {parts[-1]} = {outcome}"
