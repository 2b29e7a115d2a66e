"""Outlines (报告提纲) as data: chapters in the official order, what fills each, and what is asked for where none does.

Shipped in ``outlines/``; a district copies one to ``data/outlines/<kind>.yaml`` and edits it there.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from evallib.model.problems import EvallibError, Problem, did_you_mean
from evallib.model.strict_yaml import Strict, load_model
from evallib.model.workspace.units import Workspace

SHIPPED = Path(__file__).parent / "outlines"
KINDS = {
    "department": "部门整体支出绩效评价报告", "project": "项目支出绩效评价报告",
    "self": "部门（单位）整体支出绩效自评报告", "month": "12345 热线月报",
}  # fmt: skip
#: What a person reads in 【填写·…】 in place of the id under which the text is kept.
GAP_NAMES = {
    "s_background": "摘要背景", "s_done": "摘要业绩", "problem_list": "摘要问题", "mandate": "委托依据",
    "origin": "立项背景", "content": "项目内容", "adjustment": "预算调整", "organisation": "组织管理",
    "goals_told": "绩效目标", "basis": "评价依据", "methods": "评价方法", "process": "评价过程", "judged": "评定事实",
    "experience": "经验做法", "problems": "存在问题", "recommendations": "改进建议", "other": "其他问题",
    "duties": "主要职责", "plans": "战略规划", "management": "管理情况", "delivered": "完成情况", "effect": "履职效果",
    "use": "结果应用", "why": "热点原因", "causes": "原因分析", "month_cases": "典型案例", "tips": "工作提示",
    "history": "机构沿革", "jumps": "变动原因",
}  # fmt: skip
_IDS = {name: gap for gap, name in GAP_NAMES.items()}


class Part(Strict):
    """One thing in a section: what makes it, and what is asked for where that gives nothing.

    Args:
        make: name of a generator; empty for a place that only people fill.
        id: of the gap; the generator's name where it is empty.
        gap: the question to the person; nothing is asked without it.
        facts: generators of the facts that stand beside the gap.
        required: whether a delivery copy needs it.
    """

    make: str = ""
    id: str = Field(default="", pattern=r"^[a-z0-9_]{0,24}$")
    gap: str = ""
    facts: tuple[str, ...] = ()
    required: bool = True


class Chapter(Strict):
    """A section of the outline.

    Args:
        id, title: of the section.
        numbered: whether it is counted (一、, （一）); 摘要 is not.
        landscape: on pages of its own, turned.
        optional: left out where nothing fills it.
        annex: one of the annexes, counted 附件1 and on.
        parts, sections: what stands in it.
    """

    id: str
    title: str
    numbered: bool = True
    landscape: bool = False
    breaks: bool = False
    optional: bool = False
    annex: bool = False
    parts: tuple[Part, ...] = ()
    sections: tuple[Chapter, ...] = ()


class Outline(Strict):
    """The outline of a kind of report.

    Args:
        layout: ``consultancy`` (四号, with cover and contents) or ``official`` (三号, a unit's own document).
        titles: lines of the title; {full_name}, {name}, {year}, {month}, {subject} are filled in.
        cover: fields of the cover and what fills them.
    """

    kind: Literal["department", "project", "self", "month"]
    name: str
    layout: Literal["consultancy", "official"]
    titles: tuple[str, ...]
    cover: dict[str, str] = Field(default_factory=dict)
    sections: tuple[Chapter, ...]


def read_outline(kind: str, workspace: Workspace | None = None) -> Outline:
    """The outline of a kind: the workspace's own copy, else the shipped one.

    Raises:
        EvallibError: an unknown kind, or an outline with a mistake.

    >>> read_outline("self").sections[0].title
    '部门（单位）概况'
    """
    if kind not in KINDS:
        raise EvallibError(
            Problem(
                "draft.kind", "没有这种报告", value=kind, expected="、".join(KINDS), advice=did_you_mean(kind, KINDS)
            )
        )
    own = workspace.root / "data" / "outlines" / f"{kind}.yaml" if workspace else None
    return load_model(own, Outline) if own and own.is_file() else _shipped(kind)


@cache
def _shipped(kind: str) -> Outline:
    return load_model(SHIPPED / f"{kind}.yaml", Outline)


def gap_name(gap: str) -> str:
    """What people read; the id itself for a gap of somebody's own outline.

    >>> gap_name("duties"), gap_name("own_part")
    ('主要职责', 'own_part')
    """
    return GAP_NAMES.get(gap, gap)


def gap_id(text: str) -> str:
    """The id of a gap by what people read, or by the id as older drafts had it.

    >>> gap_id("主要职责"), gap_id("duties")
    ('duties', 'duties')
    """
    return _IDS.get(text, text)
