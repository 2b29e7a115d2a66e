"""A blank indicator table for evaluators (空白指标体系表): columns, examples and how to fill them in."""

from __future__ import annotations

from pathlib import Path

from evallib.model.books.pen import open_book

COLUMNS = {
    "一级指标": 14, "二级指标": 16, "三级指标": 22, "分值": 8, "指标解释": 30, "评分标准": 56, "目标值": 12,
    "数据来源": 26, "业绩值": 14, "得分": 9, "备注": 24,
}  # fmt: skip
EXAMPLES = (
    (
        "过程",
        "资金管理",
        "预算执行率",
        "5",
        "实际支出与预算的比",
        "执行率≥95%得满分，每低1个百分点扣0.5分，扣完为止",
        "",
        "决算表 › C12",
        "93%",
        "",
        "",
    ),
    (
        "",
        "",
        "资金使用合规性",
        "5",
        "",
        "每发现一处不合规扣1分，扣完为止；截留挪用的不得分",
        "",
        "抽查底稿",
        "1处",
        "",
        "",
    ),
    (
        "产出",
        "时效",
        "案件按时办结率",
        "6",
        "",
        "达到90%（含）以上得6分，80%（含）-90%得4分，80%以下不得分",
        "",
        "四率表 › 按时办结率",
        "取自 四率 › 本镇 › 指标=按时办结率",
        "",
        "",
    ),
    ("效益", "满意度", "市民满意率", "8", "", "得分=满意率×分值，不超过分值", "", "四率表 › 市民满意率", "91%", "", ""),
    (
        "",
        "",
        "长效机制",
        "6",
        "",
        "根据制度建设和执行情况综合评定",
        "",
        "座谈记录",
        "",
        "5",
        "制度齐全，两项尚未落实；评价小组",
    ),
)
GUIDE = (
    (
        "第一步",
        "在“指标体系”表中填写自己的指标，示例行请删去。上级指标只写一次，下面各行可空着或合并单元格；分值只写数字。",
    ),
    (
        "评分标准",
        "用平常的话写，一个指标写在一个单元格里，可以换行。例如：≥95%得满分，每低1个百分点扣0.5分，扣完为止。",
    ),
    (
        "业绩值、得分",
        "还没有可以空着。写业绩值要带单位（93%、3次、12天）；得分填评价人员的评分，程序按规则另算一遍，差别会列出。",
    ),
    (
        "业绩值取自表格",
        "已交来的表里有的，不必再填数：写“取自 表名 › 列名 › 列=值”，例如“取自 四率 › 本镇 › 指标=按时办结率”；"
        "有逐件工单的，可写“取自 市民满意率 › 主责部门=城管中队 › 2024年上半年”。其余的照填，并在“数据来源”写明出处。",
    ),
    ("需判断的指标", "写“综合评定”“酌情”的，请填得分，并在备注写明理由和角色。"),
    ("第二步", "evallib framework import 本文件 --out data/frameworks/名称.yaml --review 核对表.xlsx"),
    ("第三步", "打开核对表，黄色行选读法，红色行改写；再运行一次同样的命令，加上 --reviewed 核对表.xlsx"),
    (
        "第四步",
        (
            "加上 --unit 单位 --year 年度，业绩值和得分写入该单位的评分数据；"
            "随后 evallib score、evallib run 得到评分和页面。"
        ),
    ),
)


def write_blank_table(path: Path) -> Path:
    """Write the blank table with examples and its guide."""
    numbers = {"分值", "得分"}
    rows = (
        [float(text) if text and label in numbers else text for label, text in zip(COLUMNS, texts, strict=True)]
        for texts in EXAMPLES
    )
    with open_book(path) as formats:
        formats.sheet("指标体系").table(COLUMNS, rows, frozen=3, looks={label: {"style": "plain"} for label in numbers})
        formats.sheet("使用说明").lines(GUIDE, (16, 110))
    return path
