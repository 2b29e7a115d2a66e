"""Columns that words leave open: what stands under them and what holds between them decides, and says so."""

import pytest

from evallib.intake import find_headers, read_workbook

MONEY = "（单位：元）"


def columns(workbook, *rows, merged=()):
    """The columns of the tables of a sheet: kind, and column → (header, evidence)."""
    (sheet,) = read_workbook(workbook({"表": [["甲县某局情况表" + MONEY], *rows]}, merged=merged))
    return [
        (
            header.schema.name,
            {
                name: (cell.text, header.evidence.get(name, ""), header.scores[name])
                for group in header.groups.values()
                for name, cell in group.items()
            },
        )
        for header in find_headers(sheet)
    ]


def test_a_quotient_names_budget_and_execution(workbook):
    [(kind, found)] = columns(
        workbook,
        ["开支名目", "甲数", "乙数", "执行进度"],
        ["基本支出", 400, 390, "97.50%"],
        ["项目支出", 200, 150, "75.00%"],
    )
    assert kind == "budget_lines"
    assert (
        found["adjusted_budget_yuan"][0] == "甲数" and "“执行进度” = “乙数” ÷ 本列" in found["adjusted_budget_yuan"][1]
    )
    assert found["executed_yuan"][:2] == ("乙数", "逐行验算：“执行进度” = 本列 ÷ “甲数”")


def test_a_product_names_price_quantity_and_amount(workbook):
    [(kind, found)] = columns(
        workbook,
        ["品名", "配置", "含税单价", "拟购", "小计"],
        ["打印机", "A4", 1200, 5, 6000],
        ["扫描仪", "A3", 2500, 2, 5000],
    )
    assert kind == "unit_prices"
    assert (found["quantity"][0], found["amount_yuan"][0]) == ("拟购", "小计")
    assert "本列 = “含税单价” × “拟购”" in found["amount_yuan"][1]


def test_a_budget_that_another_column_has_is_the_other_budget(workbook):
    [(_, found)] = columns(
        workbook, ["科目", "年初预算", "全年预算", "执行数"], ["基本支出", 10, 12, 11], ["项目支出", 7, 9, 8]
    )
    assert found["adjusted_budget_yuan"][0] == "全年预算" and "另义" not in found["adjusted_budget_yuan"][1]
    assert found["adjusted_budget_yuan"][2] >= 2


@pytest.mark.parametrize(
    ("header", "rows", "kind", "column"),
    [
        (["评价档", "票数", "百分比"], [["很满意", 60, "60%"], ["不满意", 40, "40%"]], "survey_answers", "option"),
        (["条目", "本镇"], [["先行联系率", "96%"], ["市民满意率", "71%"]], "four_rates", "indicator"),
        (["条目", "年初预算", "调整后预算", "执行数"], [["基本支出", 3, 3, 2], ["项目支出", 2, 2, 1]], "budget_lines", "line_name"),
    ],
)  # fmt: skip
def test_texts_under_a_header_name_its_column(workbook, header, rows, kind, column):
    [(found_kind, found)] = columns(workbook, header, *rows)
    assert (found_kind, found[column][0]) == (kind, header[0])
    assert "列中写的是" in found[column][1]


def test_no_arithmetic_is_asked_of_rows_that_agree_by_chance(workbook):
    found = columns(workbook, ["开支名目", "甲数", "乙数", "执行进度"], ["基本支出", 400, 400, "100%"])
    assert all("executed_yuan" not in named for _, named in found)


def test_rows_of_words_under_words_are_no_second_header(workbook):
    [(kind, found)] = columns(
        workbook,
        ["一级指标", "二级指标", "绩效指标", "计划值", "完成情况"],
        ["产出", "数量", "走访户次", "不少于两轮", "三轮"],
        ["效果", "社会效益", "知晓面", "扩大", "已扩大"],
    )
    assert kind == "goals" and found["goal_name"][0] == "绩效指标"


def test_a_parent_over_columns_of_their_own_is_no_last_header_row(workbook):
    [(kind, found)] = columns(
        workbook,
        ["资产分类", "期初数", None, None, "期末数", None, None],
        [None, "数量(台)", "账面原值", "账面净值", "数量(台)", "账面原值", "账面净值"],
        ["车辆", 3, 90, 40, 4, 120, 60],
        ["家具", 20, 15, 5, 22, 16, 5],
        merged=("A2:A3", "B2:D2", "E2:G2"),
    )
    assert kind == "fixed_assets"
    assert {name: text for name, (text, *_) in found.items()} == {
        "item": "资产分类", "opening_quantity": "数量(台)", "opening_original_yuan": "账面原值", "opening_net_yuan": "账面净值",
        "closing_quantity": "数量(台)", "closing_original_yuan": "账面原值", "closing_net_yuan": "账面净值",
    }  # fmt: skip


