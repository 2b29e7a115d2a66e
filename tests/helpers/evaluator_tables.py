"""An evaluator's indicator table of thirty indicators, as a workbook and as a Word document, made for tests."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

#: (一级, 权重, 二级, 权重, 三级, 权重, 评分标准, 业绩值, 得分)
ROWS: tuple[tuple[str, ...], ...] = (
    (
        "决策",
        "20",
        "项目立项",
        "8",
        "立项依据充分性",
        "4",
        "①符合法律法规；②属于职责范围；③有上级文件；④经集体决策。全部满足得满分，缺一项扣1分。",
        "缺1项",
        "3",
    ),
    ("", "", "", "", "立项程序规范性", "4", "程序规范得4分，基本规范得2分，不规范不得分", "规范", "4"),
    ("", "", "绩效目标", "6", "绩效目标合理性", "3", "每发现一处不合理扣1分，扣完为止", "1处", "2"),
    ("", "", "", "", "绩效指标明确性", "3", "有指标得1分，指标量化得1分，与预算匹配得1分", "满足①②", "2"),
    (
        "",
        "",
        "资金投入",
        "6",
        "预算编制科学性",
        "3",
        "编制依据充分、测算合理的得3分；测算依据不足的扣1分；无依据的不得分",
        "",
        "3",
    ),
    ("", "", "", "", "资金分配合理性", "3", "分配合理得满分，否则不得分", "是", "3"),
    (
        "过程",
        "25",
        "资金管理",
        "15",
        "资金到位率",
        "3",
        "资金到位率=实际到位资金/预算资金×100%。到位率100%得满分，每低1个百分点扣0.2分，扣完为止",
        "98%",
        "2.6",
    ),
    ("", "", "", "", "支付及时率", "2", "及时率100%得满分，每低2个百分点扣0.4分，不足2个百分点不扣", "96%", "1.2"),
    ("", "", "", "", "预算执行率", "5", "得分=预算执行率×分值，最高得满分", "96.5%", "4.83"),
    ("", "", "", "", "资金使用合规性", "5", "发现一处不合规扣1分；\n截留、挪用的不得分", "0处", "5"),
    ("", "", "组织实施", "10", "管理制度健全性", "4", "每缺一项制度扣1分，扣完为止", "1项", "3"),
    ("", "", "", "", "制度执行有效性", "3", "根据制度执行情况综合评定，最高3分", "", "2.5"),
    ("", "", "", "", "档案管理规范性", "3", "档案齐全得3分，缺1份扣0.5分", "缺2份", "2"),
    (
        "产出",
        "30",
        "数量",
        "10",
        "受理案件数完成率",
        "3",
        "完成率达到100%得满分，低于100%的按比例得分，低于60%不得分",
        "92%",
        "2.76",
    ),
    ("", "", "", "", "培训场次", "2", "全年开展培训不少于4场，每少一场扣0.5分", "3场", "1.5"),
    ("", "", "", "", "巡查次数", "5", "全年巡查不少于240次，每少10次扣1分，不足10次不扣", "230次", "4"),
    (
        "",
        "",
        "质量",
        "10",
        "一次办结率",
        "4",
        "≥90%得4分；80%≤一次办结率＜90%得3分；60%≤一次办结率＜80%得1分；＜60%不得分",
        "85%",
        "3",
    ),
    ("", "", "", "", "返工率", "3", "返工率不超过3%得满分，每高1个百分点扣0.5分，扣完为止", "5%", "2"),
    (
        "",
        "",
        "",
        "",
        "信息准确率",
        "3",
        "准确率100%得满分，95%（含）-100%得2分，90%（含）-95%得1分，90%以下不得分",
        "97%",
        "2",
    ),
    ("", "", "时效", "6", "按时办结率", "3", "达到95%得满分，每低1个百分点扣权重的10%", "93%", "2.4"),
    ("", "", "", "", "完成及时性", "3", "按期完成得满分，每延期1天扣0.5分", "按期", "3"),
    ("", "", "成本", "4", "成本节约率", "4", "节约率≥0得满分，每超支1%扣0.5分，扣完为止", "2%", "4"),
    ("效益", "25", "社会效益", "9", "问题解决率", "4", "解决率≥85%得满分，每低1个百分点扣0.2分", "83%", "3.6"),
    ("", "", "", "", "有责投诉", "3", "未发生有责投诉得满分，每发生一起扣1分，扣完为止", "1起", "2"),
    ("", "", "", "", "媒体宣传", "2", "市级媒体报道每篇得1分，区级每篇得0.5分，满分为止", "", "1.5"),
    (
        "",
        "",
        "可持续影响",
        "8",
        "长效机制",
        "4",
        "机制健全得4分，较健全得3分，不健全得1分，未建立不得分",
        "较健全",
        "3",
    ),
    ("", "", "", "", "队伍建设", "4", "网格员配备12名，每缺一名扣0.5分", "11名", "3.5"),
    (
        "",
        "",
        "满意度",
        "8",
        "居民满意率",
        "3",
        "满意率=（满意数+基本满意数×0.6）÷总数，≥90%得满分，每低1个百分点扣0.25分",
        "88%",
        "2.5",
    ),
    ("", "", "", "", "投诉回访率", "2", "回访率95%以上得2分，90%（含）-95%（不含）得1分，90%以下不得分", "91%", "1"),
    ("", "", "", "", "服务对象满意度", "3", "满意度90%以上得3分，80%-90%得2分，80%以下不得分", "92%", "3"),
)
HEAD = ("一级指标", "权重", "二级指标", "权重", "三级指标", "分值", "评分标准", "业绩值", "得分")


def write_workbook(path: Path, *, merged: bool = True) -> Path:
    """The table as .xlsx: a title above, parents merged over their rows (or left blank)."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "评价指标体系"
    sheet.append(["项目支出绩效评价指标体系及评分表"])
    sheet.append(list(HEAD))
    for row in ROWS:
        sheet.append([_cell(text, column) for column, text in enumerate(row)])
    if merged:
        for column in range(4):
            starts = [n for n, row in enumerate(ROWS) if row[column]] + [len(ROWS)]
            for first, after in pairwise(starts):
                if after - first > 1:
                    sheet.merge_cells(
                        start_row=first + 3, end_row=after + 2, start_column=column + 1, end_column=column + 1
                    )
    sheet.append(["合计", 100, "", 100, "", 100])
    book.save(path)
    return path


def write_document(path: Path) -> Path:
    """The table as .docx, parents merged over their rows."""
    import docx

    document = docx.Document()
    document.add_paragraph("附件：绩效评价指标体系")
    table = document.add_table(rows=1, cols=len(HEAD))
    for column, label in enumerate(HEAD):
        table.rows[0].cells[column].text = label
    for row in ROWS:
        cells = table.add_row().cells
        for column, text in enumerate(row):
            cells[column].text = text
    for column in range(4):
        starts = [n for n, row in enumerate(ROWS) if row[column]] + [len(ROWS)]
        for first, after in pairwise(starts):
            if after - first > 1:
                top, bottom = table.cell(first + 1, column), table.cell(after, column)
                for below in range(first + 2, after + 1):
                    table.cell(below, column).text = ""
                merged = top.merge(bottom)
                merged.text = ROWS[first][column]
    document.save(str(path))
    return path


def _cell(text: str, column: int) -> object:
    if column in {1, 3, 5, 8} and text:
        return float(text)
    return text or None
