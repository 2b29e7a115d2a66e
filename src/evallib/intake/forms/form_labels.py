"""Labels of a form's head (表头标签): 项目名称, 主管部门 …, where each stands and what is written beside it."""

from __future__ import annotations

import re

from evallib.intake.files.sheet import Sheet
from evallib.intake.forms.form_cells import Place
from evallib.parsing.cells import clean_text, is_blank
from evallib.parsing.headers import undress
from evallib.parsing.plain_text import plain

#: Labels by concept, and further wordings of theirs that only a form uses.
HEAD = {
    "project_name": re.compile("(?!.*(?:单位|部门|机构|指标|目标))(?:.{0,6}(?:项目|专项|政策|"
        "资金|转移支付)(?:.{0,8})名称.{0,6})"),
    "organisation": re.compile(".{0,8}?(?:[(]?单位[)]?|部门|预算部门|部门[(/]?单位[)]?)(?:全称|名称)|"
        "预算(?:部门|单位)(?:名称)?|填报(?:单位|部门)|被评价(?:单位|部门)"),
    "supervisor": re.compile("(?:项目|省级|市级|县级|区级|中央|地方|预算|上级|业务|自治区|"
        "市县)?主管(?:预算)?(?:部门|单位)(?:及代码|名称)?"),
    "implementer": re.compile("(?:项目|资金|具体)?(?:实施|使用|承担|执行)(?:单位|部门|主体)(?:名称)?(?:/项目负责人)?|"
        "(?:地方|市县|下级)(?:主管|财政)部门|资金使用单位|项目单位"),
    "expected_goal": re.compile("(?:年度|年初|预期|总体|全年|项目|绩效|当年|部门整体|整体)*(?:设定|预期|总体|"
        "绩效|年度)*目标(?:设定|值|情况)?(?:[(]?年初设定[)]?)?"),
    "actual_result": re.compile("(?:年度|全年|总体|目标|绩效|年度总体|总体目标|年度目标|自评|项目)*(?:实际)?(?:完成|"
        "实现)(?:情况)?(?:情况|综述|结果)+(?:综述)?"),
    "published_grade": re.compile(r"(?:评分|自评|绩效|评价|评定|综合)*(?:等级|等次|级别)"),
    "published_total": re.compile("(?:自评|绩效|评价|项目|综合|最终)*(?:总分|总得分|自评得分|"
        "评价得分|综合得分|最终得分)"),
}  # fmt: skip
LONGEST = 16
#: A second label behind the first one's text: 单位名称：某中心　填报日期：2024年2月.
NEXT_LABEL = re.compile(r"\s+[^\s:：]{2,8}[:：]")
#: Labels beside which nothing is read.
_OTHERS = re.compile(
    "(?:项目|单位|部门)?(?:负责人|联系人|联系电话|电话|编[码号]|代码|类[型别]|性质|属性)|"
    "填[报表](?:日期|时间|人)|(?:评价|预算|项目)年度|(?:项目)?(?:起止|实施|执行)(?:时间|日期|期限)"
)
#: The project in a title: 2023年信息化运维项目绩效自评表.
_TITLED = re.compile(
    r"(?:关于)?(?:附[件表]\d*[:：]?)?(?:(?:19|20)\d\d年?度?)?(?P<name>.{2,40}?)(?:项目)?(?:资金|"
    "经费)?(?:支出)?(?:预算)?(?:绩效)?(?:目标)?自评(?:情况|价|打分|得分)?(?:一览)?[表]?(?:[(（].{1,14}[)）])?"
)
#: What a title says of every form.
_GENERAL = re.compile(
    "(?:(?:项目|部门|单位|整体|财政|预算|专项|转移支付|一般|区域|支出|资金|绩效|目标|省级|市级|县级|区级|"
    "市本级|本级|年度|政策|重点|和|与|及|、|[()（）]|中央|对地方|对下|单位整体)+)?"
)
#: A form of the running year, whose results are expected and not reached.
_MONITORING = re.compile(
    r"(?:运行|执行|目标|绩效|支出|跟踪|双)[”\"』」]?(?:跟踪)?监控[”\"』」]?(?:情况|进展|"
    r"完成情况)?(?:自评|填报|统计|汇总)?表|[“\"『「]双监控[”\"』」].{0,6}表"
)
_DECLARED = re.compile(r"绩效目标(?:申报|审核|批复|填报)?表(?:[(（].{1,12}[)）])?$")
#: The title of a self-evaluation.
_TITLE = re.compile(
    r"\s*(?!注|说明)[^，。；:：]{0,26}自评(?:价|打分|评分|得分|计分|评价|"
    r"情况)?[简总明细]{0,2}表(?:\s*[(（][^)）]{0,12}[)）])?\s*$"
)
TITLE_ROWS, LONGEST_TITLE, HEAD_ROWS = 4, 40, 12