def test_sorts_of_staff_stand_over_their_columns(workbook):
    (sheet,) = read_workbook(workbook({"表": [
        ["机构人员"], ["单位名称", "行政编制", None, "事业编制", None], [None, "核定数", "实有数", "核定数", "实有数"], ["本局", 9, 8, 5, 5],
    ]}, merged=("A2:A3", "B2:C2", "D2:E2")))  # fmt: skip
    (header,) = find_headers(sheet)
    assert header.schema.name == "staff"
    assert {key: sorted(group) for key, group in header.groups.items()} == {
        "行政编制": ["actual_count", "approved_count", "place"],
        "事业编制": ["actual_count", "approved_count", "place"],
    }


def test_departments_are_several_or_none(workbook):
    header = ["科室", "支出内容", "年初预算", "调整后预算", "累计支出"]
    [(several, _)] = columns(workbook, header, ["办公室", "办公费", 9, 9, 8], ["执法科", "装备费", 7, 7, 6])
    [(one, _)] = columns(workbook, header, ["办公室", "办公费", 9, 9, 8], ["办公室", "装备费", 7, 7, 6])
    assert (several, one) == ("budget_departments", "budget_lines")


def test_a_label_that_no_words_name_is_proposed(workbook):
    [(kind, found)] = columns(
        workbook, ["表一 某镇来信来电分布", "案件数", "办结数"], ["噪声", 30, 29], ["停车", 12, 12]
    )
    assert kind == "case_counts" and found["category"][2] < 2
    assert "唯一的文字列" in found["category"][1]


def test_a_figure_under_a_rate_is_that_rate_and_the_points_beside_it_are_none(workbook):
    [(kind, _)] = columns(
        workbook,
        ["单位", "先行联系（20分）", None, "满意率（50分）", None],
        [None, "率值", "得分", "率值", "得分"],
        ["东溪镇", "98%", 19.6, "71%", 35.5],
        ["西岭镇", "96%", 19.2, "68%", 34],
        merged=("A2:A3", "B2:C2", "D2:E2"),
    )
    assert kind == "four_rates"


def test_a_single_column_of_last_year_is_no_table_of_last_year(workbook):
    [(kind, found)] = columns(
        workbook,
        ["项目", "2020年决算数", "2021年预算数", "2021年决算数", "比上年增减"],
        ["公务接待费", 3, 4, 2, -1],
        ["公务用车运行费", 9, 9, 8, -1],
    )
    assert kind == "budget_lines" and found["executed_yuan"][0] == "2021年决算数"


def test_counts_of_the_units_own_agencies_are_cases(workbook):
    [(kind, found)] = columns(
        workbook,
        ["承办单位", "应办结数", "按时办结数", "按时办结率"],
        ["城管中队", 32, 30, "93.75%"],
        ["市场所", 15, 15, "100%"],
    )
    assert kind == "case_counts" and found["category"][0] == "承办单位"


def test_half_of_the_labels_of_rates_are_rates(workbook):
    [(kind, _)] = columns(
        workbook,
        ["指标类型", "指标内容", "指标名称", "年度目标", "完成值"],
        ["产出指标", "数量", "维修路灯数", "≥20盏", "25盏"],
        ["产出指标", "质量", "验收次数", "≥2次", "3次"],
        ["效益指标", "社会效益", "投诉下降率", "≥10%", "12%"],
    )
    assert kind == "goals"


def test_rates_on_their_side_are_no_towns(workbook):
    rows = [
        ["考核项", "先行联系率", "按期办结率", "市民满意率"],
        ["本街道", "95%", "99%", "70%"],
        ["区均值", "94%", "98%", "69%"],
        ["排位", 3, 2, 6],
    ]
    assert all(kind != "four_rates" or "place" not in found for kind, found in columns(workbook, *rows))


def test_a_share_of_the_satisfied_beside_the_levels_is_no_level(workbook):
    (sheet,) = read_workbook(workbook({"表": [
        ["测评项目", "满意", "基本满意", "不满意", "满意率"], ["环境整治", 80, 15, 5, "95%"], ["便民服务", 70, 20, 10, "90%"],
    ]}))  # fmt: skip
    (header,) = find_headers(sheet)
    assert header.schema.name == "survey_answers" and list(header.groups) == ["满意", "基本满意", "不满意"]
