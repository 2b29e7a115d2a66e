"""Rows of another kind (另一类行): what most rows of a table confirm, and one row of another kind need not follow."""

from __future__ import annotations

import pytest


def table(title: str, *rows: str) -> str:
    return "\n".join([title, *(row.replace("|", "\t") for row in rows)])


CREDITS = (
    "专业|总学分|必修|实践环节|课内教学|实验教学|实践比例（%）",
    "甲学|160|118|20|118|22|26.25",
    "乙学|160|121|24|128|8|20.00",
    "丙学|160|119|22|101|37|36.88",
    "丁学|200|150|26|98|33|{}",
)
SHARES = (
    "类别|收入|比例（%）",
    "住宅|32668.94|65.34",
    "幕墙|10218.27|20.44",
    "设计|7081.90|14.16",
    "其他|31.05|{}",
    "合计|50000.16|100.00",
)
LISTS = (
    "年度|各项存款|储蓄|企业|年度|各项存款|储蓄|企业",
    "1994|2411|1805|606|1998|7808|5772|1078",
    "1995|5059|4103|956|1999|8685|5219|2466",
    "1996|7272|6160|1112|2000|9657|5872|2652",
    "1997|{}|9524|1563|2001|9306|5248|2937",
)
CAPPED = (
    "指标|计划数|完成数|完成率",
    "植树（株）|84|67|79.76%",
    "改厕（户）|61|54|88.52%",
    "培训（人次）|76|73|96.05%",
    "路灯（盏）|86|{}|100.00%",
)
BOUGHT = (
    "品名|单价（元）|数量|金额（元）|备注",
    "签字笔|4.50|36|162.00|",
    "档案盒|8.20|45|369.00|",
    "硒鼓|228.00|3|684.00|",
    "文件柜|412.00|6|{}|",
)
DEGREES = (
    "专业|毕业生数|未按时毕业数|学位授予数|学位授予率（%）",
    "甲|244|8|236|96.72",
    "乙|64|1|63|98.44",
    "丙|83|2|81|97.59",
    "丁|73|3|70|95.89",
    "戊|179|10|{}|93.30",
)
PRICES = (
    "名称|开盘价|最高|最低|收盘价",
    "甲|43.18|45.66|42.75|45.21",
    "乙|24.58|24.93|22.04|22.36",
    "丙|12.02|12.67|11.91|12.55",
    "丁|30.11|31.02|29.84|30.71",
)
GROWN = (
    "指标（亿元）|上年|本年|增长（%）",
    "地区生产总值|813.20|862.74|5.6",
    "第一产业|113.58|117.78|3.7",
    "财政收入|90.40|94.02|4.0",
    "消费品零售额|386.40|405.72|5.0",
    "固定资产投资|222.29|235.63|6.0",
)
UNLIKE = {
    "另有实践的学分": table("学分", *CREDITS).format("29.50"),
    "最后一项凑足百分之百": table("收入构成（万元）", *SHARES).format("0.06"),
    "并排的另一半不等": table("存款（万元）", *LISTS).format("11187"),
    "完成率封顶": table("完成情况", *CAPPED).format("109"),
    "备注说打了折": table("办公用品", *BOUGHT).format("2101.20").replace("2101.20\t", "2101.20\t8.5折"),
    "授予率说明少授两人": table("毕业生", *DEGREES).format("167"),
    "四个价格": table("行情", *PRICES),
    "按可比价增长": table("主要指标", *GROWN),
}
LIKE = {
    "必修加选修": (
        table("学分", "专业|总学分|必修|选修", "甲|160|118|42", "乙|160|121|39", "丙|170|119|51", "丁|200|150|60"),
        "200",
    ),
    "占比差一位": (table("收入构成（万元）", *SHARES).format("0.96"), "0.96%"),
    "完成率超过一百": (table("完成情况", *CAPPED).format("109").replace("100.00%", "136.74%"), "136.74%"),
    "没有备注": (table("办公用品", *BOUGHT).format("2422.00"), "2422.00元"),
    "授予率也不合": (table("毕业生", *DEGREES).format("169").replace("93.30", "94.80"), "94.80%"),
}


@pytest.mark.parametrize("text", UNLIKE.values(), ids=UNLIKE.keys())
def test_a_row_of_another_kind_is_not_told(audit_text, text):
    assert [f.message for f in audit_text(text).findings if f.confidence != "low"] == []


@pytest.mark.parametrize(("text", "printed"), LIKE.values(), ids=LIKE.keys())
def test_a_row_of_the_same_kind_is_told(audit_text, text, printed):
    assert printed in [f.printed.partition("（")[0] for f in audit_text(text).findings if f.confidence != "low"]