def labels_in(sheet: Sheet, first: int, last: int) -> dict[str, Place]:
    """Where each label of a form's head stands: its first cell.

    Args:
        sheet: the sheet.
        first: the first row to look in.
        last: the row behind the last one.
    """
    places: dict[str, Place] = {}
    for row in range(first, min(last, len(sheet.rows))):
        for column, value in enumerate(sheet.rows[row]):
            if not isinstance(value, str) or is_blank(value):
                continue
            text = undress(value.split("：")[0].split(":")[0]).core
            if len(text) > LONGEST:
                continue
            for name, pattern in HEAD.items():
                if pattern.fullmatch(text) and (name not in places or _beside(places[name], name, row)):
                    places[name] = (row, column)
                    break
    return places


def right_of(sheet: Sheet, place: Place | None) -> str | None:
    """The text right of a label, or behind the colon inside it; None where the next label stands there."""
    if place is None:
        return None
    row, column = place
    label = clean_text(sheet.value(row, column))
    for mark in ("：", ":"):
        head, found, tail = label.partition(mark)
        if found and tail.strip() and len(head) < 16:
            return NEXT_LABEL.split(tail.strip(), maxsplit=1)[0].strip()
    anchor = sheet.anchor(row, column)
    for position in range(column + 1, sheet.width):
        if sheet.anchor(row, position) == anchor:
            continue
        text = clean_text(sheet.merged_value(row, position))
        if text:
            return None if undress(text).core == undress(label).core or is_label(text) else text
    return None


def is_label(text: str) -> bool:
    """Whether a text is a label of a form's head, and no answer to one."""
    core = undress(text.rstrip(":： ")).core
    return len(core) <= LONGEST and any(label.fullmatch(core) for label in (*HEAD.values(), _OTHERS))


def titled_project(sheet: Sheet, first: int) -> str | None:
    """The project that a form's title names, where no label does; None where the title only says the kind of form."""
    for row in sheet.rows[first : first + TITLE_ROWS]:
        for value in row:
            if not isinstance(value, str) or (found := _TITLED.fullmatch(plain(value))) is None:
                continue
            name = found["name"].removesuffix("项目").removesuffix("支出")
            return None if _GENERAL.fullmatch(name) else name
    return None


def monitoring_title(sheet: Sheet) -> str:
    """The title of a 绩效运行监控表, which is no self-evaluation; empty where the sheet is none."""
    texts = (value for row in sheet.rows[:TITLE_ROWS] for value in row if isinstance(value, str))
    return next((plain(text) for text in texts if _MONITORING.search(plain(text))), "")


def declares_goals(sheet: Sheet) -> bool:
    """Whether a sheet is called 绩效目标表 or 绩效目标申报表."""
    texts = (plain(value) for row in sheet.rows[:TITLE_ROWS] for value in row if isinstance(value, str))
    return any(_DECLARED.search(text) and len(text) <= LONGEST_TITLE for text in texts)


def form_title(sheet: Sheet) -> int | None:
    """The row with the title of a form, in a sheet that has the label 项目名称 too: 2024年度项目支出绩效自评表."""
    rows = sheet.rows[:HEAD_ROWS]
    titles = (
        row for row, values in enumerate(rows) for value in values if isinstance(value, str) and _TITLE.match(value)
    )
    return next(titles, None) if any(is_project_label(value) for values in rows for value in values) else None


def is_project_label(value: object) -> bool:
    """Whether a cell is the label with which a form begins."""
    return isinstance(value, str) and HEAD["project_name"].fullmatch(undress(value).core) is not None


def _beside(place: Place, name: str, row: int) -> bool:
    """Of two labels in one row the right one counts: 年度总体目标 left of 预期目标 is the heading of both."""
    return name in {"expected_goal", "actual_result"} and place[0] == row
