"""The first screen (首屏) of a unit's page, its first sheet: verdict, three things, 四率, budget, losses, trust."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING

from evallib.indicators.proportions import is_missing
from evallib.publish.messages import losses, money, orders, rates, scores
from evallib.publish.messages.message import Message, Thing
from evallib.publish.messages.unit_messages import ORDER
from evallib.publish.page.drawing.rate_panels import LEAST_YEARS, panel, scale_of, values_of
from evallib.publish.page.drawing.small_pictures import draw
from evallib.publish.sections.project_amounts import PROJECT_BUDGETS, project_rate, project_size
from evallib.publish.words import format as fmt

if TYPE_CHECKING:
    from evallib.publish.sections.unit_page import UnitPage

MOST_PROJECTS = 8
#: Names of the sections in the list under the first screen.
TOPICS = {
    "four-rates": "四率", "cases": "案件量与办理", "failures": "抽查不合格案件", "requests": "工单分析",
    "satisfaction": "满意度", "budget": "预算与支出", "projects": "项目支出", "staff-assets": "人员与资产",
    "plan": "工作计划与绩效目标", "scores": "得分与等级", "findings": "勾稽核对",
}  # fmt: skip


def first_screen_html(page: UnitPage) -> str:
    """The first screen; a part that cannot be had is left out, the section that shows it at length says why."""
    parts = (_head, _verdict, _things, _lower, _trust, _list)
    return f'<div class="first">{"".join(_known(part, page) for part in parts)}</div>'


def _head(page: UnitPage) -> str:
    info, files = page.data.info, list(dict.fromkeys(sheet["file"] for sheet in page.gate["sheets"]))
    kinds = [scores.card_name(card) for card in page.cards]
    subject = scores.subjects(page.cards) if scores.self_evaluated(page) else "、".join(kinds[:2])
    supervisor = (
        f"主管部门：{info.supervisor.removeprefix(info.city).removeprefix(info.district)}" if info.supervisor else ""
    )
    who = "".join(f"<span>{escape(text)}</span>" for text in (info.full_name, subject, supervisor) if text)
    papers = [card.framework.document_no for card in page.cards if card.framework.document_no]
    stems = "、".join(name.rpartition(".")[0] for name in files[:6]) + ("等" if len(files) > 6 else "")
    basis = [f"依据：{stems} {len(files)} 份文件" if files else ""]
    basis += [f"评分标准 {papers[0]}"] if papers else []
    return (
        f'<header class="head"><div><h1>{escape(page.messages.title)}</h1><p class="who">{who}</p></div>'
        f'<p class="basis">{escape("，".join(part for part in basis if part))}</p></header>'
    )


def _verdict(page: UnitPage) -> str:
    total, grade = scores.total_words(page)
    told, sure = page.messages.verdict, page.messages.certainty
    span = ' class="rng"' if "～" in total else ""
    box = f'<span class="grade">{escape(grade)}</span>' if grade else ""
    score = f'<div class="score"><b{span}>{escape(total)}</b><span class="u">分</span>{box}</div>' if total else ""
    text = f'<p class="say">{escape(str(told))}</p>'
    if sure:
        text += f'<p class="sure"><b>把握程度：{escape(sure.headline)}。</b>{escape(sure.text)}</p>'
    shape = "verdict" if score else "verdict only"
    return f'<section class="{shape}" id="verdict" aria-label="结论">{score}<div>{text}</div></section>'


def _things(page: UnitPage) -> str:
    things = page.messages.things
    if not things:
        return ""
    title = "最要紧的三件事" if len(things) == 3 else "值得注意"
    shown = "".join(_thing(place, thing) for place, thing in enumerate(things, 1))
    head = f"<h2>{title}<small>{ORDER}</small></h2>"
    return f'<section id="things">{head}<div class="three n{len(things)}">{shown}</div></section>'


def _thing(place: int, thing: Thing) -> str:
    act = ' class="is-act"' if thing.tag else ""
    tag = f'<span class="tag">{escape(thing.tag)}</span>' if thing.tag else ""
    picture = f'<div class="pic">{draw(thing.picture)}</div>' if thing.picture else ""
    link = f'<a href="#{escape(thing.anchor)}">{escape(thing.link)}</a>' if thing.anchor else ""
    return (
        f'<article class="thing"><h3{act}><i>{place}</i><span>{escape(thing.headline)}{tag}</span></h3>{picture}'
        f"<p>{escape(thing.text)}{link}</p></article>"
    )


def _lower(page: UnitPage) -> str:
    left = _known(_rates, page) + _known(_budget, page)
    right = _known(_lost, page) + _known(_projects, page)
    if not left or not right:
        return f'<div class="low one"><div>{left or right}</div></div>' if left or right else ""
    even = "" if page.messages.rates or page.order_rates else " even"
    return f'<div class="low{even}"><div>{left}</div><div>{right}</div></div>'


def _rates(page: UnitPage) -> str:
    told, rows = page.messages.rates, rates.known_rates(page)
    if told is None:
        return _order_rates(page)
    years = [rates.years_of(page, row["indicator"]) for row in rows]
    sampled = any(not is_missing(row["lower"]) for row in rows)
    lines = not sampled and all(len(own) >= LEAST_YEARS for own in years)
    scale = scale_of([value for own in years for value in values_of(own if lines else own[-1:])])
    panels = "".join(
        f'<div class="rate"><h3>{escape(row["indicator"])} <b>{fmt.pct(row["printed_rate"])}</b></h3>'
        f"{panel(own, scale, lines)}"
        f"<p>{'<br>'.join(escape(note) for note in rates.rate_notes(page, row))}</p></div>"
        for row, own in zip(rows, years, strict=True)
    )
    axis = f"{'纵' if lines else '横'}轴 {scale[0]:g}～{scale[1]:g}"
    return (
        f'<section id="rates"><h2><span>四率：{escape(told.headline)}</span><small>{escape(told.note)}；'
        f"{axis}</small></h2>"
        f'<div class="rates">{panels}</div></section>'
    )


def _order_rates(page: UnitPage) -> str:
    """The rates of single requests, where nobody published the four."""
    told = page.messages.section("requests")
    if told is None or not page.order_rates:
        return ""
    panels = "".join(
        f'<div class="rate"><h3>{escape(row["label"])} <b>{fmt.pct(row["value"])}</b></h3>'
        f"<p>{'<br>'.join(escape(note) for note in orders.order_notes(row))}</p></div>"
        for row in page.order_rates
    )
    return (
        f'<section id="rates"><h2><span>{escape(told.headline.partition("，")[0])}的各率</span><small>'
        f"{escape(told.note)}；"
        f'<a href="#requests">工单分析</a></small></h2><div class="rates">{panels}</div></section>'
    )


def _budget(page: UnitPage) -> str:
    told, steps = page.messages.budget, money.budget_steps(page)
    if told is None or steps is None:
        return ""
    anchor, link = money.anchor_of(steps)
    items = [f"年初 <b>{fmt.wan(steps.initial)}</b>"] if steps.initial is not None else []
    change = (
        ""
        if steps.adjustment_rate is None
        else f' <span class="soft">{fmt.signed_pct(steps.adjustment_rate).replace("-", "−")}</span>'
    )
    items += [f"调整 <b>{fmt.wan(steps.adjusted)}</b>{change}"] if steps.adjusted is not None else []
    rate = "" if steps.execution_rate is None else f' <span class="soft">执行率 {fmt.pct(steps.execution_rate)}</span>'
    spent = fmt.wan_given(steps.executed)
    items += [f"执行 <b>{spent}</b>{'' if spent == fmt.NOT_GIVEN else ' 万元'}{rate}"]
    flow = "".join(f"<li>{'<span class=ar>→</span> ' if place else ''}{item}</li>" for place, item in enumerate(items))
    return (
        f'<section id="money">{_heading(told)}<ol class="flow">{flow}</ol>'
        f'<p class="note">{escape(told.text)}<a href="#{anchor}">{link}</a></p></section>'
    )


def _lost(page: UnitPage) -> str:
    told = page.messages.lost
    if told is None:
        return ""
    found = losses.losses(page)
    head = _heading(told, "scores", "逐项评分")
    if not found:
        return f'<section id="lost">{head}<p class="note">{escape(told.text)}</p></section>'
    shown, rest = found[: losses.SHOWN_LOSSES], found[losses.SHOWN_LOSSES :]
    most = shown[0].lost
    items = "".join(
        f'<li><span class="v">{fmt.points(loss.lost)}</span><span class="n">{escape(loss.name)} <span '
        f'class="soft">{fmt.points(loss.weight, 0 if loss.weight % 1 == 0 else 2)} 分</span></span>'
        f'<span class="bar" style="width:{float(loss.lost / most):.0%}"></span><span class="r">'
        f"{escape(loss.why)}</span></li>"
        for loss in shown
    )
    if rest:
        total = sum((loss.lost for loss in rest), Decimal(0))
        others = f"其余 {len(rest)} 项，每项不超过 {fmt.points(rest[0].lost)} 分"
        items += f'<li class="rest"><span class="v">{fmt.points(total)}</span><span class="n">{others}</span></li>'
    return f'<section id="lost">{head}<ol class="lost">{items}</ol></section>'


def _projects(page: UnitPage) -> str:
    """The projects of a unit that was not scored as a whole, the largest first: score, 年初, 调整后, 执行, 执行率."""
    if page.cards and not scores.self_evaluated(page):
        return ""
    rows = sorted(page.project_rows, key=lambda row: (-project_size(row), row["project_name"]))
    totals = {
        scores.card_name(card): scores.printed_total(card) if card.total is None else card.total for card in page.cards
    }
    if not rows or (page.total and not totals):
        return ""
    scored = any(row["project_name"] in totals for row in rows)
    budgets = {name: word for name, word in PROJECT_BUDGETS.items() if any(not is_missing(row[name]) for row in rows)}
    words = ("项目", *(["自评分"] if scored else []), *budgets.values(), "执行", "执行率")
    head = "".join(f"<th scope=col>{word}</th>" for word in words)
    body, initial = "", False
    for row in rows[:MOST_PROJECTS]:
        cells = [f"<b>{fmt.points(totals.get(row['project_name']))}</b>"] if scored else []
        cells += [fmt.wan(row[name]) for name in budgets] + [fmt.wan_given(row["executed_yuan"])]
        rate, by_initial = project_rate(row)
        cells += [fmt.pct(rate) + ("*" if by_initial else "")]
        initial = initial or by_initial
        body += (
            f"<tr><th scope=row>{escape(row['project_name'])}</th>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
        )
    told = ["金额：万元；执行率＝执行÷调整后预算" if "adjusted_budget_yuan" in budgets else "金额：万元"]
    told += ["* 无调整后预算，按执行÷年初预算"] if initial else []
    told += [f"其余 {len(rows) - MOST_PROJECTS} 个见项目支出"] if len(rows) > MOST_PROJECTS else []
    return (
        f"<section><h2><span>各项目预算与执行</span><small>{'；'.join(told)}</small></h2>"
        f'<table class="tb"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></section>'
    )


def _trust(page: UnitPage) -> str:
    parts = ""
    for item in page.messages.trust:
        text = escape(item.text)
        parts += (
            f"<div><dt>{item.label}</dt><dd>{f'<a href=#{item.anchor}>{text}</a>' if item.anchor else text}</dd></div>"
        )
    return f'<dl class="trust" id="trust">{parts}</dl>'


def _list(page: UnitPage) -> str:
    """What follows, each section with its message."""
    told = page.messages.sections()
    anchors = [anchor for anchor in TOPICS if anchor in told]
    items = "".join(
        f'<li><span><a href="#{anchor}">{TOPICS[anchor]}</a> <span class="msg">{escape(told[anchor].headline)}'
        "</span></span></li>"
        for anchor in anchors
    )
    items += '<li><span><a href="#annex">附件</a> <span class="msg">逐项评分、报送的表、出处与下载</span></span></li>'
    return f'<section class="list"><h2>以下各节</h2><ol>{items}</ol></section>'


def _heading(told: Message, anchor: str = "", link: str = "") -> str:
    note = f"<small>{escape(told.note)}</small>" if told.note else ""
    note += f'<small><a href="#{anchor}">{link}</a></small>' if anchor else ""
    return f"<h2><span>{escape(told.headline)}</span>{note}</h2>"


def _known(part: Callable[[UnitPage], str], page: UnitPage) -> str:
    """A part of the first screen, or nothing: the section that shows it at length says why it cannot be had."""
    try:
        return part(page)
    except Exception:  # told by the section itself
        return ""
