"""Documents made from published texts: tables where the text has tabs, the national form where it was flattened.

What a text has lost is put back from the national form alone: 一级、二级、三级指标, 年度指标值, 实际完成值, 分值, 得分, 偏差原因, in
this order, the last two numbers of a row being points and score. Nothing is looked up anywhere else.
"""

import re
from pathlib import Path

NATIONAL = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"]
NUMBER = re.compile(r"\d+(?:\.\d+)?")
HEADING = re.compile(
    r"(?:产出|效益|满意度|数量|质量|时效|成本|社会效益|经济效益|生态效益|可持续影响|服务对象满意度)指标"
)
FIRST = re.compile(r"产出|效益指标$|满意度指标$")
POINTS = re.compile(r"^(?P<before>.*?)\s*(?P<weight>\d+(?:\.\d+)?) (?P<score>\d+(?:\.\d+)?)$")
#: 一级指标 of the national form and the 二级指标 under it.
KINDS = {
    "产出指标": ("数量指标", "质量指标", "时效指标", "成本指标"),
    "效益指标": ("社会效益指标", "经济效益指标", "生态效益指标", "可持续影响指标"),
    "满意度指标": ("服务对象满意度指标",),
}
FORM = "财政项目支出绩效自评表"


def blocks(text: str) -> list[str | list[list[str]]]:
    """Lines and tables of a text; a table that begins anew on a page, with its header, is one of its own."""
    found: list[str | list[list[str]]] = []
    rows: list[list[str]] = []
    broken = False
    for line in [*text.splitlines(), ""]:
        cells = [cell.strip() for cell in line.rstrip("\r\n").split("\t")]
        if len(cells) > 1 and any(cells):
            if rows and not _is_form(rows) and (len(rows[-1]) != len(cells) or (broken and _begins(cells, rows[0]))):
                found.append(rows)
                rows = []
            rows.append(cells)
            broken = False
            continue
        broken = True
        if line.strip():
            if rows:
                found.append(rows)
                rows = []
            found.append(line.strip())
    if rows:
        found.append(rows)
    return [_national(block) if isinstance(block, list) and _is_form(block) else block for block in found]


def _begins(cells: list[str], header: list[str]) -> bool:
    """Whether a row after a blank line is the header again: it shares most of its words, or holds no figure at all."""
    shared = set(cells) & set(header) - {""}
    return len(shared) > 2 or not re.search(r"\d", "".join(cells))


def _is_form(rows: list[list[str]]) -> bool:
    return bool(rows) and rows[0][0] == "项目名称"


def _national(rows: list[list[str]]) -> list[list[str]]:
    """The rows of a form with the cells that the text lost: points and score are the last two numbers."""
    whole, goals = [], False
    for cells in rows:
        own = _goal_row(cells) if goals and sum(bool(NUMBER.fullmatch(cell)) for cell in cells) >= 2 else cells
        goals = goals or "三级指标" in "".join(cells).replace(" ", "")
        whole.append(own[:8] + [""] * (8 - len(own)))
    return whole


def _goal_row(cells: list[str]) -> list[str]:
    filled = [(n, cell) for n, cell in enumerate(cells) if cell]
    numbers = [n for n, cell in filled if NUMBER.fullmatch(cell)][-2:]
    words = [cell for n, cell in filled if n < numbers[0]]
    reason = [cell for n, cell in filled if n > numbers[1]]
    if len(words) < 3:  # 总分
        return [words[0] if words else "", "", "", "", "", cells[numbers[0]], cells[numbers[1]], ""]
    headings, own = words[:-3], words[-3:]
    first = next((h for h in headings if FIRST.search(h.replace(" ", "")) and "社会" not in h and "影响" not in h), "")
    second = next((h for h in headings if h != first), "")
    return [first, second, *own, cells[numbers[0]], cells[numbers[1]], *(reason or [""])]


def flattened_forms(text: str) -> list[list[list[str]]]:
    """The forms of a text without tabs, as tables of the national form."""
    parts = re.split(rf"\s*{FORM}\s*", text)[1:]
    return [_form([line.strip() for line in part.splitlines() if line.strip()]) for part in parts]


def _form(lines: list[str]) -> list[list[str]]:
    joined = "\n".join(lines)
    name = re.search(r"项目名称 ?(.+)", joined)
    department = re.search(r"主管部门\n?([\s\S]+?)实施单位\n?([\s\S]+?)项目资金", joined)
    assert name and department
    rows = [
        ["项目名称", "", name[1]],
        ["主管部门", "", department[1].replace("\n", ""), "", "实施单位", department[2].replace("\n", "")],
        ["项目资金（元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    ]
    for label in ("年度资金总额", "其中：当年财政拨款", "上年结转资金", "其他资金"):
        money = next(line for line in lines if line.startswith(label)).removeprefix(label).split()
        amounts = [word for word in money if word != "—"][:3]
        rows.append(["", label, *amounts, *[""] * (3 - len(amounts)), *(money[3:] if len(money) == 6 else ["—"])])
    goals = lines[lines.index("一级指标 二级指标 三级指标") :]
    rows.append(NATIONAL)
    pending: list[str] = []
    second = next(line for line in goals if HEADING.fullmatch(line) and line not in KINDS)
    for line in goals[next(n for n, text in enumerate(goals) if text.startswith("改进措施")) + 1 :]:
        if line.startswith("总分"):
            rows.append(["总分", "", "", "", "", *line.split()[1:3]])
            break
        if all(HEADING.fullmatch(word) for word in line.split()):
            second = next((word for word in line.split() if word not in KINDS), second)
            continue
        if re.fullmatch("[绩效指标]", line):
            continue
        pending.append(line)
        if (found := POINTS.match(line)) is not None:
            pending[-1] = found["before"]
            name_, target, actual = _goal([part for part in pending if part])
            rows.append(
                [
                    next(kind for kind, parts in KINDS.items() if second in parts),
                    second,
                    name_,
                    target,
                    actual,
                    found["weight"],
                    found["score"],
                    "",
                ]
            )
            pending = []
    return [row + [""] * (8 - len(row)) for row in rows]


def _goal(parts: list[str]) -> tuple[str, str, str]:
    """Name, target and result of the lines of a goal: the target begins with its sign, or is said twice."""
    words = [word for part in parts for word in part.split()]
    start = next((n for n, word in enumerate(words) if re.match("[=≥≤＞＜]", word)), None)
    if start is None:
        start = next(
            n for n in range(1, len(words)) for m in range(n + 1, len(words))
            if "".join(words[n:m]) == "".join(words[m:])
        )  # fmt: skip
    values = words[start:]
    target = "".join(values[0])
    for cut in range(1, len(values)):
        target, actual = "".join(values[:cut]), "".join(values[cut:])
        if target.lstrip("=") == actual:
            return "".join(words[:start]), target, actual
    half = len(values) // 2
    return "".join(words[:start]), "".join(values[:half]), "".join(values[half:])


def write_document(text: str, path: Path) -> Path:
    """A Word document of a text."""
    import docx

    document = docx.Document()
    forms = [] if "\t" in text else flattened_forms(text)
    for block in forms or blocks(text):
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        if forms:
            document.add_paragraph(f"{FORM}（2023 年度）")
        width = max(map(len, block))
        table = document.add_table(len(block), width, style="Table Grid")
        for row, cells in zip(table.rows, block, strict=True):
            for cell, value in zip(row.cells, cells, strict=False):
                if value:
                    cell.text = value
    document.save(str(path))
    return path
